"""The choice of what to hide in tables that can be worked out by hand."""

import numpy as np
import pytest

from sectorplan_analysis.disclosure import protect as module
from sectorplan_analysis.disclosure.attacker import Aanvaller, Wijziging, eisen_klein, getallen_van
from sectorplan_analysis.disclosure.protect import OnthullingError, protect
from sectorplan_analysis.disclosure.stelsel import ALTIJD, GRAAG, MAG, NOOIT
from tests.disclosure.systems import STATUSSEN, grid, place, plain_table

SQUARE = [[3, 10, 20], [30, 8, 25], [40, 45, 35]]
TOTALS = {(u, s): ALTIJD for u in ("", "A", "B", "C") for s in ("", *STATUSSEN) if not (u and s)}


def some(system, *cells, maat=0):
    """True per cel and maat for these cells."""
    found = np.zeros((len(system.cellen), 2), dtype=bool)
    found[[place(system, *cell) for cell in cells], maat] = True
    return found


def test_nothing_is_hidden_when_nothing_is_small():
    system = plain_table([[5, 10], [0, 8]], fte_right=MAG)
    assert protect(system).all()


def test_between_kept_totals_the_cheapest_square_is_hidden_around_a_small_number():
    system = plain_table(SQUARE, rights=TOTALS)
    assert grid(system, protect(system)) == {"": "SSSS", "A": "S..S", "B": "S..S", "C": "SSSS"}


def test_a_number_of_exactly_grens_is_not_small_and_one_less_is():
    system = plain_table([[5, 10, 20], *SQUARE[1:]], rights=TOTALS)
    assert protect(system)[:, 0].all()
    assert not protect(system, grens=6)[place(system, "A", "vast"), 0]


def test_a_total_that_may_go_goes_before_a_square():
    system = plain_table([[3, 60], [70, 80]], rights={("", ""): ALTIJD})
    assert grid(system, protect(system)) == {"": "S.S", "A": ".S", "B": "SSS"} or (~protect(system)[:, 0]).sum() <= 4


def test_the_fte_goes_with_its_persons_and_a_kept_fte_stays():
    system = plain_table(SQUARE, rights=TOTALS, fte_rights=TOTALS, fte_right=MAG)
    shown = protect(system)
    assert grid(system, shown, 1)["A"][1] == "." and (shown[:, 0] | ~shown[:, 1])[4:].all()
    assert grid(system, shown, 1)[""] == "SSSS"


def test_what_is_secret_is_hidden_and_what_is_public_is_not():
    system = plain_table(SQUARE, rights=TOTALS)
    secret = protect(system, geheim=some(system, ("C", "tijdelijk")))
    assert not secret[place(system, "C", "tijdelijk"), 0]
    public = some(system, ("A", "toegezegd_vast"))
    shown = protect(system, bekend=public)
    assert shown[place(system, "A", "toegezegd_vast"), 0] and not shown[place(system, "A", "tijdelijk"), 0]
    # a number that is out cannot be made secret again
    both = protect(system, bekend=public, geheim=public)
    assert both[place(system, "A", "toegezegd_vast"), 0]


def test_a_small_number_that_is_public_is_named():
    system = plain_table(SQUARE, rights=TOTALS)
    with pytest.raises(OnthullingError) as error:
        protect(system, bekend=some(system, ("A", "vast")))
    assert str(error.value) == (
        "De openbare editie is niet gemaakt: al gepubliceerd zijn kleine aantallen: medewerkers vast bij A."
    )


def test_totals_that_tell_a_small_number_are_named_the_cheapest_and_no_others():
    rights = {(u, s): ALTIJD for u in ("", "A", "B") for s in ("", *STATUSSEN[:2])}
    system = plain_table([[3, 10], [30, 40]], rights=rights)
    with pytest.raises(OnthullingError) as error:
        protect(system)
    start, _, rest = str(error.value).partition(" Deze zouden weg moeten: ")
    names, _, end = rest.partition(". Besluit u daartoe")
    assert start.endswith("totalen die zichtbaar moeten blijven, verraden een klein aantal.")
    # the other umc's total of that kind is no longer kept, since this one is small
    assert names == "medewerkers toegezegd_vast bij A; medewerkers toegezegd_vast bij B"
    assert end.endswith("onder [[prijsgegeven]] en draai opnieuw.")
    shown = protect(system, opgegeven=names.split("; "))
    assert grid(system, shown) == {"": "SSS", "A": "S..", "B": "S.."}


def test_what_earlier_editions_gave_away_is_said_in_other_words():
    system = plain_table([[3, 10], [30, 40]])
    public = np.zeros((9, 2), dtype=bool)
    public[:, 0] = True
    public[place(system, "A", "vast"), 0] = False
    with pytest.raises(OnthullingError) as error:
        protect(system, bekend=public)
    assert str(error.value) == (
        "De openbare editie is niet gemaakt: wat al in een eerdere openbare editie staat, verraadt samen met deze "
        "cijfers een klein aantal. Is die editie nooit gepubliceerd, verwijder dan haar map en draai opnieuw."
    )


def test_what_no_edition_gave_away_is_not_blamed_on_one(monkeypatch):
    monkeypatch.setattr(module, "_zoek", lambda *_: None)
    with pytest.raises(OnthullingError, match=r"ook zonder alle totalen .* Meld dit de beheerder van dit pakket"):
        protect(plain_table([[3, 10], [30, 40]]))


def test_fte_that_is_public_cannot_be_hidden_with_its_persons():
    system = plain_table(SQUARE, rights=TOTALS, fte_right=MAG)
    cell = ("C", "tijdelijk")
    with pytest.raises(OnthullingError, match="al in een eerdere openbare editie"):
        protect(system, geheim=some(system, cell), bekend=some(system, cell, maat=1))


def test_what_is_rather_kept_is_hidden_last_and_what_is_missed_least_first():
    rights = TOTALS | {("A", "toegezegd_vast"): GRAAG, ("B", "toegezegd_vast"): GRAAG}
    system = plain_table(SQUARE, rights=rights)
    # tijdelijk has larger numbers than beloofd, and goes all the same
    assert grid(system, protect(system)) == {"": "SSSS", "A": "S.S.", "B": "S.S.", "C": "SSSS"}


def test_a_number_that_never_may_be_shown_is_not_and_of_nobody_the_fte_is():
    system = plain_table([[0, 10], [20, 8]], rights={("B", ""): NOOIT}, fte_rights={("A", "vast"): MAG})
    shown = protect(system)
    assert not shown[place(system, "B", ""), 0] and shown[place(system, "A", "vast"), 1]
    assert shown[:, 1].sum() == 1


def test_a_change_of_a_few_persons_is_hidden_and_a_kept_total_is_not():
    rights = {("", ""): ALTIJD, ("A", ""): GRAAG}
    system = plain_table([[13, 10], [20, 18]], rights=rights)
    cell = place(system, "A", "vast")
    shown = protect(system, wijzigingen=[Wijziging(cell, 0, 12.0)])
    assert not shown[cell, 0] and shown[0, 0]
    assert protect(system, wijzigingen=[Wijziging(0, 0, 60.0)]).sum() == 9
    assert protect(system, wijzigingen=[Wijziging(place(system, "A", ""), 0, 22.0)]).sum() == 9
    known = some(system, ("A", "vast"))
    assert protect(system, wijzigingen=[Wijziging(cell, 0, 12.0)], bekend=known).sum() == 9


def test_small_numbers_stay_in_doubt_beside_a_change():
    system = plain_table(SQUARE, rights=TOTALS)
    shown = protect(system, wijzigingen=[Wijziging(place(system, "C", "tijdelijk"), 0, 34.0)])
    small = system.cellen["medewerkers"].between(1, 4).to_numpy()
    getallen = getallen_van(system)
    attacker = Aanvaller(system, getallen)
    assert attacker.te_dichtbij(eisen_klein(system, small, 5), ~shown[getallen.cel, getallen.maat]) == []
    assert not shown[place(system, "C", "tijdelijk"), 0]


@pytest.mark.parametrize("right", [ALTIJD, GRAAG])
def test_a_change_that_kept_totals_tell_anyway_hides_nothing(right):
    system = plain_table([[13, 10], [20, 18]], rights={("", ""): ALTIJD, ("A", ""): right})
    # B is all less A: what changed there follows from two totals that stay
    assert protect(system, wijzigingen=[Wijziging(place(system, "B", ""), 0, 37.0)]).sum() == 9


def test_after_ten_tries_the_choice_only_grows(monkeypatch):
    monkeypatch.setattr(module, "_POGINGEN", 0)
    system = plain_table(SQUARE, rights=TOTALS)
    shown = protect(system)
    assert not shown[place(system, "A", "vast"), 0] and (~shown[:, 0]).sum() >= 4 and shown[:4, 0].all()
