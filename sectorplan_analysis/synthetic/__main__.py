"""``python -m sectorplan_analysis.synthetic data/raw`` writes the invented deliveries of 31 December 2025."""

from __future__ import annotations

import argparse
from pathlib import Path

from sectorplan_analysis.synthetic import write_example
from sectorplan_analysis.synthetic.calibration import PEILDATUM


def main() -> None:
    """Write the example deliveries to ``<folder>/2025-12-31``."""
    parser = argparse.ArgumentParser(prog="python -m sectorplan_analysis.synthetic", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder of the raw deliveries, for example data/raw")
    folder = parser.parse_args().folder / PEILDATUM.isoformat()
    write_example(folder)
    print(f"Verzonnen voorbeeldleveringen geschreven naar {folder}")


if __name__ == "__main__":
    main()
