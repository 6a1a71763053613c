"""One look for all figures: colours, type and axis numbers, drawn the same on every machine.

Colours come in two kinds, so that a label is legible in light, dark and grey print alike. A *strong* fill stands out
from the paper and carries labels in the colour of the paper; a *soft* fill stands out from the ink, has a line around
it and carries labels in ink. In the dark scheme strong becomes light, soft becomes dark, and the labels swap with them.
`svg.py` turns the colours into CSS variables; the values here are the fallback and the light scheme.

Hues are from the blue/orange and purple/green pairs that remain apart for the common kinds of colour blindness; in grey
print neighbours differ in lightness (strong against soft) or in hatching.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import matplotlib as mpl
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from sectorplan_analysis.pages.dutch import number

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

#: Width of every figure in inches: the text column of a page at 96 dots per inch.
WIDTH = 7.4

_STYLE = {
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.8,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    # The font that ships with matplotlib sets the layout, so that every machine computes the same positions; it is
    # wide, so the reader's own font (see svg.py) fits wherever this one did.
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.labelsize": 9,
    "axes.titlesize": 9.5,
    "axes.titleweight": "bold",
    "xtick.labelsize": 9,
    "ytick.labelsize": 9,
    "legend.fontsize": 9,
    "legend.frameon": False,
    "grid.color": INK,
    "grid.alpha": 0.18,
    "grid.linewidth": 0.6,
    "hatch.color": INK,
    "hatch.linewidth": 0.5,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.major.width": 0.8,
    "ytick.major.width": 0,
    "svg.fonttype": "none",
    "svg.hashsalt": "sectorplan",
    "text.parse_math": False,
}


@contextmanager
def house_style() -> Iterator[None]:
    """The settings while drawing and while saving; text and ids are decided at saving.

    They start from those of matplotlib itself: a user's own ``matplotlibrc`` must not show in a figure.
    """
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(sns.axes_style("ticks") | _STYLE)
        yield


@contextmanager
def drawing(height: float, *, width: float = WIDTH) -> Iterator[Figure]:
    """A new figure in the house style; it lives outside pyplot, so nothing leaks into a notebook or a next figure."""
    with house_style():
        yield Figure(figsize=(width, height), layout="constrained")


def dutch_axis(ax: Axes, which: str, *, suffix: str = "") -> None:
    """Numbers on an axis with decimal comma and thousands dots, without needless decimals."""
    axis = getattr(ax, f"{which}axis")
    axis.set_major_formatter(
        FuncFormatter(lambda value, _: number(value, 0 if float(value).is_integer() else 1) + suffix)
    )


def css_variables() -> str:
    """The fills as CSS variables for a page: light, and dark on a screen that asks for it (print stays light)."""
    light = "".join(f"--{name}:{kleur.light};" for name, kleur in KLEUREN.items())
    dark = "".join(f"--{name}:{kleur.dark};" for name, kleur in KLEUREN.items())
    return f":root{{{light}}}\n@media screen and (prefers-color-scheme: dark){{:root{{{dark}}}}}"
