import csv
import json

import pandas as pd
import pytest

from sectorplan_analysis.publish import replace_folder, workspace, write_csv, write_manifest


def test_csv_is_rfc_4180_with_a_decimal_point_and_empty_cells_for_what_is_undefined(tmp_path):
    frame = pd.DataFrame({"umc": ["A, B", 'C "D"', "E\nF"], "waarde": [0.1 + 0.2, float("nan"), -0.0], "n": [1, 2, 3]})
    write_csv(frame, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes() == b'umc,waarde,n\r\n"A, B",0.3,1\r\n"C ""D""",,2\r\n"E\nF",0,3\r\n'
    with (tmp_path / "t.csv").open(newline="", encoding="utf-8") as file:
        assert next(csv.DictReader(file))["umc"] == "A, B"


def test_whole_numbers_are_written_whole_also_among_empty_cells(tmp_path):
    write_csv(pd.DataFrame({"teller": [14.0, None], "eur": [113927557.83, 0.005]}), tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text(encoding="utf-8").splitlines() == ["teller,eur", "14,113927557.83", ",0.005"]


def test_a_failed_build_leaves_what_stood_there_and_no_litter(tmp_path):
    target = tmp_path / "reports" / "intern"
    target.mkdir(parents=True)
    (target / "index.html").write_text("oud", encoding="utf-8")
    with pytest.raises(RuntimeError), workspace(target) as work:
        (work / "index.html").write_text("nieuw", encoding="utf-8")
        raise RuntimeError
    assert [path.name for path in target.parent.iterdir()] == ["intern"]
    assert (target / "index.html").read_text(encoding="utf-8") == "oud"


def test_a_finished_build_replaces_the_whole_folder(tmp_path):
    target = tmp_path / "intern"
    target.mkdir()
    (target / "verouderd.html").write_text("oud", encoding="utf-8")
    with workspace(target) as work:
        (work / "intern").mkdir()
        (work / "intern" / "index.html").write_text("nieuw", encoding="utf-8")
        replace_folder(work / "intern", target)
    assert [path.name for path in target.iterdir()] == ["index.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["intern"]


def test_the_manifest_lists_every_other_file_with_its_checksum(tmp_path):
    (tmp_path / "tabellen").mkdir()
    (tmp_path / "tabellen" / "a.csv").write_bytes(b"abc")
    write_manifest(tmp_path, {"titel": "proef"})
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["uitvoer"] == [
        {
            "bestand": "tabellen/a.csv",
            "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        }
    ]
