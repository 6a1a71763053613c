"""Reproducible analysis behind the monitoring of the sectorplan Geneeskunde en Gezondheidswetenschappen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sectorplan_analysis.dataset import Ronde, load_ronde
    from sectorplan_analysis.indicators import INDICATOREN
    from sectorplan_analysis.measure import measure_all, series

__version__ = "0.1.0"
__all__ = ["INDICATOREN", "Ronde", "load_ronde", "measure_all", "series"]

_HOME = {
    "INDICATOREN": "sectorplan_analysis.indicators",
    "Ronde": "sectorplan_analysis.dataset",
    "load_ronde": "sectorplan_analysis.dataset",
    "measure_all": "sectorplan_analysis.measure",
    "series": "sectorplan_analysis.measure",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that the command answers without loading pandas."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)
