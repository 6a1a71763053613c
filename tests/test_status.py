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


def test_the_function_of_a_person_is_that_of_the_largest_regular_position():
    staff = table(
        "personeel",
        [
            {"fte": 0.9, "functiecategorie": "hoogleraar", "inloop": True},
            {"fte": 0.2, "functiecategorie": "docent"},
            {"fte": 0.4, "functiecategorie": "UHD"},
            {"fte": 0.4, "functiecategorie": "UD"},
            {"medewerker_id": "p0", "fte": 0.3, "functiecategorie": "hoogleraar", "inloop": True},
            {"umc": "umcg", "fte": 0.1, "functiecategorie": "docent"},
        ],
    )
    positions = posities_on(staff, table("contracten", [{}]), table("gender", [{}]), DAY)
    found = persons_on(positions, DAY)
    columns = ["umc", "medewerker_id", "gender", "contractstatus", "functiecategorie", "regulier_fte", "inloop_fte"]
    assert list(found.columns) == ["peildatum", *columns]
    assert set(found["peildatum"]) == {pd.Timestamp(DAY)}
    assert [(*row[:5], *map(float, row[5:])) for row in found[columns].itertuples(index=False, name=None)] == [
        ("lumc", "p0", "onbekend", "onbekend", "hoogleraar", 0.0, 0.3),
        ("lumc", "p1", "v", "vast", "UD", pytest.approx(1.0), 0.9),
        ("umcg", "p1", "onbekend", "onbekend", "docent", 0.1, 0.0),
    ]


def test_positions_stand_in_an_order_of_their_own_with_who_has_them():
    staff = table(
        "personeel",
        [
            {"umc": "umcg", "medewerker_id": "p1"},
            {"medewerker_id": "p2", "fte": 0.4},
            {"medewerker_id": "p2", "fte": 0.2},
            {"medewerker_id": "p2", "fte": 0.1, "inloop": True, "functie": "A"},
            {"medewerker_id": "p2", "fte": 0.5, "functie": "A"},
            {"medewerker_id": "p2", "fte": 0.3, "subthema": "Cohorten"},
            {"medewerker_id": "p9", "einddatum": "2025-12-30"},
        ],
    )
    contracts = table("contracten", [{"medewerker_id": "p2", "contracttype": "tijdelijk"}, {"medewerker_id": "p9"}])
    found = posities_on(staff, contracts, table("gender", [{"umc": "umcg", "gender": "m"}]), DAY)
    assert found.index.equals(pd.RangeIndex(6)) and not {"begindatum", "einddatum"} & set(found.columns)
    assert found["fte"].tolist() == [0.5, 0.3, 0.2, 0.4, 0.1, 1.0]
    assert found[["umc", "contractstatus", "gender"]].drop_duplicates().to_numpy().tolist() == [
        ["lumc", "tijdelijk", "onbekend"],
        ["umcg", "onbekend", "m"],
    ]


def test_two_genders_of_one_person_are_an_error_and_not_two_positions():
    genders = table("gender", [{"gender": "v"}, {"gender": "m"}])
    with pytest.raises(pd.errors.InvalidIndexError):
        posities_on(table("personeel", [{}]), table("contracten", [{}]), genders, DAY)


@given(st.lists(st.integers(0, 5), unique=True), st.sets(st.integers(0, 5)), st.sets(st.integers(0, 5)), st.randoms())
def test_persons_with_one_position_each_come_out_the_same_in_order_and_out_of_it(staff, employed, known, rng):
    kinds = [("vast", False), ("tijdelijk", False), ("tijdelijk", True)]
    rows = {
        "personeel": [{"medewerker_id": f"p{i}", "fte": (i + 1) / 10, "inloop": i % 2 == 0} for i in sorted(staff)],
        "contracten": [
            {
                "medewerker_id": f"p{i}",
                "contracttype": kinds[i % 3][0],
                "toezegging_datum": "2024-01-01",
                "toezegging_onvoorwaardelijk": kinds[i % 3][1],
            }
            for i in sorted(employed)
        ],
        "gender": [{"medewerker_id": f"p{i}", "gender": "vmx"[i % 3]} for i in sorted(known)],
    }
    found = []
    for _ in range(2):
        posities = posities_on(*(table(name, own) for name, own in rows.items()), DAY)
        found.append((posities, persons_on(posities, DAY)))
        for own in rows.values():
            rng.shuffle(own)
    for one, other in zip(*found, strict=True):
        pd.testing.assert_frame_equal(one, other)
    persons = found[0][1].set_index("medewerker_id")
    assert list(persons.index) == [f"p{i}" for i in sorted(staff)]
    for i in staff:
        status = ("vast", "tijdelijk", "toegezegd_vast")[i % 3] if i in employed else "onbekend"
        assert persons.loc[f"p{i}", "contractstatus"] == status
        assert persons.loc[f"p{i}", "gender"] == ("vmx"[i % 3] if i in known else "onbekend")
