"""Findings about rows of typed tables: where each row came from, and its header as sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sectorplan_analysis.coding import beside, combine, number_people, numbered, repeated, repeats
from sectorplan_analysis.findings import CENTRAAL, bevinding

if TYPE_CHECKING:
    from sectorplan_analysis.reading import Levering

SLEUTEL = ["umc", "medewerker_id"]


def row_findings(
    levering: Levering,
    rows: pd.DataFrame,
    code: str,
    veld: str,
    *,
    centraal: bool = False,
    details: list[dict[str, Any]] | None = None,
) -> list[dict[str, Any]]:
    """One finding per row of a typed table, on one of its columns.

    Parameters
    ----------
    rows
        Rows of a canonical table, with their source columns.
    details
        Per row what the text of the rule asks for.
    """
    if rows.empty:
        return []
    findings = []
    for i, row in enumerate(rows.to_dict("records")):
        value = row[veld]
        findings.append(
            bevinding(
                code,
                umc=CENTRAAL if centraal else row["umc"],
                bestand=row["bestand"],
                blad=row["blad"],
                rij=row["rij"],
                kolom=levering.koppen.get((row["bestand"], row["blad"], veld), ""),
                veld=veld,
                waarde="" if pd.isna(value) else value.date() if isinstance(value, pd.Timestamp) else value,
                **(details[i] if details else {}),
            )
        )
    return findings


def clashing(rows: pd.DataFrame, key: list[str]) -> tuple[pd.DataFrame, list[dict[str, Any]]]:
    """Rows that share a key with another row, and per row the first other row ('andere')."""
    twice = _near(rows, key)
    twice = twice[repeated(row_key(twice, key))]
    groups = twice.groupby(key, sort=False, dropna=False, observed=True)["rij"]
    first, second = groups.transform("first"), groups.transform(lambda rij: rij.iloc[1])
    clash = rows.loc[first.index]
    return clash, [{"andere": b if rij == a else a} for rij, a, b in zip(clash["rij"], first, second, strict=True)]


def _near(rows: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """The rows that may share a key: of rows in order, as most are delivered, those that equal one beside them."""
    ordered = [rows[name].to_numpy() for name in ("persoon", "begindatum") if name in key]
    same = repeats(*ordered) if ordered else None
    return rows if same is None else rows[beside(same)]


def sharing_days(rows: pd.DataFrame, key: Sequence[str]) -> np.ndarray:
    """True for the rows whose period (``begindatum`` to ``tot``) begins before an earlier one of the same key ended.

    A key of which no row is true has no two periods that share a day. Its first column is ``persoon``.
    """
    person, first, last = (rows[name].to_numpy() for name in ("persoon", "begindatum", "tot"))
    if repeats(person, first) is None:
        return _sweep(rows, key)
    # a period that reaches into a later one of the same person reaches into the next one too, which begins before that
    touching = (person[1:] == person[:-1]) & (first[1:] <= last[:-1])
    shares = np.zeros(len(rows), dtype=bool)
    if touching.any():
        near = np.isin(person, person[1:][touching])
        shares[near] = _sweep(rows.loc[near, [*key, "begindatum", "tot"]], key)
    return shares


def _sweep(rows: pd.DataFrame, key: Sequence[str]) -> np.ndarray:
    # one scale of days for all keys, a stretch for each, so that no period reaches into the stretch of the next
    first, last = (rows[name].to_numpy("datetime64[D]").astype(np.int64) for name in ("begindatum", "tot"))
    stretch = row_key(rows, key, below=2**44) * np.int64(2**18)
    order = np.argsort(stretch + first, kind="stable")
    begin, end = (stretch + first)[order], (stretch + last)[order]
    shares = np.zeros(len(rows), dtype=bool)
    shares[order[1:]] = begin[1:] <= np.maximum.accumulate(end)[:-1]
    return shares


def row_key(rows: pd.DataFrame, columns: Sequence[str], *, below: int = 2**62) -> np.ndarray:
    """One number per row, equal where all these columns are; ``persoon`` is a number of `with_people`."""
    parts = (
        (rows[name].to_numpy(), int(rows[name].max()) + 1) if name == "persoon" and len(rows) else numbered(rows[name])
        for name in columns
    )
    return combine(parts, below=below)


def with_people(*tables: pd.DataFrame) -> tuple[pd.DataFrame, ...]:
    """The tables with a column ``persoon``: one number per (umc, pseudonym), the same in all of them."""
    return tuple(table.assign(persoon=own) for table, own in zip(tables, number_people(*tables), strict=True))


def without_people(rows: pd.DataFrame, people: pd.Series) -> pd.DataFrame:
    """The rows of everyone but these numbers; no copy when none of them is there."""
    gone = np.isin(rows["persoon"], people)
    return rows[~gone] if gone.any() else rows


def without_rejected(rows: pd.DataFrame, rejected: frozenset[tuple[str, str]]) -> pd.DataFrame:
    """The rows of everyone of whom no row was rejected, given as (umc, pseudonym)."""
    if not rejected:
        return rows
    near = rows.loc[rows["medewerker_id"].isin({key for _, key in rejected}), SLEUTEL]
    gone = near.index[[pair in rejected for pair in zip(*(near[name] for name in SLEUTEL), strict=True)]]
    return rows.drop(index=gone) if len(gone) else rows
