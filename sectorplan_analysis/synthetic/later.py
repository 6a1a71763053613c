"""What happens in the invented sector after 31 December 2025: a year at a time, person by person.

Everyone goes on from where the bookkeeping of 2025 left them: conversions, promises, renewals, other sizes, promotions,
departures, arrivals. What is decided is written down twice: as dates in positions and contracts, which the deliveries
hold, and as `Gebeurtenis`, which no delivery does.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from sectorplan_analysis.synthetic.bookkeeping import ONE_DAY, Boekhouding, contract, position
from sectorplan_analysis.synthetic.calibration import FTE
from sectorplan_analysis.synthetic.population import divide, draw_subthema, profiles, steps_of

D = dt.date
LOOPBAAN = {
    "postdoc": "UD",
    "UD": "UHD",
    "UHD": "hoogleraar",
    "datamanager": "data architect",
    "data steward": "data scientist",
}
_COLUMNS = {
    "posities": ("profiel", "subthema", "fte", "inloop", "begindatum", "einddatum"),
    "contracten": (
        *("contracttype", "begindatum", "einddatum"),
        *("toezegging_datum", "toezegging_onvoorwaardelijk"),
    ),
}
#: Persons who arrive per year.
INSTROOM = {2026: 46, 2027: 34, 2028: 28}


@dataclass
class Persoon:
    """Somebody at a umc: ``nummer`` is unique within ``herkomst``, the umc that first employed them."""

    herkomst: str
    nummer: int
    gender: str | None
    posities: list[dict[str, Any]] = field(default_factory=list)
    contracten: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Gebeurtenis:
    """What was decided about a person in a year: instroom, uitstroom, omgezet, toegezegd, promotie, omvang, terug."""

    jaar: int
    herkomst: str
    nummer: int
    soort: str


def people_of(boekhouding: Boekhouding) -> list[Persoon]:
    """The persons of a bookkeeping, with fte in whole ten-thousandths."""
    gender = {(row["umc"], row["persoon"]): row["gender"] for row in boekhouding.gender.to_dict("records")}
    found: dict[tuple[str, int], Persoon] = {}
    for name in ("posities", "contracten"):
        frame = boekhouding.personeel if name == "posities" else boekhouding.contracten
        for row in frame.to_dict("records"):
            key = (row["umc"], row["persoon"])
            person = found.setdefault(key, Persoon(*key, gender.get(key)))
            getattr(person, name).append({column: _plain(row[column]) for column in _COLUMNS[name]})
    for person in found.values():
        for held in person.posities:
            held["fte"] = round(held["fte"] * FTE)
    return list(found.values())


def _plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


def next_year(
    people: Iterable[Persoon], jaar: int, *, rng: np.random.Generator
) -> tuple[list[Persoon], list[Gebeurtenis]]:
    """Everyone a year later, with those who arrived, and what was decided. The persons given are left as they were."""
    staff = copy.deepcopy(list(people))
    events = []
    for person in staff:
        kinds = _year_of(person, jaar, rng=rng)
        events += [Gebeurtenis(jaar, person.herkomst, person.nummer, kind) for kind in kinds]
    arrived = _arrivals(staff, jaar, rng=rng)
    events += [Gebeurtenis(jaar, person.herkomst, person.nummer, "instroom") for person in arrived]
    return staff + arrived, events


def running(rows: Iterable[dict[str, Any]], day: dt.date) -> list[dict[str, Any]]:
    """Rows whose period holds the day, first and last day inclusive."""
    return [r for r in rows if r["begindatum"] <= day and (r["einddatum"] is None or day <= r["einddatum"])]


def _year_of(person: Persoon, jaar: int, *, rng: np.random.Generator) -> list[str]:
    first, last = D(jaar, 1, 1), D(jaar, 12, 31)
    staying = running(running(person.posities, first), last)
    if not staying:
        return []
    if all(row["inloop"] and row["einddatum"] == last for row in staying):
        _after_inloop(person, staying[0], rng=rng)
        return []
    permanent = [row for row in running(person.contracten, first) if row["contracttype"] == "vast"]
    if permanent:
        return _year_of_permanent(person, permanent[-1], staying, jaar, rng=rng)
    return _year_of_temporary(person, max(person.contracten, key=lambda r: r["einddatum"]), staying, jaar, rng=rng)


def _after_inloop(person: Persoon, row: dict[str, Any], *, rng: np.random.Generator) -> None:
    """Some whose inloop position ends with the year go on in the regular formation the day after, if they are vast."""
    vast = any(r["contracttype"] == "vast" and r["einddatum"] is None for r in person.contracten)
    if vast and rng.random() < 0.5:
        person.posities.append(row | {"inloop": False, "begindatum": row["einddatum"] + ONE_DAY, "einddatum": None})


def _year_of_permanent(
    person: Persoon, employed: dict[str, Any], staying: list[dict[str, Any]], jaar: int, *, rng: np.random.Generator
) -> list[str]:
    chance, day = rng.random(), D(jaar, int(rng.integers(2, 13)), 1)
    if chance < 0.05:
        # not every leaver leaves the umc: some go on with other money, and their contract with them
        _leave(person, day - ONE_DAY, employed if rng.random() < 0.7 else None)
        return ["uitstroom"]
    if chance < 0.06 and employed["begindatum"] < day:
        employed["einddatum"] = day - ONE_DAY
        person.contracten.append(contract("tijdelijk", day, D(jaar + 2, 12, 31)))
        return ["terug"]
    return _changed_position(person, staying, day, chance=rng.random(), rng=rng)


def _year_of_temporary(
    person: Persoon, employed: dict[str, Any], staying: list[dict[str, Any]], jaar: int, *, rng: np.random.Generator
) -> list[str]:
    chance, day = rng.random(), D(jaar, int(rng.integers(2, 13)), 1)
    if employed["einddatum"] < D(jaar, 1, 1):
        employed = _renewed(person, employed, jaar)
    promised = employed["toezegging_onvoorwaardelijk"] and employed["toezegging_datum"] < D(jaar, 1, 1)
    if chance < (0.75 if promised else 0.30):
        employed["einddatum"] = day - ONE_DAY
        person.contracten.append(contract("vast", day))
        return ["omgezet"]
    if chance > 0.88 and not promised:
        _leave(person, min(day - ONE_DAY, employed["einddatum"]), employed)
        return ["uitstroom"]
    found = []
    if employed["einddatum"] < D(jaar, 12, 31):
        employed = _renewed(person, employed, jaar)
    # what was said before stays as it was said: nobody gets a second promise in the same contract
    if employed["toezegging_datum"] is None and chance > 0.74:
        employed |= {"toezegging_datum": max(day, employed["begindatum"]), "toezegging_onvoorwaardelijk": True}
        found.append("toegezegd")
    return found + _changed_position(person, staying, day, chance=rng.random(), rng=rng)


def _renewed(person: Persoon, employed: dict[str, Any], jaar: int) -> dict[str, Any]:
    """The contract that follows an ended one; a promise goes along, because it was made to the person."""
    begin = employed["einddatum"] + ONE_DAY
    person.contracten.append({**employed, "begindatum": begin, "einddatum": D(jaar + 1, 12, 31)})
    return person.contracten[-1]


def _leave(person: Persoon, last: dt.date, employed: dict[str, Any] | None) -> None:
    for row in [*person.posities, *([employed] if employed else [])]:
        if row["einddatum"] is None or row["einddatum"] > last:
            row["einddatum"] = last


def _changed_position(
    person: Persoon, staying: list[dict[str, Any]], day: dt.date, *, chance: float, rng: np.random.Generator
) -> list[str]:
    """Another function, size or subthema from a day on, for persons with one open regular position."""
    if len(staying) != 1 or staying[0]["inloop"] or staying[0]["einddatum"] or chance > 0.16:
        return []
    row, kind = staying[0], "omvang"
    after = {**row, "begindatum": day}
    if chance < 0.04:
        kind = "promotie"
        after["profiel"] = LOOPBAAN.get(row["profiel"], row["profiel"])
    elif chance < 0.07:
        kind = "subthema"
        after["subthema"] = draw_subthema(person.herkomst, row["profiel"], rng=rng)
    else:
        after["fte"] = int(rng.choice(steps_of(person.herkomst)[2:]))
    same = ("profiel", "subthema", "fte")
    if all(row[name] == after[name] for name in same):
        return []
    row["einddatum"] = day - ONE_DAY
    person.posities.append(after)
    return [kind]


def _arrivals(people: list[Persoon], jaar: int, *, rng: np.random.Generator) -> list[Persoon]:
    """New persons over the umcs as its staff is spread; the first starts on the last day of the year, the second on
    the first day of the next."""
    umcs = list(rng.choice([person.herkomst for person in people], INSTROOM[jaar]))
    functions = divide(len(umcs), profiles()["gewicht_vast"] + profiles()["gewicht_tijdelijk"], rng=rng)
    taken = {(person.herkomst, person.nummer) for person in people}
    arrived = []
    for place, (umc, profiel) in enumerate(zip(umcs, functions, strict=True)):
        begin = {0: D(jaar, 12, 31), 1: D(jaar + 1, 1, 1)}.get(place, D(jaar, int(rng.integers(1, 13)), 1))
        number = next(n for n in iter(lambda: int(rng.integers(60_000, 90_000)), None) if (umc, n) not in taken)
        taken.add((umc, number))
        gender = {2: None, 3: "x", 4: "onbekend"}.get(place, str(rng.choice(["v", "m"], p=[0.62, 0.38])))
        row = position(profiel, draw_subthema(umc, profiel, rng=rng), 0, begin)
        row["fte"] = int(rng.choice(steps_of(umc)[2:]))
        kind, promise = rng.random(), begin + 90 * ONE_DAY
        if kind < 0.4:
            contracts = [contract("vast", begin)]
        else:
            until = D(jaar + int(rng.integers(1, 4)), 12, 31)
            made = kind < 0.5 and promise <= until
            contracts = [
                contract("tijdelijk", begin, until, toezegging=promise if made else None, onvoorwaardelijk=made)
            ]
        arrived.append(Persoon(umc, number, gender, [row], contracts))
    return arrived
