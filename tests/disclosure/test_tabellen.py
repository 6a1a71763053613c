"""The files of an openbaar edition: marks where a number is hidden, and nowhere else."""

import pandas as pd
import pytest

from sectorplan_analysis.disclosure.openbaar import GEHEIM
from sectorplan_analysis.disclosure.tabellen import aansluiting_openbaar, figuur1, marked, tabel, write_openbaar
from sectorplan_analysis.figure_data import FIGUREN
from sectorplan_analysis.measure import RESULT
from sectorplan_analysis.tables import TABELLEN
from tests.disclosure.systems import edition, number


def money(umc, categorie, text, jaren="alle"):
    return number(text, umc=umc, categorie=categorie, jaren=jaren, maat="bedrag_eur", inloop="")


def plan(umc, text):
    return number(text, umc=umc, maat="begroot_fte", inloop="")


def cell(own, name, umc, column):
    return tabel(name, own).set_index("umc").loc[umc, column]


def test_a_hidden_number_has_the_mark_and_a_shown_one_its_value():
    own = edition(
        number("12", contractstatus="vast", umc="LUMC"),
        number("0", contractstatus="tijdelijk", umc="LUMC"),
        number(GEHEIM, contractstatus="toegezegd_vast", umc="LUMC"),
    )
    row = tabel("tabel3_medewerkers", own).set_index("umc").loc["LUMC"]
    assert row.to_dict() == {"inloop": GEHEIM, "tijdelijk": "0", "toegezegd_vast": GEHEIM, "vast": "12"}


def test_a_umc_left_out_has_empty_cells_and_no_marks():
    own = edition(number("12", contractstatus="vast", umc="LUMC"), without=("umcg",))
    for name in TABELLEN:
        row = tabel(name, own).set_index("umc").loc["UMCG"]
        assert set(row) == {""}, name


def test_table_four_has_no_columns_of_x_and_unknown():
    assert list(tabel("tabel4_vrouw_man", edition()).columns) == [
        *("umc", "vast_v", "tijdelijk_v", "vast_m", "tijdelijk_m")
    ]
    assert "toegezegd_vast" in tabel("tabel3_medewerkers", edition())


def test_a_category_in_which_nothing_was_spent_is_empty_and_posts_of_a_umc_are_hidden():
    own = edition(
        money("LUMC", "indirecte kosten", "0.00"),
        money("LUMC", "materieel", "0.00"),
        money("LUMC", "besteed", "50.00"),
        money("Totaal", "vaste posities", "70.00"),
    )
    table = tabel("tabel1_bestedingen", own).set_index("umc")
    assert table.loc["LUMC"].to_dict() == {
        "tijdelijke_posities_eur": GEHEIM,
        "vaste_posities_eur": GEHEIM,
        "indirecte_kosten_eur": "",
        "materieel_eur": "",
        "totaal_eur": "50",
    }
    assert table.loc["Totaal", "vaste_posities_eur"] == "70"


@pytest.mark.parametrize(
    ("plan_fte", "structural", "expected"),
    [("2.00", "1.50", "75"), ("2.00", GEHEIM, GEHEIM), ("0.00", "0.00", ""), (GEHEIM, "1.50", GEHEIM)],
)
def test_a_share_of_nothing_is_empty_and_a_hidden_one_has_the_mark(plan_fte, structural, expected):
    own = edition(plan("LUMC", plan_fte), number(structural, umc="LUMC", contractstatus="structureel", maat="fte"))
    assert cell(own, "tabel2_fte", "LUMC", "realisatie_structureel_pct") == expected


def rows(**own):
    columns = {"umc": "LUMC", "maat": "medewerkers", "waarde": 5.0, "eenheid": "personen", "teller": 5.0, "noemer": 9.0}
    return pd.DataFrame({name: [value] for name, value in (columns | own).items()})


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({}, [5.0, 5.0, 9.0]),
        ({"waarde": None, "teller": None, "noemer": None}, [GEHEIM, GEHEIM, None]),
        ({"noemer": None}, [5.0, 5.0, None]),
        ({"eenheid": "%", "waarde": None, "noemer": None}, [GEHEIM, 5.0, GEHEIM]),
        ({"eenheid": "%", "waarde": None, "teller": 0.0, "noemer": 0.0}, [None, 0.0, 0.0]),
        ({"eenheid": "%", "waarde": None, "teller": None, "noemer": 0.0}, [None, GEHEIM, 0.0]),
    ],
)
def test_in_a_long_table_the_mark_stands_for_what_is_hidden_and_not_for_what_is_undefined(own, expected):
    frame = rows(**own).astype({"waarde": float, "teller": float, "noemer": float})
    found = marked(frame)[["waarde", "teller", "noemer"]].iloc[0].tolist()
    assert [None if value != value else value for value in found] == expected


def test_of_gender_only_women_and_men_have_rows():
    frame = pd.concat([rows(gender=gender) for gender in ("v", "x", "m", "onbekend")], ignore_index=True)
    found = marked(frame)
    assert found["gender"].tolist() == ["v", "m"] and found.index.tolist() == [0, 1]
    assert len(marked(rows())) == 1


def test_figure_one_is_a_row_of_marks_per_measurement_and_situation():
    groups = pd.DataFrame(
        {"meting": ["2025"] * 4, "situatie": ["voor", "voor", "nu", "voor-nu"], "schaal": list("abab")}
    )
    found = figuur1(edition(focusgroepen=groups))
    assert list(found.columns) == ["peildatum", "umc", "meting", "situatie", "baanzekerheid", "werkdruk", *RESULT]
    assert found["situatie"].tolist() == ["voor", "nu"] and set(found["meting"]) == {"2025"}
    assert set(found["peildatum"]) == {"2025-12-31"} and set(found["umc"]) == {"Totaal"}
    assert set(found["maat"]) | set(found["eenheid"]) == {"deelnemers"}
    hidden = found[["baanzekerheid", "werkdruk", "waarde", "teller", "noemer"]]
    assert set(hidden.to_numpy().ravel()) == {GEHEIM}


def test_beside_published_numbers_only_shown_ones_are_put_and_nothing_is_explained():
    own = edition(number("1234", contractstatus="vast", umc="LUMC"))
    found = aansluiting_openbaar(own)
    # the target of the plan stands there too
    assert found["berekend"].tolist() == ["90", "1234"] and set(found["toelichting"]) == {""}
    assert found.index.tolist() == [0, 1] and found.loc[1, ["umc", "id"]].tolist() == [
        "LUMC",
        "tabel3_medewerkers.vast",
    ]


def test_every_file_of_the_edition_is_written(tmp_path):
    groups = pd.DataFrame({"meting": ["2025"], "situatie": ["nu"]}, dtype=str)
    own = edition(number("12", contractstatus="vast"), focusgroepen=groups)
    write_openbaar(own, tmp_path, reeks=("vast_medewerkers", "vast_fte"))
    csv = {path.stem: path for path in tmp_path.glob("*.csv")}
    assert set(csv) == {"cellen", "focusgroepen", "aansluiting", "indicatoren", "reeks", *FIGUREN, *TABELLEN}
    read = {stem: pd.read_csv(path, dtype=str, keep_default_na=False) for stem, path in csv.items()}
    numbers = read["indicatoren"]
    assert numbers.columns[0] == "peildatum" and set(numbers["peildatum"]) == {"2025-12-31"}
    values = numbers.set_index(["maat", "umc"])["waarde"]
    assert values["vast_medewerkers", "Totaal"] == "12" and values["vast_medewerkers", "LUMC"] == GEHEIM
    assert values["vast_fte", "Totaal"] == GEHEIM
    assert read["reeks"]["maat"].tolist() == ["vast_medewerkers", "vast_fte"]
    assert read["reeks"]["waarde"].tolist() == ["12", GEHEIM] and set(read["reeks"]["umc"]) == {"Totaal"}
    assert set(read["figuur1"]["waarde"]) == {GEHEIM} and read["tabel3_medewerkers"].iloc[-1]["vast"] == "12"
