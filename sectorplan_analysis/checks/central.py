"""Rules over the central files: begroting, bestedingen and werkdruk."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from sectorplan_analysis.checks.report import clashing, row_findings
from sectorplan_analysis.dataset import CENTRAL
from sectorplan_analysis.findings import CENTRAAL, bevinding
from sectorplan_analysis.reference import SITUATIES, known_umcs

if TYPE_CHECKING:
    from sectorplan_analysis.reading import Levering


def check_central(
    levering: Levering,
    *,
    umcs: Sequence[str],
    without: Collection[str] = (),
    opvolgers: Mapping[str, str] = MappingProxyType({}),
) -> list[dict[str, Any]]:
    """Findings about the central files.

    Parameters
    ----------
    umcs
        Slugs that must be in them.
    without
        Slugs left out, which may be in them.
    opvolgers
        Umc of the round per umc that went up in it, whose rows may be in the files still.
    """
    sector = _Sector(umcs, {*umcs, *without}, opvolgers)
    return [
        *_check_money(levering, "begroting", ["umc"], "umc", sector),
        *_check_money(levering, "bestedingen", ["umc", "jaar", "categorie"], "bedrag_eur", sector),
        *_report_succession(levering, opvolgers),
        *_check_participants(levering),
    ]


class _Sector(NamedTuple):
    """Which umcs a central file must have, may have, and may still have under the name of before."""

    nodig: Sequence[str]
    bekend: Collection[str]
    opvolgers: Mapping[str, str]


def _check_money(levering: Levering, tabel: str, key: list[str], veld: str, sector: _Sector) -> list[dict[str, Any]]:
    """Every umc is there, no other is, and nothing twice. A file that could not be read is reported elsewhere."""
    rows = levering.tables[tabel]
    clash, other = clashing(rows, key)
    findings = row_findings(levering, clash, f"{tabel}_tegenstrijdig", veld, centraal=True, details=other)
    before = rows["umc"].isin(sector.opvolgers)
    heirs = rows.assign(umc=rows["umc"].replace(dict(sector.opvolgers)))
    # rows of umcs that went up in one add up; beside a row of that one itself they would count twice
    first = heirs[~before].drop_duplicates(key)[[*key, "rij"]].rename(columns={"rij": "andere"})
    twice = heirs[before].reset_index().merge(first, on=key)
    findings += row_findings(
        levering,
        rows.loc[twice["index"]],
        f"{tabel}_tegenstrijdig",
        veld,
        centraal=True,
        details=[{"andere": rij} for rij in twice["andere"]],
    )
    strange = rows[~heirs["umc"].isin(sector.bekend)]
    findings += row_findings(levering, strange, "umc_niet_in_ronde", "umc", centraal=True)
    read = levering.rijen[levering.rijen["tabel"] == tabel]
    if read.empty or read["afgekeurd"].any():
        return findings
    missing = [umc for umc in sector.nodig if umc not in set(heirs["umc"])]
    return findings + [
        bevinding(
            f"{tabel}_umc_ontbreekt", umc=CENTRAAL, bestand=read["bestand"].iloc[0], umc_naam=known_umcs().get(umc, umc)
        )
        for umc in missing
    ]


def _report_succession(levering: Levering, opvolgers: Mapping[str, str]) -> list[dict[str, Any]]:
    """An info per central table and umc of before whose rows count for its successor."""
    return [
        bevinding(
            "umc_opgevolgd",
            umc=CENTRAAL,
            bestand=rows["bestand"].iloc[0],
            blad=rows["blad"].iloc[0],
            veld="umc",
            umc_naam=known_umcs().get(umc, umc),
            opvolger=known_umcs().get(heir, heir),
            aantal=len(rows),
        )
        for tabel in CENTRAL
        for umc, heir in sorted(opvolgers.items())
        if len(rows := levering.tables[tabel].loc[levering.tables[tabel]["umc"] == umc])
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
