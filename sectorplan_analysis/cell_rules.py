"""How Excel shows and checks the cells of a column of the template: number format, comment and validation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sectorplan_analysis.column_texts import JAREN, MAXIMA, Kolomuitleg
from sectorplan_analysis.reading.dates import EERSTE, LAATSTE

#: Text keeps leading zeros, and '1-2' from becoming a date.
NUMBER_FORMATS = {
    "id": "@",
    "tekst": "@",
    "naam": "@",
    "groep": "@",
    "functie": "@",
    "datum": "dd-mm-yyyy",
    "datum_of_leeg": "dd-mm-yyyy",
    "einddatum": "dd-mm-yyyy",
    "bedrag": "#,##0.00",
}


def header_comment(kolom: Kolomuitleg) -> str:
    """What is shown at the name of a column."""
    return f"{kolom.betekenis}\nSoort: {kolom.notatie}.\nVerplicht: {kolom.verplicht}.\nVoorbeeld: {kolom.voorbeeld}"


def validation(kolom: Kolomuitleg, letter: str, sources: Mapping[tuple[str, ...], str]) -> dict[str, Any]:
    """The rule Excel holds a typed cell to, as xlsxwriter takes it; a warning where the reader takes more.

    Parameters
    ----------
    letter
        Letter of the column; its first cell is in row 2.
    sources
        Range of cells per list of values.

    Returns
    -------
    dict
        Empty for a column of free text.
    """
    rule = {
        "error_title": kolom.naam,
        "error_message": f"Vul in: {kolom.notatie}. Voorbeeld: {kolom.voorbeeld}",
        "error_type": "stop",
    }
    cell = f"{letter}2"
    if kolom.waarden:
        rule |= {"validate": "list", "source": sources[kolom.waarden]}
        if kolom.soort == "functie":
            rule |= {
                "error_type": "warning",
                "error_message": "Deze functie staat niet in de lijst. Geef haar door aan de evaluator, die haar "
                "toevoegt aan de bekende functies.",
            }
        return rule
    match kolom.soort:
        case "id":
            return rule | {
                "validate": "custom",
                "value": f"=ISTEXT({cell})",
                "error_message": "Maak de cel op als tekst en typ het id opnieuw, zodat nullen vooraan blijven staan.",
            }
        case "datum" | "datum_of_leeg" | "einddatum":
            return rule | {"validate": "date", "criteria": "between", "minimum": EERSTE, "maximum": LAATSTE}
        case "jaar":
            return rule | {"validate": "integer", "criteria": "between", "minimum": JAREN[0], "maximum": JAREN[1]}
        case "bedrag":
            return rule | {
                "validate": "decimal",
                "criteria": ">=",
                "value": 0,
                "error_type": "warning",
                "error_message": "Dit is geen bedrag van 0 of meer. Een bedrag onder 0 is alleen een correctie.",
            }
        case "aantal_of_leeg":
            return rule | {"validate": "integer", "criteria": ">=", "value": 0}
        case "procent_of_leeg":
            return rule | {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100}
        case "decimaal" if kolom.naam in MAXIMA:
            limits = f"{cell}>0,{cell}<={MAXIMA[kolom.naam]:g}"
            return rule | {"validate": "custom", "value": f"=AND(ISNUMBER({cell}),{limits})"}
        case "decimaal" | "decimaal_of_leeg" | "score" | "score_of_leeg":
            return rule | {"validate": "custom", "value": f"=ISNUMBER({cell})"}
    return {}
