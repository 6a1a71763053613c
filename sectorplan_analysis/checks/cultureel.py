"""Rules over the group tables of a statistics bureau: no group too small, and parts that fit their total."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

import pandas as pd

from sectorplan_analysis.checks.report import clashing, row_findings
from sectorplan_analysis.reference import HERKOMSTEN

if TYPE_CHECKING:
    from sectorplan_analysis.reading import Levering

_OUD = dt.timedelta(days=366)


def check_groups(levering: Levering, *, peildatum: dt.date, geleverd: dt.date) -> list[dict[str, Any]]:
    """Findings about the groups of a bureau.

    Parameters
    ----------
    peildatum
        Day of the round: the newest numbers should not be much older.
    geleverd
        Day of the delivery: no number can be of a later day.
    """
    # imported here because it stands on the round, which stands on reading
    from sectorplan_analysis.culturele_diversiteit import GROEP, verdeling
    from sectorplan_analysis.dataset import CULTUREEL

    rows = levering.tables[CULTUREEL]
    if rows.empty:
        return []
    clash, other = clashing(rows, [*GROEP, "herkomst"])
    found = _findings(levering, clash, "groep_dubbel", "herkomst", other)
    later = rows[rows["peildatum"] > pd.Timestamp(geleverd)].drop_duplicates(["umc", "peildatum"])
    found += _findings(levering, later, "groep_peildatum_later", "peildatum", {"dag": geleverd})
    read = levering.rijen[levering.rijen["tabel"] == CULTUREEL]
    if len(clash) or read["afgekeurd"].any():
        # what a group adds up to says nothing as long as its rows are not sure
        return found
    parts = verdeling(rows)
    zero = parts.query("(aantal == 0 or herkomst_pct == 0) and herkomst in @HERKOMSTEN")
    found += _findings(levering, zero, "herkomst_nul", "herkomst", {})
    hidden = parts[parts["pct"].isna() & parts["omvang"].notna()]
    found += _findings(levering, hidden[~hidden.duplicated(GROEP, keep=False)], "herkomst_afleidbaar", "herkomst", {})
    return found + _check_sizes(levering, rows) + _check_rests(levering, rows) + _check_age(levering, rows, peildatum)


def _findings(
    levering: Levering, rows: pd.DataFrame, code: str, veld: str, details: dict[str, Any] | list[dict[str, Any]]
) -> list[dict[str, Any]]:
    details = details if isinstance(details, list) else [details] * len(rows)
    return row_findings(levering, rows, code, veld, centraal=True, details=details)


def _check_sizes(levering: Levering, rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Every group is complete, is large enough, and adds up; one finding per group, on its first row."""
    from sectorplan_analysis.culturele_diversiteit import GROEP, KLEINSTE_GROEP, omvang

    found = []
    sizes: dict[Hashable, float] = omvang(rows).to_dict()
    details: dict[str, Any]
    for groep, own in rows.groupby(GROEP, sort=False):
        size = sizes[groep]
        missing = [name for name in HERKOMSTEN if name not in set(own["herkomst"])]
        if missing:
            code, details = "groep_onvolledig", {"herkomst": ", ".join(missing)}
        elif pd.isna(size):
            code, details = "groep_omvang_onbekend", {"minimum": KLEINSTE_GROEP}
        elif size < KLEINSTE_GROEP:
            code, details = "groep_te_klein", {"aantal": int(size), "minimum": KLEINSTE_GROEP}
        elif wrong := _misfit(own[own["herkomst"] != "totaal"], size):
            code, details = "groep_telt_niet_op", {"wat": wrong[0], "verwacht": wrong[1]}
        else:
            continue
        found += _findings(levering, own.head(1), code, "functiegroep", details)
    return found


def _misfit(parts: pd.DataFrame, size: float) -> tuple[str, str] | None:
    """Which numbers of a group do not fit its size, and what they come to; None when they do."""
    from sectorplan_analysis.culturele_diversiteit import speling, speling_pct

    counts, shares = parts["aantal"].dropna(), parts["herkomst_pct"].dropna()
    slack = speling([size, *counts])
    for what, known, total, room, unit in (
        ("aantallen", counts, size, slack, ""),
        ("percentages", shares, 100.0, speling_pct(len(shares)), "%"),
    ):
        over = known.sum() - total
        # what is not released can only be missing from the sum
        if over > room or (len(known) == len(parts) and -over > room):
            return what, f"samen {known.sum():.12g}{unit} van {total:.12g}{unit}"
    apart = (100 * parts["aantal"] / size - parts["herkomst_pct"]).abs()
    if (apart > speling_pct(1) + 100 * slack / size).any():
        return "aantallen en percentages", f"zij verschillen tot {apart.max():.1f} procentpunt"
    return None


def _check_rests(levering: Levering, rows: pd.DataFrame) -> list[dict[str, Any]]:
    """What remains of a group beside its parts is no small group either, and not less than nothing."""
    from sectorplan_analysis.culturele_diversiteit import (
        GROEP,
        KLEINSTE_GROEP,
        omvang,
        ontledingen,
        organisatie,
        speling,
    )

    found = []
    sizes = omvang(rows)
    first = rows.drop_duplicates(GROEP).set_index(GROEP, drop=False)
    for geheel, delen in ontledingen(sizes.dropna().index):
        rest = sizes[geheel] - sizes[delen].sum()
        slack = speling([sizes[geheel], *sizes[delen]])
        where = first.loc[[geheel]]
        if rest < -slack:
            said = f"samen {sizes[delen].sum():.12g} van {sizes[geheel]:.12g} personen"
            details: dict[str, Any] = {"wat": "delen", "verwacht": said}
            found += _findings(levering, where, "groep_telt_niet_op", "functiegroep", details)
        elif slack < rest < KLEINSTE_GROEP:
            kind = "functiegroepen" if delen[0][0] == geheel[0] else f"delen van {organisatie(geheel[0])}"
            details = {"delen": f"{len(delen)} {kind}", "minimum": KLEINSTE_GROEP}
            found += _findings(levering, where, "groep_rest_te_klein", "functiegroep", details)
    return found


def _check_age(levering: Levering, rows: pd.DataFrame, peildatum: dt.date) -> list[dict[str, Any]]:
    known = rows[rows["peildatum"] <= pd.Timestamp(peildatum)].sort_values("peildatum", kind="stable")
    newest = known.drop_duplicates("umc", keep="last")
    old = newest[newest["peildatum"] < pd.Timestamp(peildatum - _OUD)]
    return _findings(levering, old, "groep_peildatum_oud", "peildatum", {"dag": peildatum})
