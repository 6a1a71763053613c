from __future__ import annotations

import pytest

from sectorplan_analysis.reading import read_delivery
from tests.reading.deliveries import (
    TABELLEN,
    UMC,
    changed,
    codes,
    csv_bytes,
    found,
    judge,
    path_of,
    read_one,
    write_tables,
)

GENDER = TABELLEN["gender"]


def test_headers_in_any_words_order_and_case_are_read():
    text = (
        "Personeelslijst\n\nDatum einde;PERS. NR;Omvang (fte);Functie-omschrijving;Sub thema;Inlooptraject?;"
        "Hoofdthema;Ingangsdatum;kostenplaats\n"
        ";007;0,8;UD;Cohorten;ja;Datagedreven innovatie;13-01-2024;x\n"
    )
    table = read_one("personeel", text)
    assert found(table, info=True) == [("kolom_niet_gebruikt", None, "kostenplaats")]
    assert table.koppen["einddatum"] == "Datum einde"
    [row] = table.frame.to_dict("records")
    assert (row["medewerker_id"], row["fte"], row["inloop"], row["rij"]) == ("007", 0.8, True, 4)


def test_every_missing_column_is_named():
    table = read_one("gender", "id;foo\n1;2\n")
    assert found(table) == [("kolom_ontbreekt", None, "")]
    assert "geslacht" in table.bevindingen[0]["melding"]
    assert table.telling == {"gelezen": 1, "behouden": 0, "afgekeurd": 1, "dubbel": 0}


@pytest.mark.parametrize(
    ("header", "row", "code", "kept"),
    [
        ("gender;geslacht", "v;m", "kolom_voorkeur", "v"),
        ("sekse;gender", "m;v", "kolom_voorkeur", "v"),
        ("sekse;geslacht", "m;m", "kolom_dubbel_gelijk", "m"),
        ("sekse;geslacht", "m;v", "kolom_dubbel", "m"),
        ("gender;GENDER", "m;v", "kolom_dubbel", "m"),
    ],
)
def test_two_columns_for_one_field_are_never_chosen_between_in_silence(header, row, code, kept):
    table = read_one("gender", f"id;{header}\n1;{row}\n")
    assert [c for c, *_ in found(table, info=True)] == [code]
    assert list(table.frame["gender"]) == [kept]


def test_rows_add_up():
    text = "id;geslacht;n\n1;v;a\n1;v;a \n2;q;b\n2;q;b\n\n3;M;c\nTotaal;5;\n"
    table = read_one("gender", text)
    assert table.telling == {"gelezen": 5, "behouden": 2, "afgekeurd": 2, "dubbel": 1}
    assert found(table, info=True) == [
        ("totaalregel", 8, "id"),
        ("kolom_niet_gebruikt", None, "n"),
        ("gender_onbekend", 4, "geslacht"),
        ("gender_onbekend", 5, "geslacht"),
        ("dubbele_rij", 3, "id"),
    ]


def test_rows_that_differ_in_an_unused_column_are_no_duplicates():
    rows = [
        [*TABELLEN["bestedingen"][0], "post"],
        ["LUMC", "2024", "materieel", "5", "a"],
        ["LUMC", "2024", "materieel", "5", "b"],
    ]
    assert len(read_one("bestedingen", rows).frame) == 2


@pytest.mark.parametrize(
    "key", ["Totaal", "TOTAAL:", "subtotaal", "Eindtotaal", "Totaal generaal", "Som", "Grand total", "Totaal LUMC", ""]
)
def test_a_total_line_is_skipped_and_said(key):
    label = "" if key else "totaal"
    text = f"umc;fte;opm\nLUMC;32,30;\nEMC;50,4;\n{key};82,7;{label}\nUMCG;53,3;\n"
    table = read_one("begroting", text)
    assert [f for f in found(table, info=True) if f[1]] == [("totaalregel", 4, "umc")]
    assert list(table.frame["rij"]) == [2, 3, 5]


def test_a_total_that_does_not_fit_is_a_warning():
    assert found(read_one("begroting", "umc;fte\nLUMC;32,3\nEMC;50,4\nTotaal;136\n")) == [
        ("totaalregel_klopt_niet", 4, "umc")
    ]
    assert found(read_one("begroting", "umc;fte\nLUMC;32,3\nEMC;50,4\nTotaal;abc\n")) == [
        ("totaalregel_klopt_niet", 4, "umc")
    ]
    assert found(read_one("gender", "id;m/v\n1;v\nAantal: 2;\n")) == [("totaalregel_klopt_niet", 3, "id")]


def test_subtotals_and_rounded_totals_fit():
    text = "umc;fte\nLUMC;32,3\nEMC;50,4\nSubtotaal;82,7\nUMCG;53,3\nSubtotaal;53,3\nTotaal;136\n"
    assert found(read_one("begroting", text)) == []


def test_a_last_line_with_only_the_sum_is_a_total():
    assert found(read_one("begroting", "umc;fte\nLUMC;32,3\nEMC;50,4\n;82,7\n")) == []
    assert ("waarde_leeg", 4, "umc") in found(read_one("begroting", "umc;fte\nLUMC;32,3\nEMC;50,4\n;83,7\n"))


def test_a_mean_under_the_table_is_skipped():
    header, *rows = TABELLEN["werkdruk"]
    mean = ["", "Gemiddelde", "", "", "", "", "", "7,2", "6,8", "7", "", ""]
    assert found(read_one("werkdruk", [header, *rows, mean])) == []


def test_a_pseudonym_may_be_a_total_word():
    rows = [*TABELLEN["personeel"], ["Totaal", *TABELLEN["personeel"][1][1:]]]
    assert "Totaal" in set(read_one("personeel", rows).frame["medewerker_id"])


@pytest.mark.parametrize("ident", ["=1+1", "<b>", "Ünïcode", "a;b", "007", "#12", "O'Neil-x", "日本", "😀"])
def test_a_pseudonym_may_hold_any_printable_character(ident):
    table = read_one("gender", [GENDER[0], [ident, "v"], ["zz", "m"]])
    assert found(table) == []
    assert list(table.frame["medewerker_id"]) == [ident, "zz"]


@pytest.mark.parametrize("ident", ["1,23E+05", "#N/A", "NULL", "#REF!", ""])
def test_what_excel_leaves_of_an_id_is_no_id(ident):
    assert [f[1:] for f in found(read_one("gender", [GENDER[0], [ident, "v"], ["zz", "m"]]))] == [(2, "medewerker_id")]


def test_spaces_around_an_id_go_and_zeros_stay():
    table = read_one("gender", [GENDER[0], ["\u00a0 007\u200b ", "v"]])
    assert list(table.frame["medewerker_id"]) == ["007"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["x", "", ""], [True, False, False]),
        (["ja", "", ""], [True, False, False]),
        (["1", "0", "0"], [True, False, False]),
        (["TRUE", "false", "False"], [True, False, False]),
        (["Waar", "onwaar", "onwaar"], [True, False, False]),
        (["j", "n", "N"], [True, False, False]),
        (["Yes", "no", "no"], [True, False, False]),
        (["y", "n", "n"], [True, False, False]),
        (["✓", "", ""], [True, False, False]),
    ],
)
def test_every_style_of_yes_and_no_is_read_without_a_word(cells, expected):
    header, *rows = TABELLEN["personeel"]
    changed_rows = [[*row[:5], cell, *row[6:]] for row, cell in zip(rows, cells, strict=False)]
    table = read_one("personeel", [header, *changed_rows])
    assert found(table, info=True) == []
    assert list(table.frame["inloop"]) == expected


@pytest.mark.parametrize(
    ("cells", "finding"),
    [
        (["ja", "nee", ""], ("ja_nee_leeg", 4, "inloop")),
        (["nee", "nee", ""], ("ja_nee_leeg", 4, "inloop")),
        (["ja", "nee", "ja?"], ("ja_nee_onbekend", 4, "inloop")),
        (["ja", "nee", "1"], ("notatie_afwijkend", 4, "inloop")),
        (["", "", ""], ("kolom_leeg", None, "inloop")),
    ],
)
def test_a_yes_or_no_that_needs_a_choice_is_said(cells, finding):
    header, *rows = TABELLEN["personeel"]
    changed_rows = [[*row[:5], cell, *row[6:]] for row, cell in zip(rows, cells, strict=False)]
    assert found(read_one("personeel", [header, *changed_rows]), info=True) == [finding]


@pytest.mark.parametrize(
    ("tabel", "rij", "kolom", "waarde"),
    [
        ("personeel", 2, "begindatum", "2023-02-01"),
        ("personeel", 2, "begindatum", "44958"),
        ("personeel", 2, "fte", "0.8"),
        ("contracten", 5, "einddatum", "31 december 2026"),
        ("personeel", 2, "einddatum", "9999-12-31"),
        ("bestedingen", 2, "bedrag_eur", "1234567.50"),
        ("contracten", 4, "toezegging_datum", "45790"),
    ],
)
def test_one_cell_in_another_notation_is_an_info(tabel, rij, kolom, waarde):
    table = read_one(tabel, changed(tabel, (rij, kolom, waarde))[tabel])
    assert found(table, info=True) == [("notatie_afwijkend", rij, kolom)]
    same = read_one(tabel, TABELLEN[tabel]).frame
    assert table.frame.equals(same)


def test_a_doubtful_date_column_is_one_warning():
    rows = [
        ["id", "contracttype", "begin", "eind", "toezegging", "onvoorwaardelijk"],
        ["1", "vast", "01-02-2024", "", "", "nee"],
        ["2", "vast", "03-04-2024", "", "", "nee"],
    ]
    assert found(read_one("contracten", rows)) == [("datum_volgorde", None, "begin")]
    rows[1][3] = "31-12-2030"
    assert found(read_one("contracten", rows)) == []


@pytest.mark.parametrize(
    "tekst", ["tel jan@umc.nl", "123456782", "BSN: 1234.56.782", "geb. 12-03-1980", "dhr. J. Jansen", "mevr. de Vries"]
)
def test_personal_data_in_any_cell_are_refused_and_not_repeated(tekst):
    table = read_one("gender", [[*GENDER[0], "opm"], ["1", "v", "kamer 3"], ["2", "m", tekst]])
    assert found(table) == [("persoonsgegeven_cel", 3, "opm")]
    assert all(tekst not in str(b.values()) for b in table.bevindingen)


@pytest.mark.parametrize("kop", ["Naam", "E-mail", "BSN", "Geboortedatum", "achternaam", "Voorletters"])
def test_a_column_of_personal_data_is_refused_unless_it_is_empty(kop):
    assert found(read_one("gender", [[*GENDER[0], kop], ["1", "v", "zzz"]])) == [("persoonsgegeven_kolom", None, kop)]
    assert found(read_one("gender", [[*GENDER[0], kop], ["1", "v", ""]])) == []


def test_names_in_the_place_of_ids_are_refused():
    rows = [GENDER[0], ["Jansen, J.", "v"], ["P. de Vries", "m"]]
    assert {f[0] for f in found(read_one("gender", rows))} == {"persoonsgegeven_cel"}


def bsns(count: int, *, valid: int) -> list[str]:
    """Nine-digit numbers of which some pass the eleven test."""
    passing, failing, number = [], [], 100000000
    while len(passing) < valid or len(failing) < count - valid:
        number += 7
        total = sum(w * int(d) for w, d in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), str(number), strict=True))
        (failing if total % 11 else passing).append(str(number))
    return passing[:valid] + failing[: count - valid]


@pytest.mark.parametrize(
    ("ids", "code"),
    [
        (bsns(40, valid=4), "bsn_mogelijk"),
        (bsns(40, valid=12), "persoonsgegeven_bsn"),
        (bsns(3, valid=3), "persoonsgegeven_bsn"),
        (["A1", *bsns(1, valid=1)], "persoonsgegeven_bsn"),
        (bsns(40, valid=0), None),
    ],
)
def test_ids_are_bsns_when_more_pass_than_chance_allows(tmp_path, ids, code):
    tables = dict(TABELLEN)
    tables["personeel"] = [TABELLEN["personeel"][0], *([i, *TABELLEN["personeel"][1][1:]] for i in ids)]
    tables["contracten"] = [TABELLEN["contracten"][0], *([i, *TABELLEN["contracten"][1][1:]] for i in ids)]
    tables["gender"] = [TABELLEN["gender"][0], *([i, "q"] for i in ids)]
    tables["gender"][1][1] = "v"
    levering = judge(write_tables(tmp_path, tables))
    about = levering.bevindingen[levering.bevindingen["code"].isin(["bsn_mogelijk", "persoonsgegeven_bsn"])]
    assert set(about["code"]) == ({code} if code else set())
    if code == "persoonsgegeven_bsn":
        assert about["rij"].notna().all()
        shown = levering.bevindingen.to_csv()
        assert not any(ident in shown for ident in ids if len(ident) == 9)


def test_an_excel_error_in_a_csv_is_refused_where_it_counts():
    table = read_one("gender", [[*GENDER[0], "opm"], ["1", "#N/A", "#N/A"]])
    assert ("cel_formule", 2, "gender") in found(table)


def test_a_delivery_can_be_read_twice_with_the_same_result(delivery):
    one, two = judge(delivery), judge(delivery)
    assert all(one.tables[t].equals(two.tables[t]) for t in one.tables)
    assert one.bevindingen.equals(two.bevindingen)


def test_an_empty_table_is_refused(delivery):
    for tabel in ("personeel", "begroting"):
        path_of(delivery, tabel).write_bytes(csv_bytes(TABELLEN[tabel][:1]))
    assert codes(read_delivery(delivery, umcs=[UMC])) == {"tabel_leeg"}


def test_half_a_scale_in_the_columns_is_not_filled_in():
    header, *rows = TABELLEN["werkdruk"]
    table = read_one("werkdruk", [header[:-1], *(row[:-1] for row in rows)])
    assert {f[0] for f in found(table)} == {"schaal_onvolledig"}
    assert table.frame.empty
    table = read_one("werkdruk", [header[:-2], *(row[:-2] for row in rows)])
    assert found(table) == []
    assert set(table.frame["schaal_max"]) == {10.0}


def test_an_amount_no_umc_can_have_is_refused():
    assert found(read_one("bestedingen", changed("bestedingen", (2, "bedrag_eur", "9" * 20))["bestedingen"])) == [
        ("bedrag_buiten_bereik", 2, "bedrag_eur")
    ]


MAY_BE_EMPTY = {"einddatum", "toezegging_datum", "focusgroep", "functiegroep", "contractstatus", "werkplezier"}
EMPTY_IS = {
    "inloop": "ja_nee_leeg",
    "gender": "gender_leeg",
    "baanzekerheid": "score_leeg",
    "werkdruk": "score_leeg",
    "schaal_min": "schaal_onvolledig",
    "schaal_max": "schaal_onvolledig",
    "toezegging_onvoorwaardelijk": "",
}


@pytest.mark.parametrize(("tabel", "kolom"), [(tabel, kolom) for tabel, rows in TABELLEN.items() for kolom in rows[0]])
def test_an_empty_cell_is_a_finding_unless_it_may_be_empty(tabel, kolom):
    expected = "" if kolom in MAY_BE_EMPTY else EMPTY_IS.get(kolom, "waarde_leeg")
    table = read_one(tabel, changed(tabel, (2, kolom, ""))[tabel])
    assert {(code, rij) for code, rij, _ in found(table)} == ({(expected, 2)} if expected else set())
    assert (2 in set(table.frame["rij"])) is (expected in ("", "gender_leeg", "score_leeg"))


def test_every_cell_of_the_measurement_ends_up_in_its_own_column():
    row = ["2025", "d1", "LUMC", "groep 1", "onderzoekers", "vast", "voor", "2,5", "8", "6", "1", "9"]
    [read] = read_one("werkdruk", [TABELLEN["werkdruk"][0], row]).frame.to_dict("records")
    assert list(read.values()) == [
        *(2025, "d1", "lumc", "groep 1", "onderzoekers", "vast", "voor", 2.5, 8.0, 6.0, 1.0, 9.0),
        *("werkdruk.csv", "", 2),
    ]
    [read] = read_one(
        "werkdruk", [TABELLEN["werkdruk"][0], [*row[:3], "", "", "", "voor", *row[7:9], "", "", ""]]
    ).frame.to_dict("records")
    assert [read[veld] for veld in ("focusgroep", "functiegroep", "contractstatus")] == ["", "", "onbekend"]
    assert (read["schaal_min"], read["schaal_max"]) == (0.0, 10.0)
    assert read["werkplezier"] != read["werkplezier"]


@pytest.mark.parametrize(
    ("tabel", "kolom", "waarde", "code", "suggestion"),
    [
        ("begroting", "umc", "Amsterdam UMC", "umc_dubbelzinnig", ""),
        ("begroting", "umc", "Radbout umc", "umc_onbekend", "Bedoelt u 'Radboudumc'?"),
        ("begroting", "umc", "zzz", "umc_onbekend", ""),
        ("personeel", "functie", "Hooglerar", "functie_onbekend", "Bedoelt u 'Hoogleraar'?"),
        ("personeel", "functie", "zzz", "functie_onbekend", ""),
        ("personeel", "thema", "Preventi", "thema_onbekend", "Bedoelt u 'Preventie'?"),
        ("personeel", "subthema", "Dataspecialiste", "subthema_onbekend", "Bedoelt u 'Dataspecialisten'?"),
    ],
)
def test_an_unknown_word_is_refused_with_the_nearest_known_one_and_never_replaced(
    tabel, kolom, waarde, code, suggestion
):
    table = read_one(tabel, changed(tabel, (2, kolom, waarde))[tabel])
    assert found(table) == [(code, 2, kolom)]
    assert 2 not in set(table.frame["rij"])
    assert ("Bedoelt u" in table.bevindingen[0]["melding"]) is bool(suggestion)
    assert suggestion.casefold() in table.bevindingen[0]["melding"].casefold()


@pytest.mark.parametrize(
    ("tabel", "rij", "kolom", "waarde", "shown"),
    [
        ("contracten", 5, "einddatum", "31 december 2026", "gelezen als 2026-12-31."),
        ("contracten", 5, "einddatum", "9999-12-31", "gelezen als open einde."),
        ("personeel", 2, "fte", "0.8", "gelezen als 0.8."),
        ("personeel", 2, "inloop", "0", "gelezen als nee."),
        ("personeel", 6, "inloop", "1", "gelezen als ja."),
        ("personeel", 6, "inloop", "y", "gelezen als ja."),
    ],
)
def test_a_cell_in_another_notation_is_shown_as_it_was_read(tabel, rij, kolom, waarde, shown):
    [finding] = read_one(tabel, changed(tabel, (rij, kolom, waarde))[tabel]).bevindingen
    assert (finding["rij"], finding["kolom"], finding["waarde"]) == (rij, kolom, waarde)
    assert shown in finding["melding"].replace(",", ".")


@pytest.mark.parametrize(
    ("tabel", "kolom", "waarde", "code"),
    [
        ("personeel", "fte", "0", "fte_buiten_bereik"),
        ("personeel", "fte", "0,01", ""),
        ("personeel", "fte", "1,2", ""),
        ("personeel", "fte", "1,21", "fte_buiten_bereik"),
        ("personeel", "fte", "-0,8", "fte_buiten_bereik"),
        ("personeel", "begindatum", "01-01-2022", ""),
        ("personeel", "begindatum", "31-12-2021", "positie_voor_sectorplan"),
        ("personeel", "einddatum", "01-02-2023", ""),
        ("personeel", "einddatum", "31-01-2023", "einddatum_voor_begindatum"),
        ("contracten", "begindatum", "01-01-2000", ""),
        ("contracten", "einddatum", "31-12-2040", ""),
        ("contracten", "einddatum", "01-01-2041", "datum_buiten_bereik"),
        ("begroting", "begroot_fte", "0", "begroot_fte_buiten_bereik"),
        ("begroting", "begroot_fte", "500", ""),
        ("begroting", "begroot_fte", "500,1", "begroot_fte_buiten_bereik"),
        ("bestedingen", "bedrag_eur", "0", ""),
        ("bestedingen", "bedrag_eur", "-0,01", "besteding_negatief"),
        ("bestedingen", "bedrag_eur", "1000000000", ""),
        ("bestedingen", "bedrag_eur", "1000000000,01", "bedrag_buiten_bereik"),
        ("bestedingen", "jaar", "2022", ""),
        ("bestedingen", "jaar", "2021", "jaar_onleesbaar"),
        ("werkdruk", "werkdruk", "0", ""),
        ("werkdruk", "werkdruk", "10", ""),
        ("werkdruk", "werkdruk", "-0,1", "score_buiten_schaal"),
        ("werkdruk", "werkdruk", "10,1", "score_buiten_schaal"),
        ("werkdruk", "schaal_max", "100", ""),
        ("werkdruk", "schaal_max", "101", "schaal_onmogelijk"),
        ("werkdruk", "schaal_min", "-100", ""),
        ("werkdruk", "schaal_min", "-101", "schaal_onmogelijk"),
    ],
)
def test_what_may_be_is_kept_up_to_its_edge_and_refused_beyond(tabel, kolom, waarde, code):
    table = read_one(tabel, changed(tabel, (2, kolom, waarde))[tabel])
    assert {(f[0], f[1]) for f in found(table)} == ({(code, 2)} if code else set())
    assert (2 in set(table.frame["rij"])) is not any(b["ernst"] == "fout" for b in table.bevindingen)


def test_rejected_rows_and_their_pseudonyms_are_told_apart_from_the_rest():
    rows = [GENDER[0], ["1", "v"], ["2", "q"], ["", "m"], ["3", "q"], ["Totaal", "4"]]
    table = read_one("gender", rows)
    assert table.telling == {"gelezen": 4, "behouden": 1, "afgekeurd": 3, "dubbel": 0}
    assert dict(table.sleutels) == {2: "1", 3: "2", 4: "", 5: "3"}
    assert table.afgekeurd == {"2", "3"}


@pytest.mark.parametrize(("tabel", "merged"), [("gender", 1), ("contracten", 1), ("personeel", 0), ("bestedingen", 0)])
def test_a_row_in_another_notation_is_merged_only_where_it_can_add_nothing(tabel, merged):
    header, *rows = TABELLEN[tabel]
    other = {"0,8": "0.80", "v": "vrouw", "vast": "Vast", "1234567,50": "1.234.567,50"}
    again = [other.get(cell, cell) for cell in rows[0]]
    table = read_one(tabel, [header, *rows, again])
    assert table.telling["dubbel"] == merged
    assert table.telling["behouden"] == len(rows) + 1 - merged
    assert list(table.frame["rij"])[: len(rows)] == list(range(2, len(rows) + 2))
