import math

import numpy as np
import pandas as pd
import pytest

from sectorplan_analysis import gelijkheid
from sectorplan_analysis.rapport import gelijke_kansen, vrouwen_mannen
from sectorplan_analysis.statistiek import logistic, shares, strata
from tests.rounds import persons, ronde

UMCS = ("lumc", "umcg", "radboudumc", "erasmus-mc")


def people(umc="lumc", **numbers):
    """Persons as gender_functie_contract=number."""
    found = []
    for name, number in numbers.items():
        gender, functie, contract = name.split("_")
        own = {"umc": umc, "gender": gender, "functiecategorie": functie, "contracttype": contract}
        found += [{**own, "medewerker_id": f"{umc}-{name}-{i}"} for i in range(number)]
    return found


def of(*groups, umcs=UMCS, **options):
    return ronde(**persons(*(person for group in groups for person in group)), umcs=umcs, **options)


def test_newcombe_equals_the_hand_sum_of_two_wilson_intervals():
    found = gelijkheid.vast_vergeleken(of(people(v_UD_vast=8, v_UD_tijdelijk=2, m_UD_vast=3, m_UD_tijdelijk=5)))
    assert (found.vast_v, found.v, found.vast_m, found.m) == (8, 10, 3, 8)

    def wilson(x, n, z=1.959963984540054):
        centre, spread = (x + z * z / 2) / (n + z * z), z / (n + z * z) * math.sqrt(x * (n - x) / n + z * z / 4)
        return centre - spread, centre + spread

    (l1, u1), (l2, u2) = wilson(8, 10), wilson(3, 8)
    assert found.verschil.waarde == pytest.approx(0.8 - 0.375, rel=1e-10)
    assert found.verschil.laag == pytest.approx(0.425 - math.hypot(0.8 - l1, u2 - 0.375), rel=1e-10)
    assert found.verschil.hoog == pytest.approx(0.425 + math.hypot(u1 - 0.8, 0.375 - l2), rel=1e-10)


def test_fisher_equals_the_sum_of_hypergeometric_chances():
    found = gelijkheid.vast_vergeleken(of(people(v_UD_vast=3, m_UD_vast=1, m_UD_tijdelijk=3)))
    chances = [math.comb(4, x) * math.comb(3, 3 - x) / math.comb(7, 3) for x in range(4)]
    # women with a permanent contract: all 3 of 4 permanent contracts; as unlikely or less on either side
    observed = math.comb(4, 3) * math.comb(3, 0) / math.comb(7, 3)
    assert found.verschil.p == pytest.approx(sum(c for c in chances if c <= observed * (1 + 1e-9)), rel=1e-10)


def test_the_pooled_odds_ratio_is_mantel_haenszel_by_hand_and_skips_a_umc_without_men():
    tables = np.array([[[8, 2], [3, 5]], [[6, 4], [5, 5]], [[4, 3], [0, 0]]])
    found = strata.pool(tables)
    by_hand = (8 * 5 / 18 + 6 * 5 / 20) / (2 * 3 / 18 + 4 * 5 / 20)
    assert math.exp(found.schatting.waarde) == pytest.approx(by_hand, rel=1e-10)
    assert found.lagen == 2


def test_an_odds_ratio_of_exactly_one_is_homogeneous_without_dividing_by_zero():
    same = np.array([[[4, 2], [2, 1]], [[6, 3], [4, 2]], [[2, 2], [3, 3]]])
    found = strata.pool(same)
    assert found.schatting.waarde == pytest.approx(0, abs=1e-12)
    assert found.homogeen.p == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("ratio", [1e-6, 0.2, 0.999999, 1.0, 1.000001, 7.0, 1e6])
def test_the_expected_count_keeps_its_margins_and_has_the_pooled_odds_ratio(ratio):
    tables = np.array([[[8.0, 2], [3, 5]], [[1, 9], [9, 1]], [[1, 1], [20, 3]]])
    a, b, c, d = strata._cells(tables, strata._expected(tables, ratio))
    assert (np.array([a, b, c, d]) > 0).all()
    assert a * d / (b * c) == pytest.approx(np.full(3, ratio), rel=1e-6)


@pytest.mark.parametrize(
    ("tables", "reason"),
    [
        (np.zeros((3, 2, 2)), "nergens"),
        (np.array([[[3, 0], [4, 0]]] * 3), "nergens"),
        (np.array([[[3, 0], [4, 2]]] * 3), "overal dezelfde uitkomst"),
    ],
    ids=["empty", "everyone vast", "all women vast"],
)
@pytest.mark.filterwarnings("error")
def test_without_an_odds_ratio_there_is_a_reason(tables, reason):
    found = strata.pool(tables)
    assert found.schatting.waarde is None and reason in found.schatting.reden
    assert found.homogeen.p is None and found.homogeen.reden


def test_one_telling_stratum_is_not_tested_for_homogeneity():
    found = strata.pool(np.array([[[3, 1], [2, 2]]]))
    assert found.schatting.waarde is not None and found.homogeen.p is None


def square(*counts):
    """Outcomes and columns of a 2 x 2 table: with and without, among the first and the second group."""
    y = np.repeat([1.0, 0, 1, 0], counts)
    return y, np.column_stack([np.ones(len(y)), np.repeat([1.0, 1, 0, 0], counts)])


def test_the_programme_finds_separation_exactly_when_a_cell_of_the_table_is_empty():
    for counts in [(a, b, c, d) for a in (0, 3) for b in (0, 2) for c in (0, 4) for d in (0, 1)]:
        if counts[0] + counts[1] and counts[2] + counts[3]:
            y, x = square(*counts)
            assert logistic.separated(y, x) == (0 in counts), counts
            assert logistic.unbounded(y, x, 1) == (0 in counts), counts


def test_separation_by_another_column_leaves_the_coefficient_of_gender_finite():
    y, x = square(5, 3, 4, 4)
    y, x = np.append(y, [1, 1]), np.vstack([x, [[1, 1], [1, 0]]])
    x = np.column_stack([x, np.append(np.zeros(16), [1, 1])])  # a function in which both are vast
    assert logistic.separated(y, x)
    assert not logistic.unbounded(y, x, 1) and logistic.unbounded(y, x, 2)


def test_firth_of_a_two_by_two_table_adds_a_half_to_every_cell():
    for counts in [(5, 3, 4, 4), (6, 0, 3, 2), (1, 0, 0, 1)]:
        a, b, c, d = (number + 0.5 for number in counts)
        fit = logistic.firth(*square(*counts))
        assert fit.coefficients[1] == pytest.approx(math.log(a * d / (b * c)), rel=1e-8)


def test_firth_refuses_columns_that_coincide():
    y, x = square(5, 3, 4, 4)
    assert isinstance(logistic.firth(y, np.column_stack([x, x[:, 1]])), str)
    assert logistic.independent(np.column_stack([x, x[:, 1], 1 - x[:, 1]])) == [0, 1]


def mixed(*, top="vast", women=1):
    """Three umcs with two functions; in one function everyone has the contract ``top``."""
    return [
        people(umc, v_UD_vast=9 * women, v_UD_tijdelijk=3, m_UD_vast=5, m_UD_tijdelijk=4, **{f"v_UHD_{top}": 3,
               f"m_UHD_{top}": 2})
        for umc in UMCS[:3]
    ]  # fmt: skip


def test_a_function_in_which_everyone_is_vast_leads_to_firth_and_is_named():
    found = gelijkheid.vast_vergeleken(of(*mixed()))
    assert found.gegeven.methode == gelijkheid.FIRTH and found.bepaald == ("UHD",)
    assert "bij UHD's heeft iedereen" in repr(gelijke_kansen.methode_vast(of(*mixed())))


def test_without_separation_it_is_ordinary_logistic_regression():
    groups = [people(umc, v_UHD_tijdelijk=1, m_UHD_tijdelijk=1) for umc in UMCS[:3]]
    both = of(*[a + b for a, b in zip(mixed(), groups, strict=True)])
    found = gelijkheid.vast_vergeleken(both)
    assert found.gegeven.methode == gelijkheid.LOGISTISCH and found.bepaald == ()
    assert "gewone logistische regressie." in repr(gelijke_kansen.methode_vast(both))


def test_with_too_few_without_a_permanent_contract_the_model_is_left_out_and_the_page_says_so():
    few = of(*[people(umc, v_UD_vast=8, m_UD_vast=4, v_UD_tijdelijk=1, m_UD_tijdelijk=1) for umc in UMCS[:3]])
    said = repr(gelijke_kansen.methode_vast(few))
    assert "weggelaten, want minder dan 10 medewerkers" in said


def test_x_and_onbekend_change_no_comparison_of_women_and_men():
    others = [people(umc, x_UD_tijdelijk=4, onbekend_UHD_tijdelijk=3) for umc in UMCS]
    assert gelijkheid.vast_vergeleken(of(*mixed(), *others)) == gelijkheid.vast_vergeleken(of(*mixed()))


def test_women_and_men_in_different_functions_cannot_be_compared_given_the_function():
    rows = of(*[people(umc, v_UD_vast=8, v_UD_tijdelijk=5, m_UHD_vast=4, m_UHD_tijdelijk=5) for umc in UMCS[:3]])
    assert "niet in dezelfde functies" in gelijkheid.vast_vergeleken(rows).gegeven.reden


def test_when_all_women_are_vast_an_interval_is_refused():
    rows = of(*[people(umc, v_UD_vast=12, m_UD_vast=4, m_UD_tijdelijk=5) for umc in UMCS[:3]])
    found = gelijkheid.vast_vergeleken(rows).gegeven
    assert found.waarde > 0 and found.laag is None and "alle vrouwen" in found.reden
    assert "interval is niet te geven" in repr(gelijke_kansen.methode_vast(rows))


@pytest.mark.parametrize("number", [1, 2])
def test_one_or_two_umcs_are_not_compared_within_umcs(number):
    rows = of(*mixed()[:number])
    found = gelijkheid.vast_vergeleken(rows)
    assert found.verschil.p is not None
    assert found.binnen_umc.schatting.waarde is None and found.gegeven.waarde is None
    assert isinstance(gelijkheid.trechter(rows), str)
    assert "ten minste 3 umc's" in repr(vrouwen_mannen.trechter(rows))


def estimate(value, p):
    return gelijkheid.Estimate(value, p=p)


@pytest.mark.parametrize(
    ("p_values", "said"),
    [
        ((0.5, 0.5, 0.5), "geen van deze vergelijkingen toont een verschil"),
        ((0.01, 0.01, 0.01), "alle 3 vergelijkingen zeggen dat vrouwen vaker"),
        ((-0.01, -0.01, -0.01), "dat vrouwen minder vaak"),
        ((0.01, 0.5, 0.5), "niet eenduidig. Alleen de vergelijking 'Alle medewerkers'"),
        ((0.01, 0.5, -0.01), "niet eenduidig: de vergelijkingen 'Alle medewerkers' en 'Bij dezelfde"),
        ((0.5, None, None), "deze vergelijking toont geen verschil"),
        ((0.01, None, None), "deze vergelijking zegt dat vrouwen vaker"),
    ],
)
def test_the_verdict_follows_from_the_three_comparisons(p_values, said):
    raw, within, given = (
        gelijkheid.undefined("x") if p is None else estimate(math.copysign(1, p), abs(p)) for p in p_values
    )
    v = gelijkheid.VastVergeleken(1, 2, 1, 2, raw, strata.Pooled(within, within), given)
    assert said in gelijke_kansen.oordeel(v)


def test_without_men_nothing_is_compared_and_the_page_says_so():
    rows = of(people(v_UD_vast=3))
    assert gelijkheid.vast_vergeleken(rows).verschil.waarde is None
    assert "niet bepaalbaar" in repr(gelijke_kansen.verschil_vast(rows))


@pytest.mark.filterwarnings("error")
def test_when_everyone_is_vast_there_is_no_odds_ratio_and_no_warning():
    rows = of(*[people(umc, v_UD_vast=3, m_UD_vast=4) for umc in UMCS])
    found = gelijkheid.vast_vergeleken(rows)
    assert found.verschil.waarde == 0 and found.binnen_umc.schatting.waarde is None
    assert "even vaak" in repr(gelijke_kansen.verschil_vast(rows))
    assert "nan" not in repr(gelijke_kansen.vast_vergeleken(rows))


def test_the_fte_weighted_share_is_a_ratio_and_differs_from_that_of_persons():
    rows = ronde(**persons(*[{"gender": "v", "fte": 0.2}] * 20, *[{"gender": "x", "fte": 0.6}] * 20))
    in_persons, in_fte = gelijkheid.aandeel_vrouwen(rows)
    assert in_persons.waarde == 0.5
    assert in_fte.waarde == pytest.approx(4 / 16, rel=1e-12)
    # linearised: residual w(y - r) is 0.15 for women and -0.15 for others
    half = 1.959963984540054 * math.sqrt(40 / 39 * 40 * 0.15**2) / 16
    assert in_fte.hoog == pytest.approx(0.25 + half, rel=1e-10)


@pytest.mark.parametrize(("women", "words"), [(5, "minder dan 30 medewerkers"), (40, "iedereen hoort tot dezelfde")])
def test_a_ratio_without_an_interval_says_why(women, words):
    rows = ronde(**persons(*[{"gender": "v"}] * women))
    assert words in gelijkheid.aandeel_vrouwen(rows)[1].reden
    assert "geen marge" in repr(vrouwen_mannen.aandeel_zeker(rows))


def counts(**numbers):
    rows = [(umc.replace("_", "-"), *pair) for umc, pair in numbers.items()]
    return pd.DataFrame(rows, columns=["umc", "teller", "noemer"]).astype({"teller": float, "noemer": float})


def test_a_umc_lies_outside_its_limits_exactly_when_its_p_value_is_below_the_level():
    for n in (1, 2, 7, 40):
        for share in (0.05, 0.5, 0.648):
            low, high = shares.tail_limit(n, share, 0.025), 1 - shares.tail_limit(n, 1 - share, 0.025)
            for k in range(n + 1):
                outside = k / n < low - 1e-12 or k / n > high + 1e-12
                assert outside == (shares.central_p(k, n, share) < 0.05), (n, share, k)


def test_the_funnel_flags_what_differs_after_holm_and_says_to_which_side():
    found = shares.funnel(counts(lumc=(60, 80), umcg=(58, 80), radboudumc=(20, 80)))
    assert list(found["wijkt_af"]) == [False, False, True] or found["wijkt_af"].iloc[2]
    said = vrouwen_mannen.verdict(found)
    assert "radboudumc" in said and "lager (25,0%, 20 van 80)" in said
    even = shares.funnel(counts(lumc=(50, 80), umcg=(52, 80), radboudumc=(54, 80)))
    assert vrouwen_mannen.verdict(even).startswith("Geen umc wijkt meer af")


@pytest.mark.filterwarnings("error")
def test_a_umc_of_one_person_or_of_nobody_stays_within_or_outside_the_funnel_without_numbers_for_nothing():
    found = shares.funnel(counts(lumc=(0, 1), umcg=(0, 0), radboudumc=(50, 80), erasmus_mc=(54, 80)))
    assert not found["wijkt_af"].any()
    assert pd.isna(found["aandeel"].iloc[1]) and pd.isna(found["p"].iloc[1])
    assert found["laag"].iloc[0] == 0 and found["hoog"].iloc[0] == pytest.approx(1, abs=0.03)
    for women in (0, 80):
        same = shares.funnel(counts(lumc=(women, 80), umcg=(women, 80), radboudumc=(women, 80)))
        assert not same["wijkt_af"].any()


def test_the_two_indices_by_hand():
    rows = gelijkheid.glazen_plafond(
        of(people(v_hoogleraar_vast=1, m_hoogleraar_vast=3, v_UHD_vast=2, m_UHD_vast=2, v_UD_vast=6, m_UD_vast=2))
    ).set_index("rangen")
    assert rows.loc["A+B+C tegenover A", "waarde"] == pytest.approx((9 / 16) / (1 / 4))
    assert rows.loc["UHD tegenover hoogleraar", "waarde"] == pytest.approx(2.0)
    assert rows.loc["UD tegenover UHD", "waarde"] == pytest.approx(1.5)
    assert rows["te_klein"].all()


def test_someone_in_two_ranks_counts_once_in_the_ranks_together():
    both = [{"medewerker_id": "a", "functiecategorie": rang, "gender": "v"} for rang in ("UD", "UHD")]
    rows = persons(*both, {"medewerker_id": "b", "gender": "m", "functiecategorie": "hoogleraar"})
    rows["gender"], rows["contracten"] = rows["gender"][1:], rows["contracten"][1:]
    found = gelijkheid.glazen_plafond(ronde(**rows)).set_index("index")
    assert found.loc["gci_eu", ["vrouwen_lager", "personen_lager"]].tolist() == [1, 2]


def test_thirty_persons_in_the_higher_rank_are_enough_for_an_interpretation():
    rows = of(people(v_hoogleraar_vast=10, m_hoogleraar_vast=20, v_UHD_vast=20, m_UHD_vast=9))
    shown = repr(gelijke_kansen.glazen_plafond(rows))
    assert "hoger in rang is een kleiner deel vrouw" in shown


def test_without_women_at_the_top_an_index_is_undefined_in_words():
    shown = repr(gelijke_kansen.glazen_plafond(of(people(m_hoogleraar_vast=3, v_UHD_vast=2))))
    assert "te klein voor duiding" in shown and "nan" not in shown and "inf" not in shown
