"""Money: begroting, received and spent amounts that print as table 1 and as the percentages of 5.1.

The printed row and column totals of table 1 differ by a euro from the sums of the printed cells. Amounts in cents
explain that, so a small integer programme looks for the amounts closest to the printed euros with which every cell and
every total prints as published.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from sectorplan_analysis.reference import BESTEDINGEN, ONTVANGEN, TOTAAL, read_published, umc_names
from sectorplan_analysis.synthetic.calibration import PEILDATUM, key_figures, published_by_umc

JAREN = (2022, 2023, 2024, 2025)
#: Share of the cumulative amount spent per year: a slow start, and temporary staff before permanent staff.
VERLOOP = {
    "tijdelijke posities": (0.09, 0.29, 0.34, 0.28),
    "vaste posities": (0.04, 0.20, 0.34, 0.42),
    "indirecte kosten": (0.06, 0.22, 0.34, 0.38),
    "materieel": (0.10, 0.40, 0.30, 0.20),
}
#: How the money received before the last year was spread over the years.
ONTVANGEN_VERLOOP = np.array([0.17, 0.37, 0.46])

#: How much of the money received in a year after 2025 goes where, on average.
LATER = {"tijdelijke posities": 0.07, "vaste posities": 0.74, "indirecte kosten": 0.17, "materieel": 0.04}


def begroting() -> pd.DataFrame:
    """Budgeted structural fte per umc, as in table 2: ``umc`` (slug), ``begroot_fte``."""
    begroot = published_by_umc("tabel2_fte")["begroot_fte"].drop(TOTAAL).astype(float)
    return begroot.reindex(list(umc_names())).rename_axis("umc").reset_index()


def bestedingen(rng: np.random.Generator) -> pd.DataFrame:
    """Spent and received money.

    Returns
    -------
    DataFrame
        Grain umc x jaar x categorie; ``bedrag_eur`` in euros with cents. Categories in which a umc never spent anything
        have no rows.
    """
    rows = []
    for (umc, categorie), cents in cumulative_cents().items():
        shares = np.array(VERLOOP[categorie]) * rng.uniform(0.9, 1.1, len(JAREN))
        yearly = np.floor(cents / 100 * shares / shares.sum())[1:].astype(int) * 100
        amounts = [cents - int(yearly.sum()), *yearly]
        rows += [(umc, jaar, categorie, int(amount)) for jaar, amount in zip(JAREN, amounts, strict=True)]
    spent = pd.DataFrame(rows, columns=["umc", "jaar", "categorie", "cents"])
    money = pd.concat([spent, received_cents(spent)])
    order = {name: place for place, name in enumerate([*umc_names(), *BESTEDINGEN, ONTVANGEN])}
    money = money.sort_values(["umc", "jaar", "categorie"], key=lambda column: column.replace(order), ignore_index=True)
    return money.assign(bedrag_eur=money["cents"] / 100).drop(columns="cents")


def cumulative_cents() -> dict[tuple[str, str], int]:
    """Cents per umc and categorie with which every cell and total of table 1 prints as published.

    Raises
    ------
    ValueError
        When no amounts do.
    """
    printed = published_by_umc("tabel1_bestedingen").replace("", "0").astype(int)
    columns = [categorie.replace(" ", "_") + "_eur" for categorie in BESTEDINGEN]
    umcs = list(umc_names())
    euros = printed.loc[umcs, columns].to_numpy()
    filled = (euros > 0).ravel()
    cell_of = np.arange(euros.size).reshape(euros.shape)
    # Unknown cents off the printed euro, whether a cell is off at all, and how far.
    size = euros.size
    one, no = np.eye(size), np.zeros((size, size))
    off, uneven, distance = (np.hstack(blocks) for blocks in ([one, no, no], [no, one, no], [no, no, one]))
    constraints = [
        LinearConstraint(distance - off, lb=0),
        LinearConstraint(distance + off, lb=0),
        LinearConstraint(49 * uneven - distance, lb=0),
    ]
    totals = [(cell_of[row], printed["totaal_eur"][umc]) for row, umc in enumerate(umcs)]
    totals += [(cell_of[:, column], printed[name][TOTAAL]) for column, name in enumerate(columns)]
    totals += [(cell_of.ravel(), printed["totaal_eur"][TOTAAL])]
    for cells, total in totals:
        # 40 cents at most, so that no total lies near a half euro.
        gap = 100 * (int(total) - int(euros.ravel()[cells].sum()))
        constraints.append(LinearConstraint(off[cells].sum(axis=0), gap - 40, gap + 40))
    tie_break = 1 + 0.01 * np.random.default_rng(2025).random(size)
    result = milp(
        np.concatenate([np.zeros(size), 100 * tie_break, tie_break]),
        integrality=np.ones(3 * size),
        bounds=Bounds(
            np.concatenate([-40.0 * filled, np.zeros(2 * size)]),
            np.concatenate([40.0 * filled, filled, 40.0 * filled]),
        ),
        constraints=constraints,
        options={"mip_rel_gap": 0},
    )
    if result.x is None:
        raise ValueError(f"no amounts print as table 1: {result.message}")
    cents = (100 * euros.ravel() + np.rint(result.x[:size]).astype(int)).reshape(euros.shape)
    return {
        (umc, categorie): int(cents[row, column])
        for row, umc in enumerate(umcs)
        for column, categorie in enumerate(BESTEDINGEN)
        if euros[row, column]
    }


def received_cents(spent: pd.DataFrame) -> pd.DataFrame:
    """Money received per umc and year in whole euros, spread over the umcs by the budget of the sectorplan.

    The last year follows from the published share of that year's money spent; all years are the published total.
    """
    kern = key_figures()
    last_year = spent.loc[spent["jaar"].eq(JAREN[-1]), "cents"].sum() / 100
    last = round(last_year / (int(kern["besteed_2025_pct"]) / 100))
    before = (int(kern["ontvangen_totaal"]) - last) * ONTVANGEN_VERLOOP
    slugs = {naam: slug for slug, naam in umc_names().items()}
    plan = read_published(PEILDATUM, "sectorplan_begroting")
    weights = plan["budget_mln_eur_per_jaar"].astype(float).groupby(plan["umc"].map(slugs)).sum()
    weights = weights.reindex(list(umc_names())) / weights.sum()
    table = np.floor(np.outer(weights, [*before, last])).astype(int)
    table[-1, -1] += int(kern["ontvangen_totaal"]) - table.sum()
    return pd.DataFrame(
        [
            (umc, jaar, ONTVANGEN, 100 * int(table[row, column]))
            for row, umc in enumerate(weights.index)
            for column, jaar in enumerate(JAREN)
        ],
        columns=["umc", "jaar", "categorie", "cents"],
    )


def later_year(money: pd.DataFrame, jaar: int, *, rng: np.random.Generator) -> pd.DataFrame:
    """The same money with a year added: as much received as in 2025, and about all of it spent, mostly on fixed posts.

    ``money`` is a result of `bestedingen` or of this function.
    """
    received = money[money["categorie"].eq(ONTVANGEN) & money["jaar"].eq(JAREN[-1])]
    rows = []
    for umc, amount in zip(received["umc"], received["bedrag_eur"], strict=True):
        rows += [
            (umc, jaar, categorie, round(amount * share * rng.uniform(0.9, 1.12), 2))
            for categorie, share in LATER.items()
        ]
        rows.append((umc, jaar, ONTVANGEN, amount))
    return pd.concat([money, pd.DataFrame(rows, columns=list(money))], ignore_index=True)
