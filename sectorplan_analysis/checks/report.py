"""Findings about rows of typed tables: where each row came from, and its header as sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

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
    groups = rows[rows.duplicated(key, keep=False)].groupby(key, sort=False, dropna=False)["rij"]
    first, second = groups.transform("first"), groups.transform(lambda rij: rij.iloc[1])
    clash = rows.loc[first.index]
    return clash, [{"andere": b if rij == a else a} for rij, a, b in zip(clash["rij"], first, second, strict=True)]


def without_people(rows: pd.DataFrame, people: set[tuple[str, str]] | frozenset[tuple[str, str]]) -> pd.DataFrame:
    """The rows of everyone but these (umc, pseudonym)."""
    if not people:
        return rows
    return rows[~pd.MultiIndex.from_frame(rows[SLEUTEL]).isin(people)]


def people(rows: pd.DataFrame) -> set[tuple[str, str]]:
    """The (umc, pseudonym) in these rows."""
    return set(zip(rows["umc"], rows["medewerker_id"], strict=True))
