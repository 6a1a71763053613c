"""The exploration in a real browser: every widget changes the figure, and the numbers can be taken along."""

from __future__ import annotations

import csv
from pathlib import Path

from playwright.sync_api import TimeoutError

from tests.conftest import DAY, ROOT
from tests.workbench.conftest import LAB, served

AXE = ROOT / "tests" / "browser" / "node_modules" / "axe-core" / "axe.min.js"
#: Label of each list, and the choice that is made in it.
LISTS = {"Umc": "LUMC", "Functie": "UD's", "Thema": "Preventie", "Contract": "Vast", "Rijen per": "Peildatum"}
FIGURE = ".verkenning figure"


def explore(page):
    """Move every widget; after each, the figure is another one."""
    page.wait_for_selector(FIGURE)
    seen = [page.inner_html(FIGURE)]

    def changed(what):
        page.wait_for_function(
            "([selector, before]) => document.querySelector(selector)?.innerHTML !== before", arg=[FIGURE, seen[-1]]
        )
        seen.append(page.inner_html(FIGURE))
        assert seen[-1] not in seen[:-1], what

    page.get_by_role("button", name="Fte").click()
    changed("maat")
    page.locator(".noUi-handle").focus()
    page.keyboard.press("ArrowLeft")
    changed("peildatum")
    for label, choice in LISTS.items():
        page.get_by_label(label, exact=True).select_option(label=choice)
        changed(label)
    code = page.locator("textarea").last.input_value()
    for part in ('umc="lumc"', 'functiecategorie="UD"', 'thema="Preventie"', 'contractstatus="vast"', 'maat="fte"'):
        assert part in code
    with page.expect_download() as download:
        page.get_by_text("Bewaar als CSV, met definitie").click()
    with Path(download.value.path()).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows and {row["umc"] for row in rows} == {"LUMC"} and all(row["definitie"] for row in rows)


def run_all(page):
    """Run all cells, again when nothing came of it: the lab drops what is asked while a kernel still connects."""
    for _ in range(5):
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
        try:
            page.wait_for_selector(FIGURE, timeout=45_000)
        except TimeoutError:
            continue
        return


def test_a_researcher_explores_in_jupyterlab(visit, place, port):
    command = [
        LAB / "jupyter",
        "lab",
        "--no-browser",
        "--allow-root",
        f"--ServerApp.port={port}",
        "--IdentityProvider.token=",
    ]
    command += [f"--ServerApp.root_dir={place}"]
    with served(command, port=port, cwd=place) as address:
        page = visit.page
        page.goto(f"{address}/lab/tree/notebooks/verkenning.ipynb")
        page.wait_for_selector(".jp-Notebook .jp-CodeCell")
        page.get_by_text("sectorplan_analysis | Idle").wait_for()
        run_all(page)
        explore(page)
        assert page.get_by_text("Vertrouwelijk").count()
        assert page.get_by_role("button", name="sectorplan_analysis").count(), "the kernel has the name of the project"
    assert not visit.errors and not visit.elsewhere


def test_a_reader_explores_the_openbaar_edition_in_the_app(visit, place, port):
    command = [LAB / "python", "-m", "sectorplan_analysis.verkenning_app", DAY, f"--port={port}", "--no-browser"]
    with served(command, port=port, cwd=place) as address:
        page = visit.page
        page.goto(address, wait_until="commit")
        page.wait_for_selector(FIGURE)
        assert page.get_by_text("Vertrouwelijk").count() == 0
        assert not page.locator(".jp-InputArea-editor").count(), "there is no code to change"
        if AXE.is_file():
            page.add_script_tag(path=AXE)
            found = page.evaluate("axe.run('.verkenning', {resultTypes: ['violations']})")
            assert not found["violations"]
        explore(page)
    assert not visit.errors and not visit.elsewhere
