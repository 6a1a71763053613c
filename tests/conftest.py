"""A round through the real command, made once for all tests that look at what it leaves."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]
DAY = "2025-12-31"
# the same examples on every machine; `make soak` draws others
settings.register_profile("vast", derandomize=True, deadline=None)
settings.register_profile("soak", deadline=None, print_blob=True)
settings.load_profile("vast")


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
