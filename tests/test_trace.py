"""Trace: every number leads back to the rows it was counted from, and the rows add up to it."""

import math

import pandas as pd
import pytest

from sectorplan_analysis.cli import main
from sectorplan_analysis.dataset import save_ronde
from sectorplan_analysis.errors import CallError
from sectorplan_analysis.indicators import AANDELEN_VAST, INDICATOREN
from sectorplan_analysis.measure import value_of
from sectorplan_analysis.rapport.overzicht import kpis
from sectorplan_analysis.reference import BESTEDINGEN, ONTVANGEN
from sectorplan_analysis.trace import MAP, NAMEN, readings, trace
from tests.rounds import persons, ronde

DAY = "2025-12-31"
PEOPLE = [
    {"medewerker_id": "p1", "fte": 0.5, "functiecategorie": "UD", "contracttype": "vast", "gender": "v"},
    {"medewerker_id": "p1", "fte": 0.3, "functiecategorie": "docent", "contracttype": "vast", "gender": "v"},
    {"medewerker_id": "p2", "fte": 0.4, "contracttype": "tijdelijk", "gender": "m"},
    {"medewerker_id": "p3", "fte": 0.2, "inloop": True, "contracttype": "tijdelijk", "gender": "x"},
    {"medewerker_id": "p4", "fte": 1.0, "umc": "umcg", "kpi14": True, "functiecategorie": "dataspecialist"},
    {"medewerker_id": "p5", "fte": 0.7, "umc": "umcg", "contracttype": "tijdelijk", "toezegging_datum": "2024-01-01",
     "toezegging_onvoorwaardelijk": True, "begindatum": "2023-02-01"},
    {"medewerker_id": "p6", "fte": 0.9, "umc": "umcg", "begindatum": "2026-02-01"},
]  # fmt: skip


@pytest.fixture
def whole():
    """A round of two umcs in which every row says which file and row it came from."""
    rows = persons(*PEOPLE)
    rows["gender"] = [row for i, row in enumerate(rows["gender"]) if i != 1]
    money = [
        {"umc": umc, "jaar": year, "categorie": kind, "bedrag_eur": 1.5 * year}
        for umc in ("lumc", "umcg")
        for year in (2024, 2025, 2026)
        for kind in (BESTEDINGEN[0], ONTVANGEN)
    ]
    scores = [
        {"deelnemer_id": f"d{n}", "situatie": now, "werkdruk": score, "meting": year}
        for n, score in enumerate((4.0, 6.0, float("nan"), 9.0))
        for now in ("voor", "nu")
        for year in (2023, 2025)
    ]
    made = ronde(**rows, bestedingen=money, werkdruk=scores)
    for name, table in made.tables.items():
        table["bestand"] = table["umc"] + f"/{name}.csv"
        table["blad"], table["rij"] = "", range(2, len(table) + 2)
    return made


def adds_up(spoor):
    """Numerator and denominator from the rows alone."""
    sums = spoor.rijen.groupby("rol")["bijdrage"].sum()
    return sums.get("teller", 0.0) - sums.get("aftrek", 0.0), sums.get("noemer", 0.0)


@pytest.mark.parametrize("umc", ["", "lumc", "umcg"])
@pytest.mark.parametrize("name", NAMEN)
def test_the_rows_add_up_to_numerator_and_denominator_and_these_to_the_number(name, umc, whole):
    part = whole.alleen(umc) if umc else whole
    spoor = trace(name, part)
    noemer = 0.0 if math.isnan(spoor.noemer) else spoor.noemer
    assert adds_up(spoor) == pytest.approx((spoor.teller, noemer))
    share = 1 if name == "werkdruk" else 100
    expected = spoor.teller if math.isnan(spoor.noemer) else share * spoor.teller / (spoor.noemer or math.nan)
    assert spoor.waarde == pytest.approx(expected, nan_ok=True)
    if name != "werkdruk":
        assert spoor.waarde == pytest.approx(value_of(name, part), nan_ok=True)
    else:
        assert umc == "umcg" or spoor.waarde == pytest.approx(19 / 3)


def test_each_row_says_where_it_was_delivered_and_who_decided_what_it_counts_as(whole):
    rows = trace("vast_aandeel_medewerkers_pct", whole.alleen("lumc")).rijen
    found = {
        (row.rol, row.tabel, row.bestand, row.rij) for row in rows[["rol", "tabel", "bestand", "rij"]].itertuples()
    }
    assert {place for place in found if place[1] == "personeel"} == {
        ("teller", "personeel", "lumc/personeel.csv", 2),
        ("teller", "personeel", "lumc/personeel.csv", 3),
        ("noemer", "personeel", "lumc/personeel.csv", 2),
        ("noemer", "personeel", "lumc/personeel.csv", 3),
        ("noemer", "personeel", "lumc/personeel.csv", 4),
    }
    assert ("bepaalt", "contracten", "lumc/contracten.csv", 4) in found
    assert ("bepaalt", "gender", "lumc/gender.csv", 2) in found
    # two positions, one person
    assert rows.loc[(rows["rol"] == "teller"), "bijdrage"].tolist() == [1.0, 0.0]


def test_rows_of_another_day_or_category_are_not_among_them(whole):
    rows = trace("gerealiseerd_fte", whole).rijen
    assert set(rows.loc[rows["rol"] == "teller", "medewerker_id"]) == {"p1", "p2", "p4", "p5"}
    money = trace("besteed_jaar_pct", whole).rijen
    assert set(money["jaar"]) == {2025}


def test_every_tile_of_the_index_names_a_number_that_can_be_traced_and_is_the_same(whole):
    named = {kpi.indicator: kpi for kpi in kpis(whole)}
    assert len(named) == 5 and set(named) <= set(NAMEN)
    for name in named:
        assert not trace(name, whole).rijen.empty, name


def test_a_name_with_several_readings_gives_each_and_an_unknown_one_gives_what_looks_like_it():
    assert readings("structureel_pct") == ("structureel_pct",)
    assert readings("aandeel_vast") == AANDELEN_VAST
    with pytest.raises(CallError, match="structureel_pct"):
        readings("structurel_pct")
    with pytest.raises(CallError, match=r"indicatoren\.csv"):
        readings("qqqq")


@pytest.fixture
def call(tmp_path, whole, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    save_ronde(whole, tmp_path / "data" / "processed" / DAY)

    def call(*arguments):
        try:
            status = main(["trace", *arguments])
        except SystemExit as stop:
            status = stop.code
        return status, *capsys.readouterr()

    return call


def test_the_command_prints_numerator_and_denominator_and_writes_the_rows_outside_the_editions(call, tmp_path):
    status, out, err = call("vast_aandeel_medewerkers_pct", "--umc", "lumc", "--peildatum", DAY)
    assert (status, err) == (0, "")
    assert "teller  1, uit 2 rijen van personeel" in out and "noemer  2, uit 3 rijen van personeel" in out
    path = tmp_path / "reports" / DAY / MAP / "vast_aandeel_medewerkers_pct-lumc.csv"
    assert str(path.relative_to(tmp_path)) in out and "vertrouwelijk" in str(path)
    assert pd.read_csv(path).columns[:6].tolist() == ["rol", "tabel", "umc", "bestand", "blad", "rij"]


def test_a_name_with_several_readings_prints_them_all(call, tmp_path):
    status, out, _ = call("aandeel_vast", "--umc", "lumc", "--peildatum", DAY)
    assert status == 0 and "6 lezingen" in out
    for name in AANDELEN_VAST:
        assert f"({name})" in out
        assert (tmp_path / "reports" / DAY / MAP / f"{name}-lumc.csv").is_file()


def test_an_earlier_day_comes_from_the_round_that_holds_it(call):
    status, out, _ = call("gerealiseerd_fte", "--peildatum", "2022-12-31")
    assert status == 0 and "31 december 2022" in out and "teller  0, uit geen enkele rij" in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("structureel", "--peildatum", DAY), "structureel_pct"),
        (("structureel_pct", "--peildatum", "2026-12-31"), "sectorplan run 2026-12-31"),
        (("structureel_pct", "--peildatum", DAY, "--umc", "vumc"), "lumc, umcg"),
        (("structureel_pct",), "--peildatum"),
        (("structureel_pct", "--peildatum", "gisteren"), "jjjj-mm-dd"),
    ],
)
def test_what_cannot_be_traced_is_said_in_one_sentence(call, arguments, says):
    status, out, err = call(*arguments)
    assert (status, out) == (2, "") and says in err and err.count("\n") == 1


def test_the_glossary_of_indicators_is_the_same_as_that_of_the_trace():
    assert set(NAMEN) == {*INDICATOREN, "werkdruk"}
