"""A run that is killed, or has no room to write, loses nothing: the last round stays whole and the next succeeds.

Most rounds here are real but for their contents: pages and tables are stubs that say which run made them. A run is
killed with SIGKILL just before the n-th thing it asks of the operating system, so that no moment is missed by chance.
"""

import datetime as dt
import os
import random
import shutil
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

from sectorplan_analysis import documents, judge, pipeline, publish, warm
from sectorplan_analysis.cli import main
from sectorplan_analysis.slot import hold
from sectorplan_analysis.verify import verify
from tests.conftest import DAY
from tests.rounds import persons, ronde
from tests.test_documents import META

pytestmark = pytest.mark.skipif(not warm.CAN_FORK, reason="needs a process to fork from")
KILLS = 30


def stubs(generation, *, size=1):
    """What makes the contents of a round, by its name in `pipeline`: every file says which run made it."""
    small, text = ronde(**persons({"fte": 0.1 * generation})), f"{generation}" * size

    def documents(made, *, meta, processed, edition, jobs):
        for each in made:
            for name in (each.page, each.executed):
                (edition / name).parent.mkdir(parents=True, exist_ok=True)
                (edition / name).write_text(text, encoding="utf-8")
            yield None

    def table(*arguments, **_):
        folder = next(argument for argument in arguments if isinstance(argument, Path))
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "tabel.csv").write_text(text, encoding="utf-8")

    return {
        "make_ronde": lambda *_, **__: small,
        "_protect": lambda *_: (small, None, ""),
        "make_documents": documents,
        **dict.fromkeys(("write_tables", "write_openbaar", "save_openbaar"), table),
        **dict.fromkeys(("index_page", "index_openbaar"), lambda *_, **__: text),
        "write_all_rounds": lambda *_, **__: None,
    }


def judged(*_, **__):
    """Stands for a delivery without fouten."""
    return SimpleNamespace(
        folder=Path(), peildatum=dt.date.fromisoformat(DAY), levering=SimpleNamespace(bestanden=()), fouten=False
    )


def stub_round(root, generation):
    """Make a round of stubs; the way it is built and published is the real one."""
    for name, stub in stubs(generation).items():
        setattr(pipeline, name, stub)
    with hold(root / "reports", DAY, opdracht="proef", say=lambda line: None):
        config = pipeline.make_ronde().config
        pipeline.run_round(judged(), config, processed=root / "processed", reports=root / "reports", jobs=1)


def counted_round(root, generation, *, last, count, exchange=True):
    """Runs in a process of its own: a round that is killed before its event number ``last`` (0: not at all)."""
    os.environ["SECTORPLAN_SLEUTEL"] = "proef"
    if not exchange:
        publish._exchange = lambda one, other: False
    seen = 0

    def event(name, arguments):
        nonlocal seen
        if name.startswith(("open", "os.", "shutil.", "ctypes.", "tempfile.")):
            seen += 1
            if seen == last:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(event)
    stub_round(root, generation)
    count.put(seen)


@pytest.fixture
def forked(tmp_path):
    """Run a stub round in another process; gives its exit code and number of events (0 when it was killed)."""

    def call(generation, *, last=0, **options):
        count = warm.context().SimpleQueue()
        work = partial(counted_round, tmp_path, generation, last=last, count=count, **options)
        process = warm.context().Process(target=work)
        process.start()
        process.join(timeout=120)
        return process.exitcode, count.get() if process.exitcode == 0 else 0

    return call


def made_by(folder):
    """The runs that made the stub files of a folder."""
    names = [path for path in folder.rglob("*") if path.suffix in (".html", ".ipynb", ".csv")]
    return {path.read_text(encoding="utf-8") for path in names}


def whole(root):
    """The run that made each edition, having seen that every file of an edition is there and of one run."""
    assert all(oordeel.goed for oordeel in verify(root / "reports" / DAY))
    makers = [made_by(root / "reports" / DAY / edition) for edition in ("intern", "openbaar")]
    assert all(len(maker) == 1 for maker in makers)
    return [maker.pop() for maker in makers]


def litter(root):
    return [path for folder in (root / "reports" / DAY, root / "processed") for path in folder.glob(".*-*/")]


@pytest.mark.parametrize("exchange", [True, False])
def test_a_run_killed_at_any_moment_leaves_a_whole_round_and_the_next_one_succeeds(forked, tmp_path, exchange):
    status, events = forked(1, exchange=exchange)
    assert status == 0 and events > 50 and whole(tmp_path) == ["1", "1"]
    kills = KILLS if exchange else KILLS // 3
    draw = random.Random(20251231)
    # the last events are those of publishing: they get more than their share
    points = draw.sample(range(1, events - 40), kills // 2) + draw.sample(range(events - 40, events + 1), kills // 2)
    current = "1"
    for generation, point in enumerate(points, start=2):
        status, _ = forked(generation, last=point, exchange=exchange)
        assert status == -signal.SIGKILL
        if not exchange:
            # with two renames there is a moment without a folder; whoever comes next puts it back
            for edition in ("intern", "openbaar"):
                with publish.workspace(tmp_path / "reports" / DAY / edition):
                    pass
        assert set(whole(tmp_path)) <= {current, str(generation)}
        status, _ = forked(generation, exchange=exchange)
        assert status == 0 and whole(tmp_path) == [str(generation)] * 2 and not litter(tmp_path)
        current = str(generation)


def test_two_runs_at_once_on_one_round_give_a_whole_round(tmp_path):
    count = warm.context().SimpleQueue()
    both = [
        warm.context().Process(target=partial(counted_round, tmp_path, generation, last=0, count=count))
        for generation in (1, 2)
    ]
    for process in both:
        process.start()
    for process in both:
        process.join(timeout=120)
    assert [process.exitcode for process in both] == [0, 0]
    assert len(set(whole(tmp_path))) == 1 and not litter(tmp_path)


@pytest.fixture
def command(tmp_path, monkeypatch, capsys):
    """The run command on stubs, with folders to write in; gives the exit status, standard output and standard error."""
    monkeypatch.setenv("SECTORPLAN_SLEUTEL", "proef")
    monkeypatch.setattr("sectorplan_analysis.rapport.terminal.judgement", lambda *_, **__: "")
    monkeypatch.setattr("sectorplan_analysis.cli.log_judgement", lambda log, judged: None)
    monkeypatch.setattr(warm, "warm_up", lambda: None)

    def call(root, generation, *, size=1):
        monkeypatch.setattr(judge, "judge", judged)
        for name, stub in stubs(generation, size=size).items():
            monkeypatch.setattr(pipeline, name, stub)
        folders = ["--processed", str(root / "processed"), "--reports", str(root / "reports")]
        return main(["run", DAY, *folders, "--jobs", "1"]), *capsys.readouterr()

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


def test_a_full_disk_is_said_in_one_sentence_and_leaves_the_round_as_it_was(command, disk):
    assert command(disk, 1)[0] == 0
    status, out, err = command(disk, 2, size=500_000)
    assert (status, out) == (2, "") and "de schijf is vol" in err and "Traceback" not in err
    assert whole(disk) == ["1", "1"] and not litter(disk)
    assert command(disk, 3)[0] == 0 and whole(disk) == ["3", "3"]


def test_a_file_that_may_not_grow_is_said_in_one_sentence_and_leaves_the_round_as_it_was(command, tmp_path):
    resource = pytest.importorskip("resource")
    assert command(tmp_path, 1)[0] == 0
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        status, out, err = command(tmp_path, 2, size=200_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (status, out) == (2, "") and "groter dan hier mag" in err
    assert whole(tmp_path) == ["1", "1"] and not litter(tmp_path)


def test_a_target_that_is_read_only_is_said_in_one_sentence_and_leaves_the_round_as_it_was(command, disk):
    assert command(disk, 1)[0] == 0
    mount(disk, "-o", "remount,ro")
    status, out, err = command(disk, 2)
    assert (status, out) == (2, "") and "hier kan niet worden geschreven" in err and str(disk) in err
    assert whole(disk) == ["1", "1"]


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

    monkeypatch.setattr(documents, "_execute", full)
    document = documents.Document("diversiteit")
    with pytest.raises(OSError, match="No space"):
        documents._make(document, META, tmp_path, tmp_path, tmp_path / "edition")


def test_a_real_run_that_is_killed_halfway_leaves_the_pages_of_the_one_before(run, place):
    before = verify(place / "reports" / DAY, raw=place / "data" / "raw", processed=place / "data" / "processed")
    assert all(oordeel.goed for oordeel in before)
    command = [sys.executable, "-m", "sectorplan_analysis.cli", "run", DAY]
    running = subprocess.Popen(command, cwd=place, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    said = b""
    while b" 5/" not in said and (heard := running.stderr.read1(100)):
        said += heard
    assert b" 5/" in said
    running.kill()
    running.communicate()
    after = verify(place / "reports" / DAY, raw=place / "data" / "raw", processed=place / "data" / "processed")
    assert after == before
