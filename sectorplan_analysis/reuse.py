"""What was made before from exactly the same things, so that it need not be made again.

A key stands for everything that something is made from. A record beside the editions holds the keys of the last run,
and a checksum of every file that it left. Nothing else is stored: what is used again is taken from the editions
themselves, as long as the files are still what was made. Light to import, for a run that has nothing to do.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import shutil
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sectorplan_analysis.publish import OPENBAAR, checksums, files_in, sha256, write_whole
from sectorplan_analysis.reference import PACKAGE, lock_file, notebook_folder
from sectorplan_analysis.rondes.config import RondeConfig, find_delivery, previous_delivery
from sectorplan_analysis.sleutel import known_key

if TYPE_CHECKING:
    from sectorplan_analysis.documents import Failure
    from sectorplan_analysis.pages.meta import PageMeta

#: What is made by importing, and what an editor leaves; no part of the program.
_NO_PROGRAM = frozenset({"__pycache__", ".ipynb_checkpoints"})


@dataclass(frozen=True)
class Record:
    """What the last run of a round left.

    Attributes
    ----------
    run
        Key of the whole run; '' when there was none.
    tabellen
        Key of the tables of the intern edition; '' when it was not made.
    beschermd
        Key of what was protected.
    documenten
        Key per document, by edition and page.
    bestanden
        Checksum per file, by the folder it is in: an edition, ``bevindingen`` or ``verwerkt``.
    tekst
        What was said of the delivery.
    """

    run: str = ""
    tabellen: str = ""
    beschermd: str = ""
    documenten: Mapping[str, str] = field(default_factory=dict)
    bestanden: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    tekst: str = ""

    def still(self, part: str, folder: Path, names: Iterable[str]) -> bool:
        """Whether these files in a folder are still what the run left there."""
        known = self.bestanden.get(part, {})
        return all(
            name in known and (folder / name).is_file() and sha256(folder / name) == known[name] for name in names
        )

    def take(self, part: str, folder: Path, names: Collection[str], target: Path) -> bool:
        """Copy these files of a folder, when they are `still` what the run left there."""
        if not self.still(part, folder, names):
            return False
        for name in names:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / name, target / name)
        return True

    def tables(self, edition: str) -> list[str]:
        """The tables that the run left in an edition."""
        return [name for name in self.bestanden.get(edition, {}) if name.startswith("tabellen/")]


@dataclass(frozen=True)
class Outcome:
    """What a run made.

    Attributes
    ----------
    index
        Index page of the first edition made; None when none was. When documents failed, the folder with the failing
        pages: then that edition is not published.
    failures
        The documents that failed.
    refused
        Why there is no openbaar edition; '' when there is one, or none was asked for.
    record
        What the run left, for the next one to take over.
    """

    index: Path | None
    failures: Sequence[Failure] = ()
    refused: str = ""
    record: Record = field(default_factory=Record)


#: What of a round beside its tables changes no number.
_ACCOUNTING = ("rijen", "bevindingen")
#: The record of a round that was never made.
NOTHING = Record()


def key(**parts: Any) -> str:
    """One key for everything that something is made from."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def code_in(folder: Path) -> dict[str, str]:
    """As `snapshot`, of a folder with code or notebooks: without what importing and editing leave there.

    That is not even read, for it comes and goes while others import.
    """
    files = [path for path in files_in(folder) if _NO_PROGRAM.isdisjoint(path.relative_to(folder).parts)]
    return _by_path(files, folder)


def snapshot(folder: Path) -> dict[str, str]:
    """Checksum of every file below a folder, by its path in it."""
    return _by_path(files_in(folder), folder)


def _by_path(files: Iterable[Path], folder: Path) -> dict[str, str]:
    return {row["bestand"]: row["sha256"] for row in checksums(files, root=folder)}


@cache
def program() -> str:
    """Key of what makes the numbers and pages, the notebooks aside.

    Found once: a process goes on with the code it began with, whatever is changed on the disk meanwhile.
    """
    return program_of(PACKAGE, sys.path)


def program_of(package: Path, search: Iterable[str]) -> str:
    """Key of a package and the libraries in these folders.

    That is every file of the package (code, definitions, published figures, templates), Python, and the version of
    every library that is installed: what is really there, which the lock only asks for.
    """
    own, places = code_in(package), [Path(place) for place in search]
    libraries = {found.name for place in places if place.is_dir() for found in place.glob("*.dist-info")}
    path = lock_file(package)
    lock = sha256(path) if path else ""
    return key(package=own, libraries=sorted(libraries), lock=lock, python=sys.version, platform=sys.platform)


def data_key(folder: Path) -> str:
    """Key of the data of a round that the kernel of a page gets to see."""
    return key(files=snapshot(folder))


def numbers_key(folder: Path) -> str:
    """Key of the data of a round without how rows and findings were accounted for, which changes no number."""
    # not at the top: a run that has nothing to do comes without pandas
    from sectorplan_analysis.dataset import META

    found = snapshot(folder)
    meta = json.loads((folder / META).read_text(encoding="utf-8"))
    return key(files=found | {META: key(**{name: part for name, part in meta.items() if name not in _ACCOUNTING})})


def document_key(notebook: str, *, code: str, meta: PageMeta, data: str) -> str:
    """Key of a page: the program, its notebook, the data that its kernel sees and what the page says about itself."""
    source = notebook_folder() / ("openbaar" if meta.editie == "openbaar" else "") / f"{notebook}.ipynb"
    return key(program=code, notebook=sha256(source), meta=dataclasses.asdict(meta), data=data)


def tables_key(data: str, *, code: str) -> str:
    """Key of the tables of the intern edition: the program and the `numbers_key` of the data."""
    return key(program=code, data=data)


def protected_key(data: Mapping[str, Any], *, code: str, reports: Path) -> str:
    """Key of what is protected: the program, what is counted and everything that was made public so far.

    Parameters
    ----------
    data
        What `sectorplan_analysis.disclosure.opname.Opname.inhoud` gives.
    code
        The `program`.
    reports
        Folder with the editions.
    """
    return key(program=code, data=data, public=made_public(reports))


def made_public(reports: Path) -> dict[str, dict[str, str]]:
    """Checksums of the tables of every openbaar edition, by peildatum."""
    return {folder.parents[1].name: snapshot(folder) for folder in sorted(reports.glob("*/openbaar/tabellen"))}


def made_folders(name: str, editions: Iterable[str], *, processed: Path, reports: Path) -> dict[str, Path]:
    """The folders that a run of these editions leaves, by what they are called in a `Record`."""
    parts = {part: reports / name / part for part in (*editions, "bevindingen")}
    return parts | {"verwerkt": processed / name}


@dataclass(frozen=True)
class Memory:
    """What is asked of a run, and the record of the last one; that is beside the round, since it is in no edition."""

    config: RondeConfig
    raw: Path
    processed: Path
    reports: Path
    without: Collection[str]
    editions: Collection[str]
    browser: str | None = None

    @property
    def file(self) -> Path:
        return self.reports / f".{self.config.peildatum.isoformat()}.hergebruik.json"

    def load(self) -> Record:
        """The record of the last run; `NOTHING` when there is none, or none that can be read."""
        try:
            return Record(**json.loads(self.file.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return NOTHING

    def save(self, record: Record, text: str, *, begun: str) -> None:
        """Keep the record of a run that is done, what was said of its delivery, and its `key` from when it began.

        In one step, so that a run that is killed leaves the old one, whose checksums then no longer hold.
        """
        whole = dataclasses.replace(record, run=_with_secret(begun), tekst=text)
        write_whole(self.file, json.dumps(dataclasses.asdict(whole), ensure_ascii=False))

    def unchanged(self, made: Record, *, begun: str) -> bool:
        """Whether a run with this `key` would make exactly what is there."""
        if made.run != _with_secret(begun):
            return False
        name = self.config.peildatum.isoformat()
        folders = made_folders(name, self.editions, processed=self.processed, reports=self.reports)
        return made.bestanden.keys() == folders.keys() and all(
            folder.is_dir() and snapshot(folder) == made.bestanden[part] for part, folder in folders.items()
        )

    def key(self) -> str:
        """Key of a whole run: the program, the notebooks, the deliveries, the configuration and what is asked for.

        To ask for before anything is read: a file that is replaced while a run is busy was not read by it. Openbaar
        editions count as well, for what they made public decides what may be shown now; not the one the run replaces.
        """
        day = self.config.peildatum
        deliveries = [find_delivery(self.raw, day)[0], previous_delivery(self.raw, day)] if self.raw.is_dir() else []
        replaced = day.isoformat() if OPENBAAR in self.editions else ""
        public = {name: tables for name, tables in made_public(self.reports).items() if name != replaced}
        return key(
            program=program(),
            notebooks=code_in(notebook_folder()),
            config=dataclasses.asdict(self.config),
            deliveries=[(folder.name, snapshot(folder)) for folder in deliveries if folder],
            public=public,
            without=sorted(set(self.without)),
            editions=sorted(self.editions),
            browser=self.browser,
        )


def _with_secret(begun: str) -> str:
    """With the key of the pseudonyms, which gives other ones, and which the first run of all makes on its way."""
    return key(begun=begun, secret=hashlib.sha256(known_key() or b"").hexdigest())
