"""What changed since the previous round, and for which umcs: at a glance, for the index page.

The pages say more, and why: see `sinds_vorige`.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from sectorplan_analysis.dataset import Ronde, once, umc_name
from sectorplan_analysis.disclosure.openbaar import Openbaar
from sectorplan_analysis.indicators import INDICATOREN
from sectorplan_analysis.measure import measure_all
from sectorplan_analysis.pages import Tabel, dutch
from sectorplan_analysis.rapport.bewegingen import stop_sentence
from sectorplan_analysis.rapport.sinds_vorige import NIET_VERGELEKEN
from sectorplan_analysis.rapport.vorm import missing_note, pct
from sectorplan_analysis.reference import TOTAAL
from sectorplan_analysis.rondes.terugvinden import not_compared

#: Indicator, its columns, the header above them and the subject of its sentence.
_CIJFERS = {
    "structureel_pct": ("structureel", "Structureel van begroot", "Het structurele deel van de begrote formatie"),
    "vrouwen_pct": ("vrouwen", "Vrouwen", "Het aandeel vrouwen"),
    "medewerkers_totaal": ("medewerkers", "Medewerkers", "Het aantal medewerkers"),
}


def vorige_dag(ronde: Ronde | Openbaar) -> dt.date | None:
    """Day of the previous round, else the last year-end before the peildatum; None when there is neither.

    The openbaar edition says nothing of other days than year-ends.
    """
    if isinstance(ronde, Ronde) and ronde.config.vorige:
        return ronde.config.vorige
    return max((day for day in ronde.jaareinden() if day < ronde.peildatum), default=None)


@once
def veranderingen(ronde: Ronde | Openbaar) -> pd.DataFrame:
    """Each of the indicators then and now.

    Returns
    -------
    pandas.DataFrame
        maat, umc (``Totaal`` last), toen, nu, verandering (of the numbers before rounding; NaN for a umc of
        `terugvinden.not_compared`). No rows without an earlier day.
    """
    before = vorige_dag(ronde)
    if before is None:
        return pd.DataFrame(columns=["maat", "umc", "toen", "nu", "verandering"])
    then, now = (measure_all(ronde.op(day), _CIJFERS).set_index(["maat", "umc"]) for day in (before, ronde.peildatum))
    frame = pd.DataFrame({"toen": then["waarde"], "nu": now["waarde"]}).reindex(now.index)
    frame = frame.assign(verandering=frame["nu"] - frame["toen"]).reset_index()
    frame.loc[frame["umc"].isin(_stopped(ronde)), "verandering"] = float("nan")
    return frame


def _stopped(ronde: Ronde | Openbaar) -> list[str]:
    """Umcs whose medewerkers were not found again: theirs would be a comparison of pseudonyms."""
    return [umc_name(umc) for umc in not_compared(ronde)] if isinstance(ronde, Ronde) else []


def zinnen(ronde: Ronde | Openbaar) -> tuple[str, ...]:
    """One sentence per indicator on the country and one on the umcs, as far as they can be compared."""
    before = vorige_dag(ronde)
    if before is None:
        return ("Er is geen eerdere ronde om mee te vergelijken.",)
    found = [zin for name in _CIJFERS for zin in zin_over(name, ronde)]
    if isinstance(ronde, Openbaar):
        found.append("Wat per umc veranderde, staat niet in deze editie: eerdere jaren zijn alleen landelijk openbaar.")
    elif _stopped(ronde):
        found.append(stop_sentence(ronde))
    return tuple(found) or (f"Er is niets te vergelijken met {dutch.date(before)}.",)


def zin_over(name: str, ronde: Ronde | Openbaar) -> tuple[str, ...]:
    """What changed in one indicator; nothing when it cannot be compared."""
    rows = veranderingen(ronde)
    rows = rows[rows["maat"] == name].set_index("umc")
    if rows.empty or rows[["toen", "nu"]].isna().any(axis=1)[TOTAAL]:
        return ()
    then, now, change = (rows[part][TOTAAL] for part in ("toen", "nu", "verandering"))
    moved = f"ging van {_value(name, then)} naar {_value(name, now)}"
    moved += f" ({_change(name, change)})"
    if not _rounded(name, change):
        moved = f"bleef gelijk ({_value(name, now)})"
    whom = _for_whom(name, rows["verandering"].drop(TOTAAL).dropna())
    return (f"{_CIJFERS[name][2]} {moved}. {whom}".strip(),)


def tabel(ronde: Ronde) -> Tabel | None:
    """The indicators per umc, then and now; None without an earlier day."""
    before = vorige_dag(ronde)
    if before is None:
        return None
    rows = veranderingen(ronde)
    frame = pd.DataFrame({"umc": rows["umc"].unique()})
    kolommen, groepen, decimalen = {"umc": "Umc"}, {}, {}
    for name, (stem, kop, _) in _CIJFERS.items():
        own = rows[rows["maat"] == name]
        share = INDICATOREN[name].eenheid == "%"
        names = [f"{stem}_{when}_pct" if share else f"aantal_{stem}_{when}" for when in ("toen", "nu")]
        names.append(f"{stem}_verandering")
        for column, source, tekst in zip(names, ("toen", "nu", "verandering"), ("Toen", "Nu", "Verschil"), strict=True):
            frame[column] = own[source].to_numpy()
            if source == "verandering":
                stopped = frame["umc"].isin(_stopped(ronde))
                frame[column] = frame[column].astype(object).mask(stopped, NIET_VERGELEKEN)
            kolommen[column], groepen[column], decimalen[column] = tekst, kop, 1 if share else 0
    return Tabel(
        frame,
        f"Per umc op {dutch.date(before)} (toen) en {dutch.date(ronde.peildatum)} (nu).",
        kolommen,
        decimalen=decimalen,
        groepen=groepen,
        definitie="Zonder inloop. Het verschil van twee percentages is in procentpunten en van vóór de afronding.",
        leeg=missing_note(ronde),
    )


def _value(name: str, value: float) -> str:
    return pct(value, 1) if INDICATOREN[name].eenheid == "%" else dutch.number(value)


def _change(name: str, value: float) -> str:
    if INDICATOREN[name].eenheid == "%":
        return dutch.procentpunt(value / 100, 1)
    return dutch.number(value, sign=True)


def _rounded(name: str, value: float) -> float:
    return float(dutch.round_half_away(value, 1 if INDICATOREN[name].eenheid == "%" else 0))


def _for_whom(name: str, changes: pd.Series) -> str:
    """Where it rose, fell and stayed, with the umcs that changed most."""
    if changes.empty:
        return ""
    size = changes.map(lambda value: _rounded(name, value))
    parts = []
    for word, part, extreme in (
        ("gestegen", size[size > 0], size.max()),
        ("gedaald", size[size < 0], size.min()),
        ("gelijk gebleven", size[size == 0], 0.0),
    ):
        if part.empty:
            continue
        most = f"{dutch.join_words(part.index[part == extreme])}: {_change(name, extreme)}"
        where = f"alle {len(size)} umc's" if len(part) == len(size) > 1 else dutch.count(len(part), "umc", "umc's")
        if word == "gelijk gebleven":
            parts.append(f"{word} bij {where if len(part) > 3 else dutch.join_words(part.index)}")
        elif len(part) == 1:
            parts.append(f"{word} bij {part.index[0]} ({_change(name, extreme)})")
        else:
            parts.append(f"{word} bij {where} (het meest bij {most})")
    text = dutch.join_words(parts)
    return f"{text[0].upper()}{text[1:]}."
