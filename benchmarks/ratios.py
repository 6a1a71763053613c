"""The table of a benchmark: medians, and their ratio to the first."""

from __future__ import annotations

import datetime as dt
import os
import platform
import statistics
from collections.abc import Mapping, Sequence
from importlib.metadata import version


def print_ratios(what: str, name: str, seconds: Mapping[str, Sequence[float]], *, tools: Sequence[str] = ()) -> None:
    """Print a Markdown table under what was timed, on what machine and when; what was never timed is left out."""
    medians = {way: statistics.median(times) for way, times in seconds.items() if times}
    reference = next(iter(medians.values()))
    used = [f"Python {platform.python_version()}", *(f"{tool} {version(tool)}" for tool in tools)]
    print(f"{what}, median of {max(map(len, seconds.values()))}; {dt.date.today()}")
    print(f"{platform.platform()}, {os.cpu_count()} cores, {', '.join(used)}\n")
    print(f"| {name} | seconds | ratio |\n| --- | ---: | ---: |")
    for way, median in medians.items():
        print(f"| {way} | {median:.1f} | {median / reference:.3f} |")
