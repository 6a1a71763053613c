import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from sectorplan_analysis import sleutel
from sectorplan_analysis.errors import CallError
from sectorplan_analysis.privacy import pseudonymise
from sectorplan_analysis.sleutel import load_key
from tests.rounds import table


@pytest.fixture
def own_folder(tmp_path, monkeypatch):
    monkeypatch.delenv(sleutel.VARIABLE, raising=False)
    monkeypatch.setattr(sleutel, "key_file", lambda: tmp_path / "config" / "sleutel")
    return tmp_path


def hashed(key=b"k"):
    tables = {name: table(name, [{}, {"umc": "umcg"}]) for name in ("personeel", "contracten", "werkdruk")}
    return pseudonymise(tables, key)


def test_the_same_person_keeps_one_hash_in_every_table_and_differs_between_umcs():
    tables = hashed()
    assert tables["personeel"]["medewerker_id"].tolist() == tables["contracten"]["medewerker_id"].tolist()
    assert tables["personeel"]["medewerker_id"].nunique() == 2


def test_a_participant_is_known_by_number_alone():
    assert hashed()["werkdruk"]["deelnemer_id"].nunique() == 1


def test_another_key_gives_other_hashes():
    assert not set(hashed(b"a")["personeel"]["medewerker_id"]) & set(hashed(b"b")["personeel"]["medewerker_id"])


def test_no_pseudonym_is_left():
    assert all("p1" not in table.astype("str").to_numpy() for table in hashed().values())


def test_a_key_is_made_once_and_readable_by_its_owner_only(own_folder):
    first, new = load_key()
    again, newer = load_key()
    assert (new, newer) == (True, False) and first == again and len(first) == 64
    assert stat.S_IMODE(sleutel.key_file().stat().st_mode) == 0o600


def test_a_run_that_is_stopped_while_it_makes_a_key_leaves_none(own_folder, monkeypatch):
    def stop(handle):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(os, "fsync", stop)
        load_key()
    assert not sleutel.key_file().exists()
    key, new = load_key()
    assert new and len(key) == 64


def test_an_empty_key_protects_nobody_and_is_refused(own_folder):
    sleutel.key_file().parent.mkdir()
    sleutel.key_file().touch()
    with pytest.raises(CallError, match="is leeg"):
        load_key()


def test_runs_that_make_a_key_at_the_same_time_get_the_same_one(own_folder):
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: load_key(), range(8)))
    assert len({key for key, _ in made}) == 1 and [new for _, new in made].count(True) == 1


def test_a_key_in_the_environment_wins(own_folder, monkeypatch):
    monkeypatch.setenv(sleutel.VARIABLE, "geheim")
    assert load_key() == (b"geheim", False) and not sleutel.key_file().exists()
