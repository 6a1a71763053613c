"""JupyterLab and the app as they are started for people, on one round, with a real browser to use them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from sectorplan_analysis.pdf import find_browser
from tests.conftest import DAY, ROOT, sectorplan

LAB = ROOT / ".venv-lab" / "bin"
#: Patience in seconds: a busy machine starts a kernel in a minute.
PATIENCE = 240


@dataclass
class Visit:
    """A page, with what a reader should never cause: errors on the console and requests to other places."""

    page: Page
    errors: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PATIENCE * 1000)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda message: self._heard(message.type, message.text))
        self.page.on("request", lambda request: self._asked(request.url))

    def _heard(self, kind: str, text: str) -> None:
        if kind == "error":
            self.errors.append(text)

    def _asked(self, url: str) -> None:
        if not url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:", "file:")):
            self.elsewhere.append(url)


@pytest.fixture(scope="session")
def place(tmp_path_factory) -> Path:
    """A project with a round that was made: the one ``make report`` left, else a new one.

    ``SECTORPLAN_PLEK`` names a folder with ``data/processed`` and ``reports`` to use instead.
    """
    source = Path(os.environ.get("SECTORPLAN_PLEK", ROOT))
    folder = tmp_path_factory.mktemp("werkplek")
    own = (Path("data", "processed", DAY), Path("reports", DAY, "openbaar", "tabellen"))
    if not all((source / path).is_dir() for path in own):
        source = tmp_path_factory.mktemp("ronde")
        done = sectorplan(source, "run", DAY, "--raw", str(ROOT / "data" / "raw"))
        assert done.returncode == 0, done.stderr
    for path in own:
        shutil.copytree(source / path, folder / path)
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser) -> Iterator[Visit]:
    context = browser.new_context(accept_downloads=True, viewport={"width": 1400, "height": 1200})
    yield Visit(context.new_page())
    context.close()


@contextmanager
def served(command: Sequence[str | Path], *, port: int, cwd: Path) -> Iterator[str]:
    """The address of a server that ends with the test."""
    # settings of whoever runs the test stay out of it
    state = {
        name: str(cwd / ".jupyter") for name in ("JUPYTER_CONFIG_DIR", "JUPYTERLAB_SETTINGS_DIR", "JUPYTER_DATA_DIR")
    }
    log = (cwd / "server.log").open("w")
    with subprocess.Popen([*map(str, command)], cwd=cwd, stdout=log, stderr=log, env={**os.environ, **state}) as server:
        try:
            _wait(f"http://127.0.0.1:{port}/static/", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    """Until the server answers, whatever it says."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            urlopen(address, timeout=5)
        except URLError as error:
            if hasattr(error, "code"):
                return
            time.sleep(0.5)
        else:
            return
    raise AssertionError(f"no server at {address}")


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
