import datetime as dt

from sectorplan_analysis.aansluiting import aansluiting
from sectorplan_analysis.reference import umc_names
from tests.rounds import persons, ronde


def row_of(frame, name, umc):
    return frame[(frame["id"] == name) & (frame["umc"] == umc)].iloc[0]


def test_a_peildatum_without_publication_has_no_rows_but_the_columns_of_the_contract():
    frame = aansluiting(ronde(peildatum=dt.date(2024, 12, 31)))
    assert frame.empty
    assert list(frame.columns) == ["id", "umc", "gepubliceerd", "berekend", "verschil", "oordeel", "toelichting"]


def test_a_number_that_differs_says_by_how_much_at_the_published_precision():
    frame = aansluiting(ronde(umcs=tuple(umc_names()), **persons({"fte": 29.995})))
    row = row_of(frame, "tabel2_fte.vast_fte", "LUMC")
    assert (row["gepubliceerd"], row["berekend"], row["verschil"], row["oordeel"]) == ("30.00", "30.00", "0", "gelijk")
    row = row_of(frame, "structureel_fte", "Totaal")
    assert (row["berekend"], row["verschil"], row["oordeel"]) == ("30.0", "-263.1", "verschilt")


def test_a_umc_left_out_is_never_called_equal():
    umcs = tuple(umc_names())
    frame = aansluiting(ronde(umcs=umcs, ontbrekend=("umc-utrecht",)))
    own = frame[frame["umc"] == "UMC Utrecht"]
    assert len(own) > 0 and set(own["oordeel"]) == {"niet bepaalbaar"} and set(own["berekend"]) == {""}


def test_every_cell_of_the_four_tables_and_every_key_figure_is_there():
    frame = aansluiting(ronde(umcs=tuple(umc_names())))
    assert len(frame) == 32 + 9 * (5 + 6 + 4 + 4)
    assert not frame.duplicated(["id", "umc"]).any()


def test_numbers_the_publication_contradicts_carry_the_reason():
    frame = aansluiting(ronde(umcs=tuple(umc_names())))
    assert "x of onbekend" in row_of(frame, "tabel3_medewerkers.vast", "Erasmus MC")["toelichting"]
    assert "324,94" in row_of(frame, "gerealiseerd_fte", "Totaal")["toelichting"]
    assert row_of(frame, "tabel3_medewerkers.vast", "LUMC")["toelichting"] == ""
