"""The fast way through a csv file whose rows are all alike.

A file is regular when every row below its header has as many cells as the header, no cell is quoted and no row is
blank: then its columns can be split by a compiled reader, and row numbers follow from their place. Anything else goes
the careful way, row by row, which gives the same columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from sectorplan_analysis.coding import text_index
from sectorplan_analysis.reading.cells import MAX_CEL, Cell, clean

#: A text that is one word of printable ASCII, so that nothing can be trimmed off.
_BARE = r"^[!-~]([ -~]*[!-~])?$"
_CODE_WORD = r"^([A-Za-z]{1,8}[0-9]{1,12}|[0-9]{1,8})$"


class Cellen(NamedTuple):
    """A column without its header; see `sectorplan_analysis.reading.cells.Kolom`."""

    cellen: Sequence[Cell]
    codes: np.ndarray
    codewoorden: bool


def read_regular(content: bytes, *, delimiter: str, header: int, names: Sequence[str]) -> list[Cellen] | None:
    """Columns of everything below the header row, or None when the file is not regular.

    Parameters
    ----------
    content
        The whole file, in UTF-8.
    header
        Index of the header row.
    names
        Its cells, '' for a column without a name, which must be empty.
    """
    returns = content.count(b"\r")
    if b'"' in content or b"\0" in content or len(names) < 2 or (returns and returns != content.count(b"\r\n")):
        return None
    end = len(content)
    while end and content[end - 1] in b"\r\n":
        end -= 1
    try:
        table = csv.read_csv(
            pa.py_buffer(content).slice(0, end),
            read_options=csv.ReadOptions(skip_rows=header + 1, column_names=[str(j) for j in range(len(names))]),
            parse_options=csv.ParseOptions(delimiter=delimiter, quote_char=False, ignore_empty_lines=False),
            convert_options=csv.ConvertOptions(
                column_types={str(j): pa.dictionary(pa.int32(), pa.string()) for j in range(len(names))},
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    columns = [_column(column.unify_dictionaries().combine_chunks()) for column in table.itercolumns()]
    blank = np.ones(table.num_rows, dtype=bool)
    for name, column in zip(names, columns, strict=True):
        if not name and (column.codewoorden or column.cellen != [None]):
            return None
        empty = column.cellen.index(None) if not column.codewoorden and None in column.cellen else -1
        blank &= column.codes == empty
    return None if blank.any() else columns


def _column(column: pa.DictionaryArray) -> Cellen:
    texts, codes = column.dictionary, column.indices.to_numpy()
    if len(texts) and pc.all(pc.match_substring_regex(texts, _CODE_WORD)).as_py():
        # an index serves as one: of code words nobody asks where a cell stands
        return Cellen(cast(Sequence[Cell], text_index(texts)), codes, codewoorden=True)
    cells = texts.to_pylist()
    bare = pc.match_substring_regex(texts, _BARE).to_pylist()
    cleaned = [cell if fine and len(cell) < MAX_CEL else clean(cell) for cell, fine in zip(cells, bare, strict=True)]
    index: dict[tuple[type, Cell], int] = {}
    place = np.array([index.setdefault((cell.__class__, cell), len(index)) for cell in cleaned], dtype=np.int32)
    return Cellen([cell for _, cell in index], place[codes] if len(index) < len(cells) else codes, codewoorden=False)
