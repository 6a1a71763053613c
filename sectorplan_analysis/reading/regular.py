"""The fast way through a csv file whose rows are all alike.

A file is regular when every row below its header has as many cells as the header, no cell is quoted and no row is
blank: then its columns can be split by a compiled reader, and row numbers follow from their place. Anything else goes
the careful way, row by row, which gives the same columns.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from sectorplan_analysis.coding import encode_runs, spread, text_index
from sectorplan_analysis.reading.cells import MAX_CEL, Cell, clean

#: A text that is one word of printable ASCII, so that nothing can be trimmed off.
_BARE = r"^[!-~]([ -~]*[!-~])?$"
_CODE_WORD = r"^([A-Za-z]{1,8}[0-9]{1,12}|[0-9]{1,8})$"
#: Splitting takes and frees many blocks of memory. jemalloc keeps those for the next block, where it is to be had;
#: what Arrow takes by itself gives them back, and getting them anew costs up to a fifth of the time of many rows.
_POOL = pa.jemalloc_memory_pool() if "jemalloc" in pa.supported_memory_backends() else pa.default_memory_pool()


class Cellen(NamedTuple):
    """A column without its header; see `sectorplan_analysis.reading.cells.Kolom`."""

    cellen: Sequence[Cell]
    codes: np.ndarray
    codewoorden: bool


def read_regular(
    content: bytes, *, delimiter: str, header: int, names: Sequence[str], ids: Collection[int] = ()
) -> list[Cellen] | None:
    """Columns of everything below the header row, or None when the file is not regular.

    Parameters
    ----------
    content
        The whole file, in UTF-8.
    header
        Index of the header row.
    names
        Its cells, '' for a column without a name, which must be empty.
    ids
        Places of the columns with a text of its own for every few rows; the others say the same thing often.
    """
    if b'"' in content or b"\0" in content or len(names) < 2 or _lone_return(content):
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
                column_types={
                    str(j): pa.string() if j in ids else pa.dictionary(pa.int32(), pa.string())
                    for j in range(len(names))
                },
                strings_can_be_null=False,
                # it is; asking it of every cell takes a fifth of the time
                check_utf8=False,
            ),
            memory_pool=_POOL,
        )
    except pa.ArrowInvalid:
        return None
    sent = dict(enumerate(table.columns))
    del table
    # one by one, each letting go of what it was made from
    columns = [_column(*(encode_runs if j in ids else _combined)(sent.pop(j))) for j in range(len(names))]
    for name, column in zip(names, columns, strict=True):
        if not name and (column.codewoorden or column.cellen != [None]):
            return None
    return None if _any_blank(columns) else columns


def _lone_return(content: bytes) -> bool:
    """Whether a line ends otherwise than most systems let it: looking for any is cheaper than counting them."""
    return b"\r" in content and content.count(b"\r") != content.count(b"\r\n")


def _combined(column: pa.ChunkedArray) -> tuple[pa.Array, np.ndarray]:
    """The texts of a column that was coded per block, and the code per row in as few bytes as will hold it."""
    blocks = column.unify_dictionaries().chunks
    texts = blocks[0].dictionary if blocks else pa.array([], pa.string())
    codes = np.empty(len(column), dtype=np.min_scalar_type(-len(texts) - 1))
    edges = np.cumsum([0, *map(len, blocks)])
    for block, start, end in zip(blocks, edges[:-1], edges[1:], strict=True):
        codes[start:end] = block.indices
    return texts, codes


def _any_blank(columns: Sequence[Cellen]) -> bool:
    """Whether a row has nothing but empty cells."""
    if not all(not column.codewoorden and None in column.cellen for column in columns):
        return False
    blank = [column.codes == column.cellen.index(None) for column in columns]
    return bool(np.logical_and.reduce(blank).any())


def _column(texts: pa.Array, codes: np.ndarray) -> Cellen:
    if len(texts) and pc.all(pc.match_substring_regex(texts, _CODE_WORD)).as_py():
        # an index serves as one: of code words nobody asks where a cell stands
        return Cellen(cast(Sequence[Cell], text_index(texts)), codes, codewoorden=True)
    cells = texts.to_pylist()
    bare = pc.match_substring_regex(texts, _BARE).to_pylist()
    cleaned = [cell if fine and len(cell) < MAX_CEL else clean(cell) for cell, fine in zip(cells, bare, strict=True)]
    index: dict[tuple[type, Cell], int] = {}
    place = np.array([index.setdefault((cell.__class__, cell), len(index)) for cell in cleaned], dtype=codes.dtype)
    codes = spread(place, codes) if len(index) < len(cells) else codes
    return Cellen([cell for _, cell in index], codes, codewoorden=False)
