"""KPI totals that cannot all be kept: which become 'rather kept'."""

import dataclasses

import numpy as np
import pandas as pd

from sectorplan_analysis.disclosure.kept import behouden
from sectorplan_analysis.disclosure.stelsel import ALTIJD, GRAAG, MAG
from sectorplan_analysis.reference import TOTAAL
from tests.disclosure.systems import place, plain_table

VAST = {(umc, "vast"): ALTIJD for umc in ("", "A", "B", TOTAAL)}


def rights(system, maat=0, **options):
    found = behouden(system, grens=5, **options)
    return {umc: found[place(system, umc, "vast"), maat] for umc in system.cellen["umc"].unique()}


def with_total(counts, **options):
    """The second umc stands for the country."""
    return plain_table(counts, umcs=("A", TOTAAL, "B"), rights=VAST, fte_rights=VAST, **options)


def test_a_small_total_of_one_umc_makes_those_of_every_umc_rather_kept_and_the_country_stays():
    system = with_total([[4, 9], [30, 9], [8, 9]])
    assert rights(system) == {"": ALTIJD, "A": GRAAG, TOTAAL: ALTIJD, "B": GRAAG}
    assert rights(system, maat=1) == {"": ALTIJD, "A": GRAAG, TOTAAL: ALTIJD, "B": GRAAG}


def test_totals_stay_when_what_is_small_is_of_another_kind_or_of_nobody_or_just_large_enough():
    for counts in ([[5, 4], [30, 9], [8, 9]], [[0, 9], [30, 9], [8, 9]], [[9, 9], [3, 9], [8, 9]]):
        assert rights(with_total(counts)) == {"": ALTIJD, "A": ALTIJD, TOTAAL: ALTIJD, "B": ALTIJD}


def test_a_number_that_may_be_hidden_anyway_is_not_kept_because_another_is_small():
    system = plain_table([[3, 9], [8, 9]], rights={("A", "vast"): ALTIJD})
    found = behouden(system, grens=5)
    assert found[place(system, "A", "vast"), 0] == GRAAG and found[place(system, "B", "vast"), 0] == MAG


def test_a_total_that_was_given_up_is_rather_kept_by_its_name_and_measure():
    system = with_total([[9, 9], [30, 9], [8, 9]])
    assert rights(system, opgegeven=["medewerkers vast bij A"]) == {"": ALTIJD, "A": GRAAG, TOTAAL: ALTIJD, "B": ALTIJD}
    assert rights(system, maat=1, opgegeven=["medewerkers vast bij A"])["A"] == ALTIJD
    assert rights(system, maat=1, opgegeven=["fte vast bij A"])["A"] == GRAAG


def test_women_count_as_small_where_all_the_others_are():
    system = with_total([[9, 9], [30, 9], [8, 9]])
    cellen = system.cellen
    women = cellen.assign(gender="v")
    # beside the women of A there are two others
    others = cellen[cellen["umc"] == "A"].assign(gender="niet_v", medewerkers=2.0)
    both = dataclasses.replace(system, cellen=pd.concat([women, others], ignore_index=True))
    found = behouden(both, grens=5)[: len(women), 0]
    assert found[place(system, "B", "vast")] == GRAAG and found[place(system, TOTAAL, "vast")] == ALTIJD
    large = dataclasses.replace(both, cellen=both.cellen.assign(medewerkers=both.cellen["medewerkers"].replace(2, 5)))
    assert behouden(large, grens=5)[place(system, "B", "vast"), 0] == ALTIJD


def test_the_rights_of_the_system_itself_are_left_as_they_are():
    system = with_total([[4, 9], [30, 9], [8, 9]])
    behouden(system, grens=5)
    assert np.unique(system.cellen["recht_medewerkers"]).tolist() == [ALTIJD, MAG]
