"""Who joined, left, was converted and was promoted between two days, by gender, and what that did to shares.

A full count: facts and no estimates. The parts are those of `continuity.decompose`, for every gender apart.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import pandas as pd

from sectorplan_analysis.dataset import Ronde, umc_name
from sectorplan_analysis.reference import GENDERS, TOTAAL
from sectorplan_analysis.statistiek.continuity import INSTROOM, VERTROKKEN, decompose, kitagawa, moves, unmatched
from sectorplan_analysis.status import PERSON

#: The KPIs hold 2028 against 2023.
BEGIN = dt.date(2023, 12, 31)
#: Ranks of scientific functions; a higher one is a promotion.
RANG = {"docent": 0, "onderzoeker": 0, "UD": 1, "UHD": 2, "hoogleraar": 3}
MATEN = ("medewerkers", "vast_medewerkers", "vast_fte")
_AFWEZIG = (INSTROOM, VERTROKKEN, "inloop")
_DOORSTROOM = ["peildatum", "sinds", "tot", "umc", "gender", "maat", "deel", "waarde", "noemer"]
_VERANDERING = ["peildatum", "sinds", "umc", "maat", "vrouwen_begin", "alle_begin", "vrouwen_eind", "alle_eind",
                "aandeel_begin", "vertrek", "omvang", "komst", "aandeel_eind", "binnen_functies",
                "samenstelling_functies", "binnen_umcs", "samenstelling_umcs"]  # fmt: skip


def periods(ronde: Ronde) -> list[tuple[dt.date, dt.date]]:
    """Every year-end to the next, up to the peildatum, and from `BEGIN` to the peildatum."""
    days = list(dict.fromkeys([*ronde.jaareinden(), ronde.peildatum]))
    whole = [(BEGIN, ronde.peildatum)] if ronde.peildatum > BEGIN else []
    return list(dict.fromkeys([*pairwise(days), *whole]))


def gendered_moves(before: Ronde, after: Ronde) -> pd.DataFrame:
    """`continuity.moves` with gender, the highest rank and the functiecategorie on either day.

    Returns
    -------
    pandas.DataFrame
        One row per person who was there on either day: what `continuity.moves` gives, and gender, aanwezig_van and
        aanwezig_naar (has a regular position), rang_van, rang_naar (of `RANG`; NaN outside scientific functions).
    """
    found = moves(before, after).set_index(PERSON)
    genders = after.tables["gender"].set_index(PERSON)["gender"]
    found["gender"] = genders.reindex(found.index).fillna("onbekend")
    for side, day in (("van", before), ("naar", after)):
        found[f"aanwezig_{side}"] = ~found[side].isin(_AFWEZIG)
        regular = day.posities[~day.posities["inloop"]]
        ranks = regular["functiecategorie"].map(RANG).astype(float).groupby([regular[name] for name in PERSON]).max()
        found[f"rang_{side}"] = ranks.reindex(found.index)
    return found.reset_index()


def flows(moved: pd.DataFrame) -> dict[tuple[str, str], tuple[float, float]]:
    """Parts of every measure of `MATEN`, and who of those who could was converted or promoted.

    Returns
    -------
    dict
        (maat, deel) to (value, denominator; NaN for a part of a sum). ``begin`` plus the signed parts is ``eind``.
        ``omgezet`` counts persons of those with a regular position on both days who were not vast; ``bevorderd``
        counts persons in a higher rank, of those in a scientific function on both days who were no hoogleraar.
    """
    one = moved.assign(fte_van=1.0, fte_naar=1.0)
    anyone = one.assign(
        van=one["van"].where(~one["aanwezig_van"], "vast"), naar=one["naar"].where(~one["aanwezig_naar"], "vast")
    )
    parts: Mapping[str, Mapping[str, float]] = dict(zip(MATEN, map(decompose, (anyone, one, moved)), strict=True))
    # without a change of size these cannot occur; they would only be columns of zeros
    never = {"medewerkers": ("omgezet", "terug", "omvang"), "vast_medewerkers": ("omvang",)}
    found = {
        (maat, deel): (value, float("nan"))
        for maat, values in parts.items()
        for deel, value in values.items()
        if deel not in never.get(maat, ())
    }
    stayed = moved["aanwezig_van"] & moved["aanwezig_naar"]
    could = stayed & (moved["van"] != "vast")
    found["omgezet", "omgezet"] = float((could & (moved["naar"] == "vast")).sum()), float(could.sum())
    ranked = stayed & (moved["rang_van"] < max(RANG.values())) & moved["rang_naar"].notna()
    found["bevorderd", "bevorderd"] = (
        float((ranked & (moved["rang_naar"] > moved["rang_van"])).sum()),
        float(ranked.sum()),
    )
    return found


def _added(pairs: Iterable[tuple[float, float]]) -> tuple[float, float]:
    values, whole = zip(*pairs, strict=True)
    return math.fsum(values), math.fsum(whole)


def flow_table(ronde: Ronde, *, umcs: Sequence[str] | None = None) -> pd.DataFrame:
    """`flows` per period, umc and gender; ``umcs`` (slugs) says which get rows beside the total, None all of them.

    Returns
    -------
    pandas.DataFrame
        peildatum, sinds, tot, umc (display name, ``Totaal`` last), gender (v, m, x, onbekend, totaal), maat, deel,
        waarde (persons, or fte), noemer. No rows without a previous year-end; NaN for a umc whose persons are not
        found again, and then for the total.
    """
    names, rows = ronde.aanwezig if umcs is None else umcs, []
    for since, until in periods(ronde):
        moved = gendered_moves(ronde.op(since), ronde.op(until))
        # counted once per smallest group and added up from there: counting is slow, adding is not
        groups = moved.assign(umc=moved["umc"] if names else TOTAAL).groupby(["umc", "gender"])
        cells = {key: flows(own) for key, own in groups}
        nobody = flows(moved.iloc[:0])
        for umc in (*names, TOTAAL):
            name = TOTAAL if umc == TOTAAL else umc_name(umc)
            for gender in (*GENDERS, "totaal"):
                own = [cell for key, cell in cells.items() if umc in (key[0], TOTAAL) and gender in (key[1], "totaal")]
                found = {part: _added(cell[part] for cell in own or [nobody]) for part in nobody}
                rows += [(since.isoformat(), until.isoformat(), name, gender, *key, *f) for key, f in found.items()]
    frame = pd.DataFrame(rows, columns=_DOORSTROOM[1:])
    frame.loc[unmatched(frame["umc"], ronde), ["waarde", "noemer"]] = float("nan")
    return frame.assign(peildatum=ronde.peildatum.isoformat())[_DOORSTROOM]


def share_change(moved: pd.DataFrame, *, maat: str) -> dict[str, float | None]:
    """What leaving, another size and joining did to the share of women, one after the other.

    Parameters
    ----------
    moved
        Of `gendered_moves`.
    maat
        ``medewerkers`` or ``fte``.

    Returns
    -------
    dict
        vrouwen_begin, alle_begin, vrouwen_eind, alle_eind; aandeel_begin, vertrek, omvang, komst, aandeel_eind as
        fractions (begin + the three parts = eind). None where there is nobody to take a share of.
    """
    sizes = {
        side: moved[f"aanwezig_{side}"] * (moved[f"fte_{side}"] if maat == "fte" else 1.0) for side in ("van", "naar")
    }
    stayed = moved["aanwezig_van"] & moved["aanwezig_naar"]
    steps = [
        _share(moved, size) for size in (sizes["van"], sizes["van"] * stayed, sizes["naar"] * stayed, sizes["naar"])
    ]
    shares = [women / everyone if everyone > 0 else None for women, everyone in steps]
    parts = [b - a if a is not None and b is not None else None for a, b in pairwise(shares)]
    return {
        "vrouwen_begin": steps[0][0], "alle_begin": steps[0][1], "vrouwen_eind": steps[-1][0],
        "alle_eind": steps[-1][1], "aandeel_begin": shares[0], "vertrek": parts[0], "omvang": parts[1],
        "komst": parts[2], "aandeel_eind": shares[-1],
    }  # fmt: skip


def _share(moved: pd.DataFrame, size: pd.Series) -> tuple[float, float]:
    return math.fsum(size[moved["gender"] == "v"]), math.fsum(size)


def share_of_women(ronde: Ronde, *, maat: str, groep: str, umc: str | None = None) -> pd.DataFrame:
    """Women and everyone per ``umc`` or ``functiecategorie`` (of the largest position), for `kitagawa`."""
    persons = ronde.medewerkers
    regular = persons[(persons["regulier_fte"] > 0) & ((persons["umc"] == umc) | (umc is None))]
    size = regular["regulier_fte"] if maat == "fte" else pd.Series(1.0, index=regular.index)
    women = size.where(regular["gender"] == "v", 0.0)
    return regular[[groep]].assign(teller=women, noemer=size).groupby(groep).sum().astype(float)


def change_table(ronde: Ronde, *, umcs: Sequence[str] | None = None) -> pd.DataFrame:
    """`share_change` since `BEGIN` per umc and in total, and the same change within functions and within umcs.

    ``umcs`` (slugs) says which get rows beside the total, None all of them.

    Returns
    -------
    pandas.DataFrame
        peildatum, sinds, umc (display name, ``Totaal`` last), maat (medewerkers, fte), what `share_change` gives, and
        binnen_functies, samenstelling_functies, binnen_umcs, samenstelling_umcs (Kitagawa; fractions). No rows on or
        before `BEGIN`. vertrek, omvang and komst are NaN for a umc whose persons are not found again, and then for
        the total.
    """
    if ronde.peildatum <= BEGIN:
        return pd.DataFrame(columns=_VERANDERING)
    before, rows = ronde.op(BEGIN), []
    moved = gendered_moves(before, ronde)
    for umc in (*(ronde.aanwezig if umcs is None else umcs), TOTAAL):
        own = moved if umc == TOTAAL else moved[moved["umc"] == umc]
        for maat in ("medewerkers", "fte"):
            row = {"umc": TOTAAL if umc == TOTAAL else umc_name(umc), "maat": maat, **share_change(own, maat=maat)}
            rows.append({**row, **_kitagawas(before, ronde, None if umc == TOTAAL else umc, maat)})
    frame = pd.DataFrame(rows)
    frame.loc[unmatched(frame["umc"], ronde), ["vertrek", "omvang", "komst"]] = float("nan")
    return frame.assign(peildatum=ronde.peildatum.isoformat(), sinds=BEGIN.isoformat()).reindex(columns=_VERANDERING)


def _kitagawas(before: Ronde, after: Ronde, umc: str | None, maat: str) -> dict[str, float]:
    found: dict[str, float] = {}
    by = (
        {"functiecategorie": "functies"}
        if umc or len(after.aanwezig) < 2
        else {"functiecategorie": "functies", "umc": "umcs"}
    )
    for groep, name in by.items():
        parts = kitagawa(*(share_of_women(day, maat=maat, groep=groep, umc=umc) for day in (before, after)))
        if parts is not None:
            found |= {f"binnen_{name}": parts["binnen"], f"samenstelling_{name}": parts["samenstelling"]}
    return found
