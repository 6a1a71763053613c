"""A round in memory and in ``data/processed/``: the typed tables, and the state on the peildatum.

`Ronde` is what every indicator, table, figure and notebook starts from. It is written once per run and read back by
the notebooks, so all of them compute from the same rows.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd

from sectorplan_analysis.facts import read_facts, write_facts
from sectorplan_analysis.findings import CENTRAAL
from sectorplan_analysis.reference import ORGANISATIES, known_umcs, name_umcs
from sectorplan_analysis.rondes.config import Meting, RondeConfig, Streefwaarde
from sectorplan_analysis.status import persons_on, posities_on

TABLES = ("personeel", "contracten", "gender", "werkdruk", "begroting", "bestedingen")
#: Central tables: delivered once per round, not per umc.
CENTRAL = ("werkdruk", "begroting", "bestedingen")
#: Group tables of a statistics bureau; only in rounds that got them, and never part of what is counted.
CULTUREEL = "culturele_diversiteit"
#: In the folder of a round: its configuration, and how rows and findings were accounted for.
META = "ronde.json"
_RIJEN = ["umc", "tabel", "bestand", "gelezen", "behouden", "afgekeurd", "dubbel"]
#: In the folder of a part of a round: what it knows of the whole round. Written and read within one run.
LANDELIJK = "landelijk.json"
#: Folder in that of a round with the delivery of the round before.
VORIGE = "vorige"

#: A round or its openbaar edition, and what is worked out of it.
Gegevens = TypeVar("Gegevens")
Result = TypeVar("Result")

if TYPE_CHECKING:
    from sectorplan_analysis.measure import Countable


@dataclass(frozen=True)
class Ronde:
    """One evaluation round: its deliveries, its day and what the configuration says about that day.

    Attributes
    ----------
    config
        Peildatum, title, expected umcs, targets and measurements.
    levering
        Peildatum of the delivery the numbers come from (the round's own, or a newer one).
    tables
        The six typed tables, and ``culturele_diversiteit`` in a round that has it; see ``docs`` for their columns.
    ontbrekend
        Umcs left out of this run: they have no rows and count in no total.
    rijen
        Row accounting per umc, table and file: gelezen, behouden, afgekeurd, dubbel.
    bevindingen
        Number of findings per umc, code and ernst (never the findings themselves).
    bestanden
        Number of delivery files known to be synthetic, and of files read, per umc and for the central tables.
    umc
        Set on a part of the round: the one umc it holds.
    landelijk
        Set on a part of the round: the whole round. A part that was saved by itself has no rows of others; it has what
        its page says of the country (`sectorplan_analysis.rapport.landelijk`), by name.
    vorige
        The delivery of the round before, on its own day, under the names that its umcs have now; None when it is not
        there. See `sectorplan_analysis.rondes.vergelijking.earlier_round`.
    """

    config: RondeConfig
    levering: dt.date
    tables: Mapping[str, pd.DataFrame]
    ontbrekend: tuple[str, ...] = ()
    rijen: pd.DataFrame = dataclasses.field(default_factory=pd.DataFrame)
    bevindingen: pd.DataFrame = dataclasses.field(default_factory=pd.DataFrame)
    bestanden: Mapping[str, tuple[int, int]] = dataclasses.field(default_factory=dict)
    umc: str | None = None
    landelijk: Ronde | Mapping[str, Any] | None = None
    vorige: Ronde | None = None

    def _repr_html_(self) -> str:
        from sectorplan_analysis.rapport.objecten import show_ronde

        return show_ronde(self)._repr_html_()

    def __repr__(self) -> str:
        from sectorplan_analysis.rapport.objecten import show_ronde

        return repr(show_ronde(self))

    @property
    def peildatum(self) -> dt.date:
        return self.config.peildatum

    @property
    def umcs(self) -> tuple[str, ...]:
        """Slugs of the umcs in this round, in the fixed order, those left out included."""
        return (self.umc,) if self.umc else self.config.umcs

    @property
    def aanwezig(self) -> tuple[str, ...]:
        """Slugs of the umcs that have data in this round."""
        return tuple(umc for umc in self.umcs if umc not in self.ontbrekend)

    @property
    def synthetisch(self) -> tuple[int, int]:
        """Number of delivery files known to be synthetic, and number of files read."""
        return sum(known for known, _ in self.bestanden.values()), sum(files for _, files in self.bestanden.values())

    @property
    def naam(self) -> str:
        """Display name of the part of the sector this round holds."""
        return umc_name(self.umc) if self.umc else "Nederland"

    @cached_property
    def posities(self) -> pd.DataFrame:
        """Positions running on the peildatum; see `status.posities_on`."""
        return posities_on(self.tables["personeel"], self.tables["contracten"], self.tables["gender"], self.peildatum)

    @cached_property
    def medewerkers(self) -> pd.DataFrame:
        """Persons with a running position on the peildatum; see `status.persons_on`."""
        return persons_on(self.posities, self.peildatum)

    def op(self, peildatum: dt.date) -> Ronde:
        """The same deliveries on another day (the configuration of this round stays).

        Asking for the same day again gives the same object, so that its positions are worked out once.
        """
        if peildatum not in self._days:
            self._days[peildatum] = dataclasses.replace(
                self, config=dataclasses.replace(self.config, peildatum=peildatum)
            )
        return self._days[peildatum]

    @cached_property
    def _days(self) -> dict[dt.date, Ronde]:
        return {self.peildatum: self}

    @cached_property
    def telbaar(self) -> dict[str, Countable]:
        """Rows made ready for counting, by kind; filled by `measure.amounts`."""
        return {}

    def alleen(self, umc: str) -> Ronde:
        """The part of this round that belongs to one umc, with the accounting of its own and of the central files.

        Raises
        ------
        ValueError
            When the umc is not part of the round.
        """
        if umc not in self.umcs:
            raise ValueError(f"umc '{umc}' hoort niet bij deze ronde; kies uit: {', '.join(self.umcs)}")
        tables = {name: table[table["umc"] == umc].reset_index(drop=True) for name, table in self.tables.items()}
        before = self.vorige if self.vorige and umc in self.vorige.aanwezig else None
        own = (umc, CENTRAAL)
        return dataclasses.replace(
            self,
            tables=tables,
            rijen=_of(self.rijen, own),
            bevindingen=_of(self.bevindingen, own),
            bestanden={sender: files for sender, files in self.bestanden.items() if sender in own},
            umc=umc,
            landelijk=self,
            vorige=before.alleen(umc) if before else None,
        )

    def jaareinden(self) -> list[dt.date]:
        """Every 31 December from 2022 up to and including the peildatum."""
        return [
            day
            for day in (dt.date(year, 12, 31) for year in range(2022, self.peildatum.year + 1))
            if day <= self.peildatum
        ]

    def volledige_jaren(self) -> list[int]:
        """Calendar years that have ended on the peildatum, from 2022: the years whose money counts."""
        return [day.year for day in self.jaareinden()]

    def metingen(self) -> list[int]:
        """Years of the werkdruk measurements held on or before the peildatum and present in the delivery."""
        years = sorted(int(year) for year in self.tables["werkdruk"]["meting"].unique())
        return [year for year in years if self.config.meting(year).moment <= self.peildatum]


def _of(rows: pd.DataFrame, umcs: Collection[str]) -> pd.DataFrame:
    return rows[rows["umc"].isin(umcs)].reset_index(drop=True) if len(rows) else rows


def once(function: Callable[[Gegevens], Result]) -> Callable[[Gegevens], Result]:
    """Compute once per round and keep the result with it, as ``cached_property`` does: a round never changes."""
    key = f"_once_{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def remembered(ronde: Gegevens) -> Result:
        kept = vars(ronde)
        if key not in kept:
            kept[key] = function(ronde)
        result: Result = kept[key]
        return result

    return remembered


def umc_name(umc: str) -> str:
    """Display name of a umc; a slug that has no name stands for itself."""
    return known_umcs().get(umc, umc)


def without_umcs(tables: Mapping[str, pd.DataFrame], umcs: tuple[str, ...]) -> dict[str, pd.DataFrame]:
    """Tables without any row of these umcs, the central tables included; nor of an organisation they are part of."""
    gone = {*umcs, *(name for name, (_, members) in ORGANISATIES.items() if set(members) & set(umcs))}
    return {name: table[~table["umc"].isin(gone)].reset_index(drop=True) for name, table in tables.items()}


def save_ronde(ronde: Ronde, folder: Path) -> None:
    """Write a round to ``data/processed/<peildatum>/``: the tables, ``status.parquet`` and what is known of the run."""
    _save(ronde, folder)
    for each, place in ((ronde, folder), (ronde.vorige, folder / VORIGE)):
        if each is not None:
            each.medewerkers.to_parquet(place / "status.parquet", index=False)


def save_part(part: Ronde, folder: Path, facts: Mapping[str, Any]) -> None:
    """Write the part of a round that is of one umc, with what may be said of the country instead of the whole round."""
    _save(part, folder)
    write_facts(facts, folder / LANDELIJK)


def _save(ronde: Ronde, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if ronde.vorige is not None:
        _save(ronde.vorige, folder / VORIGE)
    for name in TABLES:
        ronde.tables[name].to_parquet(folder / f"{name}.parquet", index=False)
    if len(groups := ronde.tables.get(CULTUREEL, pd.DataFrame())):
        groups.to_parquet(folder / f"{CULTUREEL}.parquet", index=False)
    config = dataclasses.asdict(ronde.config)
    config["metingen"] = list(config["metingen"].values())
    config["streefwaarden"] = list(config["streefwaarden"].values())
    del config["opties"], config["bron"]
    meta = {
        "config": config,
        "levering": ronde.levering,
        "ontbrekend": ronde.ontbrekend,
        "rijen": ronde.rijen.to_dict("records"),
        "bevindingen": ronde.bevindingen.to_dict("records"),
        "bestanden": ronde.bestanden,
        "umc": ronde.umc,
    }
    text = json.dumps(meta, ensure_ascii=False, indent=1, default=str)
    (folder / META).write_text(text + "\n", encoding="utf-8", newline="\n")


def load_ronde(peildatum: dt.date | str, *, processed: Path | str = "data/processed", umc: str | None = None) -> Ronde:
    """Read a round that ``sectorplan run`` has processed.

    Parameters
    ----------
    peildatum
        The round, as a date or as ISO text.
    processed
        Folder with one folder per peildatum.
    umc
        Slug; then the round holds that umc only.

    Raises
    ------
    FileNotFoundError
        When the round has not been processed yet.
    ValueError
        When the umc is not part of the round, or another version of this package processed the round.
    """
    try:
        ronde = _load(Path(processed) / str(peildatum), peildatum)
    except (KeyError, TypeError):
        raise ValueError(
            f"Ronde {peildatum} is met een andere versie van dit pakket verwerkt. "
            f"Draai opnieuw: sectorplan run {peildatum}"
        ) from None
    return ronde.alleen(umc) if umc and umc != ronde.umc else ronde


def _load(folder: Path, peildatum: dt.date | str) -> Ronde:
    if not (folder / META).is_file():
        raise FileNotFoundError(f"Ronde {peildatum} is nog niet verwerkt. Draai eerst: sectorplan run {peildatum}")
    meta = json.loads((folder / META).read_text(encoding="utf-8"))
    names = [*TABLES, *([CULTUREEL] if (folder / f"{CULTUREEL}.parquet").is_file() else [])]
    config = meta["config"]
    name_umcs(config["namen"])
    metingen = [Meting(m["jaar"], dt.date.fromisoformat(m["moment"]), m["naam"]) for m in config["metingen"]]
    streefwaarden = [Streefwaarde(**target) for target in config["streefwaarden"]]
    before = folder / VORIGE
    return Ronde(
        config=RondeConfig(
            peildatum=dt.date.fromisoformat(config["peildatum"]),
            titel=config["titel"],
            status=config["status"],
            umcs=tuple(config["umcs"]),
            metingen={m.jaar: m for m in metingen},
            streefwaarden={s.indicator: s for s in streefwaarden},
            grenswaarden=config["grenswaarden"],
            prijsgegeven=tuple(config["prijsgegeven"]),
            vorige=dt.date.fromisoformat(config["vorige"]) if config["vorige"] else None,
            namen=config["namen"],
            opvolgers=config["opvolgers"],
        ),
        levering=dt.date.fromisoformat(meta["levering"]),
        tables={name: pd.read_parquet(folder / f"{name}.parquet") for name in names},
        ontbrekend=tuple(meta["ontbrekend"]),
        rijen=pd.DataFrame(meta["rijen"], columns=_RIJEN),
        bevindingen=pd.DataFrame(meta["bevindingen"], columns=["umc", "code", "ernst", "aantal"]),
        bestanden={umc: (known, files) for umc, (known, files) in meta["bestanden"].items()},
        umc=meta["umc"],
        landelijk=read_facts(folder / LANDELIJK) if (folder / LANDELIJK).is_file() else None,
        vorige=_load(before, before.name) if before.is_dir() else None,
    )
