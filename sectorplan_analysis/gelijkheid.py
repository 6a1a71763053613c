"""Women and men compared: share of women, vast among women and men, a funnel of umcs, and two glass-ceiling indices.

Personnel is a full count, so a share is a fact. Intervals and tests are about the process behind it and are labelled
'indicatief (superpopulatie)' where they are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy.stats import fisher_exact, norm
from statsmodels.stats.proportion import confint_proportions_2indep

from sectorplan_analysis.dataset import Ronde
from sectorplan_analysis.indicators import INDICATOREN, REGULIER, VROUW, medewerkers
from sectorplan_analysis.measure import amounts, measure
from sectorplan_analysis.reference import TOTAAL
from sectorplan_analysis.statistiek import logistic
from sectorplan_analysis.statistiek.estimate import ALPHA, Estimate, p_text, undefined
from sectorplan_analysis.statistiek.shares import MINIMUM_UMCS, funnel, person_share, weighted_share
from sectorplan_analysis.statistiek.strata import Pooled, pool

#: Ranks A, B and C of She Figures.
RANGEN = ("hoogleraar", "UHD", "UD")
#: With fewer persons in rank A an index says little.
MINIMUM_A = 30
#: A model needs at least so many persons with, and as many without, a permanent contract.
MINIMUM_UITKOMST = 10
LOGISTISCH, FIRTH = "logistische regressie", "logistische regressie volgens Firth"


@dataclass(frozen=True)
class VastVergeleken:
    """Vast among women and men, in three ways.

    Attributes
    ----------
    vast_v, v, vast_m, m
        Persons: women with a permanent contract, women, and the same for men.
    verschil
        Share among women minus share among men, with Newcombe's interval and the p-value of Fisher's exact test.
    binnen_umc
        Within umcs: pooled log odds ratio of women to men, and whether the umcs agree about it.
    gegeven
        Log odds ratio at the same function and umc. ``methode`` is `LOGISTISCH` or `FIRTH`.
    bepaald
        Functions and umcs (their codes) in which everyone, or no one, is vast: what makes `FIRTH` necessary.
    """

    vast_v: int
    v: int
    vast_m: int
    m: int
    verschil: Estimate
    binnen_umc: Pooled
    gegeven: Estimate
    bepaald: tuple[str, ...] = ()


def people(ronde: Ronde) -> pd.DataFrame:
    """Persons with a regular position: umc, functiecategorie (of the largest one), gender, fte, vast (bool)."""
    rows = ronde.medewerkers[ronde.medewerkers["regulier_fte"] > 0]
    frame = rows[["umc", "functiecategorie", "gender"]].assign(fte=rows["regulier_fte"])
    return frame.assign(vast=rows["contractstatus"] == "vast").reset_index(drop=True)


def aandeel_vrouwen(ronde: Ronde) -> tuple[Estimate, Estimate]:
    """Share of women, x and onbekend in the denominator: in persons (Wilson) and weighted by fte (a ratio)."""
    rows = people(ronde)
    women = (rows["gender"] == "v").to_numpy(dtype=float)
    return person_share(int(women.sum()), len(women)), weighted_share(women, rows["fte"].to_numpy(dtype=float))


def vast_vergeleken(ronde: Ronde) -> VastVergeleken:
    """Compare vast among women and men of a round, without inloop; x and onbekend are in neither group.

    The comparisons within umcs and at the same function and umc are given from `MINIMUM_UMCS` umcs on.
    """
    rows = people(ronde)
    rows = rows[rows["gender"].isin(["v", "m"])]
    women, men = (rows.loc[rows["gender"] == gender, "vast"] for gender in "vm")
    counts = int(women.sum()), len(women), int(men.sum()), len(men)
    if not len(women) or not len(men):
        empty = undefined("er zijn geen vrouwen of geen mannen")
        return VastVergeleken(*counts, empty, Pooled(empty, empty), empty)
    raw = difference(*counts)
    if rows["umc"].nunique() < MINIMUM_UMCS:
        few = undefined(f"er zijn minder dan {MINIMUM_UMCS} umc's om binnen te vergelijken")
        return VastVergeleken(*counts, raw, Pooled(few, few), few)
    pooled = pool(tables_per_umc(rows))
    fixed = [
        str(name)
        for column in ("functiecategorie", "umc")
        for name, share in rows.groupby(column)["vast"].mean().items()
        if share in (0, 1)
    ]
    return VastVergeleken(*counts, raw, pooled, given(rows), tuple(fixed))


def tables_per_umc(rows: pd.DataFrame) -> np.ndarray:
    """A 2 x 2 table per umc: women and men down, vast and not vast across."""
    tables = [
        [[vast.sum(), (~vast).sum()] for vast in (own.loc[own["gender"] == gender, "vast"] for gender in "vm")]
        for _, own in rows.groupby("umc")
    ]
    return np.array(tables)


def difference(vast_v: int, v: int, vast_m: int, m: int) -> Estimate:
    """Share vast among women minus that among men, with Newcombe's interval and Fisher's exact p-value."""
    low, high = confint_proportions_2indep(vast_v, v, vast_m, m, method="newcomb", compare="diff")
    p = fisher_exact([[vast_v, v - vast_v], [vast_m, m - vast_m]]).pvalue
    return Estimate(vast_v / v - vast_m / m, float(low), float(high), float(p), v + m, "Newcombe; Fisher")


def given(rows: pd.DataFrame) -> Estimate:
    """Log odds ratio of vast, women to men, at the same functiecategorie and umc.

    Maximum likelihood when a linear programme finds no separation, else Firth; without numbers and with a reason when
    neither can answer. ``rows``: umc, functiecategorie, gender (v or m), vast.
    """
    n = len(rows)
    y = rows["vast"].to_numpy(dtype=float)
    if min(y.sum(), n - y.sum()) < MINIMUM_UITKOMST:
        return undefined(
            f"minder dan {MINIMUM_UITKOMST} medewerkers zijn vast, of minder dan {MINIMUM_UITKOMST} niet", n=n
        )
    levels = pd.get_dummies(rows[["functiecategorie", "umc"]], dtype=float)
    x = np.column_stack([np.ones(n), levels, rows["gender"] == "v"]).astype(float)
    kept = logistic.independent(x)
    if kept[-1] != x.shape[1] - 1:
        return undefined("vrouwen en mannen komen niet in dezelfde functies en umc's voor", n=n)
    x = x[:, kept]
    separated = logistic.separated(y, x)
    method = FIRTH if separated else LOGISTISCH
    fit = logistic.firth(y, x) if separated else logistic.maximum_likelihood(y, x)
    if isinstance(fit, str):
        return undefined(fit, n=n, methode=method)
    value, error = float(fit.coefficients[-1]), float(fit.errors[-1])
    if separated and logistic.unbounded(y, x, x.shape[1] - 1):
        reason = "binnen functies en umc's hebben alle vrouwen, of alle mannen, dezelfde uitkomst"
        return Estimate(value, n=n, methode=method, reden=reason)
    half = norm.ppf(1 - ALPHA / 2) * error
    p = float(2 * norm.sf(abs(value) / error))
    return Estimate(value, value - half, value + half, p, n, method)


def trechter(ronde: Ronde) -> pd.DataFrame | str:
    """Share of women per umc held against the national share (`shares.funnel`), or why that cannot be done.

    Umcs in their fixed order, those left out not among them; ``umc`` is the display name.
    """
    rows = measure(INDICATOREN["vrouwen_pct"], ronde)
    rows = rows[(rows["umc"] != TOTAAL) & rows["noemer"].notna()]
    if (rows["noemer"] > 0).sum() < MINIMUM_UMCS:
        return f"daarvoor zijn ten minste {MINIMUM_UMCS} umc's met medewerkers nodig"
    return funnel(rows[["umc", "teller", "noemer"]])


def glazen_plafond(ronde: Ronde) -> pd.DataFrame:
    """Glass-ceiling indices over hoogleraar (A), UHD (B) and UD (C), in persons without inloop.

    Returns
    -------
    pandas.DataFrame
        index (``gci_eu``: share of women in A, B and C together over their share in A, as in She Figures;
        ``gpi_lnvh``: share in a rank over the share in the next one up), rangen, waarde (NaN when not defined),
        vrouwen_lager, personen_lager, vrouwen_hoger, personen_hoger (what the two shares are made of) and te_klein
        (fewer than `MINIMUM_A` persons in the higher rank).
    """
    top = RANGEN[0]
    pairs: list[tuple[str, str, str | tuple[str, ...], str]] = [("gci_eu", "A+B+C tegenover A", RANGEN, top)]
    pairs += [("gpi_lnvh", f"{lower} tegenover {higher}", lower, higher) for higher, lower in pairwise(RANGEN)]
    rows = [
        (index, name, *_women_and_all(lower, ronde), *_women_and_all(higher, ronde))
        for index, name, lower, higher in pairs
    ]
    columns = ["vrouwen_lager", "personen_lager", "vrouwen_hoger", "personen_hoger"]
    frame = pd.DataFrame(rows, columns=["index", "rangen", *columns])
    shares = [
        frame[f"vrouwen_{side}"] / frame[f"personen_{side}"].where(frame[f"personen_{side}"] > 0)
        for side in ("lager", "hoger")
    ]
    value = shares[0] / shares[1].where(shares[1] > 0)
    return frame.assign(waarde=value, te_klein=frame["personen_hoger"] < MINIMUM_A)


def funnel_table(ronde: Ronde) -> pd.DataFrame:
    """`trechter` with the peildatum; no rows when it cannot be given."""
    columns = ["umc", "teller", "noemer", "aandeel", "landelijk", "laag", "hoog", "laag_samen", "hoog_samen", "p",
               "p_holm", "wijkt_af"]  # fmt: skip
    found = trechter(ronde)
    frame = pd.DataFrame(columns=columns) if isinstance(found, str) else found
    frame = frame.assign(**{name: frame[name].map(p_text) for name in ("p", "p_holm")})
    return frame.assign(peildatum=ronde.peildatum.isoformat())[["peildatum", *columns]]


def ceiling_table(ronde: Ronde) -> pd.DataFrame:
    """`glazen_plafond` with the peildatum, for the whole round."""
    return (
        glazen_plafond(ronde)
        .assign(peildatum=ronde.peildatum.isoformat(), umc=TOTAAL)
        .pipe(lambda frame: frame[["peildatum", "umc", *frame.columns.drop(["peildatum", "umc"])]])
    )


def _women_and_all(rank: str | tuple[str, ...], ronde: Ronde) -> tuple[int, int]:
    selection = {**REGULIER, "functiecategorie": rank}
    return int(amounts(medewerkers(selection, VROUW), ronde)[TOTAAL]), int(
        amounts(medewerkers(selection), ronde)[TOTAAL]
    )


def vast_table(ronde: Ronde) -> pd.DataFrame:
    """Vast among women and men: every comparison with its counts.

    Returns
    -------
    pandas.DataFrame
        peildatum, umc (``Totaal`` for the whole round), vergelijking (``ruw``, ``binnen_umc``, ``gegeven``,
        ``gelijk_tussen_umcs``), maat (``verschil`` as a fraction, ``kansverhouding``), waarde, laag, hoog, p,
        vast_v, v, vast_m, m (persons), n, methode, reden (why a number is missing).
    """
    rows = []
    for part in (ronde, *(ronde.alleen(umc) for umc in ronde.aanwezig if not ronde.umc)):
        v = vast_vergeleken(part)
        found = {"ruw": v.verschil}
        if part is ronde:
            found |= {"binnen_umc": v.binnen_umc.schatting, "gegeven": v.gegeven}
            found |= {"gelijk_tussen_umcs": v.binnen_umc.homogeen}
        for name, e in found.items():
            numbers = [e.waarde, e.laag, e.hoog]
            if name != "ruw":
                numbers = [None if value is None else float(np.exp(value)) for value in numbers]
            kind = "verschil" if name == "ruw" else "kansverhouding"
            umc = part.naam if part.umc else TOTAAL
            rows.append((umc, name, kind, *numbers, p_text(e.p), v.vast_v, v.v, v.vast_m, v.m, e.n, e.methode, e.reden))
    columns = ["umc", "vergelijking", "maat", "waarde", "laag", "hoog", "p", "vast_v", "v", "vast_m", "m", "n",
               "methode", "reden"]  # fmt: skip
    frame = pd.DataFrame(rows, columns=columns)
    frame.insert(0, "peildatum", ronde.peildatum.isoformat())
    return frame
