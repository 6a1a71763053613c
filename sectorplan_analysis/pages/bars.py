"""Horizontal bars: stacked amounts, or shares of 100 %, with labels on the bars."""

from __future__ import annotations

import textwrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sectorplan_analysis.pages import dutch
from sectorplan_analysis.pages.kleuren import INK, PAPER, Kleur
from sectorplan_analysis.pages.theme import drawing, dutch_axis

_INCH_PER_LETTER = 0.078
_PLOT_WIDTH = 4.6  # inches left for the bars beside their names; only decides which labels fit


def wrap(text: str, width: int = 24) -> str:
    """Text over at most three lines."""
    return "\n".join(textwrap.wrap(text, width, max_lines=3, placeholder=" …")) or text


def draw_bars(
    table: pd.DataFrame,
    *,
    palette: dict[str, Kleur],
    axis_label: str,
    decimals: int = 2,
    share: bool = False,
    marks: pd.Series | None = None,
    mark_name: str = "",
) -> Figure:
    """Bars of a wide table.

    Parameters
    ----------
    table
        One row per bar (the index is its name), one column per key of ``palette``, not negative; NaN draws nothing.
    share
        Draw each bar as 100 % with the amounts as labels.
    marks
        A value per bar to mark with a line across it, under the name ``mark_name``.
    """
    names = [wrap(str(name)) for name in table.index]
    lines = max((name.count("\n") + 1 for name in names), default=1)
    totals = table.sum(axis=1, min_count=1)
    lengths = table.div(totals.where(totals > 0), axis=0) * 100 if share else table
    reach = 100.0 if share else max(float(pd.concat([totals, marks]).max()) if marks is not None else totals.max(), 0.0)
    reach = reach or 1.0
    height = max(0.4, 0.17 * lines + 0.08)
    with drawing(0.85 + height * len(table)) as figure:
        ax = figure.add_subplot()
        left = pd.Series(0.0, index=range(len(table)))
        for key in table.columns:
            kleur, length = palette[key], lengths[key].fillna(0).reset_index(drop=True)
            ax.barh(
                left.index,
                length,
                left=left,
                height=0.66,
                label=kleur.naam,
                color=kleur.light,
                edgecolor=PAPER if kleur.strong else INK,
                linewidth=0.8,
                hatch=kleur.hatch,
            )
            for row, (start, size) in enumerate(zip(left, length, strict=True)):
                text = dutch.number(table[key].iloc[row], decimals)
                half = (len(text) * _INCH_PER_LETTER + 0.06) / 2 / _PLOT_WIDTH * reach
                hit = marks is not None and abs(marks.iloc[row] - start - size / 2) < half
                if size > 2 * half and not hit:
                    _label(ax, start + size / 2, row, text, kleur)
            left = left + length
        ends = left if marks is None else left.combine(marks.reset_index(drop=True), max)
        words = totals if marks is None else marks
        for row, (end, value) in enumerate(zip(ends, words, strict=True)):
            ax.text(
                end + reach * 0.012, row, _end_label(value, total=totals.iloc[row], share=share, decimals=decimals,
                mark_name=mark_name if marks is not None else ""), va="center", fontsize=8.5,
            )  # fmt: skip
        if marks is not None:
            at = range(len(table))
            ax.vlines(marks, [y - 0.43 for y in at], [y + 0.43 for y in at], color=PAPER, linewidth=4.5)
            line = ax.vlines(marks, [y - 0.43 for y in at], [y + 0.43 for y in at], color=INK, linewidth=2)
        ax.set_yticks(range(len(table)), names)
        ax.set_ylim(len(table) - 0.45, -0.55)
        ax.set_xlim(0, reach * (1.004 if share else 1.13 if marks is None else 1.24))
        ax.set_xlabel(axis_label)
        ax.spines["left"].set_visible(False)
        ax.grid(axis="x")
        ax.set_axisbelow(True)
        dutch_axis(ax, "x", suffix="%" if share else "")
        handles, labels = ax.get_legend_handles_labels()
        if marks is not None:
            handles, labels = [*handles, line], [*labels, mark_name]
        figure.legend(handles, labels, loc="outside upper left", ncols=6, handlelength=1.4, columnspacing=1.4)
    return figure


def _label(ax: Axes, x: float, y: float, text: str, kleur: Kleur) -> None:
    # On hatching a label needs its own ground; elsewhere the fill is the ground.
    ground = {"facecolor": kleur.light, "edgecolor": "none", "pad": 1.2} if kleur.hatch else None
    ax.text(x, y, text, ha="center", va="center", color=kleur.label, fontsize=8.5, bbox=ground)


def _end_label(value: float, *, total: float, share: bool, decimals: int, mark_name: str) -> str:
    """What stands after a bar: its total, the value of its mark, or why there is no bar."""
    if pd.isna(total):
        return dutch.ONBEPAALD
    if share:
        return "" if total else "geen"
    return f"{mark_name} {dutch.number(value, decimals)}".strip()
