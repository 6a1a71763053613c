"""A mutation run on a fixed sample: ``python -m tests.mutation`` (``make mutation``); needs mutmut, is no test itself.

mutmut makes the mutants and runs them. Its own choice, every test that reaches the mutated function, is nearly the
whole suite for each of them; here the tests of the module itself judge a mutant when they reach the function.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

from mutmut.stats import status_by_exit_code

SEED = 2026
#: Mutants per module; None is all of them. Where a survivor could mean a wrong number in silence, more.
SAMPLE = {
    "reading.dates": None,
    "reading.numbers": None,
    "reading.canonical": 60,
    "reading.meaning": 100,
    "reading.totals": 120,
    "reading.table": 60,
    "checks.persons": 55,
    "checks.positions": 55,
    "checks.central": 55,
}
REST = 5
#: Tests that judge the mutants of a module (parts of their names), when they reach the function; otherwise all that do.
TABLE = ("reading/test_table",)
JUDGES = {
    "reading.dates": ("reading/test_dates",),
    "reading.numbers": ("reading/test_numbers",),
    "reading.totals": ("reading/test_totals",),
    "reading.words": ("reading/test_words",),
    "reading.csv_file": ("reading/test_csv_file",),
    "reading.workbook": ("reading/test_workbook",),
    "reading.files": ("reading/test_files",),
    "reading.__init__": ("reading/test_files",),
    "checks.persons": ("contract", "gender", "zeros", "peildatum", "one_error", "nobodys_way", "each_others"),
    "checks.positions": (
        "position",
        "period",
        "contradict",
        "1.2 fte",
        "subtheme",
        "plan",
        "nobodys_way",
        "each_others",
        "maximum",
    ),
    "checks.central": (
        "test_central",
        "budget",
        "amount",
        "umc missing",
        "scale",
        "situation",
        "participant",
        "left_out",
    ),
    "checks.report": ("contract", "participant", "position"),
    "checks.schemas": ("checks/",),
    "checks.__init__": ("peildatum", "left_out"),
}
#: Slow ones, that only what they are about needs.
SLOW = {"are_bsns": "reading.bsn", "read_twice": ""}
PACKAGE = "sectorplan_analysis"
STATS, FULL = Path("mutants/mutmut-stats.json"), Path("mutants/all-tests-per-function.json")


def main(*parts: str) -> int:
    if not STATS.exists():
        # one mutant, to have mutmut make all of them and note which test reaches which function
        mutmut(f"{PACKAGE}.reading.layout.x_empty_table__mutmut_1")
    if not FULL.exists():
        FULL.write_bytes(STATS.read_bytes())
    choose_tests()
    names = [name for name in sample() if name.startswith(tuple(f"{PACKAGE}.{part}" for part in parts))]
    mutmut(*names)
    report(set(names))
    return 0


def mutmut(*names: str) -> None:
    command = [Path(sys.executable).with_name("mutmut"), "run", "--max-children", "2", *names]
    if subprocess.run(command).returncode:
        sys.exit("mutmut stopped before the end")


def choose_tests() -> None:
    stats = json.loads(FULL.read_text())
    reached = stats["tests_by_mangled_function_name"]
    for function, tests in reached.items():
        module = function.removeprefix(f"{PACKAGE}.").rpartition(".")[0]
        folder = "tests/checks/" if module.startswith("checks.") else "tests/reading/"
        quick = [test for test in tests if not any(word in test and module != only for word, only in SLOW.items())]
        own = [t for t in quick if t.startswith(folder) and any(part in t for part in JUDGES.get(module, TABLE))]
        reached[function] = own or quick or tests
    STATS.write_text(json.dumps(stats))


def verdicts() -> dict[str, dict[str, int | None]]:
    """Exit code per mutant per module."""
    found = {}
    for path in sorted(Path("mutants", PACKAGE).rglob("*.meta")):
        module = ".".join(path.relative_to(Path("mutants", PACKAGE)).parts).removesuffix(".py.meta")
        found[module] = json.loads(path.read_text())["exit_code_by_key"]
    return found


def sample() -> list[str]:
    chosen = []
    for module, mutants in verdicts().items():
        names = sorted(mutants)
        n = SAMPLE.get(module, REST)
        chosen += names if n is None else random.Random(f"{SEED} {module}").sample(names, min(n, len(names)))
    return chosen


def report(names: set[str]) -> None:
    print("| module | mutants | sample | killed | timeout | survived | not reached | score |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for module, mutants in verdicts().items():
        count = Counter(status_by_exit_code[code] for name, code in mutants.items() if name in names)
        total, dead = count.total(), count["killed"] + count["timeout"]
        cells = (module, len(mutants), total, *(count[s] for s in ("killed", "timeout", "survived", "no tests")))
        print("|", " | ".join(map(str, cells)), f"| {dead / total:.0%} |" if total else "| |")


if __name__ == "__main__":
    sys.exit(main(*(sys.argv[1:] or [""])))
