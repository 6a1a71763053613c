"""Index of the openbaar edition."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import pandas as pd

from sectorplan_analysis.disclosure.openbaar import GEHEIM, Openbaar
from sectorplan_analysis.documents import NOTEBOOKS, Document, page_meta
from sectorplan_analysis.indicators import INDICATOREN
from sectorplan_analysis.measure import series
from sectorplan_analysis.pages import dutch
from sectorplan_analysis.pages.index import Kpi, Link, round_index
from sectorplan_analysis.rapport.openbaar.diversiteit import diversiteit_kort
from sectorplan_analysis.rapport.openbaar.kengetallen import kengetallen_kort
from sectorplan_analysis.rapport.openbaar.werkdruk_baanzekerheid import werkdruk_kort
from sectorplan_analysis.rapport.openbaar.woorden import aandeel
from sectorplan_analysis.rapport.overzicht import ABOUT, TABLE_NAMES, change, pdf_links, veranderd
from sectorplan_analysis.rapport.vorm import measured, teller_noemer, wanneer
from sectorplan_analysis.reference import TOTAAL


def _kpi(openbaar: Openbaar, history: pd.DataFrame, name: str, titel: str, doel: str, page: str) -> Kpi:
    row, unit = measured(name, openbaar), INDICATOREN[name].eenheid
    values = history.loc[history["maat"] == name, "waarde"].dropna().tolist()
    hidden = pd.isna(row["waarde"])
    value = aandeel(row, 1) if unit == "%" else GEHEIM if hidden else dutch.fte(row["waarde"], 1)
    count = "" if hidden else teller_noemer(row, decimals=2 if "structureel" in name else 0)
    status = count if unit == "%" else "landelijk"
    return Kpi(titel, value, doel, status, change(history, name, openbaar), tuple(map(float, values)), f"{page}.html")


def index_openbaar(openbaar: Openbaar, *, tabellen: Sequence[str], pdf: bool = False) -> str:
    """HTML of the index of the openbaar edition."""
    history = series(("structureel_pct", "vrouwen_pct", "dataspecialisten_fte"), openbaar)
    history = history[history["umc"] == TOTAAL]
    goals = {
        "structureel_pct": ("Continuïteit: structurele formatie", "substantieel hoger", "werkdruk_baanzekerheid"),
        "vrouwen_pct": ("Diversiteit: aandeel vrouwen", "toename waar nodig", "diversiteit"),
        "dataspecialisten_fte": ("Dataspecialisten (KPI 14)", "meer dan in 2023", "werkdruk_baanzekerheid"),
    }
    links = [Link(TABLE_NAMES.get(name.rpartition(".")[0], name), f"tabellen/{name}") for name in tabellen]
    return round_index(
        dataclasses.replace(page_meta(openbaar, editie="openbaar"), index=""),
        titel=f"{openbaar.config.titel}, {wanneer(openbaar)}",
        kernpunten=[
            kengetallen_kort(openbaar).zinnen[0],
            diversiteit_kort(openbaar).zinnen[0],
            werkdruk_kort(openbaar).zinnen[0],
        ],
        veranderd=veranderd(openbaar),
        kpis=[_kpi(openbaar, history, name, *texts) for name, texts in goals.items()],
        groepen={
            "Landelijke pagina's": [
                Link(title, Document(name).page.as_posix(), ABOUT[name]) for name, title in NOTEBOOKS.items()
            ],
            "Tabellen": links,
            "Verantwoording": [
                Link("Manifest", "manifest.json", "Versies en controlegetallen van alle bestanden."),
                Link("RO-Crate", "ro-crate-metadata.json", "Dezelfde herkomst in een vorm voor machines."),
            ],
        },
        notebooks=[Link(title, Document(name).executed.as_posix()) for name, title in NOTEBOOKS.items()],
        pdfs=pdf_links(Document(name) for name in NOTEBOOKS) if pdf else (),
    )
