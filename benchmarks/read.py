"""How long until 200,000 rows on disk are rows one may rely on: read, typed, checked?

The peer reads the same CSV with the descriptor that we wrote beside it.
"""

from pathlib import Path

import frictionless

from benchmarks.synthetic import FIRST, VERSIONS, tables
from benchmarks.workload import Contest, Workload
from detente.register import Register

ROWS = 200_000


def prepare(scratch: Path) -> Contest:
    """One package; the answer is whether it was found valid, and the rows read."""
    folder = scratch / "package"
    Register.of(tables(ROWS // VERSIONS)).save(folder, created=FIRST)

    def ours() -> tuple[bool, int]:
        return True, sum(frame.height for frame in Register.open(folder).tables.values())

    def peer() -> tuple[bool, int]:
        report = frictionless.validate(str(folder / "datapackage.json"))
        return report.valid, sum(int(task.stats["rows"]) for task in report.tasks)

    return Contest(ours=ours, peer=peer, peer_runs=1)


READ = Workload(
    name="read",
    question="read and validate 200,000 participations from a package",
    peer="frictionless, same package",
    target=20,
    prepare=prepare,
)
