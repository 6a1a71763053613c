"""The whole invented sector: the staff of the peildatum with their histories, and those who came and went around them.

What the published report says of the build-up is followed: a start in the second half of 2022, fast growth in 2023 and
slower hiring from mid 2024 because of the announced cuts.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd

from sectorplan_analysis.synthetic.bookkeeping import ONE_DAY, SEED, Boekhouding, book, contract, position
from sectorplan_analysis.synthetic.calibration import FTE, PEILDATUM
from sectorplan_analysis.synthetic.careers import months_between, months_later, positions, staff_career, usual_day
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
    careers = [staff_career(person, rng=rng) for person in staff.to_dict("records")]
    mark_boundaries(careers)
    careers += add_inloop(careers, rng=rng)
    careers += leavers(staff, rng=rng) + newcomers(rng=rng)
    return book(careers, rng=rng)


def start_days(kinds: pd.Series, *, rng: np.random.Generator) -> pd.Series:
    """A first day per person; within a kind spread evenly over ``STARTED``, mostly on the first of a month."""
    days: pd.Series = pd.Series(PEILDATUM, index=kinds.index, dtype=object)
    for kind, group in kinds.groupby(kinds, sort=True):
        knots, shares = [D.fromisoformat(day) for day in STARTED[kind]], list(STARTED[kind].values())
        places = rng.permutation((np.arange(len(group)) + 0.5) / len(group))
        ordinals = np.interp(places, shares, [day.toordinal() for day in knots])
        days[group.index] = [usual_day(D.fromordinal(int(day)), rng=rng) for day in ordinals]
    return days


def mark_boundaries(careers: list[dict[str, Any]]) -> None:
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
    employed = [c["contracten"][-1] for c in of["tijdelijk"]]
    waiting = [row for row in employed if row["begindatum"] < D(2025, 6, 1) and row["einddatum"] > D(2026, 1, 31)]
    for row in waiting[0:20:4]:  # a conditional promise leaves the status tijdelijk
        row["toezegging_datum"] = D(2025, 9, 15)
    for row, day in zip(waiting[1:19:6], (1, 12, 20), strict=True):  # and so does one after the peildatum
        row |= {"toezegging_datum": D(2026, 1, day), "toezegging_onvoorwaardelijk": True}
    for career in single["vast"][40:400:180]:  # retires in the coming year
        career["posities"][-1]["einddatum"] = career["contracten"][-1]["einddatum"] = D(2026, 8, 31)
    # A second, temporary contract beside the permanent one.
    career = single["vast"][100]
    career["contracten"].append(contract("tijdelijk", D(2025, 3, 1), D(2026, 8, 31)))


def add_inloop(careers: list[dict[str, Any]], *, rng: np.random.Generator) -> list[dict[str, Any]]:
    """Careers of the persons with an inloop position only; six inloop positions go to persons in ``careers``."""
    inloop = inloop_on_peildatum(rng)
    inloop["begin"] = start_days(pd.Series("inloop", index=inloop.index), rng=rng)
    inloop["einde"] = rng.choice(np.array([None, D(2026, 12, 31), D(2027, 12, 31)]), len(inloop))
    shared = {umc: list(inloop[inloop["umc"].eq(umc)].nsmallest(n, "fte").index) for umc, n in BOTH_KINDS.items()}
    added = []
    for index, row in zip(inloop.index, inloop.to_dict("records"), strict=True):
        umc, fte, begin, einde = row["umc"], row["fte"], row["begin"], row["einde"]
        subthema = draw_subthema(umc, row["profiel"], rng=rng)
        if index in shared.get(umc, ()):
            room = FTE - fte
            career = next(c for c in careers if c["umc"] == umc and _could_take_inloop(c, room / FTE, begin))
            profiel = career["posities"][0]["profiel"]
            career["posities"].append(position(profiel, subthema, fte, begin, einde, inloop=True))
            continue
        if rng.random() < 0.6:
            contracts = [contract("vast", min(begin, D(int(rng.integers(2008, 2025)), int(rng.integers(1, 13)), 1)))]
        else:
            contracts = [contract("tijdelijk", begin, D(2027, 12, 31))]
        posities = [position(row["profiel"], subthema, fte, begin, einde, inloop=True)]
        added.append({"umc": umc, "gender": row["gender"], "posities": posities, "contracten": contracts})
    return added


def _could_take_inloop(career: dict[str, Any], room: float, begin: dt.date) -> bool:
    """Permanent before the inloop position begins, with one regular position that leaves room."""
    regular, employment = career["posities"], career["contracten"][-1]
    return (
        career["status"] == "vast"
        and len(regular) == 1
        and regular[0]["einddatum"] is None
        and regular[0]["fte"] <= room
        and max(regular[0]["begindatum"], employment["begindatum"]) <= begin
    )


def leavers(staff: pd.DataFrame, *, rng: np.random.Generator) -> list[dict[str, Any]]:
    """Persons whose last sectorplan position ended before the peildatum."""
    chosen = staff.iloc[rng.choice(len(staff), VERTROKKEN, replace=False)].reset_index(drop=True)
    weights = profiles()["gewicht_vast"] + 2 * profiles()["gewicht_tijdelijk"]
    chosen["profiel"] = divide(VERTROKKEN, weights.drop("hoogleraar"), rng=rng)
    chosen["begin"] = start_days(pd.Series("vertrokken", index=chosen.index), rng=rng)
    # The first three leave on the day before the peildatum and on the two year-ends before it.
    fixed = [PEILDATUM - ONE_DAY, D(2024, 12, 31), D(2023, 12, 31)]
    careers = []
    for number, person in enumerate(chosen.to_dict("records")):
        umc, begin = person["umc"], person["begin"]
        longest = months_between(begin, PEILDATUM)
        left = months_later(begin, int(rng.integers(5, longest + 1))) - ONE_DAY
        if number < len(fixed) and begin < fixed[number]:
            left = fixed[number]
        usual = steps_of(umc)
        fte = int(usual[np.abs(usual - person["fte"]).argmin()])
        # No gender row for one of them; one is registered as x.
        gender = {10: None, 20: "x"}.get(number, person["gender"] if person["gender"] != "onbekend" else "v")
        careers.append(
            {
                "umc": umc,
                "gender": gender,
                "posities": positions(umc, person["profiel"], fte, begin, left, rng=rng),
                "contracten": _contracts_of_leaver(begin, left, rng=rng),
            }
        )
    return careers


def _contracts_of_leaver(begin: dt.date, left: dt.date, *, rng: np.random.Generator) -> list[dict[str, Any]]:
    kind = rng.random()
    if kind < 0.7:
        return [contract("tijdelijk", begin, left)]
    return [contract("vast", min(begin, D(2019, 4, 1)), left if kind < 0.9 else None)]


def newcomers(*, rng: np.random.Generator) -> list[dict[str, Any]]:
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
