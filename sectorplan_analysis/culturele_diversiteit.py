"""Group tables of a statistics bureau: staff by organisation, function group and origin.

They come as groups and stay groups: nothing here is computed from persons or linked to a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

import pandas as pd

from sectorplan_analysis.dataset import CULTUREEL, Ronde, umc_name
from sectorplan_analysis.disclosure.openbaar import GEHEIM, Openbaar
from sectorplan_analysis.findings import neutralise
from sectorplan_analysis.reference import ALLE_FUNCTIES, ORGANISATIES, umc_names

#: Persons in a group of the bureau, at least (CBS, Barometer Culturele Diversiteit: 250 employees in every subgroup).
KLEINSTE_GROEP = 250
#: What makes a group: organisation, reference day of the bureau, function group.
GROEP = ["umc", "peildatum", "functiegroep"]
#: Half of the last digit when a bureau rounds counts to tens, and percentages to whole ones.
_TIENTAL, _PROCENT = 5.0, 0.5

Sleutel = tuple[str, pd.Timestamp, str]


def organisatie(umc: str) -> str:
    """Display name of what a bureau reports on."""
    return ORGANISATIES[umc][0] if umc in ORGANISATIES else umc_name(umc)


def leden(umc: str) -> frozenset[str]:
    """Slugs of the umcs an organisation holds."""
    return frozenset(ORGANISATIES.get(umc, ("", (umc,)))[1] or umc_names())


def omvang(rows: pd.DataFrame) -> pd.Series:
    """Persons per group, indexed by `GROEP`: the row ``totaal``, else all counts together; NaN when not known."""
    is_total = rows["herkomst"] == "totaal"
    total = rows[is_total].groupby(GROEP)["aantal"].first()
    return total.combine_first(rows[~is_total].groupby(GROEP)["aantal"].agg(lambda counts: counts.sum(skipna=False)))


def verdeling(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per group and origin.

    Returns
    -------
    pandas.DataFrame
        The rows without ``totaal``, and: omvang (persons in the group); pct (share of the group, as delivered or from
        the counts); personen (persons, as delivered or from the share); minstens (the fewest persons the share allows,
        given its rounding). NaN in a cell the bureau does not release.
    """
    parts = rows[rows["herkomst"] != "totaal"].join(omvang(rows).rename("omvang"), on=GROEP)
    share = parts["herkomst_pct"] / 100
    lowest = (share - _PROCENT / 100).clip(lower=0)
    return parts.assign(
        pct=parts["herkomst_pct"].fillna(100 * parts["aantal"] / parts["omvang"]),
        personen=parts["aantal"].fillna(share * parts["omvang"]),
        minstens=parts["aantal"].fillna(lowest * parts["omvang"]),
    )


def speling(counts: Collection[float]) -> float:
    """How far the sum of counts may be off because they were rounded: nothing, unless all are tens."""
    return _TIENTAL * len(counts) if all(count % 10 == 0 for count in counts) else 0.0


def speling_pct(aantal: int) -> float:
    """How far the sum of so many rounded percentages may be off."""
    return _PROCENT * aantal


def omvat(geheel: Sleutel, deel: Sleutel) -> bool:
    """Whether all persons of one group are in another group of the same day."""
    return (
        geheel != deel
        and geheel[1] == deel[1]
        and geheel[2] in (deel[2], ALLE_FUNCTIES)
        and leden(deel[0]) <= leden(geheel[0])
    )


def ontledingen(groepen: Iterable[Sleutel]) -> Iterator[tuple[Sleutel, list[Sleutel]]]:
    """Every group with parts among the others: its function groups, or the organisations in it."""
    groepen = list(groepen)
    by_place, by_function = defaultdict(list), defaultdict(list)
    for groep in groepen:
        by_place[groep[:2]].append(groep)
        by_function[groep[1:]].append(groep)
    for geheel in groepen:
        if geheel[2] == ALLE_FUNCTIES and len(by_place[geheel[:2]]) > 1:
            yield geheel, [groep for groep in by_place[geheel[:2]] if groep != geheel]
        inside = [groep for groep in by_function[geheel[1:]] if geheel[0] in ORGANISATIES and omvat(geheel, groep)]
        if inside:
            yield geheel, [groep for groep in inside if not any(omvat(other, groep) for other in inside)]


def actueel(ronde: Ronde) -> pd.DataFrame:
    """Rows of a round to show: per organisation those of the newest day of the bureau up to the peildatum."""
    rows = ronde.tables.get(CULTUREEL, pd.DataFrame())
    if rows.empty:
        return rows
    rows = rows[rows["peildatum"] <= pd.Timestamp(ronde.peildatum)]
    return rows[rows["peildatum"] == rows.groupby("umc")["peildatum"].transform("max")]


def cijfers(ronde: Ronde | Openbaar) -> pd.DataFrame:
    """The numbers of the bureau in the long form of ``tabellen/culturele_diversiteit.csv``.

    Returns
    -------
    pandas.DataFrame
        peildatum (of the bureau), umc (name of the organisation), functiegroep, herkomst, maat, waarde (percentage, or
        `GEHEIM`), eenheid, teller (persons, empty when the bureau gave none), noemer (persons in the group), bron.
        No rows when nothing was delivered.
    """
    if isinstance(ronde, Openbaar):
        return ronde.culturele_diversiteit
    rows = actueel(ronde)
    return long_form(rows) if len(rows) else pd.DataFrame()


def long_form(rows: pd.DataFrame, *, verborgen: Collection[Sleutel] = ()) -> pd.DataFrame:
    """Rows of a bureau in the form of `cijfers`, with `GEHEIM` for the splits of hidden groups."""
    parts = verdeling(rows)
    place = {umc: i for i, umc in enumerate((*ORGANISATIES, *umc_names()))}
    parts = parts.assign(
        plaats=parts["umc"].map(place), deel=parts["functiegroep"] != ALLE_FUNCTIES, nummer=range(len(parts))
    ).sort_values(["plaats", "deel", "nummer"])
    groups = parts[GROEP].itertuples(index=False, name=None)
    hidden = parts["pct"].isna() | pd.Series([groep in verborgen for groep in groups], index=parts.index)
    return pd.DataFrame(
        {
            "peildatum": parts["peildatum"].dt.strftime("%Y-%m-%d"),
            "umc": parts["umc"].map(organisatie),
            "functiegroep": parts["functiegroep"].map(neutralise),
            "herkomst": parts["herkomst"],
            "maat": "herkomst_pct",
            "waarde": parts["pct"].astype(object).mask(hidden, GEHEIM),
            "eenheid": "%",
            "teller": parts["aantal"].astype(object).mask(hidden, GEHEIM),
            "noemer": parts["omvang"],
            "bron": parts["bron"].map(neutralise),
        }
    ).reset_index(drop=True)
