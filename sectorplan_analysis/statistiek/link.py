"""Does a permanent contract go with another workload or security? Participants of the focus groups, within their umc.

The comparison is among those who were not vast at the first moment: who became vast against who did not. Nobody was
given a contract by lot, so a difference is no effect; the permutation test only asks whether chance within umcs
could have made it.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sectorplan_analysis.statistiek.estimate import Estimate, undefined
from sectorplan_analysis.statistiek.panel import spearman

WERD_VAST, NIET_VAST, WAS_VAST = "werd vast", "werd niet vast", "was al vast"
GROEPEN = (WERD_VAST, NIET_VAST, WAS_VAST)
#: Up to this many arrangements all are listed; beyond it that many are drawn, with a fixed seed.
ARRANGEMENTS = 20_000
SEED = 2028


def paired_changes(scores: pd.DataFrame, *, van: tuple[int, str], naar: tuple[int, str]) -> pd.DataFrame:
    """Changes of everyone with both scores at both moments, with the contract at both.

    Parameters
    ----------
    scores
        Result of `perceptie.scores`.
    van, naar
        (meting, situatie) of both moments.

    Returns
    -------
    pandas.DataFrame
        umc (of the last moment), deelnemer_id, groep (of `GROEPEN`), baanzekerheid, werkdruk (changes); participants
        without a known contract at either moment have an empty group.
    """
    moments: list[pd.DataFrame] = []
    for meting, situatie in (van, naar):
        rows = scores[(scores["meting"] == meting) & (scores["situatie"] == situatie)]
        rows = rows.set_index("deelnemer_id")[["umc", "contractstatus", "baanzekerheid", "werkdruk"]]
        moments.append(rows.add_suffix(f"_{len(moments)}"))
    both = moments[0].join(moments[1], how="inner")
    both = both.dropna(subset=[f"{s}_{side}" for s in ("baanzekerheid", "werkdruk") for side in (0, 1)])
    return pd.DataFrame(
        {
            "umc": both["umc_1"].to_numpy(),
            "deelnemer_id": both.index.to_numpy(),
            "groep": _group(both["contractstatus_0"], both["contractstatus_1"]).to_numpy(),
            "baanzekerheid": (both["baanzekerheid_1"] - both["baanzekerheid_0"]).round(12).to_numpy(),
            "werkdruk": (both["werkdruk_1"] - both["werkdruk_0"]).round(12).to_numpy(),
        }
    )


def _group(before: pd.Series, after: pd.Series) -> pd.Series:
    known = ~(before.isin(["", "onbekend"]) | before.isna() | after.isin(["", "onbekend"]) | after.isna())
    group = pd.Series(NIET_VAST, index=before.index, dtype="str")
    group = group.mask(after == "vast", WERD_VAST).mask(before == "vast", WAS_VAST)
    return group.where(known, "")


def correlation(changes: pd.DataFrame) -> Estimate:
    """Spearman correlation of both changes, with a permutation within umcs."""
    method = "Spearman, permutatie binnen umc's"
    value = spearman(changes["baanzekerheid"], changes["werkdruk"])
    if value is None:
        return undefined("te weinig deelnemers, of niemand verschilt", n=len(changes), methode=method)
    x, y = changes["baanzekerheid"].rank().to_numpy(), changes["werkdruk"].rank().to_numpy()
    x, y = x - x.mean(), y - y.mean()
    _, umc = np.unique(changes["umc"].to_numpy(), return_inverse=True)
    if np.bincount(umc).max() < 2:
        return Estimate(value, n=len(changes), methode=method, reden="in elke umc is één deelnemer")
    observed = x @ y
    rng = np.random.default_rng(SEED)
    # the permutation leaves the mean of every umc in place; what is tested is the part within umcs
    centre = sum(x[umc == u].sum() * y[umc == u].mean() for u in np.unique(umc))
    blocks = [np.flatnonzero(umc == u) for u in np.unique(umc)]
    drawn = np.zeros(ARRANGEMENTS // 4)
    for rows in blocks:
        shuffled = rng.permuted(np.tile(y[rows], (len(drawn), 1)), axis=1)
        drawn += shuffled @ x[rows]
    extreme = np.abs(drawn - centre) >= abs(observed - centre) - 1e-9
    return Estimate(value, p=float((extreme.sum() + 1) / (len(drawn) + 1)), n=len(changes), methode=method)


@dataclass(frozen=True)
class Difference:
    """Difference in mean change within umcs: who became vast minus the others, and the sizes it rests on.

    ``umcs`` is the number of umcs with participants on both sides; only those take part.
    """

    schatting: Estimate
    werd_vast: int
    anderen: int
    umcs: int
    alle_wisselingen: bool


def within_umcs(changes: pd.DataFrame, *, schaal: str, tegenover: tuple[str, ...] = (NIET_VAST,)) -> Difference:
    """Mean change of who became vast minus that of the groups ``tegenover``, compared within umcs only.

    The value is the coefficient of the group in ``lm(change ~ group + umc)``: umc differences weighted by
    n1 n2 / (n1 + n2). The p-value comes from all arrangements of the groups within umcs when they are few enough, else
    from a fixed random selection (R: coin ``independence_test(change ~ group | umc)``).
    """
    method = "verschil binnen umc's, permutatie binnen umc's"
    rows = changes[changes["groep"].isin([WERD_VAST, *tegenover])]
    became = rows["groep"] == WERD_VAST
    used = rows[became.groupby(rows["umc"]).transform("nunique") == 2]
    first, second = int(became.sum()), int((~became).sum())
    if used.empty:
        reason = "in geen enkele umc zijn er van beide groepen deelnemers"
        return Difference(undefined(reason, n=len(rows), methode=method), first, second, 0, False)
    blocks = [
        (part[schaal].to_numpy(dtype=float), (part["groep"] == WERD_VAST).to_numpy()) for _, part in used.groupby("umc")
    ]
    weight = sum(own.sum() * (~own).sum() / len(own) for _, own in blocks)
    deviation = sum(values[own].sum() - own.sum() * values.mean() for values, own in blocks)
    p, everything = _permute(blocks, deviation)
    estimate = Estimate(float(deviation / weight), p=p, n=len(used), methode=method)
    return Difference(estimate, first, second, len(blocks), everything)


def _permute(blocks: list[tuple[np.ndarray, np.ndarray]], observed: float) -> tuple[float, bool]:
    """Two-sided p-value of the summed deviation from what each umc would give on average."""
    count = math.prod(math.comb(len(own), int(own.sum())) for _, own in blocks)
    if count <= ARRANGEMENTS:
        totals = np.zeros(1)
        for values, own in blocks:
            size, centred = int(own.sum()), values - values.mean()
            options = [centred[list(chosen)].sum() for chosen in itertools.combinations(range(len(own)), size)]
            totals = (totals[:, None] + np.array(options)[None, :]).ravel()
        return float((np.abs(totals) >= abs(observed) - 1e-9).mean()), True
    rng = np.random.default_rng(SEED)
    totals = np.zeros(ARRANGEMENTS)
    for values, own in blocks:
        shuffled = rng.permuted(np.tile(values - values.mean(), (ARRANGEMENTS, 1)), axis=1)
        totals += shuffled[:, : int(own.sum())].sum(axis=1)
    return float(((np.abs(totals) >= abs(observed) - 1e-9).sum() + 1) / (ARRANGEMENTS + 1)), False
