"""The link between contracts and what participants experience, said carefully."""

from __future__ import annotations

import pandas as pd

from sectorplan_analysis.dataset import Ronde, once
from sectorplan_analysis.pages import Tabel, Tekst, dutch
from sectorplan_analysis.perceptie import SCHALEN
from sectorplan_analysis.rapport.ervaringen import all_scores, leading_contrasts, meting_names, no_measurement
from sectorplan_analysis.rapport.sentences import link_sentence, moments
from sectorplan_analysis.rapport.vorm import wie
from sectorplan_analysis.statistiek import link
from sectorplan_analysis.statistiek.contrast import Contrast


@once
def _periods(ronde: Ronde) -> list[tuple[Contrast, pd.DataFrame]]:
    """Per series its contrast (of one scale, for its moments) and the changes of its participants."""
    found = {c.reeks: c for c in leading_contrasts(ronde)}
    scores = all_scores(ronde)
    return [(c, link.paired_changes(scores, van=c.van, naar=c.naar)) for c in found.values()]


def groepen(ronde: Ronde) -> Tabel | Tekst:
    """Mean change by what happened to the contract of the participant."""
    rows = []
    for contrast, changes in _periods(ronde):
        for group in link.GROEPEN:
            own = changes[changes["groep"] == group]
            rows.append(
                {
                    "vergelijking": moments(contrast, meting_names(ronde)),
                    "groep": group,
                    "aantal_deelnemers": len(own),
                    "aantal_umcs": own["umc"].nunique(),
                    **{s: dutch.number(own[s].mean(), 1, sign=True, undefined="") for s in SCHALEN},
                }
            )
    if not rows:
        return Tekst(no_measurement(ronde))
    return Tabel(
        pd.DataFrame(rows),
        f"Gemiddelde verandering naar wat er met het contract gebeurde, {wie(ronde)}.",
        {
            "vergelijking": "Vergelijking",
            "groep": "Contract",
            "aantal_deelnemers": "Deelnemers",
            "aantal_umcs": "Umc's",
            "baanzekerheid": "Baanzekerheid",
            "werkdruk": "Werkdruk",
        },
        totaal="",
        definitie="Contract volgens de deelnemer zelf, op beide momenten. Toegezegd vast telt hier niet als vast.",
        leeg="geen deelnemers",
    )


def verschil(ronde: Ronde) -> Tekst:
    """Who became vast against who did not, within umcs; and against everyone else."""
    sentences = []
    for contrast, changes in _periods(ronde):
        names = moments(contrast, meting_names(ronde))
        for schaal in reversed(SCHALEN):
            own = link.within_umcs(changes, schaal=schaal)
            rest = link.within_umcs(changes, schaal=schaal, tegenover=(link.NIET_VAST, link.WAS_VAST))
            said = link_sentence(own, schaal)
            if None not in (own.schatting.conclusie, rest.schatting.conclusie):
                same = own.schatting.conclusie == rest.schatting.conclusie
                verdict = "dezelfde." if same else "anders: dit is niet eenduidig."
                said += f" Met iedereen als vergelijking, ook wie al vast was, is de conclusie {verdict}"
            sentences.append(f"{names[0].upper()}{names[1:]}: {said[0].lower()}{said[1:]}")
    return Tekst(*sentences) if sentences else Tekst(no_measurement(ronde))


def samenhang(ronde: Ronde) -> Tekst:
    """Do both changes move together?"""
    sentences = []
    for contrast, changes in _periods(ronde):
        found, names = link.correlation(changes), moments(contrast, meting_names(ronde))
        start = f"Samenhang tussen verandering in baanzekerheid en in werkdruk, {names}"
        if found.waarde is None:
            sentences.append(f"{start}: niet bepaalbaar ({found.reden}).")
            continue
        base = dutch.count(found.n, "deelnemer", "deelnemers")
        text = f"{start}: rangcorrelatie {dutch.number(found.waarde, 2, sign=True)} ({base})."
        if found.conclusie is None:
            text += f" Geen toets: {found.reden}."
        elif found.conclusie:
            text += " Door toeval binnen umc's is dat niet goed te verklaren."
        else:
            text += " Dat is binnen umc's met toeval te verklaren."
        sentences.append(text)
    return Tekst(*sentences) if sentences else Tekst(no_measurement(ronde))


def voorbehoud(ronde: Ronde) -> Tekst:
    """What this link cannot say."""
    if not _periods(ronde):
        return Tekst(no_measurement(ronde))
    return Tekst(
        "Niemand kreeg een contract door loting. Wie vast werd, kan ook op andere punten verschillen van wie niet "
        "vast werd. De permutatietoets vraagt alleen of toeval binnen umc's het verschil kan maken. Contracten uit "
        "de personeelscijfers zijn niet aan deelnemers te koppelen: de focusgroepen hebben andere pseudoniemen."
    )
