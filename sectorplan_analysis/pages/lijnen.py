"""Small multiples of lines over days: one panel per measure, a line per series, a gap where a number is not shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from matplotlib.figure import Figure

from sectorplan_analysis.pages import dutch
from sectorplan_analysis.pages.bars import wrap
from sectorplan_analysis.pages.kleuren import CONTRACTSTATUS, INK
from sectorplan_analysis.pages.panels import spread
from sectorplan_analysis.pages.svg import to_svg
from sectorplan_analysis.pages.theme import drawing, dutch_axis

_COLUMNS = 2
_STYLES = (("o-", CONTRACTSTATUS["vast"].light), ("s--", CONTRACTSTATUS["tijdelijk"].light))


@dataclass(frozen=True)
class Lijn:
    """A series in a panel: points in time with a value, None where it is not shown."""

    naam: str
    punten: Sequence[tuple[dt.date, float | None]]


@dataclass(frozen=True)
class Paneel:
    """A measure: title with unit, its lines, a target with its name, days at which a definition changed."""

    titel: str
    lijnen: Sequence[Lijn]
    decimalen: int = 1
    eenheid: str = ""
    doel: float | None = None
    breuken: Sequence[dt.date] = field(default_factory=tuple)
    top: float | None = None


def lines_svg(panels: Sequence[Paneel]) -> str:
    """The panels as inline SVG with a text alternative; '' when there is nothing to draw."""
    panels = [panel for panel in panels if any(value is not None for line in panel.lijnen for _, value in line.punten)]
    return to_svg(_draw(panels), alt=describe(panels)) if panels else ""


def describe(panels: Sequence[Paneel]) -> str:
    """Every point of the chart in words."""
    told = []
    for panel in panels:
        for line in panel.lijnen:
            points = [f"{_value(value, panel)} op {dutch.date(day)}" for day, value in line.punten if value is not None]
            name = f"{panel.titel}, {line.naam}" if line.naam else panel.titel
            if points:
                told.append(f"{name}: {dutch.join_words(points)}.")
        if panel.doel is not None:
            told.append(f"Streefwaarde: {_value(panel.doel, panel)}.")
        if panel.breuken:
            told.append(f"Breuk in de reeks op {dutch.join_words(dutch.date(day) for day in panel.breuken)}.")
    return " ".join(told)


def _value(value: float, panel: Paneel) -> str:
    return f"{dutch.number(value, panel.decimalen)}{panel.eenheid}"


def _draw(panels: Sequence[Paneel]) -> Figure:
    rows = -(-len(panels) // _COLUMNS)
    days = sorted({day for panel in panels for line in panel.lijnen for day, _ in line.punten})
    years = range(days[0].year, days[-1].year + 1)
    with drawing(2.3 * rows) as figure:
        axes = figure.subplots(rows, _COLUMNS, squeeze=False, sharex=True).ravel()
        for ax, panel in zip(axes, panels, strict=False):
            highest = max(v for line in panel.lijnen for _, v in line.punten if v is not None)
            top = panel.top or 1.2 * max(highest, panel.doel or 0, 1e-9)
            ends = []
            for line, (style, colour) in zip(panel.lijnen, _STYLES, strict=False):
                at = [_year(day) for day, _ in line.punten]
                values = [float("nan") if value is None else value for _, value in line.punten]
                ax.plot(at, values, style, color=colour, linewidth=2, markersize=5)
                last = [(x, value) for x, (_, value) in zip(at, line.punten, strict=True) if value is not None]
                ends += [(*last[-1], line.naam, colour)] if last else []
            for (x, value, name, colour), y in zip(ends, spread([end[1] for end in ends], top * 0.1), strict=True):
                text = f"{name} {_value(value, panel)}".strip()
                ax.annotate(text, (x, y), xytext=(0, 6), textcoords="offset points", ha="right", color=colour,
                            weight="bold", fontsize=8)  # fmt: skip
            if panel.doel is not None:
                ax.axhline(panel.doel, color=INK, linewidth=1, linestyle=":")
                ax.annotate(f"streefwaarde {_value(panel.doel, panel)}", (_year(days[0]), panel.doel), xytext=(0, 3),
                            textcoords="offset points", fontsize=7.5)  # fmt: skip
            for day in panel.breuken:
                ax.axvline(_year(day) - 0.25, color=INK, linewidth=0.8, linestyle=(0, (1, 2)))
            ax.set_ylim(0, top)
            ax.set_title(wrap(panel.titel, 44), loc="left")
            ax.grid(axis="y")
            dutch_axis(ax, "y", suffix=panel.eenheid if panel.eenheid == "%" else "")
        for ax in axes[len(panels) :]:
            ax.set_visible(False)
        for ax in axes[: len(panels)]:
            ax.set_xlim(years[0] + 0.6, years[-1] + 1.25)
            ax.set_xticks([year + 1 for year in years], [f"eind\n{year}" for year in years])
            ax.tick_params(labelbottom=True)
    return figure


def _year(day: dt.date) -> float:
    """A day as a place on the axis: 31 December 2025 is 2026."""
    return day.year + day.timetuple().tm_yday / (366 if day.year % 4 == 0 else 365)
