"""Which rows of a table say the same twice."""

import datetime as dt

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sectorplan_analysis.reading.canonical import Waarden, first_equal_row
from sectorplan_analysis.reading.cells import column

PERSONS = st.sampled_from(["M-1", "M-2", "é"])
DAYS = st.sampled_from([dt.date(2022, 1, 1), dt.date(2023, 5, 1), dt.date(2024, 1, 1)])
ENDS = st.one_of(st.none(), DAYS)
ROWS = st.lists(st.tuples(PERSONS, st.sampled_from(["vast", "tijdelijk"]), DAYS, ENDS, st.booleans()), max_size=9)


def slowly(rows, accepted):
    """Each accepted row held against all accepted rows before it."""
    found = {}
    for i, row in enumerate(rows):
        earlier = [j for j in range(i) if accepted[j] and rows[j] == row]
        if accepted[i] and earlier:
            found[i] = earlier[0]
    return found


@given(ROWS, st.booleans(), st.lists(st.booleans(), min_size=9, max_size=9))
def test_a_row_that_says_the_same_as_an_earlier_one_is_found_in_any_order(rows, in_order, accepted):
    if in_order:
        rows = sorted(rows, key=lambda row: (row[0], row[2]))
    accepted = np.array(accepted[: len(rows)], dtype=bool)
    columns = [column("", [row[j] for row in rows]) for j in range(5)]
    for mask in (accepted, np.ones(len(rows), dtype=bool)):
        assert first_equal_row(columns, mask) == slowly(rows, mask)
        values = [Waarden(kolom.cellen, kolom.codes) for kolom in columns]
        assert first_equal_row(values, mask) == slowly(rows, mask)


def test_two_notations_of_one_value_are_one_value_and_a_number_is_no_yes_or_no():
    # cells 0 and 1 were written differently and mean the same
    person = Waarden(["a", "a", "b"], np.array([0, 1, 2, 2], dtype=np.int32))
    assert first_equal_row([person], np.ones(4, dtype=bool)) == {1: 0, 3: 2}
    mixed = Waarden([True, 1, 1.0, None, "1"], np.arange(5, dtype=np.int32))
    assert first_equal_row([mixed], np.ones(5, dtype=bool)) == {}
