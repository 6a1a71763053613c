"""A page of one umc is made without the rows of others, and says exactly what it says beside them."""

import dataclasses
import datetime as dt
import json

import nbformat
import pandas as pd
import pytest

from sectorplan_analysis.dataset import load_ronde, save_part
from sectorplan_analysis.documents import NOTEBOOKS
from sectorplan_analysis.rapport import landelijk, vrouwen_mannen
from sectorplan_analysis.rapport.landelijk import LANDELIJK, facts_of
from sectorplan_analysis.rapport.vorm import national
from sectorplan_analysis.reference import known_umcs, notebook_folder
from tests.conftest import DAY
from tests.rapport.test_sentences import later_rounds, rounds
from tests.rounds import persons, ronde
from tests.test_culturele_diversiteit import group, with_groups

BUREAU = (
    group(600, 60, 240),
    group(2000, 300, 300, umc="umcg"),
    group(7000, 700, 2300, umc="landelijk", functiegroep="wetenschappelijk personeel"),
)
WHOLE = {name: found for name, found in (*rounds(), *later_rounds()) if found.umc is None and found.aanwezig}
WHOLE["with figures of a bureau"] = with_groups(*BUREAU, peildatum=dt.date(2026, 12, 31))
WHOLE["with figures of a bureau to come"] = with_groups(group(600, 60, 240, peildatum="2027-12-31"))


def saved(whole, umc, notebook, folder):
    """The part of a round that the kernel of a page gets."""
    place = folder / umc / notebook / whole.peildatum.isoformat()
    save_part(whole.alleen(umc), place, facts_of(whole, notebook)[umc])
    return load_ronde(whole.peildatum, processed=place.parent, umc=umc)


def shown(notebook, found):
    """What every cell of a notebook shows of a round."""
    names, said = {"umc": ""}, []
    for cell in nbformat.read(notebook_folder() / f"{notebook}.ipynb", as_version=4).cells[1:]:
        if cell.cell_type != "code" or "parameters" in cell.metadata.get("tags", []):
            continue
        source = cell.source.replace("ronde = load_ronde(peildatum, processed=processed, umc=umc or None)", "")
        *before, last = source.strip().splitlines()
        exec("\n".join(before), names)
        names["ronde"] = found
        if "(ronde)" in last:
            said.append((last, eval(last, names)._repr_html_()))
        else:
            exec(source, names)
    return said


@pytest.mark.parametrize("notebook", NOTEBOOKS)
@pytest.mark.parametrize("case", WHOLE)
def test_a_page_of_one_umc_says_the_same_without_the_rows_of_others(case, notebook, tmp_path):
    whole = WHOLE[case]
    umc = whole.aanwezig[0]
    own = shown(notebook, saved(whole, umc, notebook, tmp_path))
    assert len(own) > 5 and own == shown(notebook, whole.alleen(umc))


def test_every_umc_of_the_example_has_the_same_pages_without_the_rows_of_others(place, run, tmp_path):
    whole = load_ronde(DAY, processed=place / "data" / "processed")
    for umc in whole.aanwezig:
        for notebook in ("kengetallen", "datakwaliteit"):
            assert shown(notebook, saved(whole, umc, notebook, tmp_path)) == shown(notebook, whole.alleen(umc))


def test_the_part_of_a_umc_holds_nobody_and_no_accounting_of_another(place, run, tmp_path):
    whole = load_ronde(DAY, processed=place / "data" / "processed")
    others = set(known_umcs()) - {"lumc"}
    for notebook in NOTEBOOKS:
        own = saved(whole, "lumc", notebook, tmp_path)
        for table in own.tables.values():
            assert set(table["umc"]) <= {"lumc"}
        assert set(own.rijen["umc"]) | set(own.bevindingen["umc"]) | set(own.bestanden) == {"lumc", "centraal"}
        known = json.loads((tmp_path / "lumc" / notebook / DAY / "landelijk.json").read_text(encoding="utf-8"))
        for fact in known.values():
            if isinstance(fact, dict) and "umc" in fact.get("tabel", {}):
                assert not {known_umcs()[umc] for umc in others} & set(fact["tabel"]["umc"][1])


def test_a_figure_of_an_organisation_is_for_the_umcs_that_are_part_of_it():
    rows = pd.DataFrame({"umc": ["Landelijk", "Amsterdam UMC", "LUMC", "UMCG", "Totaal"]})
    whole = ronde(umcs=("lumc", "amsterdam-umc-vu"))
    seen = {umc: list(national(whole.alleen(umc), lambda found: rows)["umc"]) for umc in whole.umcs}
    assert seen == {
        "lumc": ["Landelijk", "LUMC", "Totaal"],
        "amsterdam-umc-vu": ["Landelijk", "Amsterdam UMC", "Totaal"],
    }


def test_the_part_of_one_umc_is_no_part_of_another(tmp_path):
    whole = ronde(**persons({}, {"umc": "umcg"}))
    saved(whole, "lumc", "kengetallen", tmp_path)
    with pytest.raises(ValueError, match="umcg"):
        load_ronde(whole.peildatum, processed=tmp_path / "lumc" / "kengetallen", umc="umcg")


def test_what_cannot_be_said_of_the_country_fails_the_page_that_says_it_and_no_other(tmp_path, monkeypatch):
    def broken(found):
        raise ZeroDivisionError

    functions = {**LANDELIJK, "diversiteit": (broken, *LANDELIJK["diversiteit"][:-1])}
    monkeypatch.setattr(landelijk, "LANDELIJK", functions)
    whole = ronde(**persons({}))
    own = saved(whole, "lumc", "diversiteit", tmp_path)
    with pytest.raises(LookupError, match="zie de landelijke pagina"):
        vrouwen_mannen.per_umc(own)
    assert shown("kengetallen", saved(whole, "lumc", "kengetallen", tmp_path))


def test_the_facts_of_a_page_change_only_with_what_it_shows(tmp_path):
    people = persons({"medewerker_id": "a"}, {"medewerker_id": "b", "umc": "umcg", "begindatum": "2023-03-01"})
    before = ronde(**people)
    contracten = before.tables["contracten"].copy()
    contracten.loc[contracten["umc"] == "umcg", "begindatum"] = pd.Timestamp("2023-02-01")
    after = dataclasses.replace(before, tables={**before.tables, "contracten": contracten})
    left = ronde(**persons({"medewerker_id": "a"}))

    def files(whole, notebook):
        saved(whole, "lumc", notebook, tmp_path)
        return {path.name: path.read_bytes() for path in (tmp_path / "lumc" / notebook).rglob("*") if path.is_file()}

    for notebook in NOTEBOOKS:
        assert files(before, notebook) == files(after, notebook)
    assert files(before, "kengetallen") != files(left, "kengetallen")
    assert files(before, "datakwaliteit") == files(left, "datakwaliteit")
