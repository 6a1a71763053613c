"""Deliveries before anything is made of them: find, read and check those of a round, or lay two side by side."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from sectorplan_analysis.checks import check_delivery
from sectorplan_analysis.checks.previous import Vorige
from sectorplan_analysis.dataset import CENTRAL
from sectorplan_analysis.errors import CallError, NoDeliveryError
from sectorplan_analysis.findings import has_fouten, write_findings
from sectorplan_analysis.privacy import pseudonymise
from sectorplan_analysis.reading import Levering, read_delivery
from sectorplan_analysis.rondes.config import (
    RondeConfig,
    delivered_days,
    find_delivery,
    prepared_days,
    previous_delivery,
)
from sectorplan_analysis.rondes.opvolging import to_successors
from sectorplan_analysis.rondes.revisies import revisions
from sectorplan_analysis.rondes.vergelijking import earlier_round


@dataclass(frozen=True)
class Judged:
    """A delivery after reading and checking."""

    folder: Path
    peildatum: dt.date
    levering: Levering
    vorige: Vorige | None = None

    @property
    def fouten(self) -> bool:
        return has_fouten(self.levering.bevindingen)


def judge(
    config: RondeConfig,
    *,
    raw: Path,
    reports: Path,
    without: Collection[str],
    over: Callable[..., Iterable[Any]] | None = None,
) -> Judged:
    """Read and check the delivery for a peildatum and write its findings.

    Parameters
    ----------
    config
        The round.
    raw
        Folder with a folder per delivery.
    reports
        Folder that gets the findings, in a folder per peildatum.
    without
        Slugs of umcs to leave out.
    over
        Calls a function for each file to read, as ``map`` does; see `read_delivery`.

    Raises
    ------
    CallError
        When ``raw`` is not a folder or ``without`` names a umc that is not part of the round.
    NoDeliveryError
        When no delivery covers the peildatum.
    """
    unknown = [umc for umc in without if umc not in config.umcs]
    if unknown:
        raise CallError(
            f"--without noemt '{unknown[0]}', dat geen umc in deze ronde is. Kies uit: {', '.join(config.umcs)}."
        )
    if len(set(without)) == len(config.umcs):
        raise CallError("--without laat geen umc over.")
    if not raw.is_dir():
        raise CallError(f"De map met leveringen '{raw}' bestaat niet. Geef de juiste map met --raw.")
    folder, newest = find_delivery(raw, config.peildatum)
    if folder is None:
        raise NoDeliveryError(_nothing_delivered(config.peildatum, newest, raw))
    levering = read_delivery(folder, umcs=config.umcs, without=without, over=over)
    previous = _previous(config, raw=raw, without=without, over=over)
    levering = check_delivery(
        levering,
        peildatum=config.peildatum,
        umcs=config.umcs,
        without=without,
        previous=previous,
        opvolgers=config.opvolgers,
        vorige=config.vorige,
        grenzen=config.grenswaarden,
        geleverd=dt.date.fromisoformat(folder.name),
    )
    levering = replace(levering, tables=to_successors(levering.tables, config.opvolgers, only=CENTRAL))
    write_findings(levering.bevindingen, reports / config.peildatum.isoformat() / "bevindingen")
    return Judged(folder, dt.date.fromisoformat(folder.name), levering, previous)


def _nothing_delivered(peildatum: dt.date, newest: dt.date | None, raw: Path) -> str:
    """Why no delivery covers a peildatum; a folder that was only made ready is named."""
    known = f"de nieuwste levering is van {newest}" if newest else f"in '{raw}' staat nog geen levering"
    empty = [day.isoformat() for day in prepared_days(raw) if newest is None or day > newest]
    ready = f" Wel klaargezet, maar nog zonder bestanden van een umc: {', '.join(empty)}." if empty else ""
    return f"Geen levering dekt peildatum {peildatum}; {known}.{ready}"


def _previous(
    config: RondeConfig, *, raw: Path, without: Collection[str], over: Callable[..., Iterable[Any]] | None
) -> Vorige | None:
    """The delivery of the round before, for comparing sizes; what is wrong with it was said in its own round."""
    folder = previous_delivery(raw, config.peildatum)
    if folder is None:
        return None
    day = dt.date.fromisoformat(folder.name)
    levering = read_delivery(folder, umcs=config.op(day).umcs, without=without, over=over)
    levering = replace(levering, tables=to_successors(levering.tables, config.opvolgers))
    return Vorige(levering, day, config.grenswaarden["afwijking_vorige_ronde"])


def compare_deliveries(older: RondeConfig, newer: RondeConfig, *, raw: Path) -> tuple[pd.DataFrame, list[str]]:
    """Revisions between two deliveries (see `revisies.revisions`), and Dutch notes on what stood in the way.

    Raises
    ------
    CallError
        When ``raw`` is not a folder, or the days are not in order.
    NoDeliveryError
        When either day has no delivery of its own.
    """
    if older.peildatum >= newer.peildatum:
        raise CallError(f"Noem eerst de oudere peildatum: {older.peildatum} ligt niet vóór {newer.peildatum}.")
    if not raw.is_dir():
        raise CallError(f"De map met leveringen '{raw}' bestaat niet. Geef de juiste map met --raw.")
    read, notes = [], []
    for config in (older, newer):
        if config.peildatum not in delivered_days(raw):
            known = ", ".join(day.isoformat() for day in delivered_days(raw)) or "geen"
            raise NoDeliveryError(f"Voor {config.peildatum} is er geen eigen levering in '{raw}'. Wel: {known}.")
        levering = read_delivery(raw / config.peildatum.isoformat(), umcs=config.umcs)
        wrong = int((levering.bevindingen["ernst"] == "fout").sum())
        if wrong:
            notes.append(f"de levering van {config.peildatum} heeft {wrong} fouten; afgekeurde rijen tellen niet mee.")
        read.append(levering)
    # a key for this comparison only: nothing is stored
    key = secrets.token_bytes(32)
    sides = [
        earlier_round(levering.tables, config, now=newer) for levering, config in zip(read, (older, newer), strict=True)
    ]
    old, new = (replace(side, tables=pseudonymise(side.tables, key)) for side in sides)
    return revisions(old, new), notes
