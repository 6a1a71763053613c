"""Reading a delivery: bytes as they arrive to typed tables, with every row accounted for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from sectorplan_analysis.coding import same_categories
from sectorplan_analysis.findings import CENTRAAL, bevinding, findings_frame
from sectorplan_analysis.reading.bsn import bsn_findings, hide_ids
from sectorplan_analysis.reading.csv_file import OnleesbaarError, Raster, read_csv
from sectorplan_analysis.reading.files import Gevonden, Vindplaats, locate
from sectorplan_analysis.reading.headers import find_header, fits
from sectorplan_analysis.reading.layout import (
    PERSOON,
    SJABLOONBLADEN,
    TABELLEN,
    UMC_TABELLEN,
    column_types,
    empty_table,
)
from sectorplan_analysis.reading.table import Bron, GelezenTabel, read_table
from sectorplan_analysis.reading.workbook import read_workbook
from sectorplan_analysis.threads import side_by_side
from sectorplan_analysis.words import plain

RIJEN = ("umc", "tabel", "bestand", "gelezen", "behouden", "afgekeurd", "dubbel")


@dataclass(frozen=True)
class Levering:
    """A delivery as read.

    Attributes
    ----------
    tables
        The canonical tables; an absent one has no rows. The texts of the tables of the umcs are categoricals, and
        those of medewerker_id have the same categories in all three; see `sectorplan_analysis.coding`.
    bevindingen
        Findings, see :func:`sectorplan_analysis.findings.findings_frame`.
    rijen
        Accounting, one row per file or sheet: umc, tabel, bestand, gelezen, behouden, afgekeurd, dubbel;
        gelezen = behouden + afgekeurd + dubbel.
    bestanden
        Files read.
    koppen
        Header as sent per (bestand, blad, veld).
    afgekeurd
        (umc, pseudonym) of rejected rows: rules across rows leave these persons out, so that one error is one finding.
    """

    tables: dict[str, pd.DataFrame]
    bevindingen: pd.DataFrame
    rijen: pd.DataFrame
    bestanden: tuple[Path, ...]
    koppen: dict[tuple[str, str, str], str] = field(default_factory=dict, repr=False)
    afgekeurd: frozenset[tuple[str, str]] = field(default=frozenset(), repr=False)


def read_delivery(
    folder: Path,
    *,
    umcs: Sequence[str],
    without: Collection[str] = (),
    over: Callable[..., Iterable[Any]] | None = None,
) -> Levering:
    """Read every table of one evaluation round.

    Parameters
    ----------
    folder
        Folder of the round, for example ``data/raw/2025-12-31``.
    umcs
        Slugs of the umcs expected in the round.
    without
        Slugs left out: not read and not missed.
    over
        Calls a function for each file and its bytes elsewhere, as ``map`` does here: that of a cluster. By default
        files are read here, two at a time.

    Returns
    -------
    Levering
        Rows in the order of the umcs, files and rows. Whatever is wrong with a file is a finding, never an exception.

    Raises
    ------
    FileNotFoundError
        When the folder does not exist.
    """
    found, contents = find_files(folder, umcs=umcs, without=without)
    if over is None:
        read: Iterable[Any] = side_by_side(lambda place: read_file(place, _bytes(folder / place.pad)), found.plaatsen)
    else:
        read = over(read_file, found.plaatsen, contents)
    levering = assemble(found, read)
    return replace(levering, bestanden=tuple(folder / place.pad for place in found.plaatsen))


def find_files(
    folder: Path, *, umcs: Sequence[str], without: Collection[str] = ()
) -> tuple[Gevonden, Iterator[bytes | None]]:
    """The files of a delivery by their path in its folder, and their contents one by one; None cannot be opened.

    Raises
    ------
    FileNotFoundError
        When the folder does not exist.
    """
    if not folder.is_dir():
        raise FileNotFoundError(f"no delivery folder {folder.name}")
    found = locate(folder, umcs=umcs, without=without)
    places = [place._replace(pad=place.pad.relative_to(folder)) for place in found.plaatsen]
    return found._replace(plaatsen=places), (_bytes(folder / place.pad) for place in places)


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def assemble(found: Gevonden, read: Iterable[tuple[list[GelezenTabel], list[dict[str, Any]]]]) -> Levering:
    """A delivery from its files, of `find_files`, and what `read_file` made of each."""
    findings = list(found.bevindingen)
    tables: list[GelezenTabel] = []
    for own, problems in read:
        tables += own
        findings += problems
    findings += [row for table in tables for row in table.bevindingen]
    problems, hidden = bsn_findings(tables)
    findings += problems
    return Levering(
        tables=_together(tables),
        bevindingen=findings_frame(hide_ids(findings, hidden)),
        rijen=pd.DataFrame([_count(table) for table in tables], columns=list(RIJEN)),
        bestanden=tuple(place.pad for place in found.plaatsen),
        koppen={
            (table.bron.bestand, table.bron.blad, veld): kop for table in tables for veld, kop in table.koppen.items()
        },
        afgekeurd=frozenset((table.bron.umc, key) for table in tables for key in table.afgekeurd),
    )


def _together(tables: Sequence[GelezenTabel]) -> dict[str, pd.DataFrame]:
    """The rows of all files per table, with one list of persons for all tables."""
    per_table = {tabel: [table.frame for table in tables if table.bron.tabel == tabel] for tabel in TABELLEN}
    ids = iter(same_categories([frame[PERSOON] for tabel in UMC_TABELLEN for frame in per_table[tabel]]))
    for tabel in UMC_TABELLEN:
        frames = [frame.assign(**{PERSOON: next(ids)}) for frame in per_table[tabel]]
        texts = [naam for naam, dtype in column_types(tabel).items() if dtype == "category" and naam != PERSOON]
        for naam in texts if frames else ():
            shared = same_categories([frame[naam] for frame in frames])
            frames = [frame.assign(**{naam: own}) for frame, own in zip(frames, shared, strict=True)]
        per_table[tabel] = frames
    return {
        tabel: frames[0] if len(frames) == 1 else pd.concat(frames or [empty_table(tabel)], ignore_index=True)
        for tabel, frames in per_table.items()
    }


def _count(table: GelezenTabel) -> dict[str, Any]:
    return {"umc": table.bron.umc, "tabel": table.bron.tabel, "bestand": table.bron.bestand} | table.telling


def read_file(place: Vindplaats, data: bytes | None) -> tuple[list[GelezenTabel], list[dict[str, Any]]]:
    """The tables in the content of one file; a file that cannot be read gives a finding instead."""
    where = place.pad.as_posix()
    if data is None:
        return [], [bevinding("bestand_onleesbaar", umc=place.umc, bestand=where, reden="het kan niet worden geopend")]
    try:
        if place.pad.suffix.casefold() == ".csv":
            [tabel] = place.tabellen
            raster = read_csv(data, find_kop=lambda rows: find_header(rows, tabel))
            # as large as the table that is made next
            del data
            return [read_table(raster, Bron(place.umc, tabel, where))], []
        return _read_sheets(read_workbook(data), place, where)
    except OnleesbaarError as problem:
        return [], [bevinding(problem.code, umc=place.umc, bestand=where, **problem.details)]


def _read_sheets(
    sheets: dict[str, Raster], place: Vindplaats, where: str
) -> tuple[list[GelezenTabel], list[dict[str, Any]]]:
    """Tables of a workbook: sheets by name in any case, else by their columns."""
    tables, findings = [], []
    free = dict(sheets)
    chosen: dict[str, str] = {}
    for tabel in place.tabellen:
        named = [name for name in free if plain(name) == tabel]
        candidates = named or [name for name, raster in free.items() if fits(raster.rijen, tabel)]
        if len(candidates) > 1:
            names = ", ".join(candidates)
            findings.append(bevinding("tabel_dubbel", umc=place.umc, bestand=where, tabel=tabel, namen=names))
        elif not candidates:
            findings.append(bevinding("tabel_ontbreekt", umc=place.umc, bestand=where, tabel=tabel))
        else:
            chosen[tabel] = candidates[0]
            if not named:
                findings.append(
                    bevinding("blad_op_kolommen", umc=place.umc, bestand=where, blad=candidates[0], tabel=tabel)
                )
        for name in candidates:
            free.pop(name, None)
    for tabel, name in chosen.items():
        tables.append(read_table(sheets[name], Bron(place.umc, tabel, where, name)))
    findings += [
        bevinding("blad_niet_gebruikt", umc=place.umc, bestand=where, blad=name)
        for name in free
        if plain(name) not in SJABLOONBLADEN
    ]
    return tables, findings


__all__ = ["CENTRAAL", "Levering", "read_delivery"]
