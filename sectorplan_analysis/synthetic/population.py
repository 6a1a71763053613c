"""The invented persons who are at work on the peildatum: what they do, how much, on which subthema, and their gender.

Grain of the result: one row per person and kind of money (a person with a regular and an inloop position has two rows).
Everything that the published figures fix comes from ``calibration``; all else is drawn by weights, seeded.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from sectorplan_analysis.reference import WETENSCHAPPELIJK, umc_names
from sectorplan_analysis.synthetic.calibration import (
    FTE,
    UMCS_36_UUR,
    calibrate,
    published_by_umc,
    subthema_weights,
)

#: Usual sizes of an appointment in ten-thousandths of fte: tenths, or whole hours of a 36-hour week.
TENTHS = np.arange(1, 11) * FTE // 10
HOURS_OF_36 = np.rint(np.arange(4, 37) * FTE / 36).astype(int)


@cache
def profiles() -> pd.DataFrame:
    """Invented job profiles: functiecategorie, group of the calibration, weights and the title each umc uses.

    Treat the result as read-only: it is shared by all callers.
    """
    return pd.read_csv(Path(__file__).parent / "functieprofielen.csv", encoding="utf-8").set_index("profiel")


def people_on_peildatum(rng: np.random.Generator) -> pd.DataFrame:
    """Everyone with a regular position on the peildatum.

    Returns
    -------
    DataFrame
        One row per person: ``umc``, ``contractstatus``, ``profiel``, ``fte`` (int, ten-thousandths), ``gender``.
    """
    rows = [
        (cell["umc"], cell["contractstatus"], cell["groep"], fte)
        for cell in calibrate().to_dict("records")
        for fte in spread(cell["fte"], cell["personen"], steps=steps_of(cell["umc"]), rng=rng)
    ]
    people = pd.DataFrame(rows, columns=["umc", "contractstatus", "groep", "fte"])
    people["profiel"] = ""
    for (groep, vast), cell in people.groupby(["groep", people["contractstatus"].eq("vast")], sort=True):
        weights = profiles()["gewicht_vast" if vast else "gewicht_tijdelijk"][profiles()["groep"] == groep]
        people.loc[cell.index, "profiel"] = divide(len(cell), weights, rng=rng)
    people["gender"] = draw_gender(people, rng=rng)
    return people.drop(columns="groep")


def inloop_on_peildatum(rng: np.random.Generator) -> pd.DataFrame:
    """Every inloop position on the peildatum: ``umc``, ``profiel``, ``fte`` (int, ten-thousandths), ``gender``."""
    fte, personen = published_by_umc("tabel2_fte"), published_by_umc("tabel3_medewerkers")
    rows = [
        (umc, size)
        for umc in umc_names()
        for size in spread(
            round(float(fte["inloop_fte"][umc]) * FTE),
            int(personen["inloop"][umc]),
            steps=steps_of(umc),
            rng=rng,
        )
    ]
    people = pd.DataFrame(rows, columns=["umc", "fte"])
    people["profiel"] = divide(len(people), profiles()["gewicht_vast"] + profiles()["gewicht_tijdelijk"], rng=rng)
    people["gender"] = rng.choice(["v", "m", "x"], len(people), p=[0.64, 0.34, 0.02])
    return people


def steps_of(umc: str) -> np.ndarray:
    """The sizes of appointment that are usual at this umc."""
    return HOURS_OF_36 if umc in UMCS_36_UUR else TENTHS


def spread(total: int, count: int, *, steps: np.ndarray, rng: np.random.Generator) -> list[int]:
    """``count`` believable sizes of appointment that add up to ``total`` exactly.

    All sizes are one of ``steps`` but for one that takes the rest.

    Raises
    ------
    ValueError
        When the total is too large or too small for this many persons.
    """
    if count == 0 or not count * steps[0] <= total <= count * steps[-1]:
        if count == total == 0:
            return []
        raise ValueError(f"{total} ten-thousandths of fte cannot be spread over {count} persons")
    if count == 1:
        return [total]
    mean = np.clip(total / count / FTE, 0.02, 0.98)
    ideal = rng.beta(4 * mean, 4 * (1 - mean), count) * FTE
    sizes = steps[np.abs(steps[None, :] - ideal[:, None]).argmin(axis=1)].copy()
    while difference := total - sizes.sum():
        person = rng.integers(count)
        nearest = np.abs(steps - sizes[person]).argmin()
        neighbour = steps[np.clip(nearest + np.sign(difference), 0, len(steps) - 1)]
        move = neighbour - sizes[person]
        if abs(move) <= abs(difference) and move * difference > 0:
            sizes[person] = neighbour
        elif abs(difference) < steps[1] - steps[0] and steps[0] <= sizes[person] + difference <= FTE:
            sizes[person] += difference
    return [int(size) for size in sizes]


def divide(count: int, weights: pd.Series, *, rng: np.random.Generator) -> list[str]:
    """``count`` labels in random order, each label as often as its weight says (to within one)."""
    cumulative = (weights / weights.sum()).cumsum().to_numpy()
    places = (np.arange(count) + rng.random()) / count
    labels = weights.index.to_numpy()[np.minimum(cumulative.searchsorted(places), len(weights) - 1)]
    return list(rng.permutation(labels))


def draw_gender(people: pd.DataFrame, *, rng: np.random.Generator) -> pd.Series:
    """Women and men per umc as in table 4, with women holding most permanent fte in every scientific functiecategorie.

    Where table 4 counts fewer persons than table 3, the rest has gender ``onbekend`` (one person at Erasmus MC).
    Draws until the condition of figure 6 holds.
    """
    counts = published_by_umc("tabel4_vrouw_man").astype(int)
    category = people["profiel"].map(profiles()["functiecategorie"])
    permanent = people["contractstatus"].eq("vast")
    scientific = permanent & category.isin(WETENSCHAPPELIJK)
    for _ in range(500):
        gender = pd.Series("onbekend", index=people.index)
        for (umc, vast), cell in people.groupby(["umc", permanent], sort=True):
            kind = "vast" if vast else "tijdelijk"
            labels = ["v"] * counts[f"{kind}_v"][str(umc)] + ["m"] * counts[f"{kind}_m"][str(umc)]
            gender[cell.index] = rng.permutation(labels + ["onbekend"] * (len(cell) - len(labels)))
        women = people["fte"].where(gender.eq("v"), 0)[scientific].groupby(category).sum()
        share = women / people["fte"][scientific].groupby(category).sum()
        if share.between(0.52, 0.85).all():
            return gender
    raise ValueError("no draw in which women hold most permanent fte in every scientific functiecategorie")


def draw_subthema(umc: str, profiel: str, *, rng: np.random.Generator, without: str = "") -> str:
    """A subthema this umc works on, weighted by plan fte and by what the function is about."""
    plan = subthema_weights()
    plan = plan[plan["umc"].eq(umc) & plan["subthema"].ne(without)]
    about: dict[str, int] = {}
    if profiles().at[profiel, "kpi14"] == "ja":
        about = {"Dataspecialisten": 6, "Cohorten": 2}
    elif profiles().at[profiel, "functiecategorie"] == "kennisvalorisatie":
        about = {"Valorisatie": 6, "Innovatiemotor in de regio": 2}
    weights = plan["fte"] * [about.get(subthema, 1) for subthema in plan["subthema"]]
    return str(rng.choice(plan["subthema"].to_numpy(), p=(weights / weights.sum()).to_numpy()))
