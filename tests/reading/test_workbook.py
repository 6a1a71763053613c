from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
import xlsxwriter

from sectorplan_analysis.reading import workbook
from sectorplan_analysis.reading.csv_file import OnleesbaarError
from sectorplan_analysis.reading.workbook import read_workbook
from tests.reading.deliveries import TABELLEN, UMC, codes, judge, path_of, read

DATUMS = ("begindatum", "einddatum", "toezegging_datum")


def workbook_bytes(sheets, *, skip_rows=0, skip_columns=0, **options) -> bytes:
    """A workbook with typed cells: date texts as date cells, decimals as numbers, ja and nee as booleans."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, **options}) as book:
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for i, row in enumerate(rows, start=skip_rows):
                for j, cell in enumerate(row, start=skip_columns):
                    if isinstance(cell, dt.date):
                        sheet.write_datetime(i, j, dt.datetime.combine(cell, dt.time()), day)
                    elif isinstance(cell, str):
                        sheet.write_string(i, j, cell)
                    elif cell is not None:
                        sheet.write(i, j, cell)
    return buffer.getvalue()


def typed(tabel: str) -> list[list[object]]:
    header, *rows = TABELLEN[tabel]
    result: list[list[object]] = [list(header)]
    for row in rows:
        cells: list[object] = []
        for naam, cell in zip(header, row, strict=True):
            if naam in DATUMS and cell:
                cells.append(dt.datetime.strptime(cell, "%d-%m-%Y").date())
            elif naam == "fte":
                cells.append(float(cell.replace(",", ".")))
            elif cell in ("ja", "nee"):
                cells.append(cell == "ja")
            else:
                cells.append(cell or None)
        result.append(cells)
    return result


def as_workbook(folder, sheets, **options):
    for tabel in ("personeel", "contracten", "gender"):
        path_of(folder, tabel).unlink()
    (folder / UMC).rmdir()
    (folder / f"{UMC}.xlsx").write_bytes(workbook_bytes(sheets, **options))
    return folder


UMC_TABLES = ("personeel", "contracten", "gender")


@pytest.mark.parametrize("skip", [(0, 0), (4, 0), (3, 2)])
@pytest.mark.parametrize("names", [str.upper, str.title, lambda name: f"blad {len(name)}"])
def test_a_workbook_gives_the_same_tables_as_the_csv_files(delivery, skip, names):
    expected = read(delivery)
    sheets = {"Notities": [["vrije tekst"]]} | {names(t): typed(t) for t in reversed(UMC_TABLES)}
    levering = judge(as_workbook(delivery, sheets, skip_rows=skip[0], skip_columns=skip[1]))
    assert codes(levering) == set()
    for tabel in UMC_TABLES:
        plain = expected.tables[tabel].drop(columns=["bestand", "blad", "rij"])
        assert levering.tables[tabel].drop(columns=["bestand", "blad", "rij"]).equals(plain)
        assert list(levering.tables[tabel]["rij"]) == [rij + skip[0] for rij in expected.tables[tabel]["rij"]]
    assert ("blad_niet_gebruikt" in codes(levering, above="")) is True
    assert ("blad_op_kolommen" in codes(levering, above="")) is (names("x").startswith("blad"))


def test_two_sheets_for_one_table_are_refused(delivery):
    sheets = {
        "a": typed("personeel"),
        "b": typed("personeel"),
        "contracten": typed("contracten"),
        "gender": typed("gender"),
    }
    assert "tabel_dubbel" in codes(read(as_workbook(delivery, sheets)), above="waarschuwing")


def test_numbers_as_ids_lose_their_point_and_not_more(delivery):
    rows = [
        ["id", "geslacht"],
        [123.0, "v"],
        [123456789012345678.0, "m"],
        [1.5, "m"],
        ["0012", "x"],
        [dt.date(2024, 1, 1), "v"],
    ]
    path_of(delivery, "gender").unlink()
    path_of(delivery, "gender", ".XLSX").write_bytes(workbook_bytes({"gender": rows}))
    levering = read(delivery)
    assert list(levering.tables["gender"]["medewerker_id"]) == ["123", "0012"]
    bad = levering.bevindingen.query("code == 'id_notatie'")
    assert list(bad["rij"]) == [3, 4, 6]


@pytest.mark.parametrize(("result", "cell"), [("#N/A", "=NA()"), ("", "=A1+1")])
def test_a_formula_without_a_value_is_refused_and_not_read_as_empty(delivery, result, cell):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("contracten")
        for i, row in enumerate(typed("contracten")):
            for j, value in enumerate(row):
                if isinstance(value, dt.date):
                    sheet.write_string(i, j, value.isoformat())
                elif value is not None:
                    sheet.write(i, j, value)
        sheet.write_formula(1, 3, cell, None, result)
        sheet.write_formula(2, 3, '=IF(1,"","")', None, "")
    data = buffer.getvalue()
    path_of(delivery, "contracten").unlink()
    path_of(delivery, "contracten", ".xlsx").write_bytes(data)
    levering = read(delivery)
    bad = levering.bevindingen.query("ernst == 'fout'")
    assert ("cel_formule", 2, "einddatum") in set(zip(bad["code"], bad["rij"], bad["kolom"], strict=True))


def test_a_formula_with_a_value_is_read_as_its_value():
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet("s").write_formula(0, 0, "=1+1", None, 2)
    assert read_workbook(buffer.getvalue())["s"].rijen == [[2.0]]


def test_plain_day_numbers_of_a_1904_workbook_are_refused_and_date_cells_read(delivery):
    rows = typed("personeel")
    rows[1][6] = 44000.0
    path_of(delivery, "personeel").unlink()
    path_of(delivery, "personeel", ".xlsx").write_bytes(workbook_bytes({"p": rows}, date_1904=True))
    levering = read(delivery)
    bad = levering.bevindingen.query("ernst == 'fout'")
    assert list(zip(bad["code"], bad["rij"], bad["kolom"], strict=True)) == [("datum_onleesbaar", 2, "begindatum")]
    assert list(levering.tables["personeel"]["begindatum"].dt.strftime("%d-%m-%Y")) == [
        r[6] for r in TABELLEN["personeel"][2:]
    ]


def zipped(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


GOOD = workbook_bytes({"s": [["a"]]})


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "bestand_leeg"),
        (b"medewerker_id;gender\n", "bestand_inhoud"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "bestand_inhoud"),
        (GOOD[:200], "bestand_inhoud"),
        (GOOD[: len(GOOD) // 2], "bestand_inhoud"),
        (zipped(**{"word/document.xml": b"<a/>"}), "bestand_inhoud"),
        (zipped(**{"../evil.xml": b"<a/>", "xl/workbook.xml": b"<a/>"}), "bestand_inhoud"),
        (zipped(**{"xl/workbook.xml": b"<a", "xl/_rels/workbook.xml.rels": b"<a/>"}), "bestand_inhoud"),
        (zipped(**{"xl/workbook.xml": b"<a/>"}), "bestand_inhoud"),
        (zipped(**{"xl/workbook.xml": b"<a/>", "xl/_rels/workbook.xml.rels": b"<a/>"}), "bestand_inhoud"),
        (zipped(**{"xl/workbook.xml": b"\0" * 300_000_000}), "bestand_te_groot"),
        (zipped(**{"xl/workbook.xml": b"\0" * 20_000_000}), "bestand_te_groot"),
    ],
    ids=range(12),
)
def test_what_is_no_sound_workbook_is_refused_as_a_file(data, code):
    with pytest.raises(OnleesbaarError) as refused:
        read_workbook(data)
    assert refused.value.code == code


def test_a_damaged_checksum_is_refused():
    at = GOOD.index(b"xl/worksheets/sheet1.xml") + 40
    data = GOOD[:at] + bytes([GOOD[at] ^ 0xFF]) + GOOD[at + 1 :]
    with pytest.raises(OnleesbaarError):
        read_workbook(data)


def test_a_cell_in_the_far_corner_does_not_fill_memory():
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("s")
        sheet.write(0, 0, "id")
        sheet.write(1_048_575, 16_383, "x")
    with pytest.raises(OnleesbaarError) as refused:
        read_workbook(buffer.getvalue())
    assert refused.value.code == "bestand_te_groot"


def test_a_file_above_the_limit_is_not_opened(monkeypatch):
    monkeypatch.setattr(workbook, "MAX_BYTES", 10)
    with pytest.raises(OnleesbaarError) as refused:
        read_workbook(GOOD)
    assert refused.value.code == "bestand_te_groot"


def test_a_chart_sheet_is_passed_over():
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet("s").write(0, 0, 1)
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=s!$A$1:$A$1"})
        book.add_chartsheet("grafiek").set_chart(chart)
    assert list(read_workbook(buffer.getvalue())) == ["s"]
