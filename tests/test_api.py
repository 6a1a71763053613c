"""What a researcher imports: few names, each with a docstring and types; objects that show what they are."""

from __future__ import annotations

import datetime as dt
import inspect
import os
import subprocess
import sys
from pathlib import Path

import pytest

import sectorplan_analysis
from sectorplan_analysis import INDICATOREN, load_openbaar, load_ronde, run
from sectorplan_analysis.dataset import save_ronde
from sectorplan_analysis.documents import Failure
from sectorplan_analysis.errors import CallError, DeliveryError, NoDeliveryError, NotebookError
from sectorplan_analysis.reuse import Outcome
from tests.conftest import ROOT
from tests.rounds import persons, ronde


def test_the_public_names_are_few_sorted_and_documented():
    names = sectorplan_analysis.__all__
    assert names == sorted(names) and len(names) <= 15
    for name in names:
        public = getattr(sectorplan_analysis, name)
        assert name in dir(sectorplan_analysis)
        if callable(public):
            assert inspect.getdoc(public) and inspect.getmodule(public).__doc__, name
    for name in names:
        public = getattr(sectorplan_analysis, name)
        if inspect.isfunction(public):
            signature = inspect.signature(public)
            assert signature.return_annotation is not inspect.Signature.empty, name
            assert all(p.annotation is not inspect.Parameter.empty for p in signature.parameters.values()), name


def test_the_package_says_that_it_is_typed():
    assert (Path(sectorplan_analysis.__file__).parent / "py.typed").is_file()


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'onbekend'"):
        _ = sectorplan_analysis.onbekend


def test_importing_the_package_does_not_load_pandas():
    code = "import sys, sectorplan_analysis; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize(("asked", "pages"), [(None, False), ("0", False), ("1", True)])
def test_numpy_asks_for_no_large_pages_of_memory_unless_the_user_wants_them(asked, pages):
    kept = {name: value for name, value in os.environ.items() if name != "NUMPY_MADVISE_HUGEPAGE"}
    code = "import sys, sectorplan_analysis, numpy; sys.exit(numpy._core.multiarray._get_madvise_hugepage())"
    environment = kept if asked is None else kept | {"NUMPY_MADVISE_HUGEPAGE": asked}
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=False).returncode == pages


def test_a_round_shows_its_state_and_no_pseudonym():
    shown = ronde(ontbrekend=("umcg",), **persons({"fte": 0.5}, {"medewerker_id": "geheim-7", "inloop": True}))
    for text in (repr(shown), shown._repr_html_()):
        for word in ("31 december 2025", "LUMC", "zonder UMCG", "Medewerkers", "1, zonder inloop", "0,50", "voorlopig"):
            assert word in text, word
        assert "geheim-7" not in text and "Synthetisch" not in text


def test_a_round_that_is_synthetic_says_so_first():
    import dataclasses

    shown = dataclasses.replace(ronde(**persons({})), bestanden={"lumc": (20, 20), "centraal": (2, 3)})
    assert shown._repr_html_().index("Synthetisch") < shown._repr_html_().index("Peildatum")
    assert "22 van de 23" in repr(shown)


@pytest.mark.parametrize("name", list(INDICATOREN))
def test_an_indicator_shows_its_definition_place_and_unit(name):
    indicator = INDICATOREN[name]
    text = indicator._repr_html_()
    for word in (indicator.naam, indicator.eenheid, "Plaats in het rapport"):
        assert word in text
    assert ("Noemer" in text) == (indicator.noemer is not None)


def test_an_earlier_round_in_the_folder_is_not_taken_for_another(tmp_path):
    save_ronde(ronde(**persons({})), tmp_path / "2025-12-31")
    for load in (load_ronde, load_openbaar):
        with pytest.raises(FileNotFoundError, match="sectorplan run 2024-12-31"):
            load("2024-12-31", processed=tmp_path)
    with pytest.raises(FileNotFoundError, match="openbare editie"):
        load_openbaar("2025-12-31", processed=tmp_path)


@pytest.fixture
def calls(monkeypatch, tmp_path):
    """Let `run` judge the example delivery, and make nothing: gives what it asked for, and takes what comes out."""
    asked = {}

    def pretend(judged, config, **options):
        asked.update(options, peildatum=config.peildatum)
        options["progress"](1, 2)
        return asked["outcome"]

    asked["outcome"] = Outcome(tmp_path / "r" / "2025-12-31" / "intern" / "index.html", [], "")
    monkeypatch.setattr("sectorplan_analysis.pipeline.run_round", pretend)
    monkeypatch.chdir(tmp_path)
    return asked


RAW = ROOT / "data" / "raw"


def test_run_makes_what_the_command_makes_and_links_every_page(calls, tmp_path):
    for edition in ("intern", "openbaar"):
        folder = tmp_path / "r" / "2025-12-31" / edition
        folder.mkdir(parents=True)
        (folder / "kengetallen.html").touch()
    made = run("2025-12-31", raw=RAW, reports="r", without="umcg", jobs=1)
    assert calls["peildatum"] == dt.date(2025, 12, 31) and calls["without"] == ["umcg"] and calls["jobs"] == 1
    assert list(made.edities) == ["intern", "openbaar"]
    assert 'href="r/2025-12-31/openbaar/kengetallen.html"' in made._repr_html_()
    assert 'href="r/2025-12-31/intern/index.html"' in made._repr_html_()
    assert "diversiteit.html" not in made._repr_html_(), "a page that is not there is not linked"


def test_run_raises_what_the_command_says(calls, tmp_path):
    with pytest.raises(CallError, match="jjjj-mm-dd"):
        run("31-12-2025")
    with pytest.raises(CallError, match="Kies intern of openbaar"):
        run("2025-12-31", raw=RAW, edition="geheim")
    with pytest.raises(CallError, match="geen umc in deze ronde"):
        run("2025-12-31", raw=RAW, without=["umc-x"])
    with pytest.raises(NoDeliveryError, match="de nieuwste levering is van"):
        run("2099-12-31", raw=RAW)
    (tmp_path / "leeg" / "2025-12-31" / "lumc").mkdir(parents=True)
    (tmp_path / "leeg" / "2025-12-31" / "lumc" / "gender.csv").write_text("medewerker_id;gender\n1;v\n")
    with pytest.raises(DeliveryError, match="er is geen pagina gemaakt"):
        run("2025-12-31", raw="leeg")


def test_run_names_the_notebook_that_failed_and_why_there_is_no_openbaar_edition(calls, tmp_path):
    calls["outcome"] = Outcome(
        tmp_path / "mislukt", [Failure(Path("kengetallen.html"), "KeyError: fte", "KeyError")], ""
    )
    with pytest.raises(NotebookError, match=r"kengetallen\.html: KeyError\.$"):
        run("2025-12-31", raw=RAW)
    calls["outcome"] = Outcome(tmp_path / "intern" / "index.html", [], "Een totaal moet weg.")
    with pytest.raises(CallError, match="Een totaal moet weg"):
        run("2025-12-31", raw=RAW)
    assert "openbaar" not in run("2025-12-31", raw=RAW, edition="intern").edities
