"""One run at a time per round: whoever comes second is told who is busy, and waits.

The lock is the operating system's, on a file in the folder that is written to. It ends with the process that holds it,
however abruptly, so nothing has to be cleared up after a run that was killed.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from sectorplan_analysis.errors import CallError

#: Seconds that a second run waits; a round takes minutes.
WACHTTIJD = 1800.0


@contextmanager
def hold(
    folder: Path, name: str, *, opdracht: str, say: Callable[[str], None], wachttijd: float = WACHTTIJD
) -> Iterator[None]:
    """Keep every other run away from ``<folder>/<name>`` as long as the block lasts.

    Parameters
    ----------
    folder, name
        What is written to, such as ``reports`` and ``2025-12-31``.
    opdracht
        What the next one is told that is going on.
    say
        Called with a Dutch line when there is a wait.
    wachttijd
        Seconds to wait.

    Raises
    ------
    CallError
        When the other is still busy by then; the message names it.
    OSError
        When the folder cannot be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / f".{name}.slot")
    holder = folder / f".{name}.slot.json"
    try:
        lock.acquire(timeout=0)
    except Timeout:
        say(f"Wacht: {_who(holder)} is bezig met {folder / name}.")
        try:
            lock.acquire(timeout=wachttijd)
        except Timeout:
            raise CallError(
                f"{_who(holder)} is nog steeds bezig met {folder / name}. Probeer het later, of stop dat proces."
            ) from None
    try:
        holder.write_text(json.dumps(_me(opdracht), ensure_ascii=False), encoding="utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _me(opdracht: str) -> dict[str, str]:
    now = dt.datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
    return {"opdracht": opdracht, "proces": str(os.getpid()), "computer": socket.gethostname(), "sinds": now}


def _who(holder: Path) -> str:
    """Who holds the lock; it may have just begun or ended."""
    try:
        me = json.loads(holder.read_text(encoding="utf-8"))
        return f"'{me['opdracht']}' (proces {me['proces']} op {me['computer']}, sinds {me['sinds']})"
    except (OSError, ValueError, TypeError, KeyError):
        return "een andere opdracht"
