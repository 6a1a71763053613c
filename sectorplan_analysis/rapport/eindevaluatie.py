"""Page 'Doelen voor 2028': every quantitative goal of the plan, 2028 against 2023, with its verdict and why.

From peildatum 31 December 2028 on this is the final evaluation; before that it is the state on the way there.
"""

from __future__ import annotations

import pandas as pd

from sectorplan_analysis import doelen
from sectorplan_analysis.dataset import Ronde, once
from sectorplan_analysis.doelen import BEGIN
from sectorplan_analysis.lezing import Lezing, verdict
from sectorplan_analysis.oordelen import GEEN_DOEL, OORDELEN
from sectorplan_analysis.pages import Kernpunten, Tabel, Tekst, dutch
from sectorplan_analysis.rapport.ervaringen import leading_contrasts, meting_names
from sectorplan_analysis.rapport.sentences import contrast_sentence
from sectorplan_analysis.rapport.vorm import RAPPORT, wanneer, wie
from sectorplan_analysis.statistiek.outlook import EINDE

#: Goals with a verdict of their own, in the order of the plan.
_MET_OORDEEL = (doelen.CONTINUITEIT, doelen.WERKDRUK, doelen.DIVERSITEIT, doelen.DATASPECIALISTEN)
_DECIMALEN = {"%": 1, "fte": 2, "personen": 0, "punt": 2}
_PLAATS = {
    doelen.CONTINUITEIT: "3.1.2",
    doelen.WERKDRUK: "3.1.1 en 3.1.3",
    doelen.DIVERSITEIT: "5.3",
    doelen.DATASPECIALISTEN: "4.2.3",
    doelen.GELD: "5.1",
    doelen.OVERIG: "4.1",
}


@once
def _lezingen(ronde: Ronde) -> list[Lezing]:
    return doelen.lezingen(ronde)


def _of(ronde: Ronde, kpi: str) -> list[Lezing]:
    return [row for row in _lezingen(ronde) if row.kpi == kpi]


def kernpunten(ronde: Ronde) -> Kernpunten:
    """What this state is, and the verdict on every goal with what decides it."""
    if ronde.peildatum <= BEGIN:
        return Kernpunten(stand(ronde))
    return Kernpunten(stand(ronde), *(_goal(ronde, kpi) for kpi in _MET_OORDEEL))


def stand(ronde: Ronde) -> str:
    """Whether this is the final evaluation or a state on the way to it."""
    end, begin = dutch.date(EINDE), dutch.date(BEGIN)
    if ronde.peildatum <= BEGIN:
        return f"Het plan vergelijkt met {begin}. Deze peildatum ligt daar niet na: er is nog niets te beoordelen."
    if ronde.peildatum < EINDE:
        return (
            f"Dit is een tussenstand op weg naar {end}: de cijfers van {wanneer(ronde)} naast die van {begin}. "
            "Een doel kan nu gehaald zijn en later niet meer, of andersom."
        )
    return f"Dit is de eindstand van het plan: de cijfers van {wanneer(ronde)} naast die van {begin}."


def _goal(ronde: Ronde, kpi: str) -> str:
    """The verdict on a goal, and per reading with a verdict its numbers, or why there are none."""
    rows = _of(ronde, kpi)
    whole = verdict(rows)
    # readings without a number are told together when the reason is the same
    told: dict[str, list[str]] = {}
    for row in rows:
        if row.oordeel.oordeel != GEEN_DOEL:
            told.setdefault(_in_words(row, whole), []).append(row.titel)
    said = "; ".join(f"{dutch.join_words(titles)}: {words}" for words, titles in told.items())
    return f"{kpi}: {whole}. {said}."


def _in_words(row: Lezing, whole: str) -> str:
    """Numbers of a reading, and its verdict where that is another than the one on the whole goal."""
    own, reason = row.oordeel
    if row.waarde_tot is None:
        return reason if own == whole else f"{own}, want {reason}"
    unit, decimals = "%" * (row.eenheid == "%"), _DECIMALEN[row.eenheid]
    known = [value for value in (row.waarde_van, row.waarde_tot) if value is not None]
    numbers = " werd ".join(f"{dutch.number(value, decimals)}{unit}" for value in known)
    return numbers if own == whole else f"{numbers} ({own})"


def continuiteit(ronde: Ronde) -> Tabel:
    """Share of permanent positions, then and now."""
    return _tabel(ronde, doelen.CONTINUITEIT)


def streefwaarde(ronde: Ronde) -> Tabel:
    """The structural formation against its target at the end of each of the last three years."""
    rows = [
        (dutch.date(row.tot), _shown(row, "tot"), row.oordeel.oordeel, row.oordeel.reden)
        for row in _of(ronde, doelen.CONTINUITEIT)
        if not row.van
    ]
    return Tabel(
        pd.DataFrame(rows, columns=["dag", "tot", "oordeel", "reden"]),
        f"Structurele formatie van de begrote formatie, {wie(ronde)}, per jaareinde.",
        {"dag": "Dag", "tot": "Realisatie (fte)", "oordeel": "Oordeel", "reden": "Waarom"},
        totaal="",
        bron=f"{RAPPORT}, 5.2 (doel)",
        leeg="er is geen getal",
    )


def werkdruk(ronde: Ronde) -> Tabel:
    """Both series, and the goal as the plan words it."""
    return _tabel(ronde, doelen.WERKDRUK)


def werkdruk_uitleg(ronde: Ronde) -> Tekst:
    """What was measured when, and what each series says."""
    names = meting_names(ronde)
    measured = f"gemeten is in {dutch.join_words(names.values())}" if names else "in deze levering staat geen meting"
    return Tekst(
        f"In 2023 is de werkdruk niet gemeten; {measured}. Daarom staan hier twee reeksen, die niet bij elkaar mogen "
        "worden opgeteld. Gelijktijdig: dezelfde deelnemers in de eerste en in de nieuwste meting. Terugblik: wat "
        "deelnemers achteraf zeggen over de tijd vóór het sectorplan.",
        *(contrast_sentence(c, names) for c in leading_contrasts(ronde) if c.schaal == "werkdruk"),
    )


def diversiteit(ronde: Ronde) -> Tabel:
    """Share of women, all functions together and per scientific functiecategorie; culturele diversiteit."""
    return _tabel(ronde, doelen.DIVERSITEIT)


def dataspecialisten(ronde: Ronde) -> Tabel:
    """Both readings of KPI 14, in fte and in persons."""
    return _tabel(ronde, doelen.DATASPECIALISTEN)


def geld(ronde: Ronde) -> Tabel:
    """How much of the money was spent; the plan gives no goal for it."""
    return _tabel(ronde, doelen.GELD)


def overig(ronde: Ronde) -> Tabel:
    """Goals that are numbers too, and on which nothing is delivered."""
    rows = [(row.titel, row.oordeel.oordeel, row.oordeel.reden) for row in _of(ronde, doelen.OVERIG)]
    return Tabel(
        pd.DataFrame(rows, columns=["doel", "oordeel", "reden"]),
        "Kwantitatieve doelen van het plan waarover de umc's hier niets leveren.",
        {"doel": "Doel", "oordeel": "Oordeel", "reden": "Waarom"},
        totaal="",
        bron=f"{RAPPORT}, {_PLAATS[doelen.OVERIG]}",
    )


def _tabel(ronde: Ronde, kpi: str) -> Tabel:
    rows = [
        {
            "lezing": row.titel,
            "van": _shown(row, "van"),
            "tot": _shown(row, "tot"),
            "verschil": _difference(row),
            "oordeel": row.oordeel.oordeel,
            "reden": row.oordeel.reden,
        }
        for row in _of(ronde, kpi)
        if row.van or kpi != doelen.CONTINUITEIT
    ]
    then, now = ("Toen", "Nu") if kpi == doelen.WERKDRUK else (dutch.date(BEGIN), wanneer(ronde))
    return Tabel(
        pd.DataFrame(rows),
        f"{kpi}, {wie(ronde)}: {dutch.date(BEGIN)} en {wanneer(ronde)}."
        if kpi != doelen.WERKDRUK
        else f"{kpi}, {wie(ronde)}: gemiddelde score op 0-10, hoger is meer werkdruk.",
        {
            "lezing": "Lezing",
            "van": then,
            "tot": now,
            "verschil": "Verschil",
            "oordeel": "Oordeel",
            "reden": "Waarom",
        },
        totaal="",
        bron=f"{RAPPORT}, {_PLAATS[kpi]} (doel)",
        leeg="er is geen getal",
    )


def _shown(row: Lezing, side: str) -> str:
    """A number with its unit and, for a share, what it was made of."""
    value, part, whole = (getattr(row, f"{name}_{side}") for name in ("waarde", "teller", "noemer"))
    if value is None:
        return ""
    text = dutch.number(value, _DECIMALEN[row.eenheid])
    if row.eenheid != "%":
        return text
    return f"{text}% ({dutch.number(part)} van {dutch.number(whole)})"


def _difference(row: Lezing) -> str:
    if row.verschil is None:
        return ""
    unit = "procentpunt" if row.eenheid == "%" else row.eenheid
    return f"{dutch.number(row.verschil, _DECIMALEN[row.eenheid], sign=True)} {unit}"


def oordelen(ronde: Ronde) -> Tabel:
    """What every verdict means."""
    used = {row.oordeel.oordeel for row in _lezingen(ronde)} | {verdict(_of(ronde, k)) for k in _MET_OORDEEL}
    rows = [(word, meaning) for word, meaning in OORDELEN.items() if word in used]
    return Tabel(
        pd.DataFrame(rows, columns=["oordeel", "betekenis"]),
        "Wat een oordeel betekent.",
        {"oordeel": "Oordeel", "betekenis": "Betekenis"},
        totaal="",
    )
