"""Histories since mid 2022 behind the persons of the peildatum, and the persons who left before it.

What the published report says of the build-up is followed: a start in the second half of 2022, fast growth in 2023,
slower hiring from mid 2024 because of the announced cuts, temporary staff converted to permanent contracts, often after
an unconditional promise. The state on the peildatum itself is fixed by ``population`` and never touched here.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from sectorplan_analysis.synthetic.bookkeeping import ONE_DAY, SEED, Boekhouding, book, contract, position
from sectorplan_analysis.synthetic.calibration import FTE, PEILDATUM
from sectorplan_analysis.synthetic.population import (
    divide,
    draw_subthema,
    inloop_on_peildatum,
    people_on_peildatum,
    profiles,
    steps_of,
)

D = dt.date
#: Share of the staff of the peildatum that had started by a day, per contract status (straight lines in between).
STARTED = {
    "vast": {
        "2022-07-01": 0,
        "2023-01-01": 0.13,
        "2024-01-01": 0.47,
        "2024-07-01": 0.67,
        "2025-01-01": 0.76,
        "2025-12-01": 1,
    },
    "toegezegd_vast": {"2023-03-01": 0, "2024-01-01": 0.35, "2024-07-01": 0.65, "2025-07-01": 1},
    "tijdelijk": {"2022-09-01": 0, "2024-01-01": 0.2, "2024-07-01": 0.4, "2025-01-01": 0.52, "2025-12-01": 1},
    "inloop": {"2024-10-01": 0, "2025-03-01": 0.45, "2025-12-01": 1},
    "vertrokken": {"2022-07-01": 0, "2023-01-01": 0.35, "2024-01-01": 0.8, "2024-09-01": 1},
}
VERTROKKEN = 74
#: Persons with a regular and an inloop position on the peildatum, per umc.
BOTH_KINDS = {"amsterdam-umc-uva": 1, "amsterdam-umc-vu": 1, "erasmus-mc": 1, "radboudumc": 2, "umcg": 1}


def bookkeeping(seed: int = SEED) -> Boekhouding:
    """The whole invented sector up to and including the first weeks of 2026. The same seed gives the same rows."""
    rng = np.random.default_rng(seed)
    staff = people_on_peildatum(rng)
    staff["begin"] = start_days(staff["contractstatus"], rng=rng)
    careers = [staff_career(person, rng=rng) for person in staff.itertuples()]
    mark_boundaries(careers)
    careers += add_inloop(careers, rng=rng)
    careers += leavers(staff, rng=rng) + newcomers(rng=rng)
    return book(careers, rng=rng)


def start_days(kinds: pd.Series, *, rng: np.random.Generator) -> pd.Series:
    """A first day per person; within a kind spread evenly over ``STARTED``, mostly on the first of a month."""
    days = pd.Series(PEILDATUM, index=kinds.index, dtype=object)
    for kind, group in kinds.groupby(kinds, sort=True):
        knots, shares = [D.fromisoformat(day) for day in STARTED[kind]], list(STARTED[kind].values())
        places = rng.permutation((np.arange(len(group)) + 0.5) / len(group))
        ordinals = np.interp(places, shares, [day.toordinal() for day in knots])
        days[group.index] = [usual_day(D.fromordinal(int(day)), rng=rng) for day in ordinals]
    return days


def usual_day(day: dt.date, *, rng: np.random.Generator) -> dt.date:
    """The day itself, the 15th or (mostly) the first of its month."""
    return rng.choice([day.replace(day=1), day.replace(day=15), day], p=[0.8, 0.12, 0.08])


def months_later(day: dt.date, months: int) -> dt.date:
    """First day of the month that many months on."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return D(year, month + 1, 1)


def months_between(begin: dt.date, einde: dt.date) -> int:
    """Whole calendar months from one day to the other."""
    return (einde.year - begin.year) * 12 + einde.month - begin.month


def staff_career(person, *, rng: np.random.Generator) -> dict:
    """Positions and contracts of somebody with a regular position on the peildatum."""
    contracts = {"vast": permanent, "toegezegd_vast": promised, "tijdelijk": temporary}[person.contractstatus]
    return {
        "umc": person.umc,
        "gender": person.gender,
        "status": person.contractstatus,
        "posities": positions(person.umc, person.profiel, person.fte, person.begin, rng=rng),
        "contracten": contracts(person.begin, rng=rng),
    }


def positions(umc: str, profiel: str, fte: int, begin: dt.date, einde: dt.date | None = None, *, rng) -> list[dict]:
    """Positions that end as given; one in four persons with more than a year behind them had other ones before.

    A change starts a new row the day after the old one ends.
    """
    subthema = draw_subthema(umc, profiel, rng=rng)
    event, months = rng.random(), months_between(begin, einde or PEILDATUM)
    now = position(profiel, subthema, fte, begin, einde)
    if event < 0.06 and fte >= FTE * 2 // 10 and einde is None:
        second = int(min(fte - 500, max(500, round(fte * rng.uniform(0.2, 0.5) / 500) * 500)))
        later = months_later(begin, int(rng.integers(0, max(1, months - 1))))
        other = draw_subthema(umc, profiel, rng=rng, without=subthema)
        return [now | {"fte": (fte - second) / FTE}, position(profiel, other, second, max(begin, later))]
    if months < 12 or event > 0.36:
        return [now]
    change = months_later(begin, int(rng.integers(6, months - 1)))
    before = now | {"einddatum": change - ONE_DAY}
    if profiel in ("UD", "UHD") and event > 0.27:
        before["profiel"] = {"UD": "postdoc", "UHD": "UD"}[profiel]
    elif event < 0.10:
        before["subthema"] = draw_subthema(umc, profiel, rng=rng, without=subthema)
    elif event < 0.27:
        usual = steps_of(umc)[1:]
        smaller = usual[usual < fte] if rng.random() < 0.7 else usual[usual > fte]
        before["fte"] = int(rng.choice(smaller if len(smaller) else usual)) / FTE
    else:
        return [now]
    return [before, now | {"begindatum": change}] if before != now | {"einddatum": change - ONE_DAY} else [now]


def permanent(begin: dt.date, *, rng: np.random.Generator) -> list[dict]:
    """Contracts of somebody who is ``vast`` on the peildatum: converted, permanent long before, or from the start."""
    months = months_between(begin, PEILDATUM)
    route = rng.random()
    if route < 0.58 and months >= 10:
        converted = months_later(begin, int(rng.integers(6, min(months, 17))))
        waiting = months_between(begin, converted)
        promise = months_later(converted, -int(rng.integers(2, min(waiting, 8)))).replace(day=int(rng.integers(1, 29)))
        promised_before = rng.random() < 0.45
        first = contract(
            "tijdelijk",
            begin,
            converted - ONE_DAY,
            toezegging=promise if promised_before else None,
            onvoorwaardelijk=promised_before,
        )
        return [first, contract("vast", converted)]
    if route < 0.80:
        return [contract("vast", D(int(rng.integers(2006, 2022)), int(rng.integers(1, 13)), 1))]
    return [contract("vast", begin)]


def promised(begin: dt.date, *, rng: np.random.Generator) -> list[dict]:
    """A temporary contract with an unconditional promise on or before the peildatum."""
    earliest = months_later(begin, 3)
    days = (PEILDATUM - earliest).days
    promise = earliest + ONE_DAY * int(rng.integers(days // 2, days))
    ends = months_later(PEILDATUM, int(rng.integers(3, 20))) - ONE_DAY
    return [contract("tijdelijk", begin, ends, toezegging=promise, onvoorwaardelijk=True)]


def temporary(begin: dt.date, *, rng: np.random.Generator) -> list[dict]:
    """One temporary contract, or two in a row, running past the peildatum, without a promise."""
    ends = months_later(PEILDATUM, int(rng.integers(2, 26))) - ONE_DAY
    if months_between(begin, PEILDATUM) < 14:
        return [contract("tijdelijk", begin, ends)]
    renewed = months_later(begin, 12)
    return [contract("tijdelijk", begin, renewed - ONE_DAY), contract("tijdelijk", renewed, ends)]


def mark_boundaries(careers: list[dict]) -> None:
    """Put some persons of the peildatum on the borders of the definitions, without changing what counts on that day."""
    of = {status: [career for career in careers if career["status"] == status] for status in STARTED}
    single = {status: [c for c in group if len(c["posities"]) == 1] for status, group in of.items()}
    for career in single["tijdelijk"][:4]:  # last day is the peildatum
        career["posities"][-1]["einddatum"] = career["contracten"][-1]["einddatum"] = PEILDATUM
    single["vast"][10]["posities"][-1]["einddatum"] = PEILDATUM  # goes on with other money
    for career in single["toegezegd_vast"][:2]:  # converted on the day after
        career["contracten"][-1]["einddatum"] = PEILDATUM
        career["contracten"].append(contract("vast", PEILDATUM + ONE_DAY))
    single["toegezegd_vast"][2]["contracten"][-1]["toezegging_datum"] = PEILDATUM  # promised on the day itself
    for career in of["tijdelijk"][5:30:5]:  # a conditional promise leaves the status tijdelijk
        career["contracten"][-1]["toezegging_datum"] = D(2025, 9, 15)
    for career, day in zip(of["tijdelijk"][7:40:12], (1, 12, 20), strict=True):  # and so does one after the peildatum
        career["contracten"][-1] |= {"toezegging_datum": D(2026, 1, day), "toezegging_onvoorwaardelijk": True}
    for career in single["vast"][40:400:180]:  # retires in the coming year
        career["posities"][-1]["einddatum"] = career["contracten"][-1]["einddatum"] = D(2026, 8, 31)
    # A second, temporary contract beside the permanent one.
    career = single["vast"][100]
    career["contracten"].append(contract("tijdelijk", D(2025, 3, 1), D(2026, 8, 31)))


def add_inloop(careers: list[dict], *, rng: np.random.Generator) -> list[dict]:
    """Careers of the persons with an inloop position only; six inloop positions go to persons in ``careers``."""
    inloop = inloop_on_peildatum(rng)
    inloop["begin"] = start_days(pd.Series("inloop", index=inloop.index), rng=rng)
    inloop["einde"] = rng.choice([None, D(2026, 12, 31), D(2027, 12, 31)], len(inloop))
    shared = {umc: list(inloop[inloop["umc"].eq(umc)].nsmallest(n, "fte").index) for umc, n in BOTH_KINDS.items()}
    added = []
    for row in inloop.itertuples():
        subthema = draw_subthema(row.umc, row.profiel, rng=rng)
        if row.Index in shared.get(row.umc, ()):
            room = FTE - row.fte
            career = next(c for c in careers if c["umc"] == row.umc and _could_take_inloop(c, room / FTE, row.begin))
            profiel = career["posities"][0]["profiel"]
            career["posities"].append(position(profiel, subthema, row.fte, row.begin, row.einde, inloop=True))
            continue
        if rng.random() < 0.6:
            contracts = [
                contract("vast", min(row.begin, D(int(rng.integers(2008, 2025)), int(rng.integers(1, 13)), 1)))
            ]
        else:
            contracts = [contract("tijdelijk", row.begin, D(2027, 12, 31))]
        posities = [position(row.profiel, subthema, row.fte, row.begin, row.einde, inloop=True)]
        added.append({"umc": row.umc, "gender": row.gender, "posities": posities, "contracten": contracts})
    return added


def _could_take_inloop(career: dict, room: float, begin: dt.date) -> bool:
    """Permanent before the inloop position begins, with one regular position that leaves room."""
    regular, employment = career["posities"], career["contracten"][-1]
    return (
        career["status"] == "vast"
        and len(regular) == 1
        and regular[0]["einddatum"] is None
        and regular[0]["fte"] <= room
        and max(regular[0]["begindatum"], employment["begindatum"]) <= begin
    )


def leavers(staff: pd.DataFrame, *, rng: np.random.Generator) -> list[dict]:
    """Persons whose last sectorplan position ended before the peildatum."""
    chosen = staff.iloc[rng.choice(len(staff), VERTROKKEN, replace=False)].reset_index(drop=True)
    weights = profiles()["gewicht_vast"] + 2 * profiles()["gewicht_tijdelijk"]
    chosen["profiel"] = divide(VERTROKKEN, weights.drop("hoogleraar"), rng=rng)
    chosen["begin"] = start_days(pd.Series("vertrokken", index=chosen.index), rng=rng)
    # The first three leave on the day before the peildatum and on the two year-ends before it.
    fixed = [PEILDATUM - ONE_DAY, D(2024, 12, 31), D(2023, 12, 31)]
    careers = []
    for number, person in enumerate(chosen.itertuples()):
        longest = months_between(person.begin, PEILDATUM)
        left = months_later(person.begin, int(rng.integers(5, longest + 1))) - ONE_DAY
        if number < len(fixed) and person.begin < fixed[number]:
            left = fixed[number]
        usual = steps_of(person.umc)
        fte = int(usual[np.abs(usual - person.fte).argmin()])
        # No gender row for one of them; one is registered as x.
        gender = {10: None, 20: "x"}.get(number, person.gender if person.gender != "onbekend" else "v")
        careers.append(
            {
                "umc": person.umc,
                "gender": gender,
                "posities": positions(person.umc, person.profiel, fte, person.begin, left, rng=rng),
                "contracten": _contracts_of_leaver(person.begin, left, rng=rng),
            }
        )
    return careers


def _contracts_of_leaver(begin: dt.date, left: dt.date, *, rng: np.random.Generator) -> list[dict]:
    kind = rng.random()
    if kind < 0.7:
        return [contract("tijdelijk", begin, left)]
    return [contract("vast", min(begin, D(2019, 4, 1)), left if kind < 0.9 else None)]


def newcomers(*, rng: np.random.Generator) -> list[dict]:
    """Persons in the delivery whose position starts just after the peildatum."""
    rows = (
        ("erasmus-mc", "UD", "v", "vast"),
        ("lumc", "data steward", "m", "tijdelijk"),
        ("umcg", "postdoc", "v", "tijdelijk"),
        ("umc-utrecht", "UHD", "v", "vast"),
    )
    begin = PEILDATUM + ONE_DAY
    return [
        {
            "umc": umc,
            "gender": gender,
            "posities": [position(profiel, draw_subthema(umc, profiel, rng=rng), FTE // 2, begin)],
            "contracten": [contract(kind, begin, None if kind == "vast" else D(2027, 12, 31))],
        }
        for umc, profiel, gender, kind in rows
    ]
