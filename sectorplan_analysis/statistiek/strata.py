"""Two groups compared within strata: one odds ratio pooled over 2 x 2 tables, and whether the strata agree about it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2
from statsmodels.stats.contingency_tables import StratifiedTable

from sectorplan_analysis.statistiek.estimate import ALPHA, Estimate, undefined

#: Below this an expected count makes a chi-square test rough.
KLEIN = 5
METHODE, HOMOGEEN = "Mantel-Haenszel", "Breslow-Day met Tarone"


@dataclass(frozen=True)
class Pooled:
    """Outcome of `pool`.

    Attributes
    ----------
    schatting
        Pooled log odds ratio with its limits (Robins, Breslow and Greenland 1986) and the Mantel-Haenszel p-value.
    homogeen
        p-value of the test that every stratum has the same odds ratio.
    lagen, klein
        Strata in which both factors vary, and how many of those have an expected count below `KLEIN`.
    """

    schatting: Estimate
    homogeen: Estimate
    lagen: int = 0
    klein: int = 0


def pool(tables: np.ndarray) -> Pooled:
    """Pool 2 x 2 tables (R: ``mantelhaen.test(correct = FALSE)``; metafor ``rma.mh``).

    Parameters
    ----------
    tables
        Strata x 2 x 2 counts: groups down, outcome across. A stratum in which a margin is zero says nothing about the
        odds ratio and stays out.
    """
    telling = tables[(tables.sum(axis=1) > 0).all(axis=1) & (tables.sum(axis=2) > 0).all(axis=1)].astype(float)
    n = int(telling.sum())
    if not len(telling):
        return Pooled(
            undefined("nergens verschilt de uitkomst binnen beide groepen", methode=METHODE),
            undefined("er is geen kansverhouding om te vergelijken", methode=HOMOGEEN),
        )
    stratified = StratifiedTable(np.moveaxis(telling, 0, -1), shift_zeros=False)
    test = stratified.test_null_odds(correction=False)
    p = float(chi2.sf(test.statistic, 1))
    size = telling.sum(axis=(1, 2))
    crossed = [(telling[:, 0, i] * telling[:, 1, 1 - i] / size).sum() for i in (0, 1)]
    if not all(crossed):
        reason = "een van beide groepen heeft overal dezelfde uitkomst"
        return Pooled(
            Estimate(p=p, n=n, methode=METHODE, reden=reason),
            undefined(reason, methode=HOMOGEEN),
            len(telling),
        )
    low, high = stratified.logodds_pooled_confint(alpha=ALPHA)
    pooled = float(stratified.logodds_pooled)
    expected = _expected(telling, math.exp(pooled))
    return Pooled(
        Estimate(pooled, float(low), float(high), p, n, METHODE),
        _homogeneity(telling, expected),
        len(telling),
        int((_cells(telling, expected).min(axis=0) < KLEIN).sum()),
    )


def _expected(tables: np.ndarray, ratio: float) -> np.ndarray:
    """First cell of every table with its own margins and this odds ratio.

    Solved in the form that does not divide by ``1 - ratio``, which statsmodels' ``test_equal_odds`` does.
    """
    rows, columns, size = tables[:, 0].sum(axis=1), tables[:, :, 0].sum(axis=1), tables.sum(axis=(1, 2))
    a, b, c = 1 - ratio, ratio * (rows + columns) + size - rows - columns, -ratio * rows * columns
    root = np.sqrt(b**2 - 4 * a * c)
    # a negative b needs a ratio well below 1, where the usual form is the accurate one
    first: np.ndarray = np.where(b >= 0, -2 * c / np.where(b >= 0, b + root, 1), (root - b) / (2 * a if a else 1))
    return first


def _cells(tables: np.ndarray, first: np.ndarray) -> np.ndarray:
    rows, columns, size = tables[:, 0].sum(axis=1), tables[:, :, 0].sum(axis=1), tables.sum(axis=(1, 2))
    return np.array([first, rows - first, columns - first, size - rows - columns + first])


def _homogeneity(tables: np.ndarray, expected: np.ndarray) -> Estimate:
    """Breslow and Day 1980 with the correction of Tarone 1985."""
    if len(tables) < 2:
        return undefined("er is maar één umc om te vergelijken", methode=HOMOGEEN)
    variance = 1 / (1 / _cells(tables, expected)).sum(axis=0)
    away = tables[:, 0, 0] - expected
    statistic = (away**2 / variance).sum() - away.sum() ** 2 / variance.sum()
    return Estimate(p=float(chi2.sf(statistic, len(tables) - 1)), n=int(tables.sum()), methode=HOMOGEEN)
