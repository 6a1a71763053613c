import datetime as dt

import pytest

from sectorplan_analysis.rondes.terugvinden import DAGEN, LEVERINGEN, found_again
from tests.rounds import table

THEN, NOW = dt.date(2024, 12, 31), dt.date(2025, 12, 31)
GRENZEN = {"aandeel_teruggevonden": 0.5, "teruggevonden_vanaf": 10}


def staff(count, *, prefix="p", gone=0):
    """This many persons since 2023, of whom some left in 2025."""
    return table(
        "personeel",
        [{"medewerker_id": f"{prefix}{i}", "einddatum": "2025-06-30" if i < gone else None} for i in range(count)],
    )


def verdicts(now, then):
    rows = found_again(now, peildatum=NOW, vorige=THEN, toen=then, umcs=["lumc"], grenzen=GRENZEN)
    return {row.vergelijking: (row.aantal_gevonden, row.voldoende) for row in rows.itertuples()}


def test_everyone_is_found_again_also_who_left_since():
    assert verdicts(staff(12, gone=3), staff(12)) == {LEVERINGEN: (12, True), DAGEN: (9, True)}


def test_new_pseudonyms_are_no_turnover():
    assert verdicts(staff(12, prefix="q"), staff(12))[LEVERINGEN] == (0, False)


def test_without_the_delivery_of_then_only_the_days_are_compared():
    assert list(verdicts(staff(12), None)) == [DAGEN]


@pytest.mark.parametrize(("count", "gone", "enough"), [(10, 5, True), (10, 6, False), (9, 9, True)])
def test_between_two_days_half_may_leave_and_a_small_group_altogether(count, gone, enough):
    assert verdicts(staff(count, gone=gone), None)[DAGEN] == (count - gone, enough)


def test_a_umc_with_nobody_then_has_no_share_and_is_not_stopped():
    rows = found_again(staff(3), peildatum=NOW, vorige=THEN, toen=staff(0), umcs=["umcg"], grenzen=GRENZEN)
    assert rows["aandeel"].isna().all() and rows["voldoende"].all()
