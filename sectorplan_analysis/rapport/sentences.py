"""Rules that turn results into Dutch sentences: verdict, direction, size and certainty, and never a p-value.

Every sentence follows from the numbers alone. What is undefined is said in words.
"""

from __future__ import annotations

from collections.abc import Mapping

from sectorplan_analysis.pages import dutch
from sectorplan_analysis.statistiek.contrast import (
    GEDAALD,
    GEEN_INTERVAL,
    GELIJKTIJDIG,
    GESTEGEN,
    NIET_AANTOONBAAR,
    NIET_BEPAALBAAR,
    NIET_EENDUIDIG,
    NORM,
    Contrast,
)
from sectorplan_analysis.statistiek.estimate import Estimate
from sectorplan_analysis.statistiek.link import Difference
from sectorplan_analysis.statistiek.outlook import Distance, Projection

#: Direction the plan asks for.
GEWENST = {"werkdruk": GEDAALD, "baanzekerheid": GESTEGEN}
GELIJK = "gelijk gebleven"
_SITUATIE = {"voor": "vóór het sectorplan", "nu": "nu", "ideaal": "ideaal"}


def umcs(count: int) -> str:
    """A number of umcs with its noun."""
    return dutch.count(count, "umc", "umc's")


def moments(contrast: Contrast, names: Mapping[int, str]) -> str:
    """From when to when, and in which series; ``names`` gives the name of every measurement."""
    if contrast.reeks == GELIJKTIJDIG:
        return f"van {names[contrast.van[0]]} naar {names[contrast.naar[0]]} (gelijktijdig gemeten)"
    van, naar = _SITUATIE[contrast.van[1]], _SITUATIE[contrast.naar[1]]
    if contrast.reeks == NORM:
        return f"van {van} naar {naar} (norm, {names[contrast.naar[0]]})"
    return f"van {van} naar {naar} (terugblik, {names[contrast.naar[0]]})"


def contrast_sentence(contrast: Contrast, names: Mapping[int, str]) -> str:
    """Verdict, direction, size and certainty of one contrast."""
    v, verdict = contrast.verandering, contrast.oordeel
    scale, period = f"ervaren {contrast.schaal}", moments(contrast, names)
    if verdict == NIET_BEPAALBAAR:
        return f"Of de {scale} {period} is veranderd, is niet bepaalbaar: geen deelnemer heeft beide scores."
    size = direction(v.gemiddelde)
    base = f"{dutch.count(v.deelnemers, 'deelnemer', 'deelnemers')}, {umcs(v.umcs)}"
    if verdict == GEEN_INTERVAL:
        uncertain = f"Zekerheid is niet te geven: {contrast.primair.reden}."
        return f"De {scale} is {period} bij deze deelnemers gemiddeld {size} ({base}). {uncertain}"
    numbers = f"({base}; 95%-interval {interval(contrast.primair)})"
    if verdict == NIET_EENDUIDIG:
        own = "een verandering" if contrast.primair.conclusie else "geen verandering"
        return (
            f"Of de {scale} {period} is veranderd, is niet eenduidig: de hoofdanalyse toont {own}, maar een andere "
            f"uitkomst geeft: {dutch.join_words(contrast.afwijkend)}. Gemiddeld {size} {numbers}."
        )
    if verdict == NIET_AANTOONBAAR:
        return f"De {scale} is {period} niet aantoonbaar veranderd: gemiddeld {size} {numbers}."
    if size == GELIJK:
        size = f"minder dan 0,1 punt {verdict}"
    wish = "de gewenste richting" if verdict == GEWENST[contrast.schaal] else "niet de gewenste richting"
    return f"De {scale} is {period} gemiddeld {size} {numbers}. Dat is {wish}."


def norm_sentence(contrast: Contrast) -> str:
    """Distance from now to what participants call ideal."""
    v = contrast.verandering
    if contrast.oordeel == NIET_BEPAALBAAR:
        return f"Hoe ver de ervaren {contrast.schaal} van ideaal af ligt, is niet bepaalbaar."
    base = dutch.count(v.deelnemers, "deelnemer", "deelnemers")
    if dutch.round_half_away(v.gemiddelde, 1) == 0:
        return f"De ervaren {contrast.schaal} ligt gemiddeld op wat deelnemers ideaal noemen ({base})."
    side = "boven" if v.gemiddelde < 0 else "onder"
    return (
        f"De ervaren {contrast.schaal} ligt nu gemiddeld {dutch.number(abs(v.gemiddelde), 1)} punt {side} wat "
        f"deelnemers ideaal noemen ({base}). Ideaal is een norm, geen moment."
    )


def direction(value: float | None) -> str:
    """'1,2 punt gestegen', or 'gelijk gebleven' when the size rounds to nothing."""
    if value is None:
        return dutch.ONBEPAALD
    if dutch.round_half_away(value, 1) == 0:
        return GELIJK
    return f"{dutch.number(abs(value), 1)} punt {'gestegen' if value > 0 else 'gedaald'}"


def interval(estimate: Estimate) -> str:
    """Limits of an interval with their signs; '' when there is none."""
    if estimate.laag is None:
        return ""
    return f"{dutch.number(estimate.laag, 1, sign=True)} tot {dutch.number(estimate.hoog, 1, sign=True)}"


def p_value(p: float | None) -> str:
    """A p-value for a table; '' when there is none."""
    if p is None:
        return ""
    return "kleiner dan 0,001" if p < 0.001 else dutch.number(p, 3)


def target_sentence(value: float, target: float, name: str) -> str:
    """Whether a share has reached its target."""
    if value > target:
        return f"Dat is boven de streefwaarde ({name})."
    short = dutch.number(target - value, 1)
    return f"De streefwaarde ({name}) is nog niet bereikt: het verschil is {short} procentpunt."


def decomposition_sentence(parts: Mapping[str, float], since: str) -> str:
    """Why the fte vast changed: the whole, and the largest part on either side."""
    change = parts["eind"] - parts["begin"]
    words = {
        "instroom": "instroom",
        "uitstroom": "uitstroom",
        "omgezet": "omzetting van tijdelijk naar vast",
        "terug": "overgang van vast naar tijdelijk",
        "omvang": "andere omvang van vaste posities",
    }
    moved = {name: parts[name] for name in words if dutch.round_half_away(parts[name], 2) != 0}
    start = (
        f"De vaste formatie ging sinds {since} van {dutch.number(parts['begin'], 2)} naar {dutch.fte(parts['eind'])}"
    )
    if not moved:
        return f"{start}: niets veranderde."
    listed = dutch.join_words(
        f"{words[name]} {dutch.number(value, 2, sign=True)}"
        for name, value in sorted(moved.items(), key=lambda x: -abs(x[1]))
    )
    return f"{start} ({dutch.number(change, 2, sign=True)}): {listed}."


def kitagawa_sentence(parts: Mapping[str, float], *, by: str) -> str:
    """How much of the change of a share is change within groups, and how much another mix."""
    change = 100 * (parts["eind"] - parts["begin"])
    inside, mix = (100 * parts[name] for name in ("binnen", "samenstelling"))
    return (
        f"Het aandeel vast (fte) ging van {dutch.percent(parts['begin'], 1)} naar {dutch.percent(parts['eind'], 1)} "
        f"({dutch.number(change, 1, sign=True)} procentpunt). Binnen {by} veranderde "
        f"{dutch.number(inside, 1, sign=True)} procentpunt; een andere verdeling over {by} gaf "
        f"{dutch.number(mix, 1, sign=True)} procentpunt."
    )


def link_sentence(difference: Difference, schaal: str) -> str:
    """Change of who became vast against who did not, within umcs."""
    e = difference.schatting
    groups = (
        f"vast geworden: {dutch.count(difference.werd_vast, 'deelnemer', 'deelnemers')}, niet: "
        f"{dutch.number(difference.anderen)}"
    )
    if e.waarde is None:
        return f"Of de ervaren {schaal} anders veranderde bij wie vast werd, is niet bepaalbaar: {e.reden} ({groups})."
    where = f"{groups}; vergeleken binnen {umcs(difference.umcs)}"
    size = dutch.number(abs(e.waarde), 1)
    word = "hoger" if e.waarde > 0 else "lager"
    if e.conclusie:
        return (
            f"Bij wie vast werd, kwam de verandering in ervaren {schaal} gemiddeld {size} punt {word} uit dan bij "
            f"wie niet vast werd ({where}). Toeval binnen umc's verklaart dit verschil niet goed. Een oorzaak is "
            "hiermee niet aangetoond."
        )
    return (
        f"Bij wie vast werd, kwam de verandering in ervaren {schaal} gemiddeld {size} punt {word} uit dan bij wie "
        f"niet vast werd ({where}). Toeval binnen umc's kan dit verschil verklaren."
    )


def distance_sentence(found: Distance, name: str) -> str:
    """Distance to the target in fte, with and without promises."""
    if found.begroot <= 0:
        return "De afstand tot de streefwaarde is niet bepaalbaar: er is geen begrote formatie."
    goal = f"De streefwaarde ({name}) komt neer op {dutch.fte(found.doel)}."
    state = f"er ontbreekt nog {dutch.fte(found.tekort)}" if found.tekort else "die grens is gehaald"
    rest = f"Vast en toegezegd vast samen zijn {dutch.fte(found.structureel)}: {state}."
    if found.tekort_vast:
        return f"{goal} {rest} Tellen toezeggingen niet mee, dan ontbreekt {dutch.fte(found.tekort_vast)}."
    return f"{goal} {rest} Ook zonder toezeggingen is de grens gehaald."


def projection_sentences(found: Projection | str, *, draws: int) -> tuple[str, ...]:
    """Outcome of the flow model with its uncertainty, or why there is none."""
    if isinstance(found, str):
        return (f"Er is geen doorrekening naar het eind van het plan: {found}.",)
    days = dutch.join_words(dutch.date(day) for day in found.peildata)
    first = (
        f"In het stroommodel is aan het eind van het plan {dutch.percent(found.aandeel)} van de begrote formatie "
        f"vast of toegezegd vast, als iedereen blijft bewegen zoals tussen {days}, en er niet meer wordt aangenomen "
        "dan begroot."
    )
    if found.laag is None:
        return first, "Een onzekerheidsmarge is niet te geven: er zijn te weinig umc's."
    return first, (
        "Onzekerheid (indicatief, superpopulatie): als de umc's opnieuw worden geloot, ligt de uitkomst in 95% van "
        f"{dutch.number(draws)} herhalingen tussen {dutch.percent(found.laag)} en {dutch.percent(found.hoog)}; in "
        f"{dutch.percent(found.boven)} van de herhalingen boven de streefwaarde. Andere keuzes van umc's, van de "
        "arbeidsmarkt of van het beleid zitten hier niet in."
    )
