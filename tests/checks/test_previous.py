import datetime as dt

import pytest

from sectorplan_analysis.checks.previous import Vorige, check_size
from sectorplan_analysis.reading import Levering
from tests.rounds import table

DAY, BEFORE = dt.date(2026, 12, 31), dt.date(2025, 12, 31)


def delivery(persons: dict[str, int], *, fte: float = 0.5) -> Levering:
    rows = [{"umc": umc, "medewerker_id": f"p{i}", "fte": fte} for umc, count in persons.items() for i in range(count)]
    staff = table("personeel", rows).assign(bestand="personeel.csv", blad="", rij=1)
    return Levering({"personeel": staff}, bevindingen=None, rijen=None, bestanden=())


def warned(now: Levering, then: Levering) -> list[tuple[str, str]]:
    found = check_size(now, Vorige(then, BEFORE, 0.5), peildatum=DAY)
    return [(row["umc"], row["veld"]) for row in found]


@pytest.mark.parametrize(("now", "expected"), [(15, []), (5, []), (16, ["lumc"]), (4, ["lumc"])])
def test_a_umc_may_grow_or_shrink_up_to_and_including_the_share(now, expected):
    found = warned(delivery({"lumc": now}), delivery({"lumc": 10}))
    assert [umc for umc, veld in found if veld == "medewerker_id"] == expected


def test_fte_is_compared_apart_from_persons():
    assert warned(delivery({"lumc": 10}, fte=0.8), delivery({"lumc": 10})) == [("lumc", "fte")]


def test_a_umc_that_lost_everyone_is_warned_about():
    gone = delivery({"lumc": 1})
    gone.tables["personeel"]["einddatum"] = gone.tables["personeel"]["begindatum"]
    assert warned(gone, delivery({"lumc": 10})) == [("lumc", "medewerker_id"), ("lumc", "fte")]


def test_a_umc_that_is_new_or_was_empty_cannot_be_compared():
    assert warned(delivery({"lumc": 10, "umcg": 9}), delivery({"umcg": 9})) == []
