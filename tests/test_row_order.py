"""What is computed from a delivery does not depend on the order of its rows; only row numbers do."""

import datetime as dt
import random
import shutil
from pathlib import Path

import pandas as pd
import pytest

from sectorplan_analysis.checks import check_delivery
from sectorplan_analysis.coding import plain
from sectorplan_analysis.privacy import pseudonymise
from sectorplan_analysis.reading import Levering, read_delivery
from sectorplan_analysis.reading.csv_file import read_csv
from sectorplan_analysis.reading.headers import find_header
from sectorplan_analysis.reference import umc_names
from sectorplan_analysis.status import PERSON, persons_on, posities_on
from sectorplan_analysis.synthetic.styles import KOLOMMEN
from tests.reading.deliveries import UMC, csv_bytes

DAY = dt.date(2025, 12, 31)
ROUND = Path(__file__).parents[1] / "data" / "raw" / "2025-12-31"
TABLES = ("personeel", "contracten", "gender")
SEEDS = (1, 2, 3)


def shuffle_lines(path: Path, rng: random.Random) -> bool:
    """Put the rows below the header of a regular csv file in another order; its total line stays where it is."""
    data = path.read_bytes()
    raster = read_csv(data, find_kop=lambda rows: find_header(rows, path.stem))
    if raster.kolommen is None or b"\0" in data or b"sep=" in data[:10].lower():
        return False
    lines = data.splitlines(keepends=True)
    head, rows = lines[: len(raster.rijen)], lines[len(raster.rijen) :]
    last = [rows.pop()] if b"otaal" in rows[-1] else []
    rng.shuffle(rows)
    path.write_bytes(b"".join([*head, *rows, *last]))
    return True


def state(levering: Levering) -> dict[str, pd.DataFrame]:
    """Everything that a run goes on with, without row numbers: the tables as sets of rows, and the day as it is."""
    tables = pseudonymise({name: levering.tables[name] for name in TABLES}, b"key")
    bare = {name: table.drop(columns="rij") for name, table in tables.items()}
    found = {name: table.sort_values(list(table), ignore_index=True) for name, table in bare.items()}
    posities = posities_on(*(tables[name] for name in TABLES), DAY)
    found["medewerkers"] = persons_on(posities, DAY)
    found["posities"] = posities.drop(columns="rij")
    found["uncoded"] = plain(persons_on(posities_on(*(levering.tables[name] for name in TABLES), DAY), DAY))
    found["bevindingen"] = levering.bevindingen.drop(columns=["rij", "melding"]).sort_values(
        ["umc", "bestand", "blad", "code", "kolom", "waarde"], ignore_index=True
    )
    return found


def assert_same(one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame]) -> None:
    for name, frame in one.items():
        pd.testing.assert_frame_equal(frame, other[name], obj=name)


@pytest.fixture(scope="module")
def example() -> Levering:
    return judged(ROUND, list(umc_names()))


def judged(folder: Path, umcs: list[str]) -> Levering:
    levering = read_delivery(folder, umcs=umcs)
    return check_delivery(levering, peildatum=DAY, umcs=umcs)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_example_delivery_says_the_same_in_any_order_of_its_rows(example, tmp_path, seed):
    folder = shutil.copytree(ROUND, tmp_path / ROUND.name)
    assert sum(shuffle_lines(path, random.Random(seed)) for path in sorted(folder.rglob("*.csv"))) > 10
    again = judged(folder, list(umc_names()))
    assert_same(state(again), state(example))
    counts = ["gelezen", "behouden", "afgekeurd", "dubbel"]
    assert again.rijen[counts].equals(example.rijen[counts])


def ties() -> dict[str, list[list[str]]]:
    """Persons whose rows are equal in all that decides: two equal largest positions, contracts of one day, doubles."""
    position = ["Cohorten", "nee", "01-01-2023", ""]
    staff, contracts = [], []
    for i in range(30):
        person = f"P{i % 10:03d}"
        title = ("Docent", "Postdoc", "Hoogleraar")[i // 10]
        staff.append([person, title, "Datagedreven innovatie", position[0], "0,3", *position[1:]])
        kind = ("tijdelijk", "vast")[i % 2] if i < 20 else "tijdelijk"
        promise = ["01-02-2024", "ja"] if kind == "tijdelijk" and i % 3 == 0 else ["", ""]
        contracts.append([person, kind, f"01-0{1 + i // 10}-2023", "", *promise])
    contracts += contracts[:5]
    return {
        "personeel": [
            list(KOLOMMEN["personeel"]),
            *staff,
        ],
        "contracten": [
            list(KOLOMMEN["contracten"]),
            *contracts,
        ],
        "gender": [list(KOLOMMEN["gender"]), *([f"P{i:03d}", "vmx"[i % 3]] for i in range(10))],
    }


def deliver(folder: Path, tables: dict[str, list[list[str]]], seed: int | None) -> dict[str, pd.DataFrame]:
    (folder / UMC).mkdir(parents=True)
    for name, (head, *rows) in tables.items():
        if seed is not None:
            random.Random(seed).shuffle(rows)
        (folder / UMC / f"{name}.csv").write_bytes(csv_bytes([head, *rows]))
    return state(judged(folder, [UMC]))


@pytest.mark.parametrize("seed", SEEDS)
def test_rows_that_tie_in_every_sort_key_give_the_same_persons_in_any_order(tmp_path, seed):
    tables = ties()
    expected, found = deliver(tmp_path / "a", tables, None), deliver(tmp_path / "b", tables, seed)
    assert_same(found, expected)
    assert len(found["medewerkers"]) == 10 and not found["medewerkers"][PERSON].duplicated().any()
    # three positions of 0,3 fte each: the category decides, alphabetically
    assert set(found["medewerkers"]["functiecategorie"]) == {"docent"}


def test_numbers_of_persons_do_not_depend_on_how_the_texts_are_kept(example):
    tables = {name: example.tables[name] for name in TABLES}
    mixed = {**tables, "contracten": plain(tables["contracten"])}
    kept = [persons_on(posities_on(*each.values(), DAY), DAY) for each in (tables, mixed)]
    pd.testing.assert_frame_equal(*map(plain, kept))
