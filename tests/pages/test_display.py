import pandas as pd
import pytest

from sectorplan_analysis.pages import Figuur, Kernpunten, Melding, Tabel, Tekst

BOOS = '<script>alert("x")</script> =HYPERLINK("http://x") & \'q\''


def test_a_table_shows_units_in_the_header_and_dutch_numbers_in_the_cells():
    frame = pd.DataFrame(
        {
            "umc": ["LUMC"],
            "vast_fte": [1234.565],
            "aandeel_vast": [0.875],
            "besteed_eur": [1e6],
            "aantal": [1496],
            "jaar": [2025],
        }
    )
    html = Tabel(frame, "Stand", {"umc": "Umc", "vast_fte": "Vast", "aandeel_vast": "Aandeel", "besteed_eur": "Besteed",
                                  "aantal": "Medewerkers", "jaar": "Jaar"})._repr_html_()  # fmt: skip
    assert 'Vast <span class="eenheid">(fte)</span>' in html
    for cell in ("1.234,57", "88", "1.000.000", "1.496", "2025"):
        assert f">{cell}</td>" in html
    assert "(%)" in html and "(€)" in html


def test_every_header_cell_has_a_scope_and_the_first_column_heads_its_row():
    html = Tabel(pd.DataFrame({"umc": ["LUMC"], "fte": [1.0]}), "Stand", groepen={"fte": "Positie"})._repr_html_()
    assert html.count("<th ") == html.count("scope=") == 4
    assert '<th scope="row">LUMC</th>' in html
    assert '<th scope="colgroup" colspan="1">Positie</th>' in html
    assert "<caption><span>Stand</span></caption>" in html


def test_the_totals_row_is_set_apart():
    html = Tabel(pd.DataFrame({"umc": ["LUMC", "Totaal"], "fte": [1.0, 1.0]}), "Stand")._repr_html_()
    assert html.count('class="totaal"') == 1


@pytest.mark.parametrize("empty", [None, float("nan"), pd.NA, ""])
def test_an_empty_cell_is_a_mark_that_is_explained_and_never_nan(empty):
    frame = pd.DataFrame({"umc": ["LUMC"], "vast_fte": pd.Series([empty], dtype=object)})
    html = Tabel(frame, "Stand", leeg="nog niet bereikt")._repr_html_()
    assert 'role="img" aria-label="nog niet bereikt"' in html
    assert "\N{EN DASH} = nog niet bereikt." in html
    assert "nan" not in html.lower()


def test_words_may_stand_for_a_number():
    html = Tabel(pd.DataFrame({"umc": ["LUMC"], "vast_fte": ["geen medewerkers"]}), "Stand")._repr_html_()
    assert ">geen medewerkers</td>" in html


def test_a_table_without_rows_says_so():
    assert "Geen gegevens" in Tabel(pd.DataFrame({"umc": [], "vast_fte": []}), "Stand")._repr_html_()


def test_all_text_is_escaped_in_every_object():
    table = Tabel(pd.DataFrame({"umc": [BOOS]}), BOOS, {"umc": BOOS}, definitie=BOOS, bron=BOOS)
    shown = [table, Kernpunten(BOOS), Tekst(BOOS), Melding(BOOS, kop=BOOS), Figuur("", BOOS, BOOS, table, bron=BOOS)]
    for item in shown:
        html = item._repr_html_()
        assert "<script" not in html
        assert "&lt;script&gt;" in html
        assert "=HYPERLINK(&#34;" in html  # shown as text, and never the start of an attribute


def test_every_object_reads_well_as_plain_text():
    table = Tabel(pd.DataFrame({"umc": ["LUMC"], "vast_fte": [1.5]}), "Stand", {"umc": "Umc", "vast_fte": "Vast"})
    assert "Vast (fte)" in repr(table) and "1,50" in repr(table)
    assert repr(Kernpunten("Een.", "Twee.")) == "- Een.\n- Twee."
    assert repr(Melding("UMCG ontbreekt.")) == "Let op: UMCG ontbreekt."
    assert repr(Figuur("", "Staafdiagram.", "Stand.", table, nummer="3")) == "Figuur 3. Stand.\nStaafdiagram."


def test_the_same_object_gives_the_same_bytes():
    table = Tabel(pd.DataFrame({"umc": ["LUMC"]}), "Stand")
    assert table._repr_html_() == table._repr_html_()


@pytest.mark.parametrize(("rows", "sortable"), [(7, False), (8, True)])
def test_only_a_long_table_can_be_sorted_and_totals_do_not_make_it_long(rows, sortable):
    frame = pd.DataFrame({"umc": [*map(str, range(rows)), "Totaal"], "vast_fte": 1.0})
    assert ('class="sorteerbaar"' in Tabel(frame, "Stand")._repr_html_()) is sortable


def test_a_change_carries_its_sign():
    frame = pd.DataFrame({"umc": ["A", "B", "C"], "vast_verandering": [1.25, -1.25, 0.0]})
    html = Tabel(frame, "Stand")._repr_html_()
    for cell in ("+1,3", "\N{MINUS SIGN}1,3", "0,0"):
        assert f'<td class="getal">{cell}</td>' in html


def test_long_names_in_the_first_column_say_where_a_phone_may_break_them():
    frame = pd.DataFrame({"naam": ["Onderzoeksondersteuning", "besteed_pct", "<a_b>"], "vast_fte": 1.0})
    html = Tabel(frame, "Stand")._repr_html_()
    for name in ("Onderzoeks&shy;ondersteuning", "besteed_<wbr>pct", "&lt;a_<wbr>b&gt;"):
        assert f">{name}</th>" in html
