"""Time of making pages: this package beside other ways to make the same ones, in one run on one machine.

    python benchmarks/pages.py data/processed/2025-12-31 --umc lumc umcg

The ways, by turns, so that what else the machine does hits all of them:

- papermill and nbconvert from the command line, one page after the other: the reference;
- papermill's API in a pool of processes, with an ordinary kernel for every page;
- this package, from a cold start;
- a plain script: the code cells and nothing else, no notebook and no page, in a pool of processes;
- R: rmarkdown in as many processes, when it is installed. It makes as many pages with as many tables and figures, of
  numbers that are read and not computed, so that it says what rmarkdown costs and not what the analysis would.

Ratios travel; seconds do not.
"""

from __future__ import annotations

import argparse
import ast
import multiprocessing
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from pathlib import Path

import nbformat
import papermill
from ratios import print_ratios, watching

from sectorplan_analysis import load_ronde
from sectorplan_analysis.documents import LANDELIJKE_NOTEBOOKS, NOTEBOOKS, Document, page_meta
from sectorplan_analysis.pages.meta import PageMeta
from sectorplan_analysis.pages.render import clean_notebook, notebook_to_html
from sectorplan_analysis.reference import notebook_folder
from sectorplan_analysis.warm import ONE_THREAD

#: Of a page of R: an average page has this many of each.
TABLES, FIGURES = 9, 6
PAGE_OF_R = """---
title: "Kengetallen"
output: html_document
---
```{r, echo=FALSE, warning=FALSE, message=FALSE}
library(ggplot2)
rows <- read.csv("TABEL")
for (i in 1:TABLES) print(knitr::kable(head(rows, 10)))
for (i in 1:FIGURES) print(ggplot(rows, aes(factor(jaar), waarde, fill = umc)) + geom_col(position = "dodge"))
```
"""


def command_line(documents: list[Document], meta: PageMeta, processed: Path, edition: Path, jobs: int) -> None:
    """Papermill, then nbconvert, each from the command line, one page after the other."""
    tools = [shutil.which(name, path=str(Path(sys.executable).parent)) for name in ("papermill", "jupyter-nbconvert")]
    for document in documents:
        executed = edition / document.executed
        executed.parent.mkdir(parents=True, exist_ok=True)
        values = {"peildatum": meta.peildatum.isoformat(), "umc": document.umc, "processed": "."}
        given = [word for name, value in values.items() for word in ("-r", name, value)]
        source = str(notebook_folder() / f"{document.notebook}.ipynb")
        for call in (
            [tools[0], source, str(executed), *given, "-k", "python3", "--cwd", str(processed.parent)],
            [tools[1], "--to", "html", "--no-input", str(executed)],
        ):
            subprocess.run(call, check=True, capture_output=True, env={**os.environ, **ONE_THREAD})


def papermill_api(documents: list[Document], meta: PageMeta, processed: Path, edition: Path, jobs: int) -> None:
    """What one would write next: papermill and the conversion in a pool, a kernel started per notebook."""
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        list(pool.map(_page, documents, *([each] * len(documents) for each in (meta, processed, edition))))


def _page(document: Document, meta: PageMeta, processed: Path, edition: Path) -> None:
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
    """As `sectorplan run` does it, in a new process that warms up beside its own imports: the time includes that."""
    code = (
        "from sectorplan_analysis.warm import warm_up; warm_up(); import pickle, sys; "
        "from sectorplan_analysis.documents import data_per_document, make_documents; "
        "documents, processed, parts, given = pickle.load(sys.stdin.buffer); "
        "sys.exit(any(make_documents(data_per_document(documents, processed, parts=parts), **given)))"
    )
    with tempfile.TemporaryDirectory() as parts:
        given = documents, processed, Path(parts), {"meta": meta, "edition": edition, "jobs": jobs}
        if subprocess.run([sys.executable, "-c", code], input=pickle.dumps(given)).returncode:
            raise SystemExit("a document failed")


def plain_script(documents: list[Document], meta: PageMeta, processed: Path, edition: Path, jobs: int) -> None:
    """The code cells in a pool of new processes that import everything once; figures are drawn, and that is all."""
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        list(pool.map(_script, documents, *([each] * len(documents) for each in (meta, processed))))


def _script(document: Document, meta: PageMeta, processed: Path) -> None:
    os.environ.update(ONE_THREAD)
    notebook = nbformat.read(notebook_folder() / f"{document.notebook}.ipynb", as_version=4)
    values = {"peildatum": meta.peildatum.isoformat(), "umc": document.umc, "processed": str(processed.parent)}
    names: dict[str, object] = {}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        *before, last = ast.parse(cell.source).body
        if not isinstance(last, ast.Expr):
            before.append(last)
        exec(compile(ast.Module(before, []), "cell", "exec"), names)
        if "parameters" in cell.metadata.get("tags", []):
            names |= values
        if isinstance(last, ast.Expr):
            shown = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
            getattr(shown, "_repr_html_", lambda: None)()


def rmarkdown(documents: list[Document], meta: PageMeta, processed: Path, edition: Path, jobs: int) -> None:
    """As many pages by R, forked in as many processes."""
    table = edition / "reeks.csv"
    table.write_text(
        "umc,jaar,waarde\n" + "".join(f"umc{u},{2020 + j},{u * j + 1}\n" for u in range(9) for j in range(4))
    )
    text = PAGE_OF_R.replace("TABLES", str(TABLES)).replace("FIGURES", str(FIGURES)).replace("TABEL", table.as_posix())
    for number in range(len(documents)):
        # a folder each: pages that are made at the same time would share their figures
        (edition / str(number)).mkdir()
        (edition / str(number) / "page.Rmd").write_text(text)
    code = (
        f"made <- parallel::mclapply(0:{len(documents) - 1}, function(i) rmarkdown::render(sprintf('%d/page.Rmd', i), "
        f"quiet = TRUE), mc.cores = {jobs}, mc.preschedule = FALSE)"
    )
    subprocess.run(["Rscript", "-e", code], cwd=edition, check=True, capture_output=True)
    if len(list(edition.glob("*/page.html"))) != len(documents):
        raise SystemExit("rmarkdown made less than it should")


def with_rmarkdown() -> bool:
    """Whether R is there, with rmarkdown and ggplot2."""
    code = "stopifnot(requireNamespace('rmarkdown'), requireNamespace('ggplot2'))"
    return bool(shutil.which("Rscript")) and not subprocess.run(["Rscript", "-e", code], capture_output=True).returncode


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("processed", type=Path, help="processed tables of a round")
    parser.add_argument("--umc", nargs="*", default=None, help="umcs beside the national pages (default: all)")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()

    processed = options.processed.resolve()
    ronde = load_ronde(processed.name, processed=processed.parent)
    umcs = ronde.aanwezig if options.umc is None else options.umc
    documents = [Document(notebook) for notebook in (*NOTEBOOKS, *LANDELIJKE_NOTEBOOKS)]
    documents += [Document(notebook, umc) for umc in umcs for notebook in NOTEBOOKS]
    ways = {
        "papermill and nbconvert, command line, in sequence": command_line,
        f"papermill's API, {options.jobs} processes, ordinary kernels": papermill_api,
        "this package": this_package,
        f"plain script, {options.jobs} processes, no notebook, no page": plain_script,
    }
    if with_rmarkdown():
        ways[f"R rmarkdown, {options.jobs} processes, nothing computed"] = rmarkdown
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    peaks: dict[str, int] = {}
    meta = page_meta(ronde, editie="intern")
    for turn in range(options.times + 1):
        for name, make in ways.items():
            with tempfile.TemporaryDirectory() as edition:
                start = time.perf_counter()
                try:
                    # the last turn is not timed: looking at the memory takes time itself
                    with watching(peaks, name) if turn == options.times else nullcontext():
                        make(documents, meta, processed, Path(edition), options.jobs)
                except SystemExit as problem:
                    print(f"{name}: left out this time, {problem}", file=sys.stderr)
                    continue
                if turn < options.times:
                    seconds[name].append(time.perf_counter() - start)
                    print(f"{name}: {seconds[name][-1]:.1f} s", file=sys.stderr)
    print_ratios(
        f"{len(documents)} pages, {options.jobs} processes",
        "way",
        seconds,
        peaks,
        tools=("papermill", "nbconvert", "ipykernel", "pandas"),
    )


if __name__ == "__main__":
    main()
