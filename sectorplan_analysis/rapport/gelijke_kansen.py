"""Vast among women and men, in three ways with a verdict, and the two glass-ceiling indices."""

from __future__ import annotations

import math

import pandas as pd

from sectorplan_analysis import gelijkheid
from sectorplan_analysis.dataset import Ronde, once, umc_name
from sectorplan_analysis.gelijkheid import VastVergeleken
from sectorplan_analysis.pages import Tabel, Tekst, dutch, figures
from sectorplan_analysis.rapport.sentences import p_value, umcs
from sectorplan_analysis.rapport.vorm import wanneer, wie
from sectorplan_analysis.rapport.vrouwen_mannen import counted
from sectorplan_analysis.reference import TOTAAL
from sectorplan_analysis.statistiek.estimate import ALPHA, Estimate
from sectorplan_analysis.statistiek.shares import MINIMUM_UMCS
from sectorplan_analysis.statistiek.strata import HOMOGEEN, KLEIN

_WHO = {"v": "Vrouwen", "m": "Mannen", "x": "x", "onbekend": "Onbekend"}
RUW, BINNEN, GEGEVEN = "Alle medewerkers", "Binnen umc's", "Bij dezelfde functie en hetzelfde umc"


@once
def _vergeleken(ronde: Ronde) -> VastVergeleken:
    return gelijkheid.vast_vergeleken(ronde)


def vast_naar_gender(ronde: Ronde) -> Tabel:
    """Vast among women, men, x and onbekend."""
    rows = counted(ronde)
    rows = rows[(rows["umc"] == TOTAAL) & rows["indeling"].isin(["contractstatus", "totaal"])]
    wide = rows.pivot(index="gender", columns="groep", values="medewerkers").reindex(list(_WHO))
    frame = pd.DataFrame({"gender": list(_WHO.values()), "aantal_vast": wide["vast"], "aantal": wide[TOTAAL]})
    frame["aandeel_vast"] = frame["aantal_vast"] / frame["aantal"].where(frame["aantal"] > 0)
    return Tabel(
        frame[(frame["aantal"] > 0) | frame.index.isin(["v", "m"])],
        f"Vast contract onder vrouwen en mannen, {wie(ronde)}, {wanneer(ronde)}.",
        {"gender": "Gender", "aantal_vast": "Vast", "aantal": "Medewerkers", "aandeel_vast": "Aandeel vast"},
        decimalen={"aandeel_vast": 1},
        definitie="Personen, zonder inloop. Toegezegd vast telt niet als vast. Een volledige telling: het aandeel is "
        "een feit, zonder marge.",
        leeg="geen medewerkers",
    )


def verschil_vast(ronde: Ronde) -> Tekst:
    """The difference as a fact, and what the comparisons say about it."""
    v = _vergeleken(ronde)
    if v.verschil.waarde is None:
        return Tekst("Het verschil tussen vrouwen en mannen is niet bepaalbaar: een van beide groepen is leeg.")
    points = dutch.round_half_away(100 * v.verschil.waarde, 1)
    size = "" if points == 0 else f"{dutch.number(abs(points), 1)} procentpunt "
    word = "even vaak" if points == 0 else "vaker" if points > 0 else "minder vaak"
    fact = (
        f"Vrouwen hebben {size}{word} een vast contract {'als' if points == 0 else 'dan'} mannen: "
        f"{dutch.number(v.vast_v)} van {dutch.number(v.v)} tegenover {dutch.number(v.vast_m)} van {dutch.number(v.m)}."
    )
    return Tekst(fact, oordeel(v))


def oordeel(v: VastVergeleken) -> str:
    """Whether the comparisons agree that the difference is more than chance."""
    compared = {RUW: v.verschil, BINNEN: v.binnen_umc.schatting, GEGEVEN: v.gegeven}
    said = {name: e.conclusie for name, e in compared.items() if e.conclusie is not None}
    base = "Indicatief (superpopulatie): "
    if set(said.values()) == {0}:
        how = "deze vergelijking toont" if len(said) == 1 else "geen van deze vergelijkingen toont"
        return f"{base}{how}{' geen' if len(said) == 1 else ' een'} verschil dat groter is dan toeval kan geven."
    sides = {value for value in said.values() if value}
    if len(set(said.values())) == 1:
        word = "vaker" if sides == {1} else "minder vaak"
        every = "deze vergelijking zegt" if len(said) == 1 else f"alle {len(said)} vergelijkingen zeggen"
        return f"{base}{every} dat vrouwen {word} een vast contract hebben dan mannen, meer dan toeval kan geven."
    shown = dutch.join_words(f"'{name}'" for name, value in said.items() if value)
    return (
        f"{base}het beeld is niet eenduidig. Alleen de vergelijking {shown} toont een verschil dat groter is dan "
        "toeval kan geven."
        if len(sides) == 1
        else f"{base}het beeld is niet eenduidig: de vergelijkingen {shown} wijzen niet dezelfde kant op."
    )


def vast_vergeleken(ronde: Ronde) -> Tabel | Tekst:
    """The three comparisons side by side with interval, p-value and method."""
    v = _vergeleken(ronde)
    if v.verschil.waarde is None:
        return Tekst("Er zijn geen vrouwen of geen mannen om te vergelijken.")
    rows = [_row(RUW, v.verschil, "verschil (procentpunt)", ratio=False)]
    if not _few(ronde):
        rows += [_row(BINNEN, v.binnen_umc.schatting, "kansverhouding"), _row(GEGEVEN, v.gegeven, "kansverhouding")]
        e = v.binnen_umc.homogeen
        rows.append({**_row("Is dat bij elk umc zo?", e, "toets"), "waarde": _agree(e)})
    return Tabel(
        pd.DataFrame(rows),
        f"Vast onder vrouwen tegenover mannen, {wie(ronde)}, {wanneer(ronde)}. Indicatief (superpopulatie).",
        {
            "naam": "Vergelijking",
            "maat": "Maat",
            "waarde": "Uitkomst",
            "interval": "95%-interval",
            "p": "p",
            "aantal": "Medewerkers",
            "methode": "Methode",
        },
        definitie="Een kansverhouding boven 1: vrouwen hebben vaker een vast contract; 1: even vaak. Medewerkers met "
        "gender x of onbekend staan in geen van beide groepen.",
        leeg="niet te geven",
    )


def _agree(e: Estimate) -> str:
    if e.p is None:
        return e.reden
    return "umc's verschillen" if e.p < ALPHA else "umc's verschillen niet aantoonbaar"


def _few(ronde: Ronde) -> bool:
    return len(ronde.aanwezig) < MINIMUM_UMCS


def _row(name: str, e: Estimate, maat: str, *, ratio: bool = True) -> dict[str, object]:
    def shown(value: float | None, *, sign: bool = False) -> str:
        if value is None:
            return ""
        return dutch.number(math.exp(value), 2) if ratio else dutch.number(100 * value, 1, sign=sign)

    return {
        "naam": name,
        "maat": maat,
        "waarde": shown(e.waarde, sign=True) or e.reden,
        "interval": f"{shown(e.laag, sign=True)} tot {shown(e.hoog, sign=True)}" if e.laag is not None else "",
        "p": p_value(e.p),
        "aantal": e.n or None,
        "methode": e.methode,
    }


def methode_vast(ronde: Ronde) -> Tekst:
    """Which methods were used and why."""
    v = _vergeleken(ronde)
    if v.verschil.waarde is None:
        return Tekst("Er is niets vergeleken: er zijn geen vrouwen of geen mannen.")
    if _few(ronde):
        return Tekst(
            f"Vergelijken binnen umc's en bij gelijke functie kan vanaf {MINIMUM_UMCS} umc's en staat hier daarom niet."
        )
    pooled = v.binnen_umc
    said = [_given_sentence(v)]
    if pooled.homogeen.p is not None:
        same = "verschilt niet aantoonbaar tussen" if pooled.homogeen.p >= ALPHA else "verschilt tussen"
        rough = (
            f" De toets is een benadering: bij {pooled.klein} van de {umcs(pooled.lagen)} is een verwacht aantal "
            f"kleiner dan {KLEIN}."
            if pooled.klein
            else ""
        )
        said.append(f"De kansverhouding {same} de umc's ({HOMOGEEN}).{rough}")
    elif pooled.schatting.waarde is None:
        said.append(f"Binnen umc's is geen kansverhouding te geven: {pooled.schatting.reden}.")
    if pooled.lagen:
        said.append(
            f"Binnen umc's vergelijken kan bij {umcs(pooled.lagen)}: daar zijn er vrouwen en mannen, met en zonder "
            "vast contract."
        )
    return Tekst(*said)


def function_name(code: str) -> str:
    """A functiecategorie within a sentence: without its capital, unless it is an abbreviation."""
    name = figures.FUNCTIES[code]
    return name if name[1].isupper() else name[0].lower() + name[1:]


def _given_sentence(v: VastVergeleken) -> str:
    e = v.gegeven
    start = "Bij dezelfde functie en hetzelfde umc:"
    if e.waarde is None:
        return f"{start} deze vergelijking is weggelaten, want {e.reden}."
    if e.methode == gelijkheid.LOGISTISCH:
        return (
            f"{start} gewone {e.methode}. Een lineair programma vond vooraf geen combinatie van functie, umc en gender "
            "die de uitkomst vastlegt."
        )
    groups = dutch.join_words(function_name(name) if name in figures.FUNCTIES else umc_name(name) for name in v.bepaald)
    why = f"bij {groups} heeft iedereen, of juist niemand, een vast contract" if v.bepaald else (
        "een combinatie van functie, umc en gender legt de uitkomst vast"
    )  # fmt: skip
    rest = f" Een interval is niet te geven: {e.reden}." if e.laag is None else ""
    return (
        f"{start} {e.methode}. Gewone logistische regressie kan hier niet, want {why}. Een lineair programma stelde "
        f"dat vooraf vast.{rest}"
    )


def glazen_plafond(ronde: Ronde) -> Tabel:
    """Both glass-ceiling indices under their own names, with the shares they are made of."""
    rows = gelijkheid.glazen_plafond(ronde)
    return Tabel(
        pd.DataFrame(
            {
                "index": rows["index"],
                "rangen": rows["rangen"],
                "waarde": [dutch.number(value, 2) for value in rows["waarde"]],
                "lager": _of(rows, "lager"),
                "hoger": _of(rows, "hoger"),
                "duiding": [_meaning(value, few) for value, few in zip(rows["waarde"], rows["te_klein"], strict=True)],
            }
        ),
        f"Glazen plafond, {wie(ronde)}, {wanneer(ronde)}.",
        {
            "index": "Index",
            "rangen": "Rangen",
            "waarde": "Waarde",
            "lager": "Vrouwen, eerste groep",
            "hoger": "Vrouwen, hogere rang",
            "duiding": "Duiding",
        },
        totaal="",
        definitie="A is hoogleraar, B UHD, C UD. gci_eu (She Figures): aandeel vrouwen in A, B en C samen gedeeld door "
        "dat in A. gpi_lnvh: aandeel vrouwen in een rang gedeeld door dat in de rang erboven. Personen, zonder inloop.",
        leeg="niet bepaalbaar",
    )


def _of(rows: pd.DataFrame, side: str) -> list[str]:
    pairs = zip(rows[f"vrouwen_{side}"], rows[f"personen_{side}"], strict=True)
    return [
        f"{dutch.number(women)} van {dutch.number(everyone)}" if everyone else "niemand" for women, everyone in pairs
    ]


def _meaning(value: float, few: bool) -> str:
    if few:
        return f"te klein voor duiding: minder dan {gelijkheid.MINIMUM_A} personen in de hogere rang"
    if pd.isna(value):
        return ""
    return "boven 1: hoger in rang is een kleiner deel vrouw" if value > 1 else (
        "1 of lager: hoger in rang is geen kleiner deel vrouw"
    )  # fmt: skip
