"""The state of every round: what was delivered, what was found, and which editions were built with which version."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sectorplan_analysis.dataset import CENTRAL
from sectorplan_analysis.publish import EDITIES
from sectorplan_analysis.rondes.config import (
    RondeConfig,
    at_delivery,
    find_delivery,
    has_delivery,
    listed_rounds,
    load_ronde_config,
    prepared_days,
)


@dataclass(frozen=True)
class Editie:
    """An edition on disk: when it was made, with which version of the package, and from which delivery."""

    gemaakt_op: str
    versie: str
    levering: str
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Staat:
    """State of one round.

    Attributes
    ----------
    config
        What the configuration says about it.
    vermeld
        Whether it has an entry in ``rondes.toml``.
    geleverd
        Slugs of the umcs with at least one file in the round's own folder.
    centraal
        Names of the central tables that are there.
    levering
        Day of the delivery that answers for it; None when none does.
    bevindingen
        Number of findings per ernst of the last check or run; None when there was none.
    edities
        The editions on disk by name.
    """

    config: RondeConfig
    vermeld: bool
    geleverd: tuple[str, ...] = ()
    centraal: tuple[str, ...] = ()
    levering: dt.date | None = None
    bevindingen: Mapping[str, int] | None = None
    edities: Mapping[str, Editie] = field(default_factory=dict)


def round_states(*, raw: Path, reports: Path, path: Path) -> list[Staat]:
    """State of every round that is listed, made ready, delivered or built, oldest first."""
    any_day = load_ronde_config(dt.date.max, path)
    listed = set(listed_rounds(any_day.bron))
    days = listed | (set(prepared_days(raw)) if raw.is_dir() else set()) | set(built_days(reports))
    return [_state(load_ronde_config(day, path), day in listed, raw, reports) for day in sorted(days)]


def built_days(reports: Path) -> list[dt.date]:
    """Peildata with a folder under ``reports/`` that holds an edition, oldest first."""
    found = {manifest.parent.parent.name for name in EDITIES for manifest in reports.glob(f"*/{name}/manifest.json")}
    days = []
    for name in found:
        try:
            days.append(dt.date.fromisoformat(name))
        except ValueError:
            continue
    return sorted(day for day in days if (reports / day.isoformat()).is_dir())


def _state(config: RondeConfig, listed: bool, raw: Path, reports: Path) -> Staat:
    folder, built = raw / config.peildatum.isoformat(), reports / config.peildatum.isoformat()
    config = at_delivery(config, raw)
    answer = find_delivery(raw, config.peildatum)[0] if raw.is_dir() else None
    own = folder.is_dir()
    return Staat(
        config=config,
        vermeld=listed,
        geleverd=tuple(umc for umc in config.umcs if own and _delivered(folder, umc)),
        centraal=tuple(t for t in CENTRAL if own and any((folder / f"{t}{s}").is_file() for s in (".csv", ".xlsx"))),
        levering=dt.date.fromisoformat(answer.name) if answer else None,
        bevindingen=_findings(built / "bevindingen" / "bevindingen.csv"),
        edities={name: editie for name in EDITIES if (editie := _edition(built / name / "manifest.json"))},
    )


def _delivered(folder: Path, umc: str) -> bool:
    home = folder / umc
    return (folder / f"{umc}.xlsx").is_file() or (home.is_dir() and has_delivery(home))


def _findings(path: Path) -> dict[str, int] | None:
    if not path.is_file():
        return None
    with path.open(newline="", encoding="utf-8") as file:
        return dict(Counter(row["ernst"] for row in csv.DictReader(file)))


def _edition(path: Path) -> Editie | None:
    """What a manifest says of its edition; None when there is none, or it cannot be read."""
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        parameters = manifest["parameters"]
        return Editie(
            gemaakt_op=manifest["gemaakt_op"],
            versie=manifest["versies"]["sectorplan-analysis"],
            levering=parameters["levering"],
            without=tuple(parameters.get("without", ())),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
