"""Findings (bevindingen): one row per thing a sender must know about, and the files that carry them.

A finding names umc, file, sheet, row as Excel shows it, column as sent and value. Its severity and Dutch text belong to
its code and live in ``definities/regels.csv``. Values that identify a person directly never get into a finding.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import unicodedata
from collections.abc import Hashable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from sectorplan_analysis.publish import replace_folder, workspace
from sectorplan_analysis.reference import known_umcs, read_definition

KOLOMMEN = ("code", "ernst", "umc", "bestand", "blad", "rij", "kolom", "veld", "waarde", "melding")
ERNST = ("fout", "waarschuwing", "info")
#: ``umc`` of a finding about a central file.
CENTRAAL = "centraal"
AFGESCHERMD = "[afgeschermd]"
MAX_LENGTE = 120
#: Rows a worksheet can hold below its header.
MAX_RIJEN = 1_048_575

#: Bounded, so that a long cell without any address takes no time.
EMAIL = re.compile(r"[^\s@;,<>()]{1,64}@[^\s@;,<>()]{1,255}\.[A-Za-z]{2,}")
NINE_DIGITS = re.compile(r"(?<![0-9A-Za-z])[0-9](?:[ .\-\u00a0]?[0-9]){8}(?![0-9A-Za-z])")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)*")
_FORMULA_START = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")


def passes_eleven_test(digits: str) -> bool:
    """Whether nine digits form a valid BSN: 9a+8b+...+2h-i is a multiple of 11, and not all are zero."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return digits != "000000000" and sum(w * int(d) for w, d in zip(weights, digits, strict=True)) % 11 == 0


def find_bsn(text: str) -> bool:
    """Whether the text holds nine digits (with spaces, dots or hyphens between them) that pass the eleven test."""
    return any(passes_eleven_test(re.sub(r"\D", "", m.group())) for m in NINE_DIGITS.finditer(text))


@cache
def regels() -> dict[Hashable, dict[Hashable, str]]:
    """Rule per code: ernst, tabel, omschrijving, melding, wat_te_doen, bron."""
    return read_definition("regels").set_index("code").to_dict("index")


def show_cell(cell: object) -> str:
    """A cell as text for a finding: on one line, shortened, and without anything that identifies a person."""
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime) and cell.time() == dt.time.min:
        cell = cell.date()
    text = f"{cell:.15g}" if isinstance(cell, float) else str(cell)
    if len(text) > MAX_LENGTE:
        # the part that is cut off may hold the end of an address or number that starts in the part that stays
        text = AFGESCHERMD if _identifies(text[: 4 * MAX_LENGTE]) else text[:MAX_LENGTE] + "…"
    if _identifies(text):
        return AFGESCHERMD
    return "".join(c if unicodedata.category(c)[0] != "C" else c.encode("unicode_escape").decode() for c in text)


def _identifies(text: str) -> bool:
    return bool(EMAIL.search(text)) or find_bsn(text)


def bevinding(
    code: str,
    *,
    umc: str,
    bestand: str = "",
    blad: str = "",
    rij: int | None = None,
    kolom: object = "",
    veld: str = "",
    waarde: object = "",
    **details: object,
) -> dict[str, Any]:
    """One finding; severity and text come from ``regels.csv``.

    Parameters
    ----------
    code
        Code in ``regels.csv``; an unknown code is a programming error (KeyError).
    umc
        Slug, or ``centraal``.
    waarde
        The cell as sent, of any type. Masked when it identifies a person.
    details
        What the text of the rule asks for between braces. Never a cell.
    """
    regel = regels()[code]
    melding = regel["melding"].format_map({"veld": veld} | details)
    return {
        "code": code,
        "ernst": regel["ernst"],
        "umc": umc,
        "bestand": show_cell(bestand),
        "blad": show_cell(blad),
        "rij": rij,
        "kolom": show_cell(kolom),
        "veld": veld,
        "waarde": show_cell(waarde),
        "melding": f"{melding} {regel['wat_te_doen']}".strip(),
    }


def findings_frame(bevindingen: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """Findings as a frame, in the fixed order of umc, file, sheet, row, column and code, each once.

    Columns: code, ernst, umc, bestand, blad, rij (Int64, empty when it is about the whole file), kolom, veld, waarde,
    melding.
    """
    frame = pd.DataFrame(list(bevindingen), columns=list(KOLOMMEN))
    types = dict.fromkeys(KOLOMMEN, "str") | {"rij": "Int64"}
    frame = frame.astype(types).drop_duplicates()
    return _sort(frame)


def combine_findings(*frames: pd.DataFrame) -> pd.DataFrame:
    """Several findings frames as one, in the fixed order."""
    return _sort(pd.concat(frames, ignore_index=True).drop_duplicates())


def _sort(frame: pd.DataFrame) -> pd.DataFrame:
    place = {umc: i for i, umc in enumerate(known_umcs())}
    order = frame.assign(
        plaats=frame["umc"].map(place).fillna(len(place)).astype("int64"), geen_rij=frame["rij"].fillna(0)
    ).sort_values(["plaats", "umc", "bestand", "blad", "geen_rij", "kolom", "veld", "code", "waarde", "melding"])
    return frame.loc[order.index].reset_index(drop=True)


def has_fouten(bevindingen: pd.DataFrame) -> bool:
    """Whether a finding stops the run."""
    return bool((bevindingen["ernst"] == "fout").any())


def neutralise(text: str) -> str:
    """Text that no spreadsheet takes for a formula; plain numbers stay as they are."""
    if text.lstrip(" ").startswith(_FORMULA_START) and not _PLAIN_NUMBER.fullmatch(text):
        return "'" + text
    return text


def write_findings(bevindingen: pd.DataFrame, folder: Path) -> None:
    """Write ``bevindingen.csv`` and, per umc with findings, ``terugkoppeling/<slug>.xlsx``.

    The same findings give the same bytes. The folder is made anew and put in its place in one step: nobody sees half
    of it, and no umc gets findings of an earlier run that no longer hold.
    """
    safe = bevindingen.assign(
        **{name: [neutralise(text) for text in bevindingen[name]] for name in KOLOMMEN if name != "rij"}
    )
    with workspace(folder) as work:
        feedback = work / folder.name / "terugkoppeling"
        feedback.mkdir(parents=True)
        safe.to_csv(feedback.parent / "bevindingen.csv", index=False, encoding="utf-8", lineterminator="\r\n")
        for umc, rows in bevindingen.groupby("umc", sort=False):
            _write_workbook(rows, feedback / f"{umc}.xlsx")
        replace_folder(feedback.parent, folder)


_WIDTHS = {
    "ernst": 14,
    "bestand": 32,
    "blad": 14,
    "rij": 7,
    "kolom": 24,
    "veld": 22,
    "waarde": 28,
    "melding": 60,
    "wat te doen": 60,
    "code": 26,
}


def _write_workbook(rows: pd.DataFrame, path: Path) -> None:
    """Findings of one umc, sorted by file, sheet and row."""
    todo = rows["code"].map(lambda code: regels()[code]["wat_te_doen"])
    melding = [text.removesuffix(tail).strip() for text, tail in zip(rows["melding"], todo, strict=True)]
    sheet = rows.assign(melding=melding, **{"wat te doen": todo})[list(_WIDTHS)].head(MAX_RIJEN)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, options) as workbook:
        workbook.set_properties({"created": dt.datetime(2000, 1, 1)})
        bold = workbook.add_format({"bold": True, "bottom": 1})
        wrap = workbook.add_format({"text_wrap": True, "valign": "top"})
        worksheet = workbook.add_worksheet("bevindingen")
        worksheet.freeze_panes(1, 0)
        worksheet.autofilter(0, 0, len(sheet), len(_WIDTHS) - 1)
        for column, (name, width) in enumerate(_WIDTHS.items()):
            worksheet.set_column(column, column, width, wrap)
            worksheet.write_string(0, column, name, bold)
            for row, value in enumerate(sheet[name], start=1):
                if name == "rij":
                    if not pd.isna(value):
                        worksheet.write_number(row, column, int(value))
                else:
                    worksheet.write_string(row, column, value)
    path.write_bytes(buffer.getvalue())
