import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectorplan_analysis.perceptie import cells, change, distribution, scores
from tests.rounds import ronde

UMCS = ("lumc", "umcg", "radboudumc", "erasmus-mc")


def measured(rows):
    return scores(ronde(umcs=UMCS, werkdruk=rows))


def before_and_after(*pairs):
    """Scores of participants (umc, before, after) on werkdruk."""
    return measured(
        [
            {"deelnemer_id": f"d{i}", "umc": umc, "situatie": situatie, "werkdruk": float(score)}
            for i, (umc, before, after) in enumerate(pairs)
            for situatie, score in (("voor", before), ("nu", after))
        ]
    )


def test_the_change_is_the_mean_of_the_umc_means_with_a_t_interval_on_those_means():
    # umc means -1, -2 and -3: mean -2, sd 1, se 1/sqrt(3), t(2; 0.975) = 4.302653
    result = change(
        before_and_after(("lumc", 8, 7), ("umcg", 8, 6), ("umcg", 7, 5), ("radboudumc", 9, 6)),
        schaal="werkdruk",
        van="voor",
        naar="nu",
    )
    margin = 4.302652729749462 / math.sqrt(3)
    assert result.gemiddelde == pytest.approx(-2)
    assert (result.laag, result.hoog) == pytest.approx((-2 - margin, -2 + margin), rel=1e-10)
    assert (result.deelnemers, result.umcs, result.lager, result.gelijk, result.hoger) == (4, 3, 4, 0, 0)


def test_with_one_or_two_umcs_there_is_no_interval():
    result = change(before_and_after(("lumc", 8, 7), ("umcg", 8, 6)), schaal="werkdruk", van="voor", naar="nu")
    assert result.gemiddelde == -1.5 and math.isnan(result.laag)


def test_umcs_that_all_changed_alike_give_an_interval_of_no_width_and_no_warning(recwarn):
    result = change(
        before_and_after(("lumc", 8, 7), ("umcg", 9, 8), ("radboudumc", 5, 4)), schaal="werkdruk", van="voor", naar="nu"
    )
    assert (result.laag, result.hoog) == (-1, -1) and not recwarn.list


def test_a_participant_who_misses_a_situation_is_left_out_of_the_change_only():
    rows = before_and_after(("lumc", 8, 7), ("umcg", 8, 6))
    rows = rows[~((rows["umc"] == "umcg") & (rows["situatie"] == "nu"))]
    assert change(rows, schaal="werkdruk", van="voor", naar="nu").deelnemers == 1


def test_nobody_gives_an_undefined_change(recwarn):
    result = change(measured([]), schaal="werkdruk", van="voor", naar="nu")
    assert result.deelnemers == 0 and math.isnan(result.gemiddelde) and not recwarn.list


def test_a_contrast_between_before_and_ideal_is_refused():
    with pytest.raises(ValueError, match="ideaal"):
        change(measured([]), schaal="werkdruk", van="voor", naar="ideaal")


def test_the_distribution_counts_scores_on_the_cut_off_as_high():
    rows = measured([{"deelnemer_id": str(i), "werkdruk": score} for i, score in enumerate((5.5, 6.0, 9.0))])
    row = distribution(rows, hoge_score=6).query("situatie == 'nu' and schaal == 'werkdruk'").iloc[0]
    assert (row["aantal_hoog"], row["mediaan"]) == (2, 6.0)
    assert row["aandeel_hoog"] == pytest.approx(2 / 3)


@given(st.lists(st.tuples(st.floats(0, 10), st.floats(0, 10)), min_size=1, max_size=30))
def test_the_cells_hold_every_participant_once(points):
    rows = measured([{"deelnemer_id": str(i), "baanzekerheid": x, "werkdruk": y} for i, (x, y) in enumerate(points)])
    grid = cells(rows, umc="Totaal")
    assert grid["waarde"].sum() == len(points) and (grid["noemer"] == len(points)).all()
    assert set(np.mod(grid[["baanzekerheid", "werkdruk"]].to_numpy().ravel(), 0.5)) <= {0.0}


def test_scores_are_rescaled_from_the_scale_in_the_delivery():
    rows = measured([{"baanzekerheid": 75.0, "werkdruk": 0.0, "schaal_min": 0.0, "schaal_max": 100.0}])
    pd.testing.assert_series_equal(
        rows.loc[0, ["baanzekerheid", "werkdruk"]].astype(float), pd.Series([7.5, 0.0], ["baanzekerheid", "werkdruk"]),
        check_names=False,
    )  # fmt: skip
