"""Files of a round: CSV that is the same on every machine, checksums, and putting a finished folder in its place."""

from __future__ import annotations

import ctypes
import errno
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

#: The two ways a round is published: exact for committee and umcs, and protected for everyone.
INTERN, OPENBAAR = EDITIES = ("intern", "openbaar")
#: In the intern edition: what the openbaar one hides.
VERBORGEN = "openbaar_verborgen"
#: The page to begin with, of an edition and of all rounds.
INDEX = "index.html"
#: Decimals of a computed value in CSV; far beyond any meaning, and short of the noise of adding up.
_DECIMALS = 6
MANIFEST = "manifest.json"
#: For ``renameat2`` of Linux: paths start in the working folder (AT_FDCWD); the two change places (RENAME_EXCHANGE).
_HERE, _EXCHANGE = -100, 2
_VERSIONS = (
    "sectorplan-analysis",
    "pandas",
    "numpy",
    "scipy",
    "statsmodels",
    "matplotlib",
    "seaborn",
    "papermill",
    "nbconvert",
)


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as `csv_text`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(csv_text(frame), encoding="utf-8", newline="")


def csv_text(frame: pd.DataFrame) -> str:
    """A table as RFC 4180 CSV: comma, decimal point, CRLF; an undefined value is an empty cell."""
    import pandas as pd

    text = frame.copy()
    for column in text.columns:
        if pd.api.types.is_float_dtype(text[column]):
            text[column] = text[column].map(_number, na_action="ignore")
        elif text[column].dtype == object:
            text[column] = text[column].map(
                lambda cell: _number(cell) if isinstance(cell, float) else cell, na_action="ignore"
            )
    return text.to_csv(index=False, lineterminator="\r\n")


def write_whole(path: Path, text: str) -> None:
    """Write a text file in one step: whoever reads it sees what was there before or all of the new, never half."""
    path = path.resolve()
    draft = path.with_name(f".{path.name}.nieuw")
    draft.write_text(text, encoding="utf-8", newline="")
    if path.exists():
        draft.chmod(path.stat().st_mode & 0o777)
    _flush(draft)
    draft.replace(path)
    _flush(path.parent)


def _number(value: float) -> str:
    text = f"{value:.{_DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def sha256(path: Path) -> str:
    """Checksum of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def checksums(files: Iterable[Path], *, root: Path) -> list[dict[str, str]]:
    """Path relative to a folder (with forward slashes) and sha256 of each file, sorted by path."""
    rows = [{"bestand": file.relative_to(root).as_posix(), "sha256": sha256(file)} for file in files]
    return sorted(rows, key=lambda row: row["bestand"])


def files_in(folder: Path) -> list[Path]:
    """Every file below a folder, sorted by path."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def versions() -> dict[str, str]:
    """Versions of the package and of the libraries that make the numbers and pages."""
    return {name: version(name) for name in _VERSIONS}


def write_manifest(folder: Path, content: dict[str, Any]) -> None:
    """Write ``manifest.json`` with the checksums of everything else in the edition added as ``uitvoer``."""
    whole = {**content, "uitvoer": checksums(files_in(folder), root=folder)}
    text = json.dumps(whole, ensure_ascii=False, indent=2, default=str)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")


@contextmanager
def workspace(target: Path) -> Iterator[Path]:
    """Folder to build in, on the same disk as its goal; gone afterwards, whatever happened.

    Until the work is put in its place with `replace_folder`, what stood there stays as it was. What a run that was
    killed left behind is cleared up first, so only one run at a time may build for a goal (see `slot.hold`).
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    _clear_up(target)
    with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent, ignore_cleanup_errors=True) as work:
        yield Path(work)


def replace_folder(finished: Path, target: Path) -> None:
    """Put a finished folder in the place of an older one, which is then left in the workspace.

    On Linux the two change places in one step. Elsewhere, and on file systems that cannot, it takes two renames; a
    run that is killed between them is put right by the next `workspace`. Everything is on the disk itself by then, so
    that a power failure leaves no empty files under the names of whole ones.
    """
    for home, _, names in os.walk(finished):
        for name in (*names, ""):
            _flush(Path(home, name))
    if not target.exists():
        finished.rename(target)
    elif not _exchange(finished, target):
        old = _old(finished.parent, target)
        target.rename(old)
        try:
            finished.rename(target)
        except OSError:
            old.rename(target)
            raise
    _flush(target.parent)


def _flush(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk itself, where the file system knows of that."""
    if sys.platform == "win32" and path.is_dir():
        return  # cannot be opened there; names are journalled
    handle = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places at once; False where that cannot be."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if sys.platform == "linux" else None
    return renameat2 is not None and not renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE)


def _old(work: Path, target: Path) -> Path:
    return work / f"{target.name}-oud"


def _clear_up(target: Path) -> None:
    """Remove the workspaces of runs that were killed, and put back the folder that one of them had moved aside."""
    for left in sorted(target.parent.glob(f".{target.name}-*/")):
        if not target.exists() and _old(left, target).is_dir():
            _old(left, target).rename(target)
        shutil.rmtree(left, ignore_errors=True)
