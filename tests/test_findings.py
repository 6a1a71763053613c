from __future__ import annotations

import csv
import hashlib
import re
import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

import sectorplan_analysis
from sectorplan_analysis.findings import (
    KOLOMMEN,
    bevinding,
    combine_findings,
    find_bsn,
    findings_frame,
    has_fouten,
    neutralise,
    passes_eleven_test,
    regels,
    show_cell,
    write_findings,
)

HOSTILE = [
    '=HYPERLINK("http://x")',
    "+1+1",
    "-2-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1+1",
    "<script>alert(1)</script>",
    "{0}",
    "%s",
]


def frame(*values: object):
    return findings_frame(
        bevinding("waarde_leeg", umc="lumc", bestand="lumc/personeel.csv", rij=i, kolom="Fte", veld="fte", waarde=v)
        for i, v in enumerate(values, start=2)
    )


def test_every_code_in_the_package_has_a_rule_and_every_rule_a_use():
    text = "\n".join(
        path.read_text(encoding="utf-8")
        for path in Path(sectorplan_analysis.__file__).parent.rglob("*.py")
        if path.parent.name in ("reading", "checks", "sectorplan_analysis")
    )
    built = {f"{tabel}_{end}" for tabel in ("begroting", "bestedingen") for end in ("tegenstrijdig", "umc_ontbreekt")}
    built |= {
        f"{veld}_onbekend"
        for veld in ("thema", "subthema", "contracttype", "gender", "situatie", "contractstatus", "categorie")
    }
    built |= {"toezegging_na_einde"}
    unused = {code for code in regels() if f'"{code}"' not in text and code not in built}
    assert unused == set()
    used = set(
        re.findall(
            r'(?:bevinding|report|report_row|_finding|Lezing|OnleesbaarError)\(\s*(?:None, |"", |text, )?"([a-z_]+)"',
            text,
        )
    )
    assert {code for code in used if "_" in code} - set(regels()) == set()
    assert len(used) > 30


def test_every_rule_says_what_is_wrong_and_what_to_do():
    for code, regel in regels().items():
        assert regel["ernst"] in ("fout", "waarschuwing", "info"), code
        assert regel["omschrijving"].endswith(".") and regel["wat_te_doen"].endswith("."), code
        assert "{" not in regel["omschrijving"] + regel["wat_te_doen"], code
        assert regel["bron"], code


def test_an_unknown_code_is_an_error_of_this_package():
    with pytest.raises(KeyError):
        bevinding("bestaat_niet", umc="lumc")


def test_findings_come_in_a_fixed_order_and_once():
    rows = [
        bevinding("waarde_leeg", umc=u, bestand="a.csv", rij=r)
        for u in ("centraal", "lumc", "erasmus-mc")
        for r in (10, 9, None, 9)
    ]
    once, back = findings_frame(rows), findings_frame(reversed(rows))
    assert once.equals(back)
    assert list(once.columns) == list(KOLOMMEN)
    assert list(once["umc"].unique()) == ["erasmus-mc", "lumc", "centraal"]
    assert list(once["rij"].head(3).astype(object).where(once["rij"].head(3).notna(), None)) == [None, 9, 10]
    assert combine_findings(once, back).equals(once)
    assert has_fouten(once) and not has_fouten(findings_frame([]))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_reaches_a_spreadsheet_as_a_formula(tmp_path, text):
    write_findings(frame(text), tmp_path)
    with (tmp_path / "bevindingen.csv").open(encoding="utf-8", newline="") as file:
        [row] = csv.DictReader(file)
    assert not row["waarde"].lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
    with zipfile.ZipFile(tmp_path / "terugkoppeling" / "lumc.xlsx") as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
        assert "xl/worksheets/_rels/sheet1.xml.rels" not in book.namelist()


@pytest.mark.parametrize("number", ["-5", "-1.234,50", "+3", "0,8"])
def test_plain_numbers_stay_as_they_are(number):
    assert neutralise(number) == number


def test_a_cell_is_shown_short_on_one_line_and_without_hidden_characters():
    assert show_cell("a\nb\0c") == "a\\nb\\x00c"
    assert len(show_cell("x" * 10_000_000)) < 200
    assert (show_cell(None), show_cell(3.0), show_cell(0.8), show_cell(True)) == ("", "3", "0.8", "True")


@pytest.mark.parametrize(
    "text", ["jan.jansen@umc.nl", "123456782", "1234.56.782", "123 456 782", "tel jan@x.org nu", 123456782, 123456782.0]
)
def test_what_identifies_a_person_is_in_no_finding(tmp_path, text):
    write_findings(frame(text, f"{'x ' * 55}{text} {'y' * 40}"), tmp_path)
    written = (tmp_path / "bevindingen.csv").read_text(encoding="utf-8")
    sheet = CalamineWorkbook.from_path(tmp_path / "terugkoppeling" / "lumc.xlsx").get_sheet_by_index(0).to_python()
    for part in ("jan", "123456782", "1234.56", "123 456"):
        assert part not in written
        assert part not in str(sheet)


def test_the_eleven_test_knows_a_bsn():
    assert passes_eleven_test("123456782") and passes_eleven_test("111222333")
    assert not passes_eleven_test("123456789") and not passes_eleven_test("000000000")
    assert not find_bsn("1234567820") and not find_bsn("E123456782")


def test_the_same_findings_give_the_same_bytes_and_old_feedback_goes(tmp_path):
    digests = []
    for name in ("a", "b"):
        stale = tmp_path / name / "terugkoppeling" / "umcg.xlsx"
        stale.parent.mkdir(parents=True)
        stale.write_bytes(b"old")
        write_findings(frame("a", "b"), tmp_path / name)
        assert not stale.exists()
        files = sorted(path for path in (tmp_path / name).rglob("*") if path.is_file())
        assert [path.name for path in files] == ["bevindingen.csv", "lumc.xlsx"]
        digests.append([hashlib.sha256(path.read_bytes()).hexdigest() for path in files])
    assert digests[0] == digests[1]


def test_findings_that_cannot_be_written_leave_the_earlier_ones(tmp_path, monkeypatch):
    folder = tmp_path / "bevindingen"
    write_findings(frame("a"), folder)
    before = {path: path.read_bytes() for path in folder.rglob("*.*")}

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        write_findings(frame("b"), folder)
    assert {path: path.read_bytes() for path in folder.rglob("*.*")} == before and len(before) == 2
    assert list(tmp_path.iterdir()) == [folder]


def test_feedback_is_sorted_by_row_with_a_frozen_filtered_header(tmp_path):
    rows = [
        bevinding("waarde_leeg", umc="lumc", bestand="lumc/gender.csv", rij=r, kolom="M/V", waarde="z") for r in (12, 3)
    ]
    write_findings(findings_frame([*rows, bevinding("umc_ontbreekt", umc="lumc", umc_naam="LUMC")]), tmp_path)
    path = tmp_path / "terugkoppeling" / "lumc.xlsx"
    header, *body = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert header[:4] == ["ernst", "bestand", "blad", "rij"]
    assert [row[header.index("rij")] for row in body] == ["", 3.0, 12.0]
    assert body[1][header.index("wat te doen")] == regels()["waarde_leeg"]["wat_te_doen"]
    assert body[1][header.index("melding")] == "De cel is leeg."
    with zipfile.ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
    assert b'state="frozen"' in sheet and b"<autoFilter" in sheet
