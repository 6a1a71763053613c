"""Small rounds to compute by hand: rows in a few words, everything else filled in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from sectorplan_analysis.dataset import Ronde
from sectorplan_analysis.rondes.config import Meting, RondeConfig, Streefwaarde

PEILDATUM = dt.date(2025, 12, 31)
_ROWS: Mapping[str, Mapping[str, Any]] = {
    "personeel": {
        "umc": "lumc",
        "medewerker_id": "p1",
        "functie": "UD",
        "functiecategorie": "UD",
        "kpi14": False,
        "thema": "Preventie",
        "subthema": "Onderzoeksmethodologie",
        "fte": 1.0,
        "inloop": False,
        "begindatum": "2023-01-01",
        "einddatum": None,
    },
    "contracten": {
        "umc": "lumc",
        "medewerker_id": "p1",
        "contracttype": "vast",
        "begindatum": "2020-01-01",
        "einddatum": None,
        "toezegging_datum": None,
        "toezegging_onvoorwaardelijk": False,
    },
    "gender": {"umc": "lumc", "medewerker_id": "p1", "gender": "v"},
    "werkdruk": {
        "meting": 2025,
        "deelnemer_id": "d1",
        "umc": "lumc",
        "focusgroep": "A",
        "functiegroep": "onderzoeker",
        "contractstatus": "vast",
        "situatie": "nu",
        "baanzekerheid": 8.0,
        "werkdruk": 7.0,
        "werkplezier": float("nan"),
        "schaal_min": 0.0,
        "schaal_max": 10.0,
    },
    "begroting": {"umc": "lumc", "begroot_fte": 2.0},
    "bestedingen": {"umc": "lumc", "jaar": 2025, "categorie": "vaste posities", "bedrag_eur": 100.0},
    "culturele_diversiteit": {
        "umc": "lumc",
        "peildatum": "2025-06-30",
        "functiegroep": "alle functies",
        "herkomst": "Nederland",
        "aantal": float("nan"),
        "herkomst_pct": float("nan"),
        "bron": "Bureau, tabel 2",
    },
}
_DATES = ("begindatum", "einddatum", "toezegging_datum", "peildatum")


def table(name: str, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Rows of one table: what is not said is as in the example row above."""
    frame = pd.DataFrame([{**_ROWS[name], **row} for row in rows], columns=list(_ROWS[name]))
    for column in _DATES:
        if column in frame:
            frame[column] = pd.to_datetime(frame[column]).astype("datetime64[s]")
    for column in ("inloop", "kpi14", "toezegging_onvoorwaardelijk"):
        if column in frame:
            frame[column] = frame[column].astype(bool)
    for column in ("umc", "medewerker_id", "deelnemer_id", "gender", "contracttype", "situatie", "categorie"):
        if column in frame:
            frame[column] = frame[column].astype("str")
    return frame


def ronde(
    *,
    umcs: tuple[str, ...] = ("lumc", "umcg"),
    peildatum: dt.date = PEILDATUM,
    ontbrekend: tuple[str, ...] = (),
    **rows,
) -> Ronde:
    """A round of a few rows; ``begroting`` gives every umc 2 fte unless it is said otherwise."""
    rows.setdefault("begroting", [{"umc": umc} for umc in umcs])
    config = RondeConfig(
        peildatum=peildatum,
        titel="Proef",
        status="voorlopig",
        umcs=umcs,
        metingen={2025: Meting(2025, dt.date(2025, 7, 1), "zomer 2025")},
        streefwaarden={"structureel_pct": Streefwaarde("structureel_pct", 90.0, "ruim boven 90%", "proef")},
        grenswaarden={"hoge_score": 6.0, "kleinste_aantal": 5.0},
    )
    tables = {name: table(name, rows.get(name, [])) for name in _ROWS}
    rijen = pd.DataFrame(columns=["umc", "tabel", "bestand", "gelezen", "behouden", "afgekeurd", "dubbel"])
    bevindingen = pd.DataFrame(columns=["umc", "code", "ernst", "aantal"])
    return Ronde(config, peildatum, tables, ontbrekend=ontbrekend, rijen=rijen, bevindingen=bevindingen)


def persons(*people: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Personnel, contract and gender rows of persons, each said once: ``{'medewerker_id': 'p1', 'fte': 0.5, ...}``."""
    found: dict[str, list[dict[str, Any]]] = {"personeel": [], "contracten": [], "gender": []}
    for number, person in enumerate(people, start=1):
        person = {"medewerker_id": f"p{number}", **person}
        for name, rows in found.items():
            fields = {key: value for key, value in person.items() if key in _ROWS[name]}
            rows.append(fields)
    return found
