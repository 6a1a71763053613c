"""What became of the share of women: over the years, since 2023 with its causes, and beside what was published."""

from __future__ import annotations

import pandas as pd

from sectorplan_analysis.dataset import Ronde, once
from sectorplan_analysis.measure import series
from sectorplan_analysis.pages import Tabel, Tekst, dutch
from sectorplan_analysis.rapport.vorm import RAPPORT, measured, pct, teller_noemer, wanneer, wie
from sectorplan_analysis.reference import TOTAAL, published_days, read_published
from sectorplan_analysis.statistiek.doorstroom import BEGIN, change_table

_MAAT = {"medewerkers": "Personen", "fte": "Fte"}
#: Published shares: the group they are about, and the published numbers they were made of.
_PUBLISHED = {
    "vrouwen_pct": ("Alle medewerkers", "vrouwen_totaal", "medewerkers_totaal"),
    "vast_vrouwen_pct": ("Medewerkers met een vast contract", "vast_vrouwen", "vast_medewerkers"),
}


@once
def _change(ronde: Ronde) -> pd.DataFrame:
    rows = change_table(ronde, umcs=())
    return rows.set_index("maat")


def ontwikkeling(ronde: Ronde) -> Tabel:
    """Share of women on every year-end up to the peildatum."""
    rows = series(("vrouwen_pct", "vast_vrouwen_pct"), ronde)
    rows = rows[rows["umc"] == TOTAAL]
    wide = rows.pivot(index="peildatum", columns="maat", values=["teller", "noemer", "waarde"])
    frame = pd.DataFrame({"peildatum": [dutch.date(day) for day in wide.index]})
    for name, short in (("vrouwen_pct", ""), ("vast_vrouwen_pct", "_vast")):
        frame[f"aantal{short}_v"] = wide["teller"][name].to_numpy()
        frame[f"aantal{short}"] = wide["noemer"][name].to_numpy()
        frame[name] = wide["waarde"][name].to_numpy()
    return Tabel(
        frame,
        f"Ontwikkeling van het aandeel vrouwen, {wie(ronde)}.",
        {
            "peildatum": "Peildatum",
            "aantal_v": "Vrouwen",
            "aantal": "Medewerkers",
            "vrouwen_pct": "Aandeel vrouwen",
            "aantal_vast_v": "Vrouwen vast",
            "aantal_vast": "Medewerkers vast",
            "vast_vrouwen_pct": "Aandeel vrouwen vast",
        },
        decimalen={"vrouwen_pct": 1, "vast_vrouwen_pct": 1},
        definitie="Personen, zonder inloop.",
        leeg="geen medewerkers",
    )


def verandering(ronde: Ronde) -> Tabel | Tekst:
    """Share of women then and now, in persons and fte, with what leaving, size and joining did."""
    rows = _change(ronde)
    if rows.empty:
        return Tekst(_no_change(ronde))
    frame = pd.DataFrame({"maat": [_MAAT[name] for name in rows.index]})
    for when in ("begin", "eind"):
        shares = [None if pd.isna(share) else share for share in rows[f"aandeel_{when}"]]
        decimals = [0 if name == "medewerkers" else 2 for name in rows.index]
        frame[when] = [
            f"{dutch.number(women, d)} van {dutch.number(everyone, d)}"
            for women, everyone, d in zip(rows[f"vrouwen_{when}"], rows[f"alle_{when}"], decimals, strict=True)
        ]
        frame[f"aandeel_{when}"] = shares
    for part in ("vertrek", "omvang", "komst"):
        frame[part] = [dutch.number(100 * value, 1, sign=True) if pd.notna(value) else "" for value in rows[part]]
    return Tabel(
        frame,
        f"Aandeel vrouwen van {dutch.date(BEGIN)} tot {wanneer(ronde)}, {wie(ronde)}.",
        {
            "maat": "Maat",
            "begin": "Vrouwen toen",
            "aandeel_begin": "Aandeel toen",
            "vertrek": "Door vertrek",
            "omvang": "Door omvang",
            "komst": "Door komst",
            "aandeel_eind": "Aandeel nu",
            "eind": "Vrouwen nu",
        },
        decimalen={"aandeel_begin": 1, "aandeel_eind": 1},
        definitie="Aandeel toen plus de drie delen (in procentpunt) is aandeel nu. Vertrek: het aandeel onder wie "
        "bleef min het aandeel toen. Omvang: wie bleef, kreeg meer of minder fte. Komst: het aandeel nu min dat "
        "onder wie bleef. Zonder inloop; van en naar de inloop telt als komst en vertrek.",
        leeg="niet bepaalbaar",
    )


def _no_change(ronde: Ronde) -> str:
    return (
        f"De KPI vergelijkt met {dutch.date(BEGIN)}. De peildatum {wanneer(ronde)} ligt daar niet na: er is nog geen "
        "verandering te geven."
    )


def verandering_zin(ronde: Ronde) -> Tekst:
    """The change since 2023 in sentences, and how much of it is change within functions and umcs."""
    rows = _change(ronde)
    if rows.empty:
        return Tekst("Zodra er een peildatum na dat moment is, staat hier hoe het aandeel veranderde en waardoor.")
    return Tekst(*(change_sentence(name, rows.loc[name]) for name in rows.index), *_mix_sentences(rows))


def change_sentence(maat: str, row: pd.Series) -> str:
    """Change of the share of women since `BEGIN`, with numerator and denominator on both days."""
    unit, decimals = {"medewerkers": ("personen", 0), "fte": ("fte", 2)}[maat]
    days = [row[f"aandeel_{when}"] for when in ("begin", "eind")]
    if any(pd.isna(share) for share in days):
        when = f"op {dutch.date(BEGIN)}" if pd.isna(days[0]) else "op de peildatum"
        return f"Hoe het aandeel vrouwen ({unit}) veranderde, is niet bepaalbaar: {when} waren er geen medewerkers."
    shown = [
        f"{dutch.percent(row[f'aandeel_{when}'], 1)} ({dutch.number(row[f'vrouwen_{when}'], decimals)} van "
        f"{dutch.number(row[f'alle_{when}'], decimals)})"
        for when in ("begin", "eind")
    ]
    # of the rounded shares, so that a reader who subtracts finds the same
    points = dutch.round_half_away(100 * days[1], 1) - dutch.round_half_away(100 * days[0], 1)
    word = "bleef gelijk" if points == 0 else f"is {dutch.number(abs(points), 1)} procentpunt " + (
        "gestegen" if points > 0 else "gedaald"
    )  # fmt: skip
    return f"Het aandeel vrouwen ({unit}) {word} sinds {dutch.date(BEGIN)}: van {shown[0]} naar {shown[1]}."


def _mix_sentences(rows: pd.DataFrame) -> list[str]:
    row, said = rows.loc["medewerkers"], []
    for name, words in (("functies", "functies"), ("umcs", "umc's")):
        inside, mix = row[f"binnen_{name}"], row[f"samenstelling_{name}"]
        if pd.notna(inside):
            said.append(
                f"Binnen {words} veranderde het aandeel in personen {dutch.number(100 * inside, 1, sign=True)} "
                f"procentpunt; een andere verdeling over {words} gaf {dutch.number(100 * mix, 1, sign=True)} "
                "procentpunt."
            )
    return said


def referentie(ronde: Ronde) -> Tabel | Tekst:
    """Published shares beside the group they describe; groups without one are named and get none."""
    days = [day for day in published_days() if day <= ronde.peildatum]
    if ronde.umc or ronde.ontbrekend:
        return Tekst("De gepubliceerde aandelen gaan over alle umc's samen. Ze staan daarom niet naast deze cijfers.")
    if not days:
        return Tekst("Op of vóór deze peildatum is geen aandeel vrouwen gepubliceerd: er is geen referentie.")
    printed = read_published(days[-1], "kerncijfers").set_index("id")
    rows = []
    for name, (groep, teller, noemer) in _PUBLISHED.items():
        if {name, teller, noemer} <= set(printed.index):
            now, (own, part, whole) = measured(name, ronde), printed.loc[[name, teller, noemer], "waarde"].astype(float)
            rows.append(
                {
                    "groep": groep,
                    "gepubliceerd_pct": own,
                    "toen": f"{dutch.number(part)} van {dutch.number(whole)}",
                    "bron": f"{RAPPORT}, {printed['vindplaats'][name]}",
                    "berekend_pct": now["waarde"],
                    "nu": teller_noemer(now),
                }
            )
    if not rows:
        return Tekst(f"Op {dutch.date(days[-1])} is geen aandeel vrouwen gepubliceerd: er is geen referentie.")
    return Tabel(
        pd.DataFrame(rows),
        f"Gepubliceerde aandelen vrouwen van {dutch.date(days[-1])} naast de stand op {wanneer(ronde)}.",
        {
            "groep": "Groep",
            "gepubliceerd_pct": f"Gepubliceerd {days[-1].year}",
            "toen": "Vrouwen toen",
            "bron": "Bron",
            "berekend_pct": "Nu berekend",
            "nu": "Vrouwen nu",
        },
        decimalen={"gepubliceerd_pct": 1, "berekend_pct": 1},
        definitie="Een referentie staat alleen naast de groep waarover ze gaat. Voor functies, thema's en "
        "afzonderlijke umc's is geen referentie gepubliceerd; daar staat er dus geen bij.",
        leeg="geen medewerkers",
    )


def sinds_begin(ronde: Ronde) -> list[str]:
    """For the top of the page: the change since 2023, or since the year-end before when that is all there is."""
    rows = _change(ronde)
    if len(rows) and pd.notna(rows["aandeel_begin"]["medewerkers"]):
        return [change_sentence(maat, rows.loc[maat]) for maat in rows.index]
    earlier = [day for day in ronde.jaareinden() if day < ronde.peildatum]
    if not earlier:
        return []
    before, now = measured("vrouwen_pct", ronde.op(earlier[-1])), measured("vrouwen_pct", ronde)
    if pd.isna(before["waarde"]) or pd.isna(now["waarde"]):
        return []
    return [
        f"Op {dutch.date(earlier[-1])} was {pct(before['waarde'], 1)} van alle medewerkers vrouw "
        f"({teller_noemer(before)})."
    ]
