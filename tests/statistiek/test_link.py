import itertools

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.power import TTestPower

from sectorplan_analysis import perceptie
from sectorplan_analysis.rapport.sentences import link_sentence
from sectorplan_analysis.statistiek import link, power
from tests.rounds import ronde

GROUPS = [link.WERD_VAST, link.WERD_VAST, link.NIET_VAST, link.NIET_VAST]


def changes(*umcs):
    rows = [
        (f"u{u}", group, value) for u, values in enumerate(umcs) for group, value in zip(GROUPS, values, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=["umc", "groep", "werkdruk"])
    return frame.assign(baanzekerheid=-frame["werkdruk"] + np.arange(len(frame)) % 3)


def test_the_difference_within_umcs_and_its_permutations_by_hand():
    # umc 0: 3 against 1; umc 1: 1 against 0, both with weight 1: mean 1.5
    rows = changes([3, 3, 1, 1], [1, 1, 0, 0])
    found = link.within_umcs(rows, schaal="werkdruk")
    assert found.schatting.waarde == pytest.approx(1.5) and found.umcs == 2 and found.alle_wisselingen
    pairs = list(itertools.combinations(range(4), 2))
    sums = [sum(v[i] for i in a) + sum(w[i] for i in b) for a in pairs for b in pairs
            for v, w in [([1, 1, -1, -1], [0.5, 0.5, -0.5, -0.5])]]  # fmt: skip
    assert found.schatting.p == pytest.approx(np.mean([abs(s) >= 3 - 1e-9 for s in sums]))


def test_a_difference_between_umcs_is_no_difference_within():
    rows = changes([5, 5, 5, 5], [0, 0, 0, 0])
    rows.loc[rows["umc"] == "u0", "groep"] = [link.WERD_VAST] * 3 + [link.NIET_VAST]
    rows.loc[rows["umc"] == "u1", "groep"] = [link.WERD_VAST] + [link.NIET_VAST] * 3
    assert link.within_umcs(rows, schaal="werkdruk").schatting.waarde == pytest.approx(0)


def test_flipping_the_groups_flips_the_sentence_and_neither_claims_a_cause():
    rows = changes(*[[3, 2.5, 0, 0.5]] * 4)
    flipped = rows.replace({"groep": {link.WERD_VAST: link.NIET_VAST, link.NIET_VAST: link.WERD_VAST}})
    one, other = (link_sentence(link.within_umcs(r, schaal="werkdruk"), "werkdruk") for r in (rows, flipped))
    assert "punt hoger uit" in one and "punt lager uit" in other
    assert all("oorzaak is hiermee niet aangetoond" in said and "p-waarde" not in said for said in (one, other))
    unsure = link_sentence(link.within_umcs(changes([1, 0, 0, 1]), schaal="werkdruk"), "werkdruk")
    assert "Toeval binnen umc's kan" in unsure


def test_groups_follow_the_contract_at_both_moments():
    def person(name, before, after):
        return [
            {"deelnemer_id": name, "situatie": s, "contractstatus": c} for s, c in (("voor", before), ("nu", after))
        ]

    rows = [
        *person("a", "tijdelijk", "vast"), *person("b", "tijdelijk", "toegezegd_vast"), *person("c", "vast", "vast"),
        *person("d", "onbekend", "vast"), *person("e", "vast", "tijdelijk"),
    ]  # fmt: skip
    found = link.paired_changes(perceptie.scores(ronde(werkdruk=rows)), van=(2025, "voor"), naar=(2025, "nu"))
    assert found.set_index("deelnemer_id")["groep"].to_dict() == {
        "a": link.WERD_VAST, "b": link.NIET_VAST, "c": link.WAS_VAST, "d": "", "e": link.WAS_VAST,
    }  # fmt: skip


def test_balanced_variances_are_those_of_the_textbook():
    rng = np.random.default_rng(4)
    rows = pd.DataFrame([(u, 3 * u + g, person) for u in range(6) for g in range(3) for person in range(4)])
    rows.columns = ["umc", "focusgroep", "verschil"]
    rows["verschil"] = 3 * rng.normal(size=6)[rows["umc"]] + 2 * rng.normal(size=18)[rows["focusgroep"]]
    rows["verschil"] += rng.normal(size=len(rows))
    found = power.components(rows)
    of_group = rows.groupby(["umc", "focusgroep"])["verschil"].mean()
    of_umc = of_group.groupby("umc").mean()
    ms_person = rows.groupby("focusgroep")["verschil"].var().mean()
    ms_group = 4 * (of_group - of_umc.reindex(of_group.index, level=0)).pow(2).sum() / 12
    ms_umc = 12 * of_umc.var()
    assert found.persoon == pytest.approx(ms_person) and found.groep == pytest.approx((ms_group - ms_person) / 4)
    assert found.umc == pytest.approx((ms_umc - ms_group) / 12)


def test_more_groups_and_more_participants_see_smaller_changes():
    parts = power.Components(0.2, 0.3, 1.5, 8, 12, 54, True)
    grid = power.design(parts, umcs=[4, 8], groepen=[1, 2], per_groep=[4, 8])
    seen = grid.set_index(["umcs", "groepen", "per_groep"])["verandering"]
    assert seen[8, 2, 8] < seen[8, 1, 8] < seen[8, 1, 4] < seen[4, 1, 4]
    sd = power.standard_deviation(parts, groepen=2, per_groep=4)
    assert sd == pytest.approx((0.2 + 0.15 + 1.5 / 8) ** 0.5)
    assert TTestPower().power(seen[8, 2, 4] / sd, 8, 0.05) == pytest.approx(0.8, abs=1e-6)


def test_umcs_with_one_group_each_leave_the_groups_out():
    rows = pd.DataFrame({"umc": list("aabbcc"), "focusgroep": list("aabbcc"), "verschil": [1.0, 2, 3, 5, 0, 1]})
    found = power.components(rows)
    assert not found.groepen_apart and found.groep == 0
