"""Look at a round from any side: choose a day, umc, functie, thema and contractstatus, and get numbers you can trust.

Every number goes through `measure.amounts`, as those of the pages do, and carries the definition of the indicator it is
a part of. The same choice works on a round and on its openbaar edition; what that hides is a word here too.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache

import pandas as pd

from sectorplan_analysis.dataset import Ronde, umc_name
from sectorplan_analysis.disclosure.openbaar import GEHEIM, Openbaar
from sectorplan_analysis.indicators import (
    INDICATOREN,
    INLOOP,
    REGULIER,
    STRUCTUREEL,
    TIJDELIJK,
    TOEGEZEGD,
    VAST,
    Hoeveelheid,
    Indicator,
    Selection,
)
from sectorplan_analysis.measure import amounts
from sectorplan_analysis.pages import Figuur, Melding, Tabel, Tekst, dutch
from sectorplan_analysis.pages.bars import draw_bars
from sectorplan_analysis.pages.figures import FUNCTIES
from sectorplan_analysis.pages.kleuren import CONTRACTSTATUS, NEUTRAAL
from sectorplan_analysis.pages.stacked import nothing
from sectorplan_analysis.pages.svg import to_svg
from sectorplan_analysis.rapport.objecten import synthetic_warning
from sectorplan_analysis.rapport.vorm import Samen
from sectorplan_analysis.reference import TOTAAL, subthemas

#: First day with positions: the sectorplan began in 2022.
_EERSTE = dt.date(2022, 1, 31)
_MATEN = {"medewerkers": ("personen", 0), "fte": ("fte", 2)}
#: What each choice of contractstatus selects, and the parts it is drawn in.
_STATUS: dict[str, tuple[Selection, tuple[str, ...]]] = {
    "": (REGULIER, ("vast", "toegezegd_vast", "tijdelijk", "onbekend")),
    "structureel": (STRUCTUREEL, ("vast", "toegezegd_vast")),
    "vast": (VAST, ("vast",)),
    "toegezegd_vast": (TOEGEZEGD, ("toegezegd_vast",)),
    "tijdelijk": (TIJDELIJK, ("tijdelijk",)),
    "inloop": (INLOOP, ("inloop",)),
}
_PER = {"umc": "Umc", "functiecategorie": "Functie", "thema": "Thema", "subthema": "Subthema", "peildatum": "Peildatum"}


@dataclass(frozen=True, kw_only=True)
class Keuze:
    """What to look at; '' means all of them.

    Attributes
    ----------
    peildatum
        Day, as ISO text; '' is the day of the round.
    umc
        Slug of one umc.
    functiecategorie, thema
        One function category (``UD``, ``dataspecialist``, ...) or one theme.
    contractstatus
        ``vast``, ``toegezegd_vast``, ``tijdelijk``, ``structureel`` (the first two) or ``inloop``. Without a choice the
        regular positions, without inloop.
    maat
        ``medewerkers`` (persons, each counted once) or ``fte``.
    per
        A row for each ``umc``, ``functiecategorie``, ``thema``, ``subthema`` or year-end (``peildatum``).

    Raises
    ------
    ValueError
        When a value is not one of those; the message lists them. Day and umc are held against the round by `verken`.
    """

    peildatum: str = ""
    umc: str = ""
    functiecategorie: str = ""
    thema: str = ""
    contractstatus: str = ""
    maat: str = "medewerkers"
    per: str = "umc"

    def __post_init__(self) -> None:
        for name, allowed in choices().items():
            if getattr(self, name) not in allowed:
                _refuse(name, getattr(self, name), allowed)

    def __repr__(self) -> str:
        own = {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) != f.default}
        chosen = [f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in own.items()]
        return f"Keuze({', '.join(chosen)})"


def choices() -> dict[str, dict[str, str]]:
    """Values of every choice that is the same in every round, with their names on the page."""
    return {
        "functiecategorie": {"": "Alle functies", **FUNCTIES},
        "thema": {"": "Alle thema's", **{name: name for name in dict.fromkeys(subthemas().values())}},
        "contractstatus": {
            "": "Alle contracten (zonder inloop)",
            "structureel": "Structureel (vast en toegezegd vast)",
            **{name: CONTRACTSTATUS[name].naam.capitalize() for name in _STATUS if name in CONTRACTSTATUS},
        },
        "maat": {"medewerkers": "Medewerkers", "fte": "Fte"},
        "per": _PER,
    }


def days(data: Ronde | Openbaar) -> list[dt.date]:
    """Days to choose from: the end of every month in a round; in an openbaar edition the days it has numbers of."""
    if isinstance(data, Openbaar):
        return data.jaareinden()
    ends = pd.date_range(_EERSTE, data.peildatum, freq="ME").date
    return sorted({*ends, data.peildatum})


@dataclass(frozen=True, repr=False)
class Beeld:
    """What a choice shows: figure, table and definition.

    Attributes
    ----------
    keuze
        The choice.
    rijen
        One row per number: peildatum, umc, functiecategorie, thema, subthema, contractstatus ('' is all of them), maat,
        waarde, eenheid, definitie. ``waarde`` is text: a number with a decimal point, ``geheim``, or '' for a umc that
        did not deliver.
    figuur, tabel, definitie
        The same for people.
    melding
        What a reader must not miss; '' when there is nothing.
    ronde
        Peildatum of the round, and whether it is its openbaar edition: what `code` loads.
    """

    keuze: Keuze
    rijen: pd.DataFrame
    figuur: Figuur
    tabel: Tabel
    definitie: str
    meldingen: tuple[Melding, ...]
    ronde: tuple[str, bool]

    def _repr_html_(self) -> str:
        return Samen((*self.meldingen, self.figuur, self.tabel, Tekst(self.definitie)))._repr_html_()

    def __repr__(self) -> str:
        return repr(Samen((*self.meldingen, self.tabel, Tekst(self.definitie))))

    def csv(self) -> str:
        """The numbers with their definition, as the text of a CSV file."""
        return self.rijen.to_csv(index=False, lineterminator="\r\n")

    def code(self, folder: str) -> str:
        """A code cell that gives the same numbers; ``folder`` is that of the processed rounds, or of the reports."""
        peildatum, openbaar = self.ronde
        load = "load_openbaar" if openbaar else "load_ronde"
        return (
            f"from sectorplan_analysis import Keuze, {load}, verken\n\n"
            f'data = {load}("{peildatum}", processed="{folder}")\n'
            f"verken(data, {self.keuze!r})\n"
        )


def verken(data: Ronde | Openbaar, keuze: Keuze | None = None) -> Beeld:
    """Numbers, figure and definition of a choice.

    Parameters
    ----------
    data
        A round (see `load_ronde`), or its openbaar edition (see `load_openbaar`), which hides small numbers.
    keuze
        What to look at; by default all medewerkers per umc.

    Raises
    ------
    ValueError
        When the round does not have that day or umc; the message says which it has.
    """
    keuze = keuze or Keuze()
    day = _day(data, keuze)
    if keuze.umc:
        _known("umc", keuze.umc, data.umcs)
    rows = pd.DataFrame(_numbers(data, keuze, day))
    indicator = _indicator(keuze)
    definitie = f"{indicator.definitie} (Tussentijdse evaluatie 2026, {indicator.bron})."
    if keuze.maat == "medewerkers" and keuze.per in ("functiecategorie", "thema", "subthema"):
        definitie += " Wie op meer plaatsen werkt, telt op elke plaats mee; het totaal telt iedereen één keer."
    columns = ["peildatum", "umc", "functiecategorie", "thema", "subthema", "contractstatus", "maat", "waarde"]
    title = f"{choices()['maat'][keuze.maat]} per {_PER[keuze.per].lower()}, {_about(data, keuze, day)}."
    return Beeld(
        keuze=keuze,
        rijen=rows[columns].assign(eenheid=_MATEN[keuze.maat][0], definitie=definitie),
        figuur=_figure(rows, keuze, title),
        tabel=_table(rows, keuze, title),
        definitie=definitie,
        meldingen=_notices(data, rows),
        ronde=(data.config.peildatum.isoformat(), isinstance(data, Openbaar)),
    )


def _day(data: Ronde | Openbaar, keuze: Keuze) -> dt.date:
    if not keuze.peildatum:
        return data.peildatum
    try:
        day = dt.date.fromisoformat(keuze.peildatum)
    except ValueError:
        raise ValueError(f"'{keuze.peildatum}' is geen peildatum; schrijf jjjj-mm-dd, zoals 2025-12-31") from None
    if isinstance(data, Openbaar):
        _known("peildatum", day.isoformat(), [known.isoformat() for known in data.jaareinden()])
    elif not dt.date(2022, 1, 1) <= day <= data.peildatum:
        raise ValueError(
            f"peildatum {day} ligt buiten deze ronde; kies een dag van 2022-01-01 tot en met {data.peildatum}"
        )
    return day


def _known(name: str, value: str, allowed: Collection[object]) -> None:
    if value not in allowed:
        _refuse(name, value, allowed)


def _refuse(name: str, value: object, allowed: Collection[object]) -> None:
    raise ValueError(f"{name} '{value}' bestaat niet; kies uit: {', '.join(repr(each) for each in allowed)}")


def _numbers(data: Ronde | Openbaar, keuze: Keuze, day: dt.date) -> Iterator[dict[str, str]]:
    """Every number of the choice, the total of a row (contractstatus of the choice) after its parts."""

    @cache
    def state(day: dt.date) -> Ronde | Openbaar:
        return data if day == data.peildatum else data.op(day)

    @cache
    def counted(day: dt.date, selection: tuple[tuple[str, object], ...]) -> pd.Series:
        return amounts(Hoeveelheid(keuze.maat, dict(selection)), state(day))

    whole, parts = _STATUS[keuze.contractstatus]
    decimals = _MATEN[keuze.maat][1]
    missing = {umc_name(umc) for umc in data.ontbrekend}
    own = {name: getattr(keuze, name) for name in ("functiecategorie", "thema") if getattr(keuze, name)}
    for label, on, umc, group in _rows(data, keuze, day):
        selection = {**own, **group}
        for status in (*parts, "totaal"):
            chosen = {**whole, **({} if status in ("totaal", "inloop") else {"contractstatus": status}), **selection}
            value = counted(on, tuple(chosen.items()))[umc]
            absent = "" if umc in missing else GEHEIM
            text = absent if pd.isna(value) else str(dutch.round_half_away(value, decimals))
            yield {
                "rij": label,
                "deel": status,
                "peildatum": on.isoformat(),
                "umc": umc,
                **{name: str(selection.get(name, "")) for name in ("functiecategorie", "thema", "subthema")},
                "contractstatus": keuze.contractstatus if status == "totaal" else status,
                "maat": keuze.maat,
                "waarde": text,
            }


def _rows(data: Ronde | Openbaar, keuze: Keuze, day: dt.date) -> Iterator[tuple[str, dt.date, str, Mapping[str, str]]]:
    """Name, day, umc and group of every row; the total is the last, where rows add up to something."""
    where = umc_name(keuze.umc) if keuze.umc else TOTAAL
    if keuze.per == "peildatum":
        ends = [end for end in data.jaareinden() if end < day]
        yield from ((dutch.date(end), end, where, {}) for end in (*ends, day))
        return
    if keuze.per == "umc":
        names = [where] if keuze.umc else [umc_name(umc) for umc in data.umcs]
        yield from ((name, day, name, {}) for name in names)
    else:
        listed = {"functiecategorie": FUNCTIES, "thema": choices()["thema"], "subthema": subthemas()}[keuze.per]
        chosen = getattr(keuze, keuze.per, "")
        for name in listed:
            outside = keuze.per == "subthema" and keuze.thema not in ("", subthemas()[name])
            if name and chosen in ("", name) and not outside:
                yield FUNCTIES.get(name, name), day, where, {keuze.per: name}
        if chosen:
            return
    if not (keuze.per == "umc" and keuze.umc):
        yield TOTAAL, day, where, {}


def _indicator(keuze: Keuze) -> Indicator:
    """The indicator that the choice is a part of: its definition holds for every number."""
    amount = Hoeveelheid(keuze.maat, _STATUS[keuze.contractstatus][0])
    return next(i for i in INDICATOREN.values() if i.teller == amount and not i.noemer and not i.min_teller)


def _about(data: Ronde | Openbaar, keuze: Keuze, day: dt.date) -> str:
    names = choices()
    chosen = [names[name][getattr(keuze, name)] for name in ("functiecategorie", "thema") if getattr(keuze, name)]
    status = names["contractstatus"][keuze.contractstatus]
    umc = umc_name(keuze.umc) if keuze.umc else "alle umc's"
    return ", ".join([*chosen, status[0].lower() + status[1:], umc, dutch.date(day)])


def _wide(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows x parts as text; a part that is zero everywhere and was not asked for is left out."""
    wide = rows.pivot(index="rij", columns="deel", values="waarde")
    wide = wide.loc[list(dict.fromkeys(rows["rij"])), list(dict.fromkeys(rows["deel"]))]
    gone = [part for part in ("onbekend",) if part in wide and set(wide[part]) <= {"0", "0.00", "", GEHEIM}]
    return wide.drop(columns=gone)


def _table(rows: pd.DataFrame, keuze: Keuze, title: str) -> Tabel:
    wide = _wide(rows)
    if len(wide.columns) <= 2:
        wide = wide[["totaal"]]
    unit = _MATEN[keuze.maat][0]
    name = "{}_fte" if keuze.maat == "fte" else "aantal_{}"
    shown = wide.map(lambda text: text if text in ("", GEHEIM) else float(text)).astype(object)
    shown.columns = [name.format(part) for part in wide.columns]
    heads = {
        name.format(part): "Totaal" if part == "totaal" else CONTRACTSTATUS[part].naam.capitalize()
        for part in wide.columns
    }
    if list(wide.columns) == ["totaal"]:
        heads = {name.format("totaal"): unit.capitalize()}
    return Tabel(shown.reset_index(names="rij"), title, {"rij": _PER[keuze.per], **heads}, leeg="niet geleverd")


def _figure(rows: pd.DataFrame, keuze: Keuze, title: str) -> Figuur:
    """Bars of what is known. Parts are drawn when all are known: a bar that misses a hidden part looks too short."""
    wide = _wide(rows)
    wide = wide[wide.index != TOTAAL] if len(wide) > 1 else wide
    parts = [part for part in wide.columns if part != "totaal"]
    if (wide[parts] == GEHEIM).any(axis=None):
        palette, wide = {"totaal": replace(NEUTRAAL, naam="totaal")}, wide[["totaal"]]
    else:
        palette, wide = {part: CONTRACTSTATUS[part] for part in parts}, wide[parts]
    hidden = (wide == GEHEIM).any(axis=1)
    drawn = wide[~hidden].apply(pd.to_numeric)
    unit, decimals = _MATEN[keuze.maat]
    if hidden.any():
        title += f" Niet getekend omdat het getal geheim is: {dutch.join_words(wide.index[hidden])}."
    empty = Tabel(pd.DataFrame({"rij": []}), "Geen getallen")
    if drawn.empty or not drawn.notna().any(axis=None):
        return nothing(empty.frame, title, "", "")
    totals = rows[rows["deel"] == "totaal"].set_index("rij")["waarde"]
    values = [f"{name} {dutch.number(pd.to_numeric(totals[name]), decimals)}" for name in drawn.index]
    alt = f"Staafdiagram: {unit} per {_PER[keuze.per].lower()}. {'; '.join(values)}."
    figure = draw_bars(drawn, palette=palette, axis_label=unit, decimals=decimals)
    return Figuur(to_svg(figure, alt=alt), alt, title, empty)


def _notices(data: Ronde | Openbaar, rows: pd.DataFrame) -> tuple[Melding, ...]:
    found = list(synthetic_warning(data))
    if isinstance(data, Ronde):
        found.append(Melding("Exacte cijfers voor de commissie en de umc's. Publiceer ze niet.", "Vertrouwelijk"))
    elif rows["waarde"].eq(GEHEIM).all():
        found.append(
            Melding(
                "De openbare editie toont hier niets. Kies minder tegelijk: per umc of per functie of per thema, "
                "op de peildatum van de ronde."
            )
        )
    elif rows["waarde"].eq(GEHEIM).any():
        found.append(Melding("Een getal dat geheim is, is klein of zou een klein getal verraden."))
    return tuple(found)
