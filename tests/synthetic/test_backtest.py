"""Deliveries of later years with known truth go through the pipeline, and every number equals the generator's own.

The book of the generator knows every person; ``truth`` counts in it without any code of the pipeline. Between the
deliveries two umcs merge, one changes its export, one its pseudonyms, one is late, and three correct the past.
"""

import datetime as dt
import itertools
from collections import Counter
from types import SimpleNamespace

import pytest

from sectorplan_analysis.dataset import umc_name
from sectorplan_analysis.indicators import INDICATOREN
from sectorplan_analysis.judge import judge
from sectorplan_analysis.measure import measure_all
from sectorplan_analysis.perceptie import SCHALEN, change, scores, summarise
from sectorplan_analysis.pipeline import make_ronde
from sectorplan_analysis.rondes.config import at_delivery, load_ronde_config
from sectorplan_analysis.rondes.revisies import revision_table
from sectorplan_analysis.rondes.terugvinden import not_compared
from sectorplan_analysis.rondes.vergelijking import compare
from sectorplan_analysis.statistiek.continuity import (
    decompose,
    decomposition_table,
    moves,
    transition_table,
    transitions,
)
from sectorplan_analysis.statistiek.contrast import now_scores, panel_differences
from sectorplan_analysis.statistiek.panel import composition
from sectorplan_analysis.synthetic import rounds, truth, truth_changes
from sectorplan_analysis.tables import TABELLEN

EXACT = {"rel": 1e-9, "abs": 1e-9}
ENDED = ("gewijzigd", "gewijzigd:einddatum")
LEFT_OUT = {2026: (rounds.TE_LAAT,), 2027: (), 2028: ()}


def read_and_check(place, jaar, *, without=()):
    raw = place / "data" / "raw"
    config = at_delivery(load_ronde_config(dt.date(jaar, 12, 31), place / "rondes.toml"), raw)
    return config, judge(config, raw=raw, reports=place / "reports", without=without)


@pytest.fixture(scope="module", autouse=True)
def own_names():
    """What these rounds call their umcs is forgotten afterwards: other tests know those of the repository only."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sectorplan_analysis.reference._NAMED", {})
        yield


@pytest.fixture(scope="module", params=rounds.JAREN)
def later(request, later_place):
    """One later delivery after reading and checking, with the book it came from."""
    jaar, without = request.param, LEFT_OUT[request.param]
    config, judged = read_and_check(later_place, jaar, without=without)
    boek = rounds.books()[jaar]
    return SimpleNamespace(
        jaar=jaar,
        boek=boek,
        without=without,
        bevindingen=judged.levering.bevindingen,
        vorige=judged.vorige,
        ronde=make_ronde(judged, config, without=without, secret=b"sleutel"),
        naam={**{umc: umc_name(umc) for umc in boek.umcs}, truth.TOTAAL: truth.TOTAAL},
    )


def pairs(ronde):
    """Every year-end after the first, with the one before it."""
    return itertools.pairwise(ronde.jaareinden())


def test_no_delivery_has_a_fout(later):
    assert later.bevindingen[later.bevindingen["ernst"] == "fout"].empty
    made, read = later.ronde.synthetisch
    assert made == read > 15


def test_every_indicator_of_every_year_end_equals_the_book(later):
    for day in later.ronde.jaareinden():
        found = measure_all(later.ronde.op(day)).set_index(["umc", "maat"])["waarde"]
        expected = {
            (later.naam[umc], kpi): float("nan") if value is None else float(value)
            for (umc, kpi), value in truth.kpis(later.boek, day, without=later.without).items()
        }
        assert {kpi for _, kpi in expected} == set(INDICATOREN)
        absent = {(later.naam[umc], kpi) for umc in later.without for kpi in INDICATOREN}
        assert set(found.index) == set(expected) | absent
        assert found[list(absent)].isna().all()
        for key, value in expected.items():
            assert found[key] == pytest.approx(value, nan_ok=True, **EXACT), (day, key)


def test_tables_1_to_4_of_every_year_end_print_as_the_book_says(later):
    for day in later.ronde.jaareinden():
        expected = truth.tables(later.boek, day, without=later.without)
        for name, compute in TABELLEN.items():
            rows = {row.pop("umc"): row for row in compute(later.ronde.op(day)).to_dict("records")}
            for umc in later.without:
                assert set(rows.pop(later.naam[umc]).values()) == {""}
            assert rows == {later.naam[umc]: cells for umc, cells in expected[name].items()}, (day, name)


def test_every_way_to_move_occurs(later):
    """A test of the tests: what does not occur in the book cannot go wrong in the pipeline."""
    before, after = list(pairs(later.ronde))[-1]
    found = {key[1:] for key in truth_changes.transitions(later.boek, before, after, without=later.without)}
    wanted = {("vast", "vast"), ("toegezegd_vast", "vast"), ("tijdelijk", "vast"), ("tijdelijk", "toegezegd_vast")}
    wanted |= {("vast", "tijdelijk"), ("vast", "vertrokken"), ("tijdelijk", "vertrokken")}
    wanted |= {("instroom", "vast"), ("instroom", "tijdelijk"), ("inloop", "vertrokken")}
    wanted |= {("inloop", "vast")} if later.jaar == 2027 else set()
    assert wanted <= found


def test_transitions_equal_the_book(later):
    for before, after in pairs(later.ronde):
        moved = moves(later.ronde.op(before), later.ronde.op(after))
        found = Counter(zip(moved["umc"], moved["van"], moved["naar"], strict=True))
        expected = truth_changes.transitions(later.boek, before, after, without=later.without)
        assert found == {key: count for key, count in expected.items() if key[0] != truth.TOTAAL}, after
        national = transitions(moved).set_index(["van", "naar"])["aantal"]
        assert national[national > 0].to_dict() == {key[1:]: n for key, n in expected.items() if key[0] == truth.TOTAAL}


def test_the_parts_of_a_change_in_fte_vast_equal_the_book(later):
    for before, after in pairs(later.ronde):
        moved = moves(later.ronde.op(before), later.ronde.op(after))
        expected = truth_changes.decomposition(later.boek, before, after, without=later.without)
        for umc in later.naam:
            own = moved if umc == truth.TOTAAL else moved[moved["umc"] == umc]
            parts = {part: float(size) for (name, part), size in expected.items() if name == umc}
            assert decompose(own) == pytest.approx(parts, **EXACT) or umc in later.without, (after, umc)


def test_the_tables_since_the_previous_round_equal_the_book_but_for_a_umc_with_new_pseudonyms(later):
    before, after = later.vorige.peildatum, later.boek.peildatum
    stopped = not_compared(later.ronde)
    assert stopped == ((rounds.NIEUWE_NUMMERS,) if later.jaar == 2027 else ())
    hidden = {later.naam[umc] for umc in stopped} | ({truth.TOTAAL} if stopped else set())

    table = transition_table(later.ronde)
    found = {(row.umc, row.van, row.naar): row.aantal for row in table.itertuples() if row.aantal}
    expected = truth_changes.transitions(later.boek, before, after, without=later.without)
    named = {(later.naam[umc], van, naar): count for (umc, van, naar), count in expected.items()}
    assert found == {key: count for key, count in named.items() if key[0] not in hidden}
    assert set(table["sinds"]) == {before.isoformat()}

    sizes = decomposition_table(later.ronde).set_index(["umc", "deel"])["fte"]
    expected = truth_changes.decomposition(later.boek, before, after, without=later.without)
    for (umc, part), size in expected.items():
        value = float("nan") if later.naam[umc] in hidden else float(size)
        assert sizes[later.naam[umc], part] == pytest.approx(value, nan_ok=True, **EXACT)


def test_the_change_of_every_indicator_since_the_previous_round_equals_the_book(later):
    stopped = {later.naam[umc] for umc in not_compared(later.ronde)}
    rows = compare(later.ronde).set_index(["umc", "maat"])
    then, now = (
        truth.kpis(later.boek, day, without=later.without) for day in (later.vorige.peildatum, later.boek.peildatum)
    )
    for umc, kpi in now:
        row, values = rows.loc[(later.naam[umc], kpi)], [then[umc, kpi], now[umc, kpi]]
        known = [float("nan") if value is None else float(value) for value in values]
        change = float("nan") if later.naam[umc] in stopped else known[1] - known[0]
        found = [row["toen"], row["nu"], row["verschil"]]
        assert found == pytest.approx([*known, change], nan_ok=True, rel=1e-9, abs=1e-7), (umc, kpi)


def test_revisions_are_those_that_were_put_in_and_no_others(later):
    """In 2028 three umcs correct the past; a merger, new pseudonyms and a late umc revise nothing."""
    table = revision_table(later.ronde)
    persons = table[table["onderdeel"].isin(["personeel", "contracten", "gender"]) & (table["waarde"] > 0)]
    found = {
        (row.umc, row.onderdeel, row.maat): row.waarde
        for row in persons[~persons["maat"].isin(["ongewijzigd", "bijgewerkt"])].itertuples()
    }
    left, wrong, forgotten = (later.naam.get(rounds.CORRECTIES[key]) for key in ("einddatum", "gender", "toegevoegd"))
    new_numbers = later.naam[rounds.NIEUWE_NUMMERS]
    assert (
        found
        == {
            2026: {},
            2027: {(new_numbers, name, "niet vergeleken"): 1.0 for name in ("personeel", "contracten", "gender")},
            2028: {
                **{(left, name, maat): 1.0 for name in ("personeel", "contracten") for maat in ENDED},
                **{(wrong, "gender", maat): 1.0 for maat in ("gewijzigd", "gewijzigd:gender")},
                **{(forgotten, name, "toegevoegd"): 1.0 for name in ("personeel", "contracten", "gender")},
            },
        }[later.jaar]
    )
    effects = table[table["maat"] == "verschil"].set_index(["umc", "onderdeel"])["waarde"].to_dict()
    expected = (
        truth_changes.revisions(rounds.books()[2027], later.boek, later.vorige.peildatum) if later.jaar == 2028 else {}
    )
    assert effects == pytest.approx(
        {(later.naam[umc], kpi): float(change) for (umc, kpi), change in expected.items()}, rel=1e-9, abs=1e-7
    )


def test_the_dates_that_are_delivered_say_what_was_decided_about_each_person(later):
    """The generator against itself: what it decided in a year, and what follows from the dates it wrote down."""
    days = [dt.date(later.jaar + k, m, d) for k, m, d in ((-1, 12, 31), (0, 1, 1), (0, 12, 31), (1, 1, 1))]
    before, then, now, tomorrow = ({p.wie: p for p in truth.standen(later.boek, day)} for day in days)
    seen = set()
    for event in later.boek.gebeurtenissen:
        who = (event.herkomst, event.nummer)
        if event.jaar != later.jaar:
            continue
        seen.add(event.soort)
        match event.soort:
            case "omgezet":
                assert then[who].status != "vast" == now[who].status
            case "terug":
                assert then[who].status == "vast" != now[who].status
            case "uitstroom":
                # the one whose departure was corrected in 2028 had in fact left the year before
                corrected = later.jaar == 2028 and who[0] == rounds.CORRECTIES["einddatum"]
                assert (who in then or corrected) and who not in tomorrow
            case "instroom":
                assert who not in before and who in tomorrow
            case "promotie" | "omvang":
                assert then[who].regulier != now[who].regulier
    assert seen == {"omgezet", "terug", "uitstroom", "instroom", "promotie", "omvang", "subthema", "toegezegd"}


def test_the_panel_of_the_focus_groups_equals_the_book(later):
    answers = scores(later.ronde)
    years = sorted(answers["meting"].unique())
    assert years == {2026: [], 2027: [2025, 2027], 2028: [2025, 2027, 2028]}[later.jaar]
    for first, last in itertools.combinations(years, 2):
        groups = composition(answers, eerste=first, laatste=last).set_index(["schaal", "groep"])
        for schaal in SCHALEN:
            expected = truth_changes.panel(later.boek, first, last, schaal)
            assert groups.loc[(schaal, "gebleven"), "aantal_laatste"] == expected.gebleven > 20
            assert groups.loc[(schaal, "uitgevallen"), "aantal_eerste"] == expected.uitgevallen > 5
            assert groups.loc[(schaal, "nieuw"), "aantal_laatste"] == expected.nieuw > 5
            now = now_scores(answers, metingen=(first, last), schaal=schaal)
            changes = panel_differences(now, eerste=first, laatste=last)
            found = summarise(changes, schaal=schaal, van="nu", naar="nu")
            assert found.gemiddelde == pytest.approx(float(expected.verandering), **EXACT)
            assert (found.deelnemers, found.umcs) == (expected.gebleven, expected.umcs)
            assert (found.hoger, found.gelijk, found.lager) == (expected.hoger, expected.gelijk, expected.lager)
    for year, schaal in itertools.product(years, SCHALEN):
        expected = truth_changes.looked_back(later.boek, year, schaal)
        found = change(answers[answers["meting"] == year], schaal=schaal, van="voor", naar="nu")
        assert found.gemiddelde == pytest.approx(float(expected.verandering), **EXACT)
        assert (found.deelnemers, found.umcs) == (expected.gebleven, expected.umcs)


def test_what_was_put_into_the_deliveries_is_found(later):
    """A new export and a new pseudonym are no errors of the sender; who is late has to be left out by name."""
    found = set(later.bevindingen.loc[later.bevindingen["ernst"] == "waarschuwing", "code"])
    usual = {"contracten_overlap", "gender_ontbreekt", "toezegging_voorwaardelijk_onbekend"}
    assert (
        found - usual
        == {
            2026: set(),
            2027: {"situatie_ontbreekt", "pseudoniemen_niet_teruggevonden"},
            2028: {"situatie_ontbreekt"},
        }[later.jaar]
    )
    assert usual <= found
    lost = later.bevindingen[later.bevindingen["code"] == "pseudoniemen_niet_teruggevonden"]
    assert list(lost["umc"]) == ([rounds.NIEUWE_NUMMERS] if later.jaar == 2027 else [])


def test_a_umc_that_is_late_stops_the_round_until_it_is_left_out(later_place):
    _, judged = read_and_check(later_place, 2026)
    rows = judged.levering.bevindingen
    assert set(rows.loc[rows["ernst"] == "fout", ["umc", "code"]].itertuples(index=False, name=None)) == {
        (rounds.TE_LAAT, "umc_ontbreekt")
    }


def test_new_pseudonyms_leave_nobody_to_be_found_again():
    numbers = [
        {rounds.delivered_number(rounds.books()[jaar], p) for p in rounds.books()[jaar].mensen if p.herkomst == umc}
        for umc in (rounds.NIEUWE_NUMMERS,)
        for jaar in (2026, 2027)
    ]
    assert len(numbers[1]) >= len(numbers[0]) > 50 and len(numbers[0] & numbers[1]) < 5


def test_corrections_of_the_past_change_what_they_ought_to_and_nothing_else():
    """By hand: one departure a year earlier, one man who is a woman, one UD of 0.8 fte who had been forgotten."""
    day = dt.date(2027, 12, 31)
    changed = truth_changes.revisions(rounds.books()[2027], rounds.books()[2028], day)
    assert {umc for umc, _ in changed} == {*rounds.CORRECTIES.values(), truth.TOTAAL}
    assert changed[rounds.CORRECTIES["toegevoegd"], "gerealiseerd_fte"] == pytest.approx(0.8)
    assert changed[rounds.CORRECTIES["toegevoegd"], "ud_tijdelijk_personen"] == 1
    assert changed[rounds.CORRECTIES["gender"], "vrouwen_totaal"] == 1
    assert (rounds.CORRECTIES["gender"], "medewerkers_totaal") not in changed
    assert changed[rounds.CORRECTIES["einddatum"], "medewerkers_totaal"] == -1
    assert (truth.TOTAAL, "medewerkers_totaal") not in changed
    assert not truth_changes.revisions(rounds.books()[2027], rounds.books()[2028], dt.date(2026, 12, 31)).keys() - {
        key for key in changed if "vrouwen" in key[1]
    }
