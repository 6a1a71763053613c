import pandas as pd

from sectorplan_analysis.rondes.opvolging import to_successors
from tests.rounds import table

OPVOLGERS = {"amsterdam-umc-uva": "amsterdam-umc", "amsterdam-umc-vu": "amsterdam-umc"}


def staff(*people: tuple[str, str]) -> dict[str, pd.DataFrame]:
    return {"personeel": table("personeel", [{"umc": umc, "medewerker_id": key} for umc, key in people])}


def test_umcs_that_merged_carry_the_name_of_their_successor():
    moved = to_successors(staff(("amsterdam-umc-uva", "1"), ("lumc", "1")), OPVOLGERS)["personeel"]
    assert moved[["umc", "medewerker_id"]].to_numpy().tolist() == [["amsterdam-umc", "1"], ["lumc", "1"]]


def test_one_pseudonym_of_two_umcs_that_merged_stays_two_persons():
    tables = staff(("amsterdam-umc-uva", "1"), ("amsterdam-umc-vu", "1"), ("amsterdam-umc-vu", "2"))
    moved = to_successors(tables, OPVOLGERS)["personeel"]
    assert moved["medewerker_id"].nunique() == 3 and "2" in set(moved["medewerker_id"])
    assert set(moved["umc"]) == {"amsterdam-umc"}


def test_money_of_umcs_that_merged_adds_up_and_tables_that_are_not_asked_for_stay():
    tables = staff(("amsterdam-umc-uva", "1")) | {
        "begroting": table("begroting", [{"umc": umc, "begroot_fte": 2.0} for umc in OPVOLGERS])
    }
    moved = to_successors(tables, OPVOLGERS, only=["begroting"])
    assert moved["begroting"].groupby("umc")["begroot_fte"].sum().to_dict() == {"amsterdam-umc": 4.0}
    assert set(moved["personeel"]["umc"]) == {"amsterdam-umc-uva"}
