"""Women and men compared: vast among women and men, raw and within umcs, and two glass-ceiling indices.

Personnel is a full count, so a share is a fact. Intervals and tests are about the process behind it and are labelled
'indicatief (superpopulatie)' where they are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy.stats import fisher_exact
from statsmodels.stats.contingency_tables import StratifiedTable
from statsmodels.stats.proportion import confint_proportions_2indep

from sectorplan_analysis.dataset import Ronde
from sectorplan_analysis.indicators import REGULIER, VAST, medewerkers
from sectorplan_analysis.measure import amounts
from sectorplan_analysis.reference import TOTAAL

#: Ranks A, B and C of She Figures.
RANGEN = ("hoogleraar", "UHD", "UD")
#: With fewer persons in rank A an index says little.
MINIMUM_A = 30


@dataclass(frozen=True)
class VerschilVast:
    """Vast among women and men.

    Attributes
    ----------
    vast_v, v, vast_m, m
        Persons: women with a permanent contract, women, and the same for men.
    verschil, laag, hoog
        Share among women minus share among men, with Newcombe's 95 % interval; NaN when there are no women or no men.
    fisher
        Two-sided p-value of Fisher's exact test.
    odds_binnen_umc
        Odds ratio of women to men, pooled within umcs (Mantel-Haenszel); NaN when no umc tells them apart.
    """

    vast_v: int
    v: int
    vast_m: int
    m: int
    verschil: float
    laag: float
    hoog: float
    fisher: float
    odds_binnen_umc: float


def verschil_vast(ronde: Ronde) -> VerschilVast:
    """Compare vast among women and men of a round, without inloop."""
    counts = {
        (gender, name): amounts(medewerkers(selection, {"gender": gender}), ronde)
        for gender in "vm"
        for name, selection in (("vast", VAST), ("alle", REGULIER))
    }
    vast_v, v, vast_m, m = (
        int(counts[key][TOTAAL]) for key in (("v", "vast"), ("v", "alle"), ("m", "vast"), ("m", "alle"))
    )
    if not v or not m:
        return VerschilVast(vast_v, v, vast_m, m, *[float("nan")] * 5)
    low, high = confint_proportions_2indep(vast_v, v, vast_m, m, method="newcomb", compare="diff")
    tables = [
        [[counts["v", "vast"][umc], counts["v", "alle"][umc] - counts["v", "vast"][umc]],
         [counts["m", "vast"][umc], counts["m", "alle"][umc] - counts["m", "vast"][umc]]]
        for umc in counts["v", "alle"].drop(TOTAAL).dropna().index
    ]  # fmt: skip
    return VerschilVast(
        vast_v,
        v,
        vast_m,
        m,
        verschil=vast_v / v - vast_m / m,
        laag=float(low),
        hoog=float(high),
        fisher=float(fisher_exact([[vast_v, v - vast_v], [vast_m, m - vast_m]]).pvalue),
        odds_binnen_umc=_pooled(np.array(tables)),
    )


def _pooled(tables: np.ndarray) -> float:
    """Pooled odds ratio; only tables in which both factors vary say anything about it."""
    telling = tables[(tables.sum(axis=1) > 0).all(axis=1) & (tables.sum(axis=2) > 0).all(axis=1)]
    below = (telling[:, 0, 1] * telling[:, 1, 0] / telling.sum(axis=(1, 2))).sum() if len(telling) else 0
    if not below:
        return float("nan")
    return float(StratifiedTable(np.moveaxis(telling, 0, -1), shift_zeros=False).oddsratio_pooled)


def glazen_plafond(ronde: Ronde) -> pd.DataFrame:
    """Glass-ceiling indices over hoogleraar (A), UHD (B) and UD (C), in persons without inloop.

    Returns
    -------
    pandas.DataFrame
        index (``gci_eu``: share of women in A, B and C together over their share in A, as in She Figures;
        ``gpi_lnvh``: share in a rank over the share in the next one up), rangen, waarde (NaN when not defined),
        personen_a (persons in the higher rank) and te_klein (fewer than `MINIMUM_A` of them).
    """
    women, everyone = (
        pd.Series(
            {rang: amounts(medewerkers(REGULIER, {"functiecategorie": rang}, extra), ronde)[TOTAAL] for rang in RANGEN}
        )
        for extra in ({"gender": "v"}, {})
    )
    share = women / everyone.where(everyone > 0)
    top = RANGEN[0]
    rows = [
        ("gci_eu", "A+B+C tegenover A", _ratio(women.sum() / (everyone.sum() or np.nan), share[top]), everyone[top])
    ]
    for higher, lower in pairwise(RANGEN):
        rows.append(("gpi_lnvh", f"{lower} tegenover {higher}", _ratio(share[lower], share[higher]), everyone[higher]))
    frame = pd.DataFrame(rows, columns=["index", "rangen", "waarde", "personen_a"])
    return frame.assign(te_klein=frame["personen_a"] < MINIMUM_A)


def _ratio(above: float, below: float) -> float:
    return float(above / below) if below and below > 0 else float("nan")
