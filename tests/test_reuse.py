"""What has not changed is not made again, and what is used again is never out of date."""

import dataclasses
import datetime as dt
import hashlib
import json
import shutil
from functools import partial

import pytest

from sectorplan_analysis import cli, publish, reuse, sleutel
from sectorplan_analysis.pages.meta import PageMeta
from sectorplan_analysis.publish import sha256
from sectorplan_analysis.reference import PACKAGE, notebook_folder
from sectorplan_analysis.rondes.config import load_ronde_config
from tests.conftest import DAY, ROOT

META = PageMeta(dt.date(2025, 12, 31), "intern", dt.date(2025, 12, 31))


def write(path, text="inhoud"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def world(tmp_path, monkeypatch):
    """Everything that a run is made from, small and in one folder, and what is asked of it."""
    monkeypatch.setenv("SECTORPLAN_SLEUTEL", "proef")
    for name in ("code.py", "definities/umcs.csv", "gepubliceerd/tabel.csv", "pages/page.html", "run.txt"):
        write(tmp_path / "package" / name)
    for name in ("kengetallen.ipynb", "openbaar/kengetallen.ipynb"):
        write(tmp_path / "notebooks" / name)
    for name in (f"{DAY}/lumc/personeel.csv", "2024-12-31/lumc/personeel.csv"):
        write(tmp_path / "raw" / name)
    write(tmp_path / "reports" / "2024-12-31" / "openbaar" / "tabellen" / "cellen.csv")
    write(tmp_path / "site" / "pandas-3.0.dist-info" / "METADATA")
    own = partial(reuse.program_of, tmp_path / "package", [str(tmp_path / "site")])
    monkeypatch.setattr(reuse, "program", own)
    monkeypatch.setattr(reuse, "notebook_folder", lambda: tmp_path / "notebooks")
    return tmp_path


def memory(world, **asked):
    config = dataclasses.replace(load_ronde_config(dt.date.fromisoformat(DAY), ROOT / "rondes.toml"), bron={})
    usual = {"config": config, "without": [], "editions": ["intern"], "browser": None}
    return reuse.Memory(**{**usual, **asked}, **{name: world / name for name in ("raw", "processed", "reports")})


def test_nothing_changed_gives_the_same_key_whatever_the_order_of_what_was_asked(world):
    once = memory(world, without=["umcg", "lumc"], editions=["intern", "openbaar"]).key()
    assert once == memory(world, without=["lumc", "umcg", "umcg"], editions=["openbaar", "intern"]).key()


def test_compiled_code_and_backups_of_an_editor_are_no_part_of_the_program(world):
    before = memory(world).key()
    write(world / "package" / "__pycache__" / "code.pyc", "anders")
    write(world / "notebooks" / ".ipynb_checkpoints" / "kengetallen-checkpoint.ipynb", "anders")
    assert memory(world).key() == before


def test_compiled_code_that_comes_and_goes_while_a_run_begins_is_not_waited_for(world, monkeypatch):
    """Whoever imports beside the run writes compiled code under a name that is gone a moment later."""
    before = memory(world).key()
    for name in ("package/__pycache__/code.pyc.1", "notebooks/__pycache__/code.pyc.1"):
        write(world / name)

    def gone_meanwhile(path):
        if path.suffix == ".1":
            path.unlink()
        return sha256(path)

    for module in (publish, reuse):
        monkeypatch.setattr(module, "sha256", gone_meanwhile)
    assert memory(world).key() == before


@pytest.mark.parametrize(
    "name",
    [
        f"raw/{DAY}/lumc/personeel.csv",
        f"raw/{DAY}/lumc/nieuw.csv",
        "raw/2024-12-31/lumc/personeel.csv",
        "notebooks/kengetallen.ipynb",
        "notebooks/openbaar/kengetallen.ipynb",
        "package/code.py",
        "package/definities/umcs.csv",
        "package/gepubliceerd/tabel.csv",
        "package/pages/page.html",
        "package/run.txt",
        "reports/2024-12-31/openbaar/tabellen/cellen.csv",
        "site/scipy-2.0.dist-info/METADATA",
    ],
)
def test_a_run_is_made_again_when_one_of_the_things_it_is_made_from_changes(world, name):
    before = memory(world).key()
    write(world / name, "anders")
    assert memory(world).key() != before


def test_a_run_is_made_again_when_something_it_is_made_from_is_gone(world):
    before = memory(world).key()
    (world / "raw" / "2024-12-31" / "lumc" / "personeel.csv").unlink()
    assert memory(world).key() != before


def test_a_run_is_made_again_when_something_else_is_asked(world):
    config = memory(world).config
    limits = {**config.grenswaarden, "kleinste_aantal": 12}
    keys = [
        memory(world, **asked).key()
        for asked in (
            {},
            {"without": ["lumc"]},
            {"editions": ["openbaar"]},
            {"browser": "chromium"},
            {"config": dataclasses.replace(config, status="voorlopig")},
            {"config": dataclasses.replace(config, grenswaarden=limits)},
        )
    ]
    assert len(set(keys)) == len(keys)


def test_a_run_is_made_again_with_another_key_for_the_pseudonyms(world, monkeypatch):
    asked, _ = left(world)
    monkeypatch.setenv("SECTORPLAN_SLEUTEL", "een andere")
    assert not asked.unchanged(asked.load(), begun=asked.key())


def test_a_page_is_made_again_for_other_data_another_notebook_another_program_or_another_header(world):
    asked = {"notebook": "kengetallen", "code": "p", "meta": META, "data": "d"}
    keys = [reuse.document_key(**asked)]
    keys += [reuse.document_key(**{**asked, name: "anders"}) for name in ("code", "data")]
    for field, value in (("umc", "LUMC"), ("synthetisch", True), ("ontbrekend", ("UMCG",)), ("levering", dt.date.max)):
        keys.append(reuse.document_key(**{**asked, "meta": dataclasses.replace(META, **{field: value})}))
    write(world / "notebooks" / "kengetallen.ipynb", "anders")
    keys.append(reuse.document_key(**asked))
    assert len(set(keys)) == len(keys)


def test_how_rows_were_accounted_for_is_news_for_a_page_but_changes_no_number(tmp_path):
    def keys(*, table="a", fte=1, read=1, findings=0):
        meta = {"config": {"fte": fte}, "rijen": [{"gelezen": read}], "bevindingen": [{"aantal": findings}]}
        write(tmp_path / "ronde.json", json.dumps(meta))
        write(tmp_path / "personeel.parquet", table)
        return reuse.data_key(tmp_path), reuse.numbers_key(tmp_path)

    page, numbers = keys()
    for change in ({"read": 2}, {"findings": 1}):
        assert keys(**change)[0] != page and keys(**change)[1] == numbers
    for change in ({"table": "b"}, {"fte": 2}):
        assert keys(**change)[0] != page and keys(**change)[1] != numbers
    assert keys() == (page, numbers)


def left(world):
    """Folders as a run leaves them, and its record."""
    folders = reuse.made_folders(DAY, ["intern"], processed=world / "processed", reports=world / "reports")
    for folder in folders.values():
        write(folder / "a.html")
    asked = memory(world)
    record = reuse.Record(bestanden={part: reuse.snapshot(folder) for part, folder in folders.items()})
    asked.save(record, "gelezen", begun=asked.key())
    return asked, folders


def test_a_run_of_which_everything_is_still_there_has_nothing_to_do(world):
    asked, _ = left(world)
    assert asked.unchanged(asked.load(), begun=asked.key()) and asked.load().tekst == "gelezen"


def test_what_was_replaced_while_a_run_was_busy_is_news_for_the_next(world):
    asked, _ = left(world)
    begun = asked.key()
    write(world / f"raw/{DAY}/lumc/personeel.csv", "nageleverd")
    asked.save(asked.load(), "gelezen", begun=begun)
    assert not asked.unchanged(asked.load(), begun=asked.key())


def test_the_key_that_the_first_run_of_all_makes_is_no_news_for_the_second(world, monkeypatch):
    monkeypatch.delenv("SECTORPLAN_SLEUTEL")
    monkeypatch.setattr(sleutel, "key_file", lambda: world / "sleutel")
    asked, _ = left(world)
    begun = asked.key()
    sleutel.load_key()
    asked.save(asked.load(), "gelezen", begun=begun)
    assert asked.unchanged(asked.load(), begun=asked.key())


def test_the_openbaar_edition_that_a_run_replaces_is_no_news_but_that_of_another_round_is(world):
    both, intern = memory(world, editions=["intern", "openbaar"]), memory(world)
    before = both.key(), intern.key()
    write(world / "reports" / DAY / "openbaar" / "tabellen" / "cellen.csv")
    assert both.key() == before[0] and intern.key() != before[1]


@pytest.mark.parametrize("part", ["intern", "bevindingen", "verwerkt"])
@pytest.mark.parametrize("harm", ["changed", "added", "gone", "all gone"])
def test_a_run_is_made_again_when_what_it_left_is_no_longer_that(world, part, harm):
    asked, folders = left(world)
    page = folders[part] / "a.html"
    if harm == "gone":
        page.unlink()
    elif harm == "all gone":
        shutil.rmtree(folders[part])
    else:
        write(page if harm == "changed" else page.with_name("b.html"), "anders")
    assert not asked.unchanged(asked.load(), begun=asked.key())


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"iets": 1}', '{"run": "x"}'])
def test_a_record_that_cannot_be_read_is_no_record(world, text):
    asked, _ = left(world)
    write(asked.file, text)
    assert not asked.unchanged(asked.load(), begun=asked.key())


def test_the_program_is_the_package_itself():
    assert (PACKAGE / "reuse.py").is_file() and reuse.program() == reuse.program()
    assert {"kengetallen.ipynb", "diversiteit.ipynb"} <= {path.name for path in notebook_folder().iterdir()}


# -- the real command, nationally and for two umcs ---------------------------------------------------------------------

UMCS = ("lumc", "umcg")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hergebruik")
    shutil.copytree(ROOT / "data" / "raw", folder / "raw")
    return folder


@pytest.fixture
def run(place, monkeypatch, capsys):
    """Make the round; gives the files left, by path, and how many pages were not made again."""
    monkeypatch.setenv("SECTORPLAN_SLEUTEL", "proef")
    config = load_ronde_config(dt.date.fromisoformat(DAY), ROOT / "rondes.toml")
    others = [umc for umc in config.umcs if umc not in UMCS]

    def call(*options, where="eerst"):
        folders = [f"--{name}={place / where / name}" for name in ("processed", "reports")]
        arguments = ["run", DAY, f"--raw={place / 'raw'}", *folders, "--edition", "intern", *options]
        assert cli.main([*arguments, "--without", *others]) == cli.DONE
        said = capsys.readouterr().err
        files = {
            path.relative_to(place / where).as_posix(): path.read_bytes()
            for path in sorted((place / where).rglob("*"))
            if path.is_file() and path.name not in ("manifest.json", f".{DAY}.hergebruik.json")
        }
        return files, said

    return call


def deliver_again(place, umc, table, change):
    """Send a csv file of one umc again, with its lines changed."""
    folder = place / "raw" / DAY
    path = next(path for path in sorted((folder / umc).rglob(f"{table}*.csv")))
    lines = path.read_bytes().splitlines(keepends=True)
    changed = change(list(lines))
    assert changed != lines
    path.write_bytes(b"".join(changed))
    listed = (folder / "synthetisch.sha256").read_text("utf-8").splitlines()
    name = path.relative_to(folder).as_posix()
    own = hashlib.sha256(path.read_bytes()).hexdigest()
    text = "\n".join(f"{own}  {name}" if line.endswith(name) else line for line in listed)
    write(folder / "synthetisch.sha256", f"{text}\n")


def last_row_twice(lines):
    """A finding and a row more to account for, and the same numbers."""
    return [*lines, lines[-1]]


def an_older_contract(lines):
    """A permanent contract of before the sectorplan that began a year earlier: other rows and the same figures."""
    place = next(place for place, line in enumerate(lines) if b";vast;" in line and b" 2006;" in line)
    lines[place] = lines[place].replace(b" 2006;", b" 2005;")
    return lines


def more_hours(lines):
    """Other figures for this umc and for the country."""
    place = next(place for place, line in enumerate(lines) if b";0,4167;n;1 augustus 2025;;" in line)
    lines[place] = lines[place].replace(b";0,4167;", b";0,5;")
    return lines


def changed(before, after, folder):
    return [name for name in pages_of(after) if folder in name and before[name] != after[name]]


def pages_of(files):
    return [name for name in files if name.endswith(".html") and "/intern/" in name and not name.endswith("index.html")]


def taken_over(said):
    return int(said.partition("Editie intern: ")[2].split()[0]) if "overgenomen" in said else 0


def test_what_is_made_after_a_change_is_what_a_fresh_run_makes_and_the_rest_is_taken_over(place, run):
    first, _ = run()
    again, said = run()
    assert again == first and cli._UNCHANGED in said and "Radboudumc" in said
    own = {name for name in pages_of(first) if "umc/lumc/" in name}

    deliver_again(place, "umcg", "personeel", last_row_twice)
    accounted, said = run()
    assert changed(first, accounted, "umc/umcg/") and not changed(first, accounted, "umc/lumc/")
    assert taken_over(said) == len(own)

    deliver_again(place, "umcg", "contracten", an_older_contract)
    older, said = run()
    assert taken_over(said) == len(own) and not changed(accounted, older, "umc/lumc/")
    assert run("--fresh", where="vers")[0] == older

    deliver_again(place, "umcg", "personeel", more_hours)
    more, said = run()
    assert taken_over(said) == len(own) - len(changed(older, more, "umc/lumc/")) > 0
    assert changed(older, more, "umc/lumc/") and changed(older, more, "umc/umcg/")
    fresh, said = run("--fresh", where="vers")
    assert not taken_over(said) and fresh == more
