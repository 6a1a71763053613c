"""A round from deliveries to pages: read, check, decide, count, execute, publish."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import tempfile
from collections.abc import Callable, Collection, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from sectorplan_analysis.aansluiting import aansluiting
from sectorplan_analysis.checks import check_delivery
from sectorplan_analysis.checks.previous import Vorige
from sectorplan_analysis.codebook import write_codebook
from sectorplan_analysis.consistency import check_published
from sectorplan_analysis.culturele_diversiteit import cijfers
from sectorplan_analysis.dataset import CENTRAL, CULTUREEL, Ronde, save_ronde, without_umcs
from sectorplan_analysis.disclosure.audit import audit
from sectorplan_analysis.disclosure.build import make_openbaar
from sectorplan_analysis.disclosure.earlier import published_before
from sectorplan_analysis.disclosure.focusgroepen import focusgroepen
from sectorplan_analysis.disclosure.openbaar import GEHEIM, Openbaar, kleinste_aantal, save_openbaar
from sectorplan_analysis.disclosure.protect import OnthullingError
from sectorplan_analysis.disclosure.tabellen import write_openbaar
from sectorplan_analysis.documents import NOTEBOOKS, Document, Failure, documents_of, make_documents
from sectorplan_analysis.doelen import eindevaluatie
from sectorplan_analysis.errors import CallError, NoDeliveryError
from sectorplan_analysis.figure_data import FIGUREN
from sectorplan_analysis.findings import has_fouten, write_findings
from sectorplan_analysis.measure import measure_all, series
from sectorplan_analysis.opvolging import to_successors
from sectorplan_analysis.pdf import print_pages
from sectorplan_analysis.privacy import load_key, pseudonymise
from sectorplan_analysis.provenance import source, write_crate
from sectorplan_analysis.publish import (
    checksums,
    files_in,
    replace_folder,
    sha256,
    versions,
    workspace,
    write_csv,
    write_manifest,
)
from sectorplan_analysis.rapport.alle_rondes import write_all_rounds
from sectorplan_analysis.rapport.openbaar import index_openbaar
from sectorplan_analysis.rapport.overzicht import index_page, page_meta
from sectorplan_analysis.reading import Levering, read_delivery
from sectorplan_analysis.reference import SYNTHETIC_LIST, published_folder
from sectorplan_analysis.revisies import revision_table, revisions
from sectorplan_analysis.rondes import RondeConfig, delivered_days, find_delivery, prepared_days, previous_delivery
from sectorplan_analysis.statistiek.tables import TABELLEN as STATISTIEK
from sectorplan_analysis.tables import TABELLEN
from sectorplan_analysis.vergelijking import comparison_table, earlier_round

INTERN, OPENBAAR = EDITIES = ("intern", "openbaar")
#: In the intern edition: what the openbaar one hides.
VERBORGEN = "openbaar_verborgen"
#: Indicators in the series over year-ends.
SERIES = (
    "structureel_pct",
    "structureel_fte",
    "gerealiseerd_fte",
    "structureel_aandeel_fte_pct",
    "vast_aandeel_fte_pct",
    "medewerkers_totaal",
    "vrouwen_pct",
    "vast_vrouwen_pct",
    "dataspecialisten_fte",
    "besteed_jaar_pct",
)


@dataclass(frozen=True)
class Judged:
    """A delivery after reading and checking."""

    folder: Path
    peildatum: dt.date
    levering: Levering
    vorige: Vorige | None = None

    @property
    def fouten(self) -> bool:
        return has_fouten(self.levering.bevindingen)


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


def judge(config: RondeConfig, *, raw: Path, reports: Path, without: Collection[str]) -> Judged:
    """Read and check the delivery for a peildatum and write its findings.

    Raises
    ------
    CallError
        When ``raw`` is not a folder or ``without`` names a umc that is not part of the round.
    NoDeliveryError
        When no delivery covers the peildatum.
    """
    unknown = [umc for umc in without if umc not in config.umcs]
    if unknown:
        raise CallError(
            f"--without noemt '{unknown[0]}', dat geen umc in deze ronde is. Kies uit: {', '.join(config.umcs)}."
        )
    if len(set(without)) == len(config.umcs):
        raise CallError("--without laat geen umc over.")
    if not raw.is_dir():
        raise CallError(f"De map met leveringen '{raw}' bestaat niet. Geef de juiste map met --raw.")
    folder, newest = find_delivery(raw, config.peildatum)
    if folder is None:
        raise NoDeliveryError(_nothing_delivered(config.peildatum, newest, raw))
    levering = read_delivery(folder, umcs=config.umcs, without=without)
    previous = _previous(config, raw=raw, without=without)
    levering = check_delivery(
        levering,
        peildatum=config.peildatum,
        umcs=config.umcs,
        without=without,
        previous=previous,
        opvolgers=config.opvolgers,
        vorige=config.vorige,
        grenzen=config.grenswaarden,
        geleverd=dt.date.fromisoformat(folder.name),
    )
    levering = replace(levering, tables=to_successors(levering.tables, config.opvolgers, only=CENTRAL))
    write_findings(levering.bevindingen, reports / config.peildatum.isoformat() / "bevindingen")
    return Judged(folder, dt.date.fromisoformat(folder.name), levering, previous)


def _nothing_delivered(peildatum: dt.date, newest: dt.date | None, raw: Path) -> str:
    """Why no delivery covers a peildatum; a folder that was only made ready is named."""
    known = f"de nieuwste levering is van {newest}" if newest else f"in '{raw}' staat nog geen levering"
    empty = [day.isoformat() for day in prepared_days(raw) if newest is None or day > newest]
    ready = f" Wel klaargezet, maar nog zonder bestanden van een umc: {', '.join(empty)}." if empty else ""
    return f"Geen levering dekt peildatum {peildatum}; {known}.{ready}"


def _previous(config: RondeConfig, *, raw: Path, without: Collection[str]) -> Vorige | None:
    """The delivery of the round before, for comparing sizes; what is wrong with it was said in its own round."""
    folder = previous_delivery(raw, config.peildatum)
    if folder is None:
        return None
    day = dt.date.fromisoformat(folder.name)
    levering = read_delivery(folder, umcs=config.op(day).umcs, without=without)
    levering = replace(levering, tables=to_successors(levering.tables, config.opvolgers))
    return Vorige(levering, day, config.grenswaarden["afwijking_vorige_ronde"])


def compare_deliveries(older: RondeConfig, newer: RondeConfig, *, raw: Path) -> tuple[pd.DataFrame, list[str]]:
    """Revisions between two deliveries (see `revisies.revisions`), and Dutch notes on what stood in the way.

    Raises
    ------
    CallError
        When ``raw`` is not a folder, or the days are not in order.
    NoDeliveryError
        When either day has no delivery of its own.
    """
    if older.peildatum >= newer.peildatum:
        raise CallError(f"Noem eerst de oudere peildatum: {older.peildatum} ligt niet vóór {newer.peildatum}.")
    if not raw.is_dir():
        raise CallError(f"De map met leveringen '{raw}' bestaat niet. Geef de juiste map met --raw.")
    read, notes = [], []
    for config in (older, newer):
        if config.peildatum not in delivered_days(raw):
            known = ", ".join(day.isoformat() for day in delivered_days(raw)) or "geen"
            raise NoDeliveryError(f"Voor {config.peildatum} is er geen eigen levering in '{raw}'. Wel: {known}.")
        levering = read_delivery(raw / config.peildatum.isoformat(), umcs=config.umcs)
        wrong = int((levering.bevindingen["ernst"] == "fout").sum())
        if wrong:
            notes.append(f"de levering van {config.peildatum} heeft {wrong} fouten; afgekeurde rijen tellen niet mee.")
        read.append(levering)
    # a key for this comparison only: nothing is stored
    key = secrets.token_bytes(32)
    sides = [
        earlier_round(levering.tables, config, now=newer) for levering, config in zip(read, (older, newer), strict=True)
    ]
    old, new = (replace(side, tables=pseudonymise(side.tables, key)) for side in sides)
    return revisions(old, new), notes


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


def count_synthetic(judged: Judged) -> tuple[int, int]:
    """Files of a delivery that are known to be synthetic, and files read.

    The generator of the examples lists the checksum of each file it makes. A file that was replaced since is not on
    that list, and so is not called synthetic.
    """
    listed = judged.folder / SYNTHETIC_LIST
    known = {line.split()[0] for line in listed.read_text("utf-8").splitlines() if line} if listed.is_file() else set()
    files = judged.levering.bestanden
    return sum(sha256(file) in known for file in files), len(files)


def run_round(
    judged: Judged,
    config: RondeConfig,
    *,
    processed: Path,
    reports: Path,
    without: Collection[str] = (),
    jobs: int,
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
            for failure in make_documents(documents[edition], meta=meta, processed=seen, edition=folder, jobs=jobs):
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
                manifest = {**_manifest(ronde, judged, without=without), "verwerkt": verwerkt}
            else:
                page = index_openbaar(beschermd, tabellen=tables, pdf=bool(browser))
                manifest = _manifest_openbaar(ronde, judged, without=without)
            (folder / "index.html").write_text(page, encoding="utf-8", newline="\n")
            for _ in print_pages(folder, browser=browser, day=config.peildatum, jobs=jobs) if browser else ():
                done += 1
                progress(done, total)
            write_crate(folder, manifest)
            write_manifest(folder, manifest)
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


def write_tables(ronde: Ronde, folder: Path) -> None:
    """Write every table of a round: tables 1 to 4, the figures' numbers, statistics, reconciliation and series."""
    rounds = {"sinds_vorige": comparison_table, "revisies": revision_table, "focusgroepen": focusgroepen}
    for name, compute in {**TABELLEN, **FIGUREN, **STATISTIEK, **rounds}.items():
        write_csv(compute(ronde), folder / f"{name}.csv")
    if len(cultureel := cijfers(ronde)):
        write_csv(cultureel, folder / f"{CULTUREEL}.csv")
    write_csv(aansluiting(ronde), folder / "aansluiting.csv")
    write_csv(
        measure_all(ronde).assign(peildatum=ronde.peildatum.isoformat()).pipe(_day_first), folder / "indicatoren.csv"
    )
    write_csv(series(SERIES, ronde), folder / "reeks.csv")
    write_csv(eindevaluatie(ronde), folder / "eindevaluatie.csv")
    if published_folder(ronde.peildatum):
        write_csv(check_published(ronde.peildatum), folder / "consistentie.csv")


def _day_first(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[["peildatum", *frame.columns.drop("peildatum")]]


def _manifest(ronde: Ronde, judged: Judged, *, without: Collection[str]) -> dict[str, Any]:
    return {
        "titel": f"{ronde.config.titel}, peildatum {ronde.peildatum.isoformat()}",
        "editie": INTERN,
        "gemaakt_op": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "parameters": {
            "peildatum": ronde.peildatum.isoformat(),
            "levering": ronde.levering.isoformat(),
            "without": sorted(without),
        },
        "synthetisch": {"bestanden": ronde.synthetisch[0], "van": ronde.synthetisch[1]},
        "versies": versions(),
        "broncode": source(),
        "invoer": checksums(judged.levering.bestanden, root=judged.folder),
        "rijen": ronde.rijen.to_dict("records"),
    }


def _manifest_openbaar(ronde: Ronde, judged: Judged, *, without: Collection[str]) -> dict[str, Any]:
    """The manifest without what tells umcs apart: one checksum of the delivery, and rows per table of all umcs."""
    manifest = _manifest(ronde, judged, without=without)
    together = hashlib.sha256("".join(row["sha256"] for row in manifest["invoer"]).encode("ascii")).hexdigest()
    counts = ["gelezen", "behouden", "afgekeurd", "dubbel"]
    rows = ronde.rijen.groupby("tabel", as_index=False, sort=True)[counts].sum()
    few = rows[["afgekeurd", "dubbel"]].isin(range(1, kleinste_aantal(ronde.config))).any(axis=1)
    rows[counts[1:]] = rows[counts[1:]].astype(object).mask(few, GEHEIM)
    return manifest | {
        "editie": OPENBAAR,
        "invoer": [{"bestand": "levering", "sha256": together}],
        "rijen": [{"umc": "alle", "bestand": "", **row} for row in rows.to_dict("records")],
    }
