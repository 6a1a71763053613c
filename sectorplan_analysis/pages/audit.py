"""Rules a page must hold that a general checker does not know: it accepts any alternative text and any language."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise

from sectorplan_analysis.pages.frame import frame

_VAGE_ALT = re.compile(r"^(figuur|afbeelding|image|no description.*)?\W*\d*$", re.IGNORECASE)
_EXTERN = re.compile(
    r"""(?:src|href|action|data)\s*=\s*["']?\s*(?:https?:)?//|url\(\s*["']?(?:https?:)?//|@import""", re.IGNORECASE
)
_ONGELDIG = re.compile(r"\b(nan|NaN|NaT|None|inf|<NA>)\b")


def faults(html: str) -> list[str]:
    """What is wrong with a page, as sentences; empty when nothing is.

    Checks language, title, one h1, headings without a gap, unique ids, a caption and scopes in every table, a real text
    alternative on every image, no script but the one of `frame`, no address outside the page, and no 'nan' or 'None' in
    running text.
    """
    page = _Page()
    page.feed(html)
    found = list(page.faults)
    own = frame()
    found += ["script that is not ours" for script in page.scripts if script != own["script"]]
    if page.scripts and page.policy != own["beleid"]:
        found.append("script without the policy that lets only ours run")
    if page.lang != "nl":
        found.append(f"lang is {page.lang!r}, not 'nl'")
    if not page.title.strip():
        found.append("no title")
    if page.headings.count(1) != 1:
        found.append(f"{page.headings.count(1)} h1 headings")
    found += [f"heading skips from h{a} to h{b}" for a, b in pairwise(page.headings) if b > a + 1]
    found += [f"id {name!r} occurs {n} times" for name, n in Counter(page.ids).items() if n > 1]
    found += [f"link to missing id {name!r}" for name in page.anchors if name not in page.ids]
    found += [f"request outside the page: {match[0]}" for match in _EXTERN.finditer(html)]
    found += [f"text shows {match[0]!r}" for match in _ONGELDIG.finditer(" ".join(page.text))]
    return found


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lang: str | None = None
        self.title = ""
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.anchors: list[str] = []
        self.text: list[str] = []
        self.scripts: list[str] = []
        self.policy = ""
        self.faults: list[str] = []
        self._open: list[str] = []
        self._caption = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        self._open.append(tag)
        if tag == "html":
            self.lang = has.get("lang")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if has.get("id"):
            self.ids.append(has["id"] or "")
        if tag == "a" and (has.get("href") or "").startswith("#"):
            self.anchors.append((has["href"] or "")[1:])
        if tag == "script":
            self.scripts.append("")
        if any(name.startswith("on") for name in has) or (tag == "script" and has):
            self.faults.append(f"script in <{tag}>")
        if tag == "meta" and (has.get("http-equiv") or "").lower() == "content-security-policy":
            self.policy = has.get("content") or ""
        if tag == "table":
            self._caption = False
        if tag == "caption":
            self._caption = True
        if tag == "th" and not has.get("scope"):
            self.faults.append("th without scope")
        if (tag == "img" or has.get("role") == "img") and has.get("aria-hidden") != "true":
            alt = has.get("alt" if tag == "img" else "aria-label") or ""
            if _VAGE_ALT.match(alt):
                self.faults.append(f"<{tag}> without a real text alternative: {alt!r}")
        elif tag == "svg" and has.get("aria-hidden") != "true":
            self.faults.append("<svg> without role=img")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table" and not self._caption:
            self.faults.append("table without caption")
        while self._open and self._open.pop() != tag:
            pass  # void elements have no end tag

    def handle_data(self, data: str) -> None:
        if "title" in self._open[-1:]:
            self.title += data
        elif "script" in self._open[-1:]:
            self.scripts[-1] += data
        elif not {"style", "pre", "script"} & set(self._open):
            self.text.append(data)
