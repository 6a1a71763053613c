"""Tables 1 to 4 of the report, for any peildatum, with the published columns and precision.

Each function returns text cells ready for CSV: fte with two decimals, whole percentages and euros, rounded half away
from zero from unrounded sums, so that a total is the rounded sum and not the sum of rounded cells. A umc that was left
out keeps its row with empty cells.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from sectorplan_analysis.dataset import Ronde
from sectorplan_analysis.disclosure.openbaar import Openbaar
from sectorplan_analysis.indicators import (
    BESTEED,
    INLOOP,
    NIET_VAST,
    STRUCTUREEL,
    TIJDELIJK,
    TOEGEZEGD,
    VAST,
    Hoeveelheid,
    fte,
    medewerkers,
)
from sectorplan_analysis.measure import amounts, percentage
from sectorplan_analysis.pages.dutch import round_half_away
from sectorplan_analysis.reference import BESTEDINGEN, GENDERS


def tabel1_bestedingen(ronde: Ronde | Openbaar) -> pd.DataFrame:
    """Table 1: cumulative spending in whole euros per umc and category, complete years since 2022.

    A category in which a umc spent nothing is an empty cell, as in the report.
    """
    columns = {
        f"{category.replace(' ', '_')}_eur": Hoeveelheid("bedrag_eur", {"categorie": category})
        for category in BESTEDINGEN
    }
    columns["totaal_eur"] = Hoeveelheid("bedrag_eur", BESTEED)
    table = _table(ronde, columns, decimals=0)
    spent = [column for column in table.columns if column not in ("umc", "totaal_eur")]
    table[spent] = table[spent].replace("0", "")
    return table


def tabel2_fte(ronde: Ronde | Openbaar) -> pd.DataFrame:
    """Table 2: fte per umc by inloop and contractstatus, beside the budget; structural realisation in per cent."""
    columns = {
        "inloop_fte": fte(INLOOP),
        "tijdelijk_fte": fte(TIJDELIJK),
        "toegezegd_vast_fte": fte(TOEGEZEGD),
        "vast_fte": fte(VAST),
        "begroot_fte": Hoeveelheid("begroot_fte"),
    }
    table = _table(ronde, columns, decimals=2)
    share = percentage(amounts(fte(STRUCTUREEL), ronde), amounts(columns["begroot_fte"], ronde))
    table["realisatie_structureel_pct"] = _cells(share, 0).to_numpy()
    return table


def tabel3_medewerkers(ronde: Ronde | Openbaar) -> pd.DataFrame:
    """Table 3: persons per umc by inloop and contractstatus.

    A person with a regular and an inloop position is counted once in each.
    """
    columns = {
        "inloop": medewerkers(INLOOP),
        "tijdelijk": medewerkers(TIJDELIJK),
        "toegezegd_vast": medewerkers(TOEGEZEGD),
        "vast": medewerkers(VAST),
    }
    return _table(ronde, columns, decimals=0)


def tabel4_vrouw_man(ronde: Ronde | Openbaar) -> pd.DataFrame:
    """Table 4: persons per umc by gender and contract, without inloop; x and onbekend follow the published columns."""
    columns = {
        f"{label}_{gender}": medewerkers(selection, {"gender": gender})
        for gender in GENDERS
        for label, selection in (("vast", VAST), ("tijdelijk", NIET_VAST))
    }
    published = ["vast_v", "tijdelijk_v", "vast_m", "tijdelijk_m"]
    extra = ["vast_x", "tijdelijk_x", "vast_onbekend", "tijdelijk_onbekend"]
    return _table(ronde, {name: columns[name] for name in published + extra}, decimals=0)


#: File stem and function of every table of the report.
TABELLEN: dict[str, Callable[[Ronde | Openbaar], pd.DataFrame]] = {
    function.__name__: function for function in (tabel1_bestedingen, tabel2_fte, tabel3_medewerkers, tabel4_vrouw_man)
}


def _table(ronde: Ronde | Openbaar, columns: Mapping[str, Hoeveelheid], *, decimals: int) -> pd.DataFrame:
    cells = {name: _cells(amounts(hoeveelheid, ronde), decimals) for name, hoeveelheid in columns.items()}
    return pd.DataFrame(cells).reset_index(names="umc")


def _cells(values: pd.Series, decimals: int) -> pd.Series:
    return values.map(lambda value: "" if pd.isna(value) else str(round_half_away(value, decimals)))
