import dataclasses
import datetime as dt

import pytest

from sectorplan_analysis.rapport.herzieningen import as_text, summary
from sectorplan_analysis.rondes.revisies import NIET_VERGELEKEN, revisions
from tests.rounds import persons, ronde

THEN, NOW = dt.date(2024, 12, 31), dt.date(2025, 12, 31)
PEOPLE = [{"medewerker_id": f"p{i}", "fte": 0.5} for i in range(1, 5)]


def told(before, after, **tables):
    """Rows revised per table and kind, and the indicators of the country that changed; both deliveries of one umc."""
    old = ronde(umcs=("lumc",), peildatum=THEN, **{**persons(*before), **tables.get("old", {})})
    new = ronde(umcs=("lumc",), peildatum=NOW, **{**persons(*after), **tables.get("new", {})})
    found = revisions(old, new)
    rows = found[(found["eenheid"] == "rijen") & (found["maat"] != "ongewijzigd") & (found["waarde"] > 0)]
    kinds = {(row.onderdeel, row.maat): row.waarde for row in rows.itertuples()}
    kpis = found[(found["maat"] == "verschil") & (found["umc"] == "Totaal")]
    return kinds, dict(zip(kpis["onderdeel"], kpis["waarde"], strict=True)), found


def with_first(**changes):
    return [{**PEOPLE[0], **changes}, *PEOPLE[1:]]


def test_two_deliveries_that_agree_have_no_revision():
    kinds, kpis, found = told(PEOPLE, PEOPLE)
    assert not kinds and not kpis and "geen enkele" in summary(found, THEN)


def test_another_value_of_the_same_row_is_a_change_with_its_effect():
    kinds, kpis, _ = told(PEOPLE, with_first(fte=0.8))
    assert kinds == {("personeel", "gewijzigd"): 1, ("personeel", "gewijzigd:fte"): 1}
    assert kpis["vast_fte"] == pytest.approx(0.3) and "medewerkers_totaal" not in kpis


def test_a_person_forgotten_or_dropped_is_an_addition_or_removal_in_every_table():
    kinds, kpis, _ = told(PEOPLE[:3], PEOPLE)
    assert kinds == {(name, "toegevoegd"): 1 for name in ("personeel", "contracten", "gender")}
    assert kpis["medewerkers_totaal"] == 1
    kinds, kpis, _ = told(PEOPLE, PEOPLE[:3])
    assert kinds == {(name, "vervallen"): 1 for name in ("personeel", "contracten", "gender")}
    assert kpis["medewerkers_totaal"] == -1


@pytest.mark.parametrize("end", ["2025-06-30", "2025-01-01"])
def test_an_end_after_the_day_is_an_update_and_no_revision(end):
    kinds, kpis, _ = told(PEOPLE, with_first(einddatum=end))
    assert kinds == {("personeel", "bijgewerkt"): 1, ("contracten", "bijgewerkt"): 1} and not kpis


def test_an_end_on_or_before_the_day_is_a_revision():
    kinds, _, _ = told(PEOPLE, with_first(einddatum="2024-12-31"))
    assert kinds["personeel", "gewijzigd:einddatum"] == 1
    kinds, kpis, _ = told(PEOPLE, with_first(einddatum="2024-12-30"))
    assert kinds["personeel", "gewijzigd:einddatum"] == 1 and kpis["medewerkers_totaal"] == -1


def test_who_came_later_is_no_revision():
    kinds, kpis, _ = told(PEOPLE, [*PEOPLE, {"medewerker_id": "p9", "begindatum": "2025-02-01"}])
    assert not kinds and not kpis


def test_a_promise_made_later_is_an_update_and_one_dated_back_a_revision():
    temporary = with_first(contracttype="tijdelijk")
    later = with_first(contracttype="tijdelijk", toezegging_datum="2025-03-01", toezegging_onvoorwaardelijk=True)
    back = with_first(contracttype="tijdelijk", toezegging_datum="2024-03-01", toezegging_onvoorwaardelijk=True)
    assert told(temporary, later)[0] == {("contracten", "bijgewerkt"): 1}
    kinds, kpis, _ = told(temporary, back)
    assert kinds["contracten", "gewijzigd:toezegging_datum"] == 1
    assert kpis["toegezegd_vast_fte"] == pytest.approx(0.5)


def test_a_begin_date_that_was_mended_is_one_changed_row():
    kinds, _, _ = told(PEOPLE, with_first(begindatum="2023-02-01"))
    assert kinds["personeel", "gewijzigd:begindatum"] == 1 and ("personeel", "toegevoegd") not in kinds


def test_rehashed_ids_stop_the_rows_and_not_the_indicators():
    renamed = [{**person, "medewerker_id": f"q{i}", "fte": 0.6} for i, person in enumerate(PEOPLE)]
    kinds, kpis, found = told(PEOPLE, renamed)
    assert not kinds and set(found.loc[found["maat"] == NIET_VERGELEKEN, "onderdeel"]) == {
        "personeel", "contracten", "gender"
    }  # fmt: skip
    assert kpis["vast_fte"] == pytest.approx(0.4)
    assert "niet te vergelijken" in summary(found, THEN)


def test_money_of_a_year_that_was_over_can_be_revised_and_of_a_later_year_not():
    money = [{"jaar": 2024, "bedrag_eur": 100.0}]
    more = [{"jaar": 2024, "bedrag_eur": 120.0}, {"jaar": 2025, "bedrag_eur": 5.0}]
    kinds, kpis, _ = told(PEOPLE, PEOPLE, old={"bestedingen": money}, new={"bestedingen": more})
    assert kinds == {("bestedingen", "gewijzigd"): 1, ("bestedingen", "gewijzigd:bedrag_eur"): 1}
    assert kpis["besteding_totaal"] == 20


def test_a_umc_that_had_not_delivered_is_not_compared_and_the_country_neither():
    old = ronde(peildatum=THEN, ontbrekend=("umcg",), **persons(*PEOPLE))
    new = ronde(peildatum=NOW, **persons(*with_first(fte=0.9)))
    found = revisions(dataclasses.replace(old), new)
    assert set(found["umc"]) == {"LUMC"}


def test_no_pseudonym_is_in_the_outcome():
    *_, found = told(PEOPLE, with_first(fte=0.9))
    assert "p1" not in found.to_csv() and "p1" not in as_text(found, THEN)
