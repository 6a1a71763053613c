"""What the umcs write in eight styles is read back as the bookkeeping it came from, without a fout."""

from pathlib import Path

import pandas as pd
import pytest

from sectorplan_analysis.checks import check_delivery
from sectorplan_analysis.coding import plain
from sectorplan_analysis.reading import read_delivery
from sectorplan_analysis.reference import umc_names
from sectorplan_analysis.synthetic.calibration import PEILDATUM
from sectorplan_analysis.synthetic.styles import KOLOMMEN, STYLES

COMMITTED = Path(__file__).parents[2] / "data" / "raw" / PEILDATUM.isoformat()


@pytest.fixture(scope="module")
def levering():
    return read_delivery(COMMITTED, umcs=list(umc_names()))


@pytest.mark.parametrize("tabel", KOLOMMEN)
def test_the_reader_gives_the_bookkeeping_back(boekhouding, levering, tabel):
    booked = getattr(boekhouding, tabel)
    names = [STYLES[row.umc].identifier.format(row.persoon) for row in booked.itertuples()]
    booked = booked.assign(medewerker_id=names)
    read = plain(levering.tables[tabel])
    columns = ["umc", *(column for column in KOLOMMEN[tabel] if column != "functie")]
    columns += ["functiecategorie", "kpi14"] * (tabel == "personeel")
    expected, found = (
        frame[columns].sort_values(columns, ignore_index=True).astype({"umc": object}) for frame in (booked, read)
    )
    if tabel == "personeel":
        expected["fte"] = expected["fte"].round(4)
    pd.testing.assert_frame_equal(found, expected, check_dtype=False)


def test_the_example_has_no_fout_and_only_the_waarschuwingen_that_were_put_in(levering):
    findings = check_delivery(levering, peildatum=PEILDATUM, umcs=list(umc_names())).bevindingen
    assert not findings["ernst"].eq("fout").any()
    assert set(findings.loc[findings["ernst"].eq("waarschuwing"), "code"]) == {
        "contracten_overlap",
        "gender_ontbreekt",
        "situatie_ontbreekt",
        "toezegging_voorwaardelijk_onbekend",
    }
    assert findings["code"].value_counts()["dubbele_rij"] == 2
    assert findings["code"].value_counts()["totaalregel"] == 3
