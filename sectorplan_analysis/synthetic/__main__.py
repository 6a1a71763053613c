"""Write the invented deliveries of 31 December 2025, or with ``--rounds`` a working folder with later ones as well.

``python -m sectorplan_analysis.synthetic data/raw`` writes the example of the repository, and
``python -m sectorplan_analysis.synthetic --rounds 2026,2027,2028 FOLDER`` a folder to run ``sectorplan`` in, with what
the deliveries ought to give in ``waarheid/``. Later deliveries are for trying out and for tests, never for data/raw.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from sectorplan_analysis.synthetic import write_example
from sectorplan_analysis.synthetic.calibration import PEILDATUM
from sectorplan_analysis.synthetic.rounds import JAREN, write_rounds
from sectorplan_analysis.synthetic.truth import write_truth


def main() -> None:
    """Write what was asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m sectorplan_analysis.synthetic",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path, help="folder of the raw deliveries; with --rounds a new working folder")
    parser.add_argument("--rounds", type=_years, help="later deliveries to make, for example 2026,2027,2028")
    options = parser.parse_args()
    if options.rounds:
        write_rounds(options.folder, jaren=options.rounds)
        write_truth(options.folder / "waarheid", jaren=options.rounds)
        print(f"Verzonnen leveringen geschreven naar {options.folder}; draai sectorplan in die map")
        return
    folder = options.folder / PEILDATUM.isoformat()
    write_example(folder)
    print(f"Verzonnen voorbeeldleveringen geschreven naar {folder}")


def _years(text: str) -> list[int]:
    years = [int(part) for part in text.split(",") if part.strip().isdigit()]
    if not years or not set(years) <= set(JAREN) or len(years) != len(text.split(",")):
        raise argparse.ArgumentTypeError(f"choose from {', '.join(map(str, JAREN))}")
    return years


if __name__ == "__main__":
    main()
