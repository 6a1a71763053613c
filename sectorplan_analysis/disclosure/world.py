"""The people that a reader of an edition can think of, by the smallest groups, and the true numbers in them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

from sectorplan_analysis.dataset import Ronde, umc_name
from sectorplan_analysis.disclosure.claims import UnreadableError
from sectorplan_analysis.reference import FUNCTIECATEGORIEEN, subthemas

PLACES = {"umc": ("umc",), "functie": ("functiecategorie", "kpi14"), "thema": ("thema", "subthema")}
GENDERS = ("v", "m", "ander")

Waar = tuple[tuple[str, tuple[object, ...]], ...]


@dataclass(frozen=True)
class Wereld:
    """Every group of people a reader can think of on one day (atoms), with who and how much fte is in them."""

    atoms: pd.DataFrame
    members: np.ndarray
    persons: np.ndarray
    fte: np.ndarray
    positions: pd.DataFrame

    def true(self, where: Waar, maat: str) -> float:
        """The number that a claim is about, counted in the positions."""
        rows = self.positions[_select(where, self.positions)]
        return float(rows["wie"].nunique() if maat == "medewerkers" else rows["fte"].sum())

    def row(self, where: Waar) -> np.ndarray:
        """The atoms that a claim is the sum of.

        Raises
        ------
        UnreadableError
            When it tells apart what no table here tells apart together.
        """
        names = {name for name, _ in where}
        kinds = [kind for kind, columns in PLACES.items() if names & set(columns)] or ["umc"]
        if len(kinds) > 1 or not {v for name, own in where if name == "gender" for v in own} <= set(GENDERS):
            raise UnreadableError(f"niet te beoordelen: {in_words(where)}")
        return ((self.atoms["soort"] == kinds[0]) & _select(where, self.atoms)).to_numpy()


def world_of(ronde: Ronde) -> Wereld:
    """The groups of people of a round on its peildatum."""
    rows = ronde.posities
    rows = rows.assign(
        wie=rows.groupby(["umc", "medewerker_id"]).ngroup(),
        umc=rows["umc"].map(umc_name),
        gender=rows["gender"].where(rows["gender"].isin(["v", "m"]), "ander"),
    )
    statussen = list(dict.fromkeys(["vast", "toegezegd_vast", "tijdelijk", *rows["contractstatus"]]))
    functies = {(name, name == "dataspecialist") for name in FUNCTIECATEGORIEEN} | {("onderzoeker", True)}
    functies |= set(zip(rows["functiecategorie"], rows["kpi14"].astype(bool), strict=True))
    umcs = [umc_name(umc) for umc in ronde.aanwezig]
    places: list[tuple[str, tuple[object, ...]]] = [("umc", (umc,)) for umc in umcs]
    places += [("functie", pair) for pair in sorted(functies)]
    places += [("thema", (thema, name)) for name, thema in subthemas().items()]
    atoms: list[dict[str, object]] = [
        {"soort": kind, "inloop": False, "contractstatus": s, "gender": g, **dict(zip(PLACES[kind], own, strict=True))}
        for (kind, own), s, g in product(places, statussen, GENDERS)
    ]
    atoms += [{"soort": "umc", "inloop": True, "umc": umc} for umc in umcs]
    masks = [_select(tuple((k, (v,)) for k, v in atom.items() if k != "soort"), rows) for atom in atoms]
    members = np.zeros((len(atoms), rows["wie"].max() + 1 if len(rows) else 0))
    for place, mask in enumerate(masks):
        members[place, rows["wie"].to_numpy()[mask]] = 1
    return Wereld(
        pd.DataFrame(atoms).astype(object).fillna(""),
        members,
        members.sum(axis=1),
        np.array([rows["fte"].to_numpy()[mask].sum() for mask in masks]),
        rows,
    )


def _select(where: Waar, frame: pd.DataFrame) -> np.ndarray:
    keep = np.ones(len(frame), dtype=bool)
    for name, allowed in where:
        keep &= frame[name].isin(allowed).to_numpy()
    return keep


def in_words(where: Waar) -> str:
    """What a claim is about."""
    words = [name if value is True else str(value) for name, own in where for value in own if name != "inloop"]
    return " ".join(words) or "alle medewerkers"
