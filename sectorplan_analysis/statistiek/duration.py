"""How long it takes to get a permanent contract, and what becomes of promises.

The clock starts on the first regular position on sectorplan money. Deliveries hold history since `OBSERVED_FROM`;
who started earlier comes under observation that day (left truncation). Who leaves first can no longer get one
(competing risk): Kaplan-Meier takes leavers out, the cumulative incidence counts them as not having got one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from statsmodels.duration.survfunc import SurvfuncRight, survdiff

from sectorplan_analysis.dataset import Ronde
from sectorplan_analysis.reference import WETENSCHAPPELIJK
from sectorplan_analysis.status import PERSON, running_on

OBSERVED_FROM = dt.date(2022, 1, 1)
DAYS_PER_MONTH = 365.25 / 12
LOPEND, VAST, VERTROKKEN = "lopend", "vast", "vertrokken"
AGES = ((183, "korter dan een half jaar"), (366, "een half jaar tot een jaar"), (731, "een tot twee jaar"))
OLDEST = "langer dan twee jaar"


def spells(ronde: Ronde) -> pd.DataFrame:
    """From the first regular position to a permanent contract, leaving, or the peildatum.

    Returns
    -------
    pandas.DataFrame
        One row per person with a regular position on or before the peildatum: umc, medewerker_id, groep
        (``wetenschappelijk`` or ``ondersteunend``, by the first position), al_vast (permanent from the first day),
        intrede, duur (days since the start: entry under observation and end), uitkomst (``vast``, ``vertrokken``,
        ``lopend``).
    """
    day = pd.Timestamp(ronde.peildatum)
    rows = ronde.tables["personeel"]
    rows = rows[~rows["inloop"] & (rows["begindatum"] <= day)].sort_values([*PERSON, "begindatum", "functiecategorie"])
    far = pd.Timestamp("2200-01-01")
    people = (
        rows.assign(einddatum=rows["einddatum"].fillna(far))
        .groupby(PERSON)
        .agg(start=("begindatum", "first"), einde=("einddatum", "max"), functie=("functiecategorie", "first"))
    )
    contracts = ronde.tables["contracten"]
    permanent = contracts[(contracts["contracttype"] == "vast") & (contracts["begindatum"] <= day)]
    permanent = permanent.assign(start=_of(people["start"], permanent)).dropna(subset="start")
    permanent = permanent[permanent["einddatum"].isna() | (permanent["einddatum"] >= permanent["start"])]
    people["vast"] = permanent.groupby(PERSON)["begindatum"].min().reindex(people.index)
    left = people["einde"] < day
    end = people["einde"].where(left, day)
    got = people["vast"].notna() & (people["vast"] <= end + pd.Timedelta(days=1))
    outcome = pd.Series(LOPEND, index=people.index, dtype="str").mask(left, VERTROKKEN).mask(got, VAST)
    stop = end.where(~left, end + pd.Timedelta(days=1)).where(~got, people["vast"])
    entry = (pd.Timestamp(OBSERVED_FROM) - people["start"]).dt.days.clip(lower=0)
    return pd.DataFrame(
        {
            "groep": np.where(people["functie"].isin(WETENSCHAPPELIJK), "wetenschappelijk", "ondersteunend"),
            "al_vast": got & (people["vast"] <= people["start"]),
            "intrede": entry,
            "duur": (stop - people["start"]).dt.days,
            "uitkomst": outcome,
        },
        index=people.index,
    ).reset_index()


def at_risk(spells: pd.DataFrame) -> pd.DataFrame:
    """The spells that can be followed: not permanent from the start, and seen for at least a day."""
    return spells[~spells["al_vast"] & (spells["duur"] > spells["intrede"])]


@dataclass(frozen=True)
class Curve:
    """Share with a permanent contract by time since the start.

    Attributes
    ----------
    dagen
        Event times.
    zonder
        Kaplan-Meier: part still without, were nobody to leave.
    kregen
        Cumulative incidence: part that got one, leavers counted as not.
    gevolgd, vast, vertrokken
        Persons followed, and how many of them got one or left first.
    """

    dagen: np.ndarray
    zonder: np.ndarray
    kregen: np.ndarray
    gevolgd: int
    vast: int
    vertrokken: int

    def months_until(self, share: float) -> float | None:
        """Months until this share has one (Kaplan-Meier); None when not reached."""
        reached = np.flatnonzero(1 - self.zonder >= share - 1e-9)
        return float(self.dagen[reached[0]] / DAYS_PER_MONTH) if len(reached) else None

    def share_after(self, months: float) -> tuple[float, float]:
        """Share with one after so many months: 1 - Kaplan-Meier, and cumulative incidence."""
        place = np.searchsorted(self.dagen, months * DAYS_PER_MONTH, side="right") - 1
        return (0.0, 0.0) if place < 0 else (float(1 - self.zonder[place]), float(self.kregen[place]))


def curve(entry: np.ndarray, time: np.ndarray, outcome: np.ndarray) -> Curve | str:
    """Kaplan-Meier and cumulative incidence with left truncation (R: ``survfit(Surv(entry, time, event) ~ 1)``).

    Parameters
    ----------
    entry, time, outcome
        Per person, entry < time; outcome ``vast``, ``vertrokken`` or ``lopend``.

    Returns
    -------
    Curve or str
        In Dutch why there is no curve.
    """
    entry, time = np.asarray(entry, dtype=float), np.asarray(time, dtype=float)
    vast, gone = np.asarray(outcome) == VAST, np.asarray(outcome) == VERTROKKEN
    if not len(time):
        return "niemand begon zonder vast contract"
    if not vast.any():
        return "nog niemand kreeg na de start een vast contract"
    km = SurvfuncRight(time, vast.astype(int), entry=entry)
    survivors = _left(entry, time, vast | gone)
    # with left truncation a few early persons can take the curve to 0 for good, while later ones are still to come
    empty = np.flatnonzero(np.asarray(km.surv_prob) <= 1e-12)
    if len(empty) and (time > km.surv_times[empty[0]]).any():
        return "kort na de start zijn te weinig mensen gevolgd"
    before = np.array([survivors(t) for t in km.surv_times])
    incidence = np.cumsum(before * np.asarray(km.n_events) / np.asarray(km.n_risk))
    return Curve(
        np.asarray(km.surv_times, dtype=float), np.asarray(km.surv_prob), incidence, len(time), int(vast.sum()),
        int(gone.sum()),
    )  # fmt: skip


def _left(entry: np.ndarray, time: np.ndarray, event: np.ndarray) -> Callable[[float], float]:
    """Function: part without any event just before a moment (Aalen and Johansen 1978)."""
    overall = SurvfuncRight(time, event.astype(int), entry=entry)
    moments, parts = np.asarray(overall.surv_times), np.concatenate([[1.0], np.asarray(overall.surv_prob)])
    return lambda moment: float(parts[np.searchsorted(moments, moment, side="left")])


def log_rank(time: np.ndarray, outcome: np.ndarray, group: np.ndarray) -> float | None:
    """P-value of the log-rank test, leavers censored (R: ``survdiff``); None with one group or without events."""
    event = (np.asarray(outcome) == VAST).astype(int)
    if len(np.unique(group)) < 2 or not event.any():
        return None
    p = float(survdiff(np.asarray(time, dtype=float), event, np.asarray(group))[1])
    return p if np.isfinite(p) else None


def outstanding_promises(ronde: Ronde) -> pd.DataFrame:
    """Unconditional promises still open on the peildatum, by their age.

    Returns
    -------
    pandas.DataFrame
        ouderdom (every class has a row), aantal (medewerkers), fte (regular). The age is that of the first promise
        under a contract that runs on the day.
    """
    day = pd.Timestamp(ronde.peildatum)
    open_ = ronde.medewerkers
    open_ = open_[(open_["contractstatus"] == "toegezegd_vast") & (open_["regulier_fte"] > 0)]
    contracts = ronde.tables["contracten"]
    promised = contracts[running_on(contracts, ronde.peildatum) & _promised(contracts, day)]
    first = promised.groupby(PERSON)["toezegging_datum"].min()
    ages = (day - _of(first, open_)).dt.days
    names = [name for _, name in AGES]
    label = pd.cut(ages, [-1, *(limit - 1 for limit, _ in AGES), np.inf], labels=[*names, OLDEST])
    grouped = open_.assign(ouderdom=label).groupby("ouderdom", observed=False)["regulier_fte"]
    return pd.DataFrame({"aantal": grouped.size(), "fte": grouped.sum()}).rename_axis("ouderdom").reset_index()


def kept_promises(ronde: Ronde) -> pd.DataFrame:
    """What became of every unconditional promise to someone with a regular position, by year of the first promise.

    Returns
    -------
    pandas.DataFrame
        jaar, aantal_toegezegd, aantal_vast (a permanent contract began on or after the promise), aantal_open (still
        promised on the peildatum), aantal_tijdelijk (works on without a promise), aantal_vertrokken.
    """
    columns = ["jaar", "aantal_toegezegd", "aantal_vast", "aantal_open", "aantal_tijdelijk", "aantal_vertrokken"]
    day = pd.Timestamp(ronde.peildatum)
    contracts, positions = ronde.tables["contracten"], ronde.tables["personeel"]
    regular = positions[~positions["inloop"] & (positions["begindatum"] <= day)][PERSON].drop_duplicates()
    first = contracts[_promised(contracts, day)].groupby(PERSON)["toezegging_datum"].min()
    people = regular.assign(toegezegd=_of(first, regular)).dropna(subset="toegezegd")
    if people.empty:
        return pd.DataFrame(columns=columns)
    vast = contracts[(contracts["contracttype"] == "vast") & (contracts["begindatum"] <= day)]
    latest = vast.groupby(PERSON)["begindatum"].max()
    status = ronde.medewerkers.set_index(PERSON)["contractstatus"]
    people = people.assign(vast=_of(latest, people), contractstatus=_of(status, people))
    kept = (people["vast"] >= people["toegezegd"]) | (people["contractstatus"] == "vast")
    still = ~kept & (people["contractstatus"] == "toegezegd_vast")
    works = ~kept & ~still & people["contractstatus"].notna()
    flags = {"vast": kept, "open": still, "tijdelijk": works, "vertrokken": ~(kept | still | works)}
    counted = people.assign(jaar=people["toegezegd"].dt.year, aantal_toegezegd=1)
    counted = counted.assign(**{f"aantal_{name}": flag.astype(int) for name, flag in flags.items()})
    return counted.groupby("jaar", as_index=False)[columns[1:]].sum()


def _promised(contracts: pd.DataFrame, day: pd.Timestamp) -> pd.Series:
    return contracts["toezegging_onvoorwaardelijk"] & (contracts["toezegging_datum"] <= day)


def _of(values: pd.Series, people: pd.DataFrame) -> pd.Series:
    """Values, indexed by person, for the rows of a table of persons."""
    return values.reindex(pd.MultiIndex.from_frame(people[PERSON])).set_axis(people.index)
