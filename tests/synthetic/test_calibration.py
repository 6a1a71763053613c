"""The bookkeeping against the published figures, with plain pandas and nothing of the pipeline."""

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd
import pytest

from sectorplan_analysis.reference import TOTAAL, read_published, umc_names
from sectorplan_analysis.synthetic.bookkeeping import SEED
from sectorplan_analysis.synthetic.calibration import PEILDATUM
from sectorplan_analysis.synthetic.finance import begroting, bestedingen

PERSON = ["umc", "persoon"]


def running(frame, day):
    day = pd.Timestamp(day)
    return frame[frame["begindatum"].le(day) & ~frame["einddatum"].lt(day)]


def positions(boekhouding, day=PEILDATUM, *, inloop=False):
    """Positions of a day with the contract status and the gender of the person."""
    contracts = running(boekhouding.contracten, day)
    vast = contracts[contracts["contracttype"].eq("vast")]
    promised = contracts[contracts["toezegging_onvoorwaardelijk"] & contracts["toezegging_datum"].le(pd.Timestamp(day))]
    rows = running(boekhouding.personeel, day)
    rows = rows[rows["inloop"].eq(inloop)]
    keys = pd.MultiIndex.from_frame(rows[PERSON])

    def among(frame):
        return keys.isin(pd.MultiIndex.from_frame(frame[PERSON]))

    status = np.select(
        [among(vast), among(promised), among(contracts)], ["vast", "toegezegd_vast", "tijdelijk"], "zonder contract"
    )
    gender = boekhouding.gender.set_index(PERSON)["gender"]
    return rows.assign(status=status, gender=gender.reindex(keys).to_numpy())


def printed(value, like):
    """The value with as many decimals as ``like``, half away from zero."""
    decimals = Decimal(1).scaleb(Decimal(like).as_tuple().exponent)
    # Ten decimals first: a float sum may be a hair below the border that the exact sum is on.
    return str(Decimal(f"{value:.10f}").quantize(decimals, ROUND_HALF_UP))


def persons(rows):
    return len(rows[PERSON].drop_duplicates())


def of(rows, umc):
    slugs = {naam: slug for slug, naam in umc_names().items()}
    return rows if umc == TOTAAL else rows[rows["umc"].eq(slugs[umc])]


def differences(published, computed):
    """Cells that do not print as published."""
    found = []
    for line in published.to_dict("records"):
        for column, value in line.items():
            if column != "umc" and value != "" and printed(computed(line["umc"], column), value) != value:
                found.append((line["umc"], column, value, computed(line["umc"], column)))
    return found


def test_table_2_prints_as_published(boekhouding):
    regular, inloop = positions(boekhouding), positions(boekhouding, inloop=True)
    budget = begroting().assign(fte=lambda rows: rows["begroot_fte"])

    def computed(umc, column):
        status = column.removesuffix("_fte")
        if column == "inloop_fte":
            return of(inloop, umc)["fte"].sum()
        if column == "begroot_fte":
            return of(budget, umc)["fte"].sum()
        rows = of(regular, umc)
        if column == "realisatie_structureel_pct":
            return 100 * rows.query("status != 'tijdelijk'")["fte"].sum() / of(budget, umc)["fte"].sum()
        return rows.loc[rows["status"].eq(status), "fte"].sum()

    assert differences(read_published(PEILDATUM, "tabel2_fte"), computed) == []


def test_table_3_prints_as_published(boekhouding):
    regular, inloop = positions(boekhouding), positions(boekhouding, inloop=True)

    def computed(umc, column):
        return persons(of(inloop if column == "inloop" else regular[regular["status"].eq(column)], umc))

    assert differences(read_published(PEILDATUM, "tabel3_medewerkers"), computed) == []


def test_table_4_prints_as_published_and_leaves_one_person_of_unknown_gender(boekhouding):
    regular = positions(boekhouding)

    def computed(umc, column):
        status, gender = column.split("_")
        rows = of(regular, umc)
        return persons(rows[rows["gender"].eq(gender) & (rows["status"].eq("vast") == (status == "vast"))])

    assert differences(read_published(PEILDATUM, "tabel4_vrouw_man"), computed) == []
    unknown = regular.query("gender not in ['v', 'm']")
    assert unknown[["umc", "status", "gender"]].drop_duplicates().to_numpy().tolist() == [
        ["erasmus-mc", "vast", "onbekend"]
    ]
    assert persons(unknown) == 1


def test_table_1_prints_as_published():
    money = bestedingen(np.random.default_rng(SEED + 1))
    spent = money[money["categorie"].ne("ontvangen")]

    def computed(umc, column):
        categorie = column.removesuffix("_eur").replace("_", " ")
        rows = of(spent, umc)
        return (rows if categorie == "totaal" else rows[rows["categorie"].eq(categorie)])["bedrag_eur"].sum()

    published = read_published(PEILDATUM, "tabel1_bestedingen")
    assert differences(published, computed) == []
    empty = published.set_index("umc")["materieel_eur"].eq("")
    assert all(of(spent, umc).query("categorie == 'materieel'").empty for umc in empty.index[empty])


def test_every_key_figure_that_the_data_can_give_prints_as_published(boekhouding):
    rows = positions(boekhouding)
    structural = rows.query("status != 'tijdelijk'")
    women = rows.query("gender == 'v'")
    vast = rows.query("status == 'vast'")
    budget = begroting()["begroot_fte"].sum()
    money = bestedingen(np.random.default_rng(SEED + 1))
    received = money.query("categorie == 'ontvangen'")
    spent = money.query("categorie != 'ontvangen'")
    computed = {
        "besteding_totaal": spent["bedrag_eur"].sum(),
        "ontvangen_totaal": received["bedrag_eur"].sum(),
        "onderbesteding": received["bedrag_eur"].sum() - spent["bedrag_eur"].sum(),
        "besteed_pct": 100 * spent["bedrag_eur"].sum() / received["bedrag_eur"].sum(),
        "besteed_2025_pct": 100
        * spent.query("jaar == 2025")["bedrag_eur"].sum()
        / received.query("jaar == 2025")["bedrag_eur"].sum(),
        "begroot_fte": budget,
        "gerealiseerd_fte": rows["fte"].sum(),
        "gerealiseerd_pct": 100 * rows["fte"].sum() / budget,
        "structureel_fte": structural["fte"].sum(),
        "structureel_pct": 100 * structural["fte"].sum() / budget,
        "structureel_medewerkers": persons(structural),
        "inloop_fte": positions(boekhouding, inloop=True)["fte"].sum(),
        "dataspecialisten_vast_pct": 100 * persons(vast.query("kpi14")) / persons(rows.query("kpi14")),
        "medewerkers_totaal": persons(rows),
        "vrouwen_totaal": persons(women),
        "vrouwen_pct": 100 * persons(women) / persons(rows),
        "vast_medewerkers": persons(vast),
        "vast_vrouwen": persons(women.query("status == 'vast'")),
        "vast_vrouwen_pct": 100 * persons(women.query("status == 'vast'")) / persons(vast),
    }
    groups = {"ud": rows.query("functiecategorie == 'UD'"), "dataspecialisten": rows.query("kpi14")}
    for name, group in groups.items():
        for word, status in (("vast", "vast"), ("toegezegd", "toegezegd_vast"), ("tijdelijk", "tijdelijk")):
            of_status = group[group["status"].eq(status)]
            computed[f"{name}_{word}_fte"] = of_status["fte"].sum()
            computed[f"{name}_{word}_personen"] = persons(of_status)
        computed[f"{name}_fte"] = group["fte"].sum()
        computed[f"{name}_personen"] = persons(group)
    published = read_published(PEILDATUM, "kerncijfers").query("id != 'streef_vast_pct'")
    wrong = [
        (line.id, line.waarde, computed[line.id])
        for line in published.itertuples()
        if printed(computed[line.id], line.waarde) != line.waarde
    ]
    assert wrong == []


def test_no_sum_of_fte_lies_near_a_rounding_border(boekhouding):
    rows = positions(boekhouding)
    sums = [rows["fte"].sum(), *rows.groupby("status")["fte"].sum(), *rows.groupby(["umc", "status"])["fte"].sum()]
    from_border = [abs((total * 100) % 1 - 0.5) / 100 for total in sums]
    assert min(from_border) > 0.0005


def test_figures_4_to_6_look_as_the_report_says(boekhouding):
    rows = positions(boekhouding)
    fte = rows.groupby("functiecategorie")["fte"].sum()
    supporting = fte.drop(["hoogleraar", "UHD", "UD", "docent", "onderzoeker"]).sort_values(ascending=False)
    assert len(fte) == 10
    assert fte.idxmax() == "UD"
    assert list(supporting.index[:3]) == ["dataspecialist", "onderzoeksondersteuning", "kennisvalorisatie"]
    vast = rows.query("status == 'vast' and functiecategorie in ['hoogleraar', 'UHD', 'UD', 'docent', 'onderzoeker']")
    women = vast.query("gender == 'v'").groupby("functiecategorie")["fte"].sum()
    assert (women / vast.groupby("functiecategorie")["fte"].sum()).gt(0.5).all()


def test_the_years_build_up_believably(boekhouding):
    years = [positions(boekhouding, f"{year}-12-31") for year in (2022, 2023, 2024, 2025)]
    assert all(rows["status"].ne("zonder contract").all() for rows in years)
    total = pd.Series([rows["fte"].sum() for rows in years])
    share = (total / total.iloc[-1]).round(2)
    assert share[0] == pytest.approx(0.15, abs=0.04)
    assert share[1] == pytest.approx(0.50, abs=0.04)
    assert share[2] == pytest.approx(0.78, abs=0.04)
    vast = pd.Series([rows.query("status == 'vast'")["fte"].sum() for rows in years]) / total
    assert vast.is_monotonic_increasing
    data = pd.Series([rows.query("kpi14")["fte"].sum() for rows in years])
    assert data.is_monotonic_increasing
