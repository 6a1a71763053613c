"""Is the target of 2028 in reach? Distance in fte, three scenarios, and a flow model with its uncertainty.

No straight line is drawn through a handful of year-ends: hiring was bound to be fast at the start and to slow down as
the budget fills. The flow model lets people move as they did in the last two years and stops hiring at the budget.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sectorplan_analysis.dataset import Ronde
from sectorplan_analysis.rondes.terugvinden import DAGEN, found_again_in
from sectorplan_analysis.statistiek.continuity import moves
from sectorplan_analysis.statistiek.samples import MINIMUM_UMCS

#: Peildatum of the final evaluation.
EINDE = dt.date(2028, 12, 31)
MINIMUM_DAYS = 3
STATES = ("vast", "toegezegd_vast", "tijdelijk", "onbekend")
DRAWS = 1000
SEED = 20281231


def observed_days(ronde: Ronde) -> list[dt.date]:
    """Year-ends up to the peildatum on which anyone had a regular position."""
    rows = ronde.tables["personeel"]
    begun = rows.loc[~rows["inloop"], "begindatum"]
    return [day for day in ronde.jaareinden() if (begun <= pd.Timestamp(day)).any() and _stock(ronde.op(day)).sum() > 0]


def _stock(ronde: Ronde) -> np.ndarray:
    """Regular fte per state of `STATES`."""
    regular = ronde.posities[~ronde.posities["inloop"]]
    return regular.groupby("contractstatus")["fte"].sum().reindex(STATES, fill_value=0.0).to_numpy(dtype=float)


@dataclass(frozen=True)
class Distance:
    """Distance to the target in fte; ``tekort`` is 0 when the target is reached."""

    begroot: float
    doel: float
    vast: float
    structureel: float

    @property
    def tekort(self) -> float:
        return max(0.0, self.doel - self.structureel)

    @property
    def tekort_vast(self) -> float:
        """The same when promises do not count."""
        return max(0.0, self.doel - self.vast)


def distance(ronde: Ronde, *, streefwaarde: float) -> Distance:
    """Distance between structural formation and the target, a percentage of the budgeted formation."""
    budget = float(ronde.tables["begroting"]["begroot_fte"].sum())
    stock = _stock(ronde)
    return Distance(budget, budget * streefwaarde / 100, float(stock[0]), float(stock[:2].sum()))


def scenarios(ronde: Ronde) -> pd.DataFrame:
    """Fte on the last day of the plan under three assumptions; sums, not predictions.

    Returns
    -------
    pandas.DataFrame
        scenario (``geen``, ``toezeggingen``, ``tempo``), vast_fte, structureel_fte. ``tempo`` repeats the net change
        since the previous year-end for every year left, up to the budget; it is there only with such a year-end.
    """
    vast, promised = _stock(ronde)[:2]
    most = max(float(ronde.tables["begroting"]["begroot_fte"].sum()), vast + promised)
    rows = [("geen", vast, vast + promised), ("toezeggingen", vast + promised, vast + promised)]
    days = [day for day in observed_days(ronde) if day < ronde.peildatum]
    if days and ronde.peildatum < EINDE:
        before = _stock(ronde.op(days[-1]))
        repeats = (EINDE - ronde.peildatum).days / (ronde.peildatum - days[-1]).days
        change = [repeats * (vast - before[0]), repeats * (vast + promised - before[:2].sum())]
        firm, both = (np.clip(now + extra, 0.0, most) for now, extra in zip(rows[0][1:], change, strict=True))
        rows.append(("tempo", firm, both))
    return pd.DataFrame(rows, columns=["scenario", "vast_fte", "structureel_fte"])


@dataclass(frozen=True)
class Flows:
    """Fte between two year-ends per umc (first axis): moved from state to state, at the start, newly hired or grown."""

    moved: np.ndarray
    start: np.ndarray
    hired: np.ndarray


def flows(ronde: Ronde, before: dt.date, after: dt.date) -> Flows:
    """Fte by state for every umc with data; ``moved`` at the size before, a larger or smaller position is hiring."""
    rows = moves(ronde.op(before), ronde.op(after))
    umcs = list(ronde.aanwezig)
    moved = np.zeros((len(umcs), len(STATES), len(STATES)))
    start, hired = np.zeros((len(umcs), len(STATES))), np.zeros((len(umcs), len(STATES)))
    place = {state: i for i, state in enumerate(STATES)}
    columns = ["umc", "van", "naar", "fte_van", "fte_naar"]
    for name, van, naar, fte_van, fte_naar in rows[columns].itertuples(index=False):
        umc = umcs.index(name)
        if van in place:
            start[umc, place[van]] += fte_van
        if naar in place and van in place:
            moved[umc, place[van], place[naar]] += fte_van
            hired[umc, place[naar]] += fte_naar - fte_van
        elif naar in place:
            hired[umc, place[naar]] += fte_naar
    return Flows(moved, start, hired)


def step(stock: np.ndarray, moved: np.ndarray, start: np.ndarray, hired: np.ndarray, *, budget: float) -> np.ndarray:
    """One year on: everyone moves at the observed rates, then hiring fills up to the budget at most.

    A state nobody was in stays as it is. Applied to the year it was observed in, this gives that year's end exactly
    (as long as hiring stayed within the budget).
    """
    rates = np.where(start[:, None] > 0, moved / np.where(start > 0, start, 1.0)[:, None], np.eye(len(start)))
    kept = stock @ rates
    room = max(0.0, budget - kept.sum())
    total = hired.sum()
    return kept + hired * (min(1.0, room / total) if total > 0 else 0.0)


@dataclass(frozen=True)
class Projection:
    """Structural formation on the last day of the plan, as a fraction of the budget.

    ``laag`` and ``hoog`` hold 95 % of the draws (None with too few umcs); ``boven`` is the part of the draws above the
    target; ``peildata`` are the year-ends the rates come from.
    """

    aandeel: float
    laag: float | None
    hoog: float | None
    boven: float | None
    peildata: tuple[dt.date, ...]


def project(ronde: Ronde, *, streefwaarde: float) -> Projection | str:
    """Flow model to the last day of the plan, or in Dutch why there is none.

    Rates and hiring are the means of the last two years. Uncertainty: the umcs are drawn again with replacement,
    `DRAWS` times with a fixed seed, and everyone moves at the rates of the umcs drawn.
    """
    days = observed_days(ronde)
    if len(days) < MINIMUM_DAYS:
        return f"er zijn nog geen {MINIMUM_DAYS} jaareinden met gegevens"
    budget = float(ronde.tables["begroting"]["begroot_fte"].sum())
    if budget <= 0:
        return "er is geen begrote formatie"
    years = EINDE.year - days[-1].year
    if years <= 0:
        return "de laatste peildatum van het plan is bereikt"
    found = found_again_in(ronde)
    if not found.loc[found["vergelijking"] == DAGEN, "voldoende"].all():
        return "tussen de vorige ronde en nu zijn te weinig medewerkers teruggevonden om beweging te zien"
    observed = [flows(ronde, a, b) for a, b in zip(days[-3:-1], days[-2:], strict=True)]
    stock = _stock(ronde.op(days[-1]))
    umcs = len(ronde.aanwezig)
    everyone = np.ones(umcs)
    share = _share(observed, everyone, stock, budget=budget, years=years)
    low = high = above = None
    if umcs >= MINIMUM_UMCS:
        rng = np.random.default_rng(SEED)
        weights = rng.multinomial(umcs, np.full(umcs, 1 / umcs), size=DRAWS)
        draws = np.array([_share(observed, weight, stock, budget=budget, years=years) for weight in weights])
        low, high = (float(q) for q in np.quantile(draws, [0.025, 0.975]))
        above = float((draws > streefwaarde / 100).mean())
    return Projection(share, low, high, above, tuple(days[-3:]))


def _share(observed: list[Flows], weight: np.ndarray, stock: np.ndarray, *, budget: float, years: int) -> float:
    moved = np.sum([np.tensordot(weight, flow.moved, axes=1) for flow in observed], axis=0)
    start = np.sum([weight @ flow.start for flow in observed], axis=0)
    hired = np.mean([weight @ flow.hired for flow in observed], axis=0)
    for _ in range(years):
        stock = step(stock, moved, start, hired, budget=budget)
    return float(stock[:2].sum() / budget)
