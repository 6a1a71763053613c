"""Total lines under a table: recognised, checked against the rows above, and skipped."""

from __future__ import annotations

import re

import numpy as np

from sectorplan_analysis.reading.cells import Cell, Kolom
from sectorplan_analysis.reading.layout import OPTELVELD, SLEUTELVELD, UMC_TABELLEN, column_types
from sectorplan_analysis.reading.numbers import read_amounts, read_decimals
from sectorplan_analysis.words import plain

_TOTAAL = re.compile(
    r"(?:(?:sub|eind)?\s?-?totaal|totalen|generaal totaal|totals?|grand total|sub-?total|som|sum|aantal|"
    r"gemiddelde?|average|mean)\s*[:=]?|(?:sub|eind)?totaal\b.*|aantal\b.*|(?:grand |sub)?total\b.*"
)


def is_total_word(cell: Cell) -> bool:
    """Whether a cell says that its row adds up others."""
    return isinstance(cell, str) and len(cell) < 100 and bool(_TOTAAL.fullmatch(plain(cell)))


def total_lines(kolommen: list[Kolom], velden: dict[str, int], tabel: str) -> dict[int, str]:
    """Total lines by row number (from 0), with '' when the total fits the rows above and else what was expected.

    A total line has a total word, and its key is empty or such a word. A row of a person with every other cell filled
    is never one. The last row without any word counts when it holds nothing but the sum of the column above.
    """
    if SLEUTELVELD[tabel] not in velden or not kolommen:
        return {}
    key = kolommen[velden[SLEUTELVELD[tabel]]]
    if key.codewoorden:
        # every row is about somebody
        return {}
    words = [k.per_row(is_total_word) for k in kolommen]
    filled = [k.per_row(lambda cell: cell is not None) for k in kolommen]
    n_filled = np.sum(filled, axis=0)
    key_word, key_filled = words[velden[SLEUTELVELD[tabel]]], filled[velden[SLEUTELVELD[tabel]]]
    candidate = np.any(words, axis=0) & (key_word | ~key_filled)
    sum_veld = OPTELVELD.get(tabel)
    if tabel in UMC_TABELLEN or tabel == "werkdruk":
        types = column_types(tabel)
        others = {veld: i for veld, i in velden.items() if veld not in (SLEUTELVELD[tabel], sum_veld)}
        # a bare whole number is a count where words belong, and a value (a year, a score, a day number) elsewhere
        required = [
            filled[i] & ~_counts(kolommen[i]) if types[veld] in ("str", "category") else filled[i]
            for veld, i in others.items()
            if not _optional(tabel, velden, i)
        ]
        candidate &= ~np.all(required, axis=0) if required else True
    numbers = _numbers(kolommen[velden[sum_veld]], tabel) if sum_veld in velden else None
    last = len(key.codes) - 1
    if numbers is not None and last > 0 and not candidate[last] and n_filled[last] == 1 and np.isfinite(numbers[last]):
        above = numbers[:last][~candidate[:last]]
        candidate[last] = abs(np.nansum(above) - numbers[last]) < 0.005
    found = {}
    previous = 0
    for line in np.flatnonzero(candidate):
        found[int(line)] = _mismatch(int(line), previous, candidate, numbers, kolommen, velden, tabel)
        previous = int(line) + 1
    return found


def _counts(kolom: Kolom) -> np.ndarray:
    """Rows where the column holds a bare whole number, as a count in a total line does."""
    return kolom.per_row(lambda cell: _integers(cell) == [str(cell).removesuffix(".0")])


def _optional(tabel: str, velden: dict[str, int], i: int) -> bool:
    naam = next(veld for veld, j in velden.items() if j == i)
    return naam in ("einddatum", "toezegging_datum", "toezegging_onvoorwaardelijk", "inloop", "werkplezier") or (
        naam.startswith("schaal") or naam in ("focusgroep", "functiegroep", "contractstatus")
    )


def _numbers(kolom: Kolom, tabel: str) -> np.ndarray:
    read = read_amounts if tabel == "bestedingen" else read_decimals
    values = [np.nan if lezing.waarde is None else lezing.waarde for lezing in read(kolom.cellen)]
    return np.array(values, dtype=float).take(kolom.codes)


def _mismatch(
    line: int,
    previous: int,
    candidate: np.ndarray,
    numbers: np.ndarray | None,
    kolommen: list[Kolom],
    velden: dict[str, int],
    tabel: str,
) -> str:
    """What the rows above add up to when the total line says something else, '' when it fits or says no number."""
    data = ~candidate[:line]
    cells = {i: k.cellen[k.codes[line]] for i, k in enumerate(kolommen)}
    if any(isinstance(cell, str) and plain(cell)[:4] in ("gemi", "aver", "mean") for cell in cells.values()):
        return ""
    count_all, count_part = int(data.sum()), int(data[previous:].sum())
    total_column = velden.get(OPTELVELD.get(tabel, ""))
    if total_column is not None and cells[total_column] is not None and not is_total_word(cells[total_column]):
        assert numbers is not None
        tolerance = _tolerance(cells[total_column])
        sums = [float(np.nansum(numbers[:line][data])), float(np.nansum(numbers[previous:line][data[previous:]]))]
        if not np.isnan(numbers[line]) and min(abs(numbers[line] - s) for s in sums) <= tolerance:
            return ""
        return f"die tellen op tot {sums[0]:.12g}"
    counts = {int(n) for cell in cells.values() for n in _integers(cell)}
    if not counts or counts & {count_all, count_part}:
        return ""
    return f"dat zijn er {count_all}"


def _integers(cell: Cell) -> list[str]:
    if isinstance(cell, bool) or cell is None:
        return []
    if isinstance(cell, float):
        return [str(int(cell))] if cell.is_integer() else []
    return re.findall(r"(?<![\d.,])\d{1,7}(?![\d.,])", str(cell)) if isinstance(cell, str) else []


def _tolerance(cell: Cell) -> float:
    """Half of the last decimal the total shows."""
    match = re.search(r"[.,](\d{1,2})\D*$", cell) if isinstance(cell, str) else None
    if isinstance(cell, str):
        return 0.5 * 10.0 ** -(len(match[1]) if match else 0) + 1e-6
    return 0.005
