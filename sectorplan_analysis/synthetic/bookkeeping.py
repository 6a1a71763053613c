"""The invented sector as a bookkeeping: persons, positions and contracts with their promises, all years at once.

The deliveries are an export of this bookkeeping, so a later round is a longer bookkeeping with the same export.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sectorplan_analysis.reference import subthemas, umc_names
from sectorplan_analysis.synthetic.calibration import FTE
from sectorplan_analysis.synthetic.population import profiles

SEED = 20251231
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Boekhouding:
    """What an HR system would know.

    Attributes
    ----------
    personeel
        One row per position and period: ``persoon, umc, profiel, functiecategorie, kpi14, thema, subthema, fte, inloop,
        begindatum, einddatum``.
    contracten
        One row per contract: ``persoon, umc, contracttype, begindatum, einddatum, toezegging_datum,
        toezegging_onvoorwaardelijk``.
    gender
        One row per person of whom the gender is registered: ``persoon, umc, gender``.
    """

    personeel: pd.DataFrame
    contracten: pd.DataFrame
    gender: pd.DataFrame


def position(
    profiel: str, subthema: str, fte: int, begin: dt.date, einde: dt.date | None = None, *, inloop: bool = False
) -> dict[str, Any]:
    """A position of ``fte`` ten-thousandths from ``begin`` to ``einde`` inclusive."""
    return {
        "profiel": profiel,
        "subthema": subthema,
        "fte": fte / FTE,
        "inloop": inloop,
        "begindatum": begin,
        "einddatum": einde,
    }


def contract(
    kind: str,
    begin: dt.date,
    einde: dt.date | None = None,
    *,
    toezegging: dt.date | None = None,
    onvoorwaardelijk: bool = False,
) -> dict[str, Any]:
    """A contract from ``begin`` to ``einde`` inclusive, with the day conversion was promised."""
    return {
        "contracttype": kind,
        "begindatum": begin,
        "einddatum": einde,
        "toezegging_datum": toezegging,
        "toezegging_onvoorwaardelijk": onvoorwaardelijk,
    }


def book(careers: Iterable[Mapping[str, Any]], *, rng: np.random.Generator) -> Boekhouding:
    """Write careers (``umc``, ``gender`` or None, ``posities``, ``contracten``) into a bookkeeping.

    ``persoon`` is a number below 100,000, unique within the umc, that rises with the first day of employment.
    """
    careers = sorted(careers, key=lambda career: min(row["begindatum"] for row in career["contracten"]))
    persons, positions, contracts = [], [], []
    for umc in umc_names():
        own = [career for career in careers if career["umc"] == umc]
        numbers = np.sort(rng.choice(np.arange(1_000, 60_000), len(own), replace=False))
        for number, career in zip(numbers, own, strict=True):
            key = {"umc": umc, "persoon": int(number)}
            positions += [key | row for row in career["posities"]]
            contracts += [key | row for row in career["contracten"]]
            if career["gender"]:
                persons.append(key | {"gender": career["gender"]})
    return frames(positions, contracts, persons)


def frames(
    positions: list[dict[str, Any]], contracts: list[dict[str, Any]], persons: list[dict[str, Any]]
) -> Boekhouding:
    """Rows with ``umc`` and ``persoon`` as a bookkeeping: dated, and every position with its category and theme."""
    personeel = _dated(positions, "begindatum", "einddatum")
    described = profiles()[["functiecategorie", "kpi14"]].loc[personeel["profiel"]].reset_index(drop=True)
    personeel = personeel.assign(
        functiecategorie=described["functiecategorie"],
        kpi14=described["kpi14"].eq("ja"),
        thema=personeel["subthema"].map(subthemas()),
    )
    return Boekhouding(
        personeel, _dated(contracts, "begindatum", "einddatum", "toezegging_datum"), pd.DataFrame(persons)
    )


def _dated(rows: list[dict[str, Any]], *columns: str) -> pd.DataFrame:
    frame = pd.DataFrame(rows)
    return frame.assign(**{column: pd.to_datetime(frame[column]).astype("datetime64[us]") for column in columns})
