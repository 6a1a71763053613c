"""The codebook: what every column of ``data/processed/<peildatum>/`` means, for people and for machines.

Types, descriptions, units and limits are those of the schemas the data is checked with; allowed values are those of
the value lists. Nothing is described twice: a column that changes in a schema changes here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa

from sectorplan_analysis.checks.schemas import schemas, status_schema
from sectorplan_analysis.column_texts import MAXIMA, allowed_values
from sectorplan_analysis.dataset import CENTRAL, CULTUREEL
from sectorplan_analysis.findings import regels
from sectorplan_analysis.reading.layout import TABELLEN
from sectorplan_analysis.reference import umc_names

CODEBOOK, DATAPACKAGE = "codebook.csv", "datapackage.json"
COLUMNS = ["table", "column", "description", "unit", "values", "source"]
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
#: Words that are as the sender wrote them: their list is what the reader knows, not what the column may hold.
_FREE = {"functie"}
_KEYS = {"status": ["umc", "medewerker_id"], "gender": ["umc", "medewerker_id"], "begroting": ["umc"]}
_SOURCES = {
    "umc": "name of the folder, workbook or cell, as slug (definities/umcs.csv)",
    "medewerker_id": "pseudonym of the umc, replaced by a keyed hash",
    "deelnemer_id": "pseudonym of the researchers, replaced by a keyed hash",
    "functiecategorie": "looked up from functie in definities/functies.csv",
    "kpi14": "looked up from functie in definities/functies.csv",
    **dict.fromkeys(("bestand", "blad", "rij"), "added by the reader: place of the row in the delivery"),
}


def make_codebook(umcs: Sequence[str] = ()) -> pd.DataFrame:
    """Every column of the processed tables.

    Parameters
    ----------
    umcs
        Slugs that occur in the round; empty: all that are known.

    Returns
    -------
    pandas.DataFrame
        One row per column: table (stem of the parquet file), column, description, unit ('' when it has none; ``datum``
        for a day), values (allowed values separated by '; ', or limits; '' when any text will do) and source (where
        the value comes from).
    """
    rows = [
        (
            table,
            name,
            column.description,
            column.metadata["eenheid"],
            _values(table, column, umcs),
            _source(table, name),
        )
        for table, name, column in _columns()
    ]
    return pd.DataFrame(rows, columns=COLUMNS, dtype="str")


def datapackage(peildatum: str, umcs: Sequence[str] = ()) -> dict[str, Any]:
    """The same as a Frictionless Data Package: a Table Schema per parquet file of one peildatum."""
    fields: dict[str, list[dict[str, Any]]] = {}
    for table, name, column in _columns():
        limits = _allowed(table, column, umcs) or _limits(column)
        constraints = {"required": not column.nullable} | ({"enum": limits} if isinstance(limits, list) else limits)
        field = {"name": name, "type": _type(column), "title": column.title, "description": column.description}
        field |= {"unit": unit} if (unit := column.metadata["eenheid"]) not in ("", "datum") else {}
        fields.setdefault(table, []).append(field | {"constraints": constraints})
    resources = [
        {
            "name": table,
            "path": f"{table}.parquet",
            "format": "parquet",
            "mediatype": "application/vnd.apache.parquet",
            # an empty text is a value (a csv has no worksheet); what is missing is null in parquet
            "schema": {"fields": own, "missingValues": []} | ({"primaryKey": _KEYS[table]} if table in _KEYS else {}),
        }
        for table, own in fields.items()
    ]
    return {"$schema": _PROFILE, "name": f"sectorplan-{peildatum}", "resources": resources}


def write_codebook(folder: Path, umcs: Sequence[str] = ()) -> None:
    """Write ``codebook.csv`` and ``datapackage.json`` in the folder of a peildatum; the same bytes every time."""
    known, package = make_codebook(umcs), datapackage(folder.name, umcs)
    # culturele_diversiteit is there in some rounds only
    there = {table for table in known["table"].unique() if (folder / f"{table}.parquet").is_file()}
    package["resources"] = [resource for resource in package["resources"] if resource["name"] in there]
    known[known["table"].isin(there)].to_csv(folder / CODEBOOK, index=False, encoding="utf-8", lineterminator="\r\n")
    text = json.dumps(package, ensure_ascii=False, indent=1)
    (folder / DATAPACKAGE).write_text(text + "\n", encoding="utf-8", newline="\n")


def _columns() -> Iterator[tuple[str, str, pa.Column]]:
    for table, schema in {**schemas(), "status": status_schema()}.items():
        for name, column in schema.columns.items():
            yield table, name, column


def _source(table: str, name: str) -> str:
    if table == "status" and name not in ("umc", "medewerker_id"):
        return "computed from what runs on the peildatum (sectorplan_analysis.status)"
    return _SOURCES.get(
        name, f"{'central file' if table in (*CENTRAL, CULTUREEL) else 'delivered table'} {table}, column {name}"
    )


def _values(table: str, column: pa.Column, umcs: Sequence[str]) -> str:
    limits = _allowed(table, column, umcs) or _limits(column)
    if isinstance(limits, list):
        return "; ".join("true" if value is True else "false" if value is False else value for value in limits)
    words = {"exclusiveMinimum": "above", "minimum": "from", "maximum": "to"}
    return " ".join(f"{words[key]} {value:.12g}" if isinstance(value, float | int) else f"{words[key]} {value}"
                    for key, value in limits.items())  # fmt: skip


def _allowed(table: str, column: pa.Column, umcs: Sequence[str]) -> list[Any]:
    """Values of a coded column in the order of the value lists; empty when it is not coded."""
    if _type(column) == "boolean":
        return [True, False]
    if column.name == "umc":
        # a bureau may also count a whole organisation, under its own name
        return [] if table == CULTUREEL else list(umcs or umc_names())
    veld = next((veld for velden in TABELLEN.values() for veld in velden if veld.naam == column.name), None)
    listed = list(allowed_values(veld)) if veld is not None and column.name not in _FREE else []
    for check in column.checks:
        own = check.statistics.get("allowed_values", ())
        if own and set(own) != set(listed):
            return list(own)
    return listed


def _limits(column: pa.Column) -> dict[str, Any]:
    """Least and greatest value that are no fout in a delivery."""
    if column.name in MAXIMA:
        return {"exclusiveMinimum": 0, "maximum": MAXIMA[column.name]}
    found: dict[str, Any] = {}
    for check in column.checks:
        limits = check.statistics if regels().get(check.error, {}).get("ernst") == "fout" else {}
        if "min_value" in limits:
            found["minimum"] = max(limits["min_value"], found.get("minimum", limits["min_value"]))
        if "max_value" in limits:
            found["maximum"] = limits["max_value"]
    return {key: f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else value for key, value in found.items()}


def _type(column: pa.Column) -> str:
    """Type in a Table Schema."""
    dtype = str(column.dtype)
    known = {"bool": "boolean", "int64": "integer", "float64": "number"}
    return known.get(dtype, "date" if dtype.startswith("datetime") else "string")
