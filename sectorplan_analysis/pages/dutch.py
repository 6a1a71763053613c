"""Numbers, dates and lists as a Dutch reader expects them.

Every function takes one value and gives text. A value that does not exist (None, NaN, NA, NaT, infinite) becomes words,
never 'nan', 'inf' or 0. Rounding is half away from zero on the decimal value a person sees, so that 0.125 becomes 0,13
and -0.125 becomes -0,13, in tables, sentences and figures alike.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

ONBEPAALD = "niet bepaalbaar"
STREEP = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"
NBSP = "\N{NO-BREAK SPACE}"
MAANDEN = (
    "januari februari maart april mei juni juli augustus september oktober november december".split()  # noqa: SIM905
)

# Digits beyond the asked precision that are trusted. Sums of floats carry an error far below this; without it a sum
# that should be 2.675 but is stored as 2.67499999999 would round down.
_GUARD = 6


def is_undefined(value: Any) -> bool:
    """True for None, NaN, NA, NaT and infinite numbers."""
    if value is None or value is pd.NA or value is pd.NaT:
        return True
    if isinstance(value, Decimal):
        return not value.is_finite()
    try:
        return not math.isfinite(value)
    except TypeError:
        return bool(pd.isna(value))


def round_half_away(value: Any, decimals: int) -> Decimal:
    """Round half away from zero, as the published tables do.

    Parameters
    ----------
    value
        An int, float, numpy number or Decimal.
    decimals
        Number of decimals to keep.

    Raises
    ------
    ValueError
        When the value is undefined: what to print then is for the caller to decide.
    """
    if is_undefined(value):
        raise ValueError(f"cannot round {value!r}")
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    rounded = round(exact, decimals + _GUARD).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded  # no minus zero


def number(value: Any, decimals: int = 0, *, sign: bool = False, undefined: str = ONBEPAALD) -> str:
    """A number with decimal comma, dots between thousands and a real minus sign; ``sign`` adds a plus to a rise."""
    if is_undefined(value):
        return undefined
    rounded = round_half_away(value, decimals)
    digits = f"{abs(rounded):,f}".translate(str.maketrans(",.", ".,"))
    return (MINUS if rounded < 0 else "+" if sign and rounded > 0 else "") + digits


def fte(value: Any, decimals: int = 2, *, sign: bool = False, undefined: str = ONBEPAALD) -> str:
    """Fte with its unit: '77,81 fte'."""
    return undefined if is_undefined(value) else f"{number(value, decimals, sign=sign)}{NBSP}fte"


def eur(value: Any, decimals: int = 0, *, sign: bool = False, undefined: str = ONBEPAALD) -> str:
    """Euros with the sign in front: '€ 113.927.558'."""
    return undefined if is_undefined(value) else f"€{NBSP}{number(value, decimals, sign=sign)}"


def percent(aandeel: Any, decimals: int = 0, *, sign: bool = False, undefined: str = ONBEPAALD) -> str:
    """A fraction as a percentage: 0.648 becomes '64,8%' with one decimal."""
    return undefined if is_undefined(aandeel) else f"{number(_times_100(aandeel), decimals, sign=sign)}%"


def procentpunt(verschil: Any, decimals: int = 0, *, undefined: str = ONBEPAALD) -> str:
    """A difference between two fractions, always with its sign: '+3 procentpunt'."""
    if is_undefined(verschil):
        return undefined
    return f"{number(_times_100(verschil), decimals, sign=True)}{NBSP}procentpunt"


def count(value: Any, singular: str, plural: str, *, none: str | None = None, undefined: str = ONBEPAALD) -> str:
    """A count with its noun: '1 medewerker', '582 medewerkers', and words for zero ('geen medewerkers')."""
    if is_undefined(value):
        return undefined
    if value == 0:
        return none if none is not None else f"geen {plural}"
    return f"{number(value)}{NBSP}{singular if value == 1 else plural}"


def date(value: dt.date | str | None, *, undefined: str = "onbekend") -> str:
    """A day in words: '31 december 2025'. Text must be ISO (yyyy-mm-dd)."""
    if value is None or pd.isna(value) or value == "":
        return undefined
    day = dt.date.fromisoformat(value[:10]) if isinstance(value, str) else value
    return f"{day.day} {MAANDEN[day.month - 1]} {day.year}"


def join_words(words: Iterable[str], *, last: str = "en", none: str = "geen") -> str:
    """'a, b en c'; ``none`` for an empty list."""
    *head, tail = [str(word) for word in words] or [none]
    return f"{', '.join(head)} {last} {tail}" if head else tail


def _times_100(aandeel: Any) -> Decimal:
    return (aandeel if isinstance(aandeel, Decimal) else Decimal(repr(float(aandeel)))) * 100
