from __future__ import annotations

import os
import shutil

import pytest

from sectorplan_analysis.reading import read_delivery
from tests.reading.deliveries import TABELLEN, UMC, codes, csv_bytes, judge, path_of, read


def rows(levering, code):
    hit = levering.bevindingen.query("code == @code")
    return list(zip(hit["umc"], hit["bestand"], strict=True))


def test_a_plain_delivery_has_nothing_to_find(delivery):
    levering = judge(delivery)
    assert levering.bevindingen.empty
    assert (levering.rijen["gelezen"] == levering.rijen["behouden"]).all()
    assert dict(zip(levering.rijen["tabel"], levering.rijen["gelezen"], strict=True)) == {
        tabel: len(rows) - 1 for tabel, rows in TABELLEN.items()
    }
    assert len(levering.bestanden) == 6


def test_names_in_capitals_are_read(delivery):
    (delivery / UMC).rename(delivery / "LUMC")
    (delivery / "LUMC" / "gender.csv").rename(delivery / "LUMC" / "Gender.CSV")
    levering = read(delivery)
    assert codes(levering, above="") == {"naam_hoofdletters"}
    assert len(levering.tables["gender"]) == 4


@pytest.mark.parametrize("name", [".DS_Store", "~$personeel.xlsx", "Thumbs.db", "desktop.ini"])
def test_files_the_system_leaves_behind_are_passed_over(delivery, name):
    (delivery / UMC / name).write_bytes(b"x")
    (delivery / name).write_bytes(b"x")
    assert read(delivery).bevindingen.empty


def test_other_files_get_an_info(delivery):
    (delivery / "README.md").write_text("x")
    (delivery / UMC / "oud").mkdir()
    (delivery / UMC / "personeel (2).csv").write_text("x")
    assert codes(read(delivery), above="") == {"bestand_niet_gebruikt"}


@pytest.mark.parametrize(("name", "hint"), [("leiden", "lumc"), ("umcg", ""), ("lumcc", "lumc"), ("..evil", "")])
def test_a_folder_of_nobody_is_refused_with_a_suggestion(delivery, name, hint):
    (delivery / f"{name}").mkdir()
    levering = read(delivery)
    if name.startswith("."):
        assert levering.bevindingen.empty
        return
    assert rows(levering, "umc_map_onbekend") == [("centraal", name)]
    assert (f"'{hint}'" in levering.bevindingen["melding"].iloc[0]) is bool(hint)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Leiden.xlsx", "umc_map_onbekend"),
        ("werkdruk 2027.csv", "bestand_niet_herkend"),
        ("lumc.ods", "bestand_soort"),
        ("werkdruk.xls", "bestand_soort"),
    ],
)
def test_a_data_file_at_the_top_that_nobody_reads_is_refused(delivery, name, code):
    (delivery / name).write_bytes(b"x")
    assert code in codes(read(delivery), above="waarschuwing")


def test_a_missing_umc_is_one_finding(delivery):
    shutil.rmtree(delivery / UMC)
    assert rows(read(delivery), "umc_ontbreekt") == [(UMC, "")]
    assert codes(read(delivery)) == {"umc_ontbreekt"}


@pytest.mark.parametrize("tabel", ["personeel", "contracten", "gender", "begroting", "bestedingen"])
def test_a_missing_table_is_one_finding(delivery, tabel):
    path_of(delivery, tabel).unlink()
    assert codes(judge(delivery)) == {"tabel_ontbreekt"}


def test_werkdruk_may_be_absent(delivery):
    path_of(delivery, "werkdruk").unlink()
    levering = judge(delivery)
    assert levering.bevindingen.empty
    assert levering.tables["werkdruk"]["werkdruk"].dtype == "float64"


def test_folder_and_workbook_for_one_umc_are_refused(delivery):
    (delivery / "lumc.xlsx").write_bytes(b"x")
    assert codes(read(delivery)) == {"umc_map_dubbel"}


def test_csv_and_xlsx_for_one_table_are_refused(delivery):
    path_of(delivery, "gender", ".xlsx").write_bytes(b"x")
    path_of(delivery, "begroting", ".xlsx").write_bytes(b"x")
    assert rows(read(delivery), "tabel_dubbel") == [(UMC, "lumc/gender.csv"), ("centraal", "begroting.csv")]


def test_links_are_refused_and_not_followed(delivery, tmp_path):
    secret = tmp_path / "elders.csv"
    secret.write_bytes(csv_bytes(TABELLEN["gender"]))
    path_of(delivery, "gender").unlink()
    path_of(delivery, "gender").symlink_to(secret)
    (delivery / "umcg").symlink_to(tmp_path, target_is_directory=True)
    levering = read(delivery)
    assert codes(levering) == {"snelkoppeling"}
    assert levering.tables["gender"].empty
    (delivery / UMC).rename(tmp_path / "weg")
    (delivery / UMC).symlink_to(tmp_path / "weg", target_is_directory=True)
    assert codes(read(delivery)) == {"snelkoppeling"}


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_file_that_is_not_what_its_name_says_is_refused(delivery, suffix):
    other = {".csv": b"PK\x03\x04abc", ".xlsx": csv_bytes(TABELLEN["gender"])}[suffix]
    path_of(delivery, "gender").unlink()
    path_of(delivery, "gender", suffix).write_bytes(other)
    assert rows(read(delivery), "bestand_inhoud") == [(UMC, f"lumc/gender{suffix}")]


def test_another_kind_of_table_file_is_refused(delivery):
    path_of(delivery, "gender").rename(path_of(delivery, "gender", ".xls"))
    assert codes(read(delivery)) == {"bestand_soort"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(delivery):
    path_of(delivery, "gender").unlink()
    os.mkfifo(path_of(delivery, "gender"))
    os.mkfifo(delivery / "werkdruk.xlsx")
    assert codes(read(delivery)) == {"tabel_ontbreekt", "bestand_onleesbaar"}


def test_a_file_that_cannot_be_opened_is_a_finding(delivery, monkeypatch):
    from pathlib import Path

    def refuse(self):
        raise PermissionError(self)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert codes(read(delivery)) == {"bestand_onleesbaar"}


def test_a_umc_left_out_is_not_looked_at(delivery):
    (delivery / UMC / "gender.csv").write_bytes(b"\0")
    levering = read_delivery(delivery, umcs=[UMC], without=[UMC])
    assert levering.bevindingen.empty
    assert set(levering.rijen["umc"]) == {"centraal"}


def test_no_folder_is_an_error_of_the_caller(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_delivery(tmp_path / "2030-12-31", umcs=[UMC])
