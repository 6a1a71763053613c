"""Compute indicators for a round: per umc and in total, with numerator and denominator beside the value.

A share never travels without the two numbers it came from, and every umc of the round has a row, also one that
reported nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from sectorplan_analysis.dataset import Ronde, umc_name
from sectorplan_analysis.disclosure.openbaar import Openbaar
from sectorplan_analysis.indicators import INDICATOREN, Hoeveelheid, Indicator
from sectorplan_analysis.reference import TOTAAL
from sectorplan_analysis.status import PERSON

#: Columns of every result, after the dimensions.
RESULT = ["maat", "waarde", "eenheid", "teller", "noemer"]


def amounts(hoeveelheid: Hoeveelheid, ronde: Ronde | Openbaar) -> pd.Series:
    """An amount per umc and in total.

    Parameters
    ----------
    hoeveelheid
        What to add up or count, over which rows.
    ronde
        The round, or its openbaar edition: that looks the amount up, NaN when it is hidden.

    Returns
    -------
    pandas.Series
        Indexed by the umcs' display names in the fixed order, ``Totaal`` last. 0 for a umc without such rows, NaN for
        a umc that was left out of the run; the total leaves it out.
    """
    if isinstance(ronde, Openbaar):
        return ronde.amounts(hoeveelheid)
    rows = _rows(hoeveelheid, ronde)
    keep = pd.Series(True, index=rows.index)
    for column, allowed in hoeveelheid.waar.items():
        keep &= rows[column].isin(allowed) if isinstance(allowed, tuple) else rows[column] == allowed
    if hoeveelheid.soort == "medewerkers":
        per_umc = rows.loc[keep, PERSON].drop_duplicates().groupby("umc").size()
    else:
        per_umc = rows[keep].groupby("umc")[hoeveelheid.soort].sum()
    per_umc = per_umc.reindex(ronde.umcs, fill_value=0).astype("float64")
    per_umc[per_umc.index.isin(ronde.ontbrekend)] = float("nan")
    per_umc.index = pd.Index([umc_name(umc) for umc in per_umc.index], name="umc", dtype="str")
    per_umc.loc[TOTAAL] = per_umc.sum()
    return per_umc.rename(hoeveelheid.soort)


def _rows(hoeveelheid: Hoeveelheid, ronde: Ronde) -> pd.DataFrame:
    if hoeveelheid.soort in ("fte", "medewerkers"):
        return ronde.posities
    if hoeveelheid.soort == "begroot_fte":
        return ronde.tables["begroting"]
    years = ronde.volledige_jaren()
    money = ronde.tables["bestedingen"]
    return money[money["jaar"].isin(years[-1:] if hoeveelheid.jaren == "laatste" else years)]


def percentage(numerator: pd.Series, denominator: pd.Series) -> pd.Series:
    """Share on the 0-100 scale; NaN, and never infinite, where there is nothing to take a share of."""
    return 100 * numerator / denominator.where(denominator != 0)


def measure(indicator: Indicator, ronde: Ronde) -> pd.DataFrame:
    """Value of an indicator per umc and in total, with numerator and denominator beside it.

    Returns
    -------
    pandas.DataFrame
        umc (display name, ``Totaal`` last), maat (the indicator's name), waarde, eenheid, teller, noemer. A umc that
        was left out has NaN everywhere; a share over nothing has NaN as value and 0 as denominator.
    """
    numerator = amounts(indicator.teller, ronde)
    if indicator.min_teller is not None:
        numerator = numerator - amounts(indicator.min_teller, ronde)
    frame = numerator.rename("teller").reset_index()
    if indicator.noemer is None:
        frame = frame.assign(waarde=frame["teller"], noemer=float("nan"))
    else:
        denominator = amounts(indicator.noemer, ronde)
        frame = frame.assign(waarde=percentage(numerator, denominator).to_numpy(), noemer=denominator.to_numpy())
    return frame.assign(maat=indicator.naam, eenheid=indicator.eenheid)[["umc", *RESULT]]


def measure_all(ronde: Ronde, names: Iterable[str] = tuple(INDICATOREN)) -> pd.DataFrame:
    """Several indicators in one long table; see `measure`."""
    return pd.concat([measure(INDICATOREN[name], ronde) for name in names], ignore_index=True)


def value_of(name: str, ronde: Ronde) -> float:
    """Total of one indicator for the whole round (or the one umc it holds)."""
    return float(measure(INDICATOREN[name], ronde)["waarde"].iloc[-1])


def series(names: Iterable[str], ronde: Ronde) -> pd.DataFrame:
    """Indicators on every year-end up to the peildatum, and on the peildatum itself.

    Returns
    -------
    pandas.DataFrame
        peildatum (ISO text), umc, maat, waarde, eenheid, teller, noemer.
    """
    names = list(names)
    days = list(dict.fromkeys([*ronde.jaareinden(), ronde.peildatum]))
    frames = [measure_all(ronde.op(day), names).assign(peildatum=day.isoformat()) for day in days]
    return pd.concat(frames, ignore_index=True)[["peildatum", "umc", *RESULT]]
