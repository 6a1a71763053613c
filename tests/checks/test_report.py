"""Which rows share a day, found in one sweep."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from sectorplan_analysis.checks.report import _sweep, clashing, sharing_days

DAYS = pd.date_range("2022-01-01", periods=12)
PERIODS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 11), st.integers(0, 11)), max_size=8)


def of_periods(periods: list[tuple[int, int, int]]) -> pd.DataFrame:
    rows = pd.DataFrame(periods, columns=["persoon", "begin", "tot"], dtype="int64")
    return rows.assign(
        begindatum=pd.Series(DAYS[rows["begin"]], index=rows.index),
        tot=pd.Series(DAYS[rows["tot"]], index=rows.index),
        rij=range(2, len(rows) + 2),
    )


@given(PERIODS, st.booleans())
def test_a_person_has_a_row_that_begins_before_another_ended_only_when_two_share_a_day(periods, in_order):
    periods = [(person, min(a, b), max(a, b)) for person, a, b in periods]
    rows = of_periods(sorted(periods) if in_order else periods)
    found = set(rows["persoon"][sharing_days(rows, ["persoon"])])
    pairs = [(one, other) for i, one in enumerate(periods) for other in periods[:i] if one[0] == other[0]]
    assert found == {one[0] for one, other in pairs if one[1] <= other[2] and other[1] <= one[2]}


@given(PERIODS, st.lists(st.booleans(), min_size=8, max_size=8))
def test_rows_in_order_share_the_days_that_the_sweep_over_all_rows_finds(periods, kinds):
    rows = of_periods(sorted((person, min(a, b), max(a, b)) for person, a, b in periods))
    rows = rows.assign(soort=kinds[: len(rows)])
    for key in (["persoon"], ["persoon", "soort"]):
        assert sharing_days(rows, key).tolist() == _sweep(rows, key).tolist()


@given(PERIODS, st.booleans())
def test_rows_that_clash_are_the_same_ones_in_any_order(periods, in_order):
    rows = of_periods(sorted(periods) if in_order else periods)
    for key in (["persoon"], ["persoon", "begindatum"], ["persoon", "tot", "begindatum"], ["tot"]):
        clash, other = clashing(rows, key)
        keys = list(rows[key].itertuples(index=False, name=None))
        expected = [i for i, own in enumerate(keys) if keys.count(own) > 1]
        assert sorted(clash.index) == expected
        first = {i: next(j for j in expected if j != i and keys[j] == keys[i]) for i in expected}
        assert {i: row["andere"] - 2 for i, row in zip(clash.index, other, strict=True)} == first
