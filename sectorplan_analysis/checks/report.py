"""Findings about rows of typed tables: where each row came from, and its header as sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
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


def number_people(*tables: pd.DataFrame) -> tuple[pd.DataFrame, ...]:
    """The tables with a column ``persoon``: one number per (umc, pseudonym), the same in all of them."""
    rows = pd.concat([table[SLEUTEL] for table in tables], ignore_index=True)
    umc, pseudonym = (pd.factorize(rows[column])[0].astype("int64") for column in SLEUTEL)
    numbers = pd.factorize(umc * (len(rows) + 1) + pseudonym)[0]
    ends = np.cumsum([len(table) for table in tables])[:-1]
    return tuple(table.assign(persoon=own) for table, own in zip(tables, np.split(numbers, ends), strict=True))


def without_people(rows: pd.DataFrame, people: pd.Series) -> pd.DataFrame:
    """The rows of everyone but these numbers."""
    return rows[~rows["persoon"].isin(people)] if len(people) else rows


def without_rejected(rows: pd.DataFrame, rejected: frozenset[tuple[str, str]]) -> pd.DataFrame:
    """The rows of everyone of whom no row was rejected, given as (umc, pseudonym)."""
    return rows[~pd.MultiIndex.from_frame(rows[SLEUTEL]).isin(rejected)] if rejected else rows
