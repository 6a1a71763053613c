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
from sectorplan_analysis.documents import NOTEBOOKS
from sectorplan_analysis.editions import SERIES
from sectorplan_analysis.reference import FUNCTIECATEGORIEEN, subthemas, umc_names
from tests.conftest import DAY
from tests.disclosure.attack import GENDERS, GROUPS, INLOOP, Attack, Publication, dutch_number, rows_of

DAYS = ("2023-12-31", "2024-12-31", DAY)
#: The edition as the command built it, with every page; the others are three successive rounds, tables only.
GEBOUWD = "gebouwd"


@pytest.fixture(scope="session")
def ronde(run, place):
    return load_ronde(DAY, processed=place / "data" / "processed")


@pytest.fixture(scope="session")
def folders(ronde, place, tmp_path_factory):
    """Folders with openbaar editions, each made with the earlier ones in place."""
    reports = tmp_path_factory.mktemp("drie-rondes")
    for day in DAYS:
        edition, _ = make_openbaar(ronde.op(dt.date.fromisoformat(day)), eerdere=published_before(reports).values())
        write_openbaar(edition, reports / day / "openbaar" / "tabellen", reeks=SERIES)
    return {day: reports / day / "openbaar" for day in DAYS} | {GEBOUWD: place / "reports" / DAY / "openbaar"}


@pytest.fixture(scope="session")
def published(folders):
    """What is known from the three editions together; and from the built edition alone."""
    everything = Publication()
    for day in DAYS:
        everything.read(folders[day])
    return dict.fromkeys(DAYS, everything) | {GEBOUWD: Publication().read(folders[GEBOUWD])}


def day_of(name):
    return DAY if name == GEBOUWD else name


def counter(ronde):
    """True number of persons of a key of the attack, counted in the positions."""
    people = who(ronde)
    return cache(lambda key: len(people(key)))


def who(ronde):
    """The persons of a key of the attack."""
    rows = ronde.posities.assign(naam=ronde.posities["umc"].map(umc_name))

    def people(key):
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
            keep &= rows["gender"].isin(GENDERS.get(gender, (gender,)))
        return set(rows.loc[keep, ["umc", "medewerker_id"]].itertuples(index=False, name=None))

    return people


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


def hidden_counts(publication, day):
    """Counts hidden in any file."""
    facts = publication.facts[day]
    keys = {key for key in publication.hidden[day] if key[3] == "medewerkers" and key not in facts}
    return sorted((key for key in keys if key[0][0] != "per umc"), key=str)


@pytest.mark.parametrize("name", [*DAYS, GEBOUWD])
def test_no_hidden_number_can_be_recovered_from_the_files(ronde, published, name):
    day = day_of(name)
    count = counter(ronde.op(dt.date.fromisoformat(day)))
    attack = attack_on(published[name].facts[day], published[name].shares[day])
    keys = hidden_counts(published[name], day)
    assert len(keys) > 20
    assert recovered(attack, keys, count) == []


@pytest.mark.parametrize("name", [DAYS[0], GEBOUWD])
def test_no_small_number_of_x_or_unknown_or_of_any_sub_count_can_be_narrowed_down(ronde, published, name):
    day = day_of(name)
    count = counter(ronde.op(dt.date.fromisoformat(day)))
    attack = attack_on(published[name].facts[day], published[name].shares[day])
    keys = [(*key, "medewerkers") for key in attack.place]
    keys += [(("umc", umc, ""), "", g, "medewerkers") for umc in umc_names().values() for g in ("m", "rest", "niet_v")]
    small = [key for key in keys if 0 < count(key) < 5]
    assert len(small) > 20
    assert recovered(attack, small, count) == []


def test_the_fte_of_a_hidden_small_number_is_not_known_either(ronde, published):
    attack = attack_on(published[GEBOUWD].facts[DAY], published[GEBOUWD].shares[DAY])
    count = counter(ronde)
    keys = [key for key in hidden_counts(published[GEBOUWD], DAY) if 0 < count(key) < 5]
    for who_, status, gender, _ in keys:
        key = (who_, status, gender, "fte")
        columns = list(attack.terms(key))
        low, high = (attack.table(key, sign)[columns].sum() for sign in (1, -1))
        # at least half of what the most likely person has
        assert high - low > 0.4, key


@pytest.mark.parametrize("name", [DAYS[1], GEBOUWD])
def test_the_same_attack_on_plain_blanking_succeeds(ronde, published, name):
    day = day_of(name)
    count = counter(ronde.op(dt.date.fromisoformat(day)))
    facts = dict(published[name].facts[day])
    blanked = []
    for key in hidden_counts(published[name], day):
        if 0 < count(key) < 5:
            blanked.append(key)
        else:
            facts[key] = count(key)
    attack = attack_on(facts)
    assert len(recovered(attack, blanked, count)) > len(blanked) / 2 > 2


@pytest.mark.parametrize(("before", "after"), list(pairwise(DAYS)))
def test_what_a_few_persons_did_between_two_rounds_is_told_by_totals_only(ronde, published, before, after):
    """Who joined, left or was converted: a number that they changed is either a KPI total or may not have changed."""
    then, now = (who(ronde.op(dt.date.fromisoformat(day))) for day in (before, after))
    facts = published[after].facts
    attack = attack_on(facts[after], published[after].shares[after])
    found = 0
    for key, value in facts[before].items():
        if key[3] != "medewerkers" or key[0][0] == "per umc" or not 0 < len(then(key) ^ now(key)) < 5:
            continue
        if len(now(key)) == value or _kept(key):
            continue
        assert key not in facts[after], key
        sign = 1 if len(now(key)) > value else -1
        reached = attack.table(key, sign)[list(attack.terms(key))].sum()
        assert reached <= value + 0.5 if sign > 0 else reached >= value - 0.5, key
        found += 1
    assert found


def _kept(key):
    """KPI totals, which stay by contract: medewerkers and women per umc and nationally, vast nationally, KPI 14."""
    (kind, name, _), status, gender, _ = key
    if kind == "umc":
        return (status == "" and gender in ("", "v")) or (name == "Totaal" and status == "vast" and gender in ("", "v"))
    return kind == "kpi14" and status == ""


def test_no_file_holds_a_raw_small_number(folders, published):
    """Outside zeros, every count of persons in the files is at least five; and nothing tells persons apart."""
    for name, publication in published.items():
        for key, value in publication.facts[day_of(name)].items():
            assert key[3] != "medewerkers" or value == 0 or value >= 5, (name, key, value)
    for path in folders[GEBOUWD].rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"parquet|medewerker_id|deelnemer_id|\b[0-9a-f]{24}\b", text), path


def test_the_edition_holds_pages_tables_and_notebooks_and_nothing_else(folders):
    kinds = {path.relative_to(folders[GEBOUWD]).parts[0] for path in folders[GEBOUWD].rglob("*") if path.is_file()}
    pages = {"index.html", *(f"{name}.html" for name in NOTEBOOKS)}
    assert kinds == {"manifest.json", "ro-crate-metadata.json", "notebooks", "tabellen", *pages}
    suffixes = {path.suffix for path in folders[GEBOUWD].rglob("*") if path.is_file()}
    assert suffixes == {".html", ".json", ".ipynb", ".csv"}


def test_every_number_in_a_sentence_or_drawing_stands_in_the_tables_too(folders, published):
    """Sentences, alternative texts and drawings say nothing that the files of numbers, which are attacked, do not."""
    tables = folders[GEBOUWD] / "tabellen"
    # scales, levels of certainty, and what 0-10 and 100% are made of
    known = {0.0, 1.0, 10.0, 95.0, 100.0, 1000.0} | derived(tables)
    for path in tables.glob("*.csv"):
        for row in rows_of(path):
            known |= {float(text) for text in row.values() if re.fullmatch(r"-?\d+(\.\d+)?", text)}
    loose = " | ".join(published[GEBOUWD].loose[DAY])
    loose = re.sub(
        r"\d{1,2} [a-z]+ 20\d\d|20\d\d(-\d\d-\d\d)?|[a-z]+/[\w./]+|[Ff]iguur \d|[Tt]abel \d|KPI 14", "", loose
    )
    strange = []
    for text in re.findall(r"(?<![\w#-])[+\N{MINUS SIGN}]?\d[\d.]*(?:,\d+)?(?![\w-])", loose):
        number = dutch_number(text.strip(".").lstrip("+"))
        decimals = len(text.partition(",")[2])
        if not any(abs(round(abs(value), decimals) - abs(number)) < 10**-decimals * 0.51 for value in known):
            strange.append(text)
    assert not strange


def derived(tables):
    """What pages compute from shown numbers: changes of the national series, and how many numbers are hidden."""
    series = {}
    for row in rows_of(tables / "reeks.csv"):
        if row["waarde"] not in ("", "geheim"):
            series.setdefault(row["maat"], []).append(float(row["waarde"]))
    now = [row["waarde"] for row in rows_of(tables / "cellen.csv") if row["peildatum"] == DAY]
    changes = {after - before for values in series.values() for before, after in pairwise(values)}
    return changes | {len(now), now.count("geheim")}


def test_hidden_numbers_look_the_same_whatever_the_reason_and_never_like_zero(folders):
    for path in (folders[GEBOUWD] / "tabellen").glob("*.csv"):
        words = set(re.findall(r"(?:^|,)([a-z]+)(?=,|\r?$)", path.read_text(encoding="utf-8"), flags=re.MULTILINE))
        assert not words & {"x", "primair", "secundair", "nan"}, path


def test_a_table_that_fits_everything_published_is_not_the_true_one(ronde, published):
    """A sanity check of the attack itself: the true numbers satisfy all that it assumes."""
    attack = attack_on(published[GEBOUWD].facts[DAY], published[GEBOUWD].shares[DAY])
    count = counter(ronde)
    found = attack.table((("umc", "LUMC", ""), "", "v", "medewerkers"), 1)
    true = np.array([count((*key, "medewerkers")) for key in attack.place])
    assert np.abs(found[: len(true)] - true).max() > 1
    assert abs(found[list(attack.terms((("umc", "LUMC", ""), "", "v", "medewerkers")))].sum() - 39) < 0.5
