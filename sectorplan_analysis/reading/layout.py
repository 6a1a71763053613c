"""What a delivery consists of: the tables, their columns and how each column is read.

The column names and their meaning are the delivery specification; what senders call them is data
(``definities/koppen.csv``).
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd


class Veld(NamedTuple):
    """A canonical column: its name, the way its cells are read and whether a delivery may leave the column out."""

    naam: str
    soort: str
    verplicht: bool = True


TABELLEN: dict[str, tuple[Veld, ...]] = {
    "personeel": (
        Veld("medewerker_id", "id"),
        Veld("functie", "functie"),
        Veld("thema", "thema"),
        Veld("subthema", "subthema"),
        Veld("fte", "decimaal"),
        Veld("inloop", "ja_nee"),
        Veld("begindatum", "datum"),
        Veld("einddatum", "einddatum"),
    ),
    "contracten": (
        Veld("medewerker_id", "id"),
        Veld("contracttype", "contracttype"),
        Veld("begindatum", "datum"),
        Veld("einddatum", "einddatum"),
        Veld("toezegging_datum", "datum_of_leeg"),
        Veld("toezegging_onvoorwaardelijk", "ja_of_leeg"),
    ),
    "gender": (Veld("medewerker_id", "id"), Veld("gender", "gender")),
    "werkdruk": (
        Veld("meting", "jaar"),
        Veld("deelnemer_id", "id"),
        Veld("umc", "umc"),
        Veld("focusgroep", "tekst"),
        Veld("functiegroep", "tekst"),
        Veld("contractstatus", "contractstatus"),
        Veld("situatie", "situatie"),
        Veld("baanzekerheid", "score"),
        Veld("werkdruk", "score"),
        Veld("werkplezier", "score_of_leeg", verplicht=False),
        Veld("schaal_min", "decimaal_of_leeg", verplicht=False),
        Veld("schaal_max", "decimaal_of_leeg", verplicht=False),
    ),
    "begroting": (Veld("umc", "umc"), Veld("begroot_fte", "decimaal")),
    "bestedingen": (
        Veld("umc", "umc"),
        Veld("jaar", "jaar"),
        Veld("categorie", "categorie"),
        Veld("bedrag_eur", "bedrag"),
    ),
    "culturele_diversiteit": (
        Veld("umc", "organisatie"),
        Veld("peildatum", "datum"),
        Veld("functiegroep", "groep"),
        Veld("herkomst", "herkomst"),
        Veld("aantal", "aantal_of_leeg", verplicht=False),
        Veld("herkomst_pct", "procent_of_leeg", verplicht=False),
        Veld("bron", "naam"),
    ),
}

UMC_TABELLEN = ("personeel", "contracten", "gender")
CENTRALE_TABELLEN = ("begroting", "bestedingen", "werkdruk", "culturele_diversiteit")
#: Central tables that not every round has.
NIET_ELKE_RONDE = ("werkdruk", "culturele_diversiteit")
#: The column of the tables of a umc that says who a row is about.
PERSOON = "medewerker_id"
#: The column that says what a row is about; empty or a total word in a total line.
SLEUTELVELD = {tabel: velden[0].naam for tabel, velden in TABELLEN.items()} | {"werkdruk": "deelnemer_id"}
#: Sheets of the template that explain and hold lists; they are not part of a delivery.
SJABLOONBLADEN = ("toelichting", "lijsten")
#: The column a total line under the table adds up.
OPTELVELD = {"personeel": "fte", "begroting": "begroot_fte", "bestedingen": "bedrag_eur"}

_DTYPES = {
    "datum": "datetime64[us]",
    "datum_of_leeg": "datetime64[us]",
    "einddatum": "datetime64[us]",
    "decimaal": "float64",
    "decimaal_of_leeg": "float64",
    "score": "float64",
    "score_of_leeg": "float64",
    "bedrag": "float64",
    "aantal_of_leeg": "float64",
    "procent_of_leeg": "float64",
    "jaar": "int64",
    "ja_nee": "bool",
    "ja_of_leeg": "bool",
}


def column_types(tabel: str) -> dict[str, str]:
    """Dtype per column of the canonical frame of a table, in its order, source columns last.

    The texts of the tables of a umc, which may have millions of rows, are coded: see `sectorplan_analysis.coding`.
    """
    text = "str" if tabel in CENTRALE_TABELLEN else "category"
    types = {} if tabel in CENTRALE_TABELLEN else {"umc": text}
    for veld in TABELLEN[tabel]:
        types[veld.naam] = _DTYPES.get(veld.soort, text)
        if veld.soort == "functie":
            types |= {"functiecategorie": text, "kpi14": "bool"}
    return types | {"bestand": text, "blad": text, "rij": "int64"}


def empty_table(tabel: str) -> pd.DataFrame:
    """A canonical frame without rows, with the columns and dtypes of the table."""
    return pd.DataFrame({naam: pd.Series(dtype=dtype) for naam, dtype in column_types(tabel).items()})
