"""One document made: its notebook executed by papermill in a kernel of its own, and turned into HTML right after.

A document that fails keeps its notebook, and a page that shows the failing cell. Only the processes that make pages
import this: papermill and nbconvert are heavy.
"""

from __future__ import annotations

import dataclasses
import os
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import papermill
from papermill.engines import NBClientEngine, papermill_engines
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from sectorplan_analysis.dataset import umc_name
from sectorplan_analysis.documents import Document, Failure
from sectorplan_analysis.errors import FULL
from sectorplan_analysis.pages.meta import PageMeta
from sectorplan_analysis.pages.render import clean_notebook, notebook_to_html
from sectorplan_analysis.warm.kernels import OwnKernelManager

#: Name of the way to execute that is registered with papermill below.
_ENGINE = "keep-broken-off"


def make_document(document: Document, meta: PageMeta, folder: Path, data: Path, edition: Path) -> Failure | None:
    """Execute and render one document; the result, or what went wrong, is its page in the edition.

    Parameters
    ----------
    document
        What to make.
    meta
        What every page of the edition says about itself.
    folder
        Where the notebooks are.
    data
        Folder of this round's data that the kernel sees. It runs in the folder that holds that.
    edition
        Folder of the edition under construction.
    """
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
