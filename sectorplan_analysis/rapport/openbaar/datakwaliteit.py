"""Page 'Datakwaliteit' of the openbaar edition: where the numbers come from, and what is hidden by which rule."""

from __future__ import annotations

from sectorplan_analysis.dataset import CENTRAL, umc_name
from sectorplan_analysis.disclosure.openbaar import GEHEIM, Openbaar
from sectorplan_analysis.pages import Kernpunten, Tekst, dutch
from sectorplan_analysis.rapport.vorm import wanneer


def datakwaliteit_kort(openbaar: Openbaar) -> Kernpunten:
    """Which deliveries the numbers come from."""
    text = f"De cijfers van {wanneer(openbaar)} komen uit de levering van {dutch.date(openbaar.levering)}"
    zinnen = [f"{text}."]
    if openbaar.synthetisch[0]:
        zinnen = [f"{text}; daarin zitten synthetische bestanden: de personen zijn verzonnen."]
    if openbaar.ontbrekend:
        names = dutch.join_words(umc_name(umc) for umc in openbaar.ontbrekend)
        zinnen.append(f"Zonder gegevens van {names}: die tellen in geen enkel totaal mee.")
    central = [*CENTRAL, *(["culturele diversiteit"] if len(openbaar.culturele_diversiteit) else [])]
    centraal = dutch.join_words(central)
    zinnen.append(f"De umc's leverden personeel, contracten en gender; {centraal} zijn centraal geleverd.")
    zinnen.append("De controles vonden geen fouten: bij een fout worden geen pagina's gemaakt.")
    return Kernpunten(*zinnen)


def bescherming(openbaar: Openbaar) -> Tekst:
    """How many numbers are hidden, by which rule, and which of them are KPI totals."""
    now = openbaar.cellen[openbaar.cellen["peildatum"] == openbaar.peildatum.isoformat()]
    hidden = int((now["waarde"] == GEHEIM).sum())
    alineas = [
        f"Van de {dutch.number(len(now))} getallen die deze editie kan tonen, zijn er {dutch.number(hidden)} geheim. "
        f"Geheim is elk aantal van minder dan {openbaar.grens} medewerkers, met zijn fte, en elk getal waaruit zo'n "
        "aantal is af te leiden. Nullen worden getoond. Een aandeel van niets is niet bepaalbaar."
    ]
    if openbaar.geheime_totalen:
        alineas.append(f"Ook deze totalen zijn geheim: {'; '.join(openbaar.geheime_totalen)}.")
    return Tekst(*alineas)
