"""Compute indicators for a round: per umc and in total, with numerator and denominator beside the value.

A share never travels without the two numbers it came from, and every umc of the round has a row, also one that
reported nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pandas as pd

from sectorplan_analysis.dataset import Ronde, umc_name
from sectorplan_analysis.indicators import INDICATOREN, Hoeveelheid, Indicator, Selection
from sectorplan_analysis.reference import TOTAAL
from sectorplan_analysis.status import PERSON

if TYPE_CHECKING:
    from sectorplan_analysis.disclosure.openbaar import Openbaar

#: Columns of every result, after the dimensions.
RESULT = ["maat", "waarde", "eenheid", "teller", "noemer"]


class Counted(Protocol):
    """What holds amounts that are counted already: an `Openbaar`, or the parts of `partitions.series`."""

    def amounts(self, hoeveelheid: Hoeveelheid) -> pd.Series:
        """As `amounts`."""


def amounts(hoeveelheid: Hoeveelheid, ronde: Ronde | Counted) -> pd.Series:
    """An amount per umc and in total.

    Parameters
    ----------
    hoeveelheid
        What to add up or count, over which rows.
    ronde
        The round, or what holds amounts that are counted already, such as its openbaar edition: NaN is hidden there.

    Returns
    -------
    pandas.Series
        Indexed by the umcs' display names in the fixed order, ``Totaal`` last. 0 for a umc without such rows, NaN for
        a umc that was left out of the run; the total leaves it out.
    """
    if not isinstance(ronde, Ronde):
        return ronde.amounts(hoeveelheid)
    rows, keep = _counted(hoeveelheid, ronde)
    per_umc = rows.persons(keep) if hoeveelheid.soort == "medewerkers" else rows.total(hoeveelheid.soort, keep)
    return with_total(per_umc, ronde.umcs, ronde.ontbrekend).rename(hoeveelheid.soort)


def with_total(per_umc: np.ndarray, umcs: Sequence[str], ontbrekend: Collection[str]) -> pd.Series:
    """An amount per umc as `amounts` gives it: by display name, NaN where a umc was left out, and the total last."""
    left_out = np.array([umc in ontbrekend for umc in umcs], dtype=bool)
    total = per_umc[~left_out].sum()
    names = pd.Index([*(umc_name(umc) for umc in umcs), TOTAAL], name="umc", dtype="str")
    return pd.Series([*np.where(left_out, np.nan, per_umc), total], index=names)


def rows_behind(hoeveelheid: Hoeveelheid, ronde: Ronde) -> pd.DataFrame:
    """The rows that `amounts` adds up or counts persons in: positions, or rows of begroting or bestedingen."""
    rows, keep = _counted(hoeveelheid, ronde)
    return rows.frame[keep]


def _counted(hoeveelheid: Hoeveelheid, ronde: Ronde) -> tuple[Countable, np.ndarray]:
    kind = "posities" if hoeveelheid.soort in ("fte", "medewerkers") else hoeveelheid.soort
    if kind not in ronde.telbaar:
        ronde.telbaar[kind] = Countable(_rows(kind, ronde), ronde.umcs)
    rows = ronde.telbaar[kind]
    keep = rows.where(hoeveelheid.waar)
    if kind == "bedrag_eur":
        years = ronde.volledige_jaren()
        keep = keep & rows.where({"jaar": tuple(years[-1:] if hoeveelheid.jaren == "laatste" else years)})
    return rows, keep


def _rows(kind: str, ronde: Ronde) -> pd.DataFrame:
    return ronde.posities if kind == "posities" else ronde.tables[{"begroot_fte": "begroting"}.get(kind, "bestedingen")]


class Countable:
    """Rows made ready to be counted many times: a page asks for hundreds of amounts over the same few selections.

    Parameters
    ----------
    rows
        Any table with ``umc``; to count persons also ``medewerker_id``.
    umcs
        Slugs in the order of the results; rows of other umcs are not counted.
    """

    def __init__(self, rows: pd.DataFrame, umcs: Sequence[str]) -> None:
        self.frame = rows
        self._umcs = len(umcs)
        self._umc = pd.Index(umcs).get_indexer(pd.Index(rows["umc"]))
        self._known = self._umc >= 0
        self._masks: dict[tuple[str, object], np.ndarray] = {}

    def where(self, selection: Selection) -> np.ndarray:
        """True for the rows of known umcs that a selection keeps."""
        keep = self._known
        for column, allowed in selection.items():
            if (column, allowed) not in self._masks:
                values = self.frame[column]
                mask = values.isin(allowed) if isinstance(allowed, tuple) else values == allowed
                self._masks[column, allowed] = mask.to_numpy(bool)
            keep = keep & self._masks[column, allowed]
        return keep

    def total(self, column: str, keep: np.ndarray) -> np.ndarray:
        """Sum of a column per umc."""
        values = self.frame[column].to_numpy(float)[keep]
        return np.bincount(self._umc[keep], values, minlength=self._umcs).astype(float)

    def persons(self, keep: np.ndarray) -> np.ndarray:
        """Distinct persons per umc."""
        first = np.unique(self._person[keep], return_index=True)[1]
        return np.bincount(self._umc[keep][first], minlength=self._umcs).astype(float)

    @cached_property
    def _person(self) -> np.ndarray:
        return self.frame.groupby(PERSON, sort=False).ngroup().to_numpy()


def percentage(numerator: pd.Series, denominator: pd.Series) -> pd.Series:
    """Share on the 0-100 scale; NaN, and never infinite, where there is nothing to take a share of."""
    return 100 * numerator / denominator.where(denominator != 0)


def measure(indicator: Indicator, ronde: Ronde | Counted) -> pd.DataFrame:
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


def measure_all(ronde: Ronde | Counted, names: Iterable[str] = tuple(INDICATOREN)) -> pd.DataFrame:
    """Several indicators in one long table; see `measure`."""
    return pd.concat([measure(INDICATOREN[name], ronde) for name in names], ignore_index=True)


def value_of(name: str, ronde: Ronde | Counted) -> float:
    """Total of one indicator for the whole round (or the one umc it holds)."""
    return float(measure(INDICATOREN[name], ronde)["waarde"].iloc[-1])


def series(names: Iterable[str], ronde: Ronde | Openbaar) -> pd.DataFrame:
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
