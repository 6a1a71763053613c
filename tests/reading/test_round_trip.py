"""Any valid table, written in any legal style, reads back the same; any corrupted cell is named or changes nothing."""

from __future__ import annotations

import datetime as dt
import string

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reading.deliveries import TABELLEN, csv_bytes, found, read_one

FAST = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
MAANDEN = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
DATE_STYLES = {
    "31-12-2025": lambda d: f"{d:%d-%m-%Y}",
    "1-2-2025": lambda d: f"{d.day}-{d.month}-{d.year}",
    "2025-12-31": lambda d: d.isoformat(),
    "31/12/2025": lambda d: f"{d:%d/%m/%Y}",
    "31.12.2025": lambda d: f"{d:%d.%m.%Y}",
    "20251231": lambda d: f"{d:%Y%m%d}",
    "31-dec-2025": lambda d: f"{d.day:02d}-{MAANDEN[d.month - 1]}-{d.year}",
    "1 maart 2024": lambda d: f"{d.day} {MAANDEN[d.month - 1]} {d.year}",
    "excel": lambda d: str((d - dt.date(1899, 12, 30)).days),
    "midnight": lambda d: f"{d.isoformat()} 00:00:00",
}
YES_NO = [("ja", "nee"), ("j", "n"), ("yes", "no"), ("TRUE", "FALSE"), ("waar", "onwaar"), ("1", "0"), ("x", "")]
ID_HEADERS = ["medewerker_id", "Personeelsnummer", "PERS.NR.", "Employee ID", "Medewerker-ID"]
BEGIN_HEADERS = ["begindatum", "Ingangsdatum", "Start date", "BEGIN_DATUM", "Datum ingang"]
END_HEADERS = ["einddatum", "Datum einde", "t/m", "End date", "Einde"]
TITELS = ["UD", "Universitair docent 1", "hoogleraar", "Data-steward", "postdoc", "Docent 3", "Analist"]
PLAN = [
    ("Preventie", "Innovatiemotor in de regio"),
    ("Datagedreven innovatie", "Cohorten"),
    ("preventie", "leefstijldata & -interventies"),
]

days = st.dates(dt.date(2022, 1, 1), dt.date(2040, 12, 31))
ids = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x24F, exclude_characters="\x7f\xad"), min_size=1, max_size=8
).filter(
    lambda text: (
        text.isprintable()
        and not any(c in text for c in "@#+")
        and text[0] not in ".,({"
        and text.casefold() not in ("null", "nan", "none", "nil")
    )
)
layouts = st.fixed_dictionaries(
    {
        "delimiter": st.sampled_from([";", ",", "\t", "|"]),
        "encoding": st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le"]),
        "newline": st.sampled_from(["\r\n", "\n"]),
    }
)


@st.composite
def personeel(draw):
    """Values of a personeel table with the text of each cell in one style per column."""
    keys = draw(st.lists(ids, min_size=1, max_size=6, unique=True))
    style, yes_no = DATE_STYLES[draw(st.sampled_from(sorted(DATE_STYLES)))], draw(st.sampled_from(YES_NO))
    sign, open_end = draw(st.sampled_from([",", "."])), draw(st.booleans())
    values, texts = [], []
    for key in keys:
        fte = draw(st.integers(1, 120)) / 100
        inloop = draw(st.booleans())
        begin, end = draw(days), draw(st.none() | days)
        if end is not None and end < begin:
            begin, end = end, begin
        thema, subthema = draw(st.sampled_from(PLAN))
        last = dt.date(9999, 12, 31) if open_end else None
        texts.append(
            {
                "id": key + draw(st.sampled_from(["", " ", "\u00a0"])),
                "functie": draw(st.sampled_from(TITELS)),
                "thema": thema,
                "subthema": subthema,
                "fte": f"{fte:.2f}".replace(".", sign),
                "inloop": yes_no[not inloop],
                "begin": style(begin),
                "eind": style(end) if end else style(last) if last else "",
            }
        )
        values.append((key, fte, inloop, begin, end))
    headers = {
        "id": draw(st.sampled_from(ID_HEADERS)),
        "begin": draw(st.sampled_from(BEGIN_HEADERS)),
        "eind": draw(st.sampled_from(END_HEADERS)),
    }
    order = draw(st.permutations(list(texts[0])))
    rows = [[headers.get(name, name) for name in order], *([row[name] for name in order] for row in texts)]
    titles = draw(st.integers(0, 3))
    return [["Overzicht"] + [""] * 7] * titles + rows, values


@FAST
@given(table=personeel(), layout=layouts)
def test_any_table_in_any_style_reads_back_the_same(table, layout):
    rows, values = table
    read = read_one("personeel", csv_bytes(rows, **layout))
    notes = {code for code, *_ in found(read)}
    assert notes <= {"datum_volgorde"}
    got = [
        (
            r.medewerker_id,
            r.fte,
            r.inloop,
            r.begindatum.date(),
            None if r.einddatum != r.einddatum else r.einddatum.date(),
        )
        for r in read.frame.itertuples()
    ]
    assert got == values


@FAST
@given(
    amounts=st.lists(st.integers(1000, 10**10), min_size=1, max_size=5),
    style=st.sampled_from([(".", ","), (",", "."), (" ", ","), ("", ","), ("", "."), ("'", "."), ("\u00a0", ",")]),
    prefix=st.sampled_from(["", "€ ", "€", "EUR "]),
)
def test_any_amount_in_any_style_reads_back_the_same(amounts, style, prefix):
    thousands, decimal = style
    texts = [prefix + f"{n / 100:,.2f}".translate({44: thousands, 46: decimal}) for n in amounts]
    rows = [TABELLEN["bestedingen"][0], *(["LUMC", "2024", "ontvangen", text] for text in texts)]
    read = read_one("bestedingen", rows)
    assert found(read) == []
    assert list(dict.fromkeys(read.frame["bedrag_eur"])) == list(dict.fromkeys(n / 100 for n in amounts))


TYPED = [
    (tabel, rij, kolom)
    for tabel, rows in TABELLEN.items()
    for rij in range(2, len(rows) + 1)
    for kolom in rows[0]
    if kolom not in ("medewerker_id", "deelnemer_id", "focusgroep", "functiegroep")
]
#: What goes wrong in a cell: none of these is a value of a typed column in its own style.
RUBBISH = st.sampled_from(
    [
        "?",
        "-",
        "n.v.t.",
        "#REF!",
        "1e3",
        "0,8,1",
        "12/31/2025",
        "31-02-2025",
        "31-12-25",
        "=1+1",
        "<b>x</b>",
        "\0",
        "x@y.nl",
        "ja?",
        "vast?",
        "\ufffd",
        "1 000 0",
        "80%",
        "½",
        "1,14E+08",
        "O,8",
        "'0,8",
        "1899-12-30",
        "2025-13-01",
        "9" * 40,
        "a" * 40_000,
        "q4 2025",
    ]
) | st.text(string.ascii_letters + string.punctuation, min_size=5, max_size=30).map(lambda text: "zq" + text)


@settings(parent=FAST, max_examples=150)
@given(where=st.sampled_from(TYPED), rubbish=RUBBISH)
def test_a_corrupted_cell_is_named_by_row_and_column(where, rubbish):
    tabel, rij, kolom = where
    rows = [list(row) for row in TABELLEN[tabel]]
    rows[rij - 1][rows[0].index(kolom)] = rubbish
    read = read_one(tabel, rows)
    assert (rij, kolom) in {f[1:] for f in found(read)}
    assert rij not in set(read.frame["rij"])


@settings(parent=FAST, max_examples=100)
@given(data=st.binary(max_size=400), tabel=st.sampled_from(list(TABELLEN)))
def test_no_bytes_whatever_make_the_reader_crash(data, tabel):
    header = csv_bytes(TABELLEN[tabel][:1])
    for content in (data, header + data):
        try:
            read = read_one(tabel, content)
        except Exception as error:
            assert type(error).__name__ == "OnleesbaarError"
        else:
            assert (
                read.telling["gelezen"] == read.telling["behouden"] + read.telling["afgekeurd"] + read.telling["dubbel"]
            )
