import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sectorplan_analysis.statistiek import continuity, duration, outlook
from sectorplan_analysis.statistiek.continuity import DELEN, STATEN, decompose, kitagawa, moves, transitions
from tests.rounds import persons, ronde

OLD = dt.date(2024, 12, 31)


def person(name, *, fte=1.0, start="2023-01-01", end=None, vast=None, umc="lumc", later_fte=None, **more):
    """Rows of someone with a tijdelijk contract, vast from the day ``vast``; another fte from 2025-02-01."""
    base = {"medewerker_id": name, "umc": umc}
    positions = [
        {**base, "fte": fte, "begindatum": start, "einddatum": end if later_fte is None else "2025-01-31", **more}
    ]
    if later_fte is not None:
        positions.append({**base, "fte": later_fte, "begindatum": "2025-02-01", "einddatum": end, **more})
    contracts = []
    if vast != start:
        stop = None if vast is None else str(dt.date.fromisoformat(vast) - dt.timedelta(days=1))
        contracts.append({**base, "contracttype": "tijdelijk", "begindatum": start, "einddatum": stop})
    if vast is not None:
        contracts.append({**base, "contracttype": "vast", "begindatum": vast})
    return positions, contracts


def round_of(*people, **more):
    positions = [row for found, _ in people for row in found]
    contracts = [row for _, found in people for row in found]
    return ronde(personeel=positions, contracten=contracts, **more)


MIXED = round_of(
    person("blijft", vast="2023-01-01", fte=0.5, later_fte=0.8),
    person("omgezet", vast="2025-06-01", fte=0.7),
    person("nieuw", start="2025-03-01", vast="2025-03-01", fte=0.9),
    person("weg", vast="2023-01-01", fte=0.6, end="2025-05-31"),
    person("tijdelijk", fte=0.4),
    person("uit inloop", vast="2023-01-01", fte=0.3, inloop=True),
)


def test_the_parts_of_the_change_in_fte_vast_by_hand():
    found = decompose(moves(MIXED.op(OLD), MIXED))
    assert found == pytest.approx(
        {"begin": 1.1, "instroom": 0.9, "uitstroom": -0.6, "omgezet": 0.7, "terug": 0.0, "omvang": 0.3, "eind": 2.4}
    )


def test_the_transitions_by_hand_and_everyone_is_somewhere_once():
    rows = transitions(moves(MIXED.op(OLD), MIXED)).set_index(["van", "naar"])
    assert rows.loc[("vast", "vast"), "aantal"] == 1 and rows.loc[("vast", "vertrokken"), "aandeel"] == 0.5
    assert rows.loc[("tijdelijk", "vast"), "aantal"] == 1 and rows.loc[("instroom", "vast"), "aantal"] == 1
    assert rows.loc[("inloop", "inloop"), "aantal"] == 1 and rows["aantal"].sum() == 6


STATE = st.sampled_from([*STATEN, ""])
FTE = st.floats(0.01, 1.2)


@given(st.lists(st.tuples(STATE, STATE, FTE, FTE), min_size=1, max_size=60))
@settings(max_examples=60)
def test_the_parts_always_sum_to_the_change(people):
    rows = pd.DataFrame(people, columns=["van", "naar", "fte_van", "fte_naar"])
    rows["fte_van"] = rows["fte_van"].where(rows["van"] != "", 0.0)
    rows["fte_naar"] = rows["fte_naar"].where(rows["naar"] != "", 0.0)
    rows = rows.replace({"van": {"": "instroom"}, "naar": {"": "vertrokken"}})
    found = decompose(rows)
    assert abs(found["begin"] + math.fsum(found[part] for part in DELEN) - found["eind"]) < 1e-9
    assert found["uitstroom"] <= 0 <= found["instroom"] and found["terug"] <= 0 <= found["omgezet"]


GROUPS = st.dictionaries(st.sampled_from("abcd"), st.tuples(st.floats(0, 1), st.floats(0.01, 50)), min_size=1)


@given(GROUPS, GROUPS)
@settings(max_examples=60)
def test_kitagawa_sums_to_the_change_whatever_groups_come_and_go(before, after):
    frames = [
        pd.DataFrame(
            {"teller": {k: s * n for k, (s, n) in rows.items()}, "noemer": {k: n for k, (_, n) in rows.items()}}
        )
        for rows in (before, after)
    ]
    found = kitagawa(*frames)
    assert abs(found["begin"] + found["binnen"] + found["samenstelling"] - found["eind"]) < 1e-9
    assert found["eind"] == pytest.approx(frames[1]["teller"].sum() / frames[1]["noemer"].sum())


def test_kitagawa_by_hand():
    before = pd.DataFrame({"teller": [5.0, 2.0], "noemer": [10.0, 10.0]}, index=["a", "b"])
    after = pd.DataFrame({"teller": [12.0, 2.0], "noemer": [20.0, 10.0]}, index=["a", "b"])
    found = kitagawa(before, after)
    # a: 0.5 -> 0.6 at mean weight (1/2 + 2/3) / 2 = 7/12; the mix: 1/6 * (0.55 - 0.2)
    assert found["binnen"] == pytest.approx(0.1 * 7 / 12) and found["samenstelling"] == pytest.approx(0.35 / 6)


def test_the_first_year_end_has_nothing_to_compare_with():
    first = MIXED.op(dt.date(2022, 12, 31))
    assert continuity.previous_day(first) is None
    assert continuity.decomposition_table(first).empty and continuity.transition_table(first).empty
    assert continuity.previous_day(MIXED.op(dt.date(2025, 6, 30))) == OLD


def test_the_clock_runs_from_the_first_position_to_vast_leaving_or_the_peildatum():
    found = duration.spells(
        round_of(
            person("al vast", vast="2020-01-01", start="2023-01-01"),
            person("werd vast", start="2025-01-01", vast="2025-04-11"),
            person("vertrok", start="2025-01-01", end="2025-03-31"),
            person("loopt", start="2025-12-01"),
            person("vroeg begonnen", start="2021-12-22", vast="2022-03-02"),
            person("pas vast na vertrek", start="2025-01-01", end="2025-02-28", vast="2025-06-01"),
        )
    ).set_index("medewerker_id")
    assert found.loc["al vast", "al_vast"] and not found.loc["werd vast", "al_vast"]
    assert found["duur"].drop("al vast").to_dict() == {
        "werd vast": 100, "vertrok": 90, "loopt": 30, "vroeg begonnen": 70, "pas vast na vertrek": 59,
    }  # fmt: skip
    assert found.loc["vroeg begonnen", "intrede"] == 10 and found.loc["werd vast", "intrede"] == 0
    assert found["uitkomst"].drop("al vast").to_dict() == {
        "werd vast": "vast", "vertrok": "vertrokken", "loopt": "lopend", "vroeg begonnen": "vast",
        "pas vast na vertrek": "vertrokken",
    }  # fmt: skip


def test_kaplan_meier_and_cumulative_incidence_by_hand():
    found = duration.curve(np.zeros(4), np.array([10, 20, 30, 40]), np.array(["vast", "vertrokken", "vast", "lopend"]))
    # at 10: 3/4 left; at 30 two are followed: 3/4 * 1/2. Counting the leaver: 1/4 + (3/4 * 2/3) * 1/2
    at = [list(found.dagen).index(day) for day in (10, 30)]
    assert found.zonder[at] == pytest.approx([0.75, 0.375]) and found.kregen[at] == pytest.approx([0.25, 0.5])


def promise(name, day, *, kept=None, end=None, unconditional=True):
    base = {"medewerker_id": name, "begindatum": "2023-01-01"}
    contract = {
        **base, "contracttype": "tijdelijk", "einddatum": end, "toezegging_datum": day,
        "toezegging_onvoorwaardelijk": unconditional,
    }  # fmt: skip
    rows = [contract] + ([{"medewerker_id": name, "contracttype": "vast", "begindatum": kept}] if kept else [])
    return [{**base, "einddatum": end, "fte": 0.5}], rows


def test_promises_are_open_kept_or_broken():
    found = round_of(
        promise("open", "2025-10-01"),
        promise("oud", "2023-06-01"),
        promise("nagekomen", "2024-03-01", kept="2025-01-01", end="2025-12-31"),
        promise("vertrokken", "2024-05-01", end="2025-01-31"),
        promise("voorwaardelijk", "2024-05-01", unconditional=False),
    )
    ages = duration.outstanding_promises(found).set_index("ouderdom")
    assert ages["aantal"].tolist() == [1, 0, 0, 1] and ages["fte"].sum() == 1.0
    years = duration.kept_promises(found).set_index("jaar")
    assert years.loc[2024].tolist() == [2, 1, 0, 0, 1] and years.loc[2025].tolist() == [1, 0, 1, 0, 0]


def growing(peildatum, *, umcs=("lumc", "umcg", "radboudumc")):
    people = [
        person(f"{umc}{i}", umc=umc, start=f"{2022 + i % 4}-03-01", vast=f"{2023 + i % 4}-03-01", fte=0.5)
        for umc in umcs
        for i in range(8)
    ]
    budget = [{"umc": umc, "begroot_fte": 6.0} for umc in umcs]
    return round_of(*people, umcs=umcs, begroting=budget, peildatum=peildatum)


def test_below_three_year_ends_there_is_no_projection_and_a_reason():
    assert "3 jaareinden" in outlook.project(growing(dt.date(2023, 12, 31)), streefwaarde=90)
    assert not isinstance(outlook.project(growing(dt.date(2024, 12, 31)), streefwaarde=90), str)


def test_after_the_plan_and_without_a_budget_there_is_no_projection():
    assert "bereikt" in outlook.project(growing(dt.date(2028, 12, 31)), streefwaarde=90)
    assert outlook.scenarios(growing(dt.date(2028, 12, 31)))["scenario"].tolist() == ["geen", "toezeggingen"]
    found = ronde(**persons({"begindatum": "2022-01-01"}), begroting=[])
    assert "begrote" in outlook.project(found, streefwaarde=90)


def test_the_flow_model_gives_back_the_year_it_was_seen_in():
    found = growing(dt.date(2025, 12, 31))
    seen = outlook.flows(found, OLD, dt.date(2025, 12, 31))
    stock, moved, hired = seen.start.sum(axis=0), seen.moved.sum(axis=0), seen.hired.sum(axis=0)
    after = outlook.step(stock, moved, stock, hired, budget=1e6)
    assert after == pytest.approx(outlook._stock(found))
    full = outlook.step(stock, moved, stock, hired, budget=stock.sum())
    assert full.sum() <= stock.sum() + 1e-9


def test_the_projection_is_the_same_every_time_and_has_no_margin_below_three_umcs():
    one, two = (outlook.project(growing(dt.date(2025, 12, 31)), streefwaarde=90) for _ in range(2))
    assert one == two and one.laag <= one.aandeel <= one.hoog
    few = outlook.project(growing(dt.date(2025, 12, 31), umcs=("lumc", "umcg")), streefwaarde=90)
    assert few.laag is None and few.boven is None


def test_the_distance_counts_promises_only_in_the_structural_reading():
    promised = {"contracttype": "tijdelijk", "toezegging_datum": "2025-01-01", "toezegging_onvoorwaardelijk": True}
    found = outlook.distance(ronde(**persons({"fte": 1.0}, {"fte": 0.6, **promised})), streefwaarde=90)
    assert (found.begroot, found.tekort, found.tekort_vast) == pytest.approx((4.0, 2.0, 2.6))
    table = outlook.scenarios(ronde(**persons({"fte": 1.0}, {"fte": 0.6, **promised}))).set_index("scenario")
    assert table.loc["toezeggingen", "vast_fte"] == pytest.approx(1.6)
