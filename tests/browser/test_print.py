"""The pages on paper and as PDF: tagged, in Dutch, numbered, and no table or row cut that fits on a page."""

from __future__ import annotations

import shutil
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from sectorplan_analysis.pdf import find_browser, pdf_of, print_pages
from tests.browser.conftest import DAG, PAGES

#: Width and height in CSS pixels of what the margins leave of A4; see @page in style.css.
PAPER = {"width": round(178 / 25.4 * 96), "height": round(259 / 25.4 * 96)}


@pytest.fixture(scope="session")
def folder(tmp_path_factory, place):
    """Every kind of page with its PDF."""
    copied = tmp_path_factory.mktemp("pdf")
    for name in PAGES:
        (copied / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(place(name), copied / name)
    assert list(print_pages(copied, browser=find_browser(), day=DAG, jobs=2))
    return copied


@pytest.fixture
def pdf(folder):
    def read(name):
        return PdfReader(folder / pdf_of(Path(name)))

    return read


class Tags:
    """The tag tree of a PDF: elements by tag, and the pages an element is printed on."""

    def __init__(self, reader: PdfReader) -> None:
        self.number = {page.indirect_reference.idnum: i for i, page in enumerate(reader.pages)}
        self.found: list[DictionaryObject] = []
        self._walk(reader.trailer["/Root"]["/StructTreeRoot"])

    def of(self, tag: str) -> list[DictionaryObject]:
        return [element for element in self.found if element.get("/S") == tag]

    def inside(self, element: DictionaryObject, tag: str) -> list[DictionaryObject]:
        children = [child for child in _kids(element) if isinstance(child, DictionaryObject) and "/S" in child]
        return [own for child in children for own in ([child] if child["/S"] == tag else self.inside(child, tag))]

    def pages(self, element: DictionaryObject | int, page: int | None = None) -> set[int]:
        if isinstance(element, int):
            return set() if page is None else {page}
        page = self.number[element.raw_get("/Pg").idnum] if "/Pg" in element else page
        if element.get("/Type") == "/MCR":
            return {page}
        return {found for child in _kids(element) for found in self.pages(child, page)}

    def _walk(self, element: DictionaryObject) -> None:
        self.found.append(element)
        for child in _kids(element):
            if isinstance(child, DictionaryObject) and "/S" in child:
                self._walk(child)


def _kids(element):
    kids = element.get("/K", [])
    kids = kids.get_object() if isinstance(kids, IndirectObject) else kids
    return [kid.get_object() for kid in kids] if isinstance(kids, list) else [kids]


@pytest.mark.parametrize("name", PAGES)
def test_a_pdf_is_tagged_and_says_its_language_and_title(pdf, name):
    reader = pdf(name)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "nl"
    assert "Monitor sectorplan" in reader.metadata.title
    assert reader.outline
    tags = Counter(element.get("/S") for element in Tags(reader).found)
    assert tags["/H1"] == 1 and tags["/H2"] >= 1


@pytest.mark.parametrize("name", PAGES)
def test_every_figure_in_a_pdf_has_its_text_alternative(pdf, look, name):
    tags = Tags(pdf(name))
    told = [figure["/Alt"] for figure in tags.of("/Figure") if figure.get("/Alt")]
    page = look(name).page
    page.emulate_media(media="print")
    shown = page.locator("svg[role=img]:visible").evaluate_all("(all) => all.map((each) => each.ariaLabel)")
    assert [alt for alt in shown if alt not in told] == []


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_a_pdf_carries_its_number(pdf, name):
    pages = pdf(name).pages
    for number, page in enumerate(pages, start=1):
        assert f"{number} / {len(pages)}" in page.extract_text()


@pytest.mark.parametrize("name", PAGES)
def test_no_row_is_cut_and_a_table_that_fits_on_a_page_stands_on_one(pdf, look, name):
    reader = pdf(name)
    tags = Tags(reader)
    page = look(name).page
    page.emulate_media(media="print")
    page.set_viewport_size(PAPER)
    measured = page.locator("table:visible").evaluate_all(
        "(all) => all.map((each) => ({high: each.closest('.tabel').offsetHeight, heads: each.tHead.rows.length,"
        " last: each.tHead.lastElementChild.lastElementChild.textContent}))"
    )
    tables = tags.of("/Table")
    assert len(tables) == len(measured)
    for table, seen in zip(tables, measured, strict=True):
        on = tags.pages(table)
        if seen["high"] < 0.9 * PAPER["height"]:
            assert len(on) == 1, f"a table that fits is cut over pages {on}"
        rows = tags.inside(table, "/TR")[seen["heads"] :]
        assert rows and all(len(tags.pages(row)) <= 1 for row in rows), "a row is cut"
        for number in on:
            assert _letters(seen["last"]) in _letters(reader.pages[number].extract_text()), (
                f"no header on page {number}"
            )


def _letters(text: str) -> str:
    """Text without spaces, hyphenation and ligatures."""
    return "".join(unicodedata.normalize("NFKC", text).replace("\N{SOFT HYPHEN}", "").split())


@pytest.mark.parametrize("name", PAGES)
def test_header_cells_are_tagged_with_their_direction(pdf, name):
    for header in Tags(pdf(name)).of("/TH"):
        attributes = header["/A"] if isinstance(header["/A"], list) else [header["/A"]]
        assert any(each.get_object().get("/Scope") in ("/Row", "/Column") for each in attributes)


def test_a_pdf_holds_no_path_of_this_machine_and_no_link_out(folder, pdf):
    for name in PAGES:
        data = (folder / pdf_of(Path(name))).read_bytes()
        assert b"file:" not in data and str(folder).encode() not in data
        assert not [a for page in pdf(name).pages for a in page.get("/Annots", []) if "/A" in a.get_object()]


def test_the_same_page_gives_the_same_pdf(folder):
    first = folder / pdf_of(Path("sorteren.html"))
    before = first.read_bytes()
    again = folder.parent / f"{folder.name}-weer"
    again.mkdir()
    shutil.copy(folder / "sorteren.html", again)
    assert next(print_pages(again, browser=find_browser(), day=DAG, jobs=1)).read_bytes() == before
