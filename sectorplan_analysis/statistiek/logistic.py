"""Logistic regression that knows when it has no answer: a separation check first, Firth's method when it fails.

A model of maximum likelihood has no finite answer when the columns separate the outcomes (a function in which everyone
has a permanent contract). statsmodels then reports convergence, a coefficient of 20 and no warning.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.optimize import linprog
from scipy.special import expit, xlogy
from statsmodels.genmod.families import Binomial
from statsmodels.genmod.generalized_linear_model import GLM

from sectorplan_analysis.statistiek.estimate import listening

#: Distance from zero that counts as a direction of separation; the programme is solved to 1e-7.
_DIRECTION = 1e-6
_STEPS, _HALVINGS, _SLOPE = 100, 40, 1e-10


@dataclass(frozen=True)
class Fit:
    """Coefficients and their standard errors, from the expected information at the estimate."""

    coefficients: np.ndarray
    errors: np.ndarray


def independent(columns: np.ndarray) -> list[int]:
    """Places of the columns that are no combination of the columns before them."""
    kept: list[int] = []
    for place in range(columns.shape[1]):
        if np.linalg.matrix_rank(columns[:, [*kept, place]]) > len(kept):
            kept.append(place)
    return kept


def separated(y: np.ndarray, x: np.ndarray) -> bool:
    """Whether some combination of the columns tells the outcomes apart, completely or but for ties (Konis 2007).

    Parameters
    ----------
    y
        Outcomes, 0 or 1.
    x
        One row per outcome, the intercept among the columns.
    """
    signed = _signed(y, x)
    return _reach(signed, signed.sum(axis=0)) > _DIRECTION


def unbounded(y: np.ndarray, x: np.ndarray, column: int) -> bool:
    """Whether the coefficient of one column has no finite estimate of maximum likelihood."""
    goal = np.zeros(x.shape[1])
    goal[column] = 1
    signed = _signed(y, x)
    return max(_reach(signed, goal), _reach(signed, -goal)) > _DIRECTION


def _signed(y: np.ndarray, x: np.ndarray) -> np.ndarray:
    return np.unique((2 * y - 1)[:, None] * x, axis=0)


def _reach(signed: np.ndarray, goal: np.ndarray) -> float:
    """How far one can go towards a goal, within a box, without making any outcome less likely."""
    found = linprog(-goal, A_ub=-signed, b_ub=np.zeros(len(signed)), bounds=(-1, 1), method="highs")
    return float(-found.fun)


def maximum_likelihood(y: np.ndarray, x: np.ndarray) -> Fit | str:
    """Logistic regression (R: ``glm(family = binomial)``), or why there is none. Check `separated` first."""
    with listening() as caught:
        found = GLM(y, x, family=Binomial()).fit(tol=1e-12, maxiter=_STEPS)
    if caught or not found.converged or not np.isfinite(found.bse).all():
        return "de berekening kwam niet tot een uitkomst"
    return Fit(np.asarray(found.params), np.asarray(found.bse))


def firth(y: np.ndarray, x: np.ndarray) -> Fit | str:
    """Logistic regression with Firth's penalty (Biometrika 80, 1993), or why there is none.

    Always finite (Kosmidis and Firth 2021). R: brglm2 ``glm(method = "brglmFit", type = "AS_mean")``.
    """
    try:
        return _climb(y, x) or "de methode van Firth kwam niet tot een uitkomst"
    except np.linalg.LinAlgError:
        return "de kolommen van het model vallen samen"


def _climb(y: np.ndarray, x: np.ndarray) -> Fit | None:
    beta = np.zeros(x.shape[1])
    level, slope, covariance = _penalised(y, x, beta)
    for _ in range(_STEPS):
        if np.abs(slope).max() < _SLOPE:
            return Fit(beta, np.sqrt(np.diag(covariance)))
        step = covariance @ slope
        for _ in range(_HALVINGS):
            new = _penalised(y, x, beta + step)
            # near the top the level no longer changes in the last digit, but the slope still falls
            if new[0] > level or np.abs(new[1]).max() < np.abs(slope).max():
                break
            step = step / 2
        else:
            return None
        beta, (level, slope, covariance) = beta + step, new
    return None


def _penalised(y: np.ndarray, x: np.ndarray, beta: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    """Penalised log likelihood, its modified score, and the inverse of the expected information."""
    p = expit(x @ beta)
    weighted = x * np.sqrt(p * (1 - p))[:, None]
    factor = cho_factor(weighted.T @ weighted)
    covariance = cho_solve(factor, np.eye(x.shape[1]))
    leverage = np.einsum("ij,jk,ik->i", weighted, covariance, weighted)
    level = (xlogy(y, p) + xlogy(1 - y, 1 - p)).sum() + np.log(np.diag(factor[0])).sum()
    return float(level), x.T @ (y - p + leverage * (0.5 - p)), covariance
