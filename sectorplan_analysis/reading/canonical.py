"""Values per field to the canonical frame of a table, and which of its rows say the same twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from pandas.api.types import pandas_dtype

from sectorplan_analysis.coding import coded, combine, repeated, spread
from sectorplan_analysis.reading.cells import Kolom
from sectorplan_analysis.reading.layout import column_types
from sectorplan_analysis.words import find_functie

#: What a cell that could not be read holds until its row is rejected.
_STAND_IN = {"str": "", "category": "", "int64": 0, "bool": False}


class Waarden(NamedTuple):
    """The values of a field: each distinct cell's value, and per row which of them it is.

    ``verschillend`` says that no two of the values are the same, as two cells in another notation can be.
    """

    waarden: Sequence[Any]
    codes: np.ndarray
    verschillend: bool = False

    def per_row(self, dtype: str) -> pd.Series:
        """The value per row; one that could not be read is a stand-in."""
        if dtype == "category":
            texts = self.waarden
            if not isinstance(texts, pd.Index):
                texts = [_STAND_IN[dtype] if value is None else value for value in texts]
            return pd.Series(coded(texts, self.codes), copy=False)
        typed = self.distinct(dtype)
        if isinstance(typed.dtype, np.dtype):
            return pd.Series(spread(typed.to_numpy(), self.codes), copy=False)
        return pd.Series(typed.array.take(self.codes))

    def distinct(self, dtype: str) -> pd.Series:
        """The values of a column that is not of texts, each at least once."""
        values = pd.Series([_STAND_IN.get(dtype) if value is None else value for value in self.waarden], dtype=object)
        return (pd.to_datetime(values) if dtype.startswith("datetime") else values).astype(pandas_dtype(dtype))

    def filled(self) -> np.ndarray:
        """True for the rows that have a value."""
        return spread(np.array([value is not None for value in self.waarden], dtype=bool), self.codes)


def canonical_frame(tabel: str, values: dict[str, Waarden], source: dict[str, Any], n: int) -> pd.DataFrame:
    """The canonical frame of all n rows read, in the order and with the dtypes of the table.

    Parameters
    ----------
    values
        Values per field; a field that a delivery may leave out is absent.
    source
        umc, bestand, blad and rij: one value for all rows, or one per row.
    """
    if "functie" in values:
        titels, codes, _ = values["functie"]
        found = [find_functie(titel or "") for titel in titels]
        values = values | {
            "functiecategorie": Waarden([f.functiecategorie if f else "" for f in found], codes),
            "kpi14": Waarden([bool(f and f.kpi14) for f in found], codes),
        }
    columns = {}
    for naam, dtype in column_types(tabel).items():
        if naam in values:
            columns[naam] = values[naam].per_row(dtype)
        elif dtype == "category":
            columns[naam] = Waarden([source[naam]], np.zeros(n, dtype=np.int8)).per_row(dtype)
        else:
            columns[naam] = pd.Series(source.get(naam, np.nan), index=range(n), copy=False).astype(pandas_dtype(dtype))
    frame = pd.DataFrame(columns, copy=False)
    return _complete_scale(frame) if tabel == "werkdruk" else frame


def _complete_scale(frame: pd.DataFrame) -> pd.DataFrame:
    """A row without a scale has 0 to 10; half a scale is left for the schema to refuse."""
    neither = frame["schaal_min"].isna() & frame["schaal_max"].isna()
    return frame.assign(
        schaal_min=frame["schaal_min"].mask(neither, 0.0), schaal_max=frame["schaal_max"].mask(neither, 10.0)
    )


def first_equal_row(columns: Sequence[Kolom | Waarden], accepted: np.ndarray) -> dict[int, int]:
    """Per row that repeats an earlier one the position of that row; only among the accepted rows.

    Rows are equal when all columns are. Given the columns as sent, a row must repeat another to the letter (after
    trimming). Given the values, as for ``gender`` and ``contracten``, a row that says the same in another notation adds
    nothing either; elsewhere it might be a second position or amount, and the rules across rows refuse it.
    """
    # what tells most rows apart goes first, such as person and first day: the other columns need no look then
    key = combine(_numbered(column) for column in sorted(columns, key=_telling))
    key = key if accepted.all() else key[accepted]
    again = repeated(key)
    if not again.any():
        return {}
    rows = np.flatnonzero(accepted)
    row_of: dict[int, int] = {}
    same = {int(i): row_of.setdefault(int(k), int(i)) for i, k in zip(rows[again], key[again], strict=True)}
    return {i: first for i, first in same.items() if i != first}


def _numbered(column: Kolom | Waarden) -> tuple[np.ndarray, int]:
    """A number per row for the cell or value it holds, and how many there are.

    Days and other values that are no text are numbered in their order, so that rows in order have rising numbers.
    Texts are numbered as they come: ids in order do so in order, and a million others are not worth sorting.
    """
    if isinstance(column, Kolom) or column.verschillend:
        return column.codes, len(_values(column))
    keys = [(value.__class__.__name__, value) for value in column.waarden]
    known: Iterable[tuple[str, Any]] = dict.fromkeys(keys)
    if not any(isinstance(value, str) for _, value in known):
        known = sorted(known, key=_sortable)
    place = {key: number for number, key in enumerate(known)}
    return spread(np.array([place[key] for key in keys], dtype=np.int32), column.codes), len(place)


def _telling(column: Kolom | Waarden) -> tuple[bool, int]:
    """Sorts columns that are always filled before others, and those with many values before those with few."""
    values = _values(column)
    return not isinstance(values, pd.Index) and None in values, -len(values)


def _sortable(key: tuple[str, Any]) -> tuple[str, Any]:
    """The name of a class and one of its values, as it sorts among the others; there is one None only."""
    return key if key[1] is not None else (key[0], 0)


def _values(column: Kolom | Waarden) -> Sequence[Any]:
    return column.cellen if isinstance(column, Kolom) else column.waarden
