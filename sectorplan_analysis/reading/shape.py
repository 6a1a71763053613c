"""The shape of the rows under a header: as many cells as there are columns, and none in a column without a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sectorplan_analysis.reading.cells import Cell, clean
from sectorplan_analysis.reading.headers import column_letter


def shape_problems(
    rows: Sequence[Sequence[Cell]], names: list[str], *, n_columns: int, n_sent: int, scheiding: str
) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Code, row (from 0) and details of every row that is not shaped like the header.

    Parameters
    ----------
    names
        Header per column, '' for none, as wide as the widest row.
    n_columns, n_sent
        Columns up to the last header, and cells of the header row as sent.
    scheiding
        Delimiter of a csv file; '' for a sheet, in which every row is as wide as the widest.
    """
    lengths = [len(row) for row in rows]
    # delimiters at the end of every line, or of none, are a style; on some lines, or where the delimiter may be a
    # decimal comma, they are a shifted row
    long_is_style = not scheiding or (len(set(lengths)) <= 1 and (scheiding != "," or lengths[:1] == [n_sent]))
    short_is_style = not scheiding or (
        all(n <= n_columns and (not row or clean(row[-1]) is not None) for row, n in zip(rows, lengths, strict=True))
        and lengths.count(n_columns) < len(rows) - 1
    )
    for i, row in enumerate(rows):
        extra = next((j for j, cell in enumerate(row) if not names[j] and clean(cell) is not None), None)
        counts = {"cellen": len(row), "kolommen": n_columns}
        if extra is not None and extra < n_columns:
            letter = column_letter(extra)
            yield "waarde_zonder_kop", i, {"kolom": letter, "kolomletter": letter, "waarde": row[extra]}
        elif extra is not None or (len(row) > n_columns and not long_is_style):
            yield "rij_te_lang", i, {"kolom": column_letter(n_columns), **counts}
        elif len(row) < n_columns and not short_is_style:
            yield "rij_te_kort", i, {"kolom": names[len(row)], **counts}
