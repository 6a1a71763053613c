"""Shares of a full count, seen as the outcome of a process: a weighted share, and a funnel around the national share.

Every interval here is 'indicatief (superpopulatie)': the count itself has no margin.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from scipy.stats import binom, norm

from sectorplan_analysis.statistiek.estimate import ALPHA, Estimate, undefined
from sectorplan_analysis.statistiek.samples import holm, wilson

#: With fewer persons the linear approximation of a ratio says little.
MINIMUM_PERSONEN = 30
#: With fewer umcs there is nothing to compare them with.
MINIMUM_UMCS = 3


def person_share(count: int, total: int) -> Estimate:
    """Share of persons with Wilson's interval."""
    method = "Wilson"
    if (limits := wilson(count, total)) is None:
        return undefined("geen medewerkers", methode=method)
    return Estimate(count / total, *limits, n=total, methode=method)


def weighted_share(own: np.ndarray, weight: np.ndarray) -> Estimate:
    """Share of a weight that a group holds: a ratio of two sums, not a binomial (R: survey ``svyratio``).

    Parameters
    ----------
    own
        1 for who belongs to the group, 0 for others.
    weight
        Weight per person, such as fte.
    """
    method = "verhouding, lineaire benadering"
    total, n = math.fsum(weight), len(weight)
    if total <= 0:
        return undefined("geen fte", methode=method)
    share = math.fsum(weight[own == 1]) / total
    if n < MINIMUM_PERSONEN:
        return Estimate(share, n=n, methode=method, reden=f"minder dan {MINIMUM_PERSONEN} medewerkers")
    residual = weight * (own - share)
    error = math.sqrt(n / (n - 1) * (residual**2).sum()) / total
    if error == 0:
        return Estimate(share, n=n, methode=method, reden="iedereen hoort tot dezelfde groep")
    half = norm.ppf(1 - ALPHA / 2) * error
    return Estimate(share, share - half, share + half, n=n, methode=method)


def funnel(counts: pd.DataFrame) -> pd.DataFrame:
    """Every umc held against the national share, as far as chance goes for its number of persons.

    Exact binomial, so also for small umcs. A umc lies outside its limits exactly when the tail beyond it has less than
    half the level, which is also what its p-value says (twice the smaller tail).

    Parameters
    ----------
    counts
        umc, teller, noemer; umcs without persons stay out of the test and keep their row.

    Returns
    -------
    pandas.DataFrame
        umc, teller, noemer, aandeel, landelijk (fractions), laag and hoog (limits for one umc at 5 %), laag_samen and
        hoog_samen (5 % over all umcs together: the first step of Holm), p, p_holm, wijkt_af (bool).
    """
    frame = counts.reset_index(drop=True)
    filled = frame["noemer"].fillna(0) > 0
    tested = int(filled.sum())
    national = frame["teller"].sum() / frame["noemer"].sum() if tested else float("nan")
    frame["aandeel"] = frame["teller"] / frame["noemer"].where(filled)
    frame["landelijk"] = national
    for suffix, level in (("", ALPHA), ("_samen", ALPHA / max(tested, 1))):
        limits = [
            (tail_limit(int(n), national, level / 2), 1 - tail_limit(int(n), 1 - national, level / 2))
            if ok
            else (float("nan"), float("nan"))
            for n, ok in zip(frame["noemer"].fillna(0), filled, strict=True)
        ]
        frame[f"laag{suffix}"], frame[f"hoog{suffix}"] = np.array(limits, dtype=float).reshape(-1, 2).T
    own = frame[filled]
    p = [central_p(int(k), int(n), national) for k, n in zip(own["teller"], own["noemer"], strict=True)]
    frame["p"] = pd.Series(p, index=own.index, dtype=float)
    frame["p_holm"] = pd.Series(holm(p), index=own.index, dtype=float)
    return frame.assign(wijkt_af=frame["p_holm"] < ALPHA)


def central_p(count: int, total: int, share: float) -> float:
    """Twice the smaller tail of the binomial, at most 1 (R: ``2 * min(pbinom(...), ...)``)."""
    return float(min(1.0, 2 * min(binom.cdf(count, total, share), binom.sf(count - 1, total, share))))


def tail_limit(total: int, share: float, tail: float) -> float:
    """Lower limit of a funnel as a share, interpolated between whole persons (Spiegelhalter 2005); 0 at least."""
    r = int(binom.ppf(tail, total, share))
    at, below = binom.cdf(r, total, share), binom.cdf(r - 1, total, share)
    return max(0.0, float((r - (at - tail) / (at - below)) / total))
