"""Every guard at work: tiny, separated, singular, tied, constant and empty data; no warning, no undefined number."""

import numpy as np
import pandas as pd
import pytest

from sectorplan_analysis.statistiek import continuity, duration, link, mixed, ordinal, power, samples
from sectorplan_analysis.statistiek.estimate import Estimate

pytestmark = pytest.mark.filterwarnings("error")


def by_umc(**groups):
    """Differences per umc: ``by_umc(a=[1, 2], b=[0])``."""
    rows = [(umc, f"{umc}{i}", float(value)) for umc, values in groups.items() for i, value in enumerate(values)]
    frame = pd.DataFrame(rows, columns=["umc", "deelnemer_id", "d"]).astype({"d": float})
    return frame.set_index(["umc", "deelnemer_id"])["d"]


def no_undefined(estimate: Estimate):
    numbers = [estimate.waarde, estimate.laag, estimate.hoog, estimate.p]
    assert all(number is None or np.isfinite(number) for number in numbers)
    return all(number is None for number in numbers[1:])


CASES = {
    "nobody": by_umc(),
    "one person": by_umc(a=[1]),
    "one umc": by_umc(a=[1, 2, -1]),
    "two umcs": by_umc(a=[1, 2], b=[-1, 0]),
    "nobody changed": by_umc(a=[0, 0], b=[0], c=[0], d=[0], e=[0], f=[0]),
    "all changed alike": by_umc(a=[1, 1], b=[1], c=[1], d=[1], e=[1], f=[1]),
    "all umcs alike": by_umc(a=[1, -1], b=[2, -2], c=[3, -3], d=[1, -1], e=[1, -1], f=[2, -2]),
    "one person per umc": by_umc(a=[1], b=[2], c=[-1], d=[0], e=[3], f=[1]),
    "ties only": by_umc(a=[1, 1, -1], b=[1, -1], c=[-1, 1], d=[1, 1], e=[-1, -1]),
}


@pytest.mark.parametrize("case", CASES)
def test_no_estimate_of_a_change_is_ever_undefined_or_noisy(case):
    d = CASES[case]
    means = samples.umc_means(d)
    for estimate in (
        samples.t_on_umc_means(means), samples.sign_flips(means), samples.wilcoxon_pratt(d), samples.paired_t(d),
        mixed.mixed_mean(d),
    ):  # fmt: skip
        no_undefined(estimate)
        assert estimate.p is not None or estimate.reden


@pytest.mark.parametrize("case", ["nobody", "one person", "one umc", "two umcs"])
def test_below_three_umcs_there_is_no_interval_and_a_reason(case):
    found = samples.t_on_umc_means(samples.umc_means(CASES[case]))
    assert no_undefined(found) and found.reden


def test_umcs_that_all_changed_alike_have_no_test():
    found = samples.t_on_umc_means(samples.umc_means(CASES["all changed alike"]))
    assert (found.waarde, found.laag, found.hoog, found.p) == (1, 1, 1, None)


def test_sign_flips_that_could_never_show_anything_have_no_vote():
    assert samples.sign_flips(pd.Series([1.0, 2.0, 3.0, 4.0, 5.0])).p is None
    assert samples.sign_flips(pd.Series([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])).p == 2 / 64


def test_wilcoxon_with_nothing_but_zeros_is_undefined_in_words():
    found = samples.wilcoxon_pratt(CASES["nobody changed"])
    assert found.p is None and found.reden == samples.ALLES_GELIJK


def test_a_share_of_nobody_and_a_test_of_nobody_do_not_exist():
    assert samples.wilson(0, 0) is None and samples.sign_test(0, 0) is None and samples.holm([]) == []


def test_holm_counts_a_member_without_a_test():
    assert samples.holm([0.02, None]) == [pytest.approx(0.04), None]


@pytest.mark.parametrize(
    ("y", "groups", "why"),
    [
        ([1, 2, 3, 4], [0, 0, 0, 0], "groepen"),
        (range(6), range(6), "waarnemingen"),
        ([1, -1] * 6, np.repeat(range(6), 2), "spreiding"),
        ([1.0] * 12, np.repeat(range(6), 2), ""),
        (np.repeat(range(6), 2), np.repeat(range(6), 2), ""),
    ],
    ids=["one group", "as many groups as rows", "variance on the boundary", "constant", "nothing within groups"],
)
def test_the_mixed_model_is_refused_with_a_reason(y, groups, why):
    y = np.array(list(y), dtype=float)
    found = mixed.random_intercept(y, np.ones((len(y), 1)), np.array(list(groups)))
    assert isinstance(found, str) and why in found


def test_a_design_without_contrast_is_refused():
    x = np.ones((12, 2))
    assert "situaties" in mixed.random_intercept(np.arange(12.0), x, np.repeat(range(6), 2))


def test_a_refused_mixed_model_falls_back_on_person_fixed_effects_and_says_so():
    d = CASES["all umcs alike"]
    found = mixed.mixed_mean(d)
    assert found.methode == samples.paired_t(d).methode and "geen gemengd model" in found.reden
    assert found.p == samples.paired_t(d).p


def answered(before, after):
    people = [f"p{i}" for i in range(len(before))]
    return pd.Series([*before, *after]), pd.Series([0] * len(before) + [1] * len(after)), pd.Series(people * 2)


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ([1, 2, 3], [4, 5, 6], "overlappen niet"),
        ([4, 5, 6], [1, 2, 4], "overlappen niet"),
        ([5, 5, 5], [5, 5, 5], "dezelfde score"),
        ([], [], "deelnemers"),
        ([5], [6], "deelnemers"),
    ],
    ids=["separated", "quasi-separated", "constant", "nobody", "one person"],
)
def test_an_ordinal_model_without_a_finite_estimate_is_refused(before, after, why):
    found = ordinal.cumulative_link(*answered(before, after))
    assert found.waarde is None and why in found.reden


def test_only_scores_that_occur_are_categories():
    few = ordinal.cumulative_link(*answered([1, 9, 1, 9, 1, 5], [9, 1, 9, 9, 1, 5]))
    many = ordinal.cumulative_link(*answered([1, 3, 1, 3, 1, 2], [3, 1, 3, 3, 1, 2]))
    assert few.waarde == pytest.approx(many.waarde)


@pytest.mark.parametrize(
    ("entry", "time", "outcome", "why"),
    [
        ([], [], [], "niemand begon"),
        ([0, 0], [5, 9], ["lopend", "vertrokken"], "nog niemand"),
        ([0, 20, 20], [10, 30, 40], ["vast", "vast", "lopend"], "te weinig mensen"),
    ],
    ids=["nobody", "no event", "risk set empty at the start"],
)
def test_no_curve_without_events_or_without_people_at_the_start(entry, time, outcome, why):
    found = duration.curve(np.array(entry), np.array(time), np.array(outcome))
    assert isinstance(found, str) and why in found


def test_a_log_rank_test_needs_two_groups_and_an_event():
    assert duration.log_rank(np.array([1.0]), np.array(["vast"]), np.array(["a"])) is None
    assert duration.log_rank(np.array([1.0, 2.0]), np.array(["lopend"] * 2), np.array(["a", "b"])) is None


def test_a_share_that_is_never_reached_is_not_a_number():
    found = duration.curve(np.zeros(4), np.array([10, 50, 50, 50]), np.array(["vast", "lopend", "lopend", "lopend"]))
    assert found.months_until(0.5) is None and found.share_after(0) == (0, 0)


def test_a_share_of_nothing_cannot_be_split():
    nothing = pd.DataFrame({"teller": [], "noemer": []})
    assert continuity.kitagawa(nothing, pd.DataFrame({"teller": [1.0], "noemer": [2.0]}, index=["a"])) is None


def changes(*rows):
    return pd.DataFrame(rows, columns=["umc", "groep", "werkdruk", "baanzekerheid"])


@pytest.mark.parametrize(
    "rows",
    [[], [("a", link.WERD_VAST, 1.0, 1.0)], [("a", link.WERD_VAST, 1.0, 1.0), ("b", link.NIET_VAST, 2.0, 0.0)]],
    ids=["nobody", "one group", "groups in different umcs"],
)
def test_no_link_without_both_groups_in_one_umc(rows):
    found = link.within_umcs(changes(*rows), schaal="werkdruk")
    assert found.schatting.waarde is None and found.schatting.reden and link.correlation(changes(*rows)).waarde is None


def test_a_link_without_any_difference_is_no_evidence():
    rows = changes(*[("a", group, 1.0, 1.0) for group in (link.WERD_VAST, link.NIET_VAST) * 3])
    assert link.within_umcs(rows, schaal="werkdruk").schatting.p == 1
    assert link.correlation(rows).waarde is None


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([("a", "A", 1.0), ("a", "A", 2.0)], "umc"),
        ([("a", "A", 1.0), ("b", "B", 2.0)], "deelnemers"),
        ([("a", "A", 1.0), ("a", "A", 1.0), ("b", "B", 1.0), ("b", "B", 1.0)], "evenveel"),
    ],
)
def test_variances_that_cannot_be_estimated_are_refused(rows, why):
    found = power.components(pd.DataFrame(rows, columns=["umc", "focusgroep", "verschil"]))
    assert isinstance(found, str) and why in found


def test_two_umcs_can_detect_nothing():
    assert power.detectable(1.0, umcs=2) is None
