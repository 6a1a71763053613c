"""The index page of a round: the KPIs at a glance and links to everything that was built."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from sectorplan_analysis.dataset import Ronde, umc_name
from sectorplan_analysis.disclosure.openbaar import Openbaar
from sectorplan_analysis.documents import LANDELIJKE_NOTEBOOKS, NOTEBOOKS, Document, documents_of, page_meta
from sectorplan_analysis.indicators import INDICATOREN
from sectorplan_analysis.measure import series
from sectorplan_analysis.pages import dutch
from sectorplan_analysis.pages.index import Kpi, Link, round_index
from sectorplan_analysis.pdf import pdf_of
from sectorplan_analysis.rapport import diversiteit, kengetallen, sinds, werkdruk_baanzekerheid
from sectorplan_analysis.rapport.ervaringen import all_scores, leading_contrasts, meting_names
from sectorplan_analysis.rapport.sentences import moments
from sectorplan_analysis.rapport.vorm import measured, pct, teller_noemer, wanneer
from sectorplan_analysis.reference import TOTAAL

ABOUT = {
    "werkdruk_baanzekerheid": "Wat deelnemers ervaren, en wat de contracten zeggen.",
    "diversiteit": "Vrouwen en mannen naar contract, functie en umc.",
    "kengetallen": "Geld, formatie en personen, en de aansluiting op de publicatie.",
    "eindevaluatie": "Elk doel van het plan met een getal, naast 2023, met een oordeel.",
    "datakwaliteit": "Welke leveringen zijn gebruikt en wat er met elke rij is gebeurd.",
}
TABLE_NAMES = {
    "tabel1_bestedingen": "Tabel 1: bestedingen",
    "tabel2_fte": "Tabel 2: fte",
    "tabel3_medewerkers": "Tabel 3: medewerkers",
    "tabel4_vrouw_man": "Tabel 4: vrouwen en mannen",
    "figuur1": "Figuur 1: baanzekerheid en werkdruk",
    "figuur2": "Figuur 2: dataspecialisten per jaar",
    "figuur3": "Figuur 3: fte per umc",
    "figuur4": "Figuur 4: wetenschappelijke functies",
    "figuur5": "Figuur 5: ondersteunende functies",
    "figuur6": "Figuur 6: vrouwen en mannen per functie",
    "figuur7": "Figuur 7: themamatrix",
    "perceptie": "Verandering in werkdruk en baanzekerheid: alle analyses",
    "overgangen": "Overgangen tussen contractstatussen",
    "ontleding": "Waarom de vaste formatie veranderde",
    "eindevaluatie": "Doelen voor 2028: alle lezingen met oordeel",
    "diversiteit_verdeling": "Vrouwen en mannen naar contract, functie, thema en umc",
    "diversiteit_vast": "Vast onder vrouwen en mannen: alle vergelijkingen",
    "diversiteit_trechter": "Aandeel vrouwen per umc tegenover het landelijke aandeel",
    "diversiteit_glazen_plafond": "Glazen plafond",
    "diversiteit_doorstroom": "Wie kwam, ging, vast werd en bevorderd is",
    "diversiteit_verandering": "Verandering van het aandeel vrouwen sinds 2023",
    "sinds_vorige": "Alle indicatoren: vorige ronde en nu",
    "revisies": "Wat deze levering anders zegt over de vorige peildatum",
    "culturele_diversiteit": "Culturele diversiteit: groepen van een statistiekbureau",
    "aansluiting": "Aansluiting op de publicatie",
    "consistentie": "De publicatie tegenover zichzelf",
    "indicatoren": "Alle indicatoren per umc",
    "reeks": "Kerncijfers over de jaren",
    "openbaar_verborgen": "Wat de openbare editie verbergt",
    "cellen": "Alle getallen van deze editie",
    "focusgroepen": "Uitkomsten van de focusgroepen",
    "ronde": "Gegevens van de ronde",
}


def index_page(ronde: Ronde, *, editie: str, tabellen: Sequence[str], pdf: bool = False) -> str:
    """HTML of the index of an edition.

    Parameters
    ----------
    ronde
        The whole round.
    editie
        Name of the edition.
    tabellen
        Names of the files in ``tabellen/``.
    pdf
        Whether there is a PDF of every page.
    """
    titles = {**NOTEBOOKS, **LANDELIJKE_NOTEBOOKS}
    pages = [Link(title, Document(name).page.as_posix(), ABOUT[name]) for name, title in titles.items()]
    return round_index(
        dataclasses.replace(page_meta(ronde, editie=editie), index=""),
        titel=f"{ronde.config.titel}, {wanneer(ronde)}",
        kernpunten=_summary(ronde),
        kpis=kpis(ronde),
        veranderd=veranderd(ronde),
        tabel=sinds.tabel(ronde),
        groepen={
            "Landelijke pagina's": pages,
            "Tabellen": _table_links(tabellen),
            "Verantwoording": [
                Link("Manifest", "manifest.json", "Invoer, versies en controlegetallen van alle bestanden."),
                Link("RO-Crate", "ro-crate-metadata.json", "Dezelfde herkomst in een vorm voor machines."),
            ],
        },
        umcs={
            umc_name(umc): [Link(title, Document(name, umc).page.as_posix()) for name, title in NOTEBOOKS.items()]
            for umc in ronde.aanwezig
        },
        notebooks=[Link(document.title, document.executed.as_posix()) for document in documents_of(ronde)],
        pdfs=pdf_links(documents_of(ronde)) if pdf else (),
    )


def pdf_links(documents: Iterable[Document]) -> list[Link]:
    """The PDF of the index and of every page."""
    links = [Link(document.title, pdf_of(document.page).as_posix()) for document in documents]
    return [Link("Deze overzichtspagina", pdf_of(Path("index.html")).as_posix()), *links]


def _table_links(names: Sequence[str]) -> list[Link]:
    ordered = sorted(names, key=lambda name: list(TABLE_NAMES).index(name.removesuffix(".csv")))
    return [Link(TABLE_NAMES[name.removesuffix(".csv")], f"tabellen/{name}") for name in ordered]


def _summary(ronde: Ronde) -> list[str]:
    """The first conclusions of the three substantive pages."""
    return [
        *werkdruk_baanzekerheid.kernpunten(ronde).zinnen[:2],
        kengetallen.kernpunten(ronde).zinnen[0],
        diversiteit.hoofdzin(ronde),
    ]


def veranderd(ronde: Ronde | Openbaar) -> tuple[str, tuple[str, ...]]:
    """Heading and sentences on what changed since the previous round."""
    before = sinds.vorige_dag(ronde)
    return f"Wat veranderde sinds {dutch.date(before)}" if before else "Wat veranderde", sinds.zinnen(ronde)


def kpis(ronde: Ronde) -> list[Kpi]:
    """Tiles: continuity, workload, diversity, dataspecialisten and money."""
    history = series(("structureel_pct", "vrouwen_pct", "dataspecialisten_fte", "besteed_pct"), ronde)
    history = history[history["umc"] == TOTAAL]
    return [
        _continuiteit(ronde, history),
        _werkdruk(ronde),
        _simple(ronde, history, "vrouwen_pct", "Diversiteit: aandeel vrouwen", "diversiteit", "toename waar nodig"),
        _simple(
            ronde,
            history,
            "dataspecialisten_fte",
            "Dataspecialisten (KPI 14)",
            "werkdruk_baanzekerheid",
            "substantieel meer in 2028 dan in 2023",
        ),
        _simple(ronde, history, "besteed_pct", "Besteed van ontvangen", "kengetallen", "inlopen van de onderbesteding"),
    ]


def _values(history: pd.DataFrame, name: str) -> tuple[float, ...]:
    return tuple(float(v) for v in history.loc[history["maat"] == name, "waarde"].dropna())


def change(history: pd.DataFrame, name: str, ronde: Ronde | Openbaar) -> str:
    """Change since the last day before the peildatum that has a value; '' when the peildatum itself has none."""
    rows = history[history["maat"] == name].dropna(subset="waarde")
    if len(rows) < 2 or rows["peildatum"].iloc[-1] != ronde.peildatum.isoformat():
        return ""
    before, now = rows.iloc[-2], rows.iloc[-1]
    difference = now["waarde"] - before["waarde"]
    size = (
        f"{dutch.number(difference, 1, sign=True)} procentpunt"
        if INDICATOREN[name].eenheid == "%"
        else dutch.fte(difference, 1, sign=True)
    )
    return f"{size} sinds {dutch.date(before['peildatum'])}"


def _continuiteit(ronde: Ronde, history: pd.DataFrame) -> Kpi:
    row, target = measured("structureel_pct", ronde), ronde.config.streefwaarden.get("structureel_pct")
    status, goal = "geen streefwaarde afgesproken", ""
    if target is not None and pd.notna(row["waarde"]):
        goal = target.naam
        status = "boven de streefwaarde" if row["waarde"] > target.waarde else "nog niet bereikt"
    return Kpi(
        naam="Continuïteit: structurele formatie",
        waarde=pct(row["waarde"]),
        doel=goal,
        status=f"{status} ({teller_noemer(row, decimals=1)} fte)",
        verandering=change(history, "structureel_pct", ronde),
        reeks=_values(history, "structureel_pct"),
        href="werkdruk_baanzekerheid.html",
        indicator="structureel_pct",
    )


def _werkdruk(ronde: Ronde) -> Kpi:
    goal = "lager in 2028 dan in 2023"
    contrast = next((c for c in leading_contrasts(ronde) if c.schaal == "werkdruk"), None)
    if contrast is None:
        return Kpi("Werkdruk (0-10)", "niet bepaalbaar", goal, "in deze levering staat geen meting")
    scores = all_scores(ronde)
    now = scores.loc[(scores["meting"] == scores["meting"].max()) & (scores["situatie"] == "nu"), "werkdruk"].dropna()
    people = dutch.count(contrast.verandering.deelnemers, "deelnemer", "deelnemers")
    moved = contrast.verandering.gemiddelde
    size = f"{dutch.number(moved, 1, sign=True)} punt {moments(contrast, meting_names(ronde))}"
    return Kpi(
        naam="Werkdruk (0-10)",
        waarde=dutch.number(now.mean(), 1),
        doel=goal,
        status=f"{contrast.oordeel} ({people}, {contrast.reeks})",
        verandering="" if dutch.is_undefined(moved) else size,
        href="werkdruk_baanzekerheid.html",
        indicator="werkdruk",
    )


def _simple(ronde: Ronde, history: pd.DataFrame, name: str, title: str, page: str, goal: str) -> Kpi:
    row, indicator = measured(name, ronde), INDICATOREN[name]
    return Kpi(
        naam=title,
        waarde=pct(row["waarde"], 1) if indicator.eenheid == "%" else dutch.fte(row["waarde"], 1),
        doel=goal,
        status=_direction(history, name),
        verandering=change(history, name, ronde),
        reeks=_values(history, name),
        href=f"{page}.html",
        indicator=name,
    )


def _direction(history: pd.DataFrame, name: str) -> str:
    values = _values(history, name)
    if len(values) < 2:
        return "nog niet te vergelijken"
    difference = dutch.round_half_away(values[-1] - values[-2], 1)
    return "gelijk gebleven" if difference == 0 else "gestegen" if difference > 0 else "gedaald"
