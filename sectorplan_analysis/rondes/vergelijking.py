"""A round beside the one before: every indicator then and now, and what was said of it then."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping

import pandas as pd

from sectorplan_analysis.dataset import TABLES, Ronde, umc_name
from sectorplan_analysis.indicators import INDICATOREN
from sectorplan_analysis.measure import measure_all
from sectorplan_analysis.reference import TOTAAL
from sectorplan_analysis.rondes.config import RondeConfig
from sectorplan_analysis.rondes.opvolging import to_successors
from sectorplan_analysis.rondes.terugvinden import not_compared
from sectorplan_analysis.statistiek.continuity import INSTROOM, VERTROKKEN
from sectorplan_analysis.status import PERSON

COLUMNS = ["peildatum", "vorige", "umc", "maat", "eenheid", "toen_gezegd", "toen", "herziening", "nu", "verschil"]


def earlier_round(
    tables: Mapping[str, pd.DataFrame], config: RondeConfig, *, now: RondeConfig, ontbrekend: Iterable[str] = ()
) -> Ronde:
    """The delivery of an earlier round, under the names that its umcs have now.

    Parameters
    ----------
    tables
        Canonical tables of the earlier delivery.
    config
        What the configuration says about its own day.
    now
        The round it is compared with.
    ontbrekend
        Umcs left out of the round of now: they are left out here too.
    """
    heirs = now.opvolgers
    tables = to_successors({name: tables[name] for name in TABLES}, heirs)
    # its rules were applied in its own round; here a second row of a person must not make two of one
    tables["gender"] = tables["gender"].drop_duplicates(PERSON, ignore_index=True)
    umcs = tuple(dict.fromkeys(heirs.get(umc, umc) for umc in config.umcs))
    delivered = set(tables["personeel"]["umc"])
    missing = tuple(umc for umc in umcs if umc not in delivered or umc in set(ontbrekend))
    kept = {name: table[~table["umc"].isin(missing)].reset_index(drop=True) for name, table in tables.items()}
    return Ronde(
        config=dataclasses.replace(config, umcs=umcs, namen={**config.namen, **now.namen}),
        levering=config.peildatum,
        tables=kept,
        ontbrekend=missing,
    )


def compare(ronde: Ronde, names: Iterable[str] = tuple(INDICATOREN)) -> pd.DataFrame:
    """Indicators on the day of the previous round and now, per umc and in total.

    Returns
    -------
    pandas.DataFrame
        peildatum, vorige, umc (display name, ``Totaal`` last), maat, eenheid, toen_gezegd (from the delivery of the
        previous round; NaN when that is not there), toen (what this delivery says of that day), herziening (toen
        - toen_gezegd), nu and verschil (nu - toen). verschil is NaN for a umc of `terugvinden.not_compared`. No rows
        without a previous round.
    """
    day = ronde.config.vorige
    if day is None:
        return pd.DataFrame(columns=COLUMNS)
    names = list(names)
    key = ["umc", "maat"]
    frame = measure_all(ronde, names)[[*key, "eenheid", "waarde"]].rename(columns={"waarde": "nu"})
    frame["toen"] = measure_all(ronde.op(day), names)["waarde"].to_numpy()
    frame = frame.merge(_said(ronde, day, names), how="left", on=key)
    unmatched = not_compared(ronde)
    stopped = frame["umc"].isin([umc_name(umc) for umc in unmatched])
    if ronde.umc and unmatched:
        stopped |= frame["umc"] == TOTAAL
    frame = frame.assign(
        peildatum=ronde.peildatum.isoformat(),
        vorige=day.isoformat(),
        herziening=frame["toen"] - frame["toen_gezegd"],
        verschil=(frame["nu"] - frame["toen"]).mask(stopped),
    )
    return frame[COLUMNS]


def _said(ronde: Ronde, day: dt.date, names: list[str]) -> pd.DataFrame:
    """Values computed from the delivery of the previous round; empty when that is not there."""
    before = ronde.vorige
    if before is None or before.peildatum != day:
        return pd.DataFrame({"umc": pd.Series(dtype="str"), "maat": pd.Series(dtype="str"), "toen_gezegd": []}).astype(
            {"toen_gezegd": "float64"}
        )
    rows = measure_all(before, names)[["umc", "maat", "waarde"]].rename(columns={"waarde": "toen_gezegd"})
    if set(before.ontbrekend) - set(ronde.ontbrekend):
        # a total of fewer umcs than now is no total to compare with
        rows.loc[rows["umc"] == TOTAAL, "toen_gezegd"] = float("nan")
    return rows


def headcount(moves: pd.DataFrame) -> dict[str, int]:
    """Regular persons on either day and who came and went: begin + instroom - uitstroom = eind.

    Parameters
    ----------
    moves
        Of `continuity.moves`. From and to the inloop counts as coming and going.
    """
    was, now = (~moves[side].isin([INSTROOM, VERTROKKEN, "inloop"]) for side in ("van", "naar"))
    counts = {"begin": was, "instroom": now & ~was, "uitstroom": was & ~now, "eind": now}
    return {name: int(rows.sum()) for name, rows in counts.items()}


def comparison_table(ronde: Ronde) -> pd.DataFrame:
    """`compare` for every indicator, for ``tabellen/``."""
    return compare(ronde)
