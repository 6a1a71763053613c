"""On the way to 2028, and what the next measurement can see."""

from __future__ import annotations

import math

import pandas as pd

from sectorplan_analysis.dataset import Ronde, once
from sectorplan_analysis.pages import Tabel, Tekst, dutch
from sectorplan_analysis.rapport.ervaringen import all_scores, leading_contrasts, meting_names, no_measurement
from sectorplan_analysis.rapport.sentences import distance_sentence, moments, projection_sentences, umcs
from sectorplan_analysis.rapport.vorm import national, wanneer, wie
from sectorplan_analysis.rondes.config import Streefwaarde
from sectorplan_analysis.statistiek import link, outlook, power
from sectorplan_analysis.statistiek.contrast import Contrast

_GEEN_STREEF = "Voor deze peildatum is geen streefwaarde afgesproken."
_PER_GROEP = (4, 6, 8, 12)
_GROEPEN = (1, 2, 3)


def _target(ronde: Ronde) -> Streefwaarde | None:
    return ronde.config.streefwaarden.get("structureel_pct")


@once
def _projection(ronde: Ronde) -> outlook.Projection | str | None:
    target = _target(ronde)
    return None if target is None else outlook.project(ronde, streefwaarde=target.waarde)


def afstand(ronde: Ronde) -> Tekst:
    """Distance to the target in fte."""
    target = _target(ronde)
    if target is None:
        return Tekst(_GEEN_STREEF)
    return Tekst(distance_sentence(outlook.distance(ronde, streefwaarde=target.waarde), target.naam))


def scenarios(ronde: Ronde) -> Tabel:
    """Sums under three assumptions beside the target."""
    budget = float(ronde.tables["begroting"]["begroot_fte"].sum())
    frame = outlook.scenarios(ronde)
    words = {
        "geen": "er verandert niets meer",
        "toezeggingen": "alle toezeggingen worden vast",
        "tempo": "het tempo sinds het vorige jaareinde blijft, tot de begrote formatie",
    }
    frame = frame.assign(scenario=frame["scenario"].map(words))
    for name in ("vast", "structureel"):
        frame[f"{name}_pct"] = 100 * frame[f"{name}_fte"] / budget if budget > 0 else None
    return Tabel(
        frame,
        f"Rekenvoorbeelden voor {dutch.date(outlook.EINDE)}, {wie(ronde)}, stand {wanneer(ronde)}.",
        {
            "scenario": "Als",
            "vast_fte": "Vast",
            "vast_pct": "Vast van begroot",
            "structureel_fte": "Vast en toegezegd",
            "structureel_pct": "Vast en toegezegd van begroot",
        },
        totaal="",
        definitie="Rekenvoorbeelden en geen voorspellingen.",
    )


def doorrekening(ronde: Ronde) -> Tekst:
    """Flow model with its uncertainty, or why there is none; and why no straight line is drawn."""
    found = _projection(ronde)
    if found is None:
        return Tekst(_GEEN_STREEF)
    days = [dutch.date(day) for day in outlook.observed_days(ronde)]
    line = (
        f"Er staat geen rechte lijn door de jaareinden ({dutch.join_words(days)}): de eerste jaren waren voor "
        "werving, en de groei remt als de begrote formatie vol raakt. Een rechte lijn door zo weinig punten zegt "
        "niets over het vervolg."
    )
    said = projection_sentences(found, draws=outlook.DRAWS)
    return Tekst(*said, line) if ronde.peildatum < outlook.EINDE else Tekst(*said)


def ontwerpen(ronde: Ronde) -> pd.DataFrame:
    """`power.design` for the umcs of a whole round, per schaal; no rows when it cannot be worked out."""
    grids = [
        power.design(parts, umcs=[parts.umcs], groepen=_GROEPEN, per_groep=_PER_GROEP).assign(
            schaal=c.schaal.capitalize()
        )
        for c, parts in _components(ronde)
        if not isinstance(parts, str)
    ]
    return pd.concat(grids, ignore_index=True) if grids else pd.DataFrame()


def _latest(ronde: Ronde) -> list[Contrast]:
    """The contrasts a next measurement builds on: the gelijktijdige when there are, else the look back."""
    found = leading_contrasts(ronde)
    return found[:2]


def _changes(ronde: Ronde, c: Contrast) -> pd.DataFrame:
    scores = all_scores(ronde)
    changes = link.paired_changes(scores, van=c.van, naar=c.naar)
    rows = scores[(scores["meting"] == c.naar[0]) & (scores["situatie"] == c.naar[1])].set_index("deelnemer_id")
    return changes.assign(focusgroep=changes["deelnemer_id"].map(rows["focusgroep"]), verschil=changes[c.schaal])


@once
def _components(ronde: Ronde) -> list[tuple[Contrast, power.Components | str]]:
    return [(c, power.components(_changes(ronde, c))) for c in _latest(ronde)]


def onderscheid(ronde: Ronde) -> Tekst:
    """How large a change the present design, which is national, can see, and where its limit lies."""
    return Tekst(*national(ronde, onderscheidend))


def onderscheidend(ronde: Ronde) -> list[str]:
    """A sentence per scale about the changes that the design of a whole round can see."""
    found = _components(ronde)
    if not found:
        return [no_measurement(ronde)]
    return [_design_sentence(c, parts, moments(c, meting_names(ronde))) for c, parts in found]


def _design_sentence(c: Contrast, parts: power.Components | str, period: str) -> str:
    start = f"{c.schaal.capitalize()}, geschat uit de veranderingen {period}"
    if isinstance(parts, str):
        return f"{start}: niet bepaalbaar, want {parts}."
    groups, each = parts.groepen / parts.umcs, parts.deelnemers / parts.groepen
    now = power.detectable(power.standard_deviation(parts, groepen=groups, per_groep=each), umcs=parts.umcs)
    if now is None:
        return f"{start}: niet bepaalbaar, want er zijn te weinig umc's."
    best = power.detectable(power.standard_deviation(parts, groepen=groups, per_groep=math.inf), umcs=parts.umcs)
    floor = power.detectable(math.sqrt(parts.umc), umcs=parts.umcs)
    text = (
        f"{start}: met {umcs(parts.umcs)}, {dutch.count(parts.groepen, 'groep', 'groepen')} en "
        f"{dutch.count(parts.deelnemers, 'deelnemer', 'deelnemers')} vindt de hoofdanalyse met 80% kans een "
        f"gemiddelde verandering van {dutch.number(now, 1)} punt of meer. Meer deelnemers in dezelfde groepen brengt "
        f"dat hooguit tot {dutch.number(best, 1)} punt"
    )
    if not parts.groepen_apart:
        return text + ". Wat meer groepen opleveren, is niet te zeggen: elke umc heeft één groep."
    if not parts.umc:
        return text + "; meer groepen per umc kent zo'n grens niet: de umc's zelf verschillen niet aantoonbaar."
    return text + f", meer groepen per umc hooguit tot {dutch.number(floor, 1)} punt."


def ontwerp(ronde: Ronde) -> Tabel | Tekst:
    """Smallest change that a next national measurement finds, for choices of groups and participants."""
    frame = national(ronde, ontwerpen)
    if frame.empty or frame["verandering"].isna().all():
        return Tekst(
            "Een ontwerp voor de volgende meting is niet door te rekenen: er zijn te weinig umc's of te weinig "
            "deelnemers."
        )
    wide = frame.pivot(
        index=["groepen", "per_groep", "deelnemers"], columns="schaal", values="verandering"
    ).reset_index()
    scales = [name for name in ("Werkdruk", "Baanzekerheid") if name in wide]
    wide = wide.rename(
        columns={"groepen": "aantal_groepen", "per_groep": "aantal_per_groep", "deelnemers": "aantal_deelnemers"}
    )
    places = int(frame["umcs"].max())
    return Tabel(
        wide,
        f"Kleinste verandering (punten) die de volgende meting met 80% kans aantoont, bij {umcs(places)}.",
        {
            "aantal_groepen": "Groepen per umc",
            "aantal_per_groep": "Deelnemers per groep",
            "aantal_deelnemers": "Deelnemers samen",
            **{name: name for name in scales},
        },
        decimalen=dict.fromkeys(scales, 1),
        totaal="",
        definitie="T-toets op de umc-gemiddelden (5%, tweezijdig). De spreiding tussen umc's, tussen groepen en "
        "tussen deelnemers is geschat uit de gemeten veranderingen met een geneste variantieanalyse. De tabel gaat "
        "uit van dezelfde deelnemers in beide metingen; valt er een deel uit, reken dan met wie overblijft.",
    )
