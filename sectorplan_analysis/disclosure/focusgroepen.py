"""Focus groups in the openbaar edition: national, and no number that is about fewer than ten participants.

There is no table of baanzekerheid against werkdruk: with a few dozen participants most cells hold fewer than ten, also
in two or three classes per scale. What can be shown of the movement is how many went up, stayed and went down.
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
        and hoog, and the participants whose score went up, stayed and fell), waarde (text; `GEHEIM` when fewer than
        ``kleinste`` participants are behind it, or behind the difference with a number that is shown).
    """
    scores = perceptie.scores(ronde)
    rows = [row for year in ronde.metingen() for row in _meting(scores[scores["meting"] == year], kleinste)]
    frame = pd.DataFrame(rows, columns=[name for name in COLUMNS if name != "naam"])
    frame.insert(1, "naam", [ronde.config.meting(int(year)).naam for year in frame["meting"]])
    return frame.astype("str")


def _meting(scores: pd.DataFrame, kleinste: int) -> Iterator[tuple[object, ...]]:
    year = scores["meting"].iloc[0]
    for schaal in perceptie.SCHALEN:
        counts = {s: int(scores.loc[scores["situatie"] == s, schaal].notna().sum()) for s in SITUATIES}
        most = max(counts.values())
        enough = min(counts.values()) >= kleinste
        for situatie, count in counts.items():
            values = scores.loc[scores["situatie"] == situatie, schaal].dropna()
            # a few fewer than in another situation: those few are not shown either
            alike = most - count == 0 or most - count >= kleinste
            yield year, schaal, situatie, "deelnemers", _text(count, 0, enough and alike)
            yield year, schaal, situatie, "gemiddelde", _text(values.mean(), 1, enough)
        for van, naar in perceptie.CONTRASTEN:
            change = perceptie.change(scores, schaal=schaal, van=van, naar=naar)
            shown = enough and change.deelnemers >= kleinste
            for maat in ("gemiddelde", "laag", "hoog"):
                yield year, schaal, f"{van}-{naar}", maat, _text(getattr(change, maat), 1, shown)
            alike = most - change.deelnemers == 0 or most - change.deelnemers >= kleinste
            moved = {maat: getattr(change, maat) for maat in ("hoger", "gelijk", "lager")}
            for maat, count in moved.items():
                yield year, schaal, f"{van}-{naar}", maat, _text(count, 0, alike and min(moved.values()) >= kleinste)


def _text(value: float, decimals: int, shown: bool) -> str:
    return str(round_half_away(value, decimals)) if shown and pd.notna(value) else GEHEIM
