"""BSNs used as pseudonyms: judged over all ids of a umc together, because chance depends on how many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from sectorplan_analysis.coding import arrow_texts
from sectorplan_analysis.findings import AFGESCHERMD, bevinding, passes_eleven_test
from sectorplan_analysis.reading.identifiers import more_than_chance, nine_digits
from sectorplan_analysis.reading.layout import SLEUTELVELD
from sectorplan_analysis.reading.table import GelezenTabel

_NINE_DIGITS = "^[ .\u00a0-]*([0-9][ .\u00a0-]*){9}$"


def bsn_findings(tables: Sequence[GelezenTabel]) -> tuple[list[dict[str, Any]], set[str]]:
    """Findings about ids that are valid BSNs, and the umcs whose ids no finding may show.

    An id that passes the eleven test is a ``fout``, unless all ids of the umc are nine-digit numbers and no more pass
    than chance allows: then there is one ``waarschuwing``.
    """
    per_umc: dict[tuple[str, str], list[GelezenTabel]] = defaultdict(list)
    for table in tables:
        per_umc[table.bron.umc, SLEUTELVELD[table.bron.tabel]].append(table)
    findings, hidden = [], set()
    for (umc, veld), group in per_umc.items():
        if veld == "umc":
            continue
        every: list[pa.Array] = []
        for ids in (arrow_texts(table.sleutels.cat.categories) for table in group):
            # the tables of a umc are mostly about the same persons
            every += [] if any(ids.equals(known) for known in every) else [ids]
        # a look at every id costs time: most are no nine digits, however they are written
        numeric = {key for ids in every for key in ids.filter(pc.match_substring_regex(ids, _NINE_DIGITS)).to_pylist()}
        digits = {key: number for key in numeric if (number := nine_digits(key))}
        passing = {key for key, number in digits.items() if passes_eleven_test(number)}
        if not passing:
            continue
        ids = set().union(*(ids.to_pylist() for ids in every)) - {""}
        if len(digits) < len(ids) or more_than_chance(len(passing), len(ids)):
            hidden.add(umc)
            findings += [
                _finding("persoonsgegeven_bsn", t, rij=int(rij))
                for t in group
                for rij, key in zip(t.sleutels.index, t.sleutels, strict=True)
                if key in passing
            ]
        else:
            findings.append(_finding("bsn_mogelijk", group[0], aantal=len(passing), totaal=len(ids)))
    return findings, hidden


def _finding(code: str, table: GelezenTabel, **details: Any) -> dict[str, Any]:
    veld = SLEUTELVELD[table.bron.tabel]
    return bevinding(
        code,
        umc=table.bron.umc,
        bestand=table.bron.bestand,
        blad=table.bron.blad,
        kolom=table.koppen.get(veld, ""),
        veld=veld,
        **details,
    )


def hidden_umcs(bevindingen: pd.DataFrame) -> set[str]:
    """The umcs of which an id is a valid BSN."""
    return set(bevindingen.loc[bevindingen["code"] == "persoonsgegeven_bsn", "umc"])


def hide_ids(findings: list[dict[str, Any]], umcs: set[str]) -> list[dict[str, Any]]:
    """The findings without the ids of these umcs, and without total lines that might repeat one."""
    return [
        row | {"waarde": AFGESCHERMD}
        if row["umc"] in umcs and row["waarde"] and row["veld"] in (*SLEUTELVELD.values(), "")
        else row
        for row in findings
    ]
