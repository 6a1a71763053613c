"""Code lists, definitions and published figures: data under version control, loaded once.

Everything here is read from CSV files in ``definities/`` (what words and codes mean) and ``gepubliceerd/`` (what the
committee printed for a peildatum). Changing a definition means changing a row in one of those files.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

PACKAGE = Path(__file__).parent

#: Scientific functiecategorieën in the order of figure 4.
WETENSCHAPPELIJK = ("hoogleraar", "UHD", "UD", "docent", "onderzoeker")
#: Supporting functiecategorieën in the order of figure 5.
ONDERSTEUNEND = (
    "dataspecialist",
    "onderzoeksondersteuning",
    "kennisvalorisatie",
    "onderwijsondersteuning",
    "overig_ondersteunend",
)
FUNCTIECATEGORIEEN = WETENSCHAPPELIJK + ONDERSTEUNEND
#: Contract status of a medewerker on a day; ``onbekend`` occurs in series only (a gap in the contracts).
CONTRACTSTATUSSEN = ("vast", "toegezegd_vast", "tijdelijk", "onbekend")
GENDERS = ("v", "m", "x", "onbekend")
SITUATIES = ("voor", "nu", "ideaal")
BESTEDINGEN = ("tijdelijke posities", "vaste posities", "indirecte kosten", "materieel")
ONTVANGEN = "ontvangen"
TOTAAL = "Totaal"
#: Organisations a statistics bureau reports on beside the umcs: name, and the umcs it holds (none: all).
ORGANISATIES = {
    "landelijk": ("Landelijk", ()),
    "amsterdam-umc": ("Amsterdam UMC", ("amsterdam-umc-uva", "amsterdam-umc-vu")),
}
#: Origin groups of the bureau that every group has; ``onbekend`` may come with them, ``totaal`` gives the size.
HERKOMSTEN = ("Nederland", "Europa", "buiten Europa")
ALLE_FUNCTIES = "alle functies"
#: Beside a delivery: checksums of the files in it that a generator made.
SYNTHETIC_LIST = "synthetisch.sha256"
#: What an evaluator reads in a folder that was made ready for deliveries.
LEESMIJ = "LEESMIJ.md"
#: Files in a delivery folder that no sender put there, in lower case.
NO_DELIVERY = ("thumbs.db", "desktop.ini", SYNTHETIC_LIST, LEESMIJ.casefold())


def notebook_folder() -> Path:
    """Folder with the notebooks: in the checkout, or inside an installed package."""
    beside = PACKAGE.parent / "notebooks"
    return beside if (beside / "kengetallen.ipynb").is_file() else PACKAGE / "notebooks"


def lock_file(package: Path = PACKAGE) -> Path | None:
    """The lock of a run: in the checkout, or inside an installed package; None when there is neither."""
    return next((path for path in (package.parent / "locks" / "run.txt", package / "run.txt") if path.is_file()), None)


@cache
def read_definition(name: str) -> pd.DataFrame:
    """Rows of ``definities/<name>.csv``, every column as text, empty cells as ''.

    Treat the result as read-only: it is shared by all callers.
    """
    import pandas as pd

    return pd.read_csv(PACKAGE / "definities" / f"{name}.csv", dtype=str, keep_default_na=False, encoding="utf-8")


@cache
def umc_names() -> dict[str, str]:
    """Display name per umc slug, in the fixed order of the report."""
    # without pandas, which takes longer to load than a run that has nothing to do
    with (PACKAGE / "definities" / "umcs.csv").open(encoding="utf-8", newline="") as file:
        return {row["umc"]: row["naam"] for row in csv.DictReader(file)}


_NAMED: dict[str, str] = {}


def name_umcs(names: Mapping[str, str]) -> None:
    """Make umcs known that a round has and ``umcs.csv`` does not, such as the outcome of a merger.

    A slug stands for one umc for ever, so that this may be said again and never changes what was said before.
    """
    _NAMED.update({umc: naam for umc, naam in names.items() if umc not in umc_names()})


def known_umcs() -> dict[str, str]:
    """Display name per slug: the umcs of the report in their fixed order, then those of `name_umcs`."""
    return {**umc_names(), **_NAMED}


@cache
def subthemas() -> dict[str, str]:
    """Thema per subthema, in the order of the sectorplan."""
    rows = read_definition("subthemas")
    return dict(zip(rows["subthema"], rows["thema"], strict=True))


def published_folder(peildatum: dt.date) -> Path | None:
    """Folder with the figures the committee published for this peildatum, or None when there are none."""
    folder = PACKAGE / "gepubliceerd" / peildatum.isoformat()
    return folder if folder.is_dir() else None


def published_days() -> list[dt.date]:
    """Peildata the committee has published figures for, oldest first."""
    return sorted(dt.date.fromisoformat(path.name) for path in (PACKAGE / "gepubliceerd").iterdir() if path.is_dir())


def plan_day(peildatum: dt.date) -> dt.date:
    """Publication that the plan of a peildatum is read from: the newest on or before it, else the first.

    The plan (begroting per subtheme, theme matrix) belongs to the sectorplan and is printed with every publication.
    """
    days = published_days()
    return max((day for day in days if day <= peildatum), default=days[0])


def read_published(peildatum: dt.date, name: str) -> pd.DataFrame:
    """One published table as printed: every cell is text, because the number of decimals is part of the figure.

    Parameters
    ----------
    peildatum
        Peildatum of the publication.
    name
        File stem, for example ``tabel2_fte`` or ``kerncijfers``.

    Raises
    ------
    FileNotFoundError
        When nothing was published for this peildatum.
    """
    folder = published_folder(peildatum)
    if folder is None:
        raise FileNotFoundError(f"no published figures for peildatum {peildatum}")
    import pandas as pd

    return pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False, encoding="utf-8")
