"""The index page of a round: the KPIs at a glance and a link to everything that was built."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sectorplan_analysis.pages.display import Tabel, environment
from sectorplan_analysis.pages.meta import PageMeta


@dataclass(frozen=True)
class Link:
    """A link relative to the index page, with an optional sentence on what is behind it."""

    tekst: str
    href: str
    toelichting: str = ""


@dataclass(frozen=True)
class Kpi:
    """A tile. All texts are ready to read: ``waarde`` '87%', ``doel`` 'ruim boven 90% in 2028', ``status`` in words
    ('nog niet bereikt'), ``verandering`` '+3 procentpunt sinds 31 december 2024'; ``reeks`` the values over peildata
    for the small line, oldest first (fewer than two: no line); ``indicator`` the name by which
    ``sectorplan trace`` gives the rows behind it."""

    naam: str
    waarde: str
    doel: str
    status: str
    verandering: str = ""
    reeks: tuple[float, ...] = ()
    href: str = ""
    indicator: str = ""

    @property
    def lijn(self) -> str:
        """Points of the small line in a box of 100 by 24."""
        low, high = min(self.reeks), max(self.reeks)
        step = 96 / (len(self.reeks) - 1)
        heights = [22 - (value - low) / ((high - low) or 1) * 20 for value in self.reeks]
        return " ".join(f"{2 + i * step:.1f},{height:.1f}" for i, height in enumerate(heights))


def round_index(
    meta: PageMeta,
    *,
    titel: str,
    kpis: Sequence[Kpi],
    groepen: Mapping[str, Sequence[Link]],
    kernpunten: Sequence[str] = (),
    veranderd: tuple[str, Sequence[str]] = ("", ()),
    tabel: Tabel | None = None,
    umcs: Mapping[str, Sequence[Link]] | None = None,
    notebooks: Sequence[Link] = (),
    pdfs: Sequence[Link] = (),
) -> str:
    """Index of a round as HTML.

    Parameters
    ----------
    meta
        Of the round; ``meta.index`` is the page above this one ('' for none).
    kpis
        Tiles, in order.
    groepen
        Heading to links: pages, tables, figures, findings, how it was made.
    kernpunten
        Three to five computed sentences.
    veranderd
        Heading and sentences on what changed since an earlier day.
    tabel
        Numbers per umc, shown with the links of the umcs.
    umcs
        Display name to the links of that umc; None or empty when the edition has no pages per umc.
    notebooks
        The executed notebook behind every page, in a list that opens on demand.
    pdfs
        The PDF of every page, likewise.
    """
    inhoud = [("In het kort", "kort")] * bool(kernpunten) + [("Kerncijfers", "kerncijfers")] * bool(kpis)
    inhoud += [(veranderd[0], "veranderd")] * bool(veranderd[1]) + [("Per umc", "umcs")] * bool(umcs)
    inhoud += [(kop, f"groep-{i}") for i, kop in enumerate(groepen, start=1)]
    inhoud += [("Om te printen", "pdfs")] * bool(pdfs) + [("Notebooks", "notebooks")] * bool(notebooks)
    html = environment().get_template("round.html.j2").render(
        meta=meta, titel=titel, kpis=kpis, groepen=groepen, kernpunten=kernpunten, veranderd=veranderd,
        tabel=tabel, umcs=umcs or {}, notebooks=notebooks, pdfs=pdfs,
        inhoud=[(2, anker, kop) for kop, anker in inhoud],
    )  # fmt: skip
    return html.strip() + "\n"
