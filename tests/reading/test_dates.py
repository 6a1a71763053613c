from __future__ import annotations

import datetime as dt

import pytest

from sectorplan_analysis.reading.dates import ambiguous_columns, read_dates

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
        "Friday 1 March 2024",
        "45352",
        "45352,0",
        "45352.00",
        "2024-03-01T00:00:00",
        "2024-03-01 00:00:00.000",
        "1-3-2024 0:00",
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
        ("2024-03-01 25:00", "datum_onleesbaar"),
        ("1e kwartaal", "datum_onleesbaar"),
        ("13-3-2024 13:00 PM", "datum_onleesbaar"),
        ("onbepaald", "datum_onleesbaar"),
        ("1-3/2024", "datum_onleesbaar"),
        (True, "datum_onleesbaar"),
        (dt.time(12), "datum_onleesbaar"),
        (dt.timedelta(1), "datum_onleesbaar"),
        (-5, "datum_onleesbaar"),
        (float("1e300"), "datum_onleesbaar"),
        ("0", "datum_onleesbaar"),
        ("1 foo 2024", "datum_onleesbaar"),
    ],
)
def test_a_date_that_is_not_certain_is_refused(cell, code):
    [lezing] = read_dates([cell])
    assert (lezing.waarde, lezing.code) == (None, code)


@pytest.mark.parametrize(
    "cell", ["2024-03-01 13:05", "1-3-2024 1:05 PM", dt.datetime(2024, 3, 1, 13), "45352,5", 45352.5]
)
def test_a_time_of_day_is_left_out_and_said(cell):
    [lezing] = read_dates([cell])
    assert (lezing.waarde, lezing.code) == (DAG, "datum_met_tijd")


@pytest.mark.parametrize(
    "cell", ["31-12-9999", "9999-12-31", "31 december 9999", "2958465", 2958465.0, dt.date(9999, 12, 31)]
)
def test_the_last_day_there_is_means_an_open_end_where_that_may_be(cell):
    [lezing] = read_dates([cell], open_einde=True)
    assert (lezing.waarde, lezing.code) == (None, "")


def test_dates_that_can_all_be_read_both_ways_leave_their_column_in_doubt():
    assert ambiguous_columns({"a": ["01-02-2025", "3/4/2024"], "b": ["2025-01-02", None]}) == {"a"}


@pytest.mark.parametrize("proof", ["13-01-2025", "31-12-9999", "28.02.2024 00:00"])
def test_one_day_above_twelve_in_any_column_decides_for_the_file(proof):
    assert ambiguous_columns({"a": ["01-02-2025"], "b": [proof]}) == set()


@pytest.mark.parametrize("cell", ["05-05-2025", "2025-02-01", "1 feb 2025", dt.date(2025, 2, 1), None])
def test_a_date_with_one_reading_raises_no_doubt(cell):
    assert ambiguous_columns({"a": [cell]}) == set()
