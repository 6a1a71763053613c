import datetime as dt
import tomllib

import pytest

from sectorplan_analysis.dataset import umc_name
from sectorplan_analysis.errors import ConfigError
from sectorplan_analysis.rondes.config import at_delivery, find_config, find_delivery, load_ronde_config
from sectorplan_analysis.words import umc_aliases, word_key
from tests.conftest import ROOT

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
        (tmp_path / name / "begroting.csv").touch()
    (tmp_path / "2027-12-31").write_text("geen map", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("peildatum", "folder"),
    [("2024-12-31", "2024-12-31"), ("2024-12-30", "2025-12-31"), ("2025-06-30", "2025-12-31"), ("2026-01-01", None)],
)
def test_a_peildatum_is_answered_by_its_own_delivery_or_the_newest_after_it(raw, peildatum, folder):
    found, newest = find_delivery(raw, dt.date.fromisoformat(peildatum))
    assert (found.name if found else None, newest) == (folder, dt.date(2025, 12, 31))


@pytest.mark.parametrize("name", ["LEESMIJ.md", ".DS_Store", "Thumbs.db"])
def test_a_folder_made_ready_is_no_delivery_until_a_file_is_in_it(raw, name):
    (raw / "2026-12-31" / "lumc").mkdir(parents=True)
    (raw / "2026-12-31" / name).touch()
    assert find_delivery(raw, dt.date(2026, 6, 30)) == (None, dt.date(2025, 12, 31))
    (raw / "2026-12-31" / "lumc" / "personeel.csv").touch()
    assert find_delivery(raw, dt.date(2026, 6, 30))[0].name == "2026-12-31"


MERGER = """
[[umcs]]
vanaf = 2022-01-01
umcs = ["amsterdam-umc-uva", "amsterdam-umc-vu", "lumc"]
[[umcs]]
vanaf = 2027-01-01
umcs = ["amsterdam-umc", "lumc"]
[umcs.namen]
amsterdam-umc = "Amsterdam UMC"
[umcs.opvolgers]
amsterdam-umc-uva = "amsterdam-umc"
amsterdam-umc-vu = "amsterdam-umc"
[[umcs]]
vanaf = 2028-01-01
umcs = ["zorg-west"]
opvolgers = { amsterdam-umc = "zorg-west", lumc = "zorg-west" }
[[ronde]]
peildatum = 2026-12-31
"""


@pytest.fixture
def merger(tmp_path, monkeypatch):
    monkeypatch.setattr("sectorplan_analysis.reference._NAMED", {})
    path = tmp_path / "rondes.toml"
    path.write_text(MERGER, encoding="utf-8")
    return path


def test_a_merger_names_the_new_umc_and_where_the_old_ones_went(merger):
    before, after, last = (load_ronde_config(dt.date(year, 12, 31), merger) for year in (2026, 2027, 2028))
    assert before.opvolgers == {} and umc_name("amsterdam-umc") == "Amsterdam UMC"
    assert after.opvolgers == dict.fromkeys(("amsterdam-umc-uva", "amsterdam-umc-vu"), "amsterdam-umc")
    assert set(last.opvolgers.values()) == {"zorg-west"} and len(last.opvolgers) == 4
    assert umc_name("zorg-west") == "zorg-west"


def test_a_name_that_fitted_two_umcs_is_clear_once_they_have_merged(merger):
    load_ronde_config(dt.date(2026, 12, 31), merger)
    assert umc_aliases()[word_key("Amsterdam UMC")] == ""
    load_ronde_config(dt.date(2027, 12, 31), merger)
    assert umc_aliases()[word_key("Amsterdam UMC")] == "amsterdam-umc"


def test_a_day_before_a_merger_has_the_umcs_of_the_delivery_that_answers_for_it(merger, tmp_path):
    for day in ("2026-12-31", "2027-12-31"):
        (tmp_path / day).mkdir()
        (tmp_path / day / "begroting.csv").touch()
    own, early = (
        at_delivery(load_ronde_config(day, merger), tmp_path) for day in (dt.date(2026, 12, 31), dt.date(2026, 6, 30))
    )
    assert "lumc" in own.umcs and len(own.umcs) == 3
    assert early.umcs == ("amsterdam-umc", "lumc") and early.opvolgers and early.peildatum == dt.date(2026, 6, 30)


def test_the_previous_round_is_the_newest_listed_or_delivered_before_it(merger, tmp_path):
    (tmp_path / "2027-06-30").mkdir()
    (tmp_path / "2027-06-30" / "begroting.csv").touch()
    (tmp_path / "2027-12-31").mkdir()
    (tmp_path / "2027-12-31" / "begroting.csv").touch()
    days = [dt.date(2026, 12, 31), dt.date(2027, 3, 31), dt.date(2027, 12, 31)]
    found = [at_delivery(load_ronde_config(day, merger), tmp_path).vorige for day in days]
    assert found == [None, dt.date(2026, 12, 31), dt.date(2027, 6, 30)]


@pytest.mark.parametrize(
    ("block", "says"),
    [
        ('umcs=["a/b"]', "geen map"),
        ('umcs=["lumc","leiden"]\nnamen={leiden="LUMC"}', "dezelfde naam"),
        ('umcs=["lumc"]\nopvolgers={umcg="weg"}', "opvolger van 'umcg'"),
        ('umcs=["lumc"]\nopvolgers={lumc="lumc"}', "opvolger van 'lumc'"),
        ('umcs=["lumc"]\n[[ronde]]\npeildatum=2025-12-31\nvorige=2025-12-31', "ligt er niet voor"),
        ('umcs=["lumc"]\n[[ronde]]\npeildatum=2025-12-31\nstatus="af"', "onbekende status"),
    ],
)
def test_an_impossible_configuration_says_what_to_do(tmp_path, block, says):
    path = tmp_path / "rondes.toml"
    path.write_text(f"[[umcs]]\nvanaf=2022-01-01\n{block}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=says):
        load_ronde_config(dt.date(2025, 12, 31), path)


def test_every_definition_of_the_project_is_dated_and_sourced():
    raw = tomllib.loads((ROOT / "rondes.toml").read_text(encoding="utf-8"))
    for name, key in (("umcs", "vanaf"), ("streefwaarde", "vanaf"), ("grenswaarde", "vanaf"), ("meting", "moment"),
                      ("ronde", "peildatum")):  # fmt: skip
        assert raw[name]
        for block in raw[name]:
            assert isinstance(block[key], dt.date) and block["bron"]


def test_the_calendar_runs_to_the_final_evaluation():
    final = load_ronde_config(dt.date(2028, 12, 31), ROOT / "rondes.toml")
    assert (final.titel, final.status, final.vorige) == ("Eindevaluatie", "voorlopig", dt.date(2027, 12, 31))
    assert {2025, 2027, 2028} <= set(final.metingen)
