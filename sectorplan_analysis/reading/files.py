"""Which files of a delivery folder hold which table of which umc."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sectorplan_analysis.findings import CENTRAAL, bevinding
from sectorplan_analysis.reading.layout import CENTRALE_TABELLEN, NIET_ELKE_RONDE, UMC_TABELLEN
from sectorplan_analysis.reference import LEESMIJ, NO_DELIVERY, known_umcs
from sectorplan_analysis.words import nearest, umc_aliases, word_key

_READ = (".csv", ".xlsx")
#: Kinds of files people save tables as that are not read.
_TABLE_LIKE = (
    ".xls",
    ".xlsm",
    ".xlsb",
    ".ods",
    ".numbers",
    ".tsv",
    ".txt",
    ".tab",
    ".parquet",
    ".json",
    ".sav",
    ".zip",
)


class Vindplaats(NamedTuple):
    """A file to read: whose it is and which tables to look for in it."""

    umc: str
    tabellen: tuple[str, ...]
    pad: Path


class Gevonden(NamedTuple):
    """Files to read, in a fixed order, findings, and the (umc, table) pairs that are already reported on."""

    plaatsen: list[Vindplaats]
    bevindingen: list[dict[str, Any]]
    gemeld: set[tuple[str, str]]


def locate(folder: Path, *, umcs: Sequence[str], without: Collection[str] = ()) -> Gevonden:
    """Find the files of a delivery.

    Parameters
    ----------
    folder
        Folder of one evaluation round.
    umcs, without
        Slugs expected in the round, and those left out: their folder or workbook is not looked at.
    """
    found = Gevonden([], [], set())
    homes: dict[str, list[Path]] = defaultdict(list)
    central: dict[str, list[Path]] = defaultdict(list)
    for path in _entries(folder):
        name, stem, suffix = path.name.casefold(), path.stem.casefold(), path.suffix.casefold()
        slug = name if path.is_dir() else stem
        if slug in without:
            continue
        owner = slug if slug in umcs else CENTRAAL
        where: dict[str, Any] = {"umc": owner, "bestand": path.name}
        if path.is_symlink():
            found.bevindingen.append(bevinding("snelkoppeling", **where))
            _silence(found, slug)
        elif path.is_dir():
            if slug not in umcs:
                found.bevindingen.append(bevinding("umc_map_onbekend", **where, suggestie=_suggest(path.name, umcs)))
            elif not _only_made_ready(path):
                homes[slug].append(path)
        elif not path.is_file():
            found.bevindingen.append(bevinding("bestand_onleesbaar", **where, reden="het is geen gewoon bestand"))
        elif suffix in _READ and stem in CENTRALE_TABELLEN:
            central[stem].append(path)
        elif suffix == ".xlsx" and slug in umcs:
            homes[slug].append(path)
        elif suffix in _TABLE_LIKE and (slug in umcs or stem in CENTRALE_TABELLEN):
            found.bevindingen.append(bevinding("bestand_soort", **where))
            _silence(found, slug)
        elif suffix == ".xlsx":
            found.bevindingen.append(bevinding("umc_map_onbekend", **where, suggestie=_suggest(path.stem, umcs)))
        elif suffix == ".csv":
            near = nearest(path.stem, CENTRALE_TABELLEN)
            hint = f" Bedoelt u '{near}'?" if near else ""
            found.bevindingen.append(bevinding("bestand_niet_herkend", **where, suggestie=hint))
        else:
            found.bevindingen.append(bevinding("bestand_niet_gebruikt", **where))
    for umc in umcs:
        if umc not in without:
            _locate_umc(umc, homes[umc], folder, found)
    for tabel in CENTRALE_TABELLEN:
        _add_table(CENTRAAL, tabel, central[tabel], folder, found, required=tabel not in NIET_ELKE_RONDE)
    return found


def _only_made_ready(home: Path) -> bool:
    """Whether a folder holds nothing but the note that `sectorplan new-round` put in it."""
    try:
        return [path.name.casefold() for path in home.iterdir()] == [LEESMIJ.casefold()]
    except OSError:
        return False


def _entries(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.iterdir()
        if not path.name.startswith((".", "~$")) and path.name.casefold() not in NO_DELIVERY
    )


def _suggest(name: str, umcs: Sequence[str]) -> str:
    slug = umc_aliases().get(word_key(name)) or nearest(name, tuple(umcs)) or ""
    return f" Bedoelt u '{slug}'?" if slug else ""


def _silence(found: Gevonden, slug: str) -> None:
    """What is there but not read is not reported as missing too."""
    tables = UMC_TABELLEN if slug in known_umcs() else (slug,)
    found.gemeld.update((slug if slug in known_umcs() else CENTRAAL, tabel) for tabel in tables)


def _locate_umc(umc: str, homes: list[Path], folder: Path, found: Gevonden) -> None:
    if len(homes) > 1:
        names = ", ".join(path.name for path in homes)
        found.bevindingen.append(bevinding("umc_map_dubbel", umc=umc, bestand=homes[0].name, namen=names))
        _silence(found, umc)
    elif not homes:
        if (umc, UMC_TABELLEN[0]) not in found.gemeld:
            found.bevindingen.append(bevinding("umc_ontbreekt", umc=umc, umc_naam=known_umcs().get(umc, umc)))
            _silence(found, umc)
    else:
        home = homes[0]
        _report_case(home, umc, umc, folder, found)
        if home.is_dir():
            _locate_in_folder(umc, home, folder, found)
        else:
            found.plaatsen.append(Vindplaats(umc, UMC_TABELLEN, home))


def _locate_in_folder(umc: str, home: Path, folder: Path, found: Gevonden) -> None:
    tables: dict[str, list[Path]] = defaultdict(list)
    try:
        entries = _entries(home)
    except OSError:
        found.bevindingen.append(
            bevinding("bestand_onleesbaar", umc=umc, bestand=home.name, reden="de map kan niet worden geopend")
        )
        _silence(found, umc)
        return
    for path in entries:
        stem, suffix = path.stem.casefold(), path.suffix.casefold()
        where: dict[str, Any] = {"umc": umc, "bestand": path.relative_to(folder).as_posix()}
        if path.is_symlink():
            found.bevindingen.append(bevinding("snelkoppeling", **where))
            found.gemeld.add((umc, stem))
        elif path.is_file() and stem in UMC_TABELLEN and suffix in _READ:
            tables[stem].append(path)
        elif path.is_file() and stem in UMC_TABELLEN and suffix in _TABLE_LIKE:
            found.bevindingen.append(bevinding("bestand_soort", **where))
            found.gemeld.add((umc, stem))
        else:
            found.bevindingen.append(bevinding("bestand_niet_gebruikt", **where))
    for tabel in UMC_TABELLEN:
        _add_table(umc, tabel, tables[tabel], folder, found)


def _add_table(
    umc: str, tabel: str, paths: list[Path], folder: Path, found: Gevonden, *, required: bool = True
) -> None:
    if len(paths) > 1:
        names = ", ".join(path.name for path in paths)
        where = paths[0].relative_to(folder).as_posix()
        found.bevindingen.append(bevinding("tabel_dubbel", umc=umc, bestand=where, tabel=tabel, namen=names))
        found.gemeld.add((umc, tabel))
    elif paths:
        _report_case(paths[0], tabel, umc, folder, found)
        found.plaatsen.append(Vindplaats(umc, (tabel,), paths[0]))
    elif required and (umc, tabel) not in found.gemeld:
        found.bevindingen.append(bevinding("tabel_ontbreekt", umc=umc, tabel=tabel))
        found.gemeld.add((umc, tabel))


def _report_case(path: Path, naam: str, umc: str, folder: Path, found: Gevonden) -> None:
    """An info when the name differs in case from the agreed one."""
    actual = path.name if path.is_dir() else path.stem
    if actual != naam:
        found.bevindingen.append(
            bevinding("naam_hoofdletters", umc=umc, bestand=path.relative_to(folder).as_posix(), naam=naam)
        )
