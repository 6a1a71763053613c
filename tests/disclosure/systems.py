"""Tables of a few umcs by contractstatus, small enough to work out by hand what can be worked out of them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy import sparse

from sectorplan_analysis.disclosure.openbaar import CEL, GEHEIM, Openbaar
from sectorplan_analysis.disclosure.stelsel import DIMENSIES, MAG, NOOIT, Stelsel
from tests.rounds import ronde

STATUSSEN = ("vast", "toegezegd_vast", "tijdelijk")
#: Position and right: ``("A", "vast"): ALTIJD``; '' is the sum over all.
Rights = Mapping[tuple[str, str], str]


def plain_table(
    counts: Sequence[Sequence[int]],
    *,
    umcs: Sequence[str] = "ABCD",
    rights: Rights | None = None,
    fte_rights: Rights | None = None,
    fte_right: str = NOOIT,
    each: float = 0.5,
) -> Stelsel:
    """A table of umc by contractstatus with its totals, all of which may be hidden; everyone has ``each`` fte."""
    numbers = np.asarray(counts, dtype=float)
    umcs, statussen = umcs[: len(numbers)], STATUSSEN[: numbers.shape[1]]
    groepen = frame_of([(u, s) for u in umcs for s in statussen])
    groepen = groepen.assign(medewerkers=numbers.ravel(), fte=numbers.ravel() * each)
    keys = [(u, s) for u in ("", *umcs) for s in ("", *statussen)]
    rows = [((u == "") | (groepen["umc"] == u)) & ((s == "") | (groepen["contractstatus"] == s)) for u, s in keys]
    som = np.array(rows, dtype=float)
    cellen = frame_of(keys).assign(
        recht_medewerkers=[(rights or {}).get(key, MAG) for key in keys],
        recht_fte=[(fte_rights or {}).get(key, fte_right) for key in keys],
        medewerkers=som @ groepen["medewerkers"],
        fte=som @ groepen["fte"],
    )
    nothing = sparse.csr_array((0, len(groepen)))
    return Stelsel(groepen, cellen, sparse.csr_array(som), np.zeros(len(cellen)), nothing, np.zeros(0))


def frame_of(keys: Sequence[tuple[str, str]]) -> pd.DataFrame:
    """Dimensions of umc and contractstatus, the others empty."""
    own = [{"umc": u, "contractstatus": s} for u, s in keys]
    return pd.DataFrame(own, columns=list(DIMENSIES), dtype="str").fillna("")


def place(system: Stelsel, umc: str = "", status: str = "") -> int:
    """Number of a cel."""
    cellen = system.cellen
    return int(np.flatnonzero((cellen["umc"] == umc) & (cellen["contractstatus"] == status))[0])


def grid(system: Stelsel, shown: np.ndarray, maat: int = 0) -> dict[str, str]:
    """Per umc, '' for the totals, a letter per status, the sum first: S for shown and . for hidden."""
    cellen = system.cellen
    return {
        umc: "".join("S" if shown[i, maat] else "." for i in np.flatnonzero(cellen["umc"] == umc))
        for umc in cellen["umc"].unique()
    }


def number(text: str, *, day: str = "2025-12-31", maat: str = "medewerkers", **own: str) -> dict[str, str]:
    """A row of an edition: without inloop and of the whole country unless it is said otherwise."""
    return {**dict.fromkeys(CEL, ""), "peildatum": day, "umc": "Totaal", "inloop": "nee", "maat": maat, **own} | {
        "waarde": text
    }


def edition(*numbers: dict[str, str], day: str = "2025-12-31", without: Sequence[str] = (), **options) -> Openbaar:
    """An openbaar edition of LUMC and UMCG that holds these numbers."""
    config = dataclasses.replace(ronde().config, peildatum=dt.date.fromisoformat(day))
    options.setdefault("focusgroepen", pd.DataFrame({"meting": []}, dtype=str))
    cellen = pd.DataFrame(numbers, columns=[*CEL, "waarde"], dtype=str)
    return Openbaar(config, config.peildatum, cellen, ontbrekend=tuple(without), **options)


def shows(system: Stelsel, shown: np.ndarray, **options) -> Openbaar:
    """An edition with the numbers of a table: '' is the whole country."""
    day = options.get("day", "2025-12-31")
    rows = [
        number(f"{cel[name]:.{2 * maat}f}" if shown[i, maat] else GEHEIM, day=day, maat=name, **own)
        for maat, name in enumerate(("medewerkers", "fte"))
        for i, cel in enumerate(system.cellen.to_dict("records"))
        for own in [{key: cel[key] for key in DIMENSIES} | {"umc": cel["umc"] or "Totaal"}]
    ]
    return edition(*rows, **options)
