"""The quantitative goals of the plan, 2028 against 2023: the numbers of every reading, with the verdict on each.

On a peildatum before the end of the plan the same readings give an interim state. The rules of the verdicts are in
`sectorplan_analysis.oordelen`. Sources: Tussentijdse evaluatie 2026, 3.1.1 and 3.1.3 (werkdruk), 3.1.2 (continuïteit),
4.2.3 (KPI 14), 5.1 (money), 5.2 (target), 5.3 (diversiteit).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd

from sectorplan_analysis import oordelen, perceptie
from sectorplan_analysis.dataset import Ronde
from sectorplan_analysis.indicators import (
    DATASPECIALIST_LEZINGEN,
    INDICATOREN,
    REGULIER,
    VROUW,
    Indicator,
    fte,
    medewerkers,
)
from sectorplan_analysis.lezing import Lezing, table
from sectorplan_analysis.measure import measure
from sectorplan_analysis.oordelen import Oordeel
from sectorplan_analysis.reference import WETENSCHAPPELIJK
from sectorplan_analysis.statistiek import contrast
from sectorplan_analysis.statistiek.contrast import Contrast
from sectorplan_analysis.statistiek.outlook import EINDE

#: The year-end the plan compares with.
BEGIN = dt.date(2023, 12, 31)
#: Year-ends on which the structural formation is to be well above its target (5.2).
FASE_2 = tuple(dt.date(year, 12, 31) for year in (2026, 2027, 2028))

CONTINUITEIT = "Continuïteit personeel"
WERKDRUK = "Werkdruk"
DIVERSITEIT = "Diversiteit"
DATASPECIALISTEN = "Dataspecialisten (KPI 14)"
GELD = "Besteding van het geld"
OVERIG = "Niet in de leveringen"

_FORMATIE = ("kengetallen.html", "tabellen/indicatoren.csv", "tabellen/reeks.csv")
_ERVARING = ("werkdruk_baanzekerheid.html", "tabellen/perceptie.csv")


def lezingen(ronde: Ronde) -> list[Lezing]:
    """Every reading of every quantitative goal, in the order of the plan."""
    return [
        *_continuiteit(ronde),
        *_werkdruk(ronde),
        *_diversiteit(ronde),
        *_dataspecialisten(ronde),
        *_geld(ronde),
        *_not_delivered(ronde),
    ]


def eindevaluatie(ronde: Ronde) -> pd.DataFrame:
    """All readings for ``tabellen/eindevaluatie.csv``; see `lezing.table`."""
    return table(lezingen(ronde))


def _final(ronde: Ronde) -> bool:
    return ronde.peildatum >= EINDE


def _reading(indicator: Indicator, ronde: Ronde, *, kpi: str, eis: str, **said: Any) -> Lezing:
    """A reading of an indicator on `BEGIN` and on the peildatum (or an earlier day ``op``), without a verdict yet."""
    op = said.pop("op", ronde.peildatum)
    numbers: dict[str, Any] = {f"{name}_tot": value for name, value in _number(indicator, ronde, op).items()}
    if op > BEGIN:
        numbers |= {f"{name}_van": value for name, value in _number(indicator, ronde, BEGIN).items()}
    return replace(
        Lezing(
            kpi=kpi,
            eis=eis,
            naam=indicator.naam,
            titel=indicator.titel,
            van=BEGIN.isoformat(),
            tot=op.isoformat(),
            eenheid=indicator.eenheid,
            bewijs=_FORMATIE,
            **numbers,
        ),
        **said,
    )


def _number(indicator: Indicator, ronde: Ronde, day: dt.date) -> dict[str, float | None]:
    if day > ronde.peildatum:
        return {}
    row = measure(indicator, ronde.op(day)).iloc[-1]
    parts = ("waarde", "teller", "noemer") if indicator.noemer else ("waarde",)
    return {name: float(row[name]) if pd.notna(row[name]) else None for name in parts}


def _continuiteit(ronde: Ronde) -> list[Lezing]:
    minimum, found = ronde.config.grenswaarden.get("substantieel_procentpunt"), []
    for name in ("structureel_aandeel_fte_pct", "vast_aandeel_fte_pct"):
        row = _reading(INDICATOREN[name], ronde, kpi=CONTINUITEIT, eis="aandeel vaste posities stijgt substantieel")
        said = oordelen.rise(row.waarde_van, row.waarde_tot, minimum=minimum, final=_final(ronde))
        found.append(replace(row, oordeel=said))
    target, indicator = ronde.config.streefwaarden.get("structureel_pct"), INDICATOREN["structureel_pct"]
    for day in FASE_2:
        row = _reading(
            indicator,
            ronde,
            kpi=CONTINUITEIT,
            eis=f"ruim boven de streefwaarde eind {day.year}",
            naam=f"{indicator.naam}_{day.year}",
            titel=f"{indicator.titel} eind {day.year}",
            op=day,
        )
        # held against the target of that day, not against 2023
        row = replace(row, van="", waarde_van=None, teller_van=None, noemer_van=None)
        said = oordelen.above(
            row.waarde_tot, streefwaarde=target.waarde if target else None, dag=day, peildatum=ronde.peildatum
        )
        found.append(replace(row, oordeel=said))
    return found


def _werkdruk(ronde: Ronde) -> list[Lezing]:
    """The goal as it is worded, which nothing can show, and beside it both series that come near, each apart."""
    scores = perceptie.scores(ronde)
    leading = {c.reeks: c for c in contrast.leading(scores) if c.schaal == "werkdruk"}
    worded = Lezing(
        WERKDRUK,
        "lager dan in 2023",
        "werkdruk",
        "Tegenover 2023",
        BEGIN.isoformat(),
        ronde.peildatum.isoformat(),
        "punt",
        _ERVARING,
        oordeel=oordelen.unknown("in 2023 is de werkdruk niet gemeten"),
    )
    missing = {
        contrast.GELIJKTIJDIG: "daarvoor zijn twee metingen nodig",
        contrast.TERUGBLIK: "er is geen meting met de vraag naar vroeger",
    }
    found = [worded]
    for reeks, reason in missing.items():
        c = leading.get(reeks)
        missed = "in deze levering staat geen meting" if scores.empty else reason
        said = oordelen.lower(c, missing=missed, final=_final(ronde))
        row = replace(worded, eis=f"lager, {reeks}", naam=f"werkdruk_{reeks}", oordeel=said, telt=False)
        van, tot = (" ".join(map(str, c.van)), " ".join(map(str, c.naar))) if c else ("", "")
        then, now = _levels(scores, c) if c else (None, None)
        found.append(replace(row, titel=_series_title(reeks, c), van=van, tot=tot, waarde_van=then, waarde_tot=now))
    return found


def _series_title(reeks: str, c: Contrast | None) -> str:
    if reeks == contrast.TERUGBLIK:
        return "Terugblik op de tijd vóór het sectorplan" + (f", in {c.naar[0]}" if c else "")
    return "Gelijktijdig gemeten" + (f" in {c.van[0]} en {c.naar[0]}" if c else "")


def _levels(scores: pd.DataFrame, c: Contrast) -> tuple[float, float] | tuple[None, None]:
    """Mean of the umc means at both moments, among those with both scores: their difference is the change."""
    then, now = (
        scores[(scores["meting"] == meting) & (scores["situatie"] == situatie)].set_index("deelnemer_id")
        for meting, situatie in (c.van, c.naar)
    )
    both = pd.DataFrame({"umc": now["umc"], "van": then[c.schaal], "tot": now[c.schaal]}).dropna()
    if both.empty:
        return None, None
    means = both.groupby("umc")[["van", "tot"]].mean().mean()
    return float(means["van"]), float(means["tot"])


def _diversiteit(ronde: Ronde) -> list[Lezing]:
    where = "aandeel vrouwen stijgt waar nodig"
    said: dict[str, Any] = {"kpi": DIVERSITEIT, "bewijs": ("diversiteit.html", "tabellen/indicatoren.csv")}
    whole = _reading(INDICATOREN["vrouwen_pct"], ronde, eis=where, **said)
    per_category = []
    for category in WETENSCHAPPELIJK:
        selection = {**REGULIER, "functiecategorie": category}
        share = Indicator(
            f"vrouwen_{category}_pct", f"Aandeel vrouwen, {category}", "", "5.3", "%", medewerkers(selection, VROUW),
            medewerkers(selection),
        )  # fmt: skip
        per_category.append((category, _reading(share, ronde, eis="per functiecategorie", **said)))
    shares = {category: (row.waarde_van, row.waarde_tot) for category, row in per_category}
    enough = ronde.config.grenswaarden.get("vrouwen_genoeg_pct")
    judged = oordelen.where_needed(shares, genoeg=enough, final=_final(ronde))
    evidence = Oordeel(oordelen.GEEN_DOEL, "hoort bij het oordeel over alle functies samen")
    culture = Lezing(
        DIVERSITEIT,
        "culturele diversiteit stijgt waar nodig",
        "culturele_diversiteit",
        "Culturele diversiteit",
        BEGIN.isoformat(),
        ronde.peildatum.isoformat(),
        "%",
        ("diversiteit.html",),
        oordeel=oordelen.unknown("van 2023 zijn er geen cijfers; de commissie vraagt ze vanaf 2026"),
    )
    return [
        replace(whole, oordeel=judged),
        *(replace(row, oordeel=evidence, telt=False) for _, row in per_category),
        culture,
    ]


def _dataspecialisten(ronde: Ronde) -> list[Lezing]:
    """Fte and persons in both readings, each under its own name."""
    minimum, found = ronde.config.grenswaarden.get("substantieel_groei_pct"), []
    names = {"kpi14": "met data scientists", "figuur5": "zonder data scientists"}
    for lezing, selection in DATASPECIALIST_LEZINGEN.items():
        for unit, amount in (("fte", fte(REGULIER, selection)), ("personen", medewerkers(REGULIER, selection))):
            title = f"{names[lezing].capitalize()} (lezing {lezing}), {unit}"
            indicator = Indicator(f"dataspecialisten_{lezing}_{unit}", title, "", "4.2.3", unit, amount)
            row = _reading(
                indicator,
                ronde,
                kpi=DATASPECIALISTEN,
                eis="aantal dataspecialisten stijgt substantieel",
                bewijs=("werkdruk_baanzekerheid.html", "tabellen/figuur2.csv"),
            )
            said = oordelen.growth(row.waarde_van, row.waarde_tot, minimum=minimum, final=_final(ronde))
            found.append(replace(row, oordeel=said))
    return found


def _geld(ronde: Ronde) -> list[Lezing]:
    return [_reading(INDICATOREN[name], ronde, kpi=GELD, eis=name) for name in ("besteed_pct", "besteed_jaar_pct")]


def _not_delivered(ronde: Ronde) -> list[Lezing]:
    """Goals of the plan that are numbers too, and of which the deliveries say nothing."""
    goals = {
        "kpi7": "KPI 7: aandeel extramurale praktijk in het curriculum geneeskunde",
        "kpi8": "KPI 8: toename van experts in nieuwe onderzoeksmethoden",
        "kpi10": "KPI 10: toename van projecten met het umc als innovatiemotor",
    }
    reason = oordelen.unknown("de leveringen bevatten dit niet; zie de voortgangsrapportages van de umc's")
    day = ronde.peildatum.isoformat()
    return [
        Lezing(OVERIG, name, name, title, BEGIN.isoformat(), day, "", ("",), oordeel=reason)
        for name, title in goals.items()
    ]
