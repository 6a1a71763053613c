"""Sizes of appointment that add up exactly, and figures with the values that print as them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sectorplan_analysis.synthetic.calibration import FTE, window
from sectorplan_analysis.synthetic.population import HOURS_OF_36, TENTHS, divide, spread


@settings(max_examples=60)
@given(st.sampled_from([TENTHS, HOURS_OF_36]), st.integers(1, 40), st.floats(0, 1), st.integers(0, 2**32))
def test_sizes_add_up_to_the_total_and_only_one_is_unusual(steps, count, place, seed):
    low, high = count * int(steps[0]), count * FTE
    total = round(low + place * (high - low))
    sizes = spread(total, count, steps=steps, rng=np.random.default_rng(seed))
    assert len(sizes) == count
    assert sum(sizes) == total
    assert all(steps[0] <= size <= FTE for size in sizes)
    assert sum(size not in steps for size in sizes) <= 1


@pytest.mark.parametrize(("total", "count"), [(10_001, 1), (100, 1), (20_001, 2), (5, 0), (0, 3)])
def test_a_total_that_no_persons_can_hold_is_refused(total, count):
    with pytest.raises(ValueError, match="cannot be spread"):
        spread(total, count, steps=TENTHS, rng=np.random.default_rng(1))


def test_nobody_holds_nothing():
    assert spread(0, 0, steps=TENTHS, rng=np.random.default_rng(1)) == []


def test_labels_follow_their_weights_to_within_one():
    labels = divide(100, pd.Series({"a": 3, "b": 1, "c": 0}), rng=np.random.default_rng(1))
    assert abs(labels.count("a") - 75) <= 1
    assert labels.count("c") == 0
    assert len(labels) == 100


@pytest.mark.parametrize(
    ("printed", "low", "high"),
    [("0.60", 5_960, 6_040), ("41", 405_010, 414_990), ("324.95", 3_249_460, 3_249_540), ("0.00", 0, 0)],
)
def test_a_window_holds_the_values_that_print_as_the_figure_and_keeps_clear_of_its_borders(printed, low, high):
    assert window(printed) == (low, high)
