"""The page Diversiteit: sentences follow from the numbers, and every small or lopsided group is said in words."""

import dataclasses
import datetime as dt

import pandas as pd
import pytest

from sectorplan_analysis.pages.funnel import trechter as draw_trechter
from sectorplan_analysis.rapport import (
    diversiteit,
    doorstroom,
    gelijke_kansen,
    verandering,
    vrouwen_mannen,
)
from sectorplan_analysis.statistiek.doorstroom import change_table, flow_table
from sectorplan_analysis.statistiek.shares import funnel
from sectorplan_analysis.statistiek.tables import TABELLEN
from tests.rapport.test_sentences import OF_DIVERSITEIT, blocks
from tests.rounds import persons, ronde

UMCS = ("lumc", "umcg", "radboudumc", "erasmus-mc")
BEFORE, SINCE = {"begindatum": "2022-03-01"}, {"begindatum": "2024-03-01"}


def group(number, *, umc="lumc", **person):
    name = "-".join(map(str, (umc, *person.values())))
    return [{"umc": umc, "medewerker_id": f"{name}-{i}", **person} for i in range(number)]


def everywhere(*numbers_and_persons):
    return [person for umc in UMCS for number, own in numbers_and_persons for person in group(number, umc=umc, **own)]


V, M, X, ONBEKEND = ({"gender": gender} for gender in ("v", "m", "x", "onbekend"))
TIJDELIJK = {"contracttype": "tijdelijk"}
CASES = {
    "one umc with one woman": everywhere((6, V), (5, M))[:33] + group(1, umc="erasmus-mc", **V),
    "a umc without men": everywhere((9, V)) + group(9, umc="lumc", **M) + group(9, umc="umcg", **M),
    "everyone vast": everywhere((9, V), (6, M)),
    "nobody vast": everywhere((9, V | TIJDELIJK), (6, M | TIJDELIJK)),
    "only women": everywhere((9, V)),
    "only x": everywhere((3, X)),
    "only onbekend, and one of them": group(1, **ONBEKEND),
    "all women vast, no man": everywhere((9, V), (6, M | TIJDELIJK)),
    "a few umcs": group(20, **V) + group(9, **M, **TIJDELIJK) + group(8, umc="umcg", **M),
    "two persons": group(1, **V) + group(1, **M),
    "everyone came after 2023": everywhere((4, V | SINCE), (3, M | SINCE)),
    "everyone left": [person | BEFORE | {"einddatum": "2024-06-30"} for person in everywhere((4, V), (3, M))],
    "everyone came and went": [person | SINCE | {"einddatum": "2024-11-30"} for person in everywhere((4, V))],
    "nobody": [],
}
ROUNDS = {
    f"{name}, {scope}": (ronde(**persons(*people), umcs=UMCS), scope)
    for name, people in CASES.items()
    for scope in ("national", "erasmus-mc" if "one umc" in name or "without men" in name else "lumc")
}


@pytest.mark.parametrize("case", ROUNDS)
@pytest.mark.filterwarnings("error")
def test_small_and_lopsided_groups_are_said_in_words(case):
    whole, scope = ROUNDS[case]
    found = whole if scope == "national" else whole.alleen(scope)
    for module in OF_DIVERSITEIT:
        for block in blocks(module):
            html = block(found)._repr_html_()
            for undefined in (
                ">nan<",
                ">inf<",
                ">None<",
                ">NaT<",
                "nan%",
                "nan ",
                " inf",
                "None",
                "\N{MINUS SIGN}0,0<",
            ):
                assert undefined not in html, (block.__name__, undefined)


@pytest.mark.parametrize("name", [name for name in TABELLEN if name.startswith("diversiteit")])
@pytest.mark.filterwarnings("error")
def test_every_table_can_be_made_of_every_group(name):
    columns = {tuple(TABELLEN[name](found).columns) for found, scope in ROUNDS.values() if scope == "national"}
    assert len(columns) == 1 and next(iter(columns))[0] == "peildatum"


def shares(found):
    return [alinea.replace("\N{NO-BREAK SPACE}", " ") for alinea in verandering.verandering_zin(found).alineas]


def test_the_change_since_2023_flips_with_the_data():
    more = ronde(**persons(*group(2, **V, **BEFORE), *group(2, **M, **BEFORE), *group(4, **V, **SINCE)))
    fewer = ronde(**persons(*group(2, **V, **BEFORE), *group(2, **M, **BEFORE), *group(4, **M, **SINCE)))
    same = ronde(**persons(*group(2, **V, **BEFORE), *group(2, **M, **BEFORE)))
    assert (
        "is 25,0 procentpunt gestegen sinds 31 december 2023: van 50,0% (2 van 4) naar 75,0% (6 van 8)"
        in shares(more)[0]
    )
    assert "25,0 procentpunt gedaald" in shares(fewer)[0]
    assert "bleef gelijk" in shares(same)[0]
    assert "(fte)" in shares(more)[1] and "van 4,00" in shares(more)[1]
    assert any("25,0 procentpunt gestegen" in zin for zin in diversiteit.kernpunten(more).zinnen)


@pytest.mark.parametrize("peildatum", [dt.date(2023, 12, 31), dt.date(2022, 12, 31), dt.date(2023, 6, 1)])
def test_on_or_before_2023_the_page_says_there_is_no_change_yet(peildatum):
    found = ronde(**persons(*group(2, **V, **BEFORE)), peildatum=peildatum)
    assert "nog geen verandering" in repr(verandering.verandering(found))
    assert not any("sinds 31 december 2023" in zin for zin in diversiteit.kernpunten(found).zinnen)


def test_a_start_without_anyone_is_said():
    found = ronde(**persons(*group(2, **V, **SINCE)))
    assert "op 31 december 2023 waren er geen medewerkers" in shares(found)[0]


def test_flows_say_how_many_women_came_and_went():
    leaves = {"einddatum": "2024-12-01"}
    people = (
        group(2, **V, **BEFORE) + group(1, **M, **BEFORE, **leaves) + group(3, **V, **SINCE) + group(1, **M, **SINCE)
    )
    said = repr(doorstroom.doorstroom_zin(ronde(**persons(*people)))).replace("\N{NO-BREAK SPACE}", " ")
    assert "kwamen er 4 medewerkers bij; 75,0% van hen is vrouw (3 van 4)" in said
    assert "vertrok 1 medewerker; 0,0% van die groep is vrouw (0 van 1)" in said
    assert "er zijn geen mannen die een vast contract konden krijgen" in said.lower()


def test_new_pseudonyms_are_not_read_as_everyone_leaving():
    old = [person | BEFORE | {"einddatum": "2025-03-31"} for person in group(12, **V)]
    new = [person | {"medewerker_id": f"new-{i}", "begindatum": "2025-04-01"} for i, person in enumerate(old)]
    found = ronde(**persons(*old, *[person | {"einddatum": None} for person in new], *group(3, umc="umcg", **M)))
    found = dataclasses.replace(found, config=dataclasses.replace(found.config, vorige=dt.date(2024, 12, 31)))
    for block in (doorstroom.doorstroom_zin, doorstroom.komen_en_gaan):
        assert "nieuwe pseudoniemen" in repr(block(found))
    assert "Begin" not in repr(doorstroom.vast_ontleed(found))
    assert flow_table(found).set_index("umc").loc[["LUMC", "Totaal"], "waarde"].isna().all()
    assert flow_table(found).set_index("umc").loc["UMCG", "waarde"].notna().all()
    changes = change_table(found).set_index("umc")
    assert changes.loc[["LUMC", "Totaal"], ["vertrek", "komst"]].isna().all().all()
    assert changes["aandeel_eind"].notna().all()
    assert "nan" not in verandering.verandering(found)._repr_html_()


def test_x_and_onbekend_get_a_column_as_soon_as_someone_is_there():
    without, _ = vrouwen_mannen.naar_contract(ronde(**persons(V, M))).delen
    with_x, fte = vrouwen_mannen.naar_contract(ronde(**persons(V, M, X))).delen
    assert "aantal_x" not in without.kolommen and "geregistreerd als x of onbekend" in without.definitie
    assert "aantal_x" in with_x.kolommen and "geregistreerd als onbekend" in with_x.definitie
    assert with_x.frame["aantal_alle"].iloc[-1] == 3 and "x_fte" in fte.kolommen


def test_published_shares_stand_only_beside_the_group_and_the_day_they_are_about():
    people = persons(*everywhere((3, V), (2, M)))
    national = ronde(**people, umcs=UMCS)
    assert "64,8" in repr(verandering.referentie(national))
    assert "Tussentijdse evaluatie 2026, 5.3" in repr(verandering.referentie(national))
    assert "377 van 582" in repr(verandering.referentie(national))
    assert "64,8" not in repr(verandering.referentie(national.alleen("lumc")))
    assert "64,8" not in repr(verandering.referentie(ronde(**people, umcs=UMCS, ontbrekend=("umcg",))))
    early = ronde(**people, umcs=UMCS, peildatum=dt.date(2024, 12, 31))
    assert "geen referentie" in repr(verandering.referentie(early))


def test_the_page_of_one_umc_holds_no_national_analysis():
    found = ronde(**persons(*everywhere((9, V), (6, M), (4, V | TIJDELIJK), (4, M | TIJDELIJK))), umcs=UMCS)
    own = found.alleen("lumc")
    assert len(gelijke_kansen.vast_vergeleken(found).rijen) == 4
    assert len(gelijke_kansen.vast_vergeleken(own).rijen) == 1
    assert "Bij LUMC is 56,5% vrouw (13 van 23)" in repr(vrouwen_mannen.trechter(own))
    assert not any("umc wijkt" in zin for zin in diversiteit.kernpunten(own).zinnen)
    assert any("Geen umc wijkt" in zin for zin in diversiteit.kernpunten(found).zinnen)


def test_the_funnel_draws_by_size_and_says_every_number_in_its_alternative():
    rows = pd.DataFrame(
        {"umc": ["Groot", "Klein", "Leeg", "Anders"], "teller": [60.0, 3, 0, 10], "noemer": [90.0, 4, 0, 60]}
    )
    figure = draw_trechter(funnel(rows), wat="vrouwen", bijschrift="Trechter. Proef.")
    assert figure.alt.index("Klein 75,0% van 4") < figure.alt.index("Groot 66,7% van 90")
    assert "Leeg" not in figure.alt and "Buiten de grens voor alle umc's samen: Anders en Groot" in figure.alt
    assert [cel.tekst for cel in figure.tabel.rijen[2]][:3] == ["Leeg", "0", "0"]
    assert 'aria-label="Trechter' in figure.svg
    nobody = funnel(rows.assign(teller=0.0, noemer=0.0))
    assert draw_trechter(nobody, wat="vrouwen", bijschrift="x").svg == ""
