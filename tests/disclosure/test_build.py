"""From a round to an edition, on a table of two umcs by contractstatus that stands for the whole system."""

import dataclasses
import datetime as dt

import numpy as np
import pandas as pd
import pytest

from sectorplan_analysis.disclosure import build
from sectorplan_analysis.disclosure.build import make_openbaar
from sectorplan_analysis.disclosure.openbaar import CEL, GEHEIM
from sectorplan_analysis.disclosure.protect import OnthullingError
from sectorplan_analysis.disclosure.stelsel import ALTIJD, GRAAG, MAG, NOOIT, counted_positions, selections
from sectorplan_analysis.errors import ConfigError
from sectorplan_analysis.indicators import INDICATOREN, REGULIER, medewerkers
from sectorplan_analysis.measure import amounts
from tests.disclosure.systems import plain_table
from tests.rounds import persons, ronde

TIJDELIJK = {"contracttype": "tijdelijk"}
BELOOFD = {**TIJDELIJK, "toezegging_datum": "2022-01-01", "toezegging_onvoorwaardelijk": True}
SINCE = {"vast": {}, "toegezegd_vast": BELOOFD, "tijdelijk": TIJDELIJK}
#: Persons per umc and contractstatus.
COUNTS = {"lumc": (20, 3, 9), "umcg": (30, 12, 11)}
#: The kept total per umc, and nationally one that is rather kept.
RIGHTS = {(umc, ""): ALTIJD for umc in ("Totaal", "LUMC", "UMCG")} | {("Totaal", "vast"): GRAAG}
MONEY = [
    {"umc": "lumc", "jaar": 2024, "categorie": "vaste posities", "bedrag_eur": 10.004},
    {"umc": "lumc", "jaar": 2025, "categorie": "materieel", "bedrag_eur": 20.0},
    {"umc": "umcg", "jaar": 2025, "categorie": "ontvangen", "bedrag_eur": 50.0},
    {"umc": "umcg", "jaar": 2023, "categorie": "ontvangen", "bedrag_eur": 7.0},
]


def whole(counts=COUNTS, *, day="2025-12-31", since="2023-01-01", **options):
    people = [
        {"umc": umc, "fte": 0.5, "begindatum": since, **SINCE[status]}
        for umc, numbers in counts.items()
        for status, n in zip(SINCE, numbers, strict=True)
        for _ in range(n)
    ]
    rows = persons(*people)
    for contract in rows["contracten"]:
        contract["begindatum"] = "2020-01-01"
    return ronde(**rows, bestedingen=MONEY, peildatum=dt.date.fromisoformat(day), **options)


def small_system(own):
    """The table of a round by umc and contractstatus, in the place of all linked cells."""
    names = {"lumc": "LUMC", "umcg": "UMCG"}
    rows = counted_positions(own)
    counts = [[((rows["umc"] == u) & (rows["contractstatus"] == s)).sum() for s in SINCE] for u in own.aanwezig]
    system = plain_table(counts, umcs=[names[u] for u in own.aanwezig], fte_right=MAG)
    cellen = system.cellen.assign(umc=system.cellen["umc"].replace("", "Totaal"), inloop="nee")
    keys = list(zip(cellen["umc"], cellen["contractstatus"], strict=True))
    cellen["recht_medewerkers"] = [RIGHTS.get(key, MAG) for key in keys]
    cellen["recht_fte"] = [NOOIT if key == ("UMCG", "tijdelijk") else MAG for key in keys]
    assert [keep.sum() for keep in selections(cellen, rows)] == cellen["medewerkers"].tolist()
    return dataclasses.replace(system, cellen=cellen)


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(build, "stelsel", small_system)


@pytest.fixture(scope="module")
def made():
    """An edition with what it hides."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "stelsel", small_system)
        return make_openbaar(whole())


def numbers(edition, maat="medewerkers", day="2025-12-31"):
    rows = edition.cellen[(edition.cellen["maat"] == maat) & (edition.cellen["peildatum"] == day)]
    return {(u, s): w for u, s, w in rows[["umc", "contractstatus", "waarde"]].itertuples(index=False)}


def test_every_number_that_may_be_shown_has_a_row_with_its_value_or_the_mark(made):
    edition, _ = made
    found = numbers(edition)
    assert list(edition.cellen.columns) == [*CEL, "waarde"] and len(found) == 12
    assert (found["Totaal", ""], found["LUMC", ""], found["UMCG", ""]) == ("85", "32", "53")
    assert found["LUMC", "toegezegd_vast"] == GEHEIM and list(found.values()).count(GEHEIM) == 4
    fte = numbers(edition, "fte")
    assert fte["Totaal", ""] == "42.50" and fte["LUMC", "toegezegd_vast"] == GEHEIM
    assert ("UMCG", "tijdelijk") not in fte and len(fte) == 11
    people = edition.cellen[
        edition.cellen["maat"].isin(["medewerkers", "fte"]) & (edition.cellen["peildatum"] == "2025-12-31")
    ]
    assert set(people["categorie"]) == set(people["jaren"]) == {""} and set(people["inloop"]) == {"nee"}
    assert edition.cellen.index.equals(pd.RangeIndex(len(edition.cellen)))


def test_the_edition_carries_what_the_round_says_of_itself():
    own = dataclasses.replace(whole(), bestanden={"lumc": (2, 3)}, levering=dt.date(2026, 3, 1))
    edition, _ = make_openbaar(own)
    assert edition.config is own.config and edition.levering == dt.date(2026, 3, 1)
    assert edition.synthetisch == (2, 3) and edition.ontbrekend == () and edition.geheime_totalen == ()
    assert edition.focusgroepen.empty and edition.culturele_diversiteit.empty


def test_what_is_hidden_is_listed_with_its_number_and_the_reason(made):
    edition, hidden = made
    found = {(u, s, m): (w, r) for u, s, m, w, r in
             hidden[["umc", "contractstatus", "maat", "waarde", "reden"]].itertuples(index=False)}  # fmt: skip
    marked = {
        (*key, maat) for maat in ("medewerkers", "fte") for key, w in numbers(edition, maat).items() if w == GEHEIM
    }
    assert set(found) == marked and hidden.index.equals(pd.RangeIndex(len(hidden)))
    assert found["LUMC", "toegezegd_vast", "medewerkers"] == (3, "klein aantal")
    assert found["LUMC", "toegezegd_vast", "fte"] == (1.5, "klein aantal")
    others = {reden for key, (_, reden) in found.items() if key[:2] != ("LUMC", "toegezegd_vast")}
    assert others == {"anders is een klein aantal af te leiden"}


def test_budgets_and_spending_are_shown_per_umc_but_not_on_posts(made):
    rows = made[0].cellen[(made[0].cellen["maat"] == "bedrag_eur") & (made[0].cellen["peildatum"] == "2025-12-31")]
    money = {(c, j, u): w for c, j, u, w in rows[["categorie", "jaren", "umc", "waarde"]].itertuples(index=False)}
    assert money == {
        **{("besteed", "alle", u): w for u, w in (("LUMC", "30.00"), ("UMCG", "0.00"), ("Totaal", "30.00"))},
        **{("besteed", "laatste", u): w for u, w in (("LUMC", "20.00"), ("UMCG", "0.00"), ("Totaal", "20.00"))},
        **{("ontvangen", "alle", u): w for u, w in (("LUMC", "0.00"), ("UMCG", "57.00"), ("Totaal", "57.00"))},
        **{("ontvangen", "laatste", u): w for u, w in (("LUMC", "0.00"), ("UMCG", "50.00"), ("Totaal", "50.00"))},
        ("vaste posities", "alle", "Totaal"): "10.00",
        ("tijdelijke posities", "alle", "Totaal"): "0.00",
        **{("indirecte kosten", "alle", u): "0.00" for u in ("LUMC", "UMCG", "Totaal")},
        **{("materieel", "alle", u): w for u, w in (("LUMC", "20.00"), ("UMCG", "0.00"), ("Totaal", "20.00"))},
    }
    assert set(rows["inloop"]) == {""}
    edition = made[0]
    for name in ("besteding_totaal", "ontvangen_totaal", "begroot_fte"):
        assert amounts(INDICATOREN[name].teller, edition).notna().all()


def test_of_earlier_year_ends_since_2023_only_the_national_kept_totals_are_there(made):
    edition = made[0]
    assert sorted(edition.cellen["peildatum"].unique()) == ["2023-12-31", "2024-12-31", "2025-12-31"]
    # the kept total, and the one that is rather kept
    assert numbers(edition, day="2023-12-31") == {("Totaal", ""): "85", ("Totaal", "vast"): "50"}
    assert numbers(edition, "fte", day="2023-12-31") == {}
    money = edition.cellen[(edition.cellen["peildatum"] == "2023-12-31") & (edition.cellen["maat"] == "bedrag_eur")]
    assert set(money["umc"]) == {"Totaal"} and len(money) == 8
    assert (
        "2022-12-31" not in make_openbaar(whole(day="2023-12-31", since="2021-01-01"))[0].cellen["peildatum"].tolist()
    )


def test_kpi_14_is_a_national_total_as_well():
    system = small_system(whole())
    cellen = system.cellen.copy()
    cellen.loc[0, ["umc", "kpi14"]] = ["", "ja"]
    cellen.loc[1, ["umc", "kpi14", "functiecategorie"]] = ["", "ja", "onderzoeker"]
    whole_country = dataclasses.replace(system, cellen=cellen)
    national = build._national(whole_country)
    assert national.som.shape[0] == len(national.meer) == len(national.cellen) == 3
    frame = build._numbers(whole_country, np.ones((12, 2), dtype=bool), dt.date(2025, 12, 31))
    assert set(frame["umc"]) == {"Totaal", "LUMC", "UMCG"}
    kept = national.cellen
    assert kept[["umc", "kpi14"]].to_numpy().tolist() == [["", "ja"], ["Totaal", ""], ["Totaal", ""]]
    assert kept["recht_medewerkers"].tolist() == [ALTIJD, NOOIT, NOOIT] and set(kept["recht_fte"]) == {NOOIT}


def test_an_earlier_year_end_that_gives_a_small_number_away_is_left_out(monkeypatch):
    def refuse(system, **options):
        if len(system.cellen) < 12:
            raise OnthullingError("nee")
        return np.ones((len(system.cellen), 2), dtype=bool)

    monkeypatch.setattr(build, "protect", refuse)
    edition, _ = make_openbaar(whole())
    assert set(edition.cellen["peildatum"]) == {"2025-12-31"}


def test_of_a_day_with_an_edition_of_its_own_no_more_is_said_than_there():
    before, _ = make_openbaar(whole(day="2024-12-31"))
    keep = (before.cellen["contractstatus"] != "vast") | (before.cellen["umc"] != "Totaal")
    before = dataclasses.replace(before, cellen=before.cellen[keep])
    edition, _ = make_openbaar(whole(), eerdere=iter([before]))
    assert numbers(edition, day="2024-12-31") == {("Totaal", ""): "85", ("Totaal", "vast"): GEHEIM}
    assert numbers(edition, day="2023-12-31")["Totaal", "vast"] == "50"


def test_a_second_edition_of_the_day_hides_at_least_what_the_first_hid(made):
    first = made[0]
    again, _ = make_openbaar(whole(), eerdere=[first])
    assert numbers(again) == numbers(first)
    rows = first.cellen.copy()
    more = (rows["umc"] != "Totaal") & (rows["contractstatus"] != "") & rows["maat"].isin(["medewerkers", "fte"])
    rows.loc[more, "waarde"] = GEHEIM
    less, _ = make_openbaar(whole(), eerdere=[dataclasses.replace(first, cellen=rows)])
    assert {u for (u, s), text in numbers(less).items() if s and text != GEHEIM} == {"Totaal"}
    assert {u for (u, s), text in numbers(first).items() if s and text != GEHEIM} > {"Totaal"}


def test_what_is_out_already_with_its_value_of_now_cannot_be_hidden(made, monkeypatch):
    asked = []

    def note(system, *, bekend=None, **options):
        if bekend is not None:
            asked.append({tuple(k) for k in system.cellen.loc[bekend[:, 0], ["umc", "contractstatus"]].to_numpy()})
        return np.zeros((len(system.cellen), 2), dtype=bool)

    monkeypatch.setattr(build, "protect", note)
    public = {key for key, text in numbers(made[0]).items() if text != GEHEIM}
    rows = made[0].cellen.copy()
    changed = (rows["umc"] == "UMCG") & (rows["contractstatus"] == "") & (rows["maat"] == "medewerkers")
    rows.loc[changed, "waarde"] = "54"
    earlier = dataclasses.replace(made[0], cellen=rows)
    make_openbaar(whole(), eerdere=[earlier])
    # a number that was corrected since is another number
    assert asked.pop() == public - {("UMCG", "")}
    # with other umcs the national numbers are others; those of the umcs themselves are not
    make_openbaar(whole(), eerdere=[dataclasses.replace(earlier, ontbrekend=("umcg",))])
    assert asked.pop() == {key for key in public if key[0] != "Totaal"} - {("UMCG", "")}
    make_openbaar(whole())
    assert asked.pop() == set()


def test_an_edition_with_other_umcs_hides_what_would_show_the_difference(made):
    part = whole({"lumc": COUNTS["lumc"]}, ontbrekend=("umcg",))
    edition, _ = make_openbaar(part, eerdere=[made[0]])
    # only the kept sum nationally, of the umc what was shown before, and nothing of earlier days
    shown = {key for key, text in numbers(edition).items() if text != GEHEIM}
    before = {key for key, text in numbers(made[0]).items() if text != GEHEIM}
    assert ("Totaal", "") in shown and {key for key in shown if key[0] == "Totaal"} == {("Totaal", "")}
    assert shown - {("Totaal", "")} <= before and set(edition.cellen["peildatum"]) == {"2025-12-31"}
    assert amounts(medewerkers(REGULIER), edition)["LUMC"] == 32 and edition.ontbrekend == ("umcg",)


def test_a_total_that_is_given_up_may_be_hidden_and_is_named_and_one_that_does_not_exist_is_an_error():
    counts = {"lumc": (3, 0, 0), "umcg": (30, 12, 11)}
    edition, _ = make_openbaar(whole(counts))
    # the umc is small itself: its total is hidden, and that of the other with it
    assert edition.geheime_totalen == ("medewerkers bij LUMC", "medewerkers bij UMCG")
    own = whole()
    for names in (("medewerkers bij Nederland",), ("medewerkers bij Totaal", "medewerkers bij Nergens")):
        config = dataclasses.replace(own.config, prijsgegeven=names)
        with pytest.raises(ConfigError) as error:
            make_openbaar(dataclasses.replace(own, config=config))
        assert str(error.value) == (
            f"rondes.toml geeft onder [[prijsgegeven]] een totaal prijs dat niet bestaat: '{names[-1]}'. "
            "Neem de naam over uit de melding van de opdracht."
        )


def test_the_cut_off_of_the_round_decides_what_is_small():
    own = whole()
    config = dataclasses.replace(own.config, grenswaarden={"kleinste_aantal": 3.0})
    edition, hidden = make_openbaar(dataclasses.replace(own, config=config))
    assert numbers(edition)["LUMC", "toegezegd_vast"] == "3" and hidden.empty
