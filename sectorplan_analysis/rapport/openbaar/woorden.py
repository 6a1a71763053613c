"""How hidden and undefined numbers look: a word each, never a dash, an empty cell or a zero."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from sectorplan_analysis.dataset import umc_name
from sectorplan_analysis.disclosure import tabellen
from sectorplan_analysis.disclosure.openbaar import GEHEIM, Openbaar
from sectorplan_analysis.indicators import INDICATOREN
from sectorplan_analysis.pages import Tabel, dutch
from sectorplan_analysis.rapport.vorm import RAPPORT, measured, pct, teller_noemer


def getoond(frame: pd.DataFrame, openbaar: Openbaar, aandelen: Mapping[str, str] = {}) -> pd.DataFrame:
    """A table to show: words where a number is hidden or undefined.

    Parameters
    ----------
    frame
        NaN where a number is hidden or does not exist.
    openbaar
        The edition; an empty row for a umc that was left out stays empty.
    aandelen
        Column with a share to the column of its denominator: a share of nothing is not hidden but undefined.
    """
    shown = frame.astype(object).mask(frame.isna(), GEHEIM)
    for share, whole in aandelen.items():
        shown[share] = shown[share].mask(frame[whole] == 0, dutch.ONBEPAALD)
    if "umc" in frame:
        left_out = frame["umc"].isin([umc_name(umc) for umc in openbaar.ontbrekend])
        shown.loc[left_out, frame.columns.drop("umc")] = None
    return shown


def tabel_uit_csv(openbaar: Openbaar, name: str, bijschrift: str, kolommen: dict[str, str], definitie: str) -> Tabel:
    """One of tables 1 to 4 as the CSV file has it."""
    frame = tabellen.tabel(name, openbaar)
    text = frame.drop(columns="umc")
    values = text.apply(lambda column: pd.to_numeric(column.replace({GEHEIM: None, "": None})))
    frame = values.astype(object).mask(text == GEHEIM, GEHEIM).assign(umc=frame["umc"])
    plain = {f"aantal_{column}" if _plain(column) else column: text for column, text in kolommen.items()}
    frame = frame.rename(columns={column: f"aantal_{column}" for column in kolommen if _plain(column)})
    empty = "niet van toepassing" if name == "tabel1_bestedingen" else "niet geleverd of niet bepaalbaar"
    return Tabel(frame, bijschrift, plain, definitie=definitie, bron=RAPPORT, leeg=empty)


def _plain(column: str) -> bool:
    return column != "umc" and not column.endswith(("_fte", "_eur", "_pct"))


def getal(value: float, decimals: int = 0) -> str:
    """A number or the mark."""
    return GEHEIM if pd.isna(value) else dutch.number(value, decimals)


def aandeel(row: pd.Series, decimals: int = 0) -> str:
    """A share, the mark when it is hidden, or that it cannot be determined."""
    if row["noemer"] == 0:
        return dutch.ONBEPAALD
    return GEHEIM if pd.isna(row["waarde"]) else pct(row["waarde"], decimals)


def zin(row: pd.Series, text: str, onderwerp: str, *, decimals: int = 0) -> str:
    """A sentence about a share, or that the share is hidden or undefined.

    Parameters
    ----------
    row
        teller, noemer and waarde.
    text
        The sentence with ``{aandeel}`` and ``{aantallen}``.
    onderwerp
        What the sentence is about, for when there is nothing to say: 'Het aandeel vrouwen'.
    decimals
        Of the share; fte is written with two.
    """
    if row["noemer"] == 0:
        return f"{onderwerp} is {dutch.ONBEPAALD}: er is niets om een aandeel van te nemen."
    if pd.isna(row["waarde"]):
        return f"{onderwerp} is {GEHEIM}."
    places = 2 if "fte" in text else 0
    return text.format(aandeel=pct(row["waarde"], decimals), aantallen=teller_noemer(row, decimals=places))


def indicatoren(openbaar: Openbaar, names: Iterable[str], bijschrift: str) -> Tabel:
    """Indicators with value, numerator, denominator and definition."""
    rows = []
    for name in names:
        indicator, row = INDICATOREN[name], measured(name, openbaar)
        own = 2 if indicator.teller.soort in ("fte", "begroot_fte") else 0
        share = indicator.noemer is not None
        other = 2 if indicator.noemer and "fte" in indicator.noemer.soort else 0
        unit = "" if pd.isna(row["waarde"]) else f" {indicator.eenheid}"
        rows.append(
            {
                "naam": indicator.titel,
                "waarde": aandeel(row, 1) if share else getal(row["waarde"], own) + unit,
                "teller": getal(row["teller"], own) if share else "",
                "noemer": getal(row["noemer"], other) if share else "",
                "definitie": indicator.definitie,
            }
        )
    headers = {"naam": "Cijfer", "waarde": "Waarde", "teller": "Teller", "noemer": "Noemer", "definitie": "Definitie"}
    return Tabel(pd.DataFrame(rows), bijschrift, headers, leeg="geen aandeel", bron=RAPPORT)
