"""The round of the final evaluation through the real command, on invented deliveries of 2025 to 2028."""

import csv
import re

import pytest

from sectorplan_analysis.documents import LANDELIJKE_NOTEBOOKS, NOTEBOOKS
from sectorplan_analysis.pages import audit
from sectorplan_analysis.synthetic import rounds, truth, truth_changes
from tests.conftest import sectorplan

DAY = "2028-12-31"


@pytest.fixture(scope="module")
def edition(later_place):
    done = sectorplan(later_place, "run", DAY, "--edition", "intern", "--jobs", "2")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr and "WARNING" not in done.stderr
    return later_place / "reports" / DAY / "intern"


def test_every_page_is_there_under_the_names_of_the_umcs_of_that_year(edition):
    umcs = rounds.books()[2028].umcs
    expected = {f"{name}.html" for name in (*NOTEBOOKS, *LANDELIJKE_NOTEBOOKS, "index")}
    expected |= {f"umc/{umc}/{name}.html" for umc in umcs for name in NOTEBOOKS}
    assert {path.relative_to(edition).as_posix() for path in edition.rglob("*.html")} == expected
    assert "amsterdam-umc" in umcs and "amsterdam-umc-vu" not in umcs


def test_no_page_shows_an_undefined_number_an_error_or_a_fault(edition):
    for page in edition.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        assert not audit.faults(html), page
        assert not re.search(r">\s*(nan|inf|None|NaT|<NA>)\s*<", html), page
        # English error text, and numbers that were never there
        assert not re.search(r"Traceback|Exception|\w+Error\b|\w*Warning\b|\bnan\b", html), page
        assert "31 december 2028" in html and "Synthetische gegevens" in html, page


def test_the_tables_have_a_row_for_the_umcs_of_that_year(edition):
    with (edition / "tabellen" / "tabel2_fte.csv").open(encoding="utf-8", newline="") as file:
        names = [row["umc"] for row in csv.DictReader(file)]
    assert names[0] == rounds.FUSIENAAM and len(names) == 8 and names[-1] == truth.TOTAAL


def test_every_link_leads_somewhere(edition):
    for page in edition.rglob("*.html"):
        for link in re.findall(r'href="([^"#]+)', page.read_text(encoding="utf-8")):
            assert (page.parent / link).resolve().is_file(), f"{page}: {link}"


def test_the_page_of_the_goals_is_the_final_evaluation_and_its_numbers_are_those_of_the_book(edition):
    html = (edition / "eindevaluatie.html").read_text(encoding="utf-8")
    assert "eindstand van het plan" in html and "tussenstand" not in html
    assert "In 2023 is de werkdruk niet gemeten" in html
    with (edition / "tabellen" / "eindevaluatie.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["lezing"]: row for row in csv.DictReader(file)}
    boek = rounds.books()[2028]
    for name in ("structureel_aandeel_fte_pct", "vast_aandeel_fte_pct", "vrouwen_pct", "besteed_pct"):
        for side, year in (("van", 2023), ("tot", 2028)):
            expected = truth.kpis(boek, boek.peildatum.replace(year=year))[truth.TOTAAL, name]
            assert float(rows[name][f"waarde_{side}"]) == pytest.approx(float(expected), abs=1e-6)
    panel = truth_changes.panel(boek, 2025, 2028, "werkdruk")
    assert float(rows["werkdruk_gelijktijdig"]["verschil"]) == pytest.approx(float(panel.verandering), abs=1e-6)
    assert rows["werkdruk"]["oordeel"] == "niet bepaalbaar"
    assert rows["structureel_pct_2028"]["oordeel"] == "bereikt"
