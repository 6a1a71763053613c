"""Perceived baanzekerheid and werkdruk in the focus groups of the monitor 'rust en ruimte'.

Focus groups are a purposive sample, clustered in umcs. The interval for a change is therefore a t interval on the umc
means (df = number of umcs - 1); with one or two umcs there is no interval. 'voor' was asked afterwards and 'ideaal' is
a norm: the only contrasts are voor -> nu and nu -> ideaal.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sectorplan_analysis.dataset import Ronde
from sectorplan_analysis.measure import RESULT
from sectorplan_analysis.reference import SITUATIES
from sectorplan_analysis.statistiek.samples import t_on_umc_means, umc_means

SCHALEN = ("baanzekerheid", "werkdruk")
CONTRASTEN = (("voor", "nu"), ("nu", "ideaal"))
#: Side of a cell of figure 1 in points; finer scales fall into the nearest cell.
CELL = 0.5


@dataclass(frozen=True)
class Verandering:
    """Mean within-person change on one scale between two situations.

    Attributes
    ----------
    schaal, van, naar
        What changed, and between which situations.
    deelnemers, umcs
        Participants with a score in both situations, and the umcs they come from.
    gemiddelde
        Mean over umcs of the mean change per umc, in points on 0-10; NaN without participants.
    laag, hoog
        Limits of the 95 % t interval on the umc means; NaN below `MINIMUM_UMCS` umcs.
    hoger, gelijk, lager
        Participants whose score rose, stayed the same, fell.
    """

    schaal: str
    van: str
    naar: str
    deelnemers: int
    umcs: int
    gemiddelde: float
    laag: float
    hoog: float
    hoger: int
    gelijk: int
    lager: int


def scores(ronde: Ronde) -> pd.DataFrame:
    """Scores of the measurements held on or before the peildatum, on a scale of 0 to 10.

    Returns
    -------
    pandas.DataFrame
        One row per participant, measurement and situation; baanzekerheid, werkdruk and werkplezier rescaled from the
        scale named in the delivery, NaN where no score was given.
    """
    rows = ronde.tables["werkdruk"]
    rows = rows[rows["meting"].isin(ronde.metingen())].reset_index(drop=True)
    span = rows["schaal_max"] - rows["schaal_min"]
    rescaled = {name: 10 * (rows[name] - rows["schaal_min"]) / span for name in (*SCHALEN, "werkplezier")}
    return rows.assign(**rescaled).sort_values(["meting", "umc", "deelnemer_id", "situatie"], ignore_index=True)


def cells(scores: pd.DataFrame, *, umc: str) -> pd.DataFrame:
    """Participants per cell of baanzekerheid x werkdruk, per measurement and situation.

    Returns
    -------
    pandas.DataFrame
        umc, meting, situatie, baanzekerheid, werkdruk, maat (``deelnemers``), waarde, eenheid, teller, noemer
        (participants with both scores in that situation). Situations in the order voor, nu, ideaal.
    """
    complete = scores.dropna(subset=list(SCHALEN))
    binned = complete.assign(**{name: to_cell(complete[name]) for name in SCHALEN})
    counted = binned.groupby(["meting", "situatie", *SCHALEN]).size().rename("waarde").reset_index()
    everyone = counted.groupby(["meting", "situatie"])["waarde"].transform("sum")
    counted = counted.assign(umc=umc, maat="deelnemers", eenheid="personen", teller=counted["waarde"], noemer=everyone)
    order = counted["situatie"].map({name: place for place, name in enumerate(SITUATIES)})
    counted = counted.assign(_order=order).sort_values(["meting", "_order", *SCHALEN], ignore_index=True)
    return counted[["umc", "meting", "situatie", *SCHALEN, *RESULT]]


def to_cell(values: pd.Series) -> pd.Series:
    """Nearest cell, half a cell upwards; scores are never negative."""
    nearest: pd.Series = np.floor(values.round(9) / CELL + 0.5) * CELL
    return nearest


def distribution(scores: pd.DataFrame, *, hoge_score: float) -> pd.DataFrame:
    """Distribution per measurement, situation and scale.

    Parameters
    ----------
    scores
        Result of `scores`.
    hoge_score
        A score of at least this many points (0-10) is high.

    Returns
    -------
    pandas.DataFrame
        meting, situatie, schaal, deelnemers, gemiddelde, mediaan, p25, p75, aantal_hoog, aandeel_hoog (fraction).
    """
    rows = []
    for meting in sorted(scores["meting"].unique()):
        for situatie in SITUATIES:
            for schaal in SCHALEN:
                given = scores.loc[(scores["meting"] == meting) & (scores["situatie"] == situatie), schaal].dropna()
                high = int((given >= hoge_score - 1e-9).sum())
                rows.append(
                    {
                        "meting": meting,
                        "situatie": situatie,
                        "schaal": schaal,
                        "deelnemers": len(given),
                        "gemiddelde": given.mean(),
                        "mediaan": given.median(),
                        "p25": given.quantile(0.25),
                        "p75": given.quantile(0.75),
                        "aantal_hoog": high,
                        "aandeel_hoog": high / len(given) if len(given) else float("nan"),
                    }
                )
    columns = ["meting", "situatie", "schaal", "deelnemers", "gemiddelde", "mediaan", "p25", "p75"]
    return pd.DataFrame(rows, columns=[*columns, "aantal_hoog", "aandeel_hoog"])


def differences(scores: pd.DataFrame, *, schaal: str, van: str, naar: str) -> pd.Series:
    """Change of every participant with a score in both situations of one measurement.

    Returns
    -------
    pandas.Series
        Indexed by umc and deelnemer_id; participants who miss a situation are not in it.
    """
    if (van, naar) not in CONTRASTEN:
        raise ValueError(f"no contrast {van} -> {naar}: 'voor' is retrospective and 'ideaal' is a norm")
    wide = scores.pivot(index=["umc", "deelnemer_id"], columns="situatie", values=schaal).reindex(columns=[van, naar])
    # rescaled scores carry the rounding of floats, and 0 must stay 0
    return (wide[naar] - wide[van]).dropna().round(12)


def summarise(differences: pd.Series, *, schaal: str, van: str, naar: str) -> Verandering:
    """Mean of the umc means with the pre-declared primary interval, and how many rose, stayed and fell."""
    primary = t_on_umc_means(umc_means(differences))
    mean, low, high = (float("nan") if v is None else v for v in (primary.waarde, primary.laag, primary.hoog))
    return Verandering(
        schaal=schaal,
        van=van,
        naar=naar,
        deelnemers=len(differences),
        umcs=primary.n,
        gemiddelde=mean,
        laag=low,
        hoog=high,
        hoger=int((differences > 0).sum()),
        gelijk=int((differences == 0).sum()),
        lager=int((differences < 0).sum()),
    )


def change(scores: pd.DataFrame, *, schaal: str, van: str, naar: str) -> Verandering:
    """Mean within-person change in one measurement; see `differences` and `summarise`."""
    return summarise(differences(scores, schaal=schaal, van=van, naar=naar), schaal=schaal, van=van, naar=naar)


def missing_situations(scores: pd.DataFrame) -> pd.DataFrame:
    """Participants per measurement and how many of them miss a score, per situation and scale.

    Returns
    -------
    pandas.DataFrame
        meting, situatie, schaal, aantal_deelnemers (in the measurement), aantal_zonder_score.
    """
    rows = []
    for meting, part in scores.groupby("meting"):
        everyone = part["deelnemer_id"].nunique()
        for situatie in SITUATIES:
            for schaal in SCHALEN:
                given = part.loc[(part["situatie"] == situatie) & part[schaal].notna(), "deelnemer_id"].nunique()
                rows.append((meting, situatie, schaal, everyone, everyone - given))
    return pd.DataFrame(rows, columns=["meting", "situatie", "schaal", "aantal_deelnemers", "aantal_zonder_score"])
