"""Facts that are written come back as they were, whatever is in their tables, and equal facts give equal bytes."""

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectorplan_analysis.facts import read_facts, write_facts

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
NUMBERS = st.floats(allow_infinity=False)
COLUMNS = (
    st.lists(NUMBERS).map(lambda values: pd.Series(values, dtype="float64")),
    st.lists(st.integers(-(2**53), 2**53)).map(lambda values: pd.Series(values, dtype="int64")),
    st.lists(st.booleans()).map(lambda values: pd.Series(values, dtype="bool")),
    st.lists(TEXTS | st.none()).map(lambda values: pd.Series(values, dtype="str")),
    st.lists(TEXTS | NUMBERS | st.integers(-9, 9) | st.none()).map(lambda values: pd.Series(values, dtype="object")),
)
TABLES = st.dictionaries(TEXTS, st.one_of(COLUMNS), max_size=4).map(
    lambda columns: pd.DataFrame({name: own[: min(map(len, columns.values()))] for name, own in columns.items()})
)
PLAIN = st.none() | st.booleans() | st.integers() | TEXTS | st.lists(TEXTS) | st.dictionaries(TEXTS, TEXTS)


@given(st.dictionaries(TEXTS, TABLES | PLAIN, max_size=4))
def test_facts_come_back_as_they_were_and_equal_facts_give_equal_bytes(tmp_path_factory, facts):
    one, two = (tmp_path_factory.getbasetemp() / name for name in ("een.json", "twee.json"))
    write_facts(facts, one)
    found = read_facts(one)
    assert list(found) == list(facts)
    for name, fact in facts.items():
        if isinstance(fact, pd.DataFrame):
            pd.testing.assert_frame_equal(found[name], fact, check_exact=True)
        else:
            assert found[name] == fact
    write_facts(found, two)
    assert one.read_bytes() == two.read_bytes()


def test_numbers_of_numpy_among_texts_come_back_as_numbers(tmp_path):
    mixed = pd.DataFrame({"waarde": pd.Series(["geheim", np.float64(0.1), np.int64(3), np.nan], dtype="object")})
    write_facts({"cijfers": mixed}, tmp_path / "f.json")
    geheim, share, count, gone = read_facts(tmp_path / "f.json")["cijfers"]["waarde"]
    assert (geheim, share, count) == ("geheim", 0.1, 3) and math.isnan(gone)


@pytest.mark.parametrize("value", [dt.date(2025, 12, 31), {1, 2}, pd.Timestamp("2025-12-31")])
def test_what_would_not_come_back_as_it_was_is_refused(tmp_path, value):
    with pytest.raises((AttributeError, TypeError)):
        write_facts({"dag": value}, tmp_path / "f.json")
