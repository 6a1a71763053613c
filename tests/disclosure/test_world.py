"""The people a reader can think of, by hand, in the round of seven persons."""

import pytest

from sectorplan_analysis.disclosure.claims import UnreadableError
from sectorplan_analysis.disclosure.world import in_words, world_of
from tests.disclosure.test_stelsel import seven
from tests.rounds import ronde


@pytest.fixture(scope="module")
def world():
    return world_of(seven())


REGULIER = ("inloop", (False,))


@pytest.mark.parametrize(
    ("where", "people", "fte"),
    [
        ((REGULIER,), 6, 3.05),
        ((("umc", ("LUMC",)), REGULIER), 4, 2.1),
        ((("contractstatus", ("vast", "toegezegd_vast")), REGULIER, ("umc", ("LUMC",))), 3, 1.4),
        ((("gender", ("ander",)), REGULIER), 2, 1.1),
        ((REGULIER, ("kpi14", (True,))), 2, 1.0),
        ((("functiecategorie", ("dataspecialist",)), REGULIER), 2, 0.8),
        ((REGULIER, ("thema", ("Preventie",))), 6, 3.05),
        ((REGULIER, ("subthema", ("Leefstijldata en -interventies",))), 1, 0.25),
        ((("inloop", (True,)),), 1, 0.9),
        ((("inloop", (True,)), ("umc", ("UMCG",))), 0, 0),
        ((), 7, 3.95),
    ],
)
def test_a_claim_is_counted_in_the_positions_and_is_a_sum_of_atoms(world, where, people, fte):
    assert world.true(where, "medewerkers") == people
    assert world.true(where, "fte") == pytest.approx(fte)
    row = world.row(where)
    assert row @ world.fte == pytest.approx(fte)
    # who is in two of the atoms counts once
    assert (row @ world.members > 0).sum() == people


def test_the_atoms_are_every_group_also_the_empty_ones(world):
    atoms = world.atoms
    assert (atoms["soort"].value_counts()).to_dict() == {"umc": 2 * 9 + 2, "functie": 11 * 9, "thema": 9 * 9}
    assert set(atoms["gender"]) == {"v", "m", "ander", ""}
    assert world.members.shape == (len(atoms), 7) and (world.persons == world.members.sum(axis=1)).all()
    assert set(world.members.ravel()) == {0.0, 1.0}
    assert world.persons[(atoms["soort"] == "umc").to_numpy()].sum() == 7
    assert world.persons[(atoms["soort"] == "functie").to_numpy()].sum() == 7
    assert world.fte[(atoms["soort"] == "thema").to_numpy()].sum() == pytest.approx(3.05)
    assert not atoms.isna().any().any()
    pairs = set(
        atoms.loc[atoms["soort"] == "functie", ["functiecategorie", "kpi14"]].itertuples(index=False, name=None)
    )
    assert {("onderzoeker", True), ("onderzoeker", False), ("dataspecialist", True), ("UD", False)} <= pairs


def test_what_is_told_apart_together_nowhere_cannot_be_judged(world):
    for where in (
        (("umc", ("LUMC",)), ("functiecategorie", ("UD",))),
        (("gender", ("x",)), ("umc", ("LUMC",))),
        (("gender", ("onbekend",)),),
    ):
        with pytest.raises(UnreadableError, match="niet te beoordelen: "):
            world.row(where)


def test_a_round_without_anyone_has_atoms_and_nobody_in_them():
    empty = world_of(ronde())
    assert empty.members.shape[1] == 0 and not empty.persons.any() and empty.true((REGULIER,), "medewerkers") == 0


def test_a_gap_in_the_contracts_is_a_status_among_the_atoms():
    whole = seven()
    contracten = whole.tables["contracten"]
    gap = type(whole)(whole.config, whole.levering, {**whole.tables, "contracten": contracten.iloc[1:]})
    assert set(world_of(gap).atoms["contractstatus"]) == {"vast", "toegezegd_vast", "tijdelijk", "onbekend", ""}


def test_a_claim_has_a_name_in_words():
    where = (("gender", ("v",)), ("inloop", (False,)), ("kpi14", (True,)), ("umc", ("LUMC", "UMCG")))
    assert in_words(where) == "v kpi14 LUMC UMCG"
    assert in_words((REGULIER,)) == "alle medewerkers"
