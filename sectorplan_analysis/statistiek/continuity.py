"""Who moved between two peildata, and why the fte vast changed: a full count, so facts and no estimates."""

from __future__ import annotations

import datetime as dt
import math

import pandas as pd

from sectorplan_analysis.dataset import Ronde, umc_name
from sectorplan_analysis.reference import TOTAAL
from sectorplan_analysis.rondes.terugvinden import not_compared
from sectorplan_analysis.status import PERSON

#: States of a person on a day, in the order of the pages; ``inloop``: only positions of the inlooptraject.
STATEN = ("vast", "toegezegd_vast", "tijdelijk", "onbekend", "inloop")
INSTROOM, VERTROKKEN = "instroom", "vertrokken"
#: Parts of the change in fte vast; together they are the whole change.
DELEN = ("instroom", "uitstroom", "omgezet", "terug", "omvang")


def previous_day(ronde: Ronde) -> dt.date | None:
    """The previous round; without one, the last year-end before the peildatum; None when there is none."""
    if ronde.config.vorige is not None and ronde.config.vorige < ronde.peildatum:
        return ronde.config.vorige
    days = [day for day in ronde.jaareinden() if day < ronde.peildatum]
    return days[-1] if days else None


def states(ronde: Ronde) -> pd.DataFrame:
    """State and fte of every person on the peildatum.

    Returns
    -------
    pandas.DataFrame
        umc, medewerker_id, staat (of `STATEN`), fte (regular fte; the inloop fte for ``inloop``), functiecategorie.
    """
    persons = ronde.medewerkers
    regular = persons["regulier_fte"] > 0
    return persons[[*PERSON, "functiecategorie"]].assign(
        staat=persons["contractstatus"].where(regular, "inloop"),
        fte=persons["regulier_fte"].where(regular, persons["inloop_fte"]),
    )


def moves(before: Ronde, after: Ronde) -> pd.DataFrame:
    """One row per person who was there on either day.

    Returns
    -------
    pandas.DataFrame
        umc, medewerker_id, van, naar (states; ``instroom`` when absent before, ``vertrokken`` when absent after),
        fte_van, fte_naar (0 when absent). A person who goes to another umc has two rows: pseudonyms are per umc.
    """
    then, now = (states(day).set_index(PERSON) for day in (before, after))
    everyone = then.index.union(now.index)
    then, now = then.reindex(everyone), now.reindex(everyone)
    found = pd.DataFrame(
        {
            "van": then["staat"].fillna(INSTROOM),
            "naar": now["staat"].fillna(VERTROKKEN),
            "fte_van": then["fte"].fillna(0.0).astype(float),
            "fte_naar": now["fte"].fillna(0.0).astype(float),
        },
        index=everyone,
    )
    return found.reset_index()


def transitions(moves: pd.DataFrame) -> pd.DataFrame:
    """Transition matrix, long: every combination of the states that occur.

    Returns
    -------
    pandas.DataFrame
        van, naar, aantal (persons), noemer (persons with that ``van``), aandeel (fraction of the row).
    """
    rows = [name for name in (*STATEN, INSTROOM) if (moves["van"] == name).any()]
    columns = [name for name in (*STATEN, VERTROKKEN) if (moves["naar"] == name).any()]
    counted = pd.crosstab(moves["van"], moves["naar"]).reindex(index=rows, columns=columns, fill_value=0)
    long = pd.DataFrame({"aantal": counted.rename_axis(index="van", columns="naar").stack()}).reset_index()
    long["noemer"] = long["van"].map(counted.sum(axis=1)).astype("int64")
    return long.assign(aandeel=long["aantal"] / long["noemer"])


def decompose(moves: pd.DataFrame) -> dict[str, float]:
    """Why the fte vast changed; every part is signed and the parts sum to the change.

    Instroom and uitstroom: no regular position on the other day (so also from or to the inloop). Omgezet and terug:
    a regular position on both days, vast on one. Omvang: vast on both days, another fte.

    Returns
    -------
    dict
        ``begin``, the parts of `DELEN`, and ``eind``, in fte.
    """
    present = {side: ~moves[side].isin([INSTROOM, VERTROKKEN, "inloop"]).to_numpy() for side in ("van", "naar")}
    was, now = ((moves[side] == "vast").to_numpy() for side in ("van", "naar"))
    before, after = (moves[f"fte_{side}"].to_numpy() for side in ("van", "naar"))
    parts = {
        "instroom": after[now & ~present["van"]],
        "uitstroom": -before[was & ~present["naar"]],
        "omgezet": after[now & ~was & present["van"]],
        "terug": -before[was & ~now & present["naar"]],
        "omvang": (after - before)[was & now],
    }
    total = {"begin": before[was], **parts, "eind": after[now]}
    return {name: math.fsum(values) for name, values in total.items()}


def kitagawa(before: pd.DataFrame, after: pd.DataFrame) -> dict[str, float] | None:
    """Change of a share, split into change within groups and change of the mix of groups (Kitagawa 1955).

    Parameters
    ----------
    before, after
        Indexed by group: ``teller`` and ``noemer``. A group that is absent on one day counts with its share of the
        other day, so that its coming or going is change of the mix.

    Returns
    -------
    dict or None
        ``begin``, ``binnen``, ``samenstelling``, ``eind`` (fractions; begin + binnen + samenstelling = eind); None
        when there is nothing to take a share of on either day.
    """
    groups = before.index.union(after.index)
    frames = [frame.reindex(groups).fillna(0.0).astype(float) for frame in (before, after)]
    if any(frame["noemer"].sum() <= 0 for frame in frames):
        return None
    weights = [frame["noemer"] / frame["noemer"].sum() for frame in frames]
    shares = [frame["teller"] / frame["noemer"].where(frame["noemer"] > 0) for frame in frames]
    shares = [shares[0].fillna(shares[1]).fillna(0.0), shares[1].fillna(shares[0]).fillna(0.0)]
    return {
        "begin": math.fsum(weights[0] * shares[0]),
        "binnen": math.fsum((shares[1] - shares[0]) * (weights[0] + weights[1]) / 2),
        "samenstelling": math.fsum((weights[1] - weights[0]) * (shares[0] + shares[1]) / 2),
        "eind": math.fsum(weights[1] * shares[1]),
    }


def share_vast(ronde: Ronde, *, groep: str) -> pd.DataFrame:
    """Fte vast and all regular fte per ``umc`` or ``functiecategorie``, for `kitagawa`."""
    regular = ronde.posities[~ronde.posities["inloop"]]
    vast = regular["fte"].where(regular["contractstatus"] == "vast", 0.0)
    sums = regular[[groep]].assign(teller=vast, noemer=regular["fte"]).groupby(groep).sum()
    return sums.astype(float)


def decomposition_table(ronde: Ronde) -> pd.DataFrame:
    """`decompose` per umc and in total, since the previous round.

    Returns
    -------
    pandas.DataFrame
        peildatum, sinds, umc (display name, ``Totaal`` last), deel, fte; no rows without a previous round. fte is
        NaN for a umc whose persons are not found again, and then for the total.
    """
    columns = ["peildatum", "sinds", "umc", "deel", "fte"]
    day = previous_day(ronde)
    if day is None:
        return pd.DataFrame(columns=columns)
    all_moves = moves(ronde.op(day), ronde)
    found = {umc_name(umc): decompose(all_moves[all_moves["umc"] == umc]) for umc in ronde.aanwezig}
    found[TOTAAL] = decompose(all_moves)
    rows = [(umc, part, fte) for umc, parts in found.items() for part, fte in parts.items()]
    frame = pd.DataFrame(rows, columns=["umc", "deel", "fte"])
    frame["fte"] = frame["fte"].mask(unmatched(frame["umc"], ronde))
    return frame.assign(peildatum=ronde.peildatum.isoformat(), sinds=day.isoformat())[columns]


def unmatched(umcs: pd.Series, ronde: Ronde) -> pd.Series:
    """True for the rows of umcs whose persons are not found again, and for the total when there are such umcs."""
    stopped = [umc_name(umc) for umc in not_compared(ronde)]
    return umcs.isin([*stopped, TOTAAL] if stopped else [])


def transition_table(ronde: Ronde) -> pd.DataFrame:
    """`transitions` per umc and in total, since the previous round.

    Returns
    -------
    pandas.DataFrame
        peildatum, sinds, umc, van, naar, aantal, noemer, aandeel; no rows without a previous round, and none for a
        umc whose persons are not found again, nor then for the total.
    """
    columns = ["peildatum", "sinds", "umc", "van", "naar", "aantal", "noemer", "aandeel"]
    day = previous_day(ronde)
    if day is None:
        return pd.DataFrame(columns=columns)
    all_moves = moves(ronde.op(day), ronde)
    frames = [transitions(all_moves[all_moves["umc"] == umc]).assign(umc=umc_name(umc)) for umc in ronde.aanwezig]
    frame = pd.concat([*frames, transitions(all_moves).assign(umc=TOTAAL)], ignore_index=True)
    frame = frame[~unmatched(frame["umc"], ronde)].reset_index(drop=True)
    return frame.assign(peildatum=ronde.peildatum.isoformat(), sinds=day.isoformat())[columns]
