"""Page 'Diversiteit': women and men (and x, and onbekend) by contract, function and umc."""

from __future__ import annotations

import pandas as pd

from sectorplan_analysis import figure_data, gelijkheid, tables
from sectorplan_analysis.dataset import Ronde
from sectorplan_analysis.disclosure.openbaar import Openbaar
from sectorplan_analysis.indicators import INDICATOREN, REGULIER, VAST, fte, medewerkers
from sectorplan_analysis.measure import amounts, measure, percentage, series
from sectorplan_analysis.pages import Figuur, Kernpunten, Tabel, Tekst, dutch, figures
from sectorplan_analysis.rapport.vorm import (
    RAPPORT,
    indicator_table,
    measured,
    missing_note,
    national,
    numeric,
    own_and_national,
    pct,
    teller_noemer,
    totaalnaam,
    waar,
    wanneer,
    wie,
)
from sectorplan_analysis.reference import FUNCTIECATEGORIEEN, TOTAAL, subthemas

_NAMES = ("medewerkers_totaal", "vrouwen_totaal", "vrouwen_pct", "vast_medewerkers", "vast_vrouwen", "vast_vrouwen_pct")


def kernpunten(ronde: Ronde) -> Kernpunten:
    """The conclusion of the page in a few computed sentences."""
    everyone, vast = measured("vrouwen_pct", ronde), measured("vast_vrouwen_pct", ronde)
    if not everyone["noemer"]:
        return Kernpunten(f"{waar(ronde)} zijn er op {wanneer(ronde)} geen sectorplanmedewerkers.")
    zinnen = [
        f"{waar(ronde)} is {pct(everyone['waarde'], 1)} van de sectorplanmedewerkers vrouw op {wanneer(ronde)} "
        f"({teller_noemer(everyone)} personen).",
    ]
    if vast["noemer"]:
        zinnen.append(
            f"Onder medewerkers met een vast contract is dat {pct(vast['waarde'], 1)} ({teller_noemer(vast)})."
        )
    other = _other_gender(ronde)
    if other:
        counts, is_counted = ("telt", "wordt") if other == 1 else ("tellen", "worden")
        zinnen.append(
            f"Van {dutch.count(other, 'medewerker', 'medewerkers')} is het gender x of onbekend; "
            f"die {counts} mee in de noemer en {is_counted} niet bij vrouwen of mannen geteld."
        )
    zinnen.append(_functions_sentence(ronde))
    zinnen.extend(change_sentence(ronde))
    return Kernpunten(*zinnen)


def _other_gender(ronde: Ronde) -> int:
    return int(amounts(medewerkers(REGULIER, {"gender": ("x", "onbekend")}), ronde)[TOTAAL])


def _functions_sentence(ronde: Ronde) -> str:
    rows = figure_data.figuur6(ronde)
    share = rows[(rows["umc"] == TOTAAL) & (rows["gender"] == "v") & (rows["maat"] == "aandeel_fte")].dropna(
        subset="waarde"
    )
    minority = share.loc[share["waarde"] <= 50, "functiecategorie"]
    if share.empty:
        return "In de wetenschappelijke functies zijn er geen medewerkers met een vast contract."
    if minority.empty:
        return "In elke wetenschappelijke functie met vaste medewerkers is meer dan de helft van de fte van vrouwen."
    names = dutch.join_words(_within_sentence(figures.FUNCTIES[name]) for name in minority)
    return f"In de wetenschappelijke functies is de helft of minder van de vaste fte van vrouwen bij: {names}."


def _within_sentence(name: str) -> str:
    """A name without its capital, unless it is an abbreviation."""
    return name if name[1].isupper() else name[0].lower() + name[1:]


def change_sentence(ronde: Ronde | Openbaar) -> list[str]:
    """How the share of women differs from the year-end before; empty when there is nothing to compare."""
    days = ronde.jaareinden()
    earlier = [day for day in days if day < ronde.peildatum]
    if not earlier:
        return []
    before = measured("vrouwen_pct", ronde.op(earlier[-1]))
    now = measured("vrouwen_pct", ronde)
    if pd.isna(before["waarde"]):
        return []
    difference = dutch.round_half_away(now["waarde"] - before["waarde"], 1)
    word = "gelijk" if difference == 0 else "hoger" if difference > 0 else "lager"
    size = "" if difference == 0 else f"{dutch.number(abs(difference), 1)} procentpunt "
    return [f"Het aandeel vrouwen is {size}{word} dan op {dutch.date(earlier[-1])} ({pct(before['waarde'], 1)})."
            if difference else f"Het aandeel vrouwen is even hoog als op {dutch.date(earlier[-1])}."]  # fmt: skip


def tabel4(ronde: Ronde) -> Tabel:
    """Table 4 of the report, with x and onbekend."""
    frame = numeric(tables.tabel4_vrouw_man(national(ronde)))
    headers = {
        f"{contract}_{gender}": f"{contract.capitalize()} [{gender}]"
        for gender in ("v", "m", "x", "onbekend")
        for contract in ("vast", "tijdelijk")
    }
    frame = frame.rename(columns={name: f"aantal_{name}" for name in headers})
    return Tabel(
        own_and_national(ronde, frame),
        f"Tabel 4. Vrouwelijke en mannelijke medewerkers per umc, {wanneer(ronde)}.",
        {"umc": "Umc", **{f"aantal_{name}": header for name, header in headers.items()}},
        totaal=totaalnaam(ronde),
        definitie="Personen, zonder inloop. Tijdelijk is hier tijdelijk en toegezegd vast samen; vast is alleen vast.",
        bron=f"{RAPPORT}, bijlage VI (v en m); x en onbekend komen daar niet voor",
        leeg=missing_note(ronde),
    )


def figuur6(ronde: Ronde) -> Figuur:
    """Figure 6 of the report."""
    rows = figure_data.figuur6(ronde)
    rows = rows[(rows["umc"] == TOTAAL) & (rows["maat"] == "fte")].rename(columns={"waarde": "fte"})
    shown = rows.groupby("gender")["fte"].transform("sum") > 0
    rows = rows[shown | rows["gender"].isin(["v", "m"])]
    return figures.figuur6(
        rows[["functiecategorie", "gender", "fte"]],
        wanneer=wanneer(ronde),
        wie=wie(ronde),
        bron=f"{RAPPORT}, figuur 6",
    )


def vrouwen_per_umc(ronde: Ronde) -> Tabel:
    """Share of women per umc, among all and among vast."""
    whole = national(ronde)
    frames = []
    for name in ("vrouwen_pct", "vast_vrouwen_pct"):
        frame = measure(INDICATOREN[name], whole).set_index("umc")[["teller", "noemer", "waarde"]]
        frames.append(frame.set_axis([f"aantal_{name}_v", f"aantal_{name}_n", name], axis=1))
    frame = own_and_national(ronde, pd.concat(frames, axis=1).reset_index())
    return Tabel(
        frame,
        f"Aandeel vrouwen per umc, personen, {wanneer(ronde)}.",
        {
            "umc": "Umc",
            "aantal_vrouwen_pct_v": "Vrouwen",
            "aantal_vrouwen_pct_n": "Medewerkers",
            "vrouwen_pct": "Aandeel vrouwen",
            "aantal_vast_vrouwen_pct_v": "Vrouwen vast",
            "aantal_vast_vrouwen_pct_n": "Medewerkers vast",
            "vast_vrouwen_pct": "Aandeel vrouwen vast",
        },
        decimalen={"vrouwen_pct": 1, "vast_vrouwen_pct": 1},
        totaal=totaalnaam(ronde),
        definitie="Zonder inloop. x en onbekend tellen mee in de noemer.",
        bron=f"{RAPPORT}, 5.3",
        leeg=missing_note(ronde),
    )


def vrouwen_per_groep(ronde: Ronde) -> Tabel:
    """Women per functiecategorie and thema, in persons and in fte, under their own names."""
    groups = [("Functie", figures.FUNCTIES[name], {"functiecategorie": name}) for name in FUNCTIECATEGORIEEN]
    groups += [("Thema", thema, {"thema": thema}) for thema in dict.fromkeys(subthemas().values())]
    rows = []
    for soort, name, selection in groups:
        women = {"gender": "v"}
        persons = [amounts(medewerkers(REGULIER, selection, s), ronde)[TOTAAL] for s in (women, {})]
        posts = [amounts(fte(REGULIER, selection, s), ronde)[TOTAAL] for s in (women, {})]
        shares = percentage(pd.Series([persons[0], posts[0]]), pd.Series([persons[1], posts[1]]))
        rows.append((soort, name, *persons, shares[0], *posts, shares[1]))
    columns = ["soort", "groep", "aantal_v", "aantal", "personen_pct", "v_fte", "alle_fte", "v_fte_pct"]
    return Tabel(
        pd.DataFrame(rows, columns=columns),
        f"Vrouwen per functiecategorie en thema, {wie(ronde)}, {wanneer(ronde)}.",
        {
            "groep": "Groep",
            "aantal_v": "Vrouwen",
            "aantal": "Medewerkers",
            "personen_pct": "Aandeel vrouwen (personen)",
            "v_fte": "Vrouwen",
            "alle_fte": "Alle",
            "v_fte_pct": "Aandeel vrouwen (fte)",
        },
        decimalen={"personen_pct": 1, "v_fte_pct": 1},
        groepen={
            "aantal_v": "Personen",
            "aantal": "Personen",
            "personen_pct": "Personen",
            "v_fte": "Fte",
            "alle_fte": "Fte",
            "v_fte_pct": "Fte",
        },
        totaal="",
        definitie="Zonder inloop. Wie posities in twee groepen heeft, telt in beide mee.",
        leeg="geen medewerkers",
    )


def vast_naar_gender(ronde: Ronde) -> Tabel:
    """Vast among women, men, x and onbekend."""
    rows = []
    for gender, name in (("v", "Vrouwen"), ("m", "Mannen"), ("x", "x"), ("onbekend", "Onbekend")):
        own = {"gender": gender}
        part, whole = (amounts(medewerkers(selection, own), ronde)[TOTAAL] for selection in (VAST, REGULIER))
        if whole or gender in "vm":
            rows.append((name, part, whole, 100 * part / whole if whole else float("nan")))
    return Tabel(
        pd.DataFrame(rows, columns=["gender", "aantal_vast", "aantal", "vast_pct"]),
        f"Vast contract onder vrouwen en mannen, {wie(ronde)}, {wanneer(ronde)}.",
        {"gender": "Gender", "aantal_vast": "Vast", "aantal": "Medewerkers", "vast_pct": "Aandeel vast"},
        decimalen={"vast_pct": 1},
        definitie="Personen, zonder inloop. Een volledige telling: het aandeel is een feit, zonder marge.",
        leeg="geen medewerkers",
    )


def ontwikkeling(ronde: Ronde) -> Tabel:
    """Share of women on every year-end up to the peildatum."""
    rows = series(("vrouwen_pct", "vast_vrouwen_pct"), ronde)
    rows = rows[rows["umc"] == TOTAAL]
    wide = rows.pivot(index="peildatum", columns="maat", values=["teller", "noemer", "waarde"])
    frame = pd.DataFrame(
        {
            "peildatum": [dutch.date(day) for day in wide.index],
            "aantal_v": wide["teller"]["vrouwen_pct"].to_numpy(),
            "aantal": wide["noemer"]["vrouwen_pct"].to_numpy(),
            "vrouwen_pct": wide["waarde"]["vrouwen_pct"].to_numpy(),
            "aantal_vast_v": wide["teller"]["vast_vrouwen_pct"].to_numpy(),
            "aantal_vast": wide["noemer"]["vast_vrouwen_pct"].to_numpy(),
            "vast_vrouwen_pct": wide["waarde"]["vast_vrouwen_pct"].to_numpy(),
        }
    )
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


def verschil_vast(ronde: Ronde) -> Tekst:
    """Vast among women and men, raw and within umcs, in sentences."""
    v = gelijkheid.verschil_vast(ronde)
    if not v.v or not v.m:
        return Tekst("Het verschil tussen vrouwen en mannen is niet bepaalbaar: een van beide groepen is leeg.")
    points = dutch.round_half_away(100 * v.verschil, 1)
    word = "even vaak" if points == 0 else "vaker" if points > 0 else "minder vaak"
    size = "" if points == 0 else f"{dutch.number(abs(points), 1)} procentpunt "
    low, high = (dutch.number(100 * limit, 1, sign=True) for limit in (v.laag, v.hoog))
    zinnen = [
        f"Vrouwen hebben {size}{word} een vast contract {'als' if points == 0 else 'dan'} mannen: "
        f"{dutch.number(v.vast_v)} van {dutch.number(v.v)} tegenover {dutch.number(v.vast_m)} van {dutch.number(v.m)}. "
        f"Indicatief (superpopulatie): 95%-interval {low} tot {high} procentpunt (Newcombe); "
        f"p = {dutch.number(v.fisher, 3)} (Fisher).",
    ]
    if not ronde.umc and pd.notna(v.odds_binnen_umc):
        zinnen.append(
            f"Binnen de umc's samen is de kansverhouding van vrouwen tegenover mannen "
            f"{dutch.number(v.odds_binnen_umc, 2)} (Mantel-Haenszel; 1 is gelijk)."
        )
    return Tekst(*zinnen)


def glazen_plafond(ronde: Ronde) -> Tabel:
    """Both glass-ceiling indices under their own names."""
    rows = gelijkheid.glazen_plafond(ronde)
    small = f"te klein voor duiding: minder dan {gelijkheid.MINIMUM_A} personen"
    frame = pd.DataFrame(
        {
            "index": rows["index"],
            "rangen": rows["rangen"],
            "waarde": [dutch.number(value, 2) for value in rows["waarde"]],
            "aantal_hoger": rows["personen_a"],
            "duiding": [
                small if few else "" if pd.isna(value) else "boven 1: hoger in rang zijn minder vrouwen" if value > 1
                else "1 of lager: hoger in rang zijn niet minder vrouwen"
                for value, few in zip(rows["waarde"], rows["te_klein"], strict=True)
            ],
        }
    )  # fmt: skip
    return Tabel(
        frame,
        f"Glazen plafond, {wie(ronde)}, {wanneer(ronde)}.",
        {
            "index": "Index",
            "rangen": "Rangen",
            "waarde": "Waarde",
            "aantal_hoger": "Personen in de hogere rang",
            "duiding": "Duiding",
        },
        totaal="",
        definitie="A is hoogleraar, B UHD, C UD. gci_eu (She Figures): aandeel vrouwen in A, B en C samen gedeeld door "
        "dat in A. gpi_lnvh: aandeel vrouwen in een rang gedeeld door dat in de rang erboven. Personen, zonder inloop.",
        leeg="niet bepaalbaar",
    )


def definities(ronde: Ronde) -> Tabel:
    """The key figures of the page with their definitions."""
    return indicator_table(ronde, _NAMES, bijschrift=f"Kerncijfers diversiteit, {wie(ronde)}, {wanneer(ronde)}.")
