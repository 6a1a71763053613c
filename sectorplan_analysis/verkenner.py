"""The controls around `verken`: choose with widgets, see figure, table and definition at once, take them along.

Used by ``notebooks/verkenning.ipynb``, in JupyterLab (``make lab``) and as an app of the openbaar edition
(``make app``). Needs ipywidgets, which is in the environment of the lab.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from sectorplan_analysis.dataset import Ronde, load_ronde, umc_name
from sectorplan_analysis.disclosure.openbaar import Openbaar, load_openbaar
from sectorplan_analysis.errors import CallError
from sectorplan_analysis.pages import dutch
from sectorplan_analysis.pages.kleuren import css_variables
from sectorplan_analysis.verkenning import Beeld, Keuze, choices, days, verken

_STYLE = f"""<style>
{css_variables()}
.verkenning table {{ border-collapse: collapse; }}
.verkenning th, .verkenning td {{ padding: .2rem .6rem; border-bottom: 1px solid #c9ced6; text-align: left; }}
.verkenning caption {{ text-align: left; font-weight: 600; }}
.verkenning .getal {{ text-align: right; font-variant-numeric: tabular-nums; }}
.verkenning .melding {{ border-left: 5px solid #a36a00; padding-left: .6rem; }}
.verkenning figure {{ margin: 1rem 0; }}
</style>"""
_WIDE = {"description_width": "8rem"}
_LABELS = {
    "per": "Rijen per",
    "functiecategorie": "Functie",
    "thema": "Thema",
    "contractstatus": "Contract",
}


class Verkenner(widgets.VBox):
    """Widgets with the view they choose.

    Attributes
    ----------
    keuzes
        The widget of every choice, under the name that `Keuze` has for it.
    beeld
        What is on the screen now.
    """

    def __init__(self, data: Ronde | Openbaar, *, folder: str) -> None:
        self._folder = folder
        self._verken = cache(lambda keuze: verken(data, keuze))
        self.keuzes = _widgets(data)
        self.beeld = self._verken(Keuze())
        self._view = widgets.HTML()
        self._download = widgets.HTML()
        self._code = widgets.Textarea(
            description="Code", layout=widgets.Layout(width="100%", height="7rem"), style=_WIDE
        )
        for widget in self.keuzes.values():
            widget.observe(self._renew, names="value")
        self._renew()
        super().__init__([*self.keuzes.values(), self._view, self._download, self._code])  # type: ignore[no-untyped-call]

    def keuze(self) -> Keuze:
        """What the widgets are set to."""
        return Keuze(**{name: widget.value for name, widget in self.keuzes.items()})

    def _renew(self, change: Mapping[str, Any] | None = None) -> None:
        self.beeld = self._verken(self.keuze())
        self._view.value = f'{_STYLE}<div class="verkenning" lang="nl">{self.beeld._repr_html_()}</div>'
        self._download.value = _link(self.beeld)
        self._code.value = self.beeld.code(self._folder)


def verkenner(peildatum: str, *, editie: str = "intern", folder: str = "data/processed") -> Verkenner:
    """Widgets to explore a round with.

    Parameters
    ----------
    peildatum
        The round, as ISO text.
    editie
        ``intern``: exact, from ``data/processed``; or ``openbaar``: from what was published, and nothing else.
    folder
        Folder with the processed rounds (intern), or with the reports (openbaar).

    Raises
    ------
    CallError
        When there is no such edition.
    FileNotFoundError
        When the round was not made yet; the message says how to.
    """
    if editie not in ("intern", "openbaar"):
        raise CallError(f"'{editie}' is geen editie. Kies intern of openbaar.")
    load = load_openbaar if editie == "openbaar" else load_ronde
    return Verkenner(load(peildatum, processed=Path(folder)), folder=folder)


def _widgets(data: Ronde | Openbaar) -> dict[str, widgets.ValueWidget]:
    names = choices()
    look = {"style": _WIDE, "layout": widgets.Layout(width="min(38rem, 95%)")}
    slider = widgets.SelectionSlider(
        options=[(dutch.date(day), day.isoformat()) for day in days(data)],
        value=data.peildatum.isoformat(),
        description="Peildatum",
        **look,
    )
    umcs = {"": "Alle umc's", **{umc: umc_name(umc) for umc in data.aanwezig}}
    lists = {"umc": ("Umc", umcs), **{name: (label, names[name]) for name, label in _LABELS.items()}}
    dropdowns = {
        name: widgets.Dropdown(options=[(text, value) for value, text in options.items()], description=label, **look)
        for name, (label, options) in lists.items()
    }
    amount = widgets.ToggleButtons(
        options=[(text, value) for value, text in names["maat"].items()], description="Tel", style=_WIDE
    )
    order = ("umc", "functiecategorie", "thema", "contractstatus", "per")
    return {"peildatum": slider, **{name: dropdowns[name] for name in order}, "maat": amount}


def _link(beeld: Beeld) -> str:
    """A link that saves the view as CSV: the file is in the link, so nothing is written on the server."""
    data = base64.b64encode(beeld.csv().encode("utf-8")).decode("ascii")
    name = f"verkenning-{beeld.rijen['peildatum'].iloc[-1]}.csv"
    return f'<a download="{name}" href="data:text/csv;base64,{data}">Bewaar als CSV, met definitie</a>'
