"""Columns of text as codes."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from sectorplan_analysis.coding import as_text, coded, combine, number_people, plain, repeated, same_categories

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
