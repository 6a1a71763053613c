"""What participants of the focus groups experience: the measurements, figure 1 and the distribution of scores."""

from __future__ import annotations

import pandas as pd

from sectorplan_analysis import perceptie
from sectorplan_analysis.dataset import Ronde, once
from sectorplan_analysis.pages import Figuur, Tabel, Tekst, dutch, figures
from sectorplan_analysis.rapport.sentences import umcs
from sectorplan_analysis.rapport.vorm import RAPPORT, Samen, wanneer, wie
from sectorplan_analysis.reference import TOTAAL
from sectorplan_analysis.statistiek import contrast
from sectorplan_analysis.statistiek.contrast import Contrast

_SITUATIE = {"voor": "vóór het sectorplan", "nu": "nu", "ideaal": "ideaal"}
_REEKS = {"voor": "terugblik", "nu": "gelijktijdig", "ideaal": "norm"}
MONITOR = "Monitor rust en ruimte"


@once
def leading_contrasts(ronde: Ronde) -> list[Contrast]:
    """The declared contrasts of this round; see `contrast.leading`."""
    return contrast.leading(all_scores(ronde))


@once
def norm_contrasts(ronde: Ronde) -> list[Contrast]:
    """Distance to 'ideaal' in the newest measurement."""
    return contrast.to_norm(all_scores(ronde))


@once
def all_scores(ronde: Ronde) -> pd.DataFrame:
    """Scores of every measurement up to the peildatum; see `perceptie.scores`."""
    return perceptie.scores(ronde)


def meting_names(ronde: Ronde) -> dict[int, str]:
    """Name of every measurement up to the peildatum."""
    return {year: ronde.config.meting(year).naam for year in ronde.metingen()}


def no_measurement(ronde: Ronde) -> str:
    """That there are no scores."""
    whose = f" van {ronde.naam}" if ronde.umc else ""
    return f"In deze levering staat geen werkdrukmeting{whose} van op of vóór {wanneer(ronde)}."


def metingen(ronde: Ronde) -> Tekst:
    """Which measurements there are, on which scale, and which scores are missing."""
    scores = all_scores(ronde)
    if scores.empty:
        return Tekst(no_measurement(ronde))
    sentences = []
    for year, name in meting_names(ronde).items():
        own = scores[scores["meting"] == year]
        scales = dutch.join_words(
            f"{dutch.number(low)} tot {dutch.number(high)}"
            for low, high in own[["schaal_min", "schaal_max"]].drop_duplicates().itertuples(index=False)
        )
        people, places = own["deelnemer_id"].nunique(), own["umc"].nunique()
        sentences.append(
            f"In de meting van {name} gaven {dutch.count(people, 'deelnemer', 'deelnemers')} van {umcs(places)} "
            f"scores op een schaal van {scales}. {_missing(own)}"
        )
    return Tekst(*sentences)


def _missing(scores: pd.DataFrame) -> str:
    found = perceptie.missing_situations(scores)
    found = found[found["aantal_zonder_score"] > 0]
    if found.empty:
        return "Niemand sloeg een situatie over."
    parts = [
        f"{row['schaal']} {_SITUATIE[row['situatie']]} {dutch.number(row['aantal_zonder_score'])}"
        for row in found.to_dict("records")
    ]
    return f"Zonder score: {dutch.join_words(parts)}."


def figuur1(ronde: Ronde) -> Samen | Tekst:
    """Figure 1 of the report, one per measurement."""
    scores = all_scores(ronde)
    drawn = [_figuur1(ronde, scores[scores["meting"] == year], name) for year, name in meting_names(ronde).items()]
    return Samen(tuple(drawn)) if drawn else Tekst(no_measurement(ronde))


def _figuur1(ronde: Ronde, scores: pd.DataFrame, name: str) -> Figuur:
    cells = perceptie.cells(scores, umc=TOTAAL).rename(columns={"waarde": "aantal"})
    return figures.figuur1(cells, wanneer=name, wie=wie(ronde), bron=f"{RAPPORT}, figuur 1")


def verdeling(ronde: Ronde) -> Tabel | Tekst:
    """Distribution of the scores per measurement, situation and scale."""
    scores = all_scores(ronde)
    if scores.empty:
        return Tekst(no_measurement(ronde))
    cutoff = ronde.config.grenswaarden["hoge_score"]
    frame = perceptie.distribution(scores, hoge_score=cutoff)
    frame = frame.assign(
        reeks=frame["situatie"].map(_REEKS),
        situatie=frame["situatie"].map(_SITUATIE),
        schaal=frame["schaal"].str.capitalize(),
        meting=frame["meting"].map(meting_names(ronde)),
        orde=frame["meting"],
        aantal_deelnemers=frame["deelnemers"],
        spreiding=[_range(low, high) for low, high in zip(frame["p25"], frame["p75"], strict=True)],
    )
    return Tabel(
        frame.sort_values(["schaal", "orde"], kind="stable", ascending=[False, True]),
        f"Verdeling van de scores (0-10), {wie(ronde)}, {dutch.join_words(meting_names(ronde).values())}.",
        {
            "schaal": "Schaal",
            **({"meting": "Meting"} if len(ronde.metingen()) > 1 else {}),
            "situatie": "Situatie",
            "reeks": "Reeks",
            "aantal_deelnemers": "Deelnemers",
            "gemiddelde": "Gemiddelde",
            "mediaan": "Mediaan",
            "spreiding": "Middelste helft",
            "aantal_hoog": "Hoge score",
            "aandeel_hoog": "Hoge score",
        },
        totaal="",
        definitie=f"Hoge score: {dutch.number(cutoff, 0)} of meer. Hoger is meer werkdruk, of meer zekerheid. "
        "Terugblik: achteraf gevraagd. Gelijktijdig: gevraagd over het moment van de meting. Norm: geen moment.",
        bron=MONITOR,
        leeg="geen scores",
    )


def _range(low: float, high: float) -> str:
    return f"{dutch.number(low, 1)} tot {dutch.number(high, 1)}" if pd.notna(low) else ""


def pair_of_metingen(ronde: Ronde) -> tuple[int, int] | None:
    years = ronde.metingen()
    return (years[0], years[-1]) if len(years) > 1 else None


def reeksen(ronde: Ronde) -> Tekst:
    """Which series lead the page, and what each may be used for."""
    pair = pair_of_metingen(ronde)
    back = (
        "Terugblik: deelnemers vertelden achteraf hoe het vóór het sectorplan was. Dat kleurt de vergelijking; zij "
        "telt als aanwijzing."
    )
    if pair is None:
        return Tekst(back + " Gelijktijdige vergelijkingen volgen zodra er twee metingen zijn.")
    names = dutch.join_words(meting_names(ronde)[year] for year in pair)
    return Tekst(
        f"Gelijktijdig: de scores 'nu' van {names}, gevraagd op het moment zelf, bij dezelfde deelnemers. Deze "
        "reeks telt het zwaarst.",
        back,
    )
