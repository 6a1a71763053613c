"""From a round to what its openbaar edition may hold: protect, check independently, heed what was published before.

State between rounds is kept in what was published and nowhere else: the files of earlier openbaar editions.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from sectorplan_analysis.dataset import Ronde, umc_name
from sectorplan_analysis.disclosure.audit import narrow
from sectorplan_analysis.disclosure.focusgroepen import focusgroepen
from sectorplan_analysis.disclosure.groepen import cijfers_openbaar
from sectorplan_analysis.disclosure.openbaar import CEL, GEHEIM, RONDE, Openbaar, kleinste_aantal, load_openbaar
from sectorplan_analysis.disclosure.protect import OnthullingError, protect
from sectorplan_analysis.disclosure.stelsel import ALTIJD, DIMENSIES, MATEN, NOOIT, Stelsel, stelsel
from sectorplan_analysis.errors import CallError
from sectorplan_analysis.indicators import BESTEED, Hoeveelheid
from sectorplan_analysis.measure import amounts
from sectorplan_analysis.pages.dutch import round_half_away
from sectorplan_analysis.reference import BESTEDINGEN, ONTVANGEN, TOTAAL

#: The KPIs compare with this year; earlier year-ends held too few persons to say much about.
BASISJAAR = 2023
#: Spending on posts is money for a handful of persons at some umcs: only nationally.
_LANDELIJK = ("tijdelijke posities", "vaste posities")


def make_openbaar(ronde: Ronde, *, eerdere: Iterable[Openbaar] = ()) -> tuple[Openbaar, pd.DataFrame]:
    """Protect a round.

    Parameters
    ----------
    ronde
        The whole round.
    eerdere
        Openbaar editions that were published before; see `published_before`.

    Returns
    -------
    tuple
        What may be published; and for the intern edition what is hidden: dimensions, maat, waarde and reden.

    Raises
    ------
    OnthullingError
        When what has to be shown gives small numbers away.
    CallError
        When an edition of the same peildatum was published with other umcs: the difference would be one umc.
    """
    eerdere, grens = list(eerdere), kleinste_aantal(ronde.config)
    own = [e for e in eerdere if _says(e, ronde.peildatum) and e.aanwezig != ronde.aanwezig]
    if own:
        raise CallError(
            f"Een openbare editie met cijfers van {ronde.peildatum} is al gepubliceerd met andere umc's. "
            "Het verschil zou cijfers van één umc onthullen. Kies dezelfde umc's."
        )
    system = stelsel(ronde)
    public = _public(system, eerdere, ronde.peildatum)
    shown = protect(system, grens=grens, bekend=public)
    _checked(system, shown | public, grens)
    frames = [_numbers(system, shown, ronde.peildatum), _money(ronde, per_umc=True)]
    for day in ronde.jaareinden():
        same = all(e.aanwezig == ronde.aanwezig for e in eerdere if _says(e, day))
        if day.year >= BASISJAAR and day < ronde.peildatum and same:
            frames += _earlier(ronde.op(day), grens)
    edition = Openbaar(
        config=ronde.config,
        levering=ronde.levering,
        cellen=pd.concat(frames, ignore_index=True),
        focusgroepen=focusgroepen(ronde),
        ontbrekend=ronde.ontbrekend,
        synthetisch=ronde.synthetisch,
        culturele_diversiteit=cijfers_openbaar(ronde, grens=grens, eerdere=eerdere),
    )
    return edition, _hidden(system, shown, grens)


def published_before(reports: Path) -> list[Openbaar]:
    """Every openbaar edition in a folder with reports, oldest first."""
    folders = sorted(path.parent for path in reports.glob(f"*/openbaar/tabellen/{RONDE}"))
    return [load_openbaar(folder.parents[1].name, processed=folder) for folder in folders]


def _says(edition: Openbaar, day: dt.date) -> bool:
    return bool((edition.cellen["peildatum"] == day.isoformat()).any())


def _checked(system: Stelsel, shown: np.ndarray, grens: int) -> np.ndarray:
    """The numbers to show, when an independent programme cannot get at a small number either."""
    narrowed = narrow(system.cellen, shown, grens=grens)
    if narrowed:
        raise OnthullingError(
            "De openbare editie is niet gemaakt: de controle kan kleine aantallen achterhalen. "
            f"Een totaal dat deze bevat, moet weg: {'; '.join(narrowed[:5])}."
        )
    return shown


def _public(system: Stelsel, eerdere: Iterable[Openbaar], day: dt.date) -> np.ndarray:
    """Numbers that are out already, with the value they have now: they cannot be hidden any more."""
    known = np.zeros((len(system.cellen), len(MATEN)), dtype=bool)
    now = _numbers(system, ~known, day)
    for edition in eerdere:
        before = dict(
            zip(edition.cellen[CEL].itertuples(index=False, name=None), edition.cellen["waarde"], strict=True)
        )
        same = [before.get(row[:-1]) == row[-1] for row in now.itertuples(index=False, name=None)]
        known |= np.array(same).reshape(len(MATEN), -1).T
    return known


def _earlier(ronde: Ronde, grens: int) -> Iterator[pd.DataFrame]:
    """National KPI totals of an earlier year-end; nothing when they give small numbers away.

    An edition of that day itself holds these totals too, so together they say no more than it does.
    """
    system = _national(stelsel(ronde))
    try:
        shown = _checked(system, protect(system, grens=grens), grens)
    except OnthullingError:
        return
    yield _numbers(system, shown, ronde.peildatum)
    yield _money(ronde, per_umc=False)


def _national(system: Stelsel) -> Stelsel:
    """The part of a system with the KPI totals of the country, which are all that is shown of it."""
    cellen = system.cellen
    own = ((cellen["umc"] == TOTAAL) | ((cellen["kpi14"] == "ja") & (cellen["functiecategorie"] == ""))).to_numpy()
    rights = {
        f"recht_{maat}": cellen[f"recht_{maat}"].where(cellen[f"recht_{maat}"] == ALTIJD, NOOIT) for maat in MATEN
    }
    cellen = cellen.assign(**rights)[own].reset_index(drop=True)
    return dataclasses.replace(system, cellen=cellen, som=system.som[own], meer=system.meer[own])


def _numbers(system: Stelsel, shown: np.ndarray, day: dt.date) -> pd.DataFrame:
    """One row per number that may be shown, with its value or the mark; all persons first, then all fte."""
    frames = []
    for place, (maat, decimals) in enumerate(zip(MATEN, (0, 2), strict=True)):
        values = [str(round_half_away(value, decimals)) for value in system.cellen[maat]]
        frame = system.cellen[list(DIMENSIES)].assign(
            umc=system.cellen["umc"].replace("", TOTAAL), peildatum=day.isoformat(), categorie="", jaren="", maat=maat
        )
        frame["waarde"] = np.where(shown[:, place], values, GEHEIM)
        frames.append(frame[(system.cellen[f"recht_{maat}"] != NOOIT) | shown[:, place]])
    return pd.concat(frames, ignore_index=True)[[*CEL, "waarde"]]


def _money(ronde: Ronde, *, per_umc: bool) -> pd.DataFrame:
    """Budgets and spending: of institutions, except where they pay a handful of persons."""
    kinds = {"": Hoeveelheid("begroot_fte")}
    for jaren in ("alle", "laatste"):
        kinds[f"besteed|{jaren}"] = Hoeveelheid("bedrag_eur", BESTEED, jaren)
        kinds[f"{ONTVANGEN}|{jaren}"] = Hoeveelheid("bedrag_eur", {"categorie": ONTVANGEN}, jaren)
    kinds |= {f"{name}|alle": Hoeveelheid("bedrag_eur", {"categorie": name}) for name in BESTEDINGEN}
    rows = []
    for name, hoeveelheid in kinds.items():
        categorie, _, jaren = name.partition("|")
        values = amounts(hoeveelheid, ronde)
        for umc in [*(umc_name(umc) for umc in ronde.aanwezig if per_umc), TOTAAL]:
            if umc != TOTAAL and categorie in _LANDELIJK:
                continue
            own = {"peildatum": ronde.peildatum.isoformat(), "umc": umc, "categorie": categorie, "jaren": jaren}
            value = str(round_half_away(values[umc], 2))
            rows.append({**dict.fromkeys(CEL, ""), **own, "maat": hoeveelheid.soort, "waarde": value})
    return pd.DataFrame(rows, columns=[*CEL, "waarde"])


def _hidden(system: Stelsel, shown: np.ndarray, grens: int) -> pd.DataFrame:
    """What the openbaar edition hides, for the intern edition."""
    frames = []
    for place, maat in enumerate(MATEN):
        own = (system.cellen[f"recht_{maat}"] != NOOIT).to_numpy() & ~shown[:, place]
        rows = system.cellen[own]
        small = rows["medewerkers"].between(1, grens - 1)
        frame = rows[list(DIMENSIES)].assign(umc=rows["umc"].replace("", TOTAAL), maat=maat, waarde=rows[maat])
        frames.append(frame.assign(reden=np.where(small, "klein aantal", "anders is een klein aantal af te leiden")))
    return pd.concat(frames, ignore_index=True)
