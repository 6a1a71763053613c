"""What a researcher sees when a cell of a notebook ends with an object of the package: its state or its definition."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from sectorplan_analysis.dataset import umc_name
from sectorplan_analysis.pages import Melding, Tabel, dutch
from sectorplan_analysis.rapport.vorm import Samen

if TYPE_CHECKING:
    from sectorplan_analysis.dataset import Ronde
    from sectorplan_analysis.disclosure.openbaar import Openbaar
    from sectorplan_analysis.indicators import Hoeveelheid, Indicator

_SYNTHETISCH = (
    "{van} van de {alle} bestanden van deze levering zijn synthetisch: trek geen conclusies uit deze cijfers."
)
_SOORTEN = {
    "fte": "fte",
    "medewerkers": "medewerkers",
    "begroot_fte": "begrote fte",
    "bedrag_eur": "euro's",
}


def show_ronde(ronde: Ronde) -> Samen:
    """The state of a round: day, delivery, umcs, persons, fte, and whether it is synthetic."""
    posities, medewerkers = ronde.posities, ronde.medewerkers
    return _state(
        ronde,
        f"{ronde.config.titel}, {dutch.date(ronde.peildatum)}. Vertrouwelijk.",
        {
            "Medewerkers": f"{dutch.number((medewerkers['regulier_fte'] > 0).sum())}, zonder inloop",
            "Fte": f"{dutch.number(posities.loc[~posities['inloop'], 'fte'].sum(), 2)}, zonder inloop",
            "Posities": f"{dutch.number(len(posities))}, met inloop",
            "Bevindingen": dutch.number(ronde.bevindingen["aantal"].sum()),
        },
    )


def show_openbaar(openbaar: Openbaar) -> Samen:
    """The state of an openbaar edition: how much it shows and hides. It holds no persons."""
    hidden = int((openbaar.cellen["waarde"] == "geheim").sum())
    return _state(
        openbaar,
        f"Openbare editie van {openbaar.config.titel}, {dutch.date(openbaar.peildatum)}.",
        {
            "Getallen": f"{dutch.number(len(openbaar.cellen) - hidden)} te zien, {dutch.number(hidden)} geheim",
            "Dagen": dutch.join_words(dutch.date(day) for day in openbaar.jaareinden()),
        },
    )


def show_indicator(indicator: Indicator) -> Tabel:
    """The definition of an indicator, its place in the report, its unit and what it is computed from."""
    teller = _amount(indicator.teller)
    if indicator.min_teller is not None:
        teller += f", min {_amount(indicator.min_teller)}"
    rows = {
        "Definitie": indicator.definitie,
        "Plaats in het rapport": indicator.bron,
        "Eenheid": indicator.eenheid,
        "Teller" if indicator.noemer else "Som": teller,
    }
    if indicator.noemer is not None:
        rows["Noemer"] = _amount(indicator.noemer)
    return _facts(f"{indicator.titel} ({indicator.naam})", rows)


def _state(data: Ronde | Openbaar, title: str, more: dict[str, str]) -> Samen:
    missing = dutch.join_words((umc_name(umc) for umc in data.ontbrekend if umc in data.umcs), none="")
    umcs = dutch.join_words((umc_name(umc) for umc in data.aanwezig), none="geen")
    facts = {
        "Peildatum": dutch.date(data.peildatum),
        "Levering": dutch.date(data.levering),
        "Status": data.config.status,
        "Umc's": f"{umcs}{f'; zonder {missing}' if missing else ''}",
        **more,
    }
    return Samen((*synthetic_warning(data), _facts(title, facts)))


def synthetic_warning(data: Ronde | Openbaar) -> tuple[Melding, ...]:
    """The notice that numbers are made from invented persons; empty when none are."""
    synthetic, files = data.synthetisch
    return (Melding(_SYNTHETISCH.format(van=synthetic, alle=files), "Synthetisch"),) if synthetic else ()


def _facts(title: str, rows: dict[str, str]) -> Tabel:
    frame = pd.DataFrame({"wat": list(rows), "waarde": list(rows.values())}, dtype="str")
    return Tabel(frame, title, {"wat": "Wat", "waarde": "Waarde"})


def _amount(hoeveelheid: Hoeveelheid) -> str:
    """An amount in words: what is added up, and over which rows."""
    where = [f"{column} is {_allowed(allowed)}" for column, allowed in hoeveelheid.waar.items()]
    years = {"laatste": " in het laatste volledige jaar"}.get(hoeveelheid.jaren, "")
    what = f"{_SOORTEN[hoeveelheid.soort]}{years}"
    return f"{what} waarvoor {dutch.join_words(where)}" if where else what


def _allowed(allowed: object) -> str:
    if isinstance(allowed, bool):
        return "ja" if allowed else "nee"
    return dutch.join_words(map(str, allowed), last="of") if isinstance(allowed, tuple) else str(allowed)
