"""Changes of participants in a purposive sample that is clustered in umcs: the primary interval and its companions.

``differences`` is a series of within-person changes with ``umc`` as first level of its index.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

from sectorplan_analysis.statistiek.estimate import ALPHA, Estimate, undefined

#: With fewer umcs than this no interval is given.
MINIMUM_UMCS = 3
#: All 2^G sign flips are listed up to this many umcs.
MAXIMUM_FLIPS = 16
#: Spread below this is the rounding of floats, not a difference: scores have far fewer decimals.
NOTHING = 1e-9

GEEN_DEELNEMERS = "geen deelnemer met beide scores"
TE_WEINIG_UMCS = "te weinig umc's voor een interval"
GEEN_SPREIDING = "bij elke umc precies dezelfde verandering"
ALLES_GELIJK = "niemand veranderde"


def umc_means(differences: pd.Series) -> pd.Series:
    """Mean change per umc."""
    return differences.groupby(level="umc").mean()


def t_on_umc_means(means: pd.Series) -> Estimate:
    """Pre-declared primary: t interval on the umc means, df = umcs - 1 (R: ``t.test(tapply(d, umc, mean))``).

    Every umc counts equally. Without spread between umcs a t test does not exist: the limits equal the mean and there
    is no p-value.
    """
    method = "t-interval op de umc-gemiddelden"
    if not len(means):
        return undefined(GEEN_DEELNEMERS, methode=method)
    mean = float(means.mean())
    if len(means) < MINIMUM_UMCS:
        return Estimate(mean, n=len(means), methode=method, reden=TE_WEINIG_UMCS)
    if np.ptp(means.to_numpy()) < NOTHING:
        return Estimate(mean, mean, mean, n=len(means), methode=method, reden=GEEN_SPREIDING)
    described = DescrStatsW(means.to_numpy())
    low, high = described.tconfint_mean(alpha=ALPHA)
    return Estimate(mean, float(low), float(high), float(described.ttest_mean()[1]), len(means), method)


def sign_flips(means: pd.Series) -> Estimate:
    """Exact companion of the t interval: every umc mean could as well have had the other sign.

    The p-value is the share of all 2^G sign patterns whose mean is at least as far from 0. With G umcs it is never
    below 2 / 2^G; where that is above the level the test cannot show anything and gives no p-value.
    """
    method = "alle tekenwisselingen van de umc-gemiddelden"
    if not len(means):
        return undefined(GEEN_DEELNEMERS, methode=method)
    mean = float(means.mean())
    if len(means) > MAXIMUM_FLIPS:
        return Estimate(mean, n=len(means), methode=method, reden="te veel umc's om alle wisselingen te tellen")
    if 2 / 2 ** len(means) >= ALPHA:
        return Estimate(mean, n=len(means), methode=method, reden="te weinig umc's om iets te kunnen aantonen")
    p = flip_p_value(means.to_numpy())
    return Estimate(mean, p=p, n=len(means), methode=method)


def flip_p_value(values: Sequence[float] | np.ndarray) -> float:
    """Two-sided p-value over all sign patterns."""
    signs = np.array(list(product((-1, 1), repeat=len(values))))
    flipped = np.abs(signs @ np.asarray(values, dtype=float))
    return float((flipped >= abs(np.sum(values)) - NOTHING).mean())


def wilcoxon_pratt(differences: pd.Series) -> Estimate:
    """Wilcoxon signed ranks with Pratt's zeros, normal approximation (R: coin ``wilcoxsign_test``).

    The value is the matched-pairs rank biserial. Umcs are ignored, so that it says too much when umcs differ.
    """
    method = "Wilcoxon (Pratt), deelnemers"
    if not len(differences):
        return undefined(GEEN_DEELNEMERS, methode=method)
    if (differences == 0).all():
        return Estimate(0.0, n=len(differences), methode=method, reden=ALLES_GELIJK)
    test = stats.wilcoxon(differences, zero_method="pratt", method="asymptotic", correction=False)
    return Estimate(rank_biserial(differences), p=float(test.pvalue), n=len(differences), methode=method)


def rank_biserial(differences: pd.Series) -> float:
    """Matched-pairs rank biserial: (up - down) / all ranks, zeros left out (Kerby 2014); 0 without change."""
    moved = differences[differences != 0]
    if moved.empty:
        return 0.0
    ranks = moved.abs().rank()
    return float((ranks * np.sign(moved)).sum() / ranks.sum())


def paired_t(differences: pd.Series) -> Estimate:
    """Person fixed effects for two moments: the paired t interval over participants (R: ``lm(y ~ time + person)``)."""
    method = "vaste effecten per deelnemer"
    if not len(differences):
        return undefined(GEEN_DEELNEMERS, methode=method)
    mean = float(differences.mean())
    if len(differences) < 2 or np.ptp(differences.to_numpy()) < NOTHING:
        return Estimate(mean, n=len(differences), methode=method, reden="geen verschil tussen deelnemers")
    described = DescrStatsW(differences.to_numpy())
    low, high = described.tconfint_mean(alpha=ALPHA)
    return Estimate(mean, float(low), float(high), float(described.ttest_mean()[1]), len(differences), method)


def sign_test(up: int, down: int) -> float | None:
    """Two-sided binomial test of rises against falls; None when nobody moved."""
    return float(stats.binomtest(up, up + down, 0.5).pvalue) if up + down else None


def wilson(count: int, total: int) -> tuple[float, float] | None:
    """Wilson 95 % interval of a share; None without anyone."""
    if not total:
        return None
    low, high = proportion_confint(count, total, alpha=ALPHA, method="wilson")
    return float(low), float(high)


def holm(p_values: Sequence[float | None]) -> list[float | None]:
    """Holm-adjusted p-values over a declared family; a member without a p-value stays None and still counts."""
    filled = [1.0 if p is None else p for p in p_values]
    if not filled:
        return []
    adjusted = multipletests(filled, method="holm")[1]
    return [None if p is None else float(a) for p, a in zip(p_values, adjusted, strict=True)]
