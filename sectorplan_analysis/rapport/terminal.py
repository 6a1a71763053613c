"""What the evaluator sees on the terminal: rows and findings per umc, and every fout in one line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Hashable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from sectorplan_analysis.dataset import umc_name
from sectorplan_analysis.pages import dutch
from sectorplan_analysis.rondes.config import RondeConfig

if TYPE_CHECKING:
    from sectorplan_analysis.reading import Levering

_SHOWN = 20
_ERNST = ("fout", "waarschuwing", "info")
_ROWS = ("gelezen", "behouden", "afgekeurd", "dubbel")


def judgement(levering: Levering, config: RondeConfig, *, levering_van: dt.date, without: Collection[str]) -> str:
    """Text for the terminal: which delivery, a table per umc, the first fouten and where the rest is."""
    found, rows = levering.bevindingen, levering.rijen
    per_ernst = pd.crosstab(found["umc"], found["ernst"]).reindex(columns=list(_ERNST), fill_value=0)
    per_rij = rows.groupby("umc")[list(_ROWS)].sum()
    senders = [umc for umc in config.umcs if umc not in without]
    senders += sorted((set(per_ernst.index) | set(per_rij.index)) - set(config.umcs))
    table = per_rij.join(per_ernst, how="outer").reindex(senders).fillna(0).astype(int)
    table.index = [umc_name(umc) for umc in table.index]
    lines = [f"Peildatum {dutch.date(config.peildatum)}, levering van {dutch.date(levering_van)}.", "", *_layout(table)]
    if without:
        lines += ["", f"Weggelaten: {dutch.join_words(umc_name(umc) for umc in sorted(without))}."]
    wrong = found[found["ernst"] == "fout"]
    if len(wrong):
        lines += ["", "Fouten:", *(_line(row) for row in wrong.head(_SHOWN).to_dict("records"))]
    if len(wrong) > _SHOWN:
        lines.append(f"  ... en nog {len(wrong) - _SHOWN}; alle bevindingen staan in bevindingen.csv.")
    return "\n".join(lines)


def _layout(table: pd.DataFrame) -> list[str]:
    width = max(len(str(name)) for name in table.index)
    head = f"{'':{width}}  " + "  ".join(f"{name:>12}" for name in table.columns)
    body = [
        f"{name:{width}}  " + "  ".join(f"{dutch.number(n):>12}" for n in counts)
        for name, counts in zip(table.index, table.to_numpy(), strict=True)
    ]
    return [head, *body]


def _line(row: Mapping[Hashable, Any]) -> str:
    place = [str(row["umc"]), str(row["bestand"])]
    if row["blad"]:
        place.append(f"blad {row['blad']}")
    if pd.notna(row["rij"]):
        place.append(f"rij {row['rij']}")
    if row["kolom"]:
        place.append(f"kolom {row['kolom']}")
    return f"  {', '.join(part for part in place if part)}: {row['melding']} [{row['code']}]"
