import dataclasses
import datetime as dt
import json

import pandas as pd
import pytest

from sectorplan_analysis.dataset import load_ronde, once, save_ronde
from tests.rounds import persons, ronde

DAY = "2025-12-31"


def test_a_round_that_was_saved_comes_back_as_it_was(tmp_path):
    saved = ronde(**persons({"medewerker_id": "p1", "fte": 0.5}), ontbrekend=("umcg",))
    config = dataclasses.replace(
        saved.config,
        status="definitief",
        prijsgegeven=("medewerkers v bij Totaal",),
        vorige=dt.date(2024, 12, 31),
        namen={"lumc": "LUMC", "umcg": "UMCG"},
        opvolgers={"amc": "lumc"},
    )
    rijen = pd.DataFrame([["lumc", "personeel", "a.csv", 3, 2, 1, 0]], columns=saved.rijen.columns)
    bevindingen = pd.DataFrame([["lumc", "rij_dubbel", "info", 1]], columns=saved.bevindingen.columns)
    saved = dataclasses.replace(
        saved, config=config, rijen=rijen, bevindingen=bevindingen, bestanden={"lumc": (1, 2), "centraal": (0, 3)}
    )
    save_ronde(saved, tmp_path / DAY)
    found = load_ronde(DAY, processed=tmp_path)
    assert found.posities.equals(saved.posities)
    for name in (field.name for field in dataclasses.fields(saved) if field.name != "tables"):
        own, loaded = getattr(saved, name), getattr(found, name)
        assert own.equals(loaded) if isinstance(own, pd.DataFrame) else own == loaded, name


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


def test_what_is_kept_with_a_round_is_worked_out_once_and_anew_for_another_day_or_another_part():
    asked = []

    @once
    def people(of):
        asked.append(of)
        return len(of.medewerkers)

    whole = ronde(**persons({"umc": "lumc"}, {"umc": "umcg"}, {"umc": "umcg", "begindatum": "2025-06-01"}))
    day = dt.date(2024, 12, 31)
    assert [people(whole), people(whole), people(whole.op(day)), people(whole.op(day))] == [3, 3, 2, 2]
    assert [people(whole.alleen("umcg")), people(dataclasses.replace(whole, ontbrekend=()))] == [2, 3]
    assert len(asked) == 4
