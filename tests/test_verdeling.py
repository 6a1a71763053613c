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


def test_the_long_table_has_every_amount_and_share_with_its_unit_and_both_numbers():
    table = distribution_table(example())
    assert list(table.columns) == [
        *("peildatum", "umc", "indeling", "groep", "gender", "maat", "waarde", "eenheid", "teller", "noemer")
    ]
    assert set(table["peildatum"]) == {"2025-12-31"} and table.index.equals(pd.RangeIndex(len(table)))
    own = table[(table["umc"] == "LUMC") & (table["indeling"] == "totaal") & table["gender"].isin(["v", "onbekend"])]
    nothing = float("nan")
    expected = [
        ("v", "medewerkers", 1, "personen", 1, nothing),
        ("onbekend", "medewerkers", 1, "personen", 1, nothing),
        ("v", "aandeel_medewerkers", 50, "%", 1, 2),
        ("onbekend", "aandeel_medewerkers", 50, "%", 1, 2),
        ("v", "fte", 0.75, "fte", 0.75, nothing),
        ("onbekend", "fte", 1, "fte", 1, nothing),
        ("v", "aandeel_fte", 100 * 0.75 / 1.75, "%", 0.75, 1.75),
        ("onbekend", "aandeel_fte", 100 / 1.75, "%", 1, 1.75),
    ]
    found = own[["gender", "maat", "waarde", "eenheid", "teller", "noemer"]].reset_index(drop=True)
    pd.testing.assert_frame_equal(found, pd.DataFrame(expected, columns=found.columns), check_dtype=False)


def test_the_rows_stand_in_the_order_of_the_report_and_the_total_last():
    found = verdeling(example())
    assert found.index.equals(pd.RangeIndex(len(found)))
    per_umc = [("LUMC", name) for name in indelingen()] + [("UMCG", name) for name in indelingen()]
    seen = list(dict.fromkeys(found[["umc", "indeling"]].itertuples(index=False, name=None)))
    assert sorted(seen[:8]) == sorted(per_umc) and seen[8:] == [(TOTAAL, name) for name in indelingen()]
    last = found[found["umc"] == TOTAAL]
    for name, groepen in indelingen().items():
        assert tuple(last.loc[last["indeling"] == name, "groep"].drop_duplicates()) == groepen
    assert tuple(found["gender"][:4]) == GENDERS
