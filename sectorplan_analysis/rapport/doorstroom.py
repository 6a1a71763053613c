"""How women and men came, went, were converted to a permanent contract and were promoted."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from sectorplan_analysis.dataset import Ronde, once
from sectorplan_analysis.pages import Tabel, Tekst, dutch
from sectorplan_analysis.rapport.bewegingen import stop_sentence
from sectorplan_analysis.rapport.vorm import Samen, wanneer, wie
from sectorplan_analysis.rondes.terugvinden import not_compared
from sectorplan_analysis.statistiek.doorstroom import BEGIN, flow_table, periods

_GENDER = {"v": "Vrouwen", "m": "Mannen", "x": "x", "onbekend": "Onbekend", "totaal": "Alle"}
_GEEN_VORIGE = "Er is geen eerder jaareinde in deze ronde. Wie kwam en ging, is pas te bepalen vanaf het tweede."


@once
def _flows(ronde: Ronde) -> pd.DataFrame:
    return flow_table(ronde, umcs=())


def _periods(ronde: Ronde) -> list[tuple[dt.date, dt.date]]:
    """None when persons are not found again: new pseudonyms look like everyone leaving and others coming."""
    return [] if not_compared(ronde) else periods(ronde)


def _no_flows(ronde: Ronde) -> Tekst:
    return Tekst(stop_sentence(ronde) or _GEEN_VORIGE)


def _longest(ronde: Ronde) -> tuple[dt.date, pd.DataFrame] | None:
    """Flows of the longest period the page tells about: since `BEGIN`, else since the first year-end."""
    days = [since for since, until in _periods(ronde) if until == ronde.peildatum]
    if not days:
        return None
    since = BEGIN if BEGIN in days else min(days)
    return since, _between(ronde, since, ronde.peildatum)


def _between(ronde: Ronde, since: dt.date, until: dt.date) -> pd.DataFrame:
    rows = _flows(ronde)
    return rows[(rows["sinds"] == since.isoformat()) & (rows["tot"] == until.isoformat())]


def komen_en_gaan(ronde: Ronde) -> Tabel | Tekst:
    """Who joined, left, was converted and was promoted, per period and gender."""
    if not _periods(ronde):
        return _no_flows(ronde)
    out = []
    for since, until in _periods(ronde):
        own = _between(ronde, since, until)
        for gender, name in _GENDER.items():
            counts = own[(own["gender"] == gender) & (own["maat"] == "medewerkers")].set_index("deel")["waarde"]
            if gender in ("x", "onbekend") and not counts.any():
                continue
            out.append(
                {
                    "periode": f"{_moment(since)} tot {_moment(until)}",
                    "gender": name,
                    **{f"aantal_{part}": counts[part] for part in ("begin", "instroom", "uitstroom", "eind")},
                    **{part: _of(_row(own, part, part, gender)) for part in ("omgezet", "bevorderd")},
                }
            )
    return Tabel(
        pd.DataFrame(out),
        f"Wie kwam, ging, vast werd en bevorderd is, personen, {wie(ronde)}.",
        {
            "periode": "Periode",
            "gender": "Gender",
            "aantal_begin": "Begin",
            "aantal_instroom": "Erbij",
            "aantal_uitstroom": "Weg",
            "aantal_eind": "Eind",
            "omgezet": "Vast geworden",
            "bevorderd": "Bevorderd",
        },
        definitie="Eind van een jaar is 31 december. Begin plus erbij en weg is eind. Zonder inloop: wie van of naar "
        "de inloop gaat, telt als erbij of weg; wie naar een ander umc gaat, telt bij beide. Vast geworden: van wie op "
        "beide dagen een positie had en toen niet vast was. Bevorderd: een hogere rang (docent en onderzoeker, UD, "
        "UHD, hoogleraar), van wie op beide dagen een wetenschappelijke functie had en toen geen hoogleraar was. Elke "
        "periode vergelijkt twee dagen.",
        leeg="niemand",
    )


def _row(rows: pd.DataFrame, maat: str, deel: str, gender: str) -> pd.Series:
    return rows[(rows["maat"] == maat) & (rows["deel"] == deel) & (rows["gender"] == gender)].iloc[0]


def _of(row: pd.Series) -> str:
    """'12 van 30 (40,0%)'; '' when there was nobody it could happen to."""
    if not row["noemer"]:
        return ""
    if not row["waarde"]:
        return f"0 van {dutch.number(row['noemer'])}"
    share = dutch.percent(row["waarde"] / row["noemer"], 1)
    return f"{dutch.number(row['waarde'])} van {dutch.number(row['noemer'])} ({share})"


def vast_ontleed(ronde: Ronde) -> Samen | Tekst:
    """Why vast changed among women and men over the longest period, in persons and in fte."""
    found = _longest(ronde)
    if found is None:
        return Tekst("Waarom het aantal vaste contracten veranderde, is dan ook niet te zeggen.")
    since, rows = found
    names = {"begin": "Begin", "instroom": "Instroom", "omgezet": "Omgezet", "terug": "Terug", "uitstroom": "Uitstroom",
             "omvang": "Omvang", "eind": "Eind"}  # fmt: skip
    tables = []
    for maat, name, unit in (("vast_medewerkers", "aantal_{}", "personen"), ("vast_fte", "{}_fte", "fte")):
        wide = rows[rows["maat"] == maat].pivot(index="gender", columns="deel", values="waarde").reindex(list(_GENDER))
        wide = wide[(wide != 0).any(axis=1) | wide.index.isin(["v", "m", "totaal"])]
        parts = {name.format(part): head for part, head in names.items() if part in wide}
        frame = wide.rename(index=_GENDER, columns=name.format).reset_index()
        tables.append(
            Tabel(
                frame,
                f"Waarom vast veranderde onder vrouwen en mannen, {unit}, {wie(ronde)}, {dutch.date(since)} tot "
                f"{wanneer(ronde)}.",
                {"gender": "Gender", **parts},
                totaal="Alle",
                definitie="Begin plus de delen is eind. Omgezet: toen niet vast, nu vast. Terug: toen vast, nu niet."
                + (" Omvang: beide keren vast met een andere fte." if "omvang" in wide else "")
                + " Zonder inloop.",
            )
        )
    return Samen(tuple(tables))


def _moment(day: dt.date) -> str:
    return f"eind {day.year}" if (day.month, day.day) == (12, 31) else dutch.date(day)


def doorstroom_zin(ronde: Ronde) -> Tekst:
    """Joining, leaving, conversion and promotion of women beside men over the longest period."""
    found = _longest(ronde)
    if found is None:
        return _no_flows(ronde)
    since, rows = found
    said = [
        _share_sentence(since, words, *(abs(_row(rows, "medewerkers", part, g)["waarde"]) for g in ("v", "totaal")))
        for part, words in (
            ("instroom", ("kwam er {} bij", "kwamen er {} bij")),
            ("uitstroom", ("vertrok {}", "vertrokken {}")),
        )
    ]
    could = {"omgezet": "een vast contract konden krijgen", "bevorderd": "bevorderd konden worden"}
    happened = {"omgezet": "kreeg {} een vast contract", "bevorderd": "werd {} bevorderd"}
    for part in could:
        women, men = (_of(_row(rows, part, part, gender)) for gender in "vm")
        first = f"Van de vrouwen die {could[part]}, {happened[part].format(women)}"
        if not women:
            first = f"Er zijn geen vrouwen die {could[part]}"
        said.append(f"{first}; {f'van de mannen {men}' if men else f'er zijn geen mannen die {could[part]}'}.")
    return Tekst(*said)


def _share_sentence(since: dt.date, words: tuple[str, str], women: float, everyone: float) -> str:
    start = f"Sinds {dutch.date(since)} {words[int(everyone != 1)]}"
    count = dutch.count(everyone, "medewerker", "medewerkers")
    if not everyone:
        return f"{start.format(count)}."
    share = dutch.percent(women / everyone, 1)
    who = "hen" if everyone != 1 else "die groep"
    return f"{start.format(count)}; {share} van {who} is vrouw ({dutch.number(women)} van {dutch.number(everyone)})."
