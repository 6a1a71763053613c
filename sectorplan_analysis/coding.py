"""Columns of text as codes: every text once, and per row which of them it is.

A pandas categorical holds such a column. Looking for equal rows, sorting and joining then cost no more than whole
numbers do, and the persons of a delivery are numbered once for all that is asked about them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

#: Rows of which the numbers fit in the memory nearest to a processor.
_PIECE = 2**16


def text_index(texts: Iterable[str] | pa.Array) -> pd.Index:
    """Texts as an index of dtype str."""
    array = texts if isinstance(texts, pa.Array) else pa.array(texts, pa.large_string())
    index: pd.Index = pd.Index(pd.array(array, dtype="str"))
    return index


def arrow_texts(texts: pd.Index | pd.Series) -> pa.Array:
    """Texts as an array of Arrow."""
    array = pa.array(texts.astype("str").array, pa.large_string())
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def coded(texts: Sequence[str] | pd.Index, codes: np.ndarray) -> pd.Categorical:
    """A column that holds ``texts[code]`` in each row; the same text may be listed twice, but not in an index."""
    if not isinstance(texts, pd.Index):
        distinct = pa.array(texts, pa.large_string()).dictionary_encode()
        texts, place = text_index(distinct.dictionary), distinct.indices.to_numpy()
        codes = spread(place.astype(np.min_scalar_type(-len(place) - 1)), codes)
    # not by its ordinary name, which looks for equal texts among millions that came out of a dictionary
    dtype = pd.CategoricalDtype._from_fastpath(texts, ordered=False)  # type: ignore[attr-defined]
    return pd.Categorical.from_codes(codes, dtype=dtype, validate=False)


def encode_runs(texts: pa.ChunkedArray) -> tuple[pa.Array, np.ndarray]:
    """The distinct texts of a column without nulls, in order of appearance, and per row which of them it is.

    For ids: the rows of a person mostly stand together, and persons in the order of their ids. Then no text has to be
    looked up among millions; comparing it with the one before it tells enough.
    """
    starts = np.empty(len(texts), dtype=bool)
    firsts, done, before = [pa.array([], texts.type)], 0, None
    for block in texts.chunks:
        if len(block):
            own = starts[done : done + len(block)]
            own[0] = block[0] != before
            own[1:] = pc.not_equal(block[1:], block[:-1]).to_numpy(zero_copy_only=False)
            firsts.append(block.filter(pa.array(own)))
            done, before = done + len(block), block[-1]
    run = np.cumsum(starts, dtype=np.int32)
    run -= 1
    first = pa.concat_arrays(firsts)
    if pc.all(pc.less(first[:-1], first[1:])).as_py():
        return first, run
    distinct = first.dictionary_encode()
    return distinct.dictionary, spread(distinct.indices.to_numpy(), run)


def spread(values: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """The value of each code. In pieces, because numpy makes numbers of eight bytes of the codes it is given."""
    found = np.empty(len(codes), dtype=values.dtype)
    for start in range(0, len(codes), _PIECE):
        piece = slice(start, start + _PIECE)
        # nothing is clipped: in another mode numpy makes a copy first
        np.take(values, codes[piece], out=found[piece], mode="clip")
    return found


def same_categories(columns: Sequence[pd.Series]) -> list[pd.Series]:
    """Columns of text, coded or not, as categoricals with one list of categories in alphabetical order.

    An equal code is an equal text then, in all of them, and codes sort as their texts do.
    """
    columns = [
        column if isinstance(column.dtype, pd.CategoricalDtype) else _encoded(arrow_texts(column), column.index)
        for column in columns
    ]
    if not columns:
        return []
    texts = [arrow_texts(column.cat.categories) for column in columns]
    if all(own.equals(texts[0]) for own in texts) and pc.all(pc.less(texts[0][:-1], texts[0][1:])).as_py():
        shared = columns[0].cat.categories
        return [_recoded(column, codes_of(column), shared) for column in columns]
    every = pa.concat_arrays(texts).dictionary_encode()
    order = pc.sort_indices(every.dictionary)
    shared = text_index(every.dictionary.take(order))
    rank = np.empty(len(order), dtype=np.int32)
    rank[order.to_numpy()] = np.arange(len(order), dtype=np.int32)
    ranks = np.split(rank[every.indices.to_numpy()], np.cumsum([len(own) for own in texts])[:-1])
    return [_recoded(column, spread(own, codes_of(column)), shared) for column, own in zip(columns, ranks, strict=True)]


def _encoded(texts: pa.Array, index: pd.Index) -> pd.Series:
    distinct = texts.dictionary_encode()
    return pd.Series(coded(text_index(distinct.dictionary), distinct.indices.to_numpy()), index=index, copy=False)


def _recoded(column: pd.Series, codes: np.ndarray, texts: pd.Index) -> pd.Series:
    return pd.Series(coded(texts, codes), index=column.index, name=column.name, copy=False)


def codes_of(column: pd.Series) -> np.ndarray:
    """The code per row of a coded column, as it keeps them; ``cat.codes`` is a copy."""
    codes: np.ndarray = column.array.codes
    return codes


def as_text(column: pd.Series) -> pd.Series:
    """A coded column as plain text; any other column as it is."""
    if not isinstance(column.dtype, pd.CategoricalDtype):
        return column
    texts = arrow_texts(column.cat.categories).take(pa.array(codes_of(column)))
    return pd.Series(pd.array(texts, dtype="str"), index=column.index, name=column.name)


def plain(table: pd.DataFrame) -> pd.DataFrame:
    """A table with its coded columns as plain text."""
    return pd.DataFrame({name: as_text(table[name]) for name in table}, index=table.index)


def number_people(*tables: pd.DataFrame) -> list[np.ndarray]:
    """One number per (umc, medewerker_id), the same in all tables and in the order of the two texts.

    Of four bytes each where these are enough, which they are for millions of persons.
    """
    return number_pairs(*([table[column] for table in tables] for column in ("umc", "medewerker_id")))[0]


def number_pairs(
    scopes: Sequence[pd.Series], names: Sequence[pd.Series]
) -> tuple[list[np.ndarray], pd.Index, pd.Index]:
    """One number per pair of texts, and the texts: the number is that of the scope times all names, plus the name's."""
    scopes, names = same_categories(scopes), same_categories(names)
    n = len(names[0].cat.categories)
    size = np.int32 if len(scopes[0].cat.categories) * n < 2**31 else np.int64
    numbers = [
        codes_of(scope).astype(size) * np.array(n, size) + codes_of(name)
        for scope, name in zip(scopes, names, strict=True)
    ]
    return numbers, scopes[0].cat.categories, names[0].cat.categories


def combine(parts: Iterable[tuple[np.ndarray, int]], *, below: int = 2**62) -> np.ndarray:
    """One number per row for a combination of columns: equal where all columns are.

    Columns are not asked for any more once the numbers rise from row to row: no two rows can be equal then.

    Parameters
    ----------
    parts
        Per column a number per row, from 0, and one more than the largest.
    below
        The numbers are counted anew when they would become larger.
    """
    rest = iter(parts)
    first, size = next(rest)
    key = first.astype(np.int64)
    while not _rising(key) and (part := next(rest, None)):
        numbers, n = part
        if size * n > below:
            key, seen = pd.factorize(key)
            size = len(seen)
        # in place: another array of millions costs more than the sum
        key *= n
        key += numbers
        size *= n
    return key


def _rising(key: np.ndarray) -> bool:
    """Whether each number is larger than the one before it; most that are not show it at once."""
    return all(bool((part[1:] > part[:-1]).all()) for part in (key[:_PIECE], key))


def numbered(column: pd.Series) -> tuple[np.ndarray, int]:
    """A number per row for the values of a column, and how many there are, as `combine` takes them."""
    numbers, values = pd.factorize(column, use_na_sentinel=False)
    return numbers, len(values)


def repeats(*columns: np.ndarray) -> np.ndarray | None:
    """True for each row that equals the row before it; None when the rows are not in order.

    The order is that of the first column, of the second where the first is the same, and so on.
    """
    same = np.ones(len(columns[0]), dtype=bool)
    same[:1] = False
    for column in columns:
        # as numbers: an empty day is neither before nor after any other
        numbers = column.view(np.int64) if column.dtype.kind == "M" else column
        before, after = numbers[:-1], numbers[1:]
        if (same[1:] & (after < before)).any():
            return None
        same[1:] &= after == before
    return same


def beside(same: np.ndarray) -> np.ndarray:
    """True for the rows that are true in `repeats`, and for those before them."""
    both = same.copy()
    both[:-1] |= same[1:]
    return both


def repeated(key: np.ndarray) -> np.ndarray:
    """True for the rows whose number occurs more than once."""
    same = repeats(key)
    if same is not None:
        return beside(same)
    ordered = np.sort(key)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    return np.isin(key, twice) if len(twice) else np.zeros(len(key), dtype=bool)
