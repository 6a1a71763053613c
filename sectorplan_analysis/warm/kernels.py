"""Kernels for the notebooks of this package: forked from the warm process, or started where that cannot be."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client import AsyncKernelClient, AsyncKernelManager
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Type

from sectorplan_analysis.warm.nursery import GROUP_SIGNALS, Nursery

#: Name of the entry point in the group ``jupyter_client.kernel_provisioners``.
PROVISIONER = "sectorplan-warm"

_nursery: Nursery | None = None


def open_nursery() -> None:
    """Fork the kernels of this process from now on; to be called before it has started a thread."""
    global _nursery
    _nursery = Nursery()


class PromptClient(AsyncKernelClient):
    """Client that sets to work once the kernel answers, without first waiting for a fifth of a second of silence."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers and its output arrives.

        Raises
        ------
        RuntimeError
            When the kernel dies first, or does not answer within ``timeout`` seconds.
        """
        end = time.monotonic() + (float("inf") if timeout is None else timeout)
        while time.monotonic() < end:
            self.kernel_info()
            try:
                await self.get_shell_msg(timeout=1)
                await self.get_iopub_msg(timeout=0.2)
                return
            except Empty:
                if not await self.is_alive():
                    raise RuntimeError("Kernel died before it answered") from None
        raise RuntimeError(f"Kernel did not answer in {timeout} seconds")


class OwnKernelManager(AsyncKernelManager):
    """Kernel manager with a kernel specification of its own.

    The specification lives here and not in a folder of Jupyter, so that every other notebook on the machine keeps the
    kernel it had.
    """

    client_factory = Type(PromptClient)

    @property
    def kernel_spec(self) -> KernelSpec:
        """An ordinary Python kernel, with our provisioner in a process that has a nursery."""
        return KernelSpec(
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            display_name="Python 3",
            language="python",
            metadata={"kernel_provisioner": {"provisioner_name": PROVISIONER}} if _nursery else {},
        )


class WarmProvisioner(LocalProvisioner):
    """Provisioner that forks a kernel instead of starting one."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel; of the command, the arguments after ``python -m`` count."""
        folder = str(kwargs.get("cwd") or Path.cwd())
        assert _nursery, "only a process with a nursery asks for this provisioner"
        process = _nursery.fork(_become_kernel, cmd[2:], folder, dict(kwargs["env"]))
        self.process = process  # type: ignore[assignment]  # what it uses of a Popen
        # The child makes a process group of its own and leads it. Asking for its group now could give that of its
        # parent, and shutdown would then hit the parent; a group that is not there yet is not signalled.
        self.pid = self.pgid = process.pid
        self.cwd = folder
        await self._until_bound()
        return self.connection_info

    async def _until_bound(self) -> None:
        """Wait for the socket files of a kernel: a line that finds none tries again only after a tenth of a second."""
        if self.connection_info["transport"] != "ipc":
            return
        info = dict(self.connection_info)
        channels = ("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port")
        sockets = [Path(f"{info['ip']}-{info[channel]}") for channel in channels]
        while await self.poll() is None and not all(socket.exists() for socket in sockets):
            await asyncio.sleep(0.005)

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel and see it gone, which takes milliseconds; asking every tenth of a second takes longer."""
        await super().kill(restart=restart)
        if self.process:
            self.process.wait(timeout=5)


def _become_kernel(argv: list[str], folder: str, environment: Mapping[str, str]) -> None:
    """Make a forked process what a started kernel is, and be one."""
    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    for number in GROUP_SIGNALS:
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    multiprocessing.set_start_method(None, force=True)

    import numpy as np
    from ipykernel.kernelapp import IPKernelApp

    from sectorplan_analysis.warm.stack import SEARCH_PATH

    sys.argv[:], sys.path[:] = argv, SEARCH_PATH
    np.random.seed()  # else every kernel draws what the others draw; the standard library sees to its own generator
    IPKernelApp.launch_instance()
