"""Pandera schemas of the typed tables: what one row may hold, with titles and units for the codebook.

The ``error`` of every check is a code of ``regels.csv``, with the column it is reported on after ``@`` when the rule
looks at several columns. All failures of a table come out at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType

import pandas as pd
import pandera.pandas as pa
from pandera.engines.pandas_engine import Engine

from sectorplan_analysis.coding import codes_of, spread
from sectorplan_analysis.reference import (
    BESTEDINGEN,
    CONTRACTSTATUSSEN,
    FUNCTIECATEGORIEEN,
    GENDERS,
    HERKOMSTEN,
    ONTVANGEN,
    ORGANISATIES,
    SITUATIES,
    known_umcs,
    subthemas,
)

MAX_FTE = 1.2
MAX_BEGROOT_FTE = 500
MAX_SCHAAL = 100
#: Seven times what all umcs together received in 2022-2025.
MAX_BEDRAG = 1e9
#: Ten times what all umcs together employ.
MAX_PERSONEN = 1_000_000
_EERSTE, _LAATSTE = pd.Timestamp(2000, 1, 1), pd.Timestamp(2040, 12, 31)
_START_SECTORPLAN = pd.Timestamp(2022, 1, 1)
_DAG = "datetime64[us]"


def _column(
    dtype: str, title: str, description: str, *checks: pa.Check, unit: str = "", nullable: bool = False
) -> pa.Column:
    return pa.Column(
        dtype, list(checks), nullable=nullable, title=title, description=description, metadata={"eenheid": unit}
    )


def _within_row(code: str, veld: str, rule: Callable[[pd.DataFrame], pd.Series]) -> pa.Check:
    """A rule over several columns of a row, reported on one of them."""
    return pa.Check(rule, error=f"{code}@{veld}", ignore_na=False)


def _one_of(values: Iterable[str], code: str) -> pa.Check:
    return pa.Check.isin(list(values), error=code)


def _date(title: str, description: str, *checks: pa.Check, nullable: bool = False) -> pa.Column:
    in_range = pa.Check.in_range(_EERSTE, _LAATSTE, error="datum_buiten_bereik")
    return _column(_DAG, title, description, in_range, *checks, unit="datum", nullable=nullable)


def _source() -> dict[str, pa.Column]:
    return {
        "bestand": _column("str", "Bestand", "file the row comes from, relative to the delivery"),
        "blad": _column("str", "Blad", "worksheet, empty for csv"),
        "rij": _column("int64", "Rij", "row as Excel shows it"),
    }


def _umc() -> pa.Column:
    return _column("str", "Umc", "slug of the umc", _umcs())


def _umcs(more: Iterable[str] = ()) -> pa.Check:
    """A known umc, asked when the rows are there: a round may bring a umc that the code lists do not have."""
    return pa.Check(lambda slugs: slugs.isin([*known_umcs(), *more]), error="umc_onbekend")


def _medewerker() -> dict[str, pa.Column]:
    return {"umc": _umc(), "medewerker_id": _column("str", "Medewerker", "pseudonym, unique within the umc only")}


def _ends_after_start(frame: pd.DataFrame) -> pd.Series:
    return frame["einddatum"].isna() | (frame["einddatum"] >= frame["begindatum"])


def _fits_theme(frame: pd.DataFrame) -> pd.Series:
    subthema, thema = frame["subthema"].cat, frame["thema"].cat
    place = thema.categories.get_indexer(pd.Index([subthemas().get(text, "") for text in subthema.categories]))
    return pd.Series(spread(place, codes_of(frame["subthema"])) == codes_of(frame["thema"]), index=frame.index)


_SCHAAL = pa.Check.in_range(-MAX_SCHAAL, MAX_SCHAAL, error="schaal_onmogelijk")
_EINDE = _within_row("einddatum_voor_begindatum", "einddatum", _ends_after_start)


def _scale_complete(frame: pd.DataFrame) -> pd.Series:
    return frame["schaal_min"].notna() == frame["schaal_max"].notna()


def _scale_rises(frame: pd.DataFrame) -> pd.Series:
    return ~(frame["schaal_min"] >= frame["schaal_max"])


def _in_scale(veld: str) -> pa.Check:
    return _within_row(
        "score_buiten_schaal",
        veld,
        lambda f: f[veld].isna() | ~_scale_usable(f) | ((f[veld] >= f["schaal_min"]) & (f[veld] <= f["schaal_max"])),
    )


def _scale_usable(f: pd.DataFrame) -> pd.Series:
    return f["schaal_min"].notna() & f["schaal_max"].notna() & (f["schaal_min"] < f["schaal_max"])


@cache
def schemas() -> dict[str, pa.DataFrameSchema]:
    """The schema per canonical table."""
    columns: dict[str, dict[str, pa.Column]] = {
        "personeel": {
            **_medewerker(),
            "functie": _column("str", "Functie", "function title in the umc's own words"),
            "functiecategorie": _column(
                "str",
                "Functiecategorie",
                "category of figures 4 and 5",
                _one_of(FUNCTIECATEGORIEEN, "functie_onbekend"),
            ),
            "kpi14": _column("bool", "KPI 14", "whether the title counts among the dataspecialisten of KPI 14"),
            "thema": _column("str", "Thema", "theme", _one_of(set(subthemas().values()), "thema_onbekend")),
            "subthema": _column("str", "Subthema", "subtheme", _one_of(subthemas(), "subthema_onbekend")),
            "fte": _column(
                "float64",
                "Fte",
                "fte paid from sectorplan money",
                pa.Check(lambda s: (s > 0) & (s <= MAX_FTE), error="fte_buiten_bereik"),
                unit="fte",
            ),
            "inloop": _column("bool", "Inloop", "paid from the inlooptraject onderbesteding"),
            "begindatum": _date(
                "Begindatum",
                "first day (inclusive)",
                pa.Check.ge(_START_SECTORPLAN, error="positie_voor_sectorplan"),
            ),
            "einddatum": _date("Einddatum", "last day (inclusive), empty while running", nullable=True),
        },
        "contracten": {
            **_medewerker(),
            "contracttype": _column(
                "str", "Contracttype", "vast or tijdelijk", _one_of(("vast", "tijdelijk"), "contracttype_onbekend")
            ),
            "begindatum": _date("Begindatum", "first day (inclusive)"),
            "einddatum": _date("Einddatum", "last day (inclusive), empty while open", nullable=True),
            "toezegging_datum": _date("Datum toezegging", "day conversion to vast was promised", nullable=True),
            "toezegging_onvoorwaardelijk": _column("bool", "Onvoorwaardelijk", "whether the promise is unconditional"),
        },
        "gender": {
            **_medewerker(),
            "gender": _column("str", "Gender", "v, m, x or onbekend", _one_of(GENDERS, "gender_onbekend")),
        },
        "werkdruk": {
            "meting": _column("int64", "Meting", "year of the measurement", unit="jaar"),
            "deelnemer_id": _column("str", "Deelnemer", "pseudonym, the same over the measurements"),
            "umc": _umc(),
            "focusgroep": _column("str", "Focusgroep", "name of the focus group"),
            "functiegroep": _column("str", "Functiegroep", "function group in the researchers' words"),
            "contractstatus": _column(
                "str",
                "Contractstatus",
                "as the participant states",
                _one_of(CONTRACTSTATUSSEN, "contractstatus_onbekend"),
            ),
            "situatie": _column("str", "Situatie", "voor, nu or ideaal", _one_of(SITUATIES, "situatie_onbekend")),
            "baanzekerheid": _column("float64", "Baanzekerheid", "perceived job security", unit="score", nullable=True),
            "werkdruk": _column(
                "float64", "Werkdruk", "perceived workload, higher is more", unit="score", nullable=True
            ),
            "werkplezier": _column("float64", "Werkplezier", "perceived pleasure in work", unit="score", nullable=True),
            "schaal_min": _column(
                "float64", "Schaal, minimum", "lowest score of the scale", _SCHAAL, unit="score", nullable=True
            ),
            "schaal_max": _column(
                "float64", "Schaal, maximum", "highest score of the scale", _SCHAAL, unit="score", nullable=True
            ),
        },
        "begroting": {
            "umc": _umc(),
            "begroot_fte": _column(
                "float64",
                "Begrote fte",
                "budgeted structural formation",
                pa.Check(lambda s: (s > 0) & (s <= MAX_BEGROOT_FTE), error="begroot_fte_buiten_bereik"),
                unit="fte",
            ),
        },
        "bestedingen": {
            "umc": _umc(),
            "jaar": _column("int64", "Jaar", "year of the money", unit="jaar"),
            "categorie": _column(
                "str",
                "Categorie",
                "kind of spending, or ontvangen",
                _one_of((*BESTEDINGEN, ONTVANGEN), "categorie_onbekend"),
            ),
            "bedrag_eur": _column(
                "float64",
                "Bedrag",
                "amount",
                pa.Check.ge(0, error="besteding_negatief"),
                pa.Check.in_range(-MAX_BEDRAG, MAX_BEDRAG, error="bedrag_buiten_bereik"),
                unit="EUR",
            ),
        },
        "culturele_diversiteit": {
            "umc": _column("str", "Organisatie", "umc or organisation", _umcs(ORGANISATIES)),
            "peildatum": _date("Peildatum", "reference day of the bureau"),
            "functiegroep": _column("str", "Functiegroep", "function group in the bureau's words"),
            "herkomst": _column(
                "str",
                "Herkomst",
                "origin group, or totaal",
                _one_of((*HERKOMSTEN, "onbekend", "totaal"), "herkomst_onbekend"),
            ),
            "aantal": _column(
                "float64",
                "Aantal",
                "persons; empty when not released",
                pa.Check(lambda s: (s % 1 == 0) & s.between(0, MAX_PERSONEN), error="aantal_onmogelijk"),
                unit="personen",
                nullable=True,
            ),
            "herkomst_pct": _column(
                "float64",
                "Percentage",
                "share of the group; empty when not released",
                pa.Check.in_range(0, 100, error="percentage_onmogelijk"),
                unit="%",
                nullable=True,
            ),
            "bron": _column("str", "Bron", "bureau, title and table"),
        },
    }
    rules: dict[str, list[pa.Check]] = {
        "personeel": [
            _EINDE,
            _within_row("subthema_bij_ander_thema", "subthema", _fits_theme),
        ],
        "contracten": [
            _EINDE,
            _within_row(
                "toezegging_na_einde",
                "toezegging_datum",
                lambda f: ~(f["toezegging_datum"] > f["einddatum"]),
            ),
            _within_row(
                "toezegging_zonder_datum",
                "toezegging_onvoorwaardelijk",
                lambda f: ~f["toezegging_onvoorwaardelijk"] | f["toezegging_datum"].notna(),
            ),
        ],
        "werkdruk": [
            *map(_in_scale, ("baanzekerheid", "werkdruk", "werkplezier")),
            *(_within_row("schaal_onvolledig", veld, _scale_complete) for veld in ("schaal_min", "schaal_max")),
            *(_within_row("schaal_omgekeerd", veld, _scale_rises) for veld in ("schaal_min", "schaal_max")),
        ],
    }
    return {
        tabel: pa.DataFrameSchema({**fields, **_source()}, checks=rules.get(tabel, []), strict=True, name=tabel)
        for tabel, fields in columns.items()
    }


@cache
def status_schema() -> pa.DataFrameSchema:
    """The schema of ``status.parquet``, which `sectorplan_analysis.status.persons_on` makes."""
    return pa.DataFrameSchema(
        {
            "peildatum": _column("datetime64[ms]", "Peildatum", "day the row is about", unit="datum"),
            **_medewerker(),
            "gender": _column("str", "Gender", "v, m, x, or onbekend without a row in gender", _one_of(GENDERS, "")),
            "contractstatus": _column(
                "str",
                "Contractstatus",
                "vast if a running contract is vast, else toegezegd_vast if one has an unconditional promise dated on "
                "or before the peildatum, else tijdelijk; onbekend when no contract runs",
                _one_of(CONTRACTSTATUSSEN, ""),
            ),
            "functiecategorie": _column(
                "str",
                "Functiecategorie",
                "category of the largest position, regular positions first",
                _one_of(FUNCTIECATEGORIEEN, ""),
            ),
            "regulier_fte": _column(
                "float64", "Fte regulier", "sum over positions outside the inlooptraject", unit="fte"
            ),
            "inloop_fte": _column("float64", "Fte inloop", "sum over positions of the inlooptraject", unit="fte"),
        },
        strict=True,
        name="status",
    )


def schema_failures(
    tabel: str, frame: pd.DataFrame, *, distinct: Mapping[str, pd.Series] = MappingProxyType({})
) -> Iterator[tuple[int, str, str]]:
    """Row label, column and code of every rule a frame breaks, each once and in a fixed order.

    Parameters
    ----------
    distinct
        For columns of which that is known: every value they hold, and perhaps some that they do not.

    Raises
    ------
    ValueError
        When the frame itself is wrong (a column missing or of another type): that is an error in this package.
    """
    schema = schemas()[tabel]
    if list(frame) != list(schema.columns):
        raise ValueError(f"table {tabel} does not have its columns and types")
    found = set()
    for naam, column in schema.columns.items():
        coded = isinstance(frame[naam].dtype, pd.CategoricalDtype)
        # a value that millions of rows have is judged once
        values = pd.Series(frame[naam].cat.categories) if coded else frame[naam]
        right_type = column.dtype.check(Engine.dtype(values.dtype))
        if not right_type or (values.hasnans and not column.nullable):
            raise ValueError(f"table {tabel} does not have its columns and types")
        if column.checks and not coded:
            values = distinct.get(naam, values).dropna().drop_duplicates()
        for check in column.checks:
            wrong = values[~check(values).check_output.to_numpy(bool)]
            rows = frame.index[frame[naam].isin(wrong)] if len(wrong) else []
            found |= {(int(row), naam, check.error) for row in rows}
    for check in schema.checks:
        code, _, veld = check.error.partition("@")
        found |= {(int(row), veld, code) for row in frame.index[~check(frame).check_output.to_numpy(bool)]}
    yield from sorted(found)
