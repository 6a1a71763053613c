"""The log and the terminal hold counts; no value of a delivery gets there, whatever is wrong with it."""

import json
import shutil

import pandas as pd
import pytest

from sectorplan_analysis import cli
from sectorplan_analysis.documents import Failure
from sectorplan_analysis.logboek import open_log
from sectorplan_analysis.reuse import Outcome
from tests.conftest import DAY, ROOT, sectorplan

#: Values that occur nowhere else, each in a field of its own.
PLANTED = {
    "medewerker": "ZQ-8842771",
    "functie": "Opperonzinmeester-55218",
    "einddatum": "kapottedatum-99317",
    "gender": "geslacht-73331",
    "kop": "Lievelingskleur-61127",
    "bedrag": "veelgeld-40418",
}


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """Deliveries with values that no rule accepts and that are easy to find again."""
    place = tmp_path_factory.mktemp("geplant")
    raw = place / "data" / "raw" / DAY
    shutil.copytree(ROOT / "data" / "raw" / DAY, raw)
    shutil.copy(ROOT / "rondes.toml", place)
    personeel = [PLANTED["medewerker"], "", PLANTED["einddatum"], PLANTED["functie"]]
    for name, cells in (("personeel", personeel), ("gender", [PLANTED["medewerker"], PLANTED["gender"]])):
        path = raw / "lumc" / f"{name}.csv"
        title, blank, head, *lines = path.read_text(encoding="utf-16").splitlines()
        rows = [f"{head}\t{PLANTED['kop']}", "\t".join(cells), "\t".join(cells), *lines]
        path.write_text("\n".join([title, blank, *rows]), encoding="utf-16")
    money = raw / "bestedingen.csv"
    money.write_bytes(money.read_bytes() + f"LUMC;2025;{PLANTED['bedrag']};{PLANTED['bedrag']}\n".encode())
    return place


def values(place):
    """What was planted, and every pseudonym of the delivery that is long enough to be no number by chance."""
    ids = pd.read_csv(place / "data" / "raw" / DAY / "amsterdam-umc-vu" / "gender.csv", dtype=str).iloc[:, 0].dropna()
    return [*PLANTED.values(), *(name for name in ids if len(name) > 5)]


def test_no_value_of_a_delivery_is_in_the_log_or_on_the_terminal(planted):
    done = sectorplan(planted, "check", DAY, "--log-file", "log.jsonl")
    assert done.returncode == 1, done.stderr
    findings = (planted / "reports" / DAY / "bevindingen" / "bevindingen.csv").read_text(encoding="utf-8")
    assert PLANTED["functie"] in findings, "the test plants nothing that is found"
    said = (planted / "log.jsonl").read_text(encoding="utf-8") + done.stdout + done.stderr
    assert [value for value in values(planted) if value in said] == []
    log = [json.loads(line) for line in (planted / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["gebeurtenis"] for row in log][:3] == ["logboek", "begin", "levering"]
    assert log[-1]["gebeurtenis"] == "einde" and log[-1]["status"] == 1
    rows = {(row["umc"], row["tabel"]): row for row in log if row["gebeurtenis"] == "gelezen"}
    assert rows["umcg", "personeel"]["gelezen"] > 0 and rows["lumc", "personeel"]["afgekeurd"] > 0


def test_a_round_leaves_the_hashed_pseudonyms_out_of_its_log(run, place, tmp_path):
    status = pd.read_parquet(place / "data" / "processed" / DAY / "status.parquet")
    said = run.stdout + run.stderr
    assert [name for name in status["medewerker_id"] if name in said] == []


@pytest.mark.parametrize("fact", ["jan.jansen@umc.example", None, [1], {"a": 1}])
def test_what_is_no_count_is_refused(tmp_path, fact):
    with open_log(tmp_path / "log") as log, pytest.raises(TypeError, match="naam is not logged"):
        log("gelezen", naam=fact)
    assert "jansen" not in (tmp_path / "log").read_text(encoding="utf-8")


def test_a_log_grows_and_each_line_stands_by_itself(tmp_path):
    for _ in range(2):
        with open_log(tmp_path / "log") as log:
            log("gelezen", umc="lumc", behouden=3)
    rows = [json.loads(line) for line in (tmp_path / "log").read_text(encoding="utf-8").splitlines()]
    assert [row.get("behouden") for row in rows] == [None, 3, None, 3] and all("tijd" in row for row in rows)


def test_a_log_that_cannot_be_written_is_said_before_any_work_is_done(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["check", DAY, "--log-file", str(tmp_path)]) == 2
    assert str(tmp_path) in capsys.readouterr().err and not (tmp_path / "reports").exists()


def outcome(root, number):
    reason = "ValueError: jan.jansen@umc.example"
    failures = [Failure(root / f"pagina{n:02}.html", reason, "ValueError in cel 3") for n in range(number)]
    return Outcome(root, failures, "")


@pytest.mark.parametrize("number", [1, 40])
def test_failed_pages_are_explained_on_one_screen_without_what_they_stumbled_over(tmp_path, number):
    text = cli._failed(outcome(tmp_path, number), debug=False)
    assert text.count("\n") < 24 and "jansen" not in text and "ValueError in cel 3" in text
    assert str(tmp_path / "pagina00.html") in text and f"mislukt: {number} " in text


def test_with_debug_every_failed_page_has_its_message(tmp_path):
    text = cli._failed(outcome(tmp_path, 40), debug=True)
    assert text.count("jan.jansen@umc.example") == 40


@pytest.mark.parametrize("arguments", [["--debug"], []])
def test_a_traceback_is_shown_on_request_only(arguments, capsys, monkeypatch, tmp_path):
    def broken(peildatum):
        raise ValueError("jan.jansen@umc.example")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sectorplan_analysis.rondes.config.load_ronde_config", broken)
    assert cli.main(["check", DAY, "--log-file", "log", *arguments]) == 2
    err = capsys.readouterr().err
    assert ("Traceback" in err) is ("jansen" in err) is bool(arguments)
    log = (tmp_path / "log").read_text(encoding="utf-8")
    assert "jansen" not in log and "ValueError in " in log and '"status": 2' in log
