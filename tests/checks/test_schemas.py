"""Rules within a row."""

import pandas as pd
import pytest

from sectorplan_analysis.checks.schemas import schema_failures
from tests.rounds import table


@pytest.mark.parametrize("begin", [["2023-01-01"], ["2023-01-01", "1999-12-31", "2041-01-01", "2023-01-01"]])
def test_values_known_to_be_all_there_are_give_the_same_failures_as_those_of_the_rows(begin):
    frame = table("contracten", [{"begindatum": day} for day in begin]).assign(bestand="", blad="", rij=1)
    days = ["begindatum", "einddatum", "toezegging_datum"]
    frame = frame.astype(dict.fromkeys(days, "datetime64[us]") | dict.fromkeys(["bestand", "blad"], "str"))
    known = pd.Series(pd.to_datetime([*begin, "1950-01-01", None])).astype("datetime64[us]")
    found = list(schema_failures("contracten", frame, distinct={"begindatum": known, "einddatum": known}))
    assert found == list(schema_failures("contracten", frame))
    wrong = [i for i, day in enumerate(begin) if not "2000" <= day < "2041"]
    assert [row for row, veld, code in found if (veld, code) == ("begindatum", "datum_buiten_bereik")] == wrong
