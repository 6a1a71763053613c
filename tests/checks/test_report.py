"""Which rows share a day, found in one sweep."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from sectorplan_analysis.checks.report import sharing_days

DAYS = pd.date_range("2022-01-01", periods=12)
PERIODS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 11), st.integers(0, 11)), max_size=8)


@given(PERIODS)
def test_a_person_has_a_row_that_begins_before_another_ended_only_when_two_share_a_day(periods):
    periods = [(person, min(a, b), max(a, b)) for person, a, b in periods]
    rows = pd.DataFrame(periods, columns=["persoon", "begin", "tot"], dtype="int64")
    rows = rows.assign(
        begindatum=pd.Series(DAYS[rows["begin"]], index=rows.index), tot=pd.Series(DAYS[rows["tot"]], index=rows.index)
    )
    found = set(rows["persoon"][sharing_days(rows, ["persoon"])])
    pairs = [(one, other) for i, one in enumerate(periods) for other in periods[:i] if one[0] == other[0]]
    assert found == {one[0] for one, other in pairs if one[1] <= other[2] and other[1] <= one[2]}
