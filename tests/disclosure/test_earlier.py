"""What earlier editions made public, in a table of two umcs by two statussen."""

import datetime as dt

import numpy as np
import pytest

from sectorplan_analysis.disclosure.earlier import (
    hidden_before,
    only_umcs,
    published_before,
    says,
    shown_before,
    wijzigingen,
)
from sectorplan_analysis.disclosure.openbaar import save_openbaar
from sectorplan_analysis.disclosure.stelsel import ALTIJD, MAG
from tests.disclosure.systems import edition, number, place, plain_table, shows
from tests.rounds import persons, ronde

DAY, BEFORE = dt.date(2025, 12, 31), dt.date(2024, 12, 31)
UMCS = ("LUMC", "UMCG")
TIJDELIJK = {"contracttype": "tijdelijk"}


def table(counts, **options):
    options.setdefault("fte_right", MAG)
    system = plain_table(counts, umcs=UMCS, **options)
    # as in the system itself: every number is about people without inloop
    return type(system)(**{**vars(system), "cellen": system.cellen.assign(inloop="nee")})


@pytest.fixture
def system():
    return table([[6, 10], [20, 8]])


def everything(system):
    return np.ones((len(system.cellen), 2), dtype=bool)


def without(system, *cells, maat=0):
    shown = everything(system)
    shown[[place(system, *cell) for cell in cells], maat] = False
    return shown


def test_editions_are_found_by_their_folder_the_oldest_first(tmp_path):
    for day in ("2025-12-31", "2024-12-31"):
        save_openbaar(edition(number("1", day=day), day=day), tmp_path / day / "openbaar" / "tabellen")
    (tmp_path / "2023-12-31" / "openbaar").mkdir(parents=True)
    found = published_before(tmp_path)
    assert list(found) == [tmp_path / day / "openbaar" / "tabellen" for day in ("2024-12-31", "2025-12-31")]
    assert [own.peildatum for own in found.values()] == [BEFORE, DAY]


def test_an_edition_says_something_about_the_days_of_its_numbers():
    own = edition(number("1"), number("1", day="2023-12-31"))
    assert says(own, DAY) and says(own, dt.date(2023, 12, 31)) and not says(own, BEFORE)


def test_what_was_shown_is_a_number_per_cell_and_measure_and_the_last_edition_decides(system):
    first = shows(system, without(system, ("LUMC", "vast")))
    values = shown_before(system.cellen, [first], DAY)
    assert np.isnan(values).sum() == 1 and np.isnan(values[place(system, "LUMC", "vast"), 0])
    assert values[0].tolist() == [44, 22] and values[place(system, "LUMC", "vast"), 1] == 3
    assert np.isnan(shown_before(system.cellen, [first], BEFORE)).all()
    assert np.isnan(shown_before(system.cellen, [], DAY)).all()
    later = edition(number("45"))
    assert shown_before(system.cellen, [first, later], DAY)[0].tolist() == [45, 22]


def test_what_an_edition_of_the_day_itself_hid_stays_hidden(system):
    own = shows(system, without(system, ("LUMC", "vast")))
    fte = shows(system, without(system, ("UMCG", ""), maat=1))
    assert np.argwhere(hidden_before(system.cellen, [own], DAY)).tolist() == [[place(system, "LUMC", "vast"), 0]]
    assert hidden_before(system.cellen, [fte, own], DAY).sum() == 2
    # an edition of another day may say something about this one; what it left out is no secret of this one
    other = shows(system, without(system, ("LUMC", "vast")), day="2024-12-31")
    assert not hidden_before(system.cellen, [other], DAY).any()
    assert hidden_before(system.cellen, [other], BEFORE).sum() == 1


def test_a_second_edition_with_a_umc_more_shows_per_umc_and_the_kept_sums_only():
    rights = {(umc, ""): ALTIJD for umc in UMCS}
    system = table([[6, 10], [20, 8]], rights=rights, fte_rights={("LUMC", "vast"): ALTIJD})
    cellen = system.cellen.assign(umc=system.cellen["umc"].replace("", "Totaal"))
    system = type(system)(**{**vars(system), "cellen": cellen})
    before = shows(system, without(system, ("LUMC", "vast")), without=("umcg",))
    hidden = only_umcs(system, [before], DAY)
    cells = [(umc, status) for umc in ("Totaal", *UMCS) for status in ("", "vast", "toegezegd_vast")]
    kept = {cell: tuple(~hidden[place(system, *cell)]) for cell in cells}
    assert kept == {
        # the sum of the kept totals of the umcs, and of the fte the one that is kept per umc
        ("Totaal", ""): (True, False),
        ("Totaal", "vast"): (False, True),
        ("Totaal", "toegezegd_vast"): (False, False),
        # in the earlier edition: what it showed; new: everything
        ("LUMC", ""): (True, True),
        ("LUMC", "vast"): (False, True),
        ("LUMC", "toegezegd_vast"): (True, True),
        **{("UMCG", status): (True, True) for status in ("", "vast", "toegezegd_vast")},
    }


def test_a_national_number_by_function_does_not_stay_when_the_umcs_differ(system):
    # '' is the country in a table by function
    hidden = only_umcs(system, [shows(system, everything(system), without=("umcg",))], DAY)
    assert hidden[:3].all() and not hidden[place(system, "UMCG", "vast")].any()


def people(*, leavers: int, joiners: int = 0, fte: float = 0.5, later: float | None = None):
    """LUMC: ten tijdelijk of whom some left in 2025, ten vast; UMCG: twenty vast and those who came in 2025."""
    rows = [{**TIJDELIJK, "fte": fte, "einddatum": "2025-06-30" if n < leavers else None} for n in range(10)]
    rows += [{"fte": 0.5}] * 10 + [{"fte": 0.5, "umc": "umcg"}] * 20
    rows += [{"fte": 0.5, "umc": "umcg", "begindatum": "2025-07-01"}] * joiners
    found = persons(*rows)
    for contract in found["contracten"]:
        contract["einddatum"], contract["begindatum"] = None, "2020-01-01"
    if later is not None:
        found["personeel"][-1]["einddatum"] = "2025-06-30"
        found["personeel"].append(
            found["personeel"][-1] | {"fte": later, "begindatum": "2025-07-01", "einddatum": None}
        )
    return ronde(**found)


def system_of(whole):
    """The table of a round by umc and status."""
    rows = whole.posities
    counts = [[((rows["umc"] == u) & (rows["contractstatus"] == s)).sum() for s in ("vast", "tijdelijk")]
              for u in ("lumc", "umcg")]  # fmt: skip
    system = table(counts)
    names = {"toegezegd_vast": "tijdelijk"}
    cellen = system.cellen.assign(contractstatus=system.cellen["contractstatus"].replace(names))
    fte = [
        rows.loc[((rows["umc"] == u.lower()) | (u == "")) & ((rows["contractstatus"] == s) | (s == "")), "fte"].sum()
        for u, s in cellen[["umc", "contractstatus"]].itertuples(index=False)
    ]
    return type(system)(**{**vars(system), "cellen": cellen.assign(fte=fte)})


def changes(whole, shown=None, *, grens=5, **options):
    """Cells of which a change must be hidden: umc, status, measure, what it was."""
    then = system_of(whole.op(BEFORE))
    before = shows(then, everything(then) if shown is None else shown, day="2024-12-31", **options)
    now = system_of(whole)
    return [
        (*now.cellen.loc[w.cel, ["umc", "contractstatus"]], w.maat, w.toen)
        for w in wijzigingen(now, whole, [before], grens=grens)
    ]


def test_three_who_left_are_a_change_of_every_number_they_were_in():
    *cells, was = zip(*changes(people(leavers=3)), strict=True)
    assert list(zip(*cells, strict=True)) == [
        ("", "", 0), ("", "", 1), ("", "tijdelijk", 0), ("", "tijdelijk", 1),
        ("LUMC", "", 0), ("LUMC", "", 1), ("LUMC", "tijdelijk", 0), ("LUMC", "tijdelijk", 1),
    ]  # fmt: skip
    assert was == pytest.approx((40, 20, 10, 5, 20, 10, 10, 5))


def test_as_many_as_grens_give_nobody_away_and_nor_does_one_among_many_movers():
    assert changes(people(leavers=5)) == []
    assert len(changes(people(leavers=4))) == 8 and changes(people(leavers=4), grens=4) == []
    # nationally three left and four came: seven movers; per umc fewer than five
    found = changes(people(leavers=3, joiners=4))
    assert {own[:2] for own in found} == {("", "tijdelijk"), ("LUMC", ""), ("LUMC", "tijdelijk"), ("UMCG", ""),
                                          ("UMCG", "vast"), ("", "vast")}  # fmt: skip


def test_other_hours_of_one_person_change_the_fte_and_not_the_persons():
    assert [own[:3] for own in changes(people(leavers=0, later=0.75))] == [
        ("", "", 1), ("", "vast", 1), ("UMCG", "", 1), ("UMCG", "vast", 1)
    ]  # fmt: skip
    # a difference that rounding alone can make is none
    assert changes(people(leavers=0, later=0.51)) == []


def test_who_only_changes_hours_does_not_hide_who_left():
    # nationally four left and one changed hours: too few for a count of persons
    found = {own[:3] for own in changes(people(leavers=4, later=0.75))}
    assert ("", "", 0) in found and ("", "", 1) not in found


@pytest.mark.parametrize(
    ("maat", "more", "few"),
    [(0, 1, True), (0, 4, True), (0, 5, False), (1, 5.9, True), (1, 6.0, False), (1, 0.01, False)],
)
def test_a_change_larger_than_the_movers_can_make_counts_as_that_many_persons(maat, more, few):
    whole = people(leavers=0)
    now = system_of(whole)
    # what was corrected since: nobody moved, and the number differs all the same
    column = ("medewerkers", "fte")[maat]
    other = type(now)(**{**vars(now), "cellen": now.cellen.assign(**{column: now.cellen[column] + more})})
    shown = ~without(now, ("UMCG", "vast"), maat=maat)
    before = shows(other, shown, day="2024-12-31")
    found = [(w.cel, w.maat) for w in wijzigingen(now, whole, [before], grens=5)]
    # nobody at UMCG is tijdelijk, but a reader does not know that
    assert found == ([(place(now, "UMCG", "vast"), maat)] if few else [])


def test_a_number_that_adds_up_from_what_was_shown_is_known_and_a_hidden_one_that_does_not_is_not():
    whole = people(leavers=3)
    then = system_of(whole.op(BEFORE))
    every = changes(whole)
    derived = changes(whole, without(then, ("LUMC", "tijdelijk")) & without(then, ("LUMC", "tijdelijk"), maat=1))
    assert [own[:3] for own in derived] == [own[:3] for own in every]
    assert [own[3] for own in derived] == pytest.approx([own[3] for own in every])
    square = [("LUMC", "vast"), ("LUMC", "tijdelijk"), ("UMCG", "vast"), ("UMCG", "tijdelijk")]
    hidden = without(then, *square) & without(then, *square, maat=1)
    assert {own[:2] for own in changes(whole, hidden)} == {("", ""), ("", "tijdelijk"), ("LUMC", "")}
    assert changes(whole, np.zeros_like(hidden)) == []


def test_an_edition_with_other_umcs_is_left_aside():
    assert changes(people(leavers=3), without=("umcg",)) == []
