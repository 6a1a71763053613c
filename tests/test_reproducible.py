"""The same deliveries give the same bytes: whoever makes the round, wherever, and whatever their own settings."""

import json
import os
import subprocess
import sys

import pytest

from sectorplan_analysis.sleutel import VARIABLE, load_key
from tests.conftest import DAY, ROOT

#: What a user may have lying about; each line would show in a table or figure, or stop it.
STARTUP = """
import sys
import numpy as np
import pandas as pd
import matplotlib
pd.set_option("display.precision", 1, "display.max_rows", 3, "display.float_format", "{:.0f} ongeveer".format)
np.set_printoptions(precision=1)
matplotlib.rcParams["font.size"] = 30
pd.DataFrame._repr_html_ = lambda frame: "<p>van mij</p>"
print("van mij")
print("van mij", file=sys.stderr)
"""
MATPLOTLIBRC = """
font.size: 30
axes.titlesize: 40
lines.linewidth: 9
figure.dpi: 33
axes.grid: True
axes.prop_cycle: cycler("color", ["ff0000", "00ff00"])
svg.hashsalt: van mij
savefig.transparent: True
savefig.bbox: tight
xtick.direction: in
legend.loc: center
hatch.linewidth: 7
"""


def hostile_home(folder):
    """A home and working folder in which everything that libraries read by themselves says something else."""
    files = {
        ".ipython/profile_default/startup/00-van-mij.py": STARTUP,
        ".ipython/profile_default/ipython_kernel_config.py": "c.InteractiveShellApp.exec_lines = ['print(1)']",
        ".config/matplotlib/matplotlibrc": MATPLOTLIBRC,
        ".jupyter/jupyter_nbconvert_config.py": "c.TemplateExporter.exclude_output = True",
        ".jupyter/nbconvert.json": json.dumps({"TemplateExporter": {"exclude_output": True}}),
        ".local/share/jupyter/nbconvert/templates/base/display_priority.j2": "van mij",
        "startup.py": STARTUP,
        "elders/matplotlibrc": MATPLOTLIBRC,
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "elders"


def hostile_surroundings(home):
    """Another machine and another user, as far as the environment goes."""
    return {
        **{name: os.environ[name] for name in ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH") if name in os.environ},
        "HOME": str(home),
        "PYTHONHASHSEED": "4711",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "POSIX",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONUTF8": "0",
        "OMP_NUM_THREADS": "3",
        "OPENBLAS_NUM_THREADS": "3",
        "MKL_NUM_THREADS": "3",
        "NUMEXPR_NUM_THREADS": "3",
        "POLARS_MAX_THREADS": "3",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "COLUMNS": "41",
        "MPLBACKEND": "agg",
        "MATPLOTLIBRC": str(home / ".config" / "matplotlib"),
        "PYTHONSTARTUP": str(home / "startup.py"),
        "IPYTHONDIR": str(home / ".ipython"),
        "JUPYTER_CONFIG_DIR": str(home / ".jupyter"),
        "JUPYTER_PATH": str(home / ".local" / "share" / "jupyter"),
        "JUPYTER_PREFER_ENV_PATH": "0",
        VARIABLE: load_key()[0].decode(),
    }


def files(folder):
    """Content of every file of a round by name, without what says when it was made.

    What a killed run left in a folder of its own, for the next run to clear, is no part of the round.
    """
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    found = {name: path for name, path in found.items() if not name.startswith(".")}
    content = {name: path.read_bytes() for name, path in found.items()}
    for name in content:
        if name.endswith("manifest.json"):
            content[name] = {**json.loads(content[name]), "gemaakt_op": ""}
    return content


def differences(one, other):
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


@pytest.mark.skipif(os.name == "nt", reason="home, umask and locale are other things on Windows")
def test_nothing_of_the_machine_or_its_user_shows_in_any_byte(run, place, tmp_path):
    elsewhere = hostile_home(tmp_path / "thuis")
    made = tmp_path / "gemaakt"
    folders = ["--raw", str(place / "data" / "raw"), "--processed", str(made / "p"), "--reports", str(made / "r")]
    done = subprocess.run(
        [sys.executable, "-m", "sectorplan_analysis.cli", "run", DAY, *folders, "--jobs", "3"],
        cwd=elsewhere,
        env={"PYTHONPATH": str(ROOT), **hostile_surroundings(tmp_path / "thuis")},
        umask=0o077,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        timeout=1200,
    )
    assert done.returncode == 0, done.stderr
    reports, processed = files(place / "reports" / DAY), files(place / "data" / "processed" / DAY)
    assert len(reports) > 100 and {"status.parquet", "codebook.csv"} <= set(processed)
    assert differences(reports, files(made / "r" / DAY)) == []
    assert differences(processed, files(made / "p" / DAY)) == []
