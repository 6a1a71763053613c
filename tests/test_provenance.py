"""Provenance: the RO-Crate says what the manifest says and no more, in words that have a meaning, without any time."""

import json
import re
import shutil
import subprocess

import pytest

from sectorplan_analysis.provenance import CRATE, source, write_crate
from sectorplan_analysis.publish import sha256, write_manifest
from tests.conftest import ROOT

CONTENT = {
    "titel": "Proef, peildatum 2025-12-31",
    "editie": "intern",
    "gemaakt_op": "2026-01-02T03:04:05+00:00",
    "parameters": {"peildatum": "2025-12-31", "levering": "2025-12-31", "without": ["umcg", "lumc"]},
    "versies": {"sectorplan-analysis": "0.1.0", "pandas": "3.0.0"},
    "broncode": {"commit": "c" * 40, "gewijzigd": True, "lock": "d" * 64},
    "invoer": [{"bestand": "lumc/personeel lijst.csv", "sha256": "a" * 64}],
    "rijen": [{"umc": "lumc", "gelezen": 4711}],
}


@pytest.fixture
def edition(tmp_path):
    """A small edition with its crate and manifest."""
    files = ("kengetallen.html", "umc/lumc/kengetallen.html", "notebooks/kengetallen.ipynb", "tabellen/tabel 1.csv")
    for name in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    write_crate(tmp_path, CONTENT)
    write_manifest(tmp_path, CONTENT)
    return tmp_path


def entities(edition):
    graph = json.loads((edition / CRATE).read_text(encoding="utf-8"))["@graph"]
    return {entity["@id"]: entity for entity in graph}


def test_every_file_of_the_edition_is_in_the_crate_with_its_checksum(edition):
    found = entities(edition)
    parts = {part["@id"] for part in found["./"]["hasPart"]}
    names = {path.relative_to(edition).as_posix() for path in edition.rglob("*") if path.is_file()} - {CRATE}
    assert {name.replace(" ", "%20") for name in names} == parts
    for name in names - {"manifest.json"}:
        assert found[name.replace(" ", "%20")]["sha256"] == sha256(edition / name)
    assert {row["@id"] for row in found["#run"]["result"]} == parts


def test_deliveries_parameters_code_and_lock_are_in_the_crate(edition):
    found = entities(edition)
    assert next(found[row["@id"]]["sha256"] for row in found["#run"]["object"]) == "a" * 64
    assert found["#parameter/without"]["value"] == "umcg lumc"
    assert found["#broncode"]["version"] == "c" * 40 and "wijzigingen" in found["#broncode"]["name"]
    assert found["#lock"]["sha256"] == "d" * 64 and found["#pandas"]["softwareVersion"] == "3.0.0"
    assert "Tabellen" in found["./"]["description"] and "Tables" in found["./"]["description"]
    assert found["kengetallen.html"]["isBasedOn"] == {"@id": "notebooks/kengetallen.ipynb"}


def test_every_reference_in_the_crate_leads_somewhere(edition):
    found = entities(edition)
    text = json.dumps(list(found.values()))
    targets = set(re.findall(r'\{"@id": "([^"]+)"\}', text)) - {"https://w3id.org/ro/crate/1.1"}
    assert targets <= found.keys()


def test_the_crate_tells_no_time_and_nothing_the_manifest_does_not_tell(edition):
    text = (edition / CRATE).read_text(encoding="utf-8")
    assert not re.search(r"\d\d:\d\d", text) and "2026" not in text and "4711" not in text
    before = (edition / CRATE).read_bytes()
    (edition / CRATE).unlink()
    (edition / "manifest.json").unlink()
    write_crate(edition, {**CONTENT, "gemaakt_op": "later"})
    assert (edition / CRATE).read_bytes() == before


def test_without_a_checkout_there_is_no_commit_and_the_crate_is_made_all_the_same(edition):
    (edition / CRATE).unlink()
    write_crate(edition, {**CONTENT, "broncode": {}})
    assert not {"#broncode", "#lock"} & entities(edition).keys()


def test_the_source_is_a_commit_and_what_lies_about_in_the_checkout_does_not_count(tmp_path):
    package = tmp_path / "checkout" / "pakket"
    package.mkdir(parents=True)
    assert source(package) == {}
    (package.parent / "pyproject.toml").write_text("")
    (package / "code.py").write_text("1")
    git = ["git", "-C", str(package.parent), "-c", "user.name=x", "-c", "user.email=x@example.org"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "x"]):
        subprocess.run([*git, *arguments], check=True)
    clean = source(package)
    assert re.fullmatch("[0-9a-f]{40}", clean["commit"]) and clean["gewijzigd"] is False
    (package.parent / "reports").mkdir()
    (package.parent / "reports" / "los.txt").write_text("van mij")
    assert source(package) == clean
    (package / "meer.py").write_text("2")
    assert source(package) == {**clean, "gewijzigd": True}


def test_git_that_is_not_there_is_no_trouble(tmp_path, monkeypatch):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert source(tmp_path / "pakket") == {}


def test_this_checkout_names_its_lock():
    assert source()["lock"] == sha256(ROOT / "locks" / "run.txt")
