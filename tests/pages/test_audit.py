import pytest

from sectorplan_analysis.pages.audit import faults
from sectorplan_analysis.pages.frame import frame

GOED = '<!DOCTYPE html><html lang="nl"><head><title>T</title></head><body><h1>T</h1>{}</body></html>'


def test_a_sound_page_has_no_faults():
    table = '<table><caption>Stand</caption><tr><th scope="col">Umc</th></tr></table>'
    assert faults(GOED.format(f'<h2 id="a">A</h2><a href="#a">A</a>{table}<pre>None</pre>')) == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<h1>nog een</h1>", "2 h1"),
        ("<h3>te diep</h3>", "skips from h1 to h3"),
        ("<table><caption>x</caption><tr><th>Umc</th></tr></table>", "th without scope"),
        ("<table><tr><td>1</td></tr></table>", "table without caption"),
        ('<img src="data:,">', "without a real text alternative"),
        ('<img src="data:," alt="Figuur 1">', "without a real text alternative"),
        ('<img src="data:," alt="No description has been provided for this image">', "real text alternative"),
        ("<svg></svg>", "svg"),
        ('<svg role="img" aria-label=""></svg>', "real text alternative"),
        ("<script>1</script>", "script that is not ours"),
        ('<script src="a.js"></script>', "script in <script>"),
        (f"<script>{frame()['script']}</script>", "without the policy"),
        ('<p onclick="x()">a</p>', "script"),
        ('<img alt="De stand per umc" src="https://voorbeeld.nl/a.png">', "outside the page"),
        ('<link href="//voorbeeld.nl/a.css">', "outside the page"),
        ("<style>@import 'a'</style>", "outside the page"),
        ("<p>De stand is nan.</p>", "'nan'"),
        ("<td>None</td>", "'None'"),
        ('<p id="a"></p><p id="a"></p>', "occurs 2 times"),
        ('<a href="#weg">weg</a>', "missing id"),
    ],
)
def test_each_fault_is_found(body, fault):
    assert any(fault in found for found in faults(GOED.format(body)))


def test_a_page_in_another_language_or_without_title_is_found():
    assert faults(GOED.format("").replace('"nl"', '"en"')) == ["lang is 'en', not 'nl'"]
    assert faults(GOED.format("").replace("<title>T</title>", "")) == ["no title"]


def test_a_link_a_reader_may_follow_is_no_request():
    assert "a href" not in str(faults(GOED.format("<p>Zie https://voorbeeld.nl</p>")))
