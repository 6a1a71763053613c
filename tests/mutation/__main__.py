"""A mutation run on a fixed sample: ``python -m tests.mutation`` (``make mutation``); needs mutmut, is no test itself.

mutmut makes the mutants and runs the tests on them. Its own choice, every test that reaches the mutated function, is
nearly the whole suite for each of them; here the tests that are about a module judge it.
Code outside functions is not changed; `tests/test_indicators.py` does that for the declarations of the indicators.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from mutmut.stats import status_by_exit_code

PACKAGE = "sectorplan_analysis"
WORK = Path("mutants", "work")
SEED = 2026
#: Seconds that the whole run may take.
SECONDS = float(os.environ.get("MUTATION_SECONDS", "3600"))


class Plan(NamedTuple):
    """How many mutants of a module, and who judges them: tests with one of these beginnings and of these words."""

    judges: tuple[str, ...]
    sample: int | None = 40
    words: tuple[str, ...] = ("",)


def disclosure(name: str) -> Plan:
    return Plan((f"tests/disclosure/test_{name}.py",))


def checks(*words: str) -> Plan:
    return Plan(("tests/checks/",), 55, (*words, "nobodys_way", "each_others"))


PLANS = {
    "measure": Plan(("tests/test_measure.py",)),
    "status": Plan(("tests/test_status.py",)),
    "tables": Plan(("tests/test_tables.py",)),
    "verdeling": Plan(("tests/test_verdeling.py",)),
    "oordelen": Plan(("tests/test_oordelen.py",)),
    "disclosure.stelsel": disclosure("stelsel"),
    "disclosure.kept": disclosure("kept"),
    "disclosure.protect": disclosure("choice"),
    "disclosure.attacker": disclosure("attacker"),
    "disclosure.claims": disclosure("claims"),
    "disclosure.world": disclosure("world"),
    "disclosure.audit": disclosure("audit"),
    "disclosure.earlier": disclosure("earlier"),
    "disclosure.openbaar": disclosure("openbaar"),
    "disclosure.tabellen": disclosure("tabellen"),
    "disclosure.groepen": Plan(("tests/test_culturele_diversiteit.py",)),
    "disclosure.focusgroepen": disclosure("focusgroepen"),
    "disclosure.build": disclosure("build"),
    # where a survivor could mean a wrong number in silence, more
    "reading.dates": Plan(("tests/reading/test_dates.py",), None),
    "reading.numbers": Plan(("tests/reading/test_numbers.py",), None),
    "reading.canonical": Plan(("tests/reading/test_table.py",), 60),
    "reading.meaning": Plan(("tests/reading/test_table.py",), 100),
    "reading.totals": Plan(("tests/reading/test_totals.py",), 120),
    "reading.table": Plan(("tests/reading/test_table.py",), 60),
    "checks.persons": checks("contract", "gender", "zeros", "peildatum", "one_error"),
    "checks.positions": checks("position", "period", "contradict", "1.2 fte", "subtheme", "plan", "maximum"),
    "checks.central": checks(
        "central", "budget", "amount", "umc missing", "scale", "situation", "participant", "left_out"
    ),
}


def main(*parts: str) -> int:
    start = time.monotonic()
    modules = [module for module in PLANS if not parts or module.startswith(parts)]
    if not WORK.exists():
        prepare(modules)
        # no mutant has this name: it stops when all of them are made, and it is known which test reaches which function
        mutmut("none", seconds=None)
        choose_judges()
    todo = [name for module in modules for name in sample(module) if verdicts(module)[name] is None]
    mutmut(*todo, seconds=SECONDS - (time.monotonic() - start))
    report(modules)
    return 0


def prepare(modules: Sequence[str]) -> None:
    """A folder with the project as it is, and what mutmut has to do in it."""
    WORK.mkdir(parents=True)
    names = ("tests", "data", "docs", "notebooks", "rondes.toml", "README.md", "Makefile", "locks")
    for name in (PACKAGE, *names):
        Path(WORK, name).symlink_to(Path(name).resolve())
    config = {
        "source_paths": [PACKAGE],
        "only_mutate": [f"{PACKAGE}/{module.replace('.', '/')}.py" for module in modules],
        "also_copy": list(names),
        "pytest_add_cli_args_test_selection": sorted({judge for module in modules for judge in PLANS[module].judges}),
        "pytest_add_cli_args": ["-p", "no:cacheprovider"],
        "timeout_multiplier": 10.0,
        # solvers and their threads do not survive a fork: the workers come from a process that ran nothing
        "process_isolation": "forkserver",
    }
    project = Path("pyproject.toml").read_text(encoding="utf-8")
    lines = "".join(f"{name} = {json.dumps(value)}\n" for name, value in config.items())
    Path(WORK, "pyproject.toml").write_text(f"{project}\n[tool.mutmut]\n{lines}", encoding="utf-8")


def choose_judges() -> None:
    """Let a mutant be judged by the tests of its module that reach the function, and by no others."""
    path = WORK / "mutants" / "mutmut-stats.json"
    stats = json.loads(path.read_text(encoding="utf-8"))
    reached = stats["tests_by_mangled_function_name"]
    for function, tests in reached.items():
        plan = PLANS[function.removeprefix(f"{PACKAGE}.").rpartition(".")[0]]
        reached[function] = [t for t in tests if t.startswith(plan.judges) and any(word in t for word in plan.words)]
    path.write_text(json.dumps(stats), encoding="utf-8")


def mutmut(*names: str, seconds: float | None) -> None:
    """Run mutmut on these mutants; after ``seconds`` it stops with what it has."""
    command = [Path(sys.executable).with_name("mutmut"), "run", "--max-children", "2", *names]
    with Path(WORK, "log.txt").open("ab") as log, subprocess.Popen(command, cwd=WORK, stdout=log, stderr=log) as own:
        try:
            own.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            own.send_signal(signal.SIGINT)


def verdicts(module: str) -> dict[str, int | None]:
    """Exit code per mutant."""
    meta = Path(WORK, "mutants", PACKAGE, *module.split(".")).with_suffix(".py.meta")
    return json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]


def sample(module: str) -> list[str]:
    """The same mutants every time; a smaller sample is part of a larger one."""
    names = sorted(verdicts(module))
    random.Random(f"{SEED} {module}").shuffle(names)
    return names[: PLANS[module].sample]


def report(modules: Sequence[str]) -> None:
    print("| module | mutants | sample | run | killed | timeout | survived | score |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    alive = []
    for module in modules:
        codes, chosen = verdicts(module), sample(module)
        found = {name: status_by_exit_code[codes[name]] for name in chosen if codes[name] is not None}
        count = Counter(found.values())
        dead = count["killed"] + count["timeout"]
        alive += [name for name, status in found.items() if status not in ("killed", "timeout")]
        cells = (module, len(codes), len(chosen), len(found), count["killed"], count["timeout"], len(found) - dead)
        print("|", " | ".join(map(str, cells)), f"| {dead / len(found):.0%} |" if found else "| |")
    print("\nSurvivors (cd mutants/work; mutmut show <name>):", *alive, sep="\n")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
