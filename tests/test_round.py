"""One whole round through the real command: what evaluators script against and reviewers open."""

import csv
import hashlib
import json
import re
import shutil
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from sectorplan_analysis.dataset import TABLES
from sectorplan_analysis.documents import NOTEBOOKS
from sectorplan_analysis.pages import audit
from sectorplan_analysis.reference import PACKAGE, umc_names
from tests.conftest import DAY, ROOT, sectorplan


@pytest.fixture(scope="session")
def edition(request, run, place):
    return place / "reports" / DAY / getattr(request, "param", "intern")


@pytest.fixture(scope="session")
def openbaar(run, place):
    return place / "reports" / DAY / "openbaar"


both = pytest.mark.parametrize("edition", ["intern", "openbaar"], indirect=True)


def read(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_last_line_is_the_path_of_the_index_and_progress_goes_elsewhere(run, place):
    assert run.stdout.splitlines()[-1] == str(Path("reports", DAY, "intern", "index.html"))
    assert "41/41" in run.stderr and "WARNING" not in run.stderr and "Traceback" not in run.stderr


def test_every_file_of_the_contract_exists(edition, place):
    umcs = list(umc_names())
    pages = {f"{name}.html" for name in NOTEBOOKS} | {f"umc/{umc}/{name}.html" for umc in umcs for name in NOTEBOOKS}
    notebooks = {f"notebooks/{name}.ipynb" for name in NOTEBOOKS}
    tables = {f"tabellen/figuur{n}.csv" for n in range(1, 8)} | {
        f"tabellen/{name}.csv"
        for name in ("tabel1_bestedingen", "tabel2_fte", "tabel3_medewerkers", "tabel4_vrouw_man", "aansluiting")
    }
    found = {path.relative_to(edition).as_posix() for path in edition.rglob("*") if path.is_file()}
    assert pages | notebooks | tables | {"index.html", "manifest.json"} <= found
    processed = {path.name for path in (place / "data" / "processed" / DAY).iterdir()}
    assert {f"{name}.parquet" for name in (*TABLES, "status")} <= processed
    assert (place / "reports" / DAY / "bevindingen" / "bevindingen.csv").is_file()


@pytest.mark.parametrize("name", ["tabel1_bestedingen", "tabel2_fte", "tabel3_medewerkers", "tabel4_vrouw_man"])
def test_the_tables_equal_the_published_ones_cell_by_cell(edition, name):
    computed = read(edition / "tabellen" / f"{name}.csv")
    published = read(PACKAGE / "gepubliceerd" / DAY / f"{name}.csv")
    assert [{key: row[key] for key in published[0]} for row in computed] == published


def test_table_4_shows_the_person_the_publication_leaves_out(edition):
    rows = {row["umc"]: row for row in read(edition / "tabellen" / "tabel4_vrouw_man.csv")}
    assert rows["Erasmus MC"]["vast_onbekend"] == "1" and rows["Totaal"]["vast_onbekend"] == "1"


def test_every_published_number_is_in_the_reconciliation_and_equals_the_computed_one(edition):
    rows = read(edition / "tabellen" / "aansluiting.csv")
    assert list(rows[0]) == ["id", "umc", "gepubliceerd", "berekend", "verschil", "oordeel", "toelichting"]
    key = {row["id"] for row in read(PACKAGE / "gepubliceerd" / DAY / "kerncijfers.csv")}
    assert key <= {row["id"] for row in rows}
    assert {row["oordeel"] for row in rows} == {"gelijk"}
    assert all(row["gepubliceerd"] == row["berekend"] for row in rows)


@both
def test_pages_are_whole_dutch_and_free_of_requests_and_undefined_numbers(edition):
    for page in edition.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        assert not audit.faults(html), page
        assert not re.search(r">\s*(nan|inf|None|NaT|<NA>)\s*<", html), page
        assert len(html) < 2_000_000


def test_every_page_says_that_the_data_are_synthetic_and_confidential(edition):
    for page in edition.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        assert "Synthetische gegevens" in html and "Vertrouwelijk" in html, page


def test_every_page_of_the_openbaar_edition_says_what_the_mark_means_and_none_is_about_one_umc(openbaar):
    pages = sorted(path.relative_to(openbaar).as_posix() for path in openbaar.rglob("*.html"))
    assert pages == sorted(["index.html", *(f"{name}.html" for name in NOTEBOOKS)])
    for page in pages:
        html = (openbaar / page).read_text(encoding="utf-8")
        assert "Synthetische gegevens" in html and "Vertrouwelijk" not in html
        assert html.count("&#39;geheim&#39; staat waar een getal niet wordt getoond") == 1, page


def test_the_openbaar_edition_has_the_tables_of_the_contract(openbaar):
    found = {path.stem for path in (openbaar / "tabellen").iterdir()}
    assert {f"figuur{n}" for n in range(1, 8)} | {"aansluiting", "tabel2_fte", "tabel4_vrouw_man"} <= found
    published = read(PACKAGE / "gepubliceerd" / DAY / "tabel2_fte.csv")
    rows = read(openbaar / "tabellen" / "tabel2_fte.csv")
    assert list(rows[0]) == list(published[0])
    for row, known in zip(rows, published, strict=True):
        assert all(row[name] in (known[name], "geheim") for name in known)
        # KPI totals are always shown
        assert row["realisatie_structureel_pct"] == known["realisatie_structureel_pct"]


def test_the_page_over_all_rounds_is_whole_and_leads_to_both_editions(run, place):
    html = (place / "reports" / "index.html").read_text(encoding="utf-8")
    assert not audit.faults(html) and "Tussentijdse evaluatie" in html
    links = re.findall(r'href="([^"#]+)', html)
    assert {f"{DAY}/intern/index.html", f"{DAY}/openbaar/index.html", "reeks.csv"} <= set(links)
    assert all((place / "reports" / link).is_file() for link in links)


def test_the_series_over_all_rounds_says_nothing_the_openbaar_edition_does_not(run, place, openbaar):
    rows = read(place / "reports" / "reeks.csv")
    assert {row["editie"] for row in rows} == {"openbaar"}
    shown = {(row["umc"], row["maat"]): row["waarde"] for row in read(openbaar / "tabellen" / "indicatoren.csv")}
    own = {(row["umc"], row["maat"]): row["waarde"] for row in rows if row["peildatum"] == DAY}
    assert own and own.items() <= shown.items()


def test_intern_lists_what_openbaar_hides(edition, openbaar):
    listed = {
        tuple(value for name, value in row.items() if name not in ("waarde", "reden"))
        for row in read(edition / "tabellen" / "openbaar_verborgen.csv")
    }
    dimensions = ["umc", "functiecategorie", "kpi14", "thema", "subthema", "contractstatus", "gender", "inloop", "maat"]
    hidden = {
        tuple(row[name] for name in dimensions)
        for row in read(openbaar / "tabellen" / "cellen.csv")
        if row["waarde"] == "geheim"
    }
    assert {(umc or "Totaal", *rest) for umc, *rest in listed} == hidden and hidden


@both
def test_every_link_stays_in_the_edition_and_leads_somewhere(edition):
    for page in edition.rglob("*.html"):
        for link in re.findall(r'href="([^"#]+)', page.read_text(encoding="utf-8")):
            target = (page.parent / link).resolve()
            assert target.is_file() and target.is_relative_to(edition.resolve()), f"{page}: {link}"


@both
def test_the_index_links_every_file_of_the_edition(edition):
    html = (edition / "index.html").read_text(encoding="utf-8")
    linked = set(re.findall(r'href="([^"#]+)', html))
    found = {path.relative_to(edition).as_posix() for path in edition.rglob("*") if path.is_file()}
    assert found - linked == {"index.html"}


@both
def test_no_output_holds_a_path_of_the_machine_or_a_pseudonym(edition, place):
    raw = pd.read_csv(place / "data" / "raw" / DAY / "amsterdam-umc-vu" / "gender.csv", dtype=str)
    # six digits and more are long enough not to be a number on the page by chance
    pseudonyms = {pseudonym for pseudonym in raw.iloc[:, 0].dropna() if len(pseudonym) > 5}
    assert len(pseudonyms) > 20 and all(re.fullmatch(r"\w+", pseudonym) for pseudonym in pseudonyms)
    for path in edition.rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            assert str(place) not in text and str(ROOT) not in text, path
            assert not pseudonyms & set(re.findall(r"\w+", text)), path


def test_executed_notebooks_carry_the_parameters_and_nothing_of_the_run(edition):
    notebook = nbformat.read(edition / "notebooks" / "umc" / "lumc" / "kengetallen.ipynb", as_version=4)
    injected = [cell.source for cell in notebook.cells if "injected-parameters" in cell.metadata.get("tags", [])]
    assert len(injected) == 1 and 'umc = "lumc"' in injected[0]
    assert "papermill" not in notebook.metadata


def test_the_manifest_accounts_for_every_file_and_row(edition, place):
    manifest = json.loads((edition / "manifest.json").read_text(encoding="utf-8"))
    files = {row["bestand"]: row["sha256"] for row in manifest["uitvoer"]}
    found = {
        path.relative_to(edition).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in edition.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert files == found
    for row in manifest["invoer"]:
        file = place / "data" / "raw" / DAY / row["bestand"]
        assert hashlib.sha256(file.read_bytes()).hexdigest() == row["sha256"]
    assert set(manifest["rijen"][0]) == {"umc", "tabel", "bestand", "gelezen", "behouden", "afgekeurd", "dubbel"}
    assert all(row["gelezen"] == row["behouden"] + row["afgekeurd"] + row["dubbel"] for row in manifest["rijen"])
    assert {row["umc"] for row in manifest["rijen"]} == {*umc_names(), "centraal"}


def test_the_person_table_has_one_row_per_person_and_no_pseudonym(place, run):
    status = pd.read_parquet(place / "data" / "processed" / DAY / "status.parquet")
    assert not status.duplicated(["umc", "medewerker_id"]).any()
    assert (status["regulier_fte"] > 0).sum() == 582
    assert status["medewerker_id"].str.fullmatch(r"[0-9a-f]{24}").all()


@pytest.fixture(scope="session")
def earlier(run, place, tmp_path_factory):
    """A mid-year peildatum without one of the umcs, from the newest delivery."""
    own = shutil.copytree(place, tmp_path_factory.mktemp("eerder") / "evaluator")
    done = sectorplan(own, "run", "2024-06-30", "--without", "umcg", "--jobs", "2")
    assert done.returncode == 0, done.stderr
    return own / "reports" / "2024-06-30" / "intern"


def test_another_peildatum_names_the_delivery_it_was_computed_from(earlier):
    for page in earlier.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        assert "30 juni 2024" in html and "31 december 2025" in html, page
    assert json.loads((earlier / "manifest.json").read_text(encoding="utf-8"))["parameters"] == {
        "peildatum": "2024-06-30",
        "levering": DAY,
        "without": ["umcg"],
    }


def test_a_umc_left_out_has_no_page_keeps_its_rows_empty_and_is_named_on_every_page(earlier):
    assert not (earlier / "umc" / "umcg").exists() and (earlier / "umc" / "lumc").exists()
    for page in earlier.rglob("*.html"):
        assert "UMCG zit niet in deze cijfers" in page.read_text(encoding="utf-8"), page
    for name in ("tabel1_bestedingen", "tabel2_fte", "tabel3_medewerkers", "tabel4_vrouw_man"):
        rows = {row.pop("umc"): row for row in read(earlier / "tabellen" / f"{name}.csv")}
        assert set(rows["UMCG"].values()) == {""}
        assert all(cell for column, cell in rows["Totaal"].items() if column != "materieel_eur")
    budget = {row["umc"]: row["begroot_fte"] for row in read(earlier / "tabellen" / "tabel2_fte.csv")}
    assert budget["Totaal"] == "283.20"


def test_an_earlier_peildatum_has_no_publication_to_compare_with(earlier):
    assert read(earlier / "tabellen" / "aansluiting.csv") == []


def test_a_fout_stops_the_round_and_leaves_the_earlier_pages_alone(own_place):
    reports = own_place / "reports" / DAY
    before = (reports / "intern" / "index.html").read_bytes()
    shutil.rmtree(own_place / "data" / "raw" / DAY / "umcg")
    done = sectorplan(own_place, "run", DAY)
    assert done.returncode == 1 and "umcg" in done.stderr
    assert (reports / "intern" / "index.html").read_bytes() == before
    found = read(reports / "bevindingen" / "bevindingen.csv")
    assert list(found[0]) == ["code", "ernst", "umc", "bestand", "blad", "rij", "kolom", "veld", "waarde", "melding"]
    assert any(row["ernst"] == "fout" and row["umc"] == "umcg" for row in found)
