"""Every published number beside the computed one: does this run give the figures the committee printed?"""

from __future__ import annotations

import re
from decimal import Decimal

import pandas as pd

from sectorplan_analysis.consistency import GELIJK, check_published
from sectorplan_analysis.dataset import Ronde, once, umc_name
from sectorplan_analysis.disclosure.openbaar import Openbaar
from sectorplan_analysis.indicators import INDICATOREN
from sectorplan_analysis.measure import value_of
from sectorplan_analysis.pages.dutch import round_half_away
from sectorplan_analysis.reference import TOTAAL, published_folder, read_published
from sectorplan_analysis.tables import TABELLEN

COLUMNS = ["id", "umc", "gepubliceerd", "berekend", "verschil", "oordeel", "toelichting"]
VERSCHILT = "verschilt"
NIET_BEPAALBAAR = "niet bepaalbaar"


@once
def aansluiting(ronde: Ronde | Openbaar) -> pd.DataFrame:
    """Published and computed numbers of a round side by side.

    Returns
    -------
    pandas.DataFrame
        id (of the key figure, or ``<table>.<column>``), umc, gepubliceerd and berekend (text at the published
        precision), verschil (berekend - gepubliceerd), oordeel (``gelijk``, ``verschilt`` or ``niet bepaalbaar``) and
        toelichting: what the published figures say against each other. No rows when nothing was published for this
        peildatum.
    """
    if published_folder(ronde.peildatum) is None:
        return pd.DataFrame(columns=COLUMNS, dtype="str")
    rows = [*_key_figures(ronde), *_table_cells(ronde)]
    known = _contradictions(ronde)
    missing = {umc_name(umc) for umc in ronde.ontbrekend}
    frame = pd.DataFrame([_judge(*row, missing=row[1] in missing) for row in rows], columns=COLUMNS[:-1])
    notes = [known.get((name, umc), "") for name, umc in zip(frame["id"], frame["umc"], strict=True)]
    return frame.assign(toelichting=notes)


def _judge(name: str, umc: str, published: str, computed: str, *, missing: bool) -> list[str]:
    if missing or (published and not computed):
        return [name, umc, published, computed, "", NIET_BEPAALBAAR]
    if published == computed:
        return [name, umc, published, computed, "0" if published else "", GELIJK]
    return [name, umc, published, computed, str(Decimal(computed) - Decimal(published or "0")), VERSCHILT]


def _key_figures(ronde: Ronde | Openbaar) -> list[tuple[str, str, str, str]]:
    rows = []
    for row in read_published(ronde.peildatum, "kerncijfers").to_dict("records"):
        name, published = row["id"], row["waarde"]
        value = _computed(name, ronde)
        decimals = len(published.partition(".")[2])
        computed = "" if pd.isna(value) else str(round_half_away(value, decimals))
        rows.append((name, TOTAAL, published, computed))
    return rows


def _computed(name: str, ronde: Ronde | Openbaar) -> float:
    """Value of a published key figure; two of them have another name here because theirs holds a year or a target."""
    if name == "streef_vast_pct":
        target = ronde.config.streefwaarden.get("structureel_pct")
        return target.waarde if target else float("nan")
    if year := re.fullmatch(r"besteed_(\d{4})_pct", name):
        return value_of("besteed_jaar_pct", ronde) if ronde.volledige_jaren()[-1:] == [int(year[1])] else float("nan")
    return value_of(name, ronde) if name in INDICATOREN else float("nan")


def _table_cells(ronde: Ronde | Openbaar) -> list[tuple[str, str, str, str]]:
    rows = []
    for name, compute in TABELLEN.items():
        computed = compute(ronde).set_index("umc")
        for row in read_published(ronde.peildatum, name).to_dict("records"):
            umc = row.pop("umc")
            for column, published in row.items():
                cell = computed[column][umc] if umc in computed.index else ""
                rows.append((f"{name}.{column}", umc, published, cell))
    return rows


def _contradictions(ronde: Ronde | Openbaar) -> dict[tuple[str, str], str]:
    """Explanation per id and umc for published numbers that other published numbers contradict."""
    checks = check_published(ronde.peildatum)
    affected = read_published(ronde.peildatum, "oorzaken").set_index("regel")["ids"]
    return {
        (name, check["umc"]): check["oorzaak"]
        for check in checks[checks["oordeel"] != GELIJK].to_dict("records")
        for name in affected.get(check["regel"], "").split()
    }
