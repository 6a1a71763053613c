"""Time of running a round again: unchanged, and after one umc delivered again, beside the first run of all.

    python benchmarks/reruns.py data/raw 2025-12-31

Every run is the command itself, in a process of its own. Ratios travel; seconds do not.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

from ratios import print_ratios, watching

UMC = "umcg"


def again(lines: list[bytes]) -> list[bytes]:
    """A row twice: another finding, and another number of rows read."""
    return [*lines, lines[-1]]


def earlier(lines: list[bytes]) -> list[bytes]:
    """A permanent contract of long ago began a year earlier: another row, and no other figure on a page."""
    return mended(lines, b" 2006;", b" 2005;")


def hours(lines: list[bytes]) -> list[bytes]:
    """Somebody works more hours: other figures for this umc and for the country."""
    return mended(lines, b";0,4167;n;1 augustus 2025;;", b";0,5;n;1 augustus 2025;;")


def mended(lines: list[bytes], old: bytes, new: bytes) -> list[bytes]:
    """The first line that has it, changed."""
    place = next(place for place, line in enumerate(lines) if old in line)
    return [*lines[:place], lines[place].replace(old, new), *lines[place + 1 :]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("raw", type=Path, help="deliveries, such as data/raw")
    parser.add_argument("peildatum")
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    seconds: dict[str, list[float]] = {}
    peaks: dict[str, int] = {}
    for turn in range(options.times + 1):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            shutil.copytree(options.raw, folder / "raw")
            own = folder / "raw" / options.peildatum
            # who delivers is a real sender here: with invented deliveries each page counts how many files are invented
            (own / "synthetisch.sha256").unlink(missing_ok=True)

            # the last turn is not timed: looking at the memory takes time itself
            def run(name: str, folder: Path = folder, watched: bool = turn == options.times) -> None:
                folders = [f"--{part}={folder / part}" for part in ("raw", "processed", "reports")]
                start = time.perf_counter()
                command = [sys.executable, "-m", "sectorplan_analysis.cli", "run", options.peildatum, *folders]
                with watching(peaks, name) if watched else nullcontext():
                    subprocess.run(command, check=True, capture_output=True)
                if not watched:
                    seconds.setdefault(name, []).append(time.perf_counter() - start)
                    print(f"{name}: {seconds[name][-1]:.1f} s", file=sys.stderr)

            def deliver(change: Callable[[list[bytes]], list[bytes]], file: str, sent: Path = own / UMC) -> None:
                lines = (sent / file).read_bytes().splitlines(keepends=True)
                (sent / file).write_bytes(b"".join(change(lines)))

            run("first run")
            run("nothing changed")
            deliver(again, "personeel.csv")
            run("one umc delivers again, the same rows")
            deliver(earlier, "contracten.csv")
            run("one umc delivers again, other rows")
            deliver(hours, "personeel.csv")
            run("one umc delivers again, other figures")
    print_ratios("both editions", "run", seconds, peaks)


if __name__ == "__main__":
    main()
