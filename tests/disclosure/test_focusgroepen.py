"""Focus groups in the openbaar edition, counted by hand."""

import pytest

from sectorplan_analysis.disclosure.focusgroepen import COLUMNS, focusgroepen
from sectorplan_analysis.disclosure.openbaar import GEHEIM
from tests.rounds import ronde

SITUATIES = ("voor", "nu", "ideaal")


def group(size, *, missing=(), umcs=3, **scores):
    """So many participants with three scores for werkdruk each; ``missing`` holds (participant, situation)."""
    given = {"voor": 8.0, "nu": 7.0, "ideaal": 4.0} | scores
    return [
        {
            "deelnemer_id": f"d{n}",
            "umc": ("lumc", "umcg", "erasmusmc")[n % umcs],
            "situatie": situatie,
            "werkdruk": float("nan") if (n, situatie) in missing else value(n) if callable(value) else value,
        }
        for n in range(size)
        for situatie, value in given.items()
    ]


def shown(rows, schaal="werkdruk", **options):
    own = focusgroepen(ronde(umcs=("lumc", "umcg", "erasmusmc"), werkdruk=rows), **options)
    own = own[own["schaal"] == schaal]
    return {(s, m): w for s, m, w in own[["situatie", "maat", "waarde"]].itertuples(index=False)}


def test_participants_and_means_are_shown_per_situation_with_the_name_of_the_measurement():
    frame = focusgroepen(ronde(werkdruk=group(12, umcs=2)))
    assert list(frame.columns) == COLUMNS and set(frame["naam"]) == {"zomer 2025"} and set(frame["meting"]) == {"2025"}
    # two scales: three situations with two numbers, two changes with six
    assert len(frame) == 2 * (3 * 2 + 2 * 6) and set(frame["schaal"]) == {"baanzekerheid", "werkdruk"}
    found = shown(group(12))
    assert {key: found[key] for key in found if key[1] in ("deelnemers", "gemiddelde") and "-" not in key[0]} == {
        ("voor", "deelnemers"): "12", ("voor", "gemiddelde"): "8.0",
        ("nu", "deelnemers"): "12", ("nu", "gemiddelde"): "7.0",
        ("ideaal", "deelnemers"): "12", ("ideaal", "gemiddelde"): "4.0",
    }  # fmt: skip
    assert (found["voor-nu", "gemiddelde"], found["nu-ideaal", "gemiddelde"]) == ("-1.0", "-3.0")
    assert found["voor-nu", "laag"] == found["voor-nu", "hoog"] == "-1.0"


def test_a_mean_of_scores_differs_per_situation_and_its_change_has_an_interval():
    found = shown(group(12, voor=lambda n: 6.0 + n % 3))
    assert found["voor", "gemiddelde"] == "7.0" and found["voor-nu", "gemiddelde"] == "0.0"
    # the umc means of the change are 1, 0 and -1: 4.303 x 1 / sqrt 3 on either side
    assert (found["voor-nu", "laag"], found["voor-nu", "hoog"]) == ("-2.5", "2.5")


@pytest.mark.parametrize(("size", "hidden"), [(9, True), (10, False)])
def test_ten_participants_are_shown_and_nine_are_not(size, hidden):
    found = shown(group(size))
    assert (found["nu", "deelnemers"] == GEHEIM) is hidden and (found["nu", "gemiddelde"] == GEHEIM) is hidden
    assert (found["voor-nu", "gemiddelde"] == GEHEIM) is hidden
    assert (shown(group(9), kleinste=9)["nu", "deelnemers"], shown(group(10), kleinste=11)["nu", "deelnemers"]) == (
        "9",
        GEHEIM,
    )


def test_a_few_who_missed_a_situation_are_not_shown_and_ten_who_did_are():
    few = shown(group(30, missing={(n, "ideaal") for n in range(9)}))
    assert (few["nu", "deelnemers"], few["ideaal", "deelnemers"], few["ideaal", "gemiddelde"]) == ("30", GEHEIM, "4.0")
    many = shown(group(30, missing={(n, "ideaal") for n in range(10)}))
    assert (many["nu", "deelnemers"], many["ideaal", "deelnemers"]) == ("30", "20")
    # one situation with fewer than ten hides everything of the scale
    assert set(shown(group(30, missing={(n, "ideaal") for n in range(21)})).values()) == {GEHEIM}


def test_a_change_needs_ten_who_answered_both():
    # ten answered 'voor', ten others 'nu': nobody both
    missing = {(n, "voor") for n in range(10)} | {(n, "nu") for n in range(10, 20)}
    found = shown(group(20, missing=missing))
    assert found["voor", "deelnemers"] == "10" == found["nu", "deelnemers"]
    assert {found["voor-nu", name] for name in ("gemiddelde", "laag", "hoog", "hoger", "lager")} == {GEHEIM}


def test_how_many_rose_stayed_and_fell_is_shown_when_each_is_ten():
    found = shown(group(30, voor=lambda n: 6.0 + n % 3))
    assert [found["voor-nu", name] for name in ("hoger", "gelijk", "lager")] == ["10"] * 3
    found = shown(group(29, voor=lambda n: 6.0 + n % 3))
    assert {found["voor-nu", name] for name in ("hoger", "gelijk", "lager")} == {GEHEIM}
    # 31 gave a score for 'nu' and 30 of them for 'voor': the one who did not is not to be found
    found = shown(group(31, missing={(30, "voor")}, voor=lambda n: 6.0 + n % 3))
    assert found["voor-nu", "hoger"] == GEHEIM and found["voor-nu", "gemiddelde"] == "0.0"
    missing = {(n, "voor") for n in range(30, 40)}
    found = shown(group(40, missing=missing, voor=lambda n: 6.0 + n % 3))
    assert [found["voor-nu", name] for name in ("hoger", "gelijk", "lager")] == ["10"] * 3


def test_without_interval_the_mean_is_shown_and_its_limits_are_not():
    found = shown(group(12, umcs=1))
    assert (found["voor-nu", "gemiddelde"], found["voor-nu", "laag"]) == ("-1.0", GEHEIM)


def test_every_measurement_has_its_own_rows():
    rows = [{**row, "meting": year} for year in (2023, 2025) for row in group(10 if year == 2023 else 9)]
    own = focusgroepen(ronde(umcs=("lumc", "umcg", "erasmusmc"), werkdruk=rows))
    values = own[(own["maat"] == "deelnemers") & (own["schaal"] == "werkdruk")].groupby("meting")["waarde"].agg(set)
    assert values.to_dict() == {"2023": {"10"}, "2025": {GEHEIM}}
    assert own.groupby("meting")["naam"].first().to_dict() == {"2023": "zomer 2023", "2025": "zomer 2025"}
