"""Data that identify a person directly: found in any cell, reported, and never repeated in a finding."""

from __future__ import annotations

import re

from sectorplan_analysis.findings import EMAIL, find_bsn, passes_eleven_test
from sectorplan_analysis.reading.cells import Cell, Kolom, number_text

_BIRTH = re.compile(r"\bgeb(?:oren|oortedatum|\.)?(?:\s{1,3}op)?\s{0,3}[:.]?\s{0,3}\d{1,2}[-/. ]", re.IGNORECASE)
_SALUTATION = re.compile(
    r"\b(?:dhr|mevr|mw|mevrouw|de heer)\b\.?\s+(?:[A-Z]\.\s*)*(?:[a-z]+\s+){0,3}[A-Z][a-z]", re.UNICODE
)
_INITIALS = re.compile(
    r"(?:[A-Z]\.\s?)+(?:(?:van|de|der|den|ter|ten|het|'t|el|al)\s)*[A-Z][\w'\-]+|[A-Z][\w'\- ]+,\s*(?:[A-Z]\.\s?)+.*"
)
#: Kinds of columns whose numbers are amounts, not identifiers.
_NUMERIC = ("decimaal", "decimaal_of_leeg", "score", "score_of_leeg", "bedrag", "jaar")
#: One number in eleven passes the eleven test by chance.
KANS = 1 / 11
_GRENS = 0.01


def nine_digits(cell: Cell) -> str | None:
    """The nine digits of a cell that is nothing else (spaces, dots and hyphens apart), else None."""
    text = number_text(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else cell
    digits = re.sub(r"[ .\-\u00a0]", "", text) if isinstance(text, str) else ""
    return digits if re.fullmatch(r"[0-9]{9}", digits) else None


def more_than_chance(passes: int, n: int) -> bool:
    """Whether so many of n distinct nine-digit numbers pass the eleven test that they must be BSNs."""
    if passes == n:
        return True
    # not at the top: it takes as long to import as pandas, and few deliveries have such numbers
    from scipy.stats import binom

    return float(binom.sf(passes - 1, n, KANS)) < _GRENS


def find_personal_data(kolom: Kolom, soort: str) -> dict[int, tuple[str, dict[str, object]]]:
    """Finding per distinct cell that identifies a person.

    Parameters
    ----------
    soort
        Kind of the column, '' for a column that is not used. Ids are judged on BSN per umc, not here.
    """
    if kolom.codewoorden and soort == "id":
        return {}
    found: dict[int, str] = {}
    filled = [k for k, cell in enumerate(kolom.cellen) if cell is not None]
    for k in filled:
        cell = kolom.cellen[k]
        if isinstance(cell, str):
            if EMAIL.search(cell):
                found[k] = "e-mailadres"
            elif _BIRTH.search(cell):
                found[k] = "geboortedatum"
            elif _SALUTATION.search(cell):
                found[k] = "naam"
    if soort not in (*_NUMERIC, "id"):
        numbers = {k: digits for k in filled if (digits := nine_digits(kolom.cellen[k]))}
        passing = [k for k, digits in numbers.items() if passes_eleven_test(digits)]
        if len(numbers) < len(filled) or more_than_chance(len(passing), len(numbers)):
            found |= dict.fromkeys(passing, "BSN")
        for k in filled:
            cell = kolom.cellen[k]
            if isinstance(cell, str) and k not in numbers and k not in found and find_bsn(cell):
                found[k] = "BSN"
    if soort in ("", "id"):
        names = [k for k in filled if isinstance(cell := kolom.cellen[k], str) and _INITIALS.fullmatch(cell)]
        if len(names) * 2 >= max(len(filled), 1) and names:
            found |= dict.fromkeys(names, "naam")
    return {k: ("persoonsgegeven_cel", {"soort": what}) for k, what in found.items()}
