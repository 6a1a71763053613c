"""Pages of the openbaar edition: national numbers and comparisons between umcs, from what may be published only.

Every function takes an `Openbaar`, which holds no persons. A number that is hidden is a word, never a dash or a zero.
"""

from sectorplan_analysis.rapport.openbaar.datakwaliteit import bescherming, datakwaliteit_kort
from sectorplan_analysis.rapport.openbaar.diversiteit import (
    diversiteit_kort,
    tabel4,
    vrouwen_mannen_per_functie,
    vrouwen_mannen_per_thema,
    vrouwen_per_umc,
)
from sectorplan_analysis.rapport.openbaar.kengetallen import (
    aansluiting,
    definities,
    figuur3,
    kengetallen_kort,
    ontwikkeling,
    tabel1,
    tabel2,
    tabel3,
    themas,
)
from sectorplan_analysis.rapport.openbaar.overzicht import index_openbaar
from sectorplan_analysis.rapport.openbaar.werkdruk_baanzekerheid import (
    aandelen_vast,
    bewegingen,
    functies,
    kpi14,
    realisatie,
    scores,
    werkdruk_kort,
)

__all__ = [
    "aandelen_vast",
    "aansluiting",
    "bescherming",
    "bewegingen",
    "datakwaliteit_kort",
    "definities",
    "diversiteit_kort",
    "figuur3",
    "functies",
    "index_openbaar",
    "kengetallen_kort",
    "kpi14",
    "ontwikkeling",
    "realisatie",
    "scores",
    "tabel1",
    "tabel2",
    "tabel3",
    "tabel4",
    "themas",
    "vrouwen_mannen_per_functie",
    "vrouwen_mannen_per_thema",
    "vrouwen_per_umc",
    "werkdruk_kort",
]
