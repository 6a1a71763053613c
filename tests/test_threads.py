"""Work side by side."""

import threading
import time

import pytest

from sectorplan_analysis.threads import AT_ONCE, side_by_side


def test_results_come_in_the_order_of_the_items_whichever_is_done_first():
    def work(n):
        time.sleep(0.02 if n == 0 else 0)
        return n * n

    assert side_by_side(work, range(5)) == [0, 1, 4, 9, 16]
    assert side_by_side(work, []) == []


def test_no_more_than_two_are_at_work_at_any_moment():
    busy, most, lock = 0, 0, threading.Lock()

    def work(_):
        nonlocal busy, most
        with lock:
            busy += 1
            most = max(most, busy)
        time.sleep(0.005)
        with lock:
            busy -= 1

    side_by_side(work, range(8))
    assert most == AT_ONCE == 2


def test_an_error_is_raised_here_and_leaves_no_thread_behind():
    before = threading.active_count()

    def work(n):
        if n:
            raise ValueError(str(n))

    with pytest.raises(ValueError, match="1"):
        side_by_side(work, range(4))
    assert threading.active_count() == before
