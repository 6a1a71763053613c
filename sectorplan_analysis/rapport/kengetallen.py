"""Page 'Kengetallen': money, posts and persons, and how the numbers connect to the published report."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

import pandas as pd

from sectorplan_analysis import figure_data, tables
from sectorplan_analysis.aansluiting import NIET_BEPAALBAAR, VERSCHILT, aansluiting
from sectorplan_analysis.consistency import GELIJK, TEGENSPRAAK, check_published
from sectorplan_analysis.dataset import Ronde, umc_name
from sectorplan_analysis.indicators import INDICATOREN
from sectorplan_analysis.measure import measure, series
from sectorplan_analysis.pages import Figuur, Kernpunten, Tabel, Tekst, dutch, figures
from sectorplan_analysis.rapport.vorm import (
    RAPPORT,
    indicator_table,
    jaren,
    measured,
    missing_note,
    national,
    numeric,
    own_and_national,
    pct,
    teller_noemer,
    totaalnaam,
    waar,
    wanneer,
    wie,
)
from sectorplan_analysis.reference import TOTAAL, published_folder

_REEKS = ("begroot_fte", "gerealiseerd_fte", "structureel_fte", "inloop_fte", "medewerkers_totaal")


def kernpunten(ronde: Ronde) -> Kernpunten:
    """The conclusion of the page in a few computed sentences."""
    structureel, gerealiseerd = measured("structureel_pct", ronde), measured("gerealiseerd_pct", ronde)
    besteed, inloop = measured("besteed_pct", ronde), measured("inloop_fte", ronde)
    zinnen = [
        f"{waar(ronde)} is op {wanneer(ronde)} {pct(structureel['waarde'])} van de begrote formatie structureel "
        f"ingevuld: {teller_noemer(structureel, decimals=2)} fte is vast of onvoorwaardelijk toegezegd vast.",
        f"Met de tijdelijke posities erbij is {pct(gerealiseerd['waarde'])} gerealiseerd "
        f"({teller_noemer(gerealiseerd, decimals=2)} fte).",
    ]
    if pd.notna(besteed["waarde"]):
        zinnen.append(
            f"In {jaren(ronde)} is {pct(besteed['waarde'])} van de ontvangen sectorplanmiddelen "
            f"besteed: {dutch.eur(besteed['teller'])} van {dutch.eur(besteed['noemer'])}."
        )
    if inloop["waarde"]:
        zinnen.append(
            f"Uit het inlooptraject onderbesteding wordt nog {dutch.fte(inloop['waarde'])} betaald; "
            "dat telt in geen enkel realisatiecijfer mee."
        )
    if not ronde.umc:
        zinnen.append(_aansluiting_sentence(ronde))
    return Kernpunten(*zinnen)


def _aansluiting_sentence(ronde: Ronde) -> str:
    checked = _checked(ronde)
    if checked.empty:
        return f"Voor {wanneer(ronde)} heeft de commissie geen cijfers gepubliceerd om mee te vergelijken."
    differs = int((checked["oordeel"] == VERSCHILT).sum())
    unknown = int((checked["oordeel"] == NIET_BEPAALBAAR).sum())
    total = dutch.number(len(checked))
    if not differs and not unknown:
        return f"Alle {total} gepubliceerde cijfers komen precies zo uit de leveringen."
    text = f"Van de {total} gepubliceerde cijfers wijken er {dutch.number(differs)} af van de berekende"
    text += f" en zijn er {dutch.number(unknown)} niet bepaalbaar" if unknown else ""
    missing = dutch.join_words(umc_name(umc) for umc in ronde.ontbrekend)
    return f"{text}; {missing} zit niet in deze cijfers." if ronde.ontbrekend else f"{text}."


def bestedingen(ronde: Ronde) -> pd.DataFrame:
    """Table 1 as numbers."""
    return numeric(tables.tabel1_bestedingen(ronde))


def tabel1(ronde: Ronde) -> Tabel:
    """Table 1 of the report."""
    period = jaren(ronde) or "nog geen volledig jaar"
    return Tabel(
        own_and_national(ronde, bestedingen),
        f"Tabel 1. Cumulatieve bestedingen per umc, {period}.",
        {
            "umc": "Umc",
            "tijdelijke_posities_eur": "Tijdelijke posities",
            "vaste_posities_eur": "Vaste posities",
            "indirecte_kosten_eur": "Indirecte kosten",
            "materieel_eur": "Materieel",
            "totaal_eur": "Totaal besteed",
        },
        totaal=totaalnaam(ronde),
        definitie="Hele euro's; totalen zijn van onafgeronde bedragen. Alleen jaren die op de peildatum voorbij zijn.",
        bron=f"{RAPPORT}, 5.1",
        leeg="geen besteding in deze categorie" if not ronde.ontbrekend else "geen besteding, of niet geleverd",
    )


def besteed(ronde: Ronde) -> pd.DataFrame:
    """Received, spent and the difference per umc, in euros and as shares."""
    names = ("ontvangen_totaal", "besteding_totaal", "onderbesteding", "besteed_pct", "besteed_jaar_pct")
    frame = pd.concat({name: measure(INDICATOREN[name], ronde).set_index("umc")["waarde"] for name in names}, axis=1)
    return frame.reset_index().rename(columns={name: f"{name}_eur" for name in names[:3]})


def tabel_besteed(ronde: Ronde) -> Tabel:
    """Received, spent and the difference per umc."""
    years = ronde.volledige_jaren()
    return Tabel(
        own_and_national(ronde, besteed),
        f"Ontvangen en besteed per umc, tot en met {years[-1] if years else 'het eerste jaar'}.",
        {
            "umc": "Umc",
            "ontvangen_totaal_eur": "Ontvangen",
            "besteding_totaal_eur": "Besteed",
            "onderbesteding_eur": "Onderbesteding",
            "besteed_pct": "Besteed",
            "besteed_jaar_pct": f"Besteed in {years[-1]}" if years else "Besteed in het laatste jaar",
        },
        totaal=totaalnaam(ronde),
        definitie="Onderbesteding is ontvangen min besteed. Het aandeel is besteed gedeeld door ontvangen.",
        bron=f"{RAPPORT}, 5.1",
        leeg=missing_note(ronde),
    )


def figuur3(ronde: Ronde) -> Figuur:
    """Figure 3 of the report."""
    rows = figure_data.figuur3(ronde)
    rows = rows[(rows["umc"] != TOTAAL) & (rows["contractstatus"] != "begroot") & (rows["maat"] == "fte")]
    begroot = measure(INDICATOREN["begroot_fte"], ronde)
    begroot = begroot[begroot["umc"] != TOTAAL].rename(columns={"waarde": "begroot_fte"})
    return figures.figuur3(
        rows.rename(columns={"waarde": "fte"}).dropna(subset="fte")[["umc", "contractstatus", "fte"]],
        begroot=begroot.dropna(subset="begroot_fte")[["umc", "begroot_fte"]],
        wanneer=wanneer(ronde),
        wie=ronde.naam if ronde.umc else "per umc",
        bron=f"{RAPPORT}, figuur 3",
    )


def posities(ronde: Ronde) -> pd.DataFrame:
    """Table 2 as numbers."""
    return numeric(tables.tabel2_fte(ronde))


def tabel2(ronde: Ronde) -> Tabel:
    """Table 2 of the report."""
    return Tabel(
        own_and_national(ronde, posities),
        f"Tabel 2. Gerealiseerde sectorplanposities in fte per umc, {wanneer(ronde)}.",
        {
            "umc": "Umc",
            "inloop_fte": "Inloop",
            "tijdelijk_fte": "Tijdelijk",
            "toegezegd_vast_fte": "Toegezegd vast",
            "vast_fte": "Vast",
            "begroot_fte": "Begroot",
            "realisatie_structureel_pct": "Realisatie structureel",
        },
        totaal=totaalnaam(ronde),
        definitie="Realisatie structureel is (vast + toegezegd vast) gedeeld door begroot; boven 100% is mogelijk. "
        "Inloop telt niet mee.",
        bron=f"{RAPPORT}, bijlage V",
        leeg=missing_note(ronde),
    )


def aantallen(ronde: Ronde) -> pd.DataFrame:
    """Table 3 as numbers."""
    return numeric(tables.tabel3_medewerkers(ronde)).set_index("umc").add_prefix("aantal_").reset_index()


def tabel3(ronde: Ronde) -> Tabel:
    """Table 3 of the report."""
    return Tabel(
        own_and_national(ronde, aantallen),
        f"Tabel 3. Aantal sectorplanmedewerkers per umc, {wanneer(ronde)}.",
        {
            "umc": "Umc",
            "aantal_inloop": "Inloop",
            "aantal_tijdelijk": "Tijdelijk",
            "aantal_toegezegd_vast": "Toegezegd vast",
            "aantal_vast": "Vast",
        },
        totaal=totaalnaam(ronde),
        definitie="Personen. Wie een gewone en een inlooppositie heeft, telt in beide één keer.",
        bron=f"{RAPPORT}, bijlage V",
        leeg=missing_note(ronde),
    )


def figuur7(ronde: Ronde) -> Figuur:
    """Figure 7 of the report: the theme matrix."""
    rows = figure_data.figuur7(ronde)
    wide = rows[rows["umc"] != TOTAAL].pivot(index=["umc", "subthema"], columns="maat", values="waarde").reset_index()
    wide = wide.dropna(subset="fte").assign(gepland=lambda frame: frame["prioriteit"] > 0)
    order = {umc_name(umc): place for place, umc in enumerate(ronde.umcs)}
    wide = wide.sort_values("umc", key=lambda column: column.map(order), kind="stable")
    return figures.figuur7(
        wide[["umc", "subthema", "fte", "gepland"]],
        wanneer=wanneer(ronde),
        wie=wie(ronde),
        bron=f"{RAPPORT}, bijlage I (prioriteiten)",
    )


def ontwikkeling(ronde: Ronde) -> Tabel:
    """Posts and persons on every year-end up to the peildatum."""
    rows = series(_REEKS, ronde)
    rows = rows[rows["umc"] == TOTAAL].pivot(index="peildatum", columns="maat", values="waarde").reset_index()
    # the budget is one figure for the whole period, not a budget per year
    rows["peildatum"] = [dutch.date(day) for day in rows["peildatum"]]
    rows = rows.rename(columns={"medewerkers_totaal": "aantal_medewerkers"})
    return Tabel(
        rows,
        f"Ontwikkeling van de formatie, {wie(ronde)}, uit de levering van {dutch.date(ronde.levering)}.",
        {
            "peildatum": "Peildatum",
            "structureel_fte": "Structureel",
            "gerealiseerd_fte": "Gerealiseerd",
            "begroot_fte": "Begroot (hele periode)",
            "inloop_fte": "Inloop",
            "aantal_medewerkers": "Medewerkers",
        },
        definitie="Elke levering bevat de volledige geschiedenis sinds 2022; eerdere peildata zijn daaruit berekend.",
    )


def aansluiting_oordeel(ronde: Ronde) -> Tabel | Tekst:
    """How many published numbers equal the computed ones, per source."""
    checked = _checked(ronde)
    if checked.empty:
        return Tekst(f"Voor {wanneer(ronde)} zijn geen cijfers gepubliceerd; er is niets om mee te vergelijken.")
    source = checked["id"].str.partition(".")[0].where(checked["id"].str.contains(".", regex=False), "kerncijfers")
    counts = pd.crosstab(source, checked["oordeel"]).rename_axis("bron").reset_index()
    columns = [column for column in (GELIJK, VERSCHILT, NIET_BEPAALBAAR) if column in counts]
    counts = counts.rename(columns={column: f"aantal_{column}" for column in columns})
    return Tabel(
        counts,
        "Gepubliceerde cijfers naast de berekende.",
        {"bron": "Bron", **{f"aantal_{column}": column.capitalize() for column in columns}},
        definitie="Vergeleken op het aantal decimalen van de publicatie.",
        bron=RAPPORT,
    )


def aansluiting_tabel(ronde: Ronde) -> Tabel | Tekst:
    """Published numbers that differ, cannot be computed or contradict each other; the key figures always."""
    checked = _checked(ronde)
    if checked.empty:
        return Tekst("Geen gepubliceerde cijfers voor deze peildatum.")
    notable = (
        (checked["oordeel"] != GELIJK) | (checked["toelichting"] != "") | ~checked["id"].str.contains(".", regex=False)
    )
    frame = checked[notable].assign(verschil=lambda rows: rows["verschil"].where(rows["oordeel"] == VERSCHILT, ""))
    for column in ("gepubliceerd", "berekend", "verschil"):
        frame[column] = [_as_printed(text) for text in frame[column]]
    return Tabel(
        frame,
        "Kerncijfers van de publicatie, en elke tabelcel die afwijkt of waarbij de publicatie zichzelf tegenspreekt.",
        {
            "id": "Cijfer",
            "umc": "Umc",
            "gepubliceerd": "Gepubliceerd",
            "berekend": "Berekend",
            "oordeel": "Oordeel",
            "toelichting": "Toelichting",
        },
        totaal="",
        definitie="Alle cellen staan in tabellen/aansluiting.csv.",
        bron=RAPPORT,
        leeg="geen toelichting nodig",
    )


def _checked(ronde: Ronde) -> pd.DataFrame:
    checked = national(ronde, aansluiting)
    return checked[checked["umc"] == ronde.naam] if ronde.umc else checked


def _as_printed(text: str) -> str:
    """A printed number in Dutch format with its own number of decimals; other text as it is."""
    try:
        return dutch.number(Decimal(text), len(text.partition(".")[2]))
    except InvalidOperation:
        return text


def consistentie(ronde: Ronde) -> Tabel | Tekst:
    """Published figures that do not follow from the other published figures."""
    if published_folder(ronde.peildatum) is None:
        return Tekst("Geen gepubliceerde cijfers voor deze peildatum.")
    checks = check_published(ronde.peildatum)
    found = checks[checks["oordeel"] != GELIJK].copy()
    for column in ("gedrukt", "volgt_uit_rest"):
        found[column] = [_as_printed(text) for text in found[column]]
    return Tabel(
        found,
        f"De publicatie tegenover zichzelf: {len(found)} van {len(checks)} controles sluiten niet precies.",
        {
            "vindplaats": "Plaats",
            "umc": "Umc",
            "omschrijving": "Controle",
            "gedrukt": "Gedrukt",
            "volgt_uit_rest": "Volgt uit de rest",
            "oordeel": "Oordeel",
            "oorzaak": "Waarschijnlijke oorzaak",
        },
        totaal="",
        definitie=f"'{TEGENSPRAAK.capitalize()}': geen getallen kunnen alle gedrukte cijfers opleveren. "
        "'Verklaard door afronding': er bestaan onafgeronde getallen die alle gedrukte cijfers opleveren. "
        "Alle controles staan in tabellen/consistentie.csv.",
    )


def definities(ronde: Ronde) -> Tabel:
    """Every key figure of the page with its value, definition and place in the report."""
    names = ("besteding_totaal", "ontvangen_totaal", "onderbesteding", "besteed_pct", "besteed_jaar_pct", "begroot_fte",
             "gerealiseerd_fte", "gerealiseerd_pct", "structureel_fte", "structureel_pct", "structureel_medewerkers",
             "inloop_fte", "inloop_medewerkers")  # fmt: skip
    return indicator_table(ronde, names, bijschrift=f"Kengetallen en hun definitie, {wie(ronde)}, {wanneer(ronde)}.")
