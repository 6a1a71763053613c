"""What can be worked out of a table of two umcs by two statussen, by hand and by the attacker."""

import dataclasses

import numpy as np
import pytest
from scipy import sparse

from sectorplan_analysis.disclosure.attacker import (
    Aanvaller,
    Eis,
    Wijziging,
    eisen_klein,
    eisen_wijziging,
    follows,
    getallen_van,
    naam,
    told_twice,
)
from sectorplan_analysis.disclosure.stelsel import DIMENSIES, MAG, NOOIT
from tests.disclosure.systems import place, plain_table

#: A: 3 vast, 10 beloofd. B: 20 vast, 8 beloofd.
COUNTS = [[3, 10], [20, 8]]


@pytest.fixture
def system():
    return plain_table(COUNTS, fte_right=MAG)


def hidden(system, *cells, maat=0):
    """True for the numbers of these cells; the fte is hidden everywhere unless it is asked for."""
    getallen = getallen_van(system)
    places = [place(system, *cell) for cell in cells]
    own = np.isin(getallen.cel, places) & (getallen.maat == maat)
    return own | (getallen.maat == 1) if maat == 0 else own


def some(system, *cells):
    """True for the small cells of which something must stay possible."""
    return np.isin(np.arange(len(system.cellen)), [place(system, *cell) for cell in cells])


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ({"umc": "LUMC", "contractstatus": "vast", "gender": "v", "inloop": "nee"}, "fte vast v bij LUMC"),
        ({"umc": "LUMC", "inloop": "ja"}, "fte inloop bij LUMC"),
        ({"functiecategorie": "onderzoeker", "kpi14": "nee", "inloop": "nee"}, "fte onderzoeker zonder kpi14"),
        ({"kpi14": "ja", "thema": "Preventie"}, "fte Preventie kpi14"),
    ],
)
def test_a_number_has_a_name_in_words(own, words):
    assert naam(dict.fromkeys(DIMENSIES, "") | own, "fte") == words


def test_every_number_that_may_be_shown_is_a_row_with_its_value(system):
    getallen = getallen_van(system)
    truth = np.concatenate([system.groepen["medewerkers"], system.groepen["fte"]])
    assert len(getallen.namen) == 18 and getallen.namen[:3] == ["medewerkers", "fte", "medewerkers vast"]
    assert (getallen.rijen @ truth == getallen.waarden).all()
    assert getallen.waarden[:4].tolist() == [41, 20.5, 23, 11.5]
    assert getallen.cel[:4].tolist() == [0, 0, 1, 1] and getallen.maat[:4].tolist() == [0, 1, 0, 1]


def test_a_number_that_is_never_shown_is_no_row():
    getallen = getallen_van(plain_table(COUNTS, rights={("A", "vast"): NOOIT}))
    assert len(getallen.namen) == 8 and "medewerkers vast bij A" not in getallen.namen


def test_persons_who_count_in_two_groups_of_a_cell_are_part_of_its_value(system):
    twice = dataclasses.replace(system, meer=np.arange(9.0))
    getallen = getallen_van(twice)
    assert (getallen.waarden - getallen_van(system).waarden).tolist() == [
        number for cel in range(9) for number in (cel, 0)
    ]


def test_a_small_cell_must_be_able_to_be_grens_and_nothing_and_its_fte_half_as_much_again(system):
    system = dataclasses.replace(system, meer=np.where(some(system, ("A", "vast")), 1.0, 0.0))
    demands = list(eisen_klein(system, some(system, ("A", "vast"), ("A", "")), 5))
    cell, row = place(system, "A", "vast"), place(system, "A", "")
    # the smallest sum first; the last ones the other way round
    assert [(eis.cel, eis.grens) for eis in demands] == [
        (cell, 6), (row, 5), (cell, 1.5 * 1.5), (row, 1.5 * 6.5), (row, 0), (cell, -1)
    ]  # fmt: skip
    assert [eis.doel.tolist() for eis in demands[::2]] == [
        [1, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 1, 0, 0, 0], [-1, -1, 0, 0, 0, 0, 0, 0]
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("maat", "toen", "expected"),
    [
        # three now and two before: two must stay possible, and seven (a change that is not small)
        (0, 2.0, [(-1, -2.0), (1, 7.0)]),
        (0, 5.0, [(1, 5.0), (-1, 0.0)]),
        (0, 10.0, [(1, 10.0), (1, 5.0)]),
        # fte: 1.5 now and 1.0 before: 1.0 must stay possible, and half as much change again
        (1, 1.0, [(-1, -1.0), (1, 1.75)]),
        (1, 2.0, [(1, 2.0), (-1, -1.25)]),
        (1, 9.0, [(1, 9.0), (-1, -0.0)]),
    ],
)
def test_a_change_must_be_able_to_be_none_or_large(system, maat, toen, expected):
    cel = place(system, "A", "vast")
    demands = list(eisen_wijziging(system, Wijziging(cel, maat, toen), 5))
    index = 4 * maat
    assert [(eis.doel[index], eis.grens) for eis in demands] == expected
    assert all(np.abs(eis.doel).sum() == 1 and eis.cel == cel for eis in demands)


def test_a_change_of_persons_counted_twice_is_one_of_the_sum(system):
    system = dataclasses.replace(system, meer=np.full(9, 2.0))
    demands = list(eisen_wijziging(system, Wijziging(place(system, "A", "vast"), 0, 4.0), 5))
    assert [eis.grens for eis in demands] == [6.0, -1.0]


def test_one_hidden_cell_in_a_row_with_its_total_is_found_with_the_numbers_that_tell_it(system):
    attacker = Aanvaller(system, getallen_van(system))
    told = attacker.te_dichtbij(eisen_klein(system, some(system, ("A", "vast")), 5), hidden(system, ("A", "vast")))
    assert [eis.cel for eis, _ in told] == [place(system, "A", "vast")]
    # 13 of A less 10 beloofd, or 23 vast less 20 of B, or with both totals
    names = {getallen_van(system).namen[i] for i in told[0][1]}
    assert names and names <= {name for name in getallen_van(system).namen if name.startswith("medewerkers")}


def test_four_hidden_cells_of_a_square_leave_room_on_either_side(system):
    attacker = Aanvaller(system, getallen_van(system))
    square = hidden(system, ("A", "vast"), ("A", "toegezegd_vast"), ("B", "vast"), ("B", "toegezegd_vast"))
    assert attacker.te_dichtbij(eisen_klein(system, some(system, ("A", "vast")), 5), square) == []
    # the first table is the true one, and every other fits all that is shown
    rows = getallen_van(system).rijen[~square]
    assert np.abs(rows @ attacker.tables.T - getallen_van(system).waarden[~square][:, None]).max() < 1e-6
    assert len(attacker.tables) > 1


def test_fte_tells_the_persons_and_the_persons_the_fte(system):
    getallen, cell = getallen_van(system), some(system, ("A", "vast"))
    everything = np.ones(len(getallen.namen), dtype=bool)
    only = {name: everything & (np.array(getallen.namen) != name) for name in getallen.namen}
    attacker = Aanvaller(system, getallen)
    # 1.5 fte are at least two persons of at most 1.2: nobody can be excluded
    told = attacker.te_dichtbij(eisen_klein(system, cell, 5), only["fte vast bij A"])
    assert {float(np.sign(eis.doel.sum())) for eis, _ in told} == {1.0}
    assert attacker.te_dichtbij(eisen_klein(system, cell, 5), everything) == []
    zero = [eis for eis in eisen_klein(system, cell, 5) if eis.doel.min() < 0]
    assert len(attacker.te_dichtbij(zero, only["fte vast bij A"])) == 1


def test_more_persons_than_grens_give_no_more_fte_than_each_can_have(system):
    getallen = getallen_van(system)
    shown = np.array(getallen.namen) == "medewerkers vast bij A"
    top = Eis(np.eye(8)[4], 3 * 1.2, 0)
    attacker = Aanvaller(system, getallen)
    assert attacker.te_dichtbij([top], ~shown) == []
    assert attacker.te_dichtbij([Eis(np.eye(8)[4], 3.7, 0)], ~shown) != []
    low = -np.eye(8)[4]
    assert attacker.te_dichtbij([Eis(low, -0.03, 0)], ~shown) == []
    assert attacker.te_dichtbij([Eis(low, -0.02, 0)], ~shown) != []


def test_one_fault_per_cell_is_told(system):
    nothing = np.zeros(18, dtype=bool)
    attacker = Aanvaller(system, getallen_van(system))
    told = attacker.te_dichtbij(eisen_klein(system, some(system, ("A", "vast"), ("B", "toegezegd_vast")), 9), nothing)
    assert sorted(eis.cel for eis, _ in told) == [place(system, "A", "vast"), place(system, "B", "toegezegd_vast")]


def test_two_ways_of_counting_the_same_people_are_one_system(system):
    # another grouping of A: its 13 persons are 13 of the last group too
    link = sparse.csr_array(np.array([[1.0, 1, 0, -1]]))
    linked = dataclasses.replace(system, verband=link, verschil=np.array([5.0]))
    getallen = getallen_van(linked)
    shown = np.array(getallen.namen) == "medewerkers toegezegd_vast bij B"
    attacker = Aanvaller(linked, getallen)
    assert attacker.te_dichtbij([Eis(np.array([1.0, 1, 0, 0, 0, 0, 0, 0]), 13, 0)], ~shown) == []
    assert attacker.te_dichtbij([Eis(np.array([1.0, 1, 0, 0, 0, 0, 0, 0]), 13.1, 0)], ~shown) != []


def test_of_a_few_people_is_not_known_that_one_counts_twice(system):
    # the 3 of A and the 20 of B, and the same people in two other groups
    links = sparse.csr_array(np.array([[-1.0, 1, 0, 0], [0, 0, -1, 1]]))
    twice = dataclasses.replace(system, verband=links, verschil=np.array([7.0, -12]))
    assert told_twice(twice, 5).tolist() == [False, False] and told_twice(twice, 3).tolist() == [True, True]
    once = dataclasses.replace(twice, verschil=np.array([0.0, -12]))
    assert told_twice(once, 5).tolist() == [True, True]
    getallen = getallen_van(twice)
    shown = np.array(getallen.namen) == "medewerkers toegezegd_vast bij A"
    five, more_than_ten = (Eis(np.eye(8)[0], number, 0) for number in (5, 10.1))
    assert Aanvaller(twice, getallen).te_dichtbij([five], ~shown) == []
    assert Aanvaller(twice, getallen, 3).te_dichtbij([five], ~shown) != []
    # nobody counts less than once: of the ten there, as many may be here
    assert Aanvaller(twice, getallen).te_dichtbij([more_than_ten], ~shown) != []


def test_a_hidden_number_that_adds_up_from_what_is_shown_is_named(system):
    getallen = getallen_van(system)
    one = hidden(system, ("A", "vast"))
    assert [getallen.namen[i] for i in np.flatnonzero(follows(system, getallen, one))] == ["medewerkers vast bij A"]
    square = hidden(system, ("A", "vast"), ("A", "toegezegd_vast"), ("B", "vast"), ("B", "toegezegd_vast"))
    assert not follows(system, getallen, square).any()


def test_of_nobody_the_fte_follows_and_of_no_fte_the_persons():
    system = plain_table([[0, 10], [20, 8]], fte_right=MAG)
    getallen = getallen_van(system)
    without = np.array([name.startswith("fte") for name in getallen.namen])
    found = [getallen.namen[i] for i in np.flatnonzero(follows(system, getallen, without))]
    assert found == ["fte vast bij A"]
    persons = ~without
    found = [getallen.namen[i] for i in np.flatnonzero(follows(system, getallen, persons))]
    assert found == ["medewerkers vast bij A"]


def test_what_follows_through_another_way_of_counting_follows_too(system):
    # the links say that A and the 'toegezegd' of B hold as many, so that A's own cells give B's away
    linked = dataclasses.replace(
        system, verband=sparse.csr_array(np.array([[1.0, 1, 0, -1]])), verschil=np.array([5.0])
    )
    getallen = getallen_van(linked)
    shown = np.isin(getallen.namen, ["medewerkers vast bij A", "medewerkers toegezegd_vast bij A"])
    found = [getallen.namen[i] for i in np.flatnonzero(follows(linked, getallen, ~shown))]
    assert "medewerkers toegezegd_vast bij B" in found and "medewerkers vast bij B" not in found


def test_a_hidden_zero_is_not_known_to_be_nobody():
    system = plain_table([[0, 10], [20, 8]], fte_right=MAG)
    getallen = getallen_van(system)
    assert not follows(system, getallen, np.ones(len(getallen.namen), dtype=bool)).any()
