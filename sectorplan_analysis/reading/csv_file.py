"""CSV files: bytes to rows of text, whatever their encoding and delimiter."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from charset_normalizer import from_bytes

from sectorplan_analysis.reading.cells import Cell
from sectorplan_analysis.reading.headers import MAX_TITELRIJEN, Kop
from sectorplan_analysis.reading.regular import Cellen, read_regular

DELIMITERS = (";", ",", "\t", "|")
MAX_BYTES = 512 * 1024 * 1024
_SAMPLE = 200_000
_SOMETHING = re.compile(rb"[^\0 \t\r\n;,|]")
_SEP = re.compile(r'"?sep=(.)"?[;,|\t]*(?:\r\n|\r|\n)', re.IGNORECASE)
_CHUNK = 2**20
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))

# the limit of the standard library is lower than a cell that must become a finding instead of a crash
csv.field_size_limit(MAX_BYTES)


class Raster(NamedTuple):
    """Rows of cells; row ``i`` is row ``i + 1`` in Excel.

    ``scheiding`` is the delimiter of a csv file, '' for a sheet; ``fout`` the row, and column from 0, where
    reading had to stop, if it did; ``vanaf_1904`` whether plain numbers in the workbook count days from 1904.
    ``kolommen`` are the columns below the header when the file is regular; ``rijen`` then ends with the header.
    """

    rijen: Sequence[Sequence[Cell]]
    scheiding: str = ""
    fout: tuple[int, int] | None = None
    vanaf_1904: bool = False
    kolommen: list[Cellen] | None = None


class OnleesbaarError(Exception):
    """A file that cannot be read; carries the code of the finding and its details, never content of the file."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


def decode(data: bytes) -> str:
    """Text of a csv file that is not plain UTF-8.

    Bytes that do not fit the encoding become the replacement character U+FFFD.

    Raises
    ------
    OnleesbaarError
        When the bytes are text in none of the encodings of the contract.
    """
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        raise OnleesbaarError("tekencodering")
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, errors="replace")
    if encoding := _utf16_without_bom(data):
        return data.decode(encoding, errors="replace")
    # UTF-8 with a few damaged bytes: accented characters that are whole prove it, the damaged cells become findings
    text = data.decode("utf-8", errors="replace")
    if re.search("[\u0080-\ufffc\U00010000-\U0010ffff]", text):
        return text
    best = from_bytes(data[:_SAMPLE], cp_isolation=["cp1252"], preemptive_behaviour=False).best()
    text = data.decode("cp1252", errors="replace")
    if best is None and sum(c == "\ufffd" or (c < " " and c not in "\t\r\n") for c in text) > len(text) / 100:
        raise OnleesbaarError("tekencodering")
    return text


def to_utf8(data: bytes) -> bytes:
    """The text of a csv file in UTF-8 without byte order mark; a file that is that already is not copied.

    Raises
    ------
    OnleesbaarError
        When the bytes are another kind of file, or text in none of the encodings of the contract.
    """
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b", b"\x89PNG")):
        raise OnleesbaarError("bestand_inhoud", soort="csv", reden="het is een ander soort bestand")
    if not _utf16_without_bom(data) and (data.isascii() or _is_utf8(data)):
        return data.removeprefix(codecs.BOM_UTF8)
    return decode(data).removeprefix("\ufeff").encode("utf-8")


def _is_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8, without making a text of them."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _CHUNK):
            decoder.decode(data[start : start + _CHUNK], final=start + _CHUNK >= len(data))
    except UnicodeDecodeError:
        return False
    return True


def _utf16_without_bom(data: bytes) -> str:
    """UTF-16 byte order when half of the bytes are zero on the same side, else ''."""
    sample = data[:_SAMPLE]
    half = max(len(sample) // 2, 1)
    if sample[1::2].count(0) > 0.3 * half > sample[0::2].count(0) * 10:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.3 * half > sample[1::2].count(0) * 10:
        return "utf-16-be"
    return ""


def read_csv(data: bytes, *, find_kop: Callable[[Sequence[Sequence[Cell]]], Kop | None]) -> Raster:
    """Rows of a csv file, with row numbers as Excel shows them.

    A blank line counts, a line break within quotes does not, and a ``sep=`` line is not shown by Excel.

    Parameters
    ----------
    find_kop
        Finds the header row of the table among the first rows, as split by a delimiter.

    Raises
    ------
    OnleesbaarError
        When the file is too large, empty, or no text in an encoding of the contract.
    """
    if len(data) > MAX_BYTES:
        raise OnleesbaarError("bestand_te_groot", reden=f"meer dan {MAX_BYTES // 2**20} MB")
    data = to_utf8(data)
    if not _SOMETHING.search(data):
        raise OnleesbaarError("bestand_leeg")
    begin = data[:_SAMPLE].decode("utf-8", errors="ignore")
    declared = _SEP.match(begin)
    if declared:
        begin = begin[declared.end() :]
        data = data[len(declared.group().encode()) :]
    order = sorted(DELIMITERS, key=lambda d: not (declared and declared[1] == d))
    heads = {d: list(islice(_rows(begin, d, strict=False), MAX_TITELRIJEN)) for d in order}
    koppen = {d: find_kop(rows) for d, rows in heads.items()}
    herkend = {d: kop.herkend if kop else 0 for d, kop in koppen.items()}
    delimiter = max(order, key=herkend.__getitem__)
    if (kop := koppen[delimiter]) is not None:
        names = kop.cellen + [""] * (len(heads[delimiter][kop.index]) - len(kop.cellen))
        kolommen = read_regular(data, delimiter=delimiter, header=kop.index, names=names, ids=kop.ids)
        if kolommen is not None:
            return Raster(heads[delimiter][: kop.index + 1], delimiter, kolommen=kolommen)
    text = data.decode("utf-8")
    rows: list[list[str]] = []
    try:
        for row in _rows(text, delimiter, strict=True):
            rows.append(row)
    except csv.Error:
        broken = next(islice(_rows(text, delimiter, strict=False), len(rows), None), [""])
        torn = next((j for j, cell in enumerate(broken) if '"' in cell or "\n" in cell), len(broken) - 1)
        return Raster(rows, delimiter, (len(rows) + 1, torn))
    width = max(map(len, rows), default=0)
    for i, row in enumerate(rows):
        if (column := _swallowed_a_row(row, delimiter, width)) is not None:
            return Raster(rows[:i], delimiter, (i + 1, column))
    return Raster(rows, delimiter)


def _rows(text: str, delimiter: str, *, strict: bool) -> Iterator[list[str]]:
    # a quote after "; " opens a cell too; spaces around a cell mean nothing
    lines = io.StringIO(text, newline="")
    yield from csv.reader(lines, delimiter=delimiter, strict=strict, skipinitialspace=True)


def _swallowed_a_row(row: list[str], delimiter: str, width: int) -> int | None:
    """The column of a cell that holds a whole row: the sign of a quote that was never closed."""
    if width > 1:
        for j, cell in enumerate(row):
            if "\n" in cell and max(line.count(delimiter) for line in cell.splitlines()) >= width - 1:
                return j
    return None
