"""What the process that everything is forked from imports once, so that no notebook has to.

Imported by the fork server only, which sets its own environment here before numpy is imported. Nothing here may start a
thread or keep a result: every notebook begins with a copy of what is here.
"""

from __future__ import annotations

import gc
import os
import sys

# importing makes much that stays and nothing to clear away, and looking for it would take a fifth of the time
gc.disable()

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from sectorplan_analysis.warm import ONE_THREAD

os.environ.update(ONE_THREAD)
# an ordinary kernel says this before a notebook can import matplotlib
os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
# a process with a second thread, which arrow's allocator would start, does not fork cleanly
os.environ["JE_ARROW_MALLOC_CONF"] = "background_thread:false"
# the debugger that comes with a kernel says on stderr that it may miss breakpoints; there are none
os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"

from matplotlib.figure import Figure

from sectorplan_analysis import rapport
from sectorplan_analysis.pages.display import environment
from sectorplan_analysis.pages.svg import to_svg

for module in (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "ipykernel.debugger",
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "jupyter_client",
    "matplotlib.backends.backend_svg",
    "matplotlib.font_manager",
    "matplotlib.style.core",
    "pandas.core.arrays.arrow.extension_types",
    "pandas.io.formats.string",
    "papermill",
    "pyarrow.dataset",
    "pyarrow.pandas_compat",
    "pyarrow.parquet",
    "sectorplan_analysis.disclosure.publishable",
    "sectorplan_analysis.editions",
    "sectorplan_analysis.execution",
    "sectorplan_analysis.steps",
    "sqlite3",
    "tornado.platform.asyncio",
    *(f"sectorplan_analysis.rapport.{name}" for _, name, _ in iter_modules(rapport.__path__)),
):
    import_module(module)

# the same for every page, and else made in each kernel: the compiled template of tables, and the font of figures
environment().get_template("display.j2")
figure = Figure()
figure.text(0, 0, "0")
to_svg(figure, alt="")

#: Where a kernel looks for modules; it adds its own folder itself.
SEARCH_PATH = [folder for folder in sys.path if folder]

# garbage collection would otherwise write to, and so copy, all memory that the forked processes share
gc.freeze()
# a page makes many small things and few that refer to each other: a look after every 700 takes a twentieth of its time
gc.set_threshold(50_000)
gc.enable()

# whoever reads the output of the command must see its end, whatever is still running or ending here by then
with Path(os.devnull).open("wb") as nowhere:
    os.dup2(nowhere.fileno(), 1)
    os.dup2(nowhere.fileno(), 2)
