"""A run that is killed, or has no room to write, loses nothing: the last round stays whole and the next succeeds.

Most rounds here are real but for their contents: pages and tables are stubs that say which run made them. A run is
killed with SIGKILL just before the n-th thing it asks of the operating system, so that no moment is missed by chance.
"""

import csv
import datetime as dt
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
import traceback
from concurrent.futures import Future
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from sectorplan_analysis import documents, execution, judge, pipeline, publish, steps, warm
from sectorplan_analysis.cli import main
from sectorplan_analysis.findings import bevinding, findings_frame, write_findings
from sectorplan_analysis.rapport import alle_rondes
from sectorplan_analysis.slot import hold
from sectorplan_analysis.verify import verify
from tests.conftest import DAY
from tests.rounds import persons, ronde
from tests.test_documents import META

pytestmark = pytest.mark.skipif(not warm.CAN_FORK, reason="needs a process to fork from")
KILLS = 30
TABLE = "tabel.csv"


@contextmanager
def at_once(jobs):
    """Calls a function in this process, right away."""

    def submit(function, *arguments):
        future = Future()
        future.set_result(function(*arguments))
        return future

    yield submit


def stubs(generation, *, size=1, findings=1, day=DAY):
    """What makes the contents of a round, by module and name: every file says which run made it."""
    text = f"{generation}" * size
    small = ronde(peildatum=dt.date.fromisoformat(day), **persons({"fte": 0.1 * generation}))

    def documents(made, *, meta, edition, jobs):
        for each in made:
            for name in (each.page, each.executed):
                (edition / name).parent.mkdir(parents=True, exist_ok=True)
                (edition / name).write_text(text, encoding="utf-8")
            yield None

    def table(*arguments, **_):
        folder = next(argument for argument in arguments if isinstance(argument, Path))
        folder.mkdir(parents=True, exist_ok=True)
        (folder / TABLE).write_text(text, encoding="utf-8")

    def makers(rounds, *_, **__):
        return pd.DataFrame({"makers": [(built.map / "tabellen" / TABLE).read_text("utf-8") for built in rounds]})

    return {
        (pipeline, "make_ronde"): lambda *_, **__: small,
        (steps, "protect"): lambda _, work, *__: (
            table(work["openbaar"] / "openbaar" / "tabellen") or steps.Protected({})
        ),
        (pipeline, "warm_workers"): at_once,
        (pipeline, "load_openbaar"): lambda *_, **__: small,
        (pipeline, "make_documents"): documents,
        (pipeline, "data_per_document"): lambda made, data, *, parts: dict.fromkeys(made, data),
        (steps, "write_tables"): lambda _, folder: table(folder),
        (pipeline, "save_openbaar"): table,
        **{(steps, name): lambda *_, **__: text for name in ("index_intern", "index_openbaar")},
        (alle_rondes, "whole_series"): makers,
        (alle_rondes, "page"): lambda rounds, series: "+".join(series["makers"]),
        (judge, "judge"): lambda config, *, reports, **__: judged(reports, generation, day=day, size=findings),
    }


def judged(reports, generation, *, day=DAY, size=1):
    """Stands for a delivery without fouten: a finding for one umc or another, in real files."""
    umc = ("lumc", "umcg")[generation % 2]
    found = findings_frame([bevinding("kolom_niet_gebruikt", umc=umc, kolom=generation, veld="x" * size)])
    write_findings(found, reports / day / "bevindingen")
    delivery = SimpleNamespace(bestanden=())
    return SimpleNamespace(folder=Path(), peildatum=dt.date.fromisoformat(day), levering=delivery, fouten=False)


def stub_round(root, generation, *, day=DAY, then=lambda: None):
    """Make a round of stubs; the way it is built and published is the real one. ``then`` is called halfway."""
    for (module, name), stub in stubs(generation, day=day).items():
        setattr(module, name, stub)
    reports = root / "reports"
    with hold(reports, day, opdracht="proef", say=lambda line: None):
        delivery = judged(reports, generation, day=day)
        then()
        config = pipeline.make_ronde().config
        pipeline.run_round(delivery, config, processed=root / "processed", reports=reports, jobs=1)


def counted_round(root, generation, *, last, count, exchange=True, **options):
    """Runs in a process of its own: a round that is killed before its event number ``last`` (0: not at all).

    Counts its events until it had written its findings, until it began to publish, and until the end.
    """
    os.environ["SECTORPLAN_SLEUTEL"] = "proef"
    if not exchange:
        publish._exchange = lambda one, other: False
    seen, marks, publishing = 0, [], pipeline._publish

    def event(name, arguments):
        nonlocal seen
        if name.startswith(("open", "os.", "shutil.", "ctypes.", "tempfile.")):
            seen += 1
            if seen == last:
                os.kill(os.getpid(), signal.SIGKILL)

    def published(*arguments, **named):
        marks.append(seen)
        publishing(*arguments, **named)

    pipeline._publish = published
    sys.addaudithook(event)
    try:
        stub_round(root, generation, then=lambda: marks.append(seen), **options)
    except Exception:
        count.put(traceback.format_exc())
        raise
    count.put((*marks, seen))


@pytest.fixture
def forked(tmp_path):
    """Run a stub round in another process; gives its exit code and numbers of events, or what went wrong.

    When it was killed there is neither.
    """

    def call(generation, *, last=0, **options):
        count = warm.context().SimpleQueue()
        work = partial(counted_round, tmp_path, generation, last=last, count=count, **options)
        process = warm.context().Process(target=work)
        process.start()
        process.join(timeout=120)
        return process.exitcode, () if count.empty() else count.get()

    return call


def made_by(folder):
    """The runs that made the stub files of a folder."""
    names = [path for path in folder.rglob("*") if path.suffix in (".html", ".ipynb", ".csv")]
    return {path.read_text(encoding="utf-8") for path in names}


def findings_by(folder):
    """The run that made the findings, having seen that each umc named in them has its workbook and nobody else."""
    with (folder / "bevindingen.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    books = {
        path.stem: CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python() for path in folder.rglob("*.xlsx")
    }
    assert books.keys() == {row["umc"] for row in rows}
    makers = {row["kolom"] for row in rows}
    assert makers == {line[book[0].index("kolom")] for book in books.values() for line in book[1:]} and len(makers) == 1
    return makers.pop()


def whole(root):
    """The run that made findings, both editions and the page over all rounds, having seen that each is whole."""
    reports = root / "reports"
    assert all(oordeel.goed for oordeel in verify(reports / DAY))
    makers = [made_by(reports / DAY / edition) for edition in ("intern", "openbaar")]
    assert all(len(maker) == 1 for maker in makers)
    index, series = ((reports / name).read_text("utf-8") for name in ("index.html", "reeks.csv"))
    return [findings_by(reports / DAY / "bevindingen"), *(maker.pop() for maker in makers), index, series.split()[1]]


def litter(root):
    left = [path for folder in (root / "reports" / DAY, root / "processed") for path in folder.glob(".*-*/")]
    return left + list((root / "reports").glob(".*.nieuw"))


@pytest.mark.parametrize("exchange", [True, False])
def test_a_run_killed_at_any_moment_leaves_a_whole_round_and_the_next_one_succeeds(forked, tmp_path, exchange):
    status, (found, built, events) = forked(1, exchange=exchange)
    assert status == 0 and 10 < found < built < events and whole(tmp_path) == ["1"] * 5
    kills = KILLS if exchange else KILLS // 3
    draw = random.Random(20251231)
    # writing findings and publishing get more than their share
    parts = [range(1, found + 1), range(found + 1, built + 1), range(built + 1, events + 1)]
    points = [point for part in parts for point in draw.sample(part, kills // 3)]
    current = "1"
    for generation, point in enumerate(points, start=2):
        status, said = forked(generation, last=point, exchange=exchange)
        assert status == -signal.SIGKILL, said
        if not exchange:
            # with two renames there is a moment without a folder; whoever comes next puts it back
            for name in ("bevindingen", "intern", "openbaar"):
                with publish.workspace(tmp_path / "reports" / DAY / name):
                    pass
        assert set(whole(tmp_path)) <= {current, str(generation)}
        status, said = forked(generation, exchange=exchange)
        assert status == 0, said
        assert whole(tmp_path) == [str(generation)] * 5 and not litter(tmp_path)
        current = str(generation)


def processes(*work):
    """Do each in a process of its own, all at the same time; gives their exit codes."""
    started = [warm.context().Process(target=each) for each in work]
    for process in started:
        process.start()
    for process in started:
        process.join(timeout=120)
    return [process.exitcode for process in started]


def test_two_runs_at_once_on_one_round_give_a_whole_round(tmp_path):
    count = warm.context().SimpleQueue()
    runs = [partial(counted_round, tmp_path, generation, last=0, count=count) for generation in (1, 2)]
    assert processes(*runs) == [0, 0]
    assert len(set(whole(tmp_path))) == 1 and not litter(tmp_path)


def slow_reader(root, read, done):
    """Makes its page over all rounds when another round has had its time to be published."""
    collect = stubs(1)[alle_rondes, "whole_series"]

    def linger(*arguments, **named):
        made = collect(*arguments, **named)
        read.set()
        done.wait(timeout=1)
        return made

    os.environ["SECTORPLAN_SLEUTEL"] = "proef"
    stub_round(root, 1, then=lambda: setattr(alle_rondes, "whole_series", linger))


def late_publisher(root, read, done):
    """A round of another day, made while the first one looks at what rounds there are."""
    os.environ["SECTORPLAN_SLEUTEL"] = "proef"
    stub_round(root, 2, day="2026-12-31", then=lambda: read.wait(timeout=60))
    done.set()


def test_two_rounds_that_are_published_at_once_are_both_on_the_page_over_all_rounds(tmp_path):
    events = warm.context().Event(), warm.context().Event()
    assert processes(partial(slow_reader, tmp_path, *events), partial(late_publisher, tmp_path, *events)) == [0, 0]
    assert (tmp_path / "reports" / "index.html").read_text("utf-8") == "1+2"
    assert (tmp_path / "reports" / "reeks.csv").read_text("utf-8").split() == ["makers", "1", "2"]


@pytest.fixture
def command(tmp_path, monkeypatch, capsys):
    """The run command on stubs, with folders to write in; gives the exit status, standard output and standard error."""
    monkeypatch.setenv("SECTORPLAN_SLEUTEL", "proef")
    monkeypatch.setattr("sectorplan_analysis.rapport.terminal.judgement", lambda *_, **__: "")
    monkeypatch.setattr("sectorplan_analysis.cli.log_judgement", lambda log, judged: None)
    monkeypatch.setattr(warm, "warm_up", lambda: None)

    def call(root, generation, **sizes):
        for (module, name), stub in stubs(generation, **sizes).items():
            monkeypatch.setattr(module, name, stub)
        folders = ["--processed", str(root / "processed"), "--reports", str(root / "reports")]
        return main(["run", DAY, "--fresh", *folders, "--jobs", "1"]), *capsys.readouterr()

    return call


def mount(folder, *options):
    """Mount a small disk, as far as one may."""
    if not shutil.which("mount") or subprocess.run(["mount", *options, str(folder)], capture_output=True).returncode:
        pytest.skip("no right to mount a disk here")


@pytest.fixture
def disk(tmp_path):
    """A disk of one megabyte."""
    folder = tmp_path / "schijf"
    folder.mkdir()
    mount(folder, "-t", "tmpfs", "-o", "size=1m", "tmpfs")
    yield folder
    subprocess.run(["umount", str(folder)], check=True, capture_output=True)


#: What does not fit, in characters, and the runs that made findings, editions and the page over all rounds afterwards.
TOO_MUCH = pytest.mark.parametrize(
    ("sizes", "left"),
    [({"findings": 2_000_000}, ["1"] * 5), ({"size": 500_000}, ["2", *["1"] * 4])],
    ids=["findings", "pages"],
)


@TOO_MUCH
def test_a_full_disk_is_said_in_one_sentence_and_leaves_the_round_as_it_was(command, disk, sizes, left):
    assert command(disk, 1)[0] == 0
    status, out, err = command(disk, 2, **sizes)
    assert (status, out) == (2, "") and "de schijf is vol" in err and "Traceback" not in err
    assert whole(disk) == left and not litter(disk)
    assert command(disk, 3)[0] == 0 and whole(disk) == ["3"] * 5


@TOO_MUCH
def test_a_file_that_may_not_grow_is_said_in_one_sentence_and_leaves_the_round_as_it_was(
    command, tmp_path, sizes, left
):
    resource = pytest.importorskip("resource")
    assert command(tmp_path, 1)[0] == 0
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        status, out, err = command(tmp_path, 2, **sizes)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (status, out) == (2, "") and "groter dan hier mag" in err
    assert whole(tmp_path) == left and not litter(tmp_path)


def test_a_target_that_is_read_only_is_said_in_one_sentence_and_leaves_the_round_as_it_was(command, disk):
    assert command(disk, 1)[0] == 0
    mount(disk, "-o", "remount,ro")
    status, out, err = command(disk, 2)
    assert (status, out) == (2, "") and "hier kan niet worden geschreven" in err and str(disk) in err
    assert whole(disk) == ["1"] * 5


def test_a_round_waits_while_an_openbaar_edition_of_another_is_made(command, tmp_path):
    """What an edition hides depends on what the others show."""
    waiting = threading.Event()

    def other():
        with hold(tmp_path / "reports", "openbaar", opdracht="sectorplan run 2024-12-31", say=print):
            waiting.set()
            time.sleep(0.5)

    busy = threading.Thread(target=other)
    busy.start()
    assert waiting.wait(timeout=10)
    status, _, err = command(tmp_path, 1)
    busy.join()
    assert status == 0 and "Wacht: 'sectorplan run 2024-12-31'" in err and whole(tmp_path) == ["1"] * 5


@pytest.mark.skipif(os.name == "nt" or os.getuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_without_rights_is_said_in_one_sentence(command, tmp_path):
    (tmp_path / "reports").mkdir(mode=0o500)
    status, out, err = command(tmp_path, 1)
    assert (status, out) == (2, "") and "geen rechten" in err


def test_a_file_where_a_folder_must_come_is_said_in_one_sentence(command, tmp_path):
    (tmp_path / "reports").write_text("ik ben een bestand")
    status, out, err = command(tmp_path, 1)
    assert (status, out) == (2, "") and "een bestand" in err


def test_a_page_that_does_not_fit_on_the_disk_is_nobodys_mistake(tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(execution, "_execute", full)
    document = documents.Document("diversiteit")
    with pytest.raises(OSError, match="No space"):
        execution.make_document(document, META, tmp_path, tmp_path, tmp_path / "edition")


def test_a_real_run_that_is_killed_halfway_leaves_the_pages_of_the_one_before(own_place):
    before = verify(
        own_place / "reports" / DAY, raw=own_place / "data" / "raw", processed=own_place / "data" / "processed"
    )
    assert all(oordeel.goed for oordeel in before)
    command = [sys.executable, "-m", "sectorplan_analysis.cli", "run", DAY, "--fresh"]
    running = subprocess.Popen(command, cwd=own_place, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    said = b""
    while b" 5/" not in said and (heard := running.stderr.read1(100)):
        said += heard
    assert b" 5/" in said
    running.kill()
    running.communicate()
    after = verify(
        own_place / "reports" / DAY, raw=own_place / "data" / "raw", processed=own_place / "data" / "processed"
    )
    assert after == before
