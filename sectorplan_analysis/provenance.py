"""Where an edition comes from, for machines: the source code, the lock, and an RO-Crate beside the manifest.

The crate follows the Process Run Crate profile of Workflow Run RO-Crate. It holds no time: when a round was made is in
``manifest.json`` only, so that the same input gives the same crate. What its specification wants as date of publication
is therefore the peildatum.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rocrate.model import ContextEntity
from rocrate.rocrate import ROCrate

from sectorplan_analysis.publish import MANIFEST, files_in, sha256
from sectorplan_analysis.reference import lock_file

CRATE = "ro-crate-metadata.json"
PROFIEL = "https://w3id.org/ro/wfrun/process/0.5"
#: Declares sha256, which the context of RO-Crate itself does not.
_TERMEN = "https://w3id.org/ro/terms/workflow-run/context"
_LICENTIE = "https://spdx.org/licenses/Apache-2.0"
_PACKAGE = Path(__file__).parent
_SOORTEN = {
    ".html": "text/html",
    ".ipynb": "application/x-ipynb+json",
    ".csv": "text/csv",
    ".json": "application/json",
    ".pdf": "application/pdf",
}
_GEBRUIK = {
    "intern": "Vertrouwelijk: alleen voor commissie en umc's. / Confidential: for the committee and the umcs only.",
    "openbaar": "Om te publiceren; de commissie bepaalt de licentie. / To publish; the committee sets the licence.",
}
_OMSCHRIJVING = (
    "Tabellen, notebooks en pagina's van een evaluatieronde van het sectorplan Geneeskunde en "
    "Gezondheidswetenschappen, gemaakt uit de leveringen van de umc's. In manifest.json staat wanneer. "
    "/ Tables, notebooks and pages of an evaluation round of the Dutch sectorplan Geneeskunde en "
    "Gezondheidswetenschappen, made from what the university medical centres delivered. manifest.json says when."
)


def source(package: Path = _PACKAGE) -> dict[str, Any]:
    """What the package was run from: ``commit`` and ``gewijzigd`` in a git checkout; ``lock``, its sha256, if there.

    ``gewijzigd`` is about the files that make the numbers and pages, not about what else lies in the checkout.
    """
    found: dict[str, Any] = {}
    checkout = package.parent
    if (checkout / "pyproject.toml").is_file() and (commit := _git(checkout, "rev-parse", "HEAD")):
        changed = _git(checkout, "status", "--porcelain", "--", package.name, "notebooks", "rondes.toml")
        found |= {"commit": commit, "gewijzigd": bool(changed)}
    lock = lock_file(package)
    return found | ({"lock": sha256(lock)} if lock else {})


def _git(folder: Path, *arguments: str) -> str:
    """What git says; '' when there is no git, or it has nothing to say about this folder."""
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def write_crate(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write ``ro-crate-metadata.json`` for a finished edition, from its files and what its manifest will say.

    Parameters
    ----------
    folder
        The edition, complete but for the manifest.
    manifest
        Content of the manifest; nothing else about the round gets into the crate.
    """
    crate = ROCrate(version="1.1")
    crate.metadata.extra_contexts.append(_TERMEN)
    day = manifest["parameters"]["peildatum"]
    crate.name, crate.description = f"{manifest['titel']} ({manifest['editie']})", _OMSCHRIJVING
    crate.root_dataset["inLanguage"] = "nl"
    crate.root_dataset["datePublished"] = day
    crate.root_dataset["temporalCoverage"] = day

    def about(key: str, kind: str, /, **properties: Any) -> ContextEntity:
        return crate.add(ContextEntity(crate, key, properties={"@type": kind, **properties}))

    crate.root_dataset["conformsTo"] = about(PROFIEL, "CreativeWork", name="Process Run Crate", version="0.5")
    crate.license = about("#gebruik", "CreativeWork", name=_GEBRUIK[manifest["editie"]])
    about(_LICENTIE, "CreativeWork", name="Apache License 2.0", identifier="Apache-2.0")
    results = [_add_file(crate, folder, path) for path in files_in(folder)]
    results.append(
        crate.add_file(dest_path=MANIFEST, properties={"name": MANIFEST, "encodingFormat": _SOORTEN[".json"]})
    )
    deliveries = [
        about(f"#levering/{row['bestand']}", "DigitalDocument", name=row["bestand"], sha256=row["sha256"])
        for row in manifest["invoer"]
    ]
    parameters = [
        about(f"#parameter/{name}", "PropertyValue", name=name, value=" ".join(value) if name == "without" else value)
        for name, value in manifest["parameters"].items()
    ]
    action = about(
        "#run",
        "CreateAction",
        name=f"sectorplan run {day}",
        actionStatus="http://schema.org/CompletedActionStatus",
        instrument=_software(about, manifest),
        object=[*deliveries, *parameters],
        result=results,
    )
    crate.root_dataset["mentions"] = action
    text = json.dumps(crate.metadata.generate(), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / CRATE).write_text(text + "\n", encoding="utf-8", newline="\n")


def _add_file(crate: ROCrate, folder: Path, path: Path) -> Any:
    name = path.relative_to(folder).as_posix()
    properties: dict[str, Any] = {
        "name": name,
        "encodingFormat": _SOORTEN.get(path.suffix, "application/octet-stream"),
        "contentSize": str(path.stat().st_size),
        "sha256": sha256(path),
    }
    notebook = Path("notebooks", name).with_suffix(".ipynb")
    if path.suffix == ".html" and (folder / notebook).is_file():
        properties["isBasedOn"] = {"@id": notebook.as_posix()}
    return crate.add_file(dest_path=name, properties=properties)


def _software(about: Any, manifest: Mapping[str, Any]) -> ContextEntity:
    """The package, with its source code, its lock and the libraries that make the numbers and pages."""
    own, *libraries = manifest["versies"].items()
    needs = [about(f"#{name}", "SoftwareApplication", name=name, softwareVersion=v) for name, v in libraries]
    code = manifest.get("broncode", {})
    if "lock" in code:
        needs.append(about("#lock", "DigitalDocument", name="locks/run.txt", sha256=code["lock"]))
    more = {}
    if "commit" in code:
        name = f"git {code['commit']}" + (", met wijzigingen / with changes" if code["gewijzigd"] else "")
        more["isBasedOn"] = about("#broncode", "SoftwareSourceCode", name=name, version=code["commit"])
    return about(
        f"#{own[0]}",
        "SoftwareApplication",
        name=own[0],
        softwareVersion=own[1],
        license={"@id": _LICENTIE},
        softwareRequirements=needs,
        **more,
    )
