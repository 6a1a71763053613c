"""The goals of the plan on rounds of a few rows: which numbers they compare, and what follows."""

import dataclasses
import datetime as dt

import pandas as pd
import pytest

from sectorplan_analysis import doelen, lezing
from sectorplan_analysis.oordelen import BEREIKT, GEEN_DOEL, NIET, NIET_BEPAALBAAR, NIET_EENDUIDIG, NOG_NIET
from sectorplan_analysis.rapport import eindevaluatie as pagina
from sectorplan_analysis.rondes.config import Meting
from tests.rounds import persons, ronde

GRENZEN = {"substantieel_procentpunt": 10.0, "substantieel_groei_pct": 50.0, "vrouwen_genoeg_pct": 50.0}


def at(year, *people, **rows):
    """A round at the end of a year; everyone of `people` is said in a few words."""
    made = ronde(peildatum=dt.date(year, 12, 31), **persons(*people), **rows)
    config = dataclasses.replace(
        made.config,
        grenswaarden={**made.config.grenswaarden, **GRENZEN},
        metingen={year: Meting(year, dt.date(year, 7, 1), str(year)) for year in (2025, 2028)},
    )
    return dataclasses.replace(made, config=config)


def reading(found, name):
    [row] = [row for row in doelen.lezingen(found) if row.naam == name]
    return row


def verdict(found, kpi):
    return lezing.verdict([row for row in doelen.lezingen(found) if row.kpi == kpi])


#: In 2023 one of two is vast (each 1 fte); from 2024 on both are.
CONVERTED = (
    {"begindatum": "2023-01-01", "contracttype": "vast"},
    {"begindatum": "2023-01-01", "contracttype": "vast", "contract": "2024-05-01"},
)


def conversions(year):
    """A round in which the second person was tijdelijk until May 2024, and vast since."""
    found = at(year, *({key: value for key, value in row.items() if key != "contract"} for row in CONVERTED))
    contracts = found.tables["contracten"]
    first = contracts.iloc[[1]].assign(contracttype="tijdelijk", einddatum="2024-04-30")
    second = contracts.iloc[[1]].assign(begindatum="2024-05-01")
    table = pd.concat([contracts.iloc[[0]], first, second], ignore_index=True)
    for column in ("begindatum", "einddatum"):
        table[column] = pd.to_datetime(table[column]).astype("datetime64[s]")
    return dataclasses.replace(found, tables={**found.tables, "contracten": table})


def test_the_share_of_permanent_positions_is_compared_with_2023():
    row = reading(conversions(2025), "vast_aandeel_fte_pct")
    assert (row.van, row.tot) == ("2023-12-31", "2025-12-31")
    assert (row.waarde_van, row.waarde_tot, row.verschil) == (50.0, 100.0, 50.0)
    assert (row.teller_van, row.noemer_van, row.teller_tot, row.noemer_tot) == (1.0, 2.0, 2.0, 2.0)
    assert row.oordeel.oordeel == BEREIKT


@pytest.mark.parametrize(
    ("begroot", "year", "expected"),
    [
        (1.0, 2025, NIET_BEPAALBAAR),  # 2026 has to come yet
        (1.0, 2027, NIET_BEPAALBAAR),  # 2026 and 2027 well above the target, 2028 has to come yet
        (1.0, 2028, BEREIKT),
        (2.0, 2026, NIET),  # 2 fte of 4 budgeted on 31 December 2026: that year is missed for good
        (2.0, 2028, NIET),
    ],
)
def test_continuity_asks_for_the_target_in_each_of_the_three_years(begroot, year, expected):
    found = conversions(year)
    budget = found.tables["begroting"].assign(begroot_fte=begroot)
    found = dataclasses.replace(found, tables={**found.tables, "begroting": budget})
    assert verdict(found, doelen.CONTINUITEIT) == expected


def measured(year, *scores):
    """Rows of werkdruk: (meting, umc, deelnemer, situatie, score)."""
    rows = [
        {"meting": m, "umc": umc, "deelnemer_id": who, "situatie": s, "werkdruk": score}
        for m, umc, who, s, score in scores
    ]
    return at(year, {"begindatum": "2023-01-01"}, umcs=("lumc", "umcg", "umc-utrecht"), werkdruk=rows)


def test_workload_against_2023_is_never_determinable_and_both_series_stand_beside_it():
    fallen = (-2.0, -2.5, -3.0, -2.0, -2.5, -3.0)
    scores = [
        (meting, umc, f"d{place}", "nu", 8.0 + (change if meting == 2028 else 0.0))
        for place, (umc, change) in enumerate(zip(("lumc", "umcg", "umc-utrecht") * 2, fallen, strict=True))
        for meting in (2025, 2028)
    ]
    found = measured(2028, *scores)
    assert verdict(found, doelen.WERKDRUK) == NIET_BEPAALBAAR
    assert "2023" in reading(found, "werkdruk").oordeel.reden
    series = reading(found, "werkdruk_gelijktijdig")
    assert (series.van, series.tot) == ("2025 nu", "2028 nu")
    assert (series.waarde_van, series.waarde_tot) == pytest.approx((8.0, 5.5))
    assert series.verschil == pytest.approx(-2.5)
    assert series.oordeel.oordeel in (BEREIKT, NIET_EENDUIDIG)
    assert reading(found, "werkdruk_terugblik").oordeel.oordeel == NIET_BEPAALBAAR


def test_one_measurement_is_no_series():
    found = measured(2025, (2025, "lumc", "d1", "nu", 8.0))
    assert reading(found, "werkdruk_gelijktijdig").oordeel == (NIET_BEPAALBAAR, "daarvoor zijn twee metingen nodig")


def test_a_delivery_without_a_measurement_says_so():
    assert reading(at(2026), "werkdruk_gelijktijdig").oordeel.reden == "in deze levering staat geen meting"


def test_the_readings_of_kpi_14_stand_apart_and_disagreeing_is_said():
    steward = {"functiecategorie": "dataspecialist", "kpi14": True, "begindatum": "2023-01-01"}
    scientist = {"functiecategorie": "onderzoeker", "kpi14": True, "begindatum": "2024-01-01"}
    found = at(2025, steward, scientist)
    assert reading(found, "dataspecialisten_kpi14_fte").verschil == 1.0
    assert reading(found, "dataspecialisten_figuur5_fte").verschil == 0.0
    assert verdict(found, doelen.DATASPECIALISTEN) == NIET_EENDUIDIG


def test_women_are_compared_per_functiecategorie():
    man = {"gender": "m", "functiecategorie": "UD"}
    found = at(2025, {**man, "begindatum": "2023-01-01"}, {**man, "begindatum": "2024-01-01"})
    row = reading(found, "vrouwen_pct")
    assert row.oordeel.oordeel == NOG_NIET and "UD" in row.oordeel.reden
    assert reading(found, "vrouwen_UD_pct").oordeel.oordeel == GEEN_DOEL
    assert reading(found, "vrouwen_UHD_pct").waarde_tot is None


def test_goals_that_nothing_is_delivered_about_are_named():
    rows = [row for row in doelen.lezingen(conversions(2028)) if row.kpi == doelen.OVERIG]
    assert [row.naam for row in rows] == ["kpi7", "kpi8", "kpi10"]
    assert {row.oordeel.oordeel for row in rows} == {NIET_BEPAALBAAR}


def test_the_table_has_the_columns_that_are_promised_and_a_row_per_reading():
    found = conversions(2028)
    table = doelen.eindevaluatie(found)
    assert {"kpi", "van", "tot", "waarde_van", "waarde_tot", "verschil", "oordeel", "bewijs"} <= set(table.columns)
    assert len(table) == len(doelen.lezingen(found))
    assert not table["oordeel"].eq("").any() and not table["reden"].eq("").any()


@pytest.mark.parametrize(
    ("year", "words"),
    [(2023, "ligt daar niet na"), (2025, "tussenstand"), (2027, "tussenstand"), (2028, "eindstand")],
)
def test_the_page_says_whether_it_is_the_final_state(year, words):
    found = conversions(year)
    shown = pagina.kernpunten(found)
    assert words in shown.zinnen[0]
    assert len(shown.zinnen) == (1 if year == 2023 else 5)


@pytest.mark.parametrize("year", [2022, 2023, 2025, 2028])
def test_no_part_of_the_page_shows_an_undefined_number(year):
    found = conversions(year)
    parts = (
        *(
            pagina.kernpunten,
            pagina.continuiteit,
            pagina.streefwaarde,
            pagina.werkdruk_uitleg,
            pagina.werkdruk,
            pagina.diversiteit,
        ),
        *(pagina.dataspecialisten, pagina.geld, pagina.overig, pagina.oordelen),
    )
    for part in parts:
        shown = repr(part(found))
        assert not {"nan", "inf", "None"} & set(shown.replace(",", " ").replace("(", " ").split()), (part, shown)
