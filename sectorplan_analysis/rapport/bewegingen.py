"""How the contracts moved: transitions, why the fte vast changed, time to a permanent contract, and promises."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from sectorplan_analysis.dataset import Ronde, once, umc_name
from sectorplan_analysis.pages import Figuur, Tabel, Tekst, dutch
from sectorplan_analysis.pages.figures import gestapelde_staven
from sectorplan_analysis.pages.kleuren import CONTRACTSTATUS, GENDER, Kleur
from sectorplan_analysis.rapport.sentences import decomposition_sentence, kitagawa_sentence
from sectorplan_analysis.rapport.vorm import (
    RAPPORT,
    missing_note,
    national,
    own_and_national,
    totaalnaam,
    wanneer,
    wie,
)
from sectorplan_analysis.rondes.terugvinden import found_again_in, not_compared
from sectorplan_analysis.statistiek import continuity, duration

_NAMEN = {
    "vast": "Vast",
    "toegezegd_vast": "Toegezegd vast",
    "tijdelijk": "Tijdelijk",
    "onbekend": "Onbekend",
    "inloop": "Inloop",
    "instroom": "Nieuw (instroom)",
}
_PALET = {
    **{name: CONTRACTSTATUS[name] for name in ("vast", "toegezegd_vast", "tijdelijk", "onbekend", "inloop")},
    "vertrokken": Kleur("vertrokken", GENDER["x"].light, GENDER["x"].dark, strong=False, hatch="..."),
}
_GEEN_VORIGE = "Er is geen eerdere ronde om mee te vergelijken. Bewegingen zijn pas te bepalen vanaf de tweede ronde."


@once
def _moves(ronde: Ronde) -> tuple[dt.date, pd.DataFrame] | None:
    day = continuity.previous_day(ronde)
    if day is None or not_compared(ronde):
        return None
    return day, continuity.moves(ronde.op(day), ronde)


def no_moves(ronde: Ronde) -> Tekst:
    """Why there are no movements to show."""
    return Tekst(stop_sentence(ronde) or _GEEN_VORIGE)


def _period(ronde: Ronde, since: dt.date) -> str:
    return f"{dutch.date(since)} tot {wanneer(ronde)}"


def overgangen(ronde: Ronde) -> Figuur | Tekst:
    """Where everyone of the previous round is now, and how newcomers began."""
    found = _moves(ronde)
    if found is None:
        return no_moves(ronde)
    rows = continuity.transitions(found[1])
    if rows.empty:
        return Tekst("Op geen van beide dagen waren er medewerkers.")
    return gestapelde_staven(
        rows,
        rij="van",
        rijkop="Toen",
        rijnamen=_NAMEN,
        deel="naar",
        palette=_PALET,
        waarde="aantal",
        eenheid="personen",
        decimalen=0,
        aandeel=True,
        bijschrift=f"Overgangen tussen contractstatussen, {wie(ronde)}, {_period(ronde, found[0])}. Een staaf is "
        "iedereen met die status toen; de delen zijn de status nu.",
    )


def decomposition(ronde: Ronde) -> tuple[dt.date, dict[str, float]] | None:
    """Parts of the change in fte vast since the previous round, with that day."""
    found = _moves(ronde)
    return None if found is None else (found[0], continuity.decompose(found[1]))


def ontleding(ronde: Ronde) -> Tabel | Tekst:
    """Why the fte vast changed, per umc."""
    table = own_and_national(ronde, continuity.decomposition_table)
    if table.empty:
        return no_moves(ronde)
    since = dt.date.fromisoformat(table["sinds"].iloc[0])
    wide = table.pivot(index="umc", columns="deel", values="fte").reindex(table["umc"].unique())
    return Tabel(
        wide.add_suffix("_fte").reset_index(),
        f"Waarom de vaste formatie veranderde, {_period(ronde, since)}.",
        {"umc": "Umc", **{f"{name}_fte": name.capitalize() for name in ("begin", *continuity.DELEN, "eind")}},
        totaal=totaalnaam(ronde),
        definitie="Begin plus de vijf delen is eind. Instroom en uitstroom: op de andere dag geen reguliere positie "
        "(ook van en naar de inloop). Omgezet: toen niet vast, nu vast. Terug: toen vast, nu niet. Omvang: beide "
        "keren vast met een andere fte. Wie naar een ander umc gaat, telt als uitstroom en als instroom.",
        bron=f"{RAPPORT}, definities van tabel 2",
        leeg="niet vergeleken" if national(ronde, not_compared) else missing_note(ronde),
    )


def stop_sentence(ronde: Ronde) -> str:
    """Why the comparison with the previous round stops, in words; '' when it does not."""
    rows = found_again_in(ronde)
    rows = rows[~rows["voldoende"].astype(bool)].drop_duplicates("umc")
    if rows.empty:
        return ""
    told = dutch.join_words(
        f"bij {umc_name(row['umc'])} {dutch.number(row['aantal_gevonden'])} van de {dutch.number(row['aantal_toen'])}"
        for row in rows.to_dict("records")
    )
    whole = "" if ronde.umc else " Daarom is ook het landelijke verschil niet te ontleden."
    return (
        f"Van de medewerkers van {dutch.date(ronde.config.vorige)} zijn er te weinig teruggevonden: {told}. Dat lijkt "
        f"op nieuwe pseudoniemen, niet op vertrek. De vergelijking met de vorige ronde stopt hier.{whole}"
    )


def ontleding_zin(ronde: Ronde) -> Tekst:
    """The decomposition in a sentence."""
    found = decomposition(ronde)
    return no_moves(ronde) if found is None else Tekst(decomposition_sentence(found[1], dutch.date(found[0])))


def aandeel_ontleed(ronde: Ronde) -> Tekst:
    """Kitagawa: is the share vast higher within functions, and within umcs, or did the mix change?"""
    found = _moves(ronde)
    if found is None:
        return no_moves(ronde)
    by = {"functiecategorie": "functies"} if ronde.umc else {"functiecategorie": "functies", "umc": "umc's"}
    before = ronde.op(found[0])
    parts = {
        name: continuity.kitagawa(continuity.share_vast(before, groep=group), continuity.share_vast(ronde, groep=group))
        for group, name in by.items()
    }
    sentences = [kitagawa_sentence(p, by=name) for name, p in parts.items() if p is not None]
    return Tekst(
        *sentences or ["Het aandeel vast is niet te ontleden: op een van beide dagen is er geen reguliere formatie."]
    )


def duur(ronde: Ronde) -> Tabel | Tekst:
    """Time from the first day on sectorplan money to a permanent contract."""
    spells = duration.spells(ronde)
    rows = []
    for name in ("alle", "wetenschappelijk", "ondersteunend"):
        own = spells if name == "alle" else spells[spells["groep"] == name]
        rows.append(_duration_row(name, own))
    if not rows[0]["aantal_begonnen"]:
        return Tekst("Er zijn geen medewerkers met een reguliere positie.")
    return Tabel(
        pd.DataFrame(rows),
        f"Van de eerste dag op sectorplanmiddelen tot een vast contract, {wie(ronde)}, tot en met {wanneer(ronde)}.",
        {
            "groep": "Functie",
            "aantal_begonnen": "Begonnen",
            "aantal_al_vast": "Meteen vast",
            "aantal_gevolgd": "Gevolgd",
            "aantal_werd_vast": "Werd vast",
            "aantal_vertrok": "Vertrok eerder",
            "maanden": "Helft vast na (maanden)",
            "aandeel_jaar": "Vast na een jaar",
            "aandeel_twee": "Vast na twee jaar",
            "aandeel_twee_alle": "idem, vertrek meegeteld",
        },
        totaal="alle",
        definitie="Gevolgd: begonnen zonder vast contract, met ten minste een dag waarneming. Kaplan-Meier; wie vóór "
        f"{dutch.date(duration.OBSERVED_FROM)} begon, telt vanaf die dag mee. Vertrekken is een concurrerende "
        "uitkomst: de eerste drie cijfers gelden alsof niemand vertrekt, het laatste telt vertrekkers mee als niet "
        "vast geworden (Aalen-Johansen).",
        leeg="niet bepaalbaar of nog niet bereikt",
    )


def _duration_row(name: str, spells: pd.DataFrame) -> dict[str, object]:
    seen = duration.at_risk(spells)
    found = duration.curve(seen["intrede"].to_numpy(), seen["duur"].to_numpy(), seen["uitkomst"].to_numpy())
    row: dict[str, object] = {
        "groep": name,
        "aantal_begonnen": len(spells),
        "aantal_al_vast": int(spells["al_vast"].sum()),
        "aantal_gevolgd": len(seen),
        "aantal_werd_vast": int((seen["uitkomst"] == duration.VAST).sum()),
        "aantal_vertrok": int((seen["uitkomst"] == duration.VERTROKKEN).sum()),
    }
    if isinstance(found, str):
        return {**row, "maanden": found, "aandeel_jaar": None, "aandeel_twee": None, "aandeel_twee_alle": None}
    half = found.months_until(0.5)
    longest = float(seen["duur"].max()) / duration.DAYS_PER_MONTH
    year, two = (found.share_after(months) if longest >= months else (None, None) for months in (12, 24))
    return {
        **row,
        "maanden": "nog niet bereikt" if half is None else dutch.number(half, 1),
        "aandeel_jaar": year[0],
        "aandeel_twee": two[0],
        "aandeel_twee_alle": two[1],
    }


def duur_verschil(ronde: Ronde) -> Tekst:
    """Whether scientific and supporting staff differ in their time to a permanent contract."""
    seen = duration.at_risk(duration.spells(ronde))
    if (seen["intrede"] > 0).any():
        return Tekst(
            "Een toets op verschil tussen functies is hier niet mogelijk: niet iedereen is vanaf de eerste dag gevolgd."
        )
    p = duration.log_rank(seen["duur"].to_numpy(), seen["uitkomst"].to_numpy(), seen["groep"].to_numpy())
    if p is None:
        return Tekst("Of wetenschappelijke en ondersteunende functies verschillen in tempo, is niet bepaalbaar.")
    said = "verschillen in tempo" if p < 0.05 else "verschillen niet aantoonbaar in tempo"
    return Tekst(
        f"Wetenschappelijke en ondersteunende functies {said} waarin een vast contract volgt (log-ranktoets, "
        "indicatief, superpopulatie; vertrekkers tellen mee tot hun vertrek)."
    )


def toezeggingen(ronde: Ronde) -> Tabel:
    """Outstanding unconditional promises by their age."""
    frame = duration.outstanding_promises(ronde)
    total = pd.DataFrame([{"ouderdom": "Totaal", "aantal": frame["aantal"].sum(), "fte": frame["fte"].sum()}])
    frame = pd.concat([frame.astype({"ouderdom": "str"}), total], ignore_index=True)
    return Tabel(
        frame,
        f"Onvoorwaardelijke toezeggingen die nog openstaan, naar ouderdom, {wie(ronde)}, {wanneer(ronde)}.",
        {"ouderdom": "Ouderdom van de toezegging", "aantal": "Medewerkers", "fte": "Formatie"},
        definitie="Medewerkers met status toegezegd vast, zonder inloop. De ouderdom telt vanaf de eerste "
        "toezegging in een contract dat op de dag loopt.",
    )


def nagekomen(ronde: Ronde) -> Tabel | Tekst:
    """What became of promises, by the year they were made."""
    frame = duration.kept_promises(ronde)
    if frame.empty:
        return Tekst("Er is nog geen onvoorwaardelijke toezegging gedaan.")
    sums = frame.drop(columns="jaar").sum()
    frame = pd.concat([frame.astype({"jaar": "str"}), pd.DataFrame([{"jaar": "Totaal", **sums}])], ignore_index=True)
    frame["aandeel_vast"] = frame["aantal_vast"] / frame["aantal_toegezegd"]
    return Tabel(
        frame,
        f"Wat er van onvoorwaardelijke toezeggingen is gekomen, {wie(ronde)}, tot en met {wanneer(ronde)}.",
        {
            "jaar": "Jaar van toezegging",
            "aantal_toegezegd": "Toegezegd",
            "aantal_vast": "Vast geworden",
            "aandeel_vast": "Vast geworden",
            "aantal_open": "Staat nog open",
            "aantal_tijdelijk": "Tijdelijk zonder toezegging",
            "aantal_vertrokken": "Vertrokken",
        },
        definitie="Medewerkers met een reguliere positie, geteld bij hun eerste onvoorwaardelijke toezegging.",
    )
