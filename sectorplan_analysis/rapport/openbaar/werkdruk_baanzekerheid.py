"""Page 'Werkdruk en baanzekerheid' of the openbaar edition."""

from __future__ import annotations

import pandas as pd

from sectorplan_analysis.disclosure.openbaar import GEHEIM, Openbaar
from sectorplan_analysis.indicators import AANDELEN_VAST, INDICATOREN, NIET_VAST, REGULIER, VAST, fte, medewerkers
from sectorplan_analysis.measure import amounts, measure
from sectorplan_analysis.pages import Kernpunten, Tabel, Tekst, dutch, figures
from sectorplan_analysis.rapport.openbaar.woorden import getoond, indicatoren, zin
from sectorplan_analysis.rapport.vorm import measured, wanneer, wie
from sectorplan_analysis.reference import FUNCTIECATEGORIEEN, TOTAAL


def werkdruk_kort(openbaar: Openbaar) -> Kernpunten:
    """The conclusion of the page."""
    contracts = zin(
        measured("structureel_pct", openbaar),
        f"Van de begrote formatie is {{aandeel}} structureel ingevuld op {wanneer(openbaar)} ({{aantallen}} fte).",
        "Het structureel ingevulde deel van de begrote formatie",
    )
    return Kernpunten(*_focus_sentences(openbaar), contracts)


def _focus(openbaar: Openbaar) -> pd.DataFrame:
    rows = openbaar.focusgroepen
    return rows[rows["meting"].eq(rows["meting"].max())]


def _focus_sentences(openbaar: Openbaar) -> list[str]:
    rows = _focus(openbaar)
    if rows.empty:
        return [f"Op of vóór {wanneer(openbaar)} is geen werkdruk gemeten."]
    found = []
    for schaal in ("werkdruk", "baanzekerheid"):
        own = rows[(rows["schaal"] == schaal) & (rows["situatie"] == "voor-nu")].set_index("maat")["waarde"]
        if GEHEIM in own[["gemiddelde", "laag", "hoog"]].tolist():
            continue
        mean, low, high = (float(own[name]) for name in ("gemiddelde", "laag", "hoog"))
        certain = "" if low > 0 or high < 0 else "niet aantoonbaar veranderd: "
        found.append(
            f"De ervaren {schaal} is van vóór het sectorplan naar nu {certain}gemiddeld "
            f"{dutch.number(mean, 1, sign=True)} punt (95%-interval {dutch.number(low, 1, sign=True)} tot "
            f"{dutch.number(high, 1, sign=True)}); 'vóór' is achteraf gevraagd."
        )
    return found or ["De uitkomsten van de focusgroepen gaan over te weinig deelnemers om te tonen."]


def scores(openbaar: Openbaar) -> Tabel | Tekst:
    """Participants and mean score per situation."""
    rows = _focus(openbaar)
    rows = rows[~rows["situatie"].str.contains("-")]
    if rows.empty:
        return Tekst(*_focus_sentences(openbaar))
    wide = rows.pivot(index=["schaal", "situatie"], columns="maat", values="waarde").reset_index()
    order = {name: place for place, name in enumerate(figures.SITUATIES)}
    wide = wide.sort_values(["schaal", "situatie"], key=lambda c: c.map(order) if c.name == "situatie" else c)
    wide = wide.assign(situatie=wide["situatie"].map(figures.SITUATIES), schaal=wide["schaal"].str.capitalize())
    wide["gemiddelde"] = [value.replace(".", ",") for value in wide["gemiddelde"]]
    headers = {"schaal": "Schaal", "situatie": "Situatie", "deelnemers": "Deelnemers", "gemiddelde": "Gemiddelde"}
    note = "Schaal 0-10. Geen getal gaat over minder dan tien deelnemers; daarom staat figuur 1 hier niet."
    return Tabel(wide, f"Focusgroepen, landelijk, {rows['naam'].iloc[0]}.", headers, totaal="", definitie=note)


def bewegingen(openbaar: Openbaar) -> Tabel | Tekst:
    """How many participants went up, stayed and went down from 'voor' to 'nu'."""
    rows = _focus(openbaar)
    rows = rows[(rows["situatie"] == "voor-nu") & rows["maat"].isin(["hoger", "gelijk", "lager"])]
    if rows.empty:
        return Tekst(*_focus_sentences(openbaar))
    wide = rows.pivot(index="schaal", columns="maat", values="waarde").reset_index()
    wide = wide.assign(schaal=wide["schaal"].str.capitalize())
    headers = {"schaal": "Schaal", "hoger": "Hoger dan vóór", "gelijk": "Gelijk", "lager": "Lager dan vóór"}
    note = "Deelnemers. Een schaal waarop een van deze groepen kleiner is dan tien, is geheim."
    return Tabel(wide, f"Verandering van vóór naar nu, {rows['naam'].iloc[0]}.", headers, totaal="", definitie=note)


def realisatie(openbaar: Openbaar) -> Tabel:
    """Structural realisation per umc."""
    frame = measure(INDICATOREN["structureel_pct"], openbaar)[["umc", "teller", "noemer", "waarde"]]
    frame = frame.set_axis(["umc", "structureel_fte", "begroot_fte", "realisatie_pct"], axis=1)
    columns = {"umc": "Umc", "structureel_fte": "Structureel", "begroot_fte": "Begroot", "realisatie_pct": "Realisatie"}
    target = openbaar.config.streefwaarden.get("structureel_pct")
    note = f"Streefwaarde: {target.naam}." if target else "Voor deze peildatum is geen streefwaarde afgesproken."
    bijschrift = f"Realisatie van de structurele formatie per umc, {wanneer(openbaar)}."
    shown = getoond(frame, openbaar, {"realisatie_pct": "begroot_fte"})
    return Tabel(shown, bijschrift, columns, definitie=note, leeg="niet geleverd")


def aandelen_vast(openbaar: Openbaar) -> Tabel:
    """Every reading of 'aandeel vast' under its own name."""
    return indicatoren(openbaar, AANDELEN_VAST, f"Zes lezingen van 'aandeel vast', {wanneer(openbaar)}.")


def functies(openbaar: Openbaar) -> Tabel:
    """Figures 4 and 5 as a table: persons and fte per functiecategorie, with and without a permanent contract.

    Promised and other temporary contracts are taken together: apart, nearly every number would be hidden.
    """
    rows = []
    for name in FUNCTIECATEGORIEEN:
        cells = {}
        for status, selection in (("alle", REGULIER), ("vast", VAST), ("niet_vast", NIET_VAST)):
            own = {"functiecategorie": name}
            cells[f"aantal_{status}"] = amounts(medewerkers(selection, own), openbaar)[TOTAAL]
            cells[f"{status}_fte"] = amounts(fte(selection, own), openbaar)[TOTAAL]
        rows.append({"functie": figures.FUNCTIES[name], **cells})
    names = {"alle": "Alle", "vast": "Vast", "niet_vast": "Niet vast"}
    columns = {"functie": "Functie"}
    columns |= {f"aantal_{status}": text for status, text in names.items()}
    columns |= {f"{status}_fte": text for status, text in names.items()}
    groups = {name: "Fte" if name.endswith("_fte") else "Personen" for name in columns if name != "functie"}
    return Tabel(
        getoond(pd.DataFrame(rows), openbaar),
        f"Medewerkers naar functie en contract, {wie(openbaar)}, {wanneer(openbaar)}.",
        columns,
        groepen=groups,
        definitie="Zonder inloop. Niet vast is tijdelijk en toegezegd vast samen. De getallen van figuur 4 en 5; een "
        "figuur zou verborgen getallen als nul tonen.",
    )


def kpi14(openbaar: Openbaar) -> Tabel:
    """KPI 14."""
    names = [name for name in INDICATOREN if name.startswith("dataspecialisten_")]
    return indicatoren(openbaar, names, f"Dataspecialisten volgens KPI 14, {wanneer(openbaar)}.")
