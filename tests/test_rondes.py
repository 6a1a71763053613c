import datetime as dt

import pytest

from sectorplan_analysis.errors import ConfigError
from sectorplan_analysis.rondes import find_config, find_delivery, load_ronde_config

CONFIG = """
[[umcs]]
vanaf = 2022-01-01
umcs = ["lumc", "umcg"]
[[umcs]]
vanaf = 2027-01-01
umcs = ["lumc"]
[[streefwaarde]]
indicator = "structureel_pct"
waarde = 90
vanaf = 2026-01-01
naam = "90"
bron = "proef"
[[ronde]]
peildatum = 2025-12-31
titel = "Tussentijds"
opties = { jobs = 1 }
"""


@pytest.fixture
def config(tmp_path):
    path = tmp_path / "rondes.toml"
    path.write_text(CONFIG, encoding="utf-8")
    return path


def test_a_definition_holds_from_its_own_day_on(config):
    first, last = (load_ronde_config(day, config) for day in (dt.date(2026, 12, 31), dt.date(2027, 1, 1)))
    assert (first.umcs, last.umcs) == (("lumc", "umcg"), ("lumc",))
    assert not load_ronde_config(dt.date(2025, 12, 31), config).streefwaarden
    assert first.streefwaarden["structureel_pct"].waarde == 90


def test_a_peildatum_without_a_block_of_its_own_is_a_round_too(config):
    assert load_ronde_config(dt.date(2024, 12, 31), config).titel == "Jaarlijkse stand"
    assert load_ronde_config(dt.date(2025, 12, 31), config).opties == {"jobs": 1}


def test_a_measurement_that_is_not_configured_counts_from_july(config):
    assert load_ronde_config(dt.date(2028, 12, 31), config).meting(2027).moment == dt.date(2027, 7, 1)


@pytest.mark.parametrize(
    ("text", "says"),
    [("[[umcs]\n", "niet leesbaar"), ("[[umcs]]\numcs = []\n", "vanaf"), ("", "noemt geen umcs")],
)
def test_a_broken_configuration_says_what_to_do(tmp_path, text, says):
    path = tmp_path / "rondes.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=says):
        load_ronde_config(dt.date(2025, 12, 31), path)


def test_the_working_folder_decides_which_configuration_holds(config):
    assert find_config(config.parent) == config


@pytest.fixture
def raw(tmp_path):
    for name in ("2024-12-31", "2025-12-31", "20261231", "notities"):
        (tmp_path / name).mkdir()
    (tmp_path / "2027-12-31").write_text("geen map", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("peildatum", "folder"),
    [("2024-12-31", "2024-12-31"), ("2024-12-30", "2025-12-31"), ("2025-06-30", "2025-12-31"), ("2026-01-01", None)],
)
def test_a_peildatum_is_answered_by_its_own_delivery_or_the_newest_after_it(raw, peildatum, folder):
    found, newest = find_delivery(raw, dt.date.fromisoformat(peildatum))
    assert (found.name if found else None, newest) == (folder, dt.date(2025, 12, 31))
