"""Each verdict on a goal with the numbers that lead to it, small enough to check by hand."""

import datetime as dt
from types import SimpleNamespace

import pytest

from sectorplan_analysis import oordelen
from sectorplan_analysis.oordelen import BEREIKT, GEEN_DOEL, NIET, NIET_BEPAALBAAR, NIET_EENDUIDIG, NOG_NIET
from sectorplan_analysis.statistiek import contrast

EIND = dt.date(2028, 12, 31)


@pytest.mark.parametrize(
    ("van", "tot", "final", "expected"),
    [
        (50.0, 60.0, False, BEREIKT),
        (50.0, 59.9, False, NOG_NIET),
        (50.0, 59.9, True, NIET),
        (60.0, 50.0, True, NIET),
        (0.0, 10.0, True, BEREIKT),
        (None, 60.0, True, NIET_BEPAALBAAR),
        (50.0, None, True, NIET_BEPAALBAAR),
    ],
)
def test_a_share_has_to_rise_by_ten_points(van, tot, final, expected):
    assert oordelen.rise(van, tot, minimum=10.0, final=final).oordeel == expected


@pytest.mark.parametrize(
    ("van", "tot", "final", "expected"),
    [
        (20.0, 30.0, False, BEREIKT),
        (20.0, 29.0, False, NOG_NIET),
        (20.0, 29.0, True, NIET),
        (0.0, 5.0, True, NIET_BEPAALBAAR),
        (None, 5.0, True, NIET_BEPAALBAAR),
    ],
)
def test_a_number_has_to_grow_by_half(van, tot, final, expected):
    assert oordelen.growth(van, tot, minimum=50.0, final=final).oordeel == expected


@pytest.mark.parametrize(
    ("waarde", "dag", "peildatum", "expected"),
    [
        (90.1, EIND, EIND, BEREIKT),
        (90.0, EIND, EIND, NIET),
        (89.0, dt.date(2026, 12, 31), dt.date(2027, 12, 31), NIET),
        (95.0, EIND, dt.date(2027, 12, 31), NIET_BEPAALBAAR),
        (None, EIND, EIND, NIET_BEPAALBAAR),
    ],
)
def test_a_share_has_to_lie_above_its_target_and_a_year_that_is_over_stays_missed(waarde, dag, peildatum, expected):
    assert oordelen.above(waarde, streefwaarde=90.0, dag=dag, peildatum=peildatum).oordeel == expected


def test_without_an_agreed_number_no_rule_gives_a_verdict():
    assert oordelen.rise(1.0, 90.0, minimum=None, final=True).oordeel == NIET_BEPAALBAAR
    assert oordelen.growth(1.0, 90.0, minimum=None, final=True).oordeel == NIET_BEPAALBAAR
    assert oordelen.above(99.0, streefwaarde=None, dag=EIND, peildatum=EIND).oordeel == NIET_BEPAALBAAR
    assert oordelen.where_needed({"UD": (1.0, 2.0)}, genoeg=None, final=True).oordeel == NIET_BEPAALBAAR


@pytest.mark.parametrize(
    ("said", "final", "expected"),
    [
        (contrast.GEDAALD, True, BEREIKT),
        (contrast.GESTEGEN, True, NIET),
        (contrast.NIET_AANTOONBAAR, False, NOG_NIET),
        (contrast.NIET_EENDUIDIG, True, NIET_EENDUIDIG),
        (contrast.GEEN_INTERVAL, True, NIET_BEPAALBAAR),
        (contrast.NIET_BEPAALBAAR, True, NIET_BEPAALBAAR),
    ],
)
def test_a_score_has_to_have_fallen_by_the_primary_analysis(said, final, expected):
    found = SimpleNamespace(oordeel=said, afwijkend=["Wilcoxon"], primair=SimpleNamespace(reden="te weinig umc's"))
    judged = oordelen.lower(found, missing="", final=final)
    assert judged.oordeel == expected and judged.reden


def test_without_a_comparison_the_reason_is_the_one_given():
    assert oordelen.lower(None, missing="niet gemeten", final=True) == (NIET_BEPAALBAAR, "niet gemeten")


@pytest.mark.parametrize(
    ("shares", "expected", "named"),
    [
        (
            {"UD": (40.0, 41.0), "UHD": (60.0, 55.0)},
            BEREIKT,
            "UD",
        ),  # rose where it had to; a fall above half is no harm
        ({"UD": (40.0, 40.0), "UHD": (60.0, 61.0)}, NIET, "UD"),
        ({"UD": (55.0, 49.9)}, NIET, "UD"),
        ({"UD": (55.0, 50.0)}, BEREIKT, "geen toename nodig"),
        ({"UD": (None, 10.0), "UHD": (60.0, 60.0)}, BEREIKT, "geen toename nodig"),
        ({"UD": (None, 10.0)}, NIET_BEPAALBAAR, "geen enkele"),
    ],
)
def test_women_have_to_be_half_or_to_have_risen_in_every_functiecategorie(shares, expected, named):
    judged = oordelen.where_needed(shares, genoeg=50.0, final=True)
    assert judged.oordeel == expected and named in judged.reden


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([[BEREIKT, BEREIKT], [BEREIKT]], BEREIKT),
        ([[BEREIKT, NOG_NIET]], NIET_EENDUIDIG),
        ([[BEREIKT, NOG_NIET], [NOG_NIET]], NOG_NIET),
        ([[BEREIKT], [NIET], [NIET_BEPAALBAAR]], NIET),
        ([[BEREIKT], [NIET_BEPAALBAAR]], NIET_BEPAALBAAR),
        ([[GEEN_DOEL]], GEEN_DOEL),
    ],
)
def test_readings_of_a_part_have_to_agree_and_every_part_to_be_reached(parts, expected):
    assert oordelen.combined(parts) == expected


GEEN_SUBSTANTIEEL = "er is geen grens afgesproken voor 'substantieel'"
TOEN, NU = "er is geen cijfer van toen", "er is geen cijfer van nu"


@pytest.mark.parametrize(
    ("rule", "van", "tot", "minimum", "reden"),
    [
        ("rise", 50.0, 61.25, 10.0, "+11,3 procentpunt; substantieel is ten minste 10 procentpunt"),
        ("rise", 50.0, 45.0, 10.0, "\N{MINUS SIGN}5,0 procentpunt; substantieel is ten minste 10 procentpunt"),
        ("rise", None, 45.0, 10.0, TOEN),
        ("rise", 50.0, None, 10.0, NU),
        ("rise", 50.0, 60.0, None, GEEN_SUBSTANTIEEL),
        ("growth", 20.0, 31.0, 50.0, "+55%; substantieel is ten minste 50%"),
        ("growth", 20.0, 19.0, 50.0, "\N{MINUS SIGN}5%; substantieel is ten minste 50%"),
        ("growth", 1.0, 1.5, 50.0, "+50%; substantieel is ten minste 50%"),
        ("growth", 0.0, 3.0, 50.0, "in 2023 was er niemand, dus een groei in procenten bestaat niet"),
        ("growth", None, 3.0, 50.0, TOEN),
        ("growth", 3.0, None, 50.0, NU),
        ("growth", 1.0, 2.0, None, GEEN_SUBSTANTIEEL),
    ],
)
def test_a_verdict_on_a_change_gives_its_size_and_the_rule_or_what_is_missing(rule, van, tot, minimum, reden):
    assert getattr(oordelen, rule)(van, tot, minimum=minimum, final=True).reden == reden


@pytest.mark.parametrize(
    ("waarde", "streefwaarde", "reden"),
    [
        (90.1, 90.0, "0,1 procentpunt boven de streefwaarde van 90%"),
        (87.5, 90.0, "2,5 procentpunt onder de streefwaarde van 90%"),
        (None, 90.0, "er is geen begrote formatie"),
        (95.0, None, "er is geen streefwaarde afgesproken"),
    ],
)
def test_a_verdict_on_a_target_gives_the_distance_or_what_is_missing(waarde, streefwaarde, reden):
    assert oordelen.above(waarde, streefwaarde=streefwaarde, dag=EIND, peildatum=EIND).reden == reden
    later = oordelen.above(waarde, streefwaarde=streefwaarde, dag=EIND, peildatum=dt.date(2028, 12, 30))
    assert later == (NIET_BEPAALBAAR, "die dag moet nog komen")


@pytest.mark.parametrize(
    ("shares", "genoeg", "reden"),
    [
        ({"UD": (40.0, 40.0), "UHD": (41.0, 30.0)}, 50.0, "minder dan 50% en niet gestegen: UD en UHD"),
        ({"UD": (40.0, 41.0), "UHD": (60.0, 55.0)}, 50.0, "gestegen waar minder dan 50% vrouw is: UD"),
        (
            {"UD": (55.0, 50.0)},
            50.0,
            "geen toename nodig: in elke wetenschappelijke functiecategorie is ten minste 50% vrouw",
        ),
        ({"UD": (10.0, None)}, 50.0, "in geen enkele functiecategorie zijn er cijfers van toen en nu"),
        ({"UD": (1.0, 2.0)}, None, "er is geen grens afgesproken voor 'waar nodig'"),
    ],
)
def test_a_verdict_on_women_names_the_functiecategorieen(shares, genoeg, reden):
    assert oordelen.where_needed(shares, genoeg=genoeg, final=False).reden == reden


def test_a_verdict_on_a_score_says_what_contradicts_it_or_why_there_is_none():
    def reden(said):
        found = SimpleNamespace(
            oordeel=said, afwijkend=["Wilcoxon", "de mediaan"], primair=SimpleNamespace(reden="te weinig umc's")
        )
        return oordelen.lower(found, missing="", final=False).reden

    assert reden(contrast.NIET_EENDUIDIG) == "een andere uitkomst geeft Wilcoxon en de mediaan"
    assert reden(contrast.NIET_BEPAALBAAR) == "geen deelnemer heeft beide scores"
    assert reden(contrast.GEEN_INTERVAL) == "te weinig umc's"
    assert reden(contrast.GEDAALD) == contrast.GEDAALD


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        (oordelen.rise(50.0, 59.96, minimum=10.0, final=True).reden, "+9,96 procentpunt"),
        (oordelen.rise(50.0, 60.04, minimum=10.0, final=True).reden, "+10,04 procentpunt"),
        (oordelen.rise(50.0, 60.0, minimum=10.0, final=True).reden, "+10,0 procentpunt"),
        (oordelen.growth(1000.0, 1099.0, minimum=10.0, final=True).reden, "+9,9%"),
        (oordelen.above(50.02, streefwaarde=50.0, dag=EIND, peildatum=EIND).reden, "0,02 procentpunt boven"),
    ],
)
def test_a_number_is_shown_with_the_decimals_that_put_it_on_its_side_of_the_limit(reason, shown):
    assert reason.startswith(shown)
