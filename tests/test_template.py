"""The empty workbooks: what is in them, what comes back from a filled one, and where they may be written."""

from __future__ import annotations

import datetime as dt
import io
import re
import tempfile
import warnings
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from sectorplan_analysis.checks import check_delivery
from sectorplan_analysis.checks.positions import planned
from sectorplan_analysis.cli import main
from sectorplan_analysis.column_texts import explain_columns
from sectorplan_analysis.errors import CallError
from sectorplan_analysis.reading import Levering, read_delivery
from sectorplan_analysis.reading.cells import column
from sectorplan_analysis.reading.dates import read_dates
from sectorplan_analysis.reading.layout import CENTRALE_TABELLEN, TABELLEN, UMC_TABELLEN
from sectorplan_analysis.reading.meaning import read_values
from sectorplan_analysis.reading.numbers import read_amounts
from sectorplan_analysis.reference import subthemas, umc_names
from sectorplan_analysis.template import LIJSTEN, TOELICHTING, central_workbook, umc_workbook, write_templates
from sectorplan_analysis.words import functies, umc_aliases, values, word_key

NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
UMC = "lumc"
PEILDATUM = dt.date(2025, 12, 31)
WORKBOOKS = {"umc": umc_workbook(), **{tabel: central_workbook(tabel) for tabel in CENTRALE_TABELLEN}}


def typed(text: str, soort: str) -> str | float | dt.date:
    """An example as Excel keeps it once it is typed: dates and numbers in cells of their own."""
    if "datum" in soort:
        return read_dates([text])[0].waarde
    if soort.startswith(("decimaal", "score", "aantal", "procent")) or soort in ("bedrag", "jaar"):
        return float(read_amounts([text])[0].waarde)
    return text


def examples() -> dict[str, list[list[str | float | dt.date]]]:
    rows = {tabel: [[typed(k.voorbeeld, k.soort) for k in explain_columns(tabel)]] for tabel in TABELLEN}
    place = [veld.naam for veld in TABELLEN["werkdruk"]].index("situatie")
    [row] = rows["werkdruk"]
    rows["werkdruk"] = [[*row[:place], situatie, *row[place + 1 :]] for situatie in ("voor", "nu", "ideaal")]
    [group] = rows["culturele_diversiteit"]
    rows["culturele_diversiteit"] += [
        [*group[:3], *cells, group[6]] for cells in (("Nederland", 900.0, 75.0), ("Europa", 120.0, 10.0))
    ]
    return rows


def deliver(rows: dict[str, list[list]], folder: Path) -> Levering:
    (folder / f"{UMC}.xlsx").write_bytes(umc_workbook(rows))
    for tabel in CENTRALE_TABELLEN:
        (folder / f"{tabel}.xlsx").write_bytes(central_workbook(tabel, rows[tabel]))
    return check_delivery(read_delivery(folder, umcs=[UMC]), peildatum=PEILDATUM, umcs=[UMC])


def complaints(levering: Levering) -> list[tuple[str, ...]]:
    """Findings apart from the info that the sheets of explanation and lists are not read."""
    rows = levering.bevindingen
    own = (rows["code"] == "blad_niet_gebruikt") & (rows["ernst"] == "info") & rows["blad"].isin([TOELICHTING, LIJSTEN])
    return list(rows.loc[~own, ["code", "bestand", "blad", "kolom", "waarde"]].itertuples(index=False, name=None))


def grid(data: bytes, sheet: str) -> list[list]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def sheet_xml(data: bytes, sheet: str) -> ElementTree.Element:
    number = CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names.index(sheet) + 1
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))


def rules(data: bytes, tabel: str) -> dict[str, ElementTree.Element]:
    """The validation of each column of a sheet that has one."""
    found = {rule.get("sqref", ""): rule for rule in sheet_xml(data, tabel).iter(f"{NS}dataValidation")}
    header = grid(data, tabel)[0]
    return {header[ord(ref[0]) - 65]: rule for ref, rule in found.items()}


def tables() -> list[tuple[bytes, str]]:
    return [(WORKBOOKS["umc" if tabel in UMC_TABELLEN else tabel], tabel) for tabel in TABELLEN]


def test_the_workbooks_have_the_sheets_and_columns_of_the_reader_in_its_order():
    names = CalamineWorkbook.from_filelike(io.BytesIO(WORKBOOKS["umc"])).sheet_names
    assert names == [TOELICHTING, "personeel", "contracten", "gender", LIJSTEN]
    for data, tabel in tables():
        assert grid(data, tabel)[0] == [veld.naam for veld in TABELLEN[tabel]]


def test_the_examples_in_the_explanation_form_a_delivery_without_findings(tmp_path):
    levering = deliver(examples(), tmp_path)
    assert complaints(levering) == []
    [row] = levering.tables["personeel"].to_dict("records")
    assert (row["medewerker_id"], row["fte"], row["inloop"]) == ("0012", 0.8, False)
    [contract] = levering.tables["contracten"].to_dict("records")
    assert contract["toezegging_onvoorwaardelijk"] and contract["toezegging_datum"] == dt.datetime(2025, 5, 13)
    assert len(levering.tables["werkdruk"]) == 3


def test_a_wrong_value_in_the_workbook_is_a_finding_on_its_own_cell(tmp_path):
    rows = examples()
    rows["personeel"][0][4] = 1.3
    rows["gender"][0][1] = "vrouwelijk?"
    assert complaints(deliver(rows, tmp_path)) == [
        ("gender_onbekend", "lumc.xlsx", "gender", "gender", "vrouwelijk?"),
        ("fte_buiten_bereik", "lumc.xlsx", "personeel", "fte", "1.3"),
    ]


@st.composite
def filled(draw) -> dict[str, list[list]]:
    """Persons with one position and one contract, as the lists of the workbook allow them."""
    lists = {k.naam: k.waarden for tabel in UMC_TABELLEN for k in explain_columns(tabel)}
    ids = draw(
        st.lists(st.from_regex(r"0{0,2}[1-9][0-9]{2}[a-z]", fullmatch=True), min_size=1, max_size=6, unique=True)
    )
    rows: dict[str, list[list]] = {"personeel": [], "contracten": [], "gender": []}
    for key in ids:
        start = draw(st.dates(dt.date(2022, 1, 1), dt.date(2025, 12, 31)))
        end = draw(st.none() | st.dates(start, dt.date(2040, 12, 31)))
        fte = draw(st.integers(1, 120)) / 100
        yes_no = st.sampled_from(lists["inloop"])
        promise = draw(st.none() | st.dates(start, end or dt.date(2040, 12, 31)))
        functie = draw(st.sampled_from(lists["functie"]))
        subthema = draw(st.sampled_from([name for name in lists["subthema"] if (UMC, name) in planned(PEILDATUM)]))
        rows["personeel"].append([key, functie, subthemas()[subthema], subthema, fte, draw(yes_no), start, end])
        unconditional = draw(yes_no) if promise else None
        soort = draw(st.sampled_from(lists["contracttype"]))
        rows["contracten"].append([key, soort, start, end, promise, unconditional])
        rows["gender"].append([key, draw(st.sampled_from(lists["gender"]))])
    return rows


@settings(max_examples=15)
@given(filled())
def test_whatever_the_lists_allow_reads_back_with_the_same_values(rows):
    with tempfile.TemporaryDirectory() as folder:
        levering = deliver(examples() | rows, Path(folder))
    assert set(levering.bevindingen["ernst"]) <= {"info"}
    for tabel in UMC_TABELLEN:
        read = levering.tables[tabel]
        for c, kolom in enumerate(explain_columns(tabel)):
            sent = [row[c] for row in rows[tabel]]
            if kolom.soort.startswith("ja_"):
                sent = [cell == "ja" for cell in sent]
            got = [None if cell != cell else cell for cell in read[kolom.naam]]
            got = [cell.date() if isinstance(cell, dt.datetime) else cell for cell in got]
            assert got == sent, kolom.naam


def test_the_empty_workbooks_read_as_empty_and_the_begroting_names_every_umc(tmp_path):
    for name, data in WORKBOOKS.items():
        (tmp_path / f"{UMC if name == 'umc' else name}.xlsx").write_bytes(data)
    levering = read_delivery(tmp_path, umcs=[UMC])
    assert {code for code, *_ in complaints(levering)} == {"tabel_leeg", "waarde_leeg"}
    assert [row[0] for row in grid(WORKBOOKS["begroting"], "begroting")[1:]] == list(umc_names().values())


def test_the_drop_down_lists_hold_exactly_what_the_reader_knows():
    known = {
        "functie": set(functies()),
        "umc": set(umc_aliases().values()) - {""},
        "inloop": {True, False},
        "toezegging_onvoorwaardelijk": {True, False},
    }
    coded = []
    for data, tabel in tables():
        sheet, validation = grid(data, LIJSTEN), rules(data, tabel)
        for veld in TABELLEN[tabel]:
            rule = validation.get(veld.naam)
            if rule is None or rule.get("type") != "list":
                continue
            letter, last = re.fullmatch(LIJSTEN + r"!\$([A-Z])\$2:\$\1\$(\d+)", rule.findtext(f"{NS}formula1")).groups()
            cells = [row[ord(letter) - 65] for row in sheet[1:]]
            offered = cells[: int(last) - 1]
            assert all(offered) and not any(cells[int(last) - 1 :])
            read = read_values(column(veld.naam, offered), veld)
            assert not any(lezing.code for lezing in read)
            meant = {word_key(lezing.waarde) if veld.soort == "functie" else lezing.waarde for lezing in read}
            expected = known.get(veld.naam, set(values(veld.naam).values()))
            if veld.soort == "organisatie":
                expected = expected | set(values(veld.soort).values())
            assert meant == expected, veld.naam
            assert rule.get("errorStyle") == ("warning" if veld.soort == "functie" else None)
            coded.append(veld.naam)
    assert set(coded) == {
        *("functie", "thema", "subthema", "inloop", "contracttype", "toezegging_onvoorwaardelijk", "gender"),
        *("umc", "contractstatus", "situatie", "categorie", "herkomst"),
    }


def test_typed_dates_fte_and_amounts_are_held_to_their_limits():
    personeel, money = rules(WORKBOOKS["umc"], "personeel"), rules(WORKBOOKS["bestedingen"], "bestedingen")
    first, last = ((day - dt.date(1899, 12, 30)).days for day in (dt.date(2000, 1, 1), dt.date(2040, 12, 31)))
    for name in ("begindatum", "einddatum"):
        limits = [personeel[name].findtext(f"{NS}formula{i}") for i in (1, 2)]
        assert (personeel[name].get("type"), limits) == ("date", [str(first), str(last)])
    assert personeel["fte"].findtext(f"{NS}formula1") == "AND(ISNUMBER(E2),E2>0,E2<=1.2)"
    assert [money["jaar"].findtext(f"{NS}formula{i}") for i in (1, 2)] == ["2022", "2040"]
    amount = money["bedrag_eur"]
    assert (amount.get("operator"), amount.findtext(f"{NS}formula1"), amount.get("errorStyle")) == (
        "greaterThanOrEqual",
        "0",
        "warning",
    )


@pytest.mark.parametrize(("data", "tabel"), tables(), ids=list(TABELLEN))
def test_every_header_is_frozen_and_explained_and_every_id_column_is_text(data, tabel):
    sheet = sheet_xml(data, tabel)
    pane = next(sheet.iter(f"{NS}pane"))
    assert (pane.get("ySplit"), pane.get("state")) == ("1", "frozen")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        styles = ElementTree.fromstring(archive.read("xl/styles.xml"))
        notes = " ".join(archive.read(name).decode() for name in archive.namelist() if "comments" in name)
    codes = {fmt.get("numFmtId"): fmt.get("formatCode") for fmt in styles.iter(f"{NS}numFmt")}
    formats = [codes.get(xf.get("numFmtId")) for xf in styles.find(f"{NS}cellXfs")]
    style = {int(col.get("min")): formats[int(col.get("style", 0))] for col in sheet.iter(f"{NS}col")}
    explained = [row[0] for row in grid(data, TOELICHTING)]
    for c, kolom in enumerate(explain_columns(tabel), start=1):
        assert kolom.naam in explained
        assert kolom.betekenis.split(",")[0].split("'")[0] in notes
        if kolom.soort == "id":
            assert style[c] == "@", "text format, or Excel drops leading zeros"


def test_the_explanation_names_every_file_name_and_what_not_to_send():
    text = " ".join(str(cell) for row in grid(WORKBOOKS["umc"], TOELICHTING) for cell in row)
    assert all(f"{slug}.xlsx" in text for slug in umc_names())
    assert all(word in text for word in ("namen", "e-mailadressen", "BSN", "geboortedatums"))


def test_no_text_is_too_long_for_excel():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        umc_workbook()
        assert all(map(central_workbook, CENTRALE_TABELLEN))


def test_the_bytes_depend_on_nothing_but_the_definitions():
    assert umc_workbook() == WORKBOOKS["umc"]
    for data in WORKBOOKS.values():
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            stamps = re.findall(rb">(\d{4}-[^<]*)<", archive.read("docProps/core.xml"))
            assert set(stamps) == {b"2000-01-01T00:00:00Z"}


def test_a_text_that_looks_like_a_formula_is_written_as_text(tmp_path):
    rows = examples()
    rows["gender"][0][0] = '=HYPERLINK("x")'
    with zipfile.ZipFile(io.BytesIO(umc_workbook(rows))) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())


def test_a_workbook_that_exists_is_never_overwritten_and_nothing_else_is_written(tmp_path):
    (tmp_path / "werkdruk.xlsx").write_bytes(b"filled in")
    with pytest.raises(CallError, match=r"werkdruk\.xlsx bestaat al"):
        write_templates(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["werkdruk.xlsx"]
    assert (tmp_path / "werkdruk.xlsx").read_bytes() == b"filled in"


def test_the_command_writes_the_workbooks_once_and_then_refuses_in_dutch(tmp_path, capsys):
    target = tmp_path / "nieuw" / "sjablonen"
    assert main(["template", "--output", str(target)]) == 0
    paths = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert [path.name for path in paths] == [
        "levering-umc.xlsx",
        "begroting.xlsx",
        "bestedingen.xlsx",
        "werkdruk.xlsx",
        "culturele_diversiteit.xlsx",
    ]
    assert paths[0].read_bytes() == WORKBOOKS["umc"]
    assert main(["template", "--output", str(target)]) == 2
    assert "bestaat al en is niet overschreven" in capsys.readouterr().err


def test_a_target_that_cannot_be_written_is_one_dutch_sentence(tmp_path, capsys):
    (tmp_path / "bestand").write_text("")
    assert main(["template", "--output", str(tmp_path / "bestand")]) == 2
    assert "kan niet worden geschreven" in capsys.readouterr().err


def test_a_round_after_a_merger_has_its_own_umcs_in_the_workbooks(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sectorplan_analysis.reference._NAMED", {})
    (tmp_path / "rondes.toml").write_text(
        '[[umcs]]\nvanaf=2027-01-01\numcs=["zorg-west","lumc"]\nnamen={zorg-west="Zorg West"}\n', encoding="utf-8"
    )
    assert main(["template", "--peildatum", "2027-12-31"]) == 0
    book = CalamineWorkbook.from_path(str(tmp_path / "sjablonen" / "begroting.xlsx"))
    assert [row[0] for row in book.get_sheet_by_name("begroting").to_python()[1:3]] == ["Zorg West", "LUMC"]
