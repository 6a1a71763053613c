"""Revisions: what a newer delivery says differently about an older peildatum, as in a revision triangle.

Every delivery holds the full history, so two deliveries can disagree about the past. Rows are compared on their
canonical values *as of the older peildatum*: a row that begins later is no revision, and an end or a promise that was
set on a later day had not happened yet. A row that only differs in what came later is counted apart ('bijgewerkt').
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd

from sectorplan_analysis.dataset import TABLES, Ronde, umc_name
from sectorplan_analysis.measure import measure_all
from sectorplan_analysis.reference import TOTAAL
from sectorplan_analysis.rondes.terugvinden import found_again
from sectorplan_analysis.status import PERSON

#: What can happen to a row between two deliveries.
SOORTEN = ("toegevoegd", "vervallen", "gewijzigd", "bijgewerkt", "ongewijzigd")
NIET_VERGELEKEN = "niet vergeleken"
COLUMNS = ["peildatum", "levering_toen", "levering_nu", "umc", "onderdeel", "maat", "waarde", "eenheid"]

#: Columns compared per table; the umc's own words for a function are not among them.
_VALUES = {
    "personeel": [*PERSON, "functiecategorie", "kpi14", "subthema", "inloop", "fte", "begindatum", "einddatum"],
    "contracten": [*PERSON, "contracttype", "begindatum", "einddatum", "toezegging_datum",
                   "toezegging_onvoorwaardelijk"],
    "gender": [*PERSON, "gender"],
    "werkdruk": ["umc", "meting", "deelnemer_id", "situatie", "baanzekerheid", "werkdruk", "werkplezier", "schaal_min",
                 "schaal_max"],
    "begroting": ["umc", "begroot_fte"],
    "bestedingen": ["umc", "jaar", "categorie", "bedrag_eur"],
}  # fmt: skip
#: What makes two rows the same row with other values, strictest first.
_KEYS = {
    "personeel": [
        [*PERSON, "functiecategorie", "subthema", "inloop", "begindatum"],
        [*PERSON, "subthema", "inloop"],
        [*PERSON],
    ],
    "contracten": [[*PERSON, "begindatum"], [*PERSON]],
    "gender": [[*PERSON]],
    "werkdruk": [["umc", "meting", "deelnemer_id", "situatie"]],
    "begroting": [["umc"]],
    "bestedingen": [["umc", "jaar", "categorie"]],
}
_AMOUNTS = {"begroting": "begroot_fte", "bestedingen": "bedrag_eur"}


def revisions(old: Ronde, new: Ronde) -> pd.DataFrame:
    """What the newer delivery says differently about the day of the older one.

    Parameters
    ----------
    old
        The older delivery on its own peildatum; see `vergelijking.earlier_round`.
    new
        The newer one, hashed with the same key, on any day.

    Returns
    -------
    pandas.DataFrame
        Long: peildatum (of the older delivery), levering_toen, levering_nu, umc (display name, ``Totaal`` last),
        onderdeel (table or indicator), maat, waarde, eenheid. For a table the number of rows per kind of `SOORTEN`, and
        ``gewijzigd:<column>`` per column that differs; for an indicator ``toen``, ``nu`` and ``verschil``, only when
        they differ. A umc whose persons are not found again has ``niet vergeleken`` for its tables of persons.
    """
    day = old.peildatum
    umcs = [umc for umc in new.aanwezig if umc in old.aanwezig]
    renamed = _renamed(old, new, umcs)
    asof = [
        {name: table[table["umc"].isin(umcs)] for name, table in _as_of(ronde, day, renamed).items()}
        for ronde in (old, new)
    ]
    rows = []
    for name in TABLES:
        compared = pair_rows(name, asof[0][name], asof[1][name])
        for umc in umcs:
            if umc in renamed and "medewerker_id" in _VALUES[name]:
                rows.append((umc_name(umc), name, NIET_VERGELEKEN, 1.0, ""))
                continue
            own = compared[compared["umc"] == umc]
            rows += [(umc_name(umc), name, soort, float((own["soort"] == soort).sum()), "rijen") for soort in SOORTEN]
            fields = own["velden"].str.split(" ").explode()
            for veld, amount in fields[fields.fillna("") != ""].value_counts().sort_index().items():
                rows.append((umc_name(umc), name, f"gewijzigd:{veld}", float(amount), "rijen"))
    rows += _effects(old, new.op(day), umcs)
    frame = pd.DataFrame(rows, columns=["umc", "onderdeel", "maat", "waarde", "eenheid"])
    return frame.assign(
        peildatum=day.isoformat(), levering_toen=old.levering.isoformat(), levering_nu=new.levering.isoformat()
    )[COLUMNS]


def revision_table(ronde: Ronde) -> pd.DataFrame:
    """`revisions` of the delivery of the previous round, for ``tabellen/``; no rows when that is not there."""
    if ronde.vorige is None:
        return pd.DataFrame(columns=COLUMNS)
    return revisions(ronde.vorige, ronde)


def _renamed(old: Ronde, new: Ronde, umcs: list[str]) -> set[str]:
    """Umcs whose persons are not found again: their rows cannot be laid side by side."""
    shares = found_again(
        new.tables["personeel"],
        peildatum=old.peildatum,
        vorige=old.peildatum,
        toen=old.tables["personeel"],
        umcs=umcs,
        grenzen=new.config.grenswaarden,
    )
    return set(shares.loc[~shares["voldoende"].astype(bool), "umc"])


def _effects(old: Ronde, new: Ronde, umcs: list[str]) -> list[tuple[str, str, str, float, str]]:
    """Indicators on the older day that the newer delivery changes."""
    key = ["umc", "maat"]
    columns = [*key, "eenheid", "waarde"]
    both = measure_all(old)[columns].merge(measure_all(new)[columns], on=[*key, "eenheid"], suffixes=("_toen", "_nu"))
    names = [umc_name(umc) for umc in umcs]
    if set(new.aanwezig) == set(old.aanwezig):
        names.append(TOTAAL)
    undefined = both["waarde_toen"].isna() & both["waarde_nu"].isna()
    changed = both[both["umc"].isin(names) & ~undefined & ~((both["waarde_nu"] - both["waarde_toen"]).abs() <= 1e-9)]
    return [
        (row["umc"], row["maat"], name, value, row["eenheid"])
        for row in changed.to_dict("records")
        for name, value in (
            ("toen", row["waarde_toen"]),
            ("nu", row["waarde_nu"]),
            ("verschil", row["waarde_nu"] - row["waarde_toen"]),
        )
    ]


def _as_of(ronde: Ronde, day: dt.date, renamed: set[str]) -> dict[str, pd.DataFrame]:
    """The tables as they stood on a day; ``later`` keeps what the row says of after, to tell an update."""
    moment = pd.Timestamp(day)
    tables = {name: ronde.tables[name][columns].copy() for name, columns in _VALUES.items()}
    for name in ("personeel", "contracten"):
        table = tables[name][tables[name]["begindatum"] <= moment]
        later = _texts(
            table[[c for c in table if c in ("einddatum", "toezegging_datum", "toezegging_onvoorwaardelijk")]]
        )
        table = table.assign(einddatum=table["einddatum"].mask(table["einddatum"] > moment), later=later)
        if name == "contracten":
            future = table["toezegging_datum"] > moment
            table = table.assign(
                toezegging_datum=table["toezegging_datum"].mask(future),
                toezegging_onvoorwaardelijk=table["toezegging_onvoorwaardelijk"] & ~future,
            )
        tables[name] = table
    known = pd.MultiIndex.from_frame(pd.concat([tables[name][PERSON] for name in ("personeel", "contracten")]))
    tables["gender"] = tables["gender"].loc[pd.MultiIndex.from_frame(tables["gender"][PERSON]).isin(known)]
    metingen = [jaar for jaar in tables["werkdruk"]["meting"].unique() if ronde.config.meting(int(jaar)).moment <= day]
    tables["werkdruk"] = tables["werkdruk"][tables["werkdruk"]["meting"].isin(metingen)]
    years = [year for year in range(2022, day.year + 1) if dt.date(year, 12, 31) <= day]
    tables["bestedingen"] = tables["bestedingen"][tables["bestedingen"]["jaar"].isin(years)]
    for name, amount in _AMOUNTS.items():
        # umcs that merged have a row each for what is one amount now
        keys = [column for column in _VALUES[name] if column != amount]
        tables[name] = tables[name].groupby(keys, as_index=False)[[amount]].sum().round(6)
    return {
        name: table[~table["umc"].isin(renamed)] if "medewerker_id" in table else table
        for name, table in tables.items()
    }


def pair_rows(name: str, old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Lay the rows of two versions of a table side by side.

    Equal rows first, then rows with the same key and other values, strictest key first; what is left was added or
    removed. Rows that are wholly alike pair off one by one.

    Returns
    -------
    pandas.DataFrame
        One row per pair or single row: umc, soort (of `SOORTEN`), velden (columns that differ, with spaces between).
    """
    sides = [frame.reset_index(drop=True) for frame in (old, new)]
    sides = [frame if "later" in frame else frame.assign(later="") for frame in sides]
    values = _VALUES[name]
    cells = [frame[values].apply(_text) for frame in sides]
    texts, later = [frame.to_dict("records") for frame in cells], [frame["later"].to_list() for frame in sides]
    left = [pd.Series(True, index=frame.index) for frame in sides]
    rows: list[tuple[str, str, str]] = []
    for key in (values, *_KEYS[name]):
        pairs = _match(cells[0][left[0]], cells[1][left[1]], key)
        for a, b in pairs:
            fields = [column for column in values if texts[0][a][column] != texts[1][b][column]]
            same = "ongewijzigd" if later[0][a] == later[1][b] else "bijgewerkt"
            rows.append((texts[0][a]["umc"], "gewijzigd" if fields else same, " ".join(fields)))
        for side, place in ((0, 0), (1, 1)):
            left[side][[pair[place] for pair in pairs]] = False
    for soort, frame, rest in (("vervallen", sides[0], left[0]), ("toegevoegd", sides[1], left[1])):
        rows += [(umc, soort, "") for umc in frame.loc[rest, "umc"]]
    return pd.DataFrame(rows, columns=["umc", "soort", "velden"])


def _match(old: pd.DataFrame, new: pd.DataFrame, key: list[str]) -> list[tuple[int, int]]:
    """Pairs of row numbers with the same key; of several the first with the first."""
    frames = []
    for name, frame in (("a", old), ("b", new)):
        ordered = frame.sort_values(list(frame.columns), kind="stable")
        place = ordered.groupby(key, sort=False).cumcount()
        frames.append(ordered[key].assign(plaats=place, **{name: ordered.index}))
    found = frames[0].merge(frames[1], on=[*key, "plaats"])
    return list(zip(found["a"], found["b"], strict=True))


def _text(column: pd.Series) -> pd.Series:
    """Values as text, so that 'empty' equals 'empty' and a number equals itself to six decimals."""
    shown: Callable[[Any], str] = lambda value: "" if pd.isna(value) else str(value)  # noqa: E731
    if pd.api.types.is_float_dtype(column):
        column = column.round(6)
    return column.astype(object).map(shown).astype(str)


def _texts(frame: pd.DataFrame) -> pd.Series:
    return frame.apply(_text).agg("\x1f".join, axis=1) if len(frame) else pd.Series("", index=frame.index, dtype=str)
