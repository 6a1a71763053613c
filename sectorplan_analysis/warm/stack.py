"""What the process that everything is forked from imports once, so that no notebook has to.

Imported by the fork server only, which sets its own environment here before numpy is imported. Nothing here may start a
thread or keep a result: every notebook begins with a copy of what is here.
"""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from pathlib import Path

from sectorplan_analysis.warm import ONE_THREAD

os.environ.update(ONE_THREAD)
# an ordinary kernel says this before a notebook can import matplotlib
os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
# a process with a second thread, which arrow's allocator would start, does not fork cleanly
os.environ["JE_ARROW_MALLOC_CONF"] = "background_thread:false"
# the debugger that comes with a kernel says on stderr that it may miss breakpoints; there are none
os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"

for module in (
    "IPython.core.debugger",
    "ipykernel.debugger",
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "jupyter_client",
    "matplotlib.backends.backend_svg",
    "matplotlib.font_manager",
    "papermill",
    "pyarrow.dataset",
    "pyarrow.pandas_compat",
    "pyarrow.parquet",
    "sectorplan_analysis.documents",
    "sectorplan_analysis.pipeline",
    "sectorplan_analysis.rapport.contracten",
    "sectorplan_analysis.rapport.culturele_diversiteit",
    "sectorplan_analysis.rapport.datakwaliteit",
    "sectorplan_analysis.rapport.diversiteit",
    "sectorplan_analysis.rapport.doorstroom",
    "sectorplan_analysis.rapport.eindevaluatie",
    "sectorplan_analysis.rapport.herzieningen",
    "sectorplan_analysis.rapport.kengetallen",
    "sectorplan_analysis.rapport.veranderingen",
    "sectorplan_analysis.rapport.verband",
    "sectorplan_analysis.rapport.werkdruk_baanzekerheid",
    "sqlite3",
    "tornado.platform.asyncio",
):
    import_module(module)

#: Where a kernel looks for modules; it adds its own folder itself.
SEARCH_PATH = [folder for folder in sys.path if folder]

# garbage collection would otherwise write to, and so copy, all memory that the forked processes share
gc.collect()
gc.freeze()

# whoever reads the output of the command must see its end, whatever is still running or ending here by then
with Path(os.devnull).open("wb") as nowhere:
    os.dup2(nowhere.fileno(), 1)
    os.dup2(nowhere.fileno(), 2)
