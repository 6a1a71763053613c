"""Every declaration by hand: which rows an indicator counts, in what, and that a change of any of them is noticed."""

import dataclasses
import datetime as dt
import math
from collections.abc import Iterator

import pandas as pd
import pytest

from sectorplan_analysis.indicators import DATASPECIALIST_LEZINGEN, INDICATOREN, Hoeveelheid, Indicator, medewerkers
from sectorplan_analysis.measure import measure, rows_behind, series
from sectorplan_analysis.reference import BESTEDINGEN, CONTRACTSTATUSSEN, FUNCTIECATEGORIEEN
from tests.rounds import persons, ronde

TIJDELIJK = {"contracttype": "tijdelijk"}
BELOOFD = {**TIJDELIJK, "toezegging_datum": "2025-01-01", "toezegging_onvoorwaardelijk": True}
KPI14 = {"functiecategorie": "dataspecialist", "kpi14": True}
ONDERZOEKER14 = {"functiecategorie": "onderzoeker", "kpi14": True}
#: One person per letter: UD a to g, KPI 14 h to k, other functions l to o, inloop p to s and u; t is KPI 14 too.
PEOPLE = {
    "a": {"gender": "v"},
    "b": {"gender": "m"},
    "c": {"gender": "x"},
    "d": {"gender": "v", **BELOOFD},
    "e": {"gender": "m", **BELOOFD},
    "f": {"gender": "v", **TIJDELIJK},
    "g": {"gender": "m", **TIJDELIJK},
    "h": {"gender": "v", **KPI14},
    "i": {"gender": "m", **ONDERZOEKER14},
    "j": {"gender": "m", **ONDERZOEKER14, **BELOOFD},
    "t": {"gender": "v", **KPI14, **BELOOFD},
    "k": {"gender": "onbekend", **KPI14, **TIJDELIJK},
    "l": {"gender": "m", "functiecategorie": "docent"},
    "m": {"gender": "v", "functiecategorie": "docent", **BELOOFD},
    "n": {"gender": "m", "functiecategorie": "UHD", **TIJDELIJK},
    "o": {"gender": "m", **KPI14, "kpi14": False},
    "p": {"gender": "v", "inloop": True},
    "u": {"gender": "m", "inloop": True, **BELOOFD},
    "q": {"gender": "m", "inloop": True, **ONDERZOEKER14},
    "r": {"gender": "v", "inloop": True, **TIJDELIJK},
    "s": {"gender": "m", "inloop": True, **KPI14, **BELOOFD},
}
VAST, BELOOFDEN, TIJDELIJKEN, INLOOP = "abchilo", "dejtm", "fgkn", "puqrs"
STRUCTUREEL, IEDEREEN = VAST + BELOOFDEN, VAST + BELOOFDEN + TIJDELIJKEN
#: No two sums of these are alike.
FTE = {letter: (2**place) / 1e6 for place, letter in enumerate(PEOPLE)}
#: Money per letter: spent A to E, received F and G; H is of a year that has not ended.
MONEY = {
    "A": (2023, "vaste posities"),
    **dict(zip("BCDE", ((2025, name) for name in BESTEDINGEN), strict=True)),
    "F": (2023, "ontvangen"),
    "G": (2025, "ontvangen"),
    "H": (2026, "materieel"),
}
EUR = {letter: 100.0 + 2**place for place, letter in enumerate(MONEY)}

#: Unit and rows of the numerator, those of the denominator, and what is subtracted.
HAND = {
    "besteding_totaal": ("EUR", "ABCDE"),
    "ontvangen_totaal": ("EUR", "FG"),
    "onderbesteding": ("EUR", "FG", None, "ABCDE"),
    "besteed_pct": ("EUR", "ABCDE", ("EUR", "FG")),
    "besteed_jaar_pct": ("EUR", "BCDE", ("EUR", "G")),
    "begroot_fte": ("begroot", "BL"),
    "gerealiseerd_fte": ("fte", IEDEREEN),
    "gerealiseerd_pct": ("fte", IEDEREEN, ("begroot", "BL")),
    "structureel_fte": ("fte", STRUCTUREEL),
    "structureel_pct": ("fte", STRUCTUREEL, ("begroot", "BL")),
    "structureel_medewerkers": ("personen", STRUCTUREEL),
    "inloop_fte": ("fte", INLOOP),
    "inloop_medewerkers": ("personen", INLOOP),
    "vast_fte": ("fte", VAST),
    "toegezegd_vast_fte": ("fte", BELOOFDEN),
    "tijdelijk_fte": ("fte", TIJDELIJKEN),
    "toegezegd_vast_medewerkers": ("personen", BELOOFDEN),
    "tijdelijk_medewerkers": ("personen", TIJDELIJKEN),
    "ud_vast_fte": ("fte", "abc"),
    "ud_vast_personen": ("personen", "abc"),
    "ud_toegezegd_fte": ("fte", "de"),
    "ud_toegezegd_personen": ("personen", "de"),
    "ud_tijdelijk_fte": ("fte", "fg"),
    "ud_tijdelijk_personen": ("personen", "fg"),
    "dataspecialisten_personen": ("personen", "hijtk"),
    "dataspecialisten_fte": ("fte", "hijtk"),
    "dataspecialisten_vast_personen": ("personen", "hi"),
    "dataspecialisten_vast_fte": ("fte", "hi"),
    "dataspecialisten_vast_pct": ("personen", "hi", ("personen", "hijtk")),
    "dataspecialisten_toegezegd_personen": ("personen", "jt"),
    "dataspecialisten_toegezegd_fte": ("fte", "jt"),
    "medewerkers_totaal": ("personen", IEDEREEN),
    "vrouwen_totaal": ("personen", "adfhmt"),
    "vrouwen_pct": ("personen", "adfhmt", ("personen", IEDEREEN)),
    "vast_medewerkers": ("personen", VAST),
    "vast_vrouwen": ("personen", "ah"),
    "vast_vrouwen_pct": ("personen", "ah", ("personen", VAST)),
    "vast_aandeel_medewerkers_pct": ("personen", VAST, ("personen", IEDEREEN)),
    "structureel_aandeel_medewerkers_pct": ("personen", STRUCTUREEL, ("personen", IEDEREEN)),
    "vast_aandeel_fte_pct": ("fte", VAST, ("fte", IEDEREEN)),
    "structureel_aandeel_fte_pct": ("fte", STRUCTUREEL, ("fte", IEDEREEN)),
    "vast_begroot_pct": ("fte", VAST, ("begroot", "BL")),
}
BEGROOT = {"B": 0.625, "L": 0.375}


@pytest.fixture(scope="module")
def sector():
    people = persons(*({"medewerker_id": who, "fte": FTE[who], **own} for who, own in PEOPLE.items()))
    money = [{"jaar": jaar, "categorie": c, "bedrag_eur": EUR[letter]} for letter, (jaar, c) in MONEY.items()]
    plan = [{"umc": umc, "begroot_fte": n} for umc, n in zip(("lumc", "umcg"), BEGROOT.values(), strict=True)]
    return ronde(**people, bestedingen=money, begroting=plan)


def by_hand(unit: str, letters: str) -> float:
    amount = {"personen": dict.fromkeys(letters, 1.0), "fte": FTE, "EUR": EUR, "begroot": BEGROOT}[unit]
    return sum(amount[letter] for letter in letters)


def expected(name: str) -> tuple[float, str]:
    """Value in total and unit."""
    unit, letters, share, less = (*HAND[name], None, None)[:4]
    if share:
        return 100 * by_hand(unit, letters) / by_hand(*share), "%"
    return by_hand(unit, letters) - (by_hand(unit, less) if less else 0), {"begroot": "fte"}.get(unit, unit)


def agrees(indicator: Indicator, sector) -> bool:
    """Whether a declaration gives what is worked out above under its name, from the same persons."""
    value, unit = expected(indicator.naam)
    found = measure(indicator, sector).iloc[-1]
    same = found["eenheid"] == unit and math.isclose(found["waarde"], value, rel_tol=1e-12)
    letters = HAND[indicator.naam][1]
    return same and (not set(letters) <= set(PEOPLE) or who(indicator.teller, sector) == "".join(sorted(letters)))


def who(hoeveelheid: Hoeveelheid, sector) -> str:
    """Letters of the persons that an amount is about."""
    rows = rows_behind(hoeveelheid, sector)
    return "".join(rows["medewerker_id"]) if "medewerker_id" in rows else ""


def test_every_indicator_is_worked_out_by_hand():
    assert list(HAND) == list(INDICATOREN)


@pytest.mark.parametrize("name", INDICATOREN)
def test_an_indicator_is_what_its_rows_add_up_to_by_hand(sector, name):
    assert agrees(INDICATOREN[name], sector)


#: Other values that a selection could have had.
OTHERS = {
    "inloop": (True, False),
    "kpi14": (True, False),
    "gender": ("v", "m"),
    "contractstatus": (*CONTRACTSTATUSSEN[:3], ("vast", "toegezegd_vast"), ("tijdelijk", "toegezegd_vast")),
    "functiecategorie": FUNCTIECATEGORIEEN,
    "categorie": ("ontvangen", BESTEDINGEN, *BESTEDINGEN, BESTEDINGEN[1:], BESTEDINGEN[:-1]),
}


def changed_amounts(own: Hoeveelheid) -> Iterator[Hoeveelheid]:
    """One mistake at a time: another kind, other years, a column too few, too many, or with another value."""
    for soort in {"fte": ("medewerkers",), "medewerkers": ("fte",), "begroot_fte": ("fte",)}.get(own.soort, ()):
        yield dataclasses.replace(own, soort=soort)
    if own.soort == "bedrag_eur":
        yield dataclasses.replace(own, jaren="laatste" if own.jaren == "alle" else "alle")
    columns = ("categorie",) if own.soort == "bedrag_eur" else tuple(OTHERS)[:5] if own.soort != "begroot_fte" else ()
    for column in columns:
        rest = {name: value for name, value in own.waar.items() if name != column}
        if column in own.waar:
            yield dataclasses.replace(own, waar=rest)
        for value in OTHERS[column]:
            # a UD is never KPI 14, so that it makes no difference there
            if value != own.waar.get(column) and (column, own.waar.get("functiecategorie")) != ("kpi14", "UD"):
                yield dataclasses.replace(own, waar={**rest, column: value})


def mutants(indicator: Indicator) -> Iterator[Indicator]:
    """Declarations that differ from a right one in one place."""
    for part in ("teller", "noemer", "min_teller"):
        own = getattr(indicator, part)
        if own is None:
            continue
        for other in changed_amounts(own):
            yield dataclasses.replace(indicator, **{part: other})
        if part != "teller":
            yield dataclasses.replace(indicator, **{part: None})
            yield dataclasses.replace(indicator, **{"teller": own, part: indicator.teller})
    yield dataclasses.replace(indicator, eenheid="fte" if indicator.eenheid != "fte" else "personen")


@pytest.mark.parametrize("name", INDICATOREN)
def test_any_single_change_of_a_declaration_is_noticed(sector, name):
    others = list(mutants(INDICATOREN[name]))
    assert len(others) > 1 and [other for other in others if agrees(other, sector)] == []


def test_the_two_readings_of_dataspecialist_keep_their_own_persons(sector):
    counted = {
        name: who(medewerkers({"inloop": False}, reading), sector) for name, reading in DATASPECIALIST_LEZINGEN.items()
    }
    assert counted == {"kpi14": "hijkt", "figuur5": "hkot"}


def test_a_series_on_a_day_within_the_year_has_the_year_ends_before_it_and_that_day():
    people = persons({"begindatum": "2024-03-01"}, {"umc": "umcg", "fte": 0.5})
    rows = series(["vast_fte", "medewerkers_totaal"], ronde(**people, peildatum=dt.date(2024, 6, 30)))
    assert list(rows.columns) == ["peildatum", "umc", "maat", "waarde", "eenheid", "teller", "noemer"]
    total = rows[rows["umc"] == "Totaal"].set_index(["peildatum", "maat"])["waarde"]
    assert total.to_dict() == {
        ("2022-12-31", "vast_fte"): 0.0,
        ("2022-12-31", "medewerkers_totaal"): 0.0,
        ("2023-12-31", "vast_fte"): 0.5,
        ("2023-12-31", "medewerkers_totaal"): 1.0,
        ("2024-06-30", "vast_fte"): 1.5,
        ("2024-06-30", "medewerkers_totaal"): 2.0,
    }
    pd.testing.assert_index_equal(rows.index, pd.RangeIndex(18))
