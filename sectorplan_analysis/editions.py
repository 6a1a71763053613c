"""What is in an edition besides its pages: every table of a round, by the name of its file."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sectorplan_analysis.aansluiting import aansluiting
from sectorplan_analysis.consistency import check_published
from sectorplan_analysis.culturele_diversiteit import cijfers
from sectorplan_analysis.dataset import CULTUREEL, Ronde
from sectorplan_analysis.disclosure.focusgroepen import focusgroepen
from sectorplan_analysis.doelen import eindevaluatie
from sectorplan_analysis.figure_data import FIGUREN
from sectorplan_analysis.measure import measure_all, series
from sectorplan_analysis.publish import write_csv
from sectorplan_analysis.reference import published_folder
from sectorplan_analysis.rondes.revisies import revision_table
from sectorplan_analysis.rondes.vergelijking import comparison_table
from sectorplan_analysis.statistiek.tables import TABELLEN as STATISTIEK
from sectorplan_analysis.tables import TABELLEN

#: Indicators in the series over year-ends.
SERIES = (
    "structureel_pct",
    "structureel_fte",
    "gerealiseerd_fte",
    "structureel_aandeel_fte_pct",
    "vast_aandeel_fte_pct",
    "medewerkers_totaal",
    "vrouwen_pct",
    "vast_vrouwen_pct",
    "dataspecialisten_fte",
    "besteed_jaar_pct",
)


def write_tables(ronde: Ronde, folder: Path) -> None:
    """Write every table of a round: tables 1 to 4, the figures' numbers, statistics, reconciliation and series."""
    rounds = {"sinds_vorige": comparison_table, "revisies": revision_table, "focusgroepen": focusgroepen}
    for name, compute in {**TABELLEN, **FIGUREN, **STATISTIEK, **rounds}.items():
        write_csv(compute(ronde), folder / f"{name}.csv")
    if len(cultureel := cijfers(ronde)):
        write_csv(cultureel, folder / f"{CULTUREEL}.csv")
    write_csv(aansluiting(ronde), folder / "aansluiting.csv")
    write_csv(
        measure_all(ronde).assign(peildatum=ronde.peildatum.isoformat()).pipe(_day_first), folder / "indicatoren.csv"
    )
    write_csv(series(SERIES, ronde), folder / "reeks.csv")
    write_csv(eindevaluatie(ronde), folder / "eindevaluatie.csv")
    if published_folder(ronde.peildatum):
        write_csv(check_published(ronde.peildatum), folder / "consistentie.csv")


def _day_first(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[["peildatum", *frame.columns.drop("peildatum")]]
