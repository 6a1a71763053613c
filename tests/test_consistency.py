import datetime as dt
from decimal import Decimal

import pytest

from sectorplan_analysis import consistency
from sectorplan_analysis.consistency import AFRONDING, GELIJK, TEGENSPRAAK, Printed, check_published

DAY = dt.date(2025, 12, 31)


@pytest.fixture(scope="module")
def checks():
    return check_published(DAY)


def verdict(checks, rule, umc="Totaal", text=""):
    rows = checks[(checks["regel"] == rule) & (checks["umc"] == umc) & checks["omschrijving"].str.contains(text)]
    return rows["oordeel"].tolist()


def test_tables_3_and_4_disagree_on_one_person_at_erasmus_mc_only(checks):
    rows = checks[checks["regel"].str.startswith("tabel3_tabel4") & (checks["oordeel"] != GELIJK)]
    assert rows[["umc", "verschil"]].to_numpy().tolist() == [["Erasmus MC", "1"], ["Totaal", "1"]]


def test_the_realised_posts_in_the_text_are_explained_by_rounding(checks):
    row = checks[checks["regel"] == "tabel2_gerealiseerd"].iloc[0]
    assert (row["gedrukt"], row["volgt_uit_rest"], row["oordeel"]) == ("324.95", "324.94", AFRONDING)


def test_every_percentage_follows_from_the_printed_numbers(checks):
    rows = checks[checks["regel"].isin(["tekst_percentage", "tabel2_realisatie"])]
    assert len(rows) == 6 + 9 and set(rows["oordeel"]) == {GELIJK}


def test_the_theme_matrix_and_the_plan_disagree_on_four_cells(checks):
    rows = checks[(checks["regel"] == "matrix_plan") & (checks["oordeel"] == TEGENSPRAAK)]
    assert set(rows["umc"]) == {"Erasmus MC", "Maastricht UMC+", "UMCG", "UMC Utrecht"}


def test_everything_that_does_not_add_up_has_a_cause(checks):
    assert (checks.loc[checks["oordeel"] != GELIJK, "oorzaak"] != "").all()
    assert (checks.loc[checks["oordeel"] == GELIJK, "oorzaak"] == "").all()


@pytest.mark.parametrize(
    ("total", "parts", "expected"),
    [
        ("3", ["1", "2"], GELIJK),
        ("4", ["1.4", "2.4"], AFRONDING),
        ("4", ["1", "2"], AFRONDING),
        ("5", ["1.0", "2.0"], TEGENSPRAAK),
        ("3.00", ["1.00", "2.02"], TEGENSPRAAK),
    ],
)
def test_a_difference_is_rounding_only_when_numbers_exist_that_print_as_all(total, parts, expected):
    row = consistency._compare("r", "p", "u", "t", Printed.read(total), Printed.add(map(Printed.read, parts)))
    assert row["oordeel"] == expected


def test_an_empty_cell_is_an_exact_zero():
    assert Printed.read("") == Printed(Decimal(0), Decimal(0))


def test_a_changed_number_is_found(monkeypatch):
    real = consistency.read_published

    def tampered(peildatum, name):
        table = real(peildatum, name)
        if name == "tabel2_fte":
            table = table.replace({"vast_fte": {"46.98": "47.98"}})
        return table

    monkeypatch.setattr(consistency, "read_published", tampered)
    assert verdict(check_published(DAY), "tabel2_kolom", text="vast_fte") == [GELIJK, TEGENSPRAAK]
