"""Exploring: every choice gives the numbers of the pages, hides what the openbaar edition hides, and repeats."""

from __future__ import annotations

import csv
import io
import itertools

import pytest

from sectorplan_analysis.dataset import save_ronde
from sectorplan_analysis.disclosure.build import make_openbaar
from sectorplan_analysis.disclosure.openbaar import GEHEIM, save_openbaar
from sectorplan_analysis.indicators import INDICATOREN
from sectorplan_analysis.measure import measure
from sectorplan_analysis.verkenning import Keuze, choices, days, verken
from tests.rounds import persons, ronde

TIJDELIJK = {"fte": 0.8, "contracttype": "tijdelijk", "functiecategorie": "docent"}
TOEGEZEGD = {"contracttype": "tijdelijk", "toezegging_datum": "2025-01-01", "toezegging_onvoorwaardelijk": True}
LATER = {"umc": "umcg", "functiecategorie": "onderzoeker", "begindatum": "2025-06-01"}
PEOPLE = (
    {"fte": 0.5},
    {**TOEGEZEGD, "umc": "umcg", "gender": "m"},
    {"fte": 0.4, "umc": "umcg", "inloop": True},
    *({**TIJDELIJK, "gender": "vm"[number % 2]} for number in range(12)),
    *({"functiecategorie": "onderzoeker", "gender": "vm"[number % 2]} for number in range(40)),
    *({**LATER, "gender": "vm"[number % 2]} for number in range(40)),
)


@pytest.fixture(scope="module")
def data():
    return ronde(**persons(*PEOPLE))


@pytest.fixture(scope="module")
def openbaar(data):
    return make_openbaar(data)[0]


def shown(beeld, *, deel=""):
    rows = beeld.rijen[beeld.rijen["contractstatus"] == deel]
    return dict(zip(rows["umc"], rows["waarde"], strict=True))


def test_without_a_choice_it_counts_all_medewerkers_per_umc_and_in_total(data):
    assert shown(verken(data)) == {"LUMC": "53", "UMCG": "41", "Totaal": "94"}


@pytest.mark.parametrize(
    ("keuze", "indicator"),
    [
        (Keuze(maat="fte"), "gerealiseerd_fte"),
        (Keuze(maat="fte", contractstatus="structureel"), "structureel_fte"),
        (Keuze(maat="fte", contractstatus="inloop"), "inloop_fte"),
        (Keuze(contractstatus="vast"), "vast_medewerkers"),
        (Keuze(contractstatus="toegezegd_vast"), "toegezegd_vast_medewerkers"),
        (Keuze(contractstatus="tijdelijk"), "tijdelijk_medewerkers"),
    ],
)
def test_numbers_and_definition_are_those_of_the_indicator(data, keuze, indicator):
    rows = measure(INDICATOREN[indicator], data)
    beeld = verken(data, keuze)
    numbers = shown(beeld, deel=keuze.contractstatus)
    assert {name: float(value) for name, value in numbers.items()} == pytest.approx(
        dict(zip(rows["umc"], rows["waarde"], strict=True))
    )
    assert beeld.definitie.startswith(INDICATOREN[indicator].definitie)
    assert set(beeld.rijen["definitie"]) == {beeld.definitie}


def test_every_choice_of_contract_and_measure_has_a_definition():
    for status, maat in itertools.product(choices()["contractstatus"], choices()["maat"]):
        assert verken(ronde(), Keuze(contractstatus=status, maat=maat)).definitie


def test_a_filter_keeps_one_function_and_one_umc(data):
    beeld = verken(data, Keuze(umc="lumc", functiecategorie="docent", maat="fte"))
    assert shown(beeld) == {"LUMC": "9.60"}
    assert set(beeld.rijen["functiecategorie"]) == {"docent"}


def test_an_earlier_day_counts_who_was_there_then(data):
    assert shown(verken(data, Keuze(peildatum="2025-01-31")))["UMCG"] == "1"


def test_a_person_with_two_functions_counts_once_in_the_total():
    people = persons({})
    people["personeel"].append({"functiecategorie": "docent"})
    beeld = verken(ronde(**people), Keuze(per="functiecategorie"))
    rows = beeld.rijen[beeld.rijen["contractstatus"] == ""]
    assert rows.loc[rows["functiecategorie"] != "", "waarde"].astype(int).sum() == 2
    assert rows["waarde"].iloc[-1] == "1" and "het totaal telt iedereen één keer" in beeld.definitie


def test_a_year_end_without_a_running_contract_is_counted_as_onbekend_and_not_lost():
    people = persons({"begindatum": "2023-01-01"})
    people["contracten"] = [{"begindatum": "2025-01-01"}]
    beeld = verken(ronde(**people), Keuze(peildatum="2024-12-31"))
    parts = beeld.rijen[(beeld.rijen["umc"] == "Totaal") & (beeld.rijen["waarde"] == "1")]
    assert set(parts["contractstatus"]) == {"onbekend", ""}
    assert "Onbekend" in str(beeld.tabel)


def test_a_umc_that_was_left_out_is_not_delivered_and_not_zero():
    beeld = verken(ronde(ontbrekend=("umcg",), **persons({})))
    assert shown(beeld) == {"LUMC": "1", "UMCG": "", "Totaal": "1"}
    assert "niet geleverd" in beeld._repr_html_()


def test_the_openbaar_edition_hides_small_numbers_and_draws_no_bar_that_is_too_short(openbaar):
    beeld = verken(openbaar)
    assert GEHEIM in set(beeld.rijen["waarde"])
    assert shown(beeld)["Totaal"] == "94"
    assert "toegezegd vast" not in beeld.figuur.alt and "geheim" in beeld._repr_html_()
    assert any("klein" in melding.tekst for melding in beeld.meldingen)


def test_every_number_in_the_openbaar_edition_is_one_that_it_publishes(openbaar):
    """Whatever is chosen: a number that was not published is the word, never a computed value."""
    published = set(openbaar.cellen["waarde"]) | {GEHEIM, ""}
    for per, status, maat in itertools.product(choices()["per"], ("", "tijdelijk"), choices()["maat"]):
        for own in ({}, {"umc": "lumc"}, {"functiecategorie": "docent"}):
            beeld = verken(openbaar, Keuze(per=per, contractstatus=status, maat=maat, **own))
            values = {value.removesuffix(".00") if maat == "medewerkers" else value for value in beeld.rijen["waarde"]}
            assert values <= published, beeld.keuze


def test_what_the_openbaar_edition_does_not_know_at_all_says_what_to_do(openbaar):
    beeld = verken(openbaar, Keuze(umc="lumc", functiecategorie="docent", per="thema"))
    assert any("Kies minder" in melding.tekst for melding in beeld.meldingen)
    assert beeld.figuur.svg == ""


@pytest.mark.parametrize("edition", ["data", "openbaar"])
def test_the_code_cell_gives_the_same_numbers(edition, request, tmp_path):
    source = request.getfixturevalue(edition)
    if edition == "data":
        save_ronde(source, tmp_path / "2025-12-31")
    else:
        save_openbaar(source, tmp_path / "2025-12-31" / "openbaar" / "tabellen")
    keuze = Keuze(per="functiecategorie", maat="fte", umc="" if edition == "openbaar" else "lumc", thema="Preventie")
    beeld = verken(source, keuze)
    *first, last = beeld.code(str(tmp_path)).strip().splitlines()
    names: dict[str, object] = {}
    exec("\n".join(first), names)
    again = eval(last, names)
    assert again.rijen.equals(beeld.rijen) and again.csv() == beeld.csv()


def test_the_csv_carries_the_definition_and_reads_back(data):
    beeld = verken(data, Keuze(maat="fte"))
    rows = list(csv.DictReader(io.StringIO(beeld.csv(), newline="")))
    assert [row["waarde"] for row in rows] == list(beeld.rijen["waarde"])
    assert {row["definitie"] for row in rows} == {beeld.definitie} and {row["eenheid"] for row in rows} == {"fte"}


@pytest.mark.parametrize(
    "wrong", [{"maat": "personen"}, {"per": "gender"}, {"functiecategorie": "ud"}, {"contractstatus": "Vast"}]
)
def test_an_unknown_choice_lists_what_there_is(wrong):
    (name,) = wrong
    with pytest.raises(ValueError, match=f"{name} .* bestaat niet; kies uit: "):
        Keuze(**wrong)


@pytest.mark.parametrize(
    ("keuze", "says"),
    [
        (Keuze(umc="erasmus-mc"), "kies uit: 'lumc', 'umcg'"),
        (Keuze(peildatum="31-12-2025"), "jjjj-mm-dd"),
        (Keuze(peildatum="2026-01-01"), "buiten deze ronde"),
        (Keuze(peildatum="2021-12-31"), "buiten deze ronde"),
    ],
)
def test_a_day_or_umc_that_the_round_does_not_have_says_which_it_has(data, keuze, says):
    with pytest.raises(ValueError, match=says):
        verken(data, keuze)


def test_the_openbaar_edition_refuses_a_day_it_says_nothing_about(openbaar):
    with pytest.raises(ValueError, match="2025-12-31"):
        verken(openbaar, Keuze(peildatum="2025-11-30"))


def test_days_end_at_the_peildatum(data, openbaar):
    assert days(data)[-1] == data.peildatum and days(openbaar)[-1] == data.peildatum
    assert days(data)[0].isoformat() == "2022-01-31" and len(days(data)) == 48
