import datetime as dt
import os
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from sectorplan_analysis.pages import audit, figures
from sectorplan_analysis.pages.meta import PageMeta
from sectorplan_analysis.pages.render import NotebookNoise, PageOutline, clean_notebook, notebook_to_html

DAG = dt.date(2025, 12, 31)
META = PageMeta(DAG, "intern", DAG, synthetisch=True, ontbrekend=("UMCG",), index="../index.html", notebook="nb.ipynb")


def page(*cells, **changes) -> str:
    meta = PageMeta(**{**META.__dict__, **changes})
    return notebook_to_html(new_notebook(cells=list(cells)), title="Kengetallen", meta=meta)


def shows(html: str):
    return new_code_cell("x", outputs=[new_output("execute_result", {"text/html": html, "text/plain": "x"})])


@pytest.fixture(scope="module")
def executed(bron):
    """A notebook with every display object, run in a kernel."""
    show = [
        "Kernpunten(f'Vast is {dutch.fte(293.1, 1)}.', 'Niet eenduidig.')",
        "Melding('UMCG heeft niet geleverd.')",
        "Tekst('Een alinea.')",
        "Tabel(data['begroot'], 'Begroting per umc', {'umc': 'Umc', 'begroot_fte': 'Begroot'}, bron='Begroting')",
        "figures.figuur1(data['figuur1'], wanneer='zomer 2025')",
        "figures.figuur2(data['figuur2'], **op)",
        "figures.figuur3(data['figuur3'], begroot=data['begroot'], **op)",
        "figures.figuur4(data['functies'], **op)",
        "figures.figuur5(data['functies'], **op)",
        "figures.figuur6(data['figuur6'], **op)",
        "figures.figuur7(data['figuur7'], **op)",
    ]
    cells = [
        new_markdown_cell("# Titel in het notebook\n\n## Conclusie"),
        new_code_cell(
            "import pandas as pd\n"
            "from sectorplan_analysis.pages import Kernpunten, Melding, Tabel, Tekst, dutch, figures\n"
            f"{bron}\n"
            "data, op = voorbeelden(), {'wanneer': '31 december 2025'}"
        ),
        new_markdown_cell("## Onderbouwing\n\n### Cijfers & figuren\n\nUitleg met [een sprong](#deel-1)."),
        *map(new_code_cell, show),
        new_markdown_cell("## Onderbouwing"),
    ]
    notebook = new_notebook(cells=cells)
    root = Path(__file__).parents[2]
    NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": str(root)}}).execute()
    return notebook


def test_a_page_of_every_display_object_holds_all_rules(executed):
    html = notebook_to_html(executed, title="Kengetallen", meta=META)
    assert audit.faults(html) == []
    assert html.startswith('<!DOCTYPE html>\n<html lang="nl">')
    assert html.count("<figure>") == 7
    assert len(html.encode()) < 2_000_000


def test_two_runs_give_the_same_bytes(executed, data):
    html = notebook_to_html(executed, title="Kengetallen", meta=META)
    assert html == notebook_to_html(executed, title="Kengetallen", meta=META)
    # drawn in the kernel, another process with another hash seed, and here
    assert figures.figuur4(data["functies"], wanneer="31 december 2025").svg in html


def test_a_page_says_what_it_is_about():
    html = page(new_markdown_cell("## Stand"), umc="LUMC")
    assert (
        "<title>Kengetallen \N{EN DASH} LUMC \N{EN DASH} 31 december 2025 \N{EN DASH} Monitor sectorplan</title>"
        in html
    )
    head = html[html.index("<header>") : html.index("<h2")]
    for fact in ("31 december 2025", "LUMC", "intern", "Synthetische gegevens:", "Vertrouwelijk:", "UMCG zit niet in"):
        assert fact in head
    assert 'href="../index.html"' in head
    assert 'href="nb.ipynb"' in html[html.index("<footer>") :]


def test_the_public_edition_on_real_data_has_one_notice_that_explains_the_mark():
    html = page(editie="openbaar", synthetisch=False, ontbrekend=())
    assert html.count('class="melding"') == 1
    assert "geheim" in html and "Vertrouwelijk" not in html


def test_a_page_has_one_title_landmarks_a_skip_link_and_a_table_of_contents(executed):
    html = notebook_to_html(executed, title="Kengetallen", meta=META)
    assert html.count("<h1") == 1 and "Titel in het notebook" not in html
    for tag in ("header", "main", "footer"):
        assert html.count(f"<{tag}") == 1
    assert 'class="overslaan" href="#inhoud"' in html and 'id="inhoud"' in html
    toc = html[html.index("Op deze pagina") : html.index("</ul>")]
    assert re.findall(r'href="#([^"]*)">([^<]*)<', toc) == [
        ("deel-1", "Conclusie"),
        ("deel-2", "Onderbouwing"),
        ("deel-3", "Cijfers &amp; figuren"),
        ("deel-4", "Onderbouwing"),
    ]


def test_nothing_is_fetched_and_the_page_forbids_it(executed):
    html = notebook_to_html(executed, title="Kengetallen", meta=META)
    assert "default-src &#39;none&#39;" in html
    assert html.count("<script>") == 1 and "<link" not in html and "@import" not in html
    assert set(re.findall(r"https?://[^\s\"']*", html)) == {"http://www.w3.org/2000/svg"}


def test_code_is_behind_one_closed_control_and_escaped():
    html = page(new_code_cell("umc = '<b>LUMC</b>'"), new_code_cell("x = 1"))
    assert html.count('<details class="code">') == 1
    assert "&lt;b&gt;LUMC" in html and "<b>LUMC" not in html


def test_values_in_the_frame_of_the_page_are_escaped():
    html = page(umc="<script>alert(1)</script>", ontbrekend=("<script>",))
    assert html.count("<script") == 1 and "alert(1)" in html


def test_plain_text_output_is_escaped():
    cell = new_code_cell("x", outputs=[new_output("stream", name="stdout", text="<script>1</script>")])
    assert "&lt;script&gt;" in page(cell) and page(cell).count("<script") == 1


def test_stderr_output_stops_the_page_and_names_the_cell():
    noisy = new_code_cell("warn()", outputs=[new_output("stream", name="stderr", text="FutureWarning: x")])
    with pytest.raises(NotebookNoise, match=r"cell 2 shows stderr: FutureWarning(?s:.*)warn\(\)"):
        page(new_markdown_cell("## Stand"), noisy)


def test_a_memory_address_in_output_stops_the_page():
    with pytest.raises(NotebookNoise, match="memory address"):
        page(shows("&lt;Axes at 0x7f3a2b1c4d50&gt;"))


def test_a_notebook_that_failed_still_becomes_a_page_with_the_error():
    failed = new_code_cell(
        "1/0", outputs=[new_output("error", ename="E", evalue="v", traceback=["\x1b[31mZeroDivisionError\x1b[0m: <x>"])]
    )
    html = page(failed, new_code_cell("y", outputs=[new_output("stream", name="stderr", text="w")]))
    assert "Deze pagina is niet af." in html and "ZeroDivisionError: &lt;x&gt;" in html and "\x1b" not in html


@pytest.mark.parametrize("text", ["## Een\n\n#### Vier", "### Drie eerst", "## Een\n\n# Nog een titel"])
def test_headings_that_skip_a_level_or_repeat_the_title_are_refused(text):
    with pytest.raises(PageOutline):
        page(new_markdown_cell(text))


def test_cleaning_removes_times_random_ids_and_tool_versions_and_leaves_the_original_alone():
    notebook = new_notebook(
        cells=[
            new_code_cell("x", metadata={"execution": {"iopub": "2026-01-01"}, "papermill": {}, "tags": ["parameters"]})
        ],
        metadata={"papermill": {"duration": 1.2}, "language_info": {"name": "python", "version": "3.11.2"}},
    )
    clean = clean_notebook(notebook)
    text = nbformat.writes(clean)
    assert "2026-01-01" not in text and "papermill" not in text and "3.11.2" not in text
    assert clean.cells[0].metadata.tags == ["parameters"]
    assert clean.cells[0].id == "cel-001" != notebook.cells[0].id
    assert "papermill" in notebook.metadata
    nbformat.validate(clean)
    assert clean_notebook(clean) == clean


def test_rendering_does_not_depend_on_the_folder_it_is_run_in(tmp_path, monkeypatch):
    before = page(new_markdown_cell("## Stand"))
    monkeypatch.chdir(tmp_path)
    assert page(new_markdown_cell("## Stand")) == before
    assert os.listdir(tmp_path) == []  # noqa: PTH208
