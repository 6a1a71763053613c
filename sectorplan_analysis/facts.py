"""Named facts, each a table or a plain value, in a file: equal facts give equal bytes and come back as they were."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

_TABLE = "tabel"


def write_facts(facts: Mapping[str, Any], path: Path) -> None:
    """Write tables, of which the index does not count, and values that JSON has: no tuples, days or numpy numbers."""
    text = json.dumps(facts, ensure_ascii=False, indent=1, default=_plain)
    path.write_text(f"{text}\n", encoding="utf-8", newline="\n")


def read_facts(path: Path) -> dict[str, Any]:
    """What `write_facts` wrote."""
    facts: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return {name: _read(fact) for name, fact in facts.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, pd.DataFrame):
        return {_TABLE: {name: [str(column.dtype), column.tolist()] for name, column in value.items()}}
    # a number of numpy in a column of several kinds
    return value.item()


def _read(fact: Any) -> Any:
    if not (isinstance(fact, dict) and fact.keys() == {_TABLE}):
        return fact
    return pd.DataFrame({name: pd.Series(values, dtype=dtype) for name, (dtype, values) in fact[_TABLE].items()})
