"""One process that has the stack imported, and forks from it: the workers that render, and the kernels of notebooks.

The process is the fork server of the standard library, which imports `stack` and starts no thread. Whoever forks from
it gets a process of its own in which no cell of another notebook has run.
"""

from __future__ import annotations

import os
import sys
import threading
from multiprocessing import forkserver, get_all_start_methods, get_context, parent_process
from multiprocessing.context import BaseContext
from pathlib import Path

#: Forking is not to be had on Windows, and not safe with the system libraries of macOS.
CAN_FORK = "forkserver" in get_all_start_methods() and sys.platform != "darwin"

#: One thread per kernel: the pool already keeps the cores busy, and sums come out the same on every machine.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

#: Where IPython and Jupyter look for what a user has set or wants to run at every start.
_PERSONAL = ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")
_FORGOTTEN = ("PYTHONSTARTUP", "JUPYTER_PATH", "JUPYTER_CONFIG_PATH")


def surroundings(empty: Path) -> dict[str, str]:
    """Environment for kernels: that of this process, without what makes them differ from user to user.

    Parameters
    ----------
    empty
        Folder to write in, with nothing in it.
    """
    kept = {name: value for name, value in os.environ.items() if name not in _FORGOTTEN}
    return {**kept, **ONE_THREAD, **dict.fromkeys(_PERSONAL, str(empty))}


def context() -> BaseContext:
    """Start method for processes that need the stack: forked from the warm process, or else new ones."""
    if not CAN_FORK:
        return get_context("spawn")
    chosen = get_context("forkserver")
    chosen.set_forkserver_preload([f"{__name__}.stack"])
    return chosen


def warm_up() -> None:
    """Let the warm process begin its imports; returns at once, so that they run beside other work."""
    if CAN_FORK:
        context()
        forkserver.ensure_running()


def end_with_parent() -> None:
    """End this process when the one that asked for it ends, however abruptly.

    A forked process is a child of the fork server, and would outlive the process that waits for it.
    """

    def wait() -> None:
        if parent := parent_process():
            parent.join()
            os._exit(1)

    threading.Thread(target=wait, name="end-with-parent", daemon=True).start()
