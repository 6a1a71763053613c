"""What changed since the previous round, and why; one cell per page.

'Toen' is what the delivery of now says of the day of the previous round, so that both days are counted in one history.
What the delivery of then said itself stands beside it: the difference between those two is revision, not change.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from sectorplan_analysis.dataset import Ronde, once, umc_name
from sectorplan_analysis.indicators import INDICATOREN
from sectorplan_analysis.pages import Melding, Tabel, Tekst, dutch
from sectorplan_analysis.rapport.bewegingen import stop_sentence
from sectorplan_analysis.rapport.sentences import decomposition_sentence
from sectorplan_analysis.rapport.vorm import Samen, national, pct, waar, wanneer, wie
from sectorplan_analysis.reference import TOTAAL
from sectorplan_analysis.rondes.terugvinden import found_again_in
from sectorplan_analysis.rondes.vergelijking import compare, headcount
from sectorplan_analysis.statistiek import continuity
from sectorplan_analysis.status import PERSON

GEEN_VORIGE = "Er is geen eerdere ronde om mee te vergelijken."
NIET_VERGELEKEN = "niet vergeleken"
WERKDRUK = ("structureel_pct", "structureel_fte", "vast_fte", "toegezegd_vast_fte", "tijdelijk_fte",
            "vast_aandeel_medewerkers_pct", "dataspecialisten_fte")  # fmt: skip
DIVERSITEIT = ("vrouwen_pct", "vrouwen_totaal", "medewerkers_totaal", "vast_vrouwen_pct", "vast_vrouwen")
KENGETALLEN = ("structureel_fte", "structureel_pct", "gerealiseerd_fte", "gerealiseerd_pct", "inloop_fte",
               "medewerkers_totaal", "besteding_totaal", "besteed_pct")  # fmt: skip


def werkdruk_baanzekerheid(ronde: Ronde) -> Samen | Tekst:
    """Contracts then and now, with the decomposition of the fte vast."""
    return _page(ronde, WERKDRUK, _why_fte)


def diversiteit(ronde: Ronde) -> Samen | Tekst:
    """Women then and now: who came, left, and became vast."""
    return _page(ronde, DIVERSITEIT, _why_women)


def kengetallen(ronde: Ronde) -> Samen | Tekst:
    """Money, posts and persons then and now, with who came and left."""
    return _page(ronde, KENGETALLEN, _why_persons)


def _page(ronde: Ronde, names: tuple[str, ...], why: Callable[[Ronde], tuple[str, ...]]) -> Samen | Tekst:
    if ronde.config.vorige is None:
        return Tekst(GEEN_VORIGE)
    stopped = stop_sentence(ronde)
    reason = Melding(stopped) if stopped else Tekst(*why(ronde))
    parts = [verandering(ronde, names), reason]
    if not ronde.umc:
        parts.append(per_umc(ronde, names[0]))
    return Samen((*parts, *_notes(ronde)))


def verandering(ronde: Ronde, names: tuple[str, ...]) -> Tabel:
    """Indicators on the day of the previous round and now."""
    rows = compare(ronde, names)
    rows = rows[rows["umc"] == TOTAAL]
    return _table(
        ronde, rows.assign(naam=[INDICATOREN[name].titel for name in rows["maat"]]), "naam", "Cijfer", wie(ronde)
    )


def per_umc(ronde: Ronde, name: str) -> Tabel:
    """One indicator then and now, per umc."""
    rows = compare(ronde, (name,))
    about = f"{INDICATOREN[name].titel.lower()}, per umc"
    return _table(ronde, rows, "umc", "Umc", about)


def _table(ronde: Ronde, rows: pd.DataFrame, first: str, header: str, about: str) -> Tabel:
    day = ronde.config.vorige
    said = rows["toen_gezegd"].notna().any()
    stopped = rows["verschil"].isna() & rows["nu"].notna() & rows["toen"].notna()
    shown = pd.DataFrame(
        {
            first: rows[first],
            "toen_gezegd": [shown_value(v, u) for v, u in zip(rows["toen_gezegd"], rows["eenheid"], strict=True)],
            "toen": [shown_value(v, u) for v, u in zip(rows["toen"], rows["eenheid"], strict=True)],
            "nu": [shown_value(v, u) for v, u in zip(rows["nu"], rows["eenheid"], strict=True)],
            "verschil": [
                NIET_VERGELEKEN if stop else difference(v, u)
                for v, u, stop in zip(rows["verschil"], rows["eenheid"], stopped, strict=True)
            ],
        }
    )
    headers = {first: header, "toen_gezegd": "Toen gezegd", "toen": "Toen", "nu": "Nu", "verschil": "Verschil"}
    note = f"Toen: wat de levering van {dutch.date(ronde.levering)} nu zegt over {dutch.date(day)}."
    if said:
        note += (
            " Toen gezegd: wat volgt uit de levering van die dag zelf. Een verschil tussen die twee is een herziening."
        )
    else:
        del headers["toen_gezegd"]
        note += " Een levering van die dag zelf is er niet; wat toen is gezegd, is dus niet te vergelijken."
    return Tabel(
        shown,
        f"Sinds de vorige ronde: {about}, {dutch.date(day)} en {wanneer(ronde)}.",
        headers,
        definitie=note,
    )


def shown_value(value: float, unit: str) -> str:
    """A value in its unit as text; '' when there is none."""
    if unit == "%":
        return "" if pd.isna(value) else pct(value, 1)
    if unit == "EUR":
        return dutch.eur(value, undefined="")
    return dutch.fte(value, undefined="") if unit == "fte" else dutch.number(value, undefined="")


def difference(value: float, unit: str) -> str:
    """A difference with its sign as text; '' when there is none."""
    if pd.isna(value):
        return ""
    if unit == "%":
        return f"{dutch.number(value, 1, sign=True)} procentpunt"
    if unit == "EUR":
        return dutch.eur(value, sign=True)
    return dutch.fte(value, sign=True) if unit == "fte" else dutch.number(value, sign=True)


def eerder(ronde: Ronde) -> dict[str, Any] | None:
    """The delivery of the previous round: peildatum and levering (ISO text), umcs, and those that are ontbrekend.

    None when it is not there.
    """
    before = ronde.vorige
    if before is None:
        return None
    days = {"peildatum": before.peildatum.isoformat(), "levering": before.levering.isoformat()}
    return days | {"umcs": list(before.umcs), "ontbrekend": list(before.ontbrekend)}


def _notes(ronde: Ronde) -> list[Tekst]:
    """What stands in the way of comparing umcs: a merger, a split, a umc that had not delivered."""
    day, before = ronde.config.vorige, national(ronde, eerder)
    sentences = []
    heirs = {umc_name(old): umc_name(new) for old, new in ronde.config.opvolgers.items()}
    for heir in dict.fromkeys(heirs.values()):
        if not ronde.umc or heir == ronde.naam:
            old = dutch.join_words(name for name, new in heirs.items() if new == heir)
            sentences.append(f"{heir} is voortgekomen uit {old}; die tellen in eerdere rondes samen als {heir}.")
    if before is not None and day is not None and before["peildatum"] == day.isoformat():
        new = [umc for umc in ronde.aanwezig if umc not in before["umcs"]]
        if new:
            gone = [umc_name(umc) for umc in before["umcs"] if umc not in ronde.config.umcs]
            names = dutch.join_words(umc_name(umc) for umc in new)
            sentences.append(
                f"{names} {'was' if len(new) == 1 else 'waren'} er in de vorige ronde nog niet"
                + (f" (toen wel: {dutch.join_words(gone)})" if gone else "")
                + "; wat toen is gezegd, is alleen landelijk te vergelijken."
            )
        late = [umc for umc in ronde.aanwezig if umc in before["ontbrekend"]]
        if late:
            names = dutch.join_words(umc_name(umc) for umc in late)
            sentences.append(
                f"In de levering van {dutch.date(day)} zelf ontbreekt {names}; er is geen totaal van toen."
            )
    return [Tekst(*sentences)] if sentences else []


@once
def _moves(ronde: Ronde) -> pd.DataFrame:
    return continuity.moves(ronde.op(ronde.config.vorige or ronde.peildatum), ronde)


def _why_fte(ronde: Ronde) -> tuple[str, ...]:
    return (decomposition_sentence(continuity.decompose(_moves(ronde)), dutch.date(ronde.config.vorige)),)


def _why_persons(ronde: Ronde) -> tuple[str, ...]:
    return (_headcount_sentence(ronde, _moves(ronde), "medewerkers"), *_why_fte(ronde))


def _why_women(ronde: Ronde) -> tuple[str, ...]:
    gender = ronde.tables["gender"]
    women = pd.MultiIndex.from_frame(gender.loc[gender["gender"] == "v", PERSON])
    own = _moves(ronde)
    own = own[pd.MultiIndex.from_frame(own[PERSON]).isin(women)]
    vast = continuity.decompose(own.assign(fte_van=1.0, fte_naar=1.0))
    words = {"instroom": "instroom", "uitstroom": "uitstroom", "omgezet": "omzetting van tijdelijk naar vast",
             "terug": "overgang van vast naar tijdelijk"}  # fmt: skip
    moved = [f"{text} {dutch.number(vast[name], sign=True)}" for name, text in words.items() if vast[name]]
    return (
        _headcount_sentence(ronde, own, "vrouwen"),
        f"Het aantal vrouwen met een vast contract ging van {dutch.number(vast['begin'])} naar "
        f"{dutch.number(vast['eind'])}: {dutch.join_words(moved, none='niemand bewoog')}.",
    )


def _headcount_sentence(ronde: Ronde, moves: pd.DataFrame, whom: str) -> str:
    n = headcount(moves)
    return (
        f"{waar(ronde)} ging het aantal {whom} (zonder inloop) van {dutch.number(n['begin'])} op "
        f"{dutch.date(ronde.config.vorige)} naar {dutch.number(n['eind'])} op {wanneer(ronde)}: instroom "
        f"{dutch.number(n['instroom'], sign=True)} en uitstroom {dutch.number(-n['uitstroom'], sign=True)}."
    )


def teruggevonden(ronde: Ronde) -> Samen | Tekst:
    """How many persons of the previous round are found again, per umc: the ground under every comparison."""
    rows = found_again_in(ronde)
    if rows.empty:
        return Tekst(GEEN_VORIGE)
    names = {True: "ja", False: "nee: vergelijking gestopt"}
    shown = rows.assign(
        umc=rows["umc"].map(umc_name), voldoende=rows["voldoende"].map(names), vergelijking=rows["vergelijking"]
    )
    least = ronde.config.grenswaarden.get("aandeel_teruggevonden")
    table = Tabel(
        shown,
        f"Medewerkers van {dutch.date(ronde.config.vorige)} die zijn teruggevonden, {wie(ronde)}.",
        {
            "umc": "Umc",
            "vergelijking": "Vergeleken",
            "aantal_toen": "Toen",
            "aantal_gevonden": "Teruggevonden",
            "aandeel": "Teruggevonden",
            "voldoende": "Genoeg om te vergelijken",
        },
        definitie="Tussen leveringen: dezelfde dag in de levering van toen en in die van nu; wie later vertrok, staat "
        f"er nog in. Tussen dagen: de vorige ronde en {wanneer(ronde)} binnen deze levering."
        + (f" Onder {dutch.percent(least)} stopt de vergelijking van dat umc." if least is not None else ""),
        leeg="geen medewerkers",
    )
    stopped = stop_sentence(ronde)
    return Samen((table, *([Melding(stopped)] if stopped else [])))
