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
from sectorplan_analysis.disclosure.stelsel import ALTIJD, GRAAG, MAG, NOOIT, Stelsel, bijzaak
from sectorplan_analysis.errors import CallError
from sectorplan_analysis.reference import TOTAAL

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
    known = np.zeros((len(stelsel.cellen), 2), dtype=bool) if bekend is None else bekend
    getallen = getallen_van(stelsel)
    persons = stelsel.cellen["medewerkers"].to_numpy()
    small = (persons > 0) & (persons < grens)
    rechten = behouden(stelsel, grens=grens, opgegeven=opgegeven)
    keuze = _uitgangspunt(stelsel, getallen, rechten, small=small, bekend=known)
    aanvaller = Aanvaller(stelsel, getallen)
    eisen = list(eisen_klein(stelsel, small, grens))
    for wijziging in wijzigingen:
        own = (getallen.cel == wijziging.cel) & (getallen.maat == wijziging.maat)
        demands = list(eisen_wijziging(stelsel, wijziging, grens))
        # what KPI totals tell about a change cannot be hidden
        told = {id(eis) for eis, _ in aanvaller.te_dichtbij(demands, ~keuze.blijft)}
        if len(told) < len(demands) and not keuze.blijft[own].any():
            keuze.weg[own] = True
            eisen += [eis for eis in demands if id(eis) not in told]
    verborgen = _zoek(keuze, aanvaller, eisen)
    if verborgen is None:
        raise OnthullingError(_melding(keuze, getallen, aanvaller, eisen, rechten, known))
    shown = np.zeros((len(stelsel.cellen), 2), dtype=bool)
    open_ = ~verborgen | (follows(stelsel, getallen, verborgen) & ~keuze.weg)
    _, fte = keuze.fte_van[~open_[keuze.fte_van[:, 0]]].T
    open_[fte] = False
    shown[getallen.cel[open_], getallen.maat[open_]] = True
    # nobody has no fte: there is nothing left to hide
    nobody = shown[:, 0] & (persons == 0) & (stelsel.cellen["recht_fte"] != NOOIT).to_numpy()
    shown[nobody, 1] = True
    return shown


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


def _deelbaar(cellen, grens: int) -> np.ndarray:
    """Cells that are small, or of women where all the others are."""
    small = cellen["medewerkers"].between(1, grens - 1)
    key = ["umc", "functiecategorie", "kpi14", "thema", "subthema", "contractstatus", "inloop"]
    others = cellen[small & (cellen["gender"] == "niet_v")].set_index(key).index
    women = (cellen["gender"] == "v") & cellen.set_index(key).index.isin(others)
    return (small | women).to_numpy()


def _uitgangspunt(
    stelsel: Stelsel, getallen: Getallen, rechten: np.ndarray, *, small: np.ndarray, bekend: np.ndarray
) -> _Keuze:
    rights = rechten[getallen.cel, getallen.maat]
    public = bekend[getallen.cel, getallen.maat]
    hidden = small[getallen.cel]
    if (public & hidden).any():
        names = ", ".join(getallen.namen[i] for i in np.flatnonzero(public & hidden)[:12])
        raise OnthullingError(f"De openbare editie is niet gemaakt: al gepubliceerd zijn kleine aantallen: {names}.")
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
    if verborgen is None:
        return f"{start}: wat al eerder is gepubliceerd, verraadt samen met deze cijfers een klein aantal."
    names = sorted(getallen.namen[i] for i in np.flatnonzero(verborgen & kept & ~keuze.weg))
    return (
        f"{start}: totalen die zichtbaar moeten blijven, verraden een klein aantal. Deze zouden weg moeten: "
        f"{'; '.join(names)}. Besluit u daartoe, zet ze dan in rondes.toml onder [[prijsgegeven]] en draai opnieuw."
    )
