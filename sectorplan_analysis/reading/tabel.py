"""One table of a delivery: from rows of cells to the canonical frame, with a finding for whatever is not plain."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sectorplan_analysis.checks.schemas import schema_failures
from sectorplan_analysis.findings import bevinding, regels
from sectorplan_analysis.reading.betekenis import read_values
from sectorplan_analysis.reading.cellen import Cell, Foutcel, Kolom, Lezing, clean, column, select
from sectorplan_analysis.reading.datums import ambiguous_columns, read_dates
from sectorplan_analysis.reading.koppen import MAX_TITELRIJEN, assign, column_letter, find_header
from sectorplan_analysis.reading.persoonsgegevens import find_personal_data
from sectorplan_analysis.reading.tabellen import (
    CENTRALE_TABELLEN,
    SLEUTELVELD,
    TABELLEN,
    Veld,
    column_types,
    empty_table,
)
from sectorplan_analysis.reading.tekstbestand import Raster
from sectorplan_analysis.reading.totalen import total_lines
from sectorplan_analysis.reading.woorden import find_functie
from sectorplan_analysis.reference import subthemas

_EXCEL_FOUTEN = frozenset(
    (
        "#N/A",
        "#N/B",
        "#REF!",
        "#VERW!",
        "#VALUE!",
        "#WAARDE!",
        "#NAME?",
        "#NAAM?",
        "#DIV/0!",
        "#DEEL/0!",
        "#NUM!",
        "#GETAL!",
        "#NULL!",
        "#LEEG!",
        "#######",
    )
)
_DATUMSOORTEN = ("datum", "datum_of_leeg", "einddatum")


class Bron(NamedTuple):
    """Where a table comes from: ``umc`` is a slug or ``centraal``, ``bestand`` relative to the delivery folder."""

    umc: str
    tabel: str
    bestand: str
    blad: str = ""


class GelezenTabel(NamedTuple):
    """A canonical frame, its findings and its accounting.

    ``sleutels`` are the pseudonyms in every row read, rejected rows included, with their rows; ``afgekeurd`` those of
    rejected rows; ``koppen`` the header as sent per field.
    """

    bron: Bron
    frame: pd.DataFrame
    bevindingen: list[dict[str, Any]]
    telling: dict[str, int]
    sleutels: pd.Series
    afgekeurd: frozenset[str]
    koppen: dict[str, str]


def read_table(raster: Raster, bron: Bron) -> GelezenTabel:
    """Read one table.

    Parameters
    ----------
    raster
        Rows of cells; row ``i`` is row ``i + 1`` in Excel.
    bron
        Which table of which umc, and the file and sheet it is in.

    Notes
    -----
    Rows read = rows kept + rows rejected + exact duplicates merged. A row is rejected when a finding of severity
    ``fout`` names it. Title, blank and total lines are not rows read.
    """
    return _Lezer(raster, bron).read()


class _Lezer:
    """The steps of reading one table; holds what all of them add to: findings and rejected rows."""

    def __init__(self, raster: Raster, bron: Bron) -> None:
        self.raster = raster
        self.bron = bron
        self.bevindingen: list[dict[str, Any]] = []
        self.fout = np.zeros(0, dtype=bool)
        self.rij = np.zeros(0, dtype=np.int64)

    def report(self, code: str, **details: Any) -> None:
        where = {"umc": self.bron.umc, "bestand": self.bron.bestand, "blad": self.bron.blad}
        self.bevindingen.append(bevinding(code, **(where | details)))

    def report_row(self, code: str, i: int, **details: Any) -> None:
        self.report(code, rij=int(self.rij[i]), **details)
        if regels()[code]["ernst"] == "fout":
            self.fout[i] = True

    def read(self) -> GelezenTabel:
        tabel = self.bron.tabel
        kop = find_header(self.raster.rijen, tabel)
        if self.raster.fout is not None:
            rij, j = self.raster.fout
            self.report(
                "aanhalingsteken", rij=rij, kolom=kop.cellen[j] if kop and j < len(kop.cellen) else column_letter(j)
            )
        if kop is None:
            self.report("koprij_ontbreekt", aantal=MAX_TITELRIJEN, tabel=tabel)
            return self._result(empty_table(tabel), {}, {}, None)
        below = [
            (number, row)
            for number, row in enumerate(self.raster.rijen[kop.index + 1 :], start=kop.index + 2)
            if any(clean(cell) is not None for cell in row)
        ]
        self.rij = np.array([number for number, _ in below], dtype=np.int64)
        rows = [row for _, row in below]
        self.fout = np.zeros(len(rows), dtype=bool)
        width = max([len(kop.cellen), *map(len, rows)])
        names = kop.cellen + [""] * (width - len(kop.cellen))
        padded = [row + [None] * (width - len(row)) for row in rows]
        kolommen = [column(name, [row[j] for row in padded]) for j, name in enumerate(names)]

        toewijzing = assign(kolommen, tabel)
        totals = total_lines(kolommen, toewijzing.velden, tabel)
        for i, expected in totals.items():
            code = "totaalregel_klopt_niet" if expected else "totaalregel"
            veld = SLEUTELVELD[tabel]
            kolom = kolommen[toewijzing.velden[veld]].kop
            self.report_row(code, i, kolom=kolom, veld=veld, verwacht=expected, waarde=_line_text(rows[i]))
        keep = np.ones(len(rows), dtype=bool)
        keep[list(totals)] = False
        self.rij, self.fout = self.rij[keep], self.fout[keep]
        rows = [row for row, kept in zip(rows, keep, strict=True) if kept]
        kolommen = [select(kolom, keep) for kolom in kolommen]

        self._check_shape(rows, len(kop.cellen), len(self.raster.rijen[kop.index]), names)
        self._report_headers(toewijzing, kolommen)
        velden = toewijzing.velden
        self._check_cells(kolommen, velden)
        values = self._read_columns(kolommen, velden)
        self._check_promises(kolommen, velden, values)
        koppen = {veld: kolommen[j].kop for veld, j in velden.items()}
        sleutels = values.get(SLEUTELVELD[tabel])
        if not len(rows) and self.raster.fout is None:
            self.report("tabel_leeg", tabel=tabel)
        if any(code == "kolom_ontbreekt" for code, *_ in toewijzing.meldingen):
            self.fout[:] = True
            return self._result(empty_table(tabel), koppen, {}, sleutels)
        frame = self._frame(values)
        self._check_schema(frame, kolommen, velden)
        duplicates = self._merge_duplicates(kolommen, frame, koppen[SLEUTELVELD[tabel]])
        return self._result(
            frame[~self.fout & ~duplicates.to_numpy()], koppen, {"dubbel": int(duplicates.sum())}, sleutels
        )

    def _result(
        self, frame: pd.DataFrame, koppen: dict[str, str], counts: dict[str, int], sleutels: list[Any] | None
    ) -> GelezenTabel:
        telling = {
            "gelezen": len(self.rij),
            "behouden": len(frame),
            "afgekeurd": int(self.fout.sum()),
            "dubbel": counts.get("dubbel", 0),
        }
        if telling["gelezen"] != telling["behouden"] + telling["afgekeurd"] + telling["dubbel"]:
            raise AssertionError(f"rows of {self.bron.bestand} do not add up: {telling}")
        keys = pd.Series(
            sleutels if sleutels is not None else [], index=self.rij if sleutels is not None else None, dtype=object
        )
        rejected = frozenset(key for key, bad in zip(keys, self.fout, strict=False) if bad and key)
        return GelezenTabel(self.bron, frame.reset_index(drop=True), self.bevindingen, telling, keys, rejected, koppen)

    def _check_shape(self, rows: list[list[Cell]], n_columns: int, n_sent: int, names: list[str]) -> None:
        """Rows with more or fewer cells than there are columns, and values in columns without a name."""
        lengths = [len(row) for row in rows]
        # delimiters at the end of every line, or of none, are a style; on some lines, or where the delimiter may be a
        # decimal comma, they are a shifted row
        csv = bool(self.raster.scheiding)
        uniform = len(set(lengths)) <= 1 and (self.raster.scheiding != "," or lengths[:1] == [n_sent])
        trimmed = (
            all(
                length <= n_columns and (not row or clean(row[-1]) is not None)
                for row, length in zip(rows, lengths, strict=True)
            )
            and lengths.count(n_columns) < len(rows) - 1
        )
        for i, row in enumerate(rows):
            extra = [j for j, cell in enumerate(row) if not names[j] and clean(cell) is not None]
            if extra and extra[0] < n_columns:
                letter = column_letter(extra[0])
                self.report_row("waarde_zonder_kop", i, kolom=letter, kolomletter=letter, waarde=row[extra[0]])
            elif extra or (len(row) > n_columns and not uniform and csv):
                self.report_row("rij_te_lang", i, kolom=column_letter(n_columns), cellen=len(row), kolommen=n_columns)
            elif len(row) < n_columns and not trimmed and csv:
                self.report_row("rij_te_kort", i, kolom=names[len(row)], cellen=len(row), kolommen=n_columns)

    def _report_headers(self, toewijzing: Any, kolommen: list[Kolom]) -> None:
        for code, j, veld, details in toewijzing.meldingen:
            self.report(code, kolom="" if j is None else kolommen[j].kop, **({"veld": veld} | details))

    def _report_cells(self, kolom: Kolom, veld: str, findings: dict[int, tuple[str, dict[str, object]]]) -> None:
        """A finding on every row that holds one of these distinct cells; waarde is the cell."""
        if not findings:
            return
        for i in np.flatnonzero(np.isin(kolom.codes, list(findings))):
            code, details = findings[int(kolom.codes[i])]
            hidden = code.startswith("persoonsgegeven")
            waarde = None if hidden else kolom.cellen[kolom.codes[i]]
            self.report_row(code, int(i), kolom=kolom.kop, **({"veld": veld, "waarde": waarde} | details))

    def _check_cells(self, kolommen: list[Kolom], velden: dict[str, int]) -> None:
        """What is wrong with a cell whatever it means: too large, damaged, or identifying a person."""
        names = {j: veld for veld, j in velden.items()}
        kinds = {veld.naam: veld.soort for veld in TABELLEN[self.bron.tabel]}
        for j, kolom in enumerate(kolommen):
            found = {}
            for k, cell in enumerate(kolom.cellen):
                if isinstance(cell, Foutcel):
                    found[k] = (cell.code, {})
                elif not isinstance(cell, str) or j not in names:
                    continue
                elif cell.upper() in _EXCEL_FOUTEN:
                    found[k] = (Foutcel.code, {})
                elif any(c == "\ufffd" or (unicodedata.category(c) == "Cc" and c not in "\n\r\t") for c in cell):
                    found[k] = ("cel_stuurteken", {})
            self._report_cells(kolom, names.get(j, ""), found)
            personal = find_personal_data(kolom, kinds.get(names.get(j, ""), ""))
            self._report_cells(kolom, names.get(j, ""), personal)

    def _read_columns(self, kolommen: list[Kolom], velden: dict[str, int]) -> dict[str, list[Any]]:
        """Values per field and row; findings for the cells that are not plain."""
        values = {}
        dates = {}
        serial_style = self._serials_are_regular(kolommen, velden)
        for veld in TABELLEN[self.bron.tabel]:
            if veld.naam not in velden:
                continue
            kolom = kolommen[velden[veld.naam]]
            lezingen = self._read_column(kolom, veld)
            if veld.soort in _DATUMSOORTEN and not serial_style:
                self._report_cells(
                    kolom,
                    veld.naam,
                    {
                        k: ("notatie_afwijkend", {"gelezen": lezing.waarde or "open einde"})
                        for k, lezing in enumerate(lezingen)
                        if lezing.stijl == "excelgetal" and not lezing.code
                    },
                )
            if veld.soort in _DATUMSOORTEN:
                dates[veld.naam] = [c for c, n in zip(kolom.cellen, kolom.aantallen, strict=True) if n]
            if veld.soort in ("ja_nee", "ja_of_leeg") and len(kolom.codes) and kolom.cellen == [None]:
                self.report("kolom_leeg", kolom=kolom.kop, veld=veld.naam)
            distinct = [lezing.waarde for lezing in lezingen]
            values[veld.naam] = [distinct[code] for code in kolom.codes]
        for naam in sorted(ambiguous_columns(dates)):
            self.report("datum_volgorde", kolom=kolommen[velden[naam]].kop, veld=naam)
        return values

    def _serials_are_regular(self, kolommen: list[Kolom], velden: dict[str, int]) -> bool:
        """Whether Excel serial numbers are the notation of this file: at least as many as dates in words or digits."""
        columns = [
            kolommen[velden[v.naam]] for v in TABELLEN[self.bron.tabel] if v.soort in _DATUMSOORTEN and v.naam in velden
        ]
        serials = others = 0
        for kolom in columns:
            for lezing, aantal in zip(read_dates(kolom.cellen, open_einde=True), kolom.aantallen, strict=True):
                serials += int(aantal) * (lezing.stijl == "excelgetal")
                others += int(aantal) * (lezing.stijl not in ("", "excelgetal"))
        return serials >= others

    def _read_column(self, kolom: Kolom, veld: Veld) -> list[Lezing]:
        readable = kolom._replace(cellen=[self._readable(cell, veld) for cell in kolom.cellen])
        lezingen = read_values(readable, veld)
        found = {
            k: (lezing.code, lezing.details)
            for k, (cell, lezing) in enumerate(zip(kolom.cellen, lezingen, strict=True))
            if lezing.code and not isinstance(cell, Foutcel)
        }
        self._report_cells(kolom, veld.naam, found)
        return lezingen

    def _readable(self, cell: Cell, veld: Veld) -> Cell:
        """The cell as the readers may see it: no error of a formula, no day count from another year than they know."""
        if isinstance(cell, Foutcel):
            return None
        day_number = veld.soort in _DATUMSOORTEN and isinstance(cell, int | float)
        return "dagnummer vanaf 1904" if day_number and self.raster.vanaf_1904 else cell

    def _frame(self, values: dict[str, list[Any]]) -> pd.DataFrame:
        """The canonical frame of all rows read; a cell that could not be read holds a stand-in, its row is rejected."""
        tabel = self.bron.tabel
        types = column_types(tabel)
        data: dict[str, Any] = {} if tabel in CENTRALE_TABELLEN else {"umc": [self.bron.umc] * len(self.rij)}
        if "functie" in values:
            found = [find_functie(titel or "") for titel in values["functie"]]
            data["functiecategorie"] = [f.functiecategorie if f else "" for f in found]
            data["kpi14"] = [f.kpi14 if f else False for f in found]
        data |= values
        data |= {"bestand": self.bron.bestand, "blad": self.bron.blad, "rij": self.rij}
        for naam, dtype in types.items():
            column_values = data.get(naam)
            if column_values is None:
                column_values = {"schaal_min": 0.0, "schaal_max": 10.0}.get(naam, np.nan)
            if dtype == "str" and isinstance(column_values, list):
                column_values = ["" if value is None else value for value in column_values]
            elif dtype == "int64" and isinstance(column_values, list):
                column_values = [0 if value is None else value for value in column_values]
            data[naam] = pd.Series(
                column_values, index=range(len(self.rij)), dtype=object if isinstance(column_values, list) else None
            )
        frame = pd.DataFrame({naam: data[naam] for naam in types})
        frame = frame.assign(**{n: pd.to_datetime(frame[n]) for n, t in types.items() if t.startswith("datetime")})
        return self._complete_scale(frame.astype(types))

    def _complete_scale(self, frame: pd.DataFrame) -> pd.DataFrame:
        """A row without a scale has 0 to 10; half a scale is left for the schema to refuse."""
        if "schaal_min" not in frame:
            return frame
        neither = frame["schaal_min"].isna() & frame["schaal_max"].isna()
        return frame.assign(
            schaal_min=frame["schaal_min"].mask(neither, 0.0), schaal_max=frame["schaal_max"].mask(neither, 10.0)
        )

    def _check_schema(self, frame: pd.DataFrame, kolommen: list[Kolom], velden: dict[str, int]) -> None:
        """Rules within a row, on the rows whose cells could all be read."""
        readable = frame[~self.fout]
        for i, veld, code in schema_failures(self.bron.tabel, readable):
            kolom = kolommen[velden[veld]] if veld in velden else None
            details = (
                {"thema": subthemas().get(frame.at[i, "subthema"], "")} if code == "subthema_bij_ander_thema" else {}
            )
            self.report_row(
                code,
                i,
                kolom=kolom.kop if kolom else "",
                veld=veld,
                waarde=kolom.cellen[kolom.codes[i]] if kolom else "",
                **details,
            )

    def _check_promises(self, kolommen: list[Kolom], velden: dict[str, int], values: dict[str, list[Any]]) -> None:
        """A promise with a date of which the sender does not say whether it is unconditional."""
        j = velden.get("toezegging_onvoorwaardelijk")
        if j is None or "toezegging_datum" not in values:
            return
        kolom = kolommen[j]
        for i, (code, datum) in enumerate(zip(kolom.codes, values["toezegging_datum"], strict=True)):
            if datum is not None and kolom.cellen[code] is None:
                self.report_row(
                    "toezegging_voorwaardelijk_onbekend", i, kolom=kolom.kop, veld="toezegging_onvoorwaardelijk"
                )

    def _merge_duplicates(self, kolommen: Iterable[Kolom], frame: pd.DataFrame, kop: str) -> pd.Series:
        """Rows equal to an earlier row in every column as sent; rejected rows stay out of it.

        In ``gender`` and ``contracten`` a row that says the same in another notation adds nothing either. In the other
        tables it might be a second position or amount, and the rules across rows refuse it.
        """
        if self.bron.tabel in ("gender", "contracten"):
            sent = frame.drop(columns=["bestand", "blad", "rij"])
        else:
            sent = pd.DataFrame({j: kolom.codes for j, kolom in enumerate(kolommen)})
        groups = sent.groupby(list(sent.columns), sort=False, dropna=False).ngroup()
        accepted = groups[~self.fout]
        duplicate = pd.Series(False, index=groups.index)
        duplicate.loc[accepted.index] = accepted.duplicated()
        first = accepted.drop_duplicates()
        row_of = dict(zip(first, self.rij[first.index], strict=True))
        for i in np.flatnonzero(duplicate):
            self.report_row(
                "dubbele_rij", int(i), kolom=kop, veld=SLEUTELVELD[self.bron.tabel], eerste=row_of[groups[i]]
            )
        return duplicate


def _line_text(row: list[Cell]) -> str:
    return " | ".join(str(cell) for cell in map(clean, row) if cell is not None)
