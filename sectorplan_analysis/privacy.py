"""Pseudonyms of medewerkers become a keyed hash before anything is stored (the key: `sleutel`)."""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from sectorplan_analysis.coding import number_pairs, plain, text_index

_IDENTIFIERS = ("medewerker_id", "deelnemer_id")
_HEX_DIGITS = 24


def pseudonymise(tables: Mapping[str, pd.DataFrame], key: bytes) -> dict[str, pd.DataFrame]:
    """Tables with every identifier replaced by a keyed hash of umc and identifier.

    The same person gets the same hash in every table and round that is hashed with this key. A participant of the
    focus groups is known by deelnemer_id alone, whatever the umc. Coded columns of text become plain ones.
    """
    hashed = {name: plain(table) for name, table in tables.items()}
    for column in _IDENTIFIERS:
        holders = [name for name, table in tables.items() if column in table]
        own = _hashes([tables[name] for name in holders], column, key) if holders else []
        for name, hashes in zip(holders, own, strict=True):
            hashed[name][column] = hashes
    return hashed


def _hashes(tables: Sequence[pd.DataFrame], column: str, key: bytes) -> Iterator[pd.Series]:
    """The hashes of a column in each table; every pair of umc and identifier is hashed once."""
    scopes = [
        table["umc"] if column == "medewerker_id" else pd.Series("", index=table.index, dtype="str") for table in tables
    ]
    numbers, umcs, names = number_pairs(scopes, [table[column] for table in tables])
    codes, pairs = pd.factorize(np.concatenate(numbers))
    umc, name = np.divmod(pairs, max(len(names), 1))
    texts = zip(umcs[umc].tolist(), names[name].tolist(), strict=True)
    digests = text_index([_digest(f"{scope}\x1f{text}", key) for scope, text in texts]).array
    for table, own in zip(tables, np.split(codes, np.cumsum([len(table) for table in tables])[:-1]), strict=True):
        yield pd.Series(digests.take(own), index=table.index)


def _digest(text: str, key: bytes) -> str:
    return hmac.digest(key, text.encode("utf-8"), "sha256").hex()[:_HEX_DIGITS]
