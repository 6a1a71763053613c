"""The rounds on the terminal: a table of their states, and what a new round asks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sectorplan_analysis.pages import dutch
from sectorplan_analysis.reference import known_umcs
from sectorplan_analysis.rondes.nieuw import NieuweRonde, checklist
from sectorplan_analysis.rondes.staat import Staat

_KOPPEN = ("peildatum", "titel", "status", "vorige", "geleverd", "bevindingen", "intern", "openbaar")


def rounds_text(states: Sequence[Staat]) -> str:
    """A row per round, and below it what asks for attention."""
    rows = [_row(state) for state in states]
    widths = [max(len(row[i]) for row in (_KOPPEN, *rows)) for i in range(len(_KOPPEN))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (_KOPPEN, *rows)
    ]
    return "\n".join([*lines, *_legend(states)])


def _row(state: Staat) -> tuple[str, ...]:
    config = state.config
    return (
        config.peildatum.isoformat(),
        config.titel if state.vermeld else f"{config.titel} (niet in rondes.toml)",
        config.status,
        config.vorige.isoformat() if config.vorige else "geen",
        _delivered(state),
        _findings(state),
        *(_edition(state, name) for name in ("intern", "openbaar")),
    )


def _delivered(state: Staat) -> str:
    if state.geleverd or state.levering == state.config.peildatum:
        return f"{len(state.geleverd)} van {len(state.config.umcs)} umcs"
    return f"uit {state.levering}" if state.levering else "nog niets"


def _findings(state: Staat) -> str:
    if state.bevindingen is None:
        return "niet gecontroleerd"
    counts = [(state.bevindingen.get(name, 0), name) for name in ("fout", "waarschuwing", "info")]
    plural = {"fout": "fouten", "waarschuwing": "waarschuwingen", "info": "info"}
    return ", ".join(f"{n} {name if n == 1 else plural[name]}" for n, name in counts if n) or "geen"


def _edition(state: Staat, name: str) -> str:
    edition = state.edities.get(name)
    if edition is None:
        return "niet gemaakt"
    without = f", zonder {len(edition.without)}" if edition.without else ""
    return f"{edition.gemaakt_op[:16].replace('T', ' ')} (versie {edition.versie}{without})"


def _legend(states: Iterable[Staat]) -> list[str]:
    """Which umcs and central files a round that has begun still misses, and editions that are older than a delivery."""
    lines = []
    for state in states:
        day, names = state.config.peildatum, known_umcs()
        missing = [names.get(umc, umc) for umc in state.config.umcs if umc not in state.geleverd]
        central = [name for name in ("begroting", "bestedingen") if name not in state.centraal]
        if state.geleverd and (missing or central):
            lines.append(f"{day}: nog niet geleverd: {dutch.join_words([*missing, *central])}.")
        for name, edition in state.edities.items():
            if state.levering and edition.levering != state.levering.isoformat():
                lines.append(
                    f"{day}: de editie {name} komt uit de levering van {edition.levering}; nu is die van "
                    f"{state.levering} er. Maak haar opnieuw: sectorplan run {day}"
                )
    return ["", *lines] if lines else []


def new_round_text(made: NieuweRonde) -> str:
    """What was made, and the checklist."""
    day = made.config.peildatum
    lines = [
        f"Map {made.map}: {'gemaakt' if made.map_nieuw else 'was er al; aangevuld met wat ontbrak'}, "
        f"met een map voor elk van de {len(made.config.umcs)} umcs en een LEESMIJ.md.",
        f"Vermelding in rondes.toml: {'toegevoegd' if made.vermelding_nieuw else 'stond er al'} "
        f"({made.config.titel}, {made.config.status}).",
        f"Vorige ronde: {made.config.vorige or 'geen'}.",
        "",
        f"Wat u nu doet voor peildatum {dutch.date(day)}:",
        *(f"  {n}. {step}" for n, step in enumerate(checklist(made.config, made.map), start=1)),
    ]
    return "\n".join(lines)
