"""Time of protecting and auditing a round, beside computing all its indicators, in one run on one machine.

    python benchmarks/disclosure.py data/processed/2025-12-31

Ratios travel; seconds do not. Processor time is counted, so that what else the machine does matters little.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from data import peak_memory
from sectorplan_analysis import load_ronde, measure_all
from sectorplan_analysis.disclosure.audit import audit
from sectorplan_analysis.disclosure.build import make_openbaar
from sectorplan_analysis.disclosure.stelsel import stelsel
from sectorplan_analysis.disclosure.tabellen import write_openbaar
from sectorplan_analysis.editions import SERIES


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Processor seconds that some work takes, and what it gives."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("processed", type=Path, help="folder of one processed round")
    folder = parser.parse_args().processed
    ronde = load_ronde(folder.name, processed=folder.parent)
    _ = ronde.posities
    count, _ = timed(lambda: [measure_all(ronde.op(day)) for day in ronde.jaareinden()])
    system = stelsel(ronde)
    protecting, (edition, hidden) = timed(lambda: make_openbaar(ronde))
    with tempfile.TemporaryDirectory() as place:
        write_openbaar(edition, Path(place), reeks=SERIES)
        auditing, faults = timed(lambda: audit([Path(place)], ronde))
    print(f"groups {len(system.groepen)}, cells {len(system.cellen)}, hidden {len(hidden)}, faults {len(faults)}")
    print(f"peak memory of the process {peak_memory() / 1e6:.0f} MB")
    for name, seconds in (("all indicators, every year-end", count), ("protect", protecting), ("audit", auditing)):
        print(f"{name:<32} {seconds:6.1f} s   {seconds / count:6.1f} times the indicators")


if __name__ == "__main__":
    main()
