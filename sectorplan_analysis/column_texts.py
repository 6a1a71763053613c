"""What every column of a delivery means to its sender: the text of the template and of the page of columns.

Names, kinds and required columns are those of the reader, allowed values those of its value lists, limits those of the
schemas; whether a cell may be empty is asked of the reader itself. Only meaning and example are written for people,
in ``definities/kolommen.csv``.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from sectorplan_analysis.checks.persons import EERSTE_JAAR
from sectorplan_analysis.checks.schemas import MAX_BEGROOT_FTE, MAX_FTE
from sectorplan_analysis.findings import regels
from sectorplan_analysis.reading.cells import column
from sectorplan_analysis.reading.dates import EERSTE, LAATSTE
from sectorplan_analysis.reading.layout import TABELLEN, Veld
from sectorplan_analysis.reading.meaning import read_values
from sectorplan_analysis.reference import ORGANISATIES, known_umcs, read_definition, subthemas
from sectorplan_analysis.words import values

#: Highest value of a column of fte.
MAXIMA = {"fte": MAX_FTE, "begroot_fte": MAX_BEGROOT_FTE}
#: First and last year of a column of years.
JAREN = (EERSTE_JAAR, LAATSTE.year)
_DATUM = f"datum (dag-maand-jaar) in {EERSTE.year} tot en met {LAATSTE.year}"
_LIJST = "keuze uit een lijst"
_NOTATIES = {
    "id": "tekst",
    "tekst": "tekst",
    "functie": "tekst, bij voorkeur uit de lijst",
    "ja_nee": "ja of nee",
    "ja_of_leeg": "ja of nee",
    "decimaal": "getal",
    "decimaal_of_leeg": "getal",
    "score": "getal op de schaal van de rij",
    "score_of_leeg": "getal op de schaal van de rij",
    "bedrag": "bedrag in euro's",
    "naam": "tekst",
    "groep": "tekst",
    "aantal_of_leeg": "geheel getal, niet negatief",
    "procent_of_leeg": "percentage van 0 tot en met 100",
    "jaar": f"jaar in {JAREN[0]} tot en met {JAREN[1]}",
    "datum": _DATUM,
    "datum_of_leeg": _DATUM,
    "einddatum": _DATUM,
}


class Kolomuitleg(NamedTuple):
    """A column as explained to a sender; ``waarden`` is empty when the column is not coded."""

    tabel: str
    naam: str
    soort: str
    betekenis: str
    notatie: str
    verplicht: str
    waarden: tuple[str, ...]
    voorbeeld: str


@cache
def explain_columns(tabel: str) -> tuple[Kolomuitleg, ...]:
    """The columns of one table in the order of the reader.

    Raises
    ------
    KeyError
        When ``definities/kolommen.csv`` does not explain a column the reader knows.
    """
    return tuple(_explain(tabel, veld) for veld in TABELLEN[tabel])


def explain_row(tabel: str) -> str:
    """What one row of a table stands for."""
    return _texts()[tabel, ""][0]


def allowed_values(veld: Veld) -> tuple[str, ...]:
    """The values a coded column may hold, as the reader writes them; empty when the column is not coded."""
    match veld.soort:
        case "functie":
            return tuple(dict.fromkeys(read_definition("functies")["titel"]))
        case "subthema":
            return tuple(subthemas())
        case "thema":
            return tuple(dict.fromkeys(subthemas().values()))
        case "umc":
            return tuple(known_umcs().values())
        case "organisatie":
            return (*known_umcs().values(), *(naam for naam, _ in ORGANISATIES.values()))
        case "ja_nee" | "ja_of_leeg":
            return tuple(dict.fromkeys(values("ja_nee").values()))
    return tuple(dict.fromkeys(values(veld.naam).values()))


@cache
def _texts() -> dict[tuple[str, str], tuple[str, str]]:
    """Meaning and example per table and column; the row of a table itself has column ''."""
    rows = read_definition("kolommen").to_dict("records")
    return {(row["tabel"], row["veld"]): (row["betekenis"], row["voorbeeld"]) for row in rows}


def _explain(tabel: str, veld: Veld) -> Kolomuitleg:
    meaning, example = _texts()[tabel, veld.naam]
    kind = _NOTATIES.get(veld.soort, _LIJST)
    if veld.naam in MAXIMA:
        kind += f", groter dan 0 en hoogstens {MAXIMA[veld.naam]:g}".replace(".", ",")
    return Kolomuitleg(
        tabel, veld.naam, veld.soort, meaning, kind, _required(veld, example), allowed_values(veld), example
    )


def _required(veld: Veld, example: str) -> str:
    """Whether a sender must fill in the column: what the reader says of an empty cell under a filled one."""
    if not veld.verplicht:
        return "nee, de kolom mag ook weg"
    code = read_values(column(veld.naam, [example, ""]), veld)[1].code
    if not code:
        return "nee, een cel mag leeg zijn"
    return "ja" if regels()[code]["ernst"] == "fout" else "gewenst, een lege cel geeft een waarschuwing"
