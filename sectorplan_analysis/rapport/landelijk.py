"""What the pages of one umc say of the whole country: everything that they need of the rows of others.

The kernel of such a page gets these ready-made beside the rows of its own umc. It sees nobody of another umc, and the
page is out of date only when its own rows or one of these changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from sectorplan_analysis import culturele_diversiteit as bureau
from sectorplan_analysis.aansluiting import aansluiting
from sectorplan_analysis.dataset import Ronde
from sectorplan_analysis.gelijkheid import trechter
from sectorplan_analysis.rapport import (
    contracten,
    culturele_diversiteit,
    diversiteit,
    kengetallen,
    sinds_vorige,
    vooruitblik,
    vrouwen_mannen,
)
from sectorplan_analysis.rapport.vorm import about, fact_name
from sectorplan_analysis.rondes.revisies import revision_table
from sectorplan_analysis.rondes.terugvinden import not_compared
from sectorplan_analysis.statistiek.continuity import decomposition_table

#: Functions of a whole round that `vorm.national` is asked for, by notebook.
LANDELIJK: Mapping[str, tuple[Callable[[Ronde], Any], ...]] = {
    "werkdruk_baanzekerheid": (
        contracten.structureel,
        decomposition_table,
        not_compared,
        sinds_vorige.eerder,
        vooruitblik.onderscheidend,
        vooruitblik.ontwerpen,
    ),
    "diversiteit": (
        bureau.cijfers,
        culturele_diversiteit.is_geleverd,
        culturele_diversiteit.is_later_geleverd,
        culturele_diversiteit.vrouwen,
        diversiteit.vast_vrouwen,
        diversiteit.vrouw_man,
        sinds_vorige.eerder,
        trechter,
        vrouwen_mannen.umcs_geteld,
    ),
    "kengetallen": (
        aansluiting,
        kengetallen.aantallen,
        kengetallen.besteed,
        kengetallen.bestedingen,
        kengetallen.posities,
        sinds_vorige.eerder,
    ),
    "datakwaliteit": (revision_table, sinds_vorige.eerder),
}


def facts_of(whole: Ronde, notebook: str) -> dict[str, dict[str, Any]]:
    """Per umc what the page of a notebook says of the whole round; see `dataset.Ronde.landelijk`.

    A function that fails is left out: the national page, which asks the same, shows what is wrong.
    """
    said = {}
    for say in LANDELIJK[notebook]:
        with suppress(Exception):
            said[say] = say(whole)
    return {umc: {fact_name(say): about(found, umc) for say, found in said.items()} for umc in whole.aanwezig}
