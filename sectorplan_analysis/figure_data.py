"""The numbers behind figures 1 to 7 of the report, for any peildatum.

Every function returns one long table: peildatum, umc (display name, ``Totaal`` last), the dimensions under their own
names, then maat, waarde, eenheid, teller, noemer. Every combination of the dimensions has a row, also when nothing was
counted there; a umc that was left out has empty values.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

import pandas as pd

from sectorplan_analysis import perceptie
from sectorplan_analysis.dataset import Ronde, umc_name
from sectorplan_analysis.disclosure.openbaar import Openbaar
from sectorplan_analysis.indicators import (
    DATASPECIALIST_LEZINGEN,
    INDICATOREN,
    INLOOP,
    REGULIER,
    STRUCTUREEL,
    TIJDELIJK,
    VAST,
    Selection,
    fte,
    medewerkers,
)
from sectorplan_analysis.measure import RESULT, amounts, measure, percentage
from sectorplan_analysis.reference import (
    GENDERS,
    ONDERSTEUNEND,
    TOTAAL,
    WETENSCHAPPELIJK,
    plan_day,
    read_published,
    subthemas,
)

_UNITS = {"fte": "fte", "medewerkers": "personen"}


def figuur1(ronde: Ronde) -> pd.DataFrame:
    """Figure 1: participants per cell of baanzekerheid x werkdruk (scale 0-10), per measurement and situation.

    Dimensions: meting, situatie, baanzekerheid, werkdruk. The denominator is the number of participants with both
    scores in that situation. Only cells that hold someone have a row; never a row per participant.
    """
    scores = perceptie.scores(ronde)
    frames = [perceptie.cells(scores[scores["umc"] == umc], umc=umc_name(umc)) for umc in ronde.aanwezig]
    frames.append(perceptie.cells(scores, umc=TOTAAL))
    return _finish(pd.concat(frames, ignore_index=True), ronde, ["meting", "situatie", "baanzekerheid", "werkdruk"])


def figuur2(ronde: Ronde | Openbaar) -> pd.DataFrame:
    """Figure 2: dataspecialisten on every year-end up to the peildatum, in both readings, without inloop.

    Dimensions: jaar, lezing (``kpi14`` with and ``figuur5`` without data scientists), contractstatus (``totaal``;
    ``vast`` with toegezegd vast; ``tijdelijk``; ``onbekend`` for a gap in the contracts).
    """
    statuses = {
        "totaal": REGULIER,
        "vast": STRUCTUREEL,
        "tijdelijk": TIJDELIJK,
        "onbekend": {**REGULIER, "contractstatus": "onbekend"},
    }
    frames = [
        _counts(ronde.op(day), {**selection, **reading}, jaar=day.year, lezing=name, contractstatus=status)
        for day in ronde.jaareinden()
        for name, reading in DATASPECIALIST_LEZINGEN.items()
        for status, selection in statuses.items()
    ]
    return _finish(_concat(frames), ronde, ["jaar", "lezing", "contractstatus"])


def figuur3(ronde: Ronde | Openbaar) -> pd.DataFrame:
    """Figure 3: fte and persons per umc: vast with toegezegd vast, tijdelijk, inloop; realisation against budget.

    Dimension: contractstatus (``vast`` with toegezegd vast, ``tijdelijk``, ``inloop``; ``begroot`` for the budget and
    ``vast`` again for the realisation in per cent).
    """
    groups = {"vast": STRUCTUREEL, "tijdelijk": TIJDELIJK, "inloop": INLOOP}
    frames = [_counts(ronde, selection, contractstatus=status) for status, selection in groups.items()]
    frames.append(measure(INDICATOREN["begroot_fte"], ronde).assign(contractstatus="begroot"))
    frames.append(measure(INDICATOREN["structureel_pct"], ronde).assign(contractstatus="vast"))
    return _finish(_concat(frames), ronde, ["contractstatus"])


def figuur4(ronde: Ronde | Openbaar) -> pd.DataFrame:
    """Figure 4: fte and persons per scientific functiecategorie and contractstatus, without inloop."""
    return _by_function(ronde, WETENSCHAPPELIJK)


def figuur5(ronde: Ronde | Openbaar) -> pd.DataFrame:
    """Figure 5: fte and persons per supporting functiecategorie and contractstatus, without inloop.

    Data scientists count among the onderzoekers here (figure 4).
    """
    return _by_function(ronde, ONDERSTEUNEND)


def figuur6(ronde: Ronde | Openbaar) -> pd.DataFrame:
    """Figure 6: share of fte by gender per scientific functiecategorie; vast contracts only, without inloop.

    Dimensions: functiecategorie, gender. ``aandeel_fte`` is a percentage of the vast fte in that functiecategorie,
    x and onbekend included.
    """
    frames = []
    for category in WETENSCHAPPELIJK:
        group = {**VAST, "functiecategorie": category}
        whole = amounts(fte(group), ronde)
        for gender in GENDERS:
            own = {**group, "gender": gender}
            part = amounts(fte(own), ronde)
            share = pd.DataFrame({"waarde": percentage(part, whole), "teller": part, "noemer": whole})
            share = share.reset_index(names="umc").assign(maat="aandeel_fte", eenheid="%")
            for frame in (share, _counts(ronde, own)):
                frames.append(frame.assign(functiecategorie=category, gender=gender))
    return _finish(_concat(frames), ronde, ["functiecategorie", "gender"])


def figuur7(ronde: Ronde | Openbaar) -> pd.DataFrame:
    """Figure 7: the theme matrix: fte and persons per umc and subthema, without inloop, beside the declared priorities.

    Dimensions: thema, subthema. ``prioriteit`` is 1 where appendix I marks the subthema for the umc, else 0.
    """
    priorities = declared_priorities(ronde.peildatum)
    heirs = {umc_name(old): umc_name(new) for old, new in ronde.config.opvolgers.items()}
    priorities = priorities | {(heirs[name], subthema) for name, subthema in priorities if name in heirs}
    frames = []
    for subthema, thema in subthemas().items():
        frames.append(_counts(ronde, {**REGULIER, "subthema": subthema}, thema=thema, subthema=subthema))
        marks = pd.DataFrame({"umc": [umc_name(umc) for umc in ronde.umcs]})
        marks["waarde"] = [float((name, subthema) in priorities) for name in marks["umc"]]
        total = pd.DataFrame({"umc": [TOTAAL], "waarde": [marks["waarde"].sum()]})
        marks = pd.concat([marks, total], ignore_index=True)
        marks = marks.assign(maat="prioriteit", eenheid="umcs", teller=marks["waarde"], noemer=float("nan"))
        frames.append(marks.assign(thema=thema, subthema=subthema))
    return _finish(_concat(frames), ronde, ["thema", "subthema"])


def declared_priorities(peildatum: dt.date) -> set[tuple[str, str]]:
    """Pairs of umc (display name) and subthema marked in the theme matrix of appendix I.

    The matrix belongs to the plan; see `reference.plan_day`.
    """
    matrix = read_published(plan_day(peildatum), "themamatrix")
    return {(row["umc"], name) for row in matrix.to_dict("records") for name in subthemas() if row[name]}


#: File stem and function of the figures that are made of amounts, which the openbaar edition has too.
TELFIGUREN: dict[str, Callable[[Ronde | Openbaar], pd.DataFrame]] = {
    function.__name__: function for function in (figuur2, figuur3, figuur4, figuur5, figuur6, figuur7)
}
#: File stem and function of every figure of the report.
FIGUREN: dict[str, Callable[[Ronde], pd.DataFrame]] = {"figuur1": figuur1, **TELFIGUREN}


def _by_function(ronde: Ronde | Openbaar, categories: Iterable[str]) -> pd.DataFrame:
    frames = [
        _counts(
            ronde,
            {**REGULIER, "functiecategorie": category, "contractstatus": status},
            functiecategorie=category,
            contractstatus=status,
        )
        for category in categories
        for status in ("vast", "toegezegd_vast", "tijdelijk")
    ]
    return _finish(_concat(frames), ronde, ["functiecategorie", "contractstatus"])


def _counts(ronde: Ronde | Openbaar, selection: Selection, **dimensions: str | int) -> pd.DataFrame:
    """Fte and persons of a selection per umc and in total, labelled with the dimensions."""
    found = {each.soort: amounts(each, ronde) for each in (fte(selection), medewerkers(selection))}
    rows: pd.DataFrame = pd.concat(found, names=["maat"]).rename("teller").reset_index()
    return rows.assign(waarde=rows["teller"], eenheid=rows["maat"].map(_UNITS), noemer=float("nan"), **dimensions)


def _concat(frames: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=["umc", *RESULT])


def _finish(rows: pd.DataFrame, ronde: Ronde | Openbaar, dimensions: list[str]) -> pd.DataFrame:
    """Columns in the order of the contract; rows by dimensions and measure, umcs in the fixed order, total last."""
    order: Mapping[str, int] = {name: place for place, name in enumerate(map(umc_name, ronde.umcs))}
    rows = rows.assign(peildatum=ronde.peildatum.isoformat())
    for column in dimensions:
        if column not in rows:
            rows[column] = pd.Series(dtype="object")
    place = rows["umc"].map(order).fillna(len(order))
    first_seen = rows.groupby([*dimensions, "maat"], sort=False, dropna=False).ngroup()
    rows = rows.assign(_group=first_seen, _place=place).sort_values(["_group", "_place"], kind="stable")
    return rows[["peildatum", "umc", *dimensions, *RESULT]].reset_index(drop=True)
