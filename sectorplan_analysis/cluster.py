"""The work of a run on other machines: an existing Dask cluster, whose workers hold this package and none of the data.

What a piece of work needs is sent as bytes and what it makes comes back as bytes, so that no folder has to be shared;
the sender writes every file itself. A worker keeps nothing afterwards. Which worker did what shows in no byte: each
must have the same code and the same versions, and one that has not is refused.
"""

from __future__ import annotations

import logging
import multiprocessing
import platform
import re
import socket
import ssl
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sectorplan_analysis.documents import Document, Failure, make_documents
from sectorplan_analysis.errors import CallError, SectorplanError, explain
from sectorplan_analysis.pages.meta import PageMeta
from sectorplan_analysis.publish import files_in
from sectorplan_analysis.reference import PACKAGE, known_umcs, lock_file, name_umcs, notebook_folder
from sectorplan_analysis.reuse import code_in, key
from sectorplan_analysis.warm import warm_up

if TYPE_CHECKING:
    from distributed import Client

#: Seconds in which a scheduler must answer.
_ANSWER = 10
#: Seconds that a cluster may be without any worker: one that was killed is started again within these.
_ALONE = 30
#: In the folder of the package, and no part of its code: what installing adds.
_ASIDE = re.compile(r"notebooks/|rondes\.toml$|run\.txt$")


@contextmanager
def connect(address: str) -> Iterator[Cluster]:
    """Connect with a cluster for as long as the block lasts; afterwards nothing of it is left there.

    Parameters
    ----------
    address
        Of the scheduler: ``tcp://host:8786``, or ``tls://host:8786`` with certificates as in the configuration of Dask.

    Raises
    ------
    CallError
        When `distributed` is not installed, no scheduler answers, it has no workers, or a worker has other code or
        other versions than this process.
    """
    parts = re.fullmatch(r"(tcp|tls)://\[?([^/\s]+?)\]?:(\d{1,5})", address)
    if not parts:
        raise CallError(f"'{address}' is geen adres van een scheduler; schrijf tcp://adres:8786 of tls://adres:8786.")
    try:
        import dask
        from distributed import Client, Security
    except ImportError:
        raise CallError(
            "Voor een cluster is het onderdeel 'cluster' nodig, en dat is hier niet geïnstalleerd. "
            "Zie 'Op een cluster' in de handleiding."
        ) from None
    protocol, host, port = parts.groups()
    # a warning about what is sent at once is for who writes code
    with _quiet(), dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 TiB"}):
        # what is wrong is found before there is a client: one that could not be made keeps its process waiting
        try:
            line = Security().get_connection_args("client")
        except OSError:
            line = {"ssl_context": None, "require_encryption": False}
        if protocol == "tls" and line["ssl_context"] is None:
            raise CallError(f"De certificaten voor {address} ontbreken in de instellingen van Dask, of kloppen niet.")
        if protocol == "tcp" and line["require_encryption"]:
            raise CallError("De instellingen van Dask eisen een versleutelde lijn: schrijf tls://.")
        try:
            _greet(host, int(port), line["ssl_context"] if protocol == "tls" else None)
            with warnings.catch_warnings(action="ignore"):
                client = Client(address, timeout=_ANSWER, set_as_default=False, name="sectorplan")
        except (OSError, OverflowError):
            raise CallError(
                f"Op {address} antwoordt geen scheduler. Kijk of het adres klopt, of het cluster aan staat "
                "en, bij tls, of de certificaten kloppen."
            ) from None
        with client:
            _check_workers(client, address)
            yield Cluster(client, address)


def _greet(host: str, port: int, context: ssl.SSLContext | None) -> None:
    """See that somebody says something there: a scheduler speaks first, and Dask waits for that without end."""
    with (
        socket.create_connection((host, port), timeout=_ANSWER) as line,
        context.wrap_socket(line, server_hostname=host) if context else line as own,
    ):
        if not own.recv(1):
            raise OSError


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep off the screen of an evaluator what Dask logs in English; what goes wrong is said by an error."""
    handlers = logging.getLogger("distributed").handlers
    levels = [handler.level for handler in handlers]
    for handler in handlers:
        handler.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for handler, level in zip(handlers, levels, strict=True):
            handler.setLevel(level)


def _check_workers(client: Client, address: str) -> None:
    """Refuse a cluster without workers, and one with a worker that would make other bytes."""
    there = client.run(fingerprint, on_error="return")
    if not there:
        raise CallError(f"Het cluster op {address} heeft geen werkers. Start er eerst een, of laat --scheduler weg.")
    here = fingerprint()
    for worker, found in there.items():
        if not isinstance(found, Mapping):
            raise CallError(f"Op werker {worker} ontbreekt deze versie van sectorplan_analysis. Installeer haar daar.")
        other = [name for name in sorted({*here, *found}) if here.get(name) != found.get(name)]
        if other:
            name = other[0]
            raise CallError(
                f"Werker {worker} heeft {name} {found.get(name, 'niet')} en deze computer {here.get(name, 'niet')}. "
                "Installeer op beide hetzelfde, anders kunnen de pagina's verschillen."
            )


@cache
def fingerprint() -> dict[str, str]:
    """What decides the bytes that a process makes: the code, and the version of everything in the lock."""
    # an installed package holds the notebooks, a checkout has them beside it
    code = {path: digest for path, digest in code_in(PACKAGE).items() if not _ASIDE.match(path)}
    notebooks = {path: digest for path, digest in code_in(notebook_folder()).items() if path.endswith(".ipynb")}
    found = {
        "code": key(code=code, notebooks=notebooks)[:12],
        "python": ".".join(platform.python_version_tuple()[:2]),
        "systeem": f"{platform.system()} {platform.machine()}",
    }
    for name in ("distributed", *_locked()):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue  # for another system
    return found


@cache
def _mark() -> str:
    """The same in one word."""
    return key(**fingerprint())


def _locked() -> list[str]:
    lock = lock_file()
    return re.findall(r"^([a-z0-9._-]+)==", lock.read_text(encoding="utf-8"), flags=re.MULTILINE) if lock else []


class Cluster:
    """A cluster to work on, of `connect`; `submit` and `map` are those of ``concurrent.futures``.

    A call whose worker ends is made again on another, until it has taken a number of them with it
    (``distributed.scheduler.allowed-failures``, 3).
    """

    def __init__(self, client: Client, address: str) -> None:
        self._client = client
        self._address = address
        self._executor = client.get_executor(pure=False)
        self._mark = _mark()

    @property
    def open_line(self) -> bool:
        """Whether others on the network could read along."""
        return bool(re.match(r"tcp://(?!127\.|localhost|\[::1\])", self._address))

    def warm_up(self) -> None:
        """Let every worker begin the imports of the notebooks; returns at once, so that they run beside other work."""
        self._client.run(warm_up)

    @property
    def room(self) -> int:
        """Number of calls that can run at the same time."""
        return max(1, sum(map(int, self._client.nthreads().values())))

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Call a function of a module on a worker; what `keep` gave may be among the arguments."""
        future: Future[Any] = self._executor.submit(_call, self._mark, function, *arguments)
        return future

    def keep(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Let a worker make what several calls need; it stays there as long as this result is held on to.

        A worker that ends takes it along; it is then made again.
        """
        return self._client.submit(_call, self._mark, function, *arguments, pure=False)

    def finished(self, futures: Collection[Future[Any]]) -> Iterator[Future[Any]]:
        """Each of the calls as it is done.

        Raises
        ------
        CallError
            When the scheduler or all workers are gone.
        """
        waiting, seen = set(futures), time.monotonic()
        try:
            while waiting:
                done, waiting = wait(waiting, timeout=_ALONE / 6, return_when=FIRST_COMPLETED)
                if done or self._workers():
                    seen = time.monotonic()
                elif time.monotonic() - seen > _ALONE:
                    raise CallError("Alle werkers van het cluster zijn weg. Er is niets gepubliceerd.")
                yield from done
        finally:
            for future in waiting:
                future.cancel()

    def _workers(self) -> Mapping[str, Any]:
        try:
            return dict(self._client.nthreads())
        except (OSError, RuntimeError):
            return {}

    def result(self, future: Future[Any]) -> Any:
        """What a call gave.

        Raises
        ------
        CallError
            When the scheduler is gone, or the call took too many workers with it.
        """
        from distributed import KilledWorker

        try:
            result = future.result()
        except KilledWorker:
            raise CrashError(
                "Een deel van het werk brak elke werker af die het kreeg. Hebben de werkers genoeg geheugen?"
            ) from None
        except CancelledError:
            raise CallError("De scheduler van het cluster is weg. Er is niets gepubliceerd.") from None
        if isinstance(result, Trouble):
            raise result.error
        return result

    def results(self, calls: Sequence[Future[Any]]) -> Iterator[Any]:
        """What the calls gave, in their order and once all are done."""
        for _ in self.finished(calls):
            pass
        return map(self.result, calls)

    def map(self, function: Callable[..., Any], *iterables: Iterable[Any]) -> Iterator[Any]:
        """Results of a function in the order of its arguments, whichever is done first."""
        return self.results([self.submit(function, *arguments) for arguments in zip(*iterables, strict=True)])

    def make_documents(
        self, documents: Mapping[Document, Path], *, meta: PageMeta, edition: Path, jobs: int
    ) -> Iterator[Failure | None]:
        """Make documents as `documents.make_documents` does, but as many at a time as the workers have threads."""
        names = known_umcs()

        def sent() -> dict[Path, Any]:
            return {data: self.keep(dict, _contents(data)) for data in dict.fromkeys(documents.values())}

        def call(document: Document) -> Future[Any]:
            data = documents[document]
            return self.submit(_make, document, meta, data.name, names, tables[data])

        def receive(document: Document, future: Future[Any]) -> Failure | None:
            failure: Failure | None
            failure, made = self.result(future)
            for path, content in zip((document.page, document.executed), made, strict=True):
                if content is not None:
                    (edition / path).parent.mkdir(parents=True, exist_ok=True)
                    (edition / path).write_bytes(content)
            return failure

        tables = sent()
        running, suspect = {call(each): each for each in documents}, []
        for future in self.finished(running):
            try:
                yield receive(running[future], future)
            except CrashError:
                suspect.append(running[future])
        # what only waited on the workers that ended is as suspect to Dask as what ended them: each once more, alone
        tables = sent() if suspect else {}
        for document in suspect:
            [future] = self.finished([call(document)])
            try:
                yield receive(document, future)
            except CrashError as error:
                yield Failure(document.page, str(error))


class CrashError(CallError):
    """A call took every worker with it that it was given to."""


@dataclass(frozen=True)
class Trouble:
    """An error on a worker, given back as a result: what is raised there, Dask logs with the data it was about."""

    error: SectorplanError


def _call(mark: str, function: Callable[..., Any], *arguments: Any) -> Any:
    """Runs on a worker: call a function there, if it is the same function."""
    from distributed import get_worker

    try:
        for argument in arguments:
            if isinstance(argument, Trouble):
                return argument
        if mark != _mark():  # one that joined later
            raise CallError(
                f"Werker {get_worker().address} kwam er later bij en heeft andere code of versies. Draai opnieuw."
            )
        return function(*arguments)
    except SectorplanError as error:
        return Trouble(error)
    except Exception as error:
        if isinstance(error, OSError):
            text = explain(error)
        else:
            # what it says may repeat a value
            last = traceback.extract_tb(error.__traceback__)[-1]
            text = f"{type(error).__name__} in {Path(last.filename).name}, regel {last.lineno}."
        return Trouble(CallError(f"Op werker {get_worker().address}: {text}"))


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files_in(folder)}


def _make(
    document: Document, meta: PageMeta, name: str, names: Mapping[str, str], tables: Mapping[str, bytes]
) -> tuple[Failure | None, tuple[bytes | None, bytes | None]]:
    """Runs on a worker: make one document as on one machine, in a folder that is gone afterwards."""
    from distributed import get_worker

    # A nanny starts its worker as a process that may have no children, since it could not end them; a process of ours
    # ends with its parent of itself.
    multiprocessing.current_process().daemon = False
    name_umcs(names)
    with tempfile.TemporaryDirectory(prefix="sectorplan-", dir=get_worker().local_directory) as folder:
        data, edition = Path(folder, "processed", name), Path(folder, "edition")
        for place, content in tables.items():
            (data / place).parent.mkdir(parents=True, exist_ok=True)
            (data / place).write_bytes(content)
        [failure] = make_documents({document: data}, meta=meta, edition=edition, jobs=1)
        made = [edition / path for path in (document.page, document.executed)]
        page, executed = (path.read_bytes() if path.is_file() else None for path in made)
    return failure, (page, executed)
