"""Verdicts on the goals of the plan: the words, and the one rule behind each.

A rule takes numbers and gives a verdict with its reason. What a number must be ('substantieel', 'waar nodig') is passed
in: the plan gives no number for it, so it is a choice of the monitor, dated and with its source in ``rondes.toml``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sectorplan_analysis.pages import dutch
from sectorplan_analysis.statistiek import contrast
from sectorplan_analysis.statistiek.contrast import Contrast

BEREIKT = "bereikt"
NOG_NIET = "nog niet bereikt"
NIET = "niet bereikt"
NIET_EENDUIDIG = "niet eenduidig"
NIET_BEPAALBAAR = "niet bepaalbaar"
GEEN_DOEL = "geen doel"
#: What every verdict means, for readers; in the order in which one part of a goal decides over the whole.
OORDELEN = {
    NIET: "De regel is niet gehaald, en dat kan niet meer: de dag waarop het doel geldt, is voorbij.",
    NOG_NIET: "De regel is op deze peildatum niet gehaald; het plan loopt nog.",
    NIET_EENDUIDIG: "Lezingen van hetzelfde doel, of hoofd- en gevoeligheidsanalyse, spreken elkaar tegen.",
    NIET_BEPAALBAAR: "Een getal dat nodig is, is er nog niet, of is niet gemeten of geleverd.",
    BEREIKT: "De regel is gehaald, in elke lezing.",
    GEEN_DOEL: "Het plan noemt geen doel; het cijfer staat er ter informatie.",
}


#: What is nearer to a limit than these show, is noise of adding up.
_MOST_DECIMALS = 6


class Oordeel(NamedTuple):
    """A verdict, one of `OORDELEN`, and why."""

    oordeel: str
    reden: str


def combined(parts: Iterable[Iterable[str]]) -> str:
    """Verdict on a goal from those per part: the readings of a part have to agree, and every part to be reached."""
    found = {words.pop() if len(words) == 1 else NIET_EENDUIDIG for words in map(set, parts)}
    return next(word for word in OORDELEN if word in found)


def unknown(reason: str) -> Oordeel:
    """The verdict without numbers."""
    return Oordeel(NIET_BEPAALBAAR, reason)


def rise(van: float | None, tot: float | None, *, minimum: float | None, final: bool) -> Oordeel:
    """A share (0-100) has to rise by at least ``minimum`` percentage points."""
    if van is None or tot is None:
        return unknown(_missing(van))
    if minimum is None:
        return unknown("er is geen grens afgesproken voor 'substantieel'")
    size = dutch.number(tot - van, _decimals(tot - van, minimum, 1), sign=True)
    rule = f"{size} procentpunt; substantieel is ten minste {dutch.number(minimum)} procentpunt"
    return Oordeel(_met(tot - van >= minimum, final=final), rule)


def growth(van: float | None, tot: float | None, *, minimum: float | None, final: bool) -> Oordeel:
    """A number has to grow by at least ``minimum`` per cent of what it was."""
    if van is None or tot is None:
        return unknown(_missing(van))
    if van == 0:
        return unknown("in 2023 was er niemand, dus een groei in procenten bestaat niet")
    if minimum is None:
        return unknown("er is geen grens afgesproken voor 'substantieel'")
    size = 100 * (tot - van) / van
    shown = dutch.number(size, _decimals(size, minimum, 0), sign=True)
    rule = f"{shown}%; substantieel is ten minste {dutch.number(minimum)}%"
    return Oordeel(_met(size >= minimum, final=final), rule)


def above(waarde: float | None, *, streefwaarde: float | None, dag: dt.date, peildatum: dt.date) -> Oordeel:
    """A share (0-100) has to lie above its target on a day; what it was on a day that is over stays so."""
    if dag > peildatum:
        return unknown("die dag moet nog komen")
    if streefwaarde is None:
        return unknown("er is geen streefwaarde afgesproken")
    if waarde is None:
        return unknown("er is geen begrote formatie")
    distance = dutch.number(abs(waarde - streefwaarde), _decimals(waarde - streefwaarde, 0.0, 1))
    side = "boven" if waarde > streefwaarde else "onder"
    return Oordeel(
        BEREIKT if waarde > streefwaarde else NIET,
        f"{distance} procentpunt {side} de streefwaarde van {dutch.number(streefwaarde)}%",
    )


def lower(found: Contrast | None, *, missing: str, final: bool) -> Oordeel:
    """A score has to have fallen: the primary interval decides, and what contradicts it makes it unclear."""
    if found is None:
        return unknown(missing)
    match found.oordeel:
        case contrast.NIET_BEPAALBAAR:
            return unknown("geen deelnemer heeft beide scores")
        case contrast.GEEN_INTERVAL:
            return unknown(found.primair.reden)
        case contrast.NIET_EENDUIDIG:
            return Oordeel(NIET_EENDUIDIG, f"een andere uitkomst geeft {dutch.join_words(found.afwijkend)}")
        case said:
            return Oordeel(_met(said == contrast.GEDAALD, final=final), said)


def where_needed(
    shares: Mapping[str, tuple[float | None, float | None]], *, genoeg: float | None, final: bool
) -> Oordeel:
    """Shares (0-100) per group, then and now: each has to be ``genoeg`` now, or else to have risen.

    A group without anyone on one of the days is left out.
    """
    known = {name: (van, tot) for name, (van, tot) in shares.items() if van is not None and tot is not None}
    if not known:
        return unknown("in geen enkele functiecategorie zijn er cijfers van toen en nu")
    if genoeg is None:
        return unknown("er is geen grens afgesproken voor 'waar nodig'")
    behind = [name for name, (van, tot) in known.items() if tot < genoeg and tot <= van]
    if behind:
        return Oordeel(
            _met(False, final=final),
            f"minder dan {dutch.number(genoeg)}% en niet gestegen: {dutch.join_words(behind)}",
        )
    limit = f"{dutch.number(genoeg)}% vrouw"
    if needed := [name for name, (_, tot) in known.items() if tot < genoeg]:
        return Oordeel(BEREIKT, f"gestegen waar minder dan {limit} is: {dutch.join_words(needed)}")
    return Oordeel(BEREIKT, f"geen toename nodig: in elke wetenschappelijke functiecategorie is ten minste {limit}")


def _decimals(value: float, limit: float, decimals: int) -> int:
    """Decimals that show on which side of a limit a number lies: 9,96 is not 10,0 beside a limit of 10."""
    while decimals < _MOST_DECIMALS and value != limit and float(dutch.round_half_away(value, decimals)) == limit:
        decimals += 1
    return decimals


def _met(reached: bool, *, final: bool) -> str:
    return BEREIKT if reached else NIET if final else NOG_NIET


def _missing(van: float | None) -> str:
    return "er is geen cijfer van toen" if van is None else "er is geen cijfer van nu"
