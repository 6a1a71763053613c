"""A round through the real command, made once for all tests that look at what it leaves."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

# the same examples on every machine, and no test that fails because a machine is busy
settings.register_profile("fixed", deadline=None, derandomize=True)
settings.load_profile("fixed")
# for `make soak`
settings.register_profile("soak", deadline=None, print_blob=True)

ROOT = Path(__file__).parents[1]
DAY = "2025-12-31"


# before pytest-xdist reads the marks
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Of several workers one gets all tests that look at the round, so that it is made once; nothing takes longer.

    The other tests stay together by file, for what their module makes.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return
    items.sort(key=lambda item: "run" not in item.fixturenames)
    for item in items:
        together = "run" if "run" in item.fixturenames else item.path.relative_to(ROOT).as_posix()
        item.add_marker(pytest.mark.xdist_group(together))


def sectorplan(folder, *arguments):
    """Run the command in a folder as an evaluator would, with the deliveries and configuration of the repository."""
    command = [sys.executable, "-m", "sectorplan_analysis.cli", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=1200)


@pytest.fixture(scope="session")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("evaluator")
    shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
    shutil.copy(ROOT / "rondes.toml", folder)
    return folder


@pytest.fixture(scope="session")
def run(place):
    done = sectorplan(place, "run", DAY)
    assert done.returncode == 0, done.stderr
    return done
