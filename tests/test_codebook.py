"""The codebook beside the processed data: it names every column that is there, and machines can read it."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys

import pandas as pd
import pytest

from sectorplan_analysis.codebook import CODEBOOK, DATAPACKAGE, datapackage, make_codebook, write_codebook
from sectorplan_analysis.dataset import save_ronde
from tests.rounds import persons, ronde

#: What a Table Schema may hold, from the specification of Frictionless Data (Data Package, version 2).
TYPES = {"string", "number", "integer", "boolean", "date"}
CONSTRAINTS = {"required", "enum", "minimum", "exclusiveMinimum", "maximum"}


@pytest.fixture
def folder(tmp_path):
    people = persons({"contracttype": "vast"}, {"contracttype": "tijdelijk", "umc": "umcg", "fte": 0.5})
    place = tmp_path / "2025-12-31"
    save_ronde(ronde(**people, werkdruk=[{}], bestedingen=[{}]), place)
    write_codebook(place, ("lumc", "umcg"))
    return place


def test_every_column_of_every_processed_table_is_described_and_no_other():
    known = make_codebook()
    assert list(known.columns) == ["table", "column", "description", "unit", "values", "source"]
    assert not known.duplicated(["table", "column"]).any()
    assert (known[["description", "source"]] != "").all(axis=None)


def test_the_status_table_has_the_columns_and_types_that_are_described(folder):
    described = make_codebook()
    made = pd.read_parquet(folder / "status.parquet")
    assert list(described.loc[described["table"] == "status", "column"]) == list(made.columns)
    types = {field["name"]: field["type"] for field in datapackage("x")["resources"][-1]["schema"]["fields"]}
    assert types["regulier_fte"] == "number" and types["peildatum"] == "date" and types["umc"] == "string"


def test_every_value_in_the_status_table_satisfies_its_constraints(folder):
    made = pd.read_parquet(folder / "status.parquet")
    (status,) = [part for part in read(folder)["resources"] if part["name"] == "status"]
    for field in status["schema"]["fields"]:
        enum = field["constraints"].get("enum")
        assert enum is None or set(made[field["name"]]) <= set(enum), field["name"]
    assert not made.duplicated(status["schema"]["primaryKey"]).any()


def read(folder):
    return json.loads((folder / DATAPACKAGE).read_text("utf-8"))


def test_the_package_is_what_the_specification_of_frictionless_asks(folder):
    package = read(folder)
    assert re.fullmatch(r"[-a-z0-9._/]+", package["name"]) and package["$schema"].endswith("/2.0/datapackage.json")
    names = [resource["name"] for resource in package["resources"]]
    assert len(set(names)) == len(names) == 7
    for resource in package["resources"]:
        assert (folder / resource["path"]).is_file() and re.fullmatch(r"[-a-z0-9._/]+", resource["name"])
        fields = resource["schema"]["fields"]
        assert set(resource["schema"].get("primaryKey", [])) <= {field["name"] for field in fields}
        for field in fields:
            assert field["type"] in TYPES and set(field["constraints"]) <= CONSTRAINTS, field
            assert field["title"] and field["description"]


@pytest.mark.parametrize(
    ("column", "says"),
    [
        ("fte", "above 0 to 1.2"),
        ("begindatum", "from 2000-01-01 to 2040-12-31"),
        ("bedrag_eur", "from -1000000000 to 1000000000"),
        ("inloop", "true; false"),
        ("thema", "Preventie; Datagedreven innovatie; Van fundament tot toepassing"),
        ("functie", ""),
    ],
)
def test_values_are_the_limits_or_the_list_that_a_delivery_is_held_to(column, says):
    known = make_codebook()
    assert known.loc[known["column"] == column, "values"].iloc[0] == says


def test_a_money_column_may_be_negative_because_that_is_only_a_warning():
    (money,) = [
        field
        for resource in datapackage("x")["resources"]
        for field in resource["schema"]["fields"]
        if field["name"] == "bedrag_eur"
    ]
    assert money["constraints"]["minimum"] < 0 and money["unit"] == "EUR"


def test_a_table_that_a_round_does_not_have_is_described_in_general_and_not_beside_its_data(folder):
    assert "culturele_diversiteit" in set(make_codebook()["table"])
    assert "culturele_diversiteit" not in {resource["name"] for resource in read(folder)["resources"]}


def test_the_round_names_its_own_umcs(folder):
    with (folder / CODEBOOK).open(encoding="utf-8", newline="") as file:
        values = {row["values"] for row in csv.DictReader(file) if row["column"] == "umc"}
    assert values == {"lumc; umcg"}


def test_the_same_round_gives_the_same_bytes_in_another_process(folder, tmp_path):
    code = "import sys, pathlib; from sectorplan_analysis.codebook import write_codebook as w; "
    code += "w(pathlib.Path(sys.argv[1]), ('lumc', 'umcg'))"
    other = tmp_path / "elders" / folder.name
    shutil.copytree(folder, other)
    for name in (CODEBOOK, DATAPACKAGE):
        (other / name).unlink()
    subprocess.run([sys.executable, "-c", code, str(other)], check=True)
    for name in (CODEBOOK, DATAPACKAGE):
        assert (other / name).read_bytes() == (folder / name).read_bytes()
