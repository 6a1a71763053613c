from __future__ import annotations

import pytest

from sectorplan_analysis.reading.numbers import read_amounts, read_decimals, read_years, thousands_assumed


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("0,8", 0.8),
        ("0.8", 0.8),
        (",8", 0.8),
        ("1", 1.0),
        ("1,000", 1.0),
        ("1.000", 1.0),
        ("1.234,5", 1234.5),
        ("+0,5", 0.5),
        ("1,234.5", 1234.5),
        ("-0,5", -0.5),
        ("\u22120,5", -0.5),
        (0.8, 0.8),
        (1, 1.0),
        ("007", 7.0),
    ],
)
def test_a_single_separator_in_a_decimal_is_the_decimal_sign(cell, value):
    [lezing] = read_decimals([cell])
    assert (lezing.waarde, lezing.code) == (value, "")


@pytest.mark.parametrize(
    "cell", ["0,8,1", "0 8", "O,8", "0,8 fte", "80%", "½", "\uff11", "", "1.23,4", "0,", True, "a", "0..8", "0,8-"]
)
def test_a_decimal_that_is_no_plain_number_is_refused(cell):
    [lezing] = read_decimals([cell])
    assert (lezing.waarde, lezing.code) == (None, "getal_onleesbaar")


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("€ 1.234.567,89", 1234567.89),
        ("1 234 567,89", 1234567.89),
        ("1\u00a0234,5", 1234.5),
        ("1\u202f234", 1234),
        ("1'234.5", 1234.5),
        ("1\u2019234", 1234),
        ("1.234", 1234),
        ("1,234", 1234),
        ("1.234,-", 1234),
        ("€1.234,--", 1234),
        ("1.234,50-", -1234.5),
        ("12,34-", -12.34),
        ("(1.234,50)", -1234.5),
        ("-€ 5", -5),
        ("€ -5", -5),
        ("EUR 12", 12),
        ("EUR12", 12),
        ("12 euro", 12),
        ("12EUR", 12),
        ("\u22125", -5),
        ("0.123", 0.123),
        ("1234.567", 1234.567),
        ("1,234,567.8", 1234567.8),
        ("12.5", 12.5),
        (3.25, 3.25),
        (1.234, 1.234),
        (1234, 1234),
        ("+7", 7),
        ("1.234.567", 1234567),
        ("(12,-)", -12),
    ],
)
def test_every_style_of_an_amount_is_the_same_number(cell, value):
    [lezing] = read_amounts([cell])
    assert (lezing.waarde, lezing.code) == (value, "")


@pytest.mark.parametrize(
    "cell",
    [
        "1.23.4",
        "0.123.456",
        "(12",
        "12)",
        "(-5)",
        "-5-",
        "(5-)",
        "1.234,5.6",
        "12,,5",
        "5,",
        "--5",
        "-(5)",
        "5 k",
        "k€ 5",
        "1 23",
        "5 mln",
        "½",
        "1.2345.678",
        True,
    ],
)
def test_an_amount_that_is_no_plain_number_is_refused(cell):
    [lezing] = read_amounts([cell])
    assert (lezing.waarde, lezing.code) == (None, "getal_onleesbaar")


@pytest.mark.parametrize("read", [read_amounts, read_decimals])
@pytest.mark.parametrize("cell", ["1,14E+08", "1e5", "1.1e-3"])
def test_a_number_excel_has_rounded_is_refused(read, cell):
    assert read([cell])[0].code == "getal_wetenschappelijk"


def test_three_digits_after_a_proven_decimal_sign_can_be_read_in_two_ways():
    assert [lezing.code for lezing in read_amounts(["1.234", "12.50"])] == ["getal_dubbelzinnig", ""]
    assert [lezing.code for lezing in read_amounts(["1,234", "12,50"])] == ["getal_dubbelzinnig", ""]
    assert [lezing.waarde for lezing in read_amounts(["1.234", "12,50"])] == [1234, 12.5]
    assert [lezing.waarde for lezing in read_amounts(["1,234", "12.50"])] == [1234, 12.5]


@pytest.mark.parametrize(("grouped", "doubtful"), [("1.234.567", "1,234"), ("1,234,567", "1.234")])
def test_two_grouping_signs_prove_the_decimal_sign_of_the_column(grouped, doubtful):
    assert [lezing.code for lezing in read_amounts([grouped, doubtful])] == ["", "getal_dubbelzinnig"]
    assert [lezing.waarde for lezing in read_amounts([grouped, doubtful.translate({44: 46, 46: 44})])] == [
        1234567,
        1234,
    ]


@pytest.mark.parametrize("proof", ["1 234 567", "1'234", "12", 12.5, None, "x"])
def test_what_has_no_decimal_sign_proves_nothing(proof):
    assert [lezing.waarde for lezing in read_amounts([proof, "1,234", "1.234"])][1:] == [1234, 1234]


@pytest.mark.parametrize(
    ("cell", "style"),
    [
        ("0,8", "decimale komma"),
        ("0.8", "decimale punt"),
        ("1", ""),
        (0.8, "getalcel"),
    ],
)
def test_the_notation_of_a_number_is_kept_to_compare_with_the_rest_of_its_column(cell, style):
    assert [read([cell])[0].stijl for read in (read_decimals, read_amounts)] == [style, style]


@pytest.mark.parametrize("read", [read_decimals, read_amounts, read_years])
def test_an_empty_cell_is_no_number_and_no_finding(read):
    assert read([None]) == [(None, "", "", {})]


@pytest.mark.parametrize(("cell", "value"), [("2025", 2025), (2025.0, 2025), (2022, 2022), ("2040", 2040)])
def test_a_year_of_the_sectorplan_is_read(cell, value):
    assert read_years([cell])[0].waarde == value


@pytest.mark.parametrize("cell", ["2021", "2041", "25", "'25", "2025,5", 2025.5, True, "20255", "2025/2026"])
def test_another_year_is_refused(cell):
    assert read_years([cell])[0].code == "jaar_onleesbaar"


@pytest.mark.parametrize(
    ("cells", "assumed"),
    [
        (["123.456", "200.449", "950"], True),
        (["123,456", "1.000"], True),
        (["123.456", "2.103.645"], False),
        (["123.456", "12,50"], False),
        (["950", None], False),
        (["€ 123.456,00"], False),
    ],
)
def test_thousands_are_assumed_only_where_no_cell_of_the_column_proves_them(cells, assumed):
    assert thousands_assumed(cells) is assumed


@pytest.mark.parametrize("cell", ["1 234", "1'234", "1\u00a0234\u00a0567", "12"])
def test_spaces_and_quotes_between_thousands_assume_nothing(cell):
    assert thousands_assumed([cell]) is False
