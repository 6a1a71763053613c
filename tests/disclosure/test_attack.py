"""Nobody can be found: an attack on built openbaar editions, from their files only, and the same attack on blanking."""

import datetime as dt
import re
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from sectorplan_analysis.dataset import load_ronde, umc_name
from sectorplan_analysis.disclosure.build import make_openbaar
from sectorplan_analysis.disclosure.earlier import published_before
from sectorplan_analysis.disclosure.tabellen import write_openbaar
from sectorplan_analysis.pipeline import SERIES
from sectorplan_analysis.reference import FUNCTIECATEGORIEEN, subthemas, umc_names
from tests.conftest import DAY
from tests.disclosure.attack import GROUPS, INLOOP, Attack, Publication

DAYS = ("2023-12-31", "2024-12-31", DAY)


@pytest.fixture(scope="session")
def rounds(run, place, tmp_path_factory):
    """Reports with the openbaar editions of three successive rounds, the last one as the command built it."""
    reports = tmp_path_factory.mktemp("drie-rondes")
    ronde = load_ronde(DAY, processed=place / "data" / "processed")
    for day in DAYS[:2]:
        edition, _ = make_openbaar(ronde.op(dt.date.fromisoformat(day)), eerdere=published_before(reports).values())
        write_openbaar(edition, reports / day / "openbaar" / "tabellen", reeks=SERIES)
    (reports / DAY).mkdir()
    (reports / DAY / "openbaar").symlink_to(place / "reports" / DAY / "openbaar")
    return reports, ronde


@pytest.fixture(scope="session")
def published(rounds):
    reports, _ = rounds
    publication = Publication()
    for day in DAYS:
        publication.read(reports / day / "openbaar")
    return publication


def counter(ronde):
    """True number of persons of a key of the attack, counted in the positions."""
    rows = ronde.posities.assign(naam=ronde.posities["umc"].map(umc_name))

    @cache
    def count(key):
        (kind, name, kpi), status, gender, _ = key
        keep = rows["inloop"] == (status == INLOOP)
        if kind == "umc" and name != "Totaal":
            keep &= rows["naam"] == name
        elif kind not in ("umc", "kpi14"):
            keep &= rows[kind] == name
        if kind == "kpi14" or kpi:
            keep &= rows["kpi14"] == (kind == "kpi14" or kpi == "ja")
        if status in GROUPS:
            keep &= rows["contractstatus"].isin(GROUPS[status]) if status else True
        if gender:
            keep &= rows["gender"] == gender
        return len(rows.loc[keep, ["umc", "medewerker_id"]].drop_duplicates())

    return count


def attack_on(facts, shares=()):
    names = list(umc_names().values())
    return Attack(facts, shares, umcs=names, functions=FUNCTIECATEGORIEEN, subthemas=subthemas())


def recovered(attack, keys, true, *, grens=5):
    """Small numbers an attacker can narrow down, and hidden numbers he knows exactly."""
    tables, found = [], []
    for key in keys:
        terms = attack.terms(key)
        columns = list(terms)
        small = 0 < true(key) < grens

        def reached(sign, columns=columns, small=small, key=key):
            values = [table[columns].sum() for table in tables]
            if small:
                return any(value < 0.5 for value in values) if sign > 0 else any(v > grens - 0.5 for v in values)
            return any(abs(value - true(key)) > 0.5 for value in values)

        for sign in (1, -1):
            if not reached(sign):
                tables.append(attack.table(key, sign))
        if not (reached(1) and reached(-1)):
            found.append(key)
    return found


def hidden_counts(published, day):
    """Counts hidden in any file, and every gender and status of every umc and function, shown or not."""
    facts = published.facts[day]
    keys = {key for key in published.hidden[day] if key[3] == "medewerkers" and key not in facts}
    return sorted((key for key in keys if key[0][0] != "per umc"), key=str)


@pytest.mark.parametrize("day", DAYS)
def test_no_hidden_number_can_be_recovered_from_the_files_of_three_rounds(rounds, published, day):
    _, ronde = rounds
    count = counter(ronde.op(dt.date.fromisoformat(day)))
    attack = attack_on(published.facts[day], published.shares[day])
    keys = hidden_counts(published, day)
    assert len(keys) > 20
    assert recovered(attack, keys, count) == []


@pytest.mark.parametrize("day", DAYS)
def test_no_small_number_of_x_or_unknown_or_of_any_sub_count_can_be_narrowed_down(rounds, published, day):
    _, ronde = rounds
    count = counter(ronde.op(dt.date.fromisoformat(day)))
    attack = attack_on(published.facts[day], published.shares[day])
    keys = [(*key, "medewerkers") for key in attack.place]
    keys += [(("umc", name, ""), "", gender, "medewerkers") for name in umc_names().values() for gender in "mx"]
    small = [key for key in keys if 0 < count(key) < 5]
    assert len(small) > 20
    assert recovered(attack, small, count) == []


@pytest.mark.parametrize("day", DAYS[1:])
def test_the_same_attack_on_plain_blanking_succeeds(rounds, published, day):
    _, ronde = rounds
    count = counter(ronde.op(dt.date.fromisoformat(day)))
    facts = dict(published.facts[day])
    blanked = []
    for key in hidden_counts(published, day):
        if key[2] in ("x", "onbekend"):
            continue
        if 0 < count(key) < 5:
            blanked.append(key)
        else:
            facts[key] = count(key)
    attack = attack_on(facts)
    assert len(recovered(attack, blanked, count)) > len(blanked) / 2 > 2


def test_successive_rounds_do_not_expose_who_left(rounds, published):
    """Between two shown numbers n and m, anything from n - m (or 0) to n persons can have left: no list of leavers."""
    for before, after in pairwise(DAYS):
        for key, earlier in published.facts[before].items():
            later = published.facts[after].get(key)
            if key[3] == "medewerkers" and later is not None and earlier:
                lowest = max(0, earlier - later)
                assert earlier - lowest >= 5 or earlier >= 5, key


def test_no_file_holds_a_raw_small_number(rounds, published):
    """Outside zeros, every count of persons in the tables is at least five; and nothing tells persons apart."""
    reports, _ = rounds
    for day in DAYS:
        for key, value in published.facts[day].items():
            assert key[3] != "medewerkers" or value == 0 or value >= 5, (day, key, value)
    for path in (reports / DAY / "openbaar").rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"parquet|medewerker_id|deelnemer_id|[0-9a-f]{24}\b(?<![0-9a-f]{64})", text), path


def test_hidden_numbers_look_the_same_whatever_the_reason_and_never_like_zero(rounds):
    reports, _ = rounds
    for path in (reports / DAY / "openbaar" / "tabellen").glob("*.csv"):
        words = set(re.findall(r"(?:^|,)([a-z]+)(?=,|\r?$)", path.read_text(encoding="utf-8"), flags=re.MULTILINE))
        assert not words & {"x", "primair", "secundair", "nan"}, path


def test_a_table_that_fits_everything_published_is_not_the_true_one(rounds, published):
    """A sanity check of the attack itself: the true numbers satisfy all that it assumes."""
    _, ronde = rounds
    attack = attack_on(published.facts[DAY], published.shares[DAY])
    count = counter(ronde)
    found = attack.table((("umc", "LUMC", ""), "", "v", "medewerkers"), 1)
    true = np.array([count((*key, "medewerkers")) for key in attack.place])
    assert np.abs(found[: len(true)] - true).max() > 1
    assert abs(found[list(attack.terms((("umc", "LUMC", ""), "", "v", "medewerkers")))].sum() - 39) < 0.5
