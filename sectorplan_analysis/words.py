"""Words as people write them, brought to one key, and looked up in the value lists under ``definities/``."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from functools import cache
from typing import NamedTuple

from sectorplan_analysis.reference import known_umcs, read_definition, umc_names

#: Characters that show nothing: zero-width characters, soft hyphen, direction marks, byte order mark.
#: The same characters as one string, to strip from the ends of a cell.
INVISIBLE_ENDS = "".join(
    chr(c)
    for first, last in ((0xAD, 0xAD), (0x200B, 0x200F), (0x2028, 0x202E), (0x2060, 0x2064), (0xFEFF, 0xFEFF))
    for c in range(first, last + 1)
)
_INVISIBLE = re.compile(f"[{INVISIBLE_ENDS}]")
_SEPARATORS = re.compile(r"[\s\-_.,:;/()'\"&+\u2010-\u2015\u2018-\u201f\u00b4`]+")
_LEVEL = re.compile(
    r"[\s\-]{0,5}(?:(?:niveau|profiel|schaal|level|functieniveau)\s*)?(?:(?<!\d)\d{1,2}[ab]?|(?<=[\s\-])(?:i{1,3}|iv|v)|(?<=\s)[a-e])\s*$"
)
_PREFIX = re.compile(r"^(?:senior|junior|sr|jr|medior|aankomend|eerste)\.?[\s\-]+")
_MV = re.compile(r"[\s(]{1,5}(?:m\s*/\s*v|v\s*/\s*m)(?:\s*/\s*x)?\)?\s*$")


def plain(text: str) -> str:
    """Casefolded text without accents and invisible characters; NFC and NFD forms come out the same."""
    decomposed = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold().strip()


@cache
def header_key(text: str) -> str:
    """Key under which a header is looked up: letters and digits only."""
    return "".join(c for c in plain(text) if c.isalnum())


@cache
def word_key(text: str) -> str:
    """Key under which a value is looked up: without spaces, hyphens and quotes, '&' as 'en'.

    Other punctuation stays, so that 'vast?' is not taken for 'vast'.
    """
    return _SEPARATORS.sub("", plain(text).replace("&", " en "))


@cache
def values(veld: str) -> dict[str, str]:
    """Canonical value per key of one column, from ``definities/waarden.csv``."""
    rows = read_definition("waarden")
    rows = rows[rows["veld"] == veld]
    return {word_key(waarde): canoniek for waarde, canoniek in zip(rows["waarde"], rows["canoniek"], strict=True)}


@cache
def headers(tabel: str) -> dict[str, str]:
    """Canonical column per header key of one table, from ``definities/koppen.csv``."""
    rows = read_definition("koppen")
    rows = rows[rows["tabel"] == tabel]
    return {header_key(kop): veld for kop, veld in zip(rows["kop"], rows["veld"], strict=True)}


@cache
def identifying_headers() -> frozenset[str]:
    """Keys of headers of columns that name a person directly."""
    rows = read_definition("koppen")
    return frozenset(header_key(kop) for kop in rows.loc[rows["veld"] == "persoonsgegeven", "kop"])


def umc_aliases() -> dict[str, str]:
    """Slug per key of a umc's name; '' for a name that fits more than one umc.

    The slug and name of a umc that a round brings hold in that round, also where the name fitted more than one umc.
    """
    own = {umc: naam for umc, naam in known_umcs().items() if umc not in umc_names()}
    return {**_listed_aliases(), **{word_key(text): umc for umc, naam in own.items() for text in (umc, naam)}}


@cache
def _listed_aliases() -> dict[str, str]:
    rows = read_definition("umc_namen")
    return {word_key(alias): umc for alias, umc in zip(rows["alias"], rows["umc"], strict=True)}


class Functie(NamedTuple):
    """What a title stands for: the same ``functie`` is the same job, however it is written."""

    functie: str
    functiecategorie: str
    kpi14: bool


@cache
def functies() -> dict[str, Functie]:
    """Function per key of a title, from ``definities/functies.csv``."""
    rows = read_definition("functies")
    columns = (rows[name] for name in ("titel", "functie", "functiecategorie", "kpi14"))
    return {
        word_key(titel): Functie(naam, cat, kpi14 == "ja") for titel, naam, cat, kpi14 in zip(*columns, strict=True)
    }


@cache
def find_functie(titel: str) -> Functie | None:
    """The function of a title, or None when ``functies.csv`` does not know it.

    Levels ('Docent 2', 'UHD 1', 'Analist B', 'Docent II'), 'm/v' and 'senior' or 'junior' make no difference; a title
    is never matched on similarity.
    """
    known = functies()
    text = _MV.sub("", plain(titel))
    for candidate in (text, level_free := _LEVEL.sub("", text), _PREFIX.sub("", text), _PREFIX.sub("", level_free)):
        if (found := known.get(word_key(candidate))) is not None:
            return found
    outer, bracket, inner = text.partition("(")
    if bracket and inner.endswith(")"):
        # 'Universitair docent (UD)': only when both parts mean the same
        first, second = find_functie(outer.strip()), find_functie(inner[:-1].strip())
        return first if first == second else None
    return None


def nearest(text: str, known: tuple[str, ...]) -> str:
    """The known word most like the text, or '' when none is near; for suggestions only."""
    keys = {plain(word): word for word in known}
    found = get_close_matches(plain(text)[:100], keys, n=1, cutoff=0.75)
    return keys[found[0]] if found else ""
