"""What a reader of a few files can narrow down, worked out by hand for two umcs."""

import json

import pytest

from sectorplan_analysis.disclosure.audit import audit
from tests.rounds import persons, ronde

TIJDELIJK = {"contracttype": "tijdelijk"}
LONG = "peildatum,umc,functiecategorie,kpi14,thema,subthema,contractstatus,gender,inloop,maat,waarde"
HIDDEN = "geheim"


def people(*groups):
    """A round of so many persons of a kind each: (number, umc, fields)."""
    return ronde(**persons(*({"umc": umc, "gender": "v", **own} for n, umc, own in groups for _ in range(n))))


#: LUMC: 3 vast and 9 tijdelijk; UMCG: 20 vast and 11 tijdelijk; all women with 1 fte.
WHOLE = people((3, "lumc", {}), (9, "lumc", TIJDELIJK), (20, "umcg", {}), (11, "umcg", TIJDELIJK))


@pytest.fixture
def faults(tmp_path):
    """Judge editions that hold these numbers: per edition lines (umc, contractstatus, gender, maat, value)."""

    def judge(own, *editions, **options):
        folders = [tmp_path / str(place) for place in range(len(editions))]
        for folder, lines in zip(folders, editions, strict=True):
            rows = [f"{day},{umc},,,,,{s},{g},nee,{maat},{value}" for day, umc, s, g, maat, value in map(dated, lines)]
            write(folder, rows)
        return audit(folders, own, **options)

    return judge


def write(folder, rows):
    folder.mkdir(exist_ok=True)
    (folder / "ronde.json").write_text(json.dumps({"peildatum": "2025-12-31"}), encoding="utf-8")
    (folder / "cellen.csv").write_text("\n".join([LONG, *rows]) + "\n", encoding="utf-8")


def dated(line):
    return line if len(line) == 6 else ("2025-12-31", *line)


def count(umc, status, value, gender="", maat="medewerkers"):
    return umc, status, gender, maat, value


TOTALS = [count("Totaal", "", 43), count("LUMC", "", 12), count("UMCG", "", 31)]


def test_totals_alone_tell_nothing_small(faults):
    assert faults(WHOLE, TOTALS) == []


def test_a_hidden_number_that_is_a_total_less_another_is_found_on_all_sides(faults):
    found = faults(WHOLE, [*TOTALS, count("LUMC", "tijdelijk", 9), count("LUMC", "toegezegd_vast", 0)])
    assert any("medewerkers LUMC vast v m ander is nooit 5 of meer" in line for line in found), found
    assert any("medewerkers LUMC vast v m ander is nooit nul" in line for line in found)
    assert not any("UMCG" in line for line in found)


def test_what_is_small_for_a_larger_cut_off_is_only_found_then(faults):
    own = people((5, "lumc", {}), (9, "lumc", TIJDELIJK), (20, "umcg", {}))
    lines = [count("LUMC", "", 14), count("LUMC", "tijdelijk", 9)]
    assert faults(own, lines) == []
    assert any("LUMC vast toegezegd_vast v m ander is nooit 6 of meer" in line for line in faults(own, lines, grens=6))


def test_a_small_number_in_a_file_and_one_that_is_not_true_are_told_at_once(faults):
    lines = [*TOTALS, count("LUMC", "vast", 3), count("UMCG", "vast", 21), count("UMCG", "vast", 21)]
    assert faults(WHOLE, lines) == [
        "cellen.csv: vast UMCG klopt niet met de leveringen",
        "cellen.csv: vast LUMC gaat over minder dan 5 personen",
    ]


def test_nobody_is_not_small_and_five_are_not_either(faults):
    own = people((5, "lumc", {}), (9, "lumc", TIJDELIJK), (20, "umcg", {}))
    lines = [count("LUMC", "vast", 5), count("UMCG", "tijdelijk", 0)]
    assert faults(own, lines) == []
    assert faults(own, lines, grens=6) == ["cellen.csv: vast LUMC gaat over minder dan 6 personen"]


def test_persons_are_counted_and_not_their_fte(faults):
    half, much = {"fte": 0.5}, {"fte": 1.2}
    own = people((8, "lumc", half), (4, "lumc", {**much, **TIJDELIJK}), (20, "umcg", {}))
    # eight persons on four fte are not small; four persons on 4,8 fte are, whatever their fte come to
    assert faults(own, [count("LUMC", "vast", 8)]) == []
    found = faults(own, [count("LUMC", "tijdelijk", 4)])
    assert found == ["cellen.csv: tijdelijk LUMC gaat over minder dan 5 personen"]


@pytest.mark.parametrize(("value", "true"), [("43.00", True), ("43.01", False), ("42.99", False)])
def test_fte_may_be_rounded_and_no_further_off(faults, value, true):
    found = faults(WHOLE, [count("Totaal", "", value, maat="fte")])
    assert found == ([] if true else ["cellen.csv: alle medewerkers klopt niet met de leveringen"])


def test_the_fte_of_a_small_group_that_is_a_difference_is_known(faults):
    lines = [count("LUMC", "", "12.00", maat="fte"), count("LUMC", "tijdelijk", "9.00", maat="fte"),
             count("LUMC", "toegezegd_vast", "0.00", maat="fte")]  # fmt: skip
    found = faults(WHOLE, lines)
    assert any(line.startswith("de fte van medewerkers LUMC vast") and line.endswith("is bekend") for line in found)
    # three fte are more than two persons: not nobody; but five of them can have it
    assert any("LUMC vast v m ander is nooit nul" in line for line in found)
    assert not any("nooit 5 of meer" in line for line in found)


def test_an_earlier_edition_adds_to_what_is_known(faults):
    now = [*TOTALS, count("LUMC", "vast", HIDDEN), count("LUMC", "toegezegd_vast", 0)]
    assert any("nooit nul" in line for line in faults(WHOLE, now, [count("LUMC", "tijdelijk", 9)]))


def test_a_corrected_or_hidden_number_of_an_earlier_edition_says_nothing(faults):
    now = [*TOTALS, count("LUMC", "toegezegd_vast", 0)]
    assert faults(WHOLE, now, [count("LUMC", "tijdelijk", 8), count("UMCG", "vast", HIDDEN)]) == []


def test_an_earlier_day_is_judged_by_who_was_there_then(faults):
    groups = ((3, "lumc", {}), (9, "lumc", TIJDELIJK), (20, "umcg", {"begindatum": "2025-06-01"}))
    own = people(*groups)
    lines = [count("Totaal", "", 32), ("2024-12-31", *count("Totaal", "", 12))]
    assert faults(own, lines) == []


def test_an_earlier_day_may_tell_something_small_too(faults):
    own = people((3, "lumc", {}), (20, "umcg", {"begindatum": "2025-06-01"}))
    found = faults(own, [("2024-12-31", *count("Totaal", "", 3))])
    assert found == ["cellen.csv: alle medewerkers gaat over minder dan 5 personen"]


def test_what_cannot_be_read_is_the_only_fault(faults):
    found = faults(WHOLE, [*TOTALS, count("LUMC", "", 12, maat="koppen")])
    assert found == ["cellen.csv: onbekende maat 'koppen'"]


def test_a_way_of_grouping_that_no_file_tells_apart_is_not_judged(faults):
    # one person has another function than all others, and no file says anything by function
    own = people((1, "lumc", {"functiecategorie": "UHD"}), (12, "lumc", {}), (20, "umcg", {}))
    assert faults(own, [count("Totaal", "", 33), count("LUMC", "", 13)]) == []


def test_a_function_that_is_the_rest_of_the_country_is_found(tmp_path):
    own = people((2, "lumc", {"functiecategorie": "UHD"}), (12, "lumc", {}), (20, "umcg", {}))
    rows = ["Totaal,,,,,,,nee,medewerkers,34", "Totaal,UD,,,,,,nee,medewerkers,32"]
    zero = [f"Totaal,{name},,,,,,nee,medewerkers,0" for name in ("hoogleraar", "docent", "onderzoeker",
            "dataspecialist", "onderzoeksondersteuning", "kennisvalorisatie", "onderwijsondersteuning",
            "overig_ondersteunend")]  # fmt: skip
    write(tmp_path, [f"2025-12-31,{row}" for row in (*rows, *zero)])
    found = audit([tmp_path], own)
    assert any(line.startswith("medewerkers UHD") for line in found)
    assert not any(line.startswith(("medewerkers LUMC", "medewerkers UD ")) for line in found)
