import datetime as dt
import shutil
import tomllib

import pytest

from sectorplan_analysis import cli
from sectorplan_analysis.errors import CallError
from sectorplan_analysis.reading import read_delivery
from sectorplan_analysis.rondes.nieuw import new_round
from tests.conftest import ROOT

DAY = "2026-06-30"


@pytest.fixture
def project(tmp_path, monkeypatch):
    shutil.copy(ROOT / "rondes.toml", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(*arguments):
    return cli.main(list(arguments))


def test_a_new_round_gets_a_folder_per_umc_an_entry_and_a_checklist(project, capsys):
    before = (project / "rondes.toml").read_text(encoding="utf-8")
    assert call("new-round", DAY) == 0
    out, err = capsys.readouterr()
    folder = project / "data" / "raw" / DAY
    assert out.strip() == f"data/raw/{DAY}" and "Stuur de umc's" in err and "sectorplan check" in err
    assert len([path for path in folder.iterdir() if path.is_dir()]) == 8
    assert "lumc/" in (folder / "LEESMIJ.md").read_text(encoding="utf-8")
    after = (project / "rondes.toml").read_text(encoding="utf-8")
    assert after.startswith(before.rstrip()) and str(tomllib.loads(after)["ronde"][-1]["peildatum"]) == DAY
    assert not list(project.glob(".rondes*"))


def test_asking_twice_changes_nothing(project, capsys):
    assert call("new-round", DAY) == 0
    first = (project / "rondes.toml").read_bytes()
    (project / "data" / "raw" / DAY / "LEESMIJ.md").write_text("eigen aantekening", encoding="utf-8")
    assert call("new-round", DAY) == 0
    assert (project / "rondes.toml").read_bytes() == first
    assert (project / "data" / "raw" / DAY / "LEESMIJ.md").read_text(encoding="utf-8") == "eigen aantekening"


def test_a_round_of_the_calendar_gets_its_folder_and_no_second_entry(project, capsys):
    before = (project / "rondes.toml").read_bytes()
    assert call("new-round", "2027-12-31") == 0
    assert (project / "rondes.toml").read_bytes() == before
    assert "meting van 2027" in capsys.readouterr().err


def test_a_workbook_beside_the_folder_made_for_it_is_the_delivery(project, capsys):
    call("new-round", DAY)
    folder = project / "data" / "raw" / DAY
    shutil.copy(ROOT / "data" / "raw" / "2025-12-31" / "erasmus-mc.xlsx", folder)
    found = read_delivery(folder, umcs=["erasmus-mc", "lumc"]).bevindingen
    assert set(found.loc[found["umc"] == "erasmus-mc", "ernst"]) <= {"info"}
    assert found.loc[found["umc"] == "lumc", "code"].tolist() == ["umc_ontbreekt"]
    assert not found["bestand"].str.contains("LEESMIJ").any()


def test_a_round_that_was_delivered_is_refused(project, capsys):
    call("new-round", DAY)
    (project / "data" / "raw" / DAY / "lumc" / "personeel.csv").touch()
    assert call("new-round", DAY) == 2
    assert "is er al" in capsys.readouterr().err


@pytest.mark.parametrize("day", [dt.date(2021, 12, 31), dt.date(2041, 1, 1)])
def test_a_day_outside_the_plan_is_refused(project, day):
    with pytest.raises(CallError, match="kan geen ronde zijn"):
        new_round(day, raw=project / "raw", path=project / "rondes.toml")
    assert not (project / "raw").exists()


def test_line_ends_of_the_configuration_stay(project):
    path = project / "rondes.toml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    new_round(dt.date.fromisoformat(DAY), raw=project / "raw", path=path)
    assert b"\n" not in path.read_bytes().replace(b"\r\n", b"")


def test_a_round_made_ready_does_not_stand_in_the_way_of_another(project, capsys):
    call("new-round", "2026-12-31")
    assert call("check", "2026-12-31") == 1
    said = capsys.readouterr().err
    assert "staat nog geen levering" in said and "2026-12-31" in said and "nog zonder bestanden" in said
