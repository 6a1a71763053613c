"""One person's history: positions and contracts since mid 2022 that end in the state of the peildatum.

Temporary staff are converted to permanent contracts, often after an unconditional promise; sizes and subthemas change,
and people are promoted. The state on the peildatum itself is fixed by ``population`` and never touched here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np

from sectorplan_analysis.synthetic.bookkeeping import ONE_DAY, contract, position
from sectorplan_analysis.synthetic.calibration import FTE, PEILDATUM
from sectorplan_analysis.synthetic.population import draw_subthema, steps_of


def usual_day(day: dt.date, *, rng: np.random.Generator) -> dt.date:
    """The day itself, the 15th or (mostly) the first of its month."""
    usual: dt.date = rng.choice(np.array([day.replace(day=1), day.replace(day=15), day]), p=[0.8, 0.12, 0.08])
    return usual


def months_later(day: dt.date, months: int) -> dt.date:
    """First day of the month that many months on."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, 1)


def months_between(begin: dt.date, einde: dt.date) -> int:
    """Whole calendar months from one day to the other."""
    return (einde.year - begin.year) * 12 + einde.month - begin.month


def staff_career(person: Mapping[Hashable, Any], *, rng: np.random.Generator) -> dict[str, Any]:
    """Positions and contracts of somebody with a regular position on the peildatum."""
    contracts = {"vast": permanent, "toegezegd_vast": promised, "tijdelijk": temporary}[person["contractstatus"]]
    return {
        "umc": person["umc"],
        "gender": person["gender"],
        "status": person["contractstatus"],
        "posities": positions(person["umc"], person["profiel"], person["fte"], person["begin"], rng=rng),
        "contracten": contracts(person["begin"], rng=rng),
    }


def positions(
    umc: str, profiel: str, fte: int, begin: dt.date, einde: dt.date | None = None, *, rng: np.random.Generator
) -> list[dict[str, Any]]:
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
        sizes = steps_of(umc)[steps_of(umc) != fte]
        weights = np.where(sizes < fte, 0.7, 0.3)
        before["fte"] = int(rng.choice(sizes, p=weights / weights.sum())) / FTE
    else:
        return [now]
    return [before, now | {"begindatum": change}]


def permanent(begin: dt.date, *, rng: np.random.Generator) -> list[dict[str, Any]]:
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
        return [contract("vast", dt.date(int(rng.integers(2006, 2022)), int(rng.integers(1, 13)), 1))]
    return [contract("vast", begin)]


def promised(begin: dt.date, *, rng: np.random.Generator) -> list[dict[str, Any]]:
    """A temporary contract with an unconditional promise on or before the peildatum."""
    earliest = months_later(begin, 3)
    days = (PEILDATUM - earliest).days
    promise = earliest + ONE_DAY * int(rng.integers(days // 2, days))
    ends = months_later(PEILDATUM, int(rng.integers(3, 20))) - ONE_DAY
    return [contract("tijdelijk", begin, ends, toezegging=promise, onvoorwaardelijk=True)]


def temporary(begin: dt.date, *, rng: np.random.Generator) -> list[dict[str, Any]]:
    """One temporary contract, or two in a row, running past the peildatum, without a promise."""
    ends = months_later(PEILDATUM, int(rng.integers(2, 26))) - ONE_DAY
    if months_between(begin, PEILDATUM) < 14:
        return [contract("tijdelijk", begin, ends)]
    renewed = months_later(begin, 12)
    return [contract("tijdelijk", begin, renewed - ONE_DAY), contract("tijdelijk", renewed, ends)]
