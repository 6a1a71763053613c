"""Page 'Datakwaliteit': which deliveries the numbers come from, and what happened to every row."""

from __future__ import annotations

import pandas as pd

from sectorplan_analysis.dataset import CENTRAL, CULTUREEL, Ronde, umc_name
from sectorplan_analysis.findings import CENTRAAL
from sectorplan_analysis.pages import Kernpunten, Tabel, Tekst, dutch
from sectorplan_analysis.rapport.vorm import wanneer
from sectorplan_analysis.reference import read_definition


def kernpunten(ronde: Ronde) -> Kernpunten:
    """The conclusion of the page in a few computed sentences."""
    rows, found = _rijen(ronde), _bevindingen(ronde)
    read, kept, merged, rejected = (int(rows[name].sum()) for name in ("gelezen", "behouden", "dubbel", "afgekeurd"))
    zinnen = [_delivery_sentence(ronde)]
    zinnen.append(
        f"Er zijn {dutch.count(read, 'rij', 'rijen')} gelezen: {dutch.number(kept)} behouden, {dutch.number(rejected)} "
        f"afgekeurd en {dutch.number(merged)} samengevoegd omdat ze dubbel waren."
    )
    amount = found.groupby("ernst")["aantal"].sum()
    warnings = dutch.count(amount.get("waarschuwing", 0), "waarschuwing", "waarschuwingen", none="geen waarschuwingen")
    notes = dutch.count(amount.get("info", 0), "mededeling", "mededelingen", none="geen mededelingen")
    zinnen.append(f"De controles gaven geen fouten, {warnings} en {notes}.")
    unknown = int((ronde.medewerkers["gender"] == "onbekend").sum())
    persons = dutch.count(unknown, "medewerker", "medewerkers", none="geen enkele medewerker")
    zinnen.append(f"Van {persons} is het gender onbekend.")
    if ronde.ontbrekend and not ronde.umc:
        missing = dutch.join_words(umc_name(umc) for umc in ronde.ontbrekend)
        zinnen.append(
            f"Zonder gegevens van {missing}: die tellen in geen enkel totaal mee, ook niet in de begrote formatie."
        )
    return Kernpunten(*zinnen)


def _delivery_sentence(ronde: Ronde) -> str:
    text = f"De cijfers van {wanneer(ronde)} komen uit de levering van {dutch.date(ronde.levering)}"
    known, total = ronde.synthetisch
    if not known:
        return f"{text}."
    amount = "alle" if known == total else f"{dutch.number(known)} van de"
    whose = f"van {ronde.naam} en de centrale tabellen" if ronde.umc else "daarin"
    return f"{text}; {amount} {dutch.number(total)} bestanden {whose} zijn synthetisch: de personen zijn verzonnen."


def _rijen(ronde: Ronde) -> pd.DataFrame:
    rows = ronde.rijen
    return rows[rows["umc"] == ronde.umc] if ronde.umc else rows


def _bevindingen(ronde: Ronde) -> pd.DataFrame:
    found = ronde.bevindingen
    return found[found["umc"] == ronde.umc] if ronde.umc else found


def rijen(ronde: Ronde) -> Tabel:
    """Row accounting per umc and table."""
    frame = _rijen(ronde)
    names = {**{umc: umc_name(umc) for umc in ronde.umcs}, CENTRAAL: "Centraal"}
    frame = frame.assign(umc=frame["umc"].map(names).fillna(frame["umc"]))
    counts = {name: f"aantal_{name}" for name in ("gelezen", "behouden", "afgekeurd", "dubbel")}
    frame = frame.rename(columns=counts)
    total = {"umc": "Totaal", "tabel": "", "bestand": "", **{c: int(frame[c].sum()) for c in counts.values()}}
    return Tabel(
        pd.concat([frame, pd.DataFrame([total])], ignore_index=True),
        f"Elke rij verantwoord, levering van {dutch.date(ronde.levering)}.",
        {
            "umc": "Umc",
            "tabel": "Tabel",
            "bestand": "Bestand",
            "aantal_gelezen": "Gelezen",
            "aantal_behouden": "Behouden",
            "aantal_afgekeurd": "Afgekeurd",
            "aantal_dubbel": "Dubbel",
        },
        definitie="Gelezen is behouden plus afgekeurd plus dubbel. Titel-, lege en totaalregels tellen niet mee.",
        leeg="niet van toepassing",
    )


def bevindingen(ronde: Ronde) -> Tabel | Tekst:
    """Number of findings per rule; the findings themselves go to the sender only."""
    found = _bevindingen(ronde)
    if found.empty:
        return Tekst("De controles gaven geen enkele bevinding.")
    texts = read_definition("regels").set_index("code")["omschrijving"]
    counted = found.groupby(["ernst", "code"], as_index=False)[["aantal"]].sum()
    counted["omschrijving"] = counted["code"].map(texts).fillna("")
    order = {"fout": 0, "waarschuwing": 1, "info": 2}
    counted = counted.sort_values(
        ["ernst", "code"], key=lambda column: column.map(order).fillna(0) if column.name == "ernst" else column
    )
    return Tabel(
        counted,
        "Bevindingen per regel.",
        {"ernst": "Ernst", "code": "Regel", "omschrijving": "Wat de regel nagaat", "aantal": "Aantal"},
        totaal="",
        definitie="De bevindingen zelf (bestand, rij, kolom) gaan alleen naar de afzender.",
    )


def bevindingen_per_umc(ronde: Ronde) -> Tabel | Tekst:
    """Number of findings per umc and severity."""
    found = ronde.bevindingen
    senders = [ronde.umc] if ronde.umc else [*ronde.aanwezig, CENTRAAL]
    rows = []
    for sender in senders:
        own = found[found["umc"] == sender]
        counts = [int(own.loc[own["ernst"] == ernst, "aantal"].sum()) for ernst in ("waarschuwing", "info")]
        rows.append((umc_name(sender) if sender != CENTRAAL else "Centrale bestanden", *counts))
    central = [*CENTRAL, *(["culturele diversiteit"] if CULTUREEL in set(ronde.rijen["tabel"]) else [])]
    return Tabel(
        pd.DataFrame(rows, columns=["umc", "aantal_waarschuwing", "aantal_info"]),
        "Waarschuwingen en mededelingen per afzender.",
        {"umc": "Afzender", "aantal_waarschuwing": "Waarschuwingen", "aantal_info": "Mededelingen"},
        definitie=f"Centrale bestanden: {dutch.join_words(central)}.",
    )
