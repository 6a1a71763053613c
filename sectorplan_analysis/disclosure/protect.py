"""Which numbers stay hidden: the cheapest choice that leaves every small number in doubt.

The model is that of cell suppression in linked tables (Fischetti and Salazar, Management Science 47, 2001): a binary
variable per number, and for every small number an attacker who knows all that is shown and looks for the smallest and
the largest value it can have. The attackers' programmes are not written out but generated: each attacker who gets too
close gives a constraint 'hide at least one of the numbers that tell him so', and the integer programme is solved again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

import numpy as np
from scipy import sparse
from scipy.linalg import null_space
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from sectorplan_analysis.disclosure.stelsel import ALTIJD, DIMENSIES, MAG, MAX_FTE, MIN_FTE, NOOIT, Stelsel
from sectorplan_analysis.errors import CallError

#: Share of the fte of a small group that must stay uncertain on either side.
FTE_MARGE = 0.5
_TOLERANCE = 1e-6
#: Times that the whole choice is made anew before it may only grow.
_POGINGEN = 10


class OnthullingError(CallError):
    """The openbaar edition cannot be made: what has to be shown gives small numbers away."""


@dataclass(frozen=True)
class _Getallen:
    """The numbers that may be shown: the row in (persons, fte) of the groepen, the value, and what decides on them."""

    rijen: sparse.csr_array
    waarden: np.ndarray
    namen: list[str]
    cel: np.ndarray
    maat: np.ndarray
    fte_van: np.ndarray  # pairs of a count and its fte, by position: the fte is hidden with its count


@dataclass(frozen=True)
class _Eis:
    """What an attacker must not exclude: that a sum of groepen is as high (or, negated, as low) as ``grens``."""

    doel: np.ndarray
    grens: float


def protect(stelsel: Stelsel, *, grens: int = 5, bekend: np.ndarray | None = None) -> np.ndarray:
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

    Returns
    -------
    numpy.ndarray
        Cellen x 2 (medewerkers, fte): True where the number is shown.

    Raises
    ------
    OnthullingError
        When numbers that must be shown give a small number away; the message names them.
    """
    known = np.zeros((len(stelsel.cellen), 2), dtype=bool) if bekend is None else bekend
    getallen = _getallen(stelsel)
    persons = stelsel.cellen["medewerkers"].to_numpy()
    small = (persons > 0) & (persons < grens)
    fixed, forced, cost = _uitgangspunt(stelsel, getallen, small=small, bekend=known)
    eisen = list(_eisen(stelsel, small, grens))
    aanvaller = _Aanvaller(stelsel, getallen)
    cuts: list[np.ndarray] = []
    verborgen = forced
    for poging in count():
        # the last cuts improve the choice by less than a per cent and take most of the time: from here on only add
        forced = forced | verborgen if poging > _POGINGEN else forced
        verborgen = _kies(cost, fixed, forced, cuts, getallen.fte_van)
        steunen = aanvaller.te_dichtbij(eisen, verborgen)
        if not steunen:
            break
        for steun in steunen:
            cut = steun[~fixed[steun]]
            if not len(cut):
                raise OnthullingError(_melding([getallen.namen[number] for number in steun]))
            cuts.append(cut)
    shown = np.zeros((len(stelsel.cellen), 2), dtype=bool)
    open_ = ~verborgen | _follows(stelsel, getallen, verborgen)
    _, fte = getallen.fte_van[~open_[getallen.fte_van[:, 0]]].T
    open_[fte] = False
    shown[getallen.cel[open_], getallen.maat[open_]] = True
    # nobody has no fte: there is nothing left to hide
    nobody = shown[:, 0] & (persons == 0) & (stelsel.cellen["recht_fte"] != NOOIT).to_numpy()
    shown[nobody, 1] = True
    return shown


def naam(cel: dict[str, str], maat: str) -> str:
    """A number in words: 'medewerkers vast v bij LUMC'."""
    words = [cel[name] for name in DIMENSIES if name not in ("umc", "inloop") and cel[name]]
    inloop = ["inloop"] if cel["inloop"] == "ja" else []
    return " ".join([maat, *inloop, *words, *([f"bij {cel['umc']}"] if cel["umc"] else [])])


def _melding(namen: list[str]) -> str:
    named = ", ".join(sorted(namen)[:12])
    return (
        "De openbare editie is niet gemaakt: de totalen die zichtbaar moeten blijven, verraden een klein aantal. "
        f"Ten minste een hiervan moet weg: {named}."
    )


def _getallen(stelsel: Stelsel) -> _Getallen:
    cellen, n = stelsel.cellen, stelsel.groepen.shape[0]
    rights = cellen[["recht_medewerkers", "recht_fte"]].to_numpy()
    cel, maat = np.nonzero(rights != NOOIT)
    persons = stelsel.som @ sparse.hstack([sparse.eye_array(n), sparse.csr_array((n, n))])
    fte = stelsel.som @ sparse.hstack([sparse.csr_array((n, n)), sparse.eye_array(n)])
    rows = sparse.csr_array(sparse.vstack([persons, fte]))[cel + maat * len(cellen)]
    values = np.column_stack([cellen["medewerkers"] + stelsel.meer, cellen["fte"]])[cel, maat]
    records = cellen[list(DIMENSIES)].to_dict("records")
    names = [naam(records[c], ("medewerkers", "fte")[m]) for c, m in zip(cel, maat, strict=True)]
    place = {own: number for number, own in enumerate(zip(cel, maat, strict=True))}
    # a KPI total stays, also when its count is hidden
    free = (rights == MAG).all(axis=1)
    pairs = [(place[c, 0], place[c, 1]) for c in np.flatnonzero(free)]
    return _Getallen(rows, values.astype(float), names, cel, maat, np.array(pairs, dtype=int).reshape(-1, 2))


def _uitgangspunt(
    stelsel: Stelsel, getallen: _Getallen, *, small: np.ndarray, bekend: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Per number: whether it must stay shown, whether it must be hidden, and what hiding it costs."""
    rights = stelsel.cellen[["recht_medewerkers", "recht_fte"]].to_numpy()[getallen.cel, getallen.maat]
    fixed = (rights == ALTIJD) | bekend[getallen.cel, getallen.maat]
    forced = small[getallen.cel]
    persons = stelsel.cellen["medewerkers"].to_numpy()[getallen.cel]
    worth = np.where(stelsel.cellen["kpi14"].to_numpy()[getallen.cel] == "ja", 5, 1)
    # information lost; the last term makes the cheapest choice unique, so that the same round gives the same tables
    cost = worth * (1 + np.log1p(persons)) + 1e-4 * np.arange(len(persons)) / len(persons)
    if (fixed & forced).any():
        raise OnthullingError(_melding([getallen.namen[i] for i in np.flatnonzero(fixed & forced)]))
    return fixed, forced, cost


def _eisen(stelsel: Stelsel, small: np.ndarray, grens: int) -> Iterator[_Eis]:
    """What must stay possible for every small cel, the smallest sums first: they often settle the larger ones."""
    som, n = stelsel.som.toarray(), stelsel.som.shape[1]
    where = sorted(np.flatnonzero(small), key=lambda cel: som[cel].sum())
    zero = np.zeros(n)
    for cel in where:
        yield _Eis(np.concatenate([som[cel], zero]), grens + stelsel.meer[cel])
    for cel in where:
        yield _Eis(np.concatenate([zero, som[cel]]), (1 + FTE_MARGE) * stelsel.cellen["fte"].iloc[cel])
    # no persons means no fte: the lower side of the fte needs no attacker of its own
    for cel in reversed(where):
        yield _Eis(-np.concatenate([som[cel], zero]), -stelsel.meer[cel])


def _kies(
    cost: np.ndarray, fixed: np.ndarray, forced: np.ndarray, cuts: list[np.ndarray], fte_van: np.ndarray
) -> np.ndarray:
    """The cheapest choice of what to hide that satisfies every cut."""
    bounds = Bounds(forced.astype(float), np.where(fixed, 0.0, 1.0))
    if not cuts:
        return forced.copy()
    rows = np.repeat(np.arange(len(cuts)), [len(cut) for cut in cuts])
    matrix = sparse.csr_array((np.ones(len(rows)), (rows, np.concatenate(cuts))), shape=(len(cuts), len(cost)))
    size = np.arange(len(fte_van))
    follows = sparse.csr_array((np.ones(len(size)), (size, fte_van[:, 1])), shape=(len(size), len(cost)))
    follows = follows - sparse.csr_array((np.ones(len(size)), (size, fte_van[:, 0])), shape=(len(size), len(cost)))
    solved = milp(
        cost,
        integrality=np.ones(len(cost)),
        bounds=bounds,
        constraints=[LinearConstraint(matrix, 1, np.inf), LinearConstraint(follows, 0, np.inf)],
        options={"mip_rel_gap": 0.02},
    )
    if solved.x is None:
        raise OnthullingError("De openbare editie is niet gemaakt: er is geen keuze die elk klein aantal beschermt.")
    return solved.x > 0.5


def _follows(stelsel: Stelsel, getallen: _Getallen, verborgen: np.ndarray) -> np.ndarray:
    """Numbers that add up from what is shown: hiding them hides nothing, so they are better shown."""
    n = stelsel.som.shape[1]
    empty = (stelsel.cellen["medewerkers"] == 0).to_numpy()[getallen.cel] & ~verborgen
    nobody = np.asarray(abs(getallen.rijen[empty]).sum(axis=0)).ravel() > 0
    nobody |= np.roll(nobody, n)  # no persons, no fte; and the other way round
    links = sparse.block_diag([stelsel.verband, stelsel.verband])
    known = sparse.vstack([getallen.rijen[~verborgen], links, sparse.eye_array(2 * n, format="csr")[nobody]])
    free = null_space(known.toarray())
    return verborgen & (np.abs(getallen.rijen @ free).max(axis=1, initial=0) < 1e-9)


class _Aanvaller:
    """Looks for the extremes of a sum of groepen given what is shown; remembers the tables it found."""

    def __init__(self, stelsel: Stelsel, getallen: _Getallen) -> None:
        n = stelsel.som.shape[1]
        eye, nothing = sparse.eye_array(n), sparse.csr_array(stelsel.verband.shape)
        self.getallen = getallen
        self.links = sparse.vstack(
            [sparse.hstack([stelsel.verband, nothing]), sparse.hstack([nothing, stelsel.verband])]
        )
        self.link_values = np.concatenate([stelsel.verschil, np.zeros(len(stelsel.verschil))])
        self.limits = sparse.vstack(
            [sparse.hstack([-MAX_FTE * eye, eye]), sparse.hstack([MIN_FTE * eye, -eye])], format="csr"
        )
        self.tables = np.concatenate([stelsel.groepen["medewerkers"], stelsel.groepen["fte"]])[None, :].astype(float)

    def te_dichtbij(self, eisen: list[_Eis], verborgen: np.ndarray) -> list[np.ndarray]:
        """Per demand that is not met: the numbers, by position, that together tell the attacker so."""
        shown = np.flatnonzero(~verborgen)
        rows, values = self.getallen.rijen[shown], self.getallen.waarden[shown]
        fitting = np.abs(rows @ self.tables.T - values[:, None]).max(axis=0) < _TOLERANCE
        tables, found = self.tables[fitting], []
        matrix = sparse.vstack([rows, self.links], format="csr")
        right = np.concatenate([values, self.link_values])
        for eis in eisen:
            if (tables @ eis.doel >= eis.grens - _TOLERANCE).any():
                continue
            solved = linprog(-eis.doel, A_ub=self.limits, b_ub=np.zeros(self.limits.shape[0]), A_eq=matrix, b_eq=right)
            if solved.status == 3:
                continue
            tables = np.vstack([tables, solved.x])
            if -solved.fun < eis.grens - _TOLERANCE:
                found.append(shown[np.abs(solved.eqlin.marginals[: len(shown)]) > 1e-9])
        self.tables = np.vstack([self.tables[~fitting][-200:], tables])
        return found
