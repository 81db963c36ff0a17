"""Do the pages made from the code say what the code says today?"""

import subprocess
import sys

from tests.shared import ROOT


def test_the_generated_pages_are_fresh() -> None:
    command = [sys.executable, "docs/generate.py", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)

    assert done.returncode == 0, done.stdout + done.stderr
