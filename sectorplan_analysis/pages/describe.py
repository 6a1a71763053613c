"""Text alternatives: what a figure shows, in sentences computed from its numbers."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sectorplan_analysis.pages import dutch
from sectorplan_analysis.pages.kleuren import Kleur

NIETS = "Geen gegevens voor deze figuur."


def describe_bars(
    table: pd.DataFrame,
    *,
    palette: dict[str, Kleur],
    what: str,
    per: str,
    unit: str = "fte",
    decimals: int = 2,
    apart: Sequence[str] = (),
    marks: pd.Series | None = None,
    mark_name: str = "",
) -> str:
    """Stacked bars: which parts, the total of each part, the highest and the lowest bar, and the marks.

    ``table`` has one row per bar and one column per key of ``palette``; ``what`` and ``per`` name them in the text.
    Parts in ``apart`` stay out of the totals. With marks, the first part (toegezegd vast added) is held against them.
    """
    totals = table.drop(columns=[*apart], errors="ignore").sum(axis=1, min_count=1).dropna()
    if totals.empty:
        return NIETS
    parts = dutch.join_words(
        f"{palette[key].naam} {_amount(table[key].sum(), decimals, unit)}" for key in table.columns
    )
    without = dutch.join_words(palette[key].naam for key in apart if key in table.columns)
    text = f"Gestapeld staafdiagram: {what} per {per}. {_extremes(totals, decimals, unit)} Samen: {parts}."
    if without != "geen":
        text = text.replace("Hoogste:", f"Hoogste zonder {without}:", 1)
    if marks is not None and marks.notna().any():
        firm = [key for key in ("vast", "toegezegd_vast") if key in table.columns] or [table.columns[0]]
        above = [str(name) for name, total in table[firm].sum(axis=1).items() if total >= marks.get(name, float("nan"))]
        text += f" Een streep per staaf: {mark_name}, samen {_amount(marks.sum(), decimals, unit)}."
        text += f" {dutch.join_words(palette[key].naam for key in firm).capitalize()} op of boven de streep: "
        text += f"{dutch.join_words(above, none='nergens')}."
    return text


def describe_shares(table: pd.DataFrame, *, palette: dict[str, Kleur], what: str, per: str) -> str:
    """Bars of 100 %: the share of the first part, highest and lowest, and over all bars together."""
    totals = table.sum(axis=1)
    shares = (table.iloc[:, 0] / totals.where(totals > 0)).dropna()
    if shares.empty:
        return NIETS
    naam = palette[str(table.columns[0])].naam
    overall = table.iloc[:, 0].sum() / totals.sum()
    high, low = shares.idxmax(), shares.idxmin()
    text = f"Staafdiagram met staven van 100%: {what} per {per}. Aandeel {naam} over alle staven: "
    text += f"{dutch.percent(overall)}."
    if len(shares) == 1:
        return text
    text += f" Hoogste aandeel {naam}: {high} ({dutch.percent(shares.max())}); "
    return text + f"laagste: {low} ({dutch.percent(shares.min())})."


def describe_lines(frame: pd.DataFrame, *, panel: str, x: str, line: str, value: str, palette: dict[str, Kleur]) -> str:
    """Lines over time: per panel and line the first and the last value, and the highest when that is in between."""
    frame = frame.dropna(subset=[value])
    if frame.empty:
        return NIETS
    sentences = []
    for title, rows in frame.groupby(panel, sort=False):
        parts = []
        for key in (key for key in palette if key in set(rows[line])):
            series = rows[rows[line] == key].sort_values(x).set_index(x)[value]
            first, last, top = series.index[0], series.index[-1], series.idxmax()
            text = f"{palette[key].naam} "
            if first != last:
                text += f"van {dutch.number(series[first], 1)} fte eind {first} naar "
            text += f"{dutch.number(series[last], 1)} fte eind {last}"
            if top not in (first, last):
                text += f", hoogste {dutch.number(series.max(), 1)} fte eind {top}"
            parts.append(text)
        sentences.append(f"{title}: {'; '.join(parts)}.")
    return "Lijndiagram van fte per jaareinde. " + " ".join(sentences)


def describe_positions(frame: pd.DataFrame, *, situaties: dict[str, str]) -> str:
    """Bubbles of baanzekerheid against werkdruk: n, the fullest cell and the means per situation."""
    sentences = []
    for key, title in situaties.items():
        cells = frame[(frame["situatie"] == key) & (frame["aantal"] > 0)]
        n = cells["aantal"].sum()
        if not n:
            sentences.append(f"{title}: geen deelnemers.")
            continue
        top = cells.nlargest(1, "aantal").iloc[0]
        means = {name: (cells[name] * cells["aantal"]).sum() / n for name in ("baanzekerheid", "werkdruk")}
        sentences.append(
            f"{title} ({dutch.count(n, 'deelnemer', 'deelnemers')}): gemiddelde baanzekerheid "
            f"{dutch.number(means['baanzekerheid'], 1)} en werkdruk {dutch.number(means['werkdruk'], 1)}; de grootste "
            f"stip ({dutch.number(top['aantal'])}) ligt bij baanzekerheid {_score(top['baanzekerheid'])} "
            f"en werkdruk {_score(top['werkdruk'])}."
        )
    return "Bellendiagram in panelen, baanzekerheid tegen werkdruk. " + " ".join(sentences)


def describe_matrix(frame: pd.DataFrame, *, umcs: list[str]) -> str:
    """Theme matrix: the biggest and smallest subtheme in fte, and where plan and realisation differ."""
    if frame.empty:
        return NIETS
    totals = frame.groupby("subthema", sort=False)["fte"].sum(min_count=1).dropna()
    sizes = dutch.count(len(totals), "subthema", "subthema's"), dutch.count(len(umcs), "umc", "umc's")
    text = f"Matrix van {dutch.join_words(sizes)}."
    if not totals.empty:
        text += " " + _extremes(totals, 2, "fte")
    without = frame[frame["gepland"] & ~(frame["fte"] > 0)]
    extra = frame[~frame["gepland"] & (frame["fte"] > 0)]
    text += f" Gepland en zonder fte: {_cells(without)}. Fte zonder plan: {_cells(extra)}."
    return text


def _cells(frame: pd.DataFrame) -> str:
    return dutch.join_words((f"{row.naam} bij {row.subthema}" for row in frame.itertuples()), none="nergens")


def _extremes(totals: pd.Series, decimals: int, unit: str) -> str:
    high, low = totals.idxmax(), totals.idxmin()
    if len(totals) == 1:
        return f"Eén staaf: {high} ({_amount(totals.max(), decimals, unit)})."
    return (
        f"Hoogste: {high} ({_amount(totals.max(), decimals, unit)}); laagste: {low} "
        f"({_amount(totals.min(), decimals, unit)})."
    )


def _amount(value: float, decimals: int, unit: str) -> str:
    return f"{dutch.number(value, decimals)}{dutch.NBSP}{unit}".strip()


def _score(value: float) -> str:
    return dutch.number(value, 0 if float(value).is_integer() else 1)
