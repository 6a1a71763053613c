"""The files that make an environment say the same thing, and nothing in the repository points outside it."""

import json
import re
import subprocess
import tomllib
from pathlib import Path

import nbformat
import pytest
import yaml

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RUN = PROJECT["dependencies"]
EXTRAS = PROJECT["optional-dependencies"]
#: conda-forge names of packages that are called otherwise there.
CONDA = {"jupyter_client": "jupyter-client", "matplotlib-base": "matplotlib", "pandera-pandas": "pandera"}


def name_of(requirement: str) -> str:
    return re.match(r"[A-Za-z0-9._-]+", requirement)[0].lower()


def bounds(requirement: str) -> str:
    return re.sub(r"^[A-Za-z0-9._-]+(\[[^]]*\])?", "", requirement)


def canonical(requirement: str) -> str:
    return name_of(requirement).replace("_", "-").replace(".", "-")


def explained() -> set[str]:
    """Packages with a reason in the table of dependencies."""
    text = (ROOT / "docs" / "afhankelijkheden.md").read_text(encoding="utf-8")
    _, _, *rows = re.findall(r"^\| ([^|]+) \| [^|]+ \| [^|]+ \|$", text, flags=re.MULTILINE)
    # between brackets stands where a package is installed
    return {canonical(name) for row in rows for name in re.sub(r" \([^)]*\)", "", row).split(", ")}


def pinned(lock: str) -> set[str]:
    text = (ROOT / "locks" / f"{lock}.txt").read_text(encoding="utf-8")
    return {name_of(line) for line in text.splitlines() if "==" in line}


def tracked() -> list[Path]:
    found = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [ROOT / name for name in found.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("run", RUN),
        ("test", RUN + EXTRAS["test"]),
        ("lab", RUN + EXTRAS["lab"]),
        ("docs", RUN + EXTRAS["docs"]),
        ("cluster", RUN + EXTRAS["cluster"]),
        ("bench", RUN + EXTRAS["bench"]),
        ("browser", RUN + EXTRAS["test"] + EXTRAS["browser"]),
    ],
)
def test_every_direct_dependency_is_pinned_in_the_lock(lock, wanted):
    assert {name_of(requirement) for requirement in wanted} <= pinned(lock)


def test_every_direct_dependency_has_a_reason_in_the_docs_and_nothing_else_has():
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"] + RUN
    asked += [requirement for extra in EXTRAS.values() for requirement in extra]
    for path in (ROOT / "locks").glob("*.in"):
        asked += path.read_text(encoding="utf-8").splitlines()
    npm = json.loads((ROOT / "tests" / "browser" / "package.json").read_text(encoding="utf-8"))
    wanted = {canonical(requirement) for requirement in asked} | npm["devDependencies"].keys()
    assert explained() == wanted


def test_the_environment_that_renders_holds_no_jupyterlab_and_no_test_tools():
    assert not {"jupyterlab", "pytest", "hypothesis", "ruff"} & pinned("run")


@pytest.mark.parametrize("lock", ["run", "test", "lab", "docs", "cluster", "bench", "browser"])
def test_every_pinned_package_carries_a_hash_and_no_address(lock):
    text = (ROOT / "locks" / f"{lock}.txt").read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[a-z])", text.strip())
    assert blocks and all("--hash=sha256:" in block for block in blocks)
    assert "://" not in text


def test_conda_users_get_the_same_direct_dependencies():
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    conda = [entry for entry in listed if isinstance(entry, str) and entry != "pip"]
    found = {CONDA.get(name_of(entry), name_of(entry)): bounds(entry) for entry in conda}
    wanted = {name_of(entry): bounds(entry) for entry in RUN + EXTRAS["lab"] + EXTRAS["cluster"]}
    assert found == {**wanted, "python": PROJECT["requires-python"]}


def test_notebooks_are_thin_and_stored_without_outputs():
    notebooks = sorted((ROOT / "notebooks").glob("*.ipynb"))
    assert len(notebooks) >= 4
    for path in notebooks:
        notebook = nbformat.read(path, as_version=4)
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        assert all(not cell.outputs and cell.execution_count is None for cell in code), path.name
        assert [cell.metadata.get("tags") for cell in code].count(["parameters"]) == 1, path.name
        source = "\n".join(cell.source for cell in code)
        assert not re.search(r"\bdef |groupby|read_csv|read_parquet|read_excel", source), path.name


def test_prose_in_the_report_notebooks_holds_no_computed_numbers():
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        cells = nbformat.read(path, as_version=4).cells
        prose = " ".join(cell.source for cell in cells if cell.cell_type == "markdown")
        # what may stand in prose: the scale, the level of an interval, the number of a figure or goal, the years of the
        # plan, the address of a link
        rest = re.sub(r"\]\([^)]*\)|95%-interval|van 0 tot 10|[Ff]iguur \d|KPI \d+|\b20(23|28)\b", "", prose)
        assert not re.search(r"\d", rest), f"{path.name}: {re.findall(r'.{20}[0-9]+.{10}', rest)}"


def test_no_tracked_file_points_to_a_machine_or_a_package_registry():
    places = [r"/(home|root|Users|work|tmp)/[a-z]", r"[A-Z]:\\Users", "pypi" + r"\.org", "pythonhosted", "npmjs"]
    for path in tracked():
        if path.suffix in {".xlsx", ".png", ".parquet"} or path == Path(__file__):
            continue
        text = path.read_bytes().decode("utf-8", errors="ignore")
        found = [place for place in places if re.search(place, text)]
        assert not found, f"{path.relative_to(ROOT)}: {found}"
