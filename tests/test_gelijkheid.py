import math

import pytest

from sectorplan_analysis import gelijkheid
from sectorplan_analysis.rapport import diversiteit
from tests.rounds import persons, ronde


def people(**numbers):
    found = []
    for name, number in numbers.items():
        gender, functie, contract = name.split("_")
        found += [{"gender": gender, "functiecategorie": functie, "contracttype": contract}] * number
    return ronde(**persons(*found))


def test_newcombe_equals_the_hand_sum_of_two_wilson_intervals():
    found = gelijkheid.verschil_vast(people(v_UD_vast=8, v_UD_tijdelijk=2, m_UD_vast=3, m_UD_tijdelijk=5))
    assert (found.vast_v, found.v, found.vast_m, found.m) == (8, 10, 3, 8)

    def wilson(x, n, z=1.959963984540054):
        centre, spread = (x + z * z / 2) / (n + z * z), z / (n + z * z) * math.sqrt(x * (n - x) / n + z * z / 4)
        return centre - spread, centre + spread

    (l1, u1), (l2, u2) = wilson(8, 10), wilson(3, 8)
    assert found.verschil == pytest.approx(0.8 - 0.375, rel=1e-10)
    assert found.laag == pytest.approx(0.425 - math.hypot(0.8 - l1, u2 - 0.375), rel=1e-10)
    assert found.hoog == pytest.approx(0.425 + math.hypot(u1 - 0.8, 0.375 - l2), rel=1e-10)
    # one umc: the pooled odds ratio is that of the one table
    assert found.odds_binnen_umc == pytest.approx((8 * 5) / (2 * 3), rel=1e-10)


def test_fisher_equals_the_sum_of_hypergeometric_chances():
    found = gelijkheid.verschil_vast(people(v_UD_vast=3, m_UD_vast=1, m_UD_tijdelijk=3))
    chances = [math.comb(4, x) * math.comb(3, 3 - x) / math.comb(7, 3) for x in range(4)]
    # women with a permanent contract: all 3 of 4 permanent contracts; as unlikely or less on either side
    observed = math.comb(4, 3) * math.comb(3, 0) / math.comb(7, 3)
    assert found.fisher == pytest.approx(sum(c for c in chances if c <= observed * (1 + 1e-9)), rel=1e-10)


def test_without_men_nothing_is_compared_and_the_page_says_so():
    found = gelijkheid.verschil_vast(people(v_UD_vast=3))
    assert math.isnan(found.verschil) and math.isnan(found.odds_binnen_umc)
    assert "niet bepaalbaar" in str(diversiteit.verschil_vast(people(v_UD_vast=3)))


def test_when_everyone_is_vast_there_is_no_odds_ratio_and_no_warning():
    found = gelijkheid.verschil_vast(people(v_UD_vast=3, m_UD_vast=4))
    assert found.verschil == 0 and math.isnan(found.odds_binnen_umc)
    assert "even vaak" in str(diversiteit.verschil_vast(people(v_UD_vast=3, m_UD_vast=4)))


def test_the_two_indices_by_hand():
    rows = gelijkheid.glazen_plafond(
        people(v_hoogleraar_vast=1, m_hoogleraar_vast=3, v_UHD_vast=2, m_UHD_vast=2, v_UD_vast=6, m_UD_vast=2)
    ).set_index("rangen")
    assert rows.loc["A+B+C tegenover A", "waarde"] == pytest.approx((9 / 16) / (1 / 4))
    assert rows.loc["UHD tegenover hoogleraar", "waarde"] == pytest.approx(2.0)
    assert rows.loc["UD tegenover UHD", "waarde"] == pytest.approx(1.5)
    assert rows["te_klein"].all()


def test_without_women_at_the_top_an_index_is_undefined_in_words():
    shown = repr(diversiteit.glazen_plafond(people(m_hoogleraar_vast=3, v_UHD_vast=2)))
    assert "te klein voor duiding" in shown and "nan" not in shown and "inf" not in shown
