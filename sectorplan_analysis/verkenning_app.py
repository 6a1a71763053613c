"""The exploration as a web app for readers: the same notebook, read-only, with the openbaar edition and nothing else.

``python -m sectorplan_analysis.verkenning_app 2025-12-31`` (``make app``) puts the notebook and the published files of
one edition in a folder of their own and lets Voila serve that. No deliveries and no processed tables are in reach.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

from sectorplan_analysis.disclosure.openbaar import load_openbaar
from sectorplan_analysis.reference import notebook_folder

NOTEBOOK = "verkenning.ipynb"
#: A page that fetches nothing from other sites, in the folders where Jupyter looks for it.
TEMPLATES = Path(__file__).parent / "verkenning_sjabloon"


def prepare(peildatum: str, *, reports: Path, folder: Path) -> Path:
    """Put what the app needs in an empty folder: the notebook with its parameters set, and the published files.

    Returns
    -------
    pathlib.Path
        The notebook.

    Raises
    ------
    FileNotFoundError
        When there is no openbaar edition of the peildatum; the message says how to make it.
    """
    load_openbaar(peildatum, processed=reports)
    own = Path(peildatum, "openbaar", "tabellen")
    shutil.copytree(reports / own, folder / "reports" / own)
    notebook = load_notebook_node(str(notebook_folder() / NOTEBOOK))
    parameters = {"peildatum": peildatum, "editie": "openbaar", "folder": "reports"}
    nbformat.write(parameterize_notebook(notebook, parameters), folder / NOTEBOOK)
    return folder / NOTEBOOK


def main() -> int:
    """Serve the app until it is stopped."""
    parser = argparse.ArgumentParser(description="Verkenning van de openbare editie in de browser.")
    parser.add_argument("peildatum", help="bijvoorbeeld 2025-12-31")
    parser.add_argument("--reports", type=Path, default=Path("reports"), help="map met de pagina's (reports)")
    parser.add_argument("--port", type=int, default=8866, help="poort op deze computer (8866)")
    parser.add_argument("--no-browser", action="store_true", help="open geen browser")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sectorplan-app-") as place:
        try:
            notebook = prepare(options.peildatum, reports=options.reports, folder=Path(place))
        except FileNotFoundError as error:
            print(error, file=sys.stderr)
            return 2
        command = [sys.executable, "-m", "voila", notebook.name, f"--port={options.port}", "--Voila.ip=127.0.0.1"]
        command += [
            "--template=sectorplan",
            "--VoilaExporter.exclude_anchor_links=True",
            "--VoilaExporter.language_code=nl",
            *(["--no-browser"] if options.no_browser else []),
        ]
        paths = [str(TEMPLATES), *filter(None, [os.environ.get("JUPYTER_PATH")])]
        environment = {**os.environ, "JUPYTER_PATH": os.pathsep.join(paths)}
        try:
            return subprocess.run(command, cwd=place, env=environment, check=False).returncode
        except KeyboardInterrupt:
            return 0


if __name__ == "__main__":
    sys.exit(main())
