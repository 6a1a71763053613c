from __future__ import annotations

import pytest

from sectorplan_analysis.reading.cells import column
from sectorplan_analysis.reading.totals import total_lines
from tests.reading.deliveries import TABELLEN, found, read_one

PERSONEEL = TABELLEN["personeel"]


def budget(*lines: str) -> list[tuple[str, int | None, str]]:
    return found(read_one("begroting", "\n".join(["umc;fte", "LUMC;32,3", "EMC;50,4", *lines, ""])), info=True)


@pytest.mark.parametrize("total", ["82,7", "82,70", "83", "82.7"])
def test_a_total_fits_when_it_is_the_sum_rounded_to_the_decimals_it_shows(total):
    assert ("totaalregel", 4, "umc") in budget(f"Totaal;{total}")


@pytest.mark.parametrize("total", ["82,8", "82,71", "82", "84", "0", "-82,7", "82,7 fte", "32,3"])
def test_a_total_that_is_not_the_sum_to_its_last_decimal_does_not_fit(total):
    assert ("totaalregel_klopt_niet", 4, "umc") in budget(f"Totaal;{total}")


def test_what_the_rows_add_up_to_is_said_without_the_rows_of_earlier_totals():
    table = read_one("begroting", "umc;fte\nLUMC;32,3\nSubtotaal;32,3\nEMC;50,4\nTotaal;99\n")
    [finding] = [b for b in table.bevindingen if b["code"] == "totaalregel_klopt_niet"]
    assert "tellen op tot 82.7" in finding["melding"]
    [finding] = [b for b in read_one("gender", "id;m/v\n1;v\nAantal: 2;\n").bevindingen if b["ernst"] != "info"]
    assert "dat zijn er 1)" in finding["melding"]


def test_a_total_counts_from_the_one_before_or_from_the_top():
    assert budget("Subtotaal;82,7", "UMCG;53,3", "Subtotaal;53,3", "UMC Utrecht;1", "Subtotaal;54,3") == [
        ("totaalregel", 4, "umc"),
        ("totaalregel", 6, "umc"),
        ("totaalregel_klopt_niet", 8, "umc"),
    ]


@pytest.mark.parametrize("word", ["Average", "Gemiddelde", "Mean"])
def test_a_mean_is_not_held_against_the_sum(word):
    assert ("totaalregel", 4, "umc") in budget(f"{word};41,35")


@pytest.mark.parametrize("line", [";totaal", "Totaal;", "Totaal;totaal"])
def test_a_total_line_without_a_number_says_nothing_that_can_be_wrong(line):
    assert ("totaalregel", 4, "umc") in budget(line)


@pytest.mark.parametrize(
    ("last", "is_total"), [(";82,7", True), (";82,704", True), (";82,71", False), (";82,69", False)]
)
def test_the_last_line_without_a_word_is_a_total_only_when_it_is_the_sum(last, is_total):
    assert budget(last) == [("totaalregel" if is_total else "waarde_leeg", 4, "umc")]


def test_a_line_without_a_word_is_no_total_above_the_last_row():
    assert ("waarde_leeg", 4, "umc") in budget(";82,7", "UMCG;53,3")


@pytest.mark.parametrize(("line", "code"), [("Aantal: 4", "totaalregel"), ("Aantal: 5", "totaalregel_klopt_niet")])
def test_a_count_under_the_table_is_held_against_the_rows(line, code):
    rows = [*TABELLEN["gender"], [line, ""]]
    assert found(read_one("gender", rows), info=True) == [(code, 6, "medewerker_id")]


def test_a_total_of_fte_under_the_positions_is_held_against_them():
    line = ["Totaal", "", "", "", "3,45", "", "", ""]
    table = read_one("personeel", [*PERSONEEL, line])
    assert found(table, info=True) == [("totaalregel", 7, "medewerker_id")]
    assert len(table.frame) == 5
    assert found(read_one("personeel", [*PERSONEEL, [*line[:4], "3,55", *line[5:]]])) == [
        ("totaalregel_klopt_niet", 7, "medewerker_id")
    ]


@pytest.mark.parametrize("key", ["Totaal", "som", "Aantal"])
def test_a_person_with_every_cell_filled_is_never_a_total_line(key):
    """The pseudonym may be a total word: the row counts, whatever it is called."""
    rows = [*PERSONEEL, [key, *PERSONEEL[1][1:]]]
    table = read_one("personeel", rows)
    assert len(table.frame) == 6
    assert [f for f in found(table, info=True) if f[0].startswith("totaal")] == []


def test_a_person_without_an_end_or_a_promise_is_no_total_line():
    for row in (["Totaal", "vast", "01-02-2023", "", "", "nee"], ["som", "vast", "01-02-2023", "", "01-02-2023", ""]):
        table = read_one("contracten", [*TABELLEN["contracten"], row])
        assert not any(f[0].startswith("totaal") for f in found(table, info=True))
    row = ["Totaal", *PERSONEEL[1][1:5], "", *PERSONEEL[1][6:]]
    assert found(read_one("personeel", [*PERSONEEL, row])) == [("ja_nee_leeg", 7, "inloop")]


@pytest.mark.parametrize("line", [["Totaal", "2", "3", "", "", ""], ["Totaal", "vast", "", "", "", ""]])
def test_a_line_that_lacks_a_cell_every_contract_has_is_a_total_line(line):
    table = read_one("contracten", [*TABELLEN["contracten"], line])
    assert len(table.frame) == 4
    assert {f[0] for f in found(table, info=True)} <= {"totaalregel", "totaalregel_klopt_niet"}


def test_a_total_word_in_another_column_takes_no_row_that_has_a_key():
    table = read_one("bestedingen", [*TABELLEN["bestedingen"], ["LUMC", "2025", "totaal", "5"]])
    assert found(table)[-1][0] == "categorie_onbekend"
    assert len(table.frame) == 3


def test_amounts_under_bestedingen_are_read_as_amounts():
    rows = [
        TABELLEN["bestedingen"][0],
        ["LUMC", "2024", "materieel", "1.234"],
        ["LUMC", "2025", "materieel", "2.000,50"],
    ]
    assert found(read_one("bestedingen", [*rows, ["Totaal", "", "", "3.234,50"]]), info=True) == [
        ("totaalregel", 4, "umc")
    ]


def test_a_total_line_of_amounts_may_have_every_cell_filled():
    rows = [*TABELLEN["bestedingen"][:2], ["Totaal", "2024", "materieel", "1234567,50"]]
    assert found(read_one("bestedingen", rows), info=True) == [("totaalregel", 3, "umc")]


@pytest.mark.parametrize(("count", "expected"), [(2.0, ""), (3.0, "dat zijn er 2"), (2.5, ""), (True, "")])
def test_a_count_in_a_workbook_is_a_number_cell(count, expected):
    columns = [
        column("id", ["a", "b", "Totaal"]),
        column("opm", [None, None, count]),
        column("gender", ["v", "m", None]),
    ]
    assert total_lines(columns, {"medewerker_id": 0, "gender": 2}, "gender") == {2: expected}


def test_a_number_cell_in_the_place_of_a_word_makes_a_total_line():
    columns = [column("id", ["a", "b", "Totaal"]), column("gender", ["v", "m", 2.0])]
    assert total_lines(columns, {"medewerker_id": 0, "gender": 1}, "gender") == {2: ""}


@pytest.mark.parametrize("pseudonym", ["som", "Totaal", "aantal"])
def test_a_participant_with_every_cell_filled_is_no_total_line_whatever_the_pseudonym(pseudonym):
    head, *rows = TABELLEN["werkdruk"]
    table = read_one("werkdruk", [head, *rows, *[[row[0], pseudonym, *row[2:]] for row in rows]])
    assert len(table.frame) == 2 * len(rows)


def test_a_position_without_a_pseudonym_is_missing_one_and_is_no_total_line():
    head, *rows = PERSONEEL
    serial = ["", "UD", "Preventie", "Onderzoeksmethodologie", "0,5", "nee", "45000", "", "Totaal"]
    table = read_one("personeel", [[*head, "opmerking"], *[[*row, ""] for row in rows], serial])
    assert ("waarde_leeg", len(rows) + 2, "medewerker_id") in found(table)
