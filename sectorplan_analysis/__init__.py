"""Reproducible analysis behind the monitoring of the sectorplan Geneeskunde en Gezondheidswetenschappen."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

# Heard by numpy when it is imported: it asks for pages of 2 MB, which a virtual machine has to get from its host. That
# takes up to a third of the time of reading a large delivery. Whoever sets this otherwise, is heard.
os.environ.setdefault("NUMPY_MADVISE_HUGEPAGE", "0")

if TYPE_CHECKING:
    from sectorplan_analysis.codebook import make_codebook
    from sectorplan_analysis.dataset import Ronde, load_ronde
    from sectorplan_analysis.disclosure.openbaar import Openbaar, load_openbaar
    from sectorplan_analysis.errors import SectorplanError
    from sectorplan_analysis.indicators import INDICATOREN, Indicator
    from sectorplan_analysis.measure import measure_all, series
    from sectorplan_analysis.rapport.uitvoering import run
    from sectorplan_analysis.verkenning import Keuze, verken

__version__ = "0.1.0"
__all__ = [
    "INDICATOREN",
    "Indicator",
    "Keuze",
    "Openbaar",
    "Ronde",
    "SectorplanError",
    "load_openbaar",
    "load_ronde",
    "make_codebook",
    "measure_all",
    "run",
    "series",
    "verken",
]

_HOME = {
    "INDICATOREN": "sectorplan_analysis.indicators",
    "Indicator": "sectorplan_analysis.indicators",
    "Keuze": "sectorplan_analysis.verkenning",
    "Openbaar": "sectorplan_analysis.disclosure.openbaar",
    "Ronde": "sectorplan_analysis.dataset",
    "SectorplanError": "sectorplan_analysis.errors",
    "load_openbaar": "sectorplan_analysis.disclosure.openbaar",
    "load_ronde": "sectorplan_analysis.dataset",
    "make_codebook": "sectorplan_analysis.codebook",
    "measure_all": "sectorplan_analysis.measure",
    "run": "sectorplan_analysis.rapport.uitvoering",
    "series": "sectorplan_analysis.measure",
    "verken": "sectorplan_analysis.verkenning",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that the command answers without loading pandas."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
