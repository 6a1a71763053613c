"""The generator writes the same bytes every time, the committed files are its work, the rules of a delivery hold."""

import re
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sectorplan_analysis.publish import sha256
from sectorplan_analysis.reference import SITUATIES, SYNTHETIC_LIST, umc_names
from sectorplan_analysis.synthetic import write_example
from sectorplan_analysis.synthetic.bookkeeping import SEED
from sectorplan_analysis.synthetic.calibration import PEILDATUM, subthema_weights
from sectorplan_analysis.synthetic.focusgroups import werkdruk
from sectorplan_analysis.synthetic.sector import bookkeeping
from sectorplan_analysis.synthetic.styles import STYLES

COMMITTED = Path(__file__).parents[2] / "data" / "raw" / PEILDATUM.isoformat()
PERSON = ["umc", "persoon"]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("raw")
    write_example(folder)
    return folder


def contents(folder, *, unzipped):
    """Bytes per file; of a workbook the bytes of its parts, because compression differs between versions of zlib."""
    found = {}
    for path in sorted(folder.rglob("*.*")):
        if path.name == SYNTHETIC_LIST:
            continue
        name = path.relative_to(folder).as_posix()
        if unzipped and path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as workbook:
                found |= {f"{name}/{part}": workbook.read(part) for part in workbook.namelist()}
        else:
            found[name] = path.read_bytes()
    return found


def test_two_runs_write_the_same_bytes(written, tmp_path):
    write_example(tmp_path)
    assert contents(tmp_path, unzipped=False) == contents(written, unzipped=False)


def test_the_committed_files_are_what_the_generator_makes(written):
    made, committed = contents(written, unzipped=True), contents(COMMITTED, unzipped=True)
    assert sorted(made) == sorted(committed)
    assert [name for name in made if made[name] != committed[name]] == []


@pytest.mark.parametrize("made_here", [True, False], ids=["made now", "committed"])
def test_every_file_is_on_the_list_of_synthetic_files(written, made_here):
    folder = written if made_here else COMMITTED
    listed = [line.split("  ") for line in (folder / SYNTHETIC_LIST).read_text(encoding="utf-8").splitlines()]
    assert {name: checksum for checksum, name in listed} == {
        path.relative_to(folder).as_posix(): sha256(path)
        for path in folder.rglob("*")
        if path.is_file() and path.name != SYNTHETIC_LIST
    }


def test_another_seed_gives_other_persons(boekhouding):
    assert not boekhouding.personeel.equals(bookkeeping(SEED + 1).personeel)


def test_no_person_holds_more_than_a_full_job_on_any_day(boekhouding):
    rows = boekhouding.personeel
    assert rows["fte"].gt(0).all()
    for day in sorted(set(rows["begindatum"])):
        running = rows[rows["begindatum"].le(day) & ~rows["einddatum"].lt(day)]
        assert running.groupby(PERSON)["fte"].sum().max() <= 1.0 + 1e-9


def test_periods_of_one_position_do_not_overlap_and_end_after_they_begin(boekhouding):
    rows = boekhouding.personeel
    assert not rows["einddatum"].lt(rows["begindatum"]).any()
    key = [*PERSON, "profiel", "subthema", "inloop"]
    rows = rows.sort_values([*key, "begindatum"])
    end = rows["einddatum"].fillna(pd.Timestamp.max.floor("D"))
    assert not end.groupby([rows[column] for column in key]).shift().ge(rows["begindatum"]).any()


def test_contracts_cover_every_first_and_last_day_of_every_position(boekhouding):
    rows, contracts = boekhouding.personeel, boekhouding.contracten
    assert not contracts["einddatum"].lt(contracts["begindatum"]).any()
    for column in ("begindatum", "einddatum"):
        day = rows[[*PERSON, column]].assign(day=rows[column].fillna(pd.Timestamp("2026-01-31")))[[*PERSON, "day"]]
        both = day.reset_index().merge(contracts, on=PERSON)
        covering = both[both["begindatum"].le(both["day"]) & ~both["einddatum"].lt(both["day"])]
        missing = rows.loc[~rows.index.isin(covering["index"])]
        assert missing.empty


def test_umcs_work_only_on_subthemas_that_plan_and_matrix_agree_on(boekhouding):
    agreed = subthema_weights().set_index(["umc", "subthema"]).index
    assert pd.MultiIndex.from_frame(boekhouding.personeel[["umc", "subthema"]]).isin(agreed).all()


def test_borders_of_the_definitions_occur(boekhouding):
    rows, contracts = boekhouding.personeel, boekhouding.contracten
    day, next_day = pd.Timestamp(PEILDATUM), pd.Timestamp(PEILDATUM) + pd.Timedelta(days=1)
    promise = contracts["toezegging_datum"]
    assert rows["einddatum"].eq(day).sum() >= 3
    assert rows["einddatum"].eq(day - pd.Timedelta(days=1)).any()
    assert rows["begindatum"].eq(next_day).sum() >= 3
    assert contracts.query("contracttype == 'vast'")["begindatum"].eq(next_day).any()
    assert promise.eq(day).any()
    assert (promise.gt(day) & contracts["toezegging_onvoorwaardelijk"]).any()
    assert (promise.le(day) & ~contracts["toezegging_onvoorwaardelijk"]).any()
    kinds = rows[rows["begindatum"].le(day) & ~rows["einddatum"].lt(day)].groupby(PERSON)["inloop"].nunique()
    assert kinds.eq(2).sum() == 6


def test_about_one_in_ten_persons_has_left(boekhouding):
    last = (
        boekhouding.personeel["einddatum"]
        .fillna(pd.Timestamp("2100-01-01"))
        .groupby([boekhouding.personeel[column] for column in PERSON])
    )
    assert last.max().lt(pd.Timestamp(PEILDATUM)).mean() == pytest.approx(0.10, abs=0.02)


def test_identifiers_are_unique_within_the_umc_and_never_nine_digits(boekhouding):
    for umc, people in boekhouding.personeel[PERSON].drop_duplicates().groupby("umc"):
        names = [STYLES[umc].identifier.format(person) for person in people["persoon"]]
        assert len({name.lstrip("0") for name in names}) == len(people)
        assert not any(len(re.sub(r"\D", "", name)) == 9 for name in names)


def test_every_file_says_that_its_persons_are_invented(written):
    for path in sorted(written.rglob("*.*")):
        if path.name == SYNTHETIC_LIST:
            continue
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as workbook:
                text = workbook.read("xl/sharedStrings.xml").decode()
        else:
            raw = path.read_bytes()
            text = raw.decode("utf-16" if raw.startswith(b"\xff\xfe") else "latin-1")
        assert "synthetisch" in text.lower(), path


def test_focus_groups_follow_the_words_of_figure_1():
    scores = werkdruk(np.random.default_rng(SEED + 2))
    mean = scores.groupby("situatie")[["werkdruk", "baanzekerheid"]].mean()
    spread = scores.groupby("situatie")["baanzekerheid"].std()
    assert 50 <= scores["deelnemer_id"].nunique() <= 72
    assert scores.groupby("umc")["deelnemer_id"].nunique().between(6, 9).all()
    assert set(scores["umc"]) == set(umc_names())
    assert scores["werkdruk"].between(0, 10).all()
    assert (scores[["werkdruk", "baanzekerheid"]] * 2 % 1 == 0).all(axis=None)
    assert abs(mean.loc["nu", "werkdruk"] - mean.loc["voor", "werkdruk"]) < 0.6
    assert mean.loc["nu", "werkdruk"] > 6.5
    assert mean.loc["ideaal", "werkdruk"] < mean.loc["nu", "werkdruk"] - 1.5
    assert mean.loc["nu", "baanzekerheid"] > mean.loc["voor", "baanzekerheid"] + 2
    assert spread["voor"] > 1.5 * spread["nu"]
    assert scores.groupby("deelnemer_id").size().value_counts().get(len(SITUATIES) - 1) == 1
