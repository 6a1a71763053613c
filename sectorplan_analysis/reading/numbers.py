"""Numbers as people and systems write them: decimals, amounts and years.

A single separator in a decimal column is always the decimal sign, so that '0,8' is never 8.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sectorplan_analysis.reading.cells import Cell, Lezing, number_text

_SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d+")
_DECIMAL = re.compile(r"([+-]?)(\d+|\d{1,3}(?:\.\d{3})+(?=,)|\d{1,3}(?:,\d{3})+(?=\.)|(?=[.,]\d))(?:([.,])(\d+))?")
_SPACES = "\u00a0\u2007\u2009\u202f"
_CURRENCY = re.compile(r"€|\beuro?\b|(?<=\d)eur\b|\beur(?=[\d-])", re.IGNORECASE)
_DASH_END = re.compile(r"[.,]\s*[-\u2010-\u2015\u2212]{1,2}$")
_GROUPED = re.compile(r"\d{1,3}(?:([ '.,])\d{3})(?:\1\d{3})*")


def read_decimals(cells: Sequence[Cell]) -> list[Lezing]:
    """How each distinct cell of a column of decimals is read; notation is the decimal sign."""
    return [_decimal(cell) for cell in cells]


def _typed(cell: Cell) -> Lezing | None:
    """A cell that is no text: a number, or something that is no number at all."""
    if cell is None:
        return Lezing(None)
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return Lezing(None, "getal_onleesbaar")
    return None if isinstance(cell, str) else Lezing(float(cell), stijl="getalcel")


def _decimal(cell: Cell) -> Lezing:
    if (typed := _typed(cell)) is not None:
        return typed
    text = str(cell).replace("\u2212", "-")
    if _SCIENTIFIC.fullmatch(text):
        return Lezing(None, "getal_wetenschappelijk")
    if not text.isascii() or (match := _DECIMAL.fullmatch(text)) is None:
        return Lezing(None, "getal_onleesbaar")
    sign, whole, separator, decimals = match.groups()
    digits = re.sub(r"\D", "", whole) or "0"
    return Lezing(float(f"{sign}{digits}.{decimals or 0}"), stijl=_sign_style(separator))


def _sign_style(separator: str | None) -> str:
    return {",": "decimale komma", ".": "decimale punt"}.get(separator or "", "")


def read_amounts(cells: Sequence[Cell]) -> list[Lezing]:
    """How each distinct cell of a column of amounts in euros is read.

    A single separator before exactly three digits groups thousands, unless another cell of the column proves that it
    is the decimal sign: then the cell can be read in two ways and is refused.
    """
    parsed = [_amount(cell) for cell in cells]
    proven = _proven(parsed)
    result = []
    for lezing, doubtful in parsed:
        other = {"decimale komma": "decimale punt", "decimale punt": "decimale komma"}.get(lezing.stijl, "")
        if doubtful and other in proven:
            lezing = Lezing(None, "getal_dubbelzinnig")
        result.append(lezing)
    return result


def thousands_assumed(cells: Sequence[Cell]) -> bool:
    """True when amounts rest on 'one separator before three digits groups thousands' and no cell proves it."""
    parsed = [_amount(cell) for cell in cells]
    return any(doubtful for _, doubtful in parsed) and not _proven(parsed)


def _proven(parsed: Sequence[tuple[Lezing, bool]]) -> set[str]:
    """Decimal signs that cells without doubt show."""
    return {lezing.stijl for lezing, doubtful in parsed if lezing.stijl and not doubtful}


def _amount(cell: Cell) -> tuple[Lezing, bool]:
    """The reading, and whether it rests on 'one separator before three digits groups thousands'."""
    if (typed := _typed(cell)) is not None:
        return typed, False
    text, negative = _strip_signs(str(cell))
    if text is None or not text.isascii():
        return Lezing(None, "getal_onleesbaar"), False
    if _SCIENTIFIC.fullmatch(text):
        return Lezing(None, "getal_wetenschappelijk"), False
    whole, separator, decimals, doubtful = _split_amount(text)
    if whole is None:
        return Lezing(None, "getal_onleesbaar"), False
    stijl = _sign_style(separator)
    value = float(f"{whole}.{decimals or 0}")
    return Lezing(-value if negative else value, stijl=stijl), doubtful


def _strip_signs(text: str) -> tuple[str | None, bool]:
    """The text without euro sign, minus sign and ',-'; None when there is more than one minus sign."""
    for space in _SPACES:
        text = text.replace(space, " ")
    text = re.sub("[\u2018\u2019\u02bc]", "'", text)
    text = _CURRENCY.sub(" ", text).strip()
    text = _DASH_END.sub("", text)
    text = re.sub("[\u2010-\u2015\u2212]", "-", text)
    signs = 0
    if text.startswith("(") and text.endswith(")"):
        text, signs = text[1:-1].strip(), 1
        text = _DASH_END.sub("", text)
    if text.startswith("-"):
        text, signs = text[1:].strip(), signs + 1
    elif text.startswith("+"):
        text = text[1:].strip()
    if text.endswith("-"):
        text, signs = text[:-1].strip(), signs + 1
    return (None, False) if signs > 1 else (text, signs == 1)


def _split_amount(text: str) -> tuple[str | None, str | None, str, bool]:
    """Whole digits, implied decimal sign, decimals, and whether one separator was taken to group thousands."""
    if re.fullmatch(r"\d+", text):
        return text, None, "", False
    if match := _GROUPED.fullmatch(text):
        mark = match[1]
        digits = text.replace(mark, "")
        if mark not in ".," or (text.count(mark) > 1 and not text.startswith("0")):
            return (digits, {".": ",", ",": "."}.get(mark), "", False) if mark in ".," else (digits, None, "", False)
        if text.count(mark) == 1 and not text.startswith("0"):
            return digits, {".": ",", ",": "."}[mark], "", True
    if match := re.fullmatch(r"(.*?)([.,])(\d*)", text):
        whole, separator, decimals = match.groups()
        grouped = _GROUPED.fullmatch(whole)
        if decimals and (re.fullmatch(r"\d+", whole) or (grouped and grouped[1] != separator)):
            return re.sub(r"\D", "", whole), separator, decimals, False
    return None, None, "", False


def read_years(cells: Sequence[Cell]) -> list[Lezing]:
    """How each distinct cell of a column of years is read; 2022, the start of the sectorplan, to 2040."""
    result = []
    for cell in cells:
        text = number_text(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else cell
        if cell is None:
            result.append(Lezing(None))
        elif isinstance(text, str) and re.fullmatch(r"20[0-9]{2}", text) and 2022 <= int(text) <= 2040:
            result.append(Lezing(int(text)))
        else:
            result.append(Lezing(None, "jaar_onleesbaar"))
    return result
