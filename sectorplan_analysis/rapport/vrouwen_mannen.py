"""Women, men, x and onbekend per umc, contract, function and theme, and the umcs held against the country."""

from __future__ import annotations

import pandas as pd

from sectorplan_analysis import gelijkheid
from sectorplan_analysis.dataset import Ronde, once
from sectorplan_analysis.pages import Figuur, Tabel, Tekst, dutch, figures
from sectorplan_analysis.pages.funnel import trechter as draw_trechter
from sectorplan_analysis.rapport.vorm import (
    RAPPORT,
    Samen,
    missing_note,
    national,
    own_and_national,
    totaalnaam,
    wanneer,
    wie,
)
from sectorplan_analysis.reference import GENDERS, TOTAAL
from sectorplan_analysis.statistiek.estimate import ALPHA, Estimate
from sectorplan_analysis.verdeling import verdeling

_GENDERS = {"v": "Vrouw", "m": "Man", "x": "x", "onbekend": "Onbekend", "alle": "Alle"}
_STATUS = {"vast": "Vast", "toegezegd_vast": "Toegezegd vast", "tijdelijk": "Tijdelijk", "onbekend": "Onbekend"}
_DUBBEL = " Wie posities in twee groepen heeft, telt in beide mee en in het totaal één keer."


@once
def counted(ronde: Ronde) -> pd.DataFrame:
    """`verdeling` of the round, counted once for the whole page."""
    return verdeling(ronde)


def umcs_geteld(ronde: Ronde) -> pd.DataFrame:
    """Women and men per umc, in the columns of `_wide`."""
    rows = counted(ronde)
    rows = rows[rows["indeling"] == "totaal"].assign(groep=lambda frame: frame["umc"])
    return _wide(rows).rename(columns={"groep": "umc"})


def per_umc(ronde: Ronde) -> Samen:
    """Women and men per umc, in persons and in fte."""
    frame = own_and_national(ronde, umcs_geteld).rename(columns={"umc": "groep"})
    return _tabellen(ronde, frame, "per umc", "Umc", totaal=totaalnaam(ronde), leeg=missing_note(ronde))


def naar_contract(ronde: Ronde) -> Samen:
    """Women and men per contractstatus."""
    return _tabellen(ronde, _groups(ronde, "contractstatus", _STATUS), "naar contractstatus", "Contractstatus")


def naar_functie(ronde: Ronde) -> Samen:
    """Women and men per functiecategorie."""
    frame = _groups(ronde, "functiecategorie", figures.FUNCTIES)
    return _tabellen(ronde, frame, "naar functie", "Functie", noot=_DUBBEL)


def naar_thema(ronde: Ronde) -> Samen:
    """Women and men per theme of the sectorplan."""
    return _tabellen(ronde, _groups(ronde, "thema", {}), "naar thema", "Thema", noot=_DUBBEL)


def _groups(ronde: Ronde, indeling: str, names: dict[str, str]) -> pd.DataFrame:
    rows = counted(ronde)
    rows = rows[(rows["umc"] == TOTAAL) & rows["indeling"].isin([indeling, "totaal"])]
    if indeling == "contractstatus":  # a gap in the contracts: a row only where it occurs
        gap = rows.loc[rows["groep"] == "onbekend", "medewerkers"].sum() > 0
        rows = rows[gap | (rows["groep"] != "onbekend")]
    rows = pd.concat([rows[rows["indeling"] == indeling], rows[rows["indeling"] == "totaal"]])
    return _wide(rows.assign(groep=rows["groep"].replace(names)))


def _wide(rows: pd.DataFrame) -> pd.DataFrame:
    """A row per group: aantal_<gender>, aantal_alle, aandeel_personen, <gender>_fte, alle_fte, aandeel_fte."""
    order = list(dict.fromkeys(rows["groep"]))
    frame = pd.DataFrame({"groep": order})
    for maat, name, share in (("medewerkers", "aantal_{}", "aandeel_personen"), ("fte", "{}_fte", "aandeel_fte")):
        wide = rows.pivot(index="groep", columns="gender", values=maat).reindex(order)[list(GENDERS)]
        whole = wide.sum(axis=1, min_count=1)
        for gender in GENDERS:
            frame[name.format(gender)] = wide[gender].to_numpy()
        frame[name.format("alle")] = whole.to_numpy()
        frame[share] = (wide["v"] / whole.where(whole > 0)).to_numpy()
    return frame


def _tabellen(
    ronde: Ronde, frame: pd.DataFrame, naar: str, kop: str, *, totaal: str = TOTAAL, noot: str = "", leeg: str = ""
) -> Samen:
    """A table in persons and one in fte.

    x and onbekend have a column as soon as someone is counted there; the note says so when nobody is.
    """
    shown = [gender for gender in GENDERS if gender in "vm" or frame[f"aantal_{gender}"].sum() > 0]
    absent = [name for name in ("x", "onbekend") if name not in shown]
    nobody = f" Niemand is hier geregistreerd als {dutch.join_words(absent, last='of')}." if absent else ""
    share = {"aandeel_personen": "Aandeel vrouwen", "aandeel_fte": "Aandeel vrouwen"}
    tables = [
        Tabel(
            frame,
            f"Vrouwen en mannen {naar}, {maat}, {wie(ronde)}, {wanneer(ronde)}.",
            {"groep": kop, **{name.format(gender): _GENDERS[gender] for gender in (*shown, "alle")}, own: share[own]},
            decimalen={own: 1},
            totaal=totaal,
            definitie=f"Zonder inloop. x en onbekend tellen mee in de noemer.{nobody}{note}",
            leeg=leeg or "geen medewerkers",
        )
        for maat, name, own, note in (
            ("personen", "aantal_{}", "aandeel_personen", noot),
            ("fte", "{}_fte", "aandeel_fte", ""),
        )
    ]
    return Samen(tuple(tables))


def aandeel_zeker(ronde: Ronde) -> Tekst:
    """What the share of women says about the process behind it, in persons and in fte."""
    persons, fte = gelijkheid.aandeel_vrouwen(ronde)
    if persons.waarde is None:
        return Tekst("Er zijn geen medewerkers: een aandeel vrouwen is niet bepaalbaar.")
    said = [
        "Het aandeel vrouwen is een volledige telling. Het is een feit en heeft geen marge. Wie iets wil zeggen over "
        "het proces erachter (wie er solliciteert, wordt aangenomen en blijft), kan de volgende marges gebruiken. Ze "
        "zijn indicatief (superpopulatie).",
        f"In personen is {dutch.percent(persons.waarde, 1)} vrouw (95%-interval {_limits(persons)}; Wilson). "
        f"{_half(persons)}",
    ]
    if fte.waarde is not None:
        sure = f"(95%-interval {_limits(fte)}; {fte.methode})" if fte.laag is not None else f"(geen marge: {fte.reden})"
        said.append(f"In fte is {dutch.percent(fte.waarde, 1)} van vrouwen {sure}.")
    return Tekst(*said)


def _limits(e: Estimate) -> str:
    if e.laag is None or e.hoog is None:
        return dutch.ONBEPAALD
    return f"{dutch.percent(max(e.laag, 0), 1)} tot {dutch.percent(min(e.hoog, 1), 1)}"


def _half(e: Estimate) -> str:
    if e.laag is None or e.hoog is None:
        return ""
    if e.laag <= 0.5 <= e.hoog:
        return "Een proces dat even veel vrouwen als mannen oplevert, past daarbij."
    more = "meer" if e.laag > 0.5 else "minder"
    return f"Een proces dat even veel vrouwen als mannen oplevert, past daar niet bij: het levert {more} vrouwen op."


@once
def _trechter(ronde: Ronde) -> pd.DataFrame | str:
    return national(ronde, gelijkheid.trechter)


def trechter(ronde: Ronde) -> Figuur | Tekst:
    """The funnel of umcs; on the page of one umc only what it says about that umc."""
    found = _trechter(ronde)
    if isinstance(found, str):
        return Tekst(f"Een vergelijking van umc's met het landelijke aandeel vrouwen is er niet: {found}.")
    if ronde.umc:
        return Tekst(_own_sentence(ronde, found))
    return draw_trechter(
        found,
        wat="vrouwen",
        bijschrift=f"Aandeel vrouwen per umc rond het landelijke aandeel, personen, {wie(ronde)}, {wanneer(ronde)}. "
        "Umc's staan van klein naar groot; hoe kleiner een umc, hoe verder het door toeval van het landelijke aandeel "
        "kan liggen. Binnen de balk: 95% van wat toeval geeft bij één umc. Binnen de lijn: idem voor alle umc's samen. "
        "Indicatief (superpopulatie).",
        bron=f"{RAPPORT}, 5.3 (aantallen)",
    )


def trechter_zin(ronde: Ronde) -> Tekst:
    """Which umcs differ more than chance allows."""
    found = _trechter(ronde)
    if isinstance(found, str):
        return Tekst("Of umc's meer verschillen dan op toeval te verwachten is, staat hier dus niet.")
    if ronde.umc:
        return Tekst("Dit is geen ranglijst: een verschil tussen umc's zegt nog niet waardoor het komt.")
    return Tekst(verdict(found), *_remarks(found))


def umcs_vergeleken(ronde: Ronde) -> list[str]:
    """For the top of the national page: whether any umc differs; nothing on the page of one umc."""
    found = "" if ronde.umc else _trechter(ronde)
    return [] if isinstance(found, str) else [verdict(found)]


def verdict(found: pd.DataFrame) -> str:
    """One sentence: no umc differs from the national share more than by chance, or which do and to which side."""
    share = f"het landelijke aandeel vrouwen ({dutch.percent(found['landelijk'].iloc[0], 1)})"
    away = found[found["wijkt_af"]]
    if away.empty:
        return f"Geen umc wijkt meer af van {share} dan op toeval te verwachten is."
    sides = dutch.join_words(
        f"{row['umc']} is {'hoger' if row['aandeel'] > row['landelijk'] else 'lager'} "
        f"({dutch.percent(row['aandeel'], 1)}, {dutch.number(row['teller'])} van {dutch.number(row['noemer'])})"
        for row in away.to_dict("records")
    )
    verb = "wijkt" if len(away) == 1 else "wijken"
    return f"{dutch.join_words(away['umc'])} {verb} meer af van {share} dan op toeval te verwachten is: {sides}."


def _remarks(found: pd.DataFrame) -> list[str]:
    said = []
    alone = found[(found["p"] < ALPHA) & ~found["wijkt_af"]]
    if len(alone):
        verb = "ligt" if len(alone) == 1 else "liggen"
        tested = int((found["noemer"] > 0).sum())
        said.append(
            f"{dutch.join_words(alone['umc'])} {verb} wel buiten de grens voor één umc. Wie {tested} umc's vergelijkt, "
            "ziet dat door toeval ook."
        )
    empty = found.loc[~(found["noemer"] > 0), "umc"]
    if len(empty):
        verb = "heeft" if len(empty) == 1 else "hebben"
        said.append(
            f"{dutch.join_words(empty)} {verb} geen medewerkers en {'doet' if len(empty) == 1 else 'doen'} niet mee."
        )
    said.append(
        "Dit is geen ranglijst: een verschil tussen umc's zegt nog niet waardoor het komt. Getoetst per umc tegen het "
        "landelijke aandeel (exact binomiaal), met de correctie van Holm over alle umc's."
    )
    return said


def _own_sentence(ronde: Ronde, found: pd.DataFrame) -> str:
    own = found[(found["umc"] == ronde.naam) & (found["noemer"] > 0)]
    if own.empty:
        return f"{ronde.naam} heeft geen medewerkers: er is geen aandeel om naast het landelijke te leggen."
    row = own.iloc[0]
    verdict = "meer af" if row["wijkt_af"] else "niet meer af"
    return (
        f"Bij {ronde.naam} is {dutch.percent(row['aandeel'], 1)} vrouw ({dutch.number(row['teller'])} van "
        f"{dutch.number(row['noemer'])}). Dat wijkt {verdict} van het landelijke aandeel "
        f"({dutch.percent(row['landelijk'], 1)}) dan op toeval te verwachten is (indicatief, superpopulatie; getoetst "
        "samen met de andere umc's)."
    )
