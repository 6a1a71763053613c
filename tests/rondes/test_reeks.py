import csv
import datetime as dt
import json

import pytest

from sectorplan_analysis.pages import audit
from sectorplan_analysis.rapport.alle_rondes import write_all_rounds
from sectorplan_analysis.rondes.config import load_ronde_config

MATEN = ("structureel_pct", "vrouwen_pct")
CONFIG = """
[[umcs]]
vanaf = 2022-01-01
umcs = ["lumc", "umcg"]
[[ronde]]
peildatum = 2025-12-31
titel = "Tussentijds"
[[ronde]]
peildatum = 2026-12-31
titel = "Volgende"
[[meting]]
jaar = 2025
moment = 2025-07-01
naam = "zomer 2025"
[[streefwaarde]]
indicator = "structureel_pct"
waarde = 90
vanaf = 2025-12-31
naam = "boven 90%"
bron = "proef"
[[breuk]]
maat = "vrouwen_pct"
vanaf = 2026-01-01
omschrijving = "andere registratie"
bron = "proef"
"""
HEAD = "peildatum,umc,maat,waarde,eenheid,teller,noemer\r\n"


@pytest.fixture
def place(tmp_path):
    (tmp_path / "rondes.toml").write_text(CONFIG, encoding="utf-8")
    return tmp_path


def build(place, day, *, name="openbaar", value="50.5", before=(), without=(), meting=()):
    folder = place / "reports" / day / name
    (folder / "tabellen").mkdir(parents=True)
    (folder / "index.html").write_text("<p></p>", encoding="utf-8")
    manifest = {"gemaakt_op": f"{day}T10:00:00", "parameters": {"levering": day, "without": list(without)},
                "synthetisch": {"bestanden": 2, "van": 2}, "versies": {}}  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    rows = [f"{day},{umc},{maat},{value},%,1,2\r\n" for maat in MATEN for umc in ("LUMC", "UMCG", "Totaal")]
    (folder / "tabellen" / "indicatoren.csv").write_text(HEAD + "".join(rows), encoding="utf-8", newline="")
    days = [*before, day]
    rows = [f"{d},Totaal,{maat},{value},%,1,2\r\n" for maat in MATEN for d in days]
    (folder / "tabellen" / "reeks.csv").write_text(HEAD + "".join(rows), encoding="utf-8", newline="")
    rows = [f"{year},m,werkdruk,{s},{maat},{v}\r\n" for year in meting for s in ("voor", "nu", "ideaal", "voor-nu")
            for maat, v in (("deelnemers", 54), ("gemiddelde", value))]  # fmt: skip
    (folder / "tabellen" / "focusgroepen.csv").write_text(
        "meting,naam,schaal,situatie,maat,waarde\r\n" + "".join(rows), encoding="utf-8", newline=""
    )


def written(place):
    config = load_ronde_config(dt.date(2025, 12, 31), place / "rondes.toml")
    write_all_rounds(place / "reports", config, maten=MATEN)
    with (place / "reports" / "reeks.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    html = (place / "reports" / "index.html").read_text(encoding="utf-8")
    assert not audit.faults(html)
    return rows, html


def of(rows, maat, umc="Totaal"):
    return {row["peildatum"]: row["waarde"] for row in rows if (row["maat"], row["umc"]) == (maat, umc)}


def test_each_round_stands_as_it_was_published_and_years_before_come_from_the_first(place):
    build(place, "2025-12-31", value="40", before=["2023-12-31", "2024-12-31"])
    build(place, "2026-12-31", value="60", before=["2024-12-31", "2025-12-31"])
    rows, html = written(place)
    assert of(rows, "structureel_pct") == {"2022-12-31": "geheim", "2023-12-31": "40", "2024-12-31": "40",
                                           "2025-12-31": "40", "2026-12-31": "60"}  # fmt: skip
    assert of(rows, "structureel_pct", "LUMC") == {"2025-12-31": "40", "2026-12-31": "60"}
    assert 'href="2025-12-31/openbaar/index.html"' in html and "Streefwaarde: 90,0%" in html
    assert "Vertrouwelijk" not in html and "Synthetische gegevens" in html


def test_a_year_end_without_a_round_comes_from_the_first_round_after_it(place):
    build(place, "2022-01-01", value="1")
    build(place, "2024-06-30", value="2", before=["2022-12-31", "2023-12-31"])
    build(place, "2025-12-31", value="3", before=["2023-12-31", "2024-12-31"])
    rows, _ = written(place)
    assert list(of(rows, "structureel_pct").values()) == ["1", "2", "2", "2", "3", "3"]


def test_what_is_hidden_stays_hidden(place):
    build(place, "2025-12-31", value="geheim")
    rows, html = written(place)
    assert set(of(rows, "vrouwen_pct", "LUMC").values()) == {"geheim"} and "staat waar een getal" in html


def test_a_round_with_an_intern_edition_only_gives_national_numbers_and_says_so(place):
    build(place, "2025-12-31")
    build(place, "2026-12-31", name="intern")
    rows, html = written(place)
    assert "2026-12-31" not in of(rows, "structureel_pct", "LUMC")
    own = [row for row in rows if row["ronde"] == "2026-12-31"]
    assert {row["editie"] for row in own} == {"intern (vertrouwelijk)"} and "Vertrouwelijk" in html


def test_the_openbaar_edition_counts_when_both_are_there(place):
    build(place, "2025-12-31", name="intern", value="1")
    build(place, "2025-12-31", value="geheim")
    rows, html = written(place)
    assert not [row for row in rows if row["waarde"] == "1"]
    assert "2025-12-31/intern/index.html" in html


def test_scores_of_the_moment_and_of_looking_back_stay_apart_and_ideal_is_no_series(place):
    build(place, "2025-12-31", value="7.7", meting=[2025])
    build(place, "2026-12-31", value="6.1", meting=[2025, 2026])
    rows, _ = written(place)
    scores = [(r["reeks"], r["peildatum"], r["waarde"], r["ronde"]) for r in rows if r["maat"] == "werkdruk_gemiddelde"]
    assert scores == [
        ("gelijktijdig", "2025-07-01", "7.7", "2025-12-31"),
        ("gelijktijdig", "2026-07-01", "6.1", "2026-12-31"),
        ("terugblik", "2025-07-01", "7.7", "2025-12-31"),
        ("terugblik", "2026-07-01", "6.1", "2026-12-31"),
    ]


def test_a_break_is_marked_where_a_series_passes_it(place):
    build(place, "2025-12-31")
    build(place, "2026-12-31", without=["umcg"])
    rows, html = written(place)
    breaks = {(r["maat"], r["peildatum"], r["umc"]): r["breuk"] for r in rows if r["breuk"]}
    assert breaks["vrouwen_pct", "2026-12-31", "Totaal"] == "andere registratie; zonder UMCG"
    assert breaks["vrouwen_pct", "2026-12-31", "LUMC"] == "andere registratie"
    assert breaks["structureel_pct", "2026-12-31", "Totaal"] == "zonder UMCG"
    assert not [day for _, day, _ in breaks if day < "2026"] and "Breuk in de reeks" in html


def test_the_same_editions_give_the_same_bytes_and_nothing_is_left_behind(place):
    build(place, "2025-12-31", meting=[2025])
    written(place)
    first = {path.name: path.read_bytes() for path in (place / "reports").iterdir() if path.is_file()}
    written(place)
    assert first == {path.name: path.read_bytes() for path in (place / "reports").iterdir() if path.is_file()}
    assert set(first) == {"reeks.csv", "index.html"}


def test_without_any_edition_nothing_is_written(place):
    (place / "reports").mkdir()
    write_all_rounds(place / "reports", load_ronde_config(dt.date(2025, 12, 31), place / "rondes.toml"), maten=MATEN)
    assert not list((place / "reports").iterdir())
