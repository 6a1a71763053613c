"""The documentation site: links lead somewhere, nothing comes from elsewhere, names are found, everyone can read it."""

from __future__ import annotations

import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest

import sectorplan_analysis
from sectorplan_analysis.codebook import make_codebook
from sectorplan_analysis.findings import regels
from sectorplan_analysis.indicators import INDICATOREN
from tests.conftest import ROOT

AXE = ROOT / "tests" / "browser" / "node_modules" / "axe-core" / "axe.min.js"
SPHINX = ROOT / ".venv-docs" / "bin" / "python"
LOADED = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src"}


class Links(HTMLParser):
    """Addresses of a page: what it links to, what it loads, and the places in it."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.places: set[str] = set()
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag, attributes):
        own = dict(attributes)
        self.places |= {own[name] for name in ("id", "name") if own.get(name)}
        if tag == "a" and own.get("href"):
            self.links.append(own["href"])
        if own.get(LOADED.get(tag, "")):
            self.loaded.append(own[LOADED[tag]])


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    command = [SPHINX, "-m", "sphinx", "--fail-on-warning", "--nitpicky", "--quiet", "docs", folder]
    subprocess.run(list(map(str, command)), cwd=ROOT, check=True)
    return folder


@pytest.fixture(scope="module")
def pages(site):
    return {page: Links(page) for page in sorted(site.rglob("*.html"))}


def test_every_link_leads_to_a_page_and_a_place_in_it(pages):
    assert len(pages) > 15
    wrong = []
    for page, own in pages.items():
        for link in own.links:
            address, place = urldefrag(link)
            if "://" in address or address.startswith("mailto:"):
                continue
            target = (page.parent / unquote(address)).resolve() if address else page
            found = target in pages and (not place or unquote(place) in pages[target].places)
            if not (found or (target.is_file() and target not in pages)):
                wrong.append(f"{page.name}: {link}")
    assert not wrong


def test_nothing_is_loaded_from_elsewhere(pages):
    assert not [(page.name, address) for page, own in pages.items() for address in own.loaded if "//" in address]


def test_the_search_finds_every_public_name_column_rule_and_indicator(site, visit):
    words = [*sectorplan_analysis.__all__, *INDICATOREN, *regels(), *make_codebook()["column"].unique()]
    visit.page.goto((site / "search.html").as_uri())
    visit.page.wait_for_function("Search.hasIndex()")
    search = "words => words.map((word) => Search._performSearch(...Search._parseQuery(word)).map((found) => found[0]))"
    text = {page: (site / f"{page}.html").read_text("utf-8") for page in visit.page.evaluate("Search._index.docnames")}
    found = dict(zip(words, visit.page.evaluate(search, words), strict=True))
    assert len(found) > 200
    # a page that says the word itself, and not only a longer one that it is a part of
    assert not [w for w, own in found.items() if not any(re.search(rf"(?<![\w-]){w}(?![\w-])", text[p]) for p in own)]


@pytest.mark.parametrize("word", ["load_ronde", "toezegging_datum", "persoonsgegeven_bsn", "structureel_pct"])
def test_the_search_finds_a_name_from_disk(word, site, visit):
    visit.page.goto(f"{(site / 'search.html').as_uri()}?q={word}")
    visit.page.wait_for_selector("ul.search li a")
    assert not visit.errors and not visit.elsewhere


def test_every_page_can_be_read_by_everyone(pages, visit):
    assert AXE.is_file(), "make browser installs axe-core"
    wrong = []
    for page in pages:
        visit.page.goto(page.as_uri())
        visit.page.add_script_tag(path=AXE)
        found = visit.page.evaluate("axe.run({resultTypes: ['violations'], preload: false})")
        wrong += [(page.name, rule["id"], rule["nodes"][0]["html"][:150]) for rule in found["violations"]]
    assert not wrong
    assert not visit.errors and not visit.elsewhere
