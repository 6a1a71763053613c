"""The invented sector, made once: tests only look at it."""

import pytest

from sectorplan_analysis.synthetic.sector import bookkeeping


@pytest.fixture(scope="session")
def boekhouding():
    return bookkeeping()
