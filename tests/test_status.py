import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectorplan_analysis.status import contractstatus_on, persons_on, posities_on, running_on
from tests.rounds import table

DAY = dt.date(2025, 12, 31)


def status_of(*contracts: dict) -> str:
    return contractstatus_on(table("contracten", contracts), DAY).loc[("lumc", "p1")]


@pytest.mark.parametrize(
    ("begin", "end", "counts"),
    [
        ("2025-12-31", None, True),
        ("2026-01-01", None, False),
        ("2020-01-01", "2025-12-31", True),
        ("2020-01-01", "2025-12-30", False),
    ],
)
def test_a_period_counts_from_its_first_up_to_and_including_its_last_day(begin, end, counts):
    rows = table("personeel", [{"begindatum": begin, "einddatum": end}])
    assert running_on(rows, DAY).tolist() == [counts]


def test_one_permanent_contract_makes_a_person_vast_whatever_else_runs():
    assert status_of({"contracttype": "tijdelijk"}, {"contracttype": "vast"}) == "vast"


def test_an_unconditional_promise_on_the_day_itself_makes_toezegd_vast():
    promise = {"contracttype": "tijdelijk", "toezegging_datum": "2025-12-31", "toezegging_onvoorwaardelijk": True}
    assert status_of(promise) == "toegezegd_vast"


@pytest.mark.parametrize(
    "promise",
    [
        {"toezegging_datum": "2026-01-01", "toezegging_onvoorwaardelijk": True},
        {"toezegging_datum": "2025-12-31", "toezegging_onvoorwaardelijk": False},
        {"toezegging_datum": None, "toezegging_onvoorwaardelijk": True},
    ],
    ids=["later", "conditional", "without a date"],
)
def test_any_other_promise_leaves_a_person_tijdelijk(promise):
    assert status_of({"contracttype": "tijdelijk", **promise}) == "tijdelijk"


def test_a_promise_on_a_contract_that_has_ended_says_nothing():
    ended = {
        "contracttype": "tijdelijk",
        "einddatum": "2025-12-30",
        "toezegging_datum": "2025-06-01",
        "toezegging_onvoorwaardelijk": True,
    }
    assert status_of(ended, {"contracttype": "tijdelijk", "begindatum": "2025-12-31"}) == "tijdelijk"


def test_the_same_pseudonym_in_two_umcs_is_two_persons():
    contracts = table("contracten", [{"umc": "lumc"}, {"umc": "umcg", "contracttype": "tijdelijk"}])
    assert contractstatus_on(contracts, DAY).to_dict() == {("lumc", "p1"): "vast", ("umcg", "p1"): "tijdelijk"}


def test_a_position_without_contract_or_gender_is_onbekend_and_not_lost():
    positions = posities_on(table("personeel", [{}]), table("contracten", []), table("gender", []), DAY)
    assert positions[["contractstatus", "gender"]].to_numpy().tolist() == [["onbekend", "onbekend"]]


def test_a_person_with_regular_and_inloop_positions_is_one_row_with_two_sums():
    staff = table("personeel", [{"fte": 0.25}, {"fte": 0.5, "subthema": "Cohorten"}, {"fte": 0.125, "inloop": True}])
    positions = posities_on(staff, table("contracten", [{}]), table("gender", [{}]), DAY)
    person = persons_on(positions, DAY).iloc[0]
    assert (person["regulier_fte"], person["inloop_fte"], person["contractstatus"]) == (0.75, 0.125, "vast")


@given(st.permutations(range(6)))
def test_the_order_of_the_rows_delivered_does_not_matter(order):
    staff = table("personeel", [{"medewerker_id": f"p{i % 4}", "fte": 0.1 + i / 10} for i in range(6)])
    contracts = table("contracten", [{"medewerker_id": f"p{i % 4}", "contracttype": "tijdelijk"} for i in range(6)])
    gender = table("gender", [{"medewerker_id": f"p{i}"} for i in range(4)])
    shuffled = posities_on(staff.iloc[list(order)], contracts.iloc[list(order)], gender, DAY)
    pd.testing.assert_frame_equal(shuffled, posities_on(staff, contracts, gender, DAY))
