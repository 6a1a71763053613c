"""Excel workbooks: checked before they are opened, then read as rows of typed cells with Excel's row numbers."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePosixPath
from typing import Any
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from sectorplan_analysis.reading.cells import Foutcel
from sectorplan_analysis.reading.csv_file import OnleesbaarError, Raster

#: Limits far above any real delivery (a few thousand rows) and far below what would fill memory.
MAX_BYTES = 64 * 1024 * 1024
MAX_UNCOMPRESSED = 256 * 1024 * 1024
MAX_RATIO = 300
MAX_CELLS = 12_000_000
_CHUNK = 1024 * 1024
_CELL_REF = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*[^/>])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|t)\b[^>]*>[^<]")


def read_workbook(data: bytes) -> dict[str, Raster]:
    """Rows per worksheet, in the order of the workbook. A formula without a usable value becomes a ``Foutcel``.

    Raises
    ------
    OnleesbaarError
        When the bytes are no xlsx workbook, or one that is encrypted, damaged or unreasonably large.
    """
    if len(data) > MAX_BYTES:
        raise OnleesbaarError("bestand_te_groot", reden=f"meer dan {MAX_BYTES // 2**20} MB")
    if not data:
        raise OnleesbaarError("bestand_leeg")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise OnleesbaarError(
            "bestand_inhoud", soort="xlsx", reden="het is beveiligd met een wachtwoord of een oud xls-bestand"
        )
    broken, vanaf_1904 = _check_archive(data)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = {}
        for info in workbook.sheets_metadata:
            if "WorkSheet" not in str(info.typ):
                continue
            rows = workbook.get_sheet_by_name(info.name).to_python(skip_empty_area=False)
            for row, column, text in broken.get(info.name, ()):
                _put(rows, row, column, Foutcel(text))
            sheets[info.name] = Raster(rows, vanaf_1904=vanaf_1904)
        return sheets
    except (CalamineError, PasswordError, ValueError, OverflowError) as error:
        raise OnleesbaarError("bestand_inhoud", soort="xlsx", reden="het werkboek is beschadigd") from error


def _put(rows: list[list[Any]], row: int, column: int, cell: Foutcel) -> None:
    while len(rows) <= row:
        rows.append([])
    rows[row].extend([""] * (column + 1 - len(rows[row])))
    rows[row][column] = cell


def _check_archive(data: bytes) -> tuple[dict[str, list[tuple[int, int, str]]], bool]:
    """Refuse what cannot be opened safely.

    Returns per sheet the cells whose formula has no usable value, and whether days count from 1904.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _inspect(archive, len(data))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, KeyError) as error:
        raise OnleesbaarError("bestand_inhoud", soort="xlsx", reden="het werkboek is beschadigd") from error
    except (ElementTree.ParseError, ValueError, OSError) as error:
        raise OnleesbaarError("bestand_inhoud", soort="xlsx", reden="het werkboek is beschadigd") from error
    except Exception as error:
        if type(error).__module__ in ("zlib", "lzma"):
            raise OnleesbaarError("bestand_inhoud", soort="xlsx", reden="het werkboek is beschadigd") from error
        raise


def _inspect(archive: zipfile.ZipFile, size: int) -> tuple[dict[str, list[tuple[int, int, str]]], bool]:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if any(name.startswith(("/", "\\")) or ".." in PurePosixPath(name.replace("\\", "/")).parts for name in names):
        raise OnleesbaarError("bestand_inhoud", soort="xlsx", reden="het bevat een pad buiten het werkboek")
    total = sum(entry.file_size for entry in entries)
    if total > MAX_UNCOMPRESSED or len(entries) > 5000 or (total > 2**24 and total > MAX_RATIO * size):
        raise OnleesbaarError("bestand_te_groot", reden="het werkboek wordt na uitpakken veel te groot")
    if "xl/workbook.xml" not in names:
        raise OnleesbaarError("bestand_inhoud", soort="xlsx", reden="het is een ander soort bestand")
    workbook = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    parts = _sheet_parts(workbook, archive)
    broken = {}
    for entry in entries:
        with archive.open(entry) as stream:
            if entry.filename in parts:
                broken[parts[entry.filename]] = _scan_sheet(stream.read(MAX_UNCOMPRESSED))
            while stream.read(_CHUNK):
                # reading to the end checks the length and the checksum that the archive states
                pass
    vanaf_1904 = any(
        element.tag.endswith("}workbookPr") and element.get("date1904") in ("1", "true") for element in workbook.iter()
    )
    return broken, vanaf_1904


def _sheet_parts(workbook: ElementTree.Element, archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name per worksheet file in the archive."""
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    target = {link.get("Id"): str(link.get("Target")).removeprefix("/xl/").lstrip("/") for link in links}
    result = {}
    for sheet in workbook.iter():
        if sheet.tag.endswith("}sheet"):
            link = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)
            result[f"xl/{target.get(link, '')}"] = sheet.get("name", "")
    return result


def _scan_sheet(xml: bytes) -> list[tuple[int, int, str]]:
    """Row and column (from 0) of cells with a formula error or without a computed value; refuses giant sheets."""
    columns: set[bytes] = set()
    last_row = 0
    for start in range(0, len(xml), _CHUNK):
        for letters, row in _CELL_REF.findall(xml[max(start - 32, 0) : start + _CHUNK]):
            columns.add(letters)
            last_row = max(last_row, int(row))
    last_column = max(map(_column_number, columns), default=-1) + 1
    if last_row * last_column > MAX_CELLS:
        raise OnleesbaarError("bestand_te_groot", reden=f"een blad heeft {last_row} rijen en {last_column} kolommen")
    if not re.search(rb"""\bt=["']e["']|<(?:\w+:)?f\b""", xml):
        return []
    result = []
    for attributes, content in _CELL.findall(xml):
        reference = _CELL_REF.search(b" " + attributes)
        error = re.search(rb"""\bt=["']e["']""", attributes)
        empty_text = re.search(rb"""\bt=["']str["']""", attributes)
        uncomputed = b"f" in content and re.search(rb"<(?:\w+:)?f\b", content) and not _VALUE.search(content)
        if reference and (error or (uncomputed and not empty_text)):
            text = re.search(rb"<(?:\w+:)?v>([^<]*)", content) if error else None
            shown = text[1].decode("utf-8", "replace") if text else "formule zonder uitkomst"
            result.append((int(reference[2]) - 1, _column_number(reference[1]), shown))
    return result


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
