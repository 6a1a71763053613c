"""A round on a cluster of three worker processes: the same bytes as without, whatever happens to a worker."""

import datetime as dt
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from sectorplan_analysis import Ronde, cli, cluster, partitions, series
from sectorplan_analysis.cluster import connect
from sectorplan_analysis.dataset import save_ronde
from sectorplan_analysis.documents import Document, Failure, data_per_document, make_documents
from sectorplan_analysis.editions import SERIES
from sectorplan_analysis.errors import CallError, DeliveryError
from sectorplan_analysis.publish import csv_text
from sectorplan_analysis.reading import read_delivery
from sectorplan_analysis.rondes.config import load_ronde_config
from tests.conftest import DAY, ROOT
from tests.rounds import ronde
from tests.test_documents import META
from tests.test_reproducible import differences, files, hostile_home, hostile_surroundings

pytest.importorskip("distributed")
pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and process groups are other things on Windows")

RAW = ROOT / "data" / "raw"
#: A second worker that ends with a piece of work is one too many; three would only take longer.
SETTINGS = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1", "PYTHONPATH": str(ROOT)}


def start(folder, program, *arguments, env=None):
    """Start a part of a cluster in a process group of its own."""
    command = [sys.executable, "-m", f"distributed.cli.dask_{program}", "--host", "127.0.0.1", *arguments]
    log = (folder / "log").open("ab")
    return subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **SETTINGS, **(env or {})},
        stdout=log,
        stderr=log,
        start_new_session=True,
    )


def end(process):
    """End a process with everything it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=10)


def until(condition, seconds=60):
    for _ in range(seconds * 20):
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not happen")


@contextmanager
def running_scheduler(folder, *arguments):
    """Address of a scheduler, for as long as the block lasts."""
    told = folder / "scheduler.json"
    process = start(folder, "scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(told), *arguments)
    try:
        until(lambda: told.exists() and told.read_text().endswith("}"))
        yield json.loads(told.read_text())["address"]
    finally:
        end(process)


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    """Address of a scheduler without workers."""
    with running_scheduler(tmp_path_factory.mktemp("scheduler")) as address:
        yield address


def start_worker(scheduler, folder, *arguments, env=None):
    folder.mkdir(parents=True)
    options = ["--nthreads", "1", "--no-dashboard", "--memory-limit", "0", "--local-directory", str(folder)]
    return start(folder, "worker", scheduler, *options, *arguments, env=env)


@pytest.fixture(scope="module")
def workers(scheduler, tmp_path_factory):
    """Three workers: as most are; where everything that can be set is set otherwise; and with two threads."""
    root = tmp_path_factory.mktemp("workers")
    hostile = hostile_surroundings(hostile_home(root / "thuis").parent)
    running = [
        start_worker(scheduler, root / "a"),
        start_worker(scheduler, root / "b", env=hostile | SETTINGS),
        start_worker(scheduler, root / "c", "--nthreads", "2"),
    ]
    try:
        until(lambda: present(scheduler) == 3)
        yield root
    finally:
        for process in running:
            end(process)


def present(scheduler):
    from distributed import Client

    with Client(scheduler, set_as_default=False) as client:
        return len(client.nthreads())


@pytest.fixture
def linked(scheduler, workers):
    """A cluster with all its workers."""
    until(lambda: present(scheduler) >= 3)
    with connect(scheduler) as linked:
        yield linked


def left_behind(root):
    """Folders of pages that are being made, or were not removed."""
    return list(root.glob("?/dask-scratch-space/*/sectorplan-*"))


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Processed tables of a small round, and its documents as this machine makes them."""
    root = tmp_path_factory.mktemp("klein")
    processed = root / "processed" / DAY
    save_ronde(ronde(personeel=[{}]), processed)
    todo = [Document("datakwaliteit"), Document("kengetallen"), Document("datakwaliteit", "lumc")]
    seen = data_per_document(todo, processed, parts=root / "delen")
    assert list(make_documents(seen, meta=META, edition=root / "hier", jobs=2)) == [None] * 3
    return seen, files(root / "hier")


def made_on(linked, small, folder):
    return list(linked.make_documents(small[0], meta=META, edition=folder, jobs=1))


def test_a_cluster_without_workers_is_refused(scheduler):
    if not present(scheduler):
        with pytest.raises(CallError, match="heeft geen werkers"), connect(scheduler):
            pass


def test_documents_have_the_same_bytes_from_a_cluster_and_leave_nothing_there(linked, small, workers, tmp_path):
    assert made_on(linked, small, tmp_path) == [None] * 3
    assert differences(files(tmp_path), small[1]) == []
    assert left_behind(workers) == []
    until(lambda: not linked._client.run_on_scheduler(_tasks))


def _tasks(dask_scheduler):
    return list(dask_scheduler.tasks)


def test_nothing_of_a_run_is_held_once_the_connection_is_closed(scheduler, workers, small, tmp_path):
    from distributed import Client

    with connect(scheduler) as linked:
        calls = linked.make_documents(small[0], meta=META, edition=tmp_path, jobs=1)
        next(calls)
    with Client(scheduler, set_as_default=False) as client:
        until(lambda: not client.run_on_scheduler(_tasks))
        until(lambda: not any(client.run(_held).values()))
    until(lambda: not left_behind(workers))


def _held(dask_worker):
    return list(dask_worker.data) + list(dask_worker.state.tasks)


def test_a_worker_that_is_killed_while_it_makes_a_page_is_survived(linked, small, workers, tmp_path):
    pids = linked._client.run(os.getpid)
    killed = []

    def kill():
        # the folder of a page is there as long as it is being made
        home = until(lambda: left_behind(workers))[0].relative_to(workers).parts[0]
        for address, pid in pids.items():
            if (
                linked._client.run(os.getcwd, workers=[address], on_error="return")
                .get(address, "")
                .endswith(f"/{home}")
            ):
                os.kill(pid, signal.SIGKILL)
                killed.append(pid)

    thread = threading.Thread(target=kill)
    thread.start()
    made = made_on(linked, small, tmp_path)
    thread.join()
    assert len(killed) == 1 and made == [None] * 3
    assert differences(files(tmp_path), small[1]) == []
    until(lambda: not left_behind(workers))


def _die_once(flag, function, *arguments):
    """Runs on a worker: the first time, it ends halfway."""
    try:
        os.close(os.open(flag, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return function(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_delivery_is_read_the_same_on_a_cluster_also_when_a_worker_is_killed(linked, tmp_path):
    config = load_ronde_config(dt.date.fromisoformat(DAY))
    here = read_delivery(RAW / DAY, umcs=config.umcs)
    flag = str(tmp_path / "flag")

    def over(function, *iterables):
        calls = list(zip(*iterables, strict=True))
        return linked.map(_die_once, [flag] * len(calls), [function] * len(calls), *zip(*calls, strict=True))

    there = read_delivery(RAW / DAY, umcs=config.umcs, over=over)
    assert Path(flag).exists()
    assert there.bevindingen.equals(here.bevindingen) and there.rijen.equals(here.rijen)
    assert (there.bestanden, there.koppen, there.afgekeurd) == (here.bestanden, here.koppen, here.afgekeurd)
    assert all(there.tables[name].equals(here.tables[name]) for name in here.tables)


def _deadly(document, *arguments):
    """Runs on a worker: one document ends every worker that makes it."""
    if document.umc:
        os.kill(os.getpid(), signal.SIGKILL)
    return None, (b"pagina", b"notebook")


def test_a_document_that_no_worker_survives_fails_alone(linked, small, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "_make", _deadly)
    failures = [failure for failure in made_on(linked, small, tmp_path) if failure]
    assert [failure.page.as_posix() for failure in failures] == ["umc/lumc/datakwaliteit.html"]
    assert "brak elke werker af" in failures[0].reason and failures[0].soort == Failure(Path(), "").soort
    assert {"kengetallen.html", "datakwaliteit.html"} <= set(files(tmp_path))


def _fails(value):
    raise ValueError(f"geheim {value}")


def test_an_error_on_a_worker_tells_where_and_never_with_which_value(linked, workers):
    with pytest.raises(CallError) as caught:
        list(linked.map(_fails, ["jan.jansen"]))
    assert "ValueError in test_cluster.py, regel" in str(caught.value) and "jan.jansen" not in str(caught.value)
    assert not [path for path in workers.rglob("log") if "jan.jansen" in path.read_text(errors="replace")]


def test_a_series_over_many_days_is_the_same_from_parts_on_a_cluster_and_from_the_whole(linked):
    config = load_ronde_config(dt.date.fromisoformat(DAY))
    days = [dt.date(2023, 7, 1), dt.date(2025, 1, 1)]
    without = ["umcg"]
    there = partitions.series(SERIES, RAW / DAY, config, days, without=without, pool=linked)
    here = partitions.series(SERIES, RAW / DAY, config, days, without=without)
    assert csv_text(there) == csv_text(here)


def test_a_delivery_with_fouten_stops_a_series_by_name(linked, tmp_path):
    shutil.copytree(RAW / DAY, tmp_path / DAY)
    config = load_ronde_config(dt.date.fromisoformat(DAY))
    [first, *_] = sorted((tmp_path / DAY / "lumc").glob("personeel.*"))
    first.unlink()
    for pool in (None, linked):
        with pytest.raises(DeliveryError, match="De levering van lumc heeft"):
            partitions.series(SERIES, tmp_path / DAY, config, [config.peildatum], pool=pool)


def test_the_command_makes_the_same_edition_on_a_cluster(run, place, scheduler, workers, tmp_path, capsys):
    made = ["--processed", str(tmp_path / "p"), "--reports", str(tmp_path / "r"), "--edition", "openbaar"]
    command = ["run", DAY, "--raw", str(RAW), *made, "--scheduler", scheduler]
    assert cli.main(command) == cli.DONE, capsys.readouterr().err
    assert differences(files(place / "reports" / DAY / "openbaar"), files(tmp_path / "r" / DAY / "openbaar")) == []
    assert differences(files(place / "data" / "processed" / DAY), files(tmp_path / "p" / DAY)) == []


def test_a_worker_with_other_code_is_refused_by_name(scheduler, workers, tmp_path):
    other = tmp_path / "andere"
    for name in ("sectorplan_analysis", "notebooks", "locks"):
        shutil.copytree(ROOT / name, other / name, ignore=shutil.ignore_patterns("__pycache__"))
    with (other / "sectorplan_analysis" / "status.py").open("a") as file:
        file.write("# anders\n")
    before = present(scheduler)
    worker = start_worker(scheduler, tmp_path / "d", "--no-nanny", env={"PYTHONPATH": str(other)})
    try:
        until(lambda: present(scheduler) > before)
        said = r"Werker tcp://127.0.0.1:\d+ heeft code [0-9a-f]{12} en deze computer"
        with pytest.raises(CallError, match=said), connect(scheduler):
            pass
    finally:
        end(worker)
    until(lambda: present(scheduler) == before)


def test_a_worker_that_joins_later_with_other_code_is_refused_too(linked, monkeypatch):
    monkeypatch.setattr(linked, "_mark", "iets anders")
    with pytest.raises(CallError, match="kwam er later bij"):
        list(linked.map(len, ["abc"]))


@pytest.mark.parametrize("address", ["localhost:8786", "http://adres:8786", "tcp://adres", ""])
def test_what_is_no_address_is_said(address):
    with pytest.raises(CallError, match="geen adres van een scheduler"), connect(address):
        pass


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "tcp://127.0.0.1:99999", "tcp://nergens.invalid:8786"])
def test_an_address_where_nobody_answers_is_said(address):
    with pytest.raises(CallError, match="antwoordt geen scheduler"), connect(address):
        pass


def test_what_answers_and_is_no_scheduler_is_given_up_soon(monkeypatch):
    monkeypatch.setattr(cluster, "_ANSWER", 1)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        begun, address = time.monotonic(), f"tcp://127.0.0.1:{deaf.getsockname()[1]}"
        with pytest.raises(CallError, match="antwoordt geen scheduler"), connect(address):
            pass
    assert time.monotonic() - begun < 10


def test_a_protected_line_needs_certificates_and_may_be_demanded(tmp_path):
    import dask

    settings = {"distributed.comm.tls.client.cert": str(tmp_path / "niets.pem"), "distributed.comm.tls.ca-file": None}
    for wrong in ({}, settings):
        with dask.config.set(wrong), pytest.raises(CallError, match="certificaten"), connect("tls://127.0.0.1:9"):
            pass
    demand = dask.config.set({"distributed.comm.require-encryption": True})
    with demand, pytest.raises(CallError, match="schrijf tls://"), connect("tcp://127.0.0.1:9"):
        pass


@pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl to make certificates")
def test_a_protected_line_works_with_the_certificates_in_the_settings_of_dask(tmp_path, monkeypatch):
    import dask

    monkeypatch.setattr(cluster, "_ANSWER", 3)

    key, cert = str(tmp_path / "key.pem"), str(tmp_path / "cert.pem")
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=proef", "-days", "2"]
    subprocess.run([*made, "-keyout", key, "-out", cert], check=True, capture_output=True)
    own = {"tls-ca-file": cert, "tls-cert": cert, "tls-key": key}
    options = [word for name, value in own.items() for word in (f"--{name}", value)]
    settings = {"ca-file": cert, "client.cert": cert, "client.key": key}
    with (
        running_scheduler(tmp_path, "--protocol", "tls", *options) as address,
        dask.config.set({f"distributed.comm.tls.{name}": value for name, value in settings.items()}),
    ):
        assert address.startswith("tls://")
        with pytest.raises(CallError, match="heeft geen werkers"), connect(address):
            pass
        with pytest.raises(CallError, match="antwoordt geen scheduler"), connect(address.replace("tls", "tcp")):
            pass


def test_without_the_library_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(CallError, match="onderdeel 'cluster'"), connect("tcp://127.0.0.1:9"):
        pass


def test_a_part_of_a_round_counts_what_the_whole_counts():
    config = load_ronde_config(dt.date.fromisoformat(DAY))
    levering = read_delivery(RAW / DAY, umcs=config.umcs)
    whole = Ronde(config, config.peildatum, levering.tables)
    days = list(dict.fromkeys([*whole.jaareinden(), whole.peildatum]))
    assert csv_text(partitions.series(SERIES, RAW / DAY, config, days)) == csv_text(series(SERIES, whole))


# the last one, for it ends the cluster
def test_when_all_workers_are_gone_the_run_ends_and_says_so(linked, workers, monkeypatch):
    monkeypatch.setattr(cluster, "_ALONE", 2)
    call = linked.submit(time.sleep, 600)
    pids = linked._client.run(os.getppid)
    assert pids
    linked._client.retire_workers(list(linked._client.nthreads()), close_workers=True)
    with pytest.raises(CallError, match="Alle werkers van het cluster zijn weg"):
        list(linked.finished([call]))
