"""The key that pseudonyms are hashed with.

It stays outside the repository: in the environment variable ``SECTORPLAN_SLEUTEL``, or else in a file in the user's own
configuration folder that is made on first use. Rounds hashed with another key cannot be linked.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import platformdirs
from filelock import FileLock

from sectorplan_analysis.errors import CallError

VARIABLE = "SECTORPLAN_SLEUTEL"


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
