"""The CSV files of the openbaar edition: the files of the intern one, with marks where a number is hidden."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sectorplan_analysis.aansluiting import aansluiting
from sectorplan_analysis.dataset import umc_name
from sectorplan_analysis.disclosure.openbaar import GEHEIM, Openbaar, save_openbaar
from sectorplan_analysis.figure_data import TELFIGUREN
from sectorplan_analysis.measure import RESULT, measure_all, series
from sectorplan_analysis.publish import write_csv
from sectorplan_analysis.tables import TABELLEN


def write_openbaar(openbaar: Openbaar, folder: Path, *, reeks: tuple[str, ...]) -> None:
    """Write every file of ``tabellen/`` of an openbaar edition.

    Parameters
    ----------
    openbaar
        What may be shown.
    folder
        The folder to write in.
    reeks
        Indicators in the series over year-ends.
    """
    save_openbaar(openbaar, folder)
    for name in TABELLEN:
        write_csv(tabel(name, openbaar), folder / f"{name}.csv")
    write_csv(figuur1(openbaar), folder / "figuur1.csv")
    for name, compute in TELFIGUREN.items():
        write_csv(marked(compute(openbaar)), folder / f"{name}.csv")
    write_csv(aansluiting_openbaar(openbaar), folder / "aansluiting.csv")
    frame = measure_all(openbaar)
    frame.insert(0, "peildatum", openbaar.peildatum.isoformat())
    write_csv(marked(frame), folder / "indicatoren.csv")
    rows = series(reeks, openbaar)
    write_csv(marked(rows[rows["umc"] == "Totaal"]), folder / "reeks.csv")


def tabel(name: str, openbaar: Openbaar) -> pd.DataFrame:
    """One of tables 1 to 4 with marks; table 4 has the published columns only, since gender x is never shown."""
    frame = TABELLEN[name](openbaar)
    if name == "tabel4_vrouw_man":
        frame = frame.drop(columns=frame.columns[frame.columns.str.endswith(("_x", "_onbekend"))])
    hidden = frame == ""
    hidden.loc[frame["umc"].isin([umc_name(umc) for umc in openbaar.ontbrekend])] = False
    if name == "tabel1_bestedingen":
        # a category in which nothing was spent is an empty cell, as in the report
        hidden[["indirecte_kosten_eur", "materieel_eur"]] = False
    if name == "tabel2_fte":
        # a share of nothing is not hidden but undefined
        hidden["realisatie_structureel_pct"] &= frame["begroot_fte"].map(lambda text: not text or float(text) > 0)
    return frame.mask(hidden, GEHEIM)


def figuur1(openbaar: Openbaar) -> pd.DataFrame:
    """Figure 1 is not in this edition: most of its cells hold fewer than ten participants."""
    own = openbaar.focusgroepen[["meting", "situatie"]].drop_duplicates()
    own = own[~own["situatie"].str.contains("-")].assign(peildatum=openbaar.peildatum.isoformat(), umc="Totaal")
    own = own.assign(baanzekerheid=GEHEIM, werkdruk=GEHEIM, maat="deelnemers", waarde=GEHEIM, eenheid="deelnemers")
    own = own.assign(teller=GEHEIM, noemer=GEHEIM)
    return own[["peildatum", "umc", "meting", "situatie", "baanzekerheid", "werkdruk", *RESULT]]


def aansluiting_openbaar(openbaar: Openbaar) -> pd.DataFrame:
    """Published beside computed, for numbers that are shown only, and without what is known of the others."""
    rows = aansluiting(openbaar)
    return rows[rows["berekend"] != ""].assign(toelichting="").reset_index(drop=True)


def marked(frame: pd.DataFrame) -> pd.DataFrame:
    """A long table with the mark where a number is hidden; a share of nothing stays empty.

    Of gender only women and men have rows.
    """
    if "gender" in frame:
        frame = frame[frame["gender"].isin(["v", "m"])]
    frame = frame.reset_index(drop=True)
    of_nothing = frame["noemer"] == 0
    hidden = {
        "waarde": frame["waarde"].isna() & ~of_nothing,
        "teller": frame["teller"].isna(),
        "noemer": frame["noemer"].isna() & (frame["eenheid"] == "%"),
    }
    return frame.assign(**{name: frame[name].astype(object).mask(own, GEHEIM) for name, own in hidden.items()})
