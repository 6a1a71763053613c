"""Rules that hold positions, contracts and gender of the same person against each other."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sectorplan_analysis.checks.positions import OPEN
from sectorplan_analysis.checks.report import (
    clashing,
    row_findings,
    sharing_days,
    with_people,
    without_people,
    without_rejected,
)
from sectorplan_analysis.coding import as_text
from sectorplan_analysis.status import running_on

if TYPE_CHECKING:
    from sectorplan_analysis.reading import Levering

#: What a finding on a row of contracten is made from.
SHOWN = ["umc", "medewerker_id", "begindatum", "bestand", "blad", "rij"]
#: First year-end of the sectorplan.
EERSTE_JAAR = 2022


def check_people(levering: Levering, *, peildatum: dt.date) -> list[dict[str, Any]]:
    """Findings about contracts and gender; persons with a rejected row, and umcs without a table, stay out of it."""
    positions, contracts, gender = with_people(
        *(
            without_rejected(levering.tables[tabel], levering.afgekeurd)
            for tabel in ("personeel", "contracten", "gender")
        )
    )
    findings, zeros = _leading_zeros(levering, positions, contracts, gender)
    clash, other = clashing(gender, ["persoon"])
    findings += row_findings(levering, clash, "gender_tegenstrijdig", "gender", details=other)
    clash, other = clashing(contracts, ["persoon", "contracttype", "begindatum"])
    findings += row_findings(levering, clash, "contract_tegenstrijdig", "begindatum", details=other)
    findings += _contract_overlaps(levering, contracts)

    positions, contracts, gender = (without_people(rows, zeros) for rows in (positions, contracts, gender))
    with_contracts = _read_umcs(levering, "contracten")
    with_positions = _read_umcs(levering, "personeel")
    first = positions.drop_duplicates("persoon")
    no_gender = without_people(first, gender["persoon"])
    no_gender = no_gender[no_gender["umc"].isin(_read_umcs(levering, "gender"))]
    findings += row_findings(levering, no_gender, "gender_ontbreekt", "medewerker_id")
    no_position = without_people(contracts, positions["persoon"])
    no_position = no_position[no_position["umc"].isin(with_positions)]
    findings += row_findings(levering, no_position, "contract_zonder_positie", "medewerker_id")
    covered = positions[positions["umc"].isin(with_contracts)]
    for jaar in range(EERSTE_JAAR, peildatum.year + 1):
        dag = dt.date(jaar, 12, 31)
        if dag < peildatum:
            findings += _uncovered(levering, covered, contracts, dag, "positie_zonder_contract_eerder")
    return findings + _uncovered(levering, covered, contracts, peildatum, "positie_zonder_contract")


def _read_umcs(levering: Levering, tabel: str) -> set[str]:
    """Umcs whose table could be read; without it every row of the other tables would seem wrong."""
    rijen = levering.rijen[levering.rijen["tabel"] == tabel]
    return set(rijen.loc[rijen["behouden"] > 0, "umc"])


def _leading_zeros(
    levering: Levering, positions: pd.DataFrame, *others: pd.DataFrame
) -> tuple[list[dict[str, Any]], pd.Series]:
    """Ids of contracts and gender that differ from an id of personeel in leading zeros only, and all persons involved.

    The persons are numbers as in ``persoon``.
    """
    strangers = [without_people(rows, positions["persoon"]) for rows in others]
    findings, involved = [], [pd.Series(dtype="int64")]
    if any(len(rows) for rows in strangers):
        bare = positions.drop_duplicates("persoon")
        known = _without_zeros(bare)
        for rows in strangers:
            keys = _without_zeros(rows)
            hit = rows[keys.isin(known)]
            involved += [hit["persoon"], bare.loc[known.isin(keys), "persoon"]]
            details = [{"tabel": "personeel"}] * len(hit)
            findings += row_findings(levering, hit, "id_voorloopnullen", "medewerker_id", details=details)
    return findings, pd.concat(involved)


def _without_zeros(rows: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_arrays([as_text(rows["umc"]), as_text(rows["medewerker_id"]).str.lstrip("0")])


def _contract_overlaps(levering: Levering, contracts: pd.DataFrame) -> list[dict[str, Any]]:
    """Contracts of one person and different type that share a day, on both rows."""
    rows = contracts.assign(tot=contracts["einddatum"].fillna(OPEN))
    # most persons have one contract at a time, and no pair to look at
    rows = rows[np.isin(rows["persoon"], rows["persoon"][sharing_days(rows, ["persoon"])])]
    vast, tijdelijk = (rows[rows["contracttype"] == soort] for soort in ("vast", "tijdelijk"))
    pairs = vast.merge(tijdelijk, on="persoon", suffixes=("", "_ander"))
    pairs = pairs[(pairs["begindatum"] <= pairs["tot_ander"]) & (pairs["begindatum_ander"] <= pairs["tot"])]
    findings = []
    for source in ("", "_ander"):
        other = "_ander" if source == "" else ""
        hit = pairs.drop_duplicates(["persoon", f"rij{source}"])
        shown = hit[[f"{name}{source}" for name in SHOWN]].set_axis(SHOWN, axis=1)
        details = [{"andere": rij} for rij in hit[f"rij{other}"]]
        findings += row_findings(levering, shown, "contracten_overlap", "begindatum", details=details)
    return findings


def _uncovered(
    levering: Levering, positions: pd.DataFrame, contracts: pd.DataFrame, dag: dt.date, code: str
) -> list[dict[str, Any]]:
    """Persons with a running position and no running contract on a day, on the first of their running positions."""
    running = positions[running_on(positions, dag)].drop_duplicates("persoon")
    if running.empty:
        return []
    missing = without_people(running, contracts.loc[running_on(contracts, dag), "persoon"])
    details = [{"dag": f"{dag:%d-%m-%Y}"}] * len(missing)
    return row_findings(levering, missing, code, "medewerker_id", details=details)
