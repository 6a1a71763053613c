"""Group tables of a statistics bureau: how they are read, and which groups are refused."""

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest
import xlsxwriter

from sectorplan_analysis.checks import check_delivery
from sectorplan_analysis.culturele_diversiteit import omvang
from sectorplan_analysis.dataset import CULTUREEL
from sectorplan_analysis.findings import write_findings
from tests.reading.deliveries import CULTUREEL as ROWS
from tests.reading.deliveries import TABELLEN, codes, csv_bytes, judge, read, read_one, write_tables

HEADER = ROWS[0]
HERKOMSTEN = ("Nederland", "Europa", "buiten Europa")


def group(
    *counts: str,
    umc: str = "LUMC",
    functie: str = "UD",
    dag: str = "30-06-2025",
    pct: tuple[str, ...] = (),
    totaal: str = "",
) -> list[list[str]]:
    """Rows of one group: counts or percentages per origin, and a row totaal when its size is given."""
    shares = [*pct, *[""] * (3 - len(pct))]
    counts = (*counts, *[""] * (3 - len(counts)))
    cells = [*zip(HERKOMSTEN, counts, shares, strict=True), *([("totaal", totaal, "")] if totaal else [])]
    return [[umc, dag, functie, *cell, "Bureau, tabel 2"] for cell in cells]


def judged(folder, *groups: list[list[str]], **options):
    return judge(
        write_tables(folder, TABELLEN | {CULTUREEL: [HEADER, *(row for rows in groups for row in rows)]}), **options
    )


def places(levering) -> list[tuple]:
    rows = levering.bevindingen
    rows = rows[rows["ernst"] != "info"]
    return list(rows[["code", "umc", "bestand", "rij", "kolom", "waarde"]].itertuples(index=False, name=None))


def test_a_delivery_without_the_table_has_no_finding_and_no_row_about_it(tmp_path):
    levering = judge(write_tables(tmp_path, TABELLEN))
    assert levering.tables[CULTUREEL].empty
    assert CULTUREEL not in set(levering.rijen["tabel"])
    assert places(levering) == []


def test_a_group_of_250_is_read_and_one_of_249_is_refused_by_file_row_group_and_size(tmp_path):
    assert places(judged(tmp_path / "a", group("180", "30", "40"))) == []
    levering = judged(tmp_path / "b", group("900", "50", "50", functie="OBP"), group("180", "30", "39"))
    assert places(levering) == [("groep_te_klein", "centraal", "culturele_diversiteit.csv", 5, "functiegroep", "UD")]
    [melding] = levering.bevindingen["melding"]
    assert "telt 249 personen" in melding and "minstens 250" in melding and "grovere indeling" in melding
    # the message must not repeat the cells of a group that should not have been delivered
    assert "39" not in melding.replace("249", "") and "180" not in melding


@pytest.mark.parametrize(
    ("totaal", "expected"), [("250", []), ("249", ["groep_te_klein"]), ("", ["groep_omvang_onbekend"])]
)
def test_a_group_in_percentages_needs_its_size(tmp_path, totaal, expected):
    levering = judged(tmp_path, group(pct=("72", "12%", "16,0"), totaal=totaal))
    assert [place[0] for place in places(levering)] == expected


def test_rounded_numbers_may_differ_from_their_total_and_others_may_not(tmp_path):
    def found(name, *groups):
        return [(code, rij) for code, _, _, rij, *_ in places(judged(tmp_path / name, *groups))]

    assert found("tens", group("180", "30", "40", totaal="260")) == []
    assert found("exact", group("181", "30", "40", totaal="260")) == [("groep_telt_niet_op", 2)]
    assert found("percent", group(pct=("33", "33", "33"), totaal="900")) == []
    assert found("short", group(pct=("33", "33", "30"), totaal="900")) == [("groep_telt_niet_op", 2)]
    assert found("both", group("600", "60", "240", pct=("67", "7", "27"))) == []
    assert found("apart", group("600", "60", "240", pct=("60", "13", "27"))) == [("groep_telt_niet_op", 2)]


def test_a_cell_that_is_not_released_is_empty_or_a_mark_and_a_zero_in_its_place_is_found(tmp_path):
    for number, mark in enumerate(("", ".", "x", "geheim", "*")):
        levering = judged(tmp_path / f"mark{number}", group("900", mark, "100", totaal="1003"))
        # one cell follows from the others and the total; of two, only their sum does
        assert [place[:4:3] for place in places(levering)] == [("herkomst_afleidbaar", 3)], mark
    assert places(judged(tmp_path / "two", group("900", "x", "x", totaal="1003"))) == []
    typed = judged(tmp_path / "zero", group("900", "0", "100", totaal="1003"))
    assert {place[0] for place in places(typed)} == {"herkomst_nul", "groep_telt_niet_op"}
    # without a total nothing contradicts it: only a question
    assert codes(judged(tmp_path / "alone", group("900", "0", "100")), above="waarschuwing") == set()
    assert codes(judged(tmp_path / "alone2", group("900", "0", "100"))) == {"herkomst_nul"}
    assert codes(judged(tmp_path / "over", group("900", "", "200", totaal="1003"))) == {
        "groep_telt_niet_op",
        "herkomst_afleidbaar",
    }


def test_groups_that_are_incomplete_or_said_twice_are_refused(tmp_path):
    assert codes(judged(tmp_path / "a", group("180", "30", "40")[:2])) == {"groep_onvolledig"}
    assert codes(judged(tmp_path / "b", group("180", "30", "40", totaal="250")[-1:])) == {"groep_onvolledig"}
    twice = judged(tmp_path / "c", group("180", "30", "40"), group("181", functie=" ud ")[:1])
    assert [place[:4:3] for place in places(twice)] == [("groep_dubbel", 2), ("groep_dubbel", 5)]
    equal = judged(tmp_path / "d", group("180", "30", "40"), group("180", functie="UD")[:1])
    assert codes(equal) == set() and len(equal.tables[CULTUREEL]) == 3


def test_what_remains_of_a_total_is_no_small_group_either(tmp_path):
    whole = group("1800", "300", "400", functie="Totaal")
    assert codes(judged(tmp_path / "a", whole, group("1620", "270", "361"))) == {"groep_rest_te_klein"}
    assert codes(judged(tmp_path / "b", whole, group("1600", "250", "400"))) == set()
    assert codes(judged(tmp_path / "c", whole, whole and group("1800", "300", "400"))) == set()
    assert codes(judged(tmp_path / "d", whole, group("1800", "300", "421"))) == {"groep_telt_niet_op"}
    country = group("3000", "300", "300", umc="landelijk")
    assert codes(judged(tmp_path / "e", country, group("2901", "300", "300"))) == {"groep_rest_te_klein"}
    halves = [group("900", "50", "50", umc=name) for name in ("AMC", "VUmc", "Amsterdam UMC")]
    assert codes(judged(tmp_path / "f", *halves)) == {"groep_telt_niet_op"}


def test_the_day_of_the_bureau_is_not_after_the_delivery_and_an_old_one_is_said(tmp_path):
    later = judged(tmp_path / "a", group("180", "30", "40", dag="01-01-2026"))
    assert places(later) == [
        ("groep_peildatum_later", "centraal", "culturele_diversiteit.csv", 2, "peildatum", "2026-01-01")
    ]
    old = judged(tmp_path / "b", group("180", "30", "40", dag="30-12-2024"), group("180", "30", "41", dag="30-12-2023"))
    assert codes(old) == set()
    old = judged(tmp_path / "c", group("180", "30", "40", dag="29-12-2024"))
    assert codes(old) == {"groep_peildatum_oud"} and codes(old, above="waarschuwing") == set()


def test_a_later_delivery_may_hold_days_after_an_earlier_round(tmp_path):
    folder = write_tables(tmp_path, TABELLEN | {CULTUREEL: [HEADER, *group("180", "30", "40", dag="30-06-2026")]})
    levering = check_delivery(
        read(folder), peildatum=dt.date(2025, 12, 31), umcs=["lumc"], geleverd=dt.date(2026, 12, 31)
    )
    assert codes(levering) == set()


@pytest.mark.parametrize(
    ("kolom", "waarde", "code"),
    [
        ("umc", "Ziekenhuis Oost", "umc_onbekend"),
        ("umc", "", "waarde_leeg"),
        ("herkomst", "westers", "herkomst_onbekend"),
        ("herkomst", "", "waarde_leeg"),
        ("functiegroep", "", "waarde_leeg"),
        ("bron", "", "waarde_leeg"),
        ("peildatum", "2025", "datum_onleesbaar"),
        ("peildatum", "31-12-9999", "datum_open_niet_toegestaan"),
        ("aantal", "-5", "aantal_onmogelijk"),
        ("aantal", "12,5", "aantal_onmogelijk"),
        ("aantal", "1000000000", "aantal_onmogelijk"),
        ("aantal", "veel", "getal_onleesbaar"),
        ("aantal", "1e3", "getal_wetenschappelijk"),
        ("aantal", "<5", "getal_onleesbaar"),
        ("herkomst_pct", "101", "percentage_onmogelijk"),
        ("herkomst_pct", "-1", "percentage_onmogelijk"),
    ],
)
def test_a_cell_that_cannot_be_is_one_finding_on_that_cell(tmp_path, kolom, waarde, code):
    rows = group("180", "30", "40")
    rows[1][HEADER.index(kolom)] = waarde
    levering = judged(tmp_path, rows)
    assert [(place[0], place[3], place[4]) for place in places(levering)] == [(code, 3, kolom)]
    assert levering.rijen.set_index("tabel").loc[CULTUREEL, "afgekeurd"] == 1


def test_organisations_are_umcs_the_country_and_amsterdam_umc_as_a_whole():
    names = ["LUMC", "landelijk", "alle umc's", "Amsterdam UMC", "AMC", "VUmc"]
    table = read_one(CULTUREEL, [HEADER, *(group("180", umc=name)[0] for name in names)])
    assert list(table.frame["umc"]) == [
        "lumc",
        "landelijk",
        "landelijk",
        "amsterdam-umc",
        "amsterdam-umc-uva",
        "amsterdam-umc-vu",
    ]
    # elsewhere the name alone does not say which of the two it is
    [found] = read_one("begroting", [["umc", "begroot_fte"], ["Amsterdam UMC", "1"]]).bevindingen
    assert found["code"] == "umc_dubbelzinnig"


def test_one_group_has_one_name_however_it_is_typed():
    names = ["Universitair docénten", unicodedata.normalize("NFD", "Universitair docénten"), "universitair  docenten "]
    table = read_one(CULTUREEL, [HEADER, *(group("180", functie=name)[0] for name in names)])
    assert set(table.frame["functiegroep"]) == {"Universitair docénten"}
    table = read_one(CULTUREEL, [HEADER, *(group("180", functie=name)[0] for name in ("Totaal", "alle medewerkers"))])
    assert set(table.frame["functiegroep"]) == {"alle functies"} and not table.bevindingen


def test_thousands_tabs_windows_characters_and_other_headers_are_read(tmp_path):
    rows = [
        ["Barometer, synthetisch voorbeeld"],
        ["Organisatie", "Peildatum", "Subgroep", "Herkomst", "Aantal werknemers", "Percentage", "Bron"],
        *[[*row[:3], herkomst, count, "", "Bureau, café"] for row, herkomst, count in zip(
            group(), ("Nederland", "Europa (excl. Nederland)", "Buiten-Europa"), ("1.250", "120", "180"), strict=True)],
    ]  # fmt: skip
    table = read_one(CULTUREEL, csv_bytes(rows, delimiter=";", encoding="cp1252"))
    assert list(table.frame["aantal"]) == [1250, 120, 180]
    assert list(table.frame["herkomst"]) == list(HERKOMSTEN)
    assert set(table.frame["bron"]) == {"Bureau, café"}
    [[_, size]] = omvang(table.frame).items()
    assert size == 1550


def test_a_workbook_of_the_bureau_is_read_like_a_csv(tmp_path):
    write_tables(tmp_path, TABELLEN)
    with xlsxwriter.Workbook(tmp_path / f"{CULTUREEL}.xlsx") as workbook:
        sheet = workbook.add_worksheet("Tabel 2")
        for r, row in enumerate([HEADER, *group("180", "30", "40")]):
            for c, cell in enumerate(row):
                sheet.write(r, c, float(cell) if cell.isdigit() else cell)
    levering = judge(tmp_path)
    assert codes(levering) == set()
    assert list(levering.tables[CULTUREEL]["aantal"]) == [180, 30, 40]


def test_a_missing_column_an_empty_file_and_two_files_are_refused(tmp_path):
    table = read_one(CULTUREEL, [HEADER[:-1], group("180", "30", "40")[0][:-1]])
    assert [found["code"] for found in table.bevindingen] == ["kolom_ontbreekt"]
    folder = write_tables(tmp_path, TABELLEN)
    (folder / f"{CULTUREEL}.csv").write_bytes(b"")
    assert codes(judge(folder)) == {"bestand_leeg"}
    (folder / f"{CULTUREEL}.csv").write_bytes(csv_bytes([HEADER]))
    assert codes(judge(folder)) == {"tabel_leeg"}
    (folder / f"{CULTUREEL}.xlsx").write_bytes(b"PK")
    assert codes(judge(folder)) == {"tabel_dubbel"}


def test_a_register_of_persons_in_its_place_is_refused(tmp_path):
    persons = [["LUMC", "30-06-2025", "UD", "Europa", "1", "", f"persoon {i}"] for i in range(3)]
    assert "groep_dubbel" in codes(judged(tmp_path, persons), above="waarschuwing")


def test_text_of_the_bureau_is_a_formula_nowhere(tmp_path):
    levering = judged(tmp_path / "raw", group("180", "30", "39", functie='=HYPERLINK("http://x","y")'))
    assert codes(levering) == {"groep_te_klein"}
    write_findings(levering.bevindingen, tmp_path / "out")
    text = (tmp_path / "out" / "bevindingen.csv").read_text("utf-8")
    assert "'=HYPERLINK" in text and ',"=HYPERLINK' not in text and ",=HYPERLINK" not in text
