"""What the next measurement can see: the smallest change it finds, given how much umcs, groups and persons differ."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from statsmodels.stats.power import TTestPower

from sectorplan_analysis.statistiek.estimate import ALPHA
from sectorplan_analysis.statistiek.samples import NOTHING

POWER = 0.8


@dataclass(frozen=True)
class Components:
    """Variances of the change: between umcs, between focus groups within a umc, between persons within a group.

    ``groepen_apart`` is False when no umc has two groups: the variance of groups is then part of that of umcs.
    """

    umc: float
    groep: float
    persoon: float
    umcs: int
    groepen: int
    deelnemers: int
    groepen_apart: bool


def components(changes: pd.DataFrame) -> Components | str:
    """Nested analysis of variance for unequal sizes, negative estimates set to 0 (Searle 1971, chapter 11).

    Parameters
    ----------
    changes
        One row per participant: umc, focusgroep, verschil.

    Returns
    -------
    Components or str
        In Dutch why they cannot be determined.
    """
    groups = changes.groupby(["umc", "focusgroep"], dropna=False)["verschil"].agg(["size", "mean"])
    umcs = changes.groupby("umc")["verschil"].agg(["size", "mean"])
    n, count_g, count_u = len(changes), len(groups), len(umcs)
    if count_u < 2:
        return "er is maar één umc"
    if n <= count_g:
        return "er zijn niet meer deelnemers dan groepen"
    keys = [changes["umc"], changes["focusgroep"]]
    residual = changes["verschil"] - changes.groupby(keys, dropna=False)["verschil"].transform("mean")
    person = float((residual**2).sum() / (n - count_g))
    of_umc = groups.index.get_level_values("umc")
    size_u = umcs["size"].reindex(of_umc).to_numpy(dtype=float)
    mean_u = umcs["mean"].reindex(of_umc).to_numpy(dtype=float)
    size_g = groups["size"].to_numpy(dtype=float)
    ss_group = float((size_g * (groups["mean"].to_numpy() - mean_u) ** 2).sum())
    ss_umc = float((umcs["size"] * (umcs["mean"] - changes["verschil"].mean()) ** 2).sum())
    inner = float((size_g**2 / size_u).sum())  # sum over groups of n_ij^2 / n_i.
    apart = count_g > count_u
    group = 0.0
    if apart:
        group = max(0.0, (ss_group - (count_g - count_u) * person) / (n - inner))
    outer_g = float((size_g**2).sum()) / n
    outer_u = float((umcs["size"] ** 2).sum()) / n
    expected = (count_u - 1) * person + group * (inner - outer_g)
    between = max(0.0, (ss_umc - expected) / (n - outer_u))
    if between + group + person < NOTHING:
        return "iedereen veranderde evenveel"
    return Components(between, group, person, count_u, count_g, n, apart)


def standard_deviation(parts: Components, *, groepen: float, per_groep: float) -> float:
    """Standard deviation of a umc mean with so many groups per umc and participants per group (may be infinite)."""
    return math.sqrt(parts.umc + parts.groep / groepen + parts.persoon / (groepen * per_groep))


def detectable(sd: float, *, umcs: int, power: float = POWER) -> float | None:
    """Smallest change that a t test on umc means finds with this power (R: ``power.t.test``, strict); None below 3."""
    if umcs < 3:
        return None
    return sd * _effect(umcs, power)


@cache
def _effect(umcs: int, power: float) -> float:
    """The same in standard deviations, which every design with so many umcs shares."""
    return float(TTestPower().solve_power(nobs=umcs, alpha=ALPHA, power=power))


def design(
    parts: Components, *, umcs: Sequence[int], groepen: Sequence[int], per_groep: Sequence[float]
) -> pd.DataFrame:
    """Smallest change for every combination of design choices.

    Returns
    -------
    pandas.DataFrame
        umcs, groepen (per umc), per_groep, deelnemers (in all), verandering (points; NaN below 3 umcs).
    """
    rows = [
        (u, g, m, u * g * m, detectable(standard_deviation(parts, groepen=g, per_groep=m), umcs=u))
        for u in umcs
        for g in groepen
        for m in per_groep
    ]
    frame = pd.DataFrame(rows, columns=["umcs", "groepen", "per_groep", "deelnemers", "verandering"])
    return frame.assign(verandering=frame["verandering"].astype(float).replace(np.inf, np.nan))
