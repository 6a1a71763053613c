"""The openbaar edition as data: what it holds it says, and what it does not hold is hidden."""

import dataclasses
import datetime as dt
import json
import math

import pandas as pd
import pytest

from sectorplan_analysis.disclosure.openbaar import GEHEIM, cel_of, kleinste_aantal, load_openbaar, save_openbaar
from sectorplan_analysis.indicators import BESTEED, Hoeveelheid, fte, medewerkers
from sectorplan_analysis.measure import measure_all
from sectorplan_analysis.rondes.config import Streefwaarde
from tests.disclosure.systems import edition, number

VAST = {"contractstatus": "vast", "inloop": False}


def test_an_amount_is_looked_up_per_umc_and_what_is_hidden_or_not_declared_is_unknown():
    own = edition(
        number("12", contractstatus="vast"),
        number("7", contractstatus="vast", umc="LUMC"),
        number(GEHEIM, contractstatus="vast", umc="UMCG"),
        number("3.50", contractstatus="vast", maat="fte"),
        number("99", contractstatus="vast", day="2024-12-31"),
    )
    found = own.amounts(medewerkers(VAST))
    assert found.index.tolist() == ["LUMC", "UMCG", "Totaal"] and found.index.name == "umc"
    assert found["LUMC"] == 7 and math.isnan(found["UMCG"]) and found["Totaal"] == 12 and found.name == "medewerkers"
    assert own.amounts(fte(VAST))["Totaal"] == 3.5
    assert own.amounts(medewerkers({"inloop": False})).isna().all()
    assert own.op(dt.date(2024, 12, 31)).amounts(medewerkers(VAST))["Totaal"] == 99


@pytest.mark.parametrize(
    ("hoeveelheid", "expected"),
    [
        (medewerkers({"inloop": False}), {"maat": "medewerkers", "inloop": "nee"}),
        (fte({"kpi14": True}), {"maat": "fte", "kpi14": "ja"}),
        (fte({"contractstatus": ("toegezegd_vast", "vast")}), {"maat": "fte", "contractstatus": "structureel"}),
        (fte({"contractstatus": ("tijdelijk", "toegezegd_vast")}), {"maat": "fte", "contractstatus": "niet_vast"}),
        (fte({"gender": ("v", "x")}), {"maat": "fte", "gender": "v of x"}),
        (fte({"functiecategorie": "UD"}), {"maat": "fte", "functiecategorie": "UD"}),
        (Hoeveelheid("begroot_fte"), {"maat": "begroot_fte"}),
        (Hoeveelheid("bedrag_eur", BESTEED), {"maat": "bedrag_eur", "categorie": "besteed", "jaren": "alle"}),
        (
            Hoeveelheid("bedrag_eur", {"categorie": "materieel"}, "laatste"),
            {"maat": "bedrag_eur", "categorie": "materieel", "jaren": "laatste"},
        ),
    ],
)
def test_an_amount_has_a_cell(hoeveelheid, expected):
    assert cel_of(hoeveelheid) == expected


def test_every_indicator_can_be_asked_of_an_edition_that_holds_nothing():
    assert measure_all(edition())["waarde"].isna().all()


def test_year_ends_are_those_it_says_something_about_up_to_its_day():
    own = edition(*(number("1", day=day) for day in ("2026-12-31", "2024-12-31", "2025-06-30", "2023-12-31")))
    assert own.jaareinden() == [dt.date(2023, 12, 31), dt.date(2024, 12, 31)]
    assert own.volledige_jaren() == [2022, 2023, 2024, 2025]
    assert own.op(dt.date(2024, 12, 30)).volledige_jaren() == [2022, 2023]


def test_an_edition_knows_its_umcs_day_and_cut_off():
    own = edition(without=("umcg",))
    assert own.umcs == ("lumc", "umcg") and own.aanwezig == ("lumc",) and own.naam == "Nederland"
    assert own.peildatum == dt.date(2025, 12, 31) and own.grens == 5
    assert kleinste_aantal(dataclasses.replace(own.config, grenswaarden={"kleinste_aantal": 10.0})) == 10
    assert kleinste_aantal(dataclasses.replace(own.config, grenswaarden={})) == 5


def full():
    own = edition(
        number("12", contractstatus="vast"),
        without=("umcg",),
        focusgroepen=pd.DataFrame({"meting": ["2025"], "waarde": [GEHEIM]}, dtype=str),
        geheime_totalen=("medewerkers v bij LUMC",),
        synthetisch=(2, 3),
        culturele_diversiteit=pd.DataFrame({"umc": ["LUMC"], "waarde": ["5"]}, dtype=str),
    )
    target = Streefwaarde("structureel_pct", 90.0, "ruim boven 90%", "proef")
    config = dataclasses.replace(
        own.config,
        titel="Stand \N{LATIN SMALL LETTER E WITH DIAERESIS}",
        streefwaarden={"structureel_pct": target},
        grenswaarden={"kleinste_aantal": 6.0},
        namen={"lumc": "LUMC", "umcg": "UMCG"},
        opvolgers={"oud": "lumc"},
        metingen={},
    )
    return dataclasses.replace(own, config=config, levering=dt.date(2026, 3, 1))


def test_an_edition_is_read_back_as_it_was_saved_from_each_of_the_folders_it_may_be_asked_in(tmp_path):
    own, folder = full(), tmp_path / "2025-12-31" / "openbaar" / "tabellen"
    save_openbaar(own, folder)
    for processed in (tmp_path, folder, str(folder)):
        back = load_openbaar("2025-12-31", processed=processed)
        assert back.config == own.config
        for name in ("levering", "ontbrekend", "synthetisch", "geheime_totalen"):
            assert getattr(back, name) == getattr(own, name)
        for name in ("cellen", "focusgroepen", "culturele_diversiteit"):
            pd.testing.assert_frame_equal(getattr(back, name), getattr(own, name), check_dtype=False)
    copy = tmp_path / "apart" / "2025-12-31"
    save_openbaar(own, copy)
    assert load_openbaar(dt.date(2025, 12, 31), processed=tmp_path / "apart").config == own.config


def test_the_files_are_the_same_on_every_machine(tmp_path):
    save_openbaar(full(), tmp_path)
    files = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert set(files) == {"cellen.csv", "focusgroepen.csv", "ronde.json", "culturele_diversiteit.csv"}
    assert files["cellen.csv"].count(b"\r\n") == 2 == files["cellen.csv"].count(b"\n")
    assert files["cellen.csv"].startswith(b"peildatum,umc,functiecategorie")
    assert b"\r" not in files["ronde.json"] and files["ronde.json"].endswith(b"}\n")
    assert "Stand \N{LATIN SMALL LETTER E WITH DIAERESIS}" in files["ronde.json"].decode("utf-8")
    assert files["ronde.json"].startswith(b'{\n "peildatum": "2025-12-31",\n "titel"')


def test_an_edition_of_an_older_version_has_no_names_and_no_hidden_totals(tmp_path):
    save_openbaar(edition(), tmp_path)
    assert not (tmp_path / "culturele_diversiteit.csv").exists()
    meta = json.loads((tmp_path / "ronde.json").read_text(encoding="utf-8"))
    for name in ("namen", "opvolgers", "geheime_totalen"):
        del meta[name]
    (tmp_path / "ronde.json").write_text(json.dumps(meta), encoding="utf-8")
    back = load_openbaar("2025-12-31", processed=tmp_path)
    assert (back.config.namen, back.config.opvolgers, back.geheime_totalen) == ({}, {}, ())
    assert back.culturele_diversiteit.empty


def test_another_day_than_was_asked_for_is_not_given(tmp_path):
    save_openbaar(edition(), tmp_path)
    for folder, day in ((tmp_path, "2024-12-31"), (tmp_path / "leeg", "2025-12-31")):
        with pytest.raises(FileNotFoundError) as error:
            load_openbaar(day, processed=folder)
        assert str(error.value) == (
            f"In '{folder}' staat geen openbare editie van {day}. "
            f"Maak die eerst: sectorplan run {day} --edition openbaar"
        )
