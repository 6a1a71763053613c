"""A round from a judged delivery to pages: count, protect, execute, publish.

What takes time is done in warm processes, which have everything imported. This one only says what is to be done, and
imports little: it would otherwise be what the others wait for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from sectorplan_analysis import steps
from sectorplan_analysis.codebook import write_codebook
from sectorplan_analysis.dataset import Ronde, save_ronde, without_umcs
from sectorplan_analysis.disclosure.openbaar import load_openbaar, save_openbaar
from sectorplan_analysis.documents import (
    NOTEBOOKS,
    Document,
    Failure,
    data_per_document,
    documents_of,
    make_documents,
    page_meta,
)
from sectorplan_analysis.judge import Judged
from sectorplan_analysis.manifest import count_synthetic, manifest, manifest_openbaar
from sectorplan_analysis.pages.meta import PageMeta
from sectorplan_analysis.pdf import print_pages
from sectorplan_analysis.privacy import pseudonymise
from sectorplan_analysis.provenance import write_crate
from sectorplan_analysis.publish import (
    EDITIES,
    INDEX,
    INTERN,
    OPENBAAR,
    checksums,
    files_in,
    replace_folder,
    workspace,
    write_manifest,
)
from sectorplan_analysis.reuse import (
    NOTHING,
    Outcome,
    Record,
    data_key,
    document_key,
    made_folders,
    numbers_key,
    program,
    protected_key,
    snapshot,
    tables_key,
)
from sectorplan_analysis.rondes.config import RondeConfig
from sectorplan_analysis.rondes.vergelijking import earlier_round
from sectorplan_analysis.sleutel import load_key
from sectorplan_analysis.slot import hold
from sectorplan_analysis.warm.workers import done, warm_workers


@dataclass(frozen=True)
class _Build:
    """An edition under construction: its pages with the data their kernels get to see, and what is left to do then.

    ``index`` gives the index page, called with ``tabellen`` (names of the files) and ``pdf`` (whether there are any).
    """

    folder: Path
    meta: PageMeta
    documents: dict[Document, Path]
    index: Callable[..., str]
    manifest: dict[str, Any]


@dataclass(frozen=True)
class _Tables:
    """The tables that are being made; ``written`` is None when those of the intern edition are there or not wanted."""

    written: Future[None] | None
    protected: Future[steps.Protected]

    @property
    def there(self) -> bool:
        return self.protected.done() and (self.written is None or self.written.done())

    def wait(self) -> steps.Protected:
        """Wait until they are there."""
        if self.written:
            done(self.written)
        return done(self.protected)


class _Progress:
    """How many pages are done, told as each one is."""

    def __init__(self, tell: Callable[[int, int], None], total: int) -> None:
        self.tell, self.total, self.done = tell, total, 0
        self.add(0)

    def add(self, more: int) -> None:
        self.done += more
        self.tell(self.done, self.total)

    def each(self, things: Iterable[Failure | None]) -> Iterator[Failure | None]:
        for thing in things:
            self.add(1)
            yield thing


def make_ronde(judged: Judged, config: RondeConfig, *, without: Collection[str], secret: bytes) -> Ronde:
    """The round that a judged delivery holds, with hashed pseudonyms and without the umcs left out."""
    left_out = tuple(umc for umc in config.umcs if umc in without)
    findings = judged.levering.bevindingen
    counts = findings.groupby(["umc", "code", "ernst"], sort=True).size().rename("aantal").reset_index()
    vorige = None
    if judged.vorige is not None:
        earlier = earlier_round(
            judged.vorige.levering.tables, config.op(judged.vorige.peildatum), now=config, ontbrekend=left_out
        )
        vorige = replace(earlier, tables=pseudonymise(earlier.tables, secret))
    return Ronde(
        config=config,
        levering=judged.peildatum,
        vorige=vorige,
        tables=pseudonymise(without_umcs(judged.levering.tables, left_out), secret),
        ontbrekend=left_out,
        rijen=judged.levering.rijen,
        bevindingen=counts,
        bestanden=count_synthetic(judged),
    )


def run_round(
    judged: Judged,
    config: RondeConfig,
    *,
    processed: Path,
    reports: Path,
    without: Collection[str] = (),
    jobs: int,
    make: Callable[..., Iterable[Failure | None]] | None = None,
    editions: Collection[str] = EDITIES,
    browser: str | None = None,
    made: Record = NOTHING,
    progress: Callable[[int, int], None] = lambda done, total: None,
    say: Callable[[str], None] = lambda line: None,
) -> Outcome:
    """Make the editions of a round from a delivery without fouten.

    Parameters
    ----------
    judged
        Result of `judge`.
    config
        The round.
    processed, reports
        Folders that get (or keep) a folder per peildatum.
    without
        Slugs of umcs to leave out.
    jobs
        Number of pages made at the same time.
    make
        Makes the documents, as `make_documents` does here and that of a cluster there; None for here.
    editions
        Which editions to make. An openbaar edition that cannot be protected is not made; the intern one is.
    browser
        Program that prints every page to PDF; None for no PDF.
    made
        What the last run left in ``reports``: what would be made of the same things again is taken from there.
    progress
        Called with the number of pages done and to do.
    say
        Called with a Dutch line for the evaluator.
    """
    secret, new = load_key()
    if new:
        say("Nieuwe sleutel voor de pseudoniemen gemaakt. Rondes met een andere sleutel zijn niet te koppelen.")
    ronde = make_ronde(judged, config, without=without, secret=secret)
    name = config.peildatum.isoformat()
    # what was made is put in place at the very end, all of it at once
    with ExitStack() as stack:
        data = stack.enter_context(workspace(processed / name)) / name
        save_ronde(ronde, data)
        write_codebook(data, ronde.umcs)
        work = {edition: stack.enter_context(workspace(reports / name / edition)) for edition in EDITIES}
        code = program()
        own_tables = tables_key(numbers_key(data), code=code)
        wanted = [edition for edition in EDITIES if edition in editions]
        # beside the making of pages
        aside, written = stack.enter_context(warm_workers(2)), None
        if INTERN in wanted and not _take_tables(made, own_tables, reports / name, work):
            written = aside(steps.write_tables, data, work[INTERN] / INTERN / "tabellen")
        tables = _Tables(written, aside(steps.protect, data, work, reports, made, wanted, code))
        intern = _build_intern(ronde, judged, without=without, data=data, work=work) if INTERN in wanted else None
        pages = (len(intern.documents) if intern else 0) + (len(NOTEBOOKS) if OPENBAAR in wanted else 0)
        counter = _Progress(progress, pages + (pages + len(wanted) if browser else 0))
        finished, keys = {processed / name: data}, dict[str, str]()
        for edition in wanted:
            if edition == OPENBAAR and tables.wait().refused:
                progress(counter.done, counter.done)
                break
            build = (
                intern if intern and edition == INTERN else _build_openbaar(ronde, judged, without=without, work=work)
            )
            target = reports / name / edition
            own = _page_keys(build, code=code)
            rest = {
                each: seen
                for each, seen in build.documents.items()
                if not _take_over(each, own[each], made, target, build.folder)
            }
            if kept := len(build.documents) - len(rest):
                say(f"Editie {edition}: {kept} van {len(build.documents)} pagina's overgenomen, want ongewijzigd.")
            counter.add(kept)
            making = (make or make_documents)(rest, meta=build.meta, edition=build.folder, jobs=jobs)
            failures, index = [], None
            for failure in counter.each(making):
                failures += [failure] if failure else []
                if index is None and tables.there:
                    index = aside(steps.write_index, build.index, build.folder, bool(browser))
            refused = tables.wait().refused
            if failures:
                if keys:
                    _publish(finished, reports, config, aside=aside, say=say)
                failed = target.with_name(f"{edition}-mislukt")
                replace_folder(build.folder, failed)
                return Outcome(failed, sorted(failures, key=lambda failure: failure.page.as_posix()), refused)
            done(index or aside(steps.write_index, build.index, build.folder, bool(browser)))
            if browser:
                for _ in print_pages(build.folder, browser=browser, day=config.peildatum, jobs=jobs):
                    counter.add(1)
            write_crate(build.folder, build.manifest)
            write_manifest(build.folder, build.manifest)
            finished[target] = build.folder
            keys |= {f"{edition}/{each.page.as_posix()}": own[each] for each in own}
        protected = tables.wait()
        refused = protected.refused
        if not keys:
            return Outcome(None, refused=refused)
        _publish(finished, reports, config, aside=aside, say=say)
    built = [edition for edition in wanted if reports / name / edition in finished]
    folders = made_folders(name, built, processed=processed, reports=reports)
    record = Record(
        tabellen=own_tables if INTERN in built else "",
        beschermd=protected_key(protected.counted, code=code, reports=reports),
        documenten=keys,
        bestanden={part: snapshot(folder) for part, folder in folders.items()},
    )
    return Outcome(reports / name / built[0] / INDEX, refused=refused, record=record)


def _page_keys(build: _Build, *, code: str) -> dict[Document, str]:
    """Key of every page of an edition; see `reuse.document_key`."""
    keys = {seen: data_key(seen) for seen in dict.fromkeys(build.documents.values())}
    return {
        each: document_key(each.notebook, code=code, meta=build.meta, data=keys[seen])
        for each, seen in build.documents.items()
    }


def _publish(
    finished: Mapping[Path, Path],
    reports: Path,
    config: RondeConfig,
    *,
    aside: Callable[..., Future[Any]],
    say: Callable[[str], None],
) -> None:
    """Put what was made in its place, and make the page over all rounds of what is there then.

    One run at a time, whatever its round: else the page could miss a round that is put in place meanwhile.
    """
    with hold(reports, INDEX, opdracht=f"sectorplan run {config.peildatum}", say=say):
        for target, folder in finished.items():
            replace_folder(folder, target)
        done(aside(steps.write_all_rounds, reports, config))


def _take_over(document: Document, own: str, made: Record, published: Path, folder: Path) -> bool:
    """Take a page and its notebook from the edition that is there, when they were made of the same things."""
    names = [document.page.as_posix(), document.executed.as_posix()]
    same = made.documenten.get(f"{published.name}/{names[0]}") == own
    return same and made.take(published.name, published, names, folder)


def _take_tables(made: Record, own: str, published: Path, work: Mapping[str, Path]) -> bool:
    """Take the tables of the intern edition, without what the openbaar one hides; as in `_take_over`."""
    names = [name for name in made.tables(INTERN) if name != steps.HIDDEN]
    return made.tabellen == own and made.take(INTERN, published / INTERN, names, work[INTERN] / INTERN)


def _build_intern(
    ronde: Ronde, judged: Judged, *, without: Collection[str], data: Path, work: Mapping[str, Path]
) -> _Build:
    return _Build(
        work[INTERN] / INTERN,
        meta=page_meta(ronde, editie=INTERN),
        documents=data_per_document(documents_of(ronde), data, parts=work[INTERN] / "gegevens"),
        index=partial(steps.index_intern, data),
        manifest=manifest(ronde, judged, without=without) | {"verwerkt": checksums(files_in(data), root=data)},
    )


def _build_openbaar(ronde: Ronde, judged: Judged, *, without: Collection[str], work: Mapping[str, Path]) -> _Build:
    folder = work[OPENBAAR] / OPENBAAR
    beschermd = load_openbaar(ronde.peildatum, processed=folder / "tabellen")
    # the kernels of this edition get what is published and nothing else
    seen = work[OPENBAAR] / "gegevens" / ronde.peildatum.isoformat()
    save_openbaar(beschermd, seen)
    return _Build(
        folder,
        meta=page_meta(beschermd, editie=OPENBAAR),
        documents=dict.fromkeys(map(Document, NOTEBOOKS), seen),
        index=partial(steps.index_openbaar, seen),
        manifest=manifest_openbaar(ronde, judged, without=without),
    )
