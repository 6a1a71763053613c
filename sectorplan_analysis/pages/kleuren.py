"""The colours of figures, and the words for them in a legend.

They come in two kinds, so that a label is legible in light, dark and grey print alike. A *strong* fill stands out
from the paper and carries labels in the colour of the paper; a *soft* fill stands out from the ink, has a line around
it and carries labels in ink. In the dark scheme strong becomes light, soft becomes dark, and the labels swap with them.
`svg.py` turns the colours into CSS variables; the values here are the fallback and the light scheme.

Hues are from the blue/orange and purple/green pairs that remain apart for the common kinds of colour blindness; in grey
print neighbours differ in lightness (strong against soft) or in hatching. Light to import: every page and every table
needs the colours, and only figures need what draws.
"""

from __future__ import annotations

from dataclasses import dataclass

INK = "#1a1c1f"
PAPER = "#fefefe"


@dataclass(frozen=True)
class Kleur:
    """A fill: its words in a legend, colour in the light and the dark scheme, kind and hatching."""

    naam: str
    light: str
    dark: str
    strong: bool
    hatch: str = ""

    @property
    def label(self) -> str:
        """Colour of text on this fill."""
        return PAPER if self.strong else INK


CONTRACTSTATUS = {
    "vast": Kleur("vast", "#154273", "#8fb9ee", strong=True),
    "toegezegd_vast": Kleur("toegezegd vast", "#bdd7f1", "#27405c", strong=False, hatch="///"),
    "tijdelijk": Kleur("tijdelijk", "#b5520c", "#f2a365", strong=True),
    "inloop": Kleur("inloop", "#e3e1da", "#45443f", strong=False, hatch="---"),
    "onbekend": Kleur("onbekend", "#f7f7f6", "#202226", strong=False, hatch="xxx"),
}
GENDER = {
    "v": Kleur("vrouw", "#5d2a7a", "#cfa6e8", strong=True),
    "m": Kleur("man", "#bfe3cf", "#285240", strong=False),
    "x": Kleur("x", "#f3e3b5", "#5a4a17", strong=False, hatch="///"),
    "onbekend": CONTRACTSTATUS["onbekend"],
}
NEUTRAAL = Kleur("aantal", "#d5e5f5", "#26405e", strong=False)
KLEUREN = {
    **{f"status-{key}": kleur for key, kleur in CONTRACTSTATUS.items()},
    **{f"gender-{key}": kleur for key, kleur in GENDER.items() if key != "onbekend"},
    "neutraal": NEUTRAAL,
}


def css_variables() -> str:
    """The fills as CSS variables for a page: light, and dark on a screen that asks for it (print stays light)."""
    light = "".join(f"--{name}:{kleur.light};" for name, kleur in KLEUREN.items())
    dark = "".join(f"--{name}:{kleur.dark};" for name, kleur in KLEUREN.items())
    return f":root{{{light}}}\n@media screen and (prefers-color-scheme: dark){{:root{{{dark}}}}}"
