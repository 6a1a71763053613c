"""Whether a round is still what was made: every file hashed anew and held against the manifest."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sectorplan_analysis.errors import CallError
from sectorplan_analysis.publish import EDITIES, MANIFEST, sha256


@dataclass(frozen=True)
class Oordeel:
    """What became of the files that a manifest lists.

    Attributes
    ----------
    map
        The folder that was looked at.
    aantal
        Number of files listed.
    gewijzigd, toegevoegd, ontbreekt
        Names of the files that are different, are there without being listed, or are listed without being there.
    manifest
        Checksum of the manifest itself, which nothing else vouches for; '' when there is none to read.
    """

    map: Path
    aantal: int
    gewijzigd: tuple[str, ...] = ()
    toegevoegd: tuple[str, ...] = ()
    ontbreekt: tuple[str, ...] = ()
    manifest: str = ""

    @property
    def goed(self) -> bool:
        return not (self.gewijzigd or self.toegevoegd or self.ontbreekt)

    @property
    def regels(self) -> list[str]:
        """The verdict in Dutch, one line per file that is not in order."""
        if self.goed:
            own = f" Controlegetal van het manifest: {self.manifest}" if self.manifest else ""
            return [f"{self.map}: {self.aantal} bestanden ongewijzigd.{own}"]
        return [
            f"{self.map}: niet in orde.",
            *(f"  gewijzigd   {name}" for name in self.gewijzigd),
            *(f"  toegevoegd  {name}" for name in self.toegevoegd),
            *(f"  ontbreekt   {name}" for name in self.ontbreekt),
        ]


def verify(folder: Path, *, raw: Path | None = None, processed: Path | None = None) -> list[Oordeel]:
    """Check a round, or one edition of it.

    Parameters
    ----------
    folder
        ``reports/<peildatum>`` or an edition in it.
    raw, processed
        Folders with a folder per peildatum; when given, the delivery and the processed tables of the intern edition
        are checked as well.

    Raises
    ------
    CallError
        When there is no edition in the folder.
    """
    if not folder.is_dir():
        raise CallError(f"De map '{folder}' bestaat niet. Noem de map van een ronde, zoals reports/2025-12-31.")
    here = folder.name in EDITIES or (folder / MANIFEST).exists()
    editions = [folder] if here else [folder / name for name in EDITIES if (folder / name).is_dir()]
    if not editions:
        raise CallError(f"In '{folder}' staat geen editie. Noem de map van een ronde, zoals reports/2025-12-31.")
    found = []
    for edition in editions:
        manifest = _read(edition / MANIFEST)
        if manifest is None:
            kept = (edition / MANIFEST).exists()
            found.append(Oordeel(edition, 0, gewijzigd=(MANIFEST,) * kept, ontbreekt=(MANIFEST,) * (not kept)))
            continue
        found.append(compare(manifest["uitvoer"], edition, manifest=sha256(edition / MANIFEST)))
        if manifest.get("editie") == "intern":
            days = manifest["parameters"]
            if raw:
                # what else is in that folder was not read
                delivery = compare(manifest["invoer"], raw / days["levering"])
                found.append(dataclasses.replace(delivery, toegevoegd=()))
            if processed and "verwerkt" not in manifest:
                raise CallError(
                    f"Het manifest van '{edition}' is van een oudere versie en noemt geen verwerkte tabellen. "
                    "Laat --processed weg."
                )
            if processed:
                found.append(compare(manifest["verwerkt"], processed / days["peildatum"]))
    return found


def compare(listed: Iterable[Mapping[str, str]], folder: Path, *, manifest: str = "") -> Oordeel:
    """Hold the files of a folder against a list of names and checksums; the manifest itself is not on it."""
    known = {row["bestand"]: row["sha256"] for row in listed}
    there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if not path.is_dir()}
    there.pop(MANIFEST, None)
    return Oordeel(
        folder,
        len(known),
        gewijzigd=tuple(name for name in sorted(known.keys() & there.keys()) if not _is(there[name], known[name])),
        toegevoegd=tuple(sorted(there.keys() - known.keys())),
        ontbreekt=tuple(sorted(known.keys() - there.keys())),
        manifest=manifest,
    )


def _is(path: Path, checksum: str) -> bool:
    return path.is_file() and sha256(path) == checksum


def _read(path: Path) -> dict[str, Any] | None:
    """The manifest, or None when it is not there or not what a run writes."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        rows = [row for key in ("invoer", "verwerkt") for row in content.get(key, [])]
        rows += content["uitvoer"]
        whole = all(isinstance(row["bestand"], str) and isinstance(row["sha256"], str) for row in rows)
        known = "invoer" in content and content["parameters"].keys() >= {"levering", "peildatum"}
        return content if whole and known else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
