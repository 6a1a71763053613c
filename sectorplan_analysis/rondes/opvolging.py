"""Umcs that went up in another: their rows under the name of the successor, so that rounds can be compared."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from sectorplan_analysis.coding import plain
from sectorplan_analysis.status import PERSON

#: Between the umc of before and the pseudonym, when two umcs that merged used the same one.
_APART = "\x1e"


def to_successors(
    tables: Mapping[str, pd.DataFrame], opvolgers: Mapping[str, str], *, only: Collection[str] | None = None
) -> dict[str, pd.DataFrame]:
    """Tables in which a umc that went up in another has the name of that one.

    Amounts of umcs that merged add up. A pseudonym is unique within its umc only: one that two of them used stands for
    two persons, and stays apart. Such a person cannot be found again after the merger.

    Parameters
    ----------
    tables
        Canonical tables with a column ``umc``.
    opvolgers
        Successor per umc of before.
    only
        Names of the tables to change; None is all.
    """
    if not opvolgers:
        return dict(tables)
    chosen = set(tables) if only is None else set(only)
    shared = _shared([tables[name] for name in sorted(chosen)], opvolgers)
    moved = {}
    for name, table in tables.items():
        if name in chosen:
            table = plain(table)
            heirs = table["umc"].map(opvolgers)
            if "medewerker_id" in table:
                pairs = pd.MultiIndex.from_arrays([heirs, table["medewerker_id"]])
                apart = table["umc"] + _APART + table["medewerker_id"]
                ids = table["medewerker_id"].mask(pairs.isin(shared), apart).astype("str")
                table = table.assign(medewerker_id=ids)
            table = table.assign(umc=heirs.fillna(table["umc"]).astype("str"))
        moved[name] = table
    return moved


def _shared(tables: list[pd.DataFrame], opvolgers: Mapping[str, str]) -> pd.Index:
    """(successor, pseudonym) that more than one umc of before used."""
    rows = [plain(table[PERSON]) for table in tables if "medewerker_id" in table]
    if not rows:
        return pd.MultiIndex.from_arrays([[], []])
    known = pd.concat(rows, ignore_index=True).drop_duplicates()
    known = known.assign(opvolger=known["umc"].map(opvolgers)).dropna(subset="opvolger")
    counts = known.groupby(["opvolger", "medewerker_id"]).size()
    return counts.index[counts > 1]
