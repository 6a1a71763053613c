"""Stacked horizontal bars of any long frame, and what every figure function ends with."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from sectorplan_analysis.pages import dutch
from sectorplan_analysis.pages.bars import draw_bars
from sectorplan_analysis.pages.describe import NIETS, describe_bars, describe_shares
from sectorplan_analysis.pages.display import Figuur, Tabel
from sectorplan_analysis.pages.kleuren import Kleur
from sectorplan_analysis.pages.svg import to_svg


def gestapelde_staven(
    frame: pd.DataFrame,
    *,
    rij: str,
    deel: str,
    palette: dict[str, Kleur],
    bijschrift: str,
    waarde: str = "fte",
    eenheid: str = "fte",
    decimalen: int = 2,
    rijkop: str = "",
    rijnamen: dict[str, str] | None = None,
    aandeel: bool = False,
    apart: tuple[str, ...] = (),
    marks: pd.Series | None = None,
    nummer: str = "",
    bron: str = "",
) -> Figuur:
    """Stacked horizontal bars of any long frame.

    Parameters
    ----------
    frame
        Long: ``rij`` (name of the bar), ``deel`` (key of ``palette``), ``waarde``.
    rijnamen
        Key in the data to name on the page, in the order of drawing; other keys come after them as they are.
    aandeel
        Draw every bar as 100 %, with the amounts as labels.
    apart
        Parts that are drawn and listed and stay out of every total (inloop is no realisation).
    marks
        Budget per bar (index: name on the page), drawn as a line across the bar.

    Raises
    ------
    ValueError
        When a part is not in the palette, so that nothing drops out of a figure in silence.
    """
    unknown = sorted(set(frame[deel].dropna()) - set(palette))
    if unknown:
        raise ValueError(f"no colour for {deel} {unknown}")
    order = order_names(frame[rij], rijnamen or {})
    wide = frame.replace({rij: rijnamen or {}}).pivot_table(
        index=rij, columns=deel, values=waarde, aggfunc=lambda amounts: amounts.sum(min_count=1), dropna=False
    )
    parts = [key for key in palette if key in wide.columns and wide[key].notna().any()]
    wide = wide.reindex(index=order, columns=parts)
    kop = rijkop or rij
    table = wide.reset_index(names=rij).rename(columns={key: f"{key}_{eenheid}" for key in parts})
    kolommen = {rij: kop} | {f"{key}_{eenheid}": palette[key].naam.capitalize() for key in parts}
    if not parts:
        return nothing(table, bijschrift, nummer, bron)
    totals = wide.drop(columns=[*apart], errors="ignore").sum(axis=1, min_count=1)
    table[f"totaal_{eenheid}"] = totals.to_list()
    without = [palette[key].naam for key in apart if key in parts]
    suffix = f" zonder {dutch.join_words(without)}" if without else ""
    kolommen[f"totaal_{eenheid}"] = f"Totaal{suffix}"
    bijschrift += f" Samen {dutch.number(totals.sum(), decimalen)}{dutch.NBSP}{eenheid}{suffix}."
    if aandeel:
        table["aandeel"] = (wide[parts[0]].fillna(0) / totals.where(totals > 0)).to_list()
        kolommen["aandeel"] = f"Aandeel {palette[parts[0]].naam}"
    if marks is not None:
        marks = marks.reindex(order)
        table[f"begroot_{eenheid}"] = marks.to_list()
        kolommen[f"begroot_{eenheid}"] = "Begroot"
    drawn = draw_bars(
        wide,
        palette=palette,
        decimals=decimalen,
        axis_label=f"aandeel van de {eenheid}" if aandeel else eenheid,
        share=aandeel,
        marks=marks,
        mark_name="begroot",
    )
    what = f"{eenheid} naar {dutch.join_words(palette[key].naam for key in parts)}"
    if aandeel:
        alt = describe_shares(wide, palette=palette, what=what, per=kop.lower())
    else:
        alt = describe_bars(
            wide,
            palette=palette,
            what=what,
            per=kop.lower(),
            unit=eenheid,
            decimals=decimalen,
            apart=apart,
            marks=marks,
            mark_name="begroot",
        )
    decimals = {name: decimalen for name in kolommen if name.endswith(f"_{eenheid}")}
    return numbered(drawn, alt, table, kolommen, bijschrift, nummer, bron, decimalen=decimals)


def order_names(column: pd.Series, names: dict[str, str]) -> list[str]:
    """Names on the page in their fixed order, then what is not in the list in the order of the data."""
    found = dict.fromkeys(names.get(key, key) for key in column.dropna())
    return [name for name in names.values() if name in found] + [name for name in found if name not in names.values()]


def numbered(
    drawn: Figure,
    alt: str,
    table: pd.DataFrame,
    kolommen: dict[str, str],
    bijschrift: str,
    nummer: str,
    bron: str,
    **options: Any,
) -> Figuur:
    """A drawing with its words and the table of its numbers; ``options`` go to the table."""
    tabel = Tabel(table, f"Getallen bij: {bijschrift.split('.')[0]}", kolommen, **options)
    return Figuur(to_svg(drawn, alt=alt), alt, bijschrift, tabel, nummer=nummer, bron=bron)


def nothing(table: pd.DataFrame, bijschrift: str, nummer: str, bron: str) -> Figuur:
    """A figure that says there is nothing to show."""
    return Figuur("", NIETS, bijschrift, Tabel(table.iloc[:0], "Geen getallen"), nummer=nummer, bron=bron)
