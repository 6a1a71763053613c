"""A matplotlib figure as inline SVG that belongs in a page: small, deterministic, themed and with a text alternative.

Text stays text (``svg.fonttype = none``) rather than paths: the file is a fifth of the size, the reader's own font and
text size apply, text can be searched and copied, and it takes the colour of the page in the dark scheme. The price is
that letters may be a little narrower than where the layout put them, never wider in practice.
"""

from __future__ import annotations

import hashlib
import io
import re
from html import escape

from matplotlib.figure import Figure

from sectorplan_analysis.pages.kleuren import INK, KLEUREN, PAPER
from sectorplan_analysis.pages.theme import house_style

_VARIABLES = {INK: "currentColor", PAPER: f"var(--papier, {PAPER})"} | {
    kleur.light: f"var(--{name}, {kleur.light})" for name, kleur in KLEUREN.items()
}


def to_svg(figure: Figure, *, alt: str) -> str:
    """Inline ``<svg role="img">`` of a figure.

    The same figure gives the same bytes: no date, no version, ids derived from the drawing itself. Colours of the theme
    become CSS variables with the light colour as fallback.
    """
    buffer = io.StringIO()
    with house_style():
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    raw = buffer.getvalue()
    view_box = re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', raw)[0]
    width, height = (round(float(size) * 96 / 72) for size in view_box)
    body = raw[raw.index(">", raw.index("<svg")) + 1 : raw.rindex("</svg>")]
    body = re.sub(r"<metadata>.*?</metadata>|<style.*?</style>|<!--.*?-->", "", body, flags=re.DOTALL)
    body = _own_ids(body)
    body = re.sub(r"#[0-9a-f]{6}", lambda match: _VARIABLES.get(match[0], match[0]), body)
    body = re.sub(r' transform="rotate\(-?0 [^"]*"|font-family: [^;"]*;? ?|font-style: normal;? ?', "", body)
    body = re.sub(r'="[^"]*"', _shorten, body.replace("xlink:href", "href"))
    body = re.sub(r">\s+<", "><", body).strip()
    return (
        f'<svg role="img" aria-label="{escape(alt)}" viewBox="0 0 {view_box[0]} {view_box[1]}" width="{width}" '
        f'height="{height}" font-family="system-ui, sans-serif" stroke-linejoin="round" xmlns="http://www.w3.org/2000/svg">{body}</svg>'
    )


def _own_ids(body: str) -> str:
    """Keep only ids something refers to, under a name no other figure on the page has."""
    used = set(re.findall(r'(?:url\(#|href="#)([\w-]+)', body))
    prefix = "f" + hashlib.sha256(body.encode()).hexdigest()[:8]
    body = re.sub(r' id="([\w.-]+)"', lambda match: f' id="{prefix}-{match[1]}"' if match[1] in used else "", body)
    return re.sub(r'(url\(#|href="#)([\w-]+)', rf"\1{prefix}-\2", body)


def _shorten(attribute: re.Match[str]) -> str:
    """Coordinates in hundredths of a point, on one line."""
    return re.sub(r"\d+\.\d{3,}", lambda number: f"{float(number[0]):.2f}", attribute[0].replace("\n", ""))
