"""Small objects a notebook cell ends with: they know how to show themselves, in JupyterLab and on a page.

The HTML comes from one jinja2 template with automatic escaping, not from pandas Styler: that gives a random id to every
cell, no scope on a header, a row header only with a second, empty header row, and no escaping unless asked per call.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sectorplan_analysis.pages import dutch
from sectorplan_analysis.pages.frame import TEMPLATES, frame

#: Unit in the header and number of decimals per kind of column; the kind follows from the column's name.
_EENHEDEN = {
    "fte": ("fte", 2),
    "eur": ("€", 0),
    "pct": ("%", 0),
    "aandeel": ("%", 0),
    "aantal": ("", 0),
    "verandering": ("", 1),
}

#: A table with at least this many rows, totals aside, can be sorted by the reader.
_SORTEERBAAR_VANAF = 8


@cache
def environment() -> Environment:
    """The jinja2 environment of everything that is not a notebook; text is escaped unless a template says safe."""
    jinja = Environment(
        loader=FileSystemLoader(TEMPLATES / "sectorplan"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    jinja.globals.update(frame())
    return jinja


class _Getoond:
    """Shows itself with the macro of its own name in display.j2."""

    def _repr_html_(self) -> str:
        macro = getattr(environment().get_template("display.j2").module, type(self).__name__.lower())
        return str(macro(self))


@dataclass(frozen=True)
class Cel:
    """One cell as shown: its text, whether it is a number (aligned right) and whether it stands for 'nothing'."""

    tekst: str
    getal: bool = False
    leeg: bool = False


@dataclass(frozen=True, repr=False)
class Tabel(_Getoond):
    """A data frame as an accessible table.

    Parameters
    ----------
    frame
        The rows to show, in order; the first of ``kolommen`` is the header of each row.
    bijschrift
        Caption: what, who, when.
    kolommen
        Column name to header text, in the order of showing; other columns are left out. Empty: all, under their own
        names. The unit follows from the column's name and is put in the header: ``*_fte`` fte, ``*_eur`` €, ``*_pct``
        and ``aandeel*`` (a fraction) %, ``aantal*`` whole numbers, ``*_verandering`` a number with its sign. Text in a
        number column is shown as it is, so a word ('geen medewerkers') can stand for a number.
    decimalen
        Column name to number of decimals where the default (fte 2, others 0) does not do.
    totaal
        Rows whose first cell has this text are set apart.
    groepen
        Column name to the header above it; neighbours under the same header share one cell.
    definitie, bron
        Footnotes under the table.
    leeg
        What an empty cell means; shown as a dash and explained under the table.
    """

    frame: pd.DataFrame
    bijschrift: str
    kolommen: Mapping[str, str] = field(default_factory=dict)
    decimalen: Mapping[str, int] = field(default_factory=dict)
    groepen: Mapping[str, str] = field(default_factory=dict)
    totaal: str = "Totaal"
    definitie: str = ""
    bron: str = ""
    leeg: str = dutch.ONBEPAALD

    @property
    def namen(self) -> list[str]:
        return list(self.kolommen) or [str(name) for name in self.frame.columns]

    @property
    def koppen(self) -> list[tuple[str, str, bool]]:
        """Header text, unit and whether the column holds numbers."""
        return [
            (self.kolommen.get(name, name), _EENHEDEN.get(_kind(name), ("", 0))[0], self._is_number(name))
            for name in self.namen
        ]

    @property
    def groepskoppen(self) -> list[tuple[str, int]]:
        """Headers above the headers with the number of columns each spans; empty when there are none."""
        spans: list[tuple[str, int]] = []
        for name in self.namen if self.groepen else []:
            groep = self.groepen.get(name, "")
            if groep and spans and spans[-1][0] == groep:
                spans[-1] = (groep, spans[-1][1] + 1)
            else:
                spans.append((groep, 1))
        return spans

    @property
    def rijen(self) -> list[list[Cel]]:
        columns = [[self._cell(name, value) for value in self.frame[name]] for name in self.namen]
        return [list(row) for row in zip(*columns, strict=True)]

    @property
    def heeft_leeg(self) -> bool:
        return any(cel.leeg for rij in self.rijen for cel in rij)

    @property
    def sorteerbaar(self) -> bool:
        """Whether sorting helps: not on a table that is seen at a glance."""
        return sum(rij[0].tekst != self.totaal for rij in self.rijen) >= _SORTEERBAAR_VANAF

    def _is_number(self, name: str) -> bool:
        return _kind(name) in _EENHEDEN or (
            pd.api.types.is_numeric_dtype(self.frame[name]) and not pd.api.types.is_bool_dtype(self.frame[name])
        )

    def _cell(self, name: str, value: Any) -> Cel:
        if isinstance(value, str):
            return Cel(value, getal=_kind(name) in _EENHEDEN) if value else Cel(dutch.STREEP, leeg=True)
        if dutch.is_undefined(value):
            return Cel(dutch.STREEP, getal=self._is_number(name), leeg=True)
        kind = _kind(name)
        if kind in _EENHEDEN:
            decimals = self.decimalen.get(name, _EENHEDEN[kind][1])
            if kind == "aandeel":
                return Cel(dutch.percent(value, decimals).removesuffix("%"), getal=True)
            return Cel(dutch.number(value, decimals, sign=kind == "verandering"), getal=True)
        if isinstance(value, dt.date):
            return Cel(dutch.date(value))
        if pd.api.types.is_bool(value):
            return Cel("ja" if value else "nee")
        if pd.api.types.is_float(value):
            return Cel(dutch.number(value, self.decimalen.get(name, 1)), getal=True)
        # Whole numbers without a unit are years, ranks and row numbers: no dots between thousands.
        return Cel(str(value), getal=self._is_number(name))

    def __repr__(self) -> str:
        kop = [f"{tekst} ({eenheid})" if eenheid else tekst for tekst, eenheid, _ in self.koppen]
        cells = pd.DataFrame([[cel.tekst for cel in rij] for rij in self.rijen], columns=kop)
        return f"{self.bijschrift}\n{cells.to_string(index=False) if len(cells) else 'geen rijen'}"


@dataclass(frozen=True, repr=False)
class Figuur(_Getoond):
    """A drawing with its text alternative, caption and the numbers behind it.

    ``svg`` is '' when there is nothing to draw; the page then says so. ``nummer`` is the number in the report, '' for a
    figure the report does not have.
    """

    svg: str
    alt: str
    bijschrift: str
    tabel: Tabel
    nummer: str = ""
    bron: str = ""

    @property
    def naam(self) -> str:
        return f"figuur {self.nummer}" if self.nummer else f"figuur: {self.bijschrift.split('.')[0]}"

    def __repr__(self) -> str:
        return f"{self.naam.capitalize()}. {self.bijschrift}\n{self.alt}"


@dataclass(frozen=True, repr=False)
class Kernpunten(_Getoond):
    """The conclusion of a page or section: a few computed sentences."""

    zinnen: tuple[str, ...]

    def __init__(self, *zinnen: str) -> None:
        object.__setattr__(self, "zinnen", zinnen)

    def __repr__(self) -> str:
        return "\n".join(f"- {zin}" for zin in self.zinnen)


@dataclass(frozen=True, repr=False)
class Tekst(_Getoond):
    """Computed paragraphs."""

    alineas: tuple[str, ...]

    def __init__(self, *alineas: str) -> None:
        object.__setattr__(self, "alineas", alineas)

    def __repr__(self) -> str:
        return "\n\n".join(self.alineas)


@dataclass(frozen=True, repr=False)
class Melding(_Getoond):
    """A notice the reader must not miss; ``kop`` says in one word what kind ('Let op', 'Vertrouwelijk')."""

    tekst: str
    kop: str = "Let op"

    def __repr__(self) -> str:
        return f"{self.kop}: {self.tekst}"


def _kind(name: str) -> str:
    if name.startswith("aandeel"):
        return "aandeel"
    if name.startswith("aantal"):
        return "aantal"
    return name.rpartition("_")[2]
