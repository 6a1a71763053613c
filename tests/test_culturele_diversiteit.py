"""Groups of a bureau in a round: worked by hand, hidden in the openbaar edition, saved and shown in both."""

from __future__ import annotations

import datetime as dt
import io

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from sectorplan_analysis.culturele_diversiteit import cijfers, organisatie
from sectorplan_analysis.dataset import CULTUREEL, load_ronde, save_ronde, without_umcs
from sectorplan_analysis.disclosure.groepen import cijfers_openbaar, gepubliceerd, verborgen
from sectorplan_analysis.disclosure.openbaar import CEL, GEHEIM, Openbaar, load_openbaar, save_openbaar
from sectorplan_analysis.pages.dutch import STREEP
from sectorplan_analysis.publish import write_csv
from sectorplan_analysis.rapport.culturele_diversiteit import herkomst
from sectorplan_analysis.reference import ALLE_FUNCTIES
from tests.rounds import persons, ronde

HERKOMSTEN = ("Nederland", "Europa", "buiten Europa")
WOMEN = persons({"gender": "v"}, {"gender": "v"}, {"gender": "m"}, {"umc": "umcg", "gender": "m"})


def group(*counts: float, pct: tuple[float, ...] = (), totaal: float | None = None, **own) -> list[dict]:
    """Rows of one group: counts or percentages per origin."""
    cells = {"aantal": counts} if counts else {"herkomst_pct": pct}
    rows = [
        {**own, "herkomst": name, **{key: values[i] for key, values in cells.items()}}
        for i, name in enumerate(HERKOMSTEN)
    ]
    return rows + ([{**own, "herkomst": "totaal", "aantal": totaal}] if totaal else [])


def with_groups(*groups: list[dict], peildatum: dt.date = dt.date(2025, 12, 31), **options):
    rows = [row for rows in groups for row in rows]
    return ronde(culturele_diversiteit=rows, peildatum=peildatum, **{**WOMEN, **options})


def openbaar(own) -> Openbaar:
    """An edition in which everything but the groups of the bureau is hidden."""
    numbers = pd.DataFrame(columns=[*CEL, "waarde"], dtype=str)
    groups = cijfers_openbaar(own, grens=5)
    return Openbaar(own.config, own.levering, numbers, pd.DataFrame({"meting": []}), culturele_diversiteit=groups)


def shares(frame: pd.DataFrame) -> dict[tuple[str, str], list]:
    return {key: list(own["waarde"]) for key, own in frame.groupby(["umc", "functiegroep"], sort=False)}


UD = {"functiegroep": "UD"}


def test_the_numbers_of_the_bureau_come_with_their_counts_day_and_source():
    frame = cijfers(with_groups(group(600, 60, 240), group(pct=(80, 5, 15), totaal=4000, umc="landelijk", **UD)))
    assert list(frame.columns) == [
        *("peildatum", "umc", "functiegroep", "herkomst", "maat", "waarde", "eenheid", "teller", "noemer", "bron")
    ]
    # 600, 60 and 240 of 900 persons
    assert shares(frame)["LUMC", "alle functies"] == pytest.approx([100 * 600 / 900, 100 * 60 / 900, 100 * 240 / 900])
    assert list(frame.loc[frame["umc"] == "LUMC", "teller"]) == [600, 60, 240]
    # percentages stay as they came: no count is made up
    assert shares(frame)["Landelijk", "UD"] == [80, 5, 15]
    assert frame.loc[frame["umc"] == "Landelijk", "teller"].isna().all()
    assert list(frame["noemer"]) == [4000] * 3 + [900] * 3
    assert set(frame["peildatum"]) == {"2025-06-30"} and set(frame["bron"]) == {"Bureau, tabel 2"}


def test_only_the_newest_day_up_to_the_peildatum_is_shown():
    days = [group(600, 60, 240 + i, peildatum=day) for i, day in enumerate(("2024-06-30", "2025-06-30", "2026-06-30"))]
    assert list(cijfers(with_groups(*days))["teller"]) == [600, 60, 241]
    assert list(cijfers(with_groups(*days, peildatum=dt.date(2026, 12, 31)))["teller"]) == [600, 60, 242]
    assert "na 31 december 2025" in repr(herkomst(with_groups(*days)))


@pytest.mark.parametrize("small", [0, 1, 4, float("nan")])
def test_the_openbaar_edition_hides_a_split_with_a_small_cell_and_the_total_that_would_give_it(small):
    ud, other = group(600, small, 240, totaal=844, **UD), group(1600, 160, 240, functiegroep="OBP")
    whole = group(2200, 164, 480)
    country, umcg = group(9000, 600, 900, umc="landelijk"), group(2000, 300, 300, umc="umcg")
    found = shares(cijfers_openbaar(with_groups(ud, other, whole, country, umcg), grens=5))
    hidden = {key for key, values in found.items() if GEHEIM in values}
    # the total of the LUMC minus the other group would give the small cell; of the country six umcs are not known
    assert hidden == {("LUMC", "UD"), ("LUMC", "alle functies")}
    assert all(values == [GEHEIM] * 3 for key, values in found.items() if key in hidden)


def test_five_persons_are_shown_and_a_percentage_that_may_be_four_is_not():
    found = cijfers_openbaar(with_groups(group(600, 5, 240)), grens=5)
    assert GEHEIM not in set(found["waarde"])
    # 1% of 400 after rounding is 2 to 6 persons; of 1000 at least 5
    for size, hidden in ((400, True), (1000, False)):
        found = cijfers_openbaar(with_groups(group(pct=(90, 1, 9), totaal=size)), grens=5)
        assert (GEHEIM in set(found["waarde"])) is hidden


def test_percentages_stay_when_their_rounding_leaves_enough_room():
    # three persons from Europe at the LUMC; with the UMCG they are all of the country: 2600, 303 and 540 of 3443
    small, umcg = group(600, 3, 240), group(2000, 300, 300, umc="umcg")
    for pct, hidden in (((76, 9, 16), False), ((75.5, 8.8, 15.7), True)):
        country = group(pct=pct, totaal=3443, umc="landelijk")
        found = shares(cijfers_openbaar(with_groups(small, umcg, country), grens=5))
        assert (GEHEIM in found["Landelijk", "alle functies"]) is hidden, pct


def test_numbers_that_contradict_each_other_prove_nothing_and_are_not_shown():
    rows = group(2000, 300, 300), group(600, 400, 1600, **UD), group(pct=(10, 80, 10), totaal=2600, umc="landelijk")
    found = cijfers_openbaar(with_groups(*rows, group(10, 10, 3000, umc="landelijk", **UD)), grens=5)
    assert set(found["waarde"]) == {GEHEIM}


def test_a_small_cell_in_what_remains_beside_the_parts_hides_the_whole():
    whole = group(2200, 163, 480)
    found = shares(cijfers_openbaar(with_groups(whole, group(1600, 160, 240, **UD)), grens=5))
    assert found["LUMC", "alle functies"] == [GEHEIM] * 3 and GEHEIM not in found["LUMC", "UD"]
    shown = cijfers_openbaar(with_groups(whole, group(1600, 100, 240, **UD)), grens=5)
    assert GEHEIM not in set(shown["waarde"])


def test_a_hidden_cell_of_which_one_person_is_certain_hides_what_makes_it_so():
    whole = group(600, 395, 5)
    # four persons are no UD: of the five from outside Europe at least one is
    certain = shares(cijfers_openbaar(with_groups(whole, group(598, 394, 4, **UD)), grens=5))
    assert all(shown == [GEHEIM] * 3 for shown in certain.values()) and len(certain) == 2
    # six are no UD, and they may be all five
    possible = shares(cijfers_openbaar(with_groups(whole, group(596, 394, 4, **UD)), grens=5))
    assert possible["LUMC", "UD"] == [GEHEIM] * 3 and GEHEIM not in possible["LUMC", "alle functies"]


def test_counts_that_only_fit_when_tens_were_rounded_do_not_contradict_each_other():
    fits, contradicts = group(600, 60, 240, totaal=905), group(601, 61, 241, totaal=905)
    assert GEHEIM not in set(cijfers_openbaar(with_groups(fits), grens=5)["waarde"])
    assert set(cijfers_openbaar(with_groups(contradicts), grens=5)["waarde"]) == {GEHEIM}


def test_without_any_earlier_edition_the_delivery_decides():
    rows = with_groups(group(600, 4, 240), group(600, 60, 240, **UD)).tables[CULTUREEL]
    assert verborgen(rows, grens=5) == verborgen(rows, grens=5, eerder=gepubliceerd([])) != set()


def test_what_an_earlier_edition_hid_stays_hidden():
    ud, whole, other = group(600, 4, 240, **UD), group(2200, 164, 480), group(1600, 160, 240, functiegroep="OBP")
    first = openbaar(with_groups(ud, whole, other))
    # a delivery without the small group would otherwise show the total, from which the rest was published before
    again = with_groups(whole, peildatum=dt.date(2026, 3, 31))
    assert shares(cijfers_openbaar(again, grens=5, eerdere=[first])) == {("LUMC", "alle functies"): [GEHEIM] * 3}
    assert GEHEIM not in set(cijfers_openbaar(again, grens=5)["waarde"])


def test_numbers_of_an_earlier_edition_are_subtracted_as_well():
    other, whole = group(1600, 160, 240, functiegroep="OBP"), group(2200, 163, 480)
    first = openbaar(with_groups(other))
    assert GEHEIM not in set(first.culturele_diversiteit["waarde"])
    # three persons from Europe remain beside the group that is out already
    found = cijfers_openbaar(with_groups(whole), grens=5, eerdere=[first])
    assert shares(found) == {("LUMC", "alle functies"): [GEHEIM] * 3}
    # numbers of another day say nothing about this one
    later = cijfers_openbaar(
        with_groups([{**row, "peildatum": "2025-09-30"} for row in whole]), grens=5, eerdere=[first]
    )
    assert GEHEIM not in set(later["waarde"])
    # and a second run of the same round shows the same
    again = cijfers_openbaar(with_groups(other), grens=5, eerdere=[first])
    pd.testing.assert_frame_equal(again, first.culturele_diversiteit)


def test_no_hidden_number_is_in_the_files_of_the_openbaar_edition(tmp_path):
    edition = openbaar(with_groups(group(6001, 4, 2403, **UD)))
    save_openbaar(edition, tmp_path)
    text = (tmp_path / f"{CULTUREEL}.csv").read_text("utf-8")
    assert "6001" not in text and "2403" not in text and "8408" in text
    again = load_openbaar("2025-12-31", processed=tmp_path)
    assert list(again.culturele_diversiteit["waarde"]) == [GEHEIM] * 3
    assert repr(herkomst(again)) == repr(herkomst(edition))


def test_a_round_without_the_table_has_no_file_of_it(tmp_path):
    empty = with_groups()
    save_ronde(empty, tmp_path / "2025-12-31")
    assert not (tmp_path / "2025-12-31" / f"{CULTUREEL}.parquet").exists()
    assert cijfers(load_ronde("2025-12-31", processed=tmp_path)).empty
    edition = openbaar(empty)
    save_openbaar(edition, tmp_path / "openbaar")
    assert not (tmp_path / "openbaar" / f"{CULTUREEL}.csv").exists()
    assert load_openbaar("2025-12-31", processed=tmp_path / "openbaar").culturele_diversiteit.empty


def test_a_round_keeps_the_table(tmp_path):
    own = with_groups(group(600, 60, 240))
    save_ronde(own, tmp_path / "2025-12-31")
    pd.testing.assert_frame_equal(cijfers(load_ronde("2025-12-31", processed=tmp_path)), cijfers(own))


def test_a_umc_left_out_takes_the_organisations_it_is_part_of_along():
    places = ("landelijk", "amsterdam-umc", "amsterdam-umc-vu", "lumc")
    tables = with_groups(*(group(600, 60, 240, umc=umc) for umc in places)).tables
    assert set(without_umcs(tables, ("amsterdam-umc-uva",))[CULTUREEL]["umc"]) == {
        "landelijk",
        "amsterdam-umc-vu",
        "lumc",
    }
    assert set(without_umcs(tables, ("lumc",))[CULTUREEL]["umc"]) == set(places[:3])


def test_the_page_says_that_nothing_was_delivered_before_and_after_it_was_asked_for():
    assert "gevraagd vanaf 2026" in repr(herkomst(with_groups()))
    later = with_groups(peildatum=dt.date(2026, 12, 31))
    assert "nog niet geleverd" in repr(herkomst(later)) and "31 december 2026" in repr(herkomst(later.alleen("lumc")))
    edition = openbaar(later)
    assert "nog niet geleverd" in repr(herkomst(edition))
    other = with_groups(group(600, 60, 240, umc="umcg"), peildatum=dt.date(2026, 12, 31)).alleen("lumc")
    assert repr(herkomst(other)).startswith("Over LUMC zijn er geen cijfers")


def row_of(shown, name: str) -> dict[str, str]:
    table = shown.delen[1]
    rows = {row[0].tekst: [cel.tekst for cel in row] for row in table.rijen}
    return dict(zip(table.namen, rows[name], strict=True))


def test_the_table_stands_beside_the_women_of_the_same_group():
    own = with_groups(
        group(600, 60, 240), group(7000, 700, 2300, umc="landelijk", functiegroep="wetenschappelijk personeel"),
        group(600, 60, 240, umc="umcg", functiegroep="verpleegkundigen"),
    )  # fmt: skip
    lumc = row_of(herkomst(own), "LUMC")
    assert (lumc["aantal_groep"], lumc["Nederland_pct"], lumc["Europa_pct"], lumc["buiten Europa_pct"]) == (
        "900",
        "67",
        "7",
        "27",
    )
    # two women among three medewerkers of the LUMC, and among four in the country
    assert (lumc["aantal_v"], lumc["aantal"], lumc["vrouwen_pct"]) == ("2", "3", "66,7")
    assert "30 juni 2025" in herkomst(own).delen[1].bijschrift
    assert row_of(herkomst(own), "Landelijk")["vrouwen_pct"] == "50,0"
    # the sectorplan has no such function: no share of something else in its place
    assert row_of(herkomst(own), "UMCG")["vrouwen_pct"] == STREEP
    text, table, *_ = herkomst(own).delen
    assert table.bron == "Bureau, tabel 2"
    assert "over 3\u00a0groepen op 30 juni 2025" in repr(text) and "minstens 250 personen" in repr(text)
    assert "geen register van herkomst" in repr(herkomst(own))


def test_a_few_persons_are_not_shown_as_nobody():
    lumc = row_of(herkomst(with_groups(group(1900, 3, 0))), "LUMC")
    assert (lumc["Europa_pct"], lumc["buiten Europa_pct"]) == ("<1", "0")


def test_the_page_of_a_umc_shows_its_own_groups_and_the_country_only():
    places = ("landelijk", "amsterdam-umc", "lumc", "umcg")
    umcs = ("amsterdam-umc-uva", "lumc", "umcg")
    own = with_groups(*(group(600, 60, 240, umc=umc) for umc in places), umcs=umcs)
    shown = herkomst(own.alleen("lumc"))
    assert [row[0].tekst for row in shown.delen[1].rijen] == ["Landelijk", "LUMC"]
    shown = herkomst(own.alleen("amsterdam-umc-uva"))
    assert [row[0].tekst for row in shown.delen[1].rijen] == ["Landelijk", "Amsterdam UMC"]
    assert "Over Amsterdam UMC UvA apart leverde het bureau niets" in repr(shown)


def test_the_country_of_the_bureau_may_hold_a_umc_that_was_left_out():
    own = with_groups(
        group(600, 60, 240, umc="landelijk"), umcs=("lumc", "umcg", "umc-utrecht"), ontbrekend=("umc-utrecht",)
    )
    assert "kan UMC Utrecht meetellen" in repr(herkomst(own))


def test_text_of_the_bureau_is_no_markup_and_no_formula(tmp_path):
    own = with_groups(group(600, 60, 240, functiegroep="=1+1", bron="<script>x</script>"))
    html = herkomst(own)._repr_html_()
    assert "<script>" not in html and "&lt;script&gt;" in html
    write_csv(cijfers(own), tmp_path / "x.csv")
    read = pd.read_csv(io.StringIO((tmp_path / "x.csv").read_text("utf-8")), dtype=str)
    assert set(read["functiegroep"]) == {"'=1+1"}


def test_the_openbaar_page_shows_the_same_numbers_and_says_what_the_mark_is():
    own = with_groups(group(600, 60, 240), group(700, 3, 200, umc="umcg"))
    edition = openbaar(own)
    assert isinstance(edition, Openbaar)
    shown = herkomst(edition)
    assert row_of(shown, "LUMC")["buiten Europa_pct"] == row_of(herkomst(own), "LUMC")["buiten Europa_pct"]
    hidden = row_of(shown, "UMCG")
    assert [hidden[f"{name}_pct"] for name in HERKOMSTEN] == [GEHEIM] * 3 and hidden["aantal_groep"] == "903"
    assert "niet openbaar" in repr(shown)


def test_every_group_has_its_own_day_when_the_days_differ():
    own = with_groups(group(600, 60, 240), group(600, 60, 240, umc="umcg", peildatum="2025-03-31"))
    assert row_of(herkomst(own), "LUMC")["peildatum"] == "30 juni 2025"
    assert row_of(herkomst(own), "UMCG")["peildatum"] == "31 maart 2025"


def attacked(rows: list[dict], shown: pd.DataFrame) -> list[tuple[float, float]]:
    """Lowest and highest value that every cell below five can have, given all that is shown, by linear programming."""
    atoms = [(row["umc"], row["functiegroep"], row["herkomst"]) for row in rows if row["atoom"]]
    names = {"Landelijk": {"lumc", "umcg"}, "LUMC": {"lumc"}, "UMCG": {"umcg"}}

    def weights(umcs: set[str], functie: str, herkomst: str | None) -> list[int]:
        return [
            int(umc in umcs and functie in (ALLE_FUNCTIES, own) and herkomst in (None, place))
            for umc, own, place in atoms
        ]

    known, totals = [], []
    for row in shown.itertuples():
        known.append(weights(names[row.umc], row.functiegroep, None))
        totals.append(row.noemer)
        if row.waarde != GEHEIM:
            known.append(weights(names[row.umc], row.functiegroep, row.herkomst))
            totals.append(row.teller)
    found = []
    for row in rows:
        if row["aantal"] < 5:
            own = np.array(weights(names[organisatie(row["umc"])], row["functiegroep"], row["herkomst"]))
            ends = [linprog(sign * own, A_eq=np.array(known), b_eq=np.array(totals)).fun for sign in (1, -1)]
            found.append((ends[0], -ends[1]))
    return found


@pytest.mark.parametrize("seed", range(12))
def test_nobody_finds_a_small_cell_by_subtracting_what_is_shown(seed):
    random = np.random.default_rng(seed)
    atoms = {
        (umc, functie): random.choice([0, 3, 40, 300, 900], 3, p=[0.05, 0.1, 0.25, 0.3, 0.3])
        for umc in ("lumc", "umcg")
        for functie in ("UD", "OBP", "arts")
    }
    sums: dict[tuple[str, str], np.ndarray] = {}
    for (umc, functie), counts in atoms.items():
        for key in ((umc, ALLE_FUNCTIES), ("landelijk", functie), ("landelijk", ALLE_FUNCTIES)):
            sums[key] = sums.get(key, 0) + counts
    rows = [
        {
            "umc": umc,
            "functiegroep": functie,
            "herkomst": name,
            "aantal": float(count),
            "atoom": (umc, functie) in atoms,
        }
        for (umc, functie), counts in {**atoms, **sums}.items()
        for name, count in zip(HERKOMSTEN, counts, strict=True)
    ]
    # not every group is delivered: what is left out remains beside the others
    left_out = {key for key in (*atoms, *sums) if random.random() < 0.25}
    delivered = [row for row in rows if (row["umc"], row["functiegroep"]) not in left_out]
    shown = cijfers_openbaar(with_groups(delivered), grens=5)
    assert all(low < 5 <= high for low, high in attacked(rows, shown))
    # the same attack on hiding the small splits only must succeed somewhere
    blanked = cijfers(with_groups(delivered))
    small = blanked.groupby(["umc", "functiegroep"])["teller"].transform("min") < 5
    BLANKED.append([*attacked(rows, blanked.assign(waarde=blanked["waarde"].astype(object).mask(small, GEHEIM)))])


BLANKED: list[list[tuple[float, float]]] = []


def test_the_attack_succeeds_on_plain_blanking():
    assert any(high < 5 for found in BLANKED for _, high in found)
