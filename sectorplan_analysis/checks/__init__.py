"""Judging a delivery: rules over typed tables, every finding traceable to umc, file, row and column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sectorplan_analysis.checks.previous import Vorige
    from sectorplan_analysis.reading import Levering


def check_delivery(
    levering: Levering,
    *,
    peildatum: dt.date,
    umcs: Sequence[str],
    without: Collection[str] = (),
    previous: Vorige | None = None,
    opvolgers: Mapping[str, str] = MappingProxyType({}),
    vorige: dt.date | None = None,
    grenzen: Mapping[str, float] = MappingProxyType({}),
    geleverd: dt.date | None = None,
) -> Levering:
    """The same delivery with the findings of the rules across rows and tables added.

    Parameters
    ----------
    peildatum
        Day on which every running position needs a running contract.
    umcs, without
        Slugs expected in the round, and those left out; only the others must be in the central files.
    previous
        The delivery of the round before, when there is one, to compare the size of each umc with.
    opvolgers
        Umc of the round per umc of earlier rounds that went up in it.
    vorige
        Peildatum of the round before: are its persons found again?
    grenzen
        Cut-offs of the round by name.
    geleverd
        Peildatum of the delivery itself, when that is later than ``peildatum``.
    """
    # imported here because reading uses the schemas of this package
    from sectorplan_analysis.checks.central import check_central
    from sectorplan_analysis.checks.cultureel import check_groups
    from sectorplan_analysis.checks.persons import check_people
    from sectorplan_analysis.checks.positions import check_positions
    from sectorplan_analysis.checks.previous import check_found_again, check_size
    from sectorplan_analysis.findings import combine_findings, findings_frame
    from sectorplan_analysis.reading.bsn import hidden_umcs, hide_ids

    expected = [umc for umc in umcs if umc not in without]
    found = [
        *check_positions(levering, peildatum=peildatum, opvolgers=opvolgers),
        *check_people(levering, peildatum=peildatum),
        *check_central(levering, umcs=expected, without=without, opvolgers=opvolgers),
        *check_groups(levering, peildatum=peildatum, geleverd=geleverd or peildatum),
        *(check_size(levering, previous, peildatum=peildatum) if previous else []),
        *check_found_again(levering, previous, peildatum=peildatum, vorige=vorige, umcs=expected, grenzen=grenzen),
    ]
    found = hide_ids(found, hidden_umcs(levering.bevindingen))
    return replace(levering, bevindingen=combine_findings(levering.bevindingen, findings_frame(found)))
