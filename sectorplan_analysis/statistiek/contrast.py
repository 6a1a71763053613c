"""The declared contrasts of the monitor, and the one set of rules that turns a contrast into a verdict.

Two series are kept apart. *Terugblik* is 'voor' -> 'nu' within one measurement: 'voor' was asked afterwards.
*Gelijktijdig* is 'nu' -> 'nu' of two measurements, among the same persons. 'nu' -> 'ideaal' is a distance to a *norm*
and no change in time.

The family for Holm's correction is declared here: werkdruk and baanzekerheid, in the series that lead the page.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sectorplan_analysis import perceptie
from sectorplan_analysis.perceptie import SCHALEN, Verandering, summarise
from sectorplan_analysis.statistiek.estimate import ALPHA, Estimate
from sectorplan_analysis.statistiek.mixed import mixed_change, mixed_mean
from sectorplan_analysis.statistiek.ordinal import cumulative_link
from sectorplan_analysis.statistiek.samples import holm, sign_flips, t_on_umc_means, umc_means, wilcoxon_pratt

TERUGBLIK, GELIJKTIJDIG, NORM = "terugblik", "gelijktijdig", "norm"

GESTEGEN = "gestegen"
GEDAALD = "gedaald"
NIET_AANTOONBAAR = "niet aantoonbaar veranderd"
NIET_EENDUIDIG = "niet eenduidig"
GEEN_INTERVAL = "geen interval"
NIET_BEPAALBAAR = "niet bepaalbaar"


@dataclass(frozen=True)
class Contrast:
    """One scale between two moments, with all that was computed about it.

    Attributes
    ----------
    reeks
        ``terugblik``, ``gelijktijdig`` or ``norm``.
    van, naar
        (meting, situatie) of both moments.
    verandering
        The primary analysis.
    primair, gevoeligheid
        The primary estimate, and the sensitivity analyses in a fixed order.
    p_holm
        Primary p-value corrected over the declared family; None outside it.
    """

    schaal: str
    reeks: str
    van: tuple[int, str]
    naar: tuple[int, str]
    verandering: Verandering
    primair: Estimate
    gevoeligheid: tuple[Estimate, ...]
    p_holm: float | None = None

    @property
    def oordeel(self) -> str:
        return judge(self.primair, self.gevoeligheid, p_holm=self.p_holm)

    @property
    def afwijkend(self) -> list[str]:
        """What disagrees with the primary interval: the methods, and Holm's correction."""
        return dissenters(self.primair, self.gevoeligheid, p_holm=self.p_holm)


def judge(primary: Estimate, sensitivity: Iterable[Estimate], *, p_holm: float | None = None) -> str:
    """Verdict: the primary interval decides, and any analysis that disagrees makes it 'niet eenduidig'."""
    if primary.waarde is None:
        return NIET_BEPAALBAAR
    if primary.conclusie is None:
        return GEEN_INTERVAL
    if dissenters(primary, sensitivity, p_holm=p_holm):
        return NIET_EENDUIDIG
    return {0: NIET_AANTOONBAAR, 1: GESTEGEN, -1: GEDAALD}[primary.conclusie]


def dissenters(primary: Estimate, sensitivity: Iterable[Estimate], *, p_holm: float | None = None) -> list[str]:
    """Names of the analyses with another conclusion than the primary one; those without a conclusion have no vote."""
    if primary.conclusie is None:
        return []
    found = [s.methode for s in sensitivity if s.conclusie is not None and s.conclusie != primary.conclusie]
    if primary.conclusie and p_holm is not None and p_holm >= ALPHA:
        found.append("correctie voor het aantal vergelijkingen (Holm)")
    return found


def within(scores: pd.DataFrame, *, meting: int, schaal: str, van: str, naar: str) -> Contrast:
    """Contrast between two situations of one measurement; all participants with both scores."""
    own = scores[scores["meting"] == meting]
    differences = perceptie.differences(own, schaal=schaal, van=van, naar=naar)
    both = own[own["situatie"].isin([van, naar])].set_index(["umc", "deelnemer_id"])
    both = both.loc[both.index.isin(differences.index)]
    answers = pd.DataFrame(
        {
            "score": perceptie.to_cell(both[schaal]),
            "later": (both["situatie"] == naar).astype(float),
            "persoon": [f"{umc} {person}" for umc, person in both.index],
        }
    )
    return _contrast(
        differences,
        schaal=schaal,
        reeks=TERUGBLIK if van == "voor" else NORM,
        van=(meting, van),
        naar=(meting, naar),
        models=lambda: (mixed_mean(differences), _ordinal(answers)),
    )


def between(scores: pd.DataFrame, *, eerste: int, laatste: int, schaal: str) -> Contrast:
    """Contrast 'nu' -> 'nu' of two measurements; primary: the same persons, sensitivity: all respondents as well."""
    now = now_scores(scores, metingen=(eerste, laatste), schaal=schaal)
    differences = panel_differences(now, eerste=eerste, laatste=laatste)
    answers = now.rename(columns={"deelnemer_id": "persoon"})
    answers = answers.assign(later=(now["meting"] == laatste).astype(float))
    stayed = answers[answers["persoon"].isin(differences.index.get_level_values("deelnemer_id"))]
    return _contrast(
        differences,
        schaal=schaal,
        reeks=GELIJKTIJDIG,
        van=(eerste, "nu"),
        naar=(laatste, "nu"),
        models=lambda: (
            mixed_change(answers, differences=differences),
            _ordinal(stayed.assign(score=perceptie.to_cell(stayed["score"]))),
            respondents(now, eerste=eerste, laatste=laatste),
        ),
    )


def now_scores(scores: pd.DataFrame, *, metingen: Sequence[int], schaal: str, situatie: str = "nu") -> pd.DataFrame:
    """Scores in one situation of some measurements: meting, umc, deelnemer_id, score."""
    rows = scores[(scores["situatie"] == situatie) & scores["meting"].isin(metingen)].dropna(subset=[schaal])
    return rows.rename(columns={schaal: "score"})[["meting", "umc", "deelnemer_id", "score"]].reset_index(drop=True)


def panel_differences(now: pd.DataFrame, *, eerste: int, laatste: int) -> pd.Series:
    """Change of the persons in both measurements, under the umc of the last one (a person may have moved)."""
    wide = now.pivot(index="deelnemer_id", columns="meting", values="score").reindex(columns=[eerste, laatste]).dropna()
    umc = now[now["meting"] == laatste].set_index("deelnemer_id")["umc"].reindex(wide.index)
    index = pd.MultiIndex.from_arrays([umc.to_numpy(), wide.index], names=["umc", "deelnemer_id"])
    return pd.Series((wide[laatste] - wide[eerste]).to_numpy(), index=index, dtype=float).round(12)


def respondents(now: pd.DataFrame, *, eerste: int, laatste: int) -> Estimate:
    """Everyone who answered: t interval on the difference of the umc means, over the umcs in both measurements."""
    means = now.pivot_table(index="umc", columns="meting", values="score", aggfunc="mean")
    means = means.reindex(columns=[eerste, laatste]).dropna()
    estimate = t_on_umc_means(means[laatste] - means[eerste])
    return dataclasses.replace(estimate, methode="alle deelnemers, t-interval op de umc-verschillen")


def _ordinal(answers: pd.DataFrame) -> Estimate:
    return cumulative_link(answers["score"], answers["later"], answers["persoon"])


def _contrast(
    differences: pd.Series,
    *,
    schaal: str,
    reeks: str,
    van: tuple[int, str],
    naar: tuple[int, str],
    models: Callable[[], tuple[Estimate, ...]],
) -> Contrast:
    """Put a contrast together; without a primary test, or for a norm, a sensitivity has nothing to be held against."""
    means = umc_means(differences)
    primary = t_on_umc_means(means)
    tested = primary.p is not None and reeks != NORM
    return Contrast(
        schaal=schaal,
        reeks=reeks,
        van=van,
        naar=naar,
        verandering=summarise(differences, schaal=schaal, van=van[1], naar=naar[1]),
        primair=primary,
        gevoeligheid=(sign_flips(means), wilcoxon_pratt(differences), *models()) if tested else (),
    )


def leading(scores: pd.DataFrame) -> list[Contrast]:
    """The contrasts that lead the page, corrected by Holm over this family.

    Per scale: the change between the first and the newest measurement (gelijktijdig) once there are two, and the
    look back in the newest measurement that asked 'voor'.
    """
    metingen = sorted(int(meting) for meting in scores["meting"].unique())
    found = []
    if len(metingen) > 1:
        found += [between(scores, eerste=metingen[0], laatste=metingen[-1], schaal=s) for s in reversed(SCHALEN)]
    asked = sorted(int(m) for m in scores.loc[scores["situatie"] == "voor", "meting"].unique()) or metingen
    if asked:
        found += [within(scores, meting=asked[-1], schaal=s, van="voor", naar="nu") for s in reversed(SCHALEN)]
    corrected = holm([contrast.primair.p for contrast in found])
    return [dataclasses.replace(c, p_holm=p) for c, p in zip(found, corrected, strict=True)]


def to_norm(scores: pd.DataFrame) -> list[Contrast]:
    """Distance from 'nu' to 'ideaal' in the newest measurement; a description, outside the family."""
    if scores.empty:
        return []
    newest = int(np.max(scores["meting"]))
    return [within(scores, meting=newest, schaal=s, van="nu", naar="ideaal") for s in reversed(SCHALEN)]
