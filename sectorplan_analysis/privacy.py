"""Pseudonyms of medewerkers become a keyed hash before anything is stored.

The key stays outside the repository: in the environment variable ``SECTORPLAN_SLEUTEL``, or else in a file in the
user's own configuration folder that is made on first use. Rounds hashed with another key cannot be linked.
"""

from __future__ import annotations

import hmac
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
from filelock import FileLock

from sectorplan_analysis.errors import CallError

if TYPE_CHECKING:
    import pandas as pd

VARIABLE = "SECTORPLAN_SLEUTEL"
_IDENTIFIERS = ("medewerker_id", "deelnemer_id")
_HEX_DIGITS = 24


def key_file() -> Path:
    """File that holds the key when the environment does not."""
    return Path(platformdirs.user_config_dir("sectorplan_analysis", appauthor=False)) / "sleutel"


def known_key() -> bytes | None:
    """Key for the pseudonyms, when there is one."""
    if value := os.environ.get(VARIABLE):
        return value.encode("utf-8")
    return path.read_bytes() if (path := key_file()).is_file() else None


def load_key() -> tuple[bytes, bool]:
    """Key for the pseudonyms, and whether it was made just now.

    A new key means that these pseudonyms cannot be linked to rounds processed earlier with another key.

    Raises
    ------
    CallError
        When the key is empty: hashes without a key can be turned back by trying all numbers.
    """
    if known := known_key():
        return known, False
    path = key_file()
    new = not path.is_file() and _make_key(path)
    if not (key := path.read_bytes()):
        raise CallError(
            f"De sleutel voor de pseudoniemen in '{path}' is leeg. Zet een kopie terug, of verwijder het bestand."
        )
    return key, new


def _make_key(path: Path) -> bool:
    """Write a key that only its owner can read, whole or not at all; False when another run has just made one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_name(f".{path.name}.slot")):
        if path.is_file():
            return False
        draft = path.with_name(f".{path.name}.nieuw")
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_hex(32).encode("ascii"))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        return True


def pseudonymise(tables: Mapping[str, pd.DataFrame], key: bytes) -> dict[str, pd.DataFrame]:
    """Tables with every identifier replaced by a keyed hash of umc and identifier.

    The same person gets the same hash in every table and round that is hashed with this key. A participant of the
    focus groups is known by deelnemer_id alone, whatever the umc. Coded columns of text become plain ones.
    """
    from sectorplan_analysis.coding import plain

    hashed = {name: plain(table) for name, table in tables.items()}
    for column in _IDENTIFIERS:
        holders = [name for name, table in tables.items() if column in table]
        own = _hashes([tables[name] for name in holders], column, key) if holders else []
        for name, hashes in zip(holders, own, strict=True):
            hashed[name][column] = hashes
    return hashed


def _hashes(tables: Sequence[pd.DataFrame], column: str, key: bytes) -> Iterator[pd.Series]:
    """The hashes of a column in each table; every pair of umc and identifier is hashed once."""
    import numpy as np
    import pandas as pd

    from sectorplan_analysis.coding import number_pairs, text_index

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
