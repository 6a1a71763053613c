from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.deliveries import TABELLEN, write_tables


@pytest.fixture
def delivery(tmp_path: Path) -> Path:
    """A delivery without anything to find."""
    return write_tables(tmp_path / "2025-12-31", TABELLEN)
