"""What the frame of every page needs besides its text: colours, the script, and the policy that lets only it run."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from sectorplan_analysis.pages.kleuren import css_variables

TEMPLATES = Path(__file__).parent / "templates"


@cache
def frame() -> dict[str, str]:
    """Values for ``page.j2``: ``kleuren_css``, ``script``, and ``beleid`` (the content security policy)."""
    script = (TEMPLATES / "sectorplan" / "page.js").read_text(encoding="utf-8")
    return {"kleuren_css": css_variables(), "script": script, "beleid": policy(script)}


def policy(script: str) -> str:
    """A content security policy under which a page asks nothing of the network and runs this script only."""
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
