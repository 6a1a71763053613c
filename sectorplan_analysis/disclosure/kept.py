"""KPI totals: which of them are kept whatever it costs, and which only when that is possible."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from sectorplan_analysis.disclosure.attacker import getallen_van
from sectorplan_analysis.disclosure.stelsel import ALTIJD, GRAAG, Stelsel
from sectorplan_analysis.reference import TOTAAL


def behouden(stelsel: Stelsel, *, grens: int, opgegeven: Collection[str] = ()) -> np.ndarray:
    """Rights of every cel and maat (cellen x 2), with the KPI totals that cannot all be kept as 'graag'.

    A KPI total of one umc that is small, or of which the rest is (all but the women), is hidden. It would follow from
    the national total and the other umcs, so then those of that kind are kept as far as possible.
    """
    cellen = stelsel.cellen
    rechten = cellen[["recht_medewerkers", "recht_fte"]].to_numpy(dtype=object, copy=True)
    small = _deelbaar(cellen, grens)
    per_umc = ((cellen["umc"] != "") & (cellen["umc"] != TOTAAL)).to_numpy()
    for place in range(2):
        for kind in {
            tuple(row) for row in cellen.loc[small & per_umc, ["contractstatus", "gender"]].itertuples(index=False)
        }:
            same = per_umc & (cellen["contractstatus"] == kind[0]) & (cellen["gender"] == kind[1])
            rechten[same & (rechten[:, place] == ALTIJD), place] = GRAAG
    if opgegeven:
        getallen = getallen_van(stelsel)
        for number in (i for i, name in enumerate(getallen.namen) if name in opgegeven):
            rechten[getallen.cel[number], getallen.maat[number]] = GRAAG
    return rechten


def _deelbaar(cellen: pd.DataFrame, grens: int) -> np.ndarray:
    """Cells that are small, or of women where all the others are."""
    small = cellen["medewerkers"].between(1, grens - 1)
    key = ["umc", "functiecategorie", "kpi14", "thema", "subthema", "contractstatus", "inloop"]
    others = cellen[small & (cellen["gender"] == "niet_v")].set_index(key).index
    women = (cellen["gender"] == "v") & cellen.set_index(key).index.isin(others)
    return (small | women).to_numpy()
