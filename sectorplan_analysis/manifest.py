"""What ``manifest.json`` says of an edition: what it was made from, with what, and how many rows counted."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection
from typing import Any

from sectorplan_analysis.dataset import Ronde
from sectorplan_analysis.disclosure.openbaar import GEHEIM, kleinste_aantal
from sectorplan_analysis.findings import CENTRAAL
from sectorplan_analysis.judge import Judged
from sectorplan_analysis.provenance import source
from sectorplan_analysis.publish import INTERN, OPENBAAR, checksums, sha256, versions
from sectorplan_analysis.reference import SYNTHETIC_LIST


def manifest(ronde: Ronde, judged: Judged, *, without: Collection[str]) -> dict[str, Any]:
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


def manifest_openbaar(ronde: Ronde, judged: Judged, *, without: Collection[str]) -> dict[str, Any]:
    """The manifest without what tells umcs apart: one checksum of the delivery, and rows per table of all umcs."""
    intern = manifest(ronde, judged, without=without)
    together = hashlib.sha256("".join(row["sha256"] for row in intern["invoer"]).encode("ascii")).hexdigest()
    counts = ["gelezen", "behouden", "afgekeurd", "dubbel"]
    rows = ronde.rijen.groupby("tabel", as_index=False, sort=True)[counts].sum()
    few = rows[["afgekeurd", "dubbel"]].isin(range(1, kleinste_aantal(ronde.config))).any(axis=1)
    rows[counts[1:]] = rows[counts[1:]].astype(object).mask(few, GEHEIM)
    return intern | {
        "editie": OPENBAAR,
        "invoer": [{"bestand": "levering", "sha256": together}],
        "rijen": [{"umc": "alle", "bestand": "", **row} for row in rows.to_dict("records")],
    }


def count_synthetic(judged: Judged) -> dict[str, tuple[int, int]]:
    """Files of a delivery that are known to be synthetic, and files read, by umc and for the central tables.

    The generator of the examples lists the checksum of each file it makes. A file that was replaced since is not on
    that list, and so is not called synthetic.
    """
    listed = judged.folder / SYNTHETIC_LIST
    known = {line.split()[0] for line in listed.read_text("utf-8").splitlines() if line} if listed.is_file() else set()
    rows = judged.levering.rijen
    sender = dict(zip(rows["bestand"], rows["umc"], strict=True))
    files = [
        (sender.get(file.relative_to(judged.folder).as_posix(), CENTRAAL), sha256(file) in known)
        for file in judged.levering.bestanden
    ]
    return {
        umc: (sum(synthetic for name, synthetic in files if name == umc), sum(name == umc for name, _ in files))
        for umc, _ in sorted(set(files))
    }
