"""Tables of the statistics beside those of the report, for ``tabellen/``."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from sectorplan_analysis import gelijkheid, perceptie
from sectorplan_analysis.dataset import Ronde
from sectorplan_analysis.reference import TOTAAL
from sectorplan_analysis.statistiek.continuity import decomposition_table, transition_table
from sectorplan_analysis.statistiek.contrast import leading, to_norm
from sectorplan_analysis.statistiek.doorstroom import change_table, flow_table
from sectorplan_analysis.statistiek.estimate import p_text
from sectorplan_analysis.verdeling import distribution_table

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
            own = ("primair", p_text(c.p_holm), c.oordeel) if e is c.primair else ("gevoeligheid", None, "")
            rows.append(
                (ronde.peildatum.isoformat(), TOTAAL, c.schaal, c.reeks, *c.van, *c.naar, own[0], e.methode, e.waarde,
                 e.laag, e.hoog, p_text(e.p), own[1], e.n, v.deelnemers, v.umcs, v.hoger, v.gelijk, v.lager, own[2],
                 e.reden)
            )  # fmt: skip
    return pd.DataFrame(rows, columns=_COLUMNS)


#: File stem and function.
TABELLEN: dict[str, Callable[[Ronde], pd.DataFrame]] = {
    "perceptie": contrast_table,
    "overgangen": transition_table,
    "ontleding": decomposition_table,
    "diversiteit_verdeling": distribution_table,
    "diversiteit_vast": gelijkheid.vast_table,
    "diversiteit_trechter": gelijkheid.funnel_table,
    "diversiteit_glazen_plafond": gelijkheid.ceiling_table,
    "diversiteit_doorstroom": flow_table,
    "diversiteit_verandering": change_table,
}
