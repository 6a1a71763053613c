"""Protection of random linked tables: nothing small stands out, and what must stay shown either stays or is named."""

import dataclasses
import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sectorplan_analysis.disclosure import build
from sectorplan_analysis.disclosure.audit import audit
from sectorplan_analysis.disclosure.build import make_openbaar
from sectorplan_analysis.disclosure.earlier import published_before
from sectorplan_analysis.disclosure.focusgroepen import focusgroepen
from sectorplan_analysis.disclosure.openbaar import GEHEIM, load_openbaar, save_openbaar
from sectorplan_analysis.disclosure.protect import OnthullingError, protect
from sectorplan_analysis.disclosure.stelsel import MAG, NOOIT, stelsel
from sectorplan_analysis.disclosure.tabellen import write_openbaar
from sectorplan_analysis.errors import ConfigError
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


#: Where somebody may work besides.
SECOND = ({"functiecategorie": "docent"}, {"thema": "Datagedreven innovatie", "subthema": "Cohorten"})


def people_of(counts, *, without=""):
    """Persons from counts per umc, functie, status and gender."""
    found = []
    for (umc, functie, status, gender), number in counts.items():
        if umc == without:
            continue
        found += [{"umc": umc, "functiecategorie": functie, "gender": gender, "fte": 0.5, **_STATUS[status]}] * number
    return found


def round_of(counts, second=()):
    """A round of so many persons, the last of whom have a second position."""
    rows = persons(*people_of(counts))
    rows["personeel"] += [own | other for own, other in zip(reversed(rows["personeel"]), second, strict=False)]
    return ronde(umcs=UMCS, **rows)


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


def built(ronde, folder, **options):
    """The files of an edition, as the command writes them before its audit."""
    edition, _ = make_openbaar(ronde, **options)
    write_openbaar(edition, folder, reeks=("medewerkers_totaal", "vrouwen_pct", "structureel_fte"))
    return edition


def blanking(system, **_options):
    """What people do by hand: leave out the small numbers and nothing else."""
    rights = system.cellen[["recht_medewerkers", "recht_fte"]].to_numpy()
    return (rights != NOOIT) & ~system.cellen["medewerkers"].between(1, 4).to_numpy()[:, None]


@settings(max_examples=3, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(keys, st.integers(0, 6), max_size=5), st.lists(st.sampled_from(SECOND), max_size=4))
def test_whatever_the_table_it_is_protected_or_its_totals_are_named(tmp_path_factory, extra, second):
    folder, whole = tmp_path_factory.mktemp("editie"), round_of(large(extra), second)
    try:
        edition = built(whole, folder)
    except OnthullingError as error:
        assert "Deze zouden weg moeten" in str(error)
        return
    assert audit([folder], whole) == []
    people = edition.cellen[edition.cellen["maat"] == "medewerkers"]["waarde"]
    assert not set(people) & {"1", "2", "3", "4"}


@pytest.mark.parametrize("second", SECOND)
@pytest.mark.parametrize("few", [("toegezegd_vast", "m"), ("tijdelijk", "x")])
def test_one_of_a_few_people_who_counts_twice_does_not_stop_the_edition(tmp_path, few, second):
    whole = round_of(large({(UMCS[0], "UD", *few): 3}), [second])
    built(whole, tmp_path)
    assert audit([tmp_path], whole) == []


def test_blanking_small_numbers_alone_is_found_out(tmp_path, monkeypatch):
    monkeypatch.setattr(build, "protect", blanking)
    whole = round_of(large({(UMCS[0], "UD", "toegezegd_vast", "m"): 2}))
    built(whole, tmp_path)
    found = audit([tmp_path], whole)
    assert any("toegezegd_vast" in line and "nooit" in line for line in found)


def test_the_audit_reads_the_files_and_not_what_should_be_in_them(tmp_path):
    whole = round_of(large({(UMCS[0], "UD", "toegezegd_vast", "m"): 2}))
    built(whole, tmp_path)
    assert audit([tmp_path], whole) == []
    table = tmp_path / "tabel3_medewerkers.csv"
    table.write_text(table.read_text("utf-8").replace("geheim", "2", 1), "utf-8")
    assert audit([tmp_path], whole)
    built(whole, tmp_path)
    (tmp_path / "extra.csv").write_text("umc,aantal\nLUMC,3\n", "utf-8")
    assert audit([tmp_path], whole) == ["extra.csv: onbekend bestand"]


def test_nothing_is_hidden_when_nothing_is_small():
    system = stelsel(round_of(large()))
    shown = protect(system)
    rights = system.cellen[["recht_medewerkers", "recht_fte"]].to_numpy()
    assert (shown == (rights != NOOIT)).all()


def test_totals_that_give_a_person_away_are_named_and_hidden_only_once_they_are_given_up():
    # the country has two medewerkers who are not women: all and women cannot both be shown
    counts = {key: n for key, n in large().items() if key[3] == "v"} | {(UMCS[1], "UD", "vast", "m"): 2}
    whole = round_of(counts)
    with pytest.raises(OnthullingError, match="medewerkers v bij Totaal") as error:
        make_openbaar(whole)
    assert "prijsgegeven" in str(error.value)
    config = dataclasses.replace(whole.config, prijsgegeven=("medewerkers v bij Totaal",))
    edition, _ = make_openbaar(dataclasses.replace(whole, config=config))
    assert "medewerkers v bij Totaal" in edition.geheime_totalen
    assert amounts(medewerkers(REGULIER), edition)["Totaal"] == sum(counts.values())
    config = dataclasses.replace(config, prijsgegeven=("medewerkers v bij Nederland",))
    with pytest.raises(ConfigError, match="dat niet bestaat"):
        make_openbaar(dataclasses.replace(whole, config=config))


def test_a_total_of_a_umc_that_is_small_itself_is_hidden_and_the_country_stays():
    counts = large({(UMCS[1], "docent", "vast", "v"): 3})
    counts = {key: n for key, n in counts.items() if key[0] != UMCS[1] or key[1] == "docent" or key[3] == "m"}
    edition, _ = make_openbaar(round_of(counts))
    women = amounts(medewerkers(REGULIER, {"gender": "v"}), edition)
    assert women["Totaal"] == sum(n for key, n in counts.items() if key[3] == "v")
    assert women.isna().sum() == 2 and pd.isna(women[umc_names()[UMCS[1]]])


def test_a_cut_off_of_ten_hides_more():
    counts = large({(UMCS[0], "docent", "vast", "v"): 7, (UMCS[1], "docent", "vast", "m"): 9})
    system = stelsel(round_of(counts))
    assert protect(system, grens=10).sum() < protect(system).sum()


def test_the_edition_holds_no_persons_and_what_was_not_declared_is_hidden(tmp_path):
    whole = round_of(large({(UMCS[0], "docent", "tijdelijk", "x"): 1}))
    edition, hidden = make_openbaar(whole)
    save_openbaar(edition, tmp_path)
    back = load_openbaar(edition.peildatum, processed=tmp_path)
    pd.testing.assert_frame_equal(back.cellen, edition.cellen, check_dtype=False)
    assert amounts(medewerkers(REGULIER), back).tolist() == amounts(medewerkers(REGULIER), edition).tolist()
    per_function = amounts(medewerkers(VAST, {"functiecategorie": "UD"}), back)
    assert per_function.drop("Totaal").isna().all()
    assert amounts(medewerkers(REGULIER, {"gender": "x"}), back).isna().all()
    assert set(hidden["reden"]) >= {"klein aantal"}
    # made once more with the first one in place: the same, number by number
    again, _ = make_openbaar(whole, eerdere=[back])
    pd.testing.assert_frame_equal(again.cellen, back.cellen, check_dtype=False)


def test_a_second_edition_with_other_umcs_adds_nothing_that_shows_the_difference(tmp_path):
    whole = round_of(large())
    tables = tmp_path / "2025-12-31" / "openbaar" / "tabellen"
    edition = built(whole, tables)
    again, _ = make_openbaar(whole, eerdere=published_before(tmp_path).values())
    assert again.cellen.equals(edition.cellen)
    people = people_of(large(), without=UMCS[2])
    part = ronde(umcs=UMCS, ontbrekend=(UMCS[2],), **persons(*people))
    second, _ = make_openbaar(part, eerdere=published_before(tmp_path).values())
    shown = second.cellen[second.cellen["waarde"] != GEHEIM]
    national = shown[(shown["umc"] == "Totaal") & shown["maat"].isin(["medewerkers", "fte"])]
    # what the numbers per umc add up to, and nothing by function or theme
    assert set(zip(national["contractstatus"], national["gender"], national["maat"], strict=True)) == {
        ("", "", "medewerkers"), ("", "v", "medewerkers"), ("structureel", "", "fte")
    }  # fmt: skip


def test_somebody_who_leaves_between_two_rounds_is_not_found_in_the_difference(tmp_path):
    people = people_of(large({(UMCS[0], "docent", "tijdelijk", "v"): 9, (UMCS[1], "docent", "tijdelijk", "m"): 9}))
    leaver = next(p for p in people if p["functiecategorie"] == "docent")
    before = ronde(umcs=UMCS, peildatum=dt.date(2025, 12, 30), **persons(*people))
    built(before, tmp_path / "2025-12-30" / "openbaar" / "tabellen")
    rows = persons(*people)
    rows["personeel"][people.index(leaver)]["einddatum"] = "2025-12-30"
    after = ronde(umcs=UMCS, **rows)
    earlier = published_before(tmp_path)
    first, (second, _) = next(iter(earlier.values())), make_openbaar(after, eerdere=earlier.values())
    docenten = medewerkers(REGULIER, {"functiecategorie": "docent"})
    assert amounts(docenten, first)["Totaal"] == 18 and pd.isna(amounts(docenten, second)["Totaal"])
    # totals of the KPIs stay, and so does what the leaver has no part in
    assert amounts(medewerkers(REGULIER), second)["Totaal"] == len(people) - 1
    changed = {
        (row["functiecategorie"], row["contractstatus"], row["gender"])
        for row in second.cellen[second.cellen["maat"] == "medewerkers"].to_dict("records")
        if row["functiecategorie"] and row["waarde"] != GEHEIM
        for other in [value(first, row)]
        if other not in (GEHEIM, row["waarde"])
    }
    assert not changed
    alone, _ = make_openbaar(after)
    assert amounts(docenten, alone)["Totaal"] == 17


def value(edition, row):
    rows = edition.cellen
    for name in ("umc", "functiecategorie", "kpi14", "thema", "subthema", "contractstatus", "gender", "inloop", "maat"):
        rows = rows[rows[name] == row[name]]
    return rows["waarde"].iloc[0]


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
    rows = focusgroepen(ronde(werkdruk=scores)).set_index(["schaal", "situatie", "maat"])["waarde"].sort_index()
    assert rows["werkdruk", "nu", "deelnemers"] == "10"
    # ten participants who all stayed the same: nobody went up, so how many did is not said either
    assert set(rows["werkdruk", "voor-nu"][["hoger", "gelijk", "lager"]]) == {GEHEIM}
    scores.pop()
    assert set(focusgroepen(ronde(werkdruk=scores))["waarde"]) == {GEHEIM}


def test_how_many_went_up_and_down_is_shown_when_each_group_is_ten_or_more():
    scores = []
    for n in range(31):
        situaties = {"voor": 5.0, "nu": 5.0 + (n % 3 - 1), "ideaal": 5.0}
        scores += [{"deelnemer_id": f"d{n}", "situatie": s, "werkdruk": v} for s, v in situaties.items()]
    rows = focusgroepen(ronde(werkdruk=scores)).set_index(["schaal", "situatie", "maat"])["waarde"].sort_index()
    assert rows["werkdruk", "voor-nu"][["hoger", "gelijk", "lager"]].tolist() == ["10", "10", "11"]
    # one participant without a score for 'ideaal': 31 beside 30 would give that one away
    scores.pop()
    rows = focusgroepen(ronde(werkdruk=scores)).set_index(["schaal", "situatie", "maat"])["waarde"].sort_index()
    assert rows["werkdruk", "ideaal", "deelnemers"] == GEHEIM and rows["werkdruk", "nu", "deelnemers"] == "31"
    assert set(rows["werkdruk", "nu-ideaal"][["hoger", "gelijk", "lager"]]) == {GEHEIM}
