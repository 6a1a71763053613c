import pytest

from sectorplan_analysis.tables import TABELLEN, tabel1_bestedingen, tabel2_fte, tabel3_medewerkers, tabel4_vrouw_man
from tests.rounds import persons, ronde


def rows_of(table):
    return {row.pop("umc"): row for row in table.to_dict("records")}


def test_a_total_is_the_rounded_sum_and_not_the_sum_of_rounded_cells():
    parts = persons({"fte": 0.4167}, {"fte": 0.4167, "umc": "umcg"})
    shown = rows_of(tabel2_fte(ronde(**parts)))
    assert (shown["LUMC"]["vast_fte"], shown["UMCG"]["vast_fte"], shown["Totaal"]["vast_fte"]) == (
        "0.42",
        "0.42",
        "0.83",
    )


@pytest.mark.parametrize(("fte", "percentage"), [(0.49, "25"), (0.47, "24"), (0.89, "45"), (2.4, "120")])
def test_percentages_are_whole_and_half_goes_away_from_zero(fte, percentage):
    people = [{"fte": fte / 2}, {"fte": fte / 2}]
    shown = rows_of(tabel2_fte(ronde(**persons(*people))))
    assert shown["LUMC"]["realisatie_structureel_pct"] == percentage


def test_a_share_of_an_empty_budget_is_an_empty_cell():
    shown = rows_of(tabel2_fte(ronde(begroting=[{"umc": "lumc", "begroot_fte": 0.0}, {"umc": "umcg"}])))
    assert shown["LUMC"]["realisatie_structureel_pct"] == ""


def test_euros_are_summed_before_they_are_rounded():
    cents = [{"bedrag_eur": 0.3, "categorie": c} for c in ("vaste posities", "materieel")]
    shown = rows_of(tabel1_bestedingen(ronde(bestedingen=cents)))
    assert shown["LUMC"]["vaste_posities_eur"] == "" and shown["LUMC"]["totaal_eur"] == "1"


def test_a_person_with_a_regular_and_an_inloop_position_counts_once_in_each():
    people = persons({"fte": 0.5}, {"medewerker_id": "p1", "fte": 0.2, "inloop": True})
    people["contracten"], people["gender"] = people["contracten"][:1], people["gender"][:1]
    assert rows_of(tabel3_medewerkers(ronde(**people)))["LUMC"] == {
        "inloop": "1",
        "tijdelijk": "0",
        "toegezegd_vast": "0",
        "vast": "1",
    }


def test_in_table_4_a_promise_is_tijdelijk_and_x_is_nobody_elses():
    promise = {"contracttype": "tijdelijk", "toezegging_datum": "2025-01-01", "toezegging_onvoorwaardelijk": True}
    shown = rows_of(tabel4_vrouw_man(ronde(**persons({"gender": "x"}, {"gender": "m", **promise}))))["LUMC"]
    assert {name: count for name, count in shown.items() if count != "0"} == {"vast_x": "1", "tijdelijk_m": "1"}


@pytest.mark.parametrize("name", TABELLEN)
def test_a_umc_left_out_keeps_its_row_with_empty_cells(name):
    shown = rows_of(TABELLEN[name](ronde(**persons({}), begroting=[{"umc": "lumc"}], ontbrekend=("umcg",))))
    assert set(shown["UMCG"].values()) == {""}
    assert list(shown) == ["LUMC", "UMCG", "Totaal"]
