"""Small invented figures for the pages; shared with the notebook that runs in a kernel of its own."""

import inspect

import pandas as pd
import pytest


def voorbeelden() -> dict[str, pd.DataFrame]:
    functies = ["hoogleraar", "UHD", "UD", "docent", "onderzoeker", "dataspecialist", "kennisvalorisatie"]
    statussen = ["vast", "toegezegd_vast", "tijdelijk"]
    posities = [("voor", 3, 8, 4), ("voor", 7, 8, 2), ("nu", 8, 7, 5), ("nu", 9, 7, 1), ("ideaal", 9, 5, 6)]
    series = {"totaal": [3.0, 18.0, 41.0], "vast": [1.0, 11.0, 39.5], "tijdelijk": [2.0, 7.0, 1.5]}
    return {
        "figuur1": pd.DataFrame(posities, columns=["situatie", "baanzekerheid", "werkdruk", "aantal"]),
        "figuur2": pd.DataFrame(
            [
                (jaar, lezing, status, value)
                for lezing in ("Met data scientists", "Zonder data scientists")
                for status, values in series.items()
                for jaar, value in zip((2023, 2024, 2025), values, strict=True)
            ],
            columns=["jaar", "lezing", "contractstatus", "fte"],
        ),
        "figuur3": pd.DataFrame(
            [
                ("lumc", "vast", 30.0),
                ("lumc", "tijdelijk", 5.2),
                ("lumc", "inloop", 0.0),
                ("amsterdam-umc-vu", "vast", 39.73),
                ("amsterdam-umc-vu", "inloop", 5.7),
                ("erasmus-mc", "vast", 46.98),
                ("erasmus-mc", "tijdelijk", 5.09),
            ],
            columns=["umc", "contractstatus", "fte"],
        ),
        "begroot": pd.DataFrame({"umc": ["lumc", "amsterdam-umc-vu", "erasmus-mc"], "begroot_fte": [32.3, 32.6, 50.4]}),
        "functies": pd.DataFrame(
            [(f, s, 3.25 * (i + 1) + j) for i, f in enumerate(functies) for j, s in enumerate(statussen)],
            columns=["functiecategorie", "contractstatus", "fte"],
        ),
        "figuur6": pd.DataFrame(
            [("UD", "v", 50.0), ("UD", "m", 27.81), ("hoogleraar", "v", 6.0), ("hoogleraar", "m", 4.0)],
            columns=["functiecategorie", "gender", "fte"],
        ),
        "figuur7": pd.DataFrame(
            [
                ("lumc", "Cohorten", 4.5, True),
                ("lumc", "Valorisatie", 1.2, False),
                ("umcg", "Cohorten", 0.0, True),
                ("umcg", "Dataspecialisten", 7.0, True),
            ],
            columns=["umc", "subthema", "fte", "gepland"],
        ),
    }


@pytest.fixture(scope="session")
def bron() -> str:
    """Source of `voorbeelden`, for a cell of a notebook."""
    return inspect.getsource(voorbeelden)


@pytest.fixture
def data() -> dict[str, pd.DataFrame]:
    return voorbeelden()
