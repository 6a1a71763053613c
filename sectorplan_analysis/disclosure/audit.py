"""Independent check of a built edition: how close can a reader of its files come to every small number?

It shares nothing with the choice of what to hide: it reads the files (`claims`), counts the persons behind every number
anew in the positions, and works out with whole persons and rounded fte what a reader cannot exclude.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, combinations, product
from pathlib import Path

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from sectorplan_analysis.dataset import Ronde
from sectorplan_analysis.disclosure.claims import MARK, Bewering, UnreadableError, read_claims
from sectorplan_analysis.disclosure.quiet import quiet
from sectorplan_analysis.disclosure.world import GENDERS, PLACES, Wereld, in_words, world_of

#: What a reader knows of every person: no more fte than this, and some. And how far a shown number was rounded.
_MOST, _LEAST, _ROUNDED = 1.2, 0.01, 0.005 + 1e-9
_SLACK = 1e-6
#: How near a table comes to the best there is: one for many goals at a time, and one that decides about its goal.
_ROUGH, _EXACT = 1e-2, 1e-3


def audit(folders: Sequence[Path], ronde: Ronde, *, grens: int = 5) -> list[str]:
    """Small numbers that a reader of these folders can narrow down.

    Parameters
    ----------
    folders
        ``tabellen`` of the edition, first, and of the editions published before. What an earlier edition says
        differently (its delivery was corrected since, or it had other umcs) is left aside.
    ronde
        The round of the edition.
    grens
        Numbers of persons below this and above 0 are small. A reader must be able to exclude neither 0 nor this number,
        nor half as much fte again.

    Returns
    -------
    list
        A Dutch line per fault; empty when the edition is safe.
    """
    try:
        claims = list(read_claims(folders[0]))
        before = [claim for folder in folders[1:] for claim in read_claims(folder)]
        found: list[str] = []
        for day in sorted({claim.dag for claim in claims}):
            world = world_of(ronde.op(dt.date.fromisoformat(day)))
            own = list({(c.waar, c.maat, c.tekst): c for c in claims if c.dag == day and c.tekst != MARK}.values())
            wrong = [claim for claim in own if not _holds(claim, world)]
            found += [f"{claim.bestand}: {in_words(claim.waar)} klopt niet met de leveringen" for claim in wrong]
            few = [claim for claim in own if 0 < world.true(claim.waar, "medewerkers") < grens]
            found += [f"{claim.bestand}: {in_words(claim.waar)} gaat over minder dan {grens} personen" for claim in few]
            known = [c for c in before if c.dag == day and c.tekst != MARK and _holds(c, world)]
            if not found:
                with quiet():
                    found += _Lezer(world, [*own, *known], grens).narrowed()
    except UnreadableError as error:
        return [str(error)]
    return found


def _holds(claim: Bewering, world: Wereld) -> bool:
    return abs(world.true(claim.waar, claim.maat) - float(claim.tekst)) < _ROUNDED


class _Lezer:
    """A reader of claims: the integer programme of one day, and the tables found that fit all he read."""

    def __init__(self, world: Wereld, claims: Sequence[Bewering], grens: int) -> None:
        self.world, self.size, self.grens = world, len(world.atoms), grens
        nothing, eye = np.zeros(self.size), sparse.eye_array(self.size)
        rows, low, high = [], [], []
        kinds: set[str] = set()
        for where, maat in dict.fromkeys((claim.waar, claim.maat) for claim in claims):
            row = world.row(where).astype(float)
            persons = maat == "medewerkers"
            kinds |= set(world.atoms.loc[row > 0, "soort"])
            # who counts in two groups is known to him: the sum over the groups is then known as well
            value = row @ (world.persons if persons else world.fte)
            rows.append(np.concatenate([row, nothing] if persons else [nothing, row]))
            low.append(value if persons else value - _ROUNDED)
            high.append(value if persons else value + _ROUNDED)
        self.kinds = kinds
        for row, known in self._links():
            more = row @ world.persons
            rows += [np.concatenate([row, nothing]), np.concatenate([nothing, row])]
            low += [(more if known else 0) - _SLACK, row @ world.fte - _SLACK]
            high += [more + _SLACK if known else np.inf, row @ world.fte + _SLACK]
        matrix = sparse.csr_array(np.array(rows))
        limits = sparse.vstack([sparse.hstack([-_MOST * eye, eye]), sparse.hstack([_LEAST * eye, -eye])])
        self.matrix = sparse.vstack([matrix, limits], format="csr")
        self.low = np.concatenate([low, np.full(2 * self.size, -np.inf)])
        self.high = np.concatenate([high, np.zeros(2 * self.size)])

    def _links(self) -> Iterator[tuple[np.ndarray, bool]]:
        """The same people by umc, by function and by theme; and whether he knows how many of them count more than once.

        He does not when one of a few people does, for then he would know that there is somebody.
        """
        atoms = self.world.atoms
        regular = atoms[atoms["inloop"] == False]  # noqa: E712
        # no file tells apart themes by contractstatus
        for kind, keys in (("functie", ["contractstatus", "gender"]), ("thema", ["gender"])):
            rows = []
            for _, same in regular.groupby(keys):
                row = np.zeros(self.size)
                row[same.index] = (same["soort"] == kind).astype(float) - (same["soort"] == "umc").astype(float)
                rows.append(row)
            few = any(0 < self._people(row < 0) < self.grens and row @ self.world.persons > 0 for row in rows)
            yield from ((row, not few) for row in rows)

    def narrowed(self) -> list[str]:
        """Small numbers of which he can exclude 0, ``grens``, or half as much fte again."""
        goals = []
        for words, row in self._small():
            persons, fte = np.concatenate([row, 0 * row]), np.concatenate([0 * row, row])
            more = row @ self.world.persons - self._people(row)
            goals.append((f"{words} is nooit {self.grens} of meer", persons, self.grens + more))
            goals.append((f"{words} is nooit nul", -persons, -more))
            goals.append((f"de fte van {words} is bekend", fte, 1.5 * (row @ self.world.fte)))
        before = len(goals) + 1
        while 0 < len(goals) < before:
            before, goals = len(goals), self._without(goals, self._table(goals, gap=_ROUGH))
        found: list[str] = []
        while goals:
            # no table gets any closer to all of them together: one at a time then, and what it finds may do for others
            (goal, *others), table = goals, self._table(goals[:1], gap=_EXACT)
            found += [words for words, *_ in self._without([goal], table)]
            goals = self._without(others, table)
        return found

    @staticmethod
    def _without(goals: list[tuple[str, np.ndarray, float]], table: np.ndarray) -> list[tuple[str, np.ndarray, float]]:
        return [goal for goal in goals if goal[1] @ table < goal[2] - 0.01 * max(abs(goal[2]), 1)]

    def _people(self, row: np.ndarray) -> int:
        return int((row @ self.world.members > 0).sum())

    def _small(self) -> Iterator[tuple[str, np.ndarray]]:
        """Every sum of atoms of one place over some contractstatussen and genders that is small, each once."""
        atoms = self.world.atoms
        statussen = [own for own in _subsets(atoms["contractstatus"].unique()) if "" not in own]
        genders = [own for own in _subsets(GENDERS) if own]
        seen: set[bytes] = set()
        # of a way of grouping that no claim is about, nothing is known but what the others tell
        for kind, columns in ((kind, columns) for kind, columns in PLACES.items() if kind in self.kinds):
            own = (atoms["soort"] == kind).to_numpy()
            wheres = [("alle", own)]
            wheres += [(v, own & (atoms[c] == v).to_numpy()) for c in columns for v in atoms.loc[own, c].unique()]
            sides = [
                (s, g, (atoms["contractstatus"].isin(s) & atoms["gender"].isin(g)).to_numpy())
                for s, g in chain(product(statussen, genders), [(("",), ("",))])
            ]
            for (name, here), (s, g, side) in product(wheres, sides):
                row = (here & side).astype(float)
                if row.tobytes() not in seen and 0 < self._people(row) < self.grens:
                    seen.add(row.tobytes())
                    yield " ".join(filter(None, ["medewerkers", str(name), *map(str, s), *map(str, g)])), row

    def _table(self, goals: list[tuple[str, np.ndarray, float]], *, gap: float) -> np.ndarray:
        """Whole persons and their fte that fit all he read and come as near to these goals together as can be."""
        count, n = len(goals), 2 * self.size
        scale = np.array([max(abs(goal[2]), 1.0) for goal in goals])
        wanted = sparse.csr_array(np.array([goal[1] for goal in goals]) / -scale[:, None])
        reach = sparse.hstack([wanted, sparse.eye_array(count)])
        matrix = sparse.vstack([sparse.hstack([self.matrix, sparse.csr_array((self.matrix.shape[0], count))]), reach])
        low, high = np.append(self.low, np.full(count, -np.inf)), np.append(self.high, np.zeros(count))
        programme = partial(
            milp,
            np.concatenate([np.zeros(n), -np.ones(count)]),
            integrality=np.concatenate([np.ones(self.size), np.zeros(self.size + count)]),
            bounds=Bounds(
                np.concatenate([np.zeros(n), np.full(count, -np.inf)]),
                np.concatenate([np.full(n, 1e5), np.array([goal[2] for goal in goals]) / scale]),
            ),
            constraints=LinearConstraint(matrix, low, high),
        )
        solved = programme(options={"mip_rel_gap": gap})
        if solved.x is None:
            # a repaired solution that does not fit to the last digit is given up; without presolve there is none
            solved = programme(options={"mip_rel_gap": gap, "presolve": False})
        if solved.x is None:
            raise UnreadableError("wat de bestanden zeggen, spreekt elkaar tegen")
        table: np.ndarray = solved.x[:n]
        return table


def _subsets(values: Iterable[object]) -> Iterator[tuple[object, ...]]:
    values = list(values)
    return chain.from_iterable(combinations(values, size) for size in range(1, len(values) + 1))
