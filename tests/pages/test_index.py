import datetime as dt

import pandas as pd

from sectorplan_analysis.pages import Tabel, audit
from sectorplan_analysis.pages.index import Kpi, Link, round_index
from sectorplan_analysis.pages.meta import PageMeta

DAG = dt.date(2025, 12, 31)
META = PageMeta(DAG, "intern", DAG, synthetisch=True, ontbrekend=("UMCG", "LUMC"), index="")


def index(**changes) -> str:
    content = {
        "titel": "Ronde 31 december 2025",
        "kernpunten": ["Vast is 87% van de begroting."],
        "kpis": [
            Kpi("Continuïteit", "87%", "ruim boven 90%", "nog niet bereikt", "+9 procentpunt", (0.4, 0.78, 0.87)),
            Kpi("Werkdruk", "niet bepaalbaar", "lager", "niet eenduidig", reeks=(7.0,)),
        ],
        "groepen": {"Pagina's": [Link("Diversiteit", "diversiteit.html", "Wie werkt er?")]},
        "umcs": {"LUMC": [Link("Diversiteit", "umc/lumc/diversiteit.html")]},
    }
    return round_index(META, **{**content, **changes})


def test_the_index_holds_all_rules_of_a_page():
    assert audit.faults(index()) == []


def test_the_index_shows_value_target_and_status_in_words():
    html = index()
    for text in ("87%", "Doel: ruim boven 90%", "nog niet bereikt", "+9 procentpunt", "UMCG en LUMC zitten niet in"):
        assert text in html


def test_a_line_over_time_needs_two_points_and_survives_equal_ones():
    assert index().count("<polyline") == 1
    assert "nan" not in index(kpis=[Kpi("A", "1", "2", "3", reeks=(1.0, 1.0))]).lower()


def test_links_per_umc_tell_which_umc_they_are_about():
    assert 'href="umc/lumc/diversiteit.html" aria-label="Diversiteit LUMC"' in index()


def test_an_edition_without_umc_pages_has_no_section_for_them():
    assert "Per umc" not in index(umcs=None)


def test_what_changed_and_the_numbers_per_umc_stand_above_the_links():
    table = Tabel(pd.DataFrame({"umc": ["LUMC"], "vast_verandering": [1.25]}), "Per umc")
    html = index(veranderd=("Wat veranderde", ["Gestegen bij LUMC."]), tabel=table)
    assert audit.faults(html) == []
    places = [html.index(text) for text in ("Gestegen bij LUMC.</li>", ">+1,3</td>", "umc/lumc/diversiteit.html")]
    assert places == sorted(places)


def test_the_search_for_a_umc_is_out_of_sight_until_the_script_shows_it():
    assert '<p class="zoek" hidden><label for="zoek-umc">' in index()


def test_text_is_escaped():
    html = index(titel="<script>", kernpunten=["<script>"], kpis=[Kpi("<script>", "<script>", "<script>", "<script>")])
    assert html.count("<script") == 1 and "&lt;script&gt;" in html
