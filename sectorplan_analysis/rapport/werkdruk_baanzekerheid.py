"""Page 'Werkdruk en baanzekerheid': what participants experience, and what the contracts say."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sectorplan_analysis import figure_data, perceptie
from sectorplan_analysis.dataset import Ronde
from sectorplan_analysis.indicators import AANDELEN_VAST, INDICATOREN
from sectorplan_analysis.measure import measure
from sectorplan_analysis.pages import Figuur, Kernpunten, Tabel, Tekst, dutch, figures
from sectorplan_analysis.perceptie import CONTRASTEN, SCHALEN, Verandering
from sectorplan_analysis.rapport.vorm import (
    RAPPORT,
    indicator_table,
    measured,
    missing_note,
    national,
    own_and_national,
    pct,
    teller_noemer,
    totaalnaam,
    waar,
    wanneer,
    wie,
)
from sectorplan_analysis.reference import TOTAAL

_SITUATIE = {"voor": "vóór het sectorplan", "nu": "nu", "ideaal": "ideaal"}
_UD = ("ud_vast_fte", "ud_vast_personen", "ud_toegezegd_fte", "ud_toegezegd_personen", "ud_tijdelijk_fte",
       "ud_tijdelijk_personen")  # fmt: skip
_KPI14 = ("dataspecialisten_personen", "dataspecialisten_fte", "dataspecialisten_vast_personen",
          "dataspecialisten_vast_fte", "dataspecialisten_vast_pct", "dataspecialisten_toegezegd_personen",
          "dataspecialisten_toegezegd_fte")  # fmt: skip


def kernpunten(ronde: Ronde) -> Kernpunten:
    """The conclusion of the page in a few computed sentences."""
    zinnen = [change_sentence(verandering) for verandering in _changes(ronde, CONTRASTEN[0])]
    if not zinnen:
        zinnen = [_no_measurement(ronde)]
    vast, streef = measured("structureel_pct", ronde), ronde.config.streefwaarden.get("structureel_pct")
    zinnen.append(
        f"{waar(ronde)} is {pct(vast['waarde'])} van de begrote formatie vast of toegezegd vast "
        f"({teller_noemer(vast, decimals=2)} fte) op {wanneer(ronde)}."
    )
    if streef is not None and pd.notna(vast["waarde"]):
        zinnen.append(target_sentence(float(vast["waarde"]), streef.waarde, streef.naam))
    personen = measured("vast_aandeel_medewerkers_pct", ronde)
    if personen["noemer"]:
        zinnen.append(
            f"Van de medewerkers zonder inloop heeft {pct(personen['waarde'])} een vast contract "
            f"({teller_noemer(personen)} personen)."
        )
    return Kernpunten(*zinnen)


def target_sentence(value: float, target: float, name: str) -> str:
    """Whether a share has reached its target."""
    if value > target:
        return f"Dat is boven de streefwaarde ({name})."
    short = dutch.number(target - value, 1)
    return f"De streefwaarde ({name}) is nog niet bereikt: het verschil is {short} procentpunt."


def change_sentence(verandering: Verandering) -> str:
    """Direction, size and certainty of a change, in words that follow from the primary interval only."""
    v = verandering
    scale = f"De ervaren {v.schaal}"
    period = f"van {_SITUATIE[v.van]} naar {_SITUATIE[v.naar]}"
    if not v.deelnemers:
        return f"{scale} {period} is niet bepaalbaar: geen deelnemer heeft beide situaties gescoord."
    size = f"{dutch.number(abs(v.gemiddelde), 1)} punt"
    base = f"({dutch.count(v.deelnemers, 'deelnemer', 'deelnemers')}, {dutch.count(v.umcs, 'umc', 'umcs')}"
    if np.isnan(v.laag):
        direction = _direction(v.gemiddelde, size)
        return f"{scale} is {period} gemiddeld {direction} {base}; te weinig umcs voor een interval)."
    interval = f"95%-interval {dutch.number(v.laag, 1, sign=True)} tot {dutch.number(v.hoog, 1, sign=True)}"
    doubt = "niet aantoonbaar veranderd: " if v.laag <= 0 <= v.hoog else ""
    return f"{scale} is {period} {doubt}gemiddeld {_direction(v.gemiddelde, size)} {base}; {interval})."


def _direction(value: float, size: str) -> str:
    if dutch.round_half_away(value, 1) == 0:
        return "gelijk gebleven"
    return f"{size} {'gestegen' if value > 0 else 'gedaald'}"


def _changes(ronde: Ronde, contrast: tuple[str, str]) -> list[Verandering]:
    scores = _latest(ronde)
    if scores.empty:
        return []
    return [perceptie.change(scores, schaal=schaal, van=contrast[0], naar=contrast[1]) for schaal in reversed(SCHALEN)]


def _latest(ronde: Ronde) -> pd.DataFrame:
    """Scores of the newest measurement held on or before the peildatum."""
    scores = perceptie.scores(ronde)
    return scores[scores["meting"] == scores["meting"].max()]


def _no_measurement(ronde: Ronde) -> str:
    whose = f" van {ronde.naam}" if ronde.umc else ""
    return f"In deze levering staat geen werkdrukmeting{whose} van op of vóór {wanneer(ronde)}."


def _meting(ronde: Ronde) -> str:
    return ronde.config.meting(ronde.metingen()[-1]).naam


def figuur1(ronde: Ronde) -> Figuur | Tekst:
    """Figure 1 of the report, for the newest measurement."""
    scores = _latest(ronde)
    if scores.empty:
        return Tekst(_no_measurement(ronde))
    cells = perceptie.cells(scores, umc=TOTAAL).rename(columns={"waarde": "aantal"})
    return figures.figuur1(cells, wanneer=_meting(ronde), wie=wie(ronde), bron=f"{RAPPORT}, figuur 1")


def verdeling(ronde: Ronde) -> Tabel | Tekst:
    """Distribution of the scores per situation and scale."""
    scores = _latest(ronde)
    if scores.empty:
        return Tekst(_no_measurement(ronde))
    cutoff = ronde.config.grenswaarden["hoge_score"]
    frame = perceptie.distribution(scores, hoge_score=cutoff)
    frame = frame.assign(situatie=frame["situatie"].map(_SITUATIE), schaal=frame["schaal"].str.capitalize())
    frame = frame.rename(columns={"deelnemers": "aantal_deelnemers"})
    frame["spreiding"] = [
        f"{dutch.number(low, 1)} tot {dutch.number(high, 1)}" if pd.notna(low) else ""
        for low, high in zip(frame["p25"], frame["p75"], strict=True)
    ]
    return Tabel(
        frame.sort_values(["schaal", "meting"], kind="stable", ascending=[False, True]),
        f"Verdeling van de scores (0-10), {wie(ronde)}, {_meting(ronde)}.",
        {
            "schaal": "Schaal",
            "situatie": "Situatie",
            "aantal_deelnemers": "Deelnemers",
            "gemiddelde": "Gemiddelde",
            "mediaan": "Mediaan",
            "spreiding": "Middelste helft",
            "aantal_hoog": "Hoge score",
            "aandeel_hoog": "Hoge score",
        },
        totaal="",
        definitie=f"Hoge score: {dutch.number(cutoff, 0)} of meer. Hoger is meer werkdruk, of meer zekerheid.",
        bron="Monitor rust en ruimte",
        leeg="geen scores",
    )


def veranderingen(ronde: Ronde) -> Tabel | Tekst:
    """Within-person change for the two contrasts that make sense, with the primary interval."""
    rows = [verandering for contrast in CONTRASTEN for verandering in _changes(ronde, contrast)]
    if not rows:
        return Tekst(_no_measurement(ronde))
    frame = pd.DataFrame([vars(row) for row in rows])
    frame["vergelijking"] = [
        f"{_SITUATIE[a]} → {_SITUATIE[b]}" for a, b in zip(frame["van"], frame["naar"], strict=True)
    ]
    frame["interval"] = [
        f"{dutch.number(low, 1, sign=True)} tot {dutch.number(high, 1, sign=True)}" if pd.notna(low) else ""
        for low, high in zip(frame["laag"], frame["hoog"], strict=True)
    ]
    frame["schaal"] = frame["schaal"].str.capitalize()
    frame["gemiddelde"] = [dutch.number(value, 1, sign=True) for value in frame["gemiddelde"]]
    counts = {name: f"aantal_{name}" for name in ("deelnemers", "hoger", "gelijk", "lager")}
    return Tabel(
        frame.rename(columns=counts),
        f"Verandering per deelnemer, in punten op 0-10, {wie(ronde)}, {_meting(ronde)}.",
        {
            "schaal": "Schaal",
            "vergelijking": "Vergelijking",
            "gemiddelde": "Gemiddeld verschil",
            "interval": "95%-interval",
            "aantal_deelnemers": "Deelnemers",
            "aantal_hoger": "Hoger",
            "aantal_gelijk": "Gelijk",
            "aantal_lager": "Lager",
        },
        totaal="",
        definitie="Gemiddelde van de umc-gemiddelden; het interval is een t-interval op die gemiddelden. "
        "'Vóór' is achteraf gevraagd en 'ideaal' is een norm, geen moment.",
        leeg=f"geen interval bij minder dan {perceptie.MINIMUM_UMCS} umcs",
    )


def aandelen_vast(ronde: Ronde) -> Tabel:
    """Every reading of 'aandeel vast' under its own name."""
    return indicator_table(
        ronde, AANDELEN_VAST, bijschrift=f"Zes lezingen van 'aandeel vast', {wie(ronde)}, {wanneer(ronde)}."
    )


def realisatie(ronde: Ronde) -> Tabel:
    """Structural realisation per umc beside the target."""
    frame = own_and_national(ronde, measure(INDICATOREN["structureel_pct"], national(ronde)))
    streef = ronde.config.streefwaarden.get("structureel_pct")
    frame = frame.rename(columns={"waarde": "realisatie_pct", "teller": "structureel_fte", "noemer": "begroot_fte"})
    columns = {"umc": "Umc", "structureel_fte": "Structureel", "begroot_fte": "Begroot", "realisatie_pct": "Realisatie"}
    note = "Voor deze peildatum is geen streefwaarde afgesproken."
    if streef is not None:
        frame["streef"] = [_against(value, streef.waarde) for value in frame["realisatie_pct"]]
        columns["streef"] = "Tegenover de streefwaarde"
        note = f"Streefwaarde: {streef.naam} ({streef.bron})."
    return Tabel(
        frame,
        f"Realisatie van de structurele formatie per umc, {wanneer(ronde)}.",
        columns,
        totaal=totaalnaam(ronde),
        definitie=f"(Vast + toegezegd vast) gedeeld door begroot, zonder inloop. {note}",
        bron=f"{RAPPORT}, tabel 2",
        leeg=missing_note(ronde),
    )


def _against(value: float, target: float) -> str:
    if pd.isna(value):
        return ""
    return "erboven" if value > target else f"{dutch.number(target - value, 1)} procentpunt eronder"


def figuur4(ronde: Ronde) -> Figuur:
    """Figure 4 of the report."""
    return figures.figuur4(_functions(figure_data.figuur4(ronde)), wanneer=wanneer(ronde), wie=wie(ronde), bron=RAPPORT)


def figuur5(ronde: Ronde) -> Figuur:
    """Figure 5 of the report."""
    return figures.figuur5(_functions(figure_data.figuur5(ronde)), wanneer=wanneer(ronde), wie=wie(ronde), bron=RAPPORT)


def _functions(rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows[(rows["umc"] == TOTAAL) & (rows["maat"] == "fte")]
    return rows.rename(columns={"waarde": "fte"})[["functiecategorie", "contractstatus", "fte"]]


def ud(ronde: Ronde) -> Tabel:
    """The UD figures of section 5.2.1."""
    return indicator_table(ronde, _UD, bijschrift=f"UD-posities naar contractstatus, {wie(ronde)}, {wanneer(ronde)}.")


def figuur2(ronde: Ronde) -> Figuur:
    """Figure 2 of the report, in both readings of 'dataspecialist'."""
    rows = figure_data.figuur2(ronde)
    rows = rows[(rows["umc"] == TOTAAL) & (rows["maat"] == "fte")].rename(columns={"waarde": "fte"})
    gap = rows["contractstatus"] == "onbekend"
    rows = rows[~gap | (rows["fte"] > 0)]
    return figures.figuur2(
        rows[["jaar", "lezing", "contractstatus", "fte"]],
        wanneer=f"jaareinden tot en met {wanneer(ronde)}",
        wie=wie(ronde),
        bron=f"{RAPPORT}, figuur 2 en figuur 5",
    )


def kpi14(ronde: Ronde) -> Tabel:
    """KPI 14: dataspecialisten, data scientists included."""
    return indicator_table(
        ronde, _KPI14, bijschrift=f"Dataspecialisten volgens KPI 14, {wie(ronde)}, {wanneer(ronde)}."
    )
