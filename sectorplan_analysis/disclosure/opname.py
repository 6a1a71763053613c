"""All that the openbaar edition may be made from: the positions on some days, the focus groups, budgets and spending.

It has no contracts and no day in anybody's working life. What of a delivery is not in here, changes nothing that is
published, and need not be protected again.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from sectorplan_analysis.dataset import CENTRAL, CULTUREEL, Ronde
from sectorplan_analysis.status import PERSON

#: Of a position: who has it, what kind it is, how large, and what is known of the person on that day.
_KOLOMMEN = [*PERSON, "functiecategorie", "kpi14", "thema", "subthema", "fte", "inloop", "contractstatus", "gender"]


@dataclass(frozen=True, repr=False)
class Opname(Ronde):
    """A round of which the positions are known on some days only.

    Attributes
    ----------
    per_dag
        Positions by day, with fewer columns than `Ronde.posities` has.
    """

    per_dag: Mapping[dt.date, pd.DataFrame] = dataclasses.field(default_factory=dict)

    @cached_property
    def posities(self) -> pd.DataFrame:
        """Positions on the peildatum.

        Raises
        ------
        LookupError
            When the day is not one of those that were recorded: nobody would then seem to work there.
        """
        if self.peildatum not in self.per_dag:
            raise LookupError(f"positions on {self.peildatum} were not recorded")
        return self.per_dag[self.peildatum]

    def inhoud(self) -> dict[str, Any]:
        """What stands for everything in it, tables by their checksum: the same for the same numbers, and only then."""
        tables = {**self.tables, **{day.isoformat(): rows for day, rows in self.per_dag.items()}}
        return {
            "tabellen": {
                name: hashlib.sha256(rows.to_parquet(index=False)).hexdigest() for name, rows in tables.items()
            },
            "config": dataclasses.asdict(self.config),
            "levering": self.levering,
            "ontbrekend": self.ontbrekend,
            "synthetisch": self.synthetisch,
        }


def opname(ronde: Ronde, dagen: Collection[dt.date]) -> Opname:
    """What may be counted of a whole round, on its peildatum, at year-ends and on other days."""
    days = sorted({ronde.peildatum, *ronde.jaareinden(), *dagen})
    names = [*CENTRAL, *([CULTUREEL] if CULTUREEL in ronde.tables else [])]
    return Opname(
        config=ronde.config,
        levering=ronde.levering,
        tables={name: ronde.tables[name] for name in names},
        ontbrekend=ronde.ontbrekend,
        bestanden={"": ronde.synthetisch},
        per_dag={day: ronde.op(day).posities[_KOLOMMEN] for day in days},
    )
