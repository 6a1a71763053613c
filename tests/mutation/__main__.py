"""A mutation run on a fixed sample: ``python -m tests.mutation`` (``make mutation``); needs mutmut, is no test itself.

A module is judged by the tests that are about it, so that its score is a lower bound of what the whole suite catches.
Code outside functions is not changed; `tests/test_indicators.py` does that for the declarations of the indicators.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

#: Seconds that the whole run may take, and modules at a time.
SECONDS, WORKERS = float(os.environ.get("MUTATION_SECONDS", "2400")), 2


class Plan(NamedTuple):
    """Which tests judge a module, and how many of its mutants are tried (0: all of them)."""

    judges: tuple[str, ...]
    sample: int = 60


def disclosure(name: str) -> Plan:
    return Plan((f"tests/disclosure/test_{name}.py",))


def checks(*words: str) -> Plan:
    return Plan(("tests/checks", "-k", " or ".join((*words, "nobodys_way", "each_others"))))


PLANS = {
    "measure": Plan(("tests/test_measure.py", "tests/test_indicators.py")),
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
    "reading.dates": Plan(("tests/reading/test_dates.py",)),
    "reading.numbers": Plan(("tests/reading/test_numbers.py",)),
    "reading.canonical": Plan(("tests/reading/test_table.py",)),
    "reading.meaning": Plan(("tests/reading/test_table.py",)),
    "reading.totals": Plan(("tests/reading/test_totals.py",)),
    "reading.table": Plan(("tests/reading/test_table.py",)),
    "checks.persons": checks("contract", "gender", "zeros", "peildatum", "one_error"),
    "checks.positions": checks("position", "period", "contradict", "fte", "subtheme", "plan", "maximum"),
    "checks.central": checks("central", "budget", "amount", "missing", "scale", "situation", "participant", "left_out"),
}


def main(*parts: str) -> int:
    end = time.monotonic() + SECONDS
    modules = [module for module in PLANS if not parts or module.startswith(parts)]
    print("| module | mutants | sample | run | killed | timeout | survived | score |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|", flush=True)

    def judge(place: int) -> dict[str, Any]:
        # what is left, over the modules that are not done yet
        seconds = (end - time.monotonic()) * WORKERS / (len(modules) - place + WORKERS - 1)
        return judged(modules[place], seconds=seconds)

    survivors = []
    with ThreadPoolExecutor(WORKERS) as pool:
        for module, found in zip(modules, pool.map(judge, range(len(modules))), strict=True):
            print(line(module, found), flush=True)
            survivors += [f"{module} {name}: {change}" for name, change in found["survivors"].items()]
    print("\nSurvivors:", *survivors, sep="\n")
    return 0


def judged(module: str, *, seconds: float) -> dict[str, Any]:
    plan = PLANS[module]
    command = [sys.executable, "-m", "tests.mutation.module", module, str(plan.sample), str(seconds), *plan.judges]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{module} could not be judged:\n{done.stdout}{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def line(module: str, found: dict[str, Any]) -> str:
    count = Counter(found["verdicts"].values())
    run = count.total()
    score = f"{(run - count['survived']) / run:.0%}" if run else ""
    cells = (module, found["mutants"], found["sample"], run, *(count[s] for s in ("killed", "timeout", "survived")))
    return f"| {' | '.join(map(str, cells))} | {score} |"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
