"""Settings of the whole suite: how hypothesis draws, where the published facts are, which browser opens our pages."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from tests.shared import IN_CI, shared_path

# A test never measures time: no deadline, and a slow first draw (Polars starting, a busy machine) is no failure.
# In CI the draws follow from the test alone, so that a red run is red again on the desk where it is mended.
collect_ignore = ["typing/api.py"]  # mypy reads it; it is not to be run
UNTIMED = [HealthCheck.too_slow]
settings.register_profile("dev", deadline=None, suppress_health_check=UNTIMED, max_examples=50)
settings.register_profile(
    "ci", deadline=None, suppress_health_check=UNTIMED, max_examples=100, derandomize=True, print_blob=True
)
settings.load_profile("ci" if IN_CI else "dev")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """Give the finder of published facts: `shared("facts/agreements.csv")` is a path, a skip, or in CI a failure."""
    return shared_path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give the system's Chromium, one per worker; the driver downloads none."""
    if CHROMIUM is None:
        pytest.skip("no system Chromium")
    # Containers give little shared memory; Chromium refuses its sandbox to root.
    switches = ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else [])]
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=switches)
        yield chromium
        chromium.close()
