"""Plain tables beside tau-argus, the program that statistics bureaus use; only where pytauargus is installed."""

import numpy as np
import pandas as pd
import pytest

from sectorplan_analysis.disclosure.protect import protect
from tests.disclosure.systems import STATUSSEN, plain_table

pytauargus = pytest.importorskip("pytauargus", reason="tau-argus is niet geïnstalleerd: pip install pytauargus")

UMCS = ("A", "B", "C", "D")


def by_tau_argus(counts, folder):
    """Persons in hidden cells, the number of those, and which are small, as tau-argus has it."""
    people = [
        {"umc": u, "soort": s, "n": 1.0} for (u, s), n in zip(_keys(), counts.ravel(), strict=True) for _ in range(n)
    ]
    done = pytauargus.protect(
        pd.DataFrame(people), ["umc", "soort"], "n", "FREQ(5,66)", "OPT(1)", workdir=str(folder / "tau")
    )
    table = done.tables[0].dataframe()
    hidden = table[table["status"].isin(["U", "M"])]
    return (
        hidden["n"].sum(),
        len(hidden),
        {(u.strip(), s.strip()) for u, s in table.loc[table["status"] == "U", ["umc", "soort"]].to_numpy()},
    )


def _keys():
    return [(u, s) for u in UMCS for s in STATUSSEN]


@pytest.mark.parametrize("seed", range(4))
def test_tau_argus_calls_the_same_cells_small_and_finds_no_need_to_hide_more(seed, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # it leaves a log where it runs
    random = np.random.default_rng(seed)
    counts = random.integers(6, 30, size=(len(UMCS), len(STATUSSEN)))
    # small cells of three: tau-argus asks for one to five there, which is less than nought to five
    counts.ravel()[random.choice(counts.size, size=2, replace=False)] = 3
    system = plain_table(counts)
    shown = protect(system)[:, 0]
    people = system.cellen["medewerkers"].to_numpy()
    least, number, small = by_tau_argus(counts, tmp_path)
    assert small == {key for key, n in zip(_keys(), counts.ravel(), strict=True) if n == 3}
    assert not shown[people == 3].any()
    assert least <= people[~shown].sum()
    assert (~shown).sum() <= number + 3
