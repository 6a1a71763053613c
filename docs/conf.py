"""The documentation site: ``make docs``. It opens from disk, is searched offline and loads nothing from elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sectorplan_analysis import __version__
from sectorplan_analysis.docs_reference import write_reference

HERE = Path(__file__).parent
#: Pages in English, for who writes code; all others, and the site around them, are Dutch.
ENGLISH = {
    "afhankelijkheden",
    "beginnen/onderzoeker",
    "cluster",
    "licenties",
    "mutatie",
    "onthulling",
    "recepten",
    "referentie/api",
    "referentie/codeboek",
    "statistiek",
    "wijzigingen",
}

write_reference(HERE / "referentie")

project = "sectorplan_analysis"
author = copyright = "The sectorplan_analysis developers"
version = release = __version__
language = "nl"
extensions = ["myst_parser", "sphinx.ext.autodoc", "numpydoc"]
myst_heading_anchors = 3
autodoc_typehints = "none"
numpydoc_show_class_members = False
nitpick_ignore_regex = [("py:.*", ".*")]

html_theme = "furo"
html_title = "Monitoring sectorplan"
html_copy_source = False
html_static_path = ["_static"]
html_js_files = ["site.js"]
# the summary under a result is fetched from the page, which a browser refuses on pages from disk
html_show_search_summary = False
html_show_sphinx = False


def make_accessible(app: Any, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Say of an English page that it is, for a screen reader, and of a caption in the navigation its level."""
    if pagename in ENGLISH:
        context["body"] = f'<div lang="en">{context["body"]}</div>'
    for name in ("body", "furo_navigation_tree"):
        if name in context:
            context[name] = context[name].replace('role="heading"', 'role="heading" aria-level="2"')


def setup(app: Any) -> None:
    # after the theme, which makes the navigation
    app.connect("html-page-context", make_accessible, priority=900)
