"""A mutation run on a fixed sample: ``python -m tests.mutation`` (``make mutation``); needs mutmut, is no test itself.

mutmut makes the mutants and runs the tests on them. Its own choice, every test that reaches the mutated function, is
nearly the whole suite for each of them; here a module has a run of its own, judged by the tests that are about it.
Code outside functions is not changed; `tests/test_indicators.py` does that for the declarations of the indicators.
"""

from __future__ import annotations

import json
import os
import random
import shutil
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
SEED = 2026
#: Seconds that the whole run may take; every module has an equal share of what is left.
SECONDS = float(os.environ.get("MUTATION_SECONDS", "3600"))


class Plan(NamedTuple):
    """Tests that judge a module, and how many of its mutants are tried; None is all of them."""

    judges: tuple[str, ...]
    sample: int | None = 60


def disclosure(*names: str, sample: int | None = 60) -> Plan:
    return Plan(tuple(f"tests/disclosure/test_{name}.py" for name in names), sample)


def checks(*words: str) -> Plan:
    return Plan(("tests/checks", "-k", " or ".join((*words, "nobodys_way", "each_others"))), 55)


PLANS = {
    "measure": Plan(("tests/test_measure.py",)),
    "status": Plan(("tests/test_status.py",)),
    "tables": Plan(("tests/test_tables.py",)),
    "verdeling": Plan(("tests/test_verdeling.py",)),
    "oordelen": Plan(("tests/test_oordelen.py",)),
    "disclosure.stelsel": disclosure("stelsel"),
    "disclosure.kept": disclosure("kept", sample=None),
    "disclosure.protect": disclosure("choice"),
    "disclosure.attacker": disclosure("attacker"),
    "disclosure.claims": disclosure("claims"),
    "disclosure.world": disclosure("world"),
    "disclosure.audit": disclosure("audit"),
    "disclosure.earlier": disclosure("earlier"),
    "disclosure.openbaar": disclosure("openbaar"),
    "disclosure.tabellen": disclosure("tabellen"),
    "disclosure.groepen": Plan(("tests/test_culturele_diversiteit.py", "tests/disclosure/test_groepen.py")),
    "disclosure.focusgroepen": disclosure("focusgroepen", sample=None),
    "disclosure.quiet": disclosure("quiet", sample=None),
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
    chosen = [module for module in PLANS if not parts or module.startswith(parts)]
    end = time.monotonic() + SECONDS
    for number, module in enumerate(chosen):
        left = end - time.monotonic()
        run(module, seconds=left / (len(chosen) - number))
    report(chosen)
    return 0


def place(module: str) -> Path:
    """Folder that a module is mutated in."""
    return Path("mutants", module).resolve()


def run(module: str, *, seconds: float) -> None:
    folder, plan, start = place(module), PLANS[module], time.monotonic()
    if not folder.exists():
        prepare(folder, module, plan.judges)
    if not list(verdicts(module)):
        # one mutant, to have all of them made
        mutmut(folder, [f"{PACKAGE}.{module}.*__mutmut_1"], seconds=0)
    names = sample(module, plan.sample)
    if names:
        mutmut(folder, names, seconds=max(seconds - (time.monotonic() - start), 1))


def prepare(folder: Path, module: str, judges: Sequence[str]) -> None:
    """A folder with the project as it is and a configuration for one module."""
    folder.mkdir(parents=True)
    names = ("tests", "data", "docs", "notebooks", "rondes.toml", "README.md", "Makefile", "locks")
    for name in (PACKAGE, *names):
        Path(folder, name).symlink_to(Path(name).resolve())
    project = Path("pyproject.toml").read_text(encoding="utf-8")
    config = {
        "source_paths": [PACKAGE],
        "only_mutate": [f"{PACKAGE}/{module.replace('.', '/')}.py"],
        "also_copy": list(names),
        "pytest_add_cli_args_test_selection": list(judges),
        "pytest_add_cli_args": ["-p", "no:cacheprovider"],
        "timeout_multiplier": 10.0,
    }
    lines = "".join(f"{name} = {json.dumps(value)}\n" for name, value in config.items())
    # solvers and their threads do not survive a fork: the workers come from a process that ran nothing
    text = f'{project}\n[tool.mutmut]\n{lines}process_isolation = "forkserver"\n'
    Path(folder, "pyproject.toml").write_text(text, encoding="utf-8")


def mutmut(folder: Path, names: Sequence[str], *, seconds: float) -> None:
    """Run mutmut on these mutants; after ``seconds`` it stops with what it has (0: as long as it takes)."""
    command = [Path(sys.executable).with_name("mutmut"), "run", "--max-children", "2", *names]
    log = Path(folder, "log.txt")
    with log.open("ab") as file, subprocess.Popen(command, cwd=folder, stdout=file, stderr=file) as running:
        try:
            running.wait(timeout=seconds or None)
        except subprocess.TimeoutExpired:
            running.send_signal(signal.SIGINT)
            running.wait()
    if running.returncode:
        shutil.copyfileobj(log.open(encoding="utf-8"), sys.stderr)
        sys.exit(f"mutmut stopped before the end: {log}")


def verdicts(module: str) -> dict[str, int | None]:
    """Exit code per mutant."""
    meta = Path(place(module), "mutants", PACKAGE, *module.split(".")).with_suffix(".py.meta")
    return json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"] if meta.exists() else {}


def sample(module: str, size: int | None) -> list[str]:
    names = sorted(verdicts(module))
    return names if size is None else sorted(random.Random(f"{SEED} {module}").sample(names, min(size, len(names))))


def report(modules: Sequence[str]) -> None:
    print("| module | mutants | sample | run | killed | timeout | survived | score |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    alive = []
    for module in modules:
        codes, chosen = verdicts(module), sample(module, PLANS[module].sample)
        found = {name: status_by_exit_code[codes[name]] for name in chosen if codes[name] is not None}
        count = Counter(found.values())
        dead = count["killed"] + count["timeout"]
        alive += [name for name, status in found.items() if status not in ("killed", "timeout")]
        cells = (module, len(codes), len(chosen), len(found), count["killed"], count["timeout"], len(found) - dead)
        print("|", " | ".join(map(str, cells)), f"| {dead / len(found):.0%} |" if found else "| |")
    print("\nSurvivors (cd mutants/<module>; mutmut show <name>):", *alive, sep="\n")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
