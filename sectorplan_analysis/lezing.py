"""One reading of a goal of the plan: its numbers then and now, with the verdict; and the verdict on a whole goal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from sectorplan_analysis import oordelen
from sectorplan_analysis.oordelen import Oordeel

_GEEN_DOEL = Oordeel(oordelen.GEEN_DOEL, "het plan noemt geen getal")


@dataclass(frozen=True)
class Lezing:
    """One way to read a goal: a number then and now, and what follows from it.

    Attributes
    ----------
    kpi, eis
        Goal of the plan, and the part of it; the readings of a part have to agree.
    naam, titel
        Name for scripts, and for readers.
    van, tot
        Day (ISO) or measurement of the numbers.
    eenheid
        ``%``, ``fte``, ``personen`` or ``punt``.
    bewijs
        Page and tables of the edition in which the numbers are.
    waarde_van, waarde_tot
        The numbers; None when there is no such number.
    teller_van, noemer_van, teller_tot, noemer_tot
        What a share was made of; None for what is no share.
    oordeel
        The verdict with its reason.
    telt
        Whether it counts in the verdict on the goal; what does not is evidence beside it.
    """

    kpi: str
    eis: str
    naam: str
    titel: str
    van: str
    tot: str
    eenheid: str
    bewijs: tuple[str, ...]
    waarde_van: float | None = None
    teller_van: float | None = None
    noemer_van: float | None = None
    waarde_tot: float | None = None
    teller_tot: float | None = None
    noemer_tot: float | None = None
    oordeel: Oordeel = _GEEN_DOEL
    telt: bool = True

    @property
    def verschil(self) -> float | None:
        return None if self.waarde_van is None or self.waarde_tot is None else self.waarde_tot - self.waarde_van


def verdict(rows: Iterable[Lezing]) -> str:
    """Verdict on one goal from its readings that count."""
    parts: dict[str, list[str]] = {}
    for row in rows:
        if row.telt:
            parts.setdefault(row.eis, []).append(row.oordeel.oordeel)
    return oordelen.combined(parts.values())


def table(rows: Iterable[Lezing]) -> pd.DataFrame:
    """Readings as a table.

    Returns
    -------
    pandas.DataFrame
        kpi, eis, lezing, van, tot, waarde_van, waarde_tot, verschil, eenheid, teller and noemer of both, oordeel,
        reden, bewijs.
    """
    numbers = ["waarde_van", "waarde_tot", "verschil", "eenheid"]
    numbers += [f"{part}_{side}" for side in ("van", "tot") for part in ("teller", "noemer")]
    return pd.DataFrame(
        {
            "kpi": row.kpi,
            "eis": row.eis,
            "lezing": row.naam,
            "van": row.van,
            "tot": row.tot,
            **{name: getattr(row, name) for name in numbers},
            "oordeel": row.oordeel.oordeel,
            "reden": row.oordeel.reden,
            "bewijs": "; ".join(row.bewijs),
        }
        for row in rows
    )
