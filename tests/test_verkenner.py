"""The widgets around the exploration, without a browser: each one changes what is on the screen."""

from __future__ import annotations

import base64
import re
import time

import pandas as pd
import pytest

pytest.importorskip("ipywidgets")

from sectorplan_analysis.dataset import save_ronde
from sectorplan_analysis.disclosure.openbaar import CEL, Openbaar, save_openbaar
from sectorplan_analysis.errors import CallError
from sectorplan_analysis.verkenner import Verkenner, verkenner
from sectorplan_analysis.verkenning_app import prepare
from tests.rounds import persons, ronde
from tests.test_verkenning import PEOPLE


@pytest.fixture(scope="module")
def data():
    return ronde(**persons(*PEOPLE))


@pytest.fixture
def panel(data):
    return Verkenner(data, folder="data/processed")


def test_every_widget_changes_the_view_its_csv_and_its_code(panel):
    assert set(panel.keuzes) == {"peildatum", "umc", "functiecategorie", "thema", "contractstatus", "per", "maat"}
    for name, widget in panel.keuzes.items():
        before = [child.value for child in panel.children]
        other = next(value for _, value in widget.options if value != widget.value)
        widget.value = other
        assert getattr(panel.beeld.keuze, name) == other
        assert [child.value for child in panel.children] != before, name
        assert f'{name}="{other}"' in panel.children[-1].value


def test_the_link_saves_what_is_on_the_screen(panel):
    panel.keuzes["maat"].value = "fte"
    data = re.search(r'base64,([^"]+)"', panel.children[-2].value)[1]
    assert base64.b64decode(data).decode("utf-8") == panel.beeld.csv()


def test_a_change_takes_less_than_300_ms_of_computing(panel):
    panel.keuzes["umc"].value = "umcg"
    spent = []
    for per in ("functiecategorie", "thema", "subthema"):
        begin = time.process_time()
        panel.keuzes["per"].value = per
        spent.append(time.process_time() - begin)
    assert min(spent) < 0.3


def test_an_unknown_edition_says_which_there_are():
    with pytest.raises(CallError, match="Kies intern of openbaar"):
        verkenner("2025-12-31", editie="geheim")


def test_a_round_that_was_not_made_says_how_to_make_it(tmp_path):
    for editie in ("intern", "openbaar"):
        with pytest.raises(FileNotFoundError, match="sectorplan run 2025-12-31"):
            verkenner("2025-12-31", editie=editie, folder=str(tmp_path))


def test_the_app_gets_the_published_files_and_nothing_else(data, tmp_path):
    reports, folder = tmp_path / "reports", tmp_path / "app"
    empty = pd.DataFrame(columns=[*CEL, "waarde"])
    edition = Openbaar(data.config, data.peildatum, cellen=empty, focusgroepen=empty)
    save_openbaar(edition, reports / "2025-12-31" / "openbaar" / "tabellen")
    save_ronde(data, reports / "2025-12-31" / "intern" / "tabellen")
    notebook = prepare("2025-12-31", reports=reports, folder=folder)
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    tables = "reports/2025-12-31/openbaar/tabellen/"
    assert found == {"verkenning.ipynb", *(tables + name for name in ("cellen.csv", "focusgroepen.csv", "ronde.json"))}
    assert 'editie = \\"openbaar\\"' in notebook.read_text("utf-8")


def test_without_an_openbaar_edition_there_is_no_app(tmp_path):
    with pytest.raises(FileNotFoundError, match="--edition openbaar"):
        prepare("2025-12-31", reports=tmp_path, folder=tmp_path / "app")
