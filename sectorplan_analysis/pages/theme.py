"""One look for all figures: type, lines and axis numbers, drawn the same on every machine; see `kleuren.py` too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import matplotlib as mpl
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from sectorplan_analysis.pages.dutch import number
from sectorplan_analysis.pages.kleuren import INK

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
