from __future__ import annotations

import pytest

from sectorplan_analysis.reading.csv_file import OnleesbaarError, decode
from tests.reading.deliveries import TABELLEN, csv_bytes, found, read_one

BEGROTING = [["umc", "begroot_fte"], ["LUMC", "32,3"]]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_delimiter_encoding_and_line_end_make_no_difference(delimiter, encoding, newline):
    rows = [[*TABELLEN["gender"][0], "één €"], *([*row, "café; a, b|c"] for row in TABELLEN["gender"][1:])]
    table = read_one("gender", csv_bytes(rows, delimiter=delimiter, encoding=encoding, newline=newline))
    assert found(table, info=True) == [("kolom_niet_gebruikt", None, "één €")]
    assert list(table.frame["medewerker_id"]) == ["0101", "0102", "0103", "0104"]


def test_row_numbers_are_those_excel_shows():
    text = 'sep=;\r\nOverzicht;\r\n\r\numc;opm;begroot_fte\r\nLUMC;"twee\r\nregels";32,3\r\n\r\nEMC;;x\r\n'
    table = read_one("begroting", text)
    assert found(table) == [("getal_onleesbaar", 6, "begroot_fte")]
    assert list(table.frame["rij"]) == [4]


@pytest.mark.parametrize("opm", ["", "x"])
def test_an_unquoted_decimal_comma_in_a_comma_file_is_refused(opm):
    table = read_one("begroting", f"umc,begroot_fte,opm\nLUMC,32,30,{opm}\nEMC,50,40,{opm}\n")
    assert [f for f in found(table) if f[0] == "rij_te_lang"] == [("rij_te_lang", 2, "D"), ("rij_te_lang", 3, "D")]
    assert table.frame.empty


def test_delimiters_after_the_last_column_are_a_style():
    assert found(read_one("begroting", "umc;begroot_fte;;\nLUMC;32,3;;\n"), info=True) == []
    assert found(read_one("begroting", "umc;begroot_fte\nLUMC;32,3;\nEMC;50,4;\n"), info=True) == []


def test_a_row_that_breaks_off_is_refused():
    assert found(read_one("begroting", "umc;begroot_fte;opm\nLUMC;32,3;x\nEMC;50,4\n")) == [("rij_te_kort", 3, "opm")]


def test_rows_that_all_drop_their_empty_end_are_a_style():
    text = "id;type contract;begin;einde;toezeggingsdatum;onvoorwaardelijk\n1;vast;13-1-2024\n2;vast;13-1-2024\n"
    assert found(read_one("contracten", text)) == []


@pytest.mark.parametrize(
    "text",
    [
        'umc;begroot_fte;opm\nLUMC;32,3;"open\nEMC;50,4;b\n',
        'umc;begroot_fte;opm\nLUMC;32,3;"open\nEMC;50,4;b\nVU;32,6;"\n',
        'umc;begroot_fte;opm\nLUMC;32,3;"a"b\nEMC;50,4;b\n',
    ],
)
def test_a_quote_that_does_not_close_is_refused_where_it_opens(text):
    assert ("aanhalingsteken", 2, "opm") in found(read_one("begroting", text))


def test_a_damaged_byte_names_its_cell():
    data = "id;geslacht;n\r\né1;v;x\r\n".encode() + b"e\xff2;m;x\r\n"
    assert found(read_one("gender", data)) == [("cel_stuurteken", 3, "id")]


@pytest.mark.parametrize("cell", ["a\0b", "a\x07b", "a\ufffdb", "a\u200bb", "a\nb"])
def test_an_id_with_a_character_nobody_sees_is_refused(cell):
    rows = [["id", "geslacht"], [cell, "v"], ["2", "m"]]
    assert ("cel_stuurteken", 2, "id") in found(read_one("gender", rows))


@pytest.mark.parametrize("kolom", ["geslacht", "opm"])
def test_a_giant_cell_is_a_finding_and_not_repeated(kolom):
    rows = [["id", "geslacht", "opm"], ["1", "v", ""], ["2", "m", ""]]
    rows[1][rows[0].index(kolom)] = "x" * 10_000_000
    table = read_one("gender", rows)
    assert ("cel_te_groot", 2, kolom) in found(table)
    assert all(len(b["waarde"]) < 200 for b in table.bevindingen)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "bestand_leeg"),
        (b"\xef\xbb\xbf\r\n;;\r\n", "bestand_leeg"),
        (b"PK\x03\x04" + b"x" * 50, "bestand_inhoud"),
        (b"%PDF-1.7", "bestand_inhoud"),
        (b"\xff\xfe\x00\x00a\x00\x00\x00", "tekencodering"),
        (bytes(range(256)) * 20, "tekencodering"),
    ],
)
def test_what_is_no_text_is_refused_as_a_file(data, code):
    with pytest.raises(OnleesbaarError) as refused:
        read_one("gender", data)
    assert refused.value.code == code


def test_a_file_without_known_headers_is_one_finding():
    assert found(read_one("gender", "foo;bar\n1;2\n")) == [("koprij_ontbreekt", None, "")]


def test_cp1252_reads_the_euro_sign():
    assert decode("café €".encode("cp1252")) == "café €"


def test_spaces_after_the_delimiter_do_not_hide_a_quote():
    table = read_one("gender", 'opm, id, geslacht\nx, "0,1", "Vrouw"\n')
    assert table.frame[["medewerker_id", "gender"]].values.tolist() == [["0,1", "v"]]
