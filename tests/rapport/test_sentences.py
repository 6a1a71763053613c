"""Sentences follow from the numbers: flip the data and the sentence flips."""

import datetime as dt
import re

import pytest

from sectorplan_analysis.dataset import Ronde
from sectorplan_analysis.rapport import (
    bewegingen,
    contracten,
    datakwaliteit,
    diversiteit,
    doorstroom,
    ervaringen,
    gelijke_kansen,
    kengetallen,
    overzicht,
    verandering,
    veranderingen,
    verband,
    vooruitblik,
    vrouwen_mannen,
    werkdruk_baanzekerheid,
)
from sectorplan_analysis.rapport.sentences import target_sentence
from tests.rounds import persons, ronde

OF_WERKDRUK = (werkdruk_baanzekerheid, ervaringen, veranderingen, contracten, bewegingen, verband, vooruitblik)
OF_DIVERSITEIT = (diversiteit, doorstroom, gelijke_kansen, verandering, vrouwen_mannen)
PAGES = (*OF_WERKDRUK, *OF_DIVERSITEIT, kengetallen, datakwaliteit)


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
    said = repr(diversiteit.andere_genders(ronde(**persons(*people)))).replace("\N{NO-BREAK SPACE}", " ")
    assert says in said


def test_a_page_without_x_and_onbekend_says_of_whom_and_an_empty_one_says_that():
    assert "gender van alle medewerkers v of m" in repr(diversiteit.andere_genders(ronde(**persons({"gender": "v"}))))
    assert "geen sectorplanmedewerkers" in repr(diversiteit.andere_genders(ronde())).replace("\N{NO-BREAK SPACE}", " ")


def blocks(module):
    """Every public function of a report page that shows something of a round."""
    return [
        function
        for name, function in vars(module).items()
        if callable(function)
        and getattr(function, "__module__", "") == module.__name__
        and not name.startswith("_")
        and list(function.__annotations__) == ["ronde", "return"]
        and re.search("Tabel|Tekst|Figuur|Kernpunten|Samen|Melding", str(function.__annotations__["return"]))
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


def later_rounds():
    """Rounds of 2027 and 2028 with a second and a third measurement; every umc of the sector, few participants."""
    umcs = ("lumc", "umcg", "radboudumc", "erasmus-mc", "maastricht-umc")
    people = persons(
        *[
            {"medewerker_id": f"{umc}{i}", "umc": umc, "fte": 0.5, "begindatum": f"{2022 + i}-05-01"}
            for umc in umcs
            for i in range(6)
        ]
    )
    scores = [
        {
            "meting": meting,
            "deelnemer_id": f"{umc}{i}",
            "umc": umc,
            "focusgroep": f"{umc}{i % 2}",
            "situatie": situatie,
            "werkdruk": float(5 + (3 * i + 7 * place + meting + len(umc)) % 5),
            "baanzekerheid": float(4 + (5 * i + place + meting) % 6),
            "contractstatus": "vast" if situatie != "voor" and i % 2 else "tijdelijk",
        }
        for meting in (2025, 2027, 2028)
        for umc in umcs
        for i in range(meting % 4, 5)
        for place, situatie in enumerate(("voor", "nu", "ideaal"))
        if (meting, situatie) != (2028, "voor")
    ]
    for year in (2027, 2028):
        found = ronde(**people, umcs=umcs, werkdruk=scores, peildatum=dt.date(year, 12, 31))
        yield f"the round of {year}", found
        yield f"one umc of {year}", found.alleen("lumc")


ROUNDS: dict[str, Ronde] = {**dict(rounds()), **dict(later_rounds())}


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


def test_the_page_keeps_the_series_and_the_two_sources_apart():
    page = ROUNDS["the round of 2028"]
    assert "gelijktijdig gemeten" in repr(veranderingen.hoofdanalyse(page)) and "terugblik" in repr(
        veranderingen.hoofdanalyse(page)
    )
    assert "hoofdanalyse" in repr(veranderingen.gevoeligheid(page)) and "gevoeligheid" in repr(
        veranderingen.gevoeligheid(page)
    )
    assert "volledige telling" in repr(werkdruk_baanzekerheid.zekerheid(page))
    assert "niet opnieuw gevraagd" in repr(veranderingen.terugblik(page))
    assert "p-waarde" not in repr(werkdruk_baanzekerheid.kernpunten(page))


def test_a_round_with_too_few_year_ends_says_why_there_is_no_projection():
    said = repr(vooruitblik.doorrekening(ROUNDS["the first year-end"]))
    assert "geen doorrekening" in said and "geen rechte lijn" in said


def test_a_share_is_shown_once_as_a_percentage_and_not_a_hundred_times_too_large():
    people = persons({"gender": "v", "fte": 0.25}, {"gender": "m", "fte": 0.75})
    persons_, fte = vrouwen_mannen.naar_functie(ronde(**people)).delen
    assert ["UD's", "1", "1", "2", "50,0"] in [[cell.tekst for cell in row] for row in persons_.rijen]
    assert ["UD's", "0,25", "0,75", "1,00", "25,0"] in [[cell.tekst for cell in row] for row in fte.rijen]
