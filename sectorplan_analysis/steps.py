"""What is made of a round beside its pages: tables, protection, indexes. Each step is taken in a warm process.

What a step needs is imported when it is taken: there it has been imported already, and the process that only asks for
the step never imports it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sectorplan_analysis.dataset import load_ronde
from sectorplan_analysis.disclosure.openbaar import RONDE, load_openbaar
from sectorplan_analysis.publish import INDEX, INTERN, OPENBAAR, VERBORGEN
from sectorplan_analysis.reuse import Record, protected_key
from sectorplan_analysis.rondes.config import RondeConfig

#: The table of the intern edition with what the openbaar one hides.
HIDDEN = f"tabellen/{VERBORGEN}.csv"


@dataclass(frozen=True)
class Protected:
    """What came of protecting: what was counted (`Opname.inhoud`), and the reason when nothing may be published."""

    counted: Mapping[str, Any]
    refused: str = ""


def write_tables(data: Path, folder: Path) -> None:
    """Write the tables of the intern edition, but for what the openbaar one hides."""
    from sectorplan_analysis import editions

    editions.write_tables(load_ronde(data.name, processed=data.parent), folder)


def protect(
    data: Path, work: Mapping[str, Path], reports: Path, made: Record, wanted: Collection[str], code: str
) -> Protected:
    """Make the tables that may be published, and what they hide, or take them when they were made of the same things.

    Where nothing might be published, there is nothing to take: the reason is found and said again.
    """
    from sectorplan_analysis.disclosure.earlier import published_before
    from sectorplan_analysis.disclosure.publishable import counted, write_publishable

    eerdere = published_before(reports)
    ronde = counted(load_ronde(data.name, processed=data.parent), eerdere)
    protected, published = Protected(ronde.inhoud()), reports / data.name
    names = {INTERN: [HIDDEN], OPENBAAR: made.tables(OPENBAAR) or [f"tabellen/{RONDE}"]}
    same = made.beschermd == protected_key(protected.counted, code=code, reports=reports)
    if same and all(made.still(each, published / each, names[each]) for each in wanted):
        for each in wanted:
            made.take(each, published / each, names[each], work[each] / each)
        return protected
    hidden, tables = work[INTERN] / INTERN / HIDDEN, work[OPENBAAR] / OPENBAAR / "tabellen"
    return replace(protected, refused=write_publishable(ronde, tables, hidden=hidden, eerdere=eerdere))


def write_index(index: Callable[..., str], folder: Path, pdf: bool) -> None:
    """Write the index page of an edition; ``index`` is one of the two below, for the data of that edition."""
    tables = sorted(file.name for file in (folder / "tabellen").iterdir())
    (folder / INDEX).write_text(index(tabellen=tables, pdf=pdf), encoding="utf-8", newline="\n")


def index_intern(data: Path, *, tabellen: Sequence[str], pdf: bool) -> str:
    """See `rapport.overzicht.index_page`."""
    from sectorplan_analysis.rapport.overzicht import index_page

    return index_page(load_ronde(data.name, processed=data.parent), editie=INTERN, tabellen=tabellen, pdf=pdf)


def index_openbaar(data: Path, *, tabellen: Sequence[str], pdf: bool) -> str:
    """See `rapport.openbaar.overzicht.index_openbaar`."""
    from sectorplan_analysis.rapport import openbaar

    return openbaar.index_openbaar(load_openbaar(data.name, processed=data.parent), tabellen=tabellen, pdf=pdf)


def write_all_rounds(reports: Path, config: RondeConfig) -> None:
    """Write the page over all rounds and its series; see `rapport.alle_rondes.write_all_rounds`."""
    from sectorplan_analysis.editions import SERIES
    from sectorplan_analysis.rapport import alle_rondes

    alle_rondes.write_all_rounds(reports, config, maten=SERIES)
