"""The fast way through a csv file gives what the careful way gives, for every file."""

import random
from pathlib import Path
from unittest.mock import patch

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sectorplan_analysis.reading import read_delivery
from sectorplan_analysis.reading.csv_file import read_csv
from sectorplan_analysis.reading.headers import find_header
from sectorplan_analysis.reference import umc_names
from tests.reading.deliveries import TABELLEN, csv_bytes, read_one

ROUND = Path(__file__).parents[2] / "data" / "raw" / "2025-12-31"
WORDS = ["A1", "A2", "0012", "123456782", "v", "m", "x", "", " ", "\u00a0", "Totaal", "3", "a@b.nl", "é", "e\u0301"]


def columns_of(data: bytes, tabel: str = "gender"):
    return read_csv(data, find_kop=lambda rows: find_header(rows, tabel)).kolommen


@pytest.mark.parametrize("tabel", TABELLEN)
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_a_table_without_quotes_and_blank_rows_goes_the_fast_way(tabel, delimiter):
    rows = [[cell.replace(delimiter, "").replace('"', "") for cell in row] for row in TABELLEN[tabel]]
    assert columns_of(csv_bytes(rows, delimiter=delimiter), tabel) is not None


@pytest.mark.parametrize("ending", ["", "\n", "\r\n", "\n\n\n"])
def test_the_end_of_the_last_line_makes_no_difference(ending):
    data = "medewerker_id;gender\nA1;v\nA2;m" + ending
    assert columns_of(data.encode()) is not None
    assert list(read_one("gender", data).frame["rij"]) == [2, 3]


def test_rows_below_title_lines_keep_the_number_that_excel_shows():
    data = "Levering LUMC;\n;\nmedewerker_id;gender\nA1;v\nA2;m\n"
    assert columns_of(data.encode()) is not None
    assert list(read_one("gender", data).frame["rij"]) == [4, 5]


@pytest.mark.parametrize(
    "data",
    [
        'medewerker_id;gender\n"A1";v\n',
        "medewerker_id;gender\nA1;v\n\nA2;m\n",
        "medewerker_id;gender\nA1;v\n;\nA2;m\n",
        "medewerker_id;gender\nA1;v\n ; \nA2;m\n",
        "medewerker_id;gender\nA1;v;\nA2;m\n",
        "medewerker_id;gender\nA1\nA2;m\n",
        "medewerker_id;gender;\nA1;v;los\nA2;m;\n",
        "medewerker_id;gender\rA1;v\rA2;m\r",
        "medewerker_id;gender\nA1\rB;v\nA2;m\n",
        "medewerker_id;gender\nA1\0;v\n",
    ],
)
def test_a_file_with_any_row_that_is_not_like_the_others_goes_the_careful_way(data):
    assert columns_of(data.encode()) is None
    read_one("gender", data)


CELLS = st.one_of(
    st.sampled_from(
        ["A1", "A2", "0012", "123456782", "v", "m", "x", "", " ", "\u00a0", "Totaal", "3", "a@b.nl", "é", "e\u0301"]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
)


@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=3), max_size=6),
    st.sampled_from([";", ",", "\t"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
@example([["A1", "v"], ["A1 ", "v"], ["A1", "v\u200b"]], ";", "\n", "utf-8")
@example([["A1", "v"], ["Totaal", "1"]], ";", "\r\n", "utf-8")
def test_whatever_is_in_the_cells_both_ways_say_the_same(rows, delimiter, newline, encoding):
    # joined by hand: cells that the csv format would quote stay as they are
    lines = [delimiter.join(row) for row in [["medewerker_id", "gender"], *rows]]
    read_one("gender", newline.join(lines).encode(encoding))


def test_the_example_delivery_reads_the_same_both_ways():
    fast = read_delivery(ROUND, umcs=list(umc_names()))
    with patch("sectorplan_analysis.reading.csv_file.read_regular", return_value=None):
        careful = read_delivery(ROUND, umcs=list(umc_names()))
    for tabel, frame in fast.tables.items():
        pd.testing.assert_frame_equal(frame, careful.tables[tabel])
    pd.testing.assert_frame_equal(fast.bevindingen, careful.bevindingen)
    pd.testing.assert_frame_equal(fast.rijen, careful.rijen)


def test_more_rows_than_one_block_of_the_reader_keep_their_order_and_numbers():
    n = 200_000
    data = "medewerker_id;gender\n" + "".join(f"M{i % 150_000:07d};{'vmx'[i % 3]}\n" for i in range(n))
    table = read_one("gender", data)
    assert table.telling == {"gelezen": n, "behouden": 150_000, "afgekeurd": 0, "dubbel": 50_000}
    assert table.frame["rij"].tolist() == list(range(2, 150_002))
    assert table.frame["medewerker_id"].iloc[[0, 149_999]].tolist() == ["M0000000", "M0149999"]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("order", ["in order", "backwards", "shuffled", "all the same"])
@pytest.mark.parametrize("kind", ["M{:05d}", "{:d}", "{:05d}", "lumc-{:d}", "é{:d}ü", "{:d} "])
def test_ids_are_read_the_same_however_they_look_and_stand(kind, order, seed):
    rng = random.Random(seed)
    persons = sorted(rng.choices(range(40), k=60))
    if order == "backwards":
        persons.reverse()
    elif order == "shuffled":
        rng.shuffle(persons)
    elif order == "all the same":
        persons = [7] * 60
    days = [f"0{rng.randint(1, 9)}-01-202{rng.randint(2, 5)}" for _ in persons]
    rows = [
        f"{kind.format(p)};{rng.choice(['vast', 'tijdelijk'])};{day};;;" for p, day in zip(persons, days, strict=True)
    ]
    head = "medewerker_id;contracttype;begindatum;einddatum;toezegging_datum;toezegging_onvoorwaardelijk"
    data = "\n".join([head, *rows]).encode()
    assert columns_of(data, "contracten") is not None
    table = read_one("contracten", data)
    assert table.frame["medewerker_id"].tolist() == [kind.format(p).strip() for p in _kept(persons, rows)]


def _kept(persons: list[int], rows: list[str]) -> list[int]:
    return [person for i, person in enumerate(persons) if rows[i] not in rows[:i]]


@pytest.mark.parametrize("rows", ["A1;v", "A-1;v", "Ω1;v", "A1;v\nA1;v", "A1;v\nA1;m", ";v", "A1;v\n;\n"])
def test_a_file_of_one_person_is_read_the_same_both_ways(rows):
    read_one("gender", "medewerker_id;gender\n" + rows)


def test_two_columns_of_ids_are_read_the_same_both_ways():
    read_one("gender", "medewerker_id;gender;personeelsnummer\nA2;v;A2\nA1;m;A1\nA2;v;A3")
    read_one("gender", "personeelsnummer;gender;medewerker_id\nA2;v;\nA1;m;\n")
