"""Where kernels come from: a copy of a worker, made before that had a thread, which forks one process at a time.

A worker cannot fork its kernels itself, for its lines to them are served by threads. It cannot ask the fork server it
came from either: that of the standard library serves the process that started it, and starts another for anyone else.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection, wait
from typing import Any

#: Sent to every process of a group at once; a forked process has to set them back.
GROUP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP) if hasattr(signal, "SIGHUP") else ()


class Nursery:
    """Forks processes for the process that opened it, one after the other, and ends with it."""

    def __init__(self) -> None:
        self._line, theirs = Pipe()
        self._current: Forked | None = None
        if os.fork() == 0:
            self._line.close()
            try:
                _serve(theirs)
            finally:
                os._exit(0)
        theirs.close()

    def fork(self, function: Callable[..., None], *arguments: Any) -> Forked:
        """Run a function in a process of its own."""
        if self._current is not None:
            self._current.wait()
        self._line.send((function, arguments))
        self._current = Forked(self._line, self._line.recv())
        return self._current


class Forked:
    """A process of a nursery, with the part of `subprocess.Popen` that a kernel provisioner uses."""

    stdin = stdout = stderr = None

    def __init__(self, line: Connection, pid: int) -> None:
        self.pid = pid
        self._line = line
        self._code: int | None = None

    def poll(self) -> int | None:
        """Exit code, negative for a signal; None as long as the process runs."""
        return self.wait(timeout=0)

    def wait(self, timeout: float | None = None) -> int | None:
        if self._code is None and self._line.poll(timeout):
            self._code = self._line.recv()
        return self._code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def _serve(line: Connection) -> None:
    """Fork on request until the other side is gone; what runs by then is killed.

    Signals that end a whole group, such as those of a terminal that is closed, are left to the other side: whoever died
    of one could not see to its own process, which is in a group of its own.
    """
    for number in GROUP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    while True:
        try:
            function, arguments = line.recv()
        except EOFError:
            return
        process = get_context("fork").Process(target=function, args=arguments)
        process.start()
        try:
            line.send(process.pid)
            gone = line in wait([line, process.sentinel])
        except BrokenPipeError:
            gone = True
        if gone:
            process.kill()
            return
        process.join()
        line.send(process.exitcode)
