"""An executed notebook as a page: cleaned, so that one run gives one result, and rendered with our template."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from functools import cache
from html import unescape
from typing import Any

import nbformat
from nbconvert.exporters import TemplateExporter
from traitlets.config import Config

from sectorplan_analysis.pages.frame import TEMPLATES, frame
from sectorplan_analysis.pages.meta import PageMeta


class NotebookNoise(ValueError):  # noqa: N818 - it is noise, not an error of ours
    """A notebook printed something a reader must not see: a warning, or text that differs per run."""


class PageOutline(ValueError):  # noqa: N818
    """The headings of a notebook do not make a table of contents."""


def clean_notebook(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """A copy without what differs per run or machine: times, random ids, tool versions, papermill's records.

    Raises
    ------
    NotebookNoise
        When a cell wrote to stderr, or shows a memory address. A notebook that stopped with an error is left to show
        its error.
    """
    clean = copy.deepcopy(notebook)
    failed = any(output.output_type == "error" for cell in clean.cells for output in cell.get("outputs", []))
    for position, cell in enumerate(clean.cells, start=1):
        cell.id = f"cel-{position:03}"
        tags = cell.metadata.get("tags", [])
        cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
        for output in cell.get("outputs", []):
            if "metadata" in output:
                output.metadata = nbformat.from_dict({})
            noise = _noise(output)
            if noise and not failed:
                raise NotebookNoise(f"cell {position} shows {noise}\n--- source\n{cell.source}")
    clean.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    return clean


def _noise(output: nbformat.NotebookNode) -> str:
    if output.output_type == "stream":
        return f"stderr: {output.text}" if output.name == "stderr" else ""
    data = output.get("data", {})
    shown = data.get("text/html", data.get("text/plain", ""))
    return f"a memory address: {shown}" if re.search(r" at 0x[0-9a-f]{6,}", shown) else ""


def notebook_to_html(notebook: nbformat.NotebookNode, *, title: str, meta: PageMeta) -> str:
    """Page of an executed notebook.

    A heading of level one in the notebook gives way to ``title``, so that each page has exactly one.

    Raises
    ------
    NotebookNoise
        See `clean_notebook`.
    PageOutline
        When headings skip a level or there is a second heading of level one.
    """
    html, _ = _exporter().from_notebook_node(
        clean_notebook(notebook), resources={"pagina": {"titel": title, "meta": meta}}
    )
    return html.strip() + "\n"


@cache
def _exporter() -> PageExporter:
    """One per process, which keeps the compiled template and nothing of a notebook."""
    return PageExporter()


class PageExporter(TemplateExporter):
    """nbconvert with the template of this package.

    Not HTMLExporter: that one passes the page through a parser that rewrites every SVG, and brings script addresses.
    """

    export_from_notebook = None  # type: ignore[assignment]  # nbconvert's own way to stay out of its menu
    file_extension = ".html"
    output_mimetype = "text/html"
    template_name = "sectorplan"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(extra_template_basedirs=[str(TEMPLATES)], **kwargs)  # type: ignore[no-untyped-call]
        self.register_filter("outline", outline)  # type: ignore[no-untyped-call]
        self.environment.globals.update(frame())

    @property
    def default_config(self) -> Config:
        priority = ["text/html", "text/markdown", "image/svg+xml", "image/png", "text/plain"]
        # nothing comes between the steps of the conversion; to check the notebook after each took a third of the time
        return Config(
            {"NbConvertBase": {"display_data_priority": priority}, "Exporter": {"optimistic_validation": True}}
        )


def outline(html: str) -> Mapping[str, Any]:
    """Number the headings of a page: ``html`` with unique ids, and ``inhoud`` as (level, id, text) of h2 and h3."""
    entries: list[tuple[int, str, str]] = []
    previous = 1
    titles = 0

    def heading(match: re.Match[str]) -> str:
        nonlocal previous, titles
        level = int(match["level"])
        text = re.sub(r'<a class="anchor-link".*?</a>', "", match["text"], flags=re.DOTALL).strip()
        if level == 1:
            titles += 1
            if titles > 1 or entries:
                raise PageOutline(f"a page has one title; found another: {text}")
            return ""
        if level > previous + 1:
            raise PageOutline(f"heading {text!r} skips from level {previous} to {level}")
        previous = level
        words = unescape(re.sub(r"<[^>]*>", "", text))
        anchor = f"deel-{len(entries) + 1}"
        entries.append((level, anchor, words))
        return f'<h{level} id="{anchor}">{text}</h{level}>'

    pattern = r"<h(?P<level>[1-6])[^>]*>(?P<text>.*?)</h(?P=level)>"
    numbered = re.sub(pattern, heading, html, flags=re.DOTALL)
    return {"html": numbered, "inhoud": [entry for entry in entries if entry[0] <= 3]}
