import math

import pytest

from sectorplan_analysis.indicators import INDICATOREN
from sectorplan_analysis.measure import measure, measure_all, series, value_of
from tests.rounds import persons, ronde

#: A sector of two umcs, small enough to add up by hand. LUMC: 1.0 vast, 0.5 toegezegd, 0.25 tijdelijk, 0.2 inloop.
SECTOR = persons(
    {"fte": 1.0, "gender": "v"},
    {
        "fte": 0.5,
        "gender": "m",
        "contracttype": "tijdelijk",
        "toezegging_datum": "2025-01-01",
        "toezegging_onvoorwaardelijk": True,
    },
    {"fte": 0.25, "gender": "v", "contracttype": "tijdelijk", "functiecategorie": "dataspecialist", "kpi14": True},
    {"fte": 0.2, "gender": "m", "inloop": True},
    {"umc": "umcg", "fte": 0.8, "gender": "x", "functiecategorie": "onderzoeker", "kpi14": True},
)
MONEY = [
    {"umc": "lumc", "jaar": 2024, "categorie": "ontvangen", "bedrag_eur": 1000.0},
    {"umc": "lumc", "jaar": 2024, "categorie": "vaste posities", "bedrag_eur": 400.0},
    {"umc": "lumc", "jaar": 2025, "categorie": "ontvangen", "bedrag_eur": 500.0},
    {"umc": "lumc", "jaar": 2025, "categorie": "materieel", "bedrag_eur": 450.0},
    {"umc": "lumc", "jaar": 2026, "categorie": "materieel", "bedrag_eur": 9999.0},
]
#: Value in total, worked out by hand from the rows above.
BY_HAND = {
    "besteding_totaal": 850,
    "ontvangen_totaal": 1500,
    "onderbesteding": 650,
    "besteed_pct": 100 * 850 / 1500,
    "besteed_jaar_pct": 90,
    "begroot_fte": 4,
    "gerealiseerd_fte": 2.55,
    "gerealiseerd_pct": 100 * 2.55 / 4,
    "structureel_fte": 2.3,
    "structureel_pct": 57.5,
    "structureel_medewerkers": 3,
    "inloop_fte": 0.2,
    "inloop_medewerkers": 1,
    "vast_fte": 1.8,
    "toegezegd_vast_fte": 0.5,
    "tijdelijk_fte": 0.25,
    "toegezegd_vast_medewerkers": 1,
    "tijdelijk_medewerkers": 1,
    "ud_vast_fte": 1.0,
    "ud_vast_personen": 1,
    "ud_toegezegd_fte": 0.5,
    "ud_toegezegd_personen": 1,
    "ud_tijdelijk_fte": 0,
    "ud_tijdelijk_personen": 0,
    "dataspecialisten_personen": 2,
    "dataspecialisten_fte": 1.05,
    "dataspecialisten_vast_personen": 1,
    "dataspecialisten_vast_fte": 0.8,
    "dataspecialisten_vast_pct": 50,
    "dataspecialisten_toegezegd_personen": 0,
    "dataspecialisten_toegezegd_fte": 0,
    "medewerkers_totaal": 4,
    "vrouwen_totaal": 2,
    "vrouwen_pct": 50,
    "vast_medewerkers": 2,
    "vast_vrouwen": 1,
    "vast_vrouwen_pct": 50,
    "vast_aandeel_medewerkers_pct": 50,
    "structureel_aandeel_medewerkers_pct": 75,
    "vast_aandeel_fte_pct": 100 * 1.8 / 2.55,
    "structureel_aandeel_fte_pct": 100 * 2.3 / 2.55,
    "vast_begroot_pct": 45,
}


@pytest.fixture(scope="module")
def sector():
    return ronde(**SECTOR, bestedingen=MONEY)


def test_every_indicator_has_a_worked_example():
    assert set(BY_HAND) == set(INDICATOREN)


@pytest.mark.parametrize("name", INDICATOREN)
def test_indicator_equals_its_worked_example(sector, name):
    assert value_of(name, sector) == pytest.approx(BY_HAND[name], rel=1e-12)


@pytest.mark.parametrize("name", INDICATOREN)
def test_the_umcs_add_up_to_the_total_in_numerator_and_denominator(sector, name):
    rows = measure(INDICATOREN[name], sector)
    for column in ("teller", "noemer"):
        *parts, total = rows[column]
        assert math.isnan(total) or sum(parts) == pytest.approx(total)


def test_a_share_over_nothing_is_undefined_and_not_zero_or_infinite():
    empty = ronde(begroting=[{"umc": "lumc", "begroot_fte": 0.0}, {"umc": "umcg", "begroot_fte": 0.0}])
    for name in ("structureel_pct", "vrouwen_pct", "besteed_pct"):
        assert math.isnan(value_of(name, empty))


def test_a_umc_left_out_has_empty_cells_and_counts_in_no_total(sector):
    rows = SECTOR["personeel"][:4]
    partial = ronde(**{**SECTOR, "personeel": rows}, begroting=[{"umc": "lumc"}], ontbrekend=("umcg",))
    shown = measure(INDICATOREN["structureel_pct"], partial).set_index("umc")
    assert shown.loc["UMCG", ["waarde", "teller", "noemer"]].isna().all()
    assert shown.loc["Totaal", ["teller", "noemer"]].tolist() == [1.5, 2.0]


def test_a_umc_that_reports_nobody_has_a_row_with_zero():
    alone = ronde(**persons({"fte": 1.0}))
    shown = measure(INDICATOREN["vast_fte"], alone).set_index("umc")["waarde"]
    assert shown.to_dict() == {"LUMC": 1.0, "UMCG": 0.0, "Totaal": 1.0}


def test_money_of_a_year_that_has_not_ended_does_not_count():
    import datetime as dt

    midyear = ronde(peildatum=dt.date(2025, 6, 30), bestedingen=MONEY)
    assert value_of("besteding_totaal", midyear) == 400


def test_a_series_ends_on_the_peildatum_and_holds_every_year_end_before(sector):
    days = series(["vast_fte"], sector)["peildatum"].unique().tolist()
    assert days == ["2022-12-31", "2023-12-31", "2024-12-31", "2025-12-31"]


def test_measure_all_gives_every_indicator_for_every_umc_and_the_total(sector):
    assert len(measure_all(sector)) == 3 * len(INDICATOREN)
