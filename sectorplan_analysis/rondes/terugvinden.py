"""Are the persons of the previous round found again? New pseudonyms look like everyone leaving and others coming."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import pandas as pd

from sectorplan_analysis.coding import plain
from sectorplan_analysis.dataset import Ronde, once
from sectorplan_analysis.status import PERSON, running_on

#: Two ways to look: the same day in the delivery of the previous round, or the two days in the delivery of now.
LEVERINGEN, DAGEN = "tussen leveringen", "tussen dagen"
#: When ``rondes.toml`` names no cut-offs.
_AANDEEL, _VANAF = 0.5, 10


def found_again(
    personeel: pd.DataFrame,
    *,
    peildatum: dt.date,
    vorige: dt.date,
    toen: pd.DataFrame | None,
    umcs: Sequence[str],
    grenzen: Mapping[str, float],
) -> pd.DataFrame:
    """Share of the persons of the previous round that are found again, per umc and way of looking.

    Parameters
    ----------
    personeel
        Positions of this delivery: umc, medewerker_id, begindatum, einddatum.
    peildatum, vorige
        The day of this round and of the round before.
    toen
        Positions of the delivery of ``vorige`` itself; None when that delivery is not there.
    umcs
        Slugs to look at.
    grenzen
        ``aandeel_teruggevonden``: below this share a umc is not compared. ``teruggevonden_vanaf``: between two days of
        one delivery only from this number of persons on, since a few may really leave.

    Returns
    -------
    pandas.DataFrame
        umc, vergelijking (`LEVERINGEN` or `DAGEN`), aantal_toen, aantal_gevonden, aandeel (fraction; NaN when there was
        nobody), voldoende.
    """
    least = grenzen.get("aandeel_teruggevonden", _AANDEEL)
    enough = grenzen.get("teruggevonden_vanaf", _VANAF)
    before, now = _persons(personeel, vorige), _persons(personeel, peildatum)
    looks = [(DAGEN, before, now, enough)]
    if toen is not None:
        # a person who left since is in the history still, so nearly everyone must be found
        looks.insert(0, (LEVERINGEN, _persons(toen, vorige), before, 1))
    rows = []
    for umc in umcs:
        for name, then, other, smallest in looks:
            own = then[then.get_level_values("umc") == umc]
            count, found = len(own), int(own.isin(other).sum())
            share = found / count if count else float("nan")
            rows.append((umc, name, count, found, share, not (count >= smallest and share < least - 1e-12)))
    columns = ["umc", "vergelijking", "aantal_toen", "aantal_gevonden", "aandeel", "voldoende"]
    return pd.DataFrame(rows, columns=columns)


def _persons(personeel: pd.DataFrame, day: dt.date) -> pd.MultiIndex:
    running = personeel.loc[running_on(personeel, day), PERSON]
    return pd.MultiIndex.from_frame(plain(running.drop_duplicates()))


@once
def found_again_in(ronde: Ronde) -> pd.DataFrame:
    """`found_again` for a round; no rows when there is no round before it."""
    day = ronde.config.vorige
    if day is None:
        return found_again(ronde.tables["personeel"], peildatum=ronde.peildatum, vorige=ronde.peildatum, toen=None,
                           umcs=(), grenzen={})  # fmt: skip
    return found_again(
        ronde.tables["personeel"],
        peildatum=ronde.peildatum,
        vorige=day,
        toen=ronde.vorige.tables["personeel"] if ronde.vorige and ronde.vorige.peildatum == day else None,
        umcs=ronde.aanwezig,
        grenzen=ronde.config.grenswaarden,
    )


def not_compared(ronde: Ronde) -> tuple[str, ...]:
    """Slugs of the umcs whose persons are not found again: their comparison with the previous round stops."""
    rows = found_again_in(ronde)
    return tuple(rows.loc[~rows["voldoende"].astype(bool), "umc"].unique())
