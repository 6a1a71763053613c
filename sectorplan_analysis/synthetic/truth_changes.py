"""What changes between two days, two measurements or two deliveries: counted from the generator's book in plain Python.

As in ``truth``, nothing of the pipeline is used.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from sectorplan_analysis.synthetic.calibration import FTE
from sectorplan_analysis.synthetic.rounds import Boek
from sectorplan_analysis.synthetic.truth import TOTAAL, Stand, kpis, standen


def moved(
    boek: Boek, van: dt.date, naar: dt.date, *, without: Iterable[str] = ()
) -> list[tuple[str, Stand | None, Stand | None]]:
    """Everyone there on either day: umc, and where they stood on both; None where they were absent."""
    days = [{p.wie: p for p in standen(boek, dag, without=without)} for dag in (van, naar)]
    everyone = dict.fromkeys([*days[0], *days[1]])
    return [((days[1].get(wie) or days[0][wie]).umc, days[0].get(wie), days[1].get(wie)) for wie in everyone]


def transitions(
    boek: Boek, van: dt.date, naar: dt.date, *, without: Iterable[str] = ()
) -> Counter[tuple[str, str, str]]:
    """Persons per umc (and in total), state before and state after."""
    found: Counter[tuple[str, str, str]] = Counter()
    for umc, before, after in moved(boek, van, naar, without=without):
        states = (before.staat if before else "instroom", after.staat if after else "vertrokken")
        found[umc, *states] += 1
        found[TOTAAL, *states] += 1
    return found


def decomposition(
    boek: Boek, van: dt.date, naar: dt.date, *, without: Iterable[str] = ()
) -> dict[tuple[str, str], Fraction]:
    """Why the fte vast changed, per umc (and in total) and part, in fte; begin and eind are the fte themselves."""
    parts = ("begin", "instroom", "uitstroom", "omgezet", "terug", "omvang", "eind")
    umcs = [umc for umc in boek.umcs if umc not in set(without)]
    found = {(umc, part): Fraction() for umc in (*umcs, TOTAAL) for part in parts}
    for umc, before, after in moved(boek, van, naar, without=without):
        was, now = (bool(p and p.staat == "vast") for p in (before, after))
        here, there = (bool(p and p.regulier) for p in (before, after))
        then_fte, now_fte = (Fraction(p.fte, FTE) if p else Fraction() for p in (before, after))
        changes: dict[str, Fraction] = {}
        if was:
            changes["begin"] = then_fte
        if now:
            changes["eind"] = now_fte
        if was and now:
            changes["omvang"] = now_fte - then_fte
        elif now:
            changes["omgezet" if here else "instroom"] = now_fte
        elif was:
            changes["terug" if there else "uitstroom"] = -then_fte
        for part, size in changes.items():
            found[umc, part] += size
            found[TOTAAL, part] += size
    return found


@dataclass(frozen=True)
class Panel:
    """Two measurements of one scale: who stayed, left and joined, and how much those who stayed changed."""

    gebleven: int
    uitgevallen: int
    nieuw: int
    verandering: Fraction
    umcs: int
    hoger: int
    gelijk: int
    lager: int


def panel(boek: Boek, eerste: int, laatste: int, schaal: str) -> Panel:
    """Change of 'nu' between two measurements, as the mean over umcs of the mean change per umc."""
    first, last = (_scores(boek, jaar, "nu", schaal) for jaar in (eerste, laatste))
    changes = {who: (umc, score - first[who][1]) for who, (umc, score) in last.items() if who in first}
    return Panel(len(changes), len(first.keys() - last), len(last.keys() - first), *_summary(changes.values()))


def looked_back(boek: Boek, jaar: int, schaal: str) -> Panel:
    """Change from 'voor' to 'nu' as told in one measurement; nobody leaves or joins."""
    before, now = (_scores(boek, jaar, situatie, schaal) for situatie in ("voor", "nu"))
    changes = {who: (umc, score - before[who][1]) for who, (umc, score) in now.items() if who in before}
    return Panel(len(changes), 0, 0, *_summary(changes.values()))


def _summary(changes: Iterable[tuple[str, Fraction]]) -> tuple[Fraction, int, int, int, int]:
    rows = list(changes)
    own = [[change for name, change in rows if name == umc] for umc in sorted({umc for umc, _ in rows})]
    means = [sum(group, Fraction()) / len(group) for group in own]
    signs = Counter((change > 0) - (change < 0) for _, change in rows)
    return sum(means, Fraction()) / len(means), len(means), signs[1], signs[0], signs[-1]


def _scores(boek: Boek, jaar: int, situatie: str, schaal: str) -> dict[str, tuple[str, Fraction]]:
    rows = boek.metingen.to_dict("records")
    return {
        row["deelnemer_id"]: (row["umc"], Fraction(row[schaal]))
        for row in rows
        if row["meting"] == jaar and row["situatie"] == situatie
    }


def revisions(oud: Boek, nieuw: Boek, dag: dt.date) -> dict[tuple[str, str], Fraction]:
    """How much every indicator of a day differs between two deliveries: (umc, indicator) -> new minus old.

    Only umcs that deliver under one name in both, and values that exist in both.
    """
    then, now = kpis(oud, dag), kpis(nieuw, dag)
    both = ((key, value, now[key]) for key, value in then.items() if key in now)
    return {key: new - old for key, old, new in both if old is not None and new is not None and new != old}
