"""Everything between numbers and a Dutch, accessible page that opens without a network.

In a notebook (each object shows itself as the last line of a cell)::

    from sectorplan_analysis.pages import Tabel, Figuur, Kernpunten, Tekst, Melding, dutch, figures

    Tabel(frame, "Caption", {"umc": "Umc", "vast_fte": "Vast"}, totaal="Totaal", definitie="...", bron="...")
    Kernpunten(zin, zin)      Tekst(alinea)      Melding("UMCG heeft niet geleverd.", kop="Let op")

Units and number format follow from column names: ``*_fte``, ``*_eur``, ``*_pct`` (0-100), ``aandeel*`` (fraction),
``aantal*``, ``*_verandering``. See `display.Tabel`. A long table can be sorted by its reader.

Figures, long frame in, `Figuur` out; ``wanneer`` is text for the caption, ``wie`` and ``bron`` are optional::

    figures.figuur1(frame[situatie, baanzekerheid, werkdruk, aantal], wanneer=, schaal=(0, 10))
    figures.figuur2(frame[jaar, lezing, contractstatus, fte], wanneer=)      status: totaal, vast, tijdelijk
    figures.figuur3(frame[umc, contractstatus, fte], begroot=frame[umc, begroot_fte], wanneer=)
    figures.figuur4(frame[functiecategorie, contractstatus, fte], wanneer=)  scientific rows are picked
    figures.figuur5(frame[functiecategorie, contractstatus, fte], wanneer=)  supporting rows are picked
    figures.figuur6(frame[functiecategorie, gender, fte], wanneer=)
    figures.figuur7(frame[umc, subthema, fte, gepland], wanneer=)
    figures.gestapelde_staven(frame, rij=, deel=, palette=kleuren.CONTRACTSTATUS, bijschrift=, waarde=, eenheid=)

Numbers and words for computed sentences (undefined becomes 'niet bepaalbaar')::

    dutch.number(x, decimals)  dutch.fte(x)  dutch.eur(x)  dutch.percent(fraction, decimals)  dutch.procentpunt(diff)
    dutch.count(n, "medewerker", "medewerkers")  dutch.date(day)  dutch.join_words([...])
    dutch.round_half_away(x, decimals) -> Decimal      the rounding of every published number

Pages (used by the pipeline)::

    meta.PageMeta(peildatum, editie, levering, umc="", synthetisch=False, ontbrekend=(), index="index.html",
                    notebook="")
    render.clean_notebook(nb) -> nb                raises render.NotebookNoise on stderr output or a memory address
    render.notebook_to_html(nb, *, title, meta) -> str
    index.round_index(meta, *, titel, kernpunten, kpis, groepen, umcs) -> str   with index.Kpi and index.Link
    audit.faults(html) -> list[str]                what is wrong with a page: language, headings, alternatives, requests
"""

from sectorplan_analysis.pages import dutch
from sectorplan_analysis.pages.display import Figuur, Kernpunten, Melding, Tabel, Tekst

__all__ = ["Figuur", "Kernpunten", "Melding", "Tabel", "Tekst", "dutch"]
