"""What every page of an edition says about itself, above its text."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sectorplan_analysis.pages import dutch


@dataclass(frozen=True)
class PageMeta:
    """What every page says about itself.

    ``editie`` is 'intern' or 'openbaar'; ``levering`` the delivery the numbers come from; ``umc`` the display name on a
    page of one umc, '' on a national page; ``ontbrekend`` display names of umcs that are not in the numbers; ``index``
    and ``notebook`` relative links from this page, '' for none.
    """

    peildatum: dt.date
    editie: str
    levering: dt.date
    umc: str = ""
    synthetisch: bool = False
    ontbrekend: tuple[str, ...] = ()
    index: str = "index.html"
    notebook: str = ""

    @property
    def feiten(self) -> list[tuple[str, str]]:
        """Name and value of each fact in the header of a page."""
        return [
            ("Peildatum", dutch.date(self.peildatum)),
            ("Umc", self.umc or (f"zonder {dutch.join_words(self.ontbrekend)}" if self.ontbrekend else "alle umc's")),
            ("Editie", self.editie),
            ("Levering", dutch.date(self.levering)),
        ]

    @property
    def meldingen(self) -> list[tuple[str, str]]:
        """Heading and text of each notice a reader must not miss."""
        notices = []
        if self.synthetisch:
            notices.append(
                (
                    "Synthetische gegevens",
                    "de personen achter deze cijfers zijn verzonnen. Trek er geen conclusies uit.",
                )
            )
        if self.editie == "intern":
            notices.append(
                ("Vertrouwelijk", "deze editie bevat kleine aantallen en is alleen voor de commissie en de umc's.")
            )
        if self.editie == "openbaar":
            notices.append(
                ("Openbaar", "'geheim' staat waar een getal niet wordt getoond, zodat niemand is te herkennen.")
            )
        if self.ontbrekend:
            verb = "zit" if len(self.ontbrekend) == 1 else "zitten"
            notices.append(("Niet volledig", f"{dutch.join_words(self.ontbrekend)} {verb} niet in deze cijfers."))
        return notices
