"""Which numbers stay hidden: the cheapest choice that leaves every small number in doubt.

The model is that of cell suppression in linked tables (Fischetti and Salazar, Management Science 47, 2001): a binary
variable per number, and for every small number an attacker who knows all that is shown and looks for the smallest and
the largest value it can have. The attackers' programmes are not written out but generated: each attacker who gets too
close gives a constraint 'hide at least one of the numbers that tell him so', and the integer programme is solved again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import count

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from sectorplan_analysis.disclosure.attacker import (
    Aanvaller,
    Eis,
    Getallen,
    Wijziging,
    eisen_klein,
    eisen_wijziging,
    follows,
    getallen_van,
)
from sectorplan_analysis.disclosure.kept import behouden
from sectorplan_analysis.disclosure.stelsel import ALTIJD, GRAAG, MAG, NOOIT, Stelsel, bijzaak
from sectorplan_analysis.errors import CallError

#: What it costs to hide a number that is not missed much, one that is rather kept, and one that should not go.
_BIJZAAK, _GRAAG, _ALTIJD = 0.2, 50.0, 5000.0
#: Times that the whole choice is made anew before it may only grow.
_POGINGEN = 10


class OnthullingError(CallError):
    """The openbaar edition cannot be made: what has to be shown gives small numbers away."""


@dataclass(frozen=True)
class _Keuze:
    """What the integer programme decides on: must a number stay, must it go, what does hiding it cost."""

    blijft: np.ndarray
    weg: np.ndarray
    kosten: np.ndarray
    fte_van: np.ndarray  # pairs of a count and its fte, by place: the fte is hidden with its count


def protect(
    stelsel: Stelsel,
    *,
    grens: int = 5,
    bekend: np.ndarray | None = None,
    geheim: np.ndarray | None = None,
    opgegeven: Collection[str] = (),
    wijzigingen: Iterable[Wijziging] = (),
) -> np.ndarray:
    """Decide which numbers are shown.

    Parameters
    ----------
    stelsel
        The linked cells.
    grens
        A number of persons below this and above 0 is small: hidden, and an attacker must be able to exclude neither 0
        nor ``grens`` for it. Of its fte, half and one and a half times the true value must stay possible.
    bekend
        True per cel and maat (cellen x 2) for numbers that are public already and cannot be hidden any more.
    geheim
        True for numbers that are hidden whatever follows.
    opgegeven
        Names of KPI totals (see `attacker.naam`) that may be hidden where nothing else helps.
    wijzigingen
        Numbers that differ by a few persons from what was published before: hidden, as far as they do not follow from
        KPI totals.

    Returns
    -------
    numpy.ndarray
        Cellen x 2 (medewerkers, fte): True where the number is shown. A KPI total that is small itself is not.

    Raises
    ------
    OnthullingError
        When KPI totals or numbers that are public already give a small number away; the message names the totals that
        would have to go.
    """
    nothing = np.zeros((len(stelsel.cellen), 2), dtype=bool)
    known = nothing if bekend is None else bekend
    getallen = getallen_van(stelsel)
    persons = stelsel.cellen["medewerkers"].to_numpy()
    small = (persons > 0) & (persons < grens)
    rechten = behouden(stelsel, grens=grens, opgegeven=opgegeven)
    never = nothing if geheim is None else geheim
    keuze = _uitgangspunt(stelsel, getallen, rechten, small=small, bekend=known, geheim=never)
    totals = keuze.blijft | ((rechten[getallen.cel, getallen.maat] == GRAAG) & ~keuze.weg)
    aanvaller = Aanvaller(stelsel, getallen, grens)
    eisen = list(eisen_klein(stelsel, small, grens))
    for wijziging in wijzigingen:
        if rechten[wijziging.cel, wijziging.maat] in (ALTIJD, GRAAG) or known[wijziging.cel, wijziging.maat]:
            continue
        # what KPI totals tell about a change cannot be hidden
        demands = [e for e in eisen_wijziging(stelsel, wijziging, grens) if not aanvaller.te_dichtbij([e], ~totals)]
        if demands:
            keuze.weg[(getallen.cel == wijziging.cel) & (getallen.maat == wijziging.maat)] = True
            eisen += demands
    verborgen = _zoek(keuze, aanvaller, eisen)
    if verborgen is None:
        raise OnthullingError(_melding(keuze, getallen, aanvaller, eisen, rechten, known))
    shown = np.zeros((len(stelsel.cellen), 2), dtype=bool)
    open_ = ~verborgen | (follows(stelsel, getallen, verborgen, grens) & ~keuze.weg)
    _, fte = keuze.fte_van[~open_[keuze.fte_van[:, 0]]].T
    open_[fte] = False
    shown[getallen.cel[open_], getallen.maat[open_]] = True
    # nobody has no fte: there is nothing left to hide
    nobody = shown[:, 0] & (persons == 0) & (stelsel.cellen["recht_fte"] != NOOIT).to_numpy()
    shown[nobody, 1] = True
    return shown


def _uitgangspunt(
    stelsel: Stelsel,
    getallen: Getallen,
    rechten: np.ndarray,
    *,
    small: np.ndarray,
    bekend: np.ndarray,
    geheim: np.ndarray,
) -> _Keuze:
    rights = rechten[getallen.cel, getallen.maat]
    public = bekend[getallen.cel, getallen.maat]
    hidden = small[getallen.cel]
    if (public & hidden).any():
        names = ", ".join(getallen.namen[i] for i in np.flatnonzero(public & hidden)[:12])
        raise OnthullingError(f"De openbare editie is niet gemaakt: al gepubliceerd zijn kleine aantallen: {names}.")
    hidden = hidden | (geheim[getallen.cel, getallen.maat] & ~public)
    persons = stelsel.cellen["medewerkers"].to_numpy()[getallen.cel]
    worth = np.where(stelsel.cellen["kpi14"].to_numpy()[getallen.cel] == "ja", 5, 1)
    worth = worth * np.where(rights == GRAAG, _GRAAG, np.where(bijzaak(stelsel.cellen)[getallen.cel], _BIJZAAK, 1))
    # information lost; the last term makes the cheapest choice unique, so that the same round gives the same tables
    cost = worth * (1 + np.log1p(persons)) + 1e-4 * np.arange(len(persons)) / len(persons)
    place = {own: number for number, own in enumerate(zip(getallen.cel, getallen.maat, strict=True))}
    pairs = [
        (place[cel, 0], place[cel, 1])
        for cel in np.flatnonzero((rechten != NOOIT).all(axis=1))
        # a KPI total stays, also when the count of its persons is hidden
        if rechten[cel, 1] == MAG or rechten[cel, 0] == rechten[cel, 1] == GRAAG
    ]
    return _Keuze(
        blijft=((rights == ALTIJD) & ~hidden) | public,
        weg=hidden,
        kosten=cost,
        fte_van=np.array(pairs, dtype=int).reshape(-1, 2),
    )


def _zoek(keuze: _Keuze, aanvaller: Aanvaller, eisen: list[Eis]) -> np.ndarray | None:
    """The cheapest choice of what to hide that meets every demand; None when what stays tells too much."""
    cuts: list[np.ndarray] = []
    weg = verborgen = keuze.weg
    for poging in count():
        # the last cuts improve the choice by less than a per cent and take most of the time: from here on only add
        weg = weg | verborgen if poging > _POGINGEN else weg
        found = _kies(keuze, weg, cuts)
        if found is None:
            return None
        verborgen = found
        told = aanvaller.te_dichtbij(eisen, verborgen)
        if not told:
            return verborgen
        for _, numbers in told:
            cut = numbers[~keuze.blijft[numbers]]
            if not len(cut):
                return None
            cuts.append(cut)
    return None


def _kies(keuze: _Keuze, weg: np.ndarray, cuts: list[np.ndarray]) -> np.ndarray | None:
    """The cheapest choice of what to hide that satisfies every cut."""
    size, pairs = len(keuze.kosten), np.arange(len(keuze.fte_van))
    rows = np.repeat(np.arange(len(cuts)), [len(cut) for cut in cuts])
    columns = np.concatenate([np.array([], dtype=int), *cuts])
    matrix = sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(cuts), size))
    follow = [
        sparse.csr_array((np.ones(len(pairs)), (pairs, keuze.fte_van[:, side])), shape=(len(pairs), size))
        for side in (0, 1)
    ]
    constraints = [LinearConstraint(matrix, 1, np.inf)] if cuts else []
    if len(pairs):
        constraints.append(LinearConstraint(follow[1] - follow[0], 0, np.inf))
    solved = milp(
        keuze.kosten,
        integrality=np.ones(size),
        bounds=Bounds(weg.astype(float), np.where(keuze.blijft, 0.0, 1.0)),
        constraints=constraints,
        options={"mip_rel_gap": 0.02},
    )
    return None if solved.x is None else solved.x > 0.5


def _melding(
    keuze: _Keuze,
    getallen: Getallen,
    aanvaller: Aanvaller,
    eisen: list[Eis],
    rechten: np.ndarray,
    bekend: np.ndarray,
) -> str:
    """Which KPI totals would have to go, found by letting them."""
    kept = rechten[getallen.cel, getallen.maat] == ALTIJD
    public = bekend[getallen.cel, getallen.maat]
    free = _Keuze(public, keuze.weg, keuze.kosten + np.where(kept, _ALTIJD, 0), keuze.fte_van)
    verborgen = _zoek(free, aanvaller, eisen)
    start = "De openbare editie is niet gemaakt"
    if verborgen is None and not public.any():
        return (
            f"{start}: ook zonder alle totalen is een klein aantal af te leiden. Meld dit de beheerder van dit pakket."
        )
    if verborgen is None:
        return (
            f"{start}: wat al in een eerdere openbare editie staat, verraadt samen met deze cijfers een klein aantal. "
            "Is die editie nooit gepubliceerd, verwijder dan haar map en draai opnieuw."
        )
    names = sorted(getallen.namen[i] for i in np.flatnonzero(verborgen & kept & ~keuze.weg))
    return (
        f"{start}: totalen die zichtbaar moeten blijven, verraden een klein aantal. Deze zouden weg moeten: "
        f"{'; '.join(names)}. Besluit u daartoe, zet ze dan in rondes.toml onder [[prijsgegeven]] en draai opnieuw."
    )
