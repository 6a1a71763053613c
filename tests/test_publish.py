import csv
import errno
import json
import os
import sys
import threading
from contextlib import nullcontext
from pathlib import Path

import pandas as pd
import pytest

from sectorplan_analysis import publish
from sectorplan_analysis.publish import replace_folder, workspace, write_csv, write_manifest, write_whole


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


def without_exchange(monkeypatch):
    monkeypatch.setattr(publish, "_exchange", lambda one, other: False)


@pytest.fixture(params=["one step", "two renames"])
def either(request, monkeypatch):
    """Both ways of putting a folder in its place."""
    if request.param == "two renames":
        without_exchange(monkeypatch)


def build(target, text):
    with workspace(target) as work:
        (work / "new").mkdir()
        (work / "new" / "index.html").write_text(text, encoding="utf-8")
        replace_folder(work / "new", target)


def test_a_folder_is_replaced_either_way(tmp_path, either):
    for text in ("een", "twee", "drie"):
        build(tmp_path / "intern", text)
        assert (tmp_path / "intern" / "index.html").read_text(encoding="utf-8") == text
    assert [path.name for path in tmp_path.iterdir()] == ["intern"]


@pytest.fixture
def steps(monkeypatch):
    """What is done, in order: the inode of what is made sure of on disk, and 'placed' when a name changes."""
    done = []

    def placing(original):
        def place(*arguments):
            done.append("placed")
            return original(*arguments)

        return place

    monkeypatch.setattr(os, "fsync", lambda handle: done.append(os.fstat(handle).st_ino))
    for name in ("rename", "replace"):
        monkeypatch.setattr(Path, name, placing(getattr(Path, name)))
    monkeypatch.setattr(publish, "_exchange", placing(publish._exchange))
    return done


def inode(path):
    return path.stat().st_ino


def test_a_folder_is_on_the_disk_itself_before_it_gets_its_name(tmp_path, either, steps):
    for text in ("een", "twee"):
        steps.clear()
        with workspace(tmp_path / "intern") as work:
            (work / "intern" / "tabellen").mkdir(parents=True)
            for name in ("index.html", "tabellen/a.csv"):
                (work / "intern" / name).write_text(text, encoding="utf-8")
            replace_folder(work / "intern", tmp_path / "intern")
        before, after = steps[: steps.index("placed")], steps[-1]
        assert set(before) == {inode(path) for path in (tmp_path / "intern", *(tmp_path / "intern").rglob("*"))}
        assert after == inode(tmp_path)


def test_a_file_is_on_the_disk_itself_before_it_gets_its_name(tmp_path, steps):
    write_whole(tmp_path / "reeks.csv", "a")
    assert steps == [inode(tmp_path / "reeks.csv"), "placed", inode(tmp_path)]


@pytest.mark.parametrize(("code", "bad"), [(errno.EINVAL, False), (errno.ENOTSUP, False), (errno.EIO, True)])
def test_a_disk_that_fails_stops_publishing_and_one_that_cannot_say_does_not(tmp_path, monkeypatch, code, bad):
    build(tmp_path / "intern", "oud")

    def fail(handle):
        raise OSError(code, "")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match=str(code)) if bad else nullcontext():
        build(tmp_path / "intern", "nieuw")
    assert (tmp_path / "intern" / "index.html").read_text(encoding="utf-8") == ("oud" if bad else "nieuw")
    assert [path.name for path in tmp_path.iterdir()] == ["intern"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take two renames")
def test_on_linux_there_is_a_whole_folder_at_every_moment(tmp_path):
    build(tmp_path / "intern", "oud")
    seen, done = set(), threading.Event()

    def look():
        while not done.is_set():
            seen.add((tmp_path / "intern" / "index.html").exists())

    reader = threading.Thread(target=look)
    reader.start()
    for number in range(200):
        build(tmp_path / "intern", str(number))
    done.set()
    reader.join()
    assert seen == {True}


def test_what_a_killed_run_moved_aside_is_put_back_and_its_work_is_gone(tmp_path):
    aside = tmp_path / ".intern-abc" / "intern-oud"
    aside.mkdir(parents=True)
    (aside / "index.html").write_text("oud", encoding="utf-8")
    (tmp_path / ".intern-abc" / "intern").mkdir()
    with workspace(tmp_path / "intern") as work:
        assert (tmp_path / "intern" / "index.html").read_text(encoding="utf-8") == "oud"
        assert sorted(path.name for path in tmp_path.iterdir()) == sorted([work.name, "intern"])


def test_what_a_killed_run_moved_aside_never_replaces_what_is_there(tmp_path):
    (tmp_path / ".intern-abc" / "intern-oud").mkdir(parents=True)
    (tmp_path / "intern").mkdir()
    (tmp_path / "intern" / "index.html").write_text("nieuw", encoding="utf-8")
    with workspace(tmp_path / "intern"):
        pass
    assert (tmp_path / "intern" / "index.html").read_text(encoding="utf-8") == "nieuw"
    assert [path.name for path in tmp_path.iterdir()] == ["intern"]


def test_work_for_another_goal_is_left_alone(tmp_path):
    (tmp_path / ".openbaar-abc").mkdir()
    with workspace(tmp_path / "intern"):
        assert (tmp_path / ".openbaar-abc").is_dir()


def test_a_folder_that_cannot_be_put_in_place_leaves_the_older_one(tmp_path, monkeypatch):
    build(tmp_path / "intern", "oud")
    without_exchange(monkeypatch)
    rename = Path.rename

    def refuse(self, target):
        if self.name == "new":
            raise PermissionError(13, "in gebruik")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(PermissionError):
        build(tmp_path / "intern", "nieuw")
    assert (tmp_path / "intern" / "index.html").read_text(encoding="utf-8") == "oud"
