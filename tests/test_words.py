from __future__ import annotations

import unicodedata

import pytest

from sectorplan_analysis.reading.layout import TABELLEN
from sectorplan_analysis.reference import BESTEDINGEN, FUNCTIECATEGORIEEN, read_definition, subthemas, umc_names
from sectorplan_analysis.words import (
    find_functie,
    functies,
    header_key,
    headers,
    nearest,
    umc_aliases,
    values,
    word_key,
)


@pytest.mark.parametrize(
    ("titel", "categorie", "kpi14"),
    [
        ("Universitair docent 2", "UD", False),
        ("UD-2", "UD", False),
        ("ud1", "UD", False),
        ("UHD 1", "UHD", False),
        ("\uff35\uff28\uff24", "UHD", False),
        ("Assistant Professor", "UD", False),
        ("Universitair docent (UD)", "UD", False),
        ("Hoogleraar 2", "hoogleraar", False),
        ("Docent II", "docent", False),
        ("Docent 4", "docent", False),
        ("SENIOR ONDERZOEKER", "onderzoeker", False),
        ("Postdoctoraal onderzoeker", "onderzoeker", False),
        ("Promovendus (m/v)", "onderzoeker", False),
        ("AIO", "onderzoeker", False),
        ("arts/onderzoeker", "onderzoeker", False),
        ("Biostatisticus", "onderzoeker", False),
        ("Data Scientist 2", "onderzoeker", True),
        ("data-steward", "dataspecialist", True),
        ("Data\u200bsteward", "dataspecialist", True),
        ("Research Software Engineer", "dataspecialist", True),
        ("Senior data manager", "dataspecialist", True),
        ("Analist B", "onderzoeksondersteuning", False),
        ("onderwijscoo\u0308rdinator", "onderwijsondersteuning", False),
        ("Onderwijscoördinator", "onderwijsondersteuning", False),
        ("Kennismakelaar", "kennisvalorisatie", False),
        ("Projectleider niveau 3", "overig_ondersteunend", False),
        ("Trial manager", "onderzoeksondersteuning", False),
        ("Programmamanager", "overig_ondersteunend", False),
    ],
)
def test_a_title_is_known_however_it_is_written(titel, categorie, kpi14):
    functie = find_functie(titel)
    assert functie is not None
    assert (functie.functiecategorie, functie.kpi14) == (categorie, kpi14)


@pytest.mark.parametrize(
    "titel", ["UD/UHD", "Hoogleeraar", "UD?", "Docent (promovendus)", "2", "", "astronaut", "UD x", "data scientisst"]
)
def test_a_title_is_never_guessed(titel):
    assert find_functie(titel) is None


def test_a_near_title_is_only_suggested():
    assert nearest("Hoogleeraar", ("hoogleraar", "docent")) == "hoogleraar"
    assert nearest("qqqq", ("hoogleraar", "docent")) == ""


def test_functies_hold_the_two_readings_of_kpi_14():
    rows = read_definition("functies")
    assert set(rows["functiecategorie"]) == set(FUNCTIECATEGORIEEN)
    assert set(rows.loc[rows["functiecategorie"] == "dataspecialist", "kpi14"]) == {"ja"}
    yes = rows[rows["kpi14"] == "ja"]
    assert set(yes["functiecategorie"]) == {"dataspecialist", "onderzoeker"}
    assert all("dat" in titel.casefold() for titel in yes.loc[yes["functiecategorie"] == "onderzoeker", "titel"])
    assert (rows["bron"] != "").all()
    assert len(functies()) == len(rows)


def test_every_header_word_and_alias_means_one_thing():
    koppen = read_definition("koppen")
    keys = [(t, header_key(k)) for t, k in zip(koppen["tabel"], koppen["kop"], strict=True)]
    assert len(keys) == len(set(keys))
    waarden = read_definition("waarden")
    for veld, rows in waarden.groupby("veld"):
        means = {(word_key(w), c) for w, c in zip(rows["waarde"], rows["canoniek"], strict=True)}
        assert len({key for key, _ in means} - {""}) == len({m for m in means if m[0]}), veld
    aliases = read_definition("umc_namen")
    means = {(word_key(a), u) for a, u in zip(aliases["alias"], aliases["umc"], strict=True)}
    assert len({key for key, _ in means}) == len(means)


def test_canonical_names_are_read_as_themselves():
    for tabel, velden in TABELLEN.items():
        assert all(headers(tabel)[header_key(veld.naam)] == veld.naam for veld in velden)
        assert "tot" not in headers(tabel)
    assert {values("subthema")[word_key(s)] for s in subthemas()} == set(subthemas())
    assert {values("thema")[word_key(t)] for t in subthemas().values()} == set(subthemas().values())
    assert {values("categorie")[word_key(c)] for c in (*BESTEDINGEN, "ontvangen")} == {*BESTEDINGEN, "ontvangen"}
    assert {umc_aliases()[word_key(name)] for name in (*umc_names(), *umc_names().values())} == set(umc_names())


@pytest.mark.parametrize(
    ("alias", "slug"),
    [
        ("AMC", "amsterdam-umc-uva"),
        ("Amsterdam UMC, locatie AMC", "amsterdam-umc-uva"),
        ("VUmc", "amsterdam-umc-vu"),
        ("EMC", "erasmus-mc"),
        ("MUMC+", "maastricht-umc"),
        ("Radboud", "radboudumc"),
        ("Amsterdam UMC", ""),
        ("AUMC", ""),
        ("Amsterdam", ""),
    ],
)
def test_umcs_are_known_as_people_write_them(alias, slug):
    assert umc_aliases()[word_key(alias)] == slug


def test_every_plan_spelling_of_the_matrix_is_known():
    spelling = unicodedata.normalize("NFD", "Geneesmiddelen & ATMP\u2019s")
    assert values("subthema")[word_key(spelling)] == "Geneesmiddelen en ATMP's"
    assert values("subthema")[word_key("AI, e-health & medische technologie")] == "AI, e-health en medische technologie"


@pytest.mark.parametrize(
    ("word", "type_"),
    [
        ("onbepaalde tijd", "vast"),
        ("Vaste aanstelling", "vast"),
        ("bepaalde tijd", "tijdelijk"),
        ("Tijdelijk met uitzicht op vast", "tijdelijk"),
    ],
)
def test_contract_words_are_known(word, type_):
    assert values("contracttype")[word_key(word)] == type_
