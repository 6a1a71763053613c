"""Every count and fte that the openbaar edition may show, as sums of the smallest groups, so that they are one system.

A *groep* is the smallest set of people told apart: umc x contractstatus x gender, functie x contractstatus x gender,
subthema x gender, and inloop per umc. A *cel* is a sum of groepen. What is shown are the persons and
the fte of some cellen; everything else on the pages (shares, differences, totals, sentences) is computed from those.

The three ways of grouping share the national numbers by contractstatus and gender and nothing else, so tables that
agree there always fit one set of people: no further link has to be modelled. A medewerker who counts in two subthemas
makes their sum exceed the national number; an attacker is taken to know that excess, which is more than he can.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np
import pandas as pd
from scipy import sparse

from sectorplan_analysis.dataset import Ronde, umc_name
from sectorplan_analysis.reference import FUNCTIECATEGORIEEN, TOTAAL, subthemas
from sectorplan_analysis.status import PERSON

#: What a cel is about; '' means all of them. ``contractstatus`` may also be structureel or niet_vast.
DIMENSIES = ("umc", "functiecategorie", "kpi14", "thema", "subthema", "contractstatus", "gender", "inloop")
MATEN = ("medewerkers", "fte")
STATUSSEN = ("vast", "toegezegd_vast", "tijdelijk")
#: x and onbekend together: never shown. What all but women, or all but men, add up to follows from what is.
REST = "rest"
VERZAMELD = {
    "structureel": ("vast", "toegezegd_vast"),
    "niet_vast": ("toegezegd_vast", "tijdelijk"),
    "niet_v": ("m", REST),
    "niet_m": ("v", REST),
}
#: Rights of a number: a kept KPI total, shown unless nothing else helps, may be shown, or is never shown.
ALTIJD, GRAAG, MAG, NOOIT = "altijd", "graag", "mag", "nooit"
#: The most fte one medewerker can have; a delivery with more is refused.
MAX_FTE = 1.2
MIN_FTE = 0.01


@dataclass(frozen=True)
class Stelsel:
    """The linked cells of one peildatum.

    Attributes
    ----------
    groepen
        One row per groep: its dimensions, medewerkers, fte.
    cellen
        One row per cel: its dimensions, medewerkers, fte, and ``recht_medewerkers`` and ``recht_fte``.
    som
        Cellen x groepen, 1 where a groep is part of a cel.
    meer
        Per cel: persons counted once in the cel but in more than one of its groepen, as a number to subtract.
    verband
        Links x groepen: national numbers of two ways of grouping, which are equal up to ``verschil`` persons.
    verschil
        Per link: persons by which the second way counts more.
    """

    groepen: pd.DataFrame
    cellen: pd.DataFrame
    som: sparse.csr_array
    meer: np.ndarray
    verband: sparse.csr_array
    verschil: np.ndarray


def stelsel(ronde: Ronde) -> Stelsel:
    """The linked cells of a whole round on its peildatum."""
    posities = counted_positions(ronde)
    umcs = [umc_name(umc) for umc in ronde.aanwezig]
    groepen = _groepen(posities, umcs)
    cellen = pd.DataFrame(_cellen(umcs), columns=[*DIMENSIES, "recht_medewerkers", "recht_fte"])
    heeft = _lookup(groepen)
    rows = [_members(cel, heeft) for cel in cellen[list(DIMENSIES)].to_dict("records")]
    som = sparse.csr_array(np.array(rows, dtype=float))
    counted = _counts(cellen, posities)
    cellen["medewerkers"] = [persons for persons, _ in counted]
    cellen["fte"] = [fte for _, fte in counted]
    links = _verbanden(groepen)
    persons = groepen["medewerkers"].to_numpy(float)
    return Stelsel(
        groepen=groepen,
        cellen=cellen,
        som=som,
        meer=som @ persons - cellen["medewerkers"].to_numpy(float),
        verband=links,
        verschil=links @ persons,
    )


def counted_positions(ronde: Ronde) -> pd.DataFrame:
    """Positions with the dimensions of a cel as text, ``plaats`` (display name of the umc) and fte."""
    rows = ronde.posities[[*PERSON, "functiecategorie", "kpi14", "thema", "subthema", "contractstatus"]]
    rows = rows.assign(
        fte=ronde.posities["fte"],
        plaats=rows["umc"].map(umc_name),
        kpi14=rows["kpi14"].map({True: "ja", False: "nee"}),
        gender=ronde.posities["gender"].where(ronde.posities["gender"].isin(["v", "m"]), REST),
        inloop=ronde.posities["inloop"].map({True: "ja", False: "nee"}),
    )
    return rows


def _groepen(posities: pd.DataFrame, umcs: Sequence[str]) -> pd.DataFrame:
    """Every groep, also the empty ones: an attacker does not know that they are empty."""
    statussen = [*STATUSSEN, *(["onbekend"] if (posities["contractstatus"] == "onbekend").any() else [])]
    functies = {(name, "ja" if name == "dataspecialist" else "nee") for name in FUNCTIECATEGORIEEN}
    functies |= {("onderzoeker", "ja"), *zip(posities["functiecategorie"], posities["kpi14"], strict=True)}
    rows = [{"umc": umc, "inloop": "ja"} for umc in umcs]
    for status, gender in product(statussen, ("v", "m", REST)):
        own = {"contractstatus": status, "gender": gender, "inloop": "nee"}
        rows += [{"umc": umc, **own} for umc in umcs]
        rows += [{"functiecategorie": name, "kpi14": kpi, **own} for name, kpi in sorted(functies)]
    # by subthema nothing is shown per contractstatus, and any division over those fits
    for gender, (name, thema) in product(("v", "m", REST), subthemas().items()):
        rows.append({"thema": thema, "subthema": name, "gender": gender, "inloop": "nee"})
    groepen = pd.DataFrame(rows, columns=list(DIMENSIES), dtype="str").fillna("")
    counted = _counts(groepen, posities)
    return groepen.assign(medewerkers=[p for p, _ in counted], fte=[f for _, f in counted])


def _counts(rows: pd.DataFrame, posities: pd.DataFrame) -> list[tuple[int, float]]:
    """Persons and fte per row of dimensions, counted in the positions themselves."""
    persons = posities.groupby(PERSON).ngroup().to_numpy()
    fte = posities["fte"].to_numpy()
    return [(len(np.unique(persons[keep])), round(float(fte[keep].sum()), 6)) for keep in selections(rows, posities)]


def selections(rows: pd.DataFrame, posities: pd.DataFrame) -> Iterator[np.ndarray]:
    """Per row of dimensions: which positions it is about."""
    columns = {name: posities["plaats" if name == "umc" else name].to_numpy() for name in DIMENSIES}

    @cache
    def has(name: str, value: str) -> np.ndarray:
        return np.isin(columns[name].astype(str), VERZAMELD.get(value, (value,)))

    for cel in rows[list(DIMENSIES)].to_dict("records"):
        keep = np.ones(len(posities), dtype=bool)
        for name, value in cel.items():
            if value and (name, value) != ("umc", TOTAAL):
                keep = keep & has(name, value)
        yield keep


def _cellen(umcs: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Every number that may be shown, and every sub-count that could be computed from those, with its right."""
    statussen = ("", "structureel", "vast", "toegezegd_vast", "tijdelijk", "niet_vast")
    wie = [{"umc": umc} for umc in (TOTAAL, *umcs)]
    wie += [{"functiecategorie": name} for name in FUNCTIECATEGORIEEN]
    wie += [{"kpi14": "ja"}, {"functiecategorie": "onderzoeker", "kpi14": "ja"}]
    wie += [{"functiecategorie": "onderzoeker", "kpi14": "nee"}]
    wie += [{"thema": thema} for thema in dict.fromkeys(subthemas().values())]
    wie += [{"subthema": name} for name in subthemas()]
    for own, status, gender in product(wie, statussen, ("", "v", "m", REST, "niet_v", "niet_m")):
        if status and ("thema" in own or "subthema" in own):
            continue
        cel = dict.fromkeys(DIMENSIES, "") | own | {"contractstatus": status, "gender": gender, "inloop": "nee"}
        yield *cel.values(), *_rechten(own, status, gender)
    for umc in (TOTAAL, *umcs):
        yield *(dict.fromkeys(DIMENSIES, "") | {"umc": umc, "inloop": "ja"}).values(), MAG, MAG


def _rechten(wie: dict[str, str], status: str, gender: str) -> tuple[str, str]:
    """Rights of the persons and the fte of a cel: few tables, chosen for what the evaluation needs.

    KPI totals are kept: all medewerkers, women and structural fte, nationally and per umc, and KPI 14.
    """
    if "umc" in wie:
        national = wie["umc"] == TOTAAL
        return {
            ("", ""): (ALTIJD, GRAAG if national else MAG),
            ("", "v"): (ALTIJD, MAG if national else NOOIT),
            ("structureel", ""): (MAG, ALTIJD),
            ("vast", ""): (GRAAG if national else MAG, MAG),
            ("vast", "v"): (GRAAG if national else MAG, NOOIT),
            ("vast", "m"): (MAG, NOOIT),
            ("toegezegd_vast", ""): (MAG, MAG),
            ("tijdelijk", ""): (MAG, MAG),
            ("niet_vast", ""): (MAG, NOOIT),
            ("niet_vast", "v"): (MAG, NOOIT),
            ("niet_vast", "m"): (MAG, NOOIT),
        }.get((status, gender), (NOOIT, NOOIT))
    if wie == {"kpi14": "ja"} and not gender:
        kept = {"": ALTIJD, "niet_vast": NOOIT}.get(status, MAG)
        return kept, kept
    if list(wie) == ["functiecategorie"]:
        shown = not gender or (status == "vast" and gender in ("v", "m"))
    else:
        shown = not status and (not gender or (gender in ("v", "m") and "thema" in wie))
        shown = shown and "functiecategorie" not in wie
    return (MAG, MAG) if shown else (NOOIT, NOOIT)


def bijzaak(cellen: pd.DataFrame) -> np.ndarray:
    """Numbers that no table of the report needs, or that are nearly always small: the first to hide."""
    status, everyone = cellen["contractstatus"], cellen["gender"] == ""
    extra = (cellen["umc"] != "") & status.isin(["structureel", "niet_vast"]) & everyone
    extra |= (cellen["functiecategorie"] != "") & status.isin(["structureel", "toegezegd_vast", "tijdelijk"])
    return extra.to_numpy()


def _lookup(groepen: pd.DataFrame) -> Callable[[str, str], np.ndarray]:
    """Which groepen have a value, as many cellen ask."""

    @cache
    def heeft(name: str, value: str) -> np.ndarray:
        return groepen[name].isin(VERZAMELD.get(value, (value,))).to_numpy()

    return heeft


def _members(cel: Mapping[Hashable, str], heeft: Callable[[str, str], np.ndarray]) -> np.ndarray:
    """Which groepen add up to a cel: of the one way of grouping that tells its members apart."""
    basis = next((name for name in ("functiecategorie", "kpi14", "subthema", "thema") if cel[name]), "umc")
    basis = {"kpi14": "functiecategorie", "thema": "subthema"}.get(basis, basis)
    keep = ~heeft(basis, "")
    for name, value in cel.items():
        if value and (name, value) != ("umc", TOTAAL):
            keep = keep & heeft(str(name), value)
    return keep.astype(float)


def _verbanden(groepen: pd.DataFrame) -> sparse.csr_array:
    """Rows that say that two ways of grouping hold the same people, as far as both tell them apart."""
    rows = []
    regular = (groepen["inloop"] == "nee").to_numpy()
    national = regular & (groepen["umc"] != "").to_numpy()
    for basis, shared in (("functiecategorie", ["contractstatus", "gender"]), ("subthema", ["gender"])):
        own = regular & (groepen[basis] != "").to_numpy()
        keys = groepen[shared].agg("|".join, axis=1)
        for key in keys[own].unique():
            same = (keys == key).to_numpy()
            rows.append((own & same).astype(float) - (national & same).astype(float))
    return sparse.csr_array(np.array(rows))
