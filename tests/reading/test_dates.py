from __future__ import annotations

import datetime as dt

import pytest

from sectorplan_analysis.reading.cells import column
from sectorplan_analysis.reading.dates import ambiguous_columns, read_dates, serials_are_regular

DAG = dt.date(2024, 3, 1)


@pytest.mark.parametrize(
    "cell",
    [
        "1-3-2024",
        "01-03-2024",
        "1/3/2024",
        "01.03.2024",
        "1 3 2024",
        "2024-03-01",
        "2024/3/1",
        "2024.03.01",
        "20240301",
        "1-mrt-2024",
        "1 mrt. 2024",
        "01-MRT-2024",
        "1 maart 2024",
        "1 Mar 2024",
        "1 March 2024",
        "March 1, 2024",
        "1st March 2024",
        "1mrt2024",
        "vr 1 maart 2024",
        "vr. 1 maart 2024",
        "Friday, 1 March 2024",
        "45352",
        "45352,0",
        "45352.00",
        "2024-03-01T00:00:00",
        "2024-03-01 00:00:00.000",
        "2024-03-01 00:00:00,000",
        "1-3-2024 0:00",
        "1-3-2024 12:00 a.m.",
        "1-3-2024 12:00:00 AM",
        "2024-03-01T00:00:00Z",
        45352,
        45352.0,
        dt.date(2024, 3, 1),
        dt.datetime(2024, 3, 1),
        "\uff11-\uff13-\uff12\uff10\uff12\uff14",
    ],
)
def test_every_style_of_a_date_is_the_same_day(cell):
    [lezing] = read_dates([cell])
    assert (lezing.waarde, lezing.code) == (DAG, "")


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("12/31/2025", "datum_maand_eerst"),
        ("3-13-2024 00:00", "datum_maand_eerst"),
        ("1-3-24", "datum_jaar_kort"),
        ("1-mrt-24", "datum_jaar_kort"),
        ("1-3-'24", "datum_jaar_kort"),
        ("31-12-1999", "datum_buiten_bereik"),
        ("31-12-1999 13:05", "datum_buiten_bereik"),
        (1, "datum_buiten_bereik"),
        ("01-01-2041", "datum_buiten_bereik"),
        (36525, "datum_buiten_bereik"),
        ("51502", "datum_buiten_bereik"),
        ("31-12-9999", "datum_open_niet_toegestaan"),
        ("29-02-2023", "datum_onleesbaar"),
        ("32-01-2024", "datum_onleesbaar"),
        ("13-13-2024", "datum_onleesbaar"),
        ("2024-13-01", "datum_onleesbaar"),
        ("20241301", "datum_onleesbaar"),
        ("ma 1 maart 2024", "datum_onleesbaar"),
        ("2024-03-01T23:00:00Z", "datum_onleesbaar"),
        ("2024-03-01 24:00", "datum_onleesbaar"),
        ("2024-03-01 10:60", "datum_onleesbaar"),
        ("2024-03-01 10:00:60", "datum_onleesbaar"),
        ("1e kwartaal", "datum_onleesbaar"),
        ("13-3-2024 13:00 PM", "datum_onleesbaar"),
        ("onbepaald", "datum_onleesbaar"),
        ("1-3/2024", "datum_onleesbaar"),
        (True, "datum_onleesbaar"),
        (dt.time(12), "datum_onleesbaar"),
        (dt.timedelta(1), "datum_onleesbaar"),
        (-5, "datum_onleesbaar"),
        (0, "datum_onleesbaar"),
        (2958466, "datum_onleesbaar"),
        (float("1e300"), "datum_onleesbaar"),
        (float("inf"), "datum_onleesbaar"),
        (float("nan"), "datum_onleesbaar"),
        ("0", "datum_onleesbaar"),
        ("1 foo 2024", "datum_onleesbaar"),
    ],
)
def test_a_date_that_is_not_certain_is_refused(cell, code):
    [lezing] = read_dates([cell])
    assert (lezing.waarde, lezing.code) == (None, code)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("01-01-2000", dt.date(2000, 1, 1)),
        ("31-12-2040", dt.date(2040, 12, 31)),
        ("01-12-2024", dt.date(2024, 12, 1)),
        ("12-12-2024", dt.date(2024, 12, 12)),
        (None, None),
    ],
)
def test_days_at_the_edges_of_what_may_be_are_read(cell, day):
    [lezing] = read_dates([cell])
    assert (lezing.waarde, lezing.code) == (day, "")


@pytest.mark.parametrize(
    "cell",
    [
        "2024-03-01 13:05",
        "2024-03-01 23:59:59",
        "2024-03-01 00:05",
        "2024-03-01 00:00:01",
        "1-3-2024 1:05 PM",
        "1-3-2024 12:00 PM",
        "1-3-2024 12:00 p.m.",
        "1-3-2024 11:59 PM",
        dt.datetime(2024, 3, 1, 13),
        "45352,5",
        "45352,1",
        45352.5,
    ],
)
def test_a_time_of_day_is_left_out_and_said(cell):
    [lezing] = read_dates([cell])
    assert (lezing.waarde, lezing.code) == (DAG, "datum_met_tijd")
    assert lezing.details == {"gelezen": "2024-03-01"}


@pytest.mark.parametrize(
    ("cell", "style"),
    [
        ("01-03-2024", "dag-maand-jaar"),
        ("1 / 3 / 2024", "dag/maand/jaar"),
        ("1 3 2024", "dag maand jaar"),
        ("2024.03.01", "jaar.maand.dag"),
        ("20240301", "jaarmaanddag"),
        ("1 mrt 2024", "dag maandnaam jaar"),
        ("March 1, 2024", "maandnaam dag jaar"),
        ("45352", "excelgetal"),
        (45352.5, "excelgetal"),
        ("2024-03-01 13:05", "jaar-maand-dag"),
        (DAG, "datumcel"),
        (dt.datetime(2024, 3, 1, 13), "datumcel"),
        ("31-12-9999", "dag-maand-jaar"),
        ("31-12-1999", "dag-maand-jaar"),
    ],
)
def test_the_notation_of_a_date_is_kept_to_compare_with_the_rest_of_its_column(cell, style):
    assert read_dates([cell])[0].stijl == style


@pytest.mark.parametrize(
    "cell", ["31-12-9999", "9999-12-31", "31 december 9999", "2958465", 2958465.0, dt.date(9999, 12, 31)]
)
def test_the_last_day_there_is_means_an_open_end_where_that_may_be(cell):
    [lezing] = read_dates([cell], open_einde=True)
    assert (lezing.waarde, lezing.code) == (None, "")


def test_dates_that_can_all_be_read_both_ways_leave_their_column_in_doubt():
    assert ambiguous_columns({"a": ["01-02-2025", "3/4/2024"], "b": ["2025-01-02", None]}) == {"a"}
    assert ambiguous_columns({"a": [None, "2025-01-02", "12-03-2025"], "b": ["03-12-2025"]}) == {"a", "b"}


@pytest.mark.parametrize("proof", ["13-01-2025", "31-12-9999", "28.02.2024 00:00"])
def test_one_day_above_twelve_in_any_column_decides_for_the_file(proof):
    assert ambiguous_columns({"a": ["01-02-2025"], "b": [proof]}) == set()


@pytest.mark.parametrize("cell", ["05-05-2025", "12-13-2025", "2025-02-01", "1 feb 2025", dt.date(2025, 2, 1), None])
def test_a_date_with_one_reading_raises_no_doubt(cell):
    assert ambiguous_columns({"a": [cell]}) == set()


@pytest.mark.parametrize(
    ("cells", "regular"),
    [
        (["45352", "01-03-2024"], True),
        (["45352", "01-03-2024", "01-03-2024"], False),
        (["45352", "45352", "01-03-2024"], True),
        (["45352", "45353", "01-03-2024", "02-03-2024", "03-03-2024"], False),
        (["45352", "2958465", "01-03-2024", "02-03-2024"], True),
        (["45352", None, None, "onbepaald"], True),
        ([], True),
    ],
)
def test_day_numbers_are_the_notation_of_a_file_when_half_its_dates_have_it(cells, regular):
    assert serials_are_regular([column("a", cells[:1]), column("b", cells[1:])]) is regular
