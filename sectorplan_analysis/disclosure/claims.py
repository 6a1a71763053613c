"""What the files of a built openbaar edition say about persons, read as an outsider would: file, column, word, number.

A *bewering* is one number with what it counts. Nothing of the choice of what to hide is used here. A file or column
that is not understood is an error: what cannot be judged is not published.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from sectorplan_analysis.dataset import CULTUREEL
from sectorplan_analysis.indicators import INDICATOREN, Hoeveelheid

MARK = "geheim"
#: Words in the files for more than one contractstatus or gender.
_STATUS = {"structureel": ("vast", "toegezegd_vast"), "niet_vast": ("toegezegd_vast", "tijdelijk")}
_FIGUUR_STATUS = {"vast": ("vast", "toegezegd_vast"), "totaal": ()}
_UNITS = {"personen": "medewerkers", "fte": "fte"}
#: Files that hold no numbers about medewerkers in the deliveries.
_OVERIG = {"ronde.json", "tabel1_bestedingen.csv", f"{CULTUREEL}.csv"}


class UnreadableError(ValueError):
    """A file says something that cannot be judged."""


@dataclass(frozen=True)
class Bewering:
    """One number in a file.

    Attributes
    ----------
    bestand
        File it stands in.
    dag
        Peildatum it is about, ISO text.
    waar
        Column to allowed values, as sorted pairs; an absent column allows everything.
    maat
        ``medewerkers`` or ``fte``.
    tekst
        The number as written, or the mark.
    """

    bestand: str
    dag: str
    waar: tuple[tuple[str, tuple[object, ...]], ...]
    maat: str
    tekst: str


def read_claims(folder: Path) -> Iterator[Bewering]:
    """Every number about medewerkers in the files of an edition.

    Raises
    ------
    UnreadableError
        For a file, column or word that is not understood.
    """
    day = json.loads((folder / "ronde.json").read_text(encoding="utf-8"))["peildatum"]
    for path in sorted(folder.iterdir()):
        if path.name in _OVERIG:
            continue
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        if path.stem in ("figuur1", "focusgroepen"):
            _participants(frame, path.name)
        elif path.stem == "aansluiting":
            _repeats(frame, folder)
        elif path.stem in ("indicatoren", "reeks"):
            yield from _indicators(frame, path.name)
        elif {"maat", "waarde"} <= set(frame.columns):
            yield from _long(frame, path.name)
        elif path.stem.startswith("tabel"):
            yield from _wide(frame, path.name, day)
        else:
            raise UnreadableError(f"{path.name}: onbekend bestand")


def _claim(bestand: str, day: str, where: Mapping[str, object], maat: str, text: str) -> Bewering:
    pairs = tuple(sorted((name, own if isinstance(own, tuple) else (own,)) for name, own in where.items()))
    return Bewering(bestand, day, pairs, maat, text)


def _wide(frame: pd.DataFrame, bestand: str, day: str) -> Iterator[Bewering]:
    """Tables 2 to 4: a column is a contractstatus (or inloop), with a gender or a unit behind it."""
    for column in frame.columns.drop("umc"):
        name, maat, gender = column, "medewerkers", None
        if column.endswith(("_pct", "begroot_fte")):
            continue
        if column.endswith("_fte"):
            name, maat = column.removesuffix("_fte"), "fte"
        elif bestand.startswith("tabel4"):
            name, _, gender = column.partition("_")
            name = {"tijdelijk": "niet_vast"}.get(name, name)
        where: dict[str, object] = {"inloop": name == "inloop"}
        if name != "inloop":
            where["contractstatus"] = _STATUS.get(name, (name,))
        if gender:
            where["gender"] = (gender,)
        for umc, text in zip(frame["umc"], frame[column], strict=True):
            if text:
                yield _claim(bestand, day, where | _place({"umc": umc}), maat, text)


def _long(frame: pd.DataFrame, bestand: str) -> Iterator[Bewering]:
    """The figures and the list of all numbers: a row says with its dimensions what is counted."""
    figure = bestand.startswith("figuur")
    for row in frame.to_dict("records"):
        status = row.get("contractstatus", "")
        if row["maat"] in ("bedrag_eur", "begroot_fte", "prioriteit", "structureel_pct") or status == "begroot":
            continue
        where: dict[str, object] = _place(row)
        if figure:
            where["inloop"] = status == "inloop"
            joined = _FIGUUR_STATUS if bestand in ("figuur2.csv", "figuur3.csv") else {}
            status = "vast" if bestand == "figuur6.csv" else "" if status == "inloop" else status
            groups = joined.get(status, (status,) if status else ())
        else:
            where |= {"inloop": row["inloop"] == "ja"} if row["inloop"] else {}
            groups = _STATUS.get(status, (status,) if status else ())
        where |= {"contractstatus": groups} if groups else {}
        whole = dict(where)
        where |= {"gender": (row["gender"],)} if row.get("gender") else {}
        day = f"{row['jaar']}-12-31" if "jaar" in row else row["peildatum"]
        if row["maat"] == "aandeel_fte":
            _share(row, bestand)
            yield _claim(bestand, day, where, "fte", row["teller"])
            yield _claim(bestand, day, whole, "fte", row["noemer"])
        elif row["maat"] not in ("medewerkers", "fte"):
            raise UnreadableError(f"{bestand}: onbekende maat '{row['maat']}'")
        elif row["waarde"]:
            yield _claim(bestand, day, where, row["maat"], row["waarde"])


def _place(row: Mapping[Hashable, str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name in ("umc", "functiecategorie", "thema", "subthema"):
        if row.get(name) and (name, row[name]) != ("umc", "Totaal"):
            found[name] = row[name]
    if row.get("kpi14"):
        found["kpi14"] = row["kpi14"] == "ja"
    if row.get("lezing") == "kpi14":
        found["kpi14"] = True
    elif row.get("lezing"):
        found["functiecategorie"] = "dataspecialist"
    return found


def _indicators(frame: pd.DataFrame, bestand: str) -> Iterator[Bewering]:
    for row in frame.to_dict("records"):
        indicator = INDICATOREN[row["maat"]]
        parts = [(indicator.teller, row["teller"])]
        if indicator.noemer is not None:
            _share(row, bestand)
            parts.append((indicator.noemer, row["noemer"]))
        elif row["teller"] != row["waarde"]:
            raise UnreadableError(f"{bestand}: {row['maat']} heeft een teller die de waarde niet is")
        for hoeveelheid, text in parts:
            if hoeveelheid.soort in ("medewerkers", "fte") and text:
                where = _selection(hoeveelheid) | _place({"umc": row["umc"]})
                yield _claim(bestand, row["peildatum"], where, hoeveelheid.soort, text)


def _selection(hoeveelheid: Hoeveelheid) -> dict[str, object]:
    return dict(hoeveelheid.waar)


def _share(row: Mapping[Hashable, str], bestand: str) -> None:
    """A share is only there with both its numbers, and a hidden share never looks like an empty one."""
    known = row["teller"] != MARK and row["noemer"] != MARK
    if (row["waarde"] == MARK) == known and row["noemer"] != "0":
        raise UnreadableError(f"{bestand}: een aandeel bij {row['umc']} past niet bij zijn teller en noemer")


def _participants(frame: pd.DataFrame, bestand: str) -> None:
    """Of focus groups no count below ten, and no mean or other number without a count."""
    counts = frame.loc[frame["maat"] == "deelnemers", "waarde"]
    if any(text != MARK and int(text) < 10 for text in counts):
        raise UnreadableError(f"{bestand}: een aantal deelnemers onder de tien")


def _repeats(frame: pd.DataFrame, folder: Path) -> None:
    """Computed numbers beside published ones are those of the tables and indicators, and so never a hidden one."""
    known = pd.read_csv(folder / "indicatoren.csv", dtype=str, keep_default_na=False)
    values = {(row["maat"], row["umc"]): row["waarde"] for row in known.to_dict("records")}
    for row in frame.to_dict("records"):
        table, _, column = row["id"].partition(".")
        if column:
            cells = pd.read_csv(folder / f"{table}.csv", dtype=str, keep_default_na=False).set_index("umc")
            same = cells.at[row["umc"], column] == row["berekend"]
        else:
            same = values.get((row["id"], row["umc"])) != MARK
        if not same:
            raise UnreadableError(f"aansluiting.csv: {row['id']} bij {row['umc']} staat niet in de tabellen")
