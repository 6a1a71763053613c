"""Processes forked from the warm one, for what takes time: pages, tables, and what they need."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import Any, TypeVar

from sectorplan_analysis import warm
from sectorplan_analysis.errors import CallError
from sectorplan_analysis.reference import known_umcs, name_umcs

#: Held while the script of this process is out of sight; a worker of a cluster may make several documents at once.
_SCRIPT = Lock()

Result = TypeVar("Result")


@contextmanager
def warm_workers(jobs: int) -> Iterator[Callable[..., Future[Any]]]:
    """Processes that have the stack imported, and what to call for having a function called in one of them."""
    with (
        tempfile.TemporaryDirectory(prefix="sectorplan-", ignore_cleanup_errors=True) as place,
        tempfile.TemporaryDirectory(prefix="leeg-", dir=place) as empty,
        ProcessPoolExecutor(
            max_workers=jobs,
            mp_context=warm.context(),
            initializer=_start_worker,
            initargs=(place, warm.surroundings(Path(empty)), known_umcs()),
        ) as pool,
    ):

        def submit(function: Callable[..., Any], *arguments: Any) -> Future[Any]:
            with _no_script():
                return pool.submit(function, *arguments)

        try:
            yield submit
        except BaseException:
            # whoever stops the command does not wait for what it began; before Python 3.14 a pool has no way to say so
            for process in list((pool._processes or {}).values()):
                process.terminate()
            raise


def done(future: Future[Result]) -> Result:
    """What a function gave in one of the processes.

    Raises
    ------
    CallError
        When the system ended the process, as it does when memory runs short.
    """
    try:
        return future.result()
    except BrokenProcessPool:
        raise CallError(
            "Een proces dat cijfers uitrekende, is afgebroken, meestal omdat het geheugen vol was. Sluit andere "
            "programma's, of maak met --jobs 1 één pagina tegelijk, en draai opnieuw."
        ) from None


@contextmanager
def _no_script() -> Iterator[None]:
    """Keep a new process from running the script of its parent: what that sets would be set in every notebook."""
    with _SCRIPT:
        script, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = script


def _start_worker(place: str, environment: Mapping[str, str], names: Mapping[str, str]) -> None:
    """Prepare a process: where it writes, environment and names of umcs of its parent, and a source of kernels."""
    name_umcs(names)
    os.environ.clear()
    os.environ.update(environment)
    # a failing cell is reported through its notebook; the rest of what is said on stderr is chatter
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    if warm.CAN_FORK:
        # not at the top: only a process that makes pages has a client for kernels imported
        from sectorplan_analysis.warm.kernels import open_nursery

        open_nursery()
    # Ctrl-C reaches every process of a terminal; the one that started this one ends it, and clears away what it left
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tempfile.tempdir = place
    warm.end_with_parent()
