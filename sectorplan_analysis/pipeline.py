"""A round from a judged delivery to pages: count, protect, execute, publish."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from sectorplan_analysis.codebook import write_codebook
from sectorplan_analysis.dataset import Ronde, save_ronde, without_umcs
from sectorplan_analysis.disclosure.audit import audit
from sectorplan_analysis.disclosure.build import make_openbaar
from sectorplan_analysis.disclosure.earlier import published_before
from sectorplan_analysis.disclosure.openbaar import Openbaar, kleinste_aantal, save_openbaar
from sectorplan_analysis.disclosure.protect import OnthullingError
from sectorplan_analysis.disclosure.tabellen import write_openbaar
from sectorplan_analysis.documents import NOTEBOOKS, Document, Failure, documents_of, make_documents
from sectorplan_analysis.editions import EDITIES, INTERN, OPENBAAR, SERIES, VERBORGEN, write_tables
from sectorplan_analysis.judge import Judged
from sectorplan_analysis.manifest import count_synthetic, manifest, manifest_openbaar
from sectorplan_analysis.pdf import print_pages
from sectorplan_analysis.privacy import load_key, pseudonymise
from sectorplan_analysis.provenance import write_crate
from sectorplan_analysis.publish import (
    checksums,
    files_in,
    replace_folder,
    workspace,
    write_csv,
    write_manifest,
)
from sectorplan_analysis.rapport.alle_rondes import write_all_rounds
from sectorplan_analysis.rapport.openbaar import index_openbaar
from sectorplan_analysis.rapport.overzicht import index_page, page_meta
from sectorplan_analysis.rondes import RondeConfig
from sectorplan_analysis.vergelijking import earlier_round


@dataclass(frozen=True)
class Outcome:
    """What a run made.

    Attributes
    ----------
    index
        Index page of the first edition made; None when none was. When documents failed, the folder with the failing
        pages: then that edition is not published.
    failures
        The documents that failed.
    refused
        Why there is no openbaar edition; '' when there is one, or none was asked for.
    """

    index: Path | None
    failures: list[Failure]
    refused: str


def make_ronde(judged: Judged, config: RondeConfig, *, without: Collection[str], key: bytes) -> Ronde:
    """The round that a judged delivery holds, with hashed pseudonyms and without the umcs left out."""
    left_out = tuple(umc for umc in config.umcs if umc in without)
    findings = judged.levering.bevindingen
    counts = findings.groupby(["umc", "code", "ernst"], sort=True).size().rename("aantal").reset_index()
    vorige = None
    if judged.vorige is not None:
        earlier = earlier_round(
            judged.vorige.levering.tables, config.op(judged.vorige.peildatum), now=config, ontbrekend=left_out
        )
        vorige = replace(earlier, tables=pseudonymise(earlier.tables, key))
    return Ronde(
        config=config,
        levering=judged.peildatum,
        vorige=vorige,
        tables=pseudonymise(without_umcs(judged.levering.tables, left_out), key),
        ontbrekend=left_out,
        rijen=judged.levering.rijen,
        bevindingen=counts,
        synthetisch=count_synthetic(judged),
    )


def run_round(
    judged: Judged,
    config: RondeConfig,
    *,
    processed: Path,
    reports: Path,
    without: Collection[str] = (),
    jobs: int,
    make: Callable[..., Iterable[Failure | None]] = make_documents,
    editions: Collection[str] = EDITIES,
    browser: str | None = None,
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
        Makes the documents: `make_documents`, or that of a cluster.
    editions
        Which editions to make. An openbaar edition that cannot be protected is not made; the intern one is.
    browser
        Program that prints every page to PDF; None for no PDF.
    progress
        Called with the number of pages done and to do.
    say
        Called with a Dutch line for the evaluator.
    """
    key, new = load_key()
    if new:
        say("Nieuwe sleutel voor de pseudoniemen gemaakt. Rondes met een andere sleutel zijn niet te koppelen.")
    ronde = make_ronde(judged, config, without=without, key=key)
    name = config.peildatum.isoformat()
    beschermd, verborgen, refused = _protect(ronde, reports)
    if refused and INTERN not in editions:
        return Outcome(None, [], refused)
    documents = {INTERN: documents_of(ronde), OPENBAAR: [Document(notebook) for notebook in NOTEBOOKS]}
    wanted = [edition for edition in EDITIES if edition in editions and not (edition == OPENBAAR and refused)]
    total, done = sum(len(documents[edition]) for edition in wanted), 0
    total += total + len(wanted) if browser else 0
    progress(0, total)
    index = None
    # what was made is put in place at the very end, all of it at once
    with ExitStack() as stack:
        data = stack.enter_context(workspace(processed / name)) / name
        save_ronde(ronde, data)
        write_codebook(data, ronde.umcs)
        verwerkt = checksums(files_in(data), root=data)
        finished = {processed / name: data}
        for edition in wanted:
            target = reports / name / edition
            work = stack.enter_context(workspace(target))
            folder, seen = work / edition, data
            if edition == INTERN:
                write_tables(ronde, folder / "tabellen")
                if verborgen is not None:
                    write_csv(verborgen, folder / "tabellen" / f"{VERBORGEN}.csv")
                meta = page_meta(ronde, editie=INTERN)
            else:
                write_openbaar(beschermd, folder / "tabellen", reeks=SERIES)
                # the kernels of this edition get what is published and nothing else
                seen = work / "gegevens" / name
                save_openbaar(beschermd, seen)
                meta = page_meta(beschermd, editie=OPENBAAR)
            failures = []
            for failure in make(documents[edition], meta=meta, processed=seen, edition=folder, jobs=jobs):
                done += 1
                progress(done, total)
                failures += [failure] if failure is not None else []
            if failures:
                if index is not None:
                    _publish(finished)
                kept = reports / name / f"{edition}-mislukt"
                replace_folder(folder, kept)
                return Outcome(kept, sorted(failures, key=lambda failure: failure.page.as_posix()), refused)
            tables = sorted(file.name for file in (folder / "tabellen").iterdir())
            if edition == INTERN:
                page = index_page(ronde, editie=INTERN, tabellen=tables, pdf=bool(browser))
                content = {**manifest(ronde, judged, without=without), "verwerkt": verwerkt}
            else:
                page = index_openbaar(beschermd, tabellen=tables, pdf=bool(browser))
                content = manifest_openbaar(ronde, judged, without=without)
            (folder / "index.html").write_text(page, encoding="utf-8", newline="\n")
            for _ in print_pages(folder, browser=browser, day=config.peildatum, jobs=jobs) if browser else ():
                done += 1
                progress(done, total)
            write_crate(folder, content)
            write_manifest(folder, content)
            finished[target] = folder
            index = index or target / "index.html"
        _publish(finished)
    write_all_rounds(reports, config, maten=SERIES)
    return Outcome(index, [], refused)


def _publish(finished: Mapping[Path, Path]) -> None:
    for target, folder in finished.items():
        replace_folder(folder, target)


def _protect(ronde: Ronde, reports: Path) -> tuple[Openbaar | None, pd.DataFrame | None, str]:
    """What may be published and what is hidden, or why nothing may be published."""
    eerdere = published_before(reports)
    try:
        edition, hidden = make_openbaar(ronde, eerdere=eerdere.values())
        with tempfile.TemporaryDirectory(prefix="sectorplan-") as folder:
            write_openbaar(edition, Path(folder), reeks=SERIES)
            faults = audit([Path(folder), *eerdere], ronde, grens=kleinste_aantal(ronde.config))
    except OnthullingError as error:
        return None, None, str(error)
    if faults:
        text = "; ".join(faults[:5])
        return None, None, f"De openbare editie is niet gemaakt: de controle achteraf vond iets te herleiden: {text}."
    return edition, hidden, ""
