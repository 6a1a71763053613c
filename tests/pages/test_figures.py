import re
from itertools import combinations, pairwise

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from sectorplan_analysis.pages import figures, kleuren

OP = {"wanneer": "31 december 2025"}


def draw(name: str, data: dict[str, pd.DataFrame], change=lambda frame: frame, **options):
    key = "functies" if name in ("figuur4", "figuur5") else name
    if name == "figuur3":
        options["begroot"] = change(data["begroot"])
    frame = data[key].iloc[::-1] if name == "figuur5" else data[key]  # supporting functions come last
    return getattr(figures, name)(change(frame), **OP, **options)


ALLE = [f"figuur{number}" for number in range(1, 8)]


@pytest.mark.parametrize("name", ALLE)
def test_a_figure_carries_its_number_alternative_caption_and_numbers(name, data):
    figure = draw(name, data)
    html = figure._repr_html_()
    assert f"Figuur {name[-1]}." in html and "31 december 2025" in html
    assert 'role="img" aria-label="' in html
    assert len(figure.alt) > 60
    assert "<details>" in html and "<caption>" in html
    assert "nan" not in (html + figure.alt).lower()


@pytest.mark.parametrize("name", ALLE)
def test_drawing_twice_gives_the_same_bytes(name, data):
    assert draw(name, data)._repr_html_() == draw(name, data)._repr_html_()


@pytest.mark.parametrize("name", ALLE)
def test_the_settings_of_a_user_do_not_show_in_a_figure(name, data):
    plain = draw(name, data)._repr_html_()
    own = {"lines.linewidth": 9, "axes.grid": True, "figure.dpi": 33, "legend.loc": "center", "xtick.direction": "in"}
    with mpl.rc_context({**own, "svg.hashsalt": "van mij", "savefig.bbox": "tight", "hatch.color": "red"}):
        assert draw(name, data)._repr_html_() == plain


@pytest.mark.parametrize("name", ALLE)
def test_a_figure_without_rows_says_so_and_draws_nothing(name, data):
    html = draw(name, data, lambda frame: frame.iloc[:0])._repr_html_()
    assert "Geen gegevens voor deze figuur." in html and "<svg" not in html


@pytest.mark.parametrize("name", ALLE)
def test_a_figure_survives_a_single_row_of_zero(name, data):
    def one_zero(frame):
        value = next(column for column in ("fte", "aantal", "begroot_fte") if column in frame)
        return frame.iloc[:1].assign(**{value: 0})

    html = draw(name, data, one_zero)._repr_html_()
    assert "<svg" in html and "inf" not in re.sub(r"<[^>]*>", "", html).lower().split()


@pytest.mark.parametrize("name", ALLE)
def test_a_figure_survives_missing_values(name, data):
    def holes(frame):
        value = next(column for column in ("fte", "aantal", "begroot_fte") if column in frame)
        return frame.assign(**{value: frame[value].astype(float).where(frame.index != 0)})

    assert "nan" not in draw(name, data, holes)._repr_html_().lower()


def test_no_figure_refers_to_anything_outside_the_page_or_to_an_id_it_does_not_have(data):
    for name in ALLE:
        svg = draw(name, data).svg
        assert re.findall(r'(?:href|src)="(?!#)', svg) == []
        assert svg.count("http") == 1  # the name space
        ids = re.findall(r' id="([^"]*)"', svg)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r'(?:url\(#|href="#)([\w-]+)', svg)) == set(ids)


def test_ids_of_two_figures_on_a_page_do_not_clash(data):
    ids = [set(re.findall(r' id="([^"]*)"', draw(name, data).svg)) for name in ("figuur4", "figuur5")]
    assert ids[0] and not ids[0] & ids[1]


def test_figure_3_names_highest_and_lowest_without_inloop_and_who_is_above_budget(data):
    alt = draw("figuur3", data).alt
    assert "Hoogste zonder inloop: Erasmus MC (52,07" in alt
    assert "laagste: LUMC (35,20" in alt
    assert "begroot, samen 115,30" in alt
    # LUMC is above the line only with tijdelijk, which is not structural
    assert "Vast op of boven de streep: Amsterdam UMC VU." in alt


def test_figure_3_keeps_the_umcs_in_their_fixed_order_under_their_display_names(data):
    figure = draw("figuur3", data, lambda frame: frame.iloc[::-1])
    assert list(figure.tabel.frame["umc"]) == ["Amsterdam UMC VU", "Erasmus MC", "LUMC"]


def test_figures_4_and_5_split_the_functions(data):
    assert "Dataspecialisten" not in draw("figuur4", data)._repr_html_()
    assert "Hoogleraren" not in draw("figuur5", data)._repr_html_()


def test_figure_6_gives_shares_and_keeps_x_apart(data):
    alt = draw("figuur6", data).alt
    assert "Aandeel vrouw over alle staven: 64%" in alt
    assert "Hoogste aandeel vrouw: UD's (64%); laagste: Hoogleraren (60%)." in alt
    assert "x" not in draw("figuur6", data).tabel.kolommen.values()
    extra = pd.concat([data["figuur6"], pd.DataFrame([("UD", "x", 2.0)], columns=data["figuur6"].columns)])
    figure = figures.figuur6(extra, **OP)
    assert "x_fte" in figure.tabel.kolommen
    assert "over alle staven: 62%" in figure.alt  # x counts in the whole


def test_figure_2_tells_where_each_line_begins_and_ends(data):
    alt = draw("figuur2", data).alt
    assert "totaal van 3,0 fte eind 2023 naar 41,0 fte eind 2025" in alt
    assert "tijdelijk van 2,0 fte eind 2023 naar 1,5 fte eind 2025, hoogste 7,0 fte eind 2024" in alt


def test_figure_1_gives_n_and_means_per_situation_on_the_scale_of_the_data(data):
    figure = draw("figuur1", data, schaal=(1, 10))
    assert (
        "Vóór het sectorplan (6\N{NO-BREAK SPACE}deelnemers): gemiddelde baanzekerheid 4,3 en werkdruk 8,0"
        in figure.alt
    )
    assert "Schaal 1 tot 10" in figure.bijschrift
    assert "geen deelnemers" in draw("figuur1", data, lambda frame: frame[frame["situatie"] != "nu"]).alt


def test_figure_7_names_where_plan_and_realisation_differ(data):
    alt = draw("figuur7", data).alt
    assert "Gepland en zonder fte: UMCG bij Cohorten." in alt
    assert "Fte zonder plan: LUMC bij Valorisatie." in alt


def test_a_category_without_a_colour_is_refused_not_dropped(data):
    with pytest.raises(ValueError, match="uitzend"):
        draw("figuur4", data, lambda frame: frame.replace({"contractstatus": {"tijdelijk": "uitzend"}}))


def test_long_and_hostile_names_are_wrapped_and_escaped():
    name = "Zeer lange naam van een onderdeel " * 5 + '<script>alert(1)</script> $x^2$ "q"'
    frame = pd.DataFrame({"onderdeel": [name], "status": ["vast"], "fte": [1.0]})
    html = figures.gestapelde_staven(
        frame, rij="onderdeel", deel="status", palette=kleuren.CONTRACTSTATUS, bijschrift="Stand."
    )._repr_html_()
    assert "<script" not in html
    assert "…" in html  # the drawing cuts; the table under it has the whole name
    assert "$x^2$ &#34;q&#34;" in html


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _contrast(a: str, b: str) -> float:
    high, low = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("kleur", kleuren.KLEUREN.values(), ids=kleuren.KLEUREN)
def test_labels_are_legible_on_every_fill_and_strong_fills_stand_out_in_both_schemes(kleur):
    for fill, paper, ink in ((kleur.light, "#ffffff", kleuren.INK), (kleur.dark, "#14171b", "#e9ebee")):
        assert _contrast(fill, paper if kleur.strong else ink) >= 4.5
        if kleur.strong:
            assert _contrast(fill, paper) >= 3


@pytest.mark.parametrize("palette", [kleuren.CONTRACTSTATUS, kleuren.GENDER])
def test_neighbours_differ_in_grey_print_by_lightness_or_hatching(palette):
    fills = list(palette.values())
    for left, right in pairwise(fills):
        assert _contrast(left.light, right.light) >= 1.5 or left.hatch != right.hatch


#: What an eye without one kind of cone, and grey print, make of linear light (Machado, Oliveira and Fernandes, 2009).
EYES = {
    "protanopia": [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
    "deuteranopia": [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
    "tritanopia": [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]],
    "grey": [[0.2126, 0.7152, 0.0722]] * 3,
}
TO_XYZ = [[0.4339, 0.3762, 0.1899], [0.2127, 0.7152, 0.0722], [0.0178, 0.1095, 0.8728]]  # white is 1, 1, 1


def _lab(colour: str, eye: str) -> np.ndarray:
    parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    light = np.array(TO_XYZ) @ np.clip(np.array(EYES[eye]) @ linear, 0, 1)
    x, y, z = np.where(light > 0.008856, np.cbrt(light), 7.787 * light + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("palette", [kleuren.CONTRACTSTATUS, kleuren.GENDER])
def test_every_two_fills_stay_apart_for_every_eye_by_colour_or_hatching(palette, eye):
    for one, other in combinations(palette.values(), 2):
        # paper is light, so grey print is about the light scheme; 2 is the smallest difference an eye sees
        schemes, least = (["light"], 15) if eye == "grey" else (["light", "dark"], 40)
        for scheme in schemes:
            apart = np.linalg.norm(_lab(getattr(one, scheme), eye) - _lab(getattr(other, scheme), eye))
            assert apart >= least or one.hatch != other.hatch, f"{one.naam} and {other.naam} in {scheme}"


def test_a_palette_that_only_differs_in_hue_would_be_found():
    assert np.linalg.norm(_lab("#c00000", "grey") - _lab("#007100", "grey")) < 15
    assert np.linalg.norm(_lab("#a06000", "deuteranopia") - _lab("#608000", "deuteranopia")) < 40


def test_every_figure_of_people_says_how_many_in_its_caption(data):
    for name in ("figuur3", "figuur4", "figuur5", "figuur6"):
        assert re.search(r"Samen [\d.,]+", draw(name, data).bijschrift), name
