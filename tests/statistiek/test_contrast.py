"""Contrasts, verdicts and their sentences: flip the data and the conclusion flips."""

import dataclasses
import datetime as dt

import numpy as np
import pandas as pd
import pytest

from sectorplan_analysis import perceptie
from sectorplan_analysis.rapport import sentences
from sectorplan_analysis.rapport.sentences import contrast_sentence
from sectorplan_analysis.rondes.config import Meting
from sectorplan_analysis.statistiek import contrast, panel
from sectorplan_analysis.statistiek.contrast import judge, leading, to_norm
from sectorplan_analysis.statistiek.estimate import Estimate, undefined
from sectorplan_analysis.statistiek.tables import TABELLEN, contrast_table
from tests.rounds import ronde

UMCS = ("amsterdam-umc-uva", "amsterdam-umc-vu", "erasmus-mc", "lumc", "maastricht-umc", "radboudumc", "umcg")
NAMES = {2025: "zomer 2025", 2027: "zomer 2027", 2028: "zomer 2028"}
pytestmark = pytest.mark.filterwarnings("error")


def answers(change, *, noise=0.5, people=5, umcs=UMCS, meting=2025, seed=1, prefix="d", before=6.0, **more):
    """Answers 'voor' and 'nu' on werkdruk (``change`` per person, give or take) and the mirror on baanzekerheid."""
    rng = np.random.default_rng(seed)
    rows = []
    for umc in umcs:
        for number in range(people):
            start = before + rng.normal(0, noise)
            # a shift per person around the change, so that nobody changes exactly alike
            end = start + change + rng.normal(0, noise)
            for situatie, score in (("voor", start), ("nu", end), ("ideaal", 4.0)):
                score = float(np.clip(np.rint(2 * score) / 2, 0, 10))
                person = {"meting": meting, "deelnemer_id": f"{prefix}-{umc}-{number}", "umc": umc}
                rows.append({**person, "situatie": situatie, "werkdruk": score, "baanzekerheid": 10 - score, **more})
    return rows


def scored(*rows, years=(2025,), **more):
    found = ronde(umcs=UMCS, werkdruk=[row for part in rows for row in part], **more)
    config = dataclasses.replace(
        found.config, metingen={year: Meting(year, dt.date(year, 7, 1), NAMES[year]) for year in years}
    )
    return dataclasses.replace(found, config=config)


def of(found, schaal, reeks=contrast.TERUGBLIK):
    return next(c for c in found if c.schaal == schaal and c.reeks == reeks)


def test_flipping_the_data_flips_verdict_sentence_and_wish():
    down, up = (leading(perceptie.scores(scored(answers(change)))) for change in (-1.5, 1.5))
    assert of(down, "werkdruk").oordeel == contrast.GEDAALD == of(up, "baanzekerheid").oordeel
    assert of(up, "werkdruk").oordeel == contrast.GESTEGEN == of(down, "baanzekerheid").oordeel
    for found, word, wish in ((down, "gedaald", "Dat is de gewenste"), (up, "gestegen", "niet de gewenste")):
        said = contrast_sentence(of(found, "werkdruk"), NAMES)
        assert word in said and wish in said and "terugblik" in said and "95%-interval" in said
    assert "Dat is de gewenste" in contrast_sentence(of(down, "baanzekerheid"), NAMES)


def test_no_change_is_not_shown_and_no_sentence_holds_a_p_value():
    found = leading(perceptie.scores(scored(answers(0.0, noise=1.0, seed=3))))
    said = [contrast_sentence(c, NAMES) for c in found]
    assert "niet aantoonbaar veranderd" in said[0] and not any("p-waarde" in s or "p =" in s for s in said)


def test_one_umc_gets_a_description_without_an_interval():
    found = of(leading(perceptie.scores(scored(answers(-1.5, umcs=("lumc",))))), "werkdruk")
    said = contrast_sentence(found, NAMES)
    assert found.oordeel == contrast.GEEN_INTERVAL and found.gevoeligheid == ()
    assert "te weinig umc's voor een interval" in said and "95%" not in said


def test_nobody_with_both_scores_is_undefined_in_words():
    rows = [row for row in answers(-1.0) if row["situatie"] == "nu"]
    assert "niet bepaalbaar" in contrast_sentence(of(leading(perceptie.scores(scored(rows))), "werkdruk"), NAMES)
    assert leading(perceptie.scores(scored())) == [] == to_norm(perceptie.scores(scored()))


SURE, UNSURE = Estimate(-1, -2, -0.1, 0.03, 8, "hoofd"), Estimate(-1, -3, 1, 0.4, 8, "hoofd")


@pytest.mark.parametrize(
    ("primary", "others", "holm", "verdict"),
    [
        (SURE, [Estimate(-1, p=0.01)], None, contrast.GEDAALD),
        (SURE, [Estimate(-1, p=0.2, methode="m")], None, contrast.NIET_EENDUIDIG),
        (SURE, [Estimate(1, p=0.01, methode="m")], None, contrast.NIET_EENDUIDIG),
        (SURE, [undefined("geen")], None, contrast.GEDAALD),
        (SURE, [], 0.06, contrast.NIET_EENDUIDIG),
        (UNSURE, [Estimate(-1, p=0.2)], 0.8, contrast.NIET_AANTOONBAAR),
        (UNSURE, [Estimate(-1, p=0.01, methode="m")], 0.8, contrast.NIET_EENDUIDIG),
        (Estimate(-1.0), [Estimate(-1, p=0.01)], None, contrast.GEEN_INTERVAL),
        (undefined("niemand"), [], None, contrast.NIET_BEPAALBAAR),
    ],
)
def test_the_primary_decides_and_any_disagreement_makes_it_ambiguous(primary, others, holm, verdict):
    assert judge(primary, others, p_holm=holm) == verdict


def test_an_ambiguous_sentence_names_who_disagrees():
    found = of(leading(perceptie.scores(scored(answers(-1.5)))), "werkdruk")
    doubted = dataclasses.replace(found, gevoeligheid=(Estimate(-1.0, p=0.3, methode="Wilcoxon (Pratt), deelnemers"),))
    said = contrast_sentence(doubted, NAMES)
    assert "niet eenduidig" in said and "Wilcoxon" in said and "toont een verandering" in said
    reverse = dataclasses.replace(doubted, primair=dataclasses.replace(found.primair, p=0.3), gevoeligheid=(SURE,))
    assert "toont geen verandering" in contrast_sentence(reverse, NAMES)


def test_holm_counts_the_declared_family_and_nothing_else():
    scores = perceptie.scores(scored(answers(-1.5)))
    found = leading(scores)
    assert len(found) == 2 and all(c.p_holm >= c.primair.p for c in found)
    assert all(c.p_holm is None and c.gevoeligheid == () for c in to_norm(scores))


def test_below_and_above_the_ideal_give_opposite_sentences():
    rows = answers(0.0)
    high, low = to_norm(perceptie.scores(scored(rows)))  # werkdruk 6 against 4, baanzekerheid 4 against 6
    assert "boven wat deelnemers" in sentences.norm_sentence(high)
    assert "onder wat deelnemers" in sentences.norm_sentence(low)


# later measurements, made up


def later(change, *, stay=4, new=2, meting=2027, seed=9):
    """A measurement in which some came back (``stay`` per umc) and others are new; 'voor' was asked again."""
    back = [r for r in answers(change, meting=meting, seed=seed) if int(r["deelnemer_id"].rsplit("-", 1)[1]) < stay]
    return back + answers(change, meting=meting, seed=seed + 1, prefix="n", people=new)


def two(change=-1.5, **more):
    return scored(answers(0.0), later(change), years=(2025, 2027), peildatum=dt.date(2027, 12, 31), **more)


def test_with_two_measurements_the_contemporaneous_series_leads_and_is_kept_apart():
    found = leading(perceptie.scores(two()))
    assert [(c.reeks, c.schaal) for c in found] == [
        ("gelijktijdig", "werkdruk"), ("gelijktijdig", "baanzekerheid"), ("terugblik", "werkdruk"),
        ("terugblik", "baanzekerheid"),
    ]  # fmt: skip
    own = of(found, "werkdruk", contrast.GELIJKTIJDIG)
    assert (own.van, own.naar) == ((2025, "nu"), (2027, "nu")) and own.verandering.deelnemers == 4 * len(UMCS)
    said = contrast_sentence(own, NAMES)
    assert "van zomer 2025 naar zomer 2027 (gelijktijdig gemeten)" in said and "terugblik" not in said
    assert of(leading(perceptie.scores(two(1.5))), "werkdruk", contrast.GELIJKTIJDIG).primair.waarde > 0


def test_a_measurement_after_the_peildatum_does_not_exist_yet():
    early = dataclasses.replace(two(), config=dataclasses.replace(two().config, peildatum=dt.date(2026, 12, 31)))
    assert {c.reeks for c in leading(perceptie.scores(early))} == {contrast.TERUGBLIK}


def test_the_panel_the_drop_outs_and_the_newcomers_are_counted_apart():
    rows = panel.composition(perceptie.scores(two()), eerste=2025, laatste=2027).query("schaal == 'werkdruk'")
    rows = rows.set_index("groep")
    umcs = len(UMCS)
    assert rows.loc["gebleven", ["aantal_eerste", "aantal_laatste"]].tolist() == [4 * umcs, 4 * umcs]
    assert rows.loc["uitgevallen", ["aantal_eerste", "aantal_laatste"]].tolist() == [umcs, 0]
    assert rows.loc["nieuw", ["aantal_eerste", "aantal_laatste"]].tolist() == [0, 2 * umcs]
    assert rows.loc["alle", ["aantal_eerste", "aantal_laatste"]].tolist() == [5 * umcs, 6 * umcs]


def test_someone_who_moved_to_another_umc_is_still_the_same_person():
    rows = perceptie.scores(two())
    moved = rows["deelnemer_id"].eq("d-lumc-0") & rows["meting"].eq(2027)
    rows.loc[moved, "umc"] = "umcg"
    now = contrast.now_scores(rows, metingen=(2025, 2027), schaal="werkdruk")
    d = contrast.panel_differences(now, eerste=2025, laatste=2027)
    assert ("umcg", "d-lumc-0") in d.index and len(d) == 4 * len(UMCS)


def test_the_recall_check_sees_a_shift_in_what_was_one_moment():
    again = [r if r["situatie"] != "voor" else {**r, "werkdruk": r["werkdruk"] + 1} for r in answers(0.0, meting=2027)]
    rows = perceptie.scores(scored(answers(0.0), again, years=(2025, 2027), peildatum=dt.date(2027, 12, 31)))
    shift = next(c for c in panel.recall_check(rows, eerste=2025, laatste=2027) if c.schaal == "werkdruk")
    assert shift.verschuiving.waarde == pytest.approx(1) and shift.samenhang == pytest.approx(1)
    without = rows[~((rows["meting"] == 2027) & (rows["situatie"] == "voor"))]
    assert panel.recall_check(without, eerste=2025, laatste=2027) == []


def test_voor_that_was_not_asked_again_keeps_the_look_back_of_the_first_measurement():
    second = [r for r in later(-1.0) if r["situatie"] != "voor"]
    rows = perceptie.scores(scored(answers(0.0), second, years=(2025, 2027), peildatum=dt.date(2027, 12, 31)))
    assert of(leading(rows), "werkdruk").naar == (2025, "nu")


def test_the_scale_is_read_from_the_data():
    wide = [{**r, "werkdruk": r["werkdruk"] * 10, "baanzekerheid": r["baanzekerheid"] * 10, "schaal_max": 100.0}
            for r in answers(-1.5)]  # fmt: skip
    one, other = (of(leading(perceptie.scores(scored(rows))), "werkdruk") for rows in (answers(-1.5), wide))
    assert one.verandering.gemiddelde == pytest.approx(other.verandering.gemiddelde)


def test_the_table_of_all_analyses_says_which_is_primary():
    table = contrast_table(two())
    keys = ["schaal", "reeks", "meting_van"]
    assert (table[table["rol"] == "primair"].groupby(keys).size() == 1).all()
    assert set(table["reeks"]) == {"gelijktijdig", "terugblik", "norm"}
    for compute in TABELLEN.values():
        assert isinstance(compute(scored()), pd.DataFrame)
