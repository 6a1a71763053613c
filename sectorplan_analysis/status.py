"""Contract status on a day: who has a permanent contract, who was promised one, who has neither.

This is the one place where 'vast', 'toegezegd vast' and 'tijdelijk' are decided. Source of the definitions:
Tussentijdse evaluatie 2026, captions of figures 3 to 5 and the note under table 2.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd

PERSON = ["umc", "medewerker_id"]
#: Where a row of a typed table was delivered.
HERKOMST = ["bestand", "blad", "rij"]


def running_on(rows: pd.DataFrame, peildatum: dt.date) -> pd.Series:
    """True for rows whose period holds the day: begindatum <= peildatum and einddatum empty or >= peildatum.

    First and last day are inclusive.
    """
    day = pd.Timestamp(peildatum)
    return (rows["begindatum"] <= day) & (rows["einddatum"].isna() | (rows["einddatum"] >= day))


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
    promised = running["toezegging_onvoorwaardelijk"] & (running["toezegging_datum"] <= pd.Timestamp(peildatum))
    # the strongest of the contracts decides
    strength = promised.astype("int8").mask(running["contracttype"] == "vast", 2)
    strongest = running[PERSON].assign(sterkte=strength).groupby(PERSON, sort=False)["sterkte"].max()
    names = pd.Series(["tijdelijk", "toegezegd_vast", "vast"], dtype="str")
    return names.take(strongest.to_numpy()).set_axis(strongest.index).rename("contractstatus")


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
    running = personeel.loc[running_on(personeel, peildatum), columns]
    rows = running.merge(contractstatus_on(contracten, peildatum), how="left", left_on=PERSON, right_index=True)
    rows = rows.merge(gender[[*PERSON, "gender"]], how="left", on=PERSON, validate="many_to_one")
    rows["contractstatus"] = rows["contractstatus"].fillna("onbekend")
    rows["gender"] = rows["gender"].fillna("onbekend")
    return rows.sort_values([*PERSON, "inloop", "functie", "subthema", "fte"], ignore_index=True)


def persons_on(posities: pd.DataFrame, peildatum: dt.date) -> pd.DataFrame:
    """One row per medewerker with a running position on the day.

    Returns
    -------
    pandas.DataFrame
        peildatum, umc, medewerker_id, gender, contractstatus, functiecategorie (of the largest position, regular
        positions first), regulier_fte and inloop_fte (fte, sums over positions; 0 when there is none).
    """
    ordered = posities.sort_values(
        [*PERSON, "inloop", "fte", "functiecategorie"], ascending=[True, True, True, False, True]
    )
    persons = ordered.groupby(PERSON, as_index=False)[["gender", "contractstatus", "functiecategorie"]].first()
    regular = posities["fte"].where(~posities["inloop"], 0.0)
    sums = posities[PERSON].assign(regulier_fte=regular, inloop_fte=posities["fte"] - regular)
    sums = sums.groupby(PERSON, as_index=False).sum()
    persons.insert(0, "peildatum", pd.Timestamp(peildatum))
    return persons.merge(sums, on=PERSON, validate="one_to_one")
