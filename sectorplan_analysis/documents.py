"""The documents of a round: which notebooks are run for whom, on which data, and how many at a time.

A document is one notebook with one set of parameters; `execution.py` makes one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sectorplan_analysis.dataset import Ronde, load_ronde, save_part, umc_name
from sectorplan_analysis.disclosure.openbaar import Openbaar
from sectorplan_analysis.pages.meta import PageMeta
from sectorplan_analysis.reference import notebook_folder
from sectorplan_analysis.warm.workers import done, warm_workers

#: Notebook stem and page title, in the order of the index.
NOTEBOOKS = {
    "werkdruk_baanzekerheid": "Werkdruk en baanzekerheid",
    "diversiteit": "Diversiteit",
    "kengetallen": "Kengetallen",
    "datakwaliteit": "Datakwaliteit",
}
#: The same, for pages of the intern edition that exist for the whole country only.
LANDELIJKE_NOTEBOOKS = {"eindevaluatie": "Doelen voor 2028"}
LANDELIJK = ""


@dataclass(frozen=True)
class Document:
    """One page to make.

    Attributes
    ----------
    notebook
        Stem of the notebook in ``notebooks/``.
    umc
        Slug, or '' for the national page.
    """

    notebook: str
    umc: str = LANDELIJK

    @property
    def page(self) -> Path:
        """Place of the page in the edition."""
        return Path("umc", self.umc, f"{self.notebook}.html") if self.umc else Path(f"{self.notebook}.html")

    @property
    def executed(self) -> Path:
        """Place of the executed notebook in the edition."""
        name = f"{self.notebook}.ipynb"
        return Path("notebooks", "umc", self.umc, name) if self.umc else Path("notebooks", name)

    @property
    def title(self) -> str:
        title = {**NOTEBOOKS, **LANDELIJKE_NOTEBOOKS}[self.notebook]
        return f"{title}: {umc_name(self.umc)}" if self.umc else title


@dataclass(frozen=True)
class Failure:
    """A document that could not be made.

    Attributes
    ----------
    page
        Its page in the edition.
    reason
        What went wrong in one line; may repeat a value that the notebook worked on.
    soort
        Kind of error and the number of the cell; never a value.
    """

    page: Path
    reason: str
    soort: str = "proces afgebroken"


def documents_of(ronde: Ronde) -> list[Document]:
    """Every page of the intern edition: all notebooks nationally, then those per umc that has data."""
    national = [Document(notebook) for notebook in (*NOTEBOOKS, *LANDELIJKE_NOTEBOOKS)]
    return national + [Document(notebook, umc) for umc in ronde.aanwezig for notebook in NOTEBOOKS]


def page_meta(ronde: Ronde | Openbaar, *, editie: str) -> PageMeta:
    """What every page of an edition says about itself."""
    return PageMeta(
        peildatum=ronde.peildatum,
        levering=ronde.levering,
        editie=editie,
        synthetisch=ronde.synthetisch[0] > 0,
        ontbrekend=tuple(umc_name(umc) for umc in ronde.ontbrekend),
    )


def data_per_document(documents: Iterable[Document], data: Path, *, parts: Path) -> dict[Document, Path]:
    """Pages of the intern edition, each with the folder of this round's data that its kernel gets to see.

    A national page sees the whole round. A page of one umc sees a part of its own: the rows of that umc and what the
    page says of the country, and nobody of another umc.

    Parameters
    ----------
    documents
        The pages.
    data
        Folder the round was saved in.
    parts
        Folder that gets the parts.
    """
    with warm_workers(2) as submit:
        for saved in [submit(_save_parts, data, parts, notebook) for notebook in NOTEBOOKS]:
            done(saved)
    return {each: parts / each.umc / each.notebook / data.name if each.umc else data for each in documents}


def _save_parts(data: Path, parts: Path, notebook: str) -> None:
    # not at the top: only a process that makes pages has all of them imported
    from sectorplan_analysis.rapport.landelijk import facts_of

    whole = load_ronde(data.name, processed=data.parent)
    for umc, facts in facts_of(whole, notebook).items():
        save_part(whole.alleen(umc), parts / umc / notebook / data.name, facts)


def make_documents(
    documents: Mapping[Document, Path], *, meta: PageMeta, edition: Path, jobs: int
) -> Iterator[Failure | None]:
    """Execute and render documents in a pool of processes; yields as each one is done.

    Parameters
    ----------
    documents
        What to make, with the folder of this round's data that its kernel sees. It runs in the folder that holds that.
    meta
        What every page of the edition says about itself.
    edition
        Folder of the edition under construction.
    jobs
        Number of documents made at the same time.
    """
    # the openbaar edition has notebooks of its own, which read what is published and nothing else
    folder = notebook_folder() / ("openbaar" if meta.editie == "openbaar" else "")
    with warm_workers(jobs) as submit:
        running = {submit(_make, each, meta, folder, data, edition): each for each, data in documents.items()}
        try:
            for each in as_completed(running):
                try:
                    result = each.result()
                except BrokenProcessPool:
                    result = Failure(running[each].page, "het proces dat de pagina maakte, is afgebroken")
                yield result
        finally:
            for waiting in running:
                waiting.cancel()


def _make(*arguments: Any) -> Failure | None:
    # not at the top: only a process that makes pages has papermill and nbconvert imported
    from sectorplan_analysis.execution import make_document

    return make_document(*arguments)


def default_jobs() -> int:
    """Number of documents to make at the same time: one per core that this process may use."""
    if hasattr(os, "sched_getaffinity") and sys.platform != "win32":
        return max(1, len(os.sched_getaffinity(0)))
    return max(1, os.cpu_count() or 1)
