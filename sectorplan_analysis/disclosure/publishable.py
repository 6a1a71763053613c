"""The tables that may be published: protected beside those of earlier rounds, written, and audited as files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sectorplan_analysis.dataset import Ronde
from sectorplan_analysis.disclosure.audit import audit
from sectorplan_analysis.disclosure.build import make_openbaar
from sectorplan_analysis.disclosure.openbaar import Openbaar, kleinste_aantal
from sectorplan_analysis.disclosure.opname import Opname, opname
from sectorplan_analysis.disclosure.protect import OnthullingError
from sectorplan_analysis.disclosure.tabellen import write_openbaar
from sectorplan_analysis.editions import SERIES
from sectorplan_analysis.publish import write_csv


def counted(ronde: Ronde, eerdere: Mapping[Path, Openbaar]) -> Opname:
    """All of a whole round that its openbaar edition may be made from, beside the editions published before."""
    return opname(ronde, [edition.peildatum for edition in eerdere.values()])


def write_publishable(ronde: Opname, tables: Path, *, hidden: Path, eerdere: Mapping[Path, Openbaar]) -> str:
    """Write the tables that may be published, and what they hide; gives the Dutch reason when nothing may be published.

    What is published is what was audited: the pages of the edition are made from the same files.

    Parameters
    ----------
    ronde
        What `counted` gives, of the same editions.
    tables
        Folder that gets the tables.
    hidden
        File that gets what they hide.
    eerdere
        The editions that were published before; see `earlier.published_before`.
    """
    try:
        edition, secret = make_openbaar(ronde, eerdere=eerdere.values())
        write_openbaar(edition, tables, reeks=SERIES)
        faults = audit([tables, *eerdere], ronde, grens=kleinste_aantal(ronde.config))
    except OnthullingError as error:
        return str(error)
    if faults:
        text = "; ".join(faults[:5])
        return f"De openbare editie is niet gemaakt: de controle achteraf vond iets te herleiden: {text}."
    write_csv(secret, hidden)
    return ""
