"""A random intercept behind a guard, with person fixed effects where it does not hold.

statsmodels' MixedLM is silent with one group or as many groups as observations, and wrong on the boundary. A fit is
used only when nothing about it is in doubt.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.regression.mixed_linear_model import MixedLM

from sectorplan_analysis.statistiek.estimate import ALPHA, Estimate, finite, listening
from sectorplan_analysis.statistiek.samples import paired_t

MINIMUM_GROUPS = 5
#: A group variance below this part of the residual variance (or the reverse) is a fit on the boundary.
BOUNDARY = 1e-4


@dataclass(frozen=True)
class RandomIntercept:
    """Fitted model: coefficients, their standard errors, and the two variances."""

    coefficients: np.ndarray
    errors: np.ndarray
    group_variance: float
    residual_variance: float


def random_intercept(y: np.ndarray, x: np.ndarray, groups: np.ndarray) -> RandomIntercept | str:
    """REML fit of ``y ~ x + (1 | group)`` (R: ``lmer``), or in Dutch why it cannot be trusted.

    Parameters
    ----------
    y
        Outcome.
    x
        Design matrix with its constant.
    groups
        Group of every row.
    """
    y, x, groups = np.asarray(y, dtype=float), np.asarray(x, dtype=float), np.asarray(groups)
    count = len(np.unique(groups))
    if count < MINIMUM_GROUPS:
        return f"minder dan {MINIMUM_GROUPS} groepen"
    if len(y) <= count:
        return "niet meer waarnemingen dan groepen"
    if np.linalg.matrix_rank(x) < x.shape[1]:
        return "de vergelijking heeft geen twee situaties"
    with listening() as caught:
        try:
            # one variance ratio: a search without derivatives finds it where those with derivatives stray
            fit = MixedLM(y, x, groups=groups).fit(reml=True, method="powell", ftol=1e-12)
            between, within = float(np.asarray(fit.cov_re)[0, 0]), float(fit.scale)
            coefficients = np.asarray(fit.fe_params, dtype=float)
        except (np.linalg.LinAlgError, ValueError, ZeroDivisionError):
            return "het model is niet te schatten"
    if not finite(between, within, *coefficients):
        return "het model is niet te schatten"
    if between <= BOUNDARY * within or within <= BOUNDARY * between:
        return "de spreiding tussen of binnen groepen is nul of niet te schatten"
    if caught or not fit.converged:
        return "het model komt niet tot een betrouwbare uitkomst"
    errors = _standard_errors(x, groups, between=between, within=within)
    return RandomIntercept(coefficients, errors, between, within)


def _standard_errors(x: np.ndarray, groups: np.ndarray, *, between: float, within: float) -> np.ndarray:
    """Square roots of the diagonal of (X'V^-1X)^-1; MixedLM's own are up to 1 % off in unbalanced data.

    V = within I + between J per group, so that V^-1 = (I - between / (within + n between) J) / within
    (Searle, Casella and McCulloch 1992, section 3.3).
    """
    information = np.zeros((x.shape[1], x.shape[1]))
    for group in np.unique(groups):
        rows = x[groups == group]
        column = rows.sum(axis=0)
        shrink = between / (within + len(rows) * between)
        information += (rows.T @ rows - shrink * np.outer(column, column)) / within
    return np.sqrt(np.diag(np.linalg.inv(information)))


def mixed_mean(differences: pd.Series) -> Estimate:
    """Mean change with a random intercept per umc; the participant's own fixed effects where that does not hold."""
    umcs = differences.index.get_level_values("umc").to_numpy()
    fit = random_intercept(differences.to_numpy(), np.ones((len(differences), 1)), umcs)
    if isinstance(fit, str):
        return _fallback(paired_t(differences), fit)
    return _wald(fit, 0, len(differences), df=len(np.unique(umcs)) - 1, methode="gemengd model, umc als toeval")


def mixed_change(rows: pd.DataFrame, *, differences: pd.Series) -> Estimate:
    """Change between two moments with a random intercept per person; everyone counts, also with one moment.

    Parameters
    ----------
    rows
        One row per person and moment: ``persoon``, ``later`` (0 or 1), ``score``.
    differences
        Within-person changes of those with both moments, for the fallback.
    """
    x = np.column_stack([np.ones(len(rows)), rows["later"].to_numpy(dtype=float)])
    fit = random_intercept(rows["score"].to_numpy(), x, rows["persoon"].to_numpy())
    if isinstance(fit, str):
        return _fallback(paired_t(differences), fit)
    both = max(len(differences) - 1, 1)
    return _wald(fit, 1, rows["persoon"].nunique(), df=both, methode="gemengd model, deelnemer als toeval")


def _wald(fit: RandomIntercept, place: int, n: int, *, df: int, methode: str) -> Estimate:
    value, error = float(fit.coefficients[place]), float(fit.errors[place])
    margin = stats.t.ppf(1 - ALPHA / 2, df) * error
    p = 2 * stats.t.sf(abs(value) / error, df)
    return Estimate(value, float(value - margin), float(value + margin), float(p), n, methode)


def _fallback(estimate: Estimate, reason: str) -> Estimate:
    why = f"geen gemengd model: {reason}"
    return Estimate(
        estimate.waarde, estimate.laag, estimate.hoog, estimate.p, estimate.n, estimate.methode,
        "; ".join(filter(None, [why, estimate.reden])),
    )  # fmt: skip
