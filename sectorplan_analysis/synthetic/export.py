"""From bookkeeping to files: every umc's delivery in its own style, and the central files.

The same bookkeeping gives the same bytes: rows are sorted, workbooks carry a fixed date of creation, and nothing is
taken from the clock.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from sectorplan_analysis.publish import checksums
from sectorplan_analysis.reference import SYNTHETIC_LIST, umc_names
from sectorplan_analysis.synthetic.bookkeeping import Boekhouding
from sectorplan_analysis.synthetic.population import profiles
from sectorplan_analysis.synthetic.styles import KOLOMMEN, STYLES, SYNTHETISCH, TITEL, Style

MAANDEN = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
KORT = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
#: What people at the central office call the umcs.
EVERYDAY = {
    "amsterdam-umc-uva": "AMC",
    "amsterdam-umc-vu": "VUmc",
    "erasmus-mc": "EMC",
    "lumc": "LUMC",
    "maastricht-umc": "MUMC+",
    "radboudumc": "Radboud",
    "umcg": "UMCG",
    "umc-utrecht": "UMC Utrecht",
    "amsterdam-umc": "Amsterdam UMC",
}
EXCEL_EPOCH = dt.date(1899, 12, 30)
CREATED = dt.datetime(2026, 2, 1)

Cell = str | float | int | dt.date


def write_delivery(boekhouding: Boekhouding, folder: Path, *, styles: Mapping[str, Style] = STYLES) -> None:
    """Write the delivery of every umc in ``styles`` to ``folder``.

    A bookkeeping may say in ``herkomst`` which umc first employed a person: pseudonym and function title stay as there.
    """
    for umc, style in styles.items():
        tables = {tabel: lines(boekhouding, umc=umc, tabel=tabel, style=style) for tabel in KOLOMMEN}
        if style.container == "workbook":
            sheets = {style.sheets[tabel]: rows for tabel, rows in tables.items()}
            write_workbook(folder / f"{umc}.xlsx", {"leesmij": [[TITEL]], **sheets})
            continue
        (folder / umc).mkdir(parents=True, exist_ok=True)
        for tabel, rows in tables.items():
            if style.container == "xlsx":
                write_workbook(folder / umc / f"{tabel}.xlsx", {tabel: rows})
            else:
                text = csv_text(rows, delimiter=style.delimiter, sep_line=style.sep_line)
                write_text(folder / umc / f"{tabel}.csv", text, encoding=style.encoding)


def lines(boekhouding: Boekhouding, *, umc: str, tabel: str, style: Style) -> list[list[Cell]]:
    """All lines of one table as the umc sends it: title, header, rows, total."""
    frame = getattr(boekhouding, tabel)
    frame = frame[frame["umc"].eq(umc)]
    columns = style.columns.get(tabel, KOLOMMEN[tabel])
    extra = dict(style.extra) if tabel == "personeel" else {}
    if style.herkomst:
        extra[style.herkomst] = (SYNTHETISCH,)
    sort = [column for column in ("persoon", "begindatum", "inloop", "subthema", "contracttype") if column in frame]
    rows = [
        [_cell(row, column, umc=umc, style=style) for column in columns]
        + [values[row["persoon"] % len(values)] for values in extra.values()]
        for row in frame.sort_values(sort).to_dict("records")
    ]
    if tabel in style.doubled:
        rows.insert(40, rows[39])
    header = [*(style.headers.get(column, column) for column in columns), *extra]
    total: list[list[Cell]] = []
    if style.total and tabel == "personeel":
        total = [[], _total(frame["fte"].sum(), columns=[*columns, *extra], style=style)]
    return [*([line] if line else [] for line in style.title), header, *rows, *total]


def _cell(row: Mapping[Hashable, Any], column: str, *, umc: str, style: Style) -> Cell:
    herkomst = row.get("herkomst", umc)
    if column == "medewerker_id":
        return STYLES[herkomst].identifier.format(row["persoon"])
    if column == "functie":
        return str(profiles()[herkomst][row["profiel"]])
    if column == "fte":
        return _number(row["fte"], style=style)
    value = row[column]
    if column.endswith("datum"):
        if pd.isna(value):
            return style.open_end if column == "einddatum" else ""
        return _date(value.date(), style=style)
    if isinstance(value, bool):
        value = "ja" if value else "nee"
    word = style.words.get(value, value)
    return word if isinstance(word, str) else word[row["persoon"] % len(word)]


def _number(value: float, *, style: Style) -> Cell:
    if style.container != "csv":
        return round(value, 4)
    return f"{value:.4f}".rstrip("0").rstrip(".").replace(".", style.decimal)


def _date(day: dt.date, *, style: Style) -> Cell:
    match style.dates:
        case "cell":
            return day
        case "serial":
            return (day - EXCEL_EPOCH).days
        case "short":
            return f"{day.day:02d}-{KORT[day.month - 1]}-{day.year}"
        case "long":
            return f"{day.day} {MAANDEN[day.month - 1]} {day.year}"
        case pattern:
            return day.strftime(pattern)


def _total(fte: float, *, columns: list[str], style: Style) -> list[Cell]:
    return ["Totaal", *(_number(fte, style=style) if column == "fte" else "" for column in columns[1:])]


def write_central(
    begroting: pd.DataFrame, bestedingen: pd.DataFrame, werkdruk: pd.DataFrame | None, folder: Path
) -> None:
    """Write the central files the way people write them: umcs by their everyday names, Dutch amounts.

    Without ``werkdruk`` there is no such file: the round has no measurement.
    """
    total = begroting["begroot_fte"].sum()
    budget: list[list[Cell]] = [
        [EVERYDAY[row["umc"]], _comma(row["begroot_fte"])] for row in begroting.to_dict("records")
    ]
    money: list[list[Cell]] = [
        [EVERYDAY[row["umc"]], row["jaar"], row["categorie"].capitalize(), _euros(row["bedrag_eur"]), SYNTHETISCH]
        for row in bestedingen.to_dict("records")
    ]
    tables: dict[str, tuple[list[list[Cell]], str, str]] = {
        "begroting": ([[TITEL], ["UMC", "Begroot fte"], *budget, ["Totaal", _comma(total)]], "utf-8", ";"),
        "bestedingen": ([["UMC", "Jaar", "Categorie", "Bedrag", "herkomst"], *money], "cp1252", ";"),
    }
    if werkdruk is not None:
        names = {**EVERYDAY, **umc_names()}
        scores = werkdruk.assign(umc=werkdruk["umc"].map(names), herkomst=SYNTHETISCH)
        tables["werkdruk"] = ([list(scores.columns), *scores.to_numpy(object).tolist()], "utf-8-sig", ",")
    for tabel, (rows, encoding, delimiter) in tables.items():
        write_text(folder / f"{tabel}.csv", csv_text(rows, delimiter=delimiter), encoding=encoding)


def _comma(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def _euros(value: float) -> str:
    return "€ " + f"{value:,.2f}".translate(str.maketrans(",.", ".,"))


def csv_text(rows: list[list[Cell]], *, delimiter: str, sep_line: bool = False) -> str:
    """Lines as CSV with the line ends of an export from Windows."""
    buffer = io.StringIO()
    if sep_line:
        buffer.write(f"sep={delimiter}\r\n")
    csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue()


def write_text(path: Path, text: str, *, encoding: str) -> None:
    """Write text byte for byte; UTF-16 little endian with a byte order mark on every machine."""
    path.write_bytes(b"\xff\xfe" + text.encode("utf-16-le") if encoding == "utf-16" else text.encode(encoding))


def write_workbook(path: Path, sheets: dict[str, list[list[Cell]]]) -> None:
    """Write lines to sheets: text as text, numbers as numbers, dates as date cells."""
    workbook = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    workbook.set_properties({"created": CREATED, "comments": TITEL})
    date_format = workbook.add_format({"num_format": "dd-mm-yyyy"})
    for name, rows in sheets.items():
        sheet = workbook.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if isinstance(value, dt.date):
                    sheet.write_datetime(r, c, dt.datetime.combine(value, dt.time()), date_format)
                elif value != "":
                    sheet.write(r, c, value)
    workbook.close()


def list_synthetic(folder: Path) -> None:
    """Write beside a delivery which files in it were made here, with their checksums."""
    # pages call a file synthetic when its checksum is on this list, so that a file put in its place is not
    made = [path for path in folder.rglob("*") if path.is_file() and path.name != SYNTHETIC_LIST]
    lines = [f"{row['sha256']}  {row['bestand']}\n" for row in checksums(made, root=folder)]
    (folder / SYNTHETIC_LIST).write_text("".join(lines), encoding="utf-8", newline="\n")
