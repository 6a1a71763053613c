import datetime as dt
import json

import pytest

from sectorplan_analysis.rapport.rondelijst import rounds_text
from sectorplan_analysis.rondes.staat import round_states

CONFIG = """
[[umcs]]
vanaf = 2022-01-01
umcs = ["lumc", "umcg"]
[[ronde]]
peildatum = 2025-12-31
titel = "Tussentijds"
status = "definitief"
[[ronde]]
peildatum = 2026-12-31
titel = "Volgende"
"""


@pytest.fixture
def place(tmp_path):
    (tmp_path / "rondes.toml").write_text(CONFIG, encoding="utf-8")
    home = tmp_path / "raw" / "2025-12-31" / "lumc"
    home.mkdir(parents=True)
    (home / "personeel.csv").touch()
    (home.parent / "umcg").mkdir()
    (home.parent / "begroting.csv").touch()
    return tmp_path


def edition(place, day, *, levering, name="intern"):
    folder = place / "reports" / day / name
    folder.mkdir(parents=True)
    manifest = {"gemaakt_op": "2026-03-01T10:00:00+00:00", "versies": {"sectorplan-analysis": "0.1.0"},
                "parameters": {"levering": levering, "without": ["umcg"]}}  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def states(place):
    found = round_states(raw=place / "raw", reports=place / "reports", path=place / "rondes.toml")
    return {state.config.peildatum.isoformat(): state for state in found}


def test_a_round_shows_who_delivered_and_what_is_missing(place):
    found = states(place)
    assert found["2025-12-31"].geleverd == ("lumc",) and found["2025-12-31"].centraal == ("begroting",)
    assert found["2026-12-31"].levering is None and found["2026-12-31"].config.vorige == dt.date(2025, 12, 31)
    text = rounds_text(list(found.values()))
    assert "1 van 2 umcs" in text and "nog niets" in text and "UMCG en bestedingen" in text
    assert "niet gecontroleerd" in text and "niet gemaakt" in text


def test_a_round_shows_its_findings_and_editions_with_moment_and_version(place):
    edition(place, "2025-12-31", levering="2025-12-31")
    findings = place / "reports" / "2025-12-31" / "bevindingen"
    findings.mkdir()
    (findings / "bevindingen.csv").write_text("code,ernst\nx,fout\ny,info\nz,info\n", encoding="utf-8")
    text = rounds_text(list(states(place).values()))
    assert "1 fout, 2 info" in text and "2026-03-01 10:00 (versie 0.1.0, zonder 1)" in text


def test_a_round_that_is_built_and_not_listed_is_there_too(place):
    edition(place, "2024-12-31", levering="2025-12-31")
    assert "niet in rondes.toml" in rounds_text(list(states(place).values()))


def test_an_edition_from_an_older_delivery_than_there_is_now_is_named(place):
    edition(place, "2025-12-31", levering="2027-12-31")
    assert "Maak haar opnieuw: sectorplan run 2025-12-31" in rounds_text(list(states(place).values()))


@pytest.mark.parametrize("text", ["", "{", "[]", '{"parameters": {}}'])
def test_a_manifest_that_cannot_be_read_is_no_edition(place, text):
    edition(place, "2025-12-31", levering="2025-12-31")
    (place / "reports" / "2025-12-31" / "intern" / "manifest.json").write_text(text, encoding="utf-8")
    assert not states(place)["2025-12-31"].edities
