"""Invented (SYNTHETIC) deliveries: persons who do not exist, calibrated so that the published figures come out.

``calibration`` fixes counts and fte per umc, ``population`` invents the persons of the peildatum, ``careers`` a history
for each, ``sector`` all who came and went; ``bookkeeping`` holds the result. ``finance`` and ``focusgroups`` make the
central tables; ``export`` writes it all in the ``styles`` of the umcs. Everything is seeded: the same code writes
the same bytes. ``later`` goes on to 2028, ``rounds`` makes deliveries of that, and ``truth`` and ``truth_changes``
count what those ought to give.

Because the generator is fitted to the published figures, a pipeline that reproduces them from these deliveries shows
that the calculation is right. It says nothing about real persons.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sectorplan_analysis.synthetic.bookkeeping import SEED
from sectorplan_analysis.synthetic.export import list_synthetic, write_central, write_delivery
from sectorplan_analysis.synthetic.finance import begroting, bestedingen
from sectorplan_analysis.synthetic.focusgroups import werkdruk
from sectorplan_analysis.synthetic.sector import bookkeeping


def write_example(folder: Path) -> None:
    """Write the example round (eight umcs and the central files) to ``folder``, made when absent."""
    folder.mkdir(parents=True, exist_ok=True)
    write_delivery(bookkeeping(), folder)
    write_central(
        begroting(), bestedingen(np.random.default_rng(SEED + 1)), werkdruk(np.random.default_rng(SEED + 2)), folder
    )
    list_synthetic(folder)
