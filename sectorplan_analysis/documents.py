"""The documents of a round: which notebooks are run for whom, and how one of them becomes a page.

A document is one notebook with one set of parameters. It is executed by papermill in a process of its own and turned
into HTML right after; a document that fails keeps its notebook and a page with the failing cell.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from sectorplan_analysis.dataset import Ronde, umc_name

#: Notebook stem and page title, in the order of the index.
NOTEBOOKS = {
    "werkdruk_baanzekerheid": "Werkdruk en baanzekerheid",
    "diversiteit": "Diversiteit",
    "kengetallen": "Kengetallen",
    "datakwaliteit": "Datakwaliteit",
}
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
        title = NOTEBOOKS[self.notebook]
        return f"{title}: {umc_name(self.umc)}" if self.umc else title


@dataclass(frozen=True)
class Failure:
    """A document that could not be made: its page with the failing cell, and what went wrong in one line."""

    document: Document
    page: Path
    reason: str


def notebook_folder() -> Path:
    """Folder with the notebooks: in the checkout, or inside an installed package."""
    package = Path(__file__).parent
    beside = package.parent / "notebooks"
    return beside if (beside / "kengetallen.ipynb").is_file() else package / "notebooks"


def documents_of(ronde: Ronde) -> list[Document]:
    """Every page of an edition: all notebooks nationally, then per umc that has data."""
    return [Document(notebook, umc) for umc in (LANDELIJK, *ronde.aanwezig) for notebook in NOTEBOOKS]


def make_documents(
    documents: Iterable[Document], *, ronde: Ronde, editie: str, processed: Path, edition: Path, jobs: int
) -> Iterator[tuple[Document, Failure | None]]:
    """Execute and render documents in a pool of processes; yields each one as it is done.

    Parameters
    ----------
    documents
        What to make.
    ronde
        The round they belong to, for what every page says about itself.
    editie
        Name of the edition.
    processed
        Folder with this round's processed tables; the notebooks run in the folder that holds it.
    edition
        Folder of the edition under construction.
    jobs
        Number of documents made at the same time.
    """
    folder = notebook_folder()
    head = _Head(
        peildatum=ronde.peildatum.isoformat(),
        levering=ronde.levering.isoformat(),
        editie=editie,
        synthetisch=ronde.synthetisch[0] > 0,
        ontbrekend=tuple(umc_name(umc) for umc in ronde.ontbrekend),
    )
    with ProcessPoolExecutor(max_workers=jobs, mp_context=get_context("spawn")) as pool:
        running = [pool.submit(_make, document, head, folder, processed, edition) for document in documents]
        try:
            for done in as_completed(running):
                yield done.result()
        finally:
            for waiting in running:
                waiting.cancel()


@dataclass(frozen=True)
class _Head:
    """What every page of an edition says about itself; plain values, so that it travels between processes."""

    peildatum: str
    levering: str
    editie: str
    synthetisch: bool
    ontbrekend: tuple[str, ...]


def _make(
    document: Document, head: _Head, folder: Path, processed: Path, edition: Path
) -> tuple[Document, Failure | None]:
    import datetime as dt

    import nbformat
    from papermill.exceptions import PapermillExecutionError

    from sectorplan_analysis.pages.render import NotebookNoise, PageMeta, PageOutline, clean_notebook, notebook_to_html

    page, executed = edition / document.page, edition / document.executed
    for target in (page, executed):
        target.parent.mkdir(parents=True, exist_ok=True)
    meta = PageMeta(
        peildatum=dt.date.fromisoformat(head.peildatum),
        levering=dt.date.fromisoformat(head.levering),
        editie=head.editie,
        umc=umc_name(document.umc) if document.umc else "",
        synthetisch=head.synthetisch,
        ontbrekend=head.ontbrekend,
        index=Path(os.path.relpath(edition / "index.html", page.parent)).as_posix(),
        notebook=Path(os.path.relpath(executed, page.parent)).as_posix(),
    )
    try:
        _execute(folder / f"{document.notebook}.ipynb", executed, document=document, head=head, processed=processed)
        notebook = clean_notebook(nbformat.read(executed, as_version=4))
        nbformat.write(notebook, executed)
        html = notebook_to_html(notebook, title=document.title, meta=meta)
        page.write_text(html, encoding="utf-8", newline="\n")
    except (PapermillExecutionError, NotebookNoise, PageOutline) as error:
        return document, _failed(document, executed, page, reason=str(error), meta=meta)
    return document, None


def _execute(source: Path, target: Path, *, document: Document, head: _Head, processed: Path) -> None:
    """Run one notebook; the folder of the data is the kernel's own, so that no path of this machine is written."""
    import papermill
    from traitlets.config import Config

    parameters = {"peildatum": head.peildatum, "umc": document.umc, "processed": "."}
    # papermill runs on with a parameter the notebook does not have; the analysis would silently use its default
    unknown = parameters.keys() - papermill.inspect_notebook(str(source)).keys()
    if unknown:
        raise ValueError(f"notebook {source.name} has no parameter {', '.join(sorted(unknown))}")
    # one thread per kernel: the pool already keeps the cores busy, and sums come out the same on every machine
    os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")
    with tempfile.TemporaryDirectory(prefix="sectorplan-") as sockets:
        papermill.execute_notebook(
            str(source),
            str(target),
            parameters=parameters,
            cwd=str(processed.parent),
            kernel_name="python3",
            progress_bar=False,
            config=Config({"KernelManager": _transport(sockets)}),
        )


def _transport(folder: str) -> dict[str, str]:
    """Settings for the line to the kernel: socket files where there are such, since TCP can be read by others."""
    return {} if sys.platform == "win32" else {"transport": "ipc", "ip": str(Path(folder, "kernel"))}


def _failed(document: Document, executed: Path, page: Path, *, reason: str, meta: object) -> Failure:
    from nbconvert import HTMLExporter

    html, _ = HTMLExporter(template_name="basic").from_filename(str(executed))
    page.write_text(
        f'<!doctype html><html lang="nl"><meta charset="utf-8"><title>Mislukt</title>{html}</html>', encoding="utf-8"
    )
    lines = [line for line in reason.strip().splitlines() if line.strip("- ")]
    return Failure(document, document.page, lines[-1] if lines else "onbekende oorzaak")


def default_jobs() -> int:
    """Number of documents to make at the same time: one per core that this process may use."""
    if hasattr(os, "sched_getaffinity") and sys.platform != "win32":
        return max(1, len(os.sched_getaffinity(0)))
    return max(1, os.cpu_count() or 1)
