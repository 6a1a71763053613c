import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectorplan_analysis.pages import dutch


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (0.125, 2, "0.13"),
        (-0.125, 2, "-0.13"),
        (2.675, 2, "2.68"),  # stored as 2.67499999999999982
        (1.005, 2, "1.01"),
        (0.5, 0, "1"),
        (2.5, 0, "3"),  # half to even would give 2
        (-0.4, 0, "0"),
        (Decimal("2.665"), 2, "2.67"),
        (sum([0.1] * 3) - 0.175, 2, "0.13"),  # 0.125 with the error of adding up
        (np.float64(86.5), 0, "87"),
    ],
)
def test_halves_are_rounded_away_from_zero_on_the_decimal_value_a_person_sees(value, decimals, expected):
    assert dutch.round_half_away(value, decimals) == Decimal(expected)


def test_rounding_to_zero_has_no_minus_sign():
    assert str(dutch.round_half_away(-0.001, 2)) == "0.00"
    assert dutch.number(-0.001, 2) == "0,00"


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3))
def test_rounding_never_moves_a_value_by_more_than_half_a_unit(value):
    assert abs(dutch.round_half_away(value, 2) - value) <= Decimal("0.005")


@given(st.integers(min_value=-(10**12), max_value=10**12), st.integers(min_value=0, max_value=4))
def test_a_printed_number_reads_back_as_the_rounded_number(units, decimals):
    value = Decimal(units).scaleb(-decimals)
    text = dutch.number(value, decimals).replace(".", "").replace(",", ".").replace(dutch.MINUS, "-")
    assert Decimal(text) == value


@pytest.mark.parametrize("value", [None, float("nan"), float("inf"), -np.inf, pd.NA, pd.NaT, Decimal("NaN")])
def test_an_undefined_value_becomes_words_in_every_format(value):
    for text in (dutch.number(value), dutch.fte(value), dutch.eur(value), dutch.percent(value)):
        assert text == "niet bepaalbaar"
    assert dutch.procentpunt(value) == dutch.count(value, "umc", "umc's") == "niet bepaalbaar"
    assert dutch.fte(value, undefined="geen medewerkers") == "geen medewerkers"
    with pytest.raises(ValueError, match="cannot round"):
        dutch.round_half_away(value, 2)


def test_formats_are_dutch():
    assert dutch.number(1234567.891, 2) == "1.234.567,89"
    assert dutch.number(-3.14, 1) == "\N{MINUS SIGN}3,1"
    assert dutch.eur(113927558) == "€\N{NO-BREAK SPACE}113.927.558"
    assert dutch.fte(77.81) == "77,81\N{NO-BREAK SPACE}fte"
    assert dutch.percent(0.648, 1) == "64,8%"
    assert dutch.percent(377 / 582) == "65%"
    assert dutch.procentpunt(0.03) == "+3\N{NO-BREAK SPACE}procentpunt"
    assert dutch.procentpunt(-0.03).startswith("\N{MINUS SIGN}3")
    assert dutch.number(2, sign=True) == "+2"
    assert dutch.number(0, sign=True) == "0"


def test_counts_agree_with_their_noun():
    assert dutch.count(0, "medewerker", "medewerkers") == "geen medewerkers"
    assert dutch.count(1, "medewerker", "medewerkers") == "1\N{NO-BREAK SPACE}medewerker"
    assert dutch.count(np.int64(1582), "medewerker", "medewerkers") == "1.582\N{NO-BREAK SPACE}medewerkers"


@pytest.mark.parametrize(
    "day", ["2025-12-31", dt.date(2025, 12, 31), pd.Timestamp(2025, 12, 31), "2025-12-31T00:00:00"]
)
def test_a_day_is_written_out(day):
    assert dutch.date(day) == "31 december 2025"


def test_an_absent_day_is_a_word():
    assert dutch.date(pd.NaT) == dutch.date(None) == dutch.date("") == "onbekend"


@pytest.mark.parametrize(("words", "text"), [([], "geen"), (["a"], "a"), (["a", "b"], "a en b"), ("abc", "a, b en c")])
def test_words_are_joined_as_in_a_sentence(words, text):
    assert dutch.join_words(words) == text
