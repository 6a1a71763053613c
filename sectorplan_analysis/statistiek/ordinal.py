"""Ordinal reading of a change: a cumulative link, with standard errors that know a person answered twice."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats
from scipy.special import expit
from statsmodels.miscmodels.ordinal_model import OrderedModel
from statsmodels.tools.numdiff import approx_fprime

from sectorplan_analysis.statistiek.estimate import ALPHA, Estimate, finite, listening, undefined

METHODE = "cumulatief logitmodel (ordinaal)"
#: A log odds ratio or error beyond this is separation that slipped through, not an effect.
LARGEST = 15.0


def cumulative_link(score: pd.Series, later: pd.Series, person: pd.Series) -> Estimate:
    """Log odds ratio of a higher score at the later moment (R: ``ordinal::clm(factor(score) ~ later)``).

    Standard errors are clustered by person: the sandwich with the factor G / (G - 1) (R: ``sandwich``, HC0). Only the
    scores that occur are categories.

    Parameters
    ----------
    score, later, person
        Score, moment (0 or 1) and person of every answer.
    """
    y, x, who = np.asarray(score, dtype=float), np.asarray(later, dtype=float), np.asarray(person)
    n = len(np.unique(who))
    reason = _impossible(y, x) if n > 1 else "te weinig deelnemers"
    if reason:
        return undefined(reason, n=n, methode=METHODE)
    level = np.searchsorted(np.unique(y), y)
    with listening() as caught:
        try:
            model = _Exact(pd.Series(pd.Categorical(level, ordered=True)), pd.DataFrame({"x": x}), distr="logit")
            fit = model.fit(method="bfgs", gtol=1e-8, maxiter=500, disp=0, skip_hessian=True)
            params = _polish(model.thresholds(fit.params.to_numpy()), level, x)
            value, error = float(params[0]), _clustered_error(params, level, x, who)
        except (np.linalg.LinAlgError, ValueError):
            return undefined("het model is niet te schatten", n=n, methode=METHODE)
    # bfgs may complain at the very bottom of the likelihood; what counts is that the slope is gone after polishing
    unsound = [w for w in caught if "Maximum Likelihood optimization failed" not in str(w.message)]
    if unsound or not finite(value, error) or max(abs(value), error) > LARGEST or error <= 0:
        return undefined("het model komt niet tot een betrouwbare uitkomst", n=n, methode=METHODE)
    if np.abs(_scores(params, level, x).sum(axis=0)).max() > 1e-6:
        return undefined("het model komt niet tot een betrouwbare uitkomst", n=n, methode=METHODE)
    margin = float(stats.norm.ppf(1 - ALPHA / 2)) * error
    p = float(2 * stats.norm.sf(abs(value) / error))
    return Estimate(value, value - margin, value + margin, p, n, METHODE)


class _Exact(OrderedModel):  # type: ignore[misc]
    """The model with its exact slope: by differences, as statsmodels finds it, takes twenty times as long."""

    def thresholds(self, params: np.ndarray) -> np.ndarray:
        """Coefficient and thresholds; the model itself counts with the logs of the steps between thresholds."""
        return np.concatenate([params[:1], self.transform_threshold_params(params)[1:-1]])

    def score(self, params: np.ndarray) -> np.ndarray:
        slope = _scores(self.thresholds(params), self.endog, self.exog[:, 0]).sum(axis=0)
        # a step moves every threshold above it
        above = np.cumsum(slope[:0:-1])[::-1]
        return np.concatenate([slope[:1], above[:1], above[1:] * np.exp(params[2:])])


def _impossible(y: np.ndarray, x: np.ndarray) -> str:
    """Why no finite estimate exists; '' when it does.

    With one binary predictor the likelihood has no maximum exactly when one group lies wholly at or above the other.
    """
    before, after = y[x == 0], y[x == 1]
    if not len(before) or not len(after):
        return "geen scores op beide momenten"
    if len(np.unique(y)) < 2:
        return "iedereen gaf dezelfde score"
    if before.max() <= after.min() or after.max() <= before.min():
        return "de scores van beide momenten overlappen niet"
    return ""


def _scores(params: np.ndarray, level: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Derivative of the log likelihood per answer to the coefficient and the thresholds (McCullagh 1980, section 2).

    ``params`` is the coefficient followed by the thresholds; ``level`` the category of each answer, from 0.
    """
    bounds = np.concatenate([[-np.inf], params[1:], [np.inf]])
    upper, lower = (expit(bounds[level + k] - params[0] * x) for k in (1, 0))
    up, low = upper * (1 - upper), lower * (1 - lower)
    rows, probability = np.arange(len(x)), upper - lower
    to_thresholds = np.zeros((len(x), len(bounds)))
    to_thresholds[rows, level + 1] = up / probability
    to_thresholds[rows, level] -= low / probability
    return np.column_stack([-x * (up - low) / probability, to_thresholds[:, 1:-1]])


def _information(params: np.ndarray, level: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Observed information: the slope of the exact scores, by central differences."""
    slope = -approx_fprime(params, lambda p: _scores(p, level, x).sum(axis=0), centered=True)
    information: np.ndarray = (slope + slope.T) / 2
    return information


def _polish(params: np.ndarray, level: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Newton steps from where bfgs stopped, which is near enough for a coefficient and too far for standard errors."""
    for _ in range(3):
        params = params + np.linalg.solve(_information(params, level, x), _scores(params, level, x).sum(axis=0))
    return params


def _clustered_error(params: np.ndarray, level: np.ndarray, x: np.ndarray, groups: np.ndarray) -> float:
    """Error of the coefficient from H^-1 (sum of outer products of person scores) H^-1 (Liang and Zeger 1986)."""
    bread = np.linalg.inv(_information(params, level, x))
    scores = pd.DataFrame(_scores(params, level, x)).groupby(groups).sum().to_numpy()
    count = len(scores)
    meat = scores.T @ scores * count / (count - 1)
    return float(np.sqrt((bread @ meat @ bread)[0, 0]))
