"""Contract status on a day: who has a permanent contract, who was promised one, who has neither.

This is the one place where 'vast', 'toegezegd vast' and 'tijdelijk' are decided. Source of the definitions:
Tussentijdse evaluatie 2026, captions of figures 3 to 5 and the note under table 2.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from sectorplan_analysis.coding import as_text, number_people, repeats, same_categories

PERSON = ["umc", "medewerker_id"]
#: Where a row of a typed table was delivered.
HERKOMST = ["bestand", "blad", "rij"]


def running_on(rows: pd.DataFrame, peildatum: dt.date) -> pd.Series:
    """True for rows whose period holds the day: begindatum <= peildatum and einddatum empty or >= peildatum.

    First and last day are inclusive.
    """
    day = pd.Timestamp(peildatum)
    # an empty day is not earlier than any
    return (rows["begindatum"] <= day) & ~(rows["einddatum"] < day)


def contractstatus_on(contracten: pd.DataFrame, peildatum: dt.date) -> pd.Series:
    """Contractstatus per medewerker from the contracts running on the day.

    ``vast`` if one of them is vast; else ``toegezegd_vast`` if one has an unconditional promise dated on or before the
    peildatum; else ``tijdelijk``. A conditional or later promise leaves the status tijdelijk.

    Parameters
    ----------
    contracten
        One row per employment contract: umc, medewerker_id, contracttype, begindatum, einddatum, toezegging_datum,
        toezegging_onvoorwaardelijk.
    peildatum
        The day.

    Returns
    -------
    pandas.Series
        ``contractstatus`` indexed by umc and medewerker_id; only persons with a running contract are in it.
    """
    running = contracten[running_on(contracten, peildatum)]
    [persoon] = number_people(running)
    status = _strongest(running, persoon, peildatum)
    first = running.set_axis(persoon)[PERSON].pipe(lambda rows: rows[~rows.index.duplicated()]).loc[status.index]
    return as_text(status).set_axis(pd.MultiIndex.from_arrays([as_text(first[name]) for name in PERSON], names=PERSON))


def _strongest(running: pd.DataFrame, persoon: np.ndarray, peildatum: dt.date) -> pd.Series:
    """Contractstatus, coded, per number of a person with these running contracts."""
    promised = running["toezegging_onvoorwaardelijk"] & (running["toezegging_datum"] <= pd.Timestamp(peildatum))
    # the strongest of the contracts decides
    strength = promised.astype("int8").mask(running["contracttype"] == "vast", 2)
    strongest = strength.groupby(persoon, sort=False).max()
    status = pd.Categorical.from_codes(strongest.to_numpy(), pd.Index(["tijdelijk", "toegezegd_vast", "vast"]))
    return pd.Series(status, index=strongest.index, name="contractstatus")


def posities_on(
    personeel: pd.DataFrame, contracten: pd.DataFrame, gender: pd.DataFrame, peildatum: dt.date
) -> pd.DataFrame:
    """Positions that run on the day, each with the contractstatus and gender of its medewerker.

    Returns
    -------
    pandas.DataFrame
        One row per running position: umc, medewerker_id, functie, functiecategorie, kpi14, thema, subthema, fte,
        inloop, contractstatus (``onbekend`` when no contract runs that day), gender (``onbekend`` when no row says
        otherwise), and bestand, blad and rij of the position where these are known. Sorted by person and position,
        whatever the order of the rows delivered.
    """
    columns = [*PERSON, "functie", "functiecategorie", "kpi14", "thema", "subthema", "fte", "inloop"]
    columns += [name for name in HERKOMST if name in personeel]
    rows = personeel.loc[running_on(personeel, peildatum), columns]
    used = [*PERSON, "contracttype", "toezegging_datum", "toezegging_onvoorwaardelijk"]
    contracts = contracten.loc[running_on(contracten, peildatum), used]
    persoon, with_contract, with_gender = number_people(rows, contracts, gender)
    if not _one_each(persoon):
        order = np.lexsort([*_places(rows, ["fte", "subthema", "functie", "inloop"]), persoon])
        rows, persoon = rows.take(order), persoon[order]
    rows = rows.reset_index(drop=True)
    status = _strongest(contracts, with_contract, peildatum)
    return rows.assign(
        contractstatus=_of_person(status, persoon), gender=_of_person(gender["gender"].set_axis(with_gender), persoon)
    )


def _one_each(persoon: np.ndarray) -> bool:
    """Whether rows are in the order of persons and everybody has one: nothing is left to sort or add up then."""
    same = repeats(persoon)
    return same is not None and not same.any()


def _of_person(known: pd.Series, persoon: np.ndarray) -> pd.Series:
    """The text known of each person, by number; ``onbekend`` of who is not there."""
    if _one_each(persoon) and np.array_equal(known.index, persoon):
        return as_text(known).reset_index(drop=True)
    place = known.index.get_indexer(pd.Index(persoon))
    texts = as_text(known).array.take(place, allow_fill=True)
    return pd.Series(texts).fillna("onbekend")


def _places(rows: pd.DataFrame, columns: list[str]) -> list[np.ndarray]:
    """Numbers that sort as the values of these columns do."""
    return [
        rows[name].to_numpy()
        if rows[name].dtype.kind in "bf"
        else same_categories([rows[name]])[0].cat.codes.to_numpy()
        for name in columns
    ]


def persons_on(posities: pd.DataFrame, peildatum: dt.date) -> pd.DataFrame:
    """One row per medewerker with a running position on the day.

    Returns
    -------
    pandas.DataFrame
        peildatum, umc, medewerker_id, gender, contractstatus, functiecategorie (of the largest position, regular
        positions first), regulier_fte and inloop_fte (fte, sums over positions; 0 when there is none).
    """
    [persoon] = number_people(posities)
    regular = posities["fte"].where(~posities["inloop"], 0.0)
    sums = pd.DataFrame({"regulier_fte": regular, "inloop_fte": posities["fte"] - regular})
    persons = posities[[*PERSON, "gender", "contractstatus", "functiecategorie"]]
    if not _one_each(persoon):
        fte, inloop, functiecategorie = _places(posities, ["fte", "inloop", "functiecategorie"])
        order = np.lexsort([functiecategorie, -fte, inloop, persoon])
        persons = persons.take(order[np.diff(persoon[order], prepend=-1) != 0])
        sums = sums.groupby(persoon).sum()
    persons = persons.reset_index(drop=True)
    persons.insert(0, "peildatum", pd.Timestamp(peildatum))
    return persons.assign(regulier_fte=sums["regulier_fte"].to_numpy(), inloop_fte=sums["inloop_fte"].to_numpy())
