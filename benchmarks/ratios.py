"""The table of a benchmark: medians, and their ratio to the first; and how much memory a way takes meanwhile."""

from __future__ import annotations

import datetime as dt
import os
import platform
import statistics
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib.metadata import version
from threading import Event, Thread

import psutil

#: Seconds between two looks at the memory.
_PAUSE = 0.2


@contextmanager
def watching(peaks: dict[str, int], name: str) -> Iterator[None]:
    """Keep the most memory, in bytes, that the processes below this one have together while the block runs."""
    done, most = Event(), [0]

    def look() -> None:
        while not done.wait(_PAUSE):
            most.append(sum(map(_share, psutil.Process().children(recursive=True))))

    thread = Thread(target=look)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
        peaks[name] = max(most)


def _share(process: psutil.Process) -> int:
    """Memory of a process; what it shares with others, as forked processes do, is divided among them."""
    with suppress(psutil.Error):
        memory = process.memory_full_info()
        return int(getattr(memory, "pss", memory.rss))
    return 0


def print_ratios(
    what: str,
    name: str,
    seconds: Mapping[str, Sequence[float]],
    peaks: Mapping[str, int],
    *,
    tools: Sequence[str] = (),
) -> None:
    """Print a Markdown table under what was timed, on what machine and when; what was never timed is left out."""
    medians = {way: statistics.median(times) for way, times in seconds.items() if times}
    reference = next(iter(medians.values()))
    used = [f"Python {platform.python_version()}", *(f"{tool} {version(tool)}" for tool in tools)]
    print(f"{what}, median of {max(map(len, seconds.values()))}; {dt.date.today()}")
    print(f"{platform.platform()}, {os.cpu_count()} cores, {', '.join(used)}\n")
    print(f"| {name} | seconds | ratio | peak MB |\n| --- | ---: | ---: | ---: |")
    for way, median in medians.items():
        print(f"| {way} | {median:.1f} | {median / reference:.3f} | {peaks.get(way, 0) / 1e6:.0f} |")
