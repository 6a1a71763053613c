"""The two generated pages for umcs and evaluators: ``docs/regels.md`` and ``docs/kolommen.md``.

``python -m sectorplan_analysis.docs`` writes them again after a change in ``definities/``; a test holds them equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from sectorplan_analysis.column_texts import Kolomuitleg, explain_columns, explain_row
from sectorplan_analysis.findings import ERNST, regels
from sectorplan_analysis.reading.layout import CENTRALE_TABELLEN, UMC_TABELLEN
from sectorplan_analysis.reference import PACKAGE, read_definition
from sectorplan_analysis.words import header_key

FOLDER = PACKAGE.parent / "docs"
_GENERATED = "<!-- Gemaakt met: python -m sectorplan_analysis.docs. Verander niet dit bestand maar {bron}. -->"
_TABELLEN = (*UMC_TABELLEN, *CENTRALE_TABELLEN)
_ERNST_UITLEG = {
    "fout": "Er worden geen pagina's gemaakt tot dit is opgelost.",
    "waarschuwing": "De pagina's worden gemaakt. Controleer of het klopt; de melding zegt hoe het is geteld.",
    "info": "Ter kennisgeving. Meestal hoeft u niets te doen.",
}


def rules_page() -> str:
    """Every rule of ``definities/regels.csv``, grouped by the table it is about."""
    codes = regels()
    counts = "\n".join(
        f"- **{ernst}** ({sum(regel['ernst'] == ernst for regel in codes.values())} regels): {_ERNST_UITLEG[ernst]}"
        for ernst in ERNST
    )
    text = f"""{_GENERATED.format(bron="definities/regels.csv")}

# Regels voor een levering

Elke levering wordt gelezen en beoordeeld met deze regels. Wat niet klopt of wat is veranderd, staat als bevinding in
`bevindingen.csv` en in de terugkoppeling voor het umc, met het bestand, het blad, de rij en de kolom. Zoek de code van
een bevinding hieronder op.

Een bevinding heeft een ernst:

{counts}

Bij elke regel staat de bron: de leveringsspecificatie, of een keuze van dit pakket.
"""
    topics = {"": "Alle tabellen en bestanden"} | {tabel: f"Tabel {tabel}" for tabel in _TABELLEN}
    topics |= {regel["tabel"]: f"Tabel {regel['tabel']}" for regel in codes.values() if regel["tabel"] not in topics}
    for tabel, topic in topics.items():
        rows = [
            (f"`{code}`", regel["ernst"], regel["omschrijving"], regel["wat_te_doen"], regel["bron"])
            for ernst in ERNST
            for code, regel in codes.items()
            if (regel["tabel"], regel["ernst"]) == (tabel, ernst)
        ]
        if rows:
            text += f"\n## {topic}\n\n{table(('code', 'ernst', 'wat er is', 'wat u doet', 'bron'), rows)}"
    return text


def columns_page() -> str:
    """Every canonical column with its meaning, and the headers that are recognised for it."""
    text = f"""{_GENERATED.format(bron="definities/kolommen.csv, koppen.csv of waarden.csv")}

# Kolommen van een levering

Een umc levert de tabellen {_listing(UMC_TABELLEN)}. De tabellen {_listing(CENTRALE_TABELLEN)} worden een keer per
ronde centraal geleverd; werkdruk alleen in een ronde met een meting, culturele_diversiteit (van een bureau) vanaf
2026 en alleen als er cijfers zijn. `sectorplan template` maakt lege werkboeken met
deze kolommen.

De volgorde van de kolommen is vrij. Bij de naam van een kolom maken hoofdletters, accenten, spaties en leestekens geen
verschil: `Datum einde`, `datum_einde` en `DATUM-EINDE` zijn dezelfde naam. Andere kolommen mogen erbij staan en worden
niet gebruikt, behalve kolommen met persoonsgegevens: die worden [geweigerd](#kolommen-die-worden-geweigerd).
"""
    for tabel in _TABELLEN:
        columns = explain_columns(tabel)
        rows = [(f"`{k.naam}`", k.betekenis, k.notatie, k.verplicht, _values(k), k.voorbeeld) for k in columns]
        head = ("kolom", "betekenis", "soort", "verplicht", "toegestane waarden", "voorbeeld")
        text += f"\n## {tabel}\n\n{explain_row(tabel)}\n\n{table(head, rows)}"
        synonyms = [(f"`{k.naam}`", _headers(tabel, k.naam)) for k in columns]
        text += f"\nNamen van kolommen die ook worden herkend:\n\n{table(('kolom', 'herkende namen'), synonyms)}"
    return f"""{text}
## Andere schrijfwijzen van waarden

Naast de toegestane waarden worden gangbare schrijfwijzen gelezen, zoals `onbepaalde tijd` voor vast of `Vrouw` voor v.
Ze staan in `definities/waarden.csv`; functies in `definities/functies.csv` en namen van umc's in
`definities/umc_namen.csv`. Een waarde die daar niet in staat, is een fout en wordt nooit geraden.

## Kolommen die worden geweigerd

Een kolom met een van deze namen bevat direct herleidbare persoonsgegevens. Is zo'n kolom gevuld, dan wordt de levering
geweigerd: {_headers("", "persoonsgegeven")}.
"""


def _values(kolom: Kolomuitleg) -> str:
    return "zie `definities/functies.csv`" if kolom.soort == "functie" else "; ".join(kolom.waarden)


def _headers(tabel: str, veld: str) -> str:
    """Headers read as a column, one spelling of each, without the name of the column itself."""
    rows = read_definition("koppen")
    names = rows.loc[(rows["tabel"] == tabel) & (rows["veld"] == veld), "kop"]
    spellings: dict[str, str] = {}
    for name in names:
        spellings.setdefault(header_key(name), name)
    spellings.pop(header_key(veld), None)
    return "; ".join(spellings.values())


def _listing(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} en {words[-1]}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def write_pages(folder: Path = FOLDER) -> list[Path]:
    """Write both pages; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = {folder / "regels.md": rules_page(), folder / "kolommen.md": columns_page()}
    for path, text in pages.items():
        path.write_text(text, encoding="utf-8", newline="\n")
    return list(pages)


if __name__ == "__main__":
    for page in write_pages():
        print(page.relative_to(PACKAGE.parent))
