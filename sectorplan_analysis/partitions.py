"""Indicators on many days over deliveries too large to hold together: counted per delivery of a umc and peildatum.

The same functions as in a run, on one part at a time, here or on a cluster. Only amounts come back and are added up:
memory holds the largest delivery of one umc, and not the sector.
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pandas as pd

from sectorplan_analysis.checks import check_delivery
from sectorplan_analysis.dataset import CENTRAL, Ronde, without_umcs
from sectorplan_analysis.errors import DeliveryError
from sectorplan_analysis.indicators import INDICATOREN, Hoeveelheid
from sectorplan_analysis.measure import RESULT, amounts, measure_all, with_total
from sectorplan_analysis.reading import assemble, find_files, read_file
from sectorplan_analysis.reading.files import Gevonden
from sectorplan_analysis.reference import known_umcs, name_umcs
from sectorplan_analysis.rondes.config import RondeConfig
from sectorplan_analysis.rondes.opvolging import to_successors


class Pool(Protocol):
    """Where the work is done: `Here`, or a `sectorplan_analysis.cluster.Cluster`."""

    @property
    def room(self) -> int:
        """Number of deliveries to have at hand beside the one that is waited for."""

    def keep(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Make something that several calls need."""

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Call a function, with what `keep` gave among its arguments."""

    def results(self, calls: Sequence[Any]) -> Iterable[Any]:
        """What the calls gave, in their order."""


class Here:
    """This process."""

    room = 0

    def keep(self, function: Callable[..., Any], *arguments: Any) -> Any:
        return function(*arguments)

    submit = keep

    def results(self, calls: Sequence[Any]) -> Sequence[Any]:
        return calls


def series(
    names: Iterable[str],
    folder: Path,
    config: RondeConfig,
    days: Iterable[dt.date],
    *,
    without: Collection[str] = (),
    pool: Pool | None = None,
) -> pd.DataFrame:
    """Indicators per umc and in total on any days, straight from a delivery.

    Parameters
    ----------
    names
        Names of indicators.
    folder
        Folder of a delivery, for example ``data/raw/2025-12-31``; only this process reads in it.
    config
        The round of that delivery; says which umcs it has.
    days
        Peildata, in the order of the result.
    without
        Slugs of umcs to leave out.
    pool
        Where the work is done: what `sectorplan_analysis.cluster.connect` gives; by default this process.

    Returns
    -------
    pandas.DataFrame
        peildatum (ISO text), umc, maat, waarde, eenheid, teller, noemer, as `sectorplan_analysis.series` gives.

    Raises
    ------
    DeliveryError
        When the delivery of a umc has fouten; `sectorplan check` names them.
    CallError
        When the cluster cannot go on.
    """
    names, days, pool = list(names), list(days), pool or Here()
    asked = _asked(names)
    umcs = [umc for umc in config.umcs if umc not in without]
    waiting: deque[tuple[str, Sequence[Any]]] = deque()
    counted: dict[str, np.ndarray] = {}

    def collect() -> None:
        umc, calls = waiting.popleft()
        counted[umc] = np.array(list(pool.results(calls)))

    for umc in umcs:
        found, contents = find_files(folder, umcs=config.umcs, without=_others(umc, config))
        tables = pool.keep(_read, umc, config, known_umcs(), found, list(contents))
        waiting.append((umc, [pool.submit(_count, umc, config, tables, day, asked) for day in days]))
        del tables, contents
        if len(waiting) > pool.room:
            collect()
    while waiting:
        collect()
    frames = []
    for place, day in enumerate(days):
        values = {umc: counted[umc][place] for umc in umcs}
        whole = Parts(config.umcs, tuple(without), asked, values)
        frames.append(measure_all(whole, names).assign(peildatum=day.isoformat()))
    return pd.concat(frames, ignore_index=True)[["peildatum", "umc", *RESULT]]


@dataclass(frozen=True)
class Parts:
    """Amounts of a round that are counted already, for `measure`: per umc in the order of ``asked``."""

    umcs: tuple[str, ...]
    ontbrekend: tuple[str, ...]
    asked: Sequence[Hoeveelheid]
    values: Mapping[str, np.ndarray]

    def amounts(self, hoeveelheid: Hoeveelheid) -> pd.Series:
        """See `measure.amounts`."""
        place = self.asked.index(hoeveelheid)
        per_umc = np.array([self.values[umc][place] if umc in self.values else np.nan for umc in self.umcs])
        return with_total(per_umc, self.umcs, self.ontbrekend).rename(hoeveelheid.soort)


def _asked(names: Iterable[str]) -> list[Hoeveelheid]:
    """What the indicators are computed from, each amount once."""
    asked: list[Hoeveelheid] = []
    for indicator in map(INDICATOREN.__getitem__, names):
        for hoeveelheid in (indicator.teller, indicator.min_teller, indicator.noemer):
            if hoeveelheid is not None and hoeveelheid not in asked:
                asked.append(hoeveelheid)
    return asked


def _others(umc: str, config: RondeConfig) -> list[str]:
    return [other for other in config.umcs if other != umc]


def _read(
    umc: str, config: RondeConfig, namen: Mapping[str, str], found: Gevonden, contents: Sequence[bytes | None]
) -> dict[str, pd.DataFrame]:
    """The typed tables of one umc, from the contents of its files."""
    name_umcs(namen)
    others = _others(umc, config)
    levering = check_delivery(
        assemble(found, map(read_file, found.plaatsen, contents)),
        peildatum=config.peildatum,
        umcs=config.umcs,
        without=others,
        opvolgers=config.opvolgers,
        grenzen=config.grenswaarden,
    )
    fouten = int((levering.bevindingen["ernst"] == "fout").sum())
    if fouten:
        raise DeliveryError(f"De levering van {umc} heeft {fouten} fouten. Zie ze met sectorplan check.")
    return without_umcs(to_successors(levering.tables, config.opvolgers, only=CENTRAL), tuple(others))


def _count(
    umc: str, config: RondeConfig, tables: Mapping[str, pd.DataFrame], day: dt.date, asked: Sequence[Hoeveelheid]
) -> list[float]:
    """The amounts of one umc on one day."""
    part = Ronde(replace(config, peildatum=day, umcs=(umc,)), config.peildatum, tables)
    return [float(amounts(hoeveelheid, part).iloc[-1]) for hoeveelheid in asked]
