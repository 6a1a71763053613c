"""Page 'Werkdruk en baanzekerheid': its conclusions, and how certain they are."""

from __future__ import annotations

import pandas as pd

from sectorplan_analysis.dataset import Ronde
from sectorplan_analysis.pages import Kernpunten, Tabel, Tekst, dutch
from sectorplan_analysis.perceptie import SCHALEN
from sectorplan_analysis.rapport.bewegingen import decomposition, stop_sentence
from sectorplan_analysis.rapport.ervaringen import leading_contrasts, meting_names, no_measurement
from sectorplan_analysis.rapport.sentences import (
    contrast_sentence,
    decomposition_sentence,
    moments,
    p_value,
    target_sentence,
)
from sectorplan_analysis.rapport.vorm import measured, pct, teller_noemer, waar, wanneer
from sectorplan_analysis.statistiek.estimate import ALPHA


def kernpunten(ronde: Ronde) -> Kernpunten:
    """The conclusion of the page in at most five computed sentences.

    Of each scale the change that leads: between two measurements once there are two, else looking back.
    """
    lead = leading_contrasts(ronde)[: len(SCHALEN)]
    zinnen = [contrast_sentence(c, meting_names(ronde)) for c in lead] or [no_measurement(ronde)]
    vast, streef = measured("structureel_pct", ronde), ronde.config.streefwaarden.get("structureel_pct")
    zinnen.append(
        f"{waar(ronde)} is {pct(vast['waarde'])} van de begrote formatie vast of toegezegd vast "
        f"({teller_noemer(vast, decimals=2)} fte) op {wanneer(ronde)}."
    )
    if streef is not None and pd.notna(vast["waarde"]):
        zinnen.append(target_sentence(float(vast["waarde"]), streef.waarde, streef.naam))
    parts = decomposition(ronde)
    if parts is not None:
        zinnen.append(decomposition_sentence(parts[1], dutch.date(parts[0])))
    elif stopped := stop_sentence(ronde):
        zinnen.append(stopped)
    return Kernpunten(*zinnen)


def zekerheid(ronde: Ronde) -> Tekst:
    """What may be concluded from which source, in words that follow from the round."""
    people = (
        f"De contractcijfers zijn een volledige telling op {wanneer(ronde)}. Een aandeel is daar een feit en heeft "
        "geen interval. Waar toch een interval of toets staat, heet het indicatief (superpopulatie): dan gaat het "
        "om het proces achter de cijfers."
    )
    contrasts = leading_contrasts(ronde)
    if not contrasts:
        return Tekst(people)
    tested = [c for c in contrasts if c.primair.p is not None]
    focus = (
        "De scores komen van deelnemers aan focusgroepen. Zij zijn niet geloot en zitten bij elkaar in umc's. De "
        "hoofdanalyse is daarom vooraf gekozen: een t-interval op de gemiddelden per umc. Alle andere analyses zijn "
        "gevoeligheidsanalyses. Wijst er een de andere kant op, dan heet de uitkomst niet eenduidig."
    )
    if not tested:
        return Tekst(
            focus + " Hier zijn te weinig umc's voor een interval: de cijfers beschrijven alleen deze deelnemers.",
            people,
        )
    return Tekst(focus, people)


def toetsen(ronde: Ronde) -> Tabel | Tekst:
    """P-values of the declared family, for whoever wants to check them; they lead no sentence."""
    contrasts = leading_contrasts(ronde)
    if not any(c.primair.p is not None for c in contrasts):
        return Tekst("Er is geen toets uitgevoerd: er zijn te weinig metingen of te weinig umc's.")
    rows = [
        {
            "wat": f"{c.schaal.capitalize()}, {moments(c, meting_names(ronde))}",
            "p": p_value(c.primair.p),
            "holm": p_value(c.p_holm),
            "oordeel": c.oordeel,
        }
        for c in contrasts
    ]
    return Tabel(
        pd.DataFrame(rows),
        "Vooraf vastgelegde vergelijkingen met hun toetsing.",
        {"wat": "Vergelijking", "p": "p-waarde", "holm": "p-waarde na Holm", "oordeel": "Oordeel"},
        totaal="",
        definitie=f"Aantoonbaar: na de correctie van Holm kleiner dan {dutch.number(ALPHA, 2)}, en geen "
        f"gevoeligheidsanalyse met een andere uitkomst.",
        leeg="geen toets mogelijk",
    )
