import dataclasses
import datetime as dt
import math

import pytest

from sectorplan_analysis.dataset import load_ronde, save_ronde
from sectorplan_analysis.rapport import sinds_vorige
from sectorplan_analysis.rondes.vergelijking import compare, earlier_round, headcount
from sectorplan_analysis.statistiek.continuity import decomposition_table, moves, transition_table
from sectorplan_analysis.statistiek.outlook import project
from tests.rounds import persons, ronde

THEN, NOW = dt.date(2024, 12, 31), dt.date(2025, 12, 31)
STAYS = {"medewerker_id": "p1", "fte": 0.5}
LEAVES = {"medewerker_id": "p2", "fte": 0.4, "einddatum": "2025-06-30"}
COMES = {"medewerker_id": "p3", "fte": 0.3, "begindatum": "2025-03-01"}


def linked(now=(STAYS, LEAVES, COMES), then=None, *, umcs=("lumc",)):
    """A round with the round before it; ``then`` is what that one delivered itself."""
    own = ronde(umcs=umcs, peildatum=NOW, **persons(*now))
    own = dataclasses.replace(own, config=dataclasses.replace(own.config, vorige=THEN))
    if then is None:
        return own
    before = ronde(umcs=umcs, peildatum=THEN, **persons(*then))
    return dataclasses.replace(own, vorige=earlier_round(before.tables, before.config, now=own.config))


def row(frame, maat, umc="Totaal"):
    return frame[(frame["maat"] == maat) & (frame["umc"] == umc)].iloc[0]


def test_then_comes_from_the_delivery_of_now_and_what_was_said_stands_beside_it():
    found = row(compare(linked(then=[STAYS, {**LEAVES, "fte": 0.3}])), "vast_fte")
    assert found[["toen_gezegd", "toen", "herziening", "nu", "verschil"]].tolist() == pytest.approx(
        [0.8, 0.9, 0.1, 0.8, -0.1]
    )


def test_without_the_delivery_of_then_nothing_was_said():
    found = row(compare(linked()), "vast_fte")
    assert math.isnan(found["toen_gezegd"]) and found["verschil"] == pytest.approx(-0.1)
    assert "is er niet" in sinds_vorige.kengetallen(linked())._repr_html_()


def test_comings_and_goings_add_up():
    own = linked()
    assert headcount(moves(own.op(THEN), own)) == {"begin": 2, "instroom": 1, "uitstroom": 1, "eind": 2}


def test_the_first_round_has_nothing_to_compare_with():
    own = linked()
    first = dataclasses.replace(own, config=dataclasses.replace(own.config, vorige=None))
    assert compare(first).empty
    assert repr(sinds_vorige.diversiteit(first)) == sinds_vorige.GEEN_VORIGE == repr(sinds_vorige.teruggevonden(first))


def renamed():
    """Twelve persons at each of two umcs; one umc has new pseudonyms in the delivery of now."""
    then = [{"medewerker_id": f"p{i}", "umc": umc} for umc in ("lumc", "umcg") for i in range(12)]
    now = [{**p, "medewerker_id": p["medewerker_id"].replace("p", "q")} if p["umc"] == "umcg" else p for p in then]
    return linked(now, then, umcs=("lumc", "umcg"))


def test_new_pseudonyms_stop_the_comparison_of_that_umc_and_the_national_decomposition():
    own = renamed()
    found = compare(own, ["vast_fte"])
    assert math.isnan(row(found, "vast_fte", "UMCG")["verschil"]) and row(found, "vast_fte", "LUMC")["verschil"] == 0
    assert row(found, "vast_fte")["verschil"] == 0
    parts = decomposition_table(own)
    assert parts.loc[parts["umc"].isin(["UMCG", "Totaal"]), "fte"].isna().all()
    assert parts.loc[parts["umc"] == "LUMC", "fte"].notna().all()
    assert set(transition_table(own)["umc"]) == {"LUMC"}


def test_the_page_says_in_words_why_it_stopped_and_the_other_umc_goes_on():
    own = renamed()
    for page in (sinds_vorige.kengetallen, sinds_vorige.diversiteit, sinds_vorige.werkdruk_baanzekerheid):
        assert "nieuwe pseudoniemen, niet op vertrek" in repr(page(own))
        assert "niet vergeleken" in repr(page(own.alleen("umcg")))
        assert "pseudoniemen" not in repr(page(own.alleen("lumc")))
    assert "vergelijking gestopt" in repr(sinds_vorige.teruggevonden(own))


def test_new_pseudonyms_halfway_a_delivery_are_no_flow_to_draw_on():
    now = [{"medewerker_id": f"p{i}", "begindatum": "2022-01-01", "einddatum": "2025-06-30"} for i in range(12)]
    now += [{"medewerker_id": f"q{i}", "begindatum": "2025-07-01"} for i in range(12)]
    assert "te weinig medewerkers teruggevonden" in project(linked(now), streefwaarde=90)
    stayed = [{**person, "einddatum": None} for person in now[:12]]
    assert not isinstance(project(linked(stayed), streefwaarde=90), str)


def test_umcs_that_merged_are_compared_as_one():
    heirs = {"lumc": "zorg-west", "umcg": "zorg-west"}
    staff = [{"umc": "zorg-west", "fte": 0.7}, {"umc": "zorg-west", "fte": 0.2, "medewerker_id": "x"}]
    own = ronde(umcs=("zorg-west",), peildatum=NOW, **persons(*staff))
    own = dataclasses.replace(own, config=dataclasses.replace(own.config, vorige=THEN, opvolgers=heirs))
    before = ronde(peildatum=THEN, **persons({"fte": 0.7}, {"umc": "umcg", "fte": 0.2, "medewerker_id": "x"}))
    own = dataclasses.replace(own, vorige=earlier_round(before.tables, before.config, now=own.config))
    found = row(compare(own), "vast_fte", "zorg-west")
    assert found["toen_gezegd"] == pytest.approx(0.9) and found["herziening"] == pytest.approx(0)
    assert row(compare(own), "begroot_fte", "zorg-west")["toen_gezegd"] == 4.0
    assert "voortgekomen uit LUMC en UMCG" in repr(sinds_vorige.kengetallen(own))


def test_a_umc_that_came_out_of_a_split_is_compared_nationally_only():
    own = ronde(umcs=("noord", "zuid"), peildatum=NOW,
                **persons({"umc": "noord"}, {"umc": "zuid", "medewerker_id": "x"}))  # fmt: skip
    own = dataclasses.replace(own, config=dataclasses.replace(own.config, vorige=THEN))
    before = ronde(umcs=("lumc",), peildatum=THEN, **persons({}, {"medewerker_id": "x"}))
    own = dataclasses.replace(own, vorige=earlier_round(before.tables, before.config, now=own.config))
    found = compare(own)
    assert math.isnan(row(found, "vast_fte", "noord")["toen_gezegd"]) and row(found, "vast_fte")["toen_gezegd"] == 2.0
    assert "alleen landelijk te vergelijken" in repr(sinds_vorige.kengetallen(own))


def test_a_round_is_read_back_with_the_round_before_it(tmp_path):
    own = linked(then=[STAYS, LEAVES])
    save_ronde(own, tmp_path / NOW.isoformat())
    read = load_ronde(NOW, processed=tmp_path)
    assert read.config.vorige == THEN and read.vorige.peildatum == THEN
    assert compare(read).equals(compare(own))
    assert load_ronde(NOW, processed=tmp_path, umc="lumc").vorige.umc == "lumc"
