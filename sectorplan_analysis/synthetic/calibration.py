"""How many persons and how much fte every umc must have so that the published figures come out to the last digit.

The published figures are read from ``gepubliceerd/``; each becomes a window of values that print as that figure. One
small integer programme divides persons and fte per umc and contract status over three groups: UD (5.2.1), KPI 14
(4.2.3: dataspecialisten and data scientists) and all other functions. It stays as close as the windows allow to an even
division.

Printed figures can differ without being wrong: 324.95 fte in the text of 5.2 is not 275.96 + 17.13 + 31.85 of table 2,
which fte values of more than two decimals explain, as a working week of 36 hours gives them. The umcs in
``UMCS_36_UUR`` therefore carry a remainder of less than half a hundredth.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from sectorplan_analysis.reference import TOTAAL, read_published, umc_names

PEILDATUM = dt.date(2025, 12, 31)
#: fte is counted in whole ten-thousandths, so that sums are exact.
FTE = 10_000
STATUSSEN = ("vast", "toegezegd_vast", "tijdelijk")
GROEPEN = ("UD", "kpi14", "overig")
UMCS_36_UUR = ("maastricht-umc", "umcg")
#: Distance kept from a rounding border, in ten-thousandths: no sum of floats can tip over it.
MARGE = 10


def published_by_umc(name: str) -> pd.DataFrame:
    """A published table as printed (text), indexed by umc slug plus ``Totaal``."""
    slugs = {naam: slug for slug, naam in umc_names().items()}
    return read_published(PEILDATUM, name).set_index("umc").rename(index=slugs)


def key_figures() -> dict[str, str]:
    """Printed value per id of ``kerncijfers.csv``."""
    rows = read_published(PEILDATUM, "kerncijfers")
    return dict(zip(rows["id"], rows["waarde"], strict=True))


def window(printed: str) -> tuple[int, int]:
    """Smallest and largest number of ten-thousandths that print as this figure; 0 is exactly nothing."""
    value = Decimal(printed)
    if value == 0:
        return 0, 0
    half = Decimal(5).scaleb(int(value.as_tuple().exponent) - 1)
    return int((value - half) * FTE) + MARGE, int((value + half) * FTE) - MARGE


@cache
def subthema_weights() -> pd.DataFrame:
    """Plan fte per umc (slug) and subthema, only where both the plan and the theme matrix say the umc works on it.

    Treat the result as read-only: it is shared by all callers.
    """
    slugs = {naam: slug for slug, naam in umc_names().items()}
    plan = read_published(PEILDATUM, "sectorplan_begroting")
    plan = plan.assign(umc=plan["umc"].map(slugs), fte=plan["fte"].astype(float))
    matrix = read_published(PEILDATUM, "themamatrix").set_index("umc").rename(index=slugs)
    marked = (matrix == "x").stack()
    agreed = plan.set_index(["umc", "subthema"]).index.map(marked.to_dict())
    return plan.loc[agreed, ["umc", "thema", "subthema", "fte"]].reset_index(drop=True)


def calibrate() -> pd.DataFrame:
    """Persons and fte per umc, contract status and group on the peildatum, without inloop.

    Returns
    -------
    DataFrame
        Grain umc x contractstatus x groep; ``personen`` and ``fte`` (int; fte in ten-thousandths).

    Raises
    ------
    ValueError
        When no population satisfies all published figures at once.
    """
    cells = _aims()
    size = len(cells)
    no, one = np.zeros((size, size)), np.eye(size)
    # Unknowns per cell: persons, hundredths of fte, a remainder in ten-thousandths, how far persons and fte are off.
    people, fte = np.hstack([one, no, no, no, no]), np.hstack([no, 100 * one, one, no, no])
    off_people, off_fte = np.hstack([no, no, no, one, no]), np.hstack([no, no, no, no, one])
    temporary_data = cells["groep"].eq("kpi14") & cells["contractstatus"].eq("tijdelijk")
    smallest = np.where(temporary_data, 0.10, 0.25) * FTE
    aim_people, aim_fte = cells["aantal"].to_numpy(), cells["omvang"].to_numpy()
    constraints = [
        LinearConstraint(fte - smallest[:, None] * people, lb=0),
        LinearConstraint(0.95 * FTE * people - fte, lb=0),
        LinearConstraint(off_people - people, lb=-aim_people),
        LinearConstraint(off_people + people, lb=aim_people),
        LinearConstraint(off_fte - fte, lb=-aim_fte),
        LinearConstraint(off_fte + fte, lb=aim_fte),
    ]
    for where, personen, omvang in _published_sums(cells):
        if personen is not None:
            constraints.append(LinearConstraint(where @ people, personen, personen))
        if omvang is not None:
            constraints.append(LinearConstraint(where @ fte, *window(omvang)))
    remainder = np.where(cells["umc"].isin(UMCS_36_UUR) & cells["groep"].eq("overig"), 45.0, 0.0)
    unbounded = np.full(size, np.inf)
    # Slightly unequal weights leave one best solution, so that every version of the solver finds the same one.
    weights = 1 + 0.2 * np.random.default_rng(2025).random(size)
    result = milp(
        weights @ off_people + 3 / FTE * weights @ off_fte,
        integrality=np.repeat([1, 1, 1, 0, 0], size),
        bounds=Bounds(
            np.concatenate([np.zeros(2 * size), -remainder, np.zeros(2 * size)]),
            np.concatenate([unbounded, unbounded, remainder, unbounded, unbounded]),
        ),
        constraints=constraints,
        options={"mip_rel_gap": 0},
    )
    if result.x is None:
        raise ValueError(f"no population satisfies all published figures: {result.message}")
    solution = np.rint(result.x)
    return cells[["umc", "contractstatus", "groep"]].assign(
        personen=(people @ solution).astype(int), fte=(fte @ solution).astype(int)
    )


def _published_sums(cells: pd.DataFrame) -> Iterator[tuple[np.ndarray, int | None, str | None]]:
    """Every published sum over cells: which cells, the persons (or None) and the fte as printed (or None)."""
    personen, fte, kern = published_by_umc("tabel3_medewerkers"), published_by_umc("tabel2_fte"), key_figures()
    everything = np.ones(len(cells))
    for status in STATUSSEN:
        for umc in fte.index:
            where = cells["contractstatus"].eq(status) & (cells["umc"].eq(umc) | (umc == TOTAAL))
            yield where.to_numpy(float), int(personen[status][umc]), fte[f"{status}_fte"][umc]
    structural = cells["contractstatus"].ne("tijdelijk").to_numpy(float)
    yield structural, int(kern["structureel_medewerkers"]), kern["structureel_fte"]
    yield everything, int(kern["medewerkers_totaal"]), kern["gerealiseerd_fte"]
    kpi14 = cells["groep"].eq("kpi14")
    yield kpi14.to_numpy(float), int(kern["dataspecialisten_personen"]), kern["dataspecialisten_fte"]
    for groep, status, key in (
        ("UD", "vast", "ud_vast"),
        ("UD", "toegezegd_vast", "ud_toegezegd"),
        ("UD", "tijdelijk", "ud_tijdelijk"),
        ("kpi14", "vast", "dataspecialisten_vast"),
        ("kpi14", "toegezegd_vast", "dataspecialisten_toegezegd"),
    ):
        where = cells["groep"].eq(groep) & cells["contractstatus"].eq(status)
        yield where.to_numpy(float), int(kern[f"{key}_personen"]), kern[f"{key}_fte"]


def _aims() -> pd.DataFrame:
    """All cells with the persons (``aantal``) and fte (``omvang``, ten-thousandths) of an even division.

    UD are spread as all staff of that status, KPI 14 also by the plan fte of the theme Datagedreven innovatie.
    """
    personen, fte, kern = published_by_umc("tabel3_medewerkers"), published_by_umc("tabel2_fte"), key_figures()
    plan = subthema_weights()
    data = plan["fte"].where(plan["thema"].eq("Datagedreven innovatie"), 0).groupby(plan["umc"]).sum() + 5
    words = dict(zip(STATUSSEN, ("vast", "toegezegd", "tijdelijk"), strict=True))
    ud = {s: (int(kern[f"ud_{w}_personen"]), float(kern[f"ud_{w}_fte"])) for s, w in words.items()}
    kpi14 = {
        s: (int(kern[f"dataspecialisten_{words[s]}_personen"]), float(kern[f"dataspecialisten_{words[s]}_fte"]))
        for s in ("vast", "toegezegd_vast")
    }
    kpi14["tijdelijk"] = (
        int(kern["dataspecialisten_personen"]) - sum(people for people, _ in kpi14.values()),
        float(kern["dataspecialisten_fte"]) - sum(fte for _, fte in kpi14.values()),
    )
    rows = []
    for status in STATUSSEN:
        staff = personen[status].drop(TOTAAL).astype(int)
        size = fte[f"{status}_fte"].drop(TOTAAL).astype(float)
        relative = ((size / staff) / (size.sum() / staff.sum())).fillna(0)
        ud_people = ud[status][0] * staff / staff.sum()
        data_people = kpi14[status][0] * (staff * data) / (staff * data).sum()
        for umc in staff.index:
            aims = {"UD": (ud_people[umc], ud[status]), "kpi14": (data_people[umc], kpi14[status])}
            rest_people, rest_fte = staff[umc], size[umc]
            for groep, (people, (total_people, total_fte)) in aims.items():
                omvang = people * total_fte / total_people * relative[umc]
                rest_people, rest_fte = rest_people - people, rest_fte - omvang
                rows.append((umc, status, groep, people, omvang * FTE))
            rows.append((umc, status, "overig", rest_people, rest_fte * FTE))
    cells = pd.DataFrame(rows, columns=["umc", "contractstatus", "groep", "aantal", "omvang"])
    order = [list(umc_names()), list(STATUSSEN), list(GROEPEN)]
    index = pd.MultiIndex.from_product(order, names=["umc", "contractstatus", "groep"])
    return cells.set_index(["umc", "contractstatus", "groep"]).reindex(index).reset_index()
