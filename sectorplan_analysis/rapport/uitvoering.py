"""A round made from a notebook or script: the same work as ``sectorplan run``, with its pages as the result."""

from __future__ import annotations

import argparse
import datetime as dt
import os
from collections.abc import Collection
from contextlib import ExitStack
from dataclasses import dataclass
from html import escape
from pathlib import Path

from sectorplan_analysis import cli
from sectorplan_analysis.documents import NOTEBOOKS
from sectorplan_analysis.errors import CallError, NotebookError
from sectorplan_analysis.logboek import open_log


@dataclass(frozen=True)
class Run:
    """The pages of a round that was made; in a notebook it shows links to them.

    Attributes
    ----------
    peildatum
        The round.
    edities
        Index page per edition that was made.
    """

    peildatum: dt.date
    edities: dict[str, Path]

    def _repr_html_(self) -> str:
        parts = []
        for edition, index in self.edities.items():
            pages = {"Overzicht": index} | {
                title: page for name, title in NOTEBOOKS.items() if (page := index.with_name(f"{name}.html")).is_file()
            }
            links = [f'<li><a href="{escape(_link(page))}">{escape(title)}</a></li>' for title, page in pages.items()]
            parts.append(f"<p>Editie {edition}, {self.peildatum.isoformat()}</p><ul>{''.join(links)}</ul>")
        return "".join(parts)


def _link(page: Path) -> str:
    """Address of a page from the folder the notebook runs in."""
    return Path(os.path.relpath(page)).as_posix()


def run(
    peildatum: dt.date | str,
    *,
    raw: Path | str | None = None,
    processed: Path | str | None = None,
    reports: Path | str | None = None,
    without: Collection[str] = (),
    jobs: int | None = None,
    edition: str | None = None,
    fresh: bool = False,
    scheduler: str | None = None,
) -> Run:
    """Make a round, from deliveries to pages, as the command ``sectorplan run`` does.

    Parameters
    ----------
    peildatum
        The round, as a date or as ISO text.
    raw, processed, reports
        Folders with deliveries, for processed tables and for pages; by default those of the round's configuration,
        else ``data/raw``, ``data/processed`` and ``reports`` in the working folder.
    without
        Slugs of umcs to leave out.
    jobs
        Number of pages made at the same time; by default one per core.
    edition
        ``intern`` or ``openbaar``; by default both.
    fresh
        Whether to make again what has not changed since the last run.
    scheduler
        Address of the scheduler of a Dask cluster that does the work, such as ``tls://host:8786``; see
        `sectorplan_analysis.cluster`. By default this machine does it.

    Returns
    -------
    Run
        The index page per edition; in a notebook it shows links to every page.

    Raises
    ------
    CallError
        When the call cannot be carried out, or the openbaar edition cannot be protected.
    NoDeliveryError
        When no delivery covers the peildatum.
    DeliveryError
        When a delivery has fouten; the findings are in ``reports/<peildatum>/bevindingen/``.
    NotebookError
        When a notebook failed.
    """
    day = _day(peildatum)
    if edition not in (None, "intern", "openbaar"):
        raise CallError(f"'{edition}' is geen editie. Kies intern of openbaar.")
    with open_log(None) as log, ExitStack() as held:
        outcome, editions = cli.make_round(
            argparse.Namespace(
                peildatum=day,
                raw=raw,
                processed=processed,
                reports=reports,
                without=[without] if isinstance(without, str) else list(without) or None,
                jobs=jobs,
                edition=edition,
                pdf=None,
                fresh=fresh or None,
                scheduler=scheduler,
                command=run,
                held=held,
                log=log,
            )
        )
    if outcome.failures:
        failed = "; ".join(f"{Path(outcome.index or '', f.page)}: {f.soort}" for f in outcome.failures)
        raise NotebookError(f"Een notebook is mislukt. Bekijk de pagina met de cel die faalt: {failed}.")
    if outcome.refused or outcome.index is None:
        raise CallError(outcome.refused)
    return Run(day, {name: outcome.index.parents[1] / name / "index.html" for name in editions})


def _day(peildatum: dt.date | str) -> dt.date:
    try:
        return dt.date.fromisoformat(str(peildatum))
    except ValueError:
        raise CallError(f"'{peildatum}' is geen peildatum; schrijf jjjj-mm-dd, zoals 2025-12-31.") from None
