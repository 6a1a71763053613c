"""A mutation run on a fixed sample: ``python -m tests.mutation`` (``make mutation``); needs mutmut, is no test itself.

mutmut writes the mutants. Its runner starts pytest anew for each of them, which costs more than the tests; here the
tests are collected once, and each mutant has a fork of that process, which stops at the first test that fails.

A module is judged by the tests that are about it, so that its score is a lower bound of what the whole suite catches.
Code outside functions is not changed; `tests/test_indicators.py` does that for the declarations of the indicators.
"""

from __future__ import annotations

import difflib
import os
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from typing import NamedTuple

import pytest
from mutmut.mutation.file_mutation import MutatedFile, mutate_file_contents
from mutmut.mutation.trampoline import set_mutant_under_test

PACKAGE = "sectorplan_analysis"
SEED = 2026
#: Seconds that the whole run may take, and mutants per module; the sample of a shorter run is part of that of a longer.
SECONDS, SAMPLE = float(os.environ.get("MUTATION_SECONDS", "2400")), int(os.environ.get("MUTATION_SAMPLE", "60"))


class Judges(NamedTuple):
    """Files with the tests that judge a module, and words of which one has to be in the name of the test."""

    files: tuple[str, ...]
    words: tuple[str, ...] = ("",)


def disclosure(name: str) -> Judges:
    return Judges((f"tests/disclosure/test_{name}.py",))


def checks(*words: str) -> Judges:
    return Judges(("tests/checks/test_rules.py",), (*words, "nobodys_way", "each_others"))


JUDGES = {
    "measure": Judges(("tests/test_measure.py", "tests/test_indicators.py"), ("hand", "series", "test_measure.py")),
    "status": Judges(("tests/test_status.py",)),
    "tables": Judges(("tests/test_tables.py",)),
    "verdeling": Judges(("tests/test_verdeling.py",)),
    "oordelen": Judges(("tests/test_oordelen.py",)),
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
    "disclosure.groepen": Judges(("tests/test_culturele_diversiteit.py",)),
    "disclosure.focusgroepen": disclosure("focusgroepen"),
    "disclosure.build": disclosure("build"),
    "reading.dates": Judges(("tests/reading/test_dates.py",)),
    "reading.numbers": Judges(("tests/reading/test_numbers.py",)),
    "reading.canonical": Judges(("tests/reading/test_table.py",)),
    "reading.meaning": Judges(("tests/reading/test_table.py",)),
    "reading.totals": Judges(("tests/reading/test_totals.py",)),
    "reading.table": Judges(("tests/reading/test_table.py",)),
    "checks.persons": checks("contract", "gender", "zeros", "peildatum", "one_error"),
    "checks.positions": checks("position", "period", "contradict", "1.2 fte", "subtheme", "plan", "maximum"),
    "checks.central": checks(
        "central", "budget", "amount", "umc missing", "scale", "situation", "participant", "left_out"
    ),
}


class Mutated(SourceFileLoader):
    """Loads a module with all its mutants in it; which one runs is asked at every call."""

    def __init__(self, module: str) -> None:
        path = Path(PACKAGE, *module.split(".")).with_suffix(".py")
        super().__init__(f"{PACKAGE}.{module}", str(path.resolve()))
        self.file: MutatedFile = mutate_file_contents(str(path), path.read_text(encoding="utf-8"))

    def get_code(self, fullname: str):
        return compile(self.file.code, self.path, "exec")

    def sample(self) -> list[str]:
        names = sorted(self.file.mutant_names)
        random.Random(f"{SEED} {self.name}").shuffle(names)
        return names[:SAMPLE]

    def change(self, mutant: str) -> str:
        """The lines that a mutant changes."""
        lines, spans = self.file.code.splitlines(), self.file.line_span_by_function_name
        both = [spans[name] for name in (f"{mutant.rpartition('__mutmut_')[0]}__mutmut_orig", mutant)]
        texts = [[line.strip() for line in lines[span.start - 1 : span.end]] for span in both]
        return " ".join(line for line in difflib.ndiff(*texts) if line[0] in "+-" and "__mutmut_" not in line)


class Run:
    """Plugin of one pytest session: finds the mutated modules in the place of their files, and judges them."""

    def __init__(self, modules: Sequence[str]) -> None:
        self.end = time.monotonic() + SECONDS
        self.loaders = {f"{PACKAGE}.{module}": Mutated(module) for module in modules}

    def find_spec(self, name: str, path=None, target=None) -> ModuleSpec | None:
        if name not in self.loaders:
            return None
        spec = PathFinder.find_spec(name, path)
        spec.loader = self.loaders[name]
        return spec

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        print("| module | mutants | sample | run | killed | timeout | survived | score |")
        print("|---|--:|--:|--:|--:|--:|--:|--:|", flush=True)
        for place, (name, loader) in enumerate(self.loaders.items()):
            judges = JUDGES[name.removeprefix(f"{PACKAGE}.")]
            items = [item for item in session.items if item.nodeid.startswith(judges.files)]
            items = [item for item in items if any(word in item.nodeid for word in judges.words)]
            # an equal share of what is left
            end = time.monotonic() + (self.end - time.monotonic()) / (len(self.loaders) - place)
            self._judge(loader, items, end)
        return True

    def _judge(self, loader: Mutated, items: Sequence[pytest.Item], end: float) -> None:
        before = os.times().children_user
        if not items or verdict(items, "", 600) != "survived":
            raise pytest.UsageError(f"{loader.name}: no tests, or they fail without any mutant")
        # processor time, which a busy machine does not change
        limit = int(10 * (os.times().children_user - before) + 10)
        found = {}
        for mutant in loader.sample():
            if time.monotonic() > end:
                break
            found[mutant] = verdict(items, f"{loader.name}.{mutant}", limit)
        count = Counter(found.values())
        score = f"{1 - count['survived'] / len(found):.0%}" if found else ""
        cells = (len(loader.file.mutant_names), len(loader.sample()), len(found))
        cells += tuple(count[each] for each in ("killed", "timeout", "survived"))
        print(f"| {loader.name} |", " | ".join(map(str, cells)), f"| {score} |", flush=True)
        for mutant in (name for name, own in found.items() if own == "survived"):
            print(f"{mutant}: {loader.change(mutant)}", flush=True)


def verdict(items: Sequence[pytest.Item], mutant: str, seconds: int) -> str:
    """Run tests in a fork with this mutant, until one fails."""
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        status = os.waitpid(pid, 0)[1]
        return "timeout" if os.WIFSIGNALED(status) else "killed" if os.WEXITSTATUS(status) else "survived"
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        set_mutant_under_test(mutant)
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if item.session.testsfailed:
                os._exit(1)
        os._exit(0)
    finally:
        os._exit(2)


def main(*parts: str) -> int:
    modules = [module for module in JUDGES if not parts or module.startswith(parts)]
    run = Run(modules)
    sys.meta_path.insert(0, run)
    files = sorted({file for module in modules for file in JUDGES[module].files})
    # the property-based tests stand on top of the others, and take as long as all of them together
    options = ["-o", "addopts=", "-m", "not hypothesis", "-p", "no:cacheprovider", "-p", "no:terminal"]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TMPDIR"] = tempfile.tempdir = folder
        return int(pytest.main([*options, *files], plugins=[run]))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
