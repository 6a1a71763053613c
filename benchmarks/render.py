"""Time of making pages: this package beside papermill's own API with ordinary kernels, in one run on one machine.

    python benchmarks/render.py data/processed/2025-12-31

Both make the same pages (all notebooks, nationally and for the umcs asked for) in the same number of processes, by
turns, so that what else the machine does hits both. Ratios travel; seconds do not.
"""

from __future__ import annotations

import argparse
import datetime as dt
import multiprocessing
import os
import platform
import statistics
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from pathlib import Path

import nbformat
import papermill

from sectorplan_analysis import load_ronde
from sectorplan_analysis.documents import NOTEBOOKS, Document, make_documents, notebook_folder
from sectorplan_analysis.pages.render import PageMeta, clean_notebook, notebook_to_html
from sectorplan_analysis.rapport.overzicht import page_meta
from sectorplan_analysis.warm import ONE_THREAD


def plain_papermill(documents: list[Document], meta: PageMeta, processed: Path, edition: Path, jobs: int) -> None:
    """What one would write first: papermill and the conversion in a pool, a kernel started per notebook."""
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        list(pool.map(_plain, documents, *([each] * len(documents) for each in (meta, processed, edition))))


def _plain(document: Document, meta: PageMeta, processed: Path, edition: Path) -> None:
    os.environ.update(ONE_THREAD)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # kernels warn of TCP, each of them
    page, executed = edition / document.page, edition / document.executed
    for target in (page, executed):
        target.parent.mkdir(parents=True, exist_ok=True)
    papermill.execute_notebook(
        str(notebook_folder() / f"{document.notebook}.ipynb"),
        str(executed),
        parameters={"peildatum": meta.peildatum.isoformat(), "umc": document.umc, "processed": "."},
        cwd=str(processed.parent),
        kernel_name="python3",
        progress_bar=False,
    )
    notebook = clean_notebook(nbformat.read(executed, as_version=4))
    page.write_text(notebook_to_html(notebook, title=document.title, meta=meta), encoding="utf-8")


def this_package(documents: list[Document], meta: PageMeta, processed: Path, edition: Path, jobs: int) -> None:
    """As `sectorplan run` does it, in a new process: the time includes warming up."""
    process = multiprocessing.get_context("spawn").Process(
        target=_drain, args=(documents, meta, processed, edition, jobs)
    )
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit("a document failed")


def _drain(documents: list[Document], meta: PageMeta, processed: Path, edition: Path, jobs: int) -> None:
    if any(make_documents(documents, meta=meta, processed=processed, edition=edition, jobs=jobs)):
        raise SystemExit(1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("processed", type=Path, help="processed tables of a round")
    parser.add_argument("--umc", nargs="*", default=None, help="umcs beside the national pages (default: all)")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--times", type=int, default=3)
    options = parser.parse_args()

    processed = options.processed.resolve()
    ronde = load_ronde(processed.name, processed=processed.parent)
    umcs = ronde.aanwezig if options.umc is None else options.umc
    documents = [Document(notebook, umc) for umc in ("", *umcs) for notebook in NOTEBOOKS]
    ways = {"papermill API, ordinary kernels": plain_papermill, "this package": this_package}
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(options.times):
        for name, make in ways.items():
            with tempfile.TemporaryDirectory() as edition:
                start = time.perf_counter()
                make(documents, page_meta(ronde, editie="intern"), processed, Path(edition), options.jobs)
                seconds[name].append(time.perf_counter() - start)
    reference = statistics.median(seconds["papermill API, ordinary kernels"])
    tools = ", ".join(f"{name} {version(name)}" for name in ("papermill", "ipykernel", "pandas"))
    print(f"{len(documents)} documents, {options.jobs} processes, median of {options.times}; {dt.date.today()}")
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}, {tools}\n")
    print("| way | seconds | ratio |\n| --- | ---: | ---: |")
    for name, times in seconds.items():
        print(f"| {name} | {statistics.median(times):.1f} | {statistics.median(times) / reference:.2f} |")


if __name__ == "__main__":
    main()
