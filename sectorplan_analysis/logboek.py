"""The log of a command: one JSON object per line, with counts and never a value from a delivery.

What may be in it is decided here and not where something is logged: numbers, days, and text under a few names that only
this package fills. Anything else is refused.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sectorplan_analysis.judge import Judged
    from sectorplan_analysis.reuse import Outcome

#: Names under which text is logged: what was asked, slugs, names of tables, editions and pages, and kinds of errors.
WOORDEN = frozenset({"gebeurtenis", "opdracht", "versie", "umc", "tabel", "editie", "pagina", "soort"})
_RIJEN = ("gelezen", "behouden", "afgekeurd", "dubbel")

Log = Callable[..., None]


@contextmanager
def open_log(path: Path | None) -> Iterator[Log]:
    """Function that adds a line to a log: ``log("gelezen", umc="lumc", behouden=12)``; it does nothing without a path.

    Raises
    ------
    OSError
        When the file cannot be written to.
    """
    if path is None:
        yield lambda gebeurtenis, **facts: None
        return
    with path.open("a", encoding="utf-8", newline="\n") as file:

        def log(gebeurtenis: str, **facts: object) -> None:
            now = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
            row = {"gebeurtenis": gebeurtenis, **facts}
            row = {"tijd": now, **{name: _plain(name, fact) for name, fact in row.items()}}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            file.flush()

        log("logboek", versie=version("sectorplan-analysis"))
        yield log


def _plain(name: str, fact: object) -> object:
    if isinstance(fact, dt.date):
        return fact.isoformat()
    if isinstance(fact, bool | int | float) or (isinstance(fact, str) and name in WOORDEN):
        return fact
    raise TypeError(f"{name} is not logged: only counts, days and known words are")


def log_judgement(log: Log, judged: Judged) -> None:
    """Log the rows per umc and table, and the findings per umc, code and severity."""
    levering = judged.levering
    log("levering", levering=judged.peildatum, bestanden=len(levering.bestanden))
    counts = levering.rijen.groupby(["umc", "tabel"], sort=True)[list(_RIJEN)].sum()
    for row in counts.reset_index().to_dict("records"):
        log("gelezen", umc=row["umc"], tabel=row["tabel"], **{name: int(row[name]) for name in _RIJEN})
    found = levering.bevindingen.groupby(["umc", "code", "ernst"], sort=True).size().rename("aantal").reset_index()
    for row in found.to_dict("records"):
        log("bevinding", umc=row["umc"], soort=f"{row['ernst']} {row['code']}", aantal=int(row["aantal"]))


def log_outcome(log: Log, outcome: Outcome) -> None:
    """Log the documents that failed, and whether an openbaar edition was refused."""
    for failure in outcome.failures:
        log("mislukt", pagina=failure.page.as_posix(), soort=failure.soort)
    log("gemaakt", mislukt=len(outcome.failures), openbaar_geweigerd=bool(outcome.refused))
