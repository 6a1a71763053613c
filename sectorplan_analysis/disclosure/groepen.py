"""Which splits of a bureau's groups the openbaar edition may show: those from which no small cell can be worked out.

Groups contain and overlap each other: function groups in an organisation, organisations in the country. What an
attacker can make of the shown ones is a linear programme over the smallest parts, and that is what is solved here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from sectorplan_analysis.culturele_diversiteit import (
    GROEP,
    Sleutel,
    actueel,
    leden,
    long_form,
    omvang,
    organisatie,
    verdeling,
)
from sectorplan_analysis.dataset import Ronde
from sectorplan_analysis.disclosure.openbaar import Openbaar
from sectorplan_analysis.findings import neutralise
from sectorplan_analysis.reference import ALLE_FUNCTIES, ORGANISATIES, umc_names

#: Half of the last digit of a percentage that is whole, and of one with a decimal.
_HEEL, _DECIMAAL = 0.5, 0.05
_KOLOMMEN = [*GROEP, "herkomst", "aantal", "herkomst_pct"]


def cijfers_openbaar(ronde: Ronde, *, grens: int, eerdere: Iterable[Openbaar] = ()) -> pd.DataFrame:
    """What `cijfers` gives for the openbaar edition: with `GEHEIM` for every split that is hidden."""
    rows = actueel(ronde)
    if rows.empty:
        return pd.DataFrame()
    # as they are written, so that they can be found again in an earlier edition
    rows = rows.assign(functiegroep=rows["functiegroep"].map(neutralise))
    return long_form(rows, verborgen=verborgen(rows, grens=grens, eerder=gepubliceerd(eerdere)))


def gepubliceerd(edities: Iterable[Openbaar]) -> pd.DataFrame:
    """The numbers of a bureau in earlier editions as rows of a delivery; what they hide is not released."""
    frames = [editie.culturele_diversiteit for editie in edities if len(editie.culturele_diversiteit)]
    if not frames:
        return pd.DataFrame(columns=_KOLOMMEN)
    known = pd.concat(frames, ignore_index=True)
    slugs = {organisatie(umc): umc for umc in (*ORGANISATIES, *umc_names())}
    waarde, teller, noemer = (pd.to_numeric(known[name], errors="coerce") for name in ("waarde", "teller", "noemer"))
    parts = known[["functiegroep", "herkomst"]].assign(
        umc=known["umc"].map(slugs), peildatum=pd.to_datetime(known["peildatum"]), aantal=teller, herkomst_pct=waarde
    )
    totals = parts.assign(herkomst="totaal", aantal=noemer, herkomst_pct=float("nan"))
    return pd.concat([parts, totals], ignore_index=True).drop_duplicates([*GROEP, "herkomst"])[_KOLOMMEN]


def verborgen(rows: pd.DataFrame, *, grens: int, eerder: pd.DataFrame | None = None) -> set[Sleutel]:
    """Groups of which the openbaar edition does not show the split over origins.

    A split is hidden as a whole when a cell may hold fewer than ``grens`` persons or was not released, or when an
    earlier edition hid it. More are hidden, the smallest first, until of no cell of any part it can be worked out that
    it holds fewer than ``grens`` persons, nor of a hidden small cell that it holds any. Sizes of groups are known.

    Parameters
    ----------
    rows
        What the bureau delivered.
    grens
        Number of persons below which a cell is small.
    eerder
        What was published before; see `gepubliceerd`.
    """
    own = set(_groepen(rows))
    hidden: set[Sleutel] = set()
    if eerder is not None and len(eerder):
        hidden |= set(_groepen(eerder[eerder["aantal"].isna() & eerder["herkomst_pct"].isna()]))
        also = [groep not in own and groep[1] in set(rows["peildatum"]) for groep in _groepen(eerder)]
        rows = pd.concat([rows[_KOLOMMEN], eerder[also]], ignore_index=True)
    parts = verdeling(rows)
    hidden |= set(_groepen(parts[parts["minstens"].isna() | (parts["minstens"] < grens)]))
    sizes = omvang(rows)
    for _, day in parts.groupby("peildatum"):
        _hide_more(_Aanval(day, sizes), hidden, own, grens=grens)
    return hidden & own


def _groepen(rows: pd.DataFrame) -> list[Sleutel]:
    return list(rows[GROEP].itertuples(index=False, name=None))


def _hide_more(aanval: _Aanval, hidden: set[Sleutel], own: set[Sleutel], *, grens: int) -> None:
    """Add own groups to the hidden ones until the attack finds nothing, or none is left to hide."""
    while True:
        shown = [groep for groep in aanval.groepen if groep not in hidden]
        choice = [groep for groep in shown if groep in own]
        if not choice or (part := aanval.find(shown, grens=grens)) is None:
            return
        around = [groep for groep in choice if aanval.inhoud[groep][part]] or choice
        hidden.add(min(around, key=lambda groep: (aanval.omvang[groep], groep)))


class _Aanval:
    """What can be worked out on one day: variables are persons per smallest part and origin."""

    def __init__(self, parts: pd.DataFrame, sizes: pd.Series) -> None:
        self.parts: dict[Any, pd.DataFrame] = dict(iter(parts.groupby(GROEP, sort=False)))
        self.groepen: list[Sleutel] = list(self.parts)
        known: dict[Any, float] = sizes.to_dict()
        self.omvang = {groep: float(known[groep]) for groep in self.groepen}
        self.herkomsten = list(parts["herkomst"].unique())
        inside = {groep: leden(groep[0]) for groep in self.groepen}
        # umcs that are in the same organisations cannot be told apart, and are one place
        places = sorted({tuple(umc in inside[groep] for groep in self.groepen) for umc in umc_names()})
        functions = ["", *dict.fromkeys(groep[2] for groep in self.groepen if groep[2] != ALLE_FUNCTIES)]
        self.inhoud = {
            groep: np.array([where[i] and groep[2] in (ALLE_FUNCTIES, name) for where in places for name in functions])
            for i, groep in enumerate(self.groepen)
        }
        self.n = len(places) * len(functions)

    def find(self, shown: Collection[Sleutel], *, grens: int) -> int | None:
        """A smallest part of which something small can be worked out; None when there is none."""
        for rounded in (False, True):
            matrix, limits = self._constraints(shown, rounded=rounded)
            if linprog(np.zeros(matrix.shape[1]), A_ub=matrix, b_ub=limits).status == 0:
                break
        else:
            # numbers that contradict each other are no proof of anything: show the least
            return 0
        for part in range(self.n):
            alone = np.arange(self.n) == part
            if not any(self.inhoud[groep][part] for groep in shown) or self._top(alone, None, matrix, limits) < grens:
                continue
            if any(self._top(alone, herkomst, matrix, limits) < grens for herkomst in self.herkomsten):
                return part
        for groep in self.groepen:
            if groep not in shown:
                few = self.parts[groep].query("personen < @grens")["herkomst"]
                if any(self._low(self.inhoud[groep], name, matrix, limits) > 0 for name in few):
                    return int(self.inhoud[groep].argmax())
        return None

    def _weights(self, inside: np.ndarray, herkomst: str | None) -> np.ndarray:
        return np.concatenate([inside * (herkomst in (None, name)) for name in self.herkomsten]).astype(float)

    def _top(self, inside: np.ndarray, herkomst: str | None, matrix: np.ndarray, limits: np.ndarray) -> float:
        """The most persons there can be, up to rounding of the solver; infinite when nothing bounds them."""
        found = linprog(-self._weights(inside, herkomst), A_ub=matrix, b_ub=limits)
        return -found.fun + 1e-6 if found.status == 0 else np.inf

    def _low(self, inside: np.ndarray, herkomst: str, matrix: np.ndarray, limits: np.ndarray) -> float:
        return round(float(linprog(self._weights(inside, herkomst), A_ub=matrix, b_ub=limits).fun), 6)

    def _constraints(self, shown: Collection[Sleutel], *, rounded: bool) -> tuple[np.ndarray, np.ndarray]:
        """Sizes of all groups and cells of the shown ones, each between two limits; tens may have been rounded."""
        rows, low, high = [], [], []

        def add(weights: np.ndarray, value: float, room: float) -> None:
            rows.append(weights)
            low.append(value - room)
            high.append(value + room)

        def tens(value: float) -> float:
            return 5.0 if rounded and value % 10 == 0 else 0.0

        for groep in self.groepen:
            size, inside = self.omvang[groep], self.inhoud[groep]
            add(self._weights(inside, None), size, tens(size))
            for cell in self.parts[groep].to_dict("records") if groep in shown else ():
                weights = self._weights(inside, cell["herkomst"])
                if pd.notna(cell["aantal"]):
                    add(weights, cell["aantal"], tens(cell["aantal"]))
                else:
                    room = _HEEL if cell["herkomst_pct"] % 1 == 0 else _DECIMAAL
                    add(weights, cell["personen"], room / 100 * size + tens(size))
        return np.array([*rows, *(-row for row in np.array(rows))]), np.array([*high, *(-value for value in low)])
