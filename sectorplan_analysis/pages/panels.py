"""Figures in panels: lines per reading, bubbles per situation, and the theme matrix."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure

from sectorplan_analysis.pages import dutch
from sectorplan_analysis.pages.bars import wrap
from sectorplan_analysis.pages.kleuren import CONTRACTSTATUS, INK, NEUTRAAL, Kleur
from sectorplan_analysis.pages.theme import drawing, dutch_axis

#: Width of a panel of figure 1, and the least width of a bubble that holds its figure.
_PANEL_POINTS = 150
_LETTER_POINTS = 8


def draw_lines(frame: pd.DataFrame, *, palette: dict[str, Kleur], dashes: dict[str, str]) -> Figure:
    """A panel per ``lezing`` with a line per ``contractstatus`` over ``jaar``; its last point has name and value."""
    titles = list(dict.fromkeys(frame["lezing"]))
    top = max(float(frame["fte"].max()), 1.0)
    years = sorted(frame["jaar"].unique())
    with drawing(3.1) as figure:
        axes = figure.subplots(1, len(titles), sharey=True, squeeze=False)[0]
        for ax, title in zip(axes, titles, strict=True):
            ends = []
            for key, kleur in palette.items():
                line = frame[(frame["lezing"] == title) & (frame["contractstatus"] == key)].sort_values("jaar")
                if line["fte"].notna().any():
                    colour = kleur.light if kleur.strong else INK
                    ax.plot(line["jaar"], line["fte"], dashes[key], color=colour, linewidth=2, markersize=5)
                    last = line.dropna(subset=["fte"]).iloc[-1]
                    text = f"{kleur.naam} {dutch.number(last['fte'], 1)}"
                    ends.append((float(last["fte"]), text, last["jaar"], colour))
            for (value, text, year, colour), y in zip(ends, spread([end[0] for end in ends], top * 0.075), strict=True):
                ax.annotate(
                    text, (year, value), xytext=(year + 0.12, y), va="center", color=colour, weight="bold", fontsize=8.5
                )
            ax.set_title(wrap(title, 38), loc="left")
            ax.set_xticks(years, [str(year) for year in years])
            ax.set_xlim(min(years) - 0.2, max(years) + 0.35 * max(len(years), 2))
            ax.set_ylim(0, top * 1.1)
            ax.grid(axis="y")
            dutch_axis(ax, "y")
        axes[0].set_ylabel("fte op 31 december")
    return figure


def spread(values: Sequence[float], gap: float) -> list[float]:
    """Positions for labels at these values, pushed up where needed so that no two are closer than ``gap``."""
    positions = list(values)
    order = sorted(range(len(values)), key=lambda i: values[i])
    for lower, upper in pairwise(order):
        positions[upper] = max(positions[upper], positions[lower] + gap)
    return positions


def draw_positions(frame: pd.DataFrame, *, situaties: dict[str, str], schaal: tuple[float, float]) -> Figure:
    """A panel per situation: bubbles at baanzekerheid (x) and werkdruk (y); area and, where it fits, figure give the
    participants.

    The grid is read from the data: the finer it is, the smaller the bubbles, so that neighbours stay apart.
    """
    low, high = schaal
    most = max(float(frame["aantal"].max()), 1)
    room = _PANEL_POINTS / ((high - low) * 1.14) * grid_step(frame)  # points between two neighbours
    step = max(1, round((high - low) / 5))
    with drawing(3.0) as figure:
        axes = figure.subplots(1, len(situaties), sharey=True, squeeze=False)[0]
        for ax, (key, title) in zip(axes, situaties.items(), strict=True):
            cells = frame[(frame["situatie"] == key) & (frame["aantal"] > 0)]
            smallest, largest = (0.65 * room) ** 2, (1.15 * room) ** 2
            sizes = smallest + cells["aantal"] / most * (largest - smallest)
            ax.scatter(
                cells["baanzekerheid"], cells["werkdruk"], s=sizes, color=NEUTRAAL.light, edgecolor=INK, linewidth=0.7,
                zorder=2,
            )  # fmt: skip
            for cell, size in zip(cells.itertuples(), sizes, strict=True):
                if size**0.5 >= _LETTER_POINTS:
                    ax.text(
                        cell.baanzekerheid, cell.werkdruk, dutch.number(cell.aantal), ha="center",
                        va="center_baseline", fontsize=7.5, zorder=3,
                    )  # fmt: skip
            ax.set_title(f"{wrap(title, 24)}\nn = {dutch.number(cells['aantal'].sum())}", loc="left")
            margin = (high - low) * 0.07
            ax.set(xlim=(low - margin, high + margin), ylim=(low - margin, high + margin), xlabel="baanzekerheid")
            ax.set_box_aspect(1)
            ax.set_xticks(np.arange(low, high + 1e-9, step))
            ax.set_yticks(np.arange(low, high + 1e-9, step))
            ax.grid()
            dutch_axis(ax, "x")
            dutch_axis(ax, "y")
        axes[0].set_ylabel("werkdruk")
    return figure


def grid_step(frame: pd.DataFrame) -> float:
    """Smallest distance between two scores that occur, at most 1."""
    scores = np.unique(frame[["baanzekerheid", "werkdruk"]].to_numpy(dtype=float).ravel())
    return float(min(1.0, *np.diff(scores), 1.0))


def draw_matrix(frame: pd.DataFrame, *, umcs: Sequence[str], themas: dict[str, str]) -> Figure:
    """Subthemes down (long names read on one line), umcs across; area is fte, a square marks what was planned."""
    subthemas = list(themas)
    # A free row above each thema for its name.
    rows: dict[str, float] = {}
    heads: dict[str, float] = {}
    y = 0.0
    for subthema in subthemas:
        if themas[subthema] not in heads:
            heads[themas[subthema]] = y
            y += 0.8
        rows[subthema] = y
        y += 1
    most = max(float(frame["fte"].max()) if frame["fte"].notna().any() else 0, 1)
    vast = CONTRACTSTATUS["vast"].light
    with drawing(0.9 + 0.42 * y) as figure:
        ax = figure.add_subplot()
        at = {umc: x for x, umc in enumerate(umcs)}
        planned = frame[frame["gepland"]]
        filled = frame[frame["fte"] > 0]
        ax.scatter(
            planned["naam"].map(at), planned["subthema"].map(rows), s=760, marker="s", color=NEUTRAAL.light,
            edgecolor=INK, linewidth=0.7, label="gepland (accent in het sectorplan)",
        )  # fmt: skip
        ax.scatter(
            filled["naam"].map(at), filled["subthema"].map(rows).astype(float) - 0.13, s=filled["fte"] / most * 200 + 6,
            color=vast, label="gerealiseerde fte (grootte van de stip; getal eronder)",
        )  # fmt: skip
        for umc, subthema, fte in zip(filled["naam"], filled["subthema"], filled["fte"], strict=True):
            ax.text(at[umc], rows[subthema] + 0.36, dutch.number(fte, 1), ha="center", fontsize=7)
        for name, row in heads.items():
            ax.text(-0.75, row, name, weight="bold", ha="right", va="center", fontsize=8.5)
        ax.set_yticks(list(rows.values()), [wrap(name, 28) for name in rows])
        ax.set_xticks(range(len(umcs)), [wrap(name, 10) for name in umcs], fontsize=7.5)
        ax.xaxis.tick_top()
        ax.tick_params(length=0)
        ax.set_xlim(-0.6, len(umcs) - 0.4)
        ax.set_ylim(y - 0.4, -0.5)
        for spine in ax.spines.values():
            spine.set_visible(False)
        handles, labels = ax.get_legend_handles_labels()
        legend = figure.legend(handles, labels, loc="outside lower left", ncols=2, handletextpad=0.5)
        for handle in legend.legend_handles:
            if isinstance(handle, PathCollection):
                handle.set_sizes([60])
    return figure
