"""How the scores of participants changed: the primary analysis, its sensitivity, for whom, and the panel."""

from __future__ import annotations

import pandas as pd

from sectorplan_analysis.dataset import Ronde
from sectorplan_analysis.pages import Figuur, Kernpunten, Tabel, Tekst, dutch, figures
from sectorplan_analysis.pages.kleuren import CONTRACTSTATUS, Kleur
from sectorplan_analysis.rapport.ervaringen import (
    MONITOR,
    all_scores,
    leading_contrasts,
    meting_names,
    no_measurement,
    norm_contrasts,
    pair_of_metingen,
)
from sectorplan_analysis.rapport.sentences import direction, interval, moments, norm_sentence
from sectorplan_analysis.rapport.vorm import Samen, wie
from sectorplan_analysis.statistiek import contrast
from sectorplan_analysis.statistiek.contrast import Contrast
from sectorplan_analysis.statistiek.estimate import ALPHA, Estimate
from sectorplan_analysis.statistiek.panel import Recall, composition, recall_check
from sectorplan_analysis.statistiek.samples import MINIMUM_UMCS, sign_test, wilson


def hoofdanalyse(ronde: Ronde) -> Tabel | Tekst:
    """Primary analysis of every contrast: the declared family, and the distance to the norm."""
    found = [*leading_contrasts(ronde), *norm_contrasts(ronde)]
    if not found:
        return Tekst(no_measurement(ronde))
    rows = [
        {
            "schaal": c.schaal.capitalize(),
            "vergelijking": moments(c, meting_names(ronde)),
            "gemiddelde": dutch.number(c.verandering.gemiddelde, 1, sign=True),
            "interval": interval(c.primair),
            "aantal_deelnemers": c.verandering.deelnemers,
            "aantal_umcs": c.verandering.umcs,
            "oordeel": c.oordeel if c.reeks != contrast.NORM else "beschrijving",
        }
        for c in found
    ]
    return Tabel(
        pd.DataFrame(rows),
        f"Hoofdanalyse: verandering per deelnemer, in punten op 0-10, {wie(ronde)}.",
        {
            "schaal": "Schaal",
            "vergelijking": "Vergelijking",
            "gemiddelde": "Gemiddeld verschil",
            "interval": "95%-interval",
            "aantal_deelnemers": "Deelnemers",
            "aantal_umcs": "Umc's",
            "oordeel": "Oordeel",
        },
        totaal="",
        definitie="Gemiddelde van de umc-gemiddelden; het interval is een t-interval op die gemiddelden. 'Vóór' is "
        "achteraf gevraagd (terugblik) en 'ideaal' is een norm, geen moment.",
        bron=MONITOR,
        leeg=f"geen interval bij minder dan {MINIMUM_UMCS} umc's, of als elke umc evenveel verandert",
    )


def gevoeligheid(ronde: Ronde) -> Samen | Tekst:
    """Sensitivity analyses beside the primary one, a table per contrast: do they conclude the same?"""
    found = leading_contrasts(ronde)
    if not found:
        return Tekst(no_measurement(ronde))
    tables = tuple(_analyses(c, ronde) for c in found if c.gevoeligheid)
    if not tables:
        return Tekst(
            "Er zijn geen gevoeligheidsanalyses: de hoofdanalyse geeft hier geen interval, dus er is niets om mee "
            "te vergelijken."
        )
    return Samen(tables)


def _analyses(c: Contrast, ronde: Ronde) -> Tabel:
    return Tabel(
        pd.DataFrame([_analysis(c, e) for e in (c.primair, *c.gevoeligheid)]),
        f"{c.schaal.capitalize()} {moments(c, meting_names(ronde))}: hoofd- en gevoeligheidsanalyses, {wie(ronde)}.",
        {
            "rol": "Rol",
            "methode": "Methode",
            "waarde": "Uitkomst",
            "interval": "95%-interval",
            "conclusie": "Wijst op",
        },
        totaal="hoofdanalyse",
        definitie="De uitkomst is in punten, behalve bij Wilcoxon (rangcorrelatie van min een tot een: boven nul steeg "
        "vaker) en het ordinale model (logaritme van een kansverhouding). Methoden op deelnemers letten niet op "
        "umc's en zijn daarom te stellig.",
        bron=MONITOR,
        leeg="deze methode geeft het niet",
    )


def _analysis(c: Contrast, estimate: Estimate) -> dict[str, str]:
    says = {1: "stijging", -1: "daling", 0: "geen aantoonbare verandering"}
    said = estimate.conclusie
    return {
        "rol": "hoofdanalyse" if estimate is c.primair else "gevoeligheid",
        "methode": estimate.methode + (f" ({estimate.reden})" if estimate.reden and said is not None else ""),
        "waarde": dutch.number(estimate.waarde, 2, sign=True),
        "interval": "" if estimate.laag is None else _limits(estimate),
        "conclusie": f"geen uitspraak: {estimate.reden}" if said is None else says[said],
    }


def _limits(estimate: Estimate) -> str:
    return f"{dutch.number(estimate.laag, 2, sign=True)} tot {dutch.number(estimate.hoog, 2, sign=True)}"


_BETER = {
    "beter": Kleur("verbeterd", CONTRACTSTATUS["vast"].light, CONTRACTSTATUS["vast"].dark, strong=True),
    "gelijk": Kleur("gelijk", CONTRACTSTATUS["inloop"].light, CONTRACTSTATUS["inloop"].dark, strong=False, hatch="---"),
    "slechter": Kleur("verslechterd", CONTRACTSTATUS["tijdelijk"].light, CONTRACTSTATUS["tijdelijk"].dark, strong=True),
}


def better_same_worse(c: Contrast) -> dict[str, int]:
    """Participants for whom it got better, stayed the same, got worse: less workload, more security."""
    up, down = c.verandering.hoger, c.verandering.lager
    better, worse = (up, down) if c.schaal == "baanzekerheid" else (down, up)
    return {"beter": better, "gelijk": c.verandering.gelijk, "slechter": worse}


def verbeterd(ronde: Ronde) -> Figuur | Tekst:
    """For how many it got better, stayed the same or got worse."""
    found = leading_contrasts(ronde)
    if not any(c.verandering.deelnemers for c in found):
        return Tekst(
            "Voor hoeveel deelnemers het beter of slechter werd, is niet bepaalbaar: niemand heeft beide scores."
        )
    rows = [
        {"vergelijking": f"{c.schaal.capitalize()}, {c.reeks}", "deel": part, "aantal": count}
        for c in found
        for part, count in better_same_worse(c).items()
    ]
    return figures.gestapelde_staven(
        pd.DataFrame(rows),
        rij="vergelijking",
        rijkop="Vergelijking",
        deel="deel",
        palette=_BETER,
        waarde="aantal",
        eenheid="antwoorden",
        decimalen=0,
        aandeel=True,
        bijschrift=f"Voor hoeveel deelnemers het beter werd, gelijk bleef of slechter werd, {wie(ronde)}. Beter is "
        "minder werkdruk of meer zekerheid.",
        bron=MONITOR,
    )


def voor_wie(ronde: Ronde) -> Tekst:
    """Improved, same, worse in words, with a Wilson interval and whether rises and falls balance."""
    found = [c for c in leading_contrasts(ronde) if c.verandering.deelnemers]
    return Tekst(*[_for_whom(c) for c in found]) if found else Tekst(no_measurement(ronde))


def _for_whom(c: Contrast) -> str:
    counts, total = better_same_worse(c), c.verandering.deelnemers
    share = dutch.percent(counts["beter"] / total)
    tested = c.primair.p is not None
    if tested and (limits := wilson(counts["beter"], total)):
        share += f"; Wilson-interval {dutch.percent(limits[0])} tot {dutch.percent(limits[1])}, indicatief"
    text = (
        f"{c.schaal.capitalize()} ({c.reeks}): bij {dutch.number(counts['beter'])} van "
        f"{dutch.count(total, 'deelnemer', 'deelnemers')} werd het beter ({share}), bij "
        f"{dutch.number(counts['gelijk'])} bleef het gelijk, bij {dutch.number(counts['slechter'])} werd het "
        "slechter."
    )
    p = sign_test(counts["beter"], counts["slechter"])
    if not tested or p is None:
        return text
    lean = "beter" if counts["beter"] > counts["slechter"] else "slechter"
    shown = f"Het werd vaker {lean} dan bij kop of munt te verwachten is"
    verdict = shown if p < ALPHA else "Bij kop of munt kan dat ook gebeuren"
    return f"{text} {verdict} (tekentoets op deelnemers; let niet op umc's)."


def ideaal(ronde: Ronde) -> Kernpunten | Tekst:
    """How far 'nu' is from 'ideaal'."""
    found = norm_contrasts(ronde)
    return Kernpunten(*[norm_sentence(c) for c in found]) if found else Tekst(no_measurement(ronde))


_ONE = "Er is pas één meting. Gelijktijdige verandering, uitval en aanvulling zijn pas te bepalen na een tweede meting."


def panel(ronde: Ronde) -> Tabel | Tekst:
    """Who stayed, left and joined between the first and the newest measurement."""
    pair = pair_of_metingen(ronde)
    if pair is None:
        return Tekst(_ONE if ronde.metingen() else no_measurement(ronde))
    first, last = (meting_names(ronde)[year] for year in pair)
    frame = composition(all_scores(ronde), eerste=pair[0], laatste=pair[1])
    words = {
        "gebleven": "panel: deed beide keren mee",
        "uitgevallen": f"alleen {first}",
        "nieuw": f"aanvulling: alleen {last}",
        "alle": "alle deelnemers",
    }
    frame = frame.assign(schaal=frame["schaal"].str.capitalize(), groep=frame["groep"].map(words))
    return Tabel(
        frame,
        f"Gemiddelde score 'nu' van panel, uitvallers en aanvulling, {wie(ronde)}.",
        {
            "schaal": "Schaal",
            "groep": "Groep",
            "aantal_eerste": f"Deelnemers {first}",
            "gemiddelde_eerste": f"Score {first}",
            "aantal_laatste": f"Deelnemers {last}",
            "gemiddelde_laatste": f"Score {last}",
        },
        totaal="",
        definitie="Alleen het panel laat zien hoe dezelfde mensen veranderden (hoofdanalyse). Verschilt het panel "
        "van uitvallers of aanvulling, dan veranderde ook de samenstelling.",
        bron=MONITOR,
        leeg="deed niet mee",
    )


def terugblik(ronde: Ronde) -> Tekst:
    """Whether 'voor' is remembered the same way in the newest measurement as in the first."""
    pair = pair_of_metingen(ronde)
    if pair is None:
        return Tekst("Of 'vóór' anders wordt herinnerd, is pas te bepalen als een tweede meting er weer naar vraagt.")
    names = meting_names(ronde)
    found = recall_check(all_scores(ronde), eerste=pair[0], laatste=pair[1])
    if not found:
        return Tekst(f"In de meting van {names[pair[1]]} is 'vóór' niet opnieuw gevraagd aan dezelfde deelnemers.")
    return Tekst(*[_recall(check, names[pair[1]]) for check in found])


def _recall(check: Recall, later: str) -> str:
    shift = check.verschuiving
    limits = f"; 95%-interval {interval(shift)}" if shift.laag is not None else ""
    together = (
        ""
        if check.samenhang is None
        else f" De rangcorrelatie van beide antwoorden is {dutch.number(check.samenhang, 2)}."
    )
    return (
        f"Controle op herinnering, {check.schaal}: de score die dezelfde "
        f"{dutch.count(check.deelnemers, 'deelnemer', 'deelnemers')} aan 'vóór' geven, is in {later} "
        f"{direction(shift.waarde)}{limits}. 'Vóór' is één moment, dus een verschil is herinnering en geen "
        f"verandering.{together}"
    )
