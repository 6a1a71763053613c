"""Rules over the positions of a person: overlaps, conflicting rows, more than 1.2 fte, subthemes without a plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sectorplan_analysis.checks.report import (
    clashing,
    row_findings,
    row_key,
    sharing_days,
    with_people,
    without_people,
    without_rejected,
)
from sectorplan_analysis.checks.schemas import MAX_FTE
from sectorplan_analysis.coding import coded, repeated
from sectorplan_analysis.reference import plan_day, read_published, umc_names
from sectorplan_analysis.words import find_functie

if TYPE_CHECKING:
    from sectorplan_analysis.reading import Levering

#: End of a period that is still running, for comparisons only.
OPEN = pd.Timestamp(2200, 1, 1)


def check_positions(
    levering: Levering, *, peildatum: dt.date, opvolgers: Mapping[str, str] = MappingProxyType({})
) -> list[dict[str, Any]]:
    """Findings about positions, each on the rows that are in each other's way.

    Parameters
    ----------
    peildatum
        Day whose plan the positions are held against.
    opvolgers
        Umc of this round per umc of the plan that went up in it.
    """
    [positions] = with_people(without_rejected(levering.tables["personeel"], levering.afgekeurd))
    titels = positions["functie"].cat
    rows = positions.assign(
        positie=coded([_job(titel) for titel in titels.categories], titels.codes.to_numpy()),
        tot=positions["einddatum"].fillna(OPEN),
    )
    key = ["persoon", "positie", "subthema", "inloop"]
    same_start, other = clashing(rows, [*key, "begindatum"])
    findings = row_findings(levering, same_start, "positie_tegenstrijdig", "begindatum", details=other)
    rest = without_people(rows, same_start["persoon"])
    overlap, other = _overlaps(rest, key)
    findings += row_findings(levering, overlap, "positie_overlap", "begindatum", details=other)
    rest = without_people(rest, overlap["persoon"])
    too_much, details = _above_maximum(rest)
    findings += row_findings(levering, too_much, "fte_boven_maximum", "fte", details=details)
    plan = planned(peildatum)
    plan = plan | {(opvolgers[umc], subthema) for umc, subthema in plan if umc in opvolgers}
    # a umc that the plan does not know, such as one that came out of a split, cannot be held against it
    known = {umc for umc, _ in plan}
    umc, subthema = positions["umc"].cat, positions["subthema"].cat
    outside = [[u in known and (u, s) not in plan for s in subthema.categories] for u in umc.categories]
    rows = positions[np.array(outside, dtype=bool)[umc.codes, subthema.codes]] if len(positions) else positions
    return findings + row_findings(levering, rows, "positie_buiten_plan", "subthema")


def _job(titel: str) -> str:
    functie = find_functie(titel)
    return functie.functie if functie else titel


def _overlaps(rows: pd.DataFrame, key: list[str]) -> tuple[pd.DataFrame, list[dict[str, Any]]]:
    """Rows that share a day with another row of the same position, and the number of that row."""
    shares = row_key(rows, key)
    rows = rows[np.isin(shares, shares[sharing_days(rows, key)])]
    if rows.empty:
        return rows, []
    rows = rows.sort_values([*key, "begindatum", "tot"])
    groups = rows.groupby(key, sort=False, observed=True)
    before = groups["tot"].cummax().groupby([rows[k] for k in key], sort=False, observed=True).shift()
    later = rows[before >= rows["begindatum"]]
    pairs: dict[Hashable, Any] = {}
    for index, row in later.iterrows():
        group = rows.loc[groups.groups[tuple(row[k] for k in key)]]
        earlier = group.loc[:index].iloc[:-1]
        other = earlier[earlier["tot"] >= row["begindatum"]].index[0]
        pairs.setdefault(index, rows["rij"][other])
        pairs.setdefault(other, row["rij"])
    return rows.loc[list(pairs)], [{"andere": rij} for rij in pairs.values()]


def _above_maximum(rows: pd.DataFrame) -> tuple[pd.DataFrame, list[dict[str, Any]]]:
    """Rows of persons above 1.2 fte, on the first day they are: a sweep over first days and days after the last."""
    rows = rows[np.isin(rows["persoon"], rows["persoon"][repeated(rows["persoon"].to_numpy())])]
    events = pd.concat(
        [
            rows[["persoon", "fte"]].assign(dag=rows["begindatum"]),
            rows[["persoon"]].assign(fte=-rows["fte"], dag=rows["tot"] + pd.Timedelta(days=1)),
        ]
    )
    daily = events.groupby(["persoon", "dag"])["fte"].sum()
    level = daily.groupby(level="persoon").cumsum()
    above = level[level > MAX_FTE + 1e-9].reset_index().drop_duplicates("persoon")
    hit = rows.merge(above.rename(columns={"fte": "som"}), on="persoon")
    hit = hit[(hit["begindatum"] <= hit["dag"]) & (hit["tot"] >= hit["dag"])]
    details = [
        {"dag": f"{dag:%d-%m-%Y}", "som": f"{som:.4f}".rstrip("0").rstrip(".").replace(".", ",")}
        for dag, som in zip(hit["dag"], hit["som"], strict=True)
    ]
    return hit, details


@cache
def planned(peildatum: dt.date) -> frozenset[tuple[str, str]]:
    """(umc, subthema) with a plan on a day: budgeted in the sectorplan, or marked in the theme matrix of appendix I."""
    slugs = {naam: slug for slug, naam in umc_names().items()}
    day = plan_day(peildatum)
    budget = read_published(day, "sectorplan_begroting")
    matrix = read_published(day, "themamatrix").melt("umc", var_name="subthema", value_name="plan")
    rows = pd.concat([budget[["umc", "subthema"]], matrix.loc[matrix["plan"] != "", ["umc", "subthema"]]])
    return frozenset((slugs[umc], subthema) for umc, subthema in zip(rows["umc"], rows["subthema"], strict=True))
