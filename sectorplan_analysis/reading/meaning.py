"""From the distinct cells of a column to values of its kind: dates, numbers, words of a value list, pseudonyms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from sectorplan_analysis.reading.cells import Cell, Kolom, Lezing, majority_style, number_text
from sectorplan_analysis.reading.dates import read_dates
from sectorplan_analysis.reading.layout import Veld
from sectorplan_analysis.reading.numbers import read_amounts, read_decimals, read_years
from sectorplan_analysis.reference import ALLE_FUNCTIES, known_umcs, read_definition, subthemas
from sectorplan_analysis.words import find_functie, nearest, plain, umc_aliases, values, word_key

_SCIENTIFIC_ID = re.compile(r"[0-9][.,][0-9]+[eE]\+[0-9]+")
_YES_NO_STYLE = {"ja": "ja/nee", "nee": "ja/nee", "yes": "yes/no", "no": "yes/no", "1": "1/0", "0": "1/0", "x": "x"}
_LONG_NUMBER = 1e15
_MAX_SUGGESTIES = 25
#: Marks of a statistics bureau for a cell it does not release.
_GEHEIM = (".", "*")
_NO_ID = frozenset(("null", "nan", "none", "nil", "(null)", "(leeg)", "(blank)", "undefined"))


def read_values(kolom: Kolom, veld: Veld) -> list[Lezing]:
    """How each distinct cell of a column is read, given what the column holds.

    Column-wide decisions (what an empty cell means, which separator is the decimal sign) are taken here; a cell in
    another notation than most of its column gets an info.
    """
    lezingen = _READERS[veld.soort](kolom, veld)
    return _mark_other_notations(lezingen, kolom)


def _mark_other_notations(lezingen: list[Lezing], kolom: Kolom) -> list[Lezing]:
    majority = majority_style(lezingen, kolom)
    return [
        lezing._replace(code="notatie_afwijkend", details={"gelezen": _show(lezing.waarde)})
        if lezing.stijl and not lezing.code and lezing.stijl != majority
        else lezing
        for lezing in lezingen
    ]


def _show(value: object) -> str:
    if value is None:
        return "open einde"
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _texts(kolom: Kolom) -> list[str | None]:
    """Cells of a column of words as text; a whole number from a workbook without its '.0'."""
    return [_text(cell) for cell in kolom.cellen]


def _text(cell: Cell) -> str | None:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return number_text(cell)
    return cell if cell is None or isinstance(cell, str) else str(cell)


def _required(lezingen: list[Lezing], kolom: Kolom) -> list[Lezing]:
    """The same, with an empty cell as a fout."""
    return [
        Lezing(None, "waarde_leeg") if cell is None else lezing
        for cell, lezing in zip(kolom.cellen, lezingen, strict=True)
    ]


def _read_ids(kolom: Kolom, veld: Veld) -> list[Lezing]:
    result = []
    for cell, text in zip(kolom.cellen, _texts(kolom), strict=True):
        if text is None or text.casefold() in _NO_ID:
            result.append(Lezing("", "waarde_leeg"))
        elif any(c in text for c in "\r\n") or not text.isprintable():
            result.append(Lezing(text, "cel_stuurteken"))
        elif _SCIENTIFIC_ID.fullmatch(text) or (
            not isinstance(cell, str)
            and (
                not isinstance(cell, int | float)
                or not float(cell).is_integer()
                or abs(cell) >= _LONG_NUMBER
                or isinstance(cell, bool)
            )
        ):
            result.append(Lezing(text, "id_notatie"))
        else:
            result.append(Lezing(text))
    return result


def _read_free_text(kolom: Kolom, veld: Veld) -> list[Lezing]:
    return [Lezing(text or "") for text in _texts(kolom)]


def _read_functies(kolom: Kolom, veld: Veld) -> list[Lezing]:
    known = tuple(read_definition("functies")["titel"])
    result: list[Lezing] = []
    suggestions = 0
    for text in _texts(kolom):
        if text is None:
            result.append(Lezing("", "waarde_leeg"))
        elif find_functie(text) is None:
            # looking for the nearest title takes time: not for every row of a file with another column in its place
            suggestions += 1
            result.append(_unknown("functie_onbekend", text, known if suggestions <= _MAX_SUGGESTIES else ()))
        else:
            result.append(Lezing(text))
    return result


def _unknown(code: str, text: str, known: tuple[str, ...]) -> Lezing:
    near = nearest(text, known)
    return Lezing(None, code, details={"suggestie": f" Bedoelt u '{near}'?" if near else ""})


def _read_plan_words(kolom: Kolom, veld: Veld) -> list[Lezing]:
    """Themes and subthemes: a word of the plan, or a fout that may suggest the nearest."""
    known = values(veld.naam)
    names = tuple(dict.fromkeys(subthemas().values() if veld.naam == "thema" else subthemas()))
    return [
        Lezing(None, "waarde_leeg")
        if text is None
        else Lezing(found)
        if (found := known.get(word_key(text)))
        else _unknown(f"{veld.naam}_onbekend", text, names)
        for text in _texts(kolom)
    ]


def _read_words(kolom: Kolom, veld: Veld, *, empty: Lezing) -> list[Lezing]:
    known = values(veld.naam)
    return [
        empty
        if text is None
        else Lezing(found)
        if (found := known.get(word_key(text)))
        else Lezing(None, f"{veld.naam}_onbekend")
        for text in _texts(kolom)
    ]


def _read_umcs(kolom: Kolom, veld: Veld) -> list[Lezing]:
    known = umc_aliases()
    result = []
    for text in _texts(kolom):
        slug = None if text is None else known.get(word_key(text))
        if text is None:
            result.append(Lezing(None, "waarde_leeg"))
        elif slug == "":
            result.append(Lezing(None, "umc_dubbelzinnig"))
        else:
            result.append(Lezing(slug) if slug else _unknown("umc_onbekend", text, tuple(known_umcs().values())))
    return result


def _read_organisaties(kolom: Kolom, veld: Veld) -> list[Lezing]:
    """Umcs, the country, and Amsterdam UMC as a whole: a bureau reports on employers."""
    own = values("organisatie")
    return [
        Lezing(found) if text is not None and (found := own.get(word_key(text))) else lezing
        for text, lezing in zip(_texts(kolom), _read_umcs(kolom, veld), strict=True)
    ]


def _read_names(kolom: Kolom, veld: Veld) -> list[Lezing]:
    """Free text that must be there, composed (NFC), so that one name is one name."""
    return _required([Lezing(unicodedata.normalize("NFC", text or "")) for text in _texts(kolom)], kolom)


def _read_groups(kolom: Kolom, veld: Veld) -> list[Lezing]:
    """Names of groups: the first spelling stands for all that differ in capitals, accents or spaces only."""
    names = values("bureaugroep")
    first: dict[str, str] = {}
    result = []
    for lezing in _read_names(kolom, veld):
        key = word_key(lezing.waarde) if lezing.waarde else ""
        name = ALLE_FUNCTIES if names.get(key) == ALLE_FUNCTIES else lezing.waarde
        result.append(lezing._replace(waarde=first.setdefault(key, name) if key else lezing.waarde))
    return result


def _read_counts(kolom: Kolom, veld: Veld) -> list[Lezing]:
    """Numbers of a bureau; a mark for a cell it does not release is an empty cell."""
    hidden = values("geheim")
    cells = [
        None if isinstance(cell, str) and (cell in _GEHEIM or word_key(cell) in hidden) else cell
        for cell in kolom.cellen
    ]
    if veld.soort == "aantal_of_leeg":
        return read_amounts(cells)
    return read_decimals([cell.removesuffix("%").rstrip() if isinstance(cell, str) else cell for cell in cells])


def _yes_no_style(text: str) -> str:
    word = plain(text)
    if word in ("j", "y", "n"):
        return "j/n" if word != "y" else "y/n"
    if word in ("true", "false"):
        return "true/false"
    if word in ("waar", "onwaar"):
        return "waar/onwaar"
    return _YES_NO_STYLE.get(word, "x")


def _read_yes_no(kolom: Kolom, veld: Veld) -> list[Lezing]:
    """Yes or no; an empty cell means no, unless the column writes its noes out and the field may not be empty."""
    known = values("ja_nee")
    texts = _texts(kolom)
    words = [None if text is None else known.get(text if text in "✓✔☑" else word_key(text)) for text in texts]
    writes_no = "nee" in words
    result = []
    for text, word in zip(texts, words, strict=True):
        if text is None:
            empty_is_fout = writes_no and veld.soort == "ja_nee"
            result.append(Lezing(False, "ja_nee_leeg" if empty_is_fout else ""))
        elif word is None:
            result.append(Lezing(False, "ja_nee_onbekend"))
        else:
            result.append(Lezing(word == "ja", stijl=_yes_no_style(text)))
    # 'n' belongs to j/n and to y/n
    if any(lezing.stijl == "y/n" for lezing in result):
        result = [
            lezing._replace(stijl="y/n") if text is not None and plain(text) == "n" else lezing
            for lezing, text in zip(result, texts, strict=True)
        ]
    return result


def _read_scores(kolom: Kolom, veld: Veld) -> list[Lezing]:
    code = "score_leeg" if veld.soort == "score" else ""
    return [
        Lezing(None, code) if cell is None else lezing
        for cell, lezing in zip(kolom.cellen, read_decimals(kolom.cellen), strict=True)
    ]


Reader = Callable[[Kolom, Veld], list[Lezing]]


def _words(empty: Lezing) -> Reader:
    return lambda kolom, veld: _read_words(kolom, veld, empty=empty)


def _cells(read: Callable[[Sequence[Cell]], list[Lezing]], *, required: bool = True) -> Reader:
    def reader(kolom: Kolom, veld: Veld) -> list[Lezing]:
        lezingen = read(kolom.cellen)
        return _required(lezingen, kolom) if required else lezingen

    return reader


_EMPTY = Lezing(None, "waarde_leeg")
_READERS: dict[str, Reader] = {
    "id": _read_ids,
    "tekst": _read_free_text,
    "functie": _read_functies,
    "thema": _read_plan_words,
    "subthema": _read_plan_words,
    "umc": _read_umcs,
    "organisatie": _read_organisaties,
    "naam": _read_names,
    "groep": _read_groups,
    "herkomst": _words(_EMPTY),
    "aantal_of_leeg": _read_counts,
    "procent_of_leeg": _read_counts,
    "contracttype": _words(_EMPTY),
    "situatie": _words(_EMPTY),
    "categorie": _words(_EMPTY),
    "gender": _words(Lezing("onbekend", "gender_leeg")),
    "contractstatus": _words(Lezing("onbekend")),
    "ja_nee": _read_yes_no,
    "ja_of_leeg": _read_yes_no,
    "decimaal": _cells(read_decimals),
    "decimaal_of_leeg": _cells(read_decimals, required=False),
    "score": _read_scores,
    "score_of_leeg": _read_scores,
    "bedrag": _cells(read_amounts),
    "jaar": _cells(read_years),
    "datum": _cells(read_dates),
    "datum_of_leeg": _cells(read_dates, required=False),
    "einddatum": _cells(lambda cells: read_dates(cells, open_einde=True), required=False),
}
