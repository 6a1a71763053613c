"""The reference of the documentation site, made from the code at every build: API, command, codebook and indicators."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from inspect import isclass, isfunction
from pathlib import Path

import sectorplan_analysis
from sectorplan_analysis import cli
from sectorplan_analysis.codebook import make_codebook
from sectorplan_analysis.docs import table
from sectorplan_analysis.indicators import INDICATOREN
from sectorplan_analysis.rapport.objecten import show_indicator


def write_reference(folder: Path) -> list[Path]:
    """Write every page of the reference; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = {
        "api": api_page(),
        "opdrachten": commands_page(),
        "codeboek": codebook_page(),
        "indicatoren": indicators_page(),
    }
    for name, text in pages.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8", newline="\n")
    return [folder / f"{name}.md" for name in pages]


def api_page() -> str:
    """Every public name with its docstring."""
    parts = [
        "# API\n\nEverything that `sectorplan_analysis` exports. What is not here may change without notice.\n",
        "The grain, columns and units of the tables in a round are in the [codebook](codeboek.md).\n",
    ]
    for name in sectorplan_analysis.__all__:
        public = getattr(sectorplan_analysis, name)
        if isclass(public):
            directive, option = "autoclass", "   :members:\n"
        else:
            directive, option = ("autofunction", "") if isfunction(public) else ("autodata", "   :no-value:\n")
        parts.append(f"## {name}\n\n```{{eval-rst}}\n.. {directive}:: sectorplan_analysis.{name}\n{option}```\n")
    return "\n".join(parts)


def commands_page() -> str:
    """The help of the command and of every sub-command, as it is on the terminal."""
    parts = ["# Opdrachten\n\nWat `sectorplan` kan. Op de terminal geeft `--help` dezelfde tekst.\n"]
    parts += [f"## {prog}\n\n```text\n{text}```\n" for prog, text in commands()]
    parts.append(
        "## Afsluitcodes\n\n"
        + table(
            ("code", "betekenis"),
            [
                (str(cli.DONE), "klaar"),
                (str(cli.FOUTEN), "er zijn fouten in een levering, of geen levering dekt de peildatum"),
                (str(cli.CANNOT), "de opdracht kan niet worden uitgevoerd"),
                (str(cli.FAILED), "een notebook is mislukt"),
            ],
        )
    )
    return "\n".join(parts)


def commands() -> Iterator[tuple[str, str]]:
    """Name and help of the command and every sub-command."""
    parser = cli.make_parser()
    yield parser.prog, parser.format_help()
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield command.prog, command.format_help()


def codebook_page() -> str:
    """The columns of the processed tables."""
    known = make_codebook()
    parts = [
        "# Codebook\n\nThe columns of `data/processed/<peildatum>/`. The same stands in `codebook.csv` beside the "
        "data, and for machines in `datapackage.json` (Frictionless Data Package).\n"
    ]
    for name, rows in known.groupby("table", sort=False):
        columns = ["column", "description", "unit", "values", "source"]
        body = [(f"`{row[0]}`", *row[1:]) for row in rows[columns].itertuples(index=False, name=None)]
        parts.append(f"## {name}\n\n{table(columns, body)}")
    return "\n".join(parts)


def indicators_page() -> str:
    """Every indicator with its definition, place in the report, unit and what it is computed from."""
    parts = [
        "# Indicatoren\n\nElk cijfer heeft één naam en één definitie. De plaats is die in de Tussentijdse evaluatie "
        "(2026). Alle waarden staan in `tabellen/indicatoren.csv`.\n"
    ]
    for indicator in INDICATOREN.values():
        rows = show_indicator(indicator).frame.itertuples(index=False, name=None)
        facts = "\n".join(f"- {name}: {value}" for name, value in rows)
        parts.append(f"## {indicator.naam}\n\n**{indicator.titel}**\n\n{facts}\n")
    return "\n".join(parts)
