import json

import pytest

from sectorplan_analysis.dataset import load_ronde, save_ronde
from tests.rounds import persons, ronde

DAY = "2025-12-31"


def test_a_round_that_was_saved_comes_back_as_it_was(tmp_path):
    saved = ronde(**persons({"medewerker_id": "p1", "fte": 0.5}))
    save_ronde(saved, tmp_path / DAY)
    found = load_ronde(DAY, processed=tmp_path)
    assert found.posities.equals(saved.posities)
    assert found.config.umcs == saved.config.umcs


def test_a_round_that_was_never_made_says_what_to_run(tmp_path):
    with pytest.raises(FileNotFoundError, match=f"sectorplan run {DAY}"):
        load_ronde(DAY, processed=tmp_path)


def test_a_round_of_another_version_says_what_to_run(tmp_path):
    save_ronde(ronde(), tmp_path / DAY)
    path = tmp_path / DAY / "ronde.json"
    meta = json.loads(path.read_text("utf-8"))
    del meta["config"]["namen"]
    path.write_text(json.dumps(meta), "utf-8")
    with pytest.raises(ValueError, match=f"sectorplan run {DAY}"):
        load_ronde(DAY, processed=tmp_path)
