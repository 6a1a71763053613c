"""The openbaar edition is made from an opname, which is all of a round that it may be made from, and nothing else."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sectorplan_analysis.disclosure.earlier import published_before
from sectorplan_analysis.disclosure.opname import opname
from sectorplan_analysis.disclosure.publishable import counted, write_publishable
from sectorplan_analysis.publish import files_in
from tests.disclosure.test_build import whole
from tests.rapport.test_sentences import later_rounds, rounds
from tests.rounds import PEILDATUM, persons, ronde

DAYS = ("2024-12-31", "2025-12-31")
MANY = {"lumc": (40, 12, 18), "umcg": (60, 16, 22)}


def published(own, folder, *, wrap):
    """Two successive rounds published; every file, by its path."""
    for day in DAYS:
        round_ = own.op(dt.date.fromisoformat(day))
        tables = folder / day / "openbaar" / "tabellen"
        hidden = folder / day / "verborgen.csv"
        eerdere = published_before(folder)
        assert write_publishable(wrap(round_, eerdere), tables, hidden=hidden, eerdere=eerdere) == ""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files_in(folder)}


def test_what_is_published_is_the_same_from_an_opname_as_from_the_whole_round(tmp_path):
    own = whole(MANY)
    from_opname = published(own, tmp_path / "opname", wrap=counted)
    assert from_opname == published(own, tmp_path / "ronde", wrap=lambda round_, _: round_)
    assert {"2025-12-31/verborgen.csv", "2025-12-31/openbaar/tabellen/cellen.csv"} <= set(from_opname)


WHOLE = {case: own for case, own in (*rounds(), *later_rounds()) if own.umc is None}


@pytest.mark.parametrize("case", WHOLE)
def test_who_works_on_a_day_is_the_same_in_an_opname(case):
    own = WHOLE[case]
    seen = opname(own, [dt.date(2023, 6, 30)])
    for day in (*own.jaareinden(), own.peildatum, dt.date(2023, 6, 30)):
        there = seen.op(day).posities
        pd.testing.assert_frame_equal(there, own.op(day).posities[list(there)])
    assert (seen.jaareinden(), seen.metingen(), seen.aanwezig) == (own.jaareinden(), own.metingen(), own.aanwezig)


def test_a_day_that_was_not_recorded_is_an_error_and_not_a_day_on_which_nobody_works():
    seen = opname(whole(), [])
    with pytest.raises(LookupError, match="2025-06-30"):
        _ = seen.op(dt.date(2025, 6, 30)).posities


def test_an_opname_has_no_contracts_no_day_of_anybody_and_no_place_in_a_file():
    own = whole()
    own.tables["personeel"]["bestand"], own.tables["personeel"]["rij"] = "personeel.csv", 7
    seen = opname(own, [])
    assert not {"personeel", "contracten", "gender"} & set(seen.tables)
    for rows in seen.per_dag.values():
        assert not [name for name in rows if "datum" in name or name in ("bestand", "blad", "rij", "functie")]
    assert seen.vorige is None and seen.rijen.empty and seen.bevindingen.empty


PERSON = {"umc": "lumc", "fte": 0.5, "begindatum": "2023-01-01"}
TABLES = {"begroting": [{"umc": "lumc"}], "bestedingen": [{}], "werkdruk": [{}]}


def inhoud(person=PERSON, *, tables=TABLES, **options):
    people = persons(person, {"medewerker_id": "p2", "umc": "umcg"})
    return opname(ronde(**people, **tables, **options), []).inhoud()


@pytest.mark.parametrize(
    "change",
    [{"begindatum": "2022-06-01"}, {"einddatum": "2026-01-01"}, {"functie": "universitair docent"}],
    ids=lambda change: next(iter(change)),
)
def test_what_changes_nothing_on_the_days_that_count_changes_nothing_in_an_opname(change):
    """Whoever began in 2022 was there at the end of that year: that is another opname, and so no example here."""
    begun = {**PERSON, "begindatum": "2022-03-01"}
    assert inhoud({**begun, **change}) == inhoud(begun)


@pytest.mark.parametrize(
    "change",
    [
        {"fte": 0.6},
        {"gender": "m"},
        {"umc": "umcg"},
        {"medewerker_id": "p9"},
        {"functiecategorie": "UHD"},
        {"kpi14": True},
        {"thema": "Van fundament tot toepassing"},
        {"subthema": "Valorisatie"},
        {"inloop": True},
        {"contracttype": "tijdelijk"},
        {"einddatum": "2024-12-30"},
        {"begindatum": "2022-12-31"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_whatever_else_is_known_of_a_position_is_another_opname(change):
    assert inhoud({**PERSON, **change}) != inhoud()


@pytest.mark.parametrize(
    "change",
    [
        {"begroting": [{"umc": "lumc", "begroot_fte": 3.0}]},
        {"bestedingen": [{"bedrag_eur": 101.0}]},
        {"werkdruk": [{"werkdruk": 6.0}]},
        {"culturele_diversiteit": [{"aantal": 300.0}]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_budgets_spending_and_scores_are_in_an_opname(change):
    assert inhoud(tables={**TABLES, **change}) != inhoud()


def test_the_day_and_who_is_left_out_are_in_an_opname():
    assert inhoud(peildatum=dt.date(2025, 12, 30)) != inhoud() != inhoud(ontbrekend=("umcg",))


@settings(max_examples=25)
@given(order=st.permutations(range(8)))
def test_the_order_of_the_rows_of_a_delivery_is_not_in_an_opname(order):
    people = [{**PERSON, "medewerker_id": f"p{i}", "fte": 0.1 * (i + 1)} for i in range(8)]
    moved = persons(*(people[i] for i in order))
    assert opname(ronde(**moved), []).inhoud() == opname(ronde(**persons(*people)), []).inhoud()


def test_the_peildatum_of_a_round_is_a_recorded_day_also_when_no_year_ends_on_it():
    own = ronde(**persons({}), peildatum=dt.date(2025, 7, 1))
    assert dt.date(2025, 7, 1) in opname(own, []).per_dag and PEILDATUM not in opname(own, []).per_dag
