"""What the contracts say on the peildatum: a full count of positions, persons and fte."""

from __future__ import annotations

import pandas as pd

from sectorplan_analysis import figure_data
from sectorplan_analysis.dataset import Ronde
from sectorplan_analysis.indicators import AANDELEN_VAST, INDICATOREN
from sectorplan_analysis.measure import measure
from sectorplan_analysis.pages import Figuur, Tabel, dutch, figures
from sectorplan_analysis.rapport.vorm import (
    RAPPORT,
    indicator_table,
    missing_note,
    own_and_national,
    totaalnaam,
    wanneer,
    wie,
)
from sectorplan_analysis.reference import TOTAAL

_UD = ("ud_vast_fte", "ud_vast_personen", "ud_toegezegd_fte", "ud_toegezegd_personen", "ud_tijdelijk_fte",
       "ud_tijdelijk_personen")  # fmt: skip
_KPI14 = ("dataspecialisten_personen", "dataspecialisten_fte", "dataspecialisten_vast_personen",
          "dataspecialisten_vast_fte", "dataspecialisten_vast_pct", "dataspecialisten_toegezegd_personen",
          "dataspecialisten_toegezegd_fte")  # fmt: skip


def aandelen_vast(ronde: Ronde) -> Tabel:
    """Every reading of 'aandeel vast' under its own name."""
    return indicator_table(
        ronde, AANDELEN_VAST, bijschrift=f"Zes lezingen van 'aandeel vast', {wie(ronde)}, {wanneer(ronde)}."
    )


def structureel(ronde: Ronde) -> pd.DataFrame:
    """Structural realisation per umc: structureel_fte, begroot_fte, realisatie_pct."""
    columns = {"waarde": "realisatie_pct", "teller": "structureel_fte", "noemer": "begroot_fte"}
    return measure(INDICATOREN["structureel_pct"], ronde).rename(columns=columns)


def realisatie(ronde: Ronde) -> Tabel:
    """Structural realisation per umc beside the target."""
    frame = own_and_national(ronde, structureel)
    streef = ronde.config.streefwaarden.get("structureel_pct")
    columns = {"umc": "Umc", "structureel_fte": "Structureel", "begroot_fte": "Begroot", "realisatie_pct": "Realisatie"}
    note = "Voor deze peildatum is geen streefwaarde afgesproken."
    if streef is not None:
        frame["streef"] = [_against(value, streef.waarde) for value in frame["realisatie_pct"]]
        columns["streef"] = "Tegenover de streefwaarde"
        note = f"Streefwaarde: {streef.naam} ({streef.bron})."
    return Tabel(
        frame,
        f"Realisatie van de structurele formatie per umc, {wanneer(ronde)}.",
        columns,
        totaal=totaalnaam(ronde),
        definitie=f"(Vast + toegezegd vast) gedeeld door begroot, zonder inloop. {note}",
        bron=f"{RAPPORT}, tabel 2",
        leeg=missing_note(ronde),
    )


def _against(value: float, target: float) -> str:
    if pd.isna(value):
        return ""
    return "erboven" if value > target else f"{dutch.number(target - value, 1)} procentpunt eronder"


def figuur4(ronde: Ronde) -> Figuur:
    """Figure 4 of the report."""
    return figures.figuur4(_functions(figure_data.figuur4(ronde)), wanneer=wanneer(ronde), wie=wie(ronde), bron=RAPPORT)


def figuur5(ronde: Ronde) -> Figuur:
    """Figure 5 of the report."""
    return figures.figuur5(_functions(figure_data.figuur5(ronde)), wanneer=wanneer(ronde), wie=wie(ronde), bron=RAPPORT)


def _functions(rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows[(rows["umc"] == TOTAAL) & (rows["maat"] == "fte")]
    return rows.rename(columns={"waarde": "fte"})[["functiecategorie", "contractstatus", "fte"]]


def ud(ronde: Ronde) -> Tabel:
    """The UD figures of section 5.2.1."""
    return indicator_table(ronde, _UD, bijschrift=f"UD-posities naar contractstatus, {wie(ronde)}, {wanneer(ronde)}.")


def figuur2(ronde: Ronde) -> Figuur:
    """Figure 2 of the report, in both readings of 'dataspecialist'."""
    rows = figure_data.figuur2(ronde)
    rows = rows[(rows["umc"] == TOTAAL) & (rows["maat"] == "fte")].rename(columns={"waarde": "fte"})
    gap = rows["contractstatus"] == "onbekend"
    rows = rows[~gap | (rows["fte"] > 0)]
    return figures.figuur2(
        rows[["jaar", "lezing", "contractstatus", "fte"]],
        wanneer=wanneer(ronde),
        wie=wie(ronde),
        bron=f"{RAPPORT}, figuur 2 en figuur 5",
    )


def kpi14(ronde: Ronde) -> Tabel:
    """KPI 14: dataspecialisten, data scientists included."""
    return indicator_table(
        ronde, _KPI14, bijschrift=f"Dataspecialisten volgens KPI 14, {wie(ronde)}, {wanneer(ronde)}."
    )
