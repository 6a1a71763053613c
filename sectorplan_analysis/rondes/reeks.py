"""The series over all rounds: what each round published, side by side, from the files under ``reports/`` only.

Safe to publish: a round counts with its openbaar edition, marks included. A round that has an intern edition only
counts with its national numbers, and says so in the column ``editie``.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from sectorplan_analysis.disclosure.openbaar import GEHEIM
from sectorplan_analysis.publish import EDITIES
from sectorplan_analysis.reference import TOTAAL
from sectorplan_analysis.rondes.config import RondeConfig
from sectorplan_analysis.rondes.staat import built_days

COLUMNS = ["peildatum", "umc", "maat", "waarde", "eenheid", "teller", "noemer", "reeks", "ronde", "levering", "editie",
           "breuk"]  # fmt: skip
TELLING, GELIJKTIJDIG, TERUGBLIK = "telling", "gelijktijdig", "terugblik"
VERTROUWELIJK = "intern (vertrouwelijk)"
#: Situation of a focus group per series; 'ideaal' is a norm and no series.
_REEKS = {"nu": GELIJKTIJDIG, "voor": TERUGBLIK}
_PUNTEN = "punten (0-10)"
_EERSTE_JAAR = 2022


@dataclass(frozen=True)
class Gebouwd:
    """A round on disk: the edition that counts, its delivery, the umcs left out and how much of it is synthetic."""

    config: RondeConfig
    map: Path
    openbaar: bool
    levering: str
    without: tuple[str, ...]
    synthetisch: bool

    @property
    def editie(self) -> str:
        return "openbaar" if self.openbaar else VERTROUWELIJK

    def read(self, name: str) -> list[Mapping[str, str]]:
        """Rows of a table of the edition as text, '' for a column that it does not have; none without the table."""
        path = self.map / "tabellen" / f"{name}.csv"
        if not path.is_file():
            return []
        with path.open(newline="", encoding="utf-8") as file:
            return [defaultdict(str, row) for row in csv.DictReader(file)]


def built_rounds(reports: Path, config: RondeConfig) -> list[Gebouwd]:
    """Every round with an edition on disk, oldest first; ``config`` says what each is called."""
    found = []
    for day in built_days(reports):
        for name in reversed(EDITIES):
            folder = reports / day.isoformat() / name
            manifest = _manifest(folder / "manifest.json")
            if manifest is not None:
                parameters, synthetic = manifest["parameters"], manifest.get("synthetisch", {})
                found.append(
                    Gebouwd(
                        config=config.op(day),
                        map=folder,
                        openbaar=name == "openbaar",
                        levering=parameters["levering"],
                        without=tuple(parameters.get("without", ())),
                        synthetisch=bool(synthetic.get("bestanden")),
                    )
                )
                break
    return found


def _manifest(path: Path) -> dict[str, Any] | None:
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        return manifest if manifest["parameters"]["levering"] else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def whole_series(rounds: Iterable[Gebouwd], *, maten: tuple[str, ...]) -> pd.DataFrame:
    """The indicators of every round; a year-end without a round comes from the series of the first round after it.

    Parameters
    ----------
    rounds
        Of `built_rounds`.
    maten
        Names of indicators.

    Returns
    -------
    pandas.DataFrame
        Text: peildatum, umc (display name or ``Totaal``), maat, waarde, eenheid, teller, noemer as published
        (``geheim`` when hidden); reeks (``telling``; ``gelijktijdig`` or ``terugblik`` for scores of focus groups, on
        the day of the measurement); ronde, levering and editie it comes from; breuk (why it does not compare with what
        came before).
    """
    rounds = list(rounds)
    rows: list[dict[str, str]] = []
    for place, built in enumerate(rounds):
        rows += _between(built, maten, since=rounds[place - 1].config.peildatum if place else dt.date.min)
        rows += _own(built, maten)
    rows += _scores(rounds)
    frame = pd.DataFrame(rows, columns=COLUMNS[:-1]).astype(str)
    order = {name: n for n, name in enumerate(maten)}
    frame = frame.assign(_maat=frame["maat"].map(order).fillna(len(order)), _totaal=frame["umc"] == TOTAAL)
    frame = frame.sort_values(["_maat", "maat", "reeks", "peildatum", "_totaal"], kind="stable", ignore_index=True)
    return frame.assign(breuk=_breaks(frame, rounds))[COLUMNS]


def _own(built: Gebouwd, maten: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """The numbers of a round on its own day: per umc when published, else nationally."""
    for row in built.read("indicatoren"):
        if row["maat"] in maten and (built.openbaar or row["umc"] == TOTAAL):
            yield _told(row, built)


def _between(built: Gebouwd, maten: tuple[str, ...], *, since: dt.date) -> Iterator[dict[str, str]]:
    """Year-ends since the round before, which have no round of their own; one that is not shown has the mark."""
    day = built.config.peildatum
    known = [row for row in built.read("reeks") if row["umc"] == TOTAAL and row["maat"] in maten]
    units = {row["maat"]: row["eenheid"] for row in known}
    shown = {(row["peildatum"], row["maat"]): row for row in known if row["peildatum"] < day.isoformat()}
    for year in range(_EERSTE_JAAR, day.year + 1):
        end = dt.date(year, 12, 31).isoformat()
        if since.isoformat() < end < day.isoformat():
            for maat, unit in units.items():
                hidden = {"peildatum": end, "umc": TOTAAL, "maat": maat, "waarde": GEHEIM, "eenheid": unit,
                          "teller": GEHEIM, "noemer": GEHEIM}  # fmt: skip
                yield _told(shown.get((end, maat), hidden), built)


def _told(row: Mapping[str, str], built: Gebouwd, *, reeks: str = TELLING) -> dict[str, str]:
    own = {name: row[name] for name in COLUMNS[:7]}
    ronde = built.config.peildatum.isoformat()
    return {**own, "reeks": reeks, "ronde": ronde, "levering": built.levering, "editie": built.editie}


def _scores(rounds: list[Gebouwd]) -> Iterator[dict[str, str]]:
    """National means of the focus groups, each measurement from the first round that published it."""
    seen: set[str] = set()
    for built in rounds:
        rows = [row for row in built.read("focusgroepen") if row["meting"] not in seen]
        people = {
            (row["meting"], row["schaal"], row["situatie"]): row["waarde"]
            for row in rows
            if row["maat"] == "deelnemers"
        }
        for row in rows:
            if row["maat"] == "gemiddelde" and row["situatie"] in _REEKS:
                yield _told(
                    {
                        "peildatum": built.config.meting(int(row["meting"])).moment.isoformat(),
                        "umc": TOTAAL,
                        "maat": f"{row['schaal']}_gemiddelde",
                        "waarde": row["waarde"],
                        "eenheid": _PUNTEN,
                        "teller": "",
                        "noemer": people.get((row["meting"], row["schaal"], row["situatie"]), ""),
                    },
                    built,
                    reeks=_REEKS[row["situatie"]],
                )
        seen |= {row["meting"] for row in rows}


def _breaks(frame: pd.DataFrame, rounds: list[Gebouwd]) -> list[str]:
    """Per row why it does not compare with the row before it in its series; '' when it does."""
    told = {built.config.peildatum.isoformat(): built for built in rounds}
    days = list(told)
    blocks = rounds[0].config.bron.get("breuk", []) if rounds else []
    found = []
    before: dict[tuple[str, str, str], str] = {}
    for row in frame.to_dict("records"):
        key = (row["umc"], row["maat"], row["reeks"])
        earlier = before.get(key)
        before[key] = row["peildatum"]
        reasons = [
            block["omschrijving"]
            for block in blocks
            if block.get("maat", row["maat"]) == row["maat"]
            and (earlier is None or earlier < block["vanaf"].isoformat())
            and block["vanaf"].isoformat() <= row["peildatum"]
            and earlier is not None
        ]
        if row["peildatum"] == row["ronde"] and row["umc"] == TOTAAL and row["reeks"] == TELLING:
            built, place = told[row["ronde"]], days.index(row["ronde"])
            if built.without:
                names = [built.config.namen.get(umc, umc) for umc in built.without]
                reasons.append(f"zonder {', '.join(names)}")
            elif place and told[days[place - 1]].without:
                reasons.append("weer met alle umcs")
            if place and set(told[days[place - 1]].config.umcs) != set(built.config.umcs):
                reasons.append("andere indeling in umcs")
        found.append("; ".join(reasons))
    return found
