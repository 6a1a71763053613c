"""Flows by gender: parts add up to the change, for anyone who comes, goes, is converted or promoted."""

import datetime as dt
import math

import numpy as np
import pytest

from sectorplan_analysis.reference import TOTAAL
from sectorplan_analysis.statistiek import continuity, doorstroom
from tests.rounds import persons, ronde

TOEN, NU = dt.date(2023, 12, 31), dt.date(2025, 12, 31)
VROEG = {"begindatum": "2022-02-01"}
LATER = {"begindatum": "2024-06-01"}
WEG = {"begindatum": "2022-02-01", "einddatum": "2024-06-30"}


def positions(medewerker_id, *rows, umc="lumc", gender="v", contracts=({"contracttype": "vast"},)):
    """One person with any number of positions and contracts."""
    own = {"umc": umc, "medewerker_id": medewerker_id}
    return {
        "personeel": [{**own, **row} for row in rows],
        "contracten": [{"begindatum": "2020-01-01", **own, **row} for row in contracts],
        "gender": [{**own, "gender": gender}],
    }


def together(*people, **options):
    rows = {name: [row for person in people for row in person[name]] for name in ("personeel", "contracten", "gender")}
    return ronde(**rows, **options)


def converted(day="2024-03-01"):
    end = (dt.date.fromisoformat(day) - dt.timedelta(days=1)).isoformat()
    return (
        {"contracttype": "tijdelijk", "einddatum": end},
        {"contracttype": "vast", "begindatum": day},
    )


def example():
    return together(
        positions("stays", {**VROEG, "fte": 0.5}),
        positions("converted", {**VROEG, "fte": 0.4}, contracts=converted()),
        positions("leaves", {**WEG, "fte": 0.6}),
        positions("joins", {**LATER, "fte": 0.8}),
        positions("grows", {**WEG, "fte": 0.2}, {"begindatum": "2024-07-01", "fte": 0.7}, gender="m"),
        positions("joins too", LATER, gender="m", contracts=({"contracttype": "tijdelijk"},)),
        positions("x", {**LATER, "fte": 0.3}, gender="x"),
        positions("promoted", {**WEG, "functiecategorie": "UD"},
                  {"begindatum": "2024-07-01", "functiecategorie": "UHD"}, gender="m"),
        positions("from inloop", {**WEG, "inloop": True}, {"begindatum": "2024-07-01"}),
    )  # fmt: skip


def moved(found=None):
    found = found or example()
    return doorstroom.gendered_moves(found.op(TOEN), found.op(NU))


def flow(gender, rows=None):
    rows = moved() if rows is None else rows
    return doorstroom.flows(rows if gender == "totaal" else rows[rows["gender"] == gender])


def test_women_who_came_and_went_by_hand():
    women = flow("v")
    assert [women["medewerkers", part][0] for part in ("begin", "instroom", "uitstroom", "eind")] == [3, 2, -1, 4]
    vast = ("begin", "instroom", "uitstroom", "omgezet", "terug", "eind")
    assert [women["vast_medewerkers", part][0] for part in vast] == [2, 2, -1, 1, 0, 4]
    assert women["vast_fte", "omgezet"][0] == pytest.approx(0.4)
    assert women["omgezet", "omgezet"] == (1, 1)
    assert flow("m")["vast_fte", "omvang"][0] == pytest.approx(0.5)


def test_a_higher_rank_is_a_promotion_of_who_could_be_promoted():
    assert flow("m")["bevorderd", "bevorderd"] == (1, 2)
    assert flow("v")["bevorderd", "bevorderd"] == (0, 2)


@pytest.mark.parametrize(
    ("van", "naar", "counts"),
    [
        ("onderzoeker", "UD", (1, 1)),
        ("UD", "hoogleraar", (1, 1)),
        ("docent", "onderzoeker", (0, 1)),
        ("UHD", "UD", (0, 1)),
        ("hoogleraar", "hoogleraar", (0, 0)),
        ("onderzoeksondersteuning", "onderzoeker", (0, 0)),
        ("UD", "kennisvalorisatie", (0, 0)),
    ],
)
def test_rank_decides_what_is_a_promotion(van, naar, counts):
    later = {"begindatum": "2024-07-01", "functiecategorie": naar}
    found = together(positions("p", {**WEG, "functiecategorie": van}, later))
    assert flow("v", moved(found))["bevorderd", "bevorderd"] == counts


def test_the_highest_rank_counts_and_not_the_largest_position():
    found = together(
        positions(
            "p",
            {**VROEG, "functiecategorie": "UD", "fte": 0.4},
            {**WEG, "functiecategorie": "UHD", "fte": 0.5},
            {"begindatum": "2024-07-01", "functiecategorie": "UHD", "fte": 0.3},
        )
    )
    assert flow("v", moved(found))["bevorderd", "bevorderd"] == (0, 1)


def crowd(seed):
    rng = np.random.default_rng(seed)
    people = []
    for number in range(40):
        begin = rng.choice(["2022-02-01", "2024-03-01"])
        rows = [{"begindatum": begin, "fte": round(rng.uniform(0.1, 1), 2), "inloop": bool(rng.random() < 0.1)}]
        if rng.random() < 0.4:
            rows[0]["einddatum"] = "2024-09-30"
            if rng.random() < 0.6:
                rows.append({"begindatum": "2024-10-01", "fte": round(rng.uniform(0.1, 1), 2)})
        contracts = [converted(), ({"contracttype": "vast"},), ({"contracttype": "tijdelijk"},)][rng.integers(3)]
        gender, umc = rng.choice(["v", "m", "x", "onbekend"]), rng.choice(["lumc", "umcg"])
        people.append(positions(f"p{number}", *rows, umc=umc, gender=gender, contracts=contracts))
    return together(*people)


@pytest.mark.parametrize("seed", range(5))
def test_parts_add_up_to_the_change_and_genders_and_umcs_to_everyone(seed):
    table = doorstroom.flow_table(crowd(seed))
    signed = table[table["maat"].isin(doorstroom.MATEN)]
    wide = signed.pivot_table(index=["sinds", "tot", "umc", "gender", "maat"], columns="deel", values="waarde")
    assert (wide.drop(columns="eind").sum(axis=1) - wide["eind"]).abs().max() < 1e-9
    keys = ["sinds", "tot", "maat", "deel"]
    total = table[(table["umc"] == TOTAAL) & (table["gender"] == "totaal")].set_index(keys)["waarde"]
    for part in (
        table[(table["umc"] == TOTAAL) & (table["gender"] != "totaal")],
        table[(table["umc"] != TOTAAL) & (table["gender"] == "totaal")],
    ):
        assert (part.groupby(keys)["waarde"].sum() - total).abs().max() < 1e-9


@pytest.mark.parametrize("seed", range(5))
def test_everyone_together_is_the_decomposition_of_the_fte_vast(seed):
    found = crowd(seed)
    plain = continuity.decompose(continuity.moves(found.op(TOEN), found.op(NU)))
    mine = flow("totaal", moved(found))
    assert {part: mine["vast_fte", part][0] for part in plain} == pytest.approx(plain, abs=1e-12)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("maat", ["medewerkers", "fte"])
def test_leaving_size_and_joining_are_the_whole_change_of_the_share(seed, maat):
    found = crowd(seed)
    parts = doorstroom.share_change(moved(found), maat=maat)
    change = parts["aandeel_eind"] - parts["aandeel_begin"]
    assert math.fsum(parts[name] for name in ("vertrek", "omvang", "komst")) == pytest.approx(change, abs=1e-12)
    row = doorstroom.change_table(found).set_index(["umc", "maat"]).loc[(TOTAAL, maat)]
    for by in ("functies", "umcs"):
        assert row[f"binnen_{by}"] + row[f"samenstelling_{by}"] == pytest.approx(change, abs=1e-9)


def test_the_change_of_the_share_by_hand():
    parts = doorstroom.share_change(moved(), maat="medewerkers")
    # then 3 of 5; who stayed: 2 of 4; now 4 of 8
    assert (parts["vrouwen_begin"], parts["alle_begin"], parts["vrouwen_eind"], parts["alle_eind"]) == (3, 5, 4, 8)
    assert parts["vertrek"] == pytest.approx(2 / 4 - 3 / 5)
    assert parts["komst"] == pytest.approx(4 / 8 - 2 / 4) and parts["omvang"] == 0


def test_when_nobody_stayed_the_parts_are_undefined_and_the_shares_are_not():
    found = together(positions("old", WEG), positions("new", LATER, gender="m"))
    parts = doorstroom.share_change(moved(found), maat="fte")
    assert (parts["aandeel_begin"], parts["aandeel_eind"]) == (1, 0)
    assert parts["vertrek"] is None and parts["komst"] is None


@pytest.mark.parametrize(
    ("peildatum", "count"), [((2022, 9, 1), 0), ((2022, 12, 31), 0), ((2023, 12, 31), 1), ((2024, 6, 30), 2),
                             ((2024, 12, 31), 2), ((2025, 12, 31), 4)]
)  # fmt: skip
def test_periods_are_year_end_pairs_and_since_2023(peildatum, count):
    found = ronde(**persons({}), peildatum=dt.date(*peildatum))
    pairs = doorstroom.periods(found)
    assert len(pairs) == count
    assert ((TOEN, found.peildatum) in pairs) == (found.peildatum > TOEN)


def test_on_or_before_the_start_there_is_no_change_table():
    assert doorstroom.change_table(ronde(**persons({}), peildatum=TOEN)).empty
