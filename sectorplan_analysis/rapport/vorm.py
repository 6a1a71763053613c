"""What all report pages share: who and when a number is about, tables for one umc beside the country, percentages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import pandas as pd

from sectorplan_analysis.culturele_diversiteit import leden, organisatie
from sectorplan_analysis.dataset import Ronde, umc_name
from sectorplan_analysis.disclosure.openbaar import Openbaar
from sectorplan_analysis.indicators import INDICATOREN
from sectorplan_analysis.measure import measure
from sectorplan_analysis.pages import Tabel, dutch
from sectorplan_analysis.reference import ORGANISATIES, TOTAAL

RAPPORT = "Tussentijdse evaluatie 2026"
NEDERLAND = "Alle umc's"

Result = TypeVar("Result")


@dataclass(frozen=True, repr=False)
class Samen:
    """Several display objects as the outcome of one cell, such as a figure per measurement."""

    delen: tuple[Any, ...]

    def _repr_html_(self) -> str:
        return "".join(deel._repr_html_() for deel in self.delen)

    def __repr__(self) -> str:
        return "\n\n".join(repr(deel) for deel in self.delen)


def wanneer(ronde: Ronde | Openbaar) -> str:
    """The peildatum as a reader writes it."""
    return dutch.date(ronde.peildatum)


def wie(ronde: Ronde | Openbaar) -> str:
    """Whom the page is about, for captions."""
    if ronde.umc:
        return ronde.naam
    missing = [umc_name(umc) for umc in ronde.ontbrekend]
    return f"alle umc's zonder {dutch.join_words(missing)}" if missing else "alle umc's"


def waar(ronde: Ronde | Openbaar) -> str:
    """Whom the page is about, to open a sentence."""
    if ronde.umc:
        return f"Bij {ronde.naam}"
    missing = [umc_name(umc) for umc in ronde.ontbrekend]
    return f"Landelijk (zonder {dutch.join_words(missing)})" if missing else "Landelijk"


def jaren(ronde: Ronde | Openbaar) -> str:
    """The complete calendar years of the round: '2022', or '2022 tot en met 2025'; '' when there are none."""
    years = ronde.volledige_jaren()
    return " tot en met ".join(str(year) for year in dict.fromkeys([*years[:1], *years[-1:]]))


def national(ronde: Ronde | Openbaar, say: Callable[[Any], Result]) -> Result:
    """What a function says of the whole round; on a page of one umc, of a table only the rows that are about it.

    Parameters
    ----------
    ronde
        The round of the page.
    say
        Function of a module, given the whole round. For a page of one umc it is among those of `rapport.landelijk`: the
        kernel of that page has no rows of others, and gets what they add up to ready-made.
    """
    if ronde.landelijk is None:
        return say(ronde)
    if isinstance(ronde.landelijk, Ronde):
        found: Result = about(say(ronde.landelijk), str(ronde.umc))
        return found
    if (name := fact_name(say)) not in ronde.landelijk:
        raise LookupError(f"wat {name} over het hele land zegt, was niet uit te rekenen; zie de landelijke pagina")
    found = ronde.landelijk[name]
    return found


def about(said: Any, umc: str) -> Any:
    """What was said of a whole round, of a table only the rows of a umc, of what it is part of, and the total."""
    if not (isinstance(said, pd.DataFrame) and "umc" in said):
        return said
    within = [organisatie(name) for name in (umc, *ORGANISATIES) if umc in leden(name)]
    return said[said["umc"].isin([*within, TOTAAL])].reset_index(drop=True)


def fact_name(say: Callable[[Any], object]) -> str:
    """What a function is called among those that `dataset.Ronde.landelijk` holds."""
    return f"{say.__module__}.{say.__qualname__}"


def own_and_national(ronde: Ronde, say: Callable[[Ronde], pd.DataFrame]) -> pd.DataFrame:
    """Rows to show of a table with a row per umc and a total; see `national`.

    All rows on a national page; on a page of one umc its own row and the total, which then gets a clearer name.
    """
    rows = national(ronde, say)
    return rows.assign(umc=rows["umc"].replace({TOTAAL: NEDERLAND})) if ronde.umc else rows


def totaalnaam(ronde: Ronde) -> str:
    """Name of the row with the total in tables made with `own_and_national`."""
    return NEDERLAND if ronde.umc else TOTAAL


def measured(name: str, ronde: Ronde | Openbaar) -> pd.Series:
    """Total of one indicator with its numerator and denominator: waarde, teller, noemer."""
    return measure(INDICATOREN[name], ronde).iloc[-1]


def pct(value: float, decimals: int = 0) -> str:
    """A percentage on the 0-100 scale."""
    return dutch.percent(value / 100, decimals)


def teller_noemer(row: pd.Series, *, decimals: int = 0) -> str:
    """The two numbers a share came from."""
    return f"{dutch.number(row['teller'], decimals)} van {dutch.number(row['noemer'], decimals)}"


def missing_note(ronde: Ronde) -> str:
    """What an empty row means when umcs were left out."""
    return "niet geleverd" if ronde.ontbrekend else dutch.ONBEPAALD


def numeric(frame: pd.DataFrame) -> pd.DataFrame:
    """A table of text cells with numbers as numbers, for showing."""
    return frame.assign(**{c: pd.to_numeric(frame[c].replace("", None)) for c in frame.columns if c != "umc"})


def indicator_table(ronde: Ronde, names: tuple[str, ...], *, bijschrift: str) -> Tabel:
    """Indicators with value, numerator, denominator, definition and place in the report."""
    rows = []
    for name in names:
        indicator, row = INDICATOREN[name], measured(name, ronde)
        decimals = 2 if indicator.teller.soort in ("fte", "begroot_fte") else 0
        below = indicator.noemer
        rows.append(
            {
                "naam": indicator.titel,
                "waarde": _shown(row["waarde"], indicator.eenheid, decimals),
                "teller": dutch.number(row["teller"], decimals) if below else "",
                "noemer": dutch.number(row["noemer"], 2 if "fte" in below.soort else 0) if below else "",
                "definitie": indicator.definitie,
                "bron": indicator.bron,
            }
        )
    headers: Mapping[str, str] = {
        "naam": "Cijfer",
        "waarde": "Waarde",
        "teller": "Teller",
        "noemer": "Noemer",
        "definitie": "Definitie",
        "bron": "Plaats",
    }
    return Tabel(pd.DataFrame(rows), bijschrift, headers, leeg="geen aandeel", bron=RAPPORT)


def _shown(value: float, unit: str, decimals: int) -> str:
    if unit == "%":
        return pct(value, 1)
    if unit == "EUR":
        return dutch.eur(value)
    return f"{dutch.number(value, decimals)} {unit}"
