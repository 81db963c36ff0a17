"""Where do the published facts lie that tests compare with, and what if they are not there?

They lie in a folder `shared` beside the repository. On a desk without it such a test skips and says which file it
wants; in CI (environment variable CI) the absence is a failure, because a suite that skips its evidence proves nothing.

Use the fixture `shared` inside a test, or `needs_shared` where a whole module stands on one file:

    pytestmark = needs_shared("facts/agreements.csv")
"""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
IN_CI = os.environ.get("CI", "").lower() not in {"", "0", "false"}


def absent(path: str) -> str | None:
    """Why a test that reads `path` (below `shared`) cannot run, or None when it can."""
    return None if (SHARED / path).exists() else f"../shared/{path} absent"


def needs_shared(path: str) -> pytest.MarkDecorator:
    """Mark that skips where `path` (below `shared`) is absent; in CI nothing skips, and the test fails on the file."""
    reason = absent(path)
    return pytest.mark.skipif(reason is not None and not IN_CI, reason=reason or f"../shared/{path} is there")


def shared_path(path: str) -> Path:
    """Return the file or folder `path` below `shared`; skips the running test where it is absent, fails it in CI."""
    reason = absent(path)
    if reason is None:
        return SHARED / path
    if IN_CI:
        pytest.fail(f"{reason}, and CI must have it")
    pytest.skip(reason)
