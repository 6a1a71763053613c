"""From a round to what its openbaar edition may hold: protect, heeding what was published before."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pandas as pd

from sectorplan_analysis.dataset import Ronde, umc_name
from sectorplan_analysis.disclosure.attacker import getallen_van
from sectorplan_analysis.disclosure.earlier import hidden_before, only_umcs, says, shown_before, wijzigingen
from sectorplan_analysis.disclosure.focusgroepen import focusgroepen
from sectorplan_analysis.disclosure.groepen import cijfers_openbaar
from sectorplan_analysis.disclosure.openbaar import CEL, GEHEIM, Openbaar, kleinste_aantal
from sectorplan_analysis.disclosure.protect import OnthullingError, protect
from sectorplan_analysis.disclosure.stelsel import ALTIJD, DIMENSIES, GRAAG, MATEN, NOOIT, Stelsel, stelsel
from sectorplan_analysis.errors import ConfigError
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
        Openbaar editions that were published before; see `earlier.published_before`.

    Returns
    -------
    tuple
        What may be published, still to be audited (`audit.audit`); and for the intern edition what is hidden:
        dimensions, maat, waarde and reden.

    Raises
    ------
    OnthullingError
        When what has to be shown gives small numbers away.
    ConfigError
        When the configuration gives up a total that does not exist.
    """
    eerdere, grens = list(eerdere), kleinste_aantal(ronde.config)
    system = stelsel(ronde)
    _check_names(system, ronde.config.prijsgegeven)
    other = [e for e in eerdere if says(e, ronde.peildatum) and e.aanwezig != ronde.aanwezig]
    geheim = hidden_before(system.cellen, [e for e in eerdere if e.aanwezig == ronde.aanwezig], ronde.peildatum)
    if other:
        geheim |= only_umcs(system, other, ronde.peildatum)
    shown = protect(
        system,
        grens=grens,
        bekend=_public(system, eerdere, ronde),
        geheim=geheim,
        opgegeven=ronde.config.prijsgegeven,
        wijzigingen=wijzigingen(system, ronde, eerdere, grens=grens),
    )
    frames = [_numbers(system, shown, ronde.peildatum), _money(ronde, per_umc=True)]
    for day in ronde.jaareinden():
        same = all(e.aanwezig == ronde.aanwezig for e in eerdere if says(e, day))
        if day.year >= BASISJAAR and day < ronde.peildatum and same and not other:
            frames += _earlier(ronde.op(day), eerdere, grens)
    edition = Openbaar(
        config=ronde.config,
        levering=ronde.levering,
        cellen=pd.concat(frames, ignore_index=True),
        focusgroepen=focusgroepen(ronde),
        ontbrekend=ronde.ontbrekend,
        synthetisch=ronde.synthetisch,
        geheime_totalen=_hidden_totals(system, shown),
        culturele_diversiteit=cijfers_openbaar(ronde, grens=grens, eerdere=eerdere),
    )
    return edition, _hidden(system, shown, grens)


def _check_names(system: Stelsel, names: Sequence[str]) -> None:
    unknown = sorted(set(names) - set(getallen_van(system).namen))
    if unknown:
        raise ConfigError(
            f"rondes.toml geeft onder [[prijsgegeven]] een totaal prijs dat niet bestaat: '{unknown[0]}'. "
            "Neem de naam over uit de melding van de opdracht."
        )


def _public(system: Stelsel, eerdere: Iterable[Openbaar], ronde: Ronde) -> np.ndarray:
    """Numbers that are out already, with the value they have now: they cannot be hidden any more."""
    now = np.column_stack(
        [[float(round_half_away(v, d)) for v in system.cellen[m]] for m, d in zip(MATEN, (0, 2), strict=True)]
    )
    alike = shown_before(system.cellen, [e for e in eerdere if e.aanwezig == ronde.aanwezig], ronde.peildatum)
    others = shown_before(system.cellen, [e for e in eerdere if e.aanwezig != ronde.aanwezig], ronde.peildatum)
    # a national number of other umcs is another number
    others[system.cellen["umc"].isin(["", TOTAAL])] = np.nan
    public: np.ndarray = (np.abs(alike - now) < 1e-9) | (np.abs(others - now) < 1e-9)
    return public


def _earlier(ronde: Ronde, eerdere: Iterable[Openbaar], grens: int) -> Iterator[pd.DataFrame]:
    """National KPI totals of an earlier year-end; nothing when they give small numbers away.

    When that day has an edition of its own, those of them that it shows: together they say no more than it does.
    """
    system = _national(stelsel(ronde))
    own = [edition for edition in eerdere if edition.peildatum == ronde.peildatum]
    try:
        shown = protect(system, grens=grens)
    except OnthullingError:
        return
    if own:
        shown &= ~np.isnan(shown_before(system.cellen, own, ronde.peildatum))
    yield _numbers(system, shown, ronde.peildatum)
    yield _money(ronde, per_umc=False)


def _national(system: Stelsel) -> Stelsel:
    """The part of a system with the KPI totals of the country, which are all that is shown of it."""
    cellen = system.cellen
    own = ((cellen["umc"] == TOTAAL) | ((cellen["kpi14"] == "ja") & (cellen["functiecategorie"] == ""))).to_numpy()
    rights = {
        f"recht_{maat}": cellen[f"recht_{maat}"].where(cellen[f"recht_{maat}"].isin([ALTIJD, GRAAG]), NOOIT)
        for maat in MATEN
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


def _hidden_totals(system: Stelsel, shown: np.ndarray) -> tuple[str, ...]:
    """Names of KPI totals that are not shown, whatever the reason."""
    getallen = getallen_van(system)
    rights = system.cellen[["recht_medewerkers", "recht_fte"]].to_numpy()
    places = zip(getallen.namen, getallen.cel, getallen.maat, strict=True)
    return tuple(name for name, c, m in places if rights[c, m] in (ALTIJD, GRAAG) and not shown[c, m])


def _hidden(system: Stelsel, shown: np.ndarray, grens: int) -> pd.DataFrame:
    """What the openbaar edition hides, for the intern edition."""
    frames: list[pd.DataFrame] = []
    for place, maat in enumerate(MATEN):
        own = (system.cellen[f"recht_{maat}"] != NOOIT).to_numpy() & ~shown[:, place]
        rows = system.cellen[own]
        small = rows["medewerkers"].between(1, grens - 1)
        frame = rows[list(DIMENSIES)].assign(umc=rows["umc"].replace("", TOTAAL), maat=maat, waarde=rows[maat])
        frames.append(frame.assign(reden=np.where(small, "klein aantal", "anders is een klein aantal af te leiden")))
    return pd.concat(frames, ignore_index=True)
