"""One table of a delivery: from rows of cells to the canonical frame, with a finding for whatever is not plain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sectorplan_analysis.checks.schemas import schema_failures
from sectorplan_analysis.findings import bevinding, regels
from sectorplan_analysis.reading.canonical import Waarden, canonical_frame, first_equal_row
from sectorplan_analysis.reading.cells import Cell, Foutcel, Kolom, Lezing, clean, column, damaged_cells, select
from sectorplan_analysis.reading.csv_file import Raster
from sectorplan_analysis.reading.dates import ambiguous_columns, serials_are_regular
from sectorplan_analysis.reading.headers import MAX_TITELRIJEN, Kop, assign, column_letter, find_header
from sectorplan_analysis.reading.identifiers import find_personal_data
from sectorplan_analysis.reading.layout import (
    SLEUTELVELD,
    TABELLEN,
    UMC_TABELLEN,
    Veld,
    column_types,
    empty_table,
)
from sectorplan_analysis.reading.meaning import read_values
from sectorplan_analysis.reading.numbers import thousands_assumed
from sectorplan_analysis.reading.shape import shape_problems
from sectorplan_analysis.reading.totals import total_lines
from sectorplan_analysis.reference import subthemas

DATUMSOORTEN = ("datum", "datum_of_leeg", "einddatum")


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
            return self._result(empty_table(tabel), {})
        kolommen, rows = self._body(kop)

        toewijzing = assign(kolommen, tabel)
        totals = total_lines(kolommen, toewijzing.velden, tabel)
        for i, expected in totals.items():
            code = "totaalregel_klopt_niet" if expected else "totaalregel"
            veld = SLEUTELVELD[tabel]
            kolom = kolommen[toewijzing.velden[veld]].kop
            self.report_row(code, i, kolom=kolom, veld=veld, verwacht=expected, waarde=_line_text(kolommen, i))
        keep = np.ones(len(self.rij), dtype=bool)
        if totals:
            keep[list(totals)] = False
            self.rij, self.fout = self.rij[keep], self.fout[keep]
            kolommen = [select(kolom, keep) for kolom in kolommen]
        if rows is not None:
            names = [kolom.kop for kolom in kolommen]
            sent = [row for row, kept in zip(rows, keep, strict=True) if kept]
            shape = {"n_columns": len(kop.cellen), "n_sent": len(self.raster.rijen[kop.index])}
            for code, i, details in shape_problems(sent, names, scheiding=self.raster.scheiding, **shape):
                self.report_row(code, i, **details)
        self._report_headers(toewijzing, kolommen)
        velden = toewijzing.velden
        self._check_cells(kolommen, velden)
        values = self._read_columns(kolommen, velden)
        self._check_promises(kolommen, velden, values)
        koppen = {veld: kolommen[j].kop for veld, j in velden.items()}
        sleutels = values.get(SLEUTELVELD[tabel])
        if not len(self.rij) and self.raster.fout is None:
            self.report("tabel_leeg", tabel=tabel)
        if any(code == "kolom_ontbreekt" for code, *_ in toewijzing.meldingen):
            self.fout[:] = True
            return self._result(empty_table(tabel), koppen, sleutels)
        source = {"umc": self.bron.umc, "bestand": self.bron.bestand, "blad": self.bron.blad, "rij": self.rij}
        frame = canonical_frame(tabel, values, source, len(self.rij))
        self._check_schema(frame, kolommen, velden, values)
        same = tabel in ("gender", "contracten")
        repeated = first_equal_row(list(values.values()) if same else kolommen, ~self.fout)
        veld = SLEUTELVELD[tabel]
        for i, first in repeated.items():
            self.report_row("dubbele_rij", i, kolom=koppen[veld], veld=veld, eerste=self.rij[first])
        kept = self._accepted(frame)
        kept = kept.drop(index=list(repeated)) if repeated else kept
        return self._result(kept, koppen, sleutels, dubbel=len(repeated))

    def _body(self, kop: Kop) -> tuple[list[Kolom], list[Sequence[Cell]] | None]:
        """Columns below the header, and the rows they come from when those may differ in shape."""
        if self.raster.kolommen is not None:
            n = len(self.raster.kolommen[0].codes)
            self.rij = np.arange(kop.index + 2, kop.index + 2 + n, dtype=np.int64)
            self.fout = np.zeros(n, dtype=bool)
            names = kop.cellen + [""] * (len(self.raster.kolommen) - len(kop.cellen))
            return [
                Kolom(name, cellen, codes, codewoorden)
                for name, (cellen, codes, codewoorden) in zip(names, self.raster.kolommen, strict=True)
            ], None
        below = [
            (number, row)
            for number, row in enumerate(self.raster.rijen[kop.index + 1 :], start=kop.index + 2)
            if any(clean(cell) is not None for cell in row)
        ]
        self.rij = np.array([number for number, _ in below], dtype=np.int64)
        self.fout = np.zeros(len(below), dtype=bool)
        rows = [row for _, row in below]
        width = max([len(kop.cellen), *map(len, rows)])
        names = kop.cellen + [""] * (width - len(kop.cellen))
        padded = [[*row, *[None] * (width - len(row))] for row in rows]
        return [column(name, [row[j] for row in padded]) for j, name in enumerate(names)], rows

    def _result(
        self, frame: pd.DataFrame, koppen: dict[str, str], sleutels: Waarden | None = None, *, dubbel: int = 0
    ) -> GelezenTabel:
        rejected = int(self.fout.sum())
        telling = {"gelezen": len(self.rij), "behouden": len(frame), "afgekeurd": rejected, "dubbel": dubbel}
        if telling["gelezen"] != telling["behouden"] + telling["afgekeurd"] + telling["dubbel"]:
            raise AssertionError(f"rows of {self.bron.bestand} do not add up: {telling}")
        keys = pd.Series(dtype="category")
        if sleutels is not None:
            keys = sleutels.per_row("category").set_axis(pd.Index(self.rij, copy=False))
        out = frozenset(keys[self.fout]) - {""} if len(keys) else frozenset()
        return GelezenTabel(self.bron, frame.reset_index(drop=True), self.bevindingen, telling, keys, out, koppen)

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
            veld = names.get(j, "")
            self._report_cells(kolom, veld, damaged_cells(kolom, gebruikt=bool(veld)))
            self._report_cells(kolom, veld, find_personal_data(kolom, kinds.get(veld, "")))

    def _read_columns(self, kolommen: list[Kolom], velden: dict[str, int]) -> dict[str, Waarden]:
        """Values per field and row; findings for the cells that are not plain."""
        fields = [veld for veld in TABELLEN[self.bron.tabel] if veld.naam in velden]
        dates = {v.naam: kolommen[velden[v.naam]] for v in fields if v.soort in DATUMSOORTEN}
        serials_regular = serials_are_regular(dates.values())
        values = {}
        for veld in fields:
            kolom = kolommen[velden[veld.naam]]
            if veld.soort == "id" and kolom.codewoorden:
                values[veld.naam] = Waarden(kolom.cellen, kolom.codes, verschillend=True)
                continue
            lezingen = self._read_column(kolom, veld)
            if veld.naam in dates and not serials_regular:
                lone = {k: r for k, r in enumerate(lezingen) if r.stijl == "excelgetal" and not r.code}
                self._report_cells(
                    kolom,
                    veld.naam,
                    {k: ("notatie_afwijkend", {"gelezen": r.waarde or "open einde"}) for k, r in lone.items()},
                )
            if veld.soort in ("ja_nee", "ja_of_leeg") and not kolom.codewoorden and kolom.cellen == [None]:
                self.report("kolom_leeg", kolom=kolom.kop, veld=veld.naam)
            if veld.soort == "bedrag" and thousands_assumed(kolom.cellen):
                self.report("bedrag_duizendtallen", kolom=kolom.kop, veld=veld.naam)
            values[veld.naam] = Waarden([lezing.waarde for lezing in lezingen], kolom.codes)
        for naam in sorted(ambiguous_columns({naam: kolom.cellen for naam, kolom in dates.items()})):
            self.report("datum_volgorde", kolom=dates[naam].kop, veld=naam)
        return values

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
        day_number = veld.soort in DATUMSOORTEN and isinstance(cell, int | float)
        return "dagnummer vanaf 1904" if day_number and self.raster.vanaf_1904 else cell

    def _check_schema(
        self, frame: pd.DataFrame, kolommen: list[Kolom], velden: dict[str, int], values: dict[str, Waarden]
    ) -> None:
        """Rules within a row, on the rows whose cells could all be read."""
        types = column_types(self.bron.tabel) if self.bron.tabel in UMC_TABELLEN else {}
        distinct = {
            naam: values[naam].distinct(dtype)
            for naam, dtype in types.items()
            if dtype != "category" and naam in values
        }
        for i, veld, code in schema_failures(self.bron.tabel, self._accepted(frame), distinct=distinct):
            kolom = kolommen[velden[veld]] if veld in velden else None
            details = {"thema": subthemas().get(frame["subthema"][i], "")} if code == "subthema_bij_ander_thema" else {}
            self.report_row(
                code,
                i,
                kolom=kolom.kop if kolom else "",
                veld=veld,
                waarde=kolom.cellen[kolom.codes[i]] if kolom else "",
                **details,
            )

    def _accepted(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows that no finding rejects, under their own labels; no copy of a frame that is right as a whole."""
        return frame[~self.fout] if self.fout.any() else frame

    def _check_promises(self, kolommen: list[Kolom], velden: dict[str, int], values: dict[str, Waarden]) -> None:
        """A promise with a date of which the sender does not say whether it is unconditional."""
        j = velden.get("toezegging_onvoorwaardelijk")
        if j is None or "toezegging_datum" not in values:
            return
        kolom = kolommen[j]
        promised = values["toezegging_datum"].filled()
        for i in np.flatnonzero(promised & kolom.per_row(lambda cell: cell is None)):
            self.report_row(
                "toezegging_voorwaardelijk_onbekend", int(i), kolom=kolom.kop, veld="toezegging_onvoorwaardelijk"
            )


def _line_text(kolommen: list[Kolom], i: int) -> str:
    cells = [kolom.cellen[kolom.codes[i]] for kolom in kolommen]
    return " | ".join(str(cell) for cell in cells if cell is not None)
