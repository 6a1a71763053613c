"""Columns of text as codes."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectorplan_analysis.coding import (
    as_text,
    beside,
    coded,
    combine,
    encode_runs,
    number_people,
    plain,
    repeated,
    repeats,
    same_categories,
    spread,
)

TEXTS = st.lists(st.sampled_from(["", "a", "b", "B", "é", "aa", "0", "00"]), max_size=8)


@given(st.lists(TEXTS, min_size=1, max_size=3), st.booleans())
def test_columns_keep_their_texts_and_codes_sort_as_the_texts_do(columns, as_codes):
    texts = [pd.Series(column, dtype="str") for column in columns]
    given_ = [pd.Series(coded(text.tolist(), np.arange(len(text)))) for text in texts] if as_codes else texts
    same = same_categories(given_)
    for before, after in zip(texts, same, strict=True):
        pd.testing.assert_series_equal(as_text(after), before)
        assert after.cat.categories.equals(same[0].cat.categories)
    assert list(same[0].cat.categories) == sorted(set().union(*columns))


@given(st.lists(st.tuples(st.sampled_from(["lumc", "umcg"]), st.sampled_from(["1", "01", "2"])), max_size=8))
def test_numbers_of_persons_are_equal_and_ordered_as_umc_and_pseudonym_are(rows):
    table = pd.DataFrame(rows, columns=["umc", "medewerker_id"], dtype="str")
    whole, part = number_people(table, table.iloc[::2])
    assert part.tolist() == whole[::2].tolist()
    for i, one in enumerate(rows):
        for j, other in enumerate(rows):
            assert (whole[i] < whole[j]) == (one < other)


@given(st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), max_size=9), st.sampled_from([2**62, 6, 1]))
def test_a_number_per_row_is_equal_only_where_all_columns_are(rows, below):
    columns = np.array(rows, dtype=np.int64).reshape(len(rows), 3).T
    key = combine([(column, 5) for column in columns], below=below)
    assert [[a == b for b in rows] for a in rows] == [[a == b for b in key] for a in key]
    assert repeated(key).tolist() == [rows.count(row) > 1 for row in rows]


def test_plain_leaves_numbers_and_the_index_as_they_are():
    table = pd.DataFrame({"umc": pd.Categorical(["b", "a"]), "fte": [0.5, 1.0]}, index=[7, 3])
    expected = pd.DataFrame({"umc": pd.array(["b", "a"], dtype="str"), "fte": [0.5, 1.0]}, index=[7, 3])
    pd.testing.assert_frame_equal(plain(table), expected)


IDS = st.lists(
    st.sampled_from(["M-1", "M-10", "M-2", "0012", "12", "é", "e\u0301", "\U0001f600", "", " "]), max_size=12
)


@given(IDS, st.sampled_from(["as it comes", "in order", "backwards"]), st.lists(st.integers(0, 12), max_size=3))
def test_runs_of_one_text_are_coded_as_looking_up_every_text_does_in_any_order_and_blocks(texts, order, cuts):
    if order != "as it comes":
        # persons in order of their utf-8, as of their characters
        texts = sorted(texts, reverse=order == "backwards")
    edges = [0, *sorted(min(cut, len(texts)) for cut in cuts), len(texts)]
    blocks = pa.chunked_array([texts[a:b] for a, b in pairwise(edges)], pa.string())
    distinct, codes = encode_runs(blocks)
    slow = pa.array(texts, pa.string()).dictionary_encode()
    assert distinct.to_pylist() == slow.dictionary.to_pylist()
    assert codes.tolist() == slow.indices.to_pylist()
    assert codes.dtype == np.int32


@pytest.mark.parametrize("n", [0, 1, 2**16 - 1, 2**16, 2**16 + 1, 150_001])
@pytest.mark.parametrize("dtype", ["datetime64[us]", "bool", "float64", "int8"])
def test_spreading_in_pieces_is_what_indexing_does(n, dtype):
    rng = np.random.default_rng(n)
    values = rng.integers(0, 100, 50).astype(dtype)
    codes = rng.integers(0, 50, n).astype(np.int32)
    found = spread(values, codes)
    assert found.dtype == values.dtype and np.array_equal(found, values[codes]) and found.flags.writeable


PAIRS = st.lists(st.tuples(st.integers(0, 3), st.integers(-2, 3)), max_size=8)


@given(PAIRS, st.booleans())
def test_rows_in_order_are_compared_with_the_row_before_them_and_others_not_at_all(rows, in_order):
    rows = sorted(rows) if in_order else rows
    columns = np.array(rows, dtype=np.int64).reshape(len(rows), 2).T
    same = repeats(*columns)
    assert (same is None) == (rows != sorted(rows))
    if same is not None:
        assert same.tolist() == [i > 0 and row == rows[i - 1] for i, row in enumerate(rows)]
        assert beside(same).tolist() == [rows.count(row) > 1 for row in rows]


@given(st.lists(st.integers(0, 5), max_size=9), st.booleans())
def test_numbers_that_occur_more_than_once_are_found_in_any_order(numbers, in_order):
    numbers = sorted(numbers) if in_order else numbers
    assert repeated(np.array(numbers, dtype=np.int64)).tolist() == [numbers.count(n) > 1 for n in numbers]


def test_columns_are_not_asked_for_once_all_rows_differ():
    def parts():
        yield np.array([3, 3, 4]), 5
        yield np.array([0, 1, 0]), 2
        raise AssertionError("this column was not needed")

    assert not repeated(combine(parts())).any()


def test_an_empty_day_between_two_others_does_not_make_them_look_in_order():
    days = np.array(["2023-01-01", "NaT", "2022-01-01"], dtype="datetime64[us]")
    assert repeats(days) is None
