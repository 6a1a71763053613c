"""Two measurements side by side: who stayed, left and joined, and whether 'voor' is remembered the same way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from sectorplan_analysis.perceptie import SCHALEN
from sectorplan_analysis.statistiek.contrast import now_scores, panel_differences
from sectorplan_analysis.statistiek.estimate import Estimate
from sectorplan_analysis.statistiek.samples import t_on_umc_means, umc_means


def composition(scores: pd.DataFrame, *, eerste: int, laatste: int) -> pd.DataFrame:
    """Mean 'nu' score per group of participants and measurement.

    Returns
    -------
    pandas.DataFrame
        schaal, groep (``gebleven``, ``uitgevallen``, ``nieuw``, ``alle``), aantal_eerste, gemiddelde_eerste,
        aantal_laatste, gemiddelde_laatste; NaN where a group has no score.
    """
    rows = []
    for schaal in reversed(SCHALEN):
        now = now_scores(scores, metingen=(eerste, laatste), schaal=schaal)
        first = now[now["meting"] == eerste].set_index("deelnemer_id")["score"]
        last = now[now["meting"] == laatste].set_index("deelnemer_id")["score"]
        stayed = first.index.intersection(last.index)
        groups = {
            "gebleven": (first[stayed], last[stayed]),
            "uitgevallen": (first.drop(stayed), last.iloc[:0]),
            "nieuw": (first.iloc[:0], last.drop(stayed)),
            "alle": (first, last),
        }
        for name, (before, after) in groups.items():
            rows.append((schaal, name, len(before), before.mean(), len(after), after.mean()))
    columns = ["schaal", "groep", "aantal_eerste", "gemiddelde_eerste", "aantal_laatste", "gemiddelde_laatste"]
    return pd.DataFrame(rows, columns=columns)


@dataclass(frozen=True)
class Recall:
    """How 'voor' was remembered twice by the same persons: the shift, and the rank correlation of both answers."""

    schaal: str
    verschuiving: Estimate
    deelnemers: int
    samenhang: float | None


def recall_check(scores: pd.DataFrame, *, eerste: int, laatste: int) -> list[Recall]:
    """Same persons, 'voor' as told in both measurements; empty when 'voor' was not asked again.

    'voor' is one moment, so any shift is memory (or a changed view), not a change of the situation.
    """
    found = []
    for schaal in reversed(SCHALEN):
        before = now_scores(scores, metingen=(eerste, laatste), schaal=schaal, situatie="voor")
        shift = panel_differences(before, eerste=eerste, laatste=laatste)
        if shift.empty:
            continue
        people = shift.index.get_level_values("deelnemer_id")
        wide = before.pivot(index="deelnemer_id", columns="meting", values="score").loc[people]
        found.append(
            Recall(schaal, t_on_umc_means(umc_means(shift)), len(shift), spearman(wide[eerste], wide[laatste]))
        )
    return found


def spearman(x: pd.Series, y: pd.Series) -> float | None:
    """Rank correlation; None below three pairs or when either is constant (R: ``cor(method = 'spearman')``)."""
    if len(x) < 3 or np.ptp(x.to_numpy()) == 0 or np.ptp(y.to_numpy()) == 0:
        return None
    return float(stats.spearmanr(x.to_numpy(), y.to_numpy()).statistic)
