"""Pseudonyms of medewerkers become a keyed hash before anything is stored.

The key stays outside the repository: in the environment variable ``SECTORPLAN_SLEUTEL``, or else in a file in the
user's own configuration folder that is made on first use. Rounds hashed with another key cannot be linked.
"""

from __future__ import annotations

import hmac
import os
import secrets
from collections.abc import Mapping
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
    focus groups is known by deelnemer_id alone, whatever the umc.
    """
    import pandas as pd

    hashed = {}
    digests: dict[str, str] = {}
    for name, table in tables.items():
        table = table.copy()
        for column in _IDENTIFIERS:
            if column in table:
                scope = table["umc"] if column == "medewerker_id" else pd.Series("", index=table.index)
                codes, pairs = pd.factorize(pd.Series(scope + "\x1f" + table[column], dtype="str"))
                digests |= {pair: _digest(pair, key) for pair in pairs if pair not in digests}
                own = pd.Series([digests[pair] for pair in pairs], dtype="str")
                table[column] = own.take(codes).set_axis(table.index)
        hashed[name] = table
    return hashed


def _digest(text: str, key: bytes) -> str:
    return hmac.digest(key, text.encode("utf-8"), "sha256").hex()[:_HEX_DIGITS]
