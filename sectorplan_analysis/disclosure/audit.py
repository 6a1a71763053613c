"""Independent check of what is about to be published: how close can a reader come to every small number?

Nothing of `protect` is used. The programme here has a variable for every cel (not for every groep) and the additions
that hold between them, reads the numbers from the frame that will be published, and asks for whole persons.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from sectorplan_analysis.disclosure.stelsel import DIMENSIES, MAX_FTE, MIN_FTE, OVERIG
from sectorplan_analysis.reference import TOTAAL, subthemas

#: What is shown is rounded to two decimals.
_ROUNDING = 0.005 + 1e-9


def narrow(cellen: pd.DataFrame, shown: np.ndarray, *, grens: int = 5) -> list[str]:
    """Small numbers that a reader of the shown numbers can narrow down; empty when the edition is safe.

    Parameters
    ----------
    cellen
        Every cel with its dimensions, medewerkers and fte; see `stelsel.Stelsel`.
    shown
        Cellen x 2 (medewerkers, fte): True where the number is public.
    grens
        Numbers of persons below this and above 0 are small. A reader must be able to exclude neither 0 nor this number.

    Returns
    -------
    list
        A line per small number that he can narrow down, and one when what is shown contradicts itself.
    """
    size, persons = len(cellen), cellen["medewerkers"].to_numpy(float)
    truth = np.concatenate([persons, cellen["fte"].to_numpy(float)])
    sums = _additions(cellen)
    nothing = sparse.csr_array(sums.shape)
    both = sparse.vstack([sparse.hstack([sums, nothing]), sparse.hstack([nothing, sums])])
    right = both @ truth
    eye = sparse.eye_array(size)
    limits = sparse.vstack([sparse.hstack([-MAX_FTE * eye, eye]), sparse.hstack([MIN_FTE * eye, -eye])])
    constraints = [LinearConstraint(both, right, right), LinearConstraint(limits, -np.inf, 0)]
    low, high = np.zeros(2 * size), np.full(2 * size, np.inf)
    public = np.concatenate([shown[:, 0], shown[:, 1]])
    low[public], high[public] = truth[public], truth[public]
    slack = np.where(np.arange(2 * size) >= size, _ROUNDING, 0)
    bounds = Bounds(np.maximum(low - slack, 0), high + slack)
    whole = np.concatenate([np.ones(size), np.zeros(size)])
    found, tables = [], truth[None, :]
    for cel in np.flatnonzero((persons > 0) & (persons < grens)):
        for sign, wanted in ((-1, grens), (1, 0)):
            if ((tables[:, cel] >= wanted) if sign < 0 else (tables[:, cel] <= wanted + 1e-6)).any():
                continue
            table = _extreme(cel, sign, whole, constraints, _up_to(bounds, cel, max(wanted, persons[cel])))
            reached = table is not None and (table[cel] >= wanted - 1e-6 if sign < 0 else table[cel] <= wanted + 1e-6)
            if not reached:
                found.append(f"{_words(cellen, cel)} is {f'nooit {wanted}' if sign < 0 else 'altijd 1'} of meer")
            if table is not None:
                tables = np.vstack([tables, table])
    return found


def _up_to(bounds: Bounds, cel: int, limit: float) -> Bounds:
    """Bounds in which one number stops at what it has to reach: nearby tables are found sooner."""
    high = bounds.ub.copy()
    high[cel] = min(high[cel], limit)
    return Bounds(bounds.lb, high)


def _extreme(
    cel: int, sign: int, whole: np.ndarray, constraints: list[LinearConstraint], bounds: Bounds
) -> np.ndarray | None:
    """A table that fits all that is shown and has the extreme value of one number: first with fractions of persons
    allowed, then, when that table has such fractions, without."""
    objective = np.zeros(len(whole))
    objective[cel] = sign
    solved = linprog(
        objective,
        A_eq=constraints[0].A,
        b_eq=constraints[0].lb,
        A_ub=constraints[1].A,
        b_ub=np.zeros(constraints[1].A.shape[0]),
        bounds=np.column_stack([bounds.lb, np.minimum(bounds.ub, 1e4)]),
    )
    if solved.x is None:
        return None
    people = solved.x[whole > 0]
    if np.abs(people - people.round()).max() < 1e-6:
        return solved.x
    return milp(objective, integrality=whole, constraints=constraints, bounds=bounds).x


def _words(cellen: pd.DataFrame, cel: int) -> str:
    row = cellen.iloc[cel]
    return " ".join(["medewerkers", *(str(row[name]) for name in DIMENSIES if row[name])])


def _additions(cellen: pd.DataFrame) -> sparse.csr_array:
    """Every addition between cellen, one row each; what is left over in the truth counts as known."""
    place = {key: number for number, key in enumerate(cellen[list(DIMENSIES)].itertuples(index=False, name=None))}
    # a sum of which no part is here says nothing; with some parts missing it would say too much
    rows = [row for row in _rules(cellen) if len(row) > 1 and all(key in place for key, _ in row)]
    entries = [(number, place[key], sign) for number, row in enumerate(rows) for key, sign in row]
    number, column, sign = map(list, zip(*entries, strict=True))
    return sparse.csr_array((sign, (number, column)), shape=(len(rows), len(cellen)))


Term = tuple[tuple[str, ...], int]


def _rules(cellen: pd.DataFrame) -> Iterator[list[Term]]:
    keys = list(cellen[list(DIMENSIES)].itertuples(index=False, name=None))
    for key in keys:
        cel = dict(zip(DIMENSIES, key, strict=True))

        def with_(_cel: dict[str, str] = cel, **changes: str) -> tuple[str, ...]:
            return tuple({**_cel, **changes}.values())

        if cel["contractstatus"] == "" and cel["inloop"] == "nee":
            status = {name: with_(contractstatus=name) for name in ("vast", "toegezegd_vast", "tijdelijk")}
            yield [(key, 1), *((own, -1) for own in status.values())]
            yield [(with_(contractstatus="structureel"), 1), (status["vast"], -1), (status["toegezegd_vast"], -1)]
            yield [(with_(contractstatus="niet_vast"), 1), (status["tijdelijk"], -1), (status["toegezegd_vast"], -1)]
        if cel["gender"] == "" and cel["inloop"] == "nee":
            yield [(key, 1), (with_(gender="v"), -1), (with_(gender=OVERIG), -1)]
        if cel["umc"] == TOTAAL:
            parts = {name: sorted(set(cellen[name]) - {"", TOTAAL}) for name in ("umc", "functiecategorie", "subthema")}
            yield [(key, 1), *((with_(umc=name), -1) for name in parts["umc"])]
            if cel["inloop"] == "nee":
                for basis in ("functiecategorie", "subthema"):
                    yield [(key, 1), *((with_(umc="", **{basis: name}), -1) for name in parts[basis])]
        if cel["kpi14"] == "" and cel["functiecategorie"] == "onderzoeker":
            yield [(key, 1), (with_(kpi14="ja"), -1), (with_(kpi14="nee"), -1)]
        if cel["kpi14"] == "ja" and not cel["functiecategorie"]:
            specialists = with_(functiecategorie="dataspecialist", kpi14="")
            yield [(key, 1), (specialists, -1), (with_(functiecategorie="onderzoeker"), -1)]
        if cel["thema"] and not cel["subthema"]:
            own = [name for name, thema in subthemas().items() if thema == cel["thema"]]
            yield [(key, 1), *((with_(thema="", subthema=name), -1) for name in own)]
