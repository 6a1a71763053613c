"""Licences of everything in the lock of a run, from the metadata that each package carries itself.

``python -m tests.licences`` writes ``docs/licenties.md``; a test holds the two together and refuses a licence that is
not known to go with Apache-2.0.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOC = ROOT / "docs" / "licenties.md"
#: Names as packages write them, and the SPDX identifier meant.
NAMES = {
    "Apache 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
#: Permissive, or as MPL-2.0 only asking that changes to its own files stay open: a program under Apache-2.0 may use it.
COMPATIBLE = {
    "0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0",
    "PSF-2.0", "Zlib",
}  # fmt: skip
#: In the lock, but installed on another system or version of Python only; looked up in the package once.
ELSEWHERE = {
    "aiohappyeyeballs": "PSF-2.0",
    "aiohttp": "Apache-2.0 AND MIT",
    "aiosignal": "Apache-2.0",
    "appnope": "BSD-2-Clause",
    "cffi": "MIT-0",
    "colorama": "BSD",
    "frozenlist": "Apache-2.0",
    "multidict": "Apache-2.0",
    "propcache": "Apache-2.0",
    "pycparser": "BSD-3-Clause",
    "yarl": "Apache-2.0",
}
_HEAD = """# Licences of what the package runs on

Everything in `locks/run.txt`, with the licence that the package itself states. Written by `python -m tests.licences`; a
test refuses a licence that does not go with Apache-2.0, that of this project. None of it is part of this repository.

| package | licence |
| --- | --- |
"""


def packages() -> list[str]:
    """Names in the lock."""
    lock = (ROOT / "locks" / "run.txt").read_text(encoding="utf-8")
    return sorted({match[1] for match in re.finditer(r"^([a-z0-9._-]+)==", lock, flags=re.MULTILINE)})


def licence(package: str) -> str:
    """Licence as an SPDX expression; what the package says literally when that is not a known name; '' for nothing."""
    try:
        stated = metadata(package)
    except PackageNotFoundError:
        return ELSEWHERE.get(package, "")
    classified = [entry.split(" :: ")[-1] for entry in stated.get_all("Classifier", []) if entry.startswith("License")]
    # not by index: what a missing one gives depends on which of two libraries reads the metadata
    expression = stated.get("License-Expression")
    found = [expression] if expression else classified or [stated.get("License") or ""]
    return " OR ".join(NAMES.get(name, name) for name in found)


def compatible(expression: str) -> bool:
    """Whether every part, or of alternatives one, is a licence that goes with Apache-2.0."""
    return any(
        all(part.strip("() ") in COMPATIBLE for part in alternative.split(" AND "))
        for alternative in expression.split(" OR ")
    )


def document() -> str:
    """Text of ``docs/licenties.md``."""
    return _HEAD + "".join(f"| {package} | {licence(package)} |\n" for package in packages())


if __name__ == "__main__":
    DOC.write_text(document(), encoding="utf-8", newline="\n")
    sys.exit(0)
