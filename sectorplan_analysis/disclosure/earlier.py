"""What earlier openbaar editions made public, and what a new one adds to that.

State between rounds is kept in what was published and nowhere else: the files of earlier openbaar editions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.linalg import null_space

from sectorplan_analysis.dataset import Ronde, umc_name
from sectorplan_analysis.disclosure.attacker import Wijziging
from sectorplan_analysis.disclosure.openbaar import GEHEIM, RONDE, Openbaar, load_openbaar
from sectorplan_analysis.disclosure.stelsel import (
    ALTIJD,
    DIMENSIES,
    MATEN,
    MAX_FTE,
    Stelsel,
    counted_positions,
    selections,
)
from sectorplan_analysis.reference import TOTAAL
from sectorplan_analysis.status import PERSON

_SOORT = ["contractstatus", "gender", "inloop"]


def published_before(reports: Path) -> dict[Path, Openbaar]:
    """Every openbaar edition in a folder with reports, oldest first, by the folder of its tables."""
    folders = sorted(path.parent for path in reports.glob(f"*/openbaar/tabellen/{RONDE}"))
    return {folder: load_openbaar(folder.parents[1].name, processed=folder) for folder in folders}


def says(edition: Openbaar, day: dt.date) -> bool:
    """Whether an edition holds numbers about a day."""
    return bool((edition.cellen["peildatum"] == day.isoformat()).any())


def shown_before(cellen: pd.DataFrame, eerdere: Iterable[Openbaar], day: dt.date) -> np.ndarray:
    """What earlier editions show of the cells on a day: cellen x 2, NaN where they show nothing."""
    values = np.full((len(cellen), len(MATEN)), np.nan)
    keys = _keys(cellen)
    for edition in eerdere:
        rows = edition.cellen
        rows = rows[(rows["peildatum"] == day.isoformat()) & (rows["waarde"] != GEHEIM)]
        for place, maat in enumerate(MATEN):
            own = rows[rows["maat"] == maat]
            known = dict(zip(own[list(DIMENSIES)].itertuples(index=False, name=None), own["waarde"], strict=True))
            for cel, key in enumerate(keys):
                if key in known:
                    values[cel, place] = float(known[key])
    return values


def _keys(cellen: pd.DataFrame) -> list[tuple[str, ...]]:
    named = cellen[list(DIMENSIES)].assign(umc=cellen["umc"].replace("", TOTAAL))
    return list(named.itertuples(index=False, name=None))


def hidden_before(cellen: pd.DataFrame, eerdere: Iterable[Openbaar], day: dt.date) -> np.ndarray:
    """What earlier editions of the day itself hide (cellen x 2): it stays hidden, so that a second run adds nothing."""
    keys = _keys(cellen)
    hidden = np.zeros((len(cellen), len(MATEN)), dtype=bool)
    for edition in (each for each in eerdere if each.peildatum == day):
        rows = edition.cellen
        rows = rows[(rows["peildatum"] == day.isoformat()) & (rows["waarde"] == GEHEIM)]
        for place, maat in enumerate(MATEN):
            marked = set(rows.loc[rows["maat"] == maat, list(DIMENSIES)].itertuples(index=False, name=None))
            hidden[:, place] |= [key in marked for key in keys]
    return hidden


def only_umcs(stelsel: Stelsel, eerdere: Iterable[Openbaar], day: dt.date) -> np.ndarray:
    """What to hide (cellen x 2) of a day that was published with other umcs: all that would show the difference.

    The difference between two national numbers is then about one umc. What stays are the numbers per umc, for a umc in
    an earlier edition only those it showed, and the national totals that those of the umcs add up to.
    """
    cellen = stelsel.cellen
    shown = ~np.isnan(shown_before(cellen, eerdere, day))
    before = {umc_name(umc) for edition in eerdere for umc in edition.aanwezig}
    per_umc = (~cellen["umc"].isin(["", TOTAAL])).to_numpy()
    new = per_umc & ~cellen["umc"].isin(before).to_numpy()
    keep = np.zeros(shown.shape, dtype=bool)
    for place, maat in enumerate(MATEN):
        kinds = _kept_kinds(cellen, maat)
        kind = [key in kinds for key in cellen[_SOORT].itertuples(index=False, name=None)]
        sums = (cellen["umc"] == TOTAAL).to_numpy() & np.array(kind)
        keep[:, place] = new | (per_umc & shown[:, place]) | sums
    return ~keep


def _kept_kinds(cellen: pd.DataFrame, maat: str) -> set[tuple[str, ...]]:
    own = cellen[(cellen[f"recht_{maat}"] == ALTIJD) & ~cellen["umc"].isin(["", TOTAAL])]
    return set(own[_SOORT].itertuples(index=False, name=None))


def wijzigingen(stelsel: Stelsel, ronde: Ronde, eerdere: Iterable[Openbaar], *, grens: int) -> Iterator[Wijziging]:
    """Numbers that follow from earlier editions and differ now by what fewer than ``grens`` persons did.

    Somebody who left between two rounds must not be found in the difference. Numbers that changed because many persons
    came, went or got another contract give nobody away.
    """
    same = [edition for edition in eerdere if edition.aanwezig == ronde.aanwezig]
    now = stelsel.cellen[list(MATEN)].to_numpy(float)
    for day in sorted({edition.peildatum for edition in same}):
        then = _derived(stelsel, shown_before(stelsel.cellen, same, day))
        moved = _movers(stelsel.cellen, ronde.op(day), ronde)
        for cel, maat in zip(*np.nonzero(~np.isnan(then)), strict=True):
            change = abs(now[cel, maat] - then[cel, maat])
            if change < (0.5, 0.011)[maat]:
                continue
            people = max(moved[cel, maat], change / (1, MAX_FTE)[maat])
            if people < grens:
                yield Wijziging(int(cel), int(maat), float(then[cel, maat]))


def _derived(stelsel: Stelsel, shown: np.ndarray) -> np.ndarray:
    """Cells x 2: what the shown values add up to, NaN for cells that do not follow from them."""
    som = stelsel.som.toarray()
    found = np.full(shown.shape, np.nan)
    for place, more in enumerate((stelsel.meer, 0 * stelsel.meer)):
        known = ~np.isnan(shown[:, place])
        if not known.any():
            continue
        follows = np.abs(som @ null_space(som[known])).max(axis=1, initial=0) < 1e-9
        groups = np.linalg.lstsq(som[known], (shown[:, place] + more)[known], rcond=None)[0]
        found[follows, place] = (som @ groups - more)[follows]
    return found


def _movers(cellen: pd.DataFrame, then: Ronde, now: Ronde) -> np.ndarray:
    """Persons per cel (cellen x 2) who came or went between two days, and those who did or changed hours in it."""
    both = [counted_positions(each) for each in (then, now)]
    persons = pd.concat(both).groupby(PERSON).ngroup().to_numpy()
    split = len(both[0])
    size = persons.max(initial=0) + 1

    def fte(rows: pd.DataFrame, who: np.ndarray) -> Iterator[np.ndarray]:
        amounts = rows["fte"].to_numpy()
        for keep in selections(cellen, rows):
            yield np.bincount(who[keep], weights=amounts[keep], minlength=size)

    pairs = zip(fte(both[0], persons[:split]), fte(both[1], persons[split:]), strict=True)
    moved = [(((before > 0) != (after > 0)).sum(), (np.abs(before - after) > 1e-9).sum()) for before, after in pairs]
    return np.array(moved, dtype=int).reshape(-1, len(MATEN))
