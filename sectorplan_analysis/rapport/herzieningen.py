"""What two deliveries say differently about the same past: for the page, and for the terminal."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from sectorplan_analysis.dataset import TABLES, Ronde
from sectorplan_analysis.indicators import INDICATOREN
from sectorplan_analysis.pages import Tabel, Tekst, dutch
from sectorplan_analysis.rapport.sinds_vorige import difference, eerder, shown_value
from sectorplan_analysis.rapport.vorm import Samen, national
from sectorplan_analysis.reference import TOTAAL
from sectorplan_analysis.rondes.revisies import NIET_VERGELEKEN, SOORTEN, revision_table

_UITLEG = (
    "Toegevoegd: staat alleen in de nieuwere levering. Vervallen: alleen in de oudere. Gewijzigd: dezelfde rij met een "
    "andere waarde op die dag. Bijgewerkt: op die dag gelijk; alleen wat later gebeurde verschilt: geen herziening."
)


def herzieningen(ronde: Ronde) -> Samen | Tekst:
    """Section of the page 'Datakwaliteit': revisions since the delivery of the previous round."""
    before = national(ronde, eerder)
    if before is None:
        return Tekst("Er is geen eerdere levering om mee te vergelijken; herzieningen zijn nog niet te zien.")
    day, delivered = before["peildatum"], before["levering"]
    found = national(ronde, revision_table)
    if ronde.umc:
        found = found[found["umc"] == ronde.naam]
        if found.empty:
            return Tekst(f"In de levering van {dutch.date(day)} stond {ronde.naam} nog niet.")
    days = f"de levering van {dutch.date(ronde.levering)} tegenover die van {dutch.date(delivered)}"
    about = f"over {dutch.date(day)}, {days}"
    rows, effects = row_counts(found), kpi_effects(found)
    shown = rows[rows[list(SOORTEN[:3])].map(_counts).any(axis=1)]
    rest = len(rows) - len(shown)
    parts: list[Tabel | Tekst] = [Tekst(summary(found, day))]
    if len(shown):
        headers = {"umc": "Umc", "onderdeel": "Tabel", **{name: name.capitalize() for name in SOORTEN}}
        parts.append(
            Tabel(
                shown,
                f"Herziene rijen {about}.",
                {**headers, "velden": "Gewijzigde kolommen"},
                definitie=f"{_UITLEG} Zonder herziening: {dutch.count(rest, 'tabel', 'tabellen')} van een umc.",
                leeg="geen",
            )
        )
    if len(effects):
        headers = {"cijfer": "Cijfer", "umc": "Umc", "toen": "Toen gezegd", "nu": "Nu gezegd", "verschil": "Herziening"}
        parts.append(
            Tabel(effects, f"Gevolg voor de kerncijfers {about}.", headers, definitie="Alleen cijfers die veranderen.")
        )
    return Samen(tuple(parts))


def summary(found: pd.DataFrame, day: dt.date | str) -> str:
    """The revisions in a sentence."""
    rows = row_counts(found)
    sums = {name: int(pd.to_numeric(rows[name], errors="coerce").sum()) for name in SOORTEN}
    stopped = list(dict.fromkeys(rows.loc[rows["toegevoegd"] == NIET_VERGELEKEN, "umc"]))
    tail = (
        f" Van {dutch.join_words(stopped)} zijn de rijen niet te vergelijken: de pseudoniemen zijn anders. "
        "De kerncijfers zijn dat wel."
        if stopped
        else ""
    )
    if not any(sums[name] for name in SOORTEN[:3]):
        return f"Over {dutch.date(day)} is geen enkele vergeleken rij herzien.{tail}"
    names = kpi_effects(found)["maat"].nunique()
    return (
        f"Herziene rijen over {dutch.date(day)}: {dutch.number(sums['toegevoegd'])} toegevoegd, "
        f"{dutch.number(sums['vervallen'])} vervallen en {dutch.number(sums['gewijzigd'])} gewijzigd. "
        f"Kerncijfers die daardoor veranderen: {dutch.number(names) if names else 'geen'}.{tail}"
    )


def row_counts(found: pd.DataFrame) -> pd.DataFrame:
    """One row per umc and table: number of rows per kind, and which columns differ.

    Numbers as text, '' for none; ``niet vergeleken`` where pseudonyms differ.
    """
    rows = found[found["onderdeel"].isin(TABLES)]
    shown = []
    for (umc, table), own in rows.groupby(["umc", "onderdeel"], sort=False):
        counts = own.set_index("maat")["waarde"]
        stopped = NIET_VERGELEKEN in counts
        changed = own[own["maat"].str.startswith("gewijzigd:")]
        fields = zip(changed["maat"].str.removeprefix("gewijzigd:"), changed["waarde"], strict=True)
        shown.append(
            {
                "umc": umc,
                "onderdeel": table,
                **{
                    name: NIET_VERGELEKEN if stopped else dutch.number(counts[name]) if counts[name] else ""
                    for name in SOORTEN
                },
                "velden": dutch.join_words((f"{name} ({dutch.number(n)})" for name, n in fields), none=""),
            }
        )
    return pd.DataFrame(shown, columns=["umc", "onderdeel", *SOORTEN, "velden"])


def kpi_effects(found: pd.DataFrame) -> pd.DataFrame:
    """One row per indicator and umc that changed: cijfer, umc, toen, nu, verschil, as text."""
    rows = found[~found["onderdeel"].isin(TABLES)]
    shown = []
    for (umc, name), own in rows.groupby(["umc", "onderdeel"], sort=False):
        values, unit = own.set_index("maat")["waarde"], own["eenheid"].iloc[0]
        shown.append(
            {
                "cijfer": INDICATOREN[str(name)].titel,
                "maat": name,
                "umc": umc,
                "toen": shown_value(values["toen"], unit),
                "nu": shown_value(values["nu"], unit),
                "verschil": difference(values["verschil"], unit),
            }
        )
    frame = pd.DataFrame(shown, columns=["cijfer", "maat", "umc", "toen", "nu", "verschil"])
    order = {name: place for place, name in enumerate(INDICATOREN)}
    total = frame["umc"] != TOTAAL
    return frame.assign(_n=frame["maat"].map(order), _t=total).sort_values(["_t", "_n"], kind="stable")[
        ["cijfer", "maat", "umc", "toen", "nu", "verschil"]
    ]


def _counts(text: str) -> bool:
    return text != ""


def as_text(found: pd.DataFrame, day: dt.date) -> str:
    """The revisions for the terminal."""
    rows, effects = row_counts(found), kpi_effects(found)
    lines = [summary(found, day), ""]
    shown = rows[rows[list(SOORTEN[:4])].map(_counts).any(axis=1)].rename(columns={"onderdeel": "tabel"})
    lines += _lines(shown) if len(shown) else []
    if len(effects):
        named = effects.drop(columns="cijfer").rename(columns={"maat": "cijfer"})
        lines += ["", "Gevolg voor de kerncijfers:", *_lines(named)]
    return "\n".join([*lines, "", _UITLEG])


def _lines(frame: pd.DataFrame) -> list[str]:
    """A table in columns: text to the left, numbers to the right."""
    cells = [list(frame.columns), *frame.astype(str).to_numpy().tolist()]
    widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))]
    words = 2 if "tabel" in frame.columns or "cijfer" in frame.columns else 1
    return [
        "  ".join(
            text.ljust(width) if i < words or frame.columns[i] == "velden" else text.rjust(width)
            for i, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]
