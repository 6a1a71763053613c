"""A real browser, and every kind of page to look at with it.

The round looked at is the one ``make report`` left, when it is newer than what it was made from; else it is made here.
``SECTORPLAN_RONDE`` names the folder of another round (``reports/<peildatum>``).
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from playwright.sync_api import Browser, Page, sync_playwright

from sectorplan_analysis.pages import Tabel
from sectorplan_analysis.pages.meta import PageMeta
from sectorplan_analysis.pages.render import notebook_to_html
from sectorplan_analysis.pdf import find_browser

ROOT = Path(__file__).parents[2]
DAG = dt.date(2025, 12, 31)
NATIONAL = ("index", "werkdruk_baanzekerheid", "diversiteit", "kengetallen", "datakwaliteit")
#: Every kind of page: those of a round, the list of rounds, a page that failed, and a table that is hard to sort.
PAGES = (
    *(f"intern/{name}.html" for name in NATIONAL),
    *(f"openbaar/{name}.html" for name in NATIONAL),
    "intern/umc/umcg/werkdruk_baanzekerheid.html",
    "intern/umc/umcg/kengetallen.html",
    "rondes.html",
    "mislukt.html",
    "sorteren.html",
)
DESKTOP, TABLET, PHONE = 1200, 768, 390


@dataclass
class Looked:
    """A page in the browser, with everything it asked for and complained about since it was opened."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=find_browser())
        yield running
        running.close()


@pytest.fixture(scope="session")
def ronde(tmp_path_factory) -> Path:
    """Folder of a round with both editions."""
    if given := os.environ.get("SECTORPLAN_RONDE"):
        return Path(given).resolve()
    made = ROOT / "reports" / DAG.isoformat()
    if _is_newer(made / "openbaar" / "manifest.json"):
        return made
    folder = tmp_path_factory.mktemp("ronde")
    options = ("--processed", str(folder / "processed"), "--reports", str(folder / "reports"))
    command = [sys.executable, "-m", "sectorplan_analysis.cli", "run", DAG.isoformat(), *options]
    subprocess.run(command, cwd=ROOT, check=True, timeout=1200)
    return folder / "reports" / DAG.isoformat()


def _is_newer(result: Path) -> bool:
    sources = [ROOT / "rondes.toml"]
    for folder in ("sectorplan_analysis", "notebooks", "data/raw"):
        sources += [path for path in (ROOT / folder).rglob("*") if path.is_file() and path.suffix != ".pyc"]
    return result.is_file() and result.stat().st_mtime > max(path.stat().st_mtime for path in sources)


@pytest.fixture(scope="session")
def made_here(tmp_path_factory) -> Path:
    """Folder with the pages that no round has."""
    folder = tmp_path_factory.mktemp("paginas")
    meta = PageMeta(DAG, "intern", DAG, index="", ontbrekend=("UMCG",))
    error = new_output("error", ename="E", evalue="v", traceback=["ZeroDivisionError: <x>", "van " * 200])
    failed = [new_markdown_cell("## Cijfers"), new_code_cell("1/0", outputs=[error])]
    names = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "Totaal"]
    values = [9.76, 1234.5, float("nan"), -3.0, "geheim", 40.0, 0.0, "geen medewerkers", 1000.25, 5555.0]
    days = ["9 april 2024", "8 mei 2023", "7 juni 2025", "6 april 2024", "5 mei 2023", "4 juni 2025", "3 april 2024"]
    days += ["2 mei 2023", "1 juni 2025", ""]
    frame = pd.DataFrame({"umc": names, "vast_fte": values, "dag": days})
    table = Tabel(frame, "Een tabel om te sorteren.", {"umc": "Umc", "vast_fte": "Vast", "dag": "Dag"})
    shown = new_output("execute_result", {"text/html": table._repr_html_(), "text/plain": "x"})
    sort = [new_markdown_cell("## Stand"), new_code_cell("x", outputs=[shown])]
    for name, cells in (("mislukt", failed), ("sorteren", sort)):
        html = notebook_to_html(new_notebook(cells=cells), title=name.capitalize(), meta=meta)
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def place(ronde, made_here) -> Callable[[str], Path]:
    """Where one of `PAGES` is."""

    def find(name: str) -> Path:
        if name == "rondes.html":
            return ronde.parent / "index.html"
        return (ronde if "/" in name else made_here) / name

    return find


@pytest.fixture
def look(browser, place) -> Iterator[Callable[..., Looked]]:
    """Open one of `PAGES`."""
    contexts = []

    def open_page(name: str, *, width: int = DESKTOP, **options) -> Looked:
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, **options))
        looked = Looked(contexts[-1].new_page())
        looked.page.on("request", lambda request: looked.requests.append(request.url))
        looked.page.on("console", lambda message: looked.complaints.append(message.text))
        looked.page.on("pageerror", lambda error: looked.complaints.append(str(error)))
        looked.page.goto(place(name).as_uri())
        return looked

    yield open_page
    for context in contexts:
        context.close()
