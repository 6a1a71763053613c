"""Verify: what was changed, added or removed after a round was made is said, file by file."""

import json
import os

import pytest

from sectorplan_analysis.cli import main
from sectorplan_analysis.publish import checksums, write_manifest

DAY = "2025-12-31"
MINDER = {"invoer": [{"bestand": "levering", "sha256": "a" * 64}]}
PARAMETERS = {"peildatum": DAY, "levering": DAY, "without": []}


@pytest.fixture
def ronde(tmp_path):
    """A round of two editions with a few files, its delivery and its processed tables; gives the folder of reports."""
    for name in ("raw", "processed"):
        (tmp_path / name / DAY).mkdir(parents=True)
        (tmp_path / name / DAY / "tabel").write_bytes(name.encode())
    for edition in ("intern", "openbaar"):
        folder = tmp_path / "reports" / DAY / edition
        (folder / "tabellen").mkdir(parents=True)
        (folder / "index.html").write_text(edition, encoding="utf-8")
        (folder / "tabellen" / "tabel 1.csv").write_text("a,b", encoding="utf-8")
        more = {
            "invoer": checksums([tmp_path / "raw" / DAY / "tabel"], root=tmp_path / "raw" / DAY),
            "verwerkt": checksums([tmp_path / "processed" / DAY / "tabel"], root=tmp_path / "processed" / DAY),
        }
        write_manifest(
            folder, {"editie": edition, "parameters": PARAMETERS, **(more if edition == "intern" else MINDER)}
        )
    (tmp_path / "reports" / DAY / "bevindingen").mkdir()
    return tmp_path / "reports" / DAY


@pytest.fixture
def verify(capsys):
    def call(*arguments):
        status = main(["verify", *map(str, arguments)])
        return status, *capsys.readouterr()

    return call


def test_a_round_that_nobody_touched_is_in_order(ronde, verify):
    status, out, err = verify(ronde)
    assert (status, err) == (0, "") and out.count("2 bestanden ongewijzigd") == 2
    assert verify(ronde / "openbaar")[0] == 0


def test_each_file_that_is_not_in_order_is_named_with_what_happened_to_it(ronde, verify):
    (ronde / "intern" / "index.html").write_text("anders", encoding="utf-8")
    (ronde / "intern" / "notitie.txt").write_text("van mij", encoding="utf-8")
    (ronde / "openbaar" / "tabellen" / "tabel 1.csv").unlink()
    status, out, _ = verify(ronde)
    assert status == 1
    assert [line.split(None, 1) for line in out.splitlines() if line.startswith("  ")] == [
        ["gewijzigd", "index.html"],
        ["toegevoegd", "notitie.txt"],
        ["ontbreekt", "tabellen/tabel 1.csv"],
    ]


def test_the_same_size_and_time_do_not_hide_a_change(ronde, verify):
    page = ronde / "intern" / "index.html"
    before = page.stat()
    page.write_text("Intern", encoding="utf-8")
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert page.stat().st_size == before.st_size and verify(ronde)[0] == 1


def test_delivery_and_processed_tables_are_checked_on_request(ronde, verify, tmp_path):
    beside = ["--raw", tmp_path / "raw", "--processed", tmp_path / "processed"]
    (tmp_path / "raw" / DAY / "leesmij").write_text("niet gelezen", encoding="utf-8")
    assert verify(ronde, *beside)[0] == 0
    for name in ("raw", "processed"):
        (tmp_path / name / DAY / "tabel").write_bytes(b"anders")
    assert verify(ronde)[0] == 0
    status, out, _ = verify(ronde, *beside)
    assert status == 1 and out.count("gewijzigd   tabel") == 2


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"uitvoer": 1}', '{"uitvoer": [{}], "editie": "intern", "parameters": {}}']
)
def test_a_manifest_that_is_no_manifest_is_not_in_order(ronde, verify, text):
    (ronde / "intern" / "manifest.json").write_text(text, encoding="utf-8")
    status, out, err = verify(ronde)
    assert (status, err) == (1, "") and "gewijzigd   manifest.json" in out


def test_an_edition_without_a_manifest_is_not_in_order(ronde, verify):
    (ronde / "openbaar" / "manifest.json").unlink()
    for folder in (ronde, ronde / "openbaar"):
        status, out, _ = verify(folder)
        assert status == 1 and "ontbreekt   manifest.json" in out


def test_a_manifest_of_an_older_version_says_what_it_cannot_tell(ronde, verify, tmp_path):
    path = ronde / "intern" / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    del manifest["verwerkt"]
    path.write_text(json.dumps(manifest), encoding="utf-8")
    assert verify(ronde)[0] == 0
    status, _, err = verify(ronde, "--processed", tmp_path / "processed")
    assert status == 2 and "oudere versie" in err


def test_a_link_that_leads_nowhere_is_a_change(ronde, verify):
    page = ronde / "intern" / "index.html"
    page.unlink()
    page.symlink_to("bestaat-niet")
    assert verify(ronde)[0] == 1


def test_nothing_to_verify_cannot_be_carried_out(ronde, verify, tmp_path):
    for folder in (tmp_path / "bestaat-niet", ronde / "bevindingen", ronde / "intern" / "index.html"):
        status, out, err = verify(folder)
        assert (status, out) == (2, "") and "reports/2025-12-31" in err


def test_the_checksum_of_the_manifest_itself_can_be_written_down(ronde, verify):
    _, before, _ = verify(ronde / "intern")
    manifest = json.loads((ronde / "intern" / "manifest.json").read_text(encoding="utf-8"))
    (ronde / "intern" / "index.html").write_text("vervalst", encoding="utf-8")
    (ronde / "intern" / "manifest.json").unlink()
    del manifest["uitvoer"]
    write_manifest(ronde / "intern", manifest)
    status, after, _ = verify(ronde / "intern")
    assert status == 0 and before != after
