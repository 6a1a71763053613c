"""Figures 1 to 7 of the report, each a pure function from a long data frame to a `Figuur`.

Options shared by all: ``wanneer`` ('31 december 2025', 'zomer 2025') and ``wie`` ('alle umc's', 'LUMC') end up in the
caption; ``bron`` names the source. Umcs may be slugs or display names; their order is fixed. Rows may be missing: a
category that is there once is drawn for every bar. An empty frame gives a `Figuur` that says there is nothing to show.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from sectorplan_analysis import reference
from sectorplan_analysis.pages import dutch, kleuren
from sectorplan_analysis.pages.describe import describe_lines, describe_matrix, describe_positions
from sectorplan_analysis.pages.display import Figuur
from sectorplan_analysis.pages.kleuren import Kleur
from sectorplan_analysis.pages.panels import draw_lines, draw_matrix, draw_positions
from sectorplan_analysis.pages.stacked import gestapelde_staven as gestapelde_staven
from sectorplan_analysis.pages.stacked import nothing, numbered, order_names

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
        return nothing(table, bijschrift, "1", bron)
    drawn = draw_positions(frame, situaties=SITUATIES, schaal=schaal)
    alt = describe_positions(frame, situaties=SITUATIES)
    kolommen = {name: name.capitalize() for name in table.columns} | {"aantal": "Deelnemers"}
    return numbered(drawn, alt, table, kolommen, bijschrift, "1", bron)


def figuur2(frame: pd.DataFrame, *, wanneer: str, wie: str = ALLE_UMCS, bron: str = "") -> Figuur:
    """Fte of dataspecialisten per year-end, one panel per reading.

    ``frame``: jaar (int), lezing (kpi14, figuur5, or a title of its own), contractstatus (totaal, vast, tijdelijk and
    maybe onbekend; vast includes toegezegd_vast), fte.
    """
    palette = {"totaal": Kleur("totaal", kleuren.INK, kleuren.INK, strong=True)} | kleuren.CONTRACTSTATUS
    dashes = {"totaal": "o-", "vast": "s-", "tijdelijk": "^--", "onbekend": "x:"}
    bijschrift = f"Dataspecialisten op sectorplanmiddelen (fte) per jaareinde, {wie}, tot en met {wanneer}. "
    bijschrift += VAST_MET_TOEGEZEGD
    if frame.empty:
        return nothing(frame, bijschrift, "2", bron)
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
    return numbered(drawn, alt, table, kolommen, bijschrift, "2", bron)


def figuur3(
    frame: pd.DataFrame, *, begroot: pd.DataFrame, wanneer: str, wie: str = "per umc", bron: str = ""
) -> Figuur:
    """Fte per umc against the budget.

    ``frame``: umc, contractstatus (vast, with toegezegd_vast added or as a part of its own; tijdelijk, inloop), fte.
    ``begroot``: umc, begroot_fte.
    """
    names = reference.known_umcs()
    marks = begroot.replace({"umc": names}).groupby("umc")["begroot_fte"].sum()
    return gestapelde_staven(
        frame,
        rij="umc",
        rijnamen=names,
        rijkop="Umc",
        deel="contractstatus",
        palette=kleuren.CONTRACTSTATUS,
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
        palette=kleuren.GENDER,
        bijschrift=f"Verdeling van vrouwen en mannen in wetenschappelijke functies, {wie}, {wanneer}. Alleen vaste "
        "contracten, zonder inloop. Elke staaf is 100% van de fte; het getal in de staaf is het aantal fte.",
        aandeel=True,
        nummer="6",
        bron=bron,
    )


def figuur7(frame: pd.DataFrame, *, wanneer: str, wie: str = "alle umc's", bron: str = "") -> Figuur:
    """Theme matrix. ``frame``: umc, subthema, fte (0 or NaN for none), gepland (bool: an accent in the plan)."""
    themas = reference.subthemas()
    order = order_names(frame["umc"], reference.known_umcs())
    cells = frame.assign(naam=frame["umc"].replace(reference.known_umcs()), gepland=frame["gepland"].astype(bool))
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
        return nothing(table.iloc[:0], bijschrift, "7", bron)
    kolommen = {"subthema": "Subthema", "thema": "Thema"} | {name: f"{name} (fte)" for name in order}
    drawn = draw_matrix(cells, umcs=order, themas=themas)
    alt = describe_matrix(cells, umcs=order)
    return numbered(drawn, alt, table, kolommen, bijschrift, "7", bron, definitie="■ = accent in het sectorplan.")


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
        palette=kleuren.CONTRACTSTATUS,
        bijschrift=f"{title} op sectorplanmiddelen (fte), {wie}, {wanneer}, naar contractstatus. Toegezegd vast: "
        "tijdelijk contract met een onvoorwaardelijke toezegging voor een vast contract, op of vóór de peildatum.",
        nummer=nummer,
        bron=bron,
    )


def _present(column: pd.Series, order: Iterable[str]) -> list[str]:
    found = set(column)
    return [key for key in order if key in found]
