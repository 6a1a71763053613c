"""Rounds as data: what differs per peildatum, read from ``rondes.toml``.

A round needs no entry of its own: a peildatum that is not listed gets a plain title, and the umcs, targets and
measurements that hold on that day.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sectorplan_analysis.errors import ConfigError

CONFIG_NAME = "rondes.toml"


@dataclass(frozen=True)
class Meting:
    """One measurement of the monitor 'rust en ruimte'."""

    jaar: int
    moment: dt.date
    naam: str


@dataclass(frozen=True)
class Streefwaarde:
    """Target for an indicator, in the unit of that indicator."""

    indicator: str
    waarde: float
    naam: str
    bron: str


@dataclass(frozen=True)
class RondeConfig:
    """All that the configuration says about one peildatum.

    Attributes
    ----------
    peildatum
        Reference day of the round.
    titel
        Name of the round on the pages.
    status
        ``voorlopig`` or ``definitief``.
    umcs
        Slugs of the umcs expected to deliver on this peildatum, in the fixed order.
    metingen
        Measurements of werkdruk by year, also those after the peildatum.
    streefwaarden
        Target per indicator name that holds on this peildatum.
    grenswaarden
        Named cut-offs that hold on this peildatum.
    opties
        Defaults for the options of ``sectorplan run`` (``raw``, ``without``, ``jobs``, ...).
    prijsgegeven
        KPI totals that the openbaar edition of this peildatum may hide, as the message about them names them.
    """

    peildatum: dt.date
    titel: str
    status: str
    umcs: tuple[str, ...]
    metingen: dict[int, Meting] = field(default_factory=dict)
    streefwaarden: dict[str, Streefwaarde] = field(default_factory=dict)
    grenswaarden: dict[str, float] = field(default_factory=dict)
    opties: dict[str, Any] = field(default_factory=dict)
    prijsgegeven: tuple[str, ...] = ()

    def meting(self, jaar: int) -> Meting:
        """Measurement of a year; one that is not configured counts from 1 July of that year."""
        return self.metingen.get(jaar, Meting(jaar, dt.date(jaar, 7, 1), f"zomer {jaar}"))


def find_config(start: Path | None = None) -> Path:
    """Path of ``rondes.toml``: in the working folder, else beside the package's own checkout, else in the package.

    Raises
    ------
    ConfigError
        When there is none.
    """
    package = Path(__file__).parent
    for folder in (start or Path.cwd(), package.parent, package):
        if (folder / CONFIG_NAME).is_file():
            return folder / CONFIG_NAME
    raise ConfigError(f"Er is geen {CONFIG_NAME}. Start de opdracht in de map van het project.")


def load_ronde_config(peildatum: dt.date, path: Path | None = None) -> RondeConfig:
    """Everything ``rondes.toml`` says about a peildatum; dated blocks are resolved to the one that holds that day.

    Raises
    ------
    ConfigError
        When the file is not valid TOML, a block misses a key, or no umcs are known for the day.
    """
    path = path or find_config()
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path.name} is niet leesbaar: {error}. Herstel de regel die wordt genoemd.") from None
    try:
        return _resolve(raw, peildatum)
    except KeyError as error:
        raise ConfigError(f"In {path.name} mist een blok de sleutel {error}. Vul die aan.") from None


def _resolve(raw: dict[str, Any], peildatum: dt.date) -> RondeConfig:
    own = next((r for r in raw.get("ronde", []) if r["peildatum"] == peildatum), {})
    umcs = _latest(raw.get("umcs", []), peildatum)
    if umcs is None:
        raise ConfigError(f"{CONFIG_NAME} noemt geen umcs voor peildatum {peildatum}. Voeg een blok [[umcs]] toe.")
    targets = {name: _latest(blocks, peildatum) for name, blocks in _by(raw.get("streefwaarde", []), "indicator")}
    cutoffs = {name: _latest(blocks, peildatum) for name, blocks in _by(raw.get("grenswaarde", []), "naam")}
    return RondeConfig(
        peildatum=peildatum,
        titel=own.get("titel", "Jaarlijkse stand"),
        status=own.get("status", "voorlopig"),
        umcs=tuple(umcs["umcs"]),
        metingen={m["jaar"]: Meting(m["jaar"], m["moment"], m["naam"]) for m in raw.get("meting", [])},
        streefwaarden={
            name: Streefwaarde(name, float(t["waarde"]), t["naam"], t["bron"]) for name, t in targets.items() if t
        },
        grenswaarden={name: float(c["waarde"]) for name, c in cutoffs.items() if c},
        opties=own.get("opties", {}),
        prijsgegeven=tuple(
            name
            for b in raw.get("prijsgegeven", [])
            if b["peildatum"] == peildatum and b["bron"]
            for name in b["totalen"]
        ),
    )


def _by(blocks: list[dict[str, Any]], key: str) -> list[tuple[str, list[dict[str, Any]]]]:
    return [(name, [b for b in blocks if b[key] == name]) for name in dict.fromkeys(b[key] for b in blocks)]


def _latest(blocks: list[dict[str, Any]], peildatum: dt.date) -> dict[str, Any] | None:
    holding = [b for b in blocks if b["vanaf"] <= peildatum]
    return max(holding, key=lambda b: b["vanaf"]) if holding else None


def find_delivery(raw: Path, peildatum: dt.date) -> tuple[Path | None, dt.date | None]:
    """Delivery that answers for a peildatum.

    Its own folder when there is one, else the newest delivery on or after it: every delivery holds the full history.

    Returns
    -------
    tuple
        Folder of the delivery (None when no delivery covers the peildatum) and the newest peildatum delivered.
    """
    delivered = sorted(_delivered(raw))
    newest = delivered[-1] if delivered else None
    if peildatum in delivered:
        return raw / peildatum.isoformat(), newest
    if newest is not None and newest > peildatum:
        return raw / newest.isoformat(), newest
    return None, newest


def previous_delivery(raw: Path, peildatum: dt.date) -> Path | None:
    """Folder of the newest delivery before a peildatum: the round to compare its size with."""
    earlier = [day for day in _delivered(raw) if day < peildatum]
    return raw / max(earlier).isoformat() if earlier else None


def _delivered(raw: Path) -> list[dt.date]:
    dates = []
    for folder in raw.iterdir():
        try:
            date = dt.date.fromisoformat(folder.name)
        except ValueError:
            continue
        # fromisoformat also reads 20251231; a delivery folder is written one way only
        if folder.is_dir() and folder.name == date.isoformat():
            dates.append(date)
    return dates
