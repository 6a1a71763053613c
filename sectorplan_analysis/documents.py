"""The documents of a round: which notebooks are run for whom, and how one of them becomes a page.

A document is one notebook with one set of parameters. It is executed by papermill in a kernel of its own and turned
into HTML right after; a document that fails keeps its notebook and a page with the failing cell.
"""

from __future__ import annotations

import dataclasses
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import papermill
from papermill.engines import NBClientEngine, papermill_engines
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from sectorplan_analysis.dataset import Ronde, load_ronde, save_part, umc_name
from sectorplan_analysis.errors import FULL
from sectorplan_analysis.pages.render import PageMeta, clean_notebook, notebook_to_html
from sectorplan_analysis.reference import notebook_folder
from sectorplan_analysis.warm.kernels import OwnKernelManager
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
#: Name of the way to execute that is registered with papermill below.
_ENGINE = "keep-broken-off"


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


def _make(document: Document, meta: PageMeta, folder: Path, data: Path, edition: Path) -> Failure | None:
    page, executed = edition / document.page, edition / document.executed
    for target in (page, executed):
        target.parent.mkdir(parents=True, exist_ok=True)
    meta = dataclasses.replace(
        meta,
        umc=umc_name(document.umc) if document.umc else "",
        index=_link(page, edition / "index.html"),
        notebook=_link(page, executed),
    )
    try:
        source = folder / f"{document.notebook}.ipynb"
        notebook = clean_notebook(_execute(source, executed, document=document, meta=meta, data=data))
        nbformat.write(notebook, executed)
        page.write_text(notebook_to_html(notebook, title=document.title, meta=meta), encoding="utf-8", newline="\n")
    except Exception as error:
        if isinstance(error, OSError) and error.errno in FULL:
            raise  # no document is to blame, and there is no room to say so on its page
        # whatever goes wrong in one document, a dead kernel included, must not take the others with it
        page.write_text(_failed_page(executed, document=document, meta=meta), encoding="utf-8", newline="\n")
        return Failure(document.page, _reason(error), _kind(error))
    return None


def _link(page: Path, target: Path) -> str:
    return Path(os.path.relpath(target, page.parent)).as_posix()


def _execute(source: Path, target: Path, *, document: Document, meta: PageMeta, data: Path) -> nbformat.NotebookNode:
    """Run one notebook; the folder of the data is the kernel's own, so that no path of this machine is written."""
    parameters = {"peildatum": meta.peildatum.isoformat(), "umc": document.umc, "processed": "."}
    # papermill runs on with a parameter the notebook does not have; the analysis would silently use its default
    unknown = parameters.keys() - _parameters_of(source)
    if unknown:
        raise ValueError(f"notebook {source.name} has no parameter {', '.join(sorted(unknown))}")
    # the path of a socket may hold no more than some hundred characters
    with tempfile.TemporaryDirectory(prefix="sp-") as sockets:
        executed: nbformat.NotebookNode = papermill.execute_notebook(
            str(source),
            str(target),
            parameters=parameters,
            cwd=str(data.parent),
            kernel_name="python3",
            # papermill saves the whole notebook before and after every cell, which took longer than the analysis
            request_save_on_cell_execute=False,
            engine_name=_ENGINE,
            broken_off=str(target),
            kernel_manager_class=OwnKernelManager,
            shutdown_kernel="immediate",
            progress_bar=False,
            config=Config({"KernelManager": _transport(sockets)}),
        )
    return executed


class _KeepBrokenOff(NBClientEngine):  # type: ignore[misc]
    """As papermill executes; what a notebook made before its kernel died is kept, in the file ``broken_off``."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, *, broken_off: str, **options: Any) -> None:
        try:
            super().execute_managed_notebook(nb_man, kernel_name, **options)
        except BaseException:
            nb_man.output_path = broken_off
            raise


papermill_engines.register(_ENGINE, _KeepBrokenOff)


@cache
def _parameters_of(source: Path) -> frozenset[str]:
    """Names of the parameters a notebook has."""
    return frozenset(papermill.inspect_notebook(str(source)))


def _transport(folder: str) -> dict[str, str]:
    """Settings for the line to the kernel: socket files where there are such, since TCP can be read by others."""
    return {} if sys.platform == "win32" else {"transport": "ipc", "ip": str(Path(folder, "kernel"))}


def _failed_page(executed: Path, *, document: Document, meta: PageMeta) -> str:
    """Page of a document that failed: the failing cell, then what its notebook made before, as far as it came."""
    title = f"Mislukt: {document.title}"
    try:
        notebook = nbformat.read(executed, as_version=4)
        # papermill points to the failing cell in English; here that cell comes first
        cells = [cell for cell in notebook.cells if "papermill-error-cell-tag" not in cell.metadata.get("tags", [])]
        notebook.cells = sorted(cells, key=lambda cell: not _failed(cell))
        return notebook_to_html(notebook, title=title, meta=meta)
    except (OSError, ValueError):
        empty = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_markdown_cell("Dit notebook gaf geen bruikbare uitvoer.")]
        )
        return notebook_to_html(empty, title=title, meta=meta)


def _failed(cell: nbformat.NotebookNode) -> bool:
    return any(output.output_type == "error" for output in cell.get("outputs", []))


def _reason(error: Exception) -> str:
    """Last line of what went wrong, which is where a traceback names the error."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip("- ")]
    return lines[-1] if lines else type(error).__name__


def _kind(error: Exception) -> str:
    """Name of the error, and of the cell when it arose in one."""
    if isinstance(error, PapermillExecutionError):
        return f"{error.ename} in cel {error.exec_count}"
    return type(error).__name__


def default_jobs() -> int:
    """Number of documents to make at the same time: one per core that this process may use."""
    if hasattr(os, "sched_getaffinity") and sys.platform != "win32":
        return max(1, len(os.sched_getaffinity(0)))
    return max(1, os.cpu_count() or 1)
