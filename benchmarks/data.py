"""Reading, checking and contractstatus of one large delivery, beside polars and duckdb, in one run on one machine.

    pip install polars duckdb      # optional: what is not installed is left out
    python benchmarks/data.py      # 10^4 to 10^6 contract rows, medians of 5
    python benchmarks/data.py --rows 5_000_000 10_000_000 --times 3

The deliveries are made here, in the regular style of one system: semicolons, decimal comma, d-m-y dates, cp1252, rows
in the order of the pseudonyms, four contracts per person. polars and duckdb only read the same three files, type them
and work out positions and status on the peildatum; this package does its checks too and knows the row of every value.
Each measurement is a new process, by turns, so that what else the machine does hits all alike. Importing is not
counted. Ratios travel; seconds do not.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

UMC = "lumc"
PEILDATUM = dt.date(2025, 12, 31)
_CHUNK = 250_000
_TITELS = ("Hoogleraar", "Universitair docent", "Universitair hoofddocent", "Docent", "Postdoc")
_SUBTHEMAS = {"Dataspecialisten": "Datagedreven innovatie", "Klinisch onderzoek": "Van fundament tot toepassing"}


def make_delivery(folder: Path, rows: int) -> None:
    """A delivery of one umc with so many contracts; the same for the same number."""
    import numpy as np

    rng = np.random.default_rng(rows)
    (folder / UMC).mkdir(parents=True)
    for start in range(0, rows // 4, _CHUNK):
        persons = np.arange(start, min(start + _CHUNK, rows // 4))
        for name, frame in _tables(persons, rng).items():
            frame.to_csv(
                folder / UMC / f"{name}.csv", sep=";", index=False, encoding="cp1252", mode="a", header=start == 0
            )
    (folder / "begroting.csv").write_text(f"umc;begroot_fte\n{UMC};32,3\n", encoding="cp1252")


def _tables(persons: np.ndarray, rng: np.random.Generator) -> dict[str, pd.DataFrame]:
    # imported here, so that it is no part of the memory that polars and duckdb take
    import numpy as np
    import pandas as pd

    n = len(persons)
    ids = np.char.add("M", np.char.zfill(persons.astype(str), 8))
    day = np.datetime64("2022-01-01")
    text = np.array([f"{d:%d-%m-%Y}" for d in pd.date_range("2022-01-01", "2026-12-31")] + [""])
    begin = (np.arange(4) * 365 + rng.integers(0, 300, (n, 4))).ravel()
    end = begin + rng.integers(20, 60, 4 * n)
    end[3::4] = -1
    vast = rng.random(4 * n) < 0.4
    promised = ~vast & (rng.random(4 * n) < 0.2)
    subthemas = np.array(list(_SUBTHEMAS))[rng.integers(0, len(_SUBTHEMAS), n)]
    running = text[(np.datetime64("2025-12-01") - day).astype(int)]
    return {
        "contracten": pd.DataFrame(
            {
                "medewerker_id": np.repeat(ids, 4),
                "contracttype": np.where(vast, "vast", "tijdelijk"),
                "begindatum": text[begin],
                "einddatum": text[end],
                "toezegging_datum": text[np.where(promised, begin, -1)],
                "toezegging_onvoorwaardelijk": np.where(promised, np.where(rng.random(4 * n) < 0.5, "ja", "nee"), ""),
            }
        ),
        "personeel": pd.DataFrame(
            {
                "medewerker_id": ids,
                "functie": np.array(_TITELS)[rng.integers(0, len(_TITELS), n)],
                "thema": np.where(subthemas == next(iter(_SUBTHEMAS)), *_SUBTHEMAS.values()),
                "subthema": subthemas,
                "fte": np.char.add("0,", rng.integers(1, 10, n).astype(str)),
                "inloop": np.where(rng.random(n) < 0.05, "ja", "nee"),
                "begindatum": running,
                "einddatum": "",
            }
        ),
        "gender": pd.DataFrame(
            {"medewerker_id": ids, "gender": rng.choice(["v", "m", "x", "onbekend"], n, p=[0.6, 0.38, 0.01, 0.01])}
        ),
    }


class Clock:
    """Seconds and processor seconds per stage."""

    def __init__(self) -> None:
        self.stages: dict[str, tuple[float, float]] = {}

    def __call__(self, stage: str, work: Callable[[], Any]) -> Any:
        wall, cpu = time.perf_counter(), time.process_time()
        result = work()
        self.stages[stage] = (time.perf_counter() - wall, time.process_time() - cpu)
        return result


def this_package(folder: Path, clock: Clock) -> int:
    from importlib import import_module

    from sectorplan_analysis.checks import check_delivery
    from sectorplan_analysis.reading import read_delivery
    from sectorplan_analysis.status import persons_on, posities_on

    # what these import when they are first called is imported before, as all of polars and duckdb is
    checks = ("central", "cultureel", "persons", "positions", "previous")
    for name in (
        *(f"sectorplan_analysis.checks.{each}" for each in checks),
        "sectorplan_analysis.culturele_diversiteit",
    ):
        import_module(name)
    import_module("pandera.backends.pandas.builtin_checks")

    levering = clock("read", lambda: read_delivery(folder, umcs=[UMC]))
    levering = clock("check", lambda: check_delivery(levering, peildatum=PEILDATUM, umcs=[UMC]))
    tables = [levering.tables[name] for name in ("personeel", "contracten", "gender")]
    return len(clock("status", lambda: persons_on(posities_on(*tables, PEILDATUM), PEILDATUM)))


def in_polars(folder: Path, clock: Clock) -> int:
    import polars as pl

    def dates(*names: str) -> list[pl.Expr]:
        return [pl.col(name).str.strptime(pl.Date, "%d-%m-%Y", strict=False) for name in names]

    def read(name: str) -> pl.DataFrame:
        return pl.read_csv(folder / UMC / f"{name}.csv", separator=";", infer_schema=False)

    def read_all() -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
        contracten = read("contracten").with_columns(dates("begindatum", "einddatum", "toezegging_datum"))
        personeel = read("personeel").with_columns(
            *dates("begindatum", "einddatum"), pl.col("fte").str.replace(",", ".").cast(pl.Float64)
        )
        return contracten, personeel, read("gender")

    def status() -> pl.DataFrame:
        running = (pl.col("begindatum") <= PEILDATUM) & (
            pl.col("einddatum").is_null() | (pl.col("einddatum") >= PEILDATUM)
        )
        promised = (pl.col("toezegging_onvoorwaardelijk") == "ja") & (pl.col("toezegging_datum") <= PEILDATUM)
        strongest = (
            contracten.filter(running)
            .with_columns(vast=pl.col("contracttype") == "vast", toegezegd=promised)
            .group_by("medewerker_id")
            .agg(pl.col("vast").any(), pl.col("toegezegd").any())
        )
        rows = personeel.filter(running).join(strongest, on="medewerker_id", how="left")
        return rows.join(gender, on="medewerker_id", how="left").sort("medewerker_id")

    contracten, personeel, gender = clock("read", read_all)
    return len(clock("status", status))


def in_duckdb(folder: Path, clock: Clock) -> int:
    import duckdb

    base = duckdb.connect()
    date, day = "try_strptime({0}, '%d-%m-%Y')::date as {0}", f"date '{PEILDATUM}'"
    more = {
        "contracten": ["begindatum", "einddatum", "toezegging_datum"],
        "personeel": ["begindatum", "einddatum"],
        "gender": [],
    }

    def read_all() -> None:
        for name, days in more.items():
            changed = [date.format(column) for column in days]
            changed += ["replace(fte, ',', '.')::double as fte"] if name == "personeel" else []
            kept = f"* replace ({', '.join(changed)})" if changed else "*"
            source = f"read_csv('{folder / UMC / name}.csv', delim=';', all_varchar=true, header=true)"
            base.sql(f"create table {name} as select {kept} from {source}")

    def status() -> int:
        running = f"begindatum <= {day} and (einddatum is null or einddatum >= {day})"
        base.sql(f"""
            create table status as
            select p.*, vast, toegezegd, gender from (select * from personeel where {running}) p
            left join (select medewerker_id, bool_or(contracttype = 'vast') as vast,
                       bool_or(toezegging_onvoorwaardelijk = 'ja' and toezegging_datum <= {day}) as toegezegd
                       from contracten where {running} group by medewerker_id) using (medewerker_id)
            left join gender using (medewerker_id) order by medewerker_id""")
        [[count]] = base.sql("select count(*) from status").fetchall()
        return int(count)

    clock("read", read_all)
    return clock("status", status)


WAYS: dict[str, Callable[[Path, Clock], int]] = {"this package": this_package, "polars": in_polars, "duckdb": in_duckdb}


def measure(way: str, folder: Path) -> dict[str, Any]:
    """One measurement, in a process of its own."""
    script = [sys.executable, __file__, "--one", way, str(folder)]
    return json.loads(subprocess.run(script, check=True, stdout=subprocess.PIPE, text=True).stdout)


def _one(way: str, folder: Path) -> None:
    clock = Clock()
    persons = WAYS[way](folder, clock)
    print(json.dumps({"persons": persons, "stages": clock.stages, "peak": peak_memory()}))


def peak_memory() -> int:
    """Largest memory of this process in bytes; what getrusage says includes that of the process that started it."""
    status = Path("/proc/self/status")
    if status.is_file():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) * 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000, 1_000_000], help="contract rows")
    parser.add_argument("--times", type=int, default=5, help="measurements of each; medians are shown")
    parser.add_argument("--one", nargs=2, metavar=("WAY", "FOLDER"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        return _one(options.one[0], Path(options.one[1]))
    ways = [way for way in WAYS if way == "this package" or find_spec(way)]
    tools = ", ".join(f"{name} {version(name)}" for name in ("pandas", "pyarrow", *ways[1:]))
    print(
        f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}, {tools}; {dt.date.today()}"
    )
    print(f"Medians of {options.times}.\n")
    print("| contract rows | way | seconds | ratio | processor seconds | ratio | peak MB | ratio | of which |")
    print("| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |")
    for rows in options.rows:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / PEILDATUM.isoformat()
            make_delivery(folder, rows)
            found: dict[str, list[dict[str, Any]]] = {way: [] for way in ways}
            for _ in range(options.times):
                for way in ways:
                    found[way].append(measure(way, folder))
        if len({one["persons"] for ones in found.values() for one in ones}) > 1:
            raise SystemExit("they do not find the same number of persons")
        _print(rows, found)
    return None


def _print(rows: int, found: dict[str, list[dict[str, Any]]]) -> None:
    wall, cpu, peak = (
        {way: statistics.median(value(one) for one in ones) for way, ones in found.items()}
        for value in (
            lambda one: sum(seconds for seconds, _ in one["stages"].values()),
            lambda one: sum(seconds for _, seconds in one["stages"].values()),
            lambda one: one["peak"] / 1e6,
        )
    )
    against = "polars" if "polars" in found else "this package"
    for way, ones in found.items():
        stages = ", ".join(
            f"{stage} {statistics.median(one['stages'][stage][0] for one in ones):.2f}" for stage in ones[0]["stages"]
        )
        cells = [f"{m[way]:.{d}f} | {m[way] / m[against]:.2f}" for m, d in ((wall, 2), (cpu, 2), (peak, 0))]
        print(f"| {rows:,} | {way} | {' | '.join(cells)} | {stages} |", flush=True)


if __name__ == "__main__":
    main()
