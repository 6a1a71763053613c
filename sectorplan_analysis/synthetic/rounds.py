"""Invented deliveries of 2026, 2027 and 2028, with what can happen to deliveries over the years.

The sector of ``later`` is written as its umcs deliver it: each delivery holds the full history since 2022. In 2026 one
umc is late. In 2027 the two parts of Amsterdam UMC deliver as one, one umc has a new export and one has given everyone
a new pseudonym. In 2028 three umcs correct the past. What each delivery ought to give is counted by ``truth``.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from sectorplan_analysis.rondes.config import find_config
from sectorplan_analysis.synthetic import write_example
from sectorplan_analysis.synthetic.bookkeeping import SEED, Boekhouding, contract, frames, position
from sectorplan_analysis.synthetic.calibration import FTE, PEILDATUM
from sectorplan_analysis.synthetic.export import list_synthetic, write_central, write_delivery
from sectorplan_analysis.synthetic.finance import begroting, bestedingen, later_year
from sectorplan_analysis.synthetic.focusgroups import measured_again, werkdruk
from sectorplan_analysis.synthetic.later import Gebeurtenis, Persoon, next_year, people_of
from sectorplan_analysis.synthetic.sector import bookkeeping
from sectorplan_analysis.synthetic.styles import STYLES, Style

D = dt.date
JAREN = (2026, 2027, 2028)
#: In 2026 this umc has not delivered by the time the round is made.
TE_LAAT = "maastricht-umc"
#: From 2027 these deliver as one umc.
FUSIE = {"amsterdam-umc-uva": "amsterdam-umc", "amsterdam-umc-vu": "amsterdam-umc"}
FUSIENAAM = "Amsterdam UMC"
#: In 2027 this umc gives everyone a new pseudonym, in its whole history.
NIEUWE_NUMMERS = "radboudumc"
#: From 2027 this umc sends a workbook from a new system.
NIEUWE_EXPORT = "lumc"
#: In 2028 these correct the past.
CORRECTIES = {"einddatum": "erasmus-mc", "gender": "umc-utrecht", "toegevoegd": "umcg"}
METINGEN = (2027, 2028)

_LATER_STYLES = {
    "amsterdam-umc": replace(STYLES["amsterdam-umc-uva"], encoding="utf-8-sig", dates="%Y-%m-%d", delimiter=","),
    NIEUWE_EXPORT: Style(
        container="workbook",
        dates="cell",
        words={"ja": "Ja", "nee": "Nee", "vast": "vast", "tijdelijk": "tijdelijk", "v": "Vrouw", "m": "Man"},
        sheets={"personeel": "Personeel", "contracten": "Contracten", "gender": "Gender"},
        headers={
            "medewerker_id": "Personeelsnummer",
            "functie": "Functienaam",
            "fte": "Omvang (fte)",
            "begindatum": "Ingangsdatum",
            "einddatum": "Datum einde",
            "contracttype": "Dienstverband",
            "gender": "Geslacht",
        },
    ),
}


@dataclass(frozen=True)
class Boek:
    """All that is known about the sector when a delivery is made; nobody reads it but ``truth`` and the tests.

    Attributes
    ----------
    jaar
        The delivery is that of 31 December of this year.
    mensen
        Everyone who ever had a position, as known at that time.
    begroting, geld, metingen
        The central tables, under the names of the umcs that deliver.
    gebeurtenissen
        What was decided since 2025.
    """

    jaar: int
    mensen: tuple[Persoon, ...]
    begroting: pd.DataFrame
    geld: pd.DataFrame
    metingen: pd.DataFrame
    gebeurtenissen: tuple[Gebeurtenis, ...]

    @property
    def peildatum(self) -> dt.date:
        return D(self.jaar, 12, 31)

    @property
    def umcs(self) -> tuple[str, ...]:
        """Slugs of the umcs that are to deliver, in their fixed order."""
        return tuple(dict.fromkeys(self.umc_of(umc) for umc in STYLES))

    def umc_of(self, herkomst: str) -> str:
        """The umc that delivers the persons of a umc of 2025."""
        return FUSIE.get(herkomst, herkomst) if self.jaar >= 2027 else herkomst


@cache
def books() -> dict[int, Boek]:
    """The book of every later delivery, by year. Treat the result as read-only: it is shared by all callers."""
    rng = np.random.default_rng(SEED + 3)
    people, events = people_of(bookkeeping()), []
    money, scores = bestedingen(np.random.default_rng(SEED + 1)), werkdruk(np.random.default_rng(SEED + 2))
    found = {}
    for jaar in JAREN:
        people, happened = next_year(people, jaar, rng=rng)
        events += happened
        money = later_year(money, jaar, rng=rng)
        scores = measured_again(scores, jaar, rng=rng) if jaar in METINGEN else scores
        if jaar == 2028:
            people = corrected(people)
        found[jaar] = _book(jaar, people, money, scores, events)
    return found


def _book(
    jaar: int, people: Iterable[Persoon], money: pd.DataFrame, scores: pd.DataFrame, events: Iterable[Gebeurtenis]
) -> Boek:
    """A book under the names of that year; two umcs that became one have their money added up."""
    plain = Boek(jaar, tuple(people), begroting(), money, scores, tuple(events))
    key = ["umc", "jaar", "categorie"]
    return replace(
        plain,
        begroting=_renamed(plain, plain.begroting).groupby("umc", as_index=False, sort=False).sum(),
        geld=_renamed(plain, money).groupby(key, as_index=False, sort=False)[["bedrag_eur"]].sum().round(2),
        metingen=_renamed(plain, scores) if jaar in METINGEN else scores.iloc[:0],
    )


def _renamed(boek: Boek, frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(umc=frame["umc"].map(boek.umc_of))


def corrected(people: Iterable[Persoon]) -> list[Persoon]:
    """The past as three umcs correct it: a departure was earlier, a gender was wrong, somebody had been forgotten."""
    people = copy.deepcopy(list(people))
    left = next(p for p in people if p.herkomst == CORRECTIES["einddatum"] and _left_in(p, 2028))
    left.posities[0]["einddatum"] = left.contracten[-1]["einddatum"] = D(2027, 11, 30)
    wrong = next(p for p in people if p.herkomst == CORRECTIES["gender"] and p.gender == "m" and _stays(p))
    wrong.gender = "v"
    row = position("UD", "Klinisch onderzoek", 0, D(2027, 3, 1)) | {"fte": FTE * 8 // 10}
    forgotten = Persoon(
        CORRECTIES["toegevoegd"], 99_000, "v", [row], [contract("tijdelijk", D(2027, 3, 1), D(2029, 12, 31))]
    )
    return [*people, forgotten]


def _left_in(person: Persoon, jaar: int) -> bool:
    """Whether somebody with one regular position since before 2027 left umc and sectorplan on one day of the year."""
    row, end = person.posities[0], person.posities[0]["einddatum"]
    return (
        len(person.posities) == 1
        and not row["inloop"]
        and row["begindatum"] < D(2027, 1, 1)
        and end is not None
        and end.year == jaar
        and person.contracten[-1]["einddatum"] == end
        and person.contracten[-1]["begindatum"] < D(2027, 1, 1)
    )


def _stays(person: Persoon) -> bool:
    return len(person.posities) == 1 and not person.posities[0]["inloop"] and person.posities[0]["einddatum"] is None


def delivered(boek: Boek) -> Boekhouding:
    """The book as its umcs deliver it: their names and pseudonyms of that year."""
    positions, contracts, persons = [], [], []
    for person in boek.mensen:
        key = {
            "umc": boek.umc_of(person.herkomst),
            "herkomst": person.herkomst,
            "persoon": delivered_number(boek, person),
        }
        positions += [key | row | {"fte": row["fte"] / FTE} for row in person.posities]
        contracts += [key | row for row in person.contracten]
        persons += [key | {"gender": person.gender}] if person.gender else []
    return frames(positions, contracts, persons)


def delivered_number(boek: Boek, person: Persoon) -> int:
    """The number a umc knows somebody by; one umc has other numbers for everyone from 2027."""
    if person.herkomst == NIEUWE_NUMMERS and boek.jaar >= 2027:
        return person.nummer * 48_271 % 99_991  # a prime, so that no two numbers become one
    return person.nummer


def write_rounds(folder: Path, *, jaren: Sequence[int] = JAREN) -> None:
    """Write a working folder with the deliveries of 2025 and of later years, and a configuration that knows them.

    Parameters
    ----------
    folder
        Gets ``data/raw/<peildatum>/`` and ``rondes.toml``; run ``sectorplan`` in it.
    jaren
        Which of the later deliveries.
    """
    raw = folder / "data" / "raw"
    write_example(raw / PEILDATUM.isoformat())
    for jaar in jaren:
        write_round(books()[jaar], raw / f"{jaar}-12-31")
    own = find_config().read_text(encoding="utf-8")
    (folder / "rondes.toml").write_text(own + configuration(), encoding="utf-8", newline="\n")


def write_round(boek: Boek, folder: Path) -> None:
    """Write one later delivery to ``folder``, made when absent."""
    folder.mkdir(parents=True, exist_ok=True)
    later = _LATER_STYLES if boek.jaar >= 2027 else {}
    absent = TE_LAAT if boek.jaar == 2026 else ""
    styles = {umc: later[umc] if umc in later else STYLES[umc] for umc in boek.umcs if umc != absent}
    write_delivery(delivered(boek), folder, styles=styles)
    write_central(boek.begroting, boek.geld, boek.metingen if len(boek.metingen) else None, folder)
    list_synthetic(folder)


def configuration() -> str:
    """What an evaluator adds to ``rondes.toml`` for these rounds."""
    umcs = list(dict.fromkeys(FUSIE.get(umc, umc) for umc in STYLES))
    lines = [
        "\n# SYNTHETISCH: verzonnen latere rondes.",
        f'[[umcs]]\nvanaf = 2027-01-01\numcs = {umcs}\nbron = "verzonnen"'.replace("'", '"'),
        f'[umcs.namen]\n{FUSIE["amsterdam-umc-vu"]} = "{FUSIENAAM}"',
        "[umcs.opvolgers]",
        *(f'{old} = "{new}"' for old, new in FUSIE.items()),
    ]
    return "\n".join(lines) + "\n"
