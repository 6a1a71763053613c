"""What is done around the browser; the printed pages themselves are looked at in tests/browser."""

import datetime as dt

import pytest

from sectorplan_analysis import pdf
from sectorplan_analysis.cli import main
from sectorplan_analysis.errors import CallError

DAG = dt.date(2025, 12, 31)


@pytest.fixture
def no_browser(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(pdf, "_PLACES", ())
    monkeypatch.setattr(pdf, "_MAC", ())


@pytest.fixture
def browser(tmp_path):
    """A program in the place of a browser, that does what a test says."""

    def make(body):
        path = tmp_path / "chromium"
        path.write_text(f"#!/usr/bin/env python3\nimport sys\n{body}\n", encoding="utf-8")
        path.chmod(0o755)
        return str(path)

    return make


PRINTS = (
    "target = next(a for a in sys.argv if a.startswith('--print-to-pdf=')).partition('=')[2]\n"
    "page = open(sys.argv[-1].removeprefix('file://'), encoding='utf-8').read()\n"
    "open(target, 'w', encoding='utf-8').write(page)"
)


def test_without_a_browser_the_call_ends_with_what_to_do_before_anything_is_read(no_browser, capsys, tmp_path):
    assert main(["run", "2025-12-31", "--pdf", "--raw", str(tmp_path / "nergens")]) == 2
    said = capsys.readouterr().err
    assert "Chromium, Chrome of Edge" in said and "laat --pdf weg" in said and "nergens" not in said


def test_a_browser_on_the_search_path_is_found(monkeypatch, browser, tmp_path):
    program = browser("")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert pdf.find_browser() == program


def test_every_page_gets_a_pdf_in_the_same_place_and_nothing_else_is_left(browser, tmp_path):
    folder = tmp_path / "intern"
    for page in ("index.html", "umc/lumc/kengetallen.html"):
        (folder / page).parent.mkdir(parents=True, exist_ok=True)
        (folder / page).write_text('<a href="../x.html">x</a><a href="#a">a</a>', encoding="utf-8")
    made = list(pdf.print_pages(folder, browser=browser(PRINTS), day=DAG, jobs=2))
    assert made == [folder / "pdf" / "index.pdf", folder / "pdf" / "umc" / "lumc" / "kengetallen.pdf"]
    assert sorted(path for path in (folder / "pdf").rglob("*") if path.is_file()) == made
    assert made[0].read_text(encoding="utf-8") == '<a>x</a><a href="#a">a</a>'


def test_a_browser_that_prints_nothing_is_named_and_leaves_nothing(browser, tmp_path):
    (tmp_path / "intern").mkdir()
    (tmp_path / "intern" / "index.html").write_text("x", encoding="utf-8")
    with pytest.raises(CallError, match=r"chromium.*geen pdf van index\.html"):
        list(pdf.print_pages(tmp_path / "intern", browser=browser("sys.exit(1)"), day=DAG, jobs=1))
    assert list((tmp_path / "intern" / "pdf").iterdir()) == []


def test_two_prints_of_one_page_differ_in_nothing():
    first = b"/CreationDate (D:20261122065841+00'00') /ID (node00000074) /ID (node00000080) (node00000074)"
    later = b"/CreationDate (D:20270101000000+00'00') /ID (node00000174) /ID (node00000181) (node00000174)"
    assert pdf.repeatable(first, day=DAG) == pdf.repeatable(later, day=DAG)
    assert len(pdf.repeatable(first, day=DAG)) == len(first), "a PDF holds the places of its parts"
    assert b"(D:20251231000000+00'00')" in pdf.repeatable(first, day=DAG)
