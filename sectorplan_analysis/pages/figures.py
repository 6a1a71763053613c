"""Figures 1 to 7 of the report, each a pure function from a long data frame to a `Figuur`.

Options shared by all: ``wanneer`` ('31 december 2025', 'zomer 2025') and ``wie`` ('alle umc's', 'LUMC') end up in the
caption; ``bron`` names the source. Umcs may be slugs or display names; their order is fixed. Rows may be missing: a
category that is there once is drawn for every bar. An empty frame gives a `Figuur` that says there is nothing to show.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from sectorplan_analysis import reference
from sectorplan_analysis.pages import dutch, theme
from sectorplan_analysis.pages.bars import draw_bars
from sectorplan_analysis.pages.describe import (
    NIETS,
    describe_bars,
    describe_lines,
    describe_matrix,
    describe_positions,
    describe_shares,
)
from sectorplan_analysis.pages.display import Figuur, Tabel
from sectorplan_analysis.pages.panels import draw_lines, draw_matrix, draw_positions
from sectorplan_analysis.pages.svg import to_svg
from sectorplan_analysis.pages.theme import Kleur

SITUATIES = {"voor": "Vóór het sectorplan", "nu": "Nu", "ideaal": "Ideaal"}
FUNCTIES = {
    "hoogleraar": "Hoogleraren",
    "UHD": "UHD's",
    "UD": "UD's",
    "docent": "Docenten",
    "onderzoeker": "Onderzoekers",
    "dataspecialist": "Dataspecialisten",
    "onderzoeksondersteuning": "Onderzoeksondersteuning",
    "kennisvalorisatie": "Kennisvalorisatie",
    "onderwijsondersteuning": "Onderwijsondersteuning",
    "overig_ondersteunend": "Overig ondersteunend",
}
LEZINGEN = {"kpi14": "Met data scientists (KPI 14)", "figuur5": "Zonder data scientists (figuur 5)"}
VAST_MET_TOEGEZEGD = "Vast is inclusief toegezegd vast (onvoorwaardelijk toegezegd op of vóór de peildatum)."
ALLE_UMCS = "alle umc's samen"


def figuur1(
    frame: pd.DataFrame,
    *,
    wanneer: str,
    wie: str = ALLE_UMCS,
    bron: str = "",
    schaal: tuple[float, float] = (0, 10),
) -> Figuur:
    """Baanzekerheid against werkdruk in three situations.

    ``frame``: situatie (voor, nu, ideaal), baanzekerheid, werkdruk, aantal (participants per cell of the grid).
    """
    table = frame[["situatie", "baanzekerheid", "werkdruk", "aantal"]].replace({"situatie": SITUATIES})
    bijschrift = f"Ervaren baanzekerheid en werkdruk van deelnemers aan de focusgroepen, {wie}, {wanneer}."
    bijschrift += f" Schaal {schaal[0]:g} tot {schaal[1]:g}. Hoe groter de stip, hoe meer deelnemers op die plek; "
    bijschrift += "een getal in de stip is hun aantal."
    if frame.empty:
        return _empty(table, bijschrift, "1", bron)
    drawn = draw_positions(frame, situaties=SITUATIES, schaal=schaal)
    alt = describe_positions(frame, situaties=SITUATIES)
    kolommen = {name: name.capitalize() for name in table.columns} | {"aantal": "Deelnemers"}
    return _figuur(drawn, alt, table, kolommen, bijschrift, "1", bron)


def figuur2(frame: pd.DataFrame, *, wanneer: str, wie: str = ALLE_UMCS, bron: str = "") -> Figuur:
    """Fte of dataspecialisten per year-end, one panel per reading.

    ``frame``: jaar (int), lezing (kpi14, figuur5, or a title of its own), contractstatus (totaal, vast, tijdelijk and
    maybe onbekend; vast includes toegezegd_vast), fte.
    """
    palette = {"totaal": Kleur("totaal", theme.INK, theme.INK, strong=True)} | theme.CONTRACTSTATUS
    dashes = {"totaal": "o-", "vast": "s-", "tijdelijk": "^--", "onbekend": "x:"}
    bijschrift = f"Dataspecialisten op sectorplanmiddelen (fte) per jaareinde, {wie}, tot en met {wanneer}. "
    bijschrift += VAST_MET_TOEGEZEGD
    if frame.empty:
        return _empty(frame, bijschrift, "2", bron)
    frame = frame.replace({"lezing": LEZINGEN})
    wide = frame.pivot_table(
        index=["lezing", "jaar"], columns="contractstatus", values="fte", sort=False, observed=True, dropna=False
    )
    wide = wide[[key for key in palette if key in wide.columns]].dropna(how="all").reset_index()
    table = wide.rename(columns={key: f"{key}_fte" for key in palette})
    kolommen = {"lezing": "Lezing", "jaar": "Eind"} | {
        f"{key}_fte": palette[key].naam.capitalize() for key in palette if key in wide.columns
    }
    drawn = draw_lines(frame, palette=palette, dashes=dashes)
    alt = describe_lines(frame, panel="lezing", x="jaar", line="contractstatus", value="fte", palette=palette)
    return _figuur(drawn, alt, table, kolommen, bijschrift, "2", bron)


def figuur3(
    frame: pd.DataFrame, *, begroot: pd.DataFrame, wanneer: str, wie: str = "per umc", bron: str = ""
) -> Figuur:
    """Fte per umc against the budget.

    ``frame``: umc, contractstatus (vast, with toegezegd_vast added or as a part of its own; tijdelijk, inloop), fte.
    ``begroot``: umc, begroot_fte.
    """
    names = reference.umc_names()
    marks = begroot.replace({"umc": names}).groupby("umc")["begroot_fte"].sum()
    return gestapelde_staven(
        frame,
        rij="umc",
        rijnamen=names,
        rijkop="Umc",
        deel="contractstatus",
        palette=theme.CONTRACTSTATUS,
        bijschrift=f"Gerealiseerde sectorplanposities (fte), {wie}, {wanneer}, naar contractstatus. "
        f"{VAST_MET_TOEGEZEGD} De streep is de begrote structurele formatie; inloop telt niet mee in de realisatie.",
        apart=("inloop",),
        marks=marks,
        nummer="3",
        bron=bron,
    )


def figuur4(frame: pd.DataFrame, *, wanneer: str, wie: str = ALLE_UMCS, bron: str = "") -> Figuur:
    """Fte of scientific functions by contract status. ``frame``: functiecategorie, contractstatus, fte."""
    return _functions(frame, reference.WETENSCHAPPELIJK, "Wetenschappelijke functies", "4", wanneer, wie, bron)


def figuur5(frame: pd.DataFrame, *, wanneer: str, wie: str = ALLE_UMCS, bron: str = "") -> Figuur:
    """Fte of supporting functions by contract status. ``frame``: functiecategorie, contractstatus, fte."""
    return _functions(frame, reference.ONDERSTEUNEND, "Ondersteunende functies", "5", wanneer, wie, bron)


def figuur6(frame: pd.DataFrame, *, wanneer: str, wie: str = ALLE_UMCS, bron: str = "") -> Figuur:
    """Share of women and men in fte per scientific function. ``frame``: functiecategorie, gender, fte (vast only)."""
    rows = _present(frame["functiecategorie"], reference.WETENSCHAPPELIJK)
    return gestapelde_staven(
        frame[frame["functiecategorie"].isin(rows)],
        rij="functiecategorie",
        rijnamen={row: FUNCTIES[row] for row in rows},
        rijkop="Functiecategorie",
        deel="gender",
        palette=theme.GENDER,
        bijschrift=f"Verdeling van vrouwen en mannen in wetenschappelijke functies, {wie}, {wanneer}. Alleen vaste "
        "contracten, zonder inloop. Elke staaf is 100% van de fte; het getal in de staaf is het aantal fte.",
        aandeel=True,
        nummer="6",
        bron=bron,
    )


def figuur7(frame: pd.DataFrame, *, wanneer: str, wie: str = "alle umc's", bron: str = "") -> Figuur:
    """Theme matrix. ``frame``: umc, subthema, fte (0 or NaN for none), gepland (bool: an accent in the plan)."""
    themas = reference.subthemas()
    order = _order(frame["umc"], reference.umc_names())
    cells = frame.assign(naam=frame["umc"].replace(reference.umc_names()), gepland=frame["gepland"].astype(bool))
    cells = cells[cells["subthema"].isin(themas)]
    bijschrift = f"Plan en realisatie per subthema, {wie}, {wanneer}. Een vierkant is een accent in het sectorplan; de "
    bijschrift += "stip en het getal zijn de gerealiseerde fte zonder inloop."
    wide = cells.pivot_table(index="subthema", columns="naam", values="fte", aggfunc="sum", observed=True)
    wide = wide.reindex(index=list(themas), columns=order).fillna(0)
    planned = set(zip(cells["subthema"][cells["gepland"]], cells["naam"][cells["gepland"]], strict=True))
    table = pd.DataFrame({"thema": [themas[name] for name in wide.index], "subthema": list(wide.index)})
    for name in order:
        table[name] = [
            dutch.number(fte, 2) + (" ■" if (row, name) in planned else "") for row, fte in wide[name].items()
        ]
    if cells.empty:
        return _empty(table.iloc[:0], bijschrift, "7", bron)
    kolommen = {"subthema": "Subthema", "thema": "Thema"} | {name: f"{name} (fte)" for name in order}
    drawn = draw_matrix(cells, umcs=order, themas=themas)
    alt = describe_matrix(cells, umcs=order)
    return _figuur(drawn, alt, table, kolommen, bijschrift, "7", bron, definitie="■ = accent in het sectorplan.")


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
    order = _order(frame[rij], rijnamen or {})
    wide = frame.replace({rij: rijnamen or {}}).pivot_table(
        index=rij, columns=deel, values=waarde, aggfunc=lambda amounts: amounts.sum(min_count=1), dropna=False
    )
    parts = [key for key in palette if key in wide.columns and wide[key].notna().any()]
    wide = wide.reindex(index=order, columns=parts)
    kop = rijkop or rij
    table = wide.reset_index(names=rij).rename(columns={key: f"{key}_{eenheid}" for key in parts})
    kolommen = {rij: kop} | {f"{key}_{eenheid}": palette[key].naam.capitalize() for key in parts}
    if not parts:
        return _empty(table, bijschrift, nummer, bron)
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
    named = {"palette": palette, "decimals": decimalen}
    drawn = draw_bars(
        wide,
        **named,
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
            wide, **named, what=what, per=kop.lower(), unit=eenheid, apart=apart, marks=marks, mark_name="begroot"
        )
    decimals = {name: decimalen for name in kolommen if name.endswith(f"_{eenheid}")}
    return _figuur(drawn, alt, table, kolommen, bijschrift, nummer, bron, decimalen=decimals)


def _functions(
    frame: pd.DataFrame, categories: tuple[str, ...], title: str, nummer: str, wanneer: str, wie: str, bron: str
) -> Figuur:
    rows = _present(frame["functiecategorie"], categories)
    return gestapelde_staven(
        frame[frame["functiecategorie"].isin(rows)],
        rij="functiecategorie",
        rijnamen={row: FUNCTIES[row] for row in rows},
        rijkop="Functiecategorie",
        deel="contractstatus",
        palette=theme.CONTRACTSTATUS,
        bijschrift=f"{title} op sectorplanmiddelen (fte), {wie}, {wanneer}, naar contractstatus. Toegezegd vast: "
        "tijdelijk contract met een onvoorwaardelijke toezegging voor een vast contract, op of vóór de peildatum.",
        nummer=nummer,
        bron=bron,
    )


def _present(column: pd.Series, order: Iterable[str]) -> list[str]:
    found = set(column)
    return [key for key in order if key in found]


def _order(column: pd.Series, names: dict[str, str]) -> list[str]:
    """Names on the page in their fixed order, then what is not in the list in the order of the data."""
    found = dict.fromkeys(names.get(key, key) for key in column.dropna())
    return [name for name in names.values() if name in found] + [name for name in found if name not in names.values()]


def _figuur(
    drawn, alt: str, table: pd.DataFrame, kolommen: dict[str, str], bijschrift: str, nummer: str, bron: str, **options
) -> Figuur:
    tabel = Tabel(table, f"Getallen bij: {bijschrift.split('.')[0]}", kolommen, **options)
    return Figuur(to_svg(drawn, alt=alt), alt, bijschrift, tabel, nummer=nummer, bron=bron)


def _empty(table: pd.DataFrame, bijschrift: str, nummer: str, bron: str) -> Figuur:
    return Figuur("", NIETS, bijschrift, Tabel(table.iloc[:0], "Geen getallen"), nummer=nummer, bron=bron)
