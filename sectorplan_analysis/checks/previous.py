"""Rule that holds a delivery against the one before it: did a umc grow or shrink beyond belief?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from sectorplan_analysis.coding import as_text
from sectorplan_analysis.findings import bevinding
from sectorplan_analysis.rondes.terugvinden import LEVERINGEN, found_again
from sectorplan_analysis.status import running_on

if TYPE_CHECKING:
    from sectorplan_analysis.reading import Levering


class Vorige(NamedTuple):
    """The round before: its delivery, its peildatum, and the largest change that passes (a fraction of it)."""

    levering: Levering
    peildatum: dt.date
    aandeel: float


def check_size(levering: Levering, previous: Vorige, *, peildatum: dt.date) -> list[dict[str, Any]]:
    """A warning per umc whose head count or fte is more than a share away from the previous round.

    Parameters
    ----------
    levering
        This delivery, counted on ``peildatum``.
    previous
        The delivery before it, counted on its own peildatum.

    Returns
    -------
    list
        Findings. A umc that is not in both deliveries, or had nobody before, cannot be compared and gives none.
    """
    now = _size(levering.tables["personeel"], peildatum)
    then = _size(previous.levering.tables["personeel"], previous.peildatum)
    findings = []
    for umc in now.index.intersection(then.index):
        for soort, eenheid in (("medewerkers", "medewerkers"), ("fte", "fte")):
            before, after = float(then[soort][umc]), float(now[soort][umc])
            if before > 0 and abs(after - before) > previous.aandeel * before + 1e-9:
                texts: dict[str, Any] = {"nu": f"{_dutch(after)} {eenheid}", "toen": f"{_dutch(before)} {eenheid}"}
                findings.append(
                    bevinding(
                        "omvang_wijkt_af",
                        umc=umc,
                        bestand=_file(levering, umc),
                        veld=_FIELD[soort],
                        dag=peildatum,
                        vorige=previous.peildatum,
                        **texts,
                    )
                )
    return findings


def check_found_again(
    levering: Levering,
    previous: Vorige | None,
    *,
    peildatum: dt.date,
    vorige: dt.date | None,
    umcs: Sequence[str],
    grenzen: Mapping[str, float],
) -> list[dict[str, Any]]:
    """A warning per umc whose persons of the previous round are not found again; see `terugvinden.found_again`."""
    if vorige is None:
        return []
    staff = levering.tables["personeel"]
    shares = found_again(
        staff,
        peildatum=peildatum,
        vorige=vorige,
        toen=previous.levering.tables["personeel"] if previous and previous.peildatum == vorige else None,
        umcs=[umc for umc in umcs if (staff["umc"] == umc).any()],
        grenzen=grenzen,
    )
    return [
        bevinding(
            "pseudoniemen_niet_teruggevonden",
            umc=row["umc"],
            bestand=_file(levering, row["umc"]),
            veld="medewerker_id",
            dag=vorige,
            toen=row["aantal_toen"],
            gevonden=row["aantal_gevonden"],
            waar="in deze levering op die dag" if row["vergelijking"] == LEVERINGEN else f"op {peildatum}",
        )
        for row in shares[~shares["voldoende"].astype(bool)].to_dict("records")
    ]


_FIELD = {"medewerkers": "medewerker_id", "fte": "fte"}


def _size(personeel: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Persons and fte per umc on a day, inloop included; a umc that delivered but has nobody that day has zeros."""
    rows = personeel[running_on(personeel, day)]
    size = rows.groupby(as_text(rows["umc"])).agg(medewerkers=("medewerker_id", "nunique"), fte=("fte", "sum"))
    return size.reindex(as_text(personeel["umc"].drop_duplicates()), fill_value=0)


def _file(levering: Levering, umc: str) -> str:
    rows = levering.tables["personeel"]
    return str(rows.loc[rows["umc"] == umc, "bestand"].iloc[0])


def _dutch(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")
