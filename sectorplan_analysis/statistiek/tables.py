"""Tables of the statistics beside those of the report, for ``tabellen/``."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from sectorplan_analysis import perceptie
from sectorplan_analysis.dataset import Ronde
from sectorplan_analysis.reference import TOTAAL
from sectorplan_analysis.statistiek.continuity import decomposition_table, transition_table
from sectorplan_analysis.statistiek.contrast import leading, to_norm

_COLUMNS = ["peildatum", "umc", "schaal", "reeks", "meting_van", "situatie_van", "meting_naar", "situatie_naar", "rol",
            "methode", "waarde", "laag", "hoog", "p", "p_holm", "n", "deelnemers", "umcs", "hoger", "gelijk", "lager",
            "oordeel", "reden"]  # fmt: skip


def contrast_table(ronde: Ronde) -> pd.DataFrame:
    """Every analysis of every declared contrast, over all umcs together.

    Returns
    -------
    pandas.DataFrame
        One row per contrast and analysis. rol is ``primair`` or ``gevoeligheid``; waarde in points, except the rank
        biserial of Wilcoxon and the log odds ratio of the ordinal model; n is what the method counts (umcs or
        participants); hoger, gelijk and lager are participants; reden says why a number is missing.
    """
    scores = perceptie.scores(ronde)
    rows = []
    for c in [*leading(scores), *to_norm(scores)]:
        v = c.verandering
        for e in (c.primair, *c.gevoeligheid):
            own = ("primair", _p(c.p_holm), c.oordeel) if e is c.primair else ("gevoeligheid", None, "")
            rows.append(
                (ronde.peildatum.isoformat(), TOTAAL, c.schaal, c.reeks, *c.van, *c.naar, own[0], e.methode, e.waarde,
                 e.laag, e.hoog, _p(e.p), own[1], e.n, v.deelnemers, v.umcs, v.hoger, v.gelijk, v.lager, own[2],
                 e.reden)
            )  # fmt: skip
    return pd.DataFrame(rows, columns=_COLUMNS)


def _p(p: float | None) -> str | None:
    """Six digits that count, where rounding to decimals would turn a small p-value into 0."""
    return None if p is None else f"{p:.6g}"


#: File stem and function.
TABELLEN: dict[str, Callable[[Ronde], pd.DataFrame]] = {
    "perceptie": contrast_table,
    "overgangen": transition_table,
    "ontleding": decomposition_table,
}
