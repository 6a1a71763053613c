"""Values per field to the canonical frame of a table, and which of its rows say the same twice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from sectorplan_analysis.reading.cells import Kolom
from sectorplan_analysis.reading.layout import column_types
from sectorplan_analysis.reading.words import find_functie

#: What a cell that could not be read holds until its row is rejected.
_STAND_IN = {"str": "", "int64": 0, "bool": False}


def canonical_frame(tabel: str, values: dict[str, list[Any]], source: dict[str, Any], n: int) -> pd.DataFrame:
    """The canonical frame of all n rows read, in the order and with the dtypes of the table.

    Parameters
    ----------
    values
        Values per field; a field that a delivery may leave out is absent.
    source
        umc, bestand, blad and rij: one value for all rows, or one per row.
    """
    data = source | values
    if "functie" in values:
        found = [find_functie(titel or "") for titel in values["functie"]]
        data["functiecategorie"] = [f.functiecategorie if f else "" for f in found]
        data["kpi14"] = [bool(f and f.kpi14) for f in found]
    columns = {}
    for naam, dtype in column_types(tabel).items():
        cells = data.get(naam)
        if isinstance(cells, list):
            cells = [_STAND_IN.get(dtype) if cell is None else cell for cell in cells]
            column = pd.Series(cells, index=range(n), dtype=object)
        else:
            column = pd.Series(np.nan if cells is None else cells, index=range(n))
        columns[naam] = (pd.to_datetime(column) if dtype.startswith("datetime") else column).astype(dtype)
    frame = pd.DataFrame(columns)
    return _complete_scale(frame) if tabel == "werkdruk" else frame


def _complete_scale(frame: pd.DataFrame) -> pd.DataFrame:
    """A row without a scale has 0 to 10; half a scale is left for the schema to refuse."""
    neither = frame["schaal_min"].isna() & frame["schaal_max"].isna()
    return frame.assign(
        schaal_min=frame["schaal_min"].mask(neither, 0.0), schaal_max=frame["schaal_max"].mask(neither, 10.0)
    )


def first_equal_row(tabel: str, frame: pd.DataFrame, kolommen: Iterable[Kolom], accepted: np.ndarray) -> dict[int, int]:
    """Per row that repeats an earlier one the position of that row; only among the accepted rows.

    Rows are equal when all columns as sent are, after trimming. In ``gender`` and ``contracten`` a row that says the
    same in another notation adds nothing either; elsewhere it might be a second position or amount, and the rules
    across rows refuse it.
    """
    if tabel in ("gender", "contracten"):
        sent = frame.drop(columns=["bestand", "blad", "rij"])
    else:
        sent = pd.DataFrame({j: kolom.codes for j, kolom in enumerate(kolommen)})
    groups = sent[accepted].groupby(list(sent.columns), sort=False, dropna=False).ngroup()
    first = dict(zip(groups.drop_duplicates(), groups.drop_duplicates().index, strict=True))
    return {int(i): int(first[group]) for i, group in groups[groups.duplicated()].items()}
