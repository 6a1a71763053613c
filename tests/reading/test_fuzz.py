"""Damaged files: whatever bytes arrive, reading and judging end with findings and never with an exception.

Ninety fixed cases run with the other tests. ``make fuzz`` draws new ones for FUZZ_SECONDS.
"""

import io
import os
import random
import time
import zipfile

import pytest
import xlsxwriter

from tests.reading.deliveries import CENTRAAL, TABELLEN, UMC, csv_bytes, judge, write_tables

CASES = 90
SECONDS = float(os.environ.get("FUZZ_SECONDS", 0))
#: Pieces that mean something to a reader of tables.
PIECES = [
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1a", b'"', b'""', b";", b"\t", b"\r", b"\n", b"\r\n\r\n", b",,,,,",
    b"=1+1", b"1e999", b"-0", b"nan", b"31-02-2025", b"99999999999999999999", "\u202e".encode(), "\u2028".encode(),
    b"\xc3\x28", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"<row r='1048577'/>", b"</sheetData>", b"A1:XFD1048576",
    b"#REF!", b't="e"',
]  # fmt: skip


def workbook_bytes():
    """The tables of the umc as one workbook."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        for name in ("personeel", "contracten", "gender"):
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(TABELLEN[name]):
                sheet.write_row(number, 0, row)
    return buffer.getvalue()


WORKBOOK = workbook_bytes()


def damage(data: bytes, draw: random.Random) -> bytes:
    """The bytes with one to eight things wrong with them."""
    damaged = bytearray(data)
    for _ in range(draw.randint(1, 8)):
        place, size = draw.randrange(len(damaged) + 1), draw.choice((1, 2, 7, 60, 800))
        match draw.randrange(6):
            case 0:
                damaged[place : place + size] = draw.randbytes(size)
            case 1:
                del damaged[place : place + size]
            case 2:
                damaged[place:place] = draw.choice(PIECES)
            case 3:
                damaged[place:place] = damaged[place : place + size] * draw.choice((1, 3, 40))
            case 4:
                del damaged[place:]
            case 5:
                other = draw.randrange(len(damaged) + 1)
                damaged[place:place] = damaged[other : other + size]
    return bytes(damaged)


def damage_inside(workbook: bytes, draw: random.Random) -> bytes:
    """A workbook that is a good archive with one damaged part."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = draw.choice(old.namelist())
        for name in old.namelist():
            new.writestr(name, damage(old.read(name), draw) if name == chosen else old.read(name))
    return buffer.getvalue()


def check_case(seed: int, folder) -> None:
    """One damaged delivery: it is read and judged, every row is accounted for, and within reasonable time."""
    draw = random.Random(seed)
    write_tables(folder, TABELLEN)
    if draw.random() < 0.5:
        name = draw.choice(list(TABELLEN))
        place = folder if name in CENTRAAL else folder / UMC
        encoding = draw.choice(("utf-8", "utf-8-sig", "cp1252", "utf-16"))
        data = csv_bytes(TABELLEN[name], delimiter=draw.choice(";,\t"), encoding=encoding)
        (place / f"{name}.csv").write_bytes(damage(data, draw))
    else:
        for name in ("personeel", "contracten", "gender"):
            (folder / UMC / f"{name}.csv").unlink()
        (folder / UMC).rmdir()
        broken = damage_inside(WORKBOOK, draw) if draw.random() < 0.7 else damage(WORKBOOK, draw)
        (folder / f"{UMC}.xlsx").write_bytes(broken)
    begun = time.process_time()
    levering = judge(folder)
    assert time.process_time() - begun < 20
    rows = levering.rijen
    assert (rows["gelezen"] == rows["behouden"] + rows["afgekeurd"] + rows["dubbel"]).all()
    for name, table in levering.tables.items():
        assert len(table) == rows.loc[rows["tabel"] == name, "behouden"].sum()


@pytest.mark.parametrize("block", range(6))
def test_a_damaged_file_gives_findings_and_no_exception(tmp_path, block):
    for seed in range(block * CASES // 6, (block + 1) * CASES // 6):
        folder = tmp_path / str(seed) / "2025-12-31"
        try:
            check_case(seed, folder)
        except Exception as error:
            raise AssertionError(f"case {seed}") from error


@pytest.mark.skipif(not SECONDS, reason="make fuzz")
def test_new_damage_as_long_as_there_is_time(tmp_path):
    end, seed = time.monotonic() + SECONDS, time.time_ns()
    while time.monotonic() < end:
        seed += 1
        try:
            check_case(seed, tmp_path / str(seed) / "2025-12-31")
        except Exception as error:
            raise AssertionError(f"case {seed}") from error
