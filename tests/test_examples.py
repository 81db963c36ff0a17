"""Do the scripts a newcomer runs work, in their order, without a network, and print what they promise?"""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.shared import ROOT

EXAMPLES = sorted((ROOT / "examples").glob("*.py"))
# Nothing may be reached: a socket that is opened is an error.
OFFLINE = """
import runpy, socket, sys
class Refused(socket.socket):
    def __init__(self, *args, **kwargs):
        raise OSError("an example reaches for the network")
socket.socket = Refused
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
SAID = {
    "1_ask.py": [
        "POL in NAT1949 on 2026-11-22: in_force (verified)",
        "USA in USROC1954 on 1979-06-30: in_force (unverified), notice open, exit due 1980-01-01",
        "is France absent from NATO? False",
        "has France posted no attaché? None",
    ],
    "2_two_times.py": [
        "known now:  ['DCAFIN2023', 'UKFIN2022', 'UKR-FIN', 'US-ACSA-FIN']",
        "known then: ['DCAFIN2023']",
        "NAT1949/POL became in_force by NAT1949/POL/acceded",
    ],
    "3_correct_a_row.py": [
        "1 2026-11-22 unverified",
        "2 2026-12-01 reported",
        "known 2026-11-30: unverified",
        "known 2026-12-01: reported",
        "the same after saving and opening: True",
    ],
    "4_brief.py": [
        "the same page comes back from its archive: True",
        "written: usa-jpn.html, usa-jpn.json",
    ],
}


def test_every_example_is_tried() -> None:
    assert [path.name for path in EXAMPLES] == sorted(SAID)


@pytest.mark.parametrize("script", EXAMPLES, ids=lambda script: script.name)
def test_an_example_runs_offline_and_says_what_it_promises(script: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", "-c", OFFLINE, str(script), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)

    assert (0, "") == (done.returncode, done.stderr)
    assert [line for line in SAID[script.name] if line not in done.stdout.splitlines()] == []
