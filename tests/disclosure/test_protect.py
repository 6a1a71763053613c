"""Protection of random linked tables: nothing small stands out, and what must stay shown either stays or is named."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sectorplan_analysis.disclosure.audit import narrow
from sectorplan_analysis.disclosure.build import make_openbaar, published_before
from sectorplan_analysis.disclosure.focusgroepen import focusgroepen
from sectorplan_analysis.disclosure.openbaar import GEHEIM, load_openbaar, save_openbaar
from sectorplan_analysis.disclosure.protect import OnthullingError, protect
from sectorplan_analysis.disclosure.stelsel import ALTIJD, MAG, NOOIT, stelsel
from sectorplan_analysis.errors import CallError
from sectorplan_analysis.indicators import REGULIER, VAST, medewerkers
from sectorplan_analysis.measure import amounts
from sectorplan_analysis.reference import umc_names
from tests.rounds import persons, ronde

UMCS = tuple(umc_names())[:3]
_STATUS = {
    "vast": {"contracttype": "vast"},
    "toegezegd_vast": {
        "contracttype": "tijdelijk",
        "toezegging_datum": "2025-01-01",
        "toezegging_onvoorwaardelijk": True,
    },
    "tijdelijk": {"contracttype": "tijdelijk"},
}


def people(counts):
    """Persons from counts per umc, functie, status and gender."""
    found = []
    for (umc, functie, status, gender), number in counts.items():
        found += [{"umc": umc, "functiecategorie": functie, "gender": gender, "fte": 0.5, **_STATUS[status]}] * number
    return found


def round_of(counts):
    return ronde(umcs=UMCS, **persons(*people(counts)))


def large(extra=()):
    """Three umcs with many women and men in two functions, and some more."""
    counts = {(umc, f, "vast", g): 20 for umc in UMCS for f in ("UD", "onderzoeker") for g in "vm"}
    counts |= {(umc, "UD", "tijdelijk", g): 8 for umc in UMCS for g in "vm"}
    return counts | dict(extra)


keys = st.tuples(
    st.sampled_from(UMCS),
    st.sampled_from(["UD", "onderzoeker", "docent"]),
    st.sampled_from(list(_STATUS)),
    st.sampled_from(["v", "m", "x", "onbekend"]),
)


@settings(max_examples=6, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(keys, st.integers(0, 6), max_size=5))
def test_whatever_the_table_it_is_protected_or_refused(extra):
    system = stelsel(round_of(large(extra)))
    try:
        shown = protect(system)
    except OnthullingError:
        return
    small = system.cellen["medewerkers"].between(1, 4).to_numpy()
    assert not shown[small].any()
    rights = system.cellen[["recht_medewerkers", "recht_fte"]].to_numpy()
    assert shown[rights == ALTIJD].all() and not shown[rights == NOOIT].any()
    assert narrow(system.cellen, shown) == []


def test_blanking_small_numbers_alone_is_found_out():
    system = stelsel(round_of(large({(UMCS[0], "UD", "toegezegd_vast", "m"): 2})))
    rights = system.cellen[["recht_medewerkers", "recht_fte"]].to_numpy()
    blanked = (rights != NOOIT) & ~system.cellen["medewerkers"].between(1, 4).to_numpy()[:, None]
    assert any("toegezegd_vast" in line for line in narrow(system.cellen, blanked))


def test_nothing_is_hidden_when_nothing_is_small():
    system = stelsel(round_of(large()))
    shown = protect(system)
    rights = system.cellen[["recht_medewerkers", "recht_fte"]].to_numpy()
    assert (shown == (rights != NOOIT)).all()


def test_a_total_that_gives_a_person_away_is_refused_by_name():
    counts = large({(UMCS[1], "docent", "vast", "v"): 0})
    for key in list(counts):
        if key[0] == UMCS[1] and key[3] == "m":
            del counts[key]
    counts[UMCS[1], "UD", "vast", "m"] = 2
    with pytest.raises(OnthullingError, match=umc_names()[UMCS[1]]):
        protect(stelsel(round_of(counts)))


def test_a_cut_off_of_ten_hides_more():
    counts = large({(UMCS[0], "docent", "vast", "v"): 7, (UMCS[1], "docent", "vast", "m"): 9})
    system = stelsel(round_of(counts))
    assert protect(system, grens=10).sum() < protect(system).sum()


def test_the_edition_holds_no_persons_and_what_was_not_declared_is_hidden(tmp_path):
    edition, hidden = make_openbaar(round_of(large({(UMCS[0], "docent", "tijdelijk", "x"): 1})))
    save_openbaar(edition, tmp_path)
    back = load_openbaar(edition.peildatum, processed=tmp_path)
    pd.testing.assert_frame_equal(back.cellen, edition.cellen, check_dtype=False)
    assert amounts(medewerkers(REGULIER), back).tolist() == amounts(medewerkers(REGULIER), edition).tolist()
    per_function = amounts(medewerkers(VAST, {"functiecategorie": "UD"}), back)
    assert per_function.drop("Totaal").isna().all() and per_function["Totaal"] == 120
    assert amounts(medewerkers(REGULIER, {"gender": "x"}), back).isna().all()
    assert set(hidden["reden"]) >= {"klein aantal"}


def test_a_second_edition_with_other_umcs_is_refused_because_the_difference_is_one_umc(tmp_path):
    whole = round_of(large())
    edition, _ = make_openbaar(whole)
    save_openbaar(edition, tmp_path / "2025-12-31" / "openbaar" / "tabellen")
    again, _ = make_openbaar(whole, eerdere=published_before(tmp_path))
    assert again.cellen.equals(edition.cellen)
    part = ronde(umcs=UMCS, ontbrekend=(UMCS[2],), **persons(*people(large())))
    with pytest.raises(CallError, match="andere umc"):
        make_openbaar(part, eerdere=published_before(tmp_path))


def test_what_was_published_before_is_not_hidden_afterwards_but_taken_into_account():
    system = stelsel(round_of(large({(UMCS[0], "docent", "toegezegd_vast", "v"): 3})))
    cel = system.cellen
    own = (cel["functiecategorie"] == "docent") & (cel["contractstatus"] == "toegezegd_vast") & (cel["gender"] == "")
    known = np.zeros((len(cel), 2), dtype=bool)
    known[own, 0] = True
    assert (cel.loc[own, "recht_medewerkers"] == MAG).all()
    with pytest.raises(OnthullingError):
        protect(system, bekend=known)


def test_a_few_participants_of_focus_groups_are_not_shown():
    scores = [{"deelnemer_id": f"d{n}", "situatie": s} for n in range(9) for s in ("voor", "nu", "ideaal")]
    rows = focusgroepen(ronde(werkdruk=scores))
    assert set(rows["waarde"]) == {GEHEIM}
    scores += [{"deelnemer_id": "d10", "situatie": s} for s in ("voor", "nu", "ideaal")]
    rows = focusgroepen(ronde(werkdruk=scores)).set_index(["schaal", "situatie", "maat"])["waarde"]
    assert rows["werkdruk", "nu", "deelnemers"] == "10"
    scores.pop()
    assert set(focusgroepen(ronde(werkdruk=scores))["waarde"]) == {GEHEIM}
