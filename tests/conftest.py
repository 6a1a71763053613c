"""A round through the real command, made once for all tests that look at what it leaves."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

# the same examples on every machine, and no test that fails because a machine is busy
settings.register_profile("fixed", deadline=None, derandomize=True)
settings.load_profile("fixed")
# for `make soak`
settings.register_profile("soak", deadline=None, print_blob=True)

ROOT = Path(__file__).parents[1]
DAY = "2025-12-31"


def sectorplan(folder, *arguments):
    """Run the command in a folder as an evaluator would, with the deliveries and configuration of the repository."""
    command = [sys.executable, "-m", "sectorplan_analysis.cli", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=1200)


@pytest.fixture(scope="session")
def shared(tmp_path_factory):
    """A folder for what is made once, by whichever worker comes first; with the lock to hold meanwhile."""
    base = tmp_path_factory.getbasetemp()
    folder = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    return folder, FileLock(folder / "gedeeld.slot")


@pytest.fixture(scope="session")
def place(shared):
    """An evaluator's folder with the example deliveries. Other tests look at it too; change `own_place` instead."""
    base, slot = shared
    folder = base / "evaluator"
    with slot:
        if not folder.exists():
            shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
            shutil.copy(ROOT / "rondes.toml", folder)
    return folder


@pytest.fixture(scope="session")
def run(place, shared):
    base, slot = shared
    said = base / "gezegd.json"
    with slot:
        if not said.exists():
            done = sectorplan(place, "run", DAY)
            said.write_text(json.dumps(vars(done)), encoding="utf-8")
        done = subprocess.CompletedProcess(**json.loads(said.read_text(encoding="utf-8")))
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture
def own_place(run, place, tmp_path):
    """A copy of the evaluator's folder with its round, to change."""
    return shutil.copytree(place, tmp_path / "evaluator")
