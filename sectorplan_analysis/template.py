"""Empty workbooks for a delivery: columns with explanations, drop-down lists and cell validation.

Filled in, they read back without a fout or waarschuwing of their own. The same definitions give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from sectorplan_analysis.cell_rules import NUMBER_FORMATS, header_comment, validation
from sectorplan_analysis.column_texts import Kolomuitleg, explain_columns, explain_row
from sectorplan_analysis.errors import CallError
from sectorplan_analysis.reading.layout import CENTRALE_TABELLEN, SJABLOONBLADEN, UMC_TABELLEN
from sectorplan_analysis.reference import umc_names

Cell = str | float | dt.date | None

TOELICHTING, LIJSTEN = SJABLOONBLADEN
#: Name of the workbook for a umc, which the umc renames to its own slug.
UMC_WERKBOEK = "levering-umc.xlsx"
LAATSTE_RIJ = 1_048_575
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_ALGEMEEN = (
    "Vul de bladen in vanaf rij 2. Laat de namen van de bladen en van de kolommen staan. De uitleg van een kolom staat "
    "ook bij de naam van de kolom.",
    "Plakt u gegevens uit een ander bestand, plak dan alleen de waarden. De keuzelijsten en controles werken alleen "
    "als u typt; bij het inlezen wordt alles opnieuw gecontroleerd.",
    "Nummers die met een nul beginnen, blijven heel: de kolommen met een id zijn opgemaakt als tekst.",
    "De bladen toelichting en lijsten horen niet bij de gegevens en worden niet gelezen.",
)
_PRIVACY = (
    "Lever geen namen, geen e-mailadressen, geen burgerservicenummers (BSN) en geen geboortedatums, ook niet in een "
    "extra kolom of in een opmerking. Een levering waar zulke gegevens in staan, wordt geweigerd.",
    "Een id is een pseudoniem dat u zelf kiest en elk jaar opnieuw gebruikt. De sleutel blijft bij u.",
)


def umc_workbook(
    rows: Mapping[str, Sequence[Sequence[Cell]]] | None = None, *, umcs: Mapping[str, str] | None = None
) -> bytes:
    """The workbook for one umc, with the sheets personeel, contracten and gender.

    Parameters
    ----------
    rows
        Rows to write per table, cells in the order of the columns; none gives the empty workbook.
    umcs
        Display name per slug of the umcs that deliver; those of the report unless given.
    """
    slugs = ", ".join(f"{umc}.xlsx ({naam})" for umc, naam in (umcs or umc_names()).items())
    naming = (
        f"Sla dit werkboek op onder de naam van uw umc: {slugs}.",
        "In plaats van dit werkboek mag u ook een map met die naam leveren, met daarin een bestand per tabel "
        f"({', '.join(UMC_TABELLEN)}; csv of xlsx). Lever niet allebei.",
    )
    return _workbook(UMC_TABELLEN, rows or {}, naming)


def central_workbook(
    tabel: str, rows: Sequence[Sequence[Cell]] | None = None, *, umcs: Mapping[str, str] | None = None
) -> bytes:
    """The workbook for one central table; the empty begroting names the umcs (see `umc_workbook`).

    The reader takes central tables one to a file, so each has its own workbook.
    """
    if rows is None:
        rows = [[naam] for naam in (umcs or umc_names()).values()] if tabel == "begroting" else []
    naming = (
        f"Zet dit werkboek onder de naam {tabel}.xlsx naast de leveringen van de umc's, in de map van de peildatum, "
        "bijvoorbeeld 2025-12-31.",
    )
    return _workbook((tabel,), {tabel: rows}, naming)


def write_templates(folder: Path, *, umcs: Mapping[str, str] | None = None) -> list[Path]:
    """Write the workbooks to a folder, which is made when it does not exist; ``umcs`` as in `umc_workbook`.

    Returns
    -------
    list of Path
        The workbook for a umc first, then the central ones.

    Raises
    ------
    CallError
        When one of the files exists (then none is written: someone may have filled it in), or cannot be written.
    """
    content = {UMC_WERKBOEK: umc_workbook(umcs=umcs)}
    content |= {f"{tabel}.xlsx": central_workbook(tabel, umcs=umcs) for tabel in CENTRALE_TABELLEN}
    paths = [folder / name for name in content]
    try:
        if existing := [path for path in paths if path.exists() or path.is_symlink()]:
            raise CallError(f"{existing[0]} bestaat al en is niet overschreven. Kies met --output een andere map.")
        folder.mkdir(parents=True, exist_ok=True)
        for path, data in zip(paths, content.values(), strict=True):
            with path.open("xb") as stream:
                stream.write(data)
    except OSError:
        raise CallError(
            f"In {folder} kan niet worden geschreven. Kies met --output een map waarin u bestanden mag maken."
        ) from None
    return paths


def _workbook(tabellen: Sequence[str], rows: Mapping[str, Sequence[Sequence[Cell]]], naming: Sequence[str]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as workbook:
        workbook.set_properties({"title": "Levering sectorplan", "created": dt.datetime(2000, 1, 1)})
        explanation = workbook.add_worksheet(TOELICHTING)
        sheets = {tabel: workbook.add_worksheet(tabel) for tabel in tabellen}
        head = workbook.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF4", "valign": "top"})
        columns = [kolom for tabel in tabellen for kolom in explain_columns(tabel)]
        sources = _write_lists(workbook.add_worksheet(LIJSTEN), columns, head)
        _write_explanation(workbook, explanation, tabellen, naming, head)
        for tabel, sheet in sheets.items():
            _write_table(workbook, sheet, explain_columns(tabel), rows.get(tabel, ()), sources, head)
    return buffer.getvalue()


def _write_lists(sheet: Worksheet, columns: Sequence[Kolomuitleg], head: Format) -> dict[tuple[str, ...], str]:
    """Write each list of values once; returns the range of cells per list, for the drop-down lists."""
    lists: dict[tuple[str, ...], str] = {}
    for kolom in columns:
        if kolom.waarden:
            lists.setdefault(kolom.waarden, kolom.notatie if kolom.soort.startswith("ja_") else kolom.naam)
    ranges = {}
    for c, (values, title) in enumerate(lists.items()):
        sheet.write_string(0, c, title, head)
        sheet.set_column(c, c, max(map(len, values)) + 2)
        for r, value in enumerate(values, start=1):
            sheet.write_string(r, c, value)
        letter = xl_col_to_name(c)
        ranges[values] = f"={LIJSTEN}!${letter}$2:${letter}${len(values) + 1}"
    sheet.freeze_panes(1, 0)
    return ranges


def _write_table(
    workbook: xlsxwriter.Workbook,
    sheet: Worksheet,
    columns: Sequence[Kolomuitleg],
    rows: Sequence[Sequence[Cell]],
    sources: Mapping[tuple[str, ...], str],
    head: Format,
) -> None:
    sheet.freeze_panes(1, 0)
    for c, kolom in enumerate(columns):
        number_format = NUMBER_FORMATS.get(kolom.soort)
        cell_format = workbook.add_format({"num_format": number_format}) if number_format else None
        width = max(len(kolom.naam), min(max(map(len, kolom.waarden), default=0), 40)) + 3
        sheet.set_column(c, c, width, cell_format)
        sheet.write_string(0, c, kolom.naam, head)
        text = header_comment(kolom)
        sheet.write_comment(0, c, text, {"width": 300, "height": 22 * (len(text) // 42 + text.count("\n") + 1)})
        if rule := validation(kolom, xl_col_to_name(c), sources):
            sheet.data_validation(1, c, LAATSTE_RIJ, c, rule)
        for r, row in enumerate(rows, start=1):
            _write_cell(sheet, r, c, row[c] if c < len(row) else None, cell_format)


def _write_cell(sheet: Worksheet, row: int, column: int, value: Cell, cell_format: Format | None) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, value, cell_format)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, column, value, cell_format)
    elif value is not None:
        sheet.write_number(row, column, value, cell_format)


def _write_explanation(
    workbook: xlsxwriter.Workbook, sheet: Worksheet, tabellen: Sequence[str], naming: Sequence[str], head: Format
) -> None:
    title = workbook.add_format({"bold": True, "font_size": 14})
    bold = workbook.add_format({"bold": True, "valign": "top"})
    wrap = workbook.add_format({"text_wrap": True, "valign": "top"})
    widths = {"kolom": 29, "betekenis": 62, "soort": 30, "verplicht": 26, "toegestane waarden": 44, "voorbeeld": 24}
    for c, width in enumerate(widths.values()):
        sheet.set_column(c, c, width)
    sheet.write_string(0, 0, f"Levering sectorplan: {', '.join(tabellen)}", title)
    row = 2
    for topic, lines in (("Invullen", _ALGEMEEN), ("Naam van het bestand", naming), ("Wat u niet levert", _PRIVACY)):
        sheet.write_string(row, 0, topic, bold)
        for line in lines:
            sheet.merge_range(row, 1, row, len(widths) - 1, line, wrap)
            sheet.set_row(row, 15 * (len(line) // 170 + 1))
            row += 1
        row += 1
    for tabel in tabellen:
        sheet.write_string(row, 0, f"Blad {tabel}", bold)
        sheet.merge_range(row, 1, row, len(widths) - 1, explain_row(tabel), wrap)
        sheet.set_row(row, 15 * (len(explain_row(tabel)) // 170 + 1))
        for c, name in enumerate(widths):
            sheet.write_string(row + 1, c, name, head)
        row += 2
        for kolom in explain_columns(tabel):
            values = f"zie blad {LIJSTEN}" if kolom.soort == "functie" else "; ".join(kolom.waarden)
            cells = (kolom.naam, kolom.betekenis, kolom.notatie, kolom.verplicht, values, kolom.voorbeeld)
            for c, text in enumerate(cells):
                sheet.write_string(row, c, text, wrap)
            row += 1
        row += 1
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
