"""Focus groups in the openbaar edition: national, and no number that is about fewer than ten participants.

There is no table of baanzekerheid against werkdruk: with a few dozen participants most cells hold fewer than ten.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from sectorplan_analysis import perceptie
from sectorplan_analysis.dataset import Ronde
from sectorplan_analysis.disclosure.openbaar import GEHEIM
from sectorplan_analysis.pages.dutch import round_half_away
from sectorplan_analysis.reference import SITUATIES

COLUMNS = ["meting", "naam", "schaal", "situatie", "maat", "waarde"]


def focusgroepen(ronde: Ronde, *, kleinste: int = 10) -> pd.DataFrame:
    """Participants and mean score per measurement, scale and situation, and the mean change for the two contrasts.

    Returns
    -------
    pandas.DataFrame
        meting, naam, schaal, situatie (or 'voor-nu', 'nu-ideaal'), maat (deelnemers, gemiddelde, and for a change laag
        and hoog), waarde (text; `GEHEIM` when fewer than ``kleinste`` participants are behind it).
    """
    scores = perceptie.scores(ronde)
    rows = [row for year in ronde.metingen() for row in _meting(scores[scores["meting"] == year], kleinste)]
    frame = pd.DataFrame(rows, columns=[name for name in COLUMNS if name != "naam"])
    frame.insert(1, "naam", [ronde.config.meting(int(year)).naam for year in frame["meting"]])
    return frame.astype("str")


def _meting(scores: pd.DataFrame, kleinste: int) -> Iterator[tuple[object, ...]]:
    year = scores["meting"].iloc[0]
    counts = [
        scores.loc[scores["situatie"] == situatie, schaal].notna().sum()
        for schaal in perceptie.SCHALEN
        for situatie in SITUATIES
    ]
    # one situation with a few participants fewer than another would give those few away: then all is hidden
    enough = min(counts) >= kleinste
    for schaal in perceptie.SCHALEN:
        for situatie in SITUATIES:
            values = scores.loc[scores["situatie"] == situatie, schaal].dropna()
            yield year, schaal, situatie, "deelnemers", _text(len(values), 0, enough)
            yield year, schaal, situatie, "gemiddelde", _text(values.mean(), 1, enough)
        for van, naar in perceptie.CONTRASTEN:
            change = perceptie.change(scores, schaal=schaal, van=van, naar=naar)
            shown = enough and change.deelnemers >= kleinste
            for maat in ("gemiddelde", "laag", "hoog"):
                yield year, schaal, f"{van}-{naar}", maat, _text(getattr(change, maat), 1, shown)


def _text(value: float, decimals: int, shown: bool) -> str:
    return str(round_half_away(value, decimals)) if shown and pd.notna(value) else GEHEIM
