"""Documents: a kernel of its own for each, as good as an ordinary one, and nothing of one in another or left behind."""

import ast
import datetime as dt
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.provisioning import KernelProvisionerFactory

from sectorplan_analysis import documents, execution, warm
from sectorplan_analysis.dataset import save_ronde
from sectorplan_analysis.documents import Document, make_documents
from sectorplan_analysis.errors import CallError
from sectorplan_analysis.pages.meta import PageMeta
from sectorplan_analysis.warm.workers import done, warm_workers
from tests.rounds import ronde

DAY = "2025-12-31"
META = PageMeta(peildatum=dt.date(2025, 12, 31), levering=dt.date(2025, 12, 31), editie="intern")
PARAMETERS = f'peildatum = "{DAY}"\numc = ""\nprocessed = "."'
needs_fork = pytest.mark.skipif(not warm.CAN_FORK, reason="no safe fork on this platform")

#: What a notebook can see of the process it runs in, as far as it could be another's.
SURROUNDINGS = """
import json, multiprocessing, os, pathlib, random, signal, sys, threading, warnings
import matplotlib, numpy as np, pandas as pd
random.seed(); before = np.random.get_state()[1][:3].tolist()
json.dumps({
    "folder": pathlib.Path.cwd().name,
    "environment": sorted(
        item for item in os.environ.items()
        if not item[0].startswith(("JPY_", "JUPYTER_", "IPYTHONDIR", "MPL", "PYDEVD_"))
    ),
    "path": sys.path,
    "program": [pathlib.Path(sys.argv[0]).stem.removesuffix("_launcher"), sys.argv[1], len(sys.argv)],
    "main": [__name__, sys.modules["__main__"].__dict__ is globals(), "__mp_main__" in sys.modules],
    "names": sorted(name for name in globals() if not name.startswith("_")),
    "leads": [os.getpid() == os.getpgid(0), os.getpid() == os.getsid(0)],
    "start": multiprocessing.get_start_method(),
    "interrupt": str(signal.getsignal(signal.SIGINT)).split(" at ")[0],
    "pandas": str(pd.get_option("display.max_rows")) + str(pd.get_option("display.precision")),
    "matplotlib": str(sorted(matplotlib.rcParams.items())),
    "warnings": [str(entry[:3]) for entry in warnings.filters],
    "leaked": [hasattr(pd, "leaked"), "leaked" in sys.modules, "leaked" in globals()],
    "error": np.geterr(),
})
"""
LEAKS = """
import os, sys, types, warnings
import matplotlib, numpy as np, pandas as pd
leaked = pd.leaked = sys.modules["leaked"] = types.ModuleType("leaked")
pd.set_option("display.max_rows", 3, "display.precision", 1)
matplotlib.rcParams["font.size"] = 33
warnings.simplefilter("error")
np.seterr(all="raise")
os.environ["LEAKED"] = "yes"
sys.path.insert(0, "/leaked")
os.chdir("/")
"""


@pytest.fixture
def make(tmp_path, monkeypatch):
    """Make documents of small notebooks: file name -> source of its only cell of work; gives failures and outputs."""
    monkeypatch.setattr(documents, "notebook_folder", lambda: tmp_path / "notebooks")
    processed = tmp_path / "processed" / DAY
    processed.mkdir(parents=True)

    def make(sources, *, jobs=1, parameters=PARAMETERS):
        (tmp_path / "notebooks").mkdir(exist_ok=True)
        for name, source in sources.items():
            write_notebook(tmp_path / "notebooks" / f"{name}.ipynb", source, parameters=parameters)
        made = [Document(name) for name in sources]
        edition = tmp_path / "edition"
        done = make_documents(dict.fromkeys(made, processed), meta=META, edition=edition, jobs=jobs)
        failures = {failure.page.stem: failure.reason for failure in done if failure}
        shown = {each.notebook: output(edition / each.executed) for each in made if each.notebook not in failures}
        return failures, shown

    return make


def write_notebook(path, source, *, parameters=PARAMETERS):
    cells = [
        nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell(source),
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), path)


def output(path):
    """Text the last cell shows."""
    shown = nbformat.read(path, as_version=4).cells[-1].outputs
    return shown[-1].data["text/plain"] if shown else ""


def gone(pid):
    """Whether a process has ended within ten seconds."""
    for _ in range(200):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


@needs_fork
def test_a_forked_kernel_finds_what_an_ordinary_one_finds(make, monkeypatch, tmp_path):
    failures, shown = make({"kengetallen": SURROUNDINGS})
    assert not failures
    for name, value in warm.surroundings(tmp_path / "empty").items():
        monkeypatch.setenv(name, value)
    # a process without a nursery, such as this one, starts its kernels the ordinary way
    source, target = tmp_path / "notebooks" / "kengetallen.ipynb", tmp_path / "ordinary.ipynb"
    execution._execute(source, target, document=Document("kengetallen"), meta=META, data=tmp_path / "processed" / DAY)
    expected, found = (json.loads(ast.literal_eval(text)) for text in (output(target), shown["kengetallen"]))
    # libraries that this cell does not import have filters for warnings of their own
    assert set(expected.pop("warnings")) <= set(found.pop("warnings"))
    for name in expected:
        assert found[name] == expected[name], name


@needs_fork
def test_a_page_has_the_same_bytes_from_a_forked_and_an_ordinary_kernel(tmp_path):
    processed = tmp_path / "processed" / DAY
    save_ronde(ronde(personeel=[{}]), processed)
    document = Document("diversiteit")
    forked, plain = tmp_path / "forked", tmp_path / "ordinary"
    assert list(make_documents({document: processed}, meta=META, edition=forked, jobs=1)) == [None]
    assert execution.make_document(document, META, documents.notebook_folder(), processed, plain) is None
    for file in (document.page, document.executed):
        assert (forked / file).read_bytes() == (plain / file).read_bytes()
    assert "<svg" in (forked / document.page).read_text(encoding="utf-8")


def test_nothing_of_one_notebook_is_in_the_next(make):
    _, alone = make({"kengetallen": SURROUNDINGS})
    failures, shown = make({"diversiteit": LEAKS, "kengetallen": SURROUNDINGS})
    assert not failures and shown["kengetallen"] == alone["kengetallen"]
    assert '"leaked": [false, false, false]' in alone["kengetallen"]


def test_unseeded_numbers_differ_between_notebooks(make):
    draw = "import random, numpy as np; [random.random(), float(np.random.random())]"
    _, shown = make({"kengetallen": draw, "diversiteit": draw})
    first, second = (json.loads(text) for text in shown.values())
    assert first[0] != second[0] and first[1] != second[1]


def test_a_kernel_that_dies_fails_its_own_document_only(make):
    dies = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    failures, shown = make({"kengetallen": "1 + 1", "diversiteit": dies, "datakwaliteit": "2 + 2"}, jobs=2)
    assert list(failures) == ["diversiteit"] and "died" in failures["diversiteit"]
    assert shown == {"kengetallen": "2", "datakwaliteit": "4"}


def test_a_document_whose_kernel_dies_keeps_what_came_before(make, tmp_path):
    make({"kengetallen": "import os\nprint('gelukt', flush=True)\nimport time; time.sleep(1)\nos.abort()"})
    page = (tmp_path / "edition" / "kengetallen.html").read_text("utf-8")
    assert "gelukt" in page and (tmp_path / "edition" / "notebooks" / "kengetallen.ipynb").is_file()


def test_a_failing_cell_is_the_reason_of_its_document(make):
    failures, _ = make({"kengetallen": "raise ValueError('geen cijfers')"})
    assert failures == {"kengetallen": "ValueError: geen cijfers"}


def test_the_page_of_a_document_that_failed_begins_with_the_failing_cell(tmp_path):
    (tmp_path / "processed" / DAY).mkdir(parents=True)
    cells = [
        nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}),
        nbformat.v4.new_markdown_cell("## Eerst dit"),
        nbformat.v4.new_code_cell("print('gelukt')"),
        nbformat.v4.new_code_cell("raise ValueError('jan.jansen')"),
        nbformat.v4.new_code_cell("print('hierna')"),
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    source, page = tmp_path / "notebooks" / "kengetallen.ipynb", tmp_path / "edition" / "kengetallen.html"
    source.parent.mkdir()
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), source)
    failure = execution.make_document(
        Document("kengetallen"), META, source.parent, tmp_path / "processed" / DAY, page.parent
    )
    html = page.read_text(encoding="utf-8")
    shown = html[html.index("<main") :]
    assert shown.index("Deze pagina is niet af") < shown.index(">Eerst dit</h2>") < shown.index("gelukt")
    assert "papermill" not in html.casefold() and "Exception was encountered" not in html
    assert failure.soort == "ValueError in cel 4" and failure.reason == "ValueError: jan.jansen"


def test_a_notebook_without_one_of_the_parameters_is_refused(make):
    failures, _ = make({"kengetallen": "1"}, parameters=f'peildatum = "{DAY}"\nprocessed = "."')
    assert failures == {"kengetallen": "notebook kengetallen.ipynb has no parameter umc"}


def test_kernels_get_the_environment_of_the_call_and_one_thread(make, monkeypatch):
    look = "import os; [os.environ.get(name) for name in ('SECTORPLAN_PROEF', 'OMP_NUM_THREADS')]"
    _, shown = make({"kengetallen": look})
    assert shown["kengetallen"] == "[None, '1']"
    monkeypatch.setenv("SECTORPLAN_PROEF", "ja")
    _, shown = make({"kengetallen": look})
    assert shown["kengetallen"] == "['ja', '1']"


def test_what_a_user_runs_at_every_start_does_not_run_in_a_kernel(make, monkeypatch, tmp_path):
    own = "import pandas as pd; pd.set_option('display.precision', 1); van_mij = True"
    startup = tmp_path / "ipython" / "profile_default" / "startup" / "00.py"
    startup.parent.mkdir(parents=True)
    startup.write_text(own)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("PYTHONSTARTUP", str(startup))
    _, shown = make(
        {"kengetallen": "import pandas as pd; [pd.get_option('display.precision'), 'van_mij' in globals()]"}
    )
    assert shown["kengetallen"] == "[6, False]"


def test_other_kernels_on_the_machine_keep_their_provisioner():
    assert "kernel_provisioner" not in KernelSpecManager().get_kernel_spec("python3").metadata
    assert KernelProvisionerFactory.instance().default_provisioner_name == "local-provisioner"


def _warmth(queue):
    """Runs in a forked process: what the process it was forked from has."""
    tasks = Path(f"/proc/{os.getppid()}/task")
    threads = len(list(tasks.iterdir())) if tasks.is_dir() else 1
    queue.put((threads, {"papermill", "ipykernel.kernelapp", "seaborn", "IPython.core.debugger"} <= set(sys.modules)))


@needs_fork
def test_the_warm_process_has_the_stack_and_one_thread():
    queue = warm.context().SimpleQueue()
    process = warm.context().Process(target=_warmth, args=(queue,))
    process.start()
    process.join()
    assert queue.get() == (1, True)


SCRIPT = """
import sys
from pathlib import Path
from sectorplan_analysis import documents
from tests.test_documents import META, Document, make_documents
print("module level of a script")
if __name__ == "__main__":
    root = Path(sys.argv[1])
    documents.notebook_folder = lambda: root
    done = make_documents({Document("kengetallen"): root / "p"}, meta=META, edition=root / "e", jobs=1)
    print(list(done))
"""


@pytest.fixture
def short():
    """A folder for temporary files with a path that leaves room for a socket."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.fixture
def script(tmp_path, short):
    """Start a script that makes one document from a cell, with its output in a pipe."""

    def start(source):
        (tmp_path / "p").mkdir()
        (tmp_path / "script.py").write_text(SCRIPT)
        write_notebook(tmp_path / "kengetallen.ipynb", source)
        command = [sys.executable, str(tmp_path / "script.py"), str(tmp_path)]
        surroundings = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), "TMPDIR": str(short)}
        return subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=surroundings,
            start_new_session=True,
            # tests that run under nohup, or aside, would hand on that a closed terminal or Ctrl-C is nothing to end for
            preexec_fn=lambda: [signal.signal(each, signal.SIG_DFL) for each in (signal.SIGHUP, signal.SIGINT)],
        )

    return start


@needs_fork
def test_a_process_that_a_notebook_leaves_behind_does_not_hold_the_output_of_the_command(script, tmp_path):
    left = script(
        "import pathlib, subprocess\n"
        "left = subprocess.Popen(['sleep', '300'], start_new_session=True)\n"
        f"pathlib.Path({str(tmp_path / 'pid')!r}).write_text(str(left.pid));"
    )
    try:
        text, _ = left.communicate(timeout=60)
        assert left.returncode == 0 and text.splitlines() == ["module level of a script", "[None]"]
    finally:
        os.kill(int((tmp_path / "pid").read_text()), signal.SIGKILL)


def test_a_process_that_the_system_ends_is_told_in_a_sentence():
    with warm_workers(1) as submit, pytest.raises(CallError, match=r"is afgebroken.*--jobs 1"):
        done(submit(os._exit, 9))


@needs_fork
@pytest.mark.parametrize(
    "end", ["killed", "ended with its group", "in a terminal that is closed", "stopped with Ctrl-C"]
)
def test_a_command_that_ends_abruptly_takes_its_workers_and_kernels_with_it(script, tmp_path, short, end):
    running = script(
        "import os, pathlib, time\n"
        f"pathlib.Path({str(tmp_path / 'new')!r}).write_text(f'{{os.getpid()}} {{os.getppid()}}')\n"
        f"pathlib.Path({str(tmp_path / 'new')!r}).rename({str(tmp_path / 'pids')!r})\n"
        "time.sleep(300)"
    )
    for _ in range(600):
        if (tmp_path / "pids").exists():
            break
        time.sleep(0.05)
    kernel, nursery = (tmp_path / "pids").read_text().split()
    match end:
        case "killed":
            running.kill()
        case "ended with its group":
            os.killpg(running.pid, signal.SIGTERM)
        case "in a terminal that is closed":
            os.killpg(running.pid, signal.SIGHUP)
        case "stopped with Ctrl-C":
            os.killpg(running.pid, signal.SIGINT)
    assert gone(kernel) and gone(nursery)
    text, _ = running.communicate(timeout=10)
    if end == "stopped with Ctrl-C":
        assert text.splitlines()[-1] == "KeyboardInterrupt" and not list(short.glob("s*p*-*"))


def loaded(libraries, *, by):
    """Which of these libraries are there in a new process that has imported some of our modules."""
    modules = ", ".join(f"sectorplan_analysis.{name}" for name in by)
    program = f"import sys, {modules}\nprint(*sorted({libraries!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.split()


def test_help_and_the_package_load_no_heavy_library():
    heavy = {"pandas", "numpy", "matplotlib", "papermill", "pyarrow", "scipy", "jupyter_client", "nbconvert"}
    assert not loaded(heavy, by=["cli"])


def test_the_command_loads_nothing_that_only_its_warm_processes_need():
    """While it reads and checks, those import; a library that both import makes everyone wait for it."""
    theirs = {"matplotlib", "seaborn", "statsmodels", "scipy.stats", "papermill", "nbconvert", "jupyter_client"}
    assert not loaded(theirs, by=["judge", "rapport.terminal", "pipeline"])
    ours = {"pandera", "python_calamine", "sectorplan_analysis.reading", "sectorplan_analysis.checks"}
    assert not loaded(ours, by=["steps", "execution", "editions", "disclosure.publishable"])
