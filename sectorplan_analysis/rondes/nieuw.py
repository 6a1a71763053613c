"""A new round: a folder to put deliveries in, an entry in ``rondes.toml``, and what to do next."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import NamedTuple

from sectorplan_analysis.errors import CallError
from sectorplan_analysis.publish import write_whole
from sectorplan_analysis.reference import LEESMIJ
from sectorplan_analysis.rondes.config import CONFIG_NAME, RondeConfig, has_delivery, listed_rounds, load_ronde_config

_FIRST, _LAST = dt.date(2022, 1, 1), dt.date(2040, 12, 31)


class NieuweRonde(NamedTuple):
    """What `new_round` did: the configuration of the round, its folder, and whether each was made just now."""

    config: RondeConfig
    map: Path
    map_nieuw: bool
    vermelding_nieuw: bool


def new_round(peildatum: dt.date, *, raw: Path, path: Path) -> NieuweRonde:
    """Make a round ready for deliveries. What is there already stays as it is.

    Parameters
    ----------
    peildatum
        The day of the round.
    raw
        Folder with a folder per delivery; it gets one for this round, with a folder per expected umc and a checklist.
    path
        ``rondes.toml``; an entry is added at its end, as text, so that comments stay.

    Raises
    ------
    CallError
        When the day cannot be a round, or when there is a round with an entry and a delivery already.
    """
    if not _FIRST <= peildatum <= _LAST:
        raise CallError(f"{peildatum} kan geen ronde zijn; kies een dag van {_FIRST} tot en met {_LAST}.")
    config = load_ronde_config(peildatum, path)
    folder = raw / peildatum.isoformat()
    listed = peildatum in listed_rounds(config.bron)
    if listed and folder.is_dir() and has_delivery(folder):
        raise CallError(f"Ronde {peildatum} is er al: zij staat in {path.name} en er is geleverd in {folder}.")
    ready = folder.is_dir()
    for umc in config.umcs:
        # a umc that sent a workbook has no need of a folder that says what to put in it
        if not (folder / umc).exists() and not (folder / f"{umc}.xlsx").exists():
            (folder / umc).mkdir(parents=True)
            _note(folder / umc, _umc_note(umc, config))
    folder.mkdir(parents=True, exist_ok=True)
    _note(folder, _readme(config))
    if not listed:
        _append(path, peildatum)
        config = load_ronde_config(peildatum, path)
    return NieuweRonde(config, folder, not ready, not listed)


def _note(folder: Path, text: str) -> None:
    """Put a note in a folder, unless there is one."""
    if not (folder / LEESMIJ).exists():
        (folder / LEESMIJ).write_text(text, encoding="utf-8", newline="\n")


def _append(path: Path, peildatum: dt.date) -> None:
    """Add the entry in one step: whoever reads the file sees it before or after, never half."""
    before = path.read_bytes().decode("utf-8")
    lines = [
        "[[ronde]]",
        f"peildatum = {peildatum}",
        f'titel = "{"Jaarlijkse stand" if (peildatum.month, peildatum.day) == (12, 31) else "Tussenstand"}"',
        'status = "voorlopig"',
        'bron = "toegevoegd met sectorplan new-round"',
        "",
    ]
    end = "\r\n" if "\r\n" in before else "\n"
    text = before.rstrip() + end * 2 + end.join(lines)
    tomllib.loads(text)  # an entry that would break the file is never written
    write_whole(path, text)


def checklist(config: RondeConfig, folder: Path) -> list[str]:
    """What the evaluator does next, in order."""
    day = config.peildatum
    measured = [m for m in config.metingen.values() if (config.vorige or _FIRST) < m.moment <= day]
    steps = [
        f"Stuur de umc's een leeg werkboek: sectorplan template --peildatum {day}",
        f"Zet per umc de levering in zijn map in {folder} (of als één werkboek <umc>.xlsx ernaast).",
        "Zet de centrale bestanden begroting en bestedingen naast de mappen van de umc's.",
    ]
    if measured:
        names = " en ".join(str(m.jaar) for m in measured)
        steps.append(
            f"Zet ook werkdruk erbij: de meting van {names} valt in deze ronde. Eerdere metingen blijven erin."
        )
    steps += [
        f"Controleer: sectorplan check {day}. Stuur elk umc zijn terugkoppeling; herhaal tot er geen fouten zijn.",
        f"Maak de ronde: sectorplan run {day}. Ontbreekt een umc? Voeg toe: --without <umc>.",
    ]
    if config.vorige is not None:
        steps.append(
            f"Bekijk wat is herzien: sectorplan revisions {config.vorige} {day} (als die ronde een levering heeft)."
        )
    steps.append(f'Klaar en vastgesteld? Zet status = "definitief" bij deze ronde in {CONFIG_NAME}.')
    return steps


def _umc_note(umc: str, config: RondeConfig) -> str:
    return (
        f"# {config.namen.get(umc, umc)}, peildatum {config.peildatum}\n\n"
        "Zet hier de bestanden personeel, contracten en gender (csv of xlsx) van dit umc.\n"
        f"Kwam er één werkboek? Zet dat als {umc}.xlsx naast deze map; deze map mag dan blijven staan.\n"
    )


def _readme(config: RondeConfig) -> str:
    """Note in the folder: what belongs in it, and the checklist."""
    umcs = "\n".join(
        f"- [ ] `{umc}/`: personeel, contracten, gender ({config.namen.get(umc, umc)})" for umc in config.umcs
    )
    steps = "\n".join(f"{n}. {step}" for n, step in enumerate(checklist(config, Path("deze map")), start=1))
    return (
        f"# Leveringen voor peildatum {config.peildatum}\n\n"
        "Elke levering bevat de volledige geschiedenis sinds 2022. Hernoem of bewerk de bestanden niet.\n\n"
        f"## Wat hier hoort\n\n{umcs}\n"
        "- [ ] `begroting` en `bestedingen` (csv of xlsx), naast de mappen\n"
        "- [ ] `werkdruk` (csv of xlsx), als er is gemeten\n\n"
        f"## Stappen\n\n{steps}\n"
    )
