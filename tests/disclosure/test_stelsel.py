"""The linked cells of a round of seven persons, counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from sectorplan_analysis.disclosure.stelsel import (
    ALTIJD,
    DIMENSIES,
    GRAAG,
    MAG,
    NOOIT,
    bijzaak,
    counted_positions,
    selections,
    stelsel,
)
from tests.rounds import persons, ronde

TIJDELIJK = {"contracttype": "tijdelijk"}
BELOOFD = {**TIJDELIJK, "toezegging_datum": "2025-01-01", "toezegging_onvoorwaardelijk": True}


def seven(**options):
    """p4 has two functions, p7 two subthemas; p5 is inloop; p3 and p6 have another gender."""
    people = persons(
        {"gender": "v", "fte": 0.5},
        {"gender": "m", "fte": 0.6, **BELOOFD},
        {"gender": "x", "fte": 0.7, "functiecategorie": "dataspecialist", "kpi14": True, **TIJDELIJK},
        {"gender": "v", "fte": 0.2, "functiecategorie": "onderzoeker", "kpi14": True},
        {"gender": "m", "fte": 0.9, "inloop": True},
        {"umc": "umcg", "gender": "onbekend", "fte": 0.4, "functiecategorie": "docent"},
        {"umc": "umcg", "gender": "v", "fte": 0.3},
    )
    people["personeel"] += [
        {"medewerker_id": "p4", "fte": 0.1, "functiecategorie": "dataspecialist", "kpi14": True},
        {"umc": "umcg", "medewerker_id": "p7", "fte": 0.25, "subthema": "Leefstijldata en -interventies"},
    ]
    return ronde(**people, **options)


@pytest.fixture(scope="module")
def system():
    return stelsel(seven())


def cel(system, **own) -> int:
    """Number of a cel; inloop is 'nee' unless it is said otherwise."""
    wanted = dict.fromkeys(DIMENSIES, "") | {"inloop": "nee"} | own
    keep = np.logical_and.reduce([system.cellen[name] == value for name, value in wanted.items()])
    (found,) = np.flatnonzero(keep)
    return int(found)


def numbers(system, **own):
    return tuple(system.cellen.loc[cel(system, **own), ["medewerkers", "fte"]])


def test_every_group_is_there_also_where_nobody_is(system):
    groups = system.groepen
    # two umcs and eleven functions by three statussen and three genders, nine subthemas by gender, inloop per umc
    assert len(groups) == (2 + 11) * 9 + 9 * 3 + 2
    assert not groups.duplicated(list(DIMENSIES)).any() and list(groups.columns[:8]) == list(DIMENSIES)
    regular = groups[groups["inloop"] == "nee"]
    assert regular[regular["umc"] != ""]["medewerkers"].sum() == 6
    assert groups[groups["inloop"] == "ja"]["medewerkers"].tolist() == [1, 0]
    # p4 in two functions, p7 in two subthemas
    assert regular[regular["functiecategorie"] != ""]["medewerkers"].sum() == 7
    assert regular[regular["subthema"] != ""]["medewerkers"].sum() == 7
    assert {tuple(pair) for pair in groups[["functiecategorie", "kpi14"]].to_numpy() if "onder" in pair[0]} >= {
        ("onderzoeker", "ja"), ("onderzoeker", "nee")
    }  # fmt: skip
    assert set(groups.loc[groups["functiecategorie"] == "dataspecialist", "kpi14"]) == {"ja"}
    assert set(groups.loc[groups["thema"] == "Preventie", "subthema"]) > {"Onderzoeksmethodologie"}
    assert set(groups["gender"]) == {"v", "m", "rest", ""} and set(groups["inloop"]) == {"ja", "nee"}


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({"umc": "Totaal"}, (6, 3.05)),
        ({"umc": "LUMC"}, (4, 2.1)),
        ({"umc": "LUMC", "contractstatus": "structureel"}, (3, 1.4)),
        ({"umc": "Totaal", "contractstatus": "niet_vast"}, (2, 1.3)),
        ({"umc": "LUMC", "contractstatus": "vast", "gender": "v"}, (2, 0.8)),
        ({"umc": "UMCG", "gender": "rest"}, (1, 0.4)),
        ({"umc": "LUMC", "gender": "niet_v"}, (2, 1.3)),
        ({"umc": "LUMC", "gender": "niet_m"}, (3, 1.5)),
        ({"functiecategorie": "dataspecialist"}, (2, 0.8)),
        ({"functiecategorie": "onderzoeker", "kpi14": "ja"}, (1, 0.2)),
        ({"functiecategorie": "onderzoeker", "kpi14": "nee"}, (0, 0)),
        ({"kpi14": "ja"}, (2, 1.0)),
        ({"kpi14": "ja", "contractstatus": "tijdelijk"}, (1, 0.7)),
        ({"thema": "Preventie"}, (6, 3.05)),
        ({"subthema": "Leefstijldata en -interventies", "gender": "v"}, (1, 0.25)),
        ({"umc": "LUMC", "inloop": "ja"}, (1, 0.9)),
        ({"umc": "Totaal", "inloop": "ja"}, (1, 0.9)),
    ],
)
def test_a_cell_holds_the_persons_and_fte_that_are_counted_by_hand(system, own, expected):
    assert numbers(system, **own) == pytest.approx(expected)


def test_every_cell_is_the_sum_of_its_groups_less_those_who_count_twice(system):
    persons_, fte = system.groepen["medewerkers"], system.groepen["fte"]
    assert np.allclose(system.som @ fte, system.cellen["fte"])
    assert (system.som @ persons_ - system.meer == system.cellen["medewerkers"]).all()
    assert system.meer[cel(system, kpi14="ja")] == 1 and system.meer[cel(system, thema="Preventie")] == 1
    assert system.meer[cel(system, kpi14="ja", gender="m")] == 0
    assert not system.meer[(system.cellen["umc"] != "").to_numpy()].any()
    assert set(system.som.toarray().ravel()) == {0.0, 1.0}


def test_a_cell_is_made_of_groups_of_one_way_of_grouping(system):
    groups = system.groepen
    for own, basis, count in (
        ({"umc": "Totaal"}, "umc", 18),
        ({"umc": "LUMC", "contractstatus": "niet_vast"}, "umc", 6),
        ({"kpi14": "ja", "gender": "v"}, "functiecategorie", 6),
        ({"thema": "Preventie"}, "subthema", 3 * len(set(groups.loc[groups["thema"] == "Preventie", "subthema"]))),
        ({"umc": "Totaal", "inloop": "ja"}, "umc", 2),
    ):
        members = system.som[[cel(system, **own)]].toarray().ravel() > 0
        assert members.sum() == count and (groups.loc[members, basis] != "").all()


def test_the_ways_of_grouping_agree_nationally_but_for_who_counts_twice(system):
    persons_, fte = system.groepen["medewerkers"].to_numpy(), system.groepen["fte"].to_numpy()
    assert system.verband.shape == (9 + 3, len(system.groepen))
    assert (system.verband @ persons_ == system.verschil).all() and np.allclose(system.verband @ fte, 0)
    # by contractstatus and gender p4, by gender p7
    assert sorted(system.verschil) == [0] * 10 + [1, 1]
    inloop = (system.groepen["inloop"] == "ja").to_numpy()
    assert not system.verband.toarray()[:, inloop].any()
    assert set(system.verband.toarray().ravel()) == {-1.0, 0.0, 1.0}


def test_every_cell_occurs_once_and_all_that_may_be_asked_is_there(system):
    cellen = system.cellen
    assert not cellen.duplicated(list(DIMENSIES)).any()
    # places by six statussen and six genders; themes and subthemas by gender; inloop
    assert len(cellen) == (3 + 10 + 3) * 36 + (3 + 9) * 6 + 3
    assert set(cellen["gender"]) == {"", "v", "m", "rest", "niet_v", "niet_m"}
    assert set(cellen["contractstatus"]) == {"", "structureel", "vast", "toegezegd_vast", "tijdelijk", "niet_vast"}


#: Rights of persons and fte by contractstatus and gender; what is not here is never shown.
UMC = {
    ("", ""): (ALTIJD, MAG),
    ("", "v"): (ALTIJD, NOOIT),
    ("structureel", ""): (MAG, ALTIJD),
    ("vast", ""): (MAG, MAG),
    ("vast", "v"): (MAG, NOOIT),
    ("vast", "m"): (MAG, NOOIT),
    ("toegezegd_vast", ""): (MAG, MAG),
    ("tijdelijk", ""): (MAG, MAG),
    ("niet_vast", ""): (MAG, NOOIT),
    ("niet_vast", "v"): (MAG, NOOIT),
    ("niet_vast", "m"): (MAG, NOOIT),
}
LAND = UMC | {
    ("", ""): (ALTIJD, GRAAG), ("", "v"): (ALTIJD, MAG), ("vast", ""): (GRAAG, MAG), ("vast", "v"): (GRAAG, NOOIT)
}  # fmt: skip
STATUSSEN = ("", "structureel", "vast", "toegezegd_vast", "tijdelijk", "niet_vast")
FUNCTIE = {(status, ""): (MAG, MAG) for status in STATUSSEN} | {("vast", g): (MAG, MAG) for g in "vm"}
KPI14 = {(status, ""): (ALTIJD if not status else MAG,) * 2 for status in STATUSSEN[:-1]}
THEMA = {("", g): (MAG, MAG) for g in ("", "v", "m")}


@pytest.mark.parametrize(
    ("own", "rights"),
    [
        ({"umc": "LUMC"}, UMC),
        ({"umc": "Totaal"}, LAND),
        ({"functiecategorie": "UD"}, FUNCTIE),
        ({"functiecategorie": "dataspecialist"}, FUNCTIE),
        ({"kpi14": "ja"}, KPI14),
        ({"functiecategorie": "onderzoeker", "kpi14": "ja"}, {}),
        ({"functiecategorie": "onderzoeker", "kpi14": "nee"}, {}),
        ({"thema": "Preventie"}, THEMA),
        ({"subthema": "Leefstijldata en -interventies"}, {("", ""): (MAG, MAG)}),
    ],
)
def test_the_right_of_every_number_is_the_one_agreed(system, own, rights):
    wanted = dict.fromkeys(DIMENSIES[:5], "") | own
    keep = np.logical_and.reduce([system.cellen[name] == value for name, value in wanted.items()])
    rows = system.cellen[keep & (system.cellen["inloop"] == "nee")]
    columns = ["contractstatus", "gender", "recht_medewerkers", "recht_fte"]
    found = {(s, g): (p, f) for s, g, p, f in rows[columns].itertuples(index=False) if (p, f) != (NOOIT, NOOIT)}
    assert found == rights


def test_of_inloop_the_numbers_per_umc_may_be_shown(system):
    rows = system.cellen[system.cellen["inloop"] == "ja"]
    assert rows["umc"].tolist() == ["Totaal", "LUMC", "UMCG"]
    assert set(rows["recht_medewerkers"]) | set(rows["recht_fte"]) == {MAG}


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({"umc": "LUMC", "contractstatus": "structureel"}, True),
        ({"umc": "Totaal", "contractstatus": "niet_vast"}, True),
        ({"umc": "LUMC", "contractstatus": "niet_vast", "gender": "v"}, False),
        ({"umc": "LUMC", "contractstatus": "vast"}, False),
        ({"umc": "LUMC", "contractstatus": "tijdelijk"}, False),
        ({"functiecategorie": "UD", "contractstatus": "structureel"}, True),
        ({"functiecategorie": "UD", "contractstatus": "toegezegd_vast"}, True),
        ({"functiecategorie": "UD", "contractstatus": "tijdelijk"}, True),
        ({"functiecategorie": "UD", "contractstatus": "vast"}, False),
        ({"functiecategorie": "UD", "contractstatus": "niet_vast"}, False),
        ({"kpi14": "ja", "contractstatus": "structureel"}, False),
    ],
)
def test_what_no_table_of_the_report_needs_goes_first(system, own, expected):
    assert bool(bijzaak(system.cellen)[cel(system, **own)]) is expected


def test_a_gap_in_the_contracts_is_a_status_of_its_own_and_counts_in_all():
    whole = seven()
    contracten = whole.tables["contracten"]
    gap = type(whole)(
        config=whole.config,
        levering=whole.levering,
        tables={**whole.tables, "contracten": contracten[contracten["medewerker_id"] != "p2"]},
    )
    system = stelsel(gap)
    assert len(system.groepen) == (2 + 11) * 12 + 9 * 3 + 2
    assert numbers(system, umc="LUMC")[0] == 4 and numbers(system, umc="LUMC", contractstatus="structureel")[0] == 2
    assert system.meer[cel(system, umc="LUMC")] == 0


def test_a_umc_that_was_left_out_has_no_cells():
    people = persons({"gender": "v"})
    system = stelsel(ronde(**people, ontbrekend=("umcg",)))
    assert set(system.cellen["umc"]) == {"", "Totaal", "LUMC"} and set(system.groepen["umc"]) == {"", "LUMC"}


def test_positions_carry_the_dimensions_as_text():
    rows = counted_positions(seven())
    first = rows[rows["medewerker_id"] == "p3"].iloc[0]
    assert (first["plaats"], first["kpi14"], first["gender"], first["inloop"]) == ("LUMC", "ja", "rest", "nee")
    assert (
        set(rows["gender"]) == {"v", "m", "rest"} and rows.loc[rows["medewerker_id"] == "p5", "inloop"].item() == "ja"
    )
    assert rows["fte"].sum() == pytest.approx(3.95) and rows["kpi14"].value_counts().to_dict() == {"nee": 6, "ja": 3}


def test_a_selection_keeps_the_positions_of_a_cell(system):
    rows = counted_positions(seven())
    wanted = system.cellen.iloc[[cel(system, umc="LUMC", contractstatus="structureel"), cel(system, umc="Totaal")]]
    kept = ["".join(sorted(rows["medewerker_id"][keep])) for keep in selections(wanted, rows)]
    assert kept == ["p1p2p4p4", "p1p2p3p4p4p6p7p7"]
