"""The pages of rules and columns: complete, for people, and up to date."""

from __future__ import annotations

import re

import pytest

from sectorplan_analysis.column_texts import explain_columns
from sectorplan_analysis.docs import FOLDER, columns_page, rules_page, write_pages
from sectorplan_analysis.findings import ERNST
from sectorplan_analysis.reading.layout import TABELLEN
from sectorplan_analysis.reference import read_definition
from sectorplan_analysis.words import header_key, headers


def table_rows(page: str) -> list[list[str]]:
    lines = [line for line in page.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def sections(page: str) -> dict[str, str]:
    parts = re.split(r"^## (.*)$", page, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("name", ["regels.md", "kolommen.md"])
def test_the_committed_page_is_what_the_generator_makes(name, tmp_path):
    write_pages(tmp_path)
    made, committed = ((folder / name).read_bytes() for folder in (tmp_path, FOLDER))
    assert made == committed, "run: python -m sectorplan_analysis.docs"


def test_every_rule_is_on_the_page_once_with_severity_and_what_to_do():
    rows = {row[0].strip("`"): row for row in table_rows(rules_page()) if row[0].startswith("`")}
    known = read_definition("regels")
    assert set(rows) == set(known["code"]) and len(table_rows(rules_page())) >= len(known)
    for rule in known.itertuples():
        _, ernst, checks, todo, _ = rows[rule.code]
        assert ernst == rule.ernst and ernst in ERNST
        assert checks and todo, rule.code
        assert "{" not in checks + todo, "the page has no finding to fill the text with"


def test_every_rule_stands_under_its_own_table():
    parts = sections(rules_page())
    for rule in read_definition("regels").itertuples():
        topic = f"Tabel {rule.tabel}" if rule.tabel else "Alle tabellen en bestanden"
        assert f"| `{rule.code}` |" in parts[topic]


def test_every_column_is_explained_and_every_header_the_reader_knows_is_listed():
    parts = sections(columns_page())
    for tabel, velden in TABELLEN.items():
        listed = table_rows(parts[tabel])
        for veld in velden:
            explained, synonyms = (row for row in listed if row[0] == f"`{veld.naam}`")
            assert all(explained[1:4]) and explained[5]
            names = {veld.naam, *synonyms[1].split("; ")} - {""}
            known = {key for key, naam in headers(tabel).items() if naam == veld.naam}
            assert known == {header_key(name) for name in names}


def test_a_column_says_whether_it_may_be_left_empty_as_the_reader_does():
    said = {(tabel, k.naam): k.verplicht for tabel in TABELLEN for k in explain_columns(tabel)}
    assert said["personeel", "inloop"] == said["begroting", "umc"] == "ja"
    assert said["contracten", "einddatum"].startswith("nee, een cel mag leeg")
    assert said["werkdruk", "werkplezier"].startswith("nee, de kolom mag ook weg")
    assert said["gender", "gender"].startswith("gewenst")


def test_a_cell_of_a_page_cannot_break_its_table():
    widths = {len(row) for page in (rules_page(), columns_page()) for row in table_rows(page)}
    assert widths == {2, 5, 6}
