"""The header row of a table: where it is, and which column holds which field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sectorplan_analysis.reading.cells import Cell, Kolom, clean
from sectorplan_analysis.reading.layout import TABELLEN
from sectorplan_analysis.reference import read_definition
from sectorplan_analysis.words import header_key, headers, identifying_headers

#: Title lines above the table end before this row.
MAX_TITELRIJEN = 50


@dataclass(frozen=True)
class Kop:
    """Where the header row is (index from 0), its cells, trimmed, '' for an empty one, and how many name a column.

    ``ids`` are the places of the columns that say who a row is about.
    """

    index: int
    cellen: list[str]
    herkend: int
    ids: frozenset[int]


def recognised(row: Sequence[Cell], tabel: str) -> int:
    """How many different columns of a table the cells of a row name."""
    known = headers(tabel)
    return len({known[key] for cell in row if isinstance(cell, str) and (key := header_key(cell[:200])) in known})


def find_header(rows: Sequence[Sequence[Cell]], tabel: str) -> Kop | None:
    """The row among the first 50 that names most columns of the table, the fullest and then the first of equals."""
    best, best_rank = None, (0, 0)
    for index, row in enumerate(rows[:MAX_TITELRIJEN]):
        rank = (recognised(row, tabel), sum(clean(cell) is not None for cell in row))
        if rank[0] and rank > best_rank:
            best, best_rank = index, rank
    if best is None:
        return None
    cells = ["" if (bare := clean(cell)) is None else str(bare) for cell in rows[best]]
    while cells and not cells[-1]:
        cells.pop()
    known, ids = headers(tabel), {veld.naam for veld in TABELLEN[tabel] if veld.soort == "id"}
    return Kop(best, cells, best_rank[0], frozenset(j for j, c in enumerate(cells) if known.get(header_key(c)) in ids))


def fits(rows: Sequence[Sequence[Cell]], tabel: str) -> bool:
    """Whether a sheet has every required column of a table."""
    kop = find_header(rows, tabel)
    if kop is None:
        return False
    known = headers(tabel)
    found = {known.get(header_key(cell)) for cell in kop.cellen}
    return all(veld.naam in found for veld in TABELLEN[tabel] if veld.verplicht)


class Toewijzing(NamedTuple):
    """Column number per field, columns not used, and findings as (code, column number or None, veld, details)."""

    velden: dict[str, int]
    ongebruikt: list[int]
    meldingen: list[tuple[str, int | None, str, dict[str, object]]]


def assign(kolommen: list[Kolom], tabel: str) -> Toewijzing:
    """Which column holds which field, and what there is to say about it."""
    known = headers(tabel)
    candidates: dict[str, list[int]] = defaultdict(list)
    unused = []
    for i, kolom in enumerate(kolommen):
        if naam := known.get(header_key(kolom.kop)):
            candidates[naam].append(i)
        elif kolom.kop:
            unused.append(i)
    velden: dict[str, int] = {}
    findings: list[tuple[str, int | None, str, dict[str, object]]] = []
    for veld in TABELLEN[tabel]:
        columns = candidates[veld.naam]
        if len(columns) > 1:
            code, chosen = _choose([kolommen[i] for i in columns], veld.naam)
            names = ", ".join(f"kolom {column_letter(i)}" for i in columns)
            findings.append((code, columns[chosen], veld.naam, {"veld": veld.naam, "namen": names}))
            columns = columns[chosen : chosen + 1]
        if columns:
            velden[veld.naam] = columns[0]
        elif veld.verplicht:
            names = ", ".join(_synonyms(tabel, veld.naam))
            findings.append(("kolom_ontbreekt", None, veld.naam, {"veld": veld.naam, "namen": names}))
    for i in unused:
        key = header_key(kolommen[i].kop)
        if key in identifying_headers() and any(cell is not None for cell in kolommen[i].cellen):
            findings.append(("persoonsgegeven_kolom", i, "", {}))
        else:
            findings.append(("kolom_niet_gebruikt", i, "", {}))
    return Toewijzing(velden, unused, findings)


def _choose(columns: list[Kolom], veld: str) -> tuple[str, int]:
    exact = [i for i, kolom in enumerate(columns) if header_key(kolom.kop) == header_key(veld)]
    same = all(
        [kolom.cellen[c] for c in kolom.codes] == [columns[0].cellen[c] for c in columns[0].codes]
        for kolom in columns[1:]
    )
    if same:
        return "kolom_dubbel_gelijk", exact[0] if exact else 0
    return ("kolom_voorkeur", exact[0]) if len(exact) == 1 else ("kolom_dubbel", 0)


def _synonyms(tabel: str, veld: str) -> list[str]:
    rows = read_definition("koppen")
    return list(rows.loc[(rows["tabel"] == tabel) & (rows["veld"] == veld), "kop"].head(8))


def column_letter(index: int) -> str:
    """The letters Excel shows above a column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
