"""What an attacker can work out from the numbers that are shown, and what must stay possible for him.

His programme has two variables per groep (persons and fte), linear knowledge of them, and looks for the smallest and
the largest value of a sum of groepen.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from scipy.linalg import null_space
from scipy.optimize import OptimizeResult, linprog

from sectorplan_analysis.disclosure.stelsel import DIMENSIES, MAX_FTE, MIN_FTE, NOOIT, Stelsel

#: Share of the fte of a small group that must stay uncertain on either side.
FTE_MARGE = 0.5
TOLERANCE = 1e-6
#: More persons or fte than any group has: keeps every programme bounded.
_VEEL = 1e5


@dataclass(frozen=True)
class Getallen:
    """The numbers that may be shown, one per place in every array.

    Attributes
    ----------
    rijen
        The row of each number in (persons, fte) of the groepen.
    waarden
        What that row adds up to.
    cel, maat
        Which cel, and 0 for persons or 1 for fte.
    namen
        The number in words.
    """

    rijen: sparse.csr_array
    waarden: np.ndarray
    cel: np.ndarray
    maat: np.ndarray
    namen: list[str]


@dataclass(frozen=True)
class Eis:
    """What an attacker must not exclude: that the sum of a cel is as high (or, negated, as low) as ``grens``."""

    doel: np.ndarray
    grens: float
    cel: int


@dataclass(frozen=True)
class Wijziging:
    """A number that was known of an earlier round and differs by a few persons now.

    Attributes
    ----------
    cel, maat
        Which number.
    toen
        What it was; an attacker must not exclude that it still is.
    """

    cel: int
    maat: int
    toen: float


def naam(cel: Mapping[Hashable, str], maat: str) -> str:
    """A number in words: 'medewerkers vast v bij LUMC'."""
    words = [cel[name] for name in DIMENSIES if name not in ("umc", "inloop", "kpi14") and cel[name]]
    words += {"ja": ["kpi14"], "nee": ["zonder kpi14"]}.get(cel["kpi14"], [])
    inloop = ["inloop"] if cel["inloop"] == "ja" else []
    return " ".join([maat, *inloop, *words, *([f"bij {cel['umc']}"] if cel["umc"] else [])])


def getallen_van(stelsel: Stelsel) -> Getallen:
    """The numbers of a system that may be shown."""
    cellen, n = stelsel.cellen, stelsel.groepen.shape[0]
    cel, maat = np.nonzero((cellen[["recht_medewerkers", "recht_fte"]] != NOOIT).to_numpy())
    persons = stelsel.som @ sparse.hstack([sparse.eye_array(n), sparse.csr_array((n, n))])
    fte = stelsel.som @ sparse.hstack([sparse.csr_array((n, n)), sparse.eye_array(n)])
    rows = sparse.csr_array(sparse.vstack([persons, fte]))[cel + maat * len(cellen)]
    values = np.column_stack([cellen["medewerkers"] + stelsel.meer, cellen["fte"]])[cel, maat]
    records = cellen[list(DIMENSIES)].to_dict("records")
    names = [naam(records[c], ("medewerkers", "fte")[m]) for c, m in zip(cel, maat, strict=True)]
    return Getallen(rows, values.astype(float), cel, maat, names)


def eisen_klein(stelsel: Stelsel, small: np.ndarray, grens: int) -> Iterator[Eis]:
    """What must stay possible for every small cel, the smallest sums first: they often settle the larger ones."""
    som, n = stelsel.som.toarray(), stelsel.som.shape[1]
    where = sorted(np.flatnonzero(small).tolist(), key=lambda cel: som[cel].sum())
    zero = np.zeros(n)
    for cel in where:
        yield Eis(np.concatenate([som[cel], zero]), grens + stelsel.meer[cel], cel)
    for cel in where:
        yield Eis(np.concatenate([zero, som[cel]]), (1 + FTE_MARGE) * stelsel.cellen["fte"].iloc[cel], cel)
    # no persons means no fte: the lower side of the fte needs no attacker of its own
    for cel in reversed(where):
        yield Eis(-np.concatenate([som[cel], zero]), -stelsel.meer[cel], cel)


def eisen_wijziging(stelsel: Stelsel, wijziging: Wijziging, grens: int) -> Iterator[Eis]:
    """What must stay possible for a number that changed by a few persons: no change, and a change that is not small."""
    som = stelsel.som[[wijziging.cel]].toarray().ravel()
    zero, more = np.zeros(len(som)), stelsel.meer[wijziging.cel]
    if wijziging.maat == 0:
        doel, nu = np.concatenate([som, zero]), stelsel.cellen["medewerkers"].iloc[wijziging.cel] + more
        toen, far = wijziging.toen + more, grens
    else:
        doel, nu, toen = np.concatenate([zero, som]), stelsel.cellen["fte"].iloc[wijziging.cel], wijziging.toen
        far = (1 + FTE_MARGE) * abs(nu - toen)
    for target in (toen, toen + far * np.sign(nu - toen)):
        target = max(target, 0.0)
        yield Eis(doel, target, wijziging.cel) if target > nu else Eis(-doel, -target, wijziging.cel)


class Aanvaller:
    """Looks for the extremes of a sum of groepen given what is shown; remembers the tables it found."""

    def __init__(self, stelsel: Stelsel, getallen: Getallen, grens: int = 5) -> None:
        eye, known = sparse.eye_array(stelsel.som.shape[1]), told_twice(stelsel, grens)
        self.getallen = getallen
        self.links = sparse.block_diag([stelsel.verband[known], stelsel.verband])
        self.link_values = np.concatenate([stelsel.verschil[known], np.zeros(len(known))])
        # persons and fte of a groep between the limits of a person: so many with the least, so many with the most fte
        self.mix = sparse.block_array([[eye, eye], [MIN_FTE * eye, MAX_FTE * eye]], format="csr")
        # nobody counts less than once
        self.least = sparse.hstack([-stelsel.verband[~known], 0 * stelsel.verband[~known]]) @ self.mix
        self.tables = np.concatenate([stelsel.groepen["medewerkers"], stelsel.groepen["fte"]])[None, :].astype(float)

    def te_dichtbij(self, eisen: Iterable[Eis], verborgen: np.ndarray) -> list[tuple[Eis, np.ndarray]]:
        """A demand per cel that is not met, with the numbers, by place, that together tell the attacker so."""
        shown = np.flatnonzero(~verborgen)
        rows, values = self.getallen.rijen[shown], self.getallen.waarden[shown]
        fitting = np.abs(rows @ self.tables.T - values[:, None]).max(axis=0, initial=0) < TOLERANCE
        tables, others = self.tables[fitting], self.tables[~fitting][-200:]
        known = sparse.vstack([rows, self.links]) @ self.mix, np.concatenate([values, self.link_values])
        open_ = [eis for eis in eisen if not _reached(tables, eis)]
        while len(open_) > 1:
            # one table that meets as many demands as it can, before looking at each of them
            table = self._samen(open_, *known)
            tables = np.vstack([tables, table])
            left = [eis for eis in open_ if not _reached(table, eis)]
            few = len(left) > 0.8 * len(open_)
            open_ = left
            if few:
                break
        found: list[tuple[Eis, np.ndarray]] = []
        for eis in open_:
            if any(eis.cel == other.cel for other, _ in found) or _reached(tables, eis):
                continue
            solved = _solve(
                -eis.doel @ self.mix,
                A_ub=self.least,
                b_ub=np.zeros(self.least.shape[0]),
                A_eq=known[0],
                b_eq=known[1],
                bounds=(0, _VEEL),
            )
            tables = np.vstack([tables, self.mix @ solved.x])
            if -solved.fun < eis.grens - TOLERANCE:
                found.append((eis, shown[np.abs(solved.eqlin.marginals[: len(shown)]) > 1e-9]))
        self.tables = np.vstack([others, tables])
        return found

    def _samen(self, eisen: list[Eis], matrix: sparse.csr_array, right: np.ndarray) -> np.ndarray:
        """A table that comes as far as possible with all of these demands together, each no further than it has to."""
        size, n = len(eisen), matrix.shape[1]
        scale = np.array([max(abs(eis.grens), 1.0) for eis in eisen])
        doel = sparse.csr_array(np.array([eis.doel for eis in eisen]) / scale[:, None]) @ self.mix
        solved = _solve(
            np.concatenate([np.zeros(n), -np.ones(size)]),
            A_ub=sparse.block_array([[-doel, sparse.eye_array(size)], [self.least, None]], format="csr"),
            b_ub=np.zeros(size + self.least.shape[0]),
            A_eq=sparse.hstack([matrix, sparse.csr_array((matrix.shape[0], size))], format="csr"),
            b_eq=right,
            bounds=[(0, _VEEL)] * n + [(None, eis.grens / unit) for eis, unit in zip(eisen, scale, strict=True)],
        )
        table: np.ndarray = self.mix @ solved.x[:n]
        return table


def _solve(objective: np.ndarray, **programme: Any) -> OptimizeResult:
    """The smallest value, without presolving: that is quicker here, and fewer numbers are named as what tells it."""
    solved = linprog(objective, **programme, options={"presolve": False})
    # given up for the last digits: presolved it is another programme
    return solved if solved.x is not None else linprog(objective, **programme)


def _reached(tables: np.ndarray, eis: Eis) -> bool:
    return bool((tables @ eis.doel >= eis.grens - TOLERANCE).any())


def told_twice(stelsel: Stelsel, grens: int) -> np.ndarray:
    """True per link of which an attacker knows how many people count in two groepen of it.

    He does not when one of a few people does: that would tell that there is somebody. Then he knows it of no link of
    that way of grouping, since what is shown may tell how many do so altogether.
    """
    persons = (-stelsel.verband).maximum(0) @ stelsel.groepen["medewerkers"].to_numpy(float)
    few = (persons > 0) & (persons < grens) & (stelsel.verschil > 0)
    way = stelsel.verband.maximum(0) @ (stelsel.groepen["subthema"] != "").to_numpy(float) > 0
    known: np.ndarray = ~np.isin(way, way[few])
    return known


def follows(stelsel: Stelsel, getallen: Getallen, verborgen: np.ndarray, grens: int = 5) -> np.ndarray:
    """Hidden numbers that add up from what is shown: hiding them hides nothing, so they are better shown."""
    n = stelsel.som.shape[1]
    empty = (stelsel.cellen["medewerkers"] == 0).to_numpy()[getallen.cel] & ~verborgen
    nobody = np.asarray(abs(getallen.rijen[empty]).sum(axis=0)).ravel() > 0
    nobody |= np.roll(nobody, n)  # no persons, no fte; and the other way round
    links = sparse.block_diag([stelsel.verband[told_twice(stelsel, grens)], stelsel.verband])
    known = sparse.vstack([getallen.rijen[~verborgen], links, sparse.eye_array(2 * n, format="csr")[nobody]])
    free = null_space(known.toarray())
    implied: np.ndarray = verborgen & (np.abs(getallen.rijen @ free).max(axis=1, initial=0) < 1e-9)
    return implied
