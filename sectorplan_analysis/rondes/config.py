"""Rounds as data: what differs per peildatum, read from ``rondes.toml``.

A round needs no entry of its own: a peildatum that is not listed gets a plain title, and the umcs, targets and
measurements that hold on that day.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sectorplan_analysis.errors import ConfigError
from sectorplan_analysis.reference import NO_DELIVERY, PACKAGE, name_umcs, umc_names

CONFIG_NAME = "rondes.toml"
STATUSSEN = ("voorlopig", "definitief")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


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
    vorige
        Peildatum of the round before, to compare with; None when there is none.
    namen
        Display name of every umc of the round.
    opvolgers
        Umc of the round per umc of earlier rounds that went up in it.
    bron
        The whole configuration as read, to ask it about another day.
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
    vorige: dt.date | None = None
    namen: dict[str, str] = field(default_factory=dict)
    opvolgers: dict[str, str] = field(default_factory=dict)
    bron: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def op(self, peildatum: dt.date) -> RondeConfig:
        """What the same configuration says about another peildatum."""
        return _resolve(self.bron, peildatum) if self.bron else dataclasses.replace(self, peildatum=peildatum)

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
    for folder in (start or Path.cwd(), PACKAGE.parent, PACKAGE):
        if (folder / CONFIG_NAME).is_file():
            return folder / CONFIG_NAME
    raise ConfigError(f"Er is geen {CONFIG_NAME}. Start de opdracht in de map van het project.")


def load_ronde_config(peildatum: dt.date, path: Path | None = None) -> RondeConfig:
    """Everything ``rondes.toml`` says about a peildatum; dated blocks are resolved to the one that holds that day.

    Raises
    ------
    ConfigError
        When the file is not valid TOML, a block misses a key or says something impossible, or no umcs are known for the
        day.
    """
    path = path or find_config()
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path.name} is niet leesbaar: {error}. Herstel de regel die wordt genoemd.") from None
    try:
        config = _resolve(raw, peildatum)
    except KeyError as error:
        raise ConfigError(f"In {path.name} mist een blok de sleutel {error}. Vul die aan.") from None
    name_umcs(config.namen)
    return config


def _resolve(raw: Mapping[str, Any], peildatum: dt.date) -> RondeConfig:
    own: Mapping[str, Any] = next((r for r in raw.get("ronde", []) if r["peildatum"] == peildatum), {})
    status = own.get("status", "voorlopig")
    if status not in STATUSSEN:
        raise ConfigError(f"{CONFIG_NAME} noemt een onbekende status: {status}. Kies {' of '.join(STATUSSEN)}.")
    umcs = _latest(raw.get("umcs", []), peildatum)
    if umcs is None:
        raise ConfigError(f"{CONFIG_NAME} noemt geen umcs voor peildatum {peildatum}. Voeg een blok [[umcs]] toe.")
    targets = {name: _latest(blocks, peildatum) for name, blocks in _by(raw.get("streefwaarde", []), "indicator")}
    cutoffs = {name: _latest(blocks, peildatum) for name, blocks in _by(raw.get("grenswaarde", []), "naam")}
    return RondeConfig(
        peildatum=peildatum,
        titel=own.get("titel", "Jaarlijkse stand"),
        status=status,
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
        vorige=_previous(raw, own, peildatum),
        namen=_names(raw, umcs, peildatum),
        opvolgers=_successors(raw, umcs, peildatum),
        bron=raw,
    )


def _previous(raw: Mapping[str, Any], own: Mapping[str, Any], peildatum: dt.date) -> dt.date | None:
    """The round before: as given, else the newest round listed before the peildatum."""
    day = own.get("vorige") or max((d for d in listed_rounds(raw) if d < peildatum), default=None)
    if day is not None and day >= peildatum:
        raise ConfigError(f"{CONFIG_NAME}: de vorige ronde van {peildatum} is {day}; die ligt er niet voor.")
    return day


def listed_rounds(raw: Mapping[str, Any]) -> list[dt.date]:
    """Peildata with a ``[[ronde]]`` of their own, oldest first."""
    return sorted(r["peildatum"] for r in raw.get("ronde", []))


def _names(raw: Mapping[str, Any], umcs: Mapping[str, Any], peildatum: dt.date) -> dict[str, str]:
    """Display name of every umc of the round and of the earlier rounds; two umcs never share one."""
    blocks = [b for b in raw["umcs"] if b["vanaf"] <= peildatum]
    wrong = [umc for umc in umcs["umcs"] if not _SLUG.fullmatch(umc)]
    if wrong:
        raise ConfigError(
            f"{CONFIG_NAME}: '{wrong[0]}' kan geen map zijn. Schrijf kleine letters, cijfers en streepjes."
        )
    given = {umc: naam for b in blocks for umc, naam in b.get("namen", {}).items()}
    names = {umc: umc_names().get(umc) or given.get(umc, umc) for b in blocks for umc in b["umcs"]}
    if len(set(names.values())) < len(names):
        raise ConfigError(f"{CONFIG_NAME}: twee umcs hebben dezelfde naam. Geef ze in [umcs.namen] elk een eigen naam.")
    return names


def _successors(raw: Mapping[str, Any], umcs: Mapping[str, Any], peildatum: dt.date) -> dict[str, str]:
    """Umc of this round per umc that went up in it, over all blocks so far: a successor may merge again."""
    found: dict[str, str] = {}
    for block in sorted((b for b in raw["umcs"] if b["vanaf"] <= peildatum), key=lambda b: b["vanaf"]):
        steps = block.get("opvolgers", {})
        wrong = [old for old, new in steps.items() if new not in block["umcs"] or old in block["umcs"]]
        if wrong:
            raise ConfigError(
                f"{CONFIG_NAME}: de opvolger van '{wrong[0]}' klopt niet. Links staat een umc van vroeger, rechts een "
                "umc uit de lijst van hetzelfde blok."
            )
        found = {old: steps.get(new, new) for old, new in found.items()} | steps
    return {old: new for old, new in found.items() if new in umcs["umcs"]}


def _by(blocks: list[dict[str, Any]], key: str) -> list[tuple[str, list[dict[str, Any]]]]:
    return [(name, [b for b in blocks if b[key] == name]) for name in dict.fromkeys(b[key] for b in blocks)]


def _latest(blocks: list[dict[str, Any]], peildatum: dt.date) -> dict[str, Any] | None:
    holding = [b for b in blocks if b["vanaf"] <= peildatum]
    return max(holding, key=lambda b: b["vanaf"]) if holding else None


def at_delivery(config: RondeConfig, raw: Path) -> RondeConfig:
    """The configuration of a round, held against what was delivered.

    The umcs are those of the day of the delivery that answers for the peildatum: a delivery made after a merger has the
    merged umc, also in what it says of the years before. A delivery may also be a round that is not listed.
    """
    folder, _ = find_delivery(raw, config.peildatum) if raw.is_dir() else (None, None)
    if folder is None:
        return config
    own = config.op(dt.date.fromisoformat(folder.name))
    name_umcs(own.namen)
    earlier = [day for day in delivered_days(raw) if day < config.peildatum]
    given = any(r["peildatum"] == config.peildatum and "vorige" in r for r in config.bron.get("ronde", []))
    vorige = config.vorige if given else max([*earlier, *([config.vorige] if config.vorige else [])], default=None)
    return dataclasses.replace(config, umcs=own.umcs, namen=own.namen, opvolgers=own.opvolgers, vorige=vorige)


def find_delivery(raw: Path, peildatum: dt.date) -> tuple[Path | None, dt.date | None]:
    """Delivery that answers for a peildatum.

    Its own folder when there is one, else the newest delivery on or after it: every delivery holds the full history.
    A folder counts from its first delivery file on; one that was only made ready does not answer for any day.

    Returns
    -------
    tuple
        Folder of the delivery (None when no delivery covers the peildatum) and the newest peildatum delivered.
    """
    delivered = delivered_days(raw)
    newest = delivered[-1] if delivered else None
    if peildatum in delivered:
        return raw / peildatum.isoformat(), newest
    if newest is not None and newest > peildatum:
        return raw / newest.isoformat(), newest
    return None, newest


def previous_delivery(raw: Path, peildatum: dt.date) -> Path | None:
    """Folder of the newest delivery before a peildatum: the round to compare its size with."""
    earlier = [day for day in delivered_days(raw) if day < peildatum]
    return raw / max(earlier).isoformat() if earlier else None


def delivered_days(raw: Path) -> list[dt.date]:
    """Peildata with a delivery: a folder of that name with at least one delivery file, oldest first."""
    return [day for day in prepared_days(raw) if has_delivery(raw / day.isoformat())]


def prepared_days(raw: Path) -> list[dt.date]:
    """Peildata with a folder, delivered or not, oldest first."""
    dates = []
    for folder in raw.iterdir():
        try:
            date = dt.date.fromisoformat(folder.name)
        except ValueError:
            continue
        # fromisoformat also reads 20251231; a delivery folder is written one way only
        if folder.is_dir() and folder.name == date.isoformat():
            dates.append(date)
    return sorted(dates)


def has_delivery(folder: Path) -> bool:
    """Whether a folder, or a folder in it, holds a file that a sender may have put there."""
    files = (path for level in ("*", "*/*") for path in folder.glob(level) if not path.is_dir() or path.is_symlink())
    return any(path.name.casefold() not in NO_DELIVERY and not path.name.startswith((".", "~$")) for path in files)
