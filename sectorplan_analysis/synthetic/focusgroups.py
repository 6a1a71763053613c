"""Invented participants of the focus groups: summer 2025 after the report's own words on figure 1 (3.1.1), and later.

Before the sectorplan: high workload and widely differing job security, many insecure. Summer 2025: workload still high,
nearly everyone secure. Ideal: a moderate workload and high security. Umcs differ, and so do the groups within them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sectorplan_analysis.reference import SITUATIES, umc_names

METING = 2025
FUNCTIEGROEPEN = ("onderzoeker", "docent", "dataspecialist", "ondersteuner")


def werkdruk(rng: np.random.Generator) -> pd.DataFrame:
    """The measurement of 2025.

    Returns
    -------
    DataFrame
        One row per participant and situation: ``meting, deelnemer_id, umc, focusgroep, functiegroep, contractstatus,
        situatie, baanzekerheid, werkdruk, werkplezier``; scores 0-10 in half points. One participant skipped one.
    """
    rows: list[dict[str, Any]] = []
    for umc, naam in umc_names().items():
        groups = [f"{naam} {letter}" for letter in "AB"[: rng.integers(1, 3)]]
        of_umc = rng.normal(0, 0.5, 3)
        for place in range(rng.integers(6, 10)):
            person = {
                "meting": METING,
                "deelnemer_id": f"D{len(rows) // len(SITUATIES) + 1:03d}",
                "umc": umc,
                "focusgroep": groups[place % len(groups)],
                "functiegroep": str(rng.choice(FUNCTIEGROEPEN, p=[0.45, 0.2, 0.2, 0.15])),
            }
            rows += [person | situation for situation in _situations(of_umc, rng=rng)]
    frame = pd.DataFrame(rows)
    skipped = frame.index[frame["situatie"].eq("ideaal")][37]
    return frame.drop(index=[skipped]).reset_index(drop=True)


def _situations(of_umc: np.ndarray, *, rng: np.random.Generator) -> list[dict[str, Any]]:
    """The three situations of one participant; ``of_umc`` shifts workload, security and pleasure of the whole umc."""
    status_before = str(rng.choice(["tijdelijk", "vast"], p=[0.65, 0.35]))
    status_now = str(rng.choice(["vast", "toegezegd_vast", "tijdelijk"], p=[0.80, 0.10, 0.10]))
    if status_before == "vast":
        status_now = "vast"
    security_before = {"tijdelijk": 3.0, "vast": 7.2}[status_before]
    security_now = {"vast": 8.6, "toegezegd_vast": 7.8, "tijdelijk": 5.8}[status_now]
    of_person = rng.normal(0, 0.6, 3)
    means = (
        ("voor", status_before, (7.6, security_before, 6.0), (0.8, 1.5, 1.0)),
        ("nu", status_now, (7.4, security_now, 7.2), (0.8, 0.7, 0.8)),
        ("ideaal", "vast", (5.3, 9.0, 8.4), (0.7, 0.5, 0.6)),
    )
    situations = []
    for situatie, status, mean, spread in means:
        shift = np.zeros(3) if situatie == "ideaal" else of_umc + of_person
        scores = np.clip(np.rint(2 * rng.normal(np.array(mean) + shift, spread)) / 2, 0, 10)
        workload, security, pleasure = (float(score) for score in scores)
        situations.append(
            {
                "contractstatus": status,
                "situatie": situatie,
                "baanzekerheid": security,
                "werkdruk": workload,
                "werkplezier": pleasure,
            }
        )
    return situations


def measured_again(scores: pd.DataFrame, jaar: int, *, rng: np.random.Generator) -> pd.DataFrame:
    """The same scores with a later measurement added: two in three take part again, and two or three per umc are new.

    Workload is lower than in the measurement before, security about the same; 'voor' is remembered a little otherwise.
    """
    columns = ["werkdruk", "baanzekerheid", "werkplezier"]
    last = scores.sort_values("meting", kind="stable").drop_duplicates(["deelnemer_id", "situatie"], keep="last")
    persons = last["deelnemer_id"].drop_duplicates()
    again = last[last["deelnemer_id"].isin(persons[rng.random(len(persons)) < 0.67])].assign(meting=jaar)
    drift = np.where(again["situatie"].eq("nu").to_numpy()[:, None], [-0.7, 0.1, 0.2], 0.0)
    again[columns] = np.clip(np.rint(2 * (again[columns] + rng.normal(drift, 0.5))) / 2, 0, 10)
    rows, number = [], len(persons)
    for umc, groups in scores.groupby("umc", sort=True)["focusgroep"]:
        for _ in range(rng.integers(2, 4)):
            number += 1
            person = {
                "meting": jaar,
                "deelnemer_id": f"D{number:03d}",
                "umc": umc,
                "focusgroep": groups.iloc[0],
                "functiegroep": str(rng.choice(FUNCTIEGROEPEN)),
            }
            rows += [person | situation for situation in _situations(np.array([-1.0, 0.2, 0.3]), rng=rng)]
    return pd.concat([scores, again.sort_values("deelnemer_id"), pd.DataFrame(rows)], ignore_index=True)
