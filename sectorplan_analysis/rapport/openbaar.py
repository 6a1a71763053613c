"""Pages of the openbaar edition: national numbers and comparisons between umcs, from what may be published only.

Every function takes an `Openbaar`, which holds no persons. A number that is hidden is a word, never a dash or a zero.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

import pandas as pd

from sectorplan_analysis import figure_data
from sectorplan_analysis.dataset import CENTRAL, umc_name
from sectorplan_analysis.disclosure import tabellen
from sectorplan_analysis.disclosure.openbaar import GEHEIM, Openbaar
from sectorplan_analysis.documents import NOTEBOOKS, Document
from sectorplan_analysis.indicators import AANDELEN_VAST, INDICATOREN, REGULIER, VAST, fte, medewerkers
from sectorplan_analysis.measure import amounts, measure, percentage, series
from sectorplan_analysis.pages import Figuur, Kernpunten, Tabel, Tekst, dutch, figures
from sectorplan_analysis.pages.index import Kpi, Link, round_index
from sectorplan_analysis.rapport.overzicht import ABOUT, TABLE_NAMES, page_meta
from sectorplan_analysis.rapport.vorm import RAPPORT, jaren, measured, pct, teller_noemer, waar, wanneer, wie
from sectorplan_analysis.reference import FUNCTIECATEGORIEEN, TOTAAL, WETENSCHAPPELIJK, subthemas

_REEKS = {
    "structureel_pct": "Realisatie structureel",
    "medewerkers_totaal": "Medewerkers",
    "vrouwen_pct": "Aandeel vrouwen",
    "vast_vrouwen_pct": "Aandeel vrouwen vast",
    "dataspecialisten_fte": "Dataspecialisten (KPI 14)",
}
_DECIMALS = {"EUR": 0, "personen": 0, "%": 1, "fte": 2}
_STATUS = {"vast": "Vast", "toegezegd_vast": "Toegezegd vast", "tijdelijk": "Tijdelijk"}


def _shown(frame: pd.DataFrame, openbaar: Openbaar) -> pd.DataFrame:
    """A table to show, with the mark where a number is hidden; an empty row for a umc that was left out stays empty."""
    hidden = frame.isna()
    if "umc" in frame:
        hidden[frame["umc"].isin([umc_name(umc) for umc in openbaar.ontbrekend])] = False
    return frame.astype(object).mask(hidden, GEHEIM)


def _numbers(frame: pd.DataFrame) -> pd.DataFrame:
    """A table of the CSV files with numbers as numbers and marks as they are."""
    text = frame.drop(columns="umc")
    values = text.apply(lambda column: pd.to_numeric(column.replace({GEHEIM: None, "": None})))
    return values.astype(object).mask(text == GEHEIM, GEHEIM).assign(umc=frame["umc"])


def _table(openbaar: Openbaar, name: str, bijschrift: str, kolommen: dict[str, str], definitie: str) -> Tabel:
    frame = _numbers(tabellen.tabel(name, openbaar))
    plain = {f"aantal_{column}" if _plain(column) else column: text for column, text in kolommen.items()}
    frame = frame.rename(columns={column: f"aantal_{column}" for column in kolommen if _plain(column)})
    empty = "niet van toepassing" if name == "tabel1_bestedingen" else "niet geleverd"
    return Tabel(frame, bijschrift, plain, definitie=definitie, bron=RAPPORT, leeg=empty)


def _plain(column: str) -> bool:
    return column != "umc" and not column.endswith(("_fte", "_eur", "_pct"))


def _per_umc(openbaar: Openbaar, name: str) -> pd.DataFrame:
    return measure(INDICATOREN[name], openbaar).set_index("umc")[["teller", "noemer", "waarde"]]


def _word(value: float, decimals: int, unit: str = "") -> str:
    if pd.isna(value):
        return GEHEIM
    return pct(value, decimals) if unit == "%" else dutch.number(value, decimals)


def indicatoren(openbaar: Openbaar, names: Iterable[str], bijschrift: str) -> Tabel:
    """Indicators with value, numerator, denominator and definition."""
    rows = []
    for name in names:
        indicator, row = INDICATOREN[name], measured(name, openbaar)
        own = 2 if indicator.teller.soort in ("fte", "begroot_fte") else 0
        share = indicator.noemer is not None
        other = 2 if share and "fte" in indicator.noemer.soort else 0
        hidden = pd.isna(row["teller"]) or (share and pd.isna(row["noemer"]))
        value = row["waarde"] if not hidden else float("nan")
        unit = "" if hidden or indicator.eenheid in ("%", "EUR") else f" {indicator.eenheid}"
        rows.append(
            {
                "naam": indicator.titel,
                "waarde": _word(value, 1 if indicator.eenheid == "%" else own, indicator.eenheid) + unit,
                "teller": _word(row["teller"], own) if share else "",
                "noemer": _word(row["noemer"], other) if share else "",
                "definitie": indicator.definitie,
            }
        )
    headers = {"naam": "Cijfer", "waarde": "Waarde", "teller": "Teller", "noemer": "Noemer", "definitie": "Definitie"}
    return Tabel(pd.DataFrame(rows), bijschrift, headers, leeg="geen aandeel", bron=RAPPORT)


# ---- kengetallen


def kengetallen_kort(openbaar: Openbaar) -> Kernpunten:
    """The conclusion of the page: KPI totals, which are always shown."""
    structureel, besteed = measured("structureel_pct", openbaar), measured("besteed_pct", openbaar)
    gerealiseerd = measured("gerealiseerd_pct", openbaar)
    zinnen = [
        f"{waar(openbaar)} is op {wanneer(openbaar)} {pct(structureel['waarde'])} van de begrote formatie structureel "
        f"ingevuld: {teller_noemer(structureel, decimals=2)} fte is vast of onvoorwaardelijk toegezegd vast.",
        f"Met de tijdelijke posities erbij is {pct(gerealiseerd['waarde'])} gerealiseerd "
        f"({teller_noemer(gerealiseerd, decimals=2)} fte).",
    ]
    if pd.notna(besteed["waarde"]):
        zinnen.append(
            f"In {jaren(openbaar)} is {pct(besteed['waarde'])} van de ontvangen sectorplanmiddelen besteed: "
            f"{dutch.eur(besteed['teller'])} van {dutch.eur(besteed['noemer'])}."
        )
    return Kernpunten(*zinnen)


def tabel1(openbaar: Openbaar) -> Tabel:
    """Table 1: per umc without the split of personnel costs."""
    columns = {
        "umc": "Umc",
        "tijdelijke_posities_eur": "Tijdelijke posities",
        "vaste_posities_eur": "Vaste posities",
        "indirecte_kosten_eur": "Indirecte kosten",
        "materieel_eur": "Materieel",
        "totaal_eur": "Totaal besteed",
    }
    note = "Kosten van tijdelijke en vaste posities staan er alleen landelijk: per umc kan het om enkele mensen gaan."
    period = jaren(openbaar) or "nog geen volledig jaar"
    return _table(openbaar, "tabel1_bestedingen", f"Tabel 1. Cumulatieve bestedingen, {period}.", columns, note)


def tabel2(openbaar: Openbaar) -> Tabel:
    """Table 2 with marks."""
    columns = {
        "umc": "Umc",
        "inloop_fte": "Inloop",
        "tijdelijk_fte": "Tijdelijk",
        "toegezegd_vast_fte": "Toegezegd vast",
        "vast_fte": "Vast",
        "begroot_fte": "Begroot",
        "realisatie_structureel_pct": "Realisatie structureel",
    }
    note = "Realisatie structureel is (vast + toegezegd vast) gedeeld door begroot."
    bijschrift = f"Tabel 2. Sectorplanposities in fte per umc, {wanneer(openbaar)}."
    return _table(openbaar, "tabel2_fte", bijschrift, columns, note)


def tabel3(openbaar: Openbaar) -> Tabel:
    """Table 3 with marks."""
    columns = {"umc": "Umc", "inloop": "Inloop", **dict(reversed(_STATUS.items()))}
    bijschrift = f"Tabel 3. Sectorplanmedewerkers per umc, {wanneer(openbaar)}."
    return _table(openbaar, "tabel3_medewerkers", bijschrift, columns, "Personen.")


def figuur3(openbaar: Openbaar) -> Figuur:
    """Structural fte per umc beside the budget: what is always shown of figure 3."""
    rows = measure(INDICATOREN["structureel_pct"], openbaar)
    rows = rows[rows["umc"] != TOTAAL].dropna(subset="teller")
    return figures.figuur3(
        rows.rename(columns={"teller": "fte"}).assign(contractstatus="vast")[["umc", "contractstatus", "fte"]],
        begroot=rows.rename(columns={"noemer": "begroot_fte"})[["umc", "begroot_fte"]],
        wanneer=wanneer(openbaar),
        bron=f"{RAPPORT}, figuur 3, zonder tijdelijk en inloop",
    )


def ontwikkeling(openbaar: Openbaar) -> Tabel:
    """National KPI totals on the days of the edition."""
    rows = series(_REEKS, openbaar)
    wide = rows[rows["umc"] == TOTAAL].pivot(index="peildatum", columns="maat", values="waarde")[list(_REEKS)]
    units = {name: INDICATOREN[name].eenheid for name in _REEKS}
    frame = pd.DataFrame({name: [_word(v, _DECIMALS[units[name]], units[name]) for v in wide[name]] for name in _REEKS})
    frame.insert(0, "peildatum", [dutch.date(day) for day in wide.index])
    frame = frame.rename(columns={name: f"kolom {place}" for place, name in enumerate(_REEKS)})
    headers = {f"kolom {place}": text for place, text in enumerate(_REEKS.values())}
    note = "Dataspecialisten in fte. Een verschil tussen twee peildata is een saldo van komen en gaan."
    return Tabel(frame, "Landelijke ontwikkeling.", {"peildatum": "Peildatum", **headers}, definitie=note)


def themas(openbaar: Openbaar) -> Tabel:
    """Persons and fte per subthema and the number of umcs that made it a priority (figure 7)."""
    rows = figure_data.figuur7(openbaar)
    wide = rows[rows["umc"] == TOTAAL].pivot(index=["thema", "subthema"], columns="maat", values="waarde")
    frame = wide.loc[[(thema, name) for name, thema in subthemas().items()]].reset_index()
    frame = frame.rename(columns={"medewerkers": "aantal", "prioriteit": "aantal_umcs"})
    headers = {
        "subthema": "Subthema",
        "thema": "Thema",
        "aantal_umcs": "Umc's met prioriteit",
        "aantal": "Medewerkers",
        "fte": "Fte",
    }
    note = "Wie in twee subthema's werkt, telt in beide mee. Aantallen per umc en subthema worden niet getoond."
    bijschrift = f"Subthema's, {wie(openbaar)}, {wanneer(openbaar)}."
    return Tabel(_shown(frame, openbaar), bijschrift, headers, definitie=note, decimalen={"fte": 2})


def aansluiting(openbaar: Openbaar) -> Tekst:
    """How many of the numbers that are shown here equal the published ones."""
    rows = tabellen.aansluiting_openbaar(openbaar)
    if rows.empty:
        return Tekst(f"Voor {wanneer(openbaar)} heeft de commissie geen cijfers gepubliceerd om mee te vergelijken.")
    same = int((rows["oordeel"] == "gelijk").sum())
    return Tekst(
        f"Van de {dutch.number(len(rows))} gepubliceerde cijfers die ook hier staan, komen er {dutch.number(same)} "
        "precies zo uit de leveringen. Andere gepubliceerde cijfers worden hier niet herhaald."
    )


# ---- diversiteit


def diversiteit_kort(openbaar: Openbaar) -> Kernpunten:
    """The conclusion of the page."""
    everyone, vast = measured("vrouwen_pct", openbaar), measured("vast_vrouwen_pct", openbaar)
    zinnen = [
        f"{waar(openbaar)} is {pct(everyone['waarde'], 1)} van de sectorplanmedewerkers vrouw op {wanneer(openbaar)} "
        f"({teller_noemer(everyone)} personen).",
        f"Onder medewerkers met een vast contract is dat {pct(vast['waarde'], 1)} ({teller_noemer(vast)}).",
    ]
    return Kernpunten(*zinnen)


def vrouwen_per_umc(openbaar: Openbaar) -> Tabel:
    """Women among all medewerkers and among those with a permanent contract, per umc."""
    frames = []
    for name in ("vrouwen_pct", "vast_vrouwen_pct"):
        frames.append(_per_umc(openbaar, name).set_axis([f"aantal_{name}_v", f"aantal_{name}_n", name], axis=1))
    return Tabel(
        _shown(pd.concat(frames, axis=1).reset_index(), openbaar),
        f"Aandeel vrouwen per umc, personen, {wanneer(openbaar)}.",
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
        definitie="Zonder inloop. In de noemer telt iedereen mee. Aantallen van andere genders worden niet getoond.",
        leeg="niet geleverd",
    )


def vrouwen_per_groep(openbaar: Openbaar) -> Tabel:
    """Women with a permanent contract per functiecategorie, and women per thema."""
    groups = [
        ("Vast", figures.FUNCTIES[name], {"functiecategorie": name}, VAST)
        for name in (*WETENSCHAPPELIJK, *(n for n in FUNCTIECATEGORIEEN if n not in WETENSCHAPPELIJK))
    ]
    groups += [("Alle", thema, {"thema": thema}, REGULIER) for thema in dict.fromkeys(subthemas().values())]
    rows = []
    for who, name, selection, base in groups:
        people = [amounts(medewerkers(base, selection, s), openbaar)[TOTAAL] for s in ({"gender": "v"}, {})]
        posts = [amounts(fte(base, selection, s), openbaar)[TOTAAL] for s in ({"gender": "v"}, {})]
        shares = percentage(pd.Series([people[0], posts[0]]), pd.Series([people[1], posts[1]]))
        rows.append((name, who, *people, shares[0], *posts, shares[1]))
    columns = ["groep", "wie", "aantal_v", "aantal", "personen_pct", "v_fte", "alle_fte", "v_fte_pct"]
    return Tabel(
        _shown(pd.DataFrame(rows, columns=columns), openbaar),
        f"Vrouwen per functie en thema, {wie(openbaar)}, {wanneer(openbaar)}.",
        {
            "groep": "Groep",
            "wie": "Contract",
            "aantal_v": "Vrouwen",
            "aantal": "Medewerkers",
            "personen_pct": "Aandeel vrouwen (personen)",
            "v_fte": "Vrouwen",
            "alle_fte": "Alle",
            "v_fte_pct": "Aandeel vrouwen (fte)",
        },
        decimalen={"personen_pct": 1, "v_fte_pct": 1},
        totaal="",
        definitie="Zonder inloop.",
    )


# ---- werkdruk en baanzekerheid


def werkdruk_kort(openbaar: Openbaar) -> Kernpunten:
    """The conclusion of the page."""
    row = measured("structureel_pct", openbaar)
    zinnen = [*_focus_sentences(openbaar)]
    zinnen.append(
        f"Van de begrote formatie is {pct(row['waarde'])} structureel ingevuld op {wanneer(openbaar)} "
        f"({teller_noemer(row, decimals=2)} fte)."
    )
    return Kernpunten(*zinnen)


def _focus(openbaar: Openbaar) -> pd.DataFrame:
    rows = openbaar.focusgroepen
    return rows[rows["meting"] == rows["meting"].max()]


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


def realisatie(openbaar: Openbaar) -> Tabel:
    """Structural realisation per umc."""
    frame = _per_umc(openbaar, "structureel_pct").reset_index()
    frame = frame.rename(columns={"waarde": "realisatie_pct", "teller": "structureel_fte", "noemer": "begroot_fte"})
    columns = {"umc": "Umc", "structureel_fte": "Structureel", "begroot_fte": "Begroot", "realisatie_pct": "Realisatie"}
    target = openbaar.config.streefwaarden.get("structureel_pct")
    note = f"Streefwaarde: {target.naam}." if target else "Voor deze peildatum is geen streefwaarde afgesproken."
    bijschrift = f"Realisatie van de structurele formatie per umc, {wanneer(openbaar)}."
    return Tabel(_shown(frame, openbaar), bijschrift, columns, definitie=note, leeg="niet geleverd")


def aandelen_vast(openbaar: Openbaar) -> Tabel:
    """Every reading of 'aandeel vast' under its own name."""
    return indicatoren(openbaar, AANDELEN_VAST, f"Zes lezingen van 'aandeel vast', {wanneer(openbaar)}.")


def functies(openbaar: Openbaar) -> Tabel:
    """Figures 4 and 5 as a table: persons and fte per functiecategorie and contractstatus."""
    rows = []
    for name in FUNCTIECATEGORIEEN:
        cells = {}
        for status in _STATUS:
            selection = {**REGULIER, "functiecategorie": name, "contractstatus": status}
            cells[f"aantal_{status}"] = amounts(medewerkers(selection), openbaar)[TOTAAL]
            cells[f"{status}_fte"] = amounts(fte(selection), openbaar)[TOTAAL]
        rows.append({"functie": figures.FUNCTIES[name], **cells})
    columns = {"functie": "Functie"}
    columns |= {f"aantal_{status}": text for status, text in _STATUS.items()}
    columns |= {f"{status}_fte": text for status, text in _STATUS.items()}
    groups = {name: "Fte" if name.endswith("_fte") else "Personen" for name in columns if name != "functie"}
    return Tabel(
        _shown(pd.DataFrame(rows), openbaar),
        f"Medewerkers naar functie en contract, {wie(openbaar)}, {wanneer(openbaar)}.",
        columns,
        groepen=groups,
        definitie="Zonder inloop. De getallen van figuur 4 en 5; een figuur zou verborgen getallen als nul tonen.",
    )


def kpi14(openbaar: Openbaar) -> Tabel:
    """KPI 14."""
    names = [name for name in INDICATOREN if name.startswith("dataspecialisten_")]
    return indicatoren(openbaar, names, f"Dataspecialisten volgens KPI 14, {wanneer(openbaar)}.")


# ---- datakwaliteit en index


def datakwaliteit_kort(openbaar: Openbaar) -> Kernpunten:
    """Which deliveries the numbers come from."""
    text = f"De cijfers van {wanneer(openbaar)} komen uit de levering van {dutch.date(openbaar.levering)}"
    zinnen = [f"{text}."]
    if openbaar.synthetisch[0]:
        zinnen = [f"{text}; daarin zitten synthetische bestanden: de personen zijn verzonnen."]
    if openbaar.ontbrekend:
        names = dutch.join_words(umc_name(umc) for umc in openbaar.ontbrekend)
        zinnen.append(f"Zonder gegevens van {names}: die tellen in geen enkel totaal mee.")
    central = [*CENTRAL, *(["culturele diversiteit"] if len(openbaar.culturele_diversiteit) else [])]
    centraal = dutch.join_words(central)
    zinnen.append(f"De umc's leverden personeel, contracten en gender; {centraal} zijn centraal geleverd.")
    zinnen.append("De controles vonden geen fouten: bij een fout worden geen pagina's gemaakt.")
    return Kernpunten(*zinnen)


def bescherming(openbaar: Openbaar) -> Tekst:
    """How many numbers are hidden, and by which rule."""
    now = openbaar.cellen[openbaar.cellen["peildatum"] == openbaar.peildatum.isoformat()]
    hidden = int((now["waarde"] == GEHEIM).sum())
    return Tekst(
        f"Van de {dutch.number(len(now))} getallen die deze editie kan tonen, zijn er {dutch.number(hidden)} geheim. "
        f"Geheim is elk aantal van minder dan {openbaar.grens} medewerkers, met zijn fte, en elk getal waaruit zo'n "
        "aantal is af te leiden. Nullen worden getoond."
    )


def _kpi(openbaar: Openbaar, history: pd.DataFrame, name: str, titel: str, doel: str, page: str) -> Kpi:
    row, unit = measured(name, openbaar), INDICATOREN[name].eenheid
    values = history.loc[history["maat"] == name, "waarde"].dropna().tolist()
    change = ""
    if len(values) > 1:
        size = dutch.number(values[-1] - values[-2], 1, sign=True)
        change = f"{size} {'procentpunt' if unit == '%' else 'fte'} sinds {dutch.date(openbaar.jaareinden()[-2])}"
    value = pct(row["waarde"], 1) if unit == "%" else dutch.fte(row["waarde"], 1)
    count = f"{teller_noemer(row, decimals=_DECIMALS['fte' if 'structureel' in name else 'personen'])}"
    status = count if unit == "%" else "landelijk"
    return Kpi(titel, value, doel, status, change, tuple(map(float, values)), f"{page}.html")


def index_openbaar(openbaar: Openbaar, *, tabellen: Sequence[str]) -> str:
    """HTML of the index of the openbaar edition."""
    history = series(("structureel_pct", "vrouwen_pct", "dataspecialisten_fte"), openbaar)
    history = history[history["umc"] == TOTAAL]
    goals = {
        "structureel_pct": ("Continuïteit: structurele formatie", "substantieel hoger", "werkdruk_baanzekerheid"),
        "vrouwen_pct": ("Diversiteit: aandeel vrouwen", "toename waar nodig", "diversiteit"),
        "dataspecialisten_fte": ("Dataspecialisten (KPI 14)", "meer dan in 2023", "werkdruk_baanzekerheid"),
    }
    links = [Link(TABLE_NAMES.get(name.rpartition(".")[0], name), f"tabellen/{name}") for name in tabellen]
    return round_index(
        dataclasses.replace(page_meta(openbaar, editie="openbaar"), index=""),
        titel=f"{openbaar.config.titel}, {wanneer(openbaar)}",
        kernpunten=[
            kengetallen_kort(openbaar).zinnen[0],
            diversiteit_kort(openbaar).zinnen[0],
            werkdruk_kort(openbaar).zinnen[0],
        ],
        kpis=[_kpi(openbaar, history, name, *texts) for name, texts in goals.items()],
        groepen={
            "Landelijke pagina's": [
                Link(title, Document(name).page.as_posix(), ABOUT[name]) for name, title in NOTEBOOKS.items()
            ],
            "Tabellen": links,
            "Verantwoording": [
                Link("Manifest", "manifest.json", "Versies en controlegetallen van alle bestanden."),
                Link("RO-Crate", "ro-crate-metadata.json", "Dezelfde herkomst in een vorm voor machines."),
            ],
        },
        notebooks=[Link(title, Document(name).executed.as_posix()) for name, title in NOTEBOOKS.items()],
    )
