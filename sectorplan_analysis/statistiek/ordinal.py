"""Ordinal reading of a change: a cumulative link, with standard errors that know a person answered twice."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats
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
    reason = _impossible(y, x)
    if reason:
        return undefined(reason, n=n, methode=METHODE)
    categories = pd.Series(pd.Categorical(y, categories=np.unique(y), ordered=True))
    with listening() as caught:
        try:
            model = OrderedModel(categories, pd.DataFrame({"later": x}), distr="logit")
            fit = model.fit(method="bfgs", gtol=1e-8, maxiter=500, disp=0)
            params = _polish(model, np.asarray(fit.params))
            value, error = float(params[0]), _clustered_error(model, params, who)
        except (np.linalg.LinAlgError, ValueError):
            return undefined("het model is niet te schatten", n=n, methode=METHODE)
    # bfgs says 'precision loss' at the very bottom of a likelihood; what counts is that the slope is gone
    steep = float(np.abs(model.score(params)).max()) > 1e-6 * len(y)
    unsound = [w for w in caught if "Maximum Likelihood optimization failed" not in str(w.message)]
    if unsound or steep or not finite(value, error) or max(abs(value), error) > LARGEST or error <= 0:
        return undefined("het model komt niet tot een betrouwbare uitkomst", n=n, methode=METHODE)
    margin = float(stats.norm.ppf(1 - ALPHA / 2)) * error
    p = float(2 * stats.norm.sf(abs(value) / error))
    return Estimate(value, value - margin, value + margin, p, n, METHODE)


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


def _information(model: OrderedModel, params: np.ndarray) -> np.ndarray:
    """Observed information: the slope of the score, by central differences (the model's own is coarser)."""
    slope = -approx_fprime(params, model.score, centered=True)
    return (slope + slope.T) / 2


def _polish(model: OrderedModel, params: np.ndarray) -> np.ndarray:
    """Two Newton steps from where bfgs stopped."""
    for _ in range(2):
        params = params + np.linalg.solve(_information(model, params), model.score(params))
    return params


def _clustered_error(model: OrderedModel, params: np.ndarray, groups: np.ndarray) -> float:
    """Error of the first coefficient from H^-1 (sum of outer products of person scores) H^-1 (Liang and Zeger 1986)."""
    bread = np.linalg.inv(_information(model, params))
    scores = pd.DataFrame(model.score_obs(params)).groupby(groups).sum().to_numpy()
    count = len(scores)
    if count < 2:
        return float("nan")
    meat = scores.T @ scores * count / (count - 1)
    return float(np.sqrt((bread @ meat @ bread)[0, 0]))
