"""Page 'Diversiteit' of the openbaar edition: women and men, as far as nobody can be recognised."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from sectorplan_analysis.disclosure.openbaar import Openbaar
from sectorplan_analysis.indicators import INDICATOREN, REGULIER, VAST, Selection, fte, medewerkers
from sectorplan_analysis.measure import amounts, measure, percentage
from sectorplan_analysis.pages import Kernpunten, Tabel, figures
from sectorplan_analysis.rapport import sinds
from sectorplan_analysis.rapport.openbaar.woorden import getoond, tabel_uit_csv, zin
from sectorplan_analysis.rapport.vorm import measured, waar, wanneer, wie
from sectorplan_analysis.reference import FUNCTIECATEGORIEEN, TOTAAL, WETENSCHAPPELIJK, subthemas

_FUNCTIES = (*WETENSCHAPPELIJK, *(name for name in FUNCTIECATEGORIEEN if name not in WETENSCHAPPELIJK))


def diversiteit_kort(openbaar: Openbaar) -> Kernpunten:
    """The conclusion of the page."""
    return Kernpunten(
        zin(
            measured("vrouwen_pct", openbaar),
            f"{waar(openbaar)} is {{aandeel}} van de sectorplanmedewerkers vrouw op {wanneer(openbaar)} "
            "({aantallen} personen).",
            "Het aandeel vrouwen",
            decimals=1,
        ),
        zin(
            measured("vast_vrouwen_pct", openbaar),
            "Onder medewerkers met een vast contract is dat {aandeel} ({aantallen}).",
            "Het aandeel vrouwen onder medewerkers met een vast contract",
            decimals=1,
        ),
        *sinds.zin_over("vrouwen_pct", openbaar),
    )


def tabel4(openbaar: Openbaar) -> Tabel:
    """Table 4 with marks."""
    columns = {
        "umc": "Umc",
        "vast_v": "Vrouwen vast",
        "tijdelijk_v": "Vrouwen tijdelijk",
        "vast_m": "Mannen vast",
        "tijdelijk_m": "Mannen tijdelijk",
    }
    note = "Personen, zonder inloop. Tijdelijk is hier ook toegezegd vast. Andere genders zijn geen eigen kolom."
    bijschrift = f"Tabel 4. Vrouwen en mannen per umc, {wanneer(openbaar)}."
    return tabel_uit_csv(openbaar, "tabel4_vrouw_man", bijschrift, columns, note)


def vrouwen_per_umc(openbaar: Openbaar) -> Tabel:
    """Women among all medewerkers and among those with a permanent contract, per umc."""
    names = ("vrouwen_pct", "vast_vrouwen_pct")
    frames = [
        measure(INDICATOREN[name], openbaar)
        .set_index("umc")[["teller", "noemer", "waarde"]]
        .set_axis([f"aantal_{name}_v", f"aantal_{name}_n", name], axis=1)
        for name in names
    ]
    return Tabel(
        getoond(pd.concat(frames, axis=1).reset_index(), openbaar, {name: f"aantal_{name}_n" for name in names}),
        f"Aandeel vrouwen per umc, personen, {wanneer(openbaar)}.",
        {
            "umc": "Umc",
            "aantal_vrouwen_pct_v": "Vrouwen",
            "aantal_vrouwen_pct_n": "Medewerkers",
            "vrouwen_pct": "Aandeel vrouwen",
            "aantal_vast_vrouwen_pct_v": "Vrouwen vast",
            "aantal_vast_vrouwen_pct_n": "Medewerkers vast",
            "vast_vrouwen_pct": "Aandeel vrouwen vast",
        },
        decimalen=dict.fromkeys(names, 1),
        definitie="Zonder inloop. In de noemer telt iedereen mee.",
        leeg="niet geleverd",
    )


def vrouwen_mannen_per_functie(openbaar: Openbaar) -> Tabel:
    """Women and men with a permanent contract per functiecategorie: figure 6 and the supporting functions."""
    groups = {figures.FUNCTIES[name]: {**VAST, "functiecategorie": name} for name in _FUNCTIES}
    return _vrouwen_mannen(openbaar, groups, "functie, vast contract", "Functie")


def vrouwen_mannen_per_thema(openbaar: Openbaar) -> Tabel:
    """Women and men per thema, whatever their contract."""
    groups = {thema: {**REGULIER, "thema": thema} for thema in dict.fromkeys(subthemas().values())}
    return _vrouwen_mannen(openbaar, groups, "thema", "Thema")


def _vrouwen_mannen(openbaar: Openbaar, groups: Mapping[str, Selection], what: str, kop: str) -> Tabel:
    columns = ["groep", "aantal_v", "aantal_m", "aantal", "personen_pct", "v_fte", "m_fte", "alle_fte", "v_fte_pct"]
    texts = [kop, "Vrouwen", "Mannen", "Alle", "Aandeel vrouwen", "Vrouwen", "Mannen", "Alle", "Aandeel vrouwen"]
    frame = pd.DataFrame([(name, *_amounts(openbaar, own)) for name, own in groups.items()], columns=columns)
    return Tabel(
        getoond(frame, openbaar, {"personen_pct": "aantal", "v_fte_pct": "alle_fte"}),
        f"Vrouwen en mannen per {what}, {wie(openbaar)}, {wanneer(openbaar)}.",
        dict(zip(columns, texts, strict=True)),
        groepen={name: "Fte" if "fte" in name else "Personen" for name in columns[1:]},
        decimalen={"personen_pct": 1, "v_fte_pct": 1},
        totaal="",
        definitie="Zonder inloop. Alle is met andere genders, die geen eigen kolom hebben.",
    )


def _amounts(openbaar: Openbaar, selection: Selection) -> list[float]:
    found = []
    for hoeveelheid in (medewerkers, fte):
        parts = [amounts(hoeveelheid(selection, g), openbaar)[TOTAAL] for g in ({"gender": "v"}, {"gender": "m"}, {})]
        found += [*parts, percentage(pd.Series([parts[0]]), pd.Series([parts[2]]))[0]]
    return found
