"""One form for every estimate: numbers, or the reason why there are none."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

ALPHA = 0.05


@dataclass(frozen=True)
class Estimate:
    """An estimate with its interval and two-sided p-value.

    Attributes
    ----------
    waarde, laag, hoog, p
        Estimate, limits of the 95 % interval and p-value; None where the method gives none.
    n
        Observations it rests on.
    methode
        How it was made, in Dutch; on a page it follows the number.
    reden
        Why a number is missing, in Dutch; '' when nothing is missing.
    """

    waarde: float | None = None
    laag: float | None = None
    hoog: float | None = None
    p: float | None = None
    n: int = 0
    methode: str = ""
    reden: str = ""

    @property
    def conclusie(self) -> int | None:
        """+1 or -1 when the change is shown at the level, 0 when it is not, None when the method cannot tell."""
        if self.p is None or self.waarde is None:
            return None
        if self.p >= ALPHA:
            return 0
        return int(math.copysign(1, self.waarde))


def undefined(reden: str, *, n: int = 0, methode: str = "") -> Estimate:
    """An estimate without numbers."""
    return Estimate(n=n, methode=methode, reden=reden)


def p_text(p: float | None) -> str | None:
    """A p-value for CSV: six digits that count, where rounding to decimals would turn a small one into 0."""
    return None if p is None or math.isnan(p) else f"{p:.6g}"


def finite(*numbers: float) -> bool:
    """True when all numbers exist and are finite."""
    return all(number is not None and math.isfinite(number) for number in numbers)


@contextmanager
def listening() -> Iterator[list[warnings.WarningMessage]]:
    """Record every warning instead of showing it, so that a guard can act on it."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield caught
