"""Each rule on a delivery in which nothing else is wrong: it fires on the rows meant, and on nothing else."""

from __future__ import annotations

import copy
import datetime as dt

import pytest

from sectorplan_analysis.checks import check_delivery
from sectorplan_analysis.checks.positions import planned
from sectorplan_analysis.reading import read_delivery
from tests.reading.deliveries import TABELLEN, UMC, changed, codes, judge, write_tables

UD = ["0101", "UD", "Preventie", "Innovatiemotor in de regio", "0,8", "nee", "01-02-2023", ""]
D1 = TABELLEN["werkdruk"][1]
CENTRALE_FILES = ("begroting.csv", "bestedingen.csv", "werkdruk.csv")


def added(tabel: str, *rows: list[str]) -> dict[str, list[list[str]]]:
    tables = copy.deepcopy(TABELLEN)
    tables[tabel] += [list(row) for row in rows]
    return tables


def removed(tabel: str, *rijen: int) -> dict[str, list[list[str]]]:
    tables = copy.deepcopy(TABELLEN)
    tables[tabel] = [row for i, row in enumerate(tables[tabel], start=1) if i not in rijen]
    return tables


def cell(row: list[str], j: int, value: str) -> list[str]:
    return [*row[:j], value, *row[j + 1 :]]


CASES = {
    "end before begin": (
        changed("personeel", (2, "einddatum", "31-01-2023")),
        {("einddatum_voor_begindatum", "personeel.csv", 2, "einddatum")},
    ),
    "overlapping periods of one position": (
        changed("personeel", (3, "einddatum", "01-01-2025")),
        {("positie_overlap", "personeel.csv", 3, "begindatum"), ("positie_overlap", "personeel.csv", 4, "begindatum")},
    ),
    "one position under two titles that mean the same": (
        added("personeel", cell(cell(UD, 1, "Universitair docent 1"), 6, "01-03-2023")),
        {("positie_overlap", "personeel.csv", 2, "begindatum"), ("positie_overlap", "personeel.csv", 7, "begindatum")},
    ),
    "a period within a longer one": (
        added("personeel", cell(cell(UD, 6, "01-03-2023"), 7, "01-04-2023"), cell(UD, 6, "01-03-2024")),
        {("positie_overlap", "personeel.csv", rij, "begindatum") for rij in (2, 7, 8)},
    ),
    "two rows that contradict each other": (
        added("personeel", cell(UD, 4, "0,4")),
        {("positie_tegenstrijdig", "personeel.csv", rij, "begindatum") for rij in (2, 7)},
    ),
    "the same position in an unused column twice": (
        added("personeel", cell(UD, 1, "Universitair docent")),
        {("positie_tegenstrijdig", "personeel.csv", rij, "begindatum") for rij in (2, 7)},
    ),
    "more than 1.2 fte on a day": (
        added(
            "personeel", ["0101", "Docent", "Preventie", "Innovatiemotor in de regio", "0,41", "nee", "15-06-2024", ""]
        ),
        {("fte_boven_maximum", "personeel.csv", rij, "fte") for rij in (2, 7)},
    ),
    "1.2 fte with the change of position overnight": (
        added(
            "personeel",
            ["0104", "Docent", "Preventie", "Innovatiemotor in de regio", "0,3", "nee", "01-01-2025", "30-06-2025"],
            ["0104", "UD", "Preventie", "Innovatiemotor in de regio", "0,3", "nee", "01-07-2025", ""],
        ),
        set(),
    ),
    "a subtheme without a plan": (
        changed("personeel", (2, "subthema", "Onderzoeksmethodologie")),
        {("positie_buiten_plan", "personeel.csv", 2, "subthema")},
    ),
    "a subtheme under another theme": (
        changed("personeel", (2, "subthema", "Dataspecialisten")),
        {("subthema_bij_ander_thema", "personeel.csv", 2, "subthema")},
    ),
    "a position before the sectorplan": (
        changed("personeel", (3, "begindatum", "31-12-2021")),
        {("positie_voor_sectorplan", "personeel.csv", 3, "begindatum")},
    ),
    "no contract on the peildatum": (
        changed("contracten", (5, "einddatum", "30-12-2025")),
        {("positie_zonder_contract", "personeel.csv", 6, "medewerker_id")},
    ),
    "no contract on an earlier year-end": (
        changed("contracten", (2, "begindatum", "01-01-2025")),
        {("positie_zonder_contract_eerder", "personeel.csv", 2, "medewerker_id")},
    ),
    "no contract at all": (
        removed("contracten", 4),
        {
            ("positie_zonder_contract", "personeel.csv", 5, "medewerker_id"),
            ("positie_zonder_contract_eerder", "personeel.csv", 5, "medewerker_id"),
        },
    ),
    "a contract without a position": (
        added("contracten", ["0199", "vast", "01-02-2023", "", "", "nee"]),
        {("contract_zonder_positie", "contracten.csv", 6, "medewerker_id")},
    ),
    "leading zeros lost": (
        changed("contracten", (2, "medewerker_id", "101")),
        {("id_voorloopnullen", "contracten.csv", 2, "medewerker_id")},
    ),
    "leading zeros gained": (
        changed("contracten", (2, "medewerker_id", "00101")),
        {("id_voorloopnullen", "contracten.csv", 2, "medewerker_id")},
    ),
    "leading zeros lost in gender": (
        changed("gender", (2, "medewerker_id", "101")),
        {("id_voorloopnullen", "gender.csv", 2, "medewerker_id")},
    ),
    "a contract told in two ways": (
        added("contracten", ["0101", "vast", "01-02-2023", "01-02-2030", "", "nee"]),
        {("contract_tegenstrijdig", "contracten.csv", rij, "begindatum") for rij in (2, 6)},
    ),
    "contracts of two types at once": (
        added("contracten", ["0101", "tijdelijk", "01-02-2022", "01-02-2023", "", "nee"]),
        {("contracten_overlap", "contracten.csv", rij, "begindatum") for rij in (2, 6)},
    ),
    "contracts of two types one after the other": (
        added("contracten", ["0101", "tijdelijk", "01-02-2022", "31-01-2023", "", "nee"]),
        set(),
    ),
    "a promise after the end": (
        changed("contracten", (4, "toezegging_datum", "01-09-2028")),
        {("toezegging_na_einde", "contracten.csv", 4, "toezegging_datum")},
    ),
    "a promise of which nobody says whether it is unconditional": (
        changed("contracten", (4, "toezegging_onvoorwaardelijk", "")),
        {("toezegging_voorwaardelijk_onbekend", "contracten.csv", 4, "toezegging_onvoorwaardelijk")},
    ),
    "an unconditional promise without a date": (
        changed("contracten", (4, "toezegging_datum", "")),
        {("toezegging_zonder_datum", "contracten.csv", 4, "toezegging_onvoorwaardelijk")},
    ),
    "a conditional promise": (changed("contracten", (4, "toezegging_onvoorwaardelijk", "nee")), set()),
    "no gender": (removed("gender", 2), {("gender_ontbreekt", "personeel.csv", 2, "medewerker_id")}),
    "an empty gender": (changed("gender", (2, "gender", "")), {("gender_leeg", "gender.csv", 2, "gender")}),
    "two genders": (
        added("gender", ["0101", "m"]),
        {("gender_tegenstrijdig", "gender.csv", rij, "gender") for rij in (2, 6)},
    ),
    "a negative amount": (
        changed("bestedingen", (4, "bedrag_eur", "-750,25")),
        {("besteding_negatief", "bestedingen.csv", 4, "bedrag_eur")},
    ),
    "an amount given twice": (
        added("bestedingen", ["Leiden", "2025", "vast", "750,26"]),
        {("bestedingen_tegenstrijdig", "bestedingen.csv", rij, "bedrag_eur") for rij in (4, 5)},
    ),
    "a budget given twice": (
        added("begroting", ["Leiden", "32,30"]),
        {("begroting_tegenstrijdig", "begroting.csv", rij, "umc") for rij in (2, 3)},
    ),
    "a umc missing in the budget": (
        changed("begroting", (2, "umc", "EMC")),
        {("begroting_umc_ontbreekt", "begroting.csv", None, ""), ("umc_niet_in_ronde", "begroting.csv", 2, "umc")},
    ),
    "a score outside the scale": (
        changed("werkdruk", (2, "werkdruk", "10,5")),
        {("score_buiten_schaal", "werkdruk.csv", 2, "werkdruk")},
    ),
    "half a scale": (
        changed("werkdruk", (2, "schaal_max", "")),
        {("schaal_onvolledig", "werkdruk.csv", 2, veld) for veld in ("schaal_min", "schaal_max")},
    ),
    "a scale upside down": (
        changed("werkdruk", (2, "schaal_min", "10")),
        {("schaal_omgekeerd", "werkdruk.csv", 2, veld) for veld in ("schaal_min", "schaal_max")},
    ),
    "an impossible scale": (
        changed("werkdruk", (2, "schaal_max", "1000")),
        {("schaal_onmogelijk", "werkdruk.csv", 2, "schaal_max")},
    ),
    "another scale than the rest": (
        changed("werkdruk", (2, "schaal_max", "100")),
        {("schaal_afwijkend", "werkdruk.csv", 2, "schaal_max")},
    ),
    "an empty score": (changed("werkdruk", (2, "werkdruk", "")), {("score_leeg", "werkdruk.csv", 2, "werkdruk")}),
    "a situation missing": (
        removed("werkdruk", 4),
        {("situatie_ontbreekt", "werkdruk.csv", 2, "deelnemer_id")},
    ),
    "a participant twice in a situation": (
        added("werkdruk", cell(D1, 8, "3")),
        {("deelnemer_dubbel", "werkdruk.csv", rij, "deelnemer_id") for rij in (2, 5)},
    ),
    "a participant at two umcs": (
        changed("werkdruk", (3, "umc", "EMC")),
        {("deelnemer_twee_umcs", "werkdruk.csv", rij, "umc") for rij in (2, 3, 4)},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_each_rule_names_its_rows_and_no_others(tmp_path, case):
    tables, expected = CASES[case]
    levering = judge(write_tables(tmp_path, tables))
    hit = levering.bevindingen[levering.bevindingen["ernst"] != "info"]
    names = hit["bestand"].str.split("/").str[-1]
    rijen = [None if r is None or r != r else int(r) for r in hit["rij"].astype(object).where(hit["rij"].notna(), None)]
    assert set(zip(hit["code"], names, rijen, hit["kolom"], strict=True)) == expected


def test_zeros_at_the_end_of_an_id_are_no_leading_zeros(tmp_path):
    tables = changed("personeel", (2, "medewerker_id", "0110"))
    tables["contracten"][1][0] = tables["gender"][1][0] = "011"
    assert codes(judge(write_tables(tmp_path, tables))) == {
        "gender_ontbreekt",
        "contract_zonder_positie",
        "positie_zonder_contract",
        "positie_zonder_contract_eerder",
    }
    tables["gender"][1][0], tables["contracten"][1][0] = "0110", "110"
    assert codes(judge(write_tables(tmp_path, tables))) == {"id_voorloopnullen"}


CENTRAL = [case for case, (_, expected) in CASES.items() if {file for _, file, *_ in expected} & set(CENTRALE_FILES)]


@pytest.mark.parametrize("case", CENTRAL)
def test_what_is_wrong_in_a_central_file_is_for_the_evaluator_and_not_for_a_umc(tmp_path, case):
    bevindingen = judge(write_tables(tmp_path, CASES[case][0])).bevindingen
    assert set(bevindingen["umc"]) == {"centraal"}


def test_one_error_is_one_finding(tmp_path):
    levering = judge(write_tables(tmp_path, changed("personeel", (2, "functie", "astronaut"))))
    assert codes(levering) == {"functie_onbekend"}
    levering = judge(write_tables(tmp_path, changed("contracten", (1, "contracttype", "soortje"))))
    assert codes(levering) == {"kolom_ontbreekt"}


def test_an_earlier_peildatum_looks_at_that_day(tmp_path):
    folder = write_tables(tmp_path, changed("contracten", (2, "begindatum", "01-01-2025")))
    levering = judge(folder, peildatum=dt.date(2024, 12, 31))
    assert "positie_zonder_contract" in codes(levering, above="waarschuwing")


def test_a_umc_left_out_is_not_missed_in_the_central_files(tmp_path):
    folder = write_tables(tmp_path, TABELLEN)
    levering = read_delivery(folder, umcs=[UMC, "umcg"], without=["umcg"])
    assert check_delivery(
        levering, peildatum=dt.date(2025, 12, 31), umcs=[UMC, "umcg"], without=["umcg"]
    ).bevindingen.empty
    assert "begroting_umc_ontbreekt" in codes(
        check_delivery(levering, peildatum=dt.date(2025, 12, 31), umcs=[UMC, "umcg"])
    )


def test_the_plan_comes_from_budget_and_matrix():
    assert ("lumc", "Innovatiemotor in de regio") in planned(dt.date(2025, 12, 31))
    assert ("lumc", "Onderzoeksmethodologie") not in planned(dt.date(2025, 12, 31))
    assert len({umc for umc, _ in planned(dt.date(2025, 12, 31))}) == 8


@pytest.mark.parametrize(
    ("case", "other"),
    [
        ("overlapping periods of one position", {3: 4, 4: 3}),
        ("a period within a longer one", {2: 7, 7: 2, 8: 2}),
        ("two rows that contradict each other", {2: 7, 7: 2}),
        ("contracts of two types at once", {2: 6, 6: 2}),
        ("a contract told in two ways", {2: 6, 6: 2}),
        ("two genders", {2: 6, 6: 2}),
        ("an amount given twice", {4: 5, 5: 4}),
        ("a participant twice in a situation", {2: 5, 5: 2}),
        ("a participant at two umcs", {2: 3, 3: 2, 4: 3}),
    ],
)
def test_of_two_rows_in_each_others_way_each_names_the_other(tmp_path, case, other):
    found = judge(write_tables(tmp_path, CASES[case][0])).bevindingen
    assert set(found["rij"]) == set(other)
    for rij, melding in zip(found["rij"], found["melding"], strict=True):
        assert f"rij {other[rij]} " in melding.casefold().replace(",", " ")


def test_a_row_that_ended_before_is_in_nobodys_way(tmp_path):
    tables = changed("personeel", (3, "einddatum", "31-12-2022"), (4, "begindatum", "01-01-2023"))
    tables["personeel"].append(cell(tables["personeel"][3], 6, "01-06-2023"))
    found = judge(write_tables(tmp_path, tables)).bevindingen
    assert set(zip(found["code"], found["rij"], strict=True)) == {("positie_overlap", 4), ("positie_overlap", 7)}


def test_above_the_maximum_is_said_once_per_position_with_the_first_day_and_the_sum(tmp_path):
    more = ["0101", "Docent", "Preventie", "Innovatiemotor in de regio", "0,5", "nee"]
    tables = added(
        "personeel",
        [*more, "15-06-2024", "31-12-2024"],
        [*more[:1], "Postdoc", *more[2:4], "0,25", "nee", "01-07-2024", ""],
    )
    found = judge(write_tables(tmp_path, tables)).bevindingen
    assert list(found["rij"]) == [2, 7]
    assert all("15-06-2024" in melding and "1,3 " in melding for melding in found["melding"])


MERGED = {"amsterdam-umc-uva": UMC, "amsterdam-umc-vu": UMC}


def merged(folder):
    """Findings about the budget of the one umc, as if two others had gone up in it."""
    levering = read_delivery(folder, umcs=[UMC])
    levering = check_delivery(levering, peildatum=dt.date(2025, 12, 31), umcs=[UMC], opvolgers=MERGED)
    rows = levering.bevindingen[levering.bevindingen["bestand"] == "begroting.csv"]
    return rows[["code", "rij"]].to_numpy().tolist()


def test_rows_of_umcs_that_merged_count_for_their_successor_and_are_said(tmp_path):
    tables = changed("begroting", (2, "umc", "AMC"))
    tables["begroting"].append(["VUmc", *tables["begroting"][1][1:]])
    assert [code for code, _ in merged(write_tables(tmp_path, tables))] == ["umc_opgevolgd", "umc_opgevolgd"]


def test_a_budget_of_the_successor_beside_that_of_a_predecessor_would_count_twice(tmp_path):
    tables = changed("begroting")
    tables["begroting"].append(["AMC", *tables["begroting"][1][1:]])
    assert ["begroting_tegenstrijdig", 3] in merged(write_tables(tmp_path, tables))


def test_the_plan_of_a_day_before_the_first_publication_is_that_of_the_first():
    assert planned(dt.date(2022, 12, 31)) == planned(dt.date(2025, 12, 31)) == planned(dt.date(2028, 12, 31))
