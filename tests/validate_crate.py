"""Hold the RO-Crate of an edition against the Process Run Crate profile with the validator of the RO-Crate community.

    python tests/validate_crate.py reports/2025-12-31/intern ...

The validator wants the two JSON-LD contexts that a crate names from the network. Here it is served stand-ins instead,
which give the terms of our crates the meaning that the real ones give them, so that it works everywhere. Run in the
environment of ``make crate``.
"""

import json
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter
from requests_cache import CachedSession
from urllib3 import HTTPResponse

SCHEMA = "http://schema.org/"
TERMS = """
    CreateAction CreativeWork DigitalDocument PropertyValue SoftwareApplication SoftwareSourceCode Dataset about
    actionStatus contentSize datePublished description encodingFormat hasPart identifier inLanguage instrument isBasedOn
    license mentions name object result softwareRequirements softwareVersion temporalCoverage value version
"""
CONTEXTS = {
    "https://w3id.org/ro/crate/1.1/context": {
        **{term: SCHEMA + term for term in TERMS.split()},
        "File": f"{SCHEMA}MediaObject",
        "conformsTo": "http://purl.org/dc/terms/conformsTo",
    },
    "https://w3id.org/ro/terms/workflow-run/context": {"sha256": "https://w3id.org/ro/terms/workflow-run#sha256"},
}


class StandIn(BaseAdapter):
    """Answers a request for a context with the stand-in."""

    def send(self, request: PreparedRequest, **_: object) -> Response:
        content = json.dumps({"@context": CONTEXTS[request.url]}).encode()
        response = Response()
        response.status_code, response.url, response.request = 200, request.url, request
        response.headers["Content-Type"] = "application/ld+json"
        response.raw = HTTPResponse(BytesIO(content), response.headers, status=200, preload_content=False)
        return response

    def close(self) -> None:
        """Nothing to close."""


def unknown_terms(folder: Path) -> set[str]:
    """Terms of a crate that no context gives a meaning; a reader of the crate would not see them."""
    graph = json.loads((folder / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    used = {key for entity in graph for key in entity if not key.startswith("@")}
    used |= {kind for entity in graph for kind in [entity["@type"]]}
    return used - {term for terms in CONTEXTS.values() for term in terms}


def validate(folder: Path) -> int:
    """Exit status of the validator: 0 when the crate has all that the profile requires."""
    with tempfile.TemporaryDirectory() as temporary:
        cache = Path(temporary, "contexts")
        with CachedSession(str(cache), backend="sqlite") as session:
            session.mount("https://w3id.org/", StandIn())
            for url in CONTEXTS:
                session.get(url)
        command = ["validate", "--offline", "--cache-path", str(cache), "--no-paging", "--verbose"]
        program = Path(sys.executable).with_name("rocrate-validator")
        return subprocess.run([program, *command, "--profile-identifier", "process-run-crate", str(folder)]).returncode


if __name__ == "__main__":
    found = [(folder, unknown_terms(Path(folder)), validate(Path(folder))) for folder in sys.argv[1:]]
    for folder, unknown, status in found:
        print(folder, "valid" if not (unknown or status) else "INVALID", *sorted(unknown))
    sys.exit(any(unknown or status for _, unknown, status in found))
