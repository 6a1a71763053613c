"""From a number back to the rows it was counted from: which file, sheet and row of the delivery."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from sectorplan_analysis import perceptie
from sectorplan_analysis.dataset import Ronde, load_ronde
from sectorplan_analysis.errors import CallError
from sectorplan_analysis.indicators import AANDELEN_VAST, INDICATOREN, Hoeveelheid, Indicator
from sectorplan_analysis.measure import measure, rows_behind
from sectorplan_analysis.pages import dutch
from sectorplan_analysis.publish import write_csv
from sectorplan_analysis.status import HERKOMST, PERSON, running_on

#: The tile of the index that is no indicator: the mean of scores.
WERKDRUK = Indicator(
    "werkdruk",
    "Werkdruk (0-10)",
    "Gemiddelde van de scores in de laatste meting, situatie nu",
    "3.1.1",
    "punten",
    teller=Hoeveelheid("score"),
    noemer=Hoeveelheid("scores"),
)
#: Names that have more than one reading; each is said, none is chosen.
MEERDUIDIG = {"aandeel_vast": AANDELEN_VAST}
#: What may be asked for.
NAMEN = (*INDICATOREN, WERKDRUK.naam)
#: Folder beside the editions; it holds pseudonyms and single persons.
MAP = "herleiding-vertrouwelijk"
_BRON = ["tabel", "umc", *HERKOMST]


@dataclass(frozen=True)
class Spoor:
    """One number with what it was made from.

    Attributes
    ----------
    indicator
        What was asked for.
    waarde, teller, noemer
        As in `measure.measure`; ``noemer`` is NaN for a number that is no share.
    rijen
        One row per row of the delivery and role: rol (teller, noemer, aftrek, or ``bepaalt`` for contracts and gender
        rows that decide what a position counts as), tabel, umc, bestand, blad, rij, bijdrage (what the row adds to its
        role; empty for ``bepaalt``), then the fields of the row, pseudonyms hashed.
    """

    indicator: Indicator
    waarde: float
    teller: float
    noemer: float
    rijen: pd.DataFrame


def readings(name: str) -> tuple[str, ...]:
    """The indicators that a name may stand for: itself, or each reading of a name that has several.

    Raises
    ------
    CallError
        When there is no such name; the message gives names that look like it.
    """
    if name in NAMEN:
        return (name,)
    if name in MEERDUIDIG:
        return MEERDUIDIG[name]
    close = difflib.get_close_matches(name, [*NAMEN, *MEERDUIDIG], n=5, cutoff=0.4)
    hint = f"Bedoelt u: {', '.join(close)}?" if close else "Alle namen staan in tabellen/indicatoren.csv."
    raise CallError(f"Er is geen indicator '{name}'. {hint}")


def processed_round(peildatum: dt.date, *, processed: Path) -> Ronde:
    """The round of a peildatum as it was processed, else the newest later one on that day.

    Raises
    ------
    CallError
        When no processed round holds that day.
    """
    found = sorted((path.parent.name for path in processed.glob("[0-9]*/ronde.json")), reverse=True)
    later = [name for name in found if name >= peildatum.isoformat()]
    name = peildatum.isoformat() if peildatum.isoformat() in later else next(iter(later), None)
    if name is None:
        raise CallError(
            f"In '{processed}' staat geen verwerkte ronde van {peildatum} of later. "
            f"Draai eerst: sectorplan run {peildatum}"
        )
    return load_ronde(name, processed=processed).op(peildatum)


def trace(name: str, ronde: Ronde) -> Spoor:
    """A number of a round (or of the one umc it holds) with the rows behind it."""
    if name == WERKDRUK.naam:
        return _trace_werkdruk(ronde)
    indicator = INDICATOREN[name]
    total = measure(indicator, ronde).iloc[-1]
    roles = {"teller": indicator.teller, "aftrek": indicator.min_teller, "noemer": indicator.noemer}
    frames = [_rows(role, amount, ronde) for role, amount in roles.items() if amount is not None]
    return Spoor(indicator, total["waarde"], total["teller"], total["noemer"], _together(frames))


def _rows(role: str, amount: Hoeveelheid, ronde: Ronde) -> pd.DataFrame:
    rows = rows_behind(amount, ronde).sort_values(["umc", *HERKOMST])
    # a person counts once, at the first of their positions
    share = (~rows.duplicated(PERSON)).astype(float) if amount.soort == "medewerkers" else rows[amount.soort]
    table = {"begroot_fte": "begroting", "bedrag_eur": "bestedingen"}.get(amount.soort, "personeel")
    counted = rows.assign(rol=role, tabel=table, bijdrage=share)
    return pd.concat([counted, *_deciding(rows, ronde)]) if table == "personeel" else counted


def _deciding(positions: pd.DataFrame, ronde: Ronde) -> Iterable[pd.DataFrame]:
    """Contracts and gender rows that say what these positions count as."""
    persons = positions[PERSON].drop_duplicates()
    contracts = ronde.tables["contracten"]
    contracts = contracts[running_on(contracts, ronde.peildatum)]
    for name, rows in (("contracten", contracts), ("gender", ronde.tables["gender"])):
        yield rows.merge(persons, on=PERSON).assign(rol="bepaalt", tabel=name)


def _trace_werkdruk(ronde: Ronde) -> Spoor:
    scores = perceptie.scores(ronde)
    latest = scores["meting"] == scores["meting"].max()
    rows = scores[latest & (scores["situatie"] == "nu")].dropna(subset="werkdruk")
    frames = [
        rows.assign(rol="teller", tabel="werkdruk", bijdrage=rows["werkdruk"]),
        rows.assign(rol="noemer", tabel="werkdruk", bijdrage=1.0),
    ]
    return Spoor(WERKDRUK, rows["werkdruk"].mean(), rows["werkdruk"].sum(), float(len(rows)), _together(frames))


def _together(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    rows = pd.concat(frames, ignore_index=True)
    rows = rows.drop_duplicates(["rol", *_BRON])
    place = {"teller": 0, "aftrek": 1, "noemer": 2, "bepaalt": 3}
    first = ["rol", *_BRON, "bijdrage"]
    order = rows.assign(_rol=rows["rol"].map(place)).sort_values(["_rol", *_BRON], ignore_index=True)
    return order[[*first, *rows.columns.drop(first)]]


def explain_trace(spoor: Spoor, ronde: Ronde) -> str:
    """The number, its numerator and denominator and the number of rows behind them, in Dutch."""
    indicator, rows = spoor.indicator, spoor.rijen
    unit = "euro" if indicator.eenheid == "EUR" else indicator.eenheid
    lines = [
        f"{indicator.titel} ({indicator.naam}), {ronde.naam}, {dutch.date(ronde.peildatum)}",
        f"  {indicator.definitie} ({indicator.bron}).",
        f"  waarde  {_number(spoor.waarde)}{'' if pd.isna(spoor.waarde) else f' {unit}'}",
        f"  teller  {_number(spoor.teller)}, uit {_sources(rows[rows['rol'].isin(['teller', 'aftrek'])])}",
    ]
    if indicator.noemer is not None:
        lines.append(f"  noemer  {_number(spoor.noemer)}, uit {_sources(rows[rows['rol'] == 'noemer'])}")
    return "\n".join(lines).replace(dutch.NBSP, " ")


def _number(value: float) -> str:
    return dutch.number(value, 0 if float(value).is_integer() else 2)


def _sources(rows: pd.DataFrame) -> str:
    counts = rows.drop_duplicates(_BRON).groupby("tabel").size()
    said = [f"{dutch.count(number, 'rij', 'rijen')} van {table}" for table, number in counts.items()]
    return dutch.join_words(said, none="geen enkele rij")


def write_trace(spoor: Spoor, *, reports: Path, peildatum: dt.date, umc: str) -> Path:
    """Write the rows behind a number; gives the file.

    The file is for the committee and the umc only. It is part of no edition.
    """
    folder = reports / peildatum.isoformat() / MAP
    path = folder / f"{spoor.indicator.naam}-{umc or 'landelijk'}.csv"
    write_csv(spoor.rijen, path)
    return path
