"""Sentences follow from the numbers: flip the data and the sentence flips."""

import datetime as dt

import pytest

from sectorplan_analysis.dataset import Ronde
from sectorplan_analysis.perceptie import Verandering
from sectorplan_analysis.rapport import datakwaliteit, diversiteit, kengetallen, overzicht, werkdruk_baanzekerheid
from sectorplan_analysis.rapport.werkdruk_baanzekerheid import change_sentence, target_sentence
from tests.rounds import persons, ronde

PAGES = (werkdruk_baanzekerheid, diversiteit, kengetallen, datakwaliteit)
NAN = float("nan")


def verandering(gemiddelde, laag, hoog, *, deelnemers=20, umcs=8):
    return Verandering("werkdruk", "voor", "nu", deelnemers, umcs, gemiddelde, laag, hoog, 1, 1, 1)


@pytest.mark.parametrize(
    ("change", "says", "never"),
    [
        ((-1.2, -2.0, -0.4), "gemiddeld 1,2 punt gedaald", "niet aantoonbaar"),
        ((1.2, 0.4, 2.0), "gemiddeld 1,2 punt gestegen", "niet aantoonbaar"),
        ((-0.3, -0.8, 0.2), "niet aantoonbaar veranderd: gemiddeld 0,3 punt gedaald", "%%"),
        ((0.0, 0.0, 0.0), "gelijk gebleven", "gestegen"),
    ],
)
def test_direction_size_and_certainty_follow_the_interval(change, says, never):
    sentence = change_sentence(verandering(*change))
    assert says in sentence and never not in sentence and "95%-interval" in sentence


def test_too_few_umcs_give_no_interval_and_the_sentence_says_so():
    sentence = change_sentence(verandering(-1.0, NAN, NAN, umcs=2))
    assert "te weinig umcs voor een interval" in sentence and "nan" not in sentence


def test_without_participants_the_change_is_undefined_in_words():
    assert "niet bepaalbaar" in change_sentence(verandering(NAN, NAN, NAN, deelnemers=0, umcs=0))


def test_the_target_is_reached_only_above_it():
    assert "boven" in target_sentence(90.1, 90, "x")
    assert "nog niet bereikt" in target_sentence(90.0, 90, "x")
    assert "2,9 procentpunt" in target_sentence(87.1, 90, "x")


def test_women_below_and_above_half_give_opposite_sentences():
    few = ronde(**persons({"gender": "m"}, {"gender": "m"}, {"gender": "v", "fte": 0.4}))
    many = ronde(**persons({"gender": "v"}, {"gender": "v"}, {"gender": "m", "fte": 0.4}))
    assert "de helft of minder" in repr(diversiteit.kernpunten(few))
    assert "meer dan de helft" in repr(diversiteit.kernpunten(many))


@pytest.mark.parametrize(
    ("others", "says"), [(1, "1 medewerker is het gender x of onbekend; die telt mee"), (2, "die tellen mee")]
)
def test_x_and_onbekend_are_counted_in_words(others, says):
    people = [{"gender": "x"}] * others + [{"gender": "v"}]
    said = repr(diversiteit.kernpunten(ronde(**persons(*people)))).replace("\N{NO-BREAK SPACE}", " ")
    assert says in said


def blocks(module):
    """Every public function of a report page that shows something of a round."""
    return [
        function
        for name, function in vars(module).items()
        if callable(function)
        and getattr(function, "__module__", "") == module.__name__
        and not name.startswith("_")
        and list(function.__annotations__) == ["ronde", "return"]
    ]


def rounds():
    promise = {"contracttype": "tijdelijk", "toezegging_datum": "2025-01-01", "toezegging_onvoorwaardelijk": True}
    one = persons({"fte": 0.5, **promise}, {"umc": "umcg", "gender": "x"}, {"fte": 0.2, "inloop": True})
    money = [{"categorie": "ontvangen"}, {"bedrag_eur": -5.0}]
    scores = [
        {"situatie": situatie, "deelnemer_id": umc, "umc": umc}
        for situatie in ("voor", "nu")
        for umc in ("lumc", "umcg")
    ]
    yield "a small round", ronde(**one, bestedingen=money, werkdruk=scores)
    yield "one umc of it", ronde(**one, bestedingen=money, werkdruk=scores).alleen("lumc")
    yield "nobody and nothing", ronde()
    yield "nobody at one umc", ronde().alleen("umcg")
    yield "a umc left out", ronde(**persons({}), begroting=[{"umc": "lumc"}], ontbrekend=("umcg",))
    yield "before the first year has ended", ronde(**one, peildatum=dt.date(2022, 9, 1))
    yield "the first year-end", ronde(**one, peildatum=dt.date(2022, 12, 31))


ROUNDS: dict[str, Ronde] = dict(rounds())


@pytest.mark.parametrize("case", ROUNDS)
@pytest.mark.parametrize("module", PAGES, ids=lambda module: module.__name__.rpartition(".")[2])
@pytest.mark.filterwarnings("error")
def test_every_block_of_every_page_shows_words_and_numbers_for_any_round(module, case):
    assert blocks(module)
    for block in blocks(module):
        html = block(ROUNDS[case])._repr_html_()
        for undefined in (">nan<", ">inf<", ">None<", ">NaT<", "nan%", "nan ", "inf%"):
            assert undefined not in html, block.__name__


@pytest.mark.parametrize("case", [name for name, found in ROUNDS.items() if found.umc is None])
def test_the_index_of_any_round_can_be_made(case):
    html = overzicht.index_page(ROUNDS[case], editie="intern", tabellen=["figuur1.csv"])
    assert "<h1" in html and "nan" not in html
