"""The published figures held against themselves: totals, percentages, text against tables, the plan against its totals.

Each check compares a printed number with what the other printed numbers make of it. Printed numbers are rounded, so a
small difference can be rounding: it is called that only when numbers exist that print as all of them. Everything
else is a contradiction, named with its likely cause from ``oorzaken.csv`` beside the published files.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from sectorplan_analysis.reference import TOTAAL, read_published

GELIJK = "gelijk"
AFRONDING = "verklaard door afronding"
TEGENSPRAAK = "tegenspraak"
COLUMNS = ["regel", "vindplaats", "umc", "omschrijving", "gedrukt", "volgt_uit_rest", "verschil", "oordeel", "oorzaak"]
TABLES = {
    "tabel1_bestedingen": "tabel 1",
    "tabel2_fte": "tabel 2",
    "tabel3_medewerkers": "tabel 3",
    "tabel4_vrouw_man": "tabel 4",
}


@dataclass(frozen=True)
class Printed:
    """A number as printed: its value and half a unit of its last decimal, the most that rounding can hide."""

    value: Decimal
    slack: Decimal

    @classmethod
    def read(cls, text: str) -> Printed:
        value = Decimal(text or "0")
        exponent = value.as_tuple().exponent
        unit = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
        return cls(value, unit / 2 if text else Decimal(0))

    @classmethod
    def add(cls, parts: Iterable[Printed]) -> Printed:
        parts = list(parts)
        return cls(sum((p.value for p in parts), Decimal(0)), sum((p.slack for p in parts), Decimal(0)))

    def minus(self, other: Printed) -> Printed:
        return Printed(self.value - other.value, self.slack + other.slack)


def check_published(peildatum: dt.date) -> pd.DataFrame:
    """Every check of the published figures of a peildatum, one row each.

    Returns
    -------
    pandas.DataFrame
        regel, vindplaats, umc, omschrijving, gedrukt, volgt_uit_rest, verschil, oordeel (``gelijk``,
        ``verklaard door afronding`` or ``tegenspraak``), oorzaak. Numbers are text at their printed precision.
    """
    causes = read_published(peildatum, "oorzaken").set_index("regel")["oorzaak"]
    rows = [row for check in (_tables, _text, _plan, _matrix) for row in check(peildatum)]
    frame = pd.DataFrame(rows, columns=COLUMNS[:-1])
    cause = frame["regel"].map(causes).where(frame["oordeel"] != GELIJK, "")
    return frame.assign(oorzaak=cause.fillna(""))


def _compare(rule: str, place: str, umc: str, text: str, printed: Printed, derived: Printed) -> dict[str, str]:
    difference = printed.value - derived.value
    within = abs(difference) <= printed.slack + derived.slack
    verdict = GELIJK if difference == 0 else AFRONDING if within else TEGENSPRAAK
    return _row(rule, place, umc, text, str(printed.value), str(derived.value), str(difference), verdict)


def _row(*cells: str) -> dict[str, str]:
    return dict(zip(COLUMNS[:-1], cells, strict=True))


def _share(rule: str, place: str, umc: str, text: str, printed: str, top: Printed, bottom: Printed) -> dict[str, str]:
    """Compare a printed percentage: the true share lies between the extremes that the rounded numbers allow."""
    shown = Printed.read(printed)
    low = 100 * (top.value - top.slack) / (bottom.value + bottom.slack)
    high = 100 * (top.value + top.slack) / (bottom.value - bottom.slack)
    share = (100 * top.value / bottom.value).quantize(shown.value, rounding="ROUND_HALF_UP")
    if share == shown.value:
        verdict = GELIJK
    else:
        verdict = AFRONDING if low <= shown.value + shown.slack and high >= shown.value - shown.slack else TEGENSPRAAK
    return _row(rule, place, umc, text, str(shown.value), str(share), str(shown.value - share), verdict)


def _tables(peildatum: dt.date) -> Iterator[dict[str, str]]:
    tables = {name: read_published(peildatum, name).set_index("umc") for name in TABLES}
    for name, place in TABLES.items():
        table = tables[name]
        for column in table.columns.drop("realisatie_structureel_pct", errors="ignore"):
            total = Printed.read(table[column][TOTAAL])
            parts = Printed.add(Printed.read(text) for text in table[column].drop(TOTAAL))
            yield _compare(f"{name[:6]}_kolom", place, TOTAAL, f"kolomtotaal {column}", total, parts)
    spent = tables["tabel1_bestedingen"]
    for umc, row in spent.iterrows():
        parts = Printed.add(Printed.read(row[column]) for column in spent.columns.drop("totaal_eur"))
        yield _compare("tabel1_rij", "tabel 1", str(umc), "rijtotaal", Printed.read(row["totaal_eur"]), parts)
    fte, persons, gender = (tables[name] for name in list(TABLES)[1:])
    for umc, row in fte.iterrows():
        structural = Printed.add(Printed.read(row[c]) for c in ("vast_fte", "toegezegd_vast_fte"))
        text = "realisatie: (vast + toegezegd vast) / begroot"
        budget = Printed.read(row["begroot_fte"])
        yield _share(
            "tabel2_realisatie", "tabel 2", str(umc), text, row["realisatie_structureel_pct"], structural, budget
        )
    for umc in persons.index:
        people, sexes = persons.loc[umc], gender.loc[umc]
        for name, columns in {"vast": ["vast"], "tijdelijk": ["tijdelijk", "toegezegd_vast"]}.items():
            whole = Printed(Decimal(sum(int(people[c]) for c in columns)), Decimal(0))
            split = Printed(Decimal(sum(int(sexes[f"{name}_{g}"]) for g in "vm")), Decimal(0))
            text = f"{name}: medewerkers in tabel 3 tegenover vrouwen + mannen in tabel 4"
            yield _compare(f"tabel3_tabel4_{name}", "tabel 3 en 4", str(umc), text, whole, split)


#: Numbers in running text, and the printed numbers they should be the sum of: rule, place, id, parts (table.column).
_TEXT_SUMS = [
    ("tekst_besteding", "5.1 en tabel 1", "besteding_totaal", ["tabel1.totaal_eur"]),
    ("tekst_begroot", "5.2 en tabel 2", "begroot_fte", ["tabel2.begroot_fte"]),
    ("tekst_inloop", "5.2 en tabel 2", "inloop_fte", ["tabel2.inloop_fte"]),
    ("tekst_structureel", "5.2 en tabel 2", "structureel_fte", ["tabel2.vast_fte", "tabel2.toegezegd_vast_fte"]),
    (
        "tabel2_gerealiseerd",
        "5.2 en tabel 2",
        "gerealiseerd_fte",
        ["tabel2.vast_fte", "tabel2.toegezegd_vast_fte", "tabel2.tijdelijk_fte"],
    ),
    ("tekst_structureel", "5.2 en tabel 3", "structureel_medewerkers", ["tabel3.vast", "tabel3.toegezegd_vast"]),
    (
        "tekst_medewerkers",
        "5.3 en tabel 3",
        "medewerkers_totaal",
        ["tabel3.vast", "tabel3.toegezegd_vast", "tabel3.tijdelijk"],
    ),
    (
        "tekst_medewerkers_tabel4",
        "5.3 en tabel 4",
        "medewerkers_totaal",
        ["tabel4.vast_v", "tabel4.vast_m", "tabel4.tijdelijk_v", "tabel4.tijdelijk_m"],
    ),
    ("tekst_vast", "5.3 en tabel 3", "vast_medewerkers", ["tabel3.vast"]),
    ("tekst_vast_tabel4", "5.3 en tabel 4", "vast_medewerkers", ["tabel4.vast_v", "tabel4.vast_m"]),
    ("tekst_vrouwen", "5.3 en tabel 4", "vrouwen_totaal", ["tabel4.vast_v", "tabel4.tijdelijk_v"]),
    ("tekst_vast_vrouwen", "5.3 en tabel 4", "vast_vrouwen", ["tabel4.vast_v"]),
]


def _text(peildatum: dt.date) -> Iterator[dict[str, str]]:
    """Numbers in running text (and KPI 14) against the tables and each other."""
    rows = read_published(peildatum, "kerncijfers").set_index("id")
    # persons and euros are exact counts; only fte and percentages are rounded
    number = {
        name: Printed.read(row["waarde"])
        if row["eenheid"] in ("fte", "%")
        else Printed(Decimal(row["waarde"]), Decimal(0))
        for name, row in rows.iterrows()
    }
    for name in TABLES:
        table = read_published(peildatum, name).set_index("umc")
        for column in table.columns:
            printed = Printed.read(table[column][TOTAAL])
            number[f"{name[:6]}.{column}"] = printed if name == "tabel2_fte" else Printed(printed.value, Decimal(0))
    for rule, place, name, parts in _TEXT_SUMS:
        text = f"{name}: {' + '.join(part.partition('.')[2] for part in parts)}"
        yield _compare(rule, place, TOTAAL, text, number[name], Printed.add(number[part] for part in parts))
    left = number["ontvangen_totaal"].minus(number["besteding_totaal"])
    yield _compare("tekst_onderbesteding", "5.1", TOTAAL, "ontvangen min besteed", number["onderbesteding"], left)
    shares = [
        ("5.1", "besteed_pct", "besteding_totaal", "ontvangen_totaal"),
        ("5.2", "gerealiseerd_pct", "gerealiseerd_fte", "begroot_fte"),
        ("5.2", "structureel_pct", "structureel_fte", "begroot_fte"),
        ("4.2.3", "dataspecialisten_vast_pct", "dataspecialisten_vast_personen", "dataspecialisten_personen"),
        ("5.3", "vrouwen_pct", "vrouwen_totaal", "medewerkers_totaal"),
        ("5.3", "vast_vrouwen_pct", "vast_vrouwen", "vast_medewerkers"),
    ]
    for place, name, top, bottom in shares:
        text = f"{name}: {top} / {bottom}"
        yield _share("tekst_percentage", place, TOTAAL, text, rows["waarde"][name], number[top], number[bottom])


def _plan(peildatum: dt.date) -> Iterator[dict[str, str]]:
    """The plan's figures per umc against its totals, those totals against each other, and the evaluation's budget."""
    parts = read_published(peildatum, "sectorplan_begroting")
    totals = read_published(peildatum, "sectorplan_begroting_totalen")
    for row in totals.to_dict("records"):
        own = parts if row["niveau"] == "totaal" else parts[parts[row["niveau"]] == row["naam"]]
        text = f"{row['niveau']} {row['naam']}"
        fte = Printed.add(map(Printed.read, own["fte"]))
        yield _compare("plan_fte", "sectorplan 2022", TOTAAL, f"fte, {text}", Printed.read(row["fte"]), fte)
        million = Printed.add(map(Printed.read, own["budget_mln_eur_per_jaar"]))
        budget = Printed(million.value * 1000, million.slack * 1000)
        printed = Printed(Decimal(row["budget_keur_per_jaar"]), Decimal(50))
        yield _compare("plan_budget", "sectorplan 2022", TOTAAL, f"budget in k€ per jaar, {text}", printed, budget)
    for kind in ("subthema", "thema"):
        own = totals[totals["niveau"] == kind]
        for column in ("fte", "budget_keur_per_jaar"):
            whole = Printed.read(totals.loc[totals["niveau"] == "totaal", column].item())
            text = f"{column}: totaal tegenover de som van de {kind}'s"
            yield _compare(
                "plan_optelling", "sectorplan 2022", TOTAAL, text, whole, Printed.add(map(Printed.read, own[column]))
            )
    key = read_published(peildatum, "kerncijfers").set_index("id")["waarde"]
    planned = Printed.read(totals.loc[totals["niveau"] == "totaal", "fte"].item())
    text = "begrote fte in de evaluatie tegenover fte in het plan"
    yield _compare("plan_begroot", "5.2 en sectorplan 2022", TOTAAL, text, Printed.read(key["begroot_fte"]), planned)


def _matrix(peildatum: dt.date) -> Iterator[dict[str, str]]:
    """The theme matrix against the plan: a mark where there is a budget line, and only there."""
    plan = read_published(peildatum, "sectorplan_begroting")
    lines = set(zip(plan["umc"], plan["subthema"], strict=True))
    matrix = read_published(peildatum, "themamatrix").set_index("umc")
    for umc, row in matrix.iterrows():
        for subthema, mark in row.items():
            marked, planned = bool(mark), (umc, subthema) in lines
            if marked or planned:
                verdict = GELIJK if marked == planned else TEGENSPRAAK
                cells = ("stip" if marked else "geen stip", "begroot" if planned else "niet begroot", "", verdict)
                yield _row("matrix_plan", "bijlage I en sectorplan 2022", str(umc), str(subthema), *cells)
