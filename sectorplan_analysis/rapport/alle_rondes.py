"""The page over all rounds: where each round is, and the KPIs from the first year to the newest round."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from sectorplan_analysis.disclosure.openbaar import GEHEIM
from sectorplan_analysis.indicators import INDICATOREN
from sectorplan_analysis.pages import Figuur, Tabel, dutch
from sectorplan_analysis.pages.display import environment
from sectorplan_analysis.pages.lijnen import Lijn, Paneel, lines_svg
from sectorplan_analysis.publish import EDITIES, INDEX, csv_text, write_whole
from sectorplan_analysis.reference import TOTAAL
from sectorplan_analysis.rondes.config import RondeConfig
from sectorplan_analysis.rondes.reeks import GELIJKTIJDIG, TERUGBLIK, Gebouwd, built_rounds, whole_series

REEKS = "reeks.csv"
#: In the chart; the file has more.
_KPIS = ("structureel_pct", "dataspecialisten_fte", "vrouwen_pct", "besteed_jaar_pct")
_SCHALEN = {
    "werkdruk_gemiddelde": "Ervaren werkdruk (0-10)",
    "baanzekerheid_gemiddelde": "Ervaren baanzekerheid (0-10)",
}
_TITEL = "Alle rondes"


@dataclass(frozen=True)
class _Meta:
    """What the page says about itself, in the shape the frame of a page asks for."""

    feiten: list[tuple[str, str]]
    meldingen: list[tuple[str, str]]
    umc: str = ""
    index: str = ""
    notebook: str = ""


def write_all_rounds(reports: Path, config: RondeConfig, *, maten: tuple[str, ...]) -> None:
    """Write ``reeks.csv`` and ``index.html`` anew from the editions on disk, each in one step.

    Parameters
    ----------
    reports
        Folder with a folder per peildatum.
    config
        Of any round: it says what each round is called, and which targets and breaks hold.
    maten
        Indicators in the series.
    """
    rounds = built_rounds(reports, config)
    if rounds:
        series = whole_series(rounds, maten=maten)
        write_whole(reports / REEKS, csv_text(series))
        write_whole(reports / INDEX, page(rounds, series))


def page(rounds: Sequence[Gebouwd], series: pd.DataFrame) -> str:
    """HTML of the page over all rounds."""
    newest = rounds[-1].config
    kept = [built for built in rounds if not built.openbaar]
    notices = []
    if any(built.synthetisch for built in rounds):
        notices.append(
            ("Synthetische gegevens", "de personen achter deze cijfers zijn verzonnen. Trek er geen conclusies uit.")
        )
    if kept:
        days = dutch.join_words(dutch.date(built.config.peildatum) for built in kept)
        notices.append(
            ("Vertrouwelijk", f"van {days} is er geen openbare editie; die cijfers zijn intern. Publiceer deze pagina "
             "en reeks.csv pas als elke ronde een openbare editie heeft.")
        )  # fmt: skip
    if (series["waarde"] == GEHEIM).any():
        notices.append(("Openbaar", "'geheim' staat waar een getal niet wordt getoond, zodat niemand is te herkennen."))
    facts = [
        ("Peildatum", f"{dutch.date(rounds[0].config.peildatum)} tot en met {dutch.date(newest.peildatum)}"
         if len(rounds) > 1 else dutch.date(newest.peildatum)),
        ("Rondes", dutch.number(len(rounds))),
    ]  # fmt: skip
    html = (
        environment()
        .get_template("rondes.html.j2")
        .render(
            titel=_TITEL,
            meta=_Meta(facts, notices),
            inhoud=[
                (2, "rondes", "Rondes"),
                (2, "kerncijfers", "Kerncijfers over de jaren"),
                (2, "methode", "Methode"),
            ],
            rondes=[_links(built) for built in reversed(rounds)],
            figuur=figuur(series, newest),
            reeks=REEKS,
        )
    )
    return html.strip() + "\n"


def _links(built: Gebouwd) -> dict[str, object]:
    """One round: its name, status and a link to each edition on disk."""
    day = built.config.peildatum
    without = [built.config.namen.get(umc, umc) for umc in built.without]
    return {
        "titel": f"{built.config.titel}, {dutch.date(day)}",
        "status": built.config.status,
        "levering": dutch.date(built.levering),
        "zonder": dutch.join_words(without, none=""),
        "edities": [
            (name, f"{day.isoformat()}/{name}/index.html")
            for name in reversed(EDITIES)
            if (built.map.parent / name / "index.html").is_file()
        ],
    }


def figuur(series: pd.DataFrame, newest: RondeConfig) -> Figuur:
    """The KPIs in one chart, with its numbers."""
    national = series[series["umc"] == TOTAAL]
    panels = []
    for name in _KPIS:
        own, indicator = national[national["maat"] == name], INDICATOREN[name]
        target = newest.streefwaarden.get(name)
        panels.append(
            Paneel(
                titel=indicator.titel if indicator.eenheid == "%" else f"{indicator.titel}, fte",
                lijnen=[_line("", own)],
                eenheid="%" if indicator.eenheid == "%" else "",
                doel=target.waarde if target else None,
                breuken=_break_days(own),
            )
        )
    for name, title in _SCHALEN.items():
        own = national[national["maat"] == name]
        lines = [_line(reeks, own[own["reeks"] == reeks]) for reeks in (GELIJKTIJDIG, TERUGBLIK)]
        panels.append(Paneel(titel=title, lijnen=lines, breuken=_break_days(own), top=10))
    svg = lines_svg(panels)
    caption = (
        "Kerncijfers van het sectorplan over de jaren, landelijk. Gelijktijdig: gevraagd over het moment zelf. "
        "Terugblik: de situatie vóór het sectorplan, achteraf gevraagd."
    )
    return Figuur(svg=svg, alt="", bijschrift=caption, tabel=_numbers(national))


def _line(name: str, rows: pd.DataFrame) -> Lijn:
    rows = rows.sort_values("peildatum")
    return Lijn(
        name,
        [
            (dt.date.fromisoformat(day), None if value in (GEHEIM, "") else float(value))
            for day, value in zip(rows["peildatum"], rows["waarde"], strict=True)
        ],
    )


def _break_days(rows: pd.DataFrame) -> tuple[dt.date, ...]:
    return tuple(dt.date.fromisoformat(day) for day in sorted(set(rows.loc[rows["breuk"] != "", "peildatum"])))


def _numbers(national: pd.DataFrame) -> Tabel:
    shown = [
        {
            "cijfer": _SCHALEN.get(row["maat"]) or INDICATOREN[row["maat"]].titel,
            "reeks": row["reeks"],
            "peildatum": dutch.date(row["peildatum"]),
            "waarde": _shown(row["waarde"], row["eenheid"]),
            "bron": f"ronde {row['ronde']}, {row['editie']}",
            "breuk": row["breuk"],
        }
        for row in national[national["maat"].isin([*_KPIS, *_SCHALEN])].to_dict("records")
    ]
    headers = {"cijfer": "Cijfer", "reeks": "Reeks", "peildatum": "Dag", "waarde": "Waarde", "bron": "Gepubliceerd in",
               "breuk": "Breuk"}  # fmt: skip
    return Tabel(
        pd.DataFrame(shown, columns=list(headers)), "Getallen bij de figuur.", headers, leeg="geen breuk of geen getal"
    )


def _shown(text: str, unit: str) -> str:
    if text in (GEHEIM, ""):
        return text
    return f"{dutch.number(float(text), 1)}{'%' if unit == '%' else f' {unit}'}"
