"""Page 'Diversiteit': women and men (and x, and onbekend) by contract, function and umc."""

from __future__ import annotations

import pandas as pd

from sectorplan_analysis import figure_data, tables
from sectorplan_analysis.dataset import Ronde, once
from sectorplan_analysis.indicators import INDICATOREN, REGULIER, medewerkers
from sectorplan_analysis.measure import amounts, measure
from sectorplan_analysis.pages import Figuur, Kernpunten, Tabel, Tekst, dutch, figures
from sectorplan_analysis.rapport import gelijke_kansen, vrouwen_mannen
from sectorplan_analysis.rapport.verandering import sinds_begin
from sectorplan_analysis.rapport.vorm import (
    RAPPORT,
    indicator_table,
    measured,
    missing_note,
    numeric,
    own_and_national,
    pct,
    teller_noemer,
    totaalnaam,
    waar,
    wanneer,
    wie,
)
from sectorplan_analysis.reference import TOTAAL

_NAMES = ("medewerkers_totaal", "vrouwen_totaal", "vrouwen_pct", "vast_medewerkers", "vast_vrouwen", "vast_vrouwen_pct")
_figuur6 = once(figure_data.figuur6)


def hoofdzin(ronde: Ronde) -> str:
    """The one sentence for the overview."""
    everyone = measured("vrouwen_pct", ronde)
    if not everyone["noemer"]:
        return f"{waar(ronde)} zijn er op {wanneer(ronde)} geen sectorplanmedewerkers."
    return (
        f"{waar(ronde)} is {pct(everyone['waarde'], 1)} van de sectorplanmedewerkers vrouw op {wanneer(ronde)} "
        f"({teller_noemer(everyone)} personen)."
    )


def kernpunten(ronde: Ronde) -> Kernpunten:
    """The conclusion of the page in a few computed sentences."""
    zinnen = [hoofdzin(ronde)]
    if measured("vrouwen_pct", ronde)["noemer"]:
        zinnen += [*sinds_begin(ronde)[:1], _functions_sentence(ronde), gelijke_kansen.verschil_vast(ronde).alineas[0]]
        zinnen += vrouwen_mannen.umcs_vergeleken(ronde)
    return Kernpunten(*zinnen)


def andere_genders(ronde: Ronde) -> Tekst:
    """How many medewerkers are neither counted as women nor as men, and where they do count."""
    other = _other_gender(ronde)
    if not measured("vrouwen_pct", ronde)["noemer"]:
        return Tekst(hoofdzin(ronde))
    if not other:
        return Tekst(f"{waar(ronde)} is het gender van alle medewerkers v of m.")
    counts, is_counted = ("telt", "wordt") if other == 1 else ("tellen", "worden")
    return Tekst(
        f"Van {dutch.count(other, 'medewerker', 'medewerkers')} is het gender x of onbekend; "
        f"die {counts} mee in de noemer en {is_counted} niet bij vrouwen of mannen geteld."
    )


def _other_gender(ronde: Ronde) -> int:
    return int(amounts(medewerkers(REGULIER, {"gender": ("x", "onbekend")}), ronde)[TOTAAL])


def _functions_sentence(ronde: Ronde) -> str:
    rows = _figuur6(ronde)
    share = rows[(rows["umc"] == TOTAAL) & (rows["gender"] == "v") & (rows["maat"] == "aandeel_fte")].dropna(
        subset="waarde"
    )
    minority = share.loc[share["waarde"] <= 50, "functiecategorie"]
    if share.empty:
        return "In de wetenschappelijke functies zijn er geen medewerkers met een vast contract."
    if minority.empty:
        return "In elke wetenschappelijke functie met vaste medewerkers is meer dan de helft van de fte van vrouwen."
    names = dutch.join_words(gelijke_kansen.function_name(name) for name in minority)
    return f"In de wetenschappelijke functies is de helft of minder van de vaste fte van vrouwen bij: {names}."


def vrouw_man(ronde: Ronde) -> pd.DataFrame:
    """Table 4 as numbers, with x and onbekend."""
    return numeric(tables.tabel4_vrouw_man(ronde)).set_index("umc").add_prefix("aantal_").reset_index()


def tabel4(ronde: Ronde) -> Tabel:
    """Table 4 of the report, with x and onbekend."""
    headers = {
        f"aantal_{contract}_{gender}": f"{contract.capitalize()} [{gender}]"
        for gender in ("v", "m", "x", "onbekend")
        for contract in ("vast", "tijdelijk")
    }
    return Tabel(
        own_and_national(ronde, vrouw_man),
        f"Tabel 4. Vrouwelijke en mannelijke medewerkers per umc, {wanneer(ronde)}.",
        {"umc": "Umc", **headers},
        totaal=totaalnaam(ronde),
        definitie="Personen, zonder inloop. Tijdelijk is hier tijdelijk en toegezegd vast samen; vast is alleen vast.",
        bron=f"{RAPPORT}, bijlage VI (v en m); x en onbekend komen daar niet voor",
        leeg=missing_note(ronde),
    )


def figuur6(ronde: Ronde) -> Figuur:
    """Figure 6 of the report."""
    rows = _figuur6(ronde)
    rows = rows[(rows["umc"] == TOTAAL) & (rows["maat"] == "fte")].rename(columns={"waarde": "fte"})
    shown = rows.groupby("gender")["fte"].transform("sum") > 0
    rows = rows[shown | rows["gender"].isin(["v", "m"])]
    return figures.figuur6(
        rows[["functiecategorie", "gender", "fte"]],
        wanneer=wanneer(ronde),
        wie=wie(ronde),
        bron=f"{RAPPORT}, figuur 6",
    )


def vast_vrouwen(ronde: Ronde) -> pd.DataFrame:
    """Women among medewerkers with a permanent contract per umc: aantal_v, aantal, vast_vrouwen_pct."""
    columns = {"teller": "aantal_v", "noemer": "aantal", "waarde": "vast_vrouwen_pct"}
    return measure(INDICATOREN["vast_vrouwen_pct"], ronde).rename(columns=columns)


def vast_vrouwen_per_umc(ronde: Ronde) -> Tabel:
    """Share of women among medewerkers with a permanent contract, per umc."""
    return Tabel(
        own_and_national(ronde, vast_vrouwen),
        f"Aandeel vrouwen onder medewerkers met een vast contract, personen, {wanneer(ronde)}.",
        {"umc": "Umc", "aantal_v": "Vrouwen vast", "aantal": "Medewerkers vast", "vast_vrouwen_pct": "Aandeel vrouwen"},
        decimalen={"vast_vrouwen_pct": 1},
        totaal=totaalnaam(ronde),
        definitie="Zonder inloop. x en onbekend tellen mee in de noemer.",
        bron=f"{RAPPORT}, 5.3",
        leeg=missing_note(ronde),
    )


def definities(ronde: Ronde) -> Tabel:
    """The key figures of the page with their definitions."""
    return indicator_table(ronde, _NAMES, bijschrift=f"Kerncijfers diversiteit, {wie(ronde)}, {wanneer(ronde)}.")
