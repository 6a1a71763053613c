"""What a later invented delivery ought to give: counted from the generator's own book in plain Python.

Nothing of the pipeline is used here, no frame and no declaration of an indicator, so that a mistake there cannot hide
here. Fte are whole ten-thousandths and money whole cents until the last step. Definitions are those of the report.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

from sectorplan_analysis.synthetic.calibration import FTE
from sectorplan_analysis.synthetic.later import running
from sectorplan_analysis.synthetic.population import profiles
from sectorplan_analysis.synthetic.rounds import Boek, books

TOTAAL = "Totaal"
UITGAVEN = ("tijdelijke posities", "vaste posities", "indirecte kosten", "materieel")


@dataclass(frozen=True)
class Stand:
    """Somebody on a day: contract status, gender and what they do, per kind of money, in ten-thousandths of fte."""

    wie: tuple[str, int]
    umc: str
    status: str
    gender: str
    regulier: tuple[tuple[str, int], ...]
    inloop: tuple[tuple[str, int], ...]

    @property
    def staat(self) -> str:
        return self.status if self.regulier else "inloop"

    @property
    def fte(self) -> int:
        return sum(size for _, size in self.regulier or self.inloop)


def standen(boek: Boek, dag: dt.date, *, without: Iterable[str] = ()) -> list[Stand]:
    """Everyone with a position on a day, by the book of a delivery, without the umcs left out."""
    found = []
    for person in boek.mensen:
        umc = boek.umc_of(person.herkomst)
        positions = running(person.posities, dag)
        if not positions or umc in without:
            continue
        contracts = running(person.contracten, dag)
        status = "tijdelijk" if contracts else "onbekend"
        for row in contracts:
            if row["contracttype"] == "vast":
                status = "vast"
            elif row["toezegging_onvoorwaardelijk"] and row["toezegging_datum"] <= dag and status == "tijdelijk":
                status = "toegezegd_vast"
        kinds = ([(r["profiel"], r["fte"]) for r in positions if r["inloop"] is inloop] for inloop in (False, True))
        key = (person.herkomst, person.nummer)
        found.append(Stand(key, umc, status, person.gender or "onbekend", *map(tuple, kinds)))
    return found


def kpis(boek: Boek, dag: dt.date, *, without: Iterable[str] = ()) -> dict[tuple[str, str], Fraction | None]:
    """Every indicator per umc (slug) and in total; None for a share of nothing.

    The keys are (umc, name of the indicator). A umc left out has no key.
    """
    people = standen(boek, dag, without=without)
    umcs = [umc for umc in boek.umcs if umc not in set(without)]
    return {
        (name, kpi): value
        for name in (*umcs, TOTAAL)
        for kpi, value in _kpis(
            [p for p in people if name in (p.umc, TOTAAL)],
            _money(boek, umcs if name == TOTAAL else [name], dag),
            _begroot(boek, umcs if name == TOTAAL else [name]),
        ).items()
    }


def _begroot(boek: Boek, umcs: list[str]) -> Fraction:
    rows = boek.begroting.to_dict("records")
    return sum((Fraction(str(round(row["begroot_fte"], 4))) for row in rows if row["umc"] in umcs), Fraction())


def _money(boek: Boek, umcs: list[str], dag: dt.date) -> dict[str, int]:
    """Cents per category in the calendar years that are over, and spent and received in the last of them."""
    last = dag.year if (dag.month, dag.day) == (12, 31) else dag.year - 1
    money: Counter[str] = Counter()
    for row in boek.geld.to_dict("records"):
        if row["umc"] in umcs and row["jaar"] <= last:
            cents = round(row["bedrag_eur"] * 100)
            money[row["categorie"]] += cents
            if row["jaar"] == last:
                money["ontvangen laatste" if row["categorie"] == "ontvangen" else "besteed laatste"] += cents
    return money


def _kpis(people: list[Stand], money: dict[str, int], begroot: Fraction) -> dict[str, Fraction | None]:
    data = set(profiles().query("kpi14 == 'ja'").index)
    ud = {"UD"}

    def fte(*statuses: str, only: set[str] | None = None) -> Fraction:
        return Fraction(
            sum(
                size
                for p in people
                for profiel, size in p.regulier
                if (not statuses or p.status in statuses) and (only is None or profiel in only)
            ),
            FTE,
        )

    def heads(*statuses: str, only: set[str] | None = None, gender: str = "") -> Fraction:
        return Fraction(
            sum(
                any(only is None or profiel in only for profiel, _ in p.regulier)
                and (not statuses or p.status in statuses)
                and gender in ("", p.gender)
                for p in people
            )
        )

    both = ("vast", "toegezegd_vast")
    spent, received = Fraction(sum(money[c] for c in UITGAVEN), 100), Fraction(money["ontvangen"], 100)
    return {
        "besteding_totaal": spent,
        "ontvangen_totaal": received,
        "onderbesteding": received - spent,
        "besteed_pct": _share(spent, received),
        "besteed_jaar_pct": _share(money["besteed laatste"], money["ontvangen laatste"]),
        "begroot_fte": begroot,
        "gerealiseerd_fte": fte(),
        "gerealiseerd_pct": _share(fte(), begroot),
        "structureel_fte": fte(*both),
        "structureel_pct": _share(fte(*both), begroot),
        "structureel_medewerkers": heads(*both),
        "inloop_fte": Fraction(sum(size for p in people for _, size in p.inloop), FTE),
        "inloop_medewerkers": Fraction(sum(bool(p.inloop) for p in people)),
        "vast_fte": fte("vast"),
        "toegezegd_vast_fte": fte("toegezegd_vast"),
        "tijdelijk_fte": fte("tijdelijk"),
        "toegezegd_vast_medewerkers": heads("toegezegd_vast"),
        "tijdelijk_medewerkers": heads("tijdelijk"),
        "ud_vast_fte": fte("vast", only=ud),
        "ud_vast_personen": heads("vast", only=ud),
        "ud_toegezegd_fte": fte("toegezegd_vast", only=ud),
        "ud_toegezegd_personen": heads("toegezegd_vast", only=ud),
        "ud_tijdelijk_fte": fte("tijdelijk", only=ud),
        "ud_tijdelijk_personen": heads("tijdelijk", only=ud),
        "dataspecialisten_personen": heads(only=data),
        "dataspecialisten_fte": fte(only=data),
        "dataspecialisten_vast_personen": heads("vast", only=data),
        "dataspecialisten_vast_fte": fte("vast", only=data),
        "dataspecialisten_vast_pct": _share(heads("vast", only=data), heads(only=data)),
        "dataspecialisten_toegezegd_personen": heads("toegezegd_vast", only=data),
        "dataspecialisten_toegezegd_fte": fte("toegezegd_vast", only=data),
        "medewerkers_totaal": heads(),
        "vrouwen_totaal": heads(gender="v"),
        "vrouwen_pct": _share(heads(gender="v"), heads()),
        "vast_medewerkers": heads("vast"),
        "vast_vrouwen": heads("vast", gender="v"),
        "vast_vrouwen_pct": _share(heads("vast", gender="v"), heads("vast")),
        "vast_aandeel_medewerkers_pct": _share(heads("vast"), heads()),
        "structureel_aandeel_medewerkers_pct": _share(heads(*both), heads()),
        "vast_aandeel_fte_pct": _share(fte("vast"), fte()),
        "structureel_aandeel_fte_pct": _share(fte(*both), fte()),
        "vast_begroot_pct": _share(fte("vast"), begroot),
    }


def _share(part: Fraction | int, whole: Fraction | int) -> Fraction | None:
    return 100 * Fraction(part) / whole if whole else None


def tables(boek: Boek, dag: dt.date, *, without: Iterable[str] = ()) -> dict[str, dict[str, dict[str, str]]]:
    """Tables 1 to 4 as printed: per table and umc (slug, or Totaal) the text of every column.

    A umc left out has no row here.
    """
    people = standen(boek, dag, without=without)
    values = kpis(boek, dag, without=without)
    umcs = [umc for umc in boek.umcs if umc not in set(without)]
    found: dict[str, dict[str, dict[str, str]]] = {
        name: {} for name in ("tabel1_bestedingen", "tabel2_fte", "tabel3_medewerkers", "tabel4_vrouw_man")
    }
    for umc in (*umcs, TOTAAL):
        own = {name: values[umc, name] for _, name in values}
        money = _money(boek, umcs if umc == TOTAAL else [umc], dag)
        there = [p for p in people if umc in (p.umc, TOTAAL)]
        found["tabel1_bestedingen"][umc] = {
            f"{category.replace(' ', '_')}_eur": printed(Fraction(money[category], 100) or None, 0)
            for category in UITGAVEN
        } | {"totaal_eur": printed(own["besteding_totaal"], 0)}
        found["tabel2_fte"][umc] = {
            f"{name}_fte": printed(own[f"{name}_fte"], 2)
            for name in ("inloop", "tijdelijk", "toegezegd_vast", "vast", "begroot")
        } | {"realisatie_structureel_pct": printed(own["structureel_pct"], 0)}
        found["tabel3_medewerkers"][umc] = {
            name.removesuffix("_medewerkers"): printed(own[name], 0)
            for name in (
                *("inloop_medewerkers", "tijdelijk_medewerkers"),
                *("toegezegd_vast_medewerkers", "vast_medewerkers"),
            )
        }
        counted = Counter(
            ("vast" if p.status == "vast" else "tijdelijk", p.gender)
            for p in there
            if p.regulier and p.status != "onbekend"
        )
        found["tabel4_vrouw_man"][umc] = {
            f"{kind}_{gender}": str(counted[kind, gender])
            for gender in ("v", "m", "x", "onbekend")
            for kind in ("vast", "tijdelijk")
        }
    return found


def printed(value: Fraction | None, decimals: int) -> str:
    """A number as printed: rounded half away from zero; '' when there is none."""
    if value is None:
        return ""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def write_truth(folder: Path, *, jaren: Iterable[int]) -> None:
    """Write a CSV per later delivery with every indicator on every year-end: peildatum, umc, maat, waarde.

    All umcs count, the late one too; an empty ``waarde`` is a share of nothing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for jaar in jaren:
        boek = books()[jaar]
        with (folder / f"{jaar}-12-31.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["peildatum", "umc", "maat", "waarde"])
            for dag in (dt.date(year, 12, 31) for year in range(2022, jaar + 1)):
                for (umc, kpi), value in kpis(boek, dag).items():
                    writer.writerow([dag, umc, kpi, "" if value is None else repr(float(value))])
