"""Section 'Culturele diversiteit' of the page 'Diversiteit': groups of a statistics bureau beside the share of women.

The same text serves both editions: what the openbaar one hides is already a mark in its numbers.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from sectorplan_analysis.culturele_diversiteit import KLEINSTE_GROEP, cijfers, leden, organisatie
from sectorplan_analysis.dataset import CULTUREEL, Ronde, umc_name
from sectorplan_analysis.disclosure.openbaar import GEHEIM, Openbaar
from sectorplan_analysis.indicators import REGULIER, medewerkers
from sectorplan_analysis.measure import amounts
from sectorplan_analysis.pages import Kernpunten, Tabel, Tekst, dutch
from sectorplan_analysis.rapport.vorm import Samen, national, wanneer, wie
from sectorplan_analysis.reference import (
    ALLE_FUNCTIES,
    HERKOMSTEN,
    ONDERSTEUNEND,
    ORGANISATIES,
    TOTAAL,
    WETENSCHAPPELIJK,
    umc_names,
)
from sectorplan_analysis.words import values, word_key

#: The committee asked for these numbers from this peildatum on (Tussentijdse evaluatie 2026, 5.3).
GEVRAAGD_VANAF = dt.date(2026, 12, 31)
_BREDE_GROEPEN = {"wetenschappelijk": WETENSCHAPPELIJK, "ondersteunend": ONDERSTEUNEND}
_LANDELIJK = "landelijk"
#: Women, all, and the share of women among sectorplanmedewerkers with the functions of a group.
_VROUWEN = ["aantal_v", "aantal", "vrouwen_pct"]
_POPULATIE = (
    "Het bureau telt alle personen in een groep van een organisatie; het sectorplan betaalt maar een deel van hen. "
    "De cijfers zeggen dus niet welke herkomst sectorplanmedewerkers hebben. Ook dit volgt er niet uit:"
)
_GRENZEN = (
    "Iets over een persoon: er is geen register van herkomst, en de cijfers zijn met geen medewerker verbonden.",
    "Een verband met gender of contract: hoeveel vrouwen met een herkomst er zijn en wie van hen een vast contract "
    "heeft, is niet bekend.",
    "Een oorzaak: een verschil kan komen door instroom, vertrek, een andere indeling of toeval.",
    "Een stand op de peildatum van het sectorplan: de dag is die van het bureau. Het bureau kan banen tellen in plaats "
    "van personen, en de organisatie kiest wie meetelt.",
    "Een klein verschil: het bureau rondt af en laat kleine cellen weg.",
    "Iets over groepen zonder cijfers: die zijn te klein, of er is niet naar gevraagd.",
)


def herkomst(ronde: Ronde | Openbaar) -> Tekst | Samen:
    """What a statistics bureau delivered, beside the share of women in the same group; or that nothing was."""
    rows = national(ronde, cijfers)
    if rows.empty:
        return Tekst(_nothing(ronde))
    return Samen((Tekst(*_about(ronde, rows)), _table(ronde, rows), Tekst(_POPULATIE), Kernpunten(*_GRENZEN)))


def _slugs() -> dict[str, str]:
    return {organisatie(umc): umc for umc in (*ORGANISATIES, *umc_names())}


def is_geleverd(ronde: Ronde | Openbaar) -> bool:
    """Whether a bureau delivered anything about the day of the round or before."""
    return bool(len(cijfers(ronde)))


def is_later_geleverd(ronde: Ronde) -> bool:
    """Whether a bureau delivered anything about later days."""
    rows = ronde.tables.get(CULTUREEL, pd.DataFrame())
    return bool(len(rows)) and bool((rows["peildatum"] > pd.Timestamp(ronde.peildatum)).any())


def vrouwen(ronde: Ronde | Openbaar) -> pd.DataFrame:
    """Women in the sectorplan beside each group of a bureau: umc and functiegroep as there, and `_VROUWEN`."""
    found = cijfers(ronde)
    groups = dict.fromkeys(zip(found["umc"], found["functiegroep"], strict=True)) if len(found) else {}
    rows = [(umc, group, *_women(ronde, _slugs()[umc], group)) for umc, group in groups]
    return pd.DataFrame(rows, columns=["umc", "functiegroep", *_VROUWEN])


def _nothing(ronde: Ronde | Openbaar) -> str:
    if ronde.peildatum < GEVRAAGD_VANAF:
        return (
            f"Voor {wanneer(ronde)} zijn er geen cijfers over culturele diversiteit. De commissie heeft ze gevraagd "
            f"vanaf {GEVRAAGD_VANAF.year}."
        )
    if national(ronde, is_geleverd):
        return f"Over {ronde.naam} zijn er geen cijfers over culturele diversiteit geleverd; over andere groepen wel."
    return (
        f"De commissie vraagt vanaf {GEVRAAGD_VANAF.year} om cijfers over culturele diversiteit. Voor {wanneer(ronde)} "
        "zijn ze nog niet geleverd."
    )


def _about(ronde: Ronde | Openbaar, rows: pd.DataFrame) -> list[str]:
    """Where the numbers come from, and what is particular about these."""
    groups = rows.drop_duplicates(["umc", "peildatum", "functiegroep"])
    days = sorted(rows["peildatum"].unique())
    same = "dezelfde dag" if days == [ronde.peildatum.isoformat()] else wanneer(ronde)
    found = [
        f"Een statistiekbureau leverde cijfers over {dutch.count(len(groups), 'groep', 'groepen')} op "
        f"{dutch.join_words(map(dutch.date, days))}. Het aandeel vrouwen ernaast is van {same}. Elke groep van het "
        f"bureau telt minstens {KLEINSTE_GROEP} personen; over kleinere groepen zijn er geen cijfers."
    ]
    if ronde.umc and ronde.naam not in set(rows["umc"]):
        names = dutch.join_words(dict.fromkeys(rows["umc"]))
        found.append(f"Over {ronde.naam} apart leverde het bureau niets. Deze cijfers gaan over: {names}.")
    if ronde.ontbrekend and organisatie(_LANDELIJK) in set(rows["umc"]):
        missing = dutch.join_words(umc_name(umc) for umc in ronde.ontbrekend)
        found.append(
            f"In het landelijke cijfer van het bureau kan {missing} meetellen; in het aandeel vrouwen ernaast niet."
        )
    if GEHEIM in set(rows["waarde"]):
        found.append(
            f"Bij '{GEHEIM}' is de verdeling van een groep niet openbaar: een cel is klein of niet vrijgegeven, of zou "
            "volgen uit een andere groep."
            if isinstance(ronde, Openbaar)
            else f"Bij '{GEHEIM}' geeft het bureau de cel niet vrij."
        )
    if isinstance(ronde, Ronde) and national(ronde, is_later_geleverd):
        found.append(f"De levering bevat ook cijfers van na {wanneer(ronde)}. Die staan hier niet.")
    return found


def _table(ronde: Ronde | Openbaar, rows: pd.DataFrame) -> Tabel:
    origins = [name for name in (*HERKOMSTEN, "onbekend") if name in set(rows["herkomst"])]
    women = {(row["umc"], row["functiegroep"]): row for row in national(ronde, vrouwen).to_dict("records")}
    shown = []
    for (umc, _, functiegroep), own in rows.groupby(["umc", "peildatum", "functiegroep"], sort=False):
        share = dict(zip(own["herkomst"], own["waarde"], strict=True))
        shown.append(
            {
                "umc": umc,
                "functiegroep": functiegroep,
                "peildatum": dutch.date(own["peildatum"].iloc[0]),
                "aantal_groep": float(own["noemer"].iloc[0]),
                **{f"{name}_pct": _value(share.get(name)) for name in origins},
                **{name: women[umc, functiegroep][name] for name in _VROUWEN},
            }
        )
    days = list(dict.fromkeys(str(row["peildatum"]) for row in shown))
    bureau = {
        **({"peildatum": "Peildatum"} if len(days) > 1 else {}),
        "aantal_groep": "Personen",
        **{f"{name}_pct": name[0].upper() + name[1:] for name in origins},
    }
    sectorplan = {"aantal_v": "Vrouwen", "aantal": "Alle", "vrouwen_pct": "Aandeel"}
    return Tabel(
        pd.DataFrame(shown),
        f"Herkomst volgens een statistiekbureau, {dutch.join_words(days)}, en vrouwen in het sectorplan, {wie(ronde)}, "
        f"{wanneer(ronde)}.",
        {"umc": "Organisatie", "functiegroep": "Functiegroep", **bureau, **sectorplan},
        groepen={
            **dict.fromkeys(bureau, "Bureau: hele groep"),
            **dict.fromkeys(sectorplan, "Sectorplan: vrouwen"),
        },
        decimalen={"vrouwen_pct": 1},
        totaal="",
        definitie="Herkomst: percentage van alle personen in de groep, afgerond; Europa is zonder Nederland. Vrouwen: "
        "sectorplanmedewerkers met dezelfde functies, zonder inloop.",
        bron="; ".join(dict.fromkeys(rows["bron"])),
        leeg="geen zelfde functies of geen medewerkers in het sectorplan",
    )


def _value(cell: float | str | None) -> float | str | None:
    """A percentage, the mark, or nothing when the bureau has no such group; a few persons are not shown as nobody."""
    if cell is None or cell == GEHEIM:
        return cell
    return "<1" if 0 < float(cell) < 0.5 else float(cell)


def _women(ronde: Ronde | Openbaar, umc: str, functiegroep: str) -> tuple[float | str, ...]:
    """The `_VROUWEN` of a group."""
    meaning = values("bureaugroep").get(word_key(functiegroep))
    if meaning is None:
        return (float("nan"),) * 3
    functions = _BREDE_GROEPEN.get(meaning, meaning)
    selection = {} if meaning == ALLE_FUNCTIES else {"functiecategorie": functions}
    names = [TOTAAL] if umc == _LANDELIJK else [umc_name(member) for member in leden(umc)]
    women, everyone = (
        amounts(medewerkers(REGULIER, selection, own), ronde).reindex(names).sum(skipna=False)
        for own in ({"gender": "v"}, {})
    )
    if isinstance(ronde, Openbaar):
        return tuple(
            GEHEIM if pd.isna(value) else value
            for value in (women, everyone, 100 * women / everyone if everyone else float("nan"))
        )
    return women, everyone, 100 * women / everyone if everyone else float("nan")
