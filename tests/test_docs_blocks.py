"""Every code block and command in the documentation works: Python is executed, commands are held against the parser."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

import sectorplan_analysis
from sectorplan_analysis import cli, codebook
from sectorplan_analysis.docs_reference import write_reference
from sectorplan_analysis.findings import regels
from sectorplan_analysis.indicators import INDICATOREN
from sectorplan_analysis.reuse import Outcome
from tests.conftest import DAY, ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
PAGES = [page for page in PAGES if "referentie" not in page.parts]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
#: Lines that make an environment, or go into one: the README's test of a clean checkout runs them.
SETUP = re.compile(
    r"(python -m venv|\.venv\\Scripts\\python -m pip install|conda env create -f environment\.yml|git clone)\b"
)
#: Kinds of block that are shown and not run.
SHOWN = {"", "text", "toml", "{toctree}", "{include}"}


def blocks(page: Path) -> Iterator[tuple[str, str]]:
    text = page.read_text("utf-8")
    for found in re.finditer(r"^( *)```(\S*)[^\n]*\n(.*?)^\1```", text, flags=re.MULTILINE | re.DOTALL):
        indent, kind, body = found.groups()
        yield kind, "\n".join(line.removeprefix(indent) for line in body.splitlines())


def lines(kind: str) -> list[tuple[str, str]]:
    found = [
        (page.name, line) for page in PAGES for own, body in blocks(page) if own == kind for line in body.splitlines()
    ]
    return [(name, line.strip()) for name, line in found if line.strip() and not line.lstrip().startswith("#")]


def inline_commands() -> set[tuple[str, str]]:
    """Commands in a sentence, such as `sectorplan run 2025-12-31`, unless they hold a placeholder."""
    found = set()
    for page in PAGES:
        prose = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
        found |= {(page.name, code) for code in re.findall(r"`((?:sectorplan|make|python) [^`<]+)`", prose)}
    return found


IN_PROSE = inline_commands()


def test_a_block_is_run_or_known_to_be_shown():
    kinds = {kind for page in PAGES for kind, _ in blocks(page)}
    assert kinds <= {"sh", "python"} | SHOWN, kinds
    assert {"sh", "python"} <= kinds


@pytest.mark.parametrize(("page", "line"), [*lines("sh"), *sorted(IN_PROSE)])
def test_every_command_can_be_carried_out(page, line):
    command = line.split("#")[0].replace(r".venv\Scripts\sectorplan", "sectorplan")
    if SETUP.match(command):
        return
    program, *arguments = shlex.split(command)
    if program == "sectorplan":
        # a sentence may leave out the peildatum; a block may not
        given = any(re.match(r"\d{4}-\d\d-\d\d", word) for word in arguments)
        if (page, line) in IN_PROSE and not given and {"run", "check"} & set(arguments):
            arguments.insert(1, DAY)
        named_only = (page, line) in IN_PROSE and (len(arguments) == 1 or "..." in arguments)
        if arguments != ["--help"] and not named_only:
            cli.make_parser().parse_args(arguments)
    elif program == "make":
        targets = [word for word in arguments if "=" not in word]
        assert targets and all(re.search(rf"^{target}:", MAKEFILE, re.MULTILINE) for target in targets), line
    elif arguments[:1] == ["-m"]:
        assert find_spec(arguments[1]) is not None, line
    else:
        assert program == "python" and (ROOT / arguments[0]).is_file(), line


@pytest.mark.parametrize("page", [page for page in PAGES if any(kind == "python" for kind, _ in blocks(page))], ids=str)
def test_every_python_block_runs_against_the_example_round(page, own_place, monkeypatch):
    """In the folder of a project whose round was made; making it a second time is left out."""
    index = own_place / "reports" / DAY / "openbaar" / "index.html"
    monkeypatch.setattr("sectorplan_analysis.pipeline.run_round", lambda *_, **__: Outcome(index, [], ""))
    monkeypatch.chdir(own_place)
    names: dict[str, object] = {}
    for kind, body in blocks(page):
        if kind == "python":
            exec(compile(body, page.name, "exec"), names)


def test_the_reference_names_every_public_name_command_column_and_indicator(tmp_path):
    text = {path.stem: path.read_text("utf-8") for path in write_reference(tmp_path)}
    assert all(f"## {name}\n" in text["api"] for name in sectorplan_analysis.__all__)
    assert all(f"## {name}\n" in text["indicatoren"] for name in INDICATOREN)
    assert all(f"`{row.column}`" in text["codeboek"] for row in codebook.make_codebook().itertuples())
    for command in ("run", "check", "template"):
        assert f"## sectorplan {command}\n" in text["opdrachten"]


def test_every_rule_and_every_page_is_in_the_site():
    rules = (ROOT / "docs" / "regels.md").read_text("utf-8")
    assert all(f"`{code}`" in rules for code in regels())
    index = (ROOT / "docs" / "index.md").read_text("utf-8")
    for page in (ROOT / "docs").rglob("*.md"):
        name = page.relative_to(ROOT / "docs").with_suffix("").as_posix()
        assert name == "index" or re.search(rf"^{name}$", index, re.MULTILINE), f"{name} is in no table of contents"
