"""The openbaar edition as data: numbers that may be shown and marks for the rest, and nothing about persons.

`Openbaar` takes the place of a `Ronde` for everything that counts through `measure.amounts`: indicators, tables and the
numbers behind the figures. It knows only what it holds. A number that was not declared is hidden, not computed.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from sectorplan_analysis.dataset import CULTUREEL, umc_name
from sectorplan_analysis.disclosure.stelsel import DIMENSIES, VERZAMELD
from sectorplan_analysis.indicators import Hoeveelheid
from sectorplan_analysis.publish import write_csv
from sectorplan_analysis.reference import BESTEDINGEN, TOTAAL, name_umcs
from sectorplan_analysis.rondes.config import RondeConfig, Streefwaarde

#: Stands for a number that is hidden, whatever the reason.
GEHEIM = "geheim"
CEL = ["peildatum", *DIMENSIES, "categorie", "jaren", "maat"]
CELLEN, FOCUSGROEPEN, RONDE = "cellen.csv", "focusgroepen.csv", "ronde.json"


@dataclass(frozen=True)
class Openbaar:
    """What the openbaar edition of a round holds.

    Attributes
    ----------
    config
        Peildatum, title, umcs and targets.
    levering
        Peildatum of the delivery.
    cellen
        One row per number: peildatum, its dimensions, maat, and ``waarde`` as text, `GEHEIM` when hidden.
    focusgroepen
        National results of the focus groups; see `sectorplan_analysis.disclosure.focusgroepen`.
    ontbrekend
        Umcs left out of the run.
    synthetisch
        Number of delivery files known to be synthetic, of the number read.
    geheime_totalen
        Names of KPI totals that are hidden.
    culturele_diversiteit
        Groups of a statistics bureau, see `sectorplan_analysis.culturele_diversiteit`; no rows when it delivered none.
    """

    config: RondeConfig
    levering: dt.date
    cellen: pd.DataFrame
    focusgroepen: pd.DataFrame
    ontbrekend: tuple[str, ...] = ()
    synthetisch: tuple[int, int] = (0, 0)
    geheime_totalen: tuple[str, ...] = ()
    culturele_diversiteit: pd.DataFrame = dataclasses.field(default_factory=pd.DataFrame)
    umc: None = None
    landelijk: None = None

    def _repr_html_(self) -> str:
        from sectorplan_analysis.rapport.objecten import show_openbaar

        return show_openbaar(self)._repr_html_()

    def __repr__(self) -> str:
        from sectorplan_analysis.rapport.objecten import show_openbaar

        return repr(show_openbaar(self))

    @property
    def peildatum(self) -> dt.date:
        return self.config.peildatum

    @property
    def umcs(self) -> tuple[str, ...]:
        return self.config.umcs

    @property
    def aanwezig(self) -> tuple[str, ...]:
        return tuple(umc for umc in self.umcs if umc not in self.ontbrekend)

    @property
    def naam(self) -> str:
        return "Nederland"

    @property
    def grens(self) -> int:
        """Number of persons below which a number is small."""
        return kleinste_aantal(self.config)

    def op(self, peildatum: dt.date) -> Openbaar:
        """The same edition on another day, as far as it says anything about that day."""
        return dataclasses.replace(self, config=dataclasses.replace(self.config, peildatum=peildatum))

    def jaareinden(self) -> list[dt.date]:
        """Every 31 December up to the peildatum that the edition says something about."""
        days = sorted(dt.date.fromisoformat(day) for day in self.cellen["peildatum"].unique())
        return [day for day in days if day <= self.peildatum and (day.month, day.day) == (12, 31)]

    def volledige_jaren(self) -> list[int]:
        """Calendar years since 2022 that have ended on the peildatum."""
        return [year for year in range(2022, self.peildatum.year + 1) if dt.date(year, 12, 31) <= self.peildatum]

    @cached_property
    def _waarden(self) -> dict[tuple[str, ...], str]:
        keys = self.cellen[CEL].itertuples(index=False, name=None)
        return dict(zip(keys, self.cellen["waarde"], strict=True))

    def amounts(self, hoeveelheid: Hoeveelheid) -> pd.Series:
        """What `measure.amounts` gives for a round, with NaN for a number that is hidden or not declared."""
        names = [*(umc_name(umc) for umc in self.umcs), TOTAAL]
        cel = cel_of(hoeveelheid)
        values = [self._waarden.get(_key(self.peildatum, {**cel, "umc": name}), GEHEIM) for name in names]
        numbers = [float("nan") if value == GEHEIM else float(value) for value in values]
        return pd.Series(numbers, index=pd.Index(names, name="umc", dtype="str"), name=hoeveelheid.soort)


def kleinste_aantal(config: RondeConfig) -> int:
    """Number of persons below which a number is small: as configured, else five."""
    return int(config.grenswaarden.get("kleinste_aantal", 5))


def _key(peildatum: dt.date, cel: Mapping[str, str]) -> tuple[str, ...]:
    return (peildatum.isoformat(), *(cel.get(name, "") for name in CEL[1:]))


def cel_of(hoeveelheid: Hoeveelheid) -> dict[str, str]:
    """The dimensions of the cel that an amount is about."""
    groups = {frozenset(parts): name for name, parts in VERZAMELD.items()} | {frozenset(BESTEDINGEN): "besteed"}
    cel = {"maat": hoeveelheid.soort}
    if hoeveelheid.soort == "bedrag_eur":
        cel["jaren"] = hoeveelheid.jaren
    for name, value in hoeveelheid.waar.items():
        if isinstance(value, bool):
            cel[name] = "ja" if value else "nee"
        elif isinstance(value, tuple):
            cel[name] = groups.get(frozenset(value), " of ".join(value))
        else:
            cel[name] = str(value)
    return cel


def save_openbaar(openbaar: Openbaar, folder: Path) -> None:
    """Write what the edition holds; these files are part of it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in ((CELLEN, openbaar.cellen), (FOCUSGROEPEN, openbaar.focusgroepen)):
        frame.to_csv(folder / name, index=False, encoding="utf-8", lineterminator="\r\n")
    if len(openbaar.culturele_diversiteit):
        write_csv(openbaar.culturele_diversiteit, folder / f"{CULTUREEL}.csv")
    config = openbaar.config
    meta = {
        "peildatum": config.peildatum,
        "titel": config.titel,
        "status": config.status,
        "umcs": config.umcs,
        "namen": config.namen,
        "opvolgers": config.opvolgers,
        "streefwaarden": [dataclasses.asdict(target) for target in config.streefwaarden.values()],
        "grenswaarden": config.grenswaarden,
        "levering": openbaar.levering,
        "ontbrekend": openbaar.ontbrekend,
        "synthetisch": openbaar.synthetisch,
        "geheime_totalen": openbaar.geheime_totalen,
    }
    text = json.dumps(meta, ensure_ascii=False, indent=1, default=str)
    (folder / RONDE).write_text(text + "\n", encoding="utf-8", newline="\n")


def load_openbaar(peildatum: dt.date | str, *, processed: Path | str = "reports") -> Openbaar:
    """Read an openbaar edition from the files that were published.

    Parameters
    ----------
    peildatum
        The round, as a date or as ISO text.
    processed
        Folder with the reports; or a folder with a folder per peildatum that holds the files; or the folder
        ``tabellen`` of the edition itself.

    Raises
    ------
    FileNotFoundError
        When there is no such edition.
    """
    places = [Path(processed), Path(processed, str(peildatum)), Path(processed, str(peildatum), "openbaar", "tabellen")]
    folder = next((place for place in places if (place / CELLEN).is_file()), None)
    meta = json.loads((folder / RONDE).read_text(encoding="utf-8")) if folder else {}
    if folder is None or meta["peildatum"] != str(peildatum):
        raise FileNotFoundError(
            f"In '{processed}' staat geen openbare editie van {peildatum}. "
            f"Maak die eerst: sectorplan run {peildatum} --edition openbaar"
        )
    targets = [Streefwaarde(**target) for target in meta["streefwaarden"]]
    config = RondeConfig(
        peildatum=dt.date.fromisoformat(meta["peildatum"]),
        titel=meta["titel"],
        status=meta["status"],
        umcs=tuple(meta["umcs"]),
        streefwaarden={target.indicator: target for target in targets},
        grenswaarden=meta["grenswaarden"],
        namen=meta.get("namen", {}),
        opvolgers=meta.get("opvolgers", {}),
    )
    name_umcs(config.namen)
    return Openbaar(
        config=config,
        levering=dt.date.fromisoformat(meta["levering"]),
        cellen=_read(folder / CELLEN),
        focusgroepen=_read(folder / FOCUSGROEPEN),
        ontbrekend=tuple(meta["ontbrekend"]),
        synthetisch=tuple(meta["synthetisch"]),
        geheime_totalen=tuple(meta.get("geheime_totalen", ())),
        culturele_diversiteit=_read(path) if (path := folder / f"{CULTUREEL}.csv").is_file() else pd.DataFrame(),
    )


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
