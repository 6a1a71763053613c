"""Rules over the central files: begroting, bestedingen and werkdruk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from sectorplan_analysis.checks.report import clashing, row_findings
from sectorplan_analysis.findings import CENTRAAL, bevinding
from sectorplan_analysis.reference import SITUATIES, umc_names

if TYPE_CHECKING:
    from sectorplan_analysis.reading import Levering


def check_central(levering: Levering, *, umcs: Sequence[str]) -> list[dict[str, Any]]:
    """Findings about the central files; ``umcs`` are the slugs that must be in them."""
    return [
        *_check_money(levering, "begroting", ["umc"], "umc", umcs),
        *_check_money(levering, "bestedingen", ["umc", "jaar", "categorie"], "bedrag_eur", umcs),
        *_check_participants(levering),
    ]


def _check_money(
    levering: Levering, tabel: str, key: list[str], veld: str, umcs: Sequence[str]
) -> list[dict[str, Any]]:
    """Every umc is there, and nothing twice. A file that could not be read is reported elsewhere."""
    rows = levering.tables[tabel]
    clash, other = clashing(rows, key)
    findings = row_findings(levering, clash, f"{tabel}_tegenstrijdig", veld, centraal=True, details=other)
    read = levering.rijen[levering.rijen["tabel"] == tabel]
    if read.empty or read["afgekeurd"].any():
        return findings
    missing = [umc for umc in umcs if umc not in set(rows["umc"])]
    return findings + [
        bevinding(f"{tabel}_umc_ontbreekt", umc=CENTRAAL, bestand=read["bestand"].iloc[0], umc_naam=umc_names()[umc])
        for umc in missing
    ]


def _check_participants(levering: Levering) -> list[dict[str, Any]]:
    """A participant is once in each situation of a measurement, and at one umc."""
    rows = levering.tables["werkdruk"]
    rejected = {key for umc, key in levering.afgekeurd if umc == CENTRAAL}
    rows = rows[~rows["deelnemer_id"].isin(rejected)]
    if rows.empty:
        return []
    person = ["meting", "deelnemer_id"]
    two_umcs = rows.groupby(person)["umc"].transform("nunique") > 1
    findings = _two_umcs(levering, rows[two_umcs], person)
    rows = rows[~two_umcs]
    if rows.empty:
        return findings
    clash, other = clashing(rows, [*person, "situatie"])
    findings += row_findings(levering, clash, "deelnemer_dubbel", "deelnemer_id", centraal=True, details=other)
    findings += _other_scale(levering, rows)
    first = rows.drop_duplicates(person)
    present = set(zip(rows["meting"], rows["deelnemer_id"], rows["situatie"], strict=True))
    for situatie in SITUATIES:
        keys = zip(first["meting"], first["deelnemer_id"], strict=True)
        missing = first[[(*key, situatie) not in present for key in keys]]
        details = [{"meting": meting, "situatie": situatie} for meting in missing["meting"]]
        findings += row_findings(
            levering, missing, "situatie_ontbreekt", "deelnemer_id", centraal=True, details=details
        )
    return findings


def _other_scale(levering: Levering, rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows with another scale than most of their measurement."""
    findings = []
    for veld in ("schaal_min", "schaal_max"):
        usual = rows.groupby("meting")[veld].agg(lambda scale: scale.mode().iloc[0])
        findings += row_findings(
            levering, rows[rows[veld] != rows["meting"].map(usual)], "schaal_afwijkend", veld, centraal=True
        )
    return findings


def _two_umcs(levering: Levering, rows: pd.DataFrame, person: list[str]) -> list[dict[str, Any]]:
    findings = []
    for _, group in rows.groupby(person, sort=False):
        other = [group.loc[group["umc"] != umc, "rij"].iloc[0] for umc in group["umc"]]
        details = [{"andere": rij} for rij in other]
        findings += row_findings(levering, group, "deelnemer_twee_umcs", "umc", centraal=True, details=details)
    return findings
