"""A round in memory and in ``data/processed/``: the typed tables, and the state on the peildatum.

`Ronde` is what every indicator, table, figure and notebook starts from. It is written once per run and read back by
the notebooks, so all of them compute from the same rows.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

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
#: Folder in that of a round with the delivery of the round before.
VORIGE = "vorige"

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
    synthetisch
        Number of delivery files known to be synthetic, of the number of files read.
    umc
        Set on a part of the round: the one umc it holds.
    landelijk
        Set on a part of the round: the whole round.
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
    synthetisch: tuple[int, int] = (0, 0)
    umc: str | None = None
    landelijk: Ronde | None = None
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
        """The part of this round that belongs to one umc.

        Raises
        ------
        ValueError
            When the umc is not part of the round.
        """
        if umc not in self.config.umcs:
            raise ValueError(f"umc '{umc}' hoort niet bij deze ronde; kies uit: {', '.join(self.config.umcs)}")
        tables = {name: table[table["umc"] == umc].reset_index(drop=True) for name, table in self.tables.items()}
        before = self.vorige if self.vorige and umc in self.vorige.aanwezig else None
        return dataclasses.replace(
            self, tables=tables, umc=umc, landelijk=self, vorige=before.alleen(umc) if before else None
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


def umc_name(umc: str) -> str:
    """Display name of a umc; a slug that has no name stands for itself."""
    return known_umcs().get(umc, umc)


def without_umcs(tables: Mapping[str, pd.DataFrame], umcs: tuple[str, ...]) -> dict[str, pd.DataFrame]:
    """Tables without any row of these umcs, the central tables included; nor of an organisation they are part of."""
    gone = {*umcs, *(name for name, (_, members) in ORGANISATIES.items() if set(members) & set(umcs))}
    return {name: table[~table["umc"].isin(gone)].reset_index(drop=True) for name, table in tables.items()}


def save_ronde(ronde: Ronde, folder: Path) -> None:
    """Write a round to ``data/processed/<peildatum>/``: the tables, ``status.parquet`` and what is known of the run."""
    folder.mkdir(parents=True, exist_ok=True)
    if ronde.vorige is not None:
        save_ronde(ronde.vorige, folder / VORIGE)
    for name in TABLES:
        ronde.tables[name].to_parquet(folder / f"{name}.parquet", index=False)
    if len(groups := ronde.tables.get(CULTUREEL, pd.DataFrame())):
        groups.to_parquet(folder / f"{CULTUREEL}.parquet", index=False)
    ronde.medewerkers.to_parquet(folder / "status.parquet", index=False)
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
        "synthetisch": ronde.synthetisch,
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
        ronde = _load(Path(processed) / str(peildatum), peildatum, umc=umc)
    except (KeyError, TypeError):
        raise ValueError(
            f"Ronde {peildatum} is met een andere versie van dit pakket verwerkt. "
            f"Draai opnieuw: sectorplan run {peildatum}"
        ) from None
    return ronde.alleen(umc) if umc else ronde


def seen_by(umc: str, meta: Mapping[str, Any]) -> dict[str, Any]:
    """What a umc gets to see of ``ronde.json``: of rows and findings its own and those of the central tables."""
    own = {name: [row for row in meta[name] if row["umc"] in (umc, CENTRAAL)] for name in ("rijen", "bevindingen")}
    return {**meta, **own}


def _load(folder: Path, peildatum: dt.date | str, *, umc: str | None = None) -> Ronde:
    if not (folder / META).is_file():
        raise FileNotFoundError(f"Ronde {peildatum} is nog niet verwerkt. Draai eerst: sectorplan run {peildatum}")
    meta = json.loads((folder / META).read_text(encoding="utf-8"))
    meta = seen_by(umc, meta) if umc else meta
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
            vorige=dt.date.fromisoformat(config["vorige"]) if config["vorige"] else None,
            namen=config["namen"],
            opvolgers=config["opvolgers"],
        ),
        levering=dt.date.fromisoformat(meta["levering"]),
        tables={name: pd.read_parquet(folder / f"{name}.parquet") for name in names},
        ontbrekend=tuple(meta["ontbrekend"]),
        rijen=pd.DataFrame(meta["rijen"], columns=_RIJEN),
        bevindingen=pd.DataFrame(meta["bevindingen"], columns=["umc", "code", "ernst", "aantal"]),
        synthetisch=tuple(meta["synthetisch"]),
        vorige=_load(before, before.name) if before.is_dir() else None,
    )
