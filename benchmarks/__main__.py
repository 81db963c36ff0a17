"""Which workloads are there, and how do we stand beside their peers today?

`python -m benchmarks [NAME ...]`, or `make bench`; ends with 1 when a target is missed. Never part of the tests.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.as_of import AS_OF
from benchmarks.page import PAGE
from benchmarks.read import READ
from benchmarks.status import STATUS
from benchmarks.validate import VALIDATE
from benchmarks.workbook import WORKBOOK
from benchmarks.workload import run

REGISTRY = {workload.name: workload for workload in (*AS_OF, *VALIDATE, READ, WORKBOOK, STATUS, *PAGE)}


def main(names: list[str]) -> int:
    """Run the named workloads, or all of them, and print one line each."""
    unknown = [name for name in names if name not in REGISTRY]
    if unknown:
        print(f"no workload {unknown[0]!r}; there are: {', '.join(REGISTRY)}", file=sys.stderr)
        return 2
    are_met = True
    for workload in REGISTRY.values():
        if names and workload.name not in names:
            continue
        with TemporaryDirectory() as scratch:
            outcome = run(workload, Path(scratch))
        are_met &= outcome.is_met
        print(f"{workload.name}: {workload.question}")
        print(f"  ours {outcome.ours_s * 1000:.1f} ms, {workload.peer} {outcome.peer_s * 1000:.1f} ms")
        print(
            f"  {outcome.ratio:.1f} times faster, target {workload.target:g}: {'met' if outcome.is_met else 'MISSED'}"
        )
    return 0 if are_met else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
