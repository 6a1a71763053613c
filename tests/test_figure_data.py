import datetime as dt

import pytest

from sectorplan_analysis.figure_data import FIGUREN
from tests.rounds import persons, ronde

CONTRACT = ["maat", "waarde", "eenheid", "teller", "noemer"]
DIMENSIONS = {
    "figuur1": ["meting", "situatie", "baanzekerheid", "werkdruk"],
    "figuur2": ["jaar", "lezing", "contractstatus"],
    "figuur3": ["contractstatus"],
    "figuur4": ["functiecategorie", "contractstatus"],
    "figuur5": ["functiecategorie", "contractstatus"],
    "figuur6": ["functiecategorie", "gender"],
    "figuur7": ["thema", "subthema"],
}


def value(frame, umc="Totaal", **where):
    rows = frame[frame["umc"] == umc]
    for column, wanted in where.items():
        rows = rows[rows[column] == wanted]
    return rows["waarde"].item()


@pytest.mark.parametrize("name", FIGUREN)
def test_a_figure_has_the_columns_of_the_contract_also_without_a_single_row(name):
    assert list(FIGUREN[name](ronde()).columns) == ["peildatum", "umc", *DIMENSIONS[name], *CONTRACT]


def test_figure_1_counts_participants_per_cell_and_never_lists_them():
    scores = [{"deelnemer_id": f"d{i}", "umc": "lumc" if i else "umcg", "baanzekerheid": 8.0} for i in range(3)]
    frame = FIGUREN["figuur1"](ronde(werkdruk=scores))
    assert value(frame) == 3 and value(frame, "LUMC") == 2
    assert "deelnemer_id" not in frame


def test_figure_1_shows_other_scales_on_0_to_10():
    frame = FIGUREN["figuur1"](
        ronde(werkdruk=[{"werkdruk": 4.0, "baanzekerheid": 1.0, "schaal_min": 1.0, "schaal_max": 5.0}])
    )
    assert frame.loc[0, ["baanzekerheid", "werkdruk"]].tolist() == [0, 7.5]


def test_figure_1_leaves_out_a_measurement_held_after_the_peildatum():
    assert FIGUREN["figuur1"](ronde(werkdruk=[{}], peildatum=dt.date(2025, 6, 30))).empty
    assert not FIGUREN["figuur1"](ronde(werkdruk=[{}], peildatum=dt.date(2025, 7, 1))).empty


def test_figure_2_keeps_its_two_readings_apart():
    scientist = {"functiecategorie": "onderzoeker", "kpi14": True, "fte": 0.5}
    steward = {"functiecategorie": "dataspecialist", "kpi14": True, "fte": 0.25}
    frame = FIGUREN["figuur2"](ronde(**persons(scientist, steward)))
    found = [value(frame, jaar=2025, lezing=r, contractstatus="totaal", maat="fte") for r in ("kpi14", "figuur5")]
    assert found == [0.75, 0.25]


def test_figure_2_calls_a_gap_in_the_contracts_onbekend():
    steward = {"functiecategorie": "dataspecialist", "kpi14": True, "fte": 0.25}
    people = persons(steward)
    people["contracten"] = [{"medewerker_id": "p1", "begindatum": "2025-01-01"}]
    frame = FIGUREN["figuur2"](ronde(**people))
    assert value(frame, jaar=2024, lezing="figuur5", contractstatus="onbekend", maat="fte") == 0.25
    assert value(frame, jaar=2024, lezing="figuur5", contractstatus="totaal", maat="fte") == 0.25


def test_figure_3_counts_a_promise_as_vast_and_keeps_inloop_apart():
    promise = {"contracttype": "tijdelijk", "toezegging_datum": "2025-01-01", "toezegging_onvoorwaardelijk": True}
    frame = FIGUREN["figuur3"](ronde(**persons({"fte": 0.5, **promise}, {"fte": 0.25, "inloop": True})))
    assert value(frame, contractstatus="vast", maat="fte") == 0.5
    assert value(frame, contractstatus="inloop", maat="fte") == 0.25
    assert value(frame, contractstatus="vast", maat="structureel_pct") == 12.5


def test_figure_6_takes_shares_of_fte_with_x_in_the_denominator():
    frame = FIGUREN["figuur6"](ronde(**persons({"fte": 0.75, "gender": "v"}, {"fte": 0.25, "gender": "x"})))
    row = frame[(frame["umc"] == "Totaal") & (frame["functiecategorie"] == "UD") & (frame["maat"] == "aandeel_fte")]
    assert dict(zip(row["gender"], row["waarde"], strict=True)) == {"v": 75, "m": 0, "x": 25, "onbekend": 0}
    assert set(row["noemer"]) == {1.0}


def test_figures_4_and_5_together_hold_every_regular_fte():
    people = persons({"fte": 0.5}, {"fte": 0.25, "functiecategorie": "kennisvalorisatie"}, {"fte": 0.1, "inloop": True})
    total = 0
    for name in ("figuur4", "figuur5"):
        frame = FIGUREN[name](ronde(**people))
        total += frame.loc[(frame["umc"] == "Totaal") & (frame["maat"] == "fte"), "waarde"].sum()
    assert total == 0.75


def test_figure_7_has_a_row_for_every_umc_and_subthema_and_marks_the_priorities():
    frame = FIGUREN["figuur7"](ronde(**persons({"fte": 0.5})))
    cell = {"umc": "LUMC", "subthema": "Onderzoeksmethodologie"}
    assert value(frame, **cell, maat="fte") == 0.5 and value(frame, **cell, maat="prioriteit") == 0
    assert value(frame, umc="LUMC", subthema="Innovatiemotor in de regio", maat="prioriteit") == 1
    assert len(frame) == 9 * 3 * 3
