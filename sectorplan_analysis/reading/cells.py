"""Cells and columns as they come out of a file, before their meaning is known.

A column keeps each distinct cell once and a code per row, so that a million rows cost no more parsing than the texts
they hold.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from sectorplan_analysis.coding import spread
from sectorplan_analysis.words import INVISIBLE_ENDS

Cell = str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None


#: Bytes a cell may hold; what is larger is refused before anything looks for a meaning in it.
MAX_CEL = 32 * 1024
_BEGIN = 100
#: What Excel shows, in English and in Dutch, for a formula that failed or a column that is too narrow.
_EXCEL_FOUTEN = frozenset(
    [
        "#N/A",
        "#REF!",
        "#VALUE!",
        "#NAME?",
        "#DIV/0!",
        "#NUM!",
        "#NULL!",
        "#N/B",
        "#VERW!",
        "#WAARDE!",
        "#NAAM?",
        "#DEEL/0!",
        "#GETAL!",
        "#LEEG!",
        "#######",
    ]
)


class Foutcel(str):
    """A workbook cell whose formula has an error or no computed value; ``code`` is its finding."""

    __slots__ = ()
    code = "cel_formule"


class Reuzencel(Foutcel):
    """The first characters of a cell above the largest size."""

    __slots__ = ()
    code = "cel_te_groot"


class Lezing(NamedTuple):
    """How one distinct cell of a column is read.

    ``code`` is the finding due on every row with this cell, '' when there is none; ``stijl`` its notation, '' when it
    could be any; ``details`` what the text of the finding asks for.
    """

    waarde: Any
    code: str = ""
    stijl: str = ""
    details: dict[str, object] = {}  # noqa: RUF012 - never changed, only read


class Kolom(NamedTuple):
    """A column: its header as sent, the distinct cells (trimmed, empty is None), and per row which of them it holds.

    ``codewoorden`` says that every cell is a code word such as M0123 or 4711: letters, then digits, and no nine digits
    alone. Nothing can be wrong with such a cell by itself, so that a million pseudonyms need no look at each.
    """

    kop: str
    cellen: Sequence[Cell]
    codes: np.ndarray
    codewoorden: bool = False

    @property
    def aantallen(self) -> np.ndarray:
        """Rows per distinct cell."""
        return np.bincount(self.codes, minlength=len(self.cellen))

    def per_row(self, test: Callable[[Cell], bool]) -> np.ndarray:
        """True for the rows whose cell passes a test, which each distinct cell takes once."""
        return spread(np.fromiter(map(test, self.cellen), dtype=bool, count=len(self.cellen)), self.codes)


def clean(cell: Cell) -> Cell:
    """A cell without spaces and invisible characters around it; empty is None."""
    if isinstance(cell, Foutcel):
        return cell
    if isinstance(cell, str):
        if len(cell) > MAX_CEL // 4 and len(cell.encode()) > MAX_CEL:
            return Reuzencel(cell[:_BEGIN])
        while (bare := cell.strip().strip(INVISIBLE_ENDS)) != cell:
            cell = bare
        return cell or None
    return cell


def column(kop: str, cells: Sequence[Cell]) -> Kolom:
    """The distinct cells of a column in order of appearance, and which row holds which."""
    raw: dict[tuple[type, Cell], int] = {}
    index: dict[tuple[type, Cell], int] = {}
    codes = np.empty(len(cells), dtype=np.int64)
    for i, cell in enumerate(cells):
        key = (cell.__class__, cell)
        code = raw.get(key)
        if code is None:
            bare = clean(cell)
            code = raw[key] = index.setdefault((bare.__class__, bare), len(index))
        codes[i] = code
    cellen = [cell for _, cell in index]
    return Kolom(kop, cellen, codes)


def select(kolom: Kolom, rows: np.ndarray) -> Kolom:
    """The column for some of its rows (a boolean mask), with the distinct cells that those hold."""
    if rows.all():
        return kolom
    used, codes = np.unique(kolom.codes[rows], return_inverse=True)
    return kolom._replace(cellen=[kolom.cellen[k] for k in used], codes=codes)


def damaged_cells(kolom: Kolom, *, gebruikt: bool) -> dict[int, tuple[str, dict[str, object]]]:
    """Finding per distinct cell that is too large or, in a column that is used, damaged."""
    found: dict[int, tuple[str, dict[str, object]]] = {}
    for k, cell in enumerate([] if kolom.codewoorden else kolom.cellen):
        if isinstance(cell, Foutcel):
            found[k] = (cell.code, {})
        elif not gebruikt or not isinstance(cell, str):
            continue
        elif cell.upper() in _EXCEL_FOUTEN:
            found[k] = (Foutcel.code, {})
        elif any(c == "\ufffd" or (unicodedata.category(c) == "Cc" and c not in "\n\r\t") for c in cell):
            found[k] = ("cel_stuurteken", {})
    return found


def number_text(cell: float) -> str:
    """A number from a workbook as plain digits: 123.0 is '123'."""
    return str(int(cell)) if float(cell).is_integer() and abs(cell) < 1e15 else repr(float(cell))


def majority_style(lezingen: Sequence[Lezing], kolom: Kolom) -> str:
    """The notation most rows of a column have; the first of equals."""
    styles = {lezing.stijl for lezing in lezingen if lezing.stijl and not lezing.code}
    if len(styles) < 2:
        # nothing to count, which takes time in a column of millions
        return next(iter(styles), "")
    totals: dict[str, int] = {}
    for lezing, aantal in zip(lezingen, kolom.aantallen, strict=True):
        if lezing.stijl and not lezing.code:
            totals[lezing.stijl] = totals.get(lezing.stijl, 0) + int(aantal)
    return max(totals, key=totals.__getitem__, default="")
