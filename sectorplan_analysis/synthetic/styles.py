"""How each umc writes its delivery: eight export styles, each regular within itself.

Together they cover what HR systems really send: containers, delimiters, encodings, decimal signs, date styles, words
for yes and no, header names, title and total lines, extra columns. Function titles per umc are in
``functieprofielen.csv``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

TITEL = "SYNTHETISCHE VOORBEELDLEVERING - verzonnen personen"
SYNTHETISCH = "synthetisch"

#: Canonical columns in the order of most systems.
KOLOMMEN = {
    "personeel": ("medewerker_id", "functie", "thema", "subthema", "fte", "inloop", "begindatum", "einddatum"),
    "contracten": (
        "medewerker_id",
        "contracttype",
        "begindatum",
        "einddatum",
        "toezegging_datum",
        "toezegging_onvoorwaardelijk",
    ),
    "gender": ("medewerker_id", "gender"),
}


@dataclass(frozen=True)
class Style:
    """One umc's way of writing.

    Attributes
    ----------
    container
        ``csv`` (a file per table), ``xlsx`` (a workbook per table) or ``workbook`` (one workbook, a sheet per table).
    identifier
        Format of the pseudonym, filled with the person's number.
    dates
        A strftime pattern, or ``cell`` (spreadsheet date), ``serial`` (its number), ``short`` (31-dec-2025) or ``long``
        (31 december 2025).
    open_end
        What an einddatum that is still open looks like; a year 9999 or nothing.
    words
        The sender's words for the coded values ``ja, nee, vast, tijdelijk, v, m, x, onbekend``, where they differ;
        several words for one value are dealt out by the person's number.
    headers
        Header per canonical column; absent means the canonical name itself.
    columns
        Order of the canonical columns where it differs from ``KOLOMMEN``.
    extra
        Further columns of personeel (header -> values, dealt out by the person's number).
    herkomst
        Header of the column that marks every row as synthetic, in styles without title lines or a sheet that say so.
    title, total, sep_line
        Title lines above each table, a blank and a total line under personeel, a ``sep=`` line as first line.
    doubled
        Tables in which one row is there twice.
    """

    container: str = "csv"
    identifier: str = "{:06d}"
    delimiter: str = ";"
    encoding: str = "utf-8"
    decimal: str = ","
    dates: str = "%d-%m-%Y"
    open_end: str = ""
    words: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sheets: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    herkomst: str = ""
    title: tuple[str, ...] = ()
    total: bool = False
    sep_line: bool = False
    doubled: tuple[str, ...] = ()


STYLES = {
    "amsterdam-umc-uva": Style(
        identifier="A-{:06d}",
        encoding="cp1252",
        title=(TITEL, "Sectorplan Versnellen op gezondheid"),
        words={"ja": "ja", "nee": "nee", "vast": "vaste aanstelling", "tijdelijk": "bepaalde tijd"},
        headers={
            "medewerker_id": "Personeelsnummer",
            "functie": "Functiebenaming",
            "thema": "Thema",
            "subthema": "Subthema",
            "fte": "Omvang (fte)",
            "inloop": "Inloop",
            "begindatum": "Ingangsdatum",
            "einddatum": "Datum einde",
            "contracttype": "Dienstverband",
            "toezegging_datum": "Datum toezegging",
            "toezegging_onvoorwaardelijk": "Toezegging onvoorwaardelijk",
            "gender": "Geslacht",
        },
    ),
    "amsterdam-umc-vu": Style(
        identifier="{:07d}",
        delimiter=",",
        decimal=".",
        dates="%Y-%m-%d",
        words={"ja": "true", "nee": "false", "v": "female", "m": "male"},
        herkomst="herkomst",
        doubled=("contracten",),
    ),
    "erasmus-mc": Style(
        container="workbook",
        identifier="emc{:05d}",
        dates="cell",
        words={"ja": "Ja", "nee": "Nee", "vast": "Vast", "tijdelijk": "Tijdelijk", "v": "Vrouw", "m": "Man"},
        sheets={"personeel": "Personeel", "contracten": "Contracten", "gender": "Gender"},
        headers={
            "medewerker_id": "Medewerker ID",
            "functie": "Functie",
            "thema": "Thema",
            "subthema": "Subthema",
            "fte": "FTE",
            "inloop": "Inloop",
            "begindatum": "Begindatum",
            "einddatum": "Einddatum",
            "contracttype": "Contracttype",
            "toezegging_datum": "Toezegging datum",
            "toezegging_onvoorwaardelijk": "Toezegging onvoorwaardelijk",
            "gender": "Gender",
        },
    ),
    "lumc": Style(
        identifier="L{:05d}",
        delimiter="\t",
        encoding="utf-16",
        dates="short",
        words={"ja": "J", "nee": "N", "vast": "Onbepaalde tijd", "tijdelijk": "Bepaalde tijd", "v": "V", "m": "M"},
        columns={
            "personeel": ("medewerker_id", "begindatum", "einddatum", "functie", "fte", "inloop", "subthema", "thema"),
        },
        headers={
            "medewerker_id": "MEDEWERKER-ID",
            "functie": "FUNCTIE",
            "thema": "THEMA",
            "subthema": "SUBTHEMA",
            "fte": "FTE",
            "inloop": "INLOOP",
            "begindatum": "BEGIN-DATUM",
            "einddatum": "EIND-DATUM",
            "contracttype": "CONTRACT-TYPE",
            "toezegging_datum": "TOEZEGGING-DATUM",
            "toezegging_onvoorwaardelijk": "TOEZEGGING-ONVOORWAARDELIJK",
            "gender": "M/V",
        },
        title=(TITEL, ""),
    ),
    "maastricht-umc": Style(
        identifier="{:05d}",
        delimiter="|",
        encoding="utf-8-sig",
        dates="%d/%m/%Y",
        open_end="31/12/9999",
        words={
            "ja": "1",
            "nee": "0",
            "vast": "onbepaalde tijd",
            "tijdelijk": "bepaalde tijd",
            "v": "vrouw",
            "m": "man",
        },
        headers={
            "medewerker_id": "Pers.nr.",
            "functie": "Functieomschrijving",
            "fte": "Deeltijdfactor",
            "begindatum": "Begindatum",
            "einddatum": "Einddatum",
            "contracttype": "Soort contract",
            "toezegging_datum": "Toezegdatum",
            "toezegging_onvoorwaardelijk": "Onvoorwaardelijk",
            "gender": "Geslacht",
        },
        herkomst="Herkomst",
        total=True,
    ),
    "radboudumc": Style(
        container="xlsx",
        identifier="R{:05d}",
        dates="serial",
        words={"ja": "x", "nee": "", "vast": "vast", "tijdelijk": "tijdelijk", "v": "v", "m": "m"},
        headers={
            "medewerker_id": "Medewerkernummer",
            "functie": "Functienaam",
            "begindatum": "Startdatum",
            "einddatum": "Einddatum",
            "contracttype": "Aanstelling",
            "toezegging_datum": "Datum toezegging",
            "toezegging_onvoorwaardelijk": "Onvoorwaardelijk",
            "gender": "Geslacht",
        },
        title=(TITEL,),
        total=True,
    ),
    "umcg": Style(
        identifier="P{:05d}",
        encoding="utf-8-sig",
        sep_line=True,
        dates="long",
        words={"ja": "j", "nee": "n", "vast": "vast", "tijdelijk": ("tijdelijk", "tijdelijk met uitzicht op vast")},
        headers={
            "medewerker_id": "medewerker_id",
            "functie": "Functietitel",
            "fte": "Omvang",
            "inloop": "Inlooptraject",
            "begindatum": "Datum begin",
            "einddatum": "Datum einde",
            "contracttype": "Type contract",
            "toezegging_datum": "Toezegging datum",
            "toezegging_onvoorwaardelijk": "Toezegging onvoorwaardelijk",
            "gender": "Geslacht",
        },
        extra={
            "Afdeling": ("Epidemiologie", "Genetica", "Huisartsgeneeskunde"),
        },
        herkomst="Herkomst",
        doubled=("personeel",),
    ),
    "umc-utrecht": Style(
        container="workbook",
        identifier="u{:05d}",
        dates="%d-%m-%Y",
        open_end="31-12-9999",
        words={"ja": "yes", "nee": "no", "vast": "vast", "tijdelijk": "tijdelijk", "v": "V", "m": "M"},
        sheets={"personeel": "Formatie", "contracten": "Dienstverbanden", "gender": "Medewerkers"},
        headers={
            "medewerker_id": "Medewerker",
            "functie": "Functie",
            "thema": "Thema",
            "subthema": "Subthema",
            "fte": "Fte",
            "inloop": "Inloop",
            "begindatum": "Van",
            "einddatum": "Tot en met",
            "contracttype": "Dienstverband",
            "toezegging_datum": "Toezegging datum",
            "toezegging_onvoorwaardelijk": "Toezegging onvoorwaardelijk",
            "gender": "M/V",
        },
    ),
}
