"""The pages of an edition as tagged PDF, printed by a browser without a window.

A page says itself how it is printed (``style.css``); the browser adds the tags, the language, the title and the outline
that make the PDF accessible. The same page gives the same bytes in the same browser.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sectorplan_analysis.errors import CallError

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge")
#: Where browsers are that are on no search path: (variable that holds the folder, path in it).
_PLACES = (
    ("ProgramFiles", "Google/Chrome/Application/chrome.exe"),
    ("ProgramFiles(x86)", "Microsoft/Edge/Application/msedge.exe"),
    ("ProgramFiles", "Microsoft/Edge/Application/msedge.exe"),
)
_MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
_SECONDS = 180


def find_browser() -> str:
    """Program that can print a page.

    Raises
    ------
    CallError
        When there is none.
    """
    places = [Path(os.environ[folder], path) for folder, path in _PLACES if folder in os.environ]
    found = [program for name in _NAMES if (program := shutil.which(name))]
    found += [str(path) for path in (*places, *map(Path, _MAC)) if path.is_file()]
    if not found:
        raise CallError(
            "Voor --pdf is Chromium, Chrome of Edge nodig, en die is op deze computer niet gevonden. Installeer er een "
            "van, of laat --pdf weg en print de pagina's zelf."
        )
    return found[0]


def print_pages(folder: Path, *, browser: str, day: dt.date, jobs: int) -> Iterator[Path]:
    """Print every page in a folder to the same place under ``pdf/`` in it; yields each PDF when it is there.

    Parameters
    ----------
    folder
        Folder of the edition.
    browser
        Program; see `find_browser`.
    day
        Written into the PDF as the day it was made, so that no two runs differ.
    jobs
        Number of pages printed at the same time.

    Raises
    ------
    CallError
        When the browser makes no PDF.
    """
    pages = sorted(folder.rglob("*.html"))
    with ThreadPoolExecutor(jobs) as pool:
        targets = [folder / pdf_of(page.relative_to(folder)) for page in pages]
        yield from pool.map(lambda page, target: _print(page, target, browser=browser, day=day), pages, targets)


def pdf_of(page: Path) -> Path:
    """Place of the PDF of a page, both relative to the edition."""
    return Path("pdf", page.with_suffix(".pdf"))


def _print(page: Path, target: Path, *, browser: str, day: dt.date) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    # a browser from a closed package sees no folder for temporary files, so the copy stands beside its PDF
    copy = target.with_suffix(".html")
    copy.write_text(without_links(page.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    with tempfile.TemporaryDirectory(prefix="sectorplan-", ignore_cleanup_errors=True) as profile:
        command = [
            browser,
            "--headless",
            "--disable-gpu",
            "--disable-dev-shm-usage",  # a container gives little of it
            "--no-first-run",
            "--disable-background-networking",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            f"--user-data-dir={profile}",
            "--no-pdf-header-footer",
            "--generate-pdf-document-outline",
            f"--print-to-pdf={target.resolve()}",
            # the sandbox of the browser does not work for root, which is who runs in a container
            *(["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []),
            copy.resolve().as_uri(),
        ]
        try:
            subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired):
            target.unlink(missing_ok=True)
    copy.unlink()
    if not target.is_file():
        raise CallError(f"De browser ({Path(browser).name}) maakte geen pdf van {page.name}. Laat --pdf weg.")
    target.write_bytes(repeatable(target.read_bytes(), day=day))
    return target


def without_links(html: str) -> str:
    """A page without links to other files: in a PDF they would hold the path of this machine."""
    return re.sub(r' href="(?!#)[^"]*"', "", html)


def repeatable(pdf: bytes, *, day: dt.date) -> bytes:
    """A PDF without what differs per run: the time, and where the browser began to count the parts of the page."""
    pdf = re.sub(rb"\(D:\d{14}", b"(D:%b000000" % day.strftime("%Y%m%d").encode("ascii"), pdf)
    names = {name: rank for rank, name in enumerate(sorted(set(re.findall(rb"\(node(\d{8})\)", pdf))))}
    return re.sub(rb"\(node(\d{8})\)", lambda match: b"(node%08d)" % names[match[1]], pdf)
