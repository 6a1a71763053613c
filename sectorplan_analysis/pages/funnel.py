"""Umcs held against the national share: a funnel with a row per umc, from small to large, and no ranking."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from sectorplan_analysis.pages import dutch
from sectorplan_analysis.pages.bars import wrap
from sectorplan_analysis.pages.describe import NIETS
from sectorplan_analysis.pages.display import Figuur
from sectorplan_analysis.pages.kleuren import GENDER, INK, NEUTRAAL
from sectorplan_analysis.pages.stacked import nothing, numbered
from sectorplan_analysis.pages.theme import drawing, dutch_axis


def trechter(frame: pd.DataFrame, *, wat: str, bijschrift: str, bron: str = "") -> Figuur:
    """Funnel of a share per umc.

    Parameters
    ----------
    frame
        umc (display name), teller, noemer; aandeel, landelijk, laag, hoog, laag_samen, hoog_samen (fractions);
        wijkt_af. Umcs without persons keep their row in the numbers and are not drawn.
    wat
        What the share is about, for the words: 'vrouwen'.
    """
    table = frame.rename(
        columns={
            "teller": "aantal_eigen",
            "noemer": "aantal_alle",
            "laag": "aandeel_laag",
            "hoog": "aandeel_hoog",
            "laag_samen": "aandeel_laag_samen",
            "hoog_samen": "aandeel_hoog_samen",
        }
    )
    kolommen = {
        "umc": "Umc",
        "aantal_eigen": wat.capitalize(),
        "aantal_alle": "Medewerkers",
        "aandeel": "Aandeel",
        "aandeel_laag": "Grens laag",
        "aandeel_hoog": "Grens hoog",
        "aandeel_laag_samen": "Grens laag, umc's samen",
        "aandeel_hoog_samen": "Grens hoog, umc's samen",
    }
    drawn = frame[frame["noemer"] > 0].sort_values("noemer", kind="stable")
    if drawn.empty:
        return nothing(table, bijschrift, "", bron)
    decimals = {name: 1 for name in kolommen if name.startswith("aandeel")}
    alt = describe_funnel(drawn, wat=wat)
    return numbered(
        draw_funnel(drawn, wat=wat), alt, table, kolommen, bijschrift, "", bron, decimalen=decimals,
        leeg="geen medewerkers",
    )  # fmt: skip


def describe_funnel(frame: pd.DataFrame, *, wat: str) -> str:
    """Every umc with its share and its limits, and which lie outside."""
    if frame.empty:
        return NIETS
    rows = "; ".join(
        f"{row.umc} {dutch.percent(row.aandeel, 1)} van {dutch.number(row.noemer)}, grens "
        f"{dutch.percent(row.laag, 1)} tot {dutch.percent(row.hoog, 1)}"
        for row in frame.itertuples()
    )
    outside = dutch.join_words(frame.loc[frame["wijkt_af"], "umc"], none="geen umc")
    return (
        f"Trechter: aandeel {wat} per umc, van klein naar groot, rond het landelijke aandeel van "
        f"{dutch.percent(frame['landelijk'].iloc[0], 1)}. {rows}. Buiten de grens voor alle umc's samen: {outside}."
    )


def draw_funnel(frame: pd.DataFrame, *, wat: str) -> Figure:
    """A row per umc in the order of the frame: limits as a bar and a line, the umc as a dot (a diamond outside)."""
    names = [f"{wrap(umc)} ({dutch.number(n)})" for umc, n in zip(frame["umc"], frame["noemer"], strict=True)]
    shares = frame[["aandeel", "laag", "hoog", "laag_samen", "hoog_samen", "landelijk"]] * 100
    rows = range(len(frame))
    with drawing(1.0 + 0.36 * len(frame)) as figure:
        ax = figure.add_subplot()
        ax.hlines(
            rows, shares["laag_samen"], shares["hoog_samen"], color=INK, linewidth=1.2, label="grens, alle umc's samen"
        )
        ax.barh(
            rows, shares["hoog"] - shares["laag"], left=shares["laag"], height=0.5, color=NEUTRAAL.light,
            edgecolor=INK, linewidth=0.7, label="grens, één umc", zorder=2,
        )  # fmt: skip
        national = float(shares["landelijk"].iloc[0])
        ax.axvline(national, color=INK, linewidth=1.2, linestyle="--", label="landelijk", zorder=3)
        outside = frame["wijkt_af"].to_numpy(dtype=bool)
        for marker, own, label in (("o", ~outside, "umc"), ("D", outside, "umc buiten de grens")):
            if own.any():
                ax.scatter(
                    shares["aandeel"][own], [row for row, flag in zip(rows, own, strict=True) if flag], s=46,
                    marker=marker, color=GENDER["v"].light, edgecolor=INK, linewidth=0.7, label=label, zorder=4,
                )  # fmt: skip
        ax.set_yticks(rows, names)
        ax.set_ylim(len(frame) - 0.45, -0.55)
        margin = max(2.0, 0.06 * float(shares.max().max() - shares.min().min()))
        ax.set_xlim(max(shares.min().min() - margin, -2), min(shares.max().max() + margin, 102))
        ax.set_xlabel(f"aandeel {wat}; tussen haakjes het aantal medewerkers")
        ax.spines["left"].set_visible(False)
        ax.grid(axis="x")
        ax.set_axisbelow(True)
        dutch_axis(ax, "x", suffix="%")
        found = dict(zip(*reversed(ax.get_legend_handles_labels()), strict=True))
        order = ("umc", "umc buiten de grens", "landelijk", "grens, één umc", "grens, alle umc's samen")
        names = [name for name in order if name in found]
        figure.legend(
            [found[name] for name in names], names, loc="outside upper left", ncols=5, handlelength=1.8,
            columnspacing=1.4,
        )  # fmt: skip
    return figure
