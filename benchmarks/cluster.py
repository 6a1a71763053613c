"""What a cluster costs and gains: rows against time and memory, and number of workers against time.

    python benchmarks/cluster.py
    python benchmarks/cluster.py --documents data/processed/2025-12-31

Deliveries of any size are the synthetic example over and over, each time with other persons. The workers are processes
on this machine with one thread each, so more workers than cores gain nothing here. Every figure is beside that of one
process without a cluster, made in the same run by turns: ratios travel, seconds do not.
"""

from __future__ import annotations

import argparse
import datetime as dt
import multiprocessing
import os
import platform
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from distributed import LocalCluster

from sectorplan_analysis import load_ronde
from sectorplan_analysis.cluster import connect
from sectorplan_analysis.coding import plain
from sectorplan_analysis.documents import data_per_document, documents_of, make_documents, page_meta
from sectorplan_analysis.editions import SERIES
from sectorplan_analysis.partitions import series
from sectorplan_analysis.reading import read_delivery
from sectorplan_analysis.rondes.config import RondeConfig, load_ronde_config

DAY = dt.date(2025, 12, 31)
EXAMPLE = Path("data", "raw", DAY.isoformat())
LETTERS = str.maketrans("0123456789", "abcdefghij")
#: What the reader adds to a row.
ADDED = ["umc", "bestand", "blad", "rij"]


def write_delivery(folder: Path, rows: int, config: RondeConfig) -> int:
    """Write a delivery of about so many rows in all; gives how many there are."""
    folder.mkdir(parents=True)
    for file in EXAMPLE.glob("*.csv"):
        shutil.copy(file, folder)
    read = read_delivery(EXAMPLE, umcs=config.umcs).tables
    tables = {name: plain(read[name]) for name in ("personeel", "contracten", "gender")}
    times = max(1, round(rows / sum(map(len, tables.values()))))
    for name, table in tables.items():
        for umc, own in table.groupby("umc"):
            # in letters, for a row of digits may look like a citizen service number
            marks = [str(copy).translate(LETTERS) for copy in range(times)]
            copies = [own.assign(medewerker_id=own["medewerker_id"] + mark) for mark in marks]
            (folder / str(umc)).mkdir(exist_ok=True)
            whole = pd.concat(copies).drop(columns=ADDED, errors="ignore")
            whole.to_csv(folder / str(umc) / f"{name}.csv", index=False)
    return times * sum(map(len, tables.values()))


class Cost(NamedTuple):
    """Seconds on the clock, seconds of processor in all processes together, and peak memory of the largest in GiB."""

    seconds: float
    cpu: float
    peak: float


def timed(work: Callable[..., Any], *arguments: Any) -> Cost:
    """Cost of a call in a process of its own, which has the package imported."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        pool.submit(_import).result()
        return pool.submit(_timed, work, *arguments).result()


def _timed(work: Callable[..., Any], *arguments: Any) -> Cost:
    begun, before = time.perf_counter(), _used()[0]
    work(*arguments)
    cpu, peak = _used()
    return Cost(time.perf_counter() - begun, cpu - before, peak)


def _used() -> tuple[float, float]:
    """Seconds of processor and peak memory of this process so far."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    return own.ru_utime + own.ru_stime, own.ru_maxrss / 2**20


def on_cluster(workers: int, work: Callable[..., Any], *arguments: Any) -> Cost:
    """The same on a new cluster that has the package imported; the memory is that of its largest worker."""
    with (
        tempfile.TemporaryDirectory() as scratch,
        LocalCluster(workers, threads_per_worker=1, dashboard_address=None, local_directory=scratch) as local,
        connect(local.scheduler_address) as cluster,
    ):
        client = cluster._client
        client.run(_import)
        before = sum(cpu for cpu, _ in client.run(_used).values())
        own = _timed(work, *arguments, cluster)
        used = client.run(_used).values()
        cpu = sum(cpu for cpu, _ in used) - before + own.cpu
        return Cost(own.seconds, cpu, max(peak for _, peak in used))


def _import() -> None:
    import sectorplan_analysis.partitions
    import sectorplan_analysis.pipeline  # noqa: F401


def count(folder: Path, config: RondeConfig, days: Sequence[dt.date], cluster: Any = None) -> None:
    series(SERIES, folder, config, days, pool=cluster)


def render(processed: Path, cluster: Any = None) -> None:
    ronde = load_ronde(processed.name, processed=processed.parent)
    make = cluster.make_documents if cluster else make_documents
    with tempfile.TemporaryDirectory() as place:
        documents = data_per_document(documents_of(ronde), processed, parts=Path(place, "delen"))
        done = make(documents, meta=page_meta(ronde, editie="intern"), edition=Path(place, "editie"), jobs=1)
        if any(done):
            raise SystemExit("a document failed")


def compared(times: int, workers: Sequence[int], work: Callable[..., Any], *arguments: Any) -> list[Cost]:
    """Medians, and largest memory: in one process, then on so many workers; by turns, so that noise hits all."""
    found: list[list[Cost]] = []
    for _ in range(times):
        found.append([timed(work, *arguments), *(on_cluster(n, work, *arguments) for n in workers)])
    return [
        Cost(statistics.median(seconds), statistics.median(cpu), max(peak))
        for seconds, cpu, peak in (zip(*way, strict=True) for way in zip(*found, strict=True))
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--days", type=int, default=12, help="number of peildata, each month one")
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--documents", type=Path, help="processed tables of a round: make its intern edition as well")
    options = parser.parse_args()

    config = load_ronde_config(DAY)
    days = [dt.date(2025 - month // 12, 12 - month % 12, 1) for month in range(options.days)]
    tools = ", ".join(f"{name} {version(name)}" for name in ("distributed", "pandas", "pyarrow"))
    print(f"Median of {options.times}; {dt.date.today()}; {platform.platform()}, {os.cpu_count()} cores, ", end="")
    print(f"Python {platform.python_version()}, {tools}\n")
    print(f"{len(config.umcs)} deliveries, {len(days)} peildata, {len(SERIES)} indicators\n")
    print("| rows | way | seconds | ratio | processor, s | memory, GiB |\n| ---: | --- | ---: | ---: | ---: | ---: |")
    names = ["one process", *(f"{n} workers" for n in options.workers)]
    with tempfile.TemporaryDirectory() as root:
        for wanted in options.rows:
            folder = Path(root, str(wanted), DAY.isoformat())
            rows = write_delivery(folder, wanted, config)
            for way, cost in _beside(names, compared(options.times, options.workers, count, folder, config, days)):
                print(f"| {rows:,} | {way} | {cost.cpu:.1f} | {cost.peak:.2f} |", flush=True)
            shutil.rmtree(folder)
    if options.documents:
        print("\n| documents of a round | seconds | ratio |\n| --- | ---: | ---: |")
        for way, _ in _beside(names, compared(options.times, options.workers, render, options.documents.resolve())):
            print(f"| {way} |", flush=True)


def _beside(names: list[str], costs: list[Cost]) -> Iterator[tuple[str, Cost]]:
    """Name, seconds and ratio to the first as cells of a table, with the cost."""
    for name, cost in zip(names, costs, strict=True):
        yield f"{name} | {cost.seconds:.1f} | {cost.seconds / costs[0].seconds:.2f}", cost


if __name__ == "__main__":
    main()
