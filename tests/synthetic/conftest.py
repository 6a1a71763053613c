"""The invented sector, made once: tests only look at it."""

import pytest

from sectorplan_analysis.synthetic.rounds import write_rounds
from sectorplan_analysis.synthetic.sector import bookkeeping


@pytest.fixture(scope="session")
def boekhouding():
    return bookkeeping()


@pytest.fixture(scope="session")
def later_place(tmp_path_factory):
    """A working folder with the deliveries of 2025 to 2028 and a configuration that knows them."""
    folder = tmp_path_factory.mktemp("later")
    write_rounds(folder)
    return folder
