"""What is made beside the pages: protection is taken from the last run when all that is counted is what it was."""

import dataclasses
import datetime as dt
import json

import pytest

from sectorplan_analysis import steps
from sectorplan_analysis.dataset import META, save_ronde
from sectorplan_analysis.disclosure import earlier, publishable
from sectorplan_analysis.disclosure.openbaar import RONDE
from sectorplan_analysis.publish import EDITIES, INTERN, OPENBAAR
from sectorplan_analysis.reuse import NOTHING, Record, protected_key, snapshot
from tests.rounds import persons, ronde

DAY = "2025-12-31"
CODE = "programma"
ANNA = {"fte": 0.5, "begindatum": "2022-03-01"}


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder to protect in; ``protected`` lists what was protected anew, of which the tables say how often."""
    protected = []

    def write(seen, tables, *, hidden, eerdere):
        protected.append(seen)
        for path in (tables / RONDE, tables / "cellen.csv", hidden):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{len(protected)}", encoding="utf-8")
        return ""

    monkeypatch.setattr(publishable, "write_publishable", write)
    monkeypatch.setattr(earlier, "published_before", lambda reports: {})
    return tmp_path, protected


def run(place, own, *, made=NOTHING, wanted=EDITIES, code=CODE):
    """Protect a round and publish what came of it, as a run does; gives the record of that run."""
    folder, protected = place
    data, reports = folder / "processed" / DAY, folder / "reports"
    save_ronde(own, data)
    work = {edition: folder / f"werk-{len(protected)}-{len(list(folder.iterdir()))}" / edition for edition in EDITIES}
    found = steps.protect(data, work, reports, made, wanted, code)
    assert not found.refused
    published = {}
    for edition in wanted:
        target = reports / DAY / edition
        for path in sorted((work[edition] / edition).rglob("*.*")):
            put = target / path.relative_to(work[edition] / edition)
            put.parent.mkdir(parents=True, exist_ok=True)
            put.write_bytes(path.read_bytes())
        published[edition] = snapshot(target)
    return Record(beschermd=protected_key(found.counted, code=code, reports=reports), bestanden=published)


def of(person=ANNA, **options):
    return ronde(**persons(person, {"medewerker_id": "p2", "umc": "umcg"}), **options)


def test_the_same_round_is_not_protected_again(place):
    made = run(place, of())
    assert run(place, of(), made=made) == made and len(place[1]) == 1


def test_what_is_not_counted_is_no_reason_to_protect_again(place):
    made = run(place, of())
    accounted = dataclasses.replace(of({**ANNA, "begindatum": "2022-06-01"}), rijen=of().rijen.assign(gelezen=[]))
    assert run(place, accounted, made=made) == made and len(place[1]) == 1


def with_cut_off(number):
    own = of()
    return dataclasses.replace(own, config=dataclasses.replace(own.config, grenswaarden={"kleinste_aantal": number}))


@pytest.mark.parametrize(
    ("own", "code"),
    [
        (of({**ANNA, "fte": 0.6}), CODE),
        (of({**ANNA, "begindatum": "2023-01-01"}), CODE),
        (of(ontbrekend=("umcg",)), CODE),
        (dataclasses.replace(of(), levering=dt.date(2026, 12, 31)), CODE),
        (dataclasses.replace(of(), bestanden={"lumc": (1, 3)}), CODE),
        (
            dataclasses.replace(of(), config=dataclasses.replace(of().config, grenswaarden={"kleinste_aantal": 6.0})),
            CODE,
        ),
        (of(), "een ander programma"),
    ],
    ids=["fte", "a year-end less", "a umc left out", "levering", "synthetic", "cut-off", "program"],
)
def test_what_counts_is_protected_again(place, own, code):
    made = run(place, of())
    assert run(place, own, made=made, code=code) != made and len(place[1]) == 2


def test_an_edition_of_another_round_is_a_reason_to_protect_again(place):
    folder, protected = place
    made = run(place, of())
    other = folder / "reports" / "2023-12-31" / "openbaar" / "tabellen" / "cellen.csv"
    other.parent.mkdir(parents=True)
    other.write_text("bekend", encoding="utf-8")
    run(place, of(), made=made)
    assert len(protected) == 2


@pytest.mark.parametrize("name", [f"{INTERN}/{steps.HIDDEN}", f"{OPENBAAR}/tabellen/cellen.csv"])
@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_a_table_that_is_no_longer_what_was_made_is_made_again(place, name, harm):
    folder, protected = place
    made = run(place, of())
    path = folder / "reports" / DAY / name
    if harm == "gone":
        path.unlink()
    else:
        path.write_text("iets anders", encoding="utf-8")
    run(place, of(), made=made)
    assert len(protected) == 2


def test_a_run_that_made_the_intern_edition_only_leaves_the_other_to_be_made(place):
    made = run(place, of(), wanted=[INTERN])
    again = run(place, of(), made=made, wanted=[INTERN])
    assert again == made and len(place[1]) == 1
    run(place, of(), made=made)
    assert len(place[1]) == 2


def test_protection_gets_no_contract_and_no_accounting(place):
    run(place, of())
    [seen] = place[1]
    assert "contracten" not in seen.tables and seen.rijen.empty
    assert "rijen" in json.loads((place[0] / "processed" / DAY / META).read_text("utf-8"))
