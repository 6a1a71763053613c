"""Write the small synthetic data sets that Python and R both compute from; run from the root of the repository."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

FOLDER = Path(__file__).parent / "data"

#: Participants per umc, step of the scores, sd between umcs, mean change.
CHANGES = {
    "balanced": ([6] * 8, 0.5, 0.8, -0.6),
    "unbalanced": ([3, 9, 5, 12, 4, 7, 8, 2], 0.5, 1.0, 0.4),
    "ties": ([6, 7, 5, 8, 6, 7], 1.0, 0.6, -0.5),
    "few_umcs": ([8, 11, 6], 0.5, 0.7, -0.8),
    "fine": ([5, 8, 7, 6, 9], 0.01, 0.9, 0.3),
    "seven_point": ([6, 5, 9, 7, 4, 6, 8], 10 / 6, 0.8, 0.7),
}


def changes(name: str, rng: np.random.Generator) -> pd.DataFrame:
    """Participants with a score before and after, a contract group, a focus group and a later moment for some."""
    sizes, step, spread, shift = CHANGES[name]
    rows = []
    for place, size in enumerate(sizes):
        of_umc = rng.normal(0, spread)
        for number in range(size):
            person = rng.normal(0, 0.7)
            before, after = 6.5 + person + rng.normal(0, 0.9), 6.5 + person + shift + of_umc + rng.normal(0, 0.9)
            scores = [float(np.clip(round(round(score / step) * step, 12), 0, 10)) for score in (before, after)]
            rows.append((f"u{place}", f"d{place}-{number}", f"u{place} {'AB'[number % 2]}", *scores))
    frame = pd.DataFrame(rows, columns=["umc", "persoon", "focusgroep", "voor", "nu"])
    frame["werd_vast"] = rng.random(len(frame)) < 0.6
    frame["ander"] = np.round(rng.normal(0, 1.5, len(frame)) - 0.3 * (frame["nu"] - frame["voor"]), 1)
    # the panel: some are seen once only
    frame["eerste"], frame["laatste"] = rng.random(len(frame)) > 0.2, rng.random(len(frame)) > 0.25
    return frame


def durations(size: int, rng: np.random.Generator, *, truncated: bool) -> pd.DataFrame:
    """Times in whole days with ties, three outcomes, and late entry for some."""
    time = np.ceil(rng.gamma(2, 200, size) / 15) * 15
    outcome = rng.choice(["vast", "vertrokken", "lopend"], size, p=[0.55, 0.2, 0.25])
    entry = np.where(rng.random(size) < (0.3 if truncated else 0), np.floor(rng.random(size) * 10) * 3, 0)
    frame = pd.DataFrame({"intrede": entry, "duur": time, "uitkomst": outcome})
    frame["groep"] = rng.choice(["a", "b"], size)
    return frame[frame["duur"] > frame["intrede"]]


#: Persons per umc, chance of being vast per function, and how much more often women are vast (log odds).
PEOPLE = {
    "plain": ([40, 35, 60, 50, 45, 30], {"UD": 0.8, "onderzoeker": 0.6, "docent": 0.7}, 0.4),
    "separated": ([55, 40, 70, 38, 62, 45, 50, 66],
                  {"hoogleraar": 1.0, "UHD": 1.0, "UD": 0.85, "onderzoeker": 0.7}, 0.0),
    "sparse": ([3, 1, 12, 25, 2, 18, 9], {"UD": 0.75, "onderzoeker": 0.5}, -0.6),
}  # fmt: skip


def people(name: str, rng: np.random.Generator) -> pd.DataFrame:
    """Persons with umc, function, gender, fte and whether they are vast; in `sparse` some umcs have one gender."""
    sizes, functions, effect = PEOPLE[name]
    rows = []
    for place, size in enumerate(sizes):
        of_umc = rng.normal(0, 0.4)
        for _ in range(size):
            function = rng.choice(list(functions))
            gender = rng.choice(["v", "m", "x"], p=[0.62, 0.36, 0.02])
            share = functions[function]
            odds = np.log(share / (1 - share)) if share < 1 else np.inf
            chance = 1 / (1 + np.exp(-(odds + of_umc + effect * (gender == "v"))))
            rows.append((f"u{place}", function, gender, round(rng.uniform(0.1, 1.0), 2), bool(rng.random() < chance)))
    return pd.DataFrame(rows, columns=["umc", "functie", "gender", "fte", "vast"])


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for seed, name in enumerate(CHANGES):
        changes(name, np.random.default_rng(100 + seed)).to_csv(FOLDER / f"changes_{name}.csv", index=False)
    for seed, (name, size, truncated) in enumerate(
        [("plain", 80, False), ("truncated", 120, True), ("small", 9, False)]
    ):
        frame = durations(size, np.random.default_rng(200 + seed), truncated=truncated)
        frame.to_csv(FOLDER / f"durations_{name}.csv", index=False)
    for seed, name in enumerate(PEOPLE):
        people(name, np.random.default_rng(300 + seed)).to_csv(FOLDER / f"people_{name}.csv", index=False)


if __name__ == "__main__":
    main()
