"""Women, men, x and onbekend by contract, function, theme and umc, in persons and in fte: every combination has a row.

x and onbekend are never folded into women or men, and count in every total.
"""

from __future__ import annotations

import pandas as pd

from sectorplan_analysis.dataset import Ronde, umc_name
from sectorplan_analysis.measure import RESULT, percentage
from sectorplan_analysis.reference import CONTRACTSTATUSSEN, FUNCTIECATEGORIEEN, GENDERS, TOTAAL, subthemas
from sectorplan_analysis.status import PERSON

MATEN = {"medewerkers": "personen", "fte": "fte"}
_KEYS = ["umc", "indeling", "groep", "gender"]


def indelingen() -> dict[str, tuple[str, ...]]:
    """Columns of a position to divide by, each with its groups in the order of the report; ``totaal`` is undivided."""
    return {
        "totaal": (TOTAAL,),
        "contractstatus": CONTRACTSTATUSSEN,
        "functiecategorie": FUNCTIECATEGORIEEN,
        "thema": tuple(dict.fromkeys(subthemas().values())),
    }


def verdeling(ronde: Ronde) -> pd.DataFrame:
    """Persons and fte per umc, group and gender on the peildatum, without inloop; counted once for all groups.

    Returns
    -------
    pandas.DataFrame
        umc (display name, ``Totaal`` last), indeling and groep (of `indelingen`), gender, medewerkers (distinct
        persons; who has positions in two groups counts in both), fte. NaN for a umc that was left out.
    """
    rows = ronde.posities[~ronde.posities["inloop"]].assign(totaal=TOTAAL)
    frames = []
    for indeling, groepen in indelingen().items():
        keys = ["umc", indeling, "gender"]
        every = pd.MultiIndex.from_product([ronde.umcs, groepen, GENDERS], names=keys)
        counted = pd.DataFrame(
            {
                "medewerkers": rows.drop_duplicates([*PERSON, indeling]).groupby(keys).size(),
                "fte": rows.groupby(keys)["fte"].sum(),
            }
        )
        own = counted.reindex(every, fill_value=0).astype(float).reset_index()
        frames.append(own.rename(columns={indeling: "groep"}).assign(indeling=indeling))
    frame = pd.concat(frames, ignore_index=True)
    total = frame.groupby(_KEYS[1:], sort=False, as_index=False)[list(MATEN)].sum().assign(umc=TOTAAL)
    frame.loc[frame["umc"].isin(ronde.ontbrekend), list(MATEN)] = float("nan")
    frame["umc"] = frame["umc"].map(umc_name)
    return pd.concat([frame, total], ignore_index=True)[[*_KEYS, *MATEN]]


def distribution_table(ronde: Ronde) -> pd.DataFrame:
    """`verdeling` as one long table, with the share of every gender beside each amount.

    Returns
    -------
    pandas.DataFrame
        peildatum, umc, indeling, groep, gender, maat (``medewerkers``, ``fte``, and ``aandeel_`` of each, of the whole
        group with x and onbekend), waarde, eenheid, teller, noemer.
    """
    counted = verdeling(ronde)
    frames = []
    for maat, eenheid in MATEN.items():
        own = counted[_KEYS].assign(teller=counted[maat], maat=maat, eenheid=eenheid, noemer=float("nan"))
        whole = counted.groupby(_KEYS[:-1], sort=False)[maat].transform(lambda part: part.sum(min_count=1))
        share = own.assign(maat=f"aandeel_{maat}", eenheid="%", noemer=whole, waarde=percentage(counted[maat], whole))
        frames += [own.assign(waarde=own["teller"]), share]
    frame = pd.concat(frames, ignore_index=True).assign(peildatum=ronde.peildatum.isoformat())
    return frame[["peildatum", *_KEYS, *RESULT]]
