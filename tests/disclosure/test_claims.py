"""What each kind of file says, number by number; and what cannot be judged is an error."""

import json

import pytest

from sectorplan_analysis.disclosure.claims import UnreadableError, read_claims

DAY = "2025-12-31"
INDICATOREN = "peildatum,umc,maat,waarde,eenheid,teller,noemer"
STRUCTUREEL = {"contractstatus": ("vast", "toegezegd_vast")}
WOMEN = {"contractstatus": ("vast",), "gender": ("v",), "umc": ("LUMC",)}
LONG = "peildatum,umc,functiecategorie,kpi14,thema,subthema,contractstatus,gender,inloop,maat,waarde"


@pytest.fixture
def said(tmp_path):
    """Write files and give what they say: (file, day, selection, maat, text) per number."""

    def claims(**files):
        (tmp_path / "ronde.json").write_text(json.dumps({"peildatum": DAY}), encoding="utf-8")
        for name, lines in files.items():
            (tmp_path / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return [(c.bestand, c.dag, dict(c.waar), c.maat, c.tekst) for c in read_claims(tmp_path)]

    return claims


def test_tables_two_and_three_count_without_inloop_unless_the_column_is_inloop(said):
    found = said(
        tabel2_fte=["umc,inloop_fte,vast_fte,begroot_fte,realisatie_structureel_pct", "LUMC,0.20,1.50,2.00,75"],
        tabel3_medewerkers=["umc,inloop,toegezegd_vast", "LUMC,1,", "Totaal,geheim,7"],
    )
    two, three = "tabel2_fte.csv", "tabel3_medewerkers.csv"
    vast, beloofd = ("vast",), ("toegezegd_vast",)
    assert found == [
        (two, DAY, {"inloop": (True,), "umc": ("LUMC",)}, "fte", "0.20"),
        (two, DAY, {"contractstatus": vast, "inloop": (False,), "umc": ("LUMC",)}, "fte", "1.50"),
        (three, DAY, {"inloop": (True,), "umc": ("LUMC",)}, "medewerkers", "1"),
        (three, DAY, {"inloop": (True,)}, "medewerkers", "geheim"),
        (three, DAY, {"contractstatus": beloofd, "inloop": (False,)}, "medewerkers", "7"),
    ]


def test_in_table_four_tijdelijk_is_everyone_without_a_permanent_contract(said):
    found = said(tabel4_vrouw_man=["umc,vast_v,tijdelijk_m", "UMCG,12,9"])
    base = {"inloop": (False,), "umc": ("UMCG",)}
    assert [(own, maat, text) for _, _, own, maat, text in found] == [
        ({**base, "contractstatus": ("vast",), "gender": ("v",)}, "medewerkers", "12"),
        ({**base, "contractstatus": ("toegezegd_vast", "tijdelijk"), "gender": ("m",)}, "medewerkers", "9"),
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("Totaal,,,,,,,nee,medewerkers,40", ({"inloop": (False,)}, "medewerkers", "40")),
        ("LUMC,,,,,,,ja,fte,0.30", ({"inloop": (True,), "umc": ("LUMC",)}, "fte", "0.30")),
        (
            "Totaal,UD,,,,structureel,v,nee,fte,3.00",
            (
                {
                    "contractstatus": ("vast", "toegezegd_vast"),
                    "functiecategorie": ("UD",),
                    "gender": ("v",),
                    "inloop": (False,),
                },
                "fte",
                "3.00",
            ),
        ),
        (
            "Totaal,,ja,,,niet_vast,,nee,medewerkers,geheim",
            (
                {"contractstatus": ("toegezegd_vast", "tijdelijk"), "inloop": (False,), "kpi14": (True,)},
                "medewerkers",
                "geheim",
            ),
        ),
        (
            "Totaal,,nee,Preventie,Cohorten,vast,,,medewerkers,8",
            (
                {
                    "contractstatus": ("vast",),
                    "kpi14": (False,),
                    "subthema": ("Cohorten",),
                    "thema": ("Preventie",),
                },
                "medewerkers",
                "8",
            ),
        ),
        ("LUMC,,,,,,,,bedrag_eur,100", None),
        ("LUMC,,,,,,,,begroot_fte,2.00", None),
        ("LUMC,,,,,,,,prioriteit,1", None),
        ("LUMC,,,,,,,,structureel_pct,90", None),
        ("LUMC,,,,,begroot,,,fte,2.00", None),
        ("LUMC,,,,,,,nee,medewerkers,", None),
    ],
)
def test_the_list_of_numbers_says_with_its_dimensions_what_is_counted(said, row, expected):
    found = said(cellen=[LONG, f"2024-12-31,{row}"])
    assert found == ([("cellen.csv", "2024-12-31", *expected)] if expected else [])


@pytest.mark.parametrize(
    ("figure", "header", "row", "expected"),
    [
        # in figures 2 and 3 'vast' is structural, and the total is everyone
        ("figuur2", "peildatum,umc,contractstatus", "2025-12-31,Totaal,vast", STRUCTUREEL),
        ("figuur3", "peildatum,umc,contractstatus", "2025-12-31,Totaal,totaal", {}),
        ("figuur2", "jaar,umc,contractstatus", "2025,Totaal,tijdelijk", {"contractstatus": ("tijdelijk",)}),
        ("figuur4", "peildatum,umc,contractstatus", "2025-12-31,Totaal,vast", {"contractstatus": ("vast",)}),
        ("figuur5", "peildatum,umc,lezing", "2025-12-31,Totaal,kpi14", {"kpi14": (True,)}),
        ("figuur5", "peildatum,umc,lezing", "2025-12-31,Totaal,figuur5", {"functiecategorie": ("dataspecialist",)}),
        ("figuur6", "peildatum,umc,gender", "2025-12-31,LUMC,v", WOMEN),
        ("figuur4", "peildatum,umc,contractstatus", "2025-12-31,Totaal,inloop", {"inloop": (True,)}),
    ],
)  # fmt: skip
def test_a_figure_is_read_with_what_its_words_stand_for(said, figure, header, row, expected):
    found = said(**{figure: [f"{header},maat,waarde", f"{row},medewerkers,12"]})
    assert found == [(f"{figure}.csv", DAY, {"inloop": (False,)} | expected, "medewerkers", "12")]


def test_a_share_of_fte_is_two_claims_its_part_and_its_whole(said):
    header = "peildatum,umc,contractstatus,gender,maat,waarde,teller,noemer"
    found = said(figuur7=[header, f"{DAY},LUMC,vast,v,aandeel_fte,25,1.00,4.00"])
    whole = {"contractstatus": ("vast",), "inloop": (False,), "umc": ("LUMC",)}
    assert [claim[2:] for claim in found] == [(whole | {"gender": ("v",)}, "fte", "1.00"), (whole, "fte", "4.00")]


@pytest.mark.parametrize(
    ("shares", "fits"),
    [
        (("25", "1.00", "4.00"), True),
        (("geheim", "geheim", "4.00"), True),
        (("geheim", "1.00", "geheim"), True),
        (("25", "geheim", "4.00"), False),
        (("25", "1.00", "geheim"), False),
        (("geheim", "1.00", "4.00"), False),
        (("", "0", "0"), True),
        (("geheim", "0", "0"), True),
    ],
)
def test_a_share_is_there_with_both_its_numbers_or_hidden(said, shares, fits):
    files = {"indicatoren": [INDICATOREN, f"{DAY},Totaal,vrouwen_pct,{shares[0]},%,{shares[1]},{shares[2]}"]}
    if fits:
        assert len(said(**files)) == 2
    else:
        with pytest.raises(UnreadableError, match=r"indicatoren\.csv: een aandeel bij Totaal past niet bij"):
            said(**files)


def test_an_indicator_is_what_its_declaration_counts(said):
    found = said(
        reeks=[INDICATOREN, "2023-12-31,Totaal,vast_vrouwen_pct,50,%,10,20"],
        indicatoren=[
            INDICATOREN,
            f"{DAY},LUMC,vast_fte,1.50,fte,1.50,",
            f"{DAY},LUMC,structureel_pct,75,%,1.50,2.00",
            f"{DAY},LUMC,besteding_totaal,100,EUR,100,",
            f"{DAY},LUMC,inloop_medewerkers,,personen,,",
        ],
    )
    vast = {"contractstatus": ("vast",), "inloop": (False,)}
    assert found == [
        ("indicatoren.csv", DAY, vast | {"umc": ("LUMC",)}, "fte", "1.50"),
        (
            "indicatoren.csv",
            DAY,
            {"contractstatus": ("vast", "toegezegd_vast"), "inloop": (False,), "umc": ("LUMC",)},
            "fte",
            "1.50",
        ),
        ("reeks.csv", "2023-12-31", vast | {"gender": ("v",)}, "medewerkers", "10"),
        ("reeks.csv", "2023-12-31", vast, "medewerkers", "20"),
    ]


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        ({"extra": ["umc,aantal", "LUMC,3"]}, "extra.csv: onbekend bestand"),
        ({"cellen": [LONG, f"{DAY},LUMC,,,,,,,,koppen,3"]}, "cellen.csv: onbekende maat 'koppen'"),
        (
            {"indicatoren": [INDICATOREN, f"{DAY},LUMC,vast_fte,1.50,fte,1.40,"]},
            "indicatoren.csv: vast_fte heeft een teller die de waarde niet is",
        ),
        ({"figuur1": ["maat,waarde", "deelnemers,9"]}, "figuur1.csv: een aantal deelnemers onder de tien"),
        ({"focusgroepen": ["maat,waarde", "deelnemers,geheim", "deelnemers,3"]}, "focusgroepen.csv: een aantal"),
    ],
)
def test_what_is_not_understood_or_not_allowed_is_said_with_its_file(said, files, fault):
    with pytest.raises(UnreadableError, match=fault):
        said(**files)


def test_ten_participants_and_hidden_ones_are_no_claims_about_medewerkers(said):
    rows = ["maat,waarde", "deelnemers,10", "deelnemers,geheim", "gemiddelde,3"]
    money = {"tabel1_bestedingen": ["umc,x", "LUMC,1"], "culturele_diversiteit": ["umc,x", "LUMC,1"]}
    assert said(focusgroepen=rows, figuur1=rows, **money) == []


@pytest.mark.parametrize(
    ("number", "column", "same"),
    [
        ("tabel3_medewerkers.vast", "12", True),
        ("tabel3_medewerkers.vast", "13", False),
        ("vast_medewerkers", "whatever", True),
        ("vast_vrouwen", "5", False),
    ],
)
def test_a_number_beside_a_published_one_stands_in_the_tables_too(said, number, column, same):
    files = {
        "tabel3_medewerkers": ["umc,vast", "LUMC,12"],
        "indicatoren": [
            INDICATOREN,
            f"{DAY},LUMC,vast_medewerkers,12,personen,12,",
            f"{DAY},LUMC,vast_vrouwen,geheim,personen,geheim,",
        ],
        "aansluiting": ["id,umc,berekend", f"{number},LUMC,{column}"],
    }
    if same:
        assert {claim[0] for claim in said(**files)} == {"tabel3_medewerkers.csv", "indicatoren.csv"}
    else:
        with pytest.raises(UnreadableError, match=f"aansluiting.csv: {number} bij LUMC staat niet in de tabellen"):
            said(**files)
