"""Every statistic beside R on the same data; scripts, versions and frozen results are in tests/r."""

import math
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sectorplan_analysis import gelijkheid
from sectorplan_analysis.statistiek import (
    contrast,
    duration,
    link,
    logistic,
    mixed,
    ordinal,
    power,
    samples,
    shares,
    strata,
)
from sectorplan_analysis.statistiek.panel import spearman

FOLDER = Path(__file__).parents[1] / "r"
CLOSED, MODEL, VARIANCE = 1e-10, 1e-5, 1e-3
CHANGES = sorted(path.stem.removeprefix("changes_") for path in (FOLDER / "data").glob("changes_*.csv"))
PEOPLE = ("plain", "separated", "sparse")
DURATIONS = sorted(path.stem.removeprefix("durations_") for path in (FOLDER / "data").glob("durations_*.csv"))


@cache
def frozen() -> dict[tuple[str, str], float]:
    rows = pd.read_csv(FOLDER / "frozen" / "results.csv")
    return {(row.data, row.naam): row.waarde for row in rows.itertuples()}


def r(data, name):
    return frozen()[data, name]


@cache
def participants(name):
    return pd.read_csv(FOLDER / "data" / f"changes_{name}.csv")


def differences(name):
    rows = participants(name)
    index = pd.MultiIndex.from_frame(rows[["umc", "persoon"]], names=["umc", "deelnemer_id"])
    return pd.Series((rows["nu"] - rows["voor"]).round(12).to_numpy(), index=index)


def answers(name, *, everyone=True):
    rows = participants(name)
    frames = [
        rows.assign(score=rows[moment], later=float(later), seen=rows[flag])
        for later, (moment, flag) in enumerate((("voor", "eerste"), ("nu", "laatste")))
    ]
    both = pd.concat(frames, ignore_index=True)
    return both if everyone else both[both["seen"]]


def test_the_frozen_results_say_which_versions_made_them():
    versions = (FOLDER / "frozen" / "versions.txt").read_text()
    assert versions.startswith("R version") and all(
        p in versions for p in ("coin", "lme4", "ordinal", "survival", "survey", "brglm2")
    )


@pytest.mark.parametrize("name", CHANGES)
def test_the_primary_interval_is_the_t_test_on_umc_means(name):
    found = samples.t_on_umc_means(samples.umc_means(differences(name)))
    assert (found.waarde, found.laag, found.hoog, found.p) == pytest.approx(
        [r(name, f"t.{part}") for part in ("waarde", "laag", "hoog", "p")], rel=CLOSED
    )


@pytest.mark.parametrize("name", CHANGES)
def test_sign_flips_wilcoxon_biserial_binomial_and_wilson(name):
    d = differences(name)
    assert samples.flip_p_value(samples.umc_means(d).to_numpy()) == pytest.approx(r(name, "flips.p"), rel=CLOSED)
    found = samples.wilcoxon_pratt(d)
    assert found.p == pytest.approx(r(name, "wilcoxon.p"), rel=CLOSED)
    assert found.waarde == pytest.approx(r(name, "biserial"), rel=CLOSED)
    up, down = int((d > 0).sum()), int((d < 0).sum())
    assert samples.sign_test(up, down) == pytest.approx(r(name, "binom.p"), rel=CLOSED)
    assert samples.wilson(up, len(d)) == pytest.approx((r(name, "wilson.laag"), r(name, "wilson.hoog")), rel=CLOSED)


@pytest.mark.parametrize("name", CHANGES)
def test_holm(name):
    p = samples.t_on_umc_means(samples.umc_means(differences(name))).p
    assert samples.holm([p, 0.03])[0] == pytest.approx(r(name, "holm1"), rel=CLOSED)


@pytest.mark.parametrize("name", CHANGES)
def test_person_fixed_effects(name):
    found = samples.paired_t(differences(name))
    assert (found.waarde, found.p) == pytest.approx((r(name, "fe.waarde"), r(name, "fe.p")), rel=1e-9)


def assert_mixed(found, name, prefix, variance):
    """The guard may refuse what lmer fits, never the reverse; what it accepts equals lmer."""
    if r(name, f"{prefix}.singular"):
        assert isinstance(found, str)
        return
    assert not isinstance(found, str), found
    assert found.coefficients[-1] == pytest.approx(r(name, f"{prefix}.waarde"), rel=MODEL)
    assert found.errors[-1] == pytest.approx(r(name, f"{prefix}.fout"), rel=VARIANCE)
    assert found.group_variance == pytest.approx(r(name, f"{prefix}.{variance}"), rel=VARIANCE)
    assert found.residual_variance == pytest.approx(r(name, f"{prefix}.rest"), rel=VARIANCE)


@pytest.mark.parametrize("name", [name for name in CHANGES if name != "few_umcs"])
def test_the_random_intercept_per_umc_is_lmer(name):
    d = differences(name)
    umc = d.index.get_level_values("umc").to_numpy()
    assert_mixed(mixed.random_intercept(d.to_numpy(), np.ones((len(d), 1)), umc), name, "lmer", "umc")


@pytest.mark.parametrize("name", CHANGES)
def test_the_panel_with_drop_out_is_lmer(name):
    rows = answers(name, everyone=False)
    x = np.column_stack([np.ones(len(rows)), rows["later"]])
    found = mixed.random_intercept(rows["score"].to_numpy(), x, rows["persoon"].to_numpy())
    assert_mixed(found, name, "panel", "persoon")


@pytest.mark.parametrize("name", [name for name in CHANGES if name != "fine"])
def test_the_cumulative_link_is_clm_with_clustered_errors(name):
    rows = answers(name)
    found = ordinal.cumulative_link(rows["score"], rows["later"], rows["persoon"])
    assert found.waarde == pytest.approx(r(name, "clm.waarde"), rel=MODEL)
    error = (found.hoog - found.waarde) / 1.959963984540054
    assert error == pytest.approx(r(name, "clm.fout"), rel=MODEL)


@pytest.mark.parametrize("name", CHANGES)
def test_the_link_is_a_regression_within_umcs_with_its_permutation_test(name):
    rows = participants(name)
    assert spearman(rows["nu"] - rows["voor"], rows["ander"]) == pytest.approx(
        spearman(differences(name).reset_index(drop=True), rows["ander"]), rel=0.02
    )
    assert spearman(differences(name), rows["ander"]) == pytest.approx(r(name, "spearman"), rel=CLOSED)
    changes = rows.assign(
        werkdruk=differences(name).to_numpy(), groep=np.where(rows["werd_vast"], link.WERD_VAST, link.NIET_VAST)
    )
    found = link.within_umcs(changes, schaal="werkdruk")
    assert found.schatting.waarde == pytest.approx(r(name, "verschil.waarde"), rel=1e-9)
    assert found.alle_wisselingen == (r(name, "verschil.aantal") <= link.ARRANGEMENTS)
    if found.alle_wisselingen:
        assert found.schatting.p == pytest.approx(r(name, "verschil.p"), rel=CLOSED)
    else:
        assert found.schatting.p == pytest.approx(r(name, "verschil.loting"), abs=0.015)


@pytest.mark.parametrize("name", DURATIONS)
def test_kaplan_meier_and_cumulative_incidence_with_late_entry(name):
    rows = pd.read_csv(FOLDER / "data" / f"durations_{name}.csv")
    found = duration.curve(rows["intrede"], rows["duur"], rows["uitkomst"])
    count = sum(1 for data, key in frozen() if data == name and key.endswith(".dag"))
    events = [i for i, day in enumerate(found.dagen) if day in set(rows.loc[rows["uitkomst"] == "vast", "duur"])]
    assert len(events) == count
    for place, at in enumerate(events, start=1):
        assert found.dagen[at] == r(name, f"km.{place}.dag")
        assert found.zonder[at] == pytest.approx(r(name, f"km.{place}.zonder"), rel=CLOSED, abs=1e-14)
        assert found.kregen[at] == pytest.approx(r(name, f"aj.{place}"), rel=CLOSED)


@pytest.mark.parametrize("name", [name for name in DURATIONS if name != "truncated"])
def test_the_log_rank_test(name):
    rows = pd.read_csv(FOLDER / "data" / f"durations_{name}.csv")
    found = duration.log_rank(rows["duur"].to_numpy(), rows["uitkomst"].to_numpy(), rows["groep"].to_numpy())
    assert found == pytest.approx(r(name, "logrank.p"), rel=1e-9)


@pytest.mark.parametrize("umcs", [3, 4, 6, 8, 12])
def test_the_detectable_change_is_that_of_power_t_test(umcs):
    assert power.detectable(1.0, umcs=umcs) == pytest.approx(r("design", f"power.{umcs}"), rel=1e-6)


def test_respondents_are_compared_by_umc():
    rows = answers("unbalanced", everyone=False).rename(columns={"persoon": "deelnemer_id"})
    rows = rows.assign(meting=np.where(rows["later"] == 1, 2027, 2025))
    means = rows.pivot_table(index="umc", columns="meting", values="score")
    found = contrast.respondents(rows, eerste=2025, laatste=2027)
    d = (means[2027] - means[2025]).dropna()
    assert found.waarde == pytest.approx(d.mean(), rel=CLOSED)
    assert found.hoog - found.waarde == pytest.approx(
        {7: 2.364624251592785, 6: 2.446911851144969}[len(d) - 1] * d.std() / math.sqrt(len(d)), rel=1e-9
    )


def people(name, *, both=True):
    rows = pd.read_csv(FOLDER / "data" / f"people_{name}.csv").rename(columns={"functie": "functiecategorie"})
    return rows[rows["gender"] != "x"] if both else rows


def design(rows):
    levels = pd.get_dummies(rows[["functiecategorie", "umc"]], dtype=float)
    x = np.column_stack([np.ones(len(rows)), levels, rows["gender"] == "v"]).astype(float)
    return rows["vast"].to_numpy(dtype=float), x[:, logistic.independent(x)]


@pytest.mark.parametrize("name", PEOPLE)
def test_the_share_of_women_is_prop_test_in_persons_and_svyratio_in_fte(name):
    rows = people(name, both=False)
    women = (rows["gender"] == "v").to_numpy(dtype=float)
    found = shares.person_share(int(women.sum()), len(women))
    assert (found.laag, found.hoog) == pytest.approx((r(name, "personen.laag"), r(name, "personen.hoog")), rel=CLOSED)
    found = shares.weighted_share(women, rows["fte"].to_numpy())
    assert (found.waarde, found.laag, found.hoog) == pytest.approx(
        [r(name, f"fte.{part}") for part in ("waarde", "laag", "hoog")], rel=CLOSED
    )


@pytest.mark.parametrize("name", PEOPLE)
def test_vast_among_women_and_men_is_newcombe_by_hand_and_fisher(name):
    rows = people(name)
    counts = [f(rows.loc[rows["gender"] == gender, "vast"]) for gender in "vm" for f in (sum, len)]
    found = gelijkheid.difference(*counts)
    assert (found.waarde, found.laag, found.hoog, found.p) == pytest.approx(
        [r(name, f"newcombe.{part}") for part in ("waarde", "laag", "hoog")] + [r(name, "fisher.p")], rel=CLOSED
    )


@pytest.mark.parametrize("name", PEOPLE)
def test_pooled_within_umcs_is_mantelhaen_test_and_homogeneity_is_metafor(name):
    found = strata.pool(gelijkheid.tables_per_umc(people(name)))
    e = found.schatting
    assert (e.waarde, e.laag, e.hoog, e.p) == pytest.approx(
        [r(name, f"mh.{part}") for part in ("waarde", "laag", "hoog", "p")], rel=CLOSED
    )
    assert found.homogeen.p == pytest.approx(r(name, "tarone.p"), rel=CLOSED)
    assert found.lagen == r(name, "lagen")


@pytest.mark.parametrize("name", PEOPLE)
def test_given_function_and_umc_is_glm_where_that_exists_and_firth_is_brglm2(name):
    y, x = design(people(name))
    assert logistic.separated(y, x) == (name != "plain")
    fit = logistic.firth(y, x)
    assert (fit.coefficients[-1], fit.errors[-1]) == pytest.approx(
        (r(name, "firth.waarde"), r(name, "firth.fout")), rel=1e-8
    )
    found, method = gelijkheid.given(people(name)), "glm" if name == "plain" else "firth"
    assert found.p == pytest.approx(r(name, f"{method}.p"), rel=1e-8)
    assert found.methode == (gelijkheid.LOGISTISCH if name == "plain" else gelijkheid.FIRTH)
    if name == "plain":
        fit = logistic.maximum_likelihood(y, x)
        assert (fit.coefficients[-1], fit.errors[-1]) == pytest.approx(
            (r(name, "glm.waarde"), r(name, "glm.fout")), rel=CLOSED
        )


@pytest.mark.parametrize("name", PEOPLE)
def test_the_funnel_is_qbinom_pbinom_and_p_adjust(name):
    rows = people(name, both=False)
    counted = rows.assign(v=rows["gender"] == "v").groupby("umc")["v"].agg(teller="sum", noemer="size").reset_index()
    for row in shares.funnel(counted).itertuples():
        assert (row.p, row.p_holm, row.laag, row.hoog, row.laag_samen) == pytest.approx(
            [r(name, f"trechter.{part}.{row.umc}") for part in ("p", "holm", "laag", "hoog", "laag_samen")], rel=CLOSED
        )
