"""What changed since the last year-end, worked out by hand on a round of a few persons."""

import dataclasses
import datetime as dt

import pytest

from sectorplan_analysis.rapport import sinds
from tests.rounds import persons, ronde

LATER = {"begindatum": "2025-03-01"}


def example(**changes):
    """Lumc: one woman, then a second; umcg: one man throughout. Each umc has 2 fte begroot."""
    people = persons(
        {"umc": "lumc", "gender": "v"},
        {"umc": "lumc", "gender": "v", **LATER},
        {"umc": "umcg", "gender": "m"},
    )
    return ronde(**people, **changes)


def said(of) -> str:
    return " ".join(sinds.zinnen(of)).replace("\N{NO-BREAK SPACE}", " ")


def test_numbers_then_and_now_follow_the_persons_of_both_days():
    rows = sinds.veranderingen(example()).set_index(["maat", "umc"])
    assert rows.loc[("medewerkers_totaal", "LUMC"), ["toen", "nu", "verandering"]].tolist() == [1, 2, 1]
    assert rows.loc[("structureel_pct", "LUMC"), ["toen", "nu", "verandering"]].tolist() == [50, 100, 50]
    assert rows.loc[("structureel_pct", "Totaal"), ["toen", "nu"]].tolist() == [50, 75]


def test_sentences_say_what_changed_and_for_whom():
    text = said(example())
    assert "begrote formatie ging van 50,0% naar 75,0% (+25,0 procentpunt)." in text
    assert "Gestegen bij LUMC (+50,0 procentpunt) en gelijk gebleven bij UMCG." in text
    assert "Het aantal medewerkers ging van 2 naar 3 (+1)." in text
    assert "Het aandeel vrouwen ging van 50,0% naar 66,7% (+16,7 procentpunt). Gelijk gebleven bij LUMC" in text


def test_the_sentence_flips_with_the_data():
    leaves = persons({"umc": "lumc", "einddatum": "2025-06-30"}, {"umc": "lumc"}, {"umc": "umcg", **LATER})
    text = said(ronde(**leaves))
    assert (
        "Het aantal medewerkers bleef gelijk (2). Gestegen bij UMCG (+1) en gedaald bij LUMC (\N{MINUS SIGN}1)." in text
    )


def test_umcs_that_changed_equally_much_are_all_named():
    both = persons({"umc": "lumc", **LATER}, {"umc": "umcg", **LATER}, {"umc": "umcg"})
    assert "Gestegen bij alle 2 umc's (het meest bij LUMC en UMCG: +1)." in said(ronde(**both))


def test_without_an_earlier_year_end_there_is_nothing_to_compare():
    first = example(peildatum=dt.date(2022, 12, 31))
    assert sinds.tabel(first) is None
    assert said(first) == "Er is geen eerdere ronde om mee te vergelijken."


def test_a_day_within_the_year_is_compared_with_the_year_end_before_it():
    assert sinds.vorige_dag(example(peildatum=dt.date(2025, 6, 30))) == dt.date(2024, 12, 31)
    assert sinds.vorige_dag(example()) == dt.date(2024, 12, 31)


def test_a_umc_without_data_is_in_no_sentence_and_empty_in_the_table():
    without = example(ontbrekend=("umcg",))
    assert "UMCG" not in said(without)
    row = sinds.tabel(without).rijen[1]
    assert row[0].tekst == "UMCG" and all(cel.leeg for cel in row[1:])


def test_the_table_shows_both_days_and_a_signed_difference():
    row = [cel.tekst for cel in sinds.tabel(example()).rijen[0]]
    assert row == ["LUMC", "50,0", "100,0", "+50,0", "100,0", "100,0", "0,0", "1", "2", "+1"]


@pytest.mark.parametrize("number", [0, 1])
def test_an_undefined_share_is_never_shown_as_a_number(number):
    few = ronde(**persons(*[{"umc": "lumc", **LATER}] * number))
    assert "nan" not in repr(sinds.tabel(few)) and "nan" not in said(few)


def test_a_umc_whose_persons_are_not_found_again_is_not_compared(monkeypatch):
    monkeypatch.setattr(sinds, "not_compared", lambda ronde: ("lumc",))
    monkeypatch.setattr(sinds, "stop_sentence", lambda ronde: "De vergelijking stopt hier.")
    row = [cel.tekst for cel in sinds.tabel(example()).rijen[0]]
    assert row == ["LUMC", "50,0", "100,0", "niet vergeleken", "100,0", "100,0", "niet vergeleken", "1", "2",
                   "niet vergeleken"]  # fmt: skip
    text = said(example())
    assert "LUMC" not in text and text.endswith("De vergelijking stopt hier.")


def test_the_previous_round_goes_before_the_year_end():
    own = example()
    own = dataclasses.replace(own, config=dataclasses.replace(own.config, vorige=dt.date(2025, 6, 30)))
    assert sinds.vorige_dag(own) == dt.date(2025, 6, 30)
    assert "Het aantal medewerkers bleef gelijk (3)" in said(own)
