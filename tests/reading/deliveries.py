"""A small, complete delivery of one umc, and the means to write it in any way."""

from __future__ import annotations

import copy
import csv
import datetime as dt
import io
from pathlib import Path
from unittest.mock import patch

import pandas as pd

from sectorplan_analysis.checks import check_delivery
from sectorplan_analysis.reading import Levering, read_delivery
from sectorplan_analysis.reading.csv_file import read_csv
from sectorplan_analysis.reading.headers import find_header
from sectorplan_analysis.reading.table import Bron, GelezenTabel, read_table

UMC = "lumc"
#: Tables as their senders would type them: header row first.
TABELLEN: dict[str, list[list[str]]] = {
    "personeel": [
        ["medewerker_id", "functie", "thema", "subthema", "fte", "inloop", "begindatum", "einddatum"],
        ["0101", "UD", "Preventie", "Innovatiemotor in de regio", "0,8", "nee", "01-02-2023", ""],
        [
            "0102",
            "Hoogleraar 2",
            "Preventie",
            "Leefstijldata en -interventies",
            "0,25",
            "nee",
            "15-03-2022",
            "31-12-2024",
        ],
        ["0102", "Hoogleraar 2", "Preventie", "Leefstijldata en -interventies", "0,5", "nee", "01-01-2025", ""],
        ["0103", "data steward", "Datagedreven innovatie", "Dataspecialisten", "1", "nee", "01-09-2024", "31-08-2028"],
        ["0104", "Postdoc", "Van fundament tot toepassing", "Klinisch onderzoek", "0,9", "ja", "01-01-2025", ""],
    ],
    "contracten": [
        ["medewerker_id", "contracttype", "begindatum", "einddatum", "toezegging_datum", "toezegging_onvoorwaardelijk"],
        ["0101", "vast", "01-02-2023", "", "", "nee"],
        ["0102", "vast", "15-03-2019", "", "", "nee"],
        ["0103", "tijdelijk", "01-09-2024", "31-08-2028", "13-05-2025", "ja"],
        ["0104", "tijdelijk", "01-01-2025", "31-12-2026", "", "nee"],
    ],
    "gender": [["medewerker_id", "gender"], ["0101", "v"], ["0102", "m"], ["0103", "x"], ["0104", "onbekend"]],
    "begroting": [["umc", "begroot_fte"], ["LUMC", "32,30"]],
    "bestedingen": [
        ["umc", "jaar", "categorie", "bedrag_eur"],
        ["LUMC", "2024", "vaste posities", "1234567,50"],
        ["LUMC", "2024", "ontvangen", "2500000,00"],
        ["LUMC", "2025", "vaste posities", "750,25"],
    ],
    "werkdruk": [
        [
            "meting",
            "deelnemer_id",
            "umc",
            "focusgroep",
            "functiegroep",
            "contractstatus",
            "situatie",
            "baanzekerheid",
            "werkdruk",
            "werkplezier",
            "schaal_min",
            "schaal_max",
        ],
        ["2025", "d1", "LUMC", "groep 1", "onderzoekers", "vast", "voor", "2,5", "8", "6", "0", "10"],
        ["2025", "d1", "LUMC", "groep 1", "onderzoekers", "vast", "nu", "9", "7,5", "7", "0", "10"],
        ["2025", "d1", "LUMC", "groep 1", "onderzoekers", "vast", "ideaal", "10", "5", "8", "0", "10"],
    ],
}
CENTRAAL = ("begroting", "bestedingen", "werkdruk", "culturele_diversiteit")
#: Groups of a bureau, which not every delivery has.
CULTUREEL = [
    ["umc", "peildatum", "functiegroep", "herkomst", "aantal", "herkomst_pct", "bron"],
    ["LUMC", "30-06-2025", "UD", "Nederland", "180", "", "Bureau, tabel 2"],
    ["LUMC", "30-06-2025", "UD", "Europa", "30", "", "Bureau, tabel 2"],
    ["LUMC", "30-06-2025", "UD", "buiten Europa", "40", "", "Bureau, tabel 2"],
]


def csv_bytes(rows: list[list[str]], *, delimiter: str = ";", encoding: str = "utf-8", newline: str = "\r\n") -> bytes:
    """Rows as the bytes of a csv file."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator=newline).writerows(rows)
    return buffer.getvalue().encode(encoding)


def path_of(folder: Path, tabel: str, suffix: str = ".csv") -> Path:
    """Where a table of the delivery is."""
    return (folder if tabel in CENTRAAL else folder / UMC) / f"{tabel}{suffix}"


def write_tables(folder: Path, tables: dict[str, list[list[str]]]) -> Path:
    """Write these tables as plain csv files."""
    (folder / UMC).mkdir(parents=True, exist_ok=True)
    for tabel, rows in tables.items():
        path_of(folder, tabel).write_bytes(csv_bytes(rows))
    return folder


def read(folder: Path) -> Levering:
    """Read the delivery of the one umc."""
    return read_delivery(folder, umcs=[UMC])


def judge(folder: Path, *, peildatum: dt.date = dt.date(2025, 12, 31)) -> Levering:
    """Read and judge the delivery of the one umc."""
    return check_delivery(read(folder), peildatum=peildatum, umcs=[UMC])


def read_one(tabel: str, data: bytes | str | list[list[str]]) -> GelezenTabel:
    """Read one table from a csv file, without a folder around it."""
    if isinstance(data, list):
        data = csv_bytes(data)
    elif isinstance(data, str):
        data = data.encode()
    table = _read_bytes(data, tabel)
    with patch("sectorplan_analysis.reading.csv_file.read_regular", return_value=None):
        careful = _read_bytes(data, tabel)
    assert_same(table, careful)
    return table


def _read_bytes(data: bytes, tabel: str) -> GelezenTabel:
    raster = read_csv(data, find_kop=lambda rows: find_header(rows, tabel))
    return read_table(raster, Bron("centraal" if tabel in CENTRAAL else UMC, tabel, f"{tabel}.csv"))


def assert_same(fast: GelezenTabel, careful: GelezenTabel) -> None:
    """The fast and the careful way through a csv file say the same in every respect."""
    pd.testing.assert_frame_equal(fast.frame, careful.frame)
    pd.testing.assert_series_equal(fast.sleutels, careful.sleutels)
    assert fast._replace(frame=None, sleutels=None) == careful._replace(frame=None, sleutels=None)


def found(table: GelezenTabel, *, info: bool = False) -> list[tuple[str, int | None, str]]:
    """Code, row and column of the findings of one table; infos only when asked."""
    return [(b["code"], b["rij"], b["kolom"]) for b in table.bevindingen if info or b["ernst"] != "info"]


def changed(tabel: str, *changes: tuple[int, str, str]) -> dict[str, list[list[str]]]:
    """The tables with some cells changed: (row as Excel shows it, column, value)."""
    tables = copy.deepcopy(TABELLEN)
    for rij, kolom, waarde in changes:
        tables[tabel][rij - 1][tables[tabel][0].index(kolom)] = waarde
    return tables


def codes(levering: Levering, *, above: str = "info") -> set[str]:
    """Codes of the findings above a severity."""
    ernst = {"info": ["fout", "waarschuwing"], "waarschuwing": ["fout"], "": ["fout", "waarschuwing", "info"]}[above]
    return set(levering.bevindingen.loc[levering.bevindingen["ernst"].isin(ernst), "code"])
