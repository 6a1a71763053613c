"""Page 'Kengetallen' of the openbaar edition: money, formation and persons."""

from __future__ import annotations

import pandas as pd

from sectorplan_analysis import figure_data
from sectorplan_analysis.disclosure import tabellen
from sectorplan_analysis.disclosure.openbaar import GEHEIM, Openbaar
from sectorplan_analysis.indicators import INDICATOREN
from sectorplan_analysis.measure import measure, series
from sectorplan_analysis.pages import Figuur, Kernpunten, Tabel, Tekst, dutch, figures
from sectorplan_analysis.rapport.openbaar.woorden import getoond, indicatoren, tabel_uit_csv, zin
from sectorplan_analysis.rapport.vorm import RAPPORT, jaren, measured, pct, waar, wanneer, wie
from sectorplan_analysis.reference import TOTAAL, subthemas

_REEKS = {
    "structureel_pct": "Realisatie structureel",
    "medewerkers_totaal": "Medewerkers",
    "vrouwen_pct": "Aandeel vrouwen",
    "vast_vrouwen_pct": "Aandeel vrouwen vast",
    "dataspecialisten_fte": "Dataspecialisten (KPI 14)",
}
_DECIMALS = {"EUR": 0, "personen": 0, "%": 1, "fte": 2}


def kengetallen_kort(openbaar: Openbaar) -> Kernpunten:
    """The conclusion of the page: KPI totals, which are shown whenever that is possible."""
    besteed = measured("besteed_pct", openbaar)
    zinnen = [
        zin(
            measured("structureel_pct", openbaar),
            f"{waar(openbaar)} is op {wanneer(openbaar)} {{aandeel}} van de begrote formatie structureel "
            "ingevuld: {aantallen} fte is vast of onvoorwaardelijk toegezegd vast.",
            "Het structureel ingevulde deel van de begrote formatie",
        ),
        zin(
            measured("gerealiseerd_pct", openbaar),
            "Met de tijdelijke posities erbij is {aandeel} gerealiseerd ({aantallen} fte).",
            "Het gerealiseerde deel van de begrote formatie",
        ),
    ]
    if pd.notna(besteed["waarde"]):
        zinnen.append(
            f"In {jaren(openbaar)} is {pct(besteed['waarde'])} van de ontvangen sectorplanmiddelen besteed: "
            f"{dutch.eur(besteed['teller'])} van {dutch.eur(besteed['noemer'])}."
        )
    return Kernpunten(*zinnen)


def tabel1(openbaar: Openbaar) -> Tabel:
    """Table 1: per umc without the split of personnel costs."""
    columns = {
        "umc": "Umc",
        "tijdelijke_posities_eur": "Tijdelijke posities",
        "vaste_posities_eur": "Vaste posities",
        "indirecte_kosten_eur": "Indirecte kosten",
        "materieel_eur": "Materieel",
        "totaal_eur": "Totaal besteed",
    }
    note = "Kosten van tijdelijke en vaste posities staan er alleen landelijk: per umc kan het om enkele mensen gaan."
    period = jaren(openbaar) or "nog geen volledig jaar"
    return tabel_uit_csv(openbaar, "tabel1_bestedingen", f"Tabel 1. Cumulatieve bestedingen, {period}.", columns, note)


def tabel2(openbaar: Openbaar) -> Tabel:
    """Table 2 with marks."""
    columns = {
        "umc": "Umc",
        "inloop_fte": "Inloop",
        "tijdelijk_fte": "Tijdelijk",
        "toegezegd_vast_fte": "Toegezegd vast",
        "vast_fte": "Vast",
        "begroot_fte": "Begroot",
        "realisatie_structureel_pct": "Realisatie structureel",
    }
    note = "Realisatie structureel is (vast + toegezegd vast) gedeeld door begroot."
    bijschrift = f"Tabel 2. Sectorplanposities in fte per umc, {wanneer(openbaar)}."
    return tabel_uit_csv(openbaar, "tabel2_fte", bijschrift, columns, note)


def tabel3(openbaar: Openbaar) -> Tabel:
    """Table 3 with marks."""
    columns = {"umc": "Umc", "inloop": "Inloop", "tijdelijk": "Tijdelijk"}
    columns |= {"toegezegd_vast": "Toegezegd vast", "vast": "Vast"}
    bijschrift = f"Tabel 3. Sectorplanmedewerkers per umc, {wanneer(openbaar)}."
    return tabel_uit_csv(openbaar, "tabel3_medewerkers", bijschrift, columns, "Personen.")


def figuur3(openbaar: Openbaar) -> Figuur:
    """Structural fte per umc beside the budget: what is always shown of figure 3."""
    rows = measure(INDICATOREN["structureel_pct"], openbaar)
    rows = rows[rows["umc"] != TOTAAL].dropna(subset="teller")
    return figures.figuur3(
        rows.rename(columns={"teller": "fte"}).assign(contractstatus="vast")[["umc", "contractstatus", "fte"]],
        begroot=rows.rename(columns={"noemer": "begroot_fte"})[["umc", "begroot_fte"]],
        wanneer=wanneer(openbaar),
        bron=f"{RAPPORT}, figuur 3, zonder tijdelijk en inloop",
    )


def ontwikkeling(openbaar: Openbaar) -> Tabel:
    """National KPI totals on the days of the edition."""
    rows = series(_REEKS, openbaar)
    wide = rows[rows["umc"] == TOTAAL].pivot(index="peildatum", columns="maat", values="waarde")[list(_REEKS)]
    units = {name: INDICATOREN[name].eenheid for name in _REEKS}
    frame = pd.DataFrame({name: [_waarde(v, units[name]) for v in wide[name]] for name in _REEKS})
    frame.insert(0, "peildatum", [dutch.date(day) for day in wide.index])
    frame = frame.rename(columns={name: f"kolom {place}" for place, name in enumerate(_REEKS)})
    headers = {f"kolom {place}": text for place, text in enumerate(_REEKS.values())}
    note = "Dataspecialisten in fte. Een verschil tussen twee peildata is een saldo van komen en gaan."
    return Tabel(frame, "Landelijke ontwikkeling.", {"peildatum": "Peildatum", **headers}, definitie=note)


def themas(openbaar: Openbaar) -> Tabel:
    """Persons and fte per subthema and the number of umcs that made it a priority (figure 7)."""
    rows = figure_data.figuur7(openbaar)
    wide = rows[rows["umc"] == TOTAAL].pivot(index=["thema", "subthema"], columns="maat", values="waarde")
    frame = wide.loc[[(thema, name) for name, thema in subthemas().items()]].reset_index()
    frame = frame.rename(columns={"medewerkers": "aantal", "prioriteit": "aantal_umcs"})
    headers = {
        "subthema": "Subthema",
        "thema": "Thema",
        "aantal_umcs": "Umc's met prioriteit",
        "aantal": "Medewerkers",
        "fte": "Fte",
    }
    note = "Wie in twee subthema's werkt, telt in beide mee. Aantallen per umc en subthema worden niet getoond."
    bijschrift = f"Subthema's, {wie(openbaar)}, {wanneer(openbaar)}."
    return Tabel(getoond(frame, openbaar), bijschrift, headers, definitie=note, decimalen={"fte": 2})


def _waarde(value: float, unit: str) -> str:
    if pd.isna(value):
        return GEHEIM
    return pct(value, _DECIMALS[unit]) if unit == "%" else dutch.number(value, _DECIMALS[unit])


def aansluiting(openbaar: Openbaar) -> Tekst:
    """How many of the numbers that are shown here equal the published ones."""
    rows = tabellen.aansluiting_openbaar(openbaar)
    if rows.empty:
        return Tekst(f"Voor {wanneer(openbaar)} heeft de commissie geen cijfers gepubliceerd om mee te vergelijken.")
    same = int((rows["oordeel"] == "gelijk").sum())
    return Tekst(
        f"Van de {dutch.number(len(rows))} gepubliceerde cijfers die ook hier staan, komen er {dutch.number(same)} "
        "precies zo uit de leveringen. Andere gepubliceerde cijfers worden hier niet herhaald."
    )


def definities(openbaar: Openbaar) -> Tabel:
    """Every key figure with its value and definition."""
    names = ("besteding_totaal", "ontvangen_totaal", "besteed_pct", "begroot_fte", "gerealiseerd_fte",
             "gerealiseerd_pct", "structureel_fte", "structureel_pct", "inloop_fte")  # fmt: skip
    return indicatoren(openbaar, names, f"Kengetallen en hun definitie, {wie(openbaar)}, {wanneer(openbaar)}.")
