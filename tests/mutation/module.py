"""Judge the mutants of one module: ``python -m tests.mutation.module NAME SAMPLE SECONDS TEST...``.

mutmut writes the mutants. Its runner starts pytest anew for each of them, which costs more than the tests; here the
tests are collected once, and each mutant has a fork of that process, which stops at the first test that fails.
"""

from __future__ import annotations

import difflib
import json
import os
import random
import resource
import sys
import tempfile
import time
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path

import pytest
from mutmut.mutation.file_mutation import MutatedFile, mutate_file_contents
from mutmut.mutation.trampoline import set_mutant_under_test

PACKAGE = "sectorplan_analysis"
SEED = 2026


class Mutated(SourceFileLoader):
    """Loads a module with all its mutants in it; which one runs is asked at every call."""

    file: MutatedFile

    def get_code(self, fullname: str):
        return compile(self.file.code, self.path, "exec")


class Finder:
    """Finds the one module to mutate, in the place of its file."""

    def __init__(self, name: str) -> None:
        self.name = name
        path = Path(*name.split(".")).with_suffix(".py")
        self.loader = Mutated(name, str(path.resolve()))
        self.loader.file = mutate_file_contents(str(path), path.read_text(encoding="utf-8"))

    def find_spec(self, name: str, path=None, target=None) -> ModuleSpec | None:
        if name != self.name:
            return None
        spec = PathFinder.find_spec(name, path)
        spec.loader = self.loader
        return spec


class Judge:
    """Runs the collected tests on each mutant of a sample until the time is up."""

    def __init__(self, finder: Finder, *, sample: int | None, seconds: float) -> None:
        self.finder, self.end = finder, time.monotonic() + seconds
        self.mutants = sorted(finder.loader.file.mutant_names)
        self.chosen = self.mutants.copy()
        random.Random(f"{SEED} {finder.name}").shuffle(self.chosen)
        # the same mutants every time; a smaller sample is part of a larger one
        self.chosen = self.chosen[:sample]
        self.verdicts: dict[str, str] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        start = time.process_time() + sum(os.times()[2:4])
        if self._fork(session, "", 600) != "survived":
            raise session.Failed("the tests fail without any mutant")
        needed = time.process_time() + sum(os.times()[2:4]) - start
        for name in self.chosen:
            if time.monotonic() > self.end:
                break
            self.verdicts[name] = self._fork(session, name, int(10 * needed + 10))
        return True

    def _fork(self, session: pytest.Session, mutant: str, cpu: int) -> str:
        sys.stdout.flush()
        pid = os.fork()
        if pid:
            status = os.waitpid(pid, 0)[1]
            return "timeout" if os.WIFSIGNALED(status) else "killed" if os.WEXITSTATUS(status) else "survived"
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu))
            set_mutant_under_test(f"{self.finder.name}.{mutant}")
            for item, following in zip(session.items, [*session.items[1:], None], strict=True):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                if session.testsfailed:
                    os._exit(1)
            os._exit(0)
        finally:
            os._exit(2)

    def difference(self, mutant: str) -> str:
        """The lines that a mutant changes."""
        file = self.finder.loader.file
        lines = file.code.splitlines()
        spans = file.line_span_by_function_name
        both = [spans[name] for name in (f"{mutant.rpartition('__mutmut_')[0]}__mutmut_orig", mutant)]
        texts = [[line.strip() for line in lines[span.start - 1 : span.end]] for span in both]
        return " ".join(line for line in difflib.ndiff(*texts) if line[0] in "+-" and "__mutmut_" not in line)


def main(name: str, sample: str, seconds: str, *tests: str) -> int:
    finder = Finder(f"{PACKAGE}.{name}")
    sys.meta_path.insert(0, finder)
    judge = Judge(finder, sample=int(sample) or None, seconds=float(seconds))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TMPDIR"] = tempfile.tempdir = folder
        # the property-based tests stand on top of the others, and take as long as all of them together
        options = ["-o", "addopts=", "-m", "not hypothesis", "-p", "no:cacheprovider", "-p", "no:terminal"]
        done = pytest.main([*options, *tests], plugins=[judge])
    if done:
        return int(done)
    found = {
        "mutants": len(judge.mutants),
        "sample": len(judge.chosen),
        "verdicts": judge.verdicts,
        "survivors": {name: judge.difference(name) for name, own in judge.verdicts.items() if own == "survived"},
    }
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
