"""Indicators: every number has one name, one definition, one source, and this one place in code.

An indicator is declared as a numerator and, for a share, a denominator. Each is a *hoeveelheid*: fte, persons or euros
over the rows that a selection keeps. `sectorplan_analysis.measure` computes any of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sectorplan_analysis.reference import BESTEDINGEN, ONTVANGEN

Selection = Mapping[str, object]


@dataclass(frozen=True)
class Hoeveelheid:
    """An amount over selected rows.

    Attributes
    ----------
    soort
        ``fte`` (sum over positions), ``medewerkers`` (distinct persons), ``begroot_fte`` or ``bedrag_eur``.
    waar
        Allowed value, or tuple of allowed values, per column; an empty selection keeps all rows.
    jaren
        For money: ``alle`` complete years up to the peildatum, or the ``laatste`` of them.
    """

    soort: str
    waar: Selection = field(default_factory=dict)
    jaren: str = "alle"


@dataclass(frozen=True)
class Indicator:
    """A named number with its definition and its place in the report.

    ``min_teller`` is subtracted from the numerator (money received minus money spent). A share (with ``noemer``) is a
    percentage on the 0-100 scale.
    """

    naam: str
    titel: str
    definitie: str
    bron: str
    eenheid: str
    teller: Hoeveelheid
    noemer: Hoeveelheid | None = None
    min_teller: Hoeveelheid | None = None

    def _repr_html_(self) -> str:
        from sectorplan_analysis.rapport.objecten import show_indicator

        return show_indicator(self)._repr_html_()


REGULIER: Selection = {"inloop": False}
STRUCTUREEL: Selection = {**REGULIER, "contractstatus": ("vast", "toegezegd_vast")}
VAST: Selection = {**REGULIER, "contractstatus": "vast"}
TOEGEZEGD: Selection = {**REGULIER, "contractstatus": "toegezegd_vast"}
TIJDELIJK: Selection = {**REGULIER, "contractstatus": "tijdelijk"}
#: In table 4 'tijdelijk' is everyone without a permanent contract, promised or not.
NIET_VAST: Selection = {**REGULIER, "contractstatus": ("tijdelijk", "toegezegd_vast")}
INLOOP: Selection = {"inloop": True}
UD: Selection = {"functiecategorie": "UD"}
KPI14: Selection = {"kpi14": True}
BESTEED: Selection = {"categorie": BESTEDINGEN}
VROUW: Selection = {"gender": "v"}

#: The two readings of 'dataspecialist', each under its own name.
DATASPECIALIST_LEZINGEN: dict[str, Selection] = {"kpi14": KPI14, "figuur5": {"functiecategorie": "dataspecialist"}}


def fte(*selections: Selection) -> Hoeveelheid:
    """Fte over the positions that satisfy all selections."""
    return Hoeveelheid("fte", _all(selections))


def medewerkers(*selections: Selection) -> Hoeveelheid:
    """Distinct persons with a position that satisfies all selections."""
    return Hoeveelheid("medewerkers", _all(selections))


def _all(selections: Iterable[Selection]) -> Selection:
    return {column: allowed for selection in selections for column, allowed in selection.items()}


_BEGROOT = Hoeveelheid("begroot_fte")
_BESTEED = Hoeveelheid("bedrag_eur", BESTEED)
_ONTVANGEN = Hoeveelheid("bedrag_eur", {"categorie": ONTVANGEN})
_BESTEED_JAAR = Hoeveelheid("bedrag_eur", BESTEED, jaren="laatste")
_ONTVANGEN_JAAR = Hoeveelheid("bedrag_eur", {"categorie": ONTVANGEN}, jaren="laatste")

# fmt: off
_DECLARED = [
    Indicator("besteding_totaal", "Besteed", "Cumulatieve bestedingen over de volledige jaren sinds 2022", "5.1", "EUR", _BESTEED),
    Indicator("ontvangen_totaal", "Ontvangen", "Ontvangen sectorplanmiddelen over de volledige jaren sinds 2022", "5.1", "EUR", _ONTVANGEN),
    Indicator("onderbesteding", "Onderbesteding", "Ontvangen min besteed", "5.1", "EUR", _ONTVANGEN, min_teller=_BESTEED),
    Indicator("besteed_pct", "Aandeel besteed", "Besteed als aandeel van ontvangen, sinds 2022", "5.1", "%", _BESTEED, _ONTVANGEN),
    Indicator("besteed_jaar_pct", "Aandeel besteed in het laatste jaar", "Besteed in het laatste volledige jaar als aandeel van ontvangen in dat jaar", "5.1", "%", _BESTEED_JAAR, _ONTVANGEN_JAAR),
    Indicator("begroot_fte", "Begrote formatie", "Initieel begrote structurele formatie", "5.2", "fte", _BEGROOT),
    Indicator("gerealiseerd_fte", "Gerealiseerde formatie", "Vast, toegezegd vast en tijdelijk; zonder inloop", "5.2", "fte", fte(REGULIER)),
    Indicator("gerealiseerd_pct", "Gerealiseerde formatie als aandeel van begroot", "Gerealiseerde fte als aandeel van begrote fte", "5.2", "%", fte(REGULIER), _BEGROOT),
    Indicator("structureel_fte", "Structurele formatie", "Vast en toegezegd vast; zonder inloop", "5.2", "fte", fte(STRUCTUREEL)),
    Indicator("structureel_pct", "Realisatie structurele formatie", "Structurele fte als aandeel van begrote fte", "5.2, tabel 2", "%", fte(STRUCTUREEL), _BEGROOT),
    Indicator("structureel_medewerkers", "Medewerkers met structurele positie", "Medewerkers vast en toegezegd vast; zonder inloop", "5.2", "personen", medewerkers(STRUCTUREEL)),
    Indicator("inloop_fte", "Inloop", "Fte uit het inlooptraject onderbesteding", "5.2", "fte", fte(INLOOP)),
    Indicator("inloop_medewerkers", "Medewerkers inloop", "Medewerkers uit het inlooptraject onderbesteding", "tabel 3", "personen", medewerkers(INLOOP)),
    Indicator("vast_fte", "Vast", "Fte met vast contract; zonder inloop", "tabel 2", "fte", fte(VAST)),
    Indicator("toegezegd_vast_fte", "Toegezegd vast", "Fte met onvoorwaardelijke toezegging; zonder inloop", "tabel 2", "fte", fte(TOEGEZEGD)),
    Indicator("tijdelijk_fte", "Tijdelijk", "Fte met tijdelijk contract zonder onvoorwaardelijke toezegging; zonder inloop", "tabel 2", "fte", fte(TIJDELIJK)),
    Indicator("toegezegd_vast_medewerkers", "Medewerkers toegezegd vast", "Medewerkers met onvoorwaardelijke toezegging; zonder inloop", "tabel 3", "personen", medewerkers(TOEGEZEGD)),
    Indicator("tijdelijk_medewerkers", "Medewerkers tijdelijk", "Medewerkers met tijdelijk contract zonder onvoorwaardelijke toezegging; zonder inloop", "tabel 3", "personen", medewerkers(TIJDELIJK)),
    Indicator("ud_vast_fte", "UD vast", "Fte van vaste UD-posities", "5.2.1", "fte", fte(VAST, UD)),
    Indicator("ud_vast_personen", "UD vast", "Personen op vaste UD-posities", "5.2.1", "personen", medewerkers(VAST, UD)),
    Indicator("ud_toegezegd_fte", "UD toegezegd vast", "Fte van UD met toegezegde vaste aanstelling", "5.2.1", "fte", fte(TOEGEZEGD, UD)),
    Indicator("ud_toegezegd_personen", "UD toegezegd vast", "UD met toegezegde vaste aanstelling", "5.2.1", "personen", medewerkers(TOEGEZEGD, UD)),
    Indicator("ud_tijdelijk_fte", "UD tijdelijk", "Fte van tijdelijke UD-posities", "5.2.1", "fte", fte(TIJDELIJK, UD)),
    Indicator("ud_tijdelijk_personen", "UD tijdelijk", "Personen op tijdelijke UD-posities", "5.2.1", "personen", medewerkers(TIJDELIJK, UD)),
    Indicator("dataspecialisten_personen", "Dataspecialisten (KPI 14)", "Dataspecialisten, onder wie data scientists", "4.2.3", "personen", medewerkers(REGULIER, KPI14)),
    Indicator("dataspecialisten_fte", "Dataspecialisten (KPI 14)", "Dataspecialisten, onder wie data scientists", "4.2.3", "fte", fte(REGULIER, KPI14)),
    Indicator("dataspecialisten_vast_personen", "Dataspecialisten vast (KPI 14)", "Dataspecialisten met vast contract", "4.2.3", "personen", medewerkers(VAST, KPI14)),
    Indicator("dataspecialisten_vast_fte", "Dataspecialisten vast (KPI 14)", "Dataspecialisten met vast contract", "4.2.3", "fte", fte(VAST, KPI14)),
    Indicator("dataspecialisten_vast_pct", "Aandeel vast onder dataspecialisten (KPI 14)", "Personen met vast contract als aandeel van de dataspecialisten", "4.2.3", "%", medewerkers(VAST, KPI14), medewerkers(REGULIER, KPI14)),
    Indicator("dataspecialisten_toegezegd_personen", "Dataspecialisten toegezegd (KPI 14)", "Dataspecialisten met toezegging vast", "4.2.3", "personen", medewerkers(TOEGEZEGD, KPI14)),
    Indicator("dataspecialisten_toegezegd_fte", "Dataspecialisten toegezegd (KPI 14)", "Dataspecialisten met toezegging vast", "4.2.3", "fte", fte(TOEGEZEGD, KPI14)),
    Indicator("medewerkers_totaal", "Medewerkers", "Medewerkers geheel of gedeeltelijk uit sectorplanmiddelen; zonder inloop", "5.3", "personen", medewerkers(REGULIER)),
    Indicator("vrouwen_totaal", "Vrouwen", "Vrouwelijke medewerkers; zonder inloop", "5.3", "personen", medewerkers(REGULIER, VROUW)),
    Indicator("vrouwen_pct", "Aandeel vrouwen", "Vrouwen als aandeel van alle medewerkers (x en onbekend tellen in de noemer)", "5.3", "%", medewerkers(REGULIER, VROUW), medewerkers(REGULIER)),
    Indicator("vast_medewerkers", "Medewerkers vast", "Medewerkers met vast dienstverband (zonder toegezegd); zonder inloop", "5.3", "personen", medewerkers(VAST)),
    Indicator("vast_vrouwen", "Vrouwen vast", "Vrouwen met vast dienstverband; zonder inloop", "5.3", "personen", medewerkers(VAST, VROUW)),
    Indicator("vast_vrouwen_pct", "Aandeel vrouwen onder vast", "Vrouwen als aandeel van de medewerkers met vast dienstverband", "5.3", "%", medewerkers(VAST, VROUW), medewerkers(VAST)),
    Indicator("vast_aandeel_medewerkers_pct", "Aandeel vast (personen)", "Medewerkers met vast contract als aandeel van alle medewerkers; zonder inloop", "tabel 3", "%", medewerkers(VAST), medewerkers(REGULIER)),
    Indicator("structureel_aandeel_medewerkers_pct", "Aandeel vast of toegezegd (personen)", "Medewerkers vast en toegezegd vast als aandeel van alle medewerkers; zonder inloop", "tabel 3", "%", medewerkers(STRUCTUREEL), medewerkers(REGULIER)),
    Indicator("vast_aandeel_fte_pct", "Aandeel vast (fte)", "Fte met vast contract als aandeel van de gerealiseerde fte", "tabel 2", "%", fte(VAST), fte(REGULIER)),
    Indicator("structureel_aandeel_fte_pct", "Aandeel vast of toegezegd (fte)", "Structurele fte als aandeel van de gerealiseerde fte", "tabel 2", "%", fte(STRUCTUREEL), fte(REGULIER)),
    Indicator("vast_begroot_pct", "Vaste fte als aandeel van begroot", "Fte met vast contract als aandeel van begrote fte", "tabel 2", "%", fte(VAST), _BEGROOT),
]
# fmt: on
INDICATOREN: dict[str, Indicator] = {indicator.naam: indicator for indicator in _DECLARED}

#: The readings of 'aandeel vast' that are easily mixed up: five names, never one word.
AANDELEN_VAST = (
    "vast_aandeel_medewerkers_pct",
    "structureel_aandeel_medewerkers_pct",
    "vast_aandeel_fte_pct",
    "structureel_aandeel_fte_pct",
    "vast_begroot_pct",
    "structureel_pct",
)
