"""Dates in every style HR systems write them; never a guess between day and month."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from sectorplan_analysis.reading.cells import Cell, Kolom, Lezing
from sectorplan_analysis.words import plain

EERSTE, LAATSTE = dt.date(2000, 1, 1), dt.date(2040, 12, 31)
OPEN_EINDE = dt.date(9999, 12, 31)
_EXCEL_NUL = dt.date(1899, 12, 30)

_MAANDEN = {
    naam: nummer
    for nummer, namen in enumerate(
        (
            "jan januari january",
            "feb febr februari february",
            "mrt mar maa maart march",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "aug augustus august",
            "sep sept september",
            "okt oct oktober october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for naam in namen.split()
}
_WEEKDAGEN = {
    naam: nummer
    for nummer, namen in enumerate(
        (
            "ma maandag mon monday",
            "di dinsdag tue tuesday",
            "wo woensdag wed wednesday",
            "do donderdag thu thursday",
            "vr vrijdag fri friday",
            "za zaterdag sat saturday",
            "zo zondag sun sunday",
        )
    )
    for naam in namen.split()
}
_TIJD = re.compile(
    r"(?P<rest>.*?\d)(?:[T ]\s*)(?P<uur>\d{1,2})[:.](?P<min>\d{2})(?:[:.](?P<sec>\d{2}(?:[.,]\d+)?))?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?(?P<zone>\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?"
)
_JMD = re.compile(r"(\d{4})([-/. ])(\d{1,2})\2(\d{1,2})")
_JMD8 = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DMJ = re.compile(r"(\d{1,2})([-/.]|\s+)(\d{1,2})(?:\2)(\d{4})")
_DMJ_SPATIE = re.compile(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{4})")
_KORT = re.compile(r"\d{1,2}\s*([-/.]|\s)\s*(?:\d{1,2}|[a-z]+)\.?\s*\1?\s*'?\d{2}")
_NAAM = re.compile(r"(\d{1,2})(?:e|de|ste|th|st|nd|rd)?([-/. ]*)([a-z]{3,9})\.?([-/., ]*)(\d{4})")
_NAAM_EERST = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:th|st|nd|rd)?(?:,\s*|\s+)(\d{4})")
_SERIEEL = re.compile(r"(\d{5}|2958465)(?:[.,](\d+))?")


def read_dates(cells: Sequence[Cell], *, open_einde: bool = False) -> list[Lezing]:
    """How each distinct cell of a date column is read; an empty cell is None without a finding.

    Parameters
    ----------
    open_einde
        Whether 31-12-9999 means 'still running' here (then it is read as None).
    """
    return [_judge(cell, _read(cell), open_einde=open_einde) for cell in cells]


def ambiguous_columns(columns: dict[str, Iterable[Cell]]) -> set[str]:
    """Columns in which some date is day-month or month-day and nothing in the file decides.

    One numeric date with a day above 12, in any date column of the file, proves the Dutch order for all of them.
    """
    doubtful: set[str] = set()
    for veld, cells in columns.items():
        for cell in cells:
            match = _match_dmj(_split_time(cell)[0]) if isinstance(cell, str) else None
            if match is None:
                continue
            dag, maand = int(match[1]), int(match[3])
            if dag > 12 >= maand:
                return set()
            if dag <= 12 and maand <= 12 and dag != maand:
                doubtful.add(veld)
    return doubtful


def serials_are_regular(columns: Iterable[Kolom]) -> bool:
    """Whether Excel serial numbers are the notation of a file: at least as many as dates written otherwise.

    True of a file without any.
    """
    read = [(kolom, read_dates(kolom.cellen, open_einde=True)) for kolom in columns]
    if not any(lezing.stijl == "excelgetal" for _, lezingen in read for lezing in lezingen):
        return True
    serials = others = 0
    for kolom, lezingen in read:
        for lezing, aantal in zip(lezingen, kolom.aantallen, strict=True):
            serials += int(aantal) * (lezing.stijl == "excelgetal")
            others += int(aantal) * (lezing.stijl not in ("", "excelgetal"))
    return serials >= others


def _match_dmj(text: str) -> re.Match[str] | None:
    return _DMJ.fullmatch(text) or _DMJ_SPATIE.fullmatch(text)


def _judge(cell: Cell, lezing: Lezing, *, open_einde: bool) -> Lezing:
    datum = lezing.waarde
    if lezing.code not in ("", "datum_met_tijd") or datum is None:
        return lezing
    if datum == OPEN_EINDE:
        return Lezing(None, "" if open_einde else "datum_open_niet_toegestaan", lezing.stijl)
    if not EERSTE <= datum <= LAATSTE:
        return Lezing(None, "datum_buiten_bereik", lezing.stijl)
    return lezing


def _read(cell: Cell) -> Lezing:
    if cell is None:
        return Lezing(None)
    if isinstance(cell, dt.datetime):
        return _with_time(cell.date(), cell.time() != dt.time.min, "datumcel")
    if isinstance(cell, dt.date):
        return Lezing(cell, stijl="datumcel")
    if isinstance(cell, bool) or not isinstance(cell, str | float | int):
        return Lezing(None, "datum_onleesbaar")
    if not isinstance(cell, str):
        lezing = _serial(int(cell)) if abs(cell) < 1e7 else Lezing(None, "datum_onleesbaar")
        return lezing if lezing.code else _with_time(lezing.waarde, cell != int(cell), lezing.stijl)
    text, has_time, legible = _split_time(cell)
    if not legible:
        return Lezing(None, "datum_onleesbaar")
    text, weekday = _split_weekday(text)
    lezing = _read_text(text)
    if lezing.code or (weekday is not None and lezing.waarde.weekday() != weekday):
        return lezing if lezing.code else Lezing(None, "datum_onleesbaar")
    return _with_time(lezing.waarde, has_time, lezing.stijl)


def _with_time(datum: dt.date, has_time: object, stijl: str) -> Lezing:
    if has_time:
        return Lezing(datum, "datum_met_tijd", stijl, {"gelezen": datum.isoformat()})
    return Lezing(datum, stijl=stijl)


def _split_time(text: str) -> tuple[str, bool, bool]:
    """The date part, whether a time other than midnight follows, and whether that time can be understood.

    A time with a zone may belong to another day here, unless it is midnight UTC written by a system without times.
    """
    if match := _SERIEEL.fullmatch(text):
        return match[1], int(match[2] or 0) > 0, True
    match = _TIJD.fullmatch(text)
    if match is None:
        return text, False, True
    uur, minuut, seconde = int(match["uur"]), int(match["min"]), float((match["sec"] or "0").replace(",", "."))
    half = (match["half"] or "").replace(".", "").casefold()
    if half:
        if not 1 <= uur <= 12:
            return text, False, False
        uur = uur % 12 + (12 if half == "pm" else 0)
    if uur > 23 or minuut > 59 or seconde >= 60:
        return text, False, False
    has_time = bool(uur or minuut or seconde)
    return match["rest"].strip(), has_time, not (has_time and match["zone"])


def _split_weekday(text: str) -> tuple[str, int | None]:
    first, space, rest = text.partition(" ")
    if not space:
        return text, None
    weekday = _WEEKDAGEN.get(plain(first).strip(".,"))
    return (rest.strip(), weekday) if weekday is not None else (text, None)


def _read_text(text: str) -> Lezing:
    if match := _match_dmj(text):
        dag, maand, jaar = int(match[1]), int(match[3]), int(match[4])
        if maand > 12 >= dag and _date(jaar, dag, maand):
            return Lezing(None, "datum_maand_eerst")
        return _checked(jaar, maand, dag, f"dag{match[2].strip() or ' '}maand{match[2].strip() or ' '}jaar")
    if match := _JMD.fullmatch(text):
        return _checked(int(match[1]), int(match[3]), int(match[4]), f"jaar{match[2]}maand{match[2]}dag")
    if match := _JMD8.fullmatch(text):
        return _checked(int(match[1]), int(match[2]), int(match[3]), "jaarmaanddag")
    if match := _SERIEEL.fullmatch(text):
        return _serial(int(match[1]))
    words = plain(text)
    if (match := _NAAM.fullmatch(words)) and match[3] in _MAANDEN:
        return _checked(int(match[5]), _MAANDEN[match[3]], int(match[1]), "dag maandnaam jaar")
    if (match := _NAAM_EERST.fullmatch(words)) and match[1] in _MAANDEN:
        return _checked(int(match[3]), _MAANDEN[match[1]], int(match[2]), "maandnaam dag jaar")
    return Lezing(None, "datum_jaar_kort" if _KORT.fullmatch(words) else "datum_onleesbaar")


def _date(jaar: int, maand: int, dag: int) -> dt.date | None:
    try:
        return dt.date(jaar, maand, dag)
    except ValueError:
        return None


def _checked(jaar: int, maand: int, dag: int, stijl: str) -> Lezing:
    datum = _date(jaar, maand, dag)
    return Lezing(None, "datum_onleesbaar") if datum is None else Lezing(datum, stijl=stijl)


def _serial(days: int) -> Lezing:
    """An Excel serial number (1900 system)."""
    datum = _EXCEL_NUL + dt.timedelta(days=days) if 0 < days <= 2958465 else None
    if datum is None:
        return Lezing(None, "datum_onleesbaar")
    return Lezing(datum, stijl="excelgetal")
