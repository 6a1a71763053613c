import pandas as pd
import pytest

from sectorplan_analysis.indicators import REGULIER, fte, medewerkers
from sectorplan_analysis.measure import amounts
from sectorplan_analysis.reference import CONTRACTSTATUSSEN, FUNCTIECATEGORIEEN, GENDERS, TOTAAL
from sectorplan_analysis.verdeling import distribution_table, indelingen, verdeling
from tests.rounds import persons, ronde


def example(**options):
    people = persons(
        {"gender": "v", "fte": 0.5},
        {"gender": "m", "contracttype": "tijdelijk", "umc": "umcg"},
        {"gender": "x", "functiecategorie": "UHD", "umc": "umcg"},
        {"gender": "onbekend", "thema": "Datagedreven innovatie"},
        {"gender": "v", "inloop": True},
    )
    people["personeel"].append({"medewerker_id": "p1", "functiecategorie": "docent", "fte": 0.25})
    return ronde(**people, **options)


def test_every_combination_has_a_row_also_where_nobody_is():
    found = verdeling(example())
    groups = sum(len(groepen) for groepen in indelingen().values())
    assert len(found) == 3 * groups * len(GENDERS)
    assert groups == 1 + len(CONTRACTSTATUSSEN) + len(FUNCTIECATEGORIEEN) + 3
    assert not found.isna().any().any()


@pytest.mark.parametrize("indeling", list(indelingen()))
def test_the_counts_are_those_of_the_indicators(indeling):
    rows, found = example(), verdeling(example())
    for groep in indelingen()[indeling]:
        for gender in GENDERS:
            own = {"gender": gender} | ({} if indeling == "totaal" else {indeling: groep})
            part = found[(found["indeling"] == indeling) & (found["groep"] == groep) & (found["gender"] == gender)]
            part = part.set_index("umc")
            assert part["medewerkers"].to_dict() == amounts(medewerkers(REGULIER, own), rows).to_dict()
            assert part["fte"].to_dict() == pytest.approx(amounts(fte(REGULIER, own), rows).to_dict())


def test_who_has_positions_in_two_functions_counts_in_both_and_once_in_total():
    found = verdeling(example())
    women = found[(found["umc"] == TOTAAL) & (found["gender"] == "v")]
    assert women.loc[women["indeling"] == "functiecategorie", "medewerkers"].sum() == 2
    assert women.loc[women["indeling"] == "totaal", "medewerkers"].tolist() == [1]


def test_x_and_onbekend_count_in_the_denominator_of_every_share():
    table = distribution_table(example())
    row = table[
        (table["umc"] == TOTAAL) & (table["indeling"] == "totaal") & (table["maat"] == "aandeel_medewerkers")
    ].set_index("gender")
    assert row["noemer"].tolist() == [4] * 4 and row["waarde"].tolist() == [25] * 4


def test_a_umc_that_was_left_out_is_empty_and_not_zero():
    found = verdeling(ronde(**persons({}), ontbrekend=("umcg",)))
    assert found.loc[found["umc"] == "UMCG", "medewerkers"].isna().all()
    assert found.loc[(found["umc"] == TOTAAL) & (found["indeling"] == "totaal"), "medewerkers"].sum() == 1


def test_a_group_without_anyone_has_no_share():
    table = distribution_table(ronde())
    shares = table[table["maat"].str.startswith("aandeel")]
    assert shares["waarde"].isna().all() and (shares["noemer"] == 0).all() and isinstance(table, pd.DataFrame)
