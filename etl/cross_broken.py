"""Which unit's day a record tells of that could not be split into columns: read in memory, and stored nowhere."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

import polars as pl

from etl.readers import BrokenRecord
from etl.readers.extract import LINE, RECORD


def readings(broken: Iterable[BrokenRecord], header: Sequence[str], delimiter: str | None) -> pl.DataFrame:
    """The header's columns, `_record` and `_line`: every way in which a broken record may be meant, a row each.

    The columns before a fault stand where the header says; those after it as far from the end. A row may be wrong, so
    it only tells which days to hold back.
    """
    rows = {
        (*cells, record.record, record.line)
        for record in broken
        for texts in _splits(record.text, delimiter or ";")
        for cells in (_from_start(texts, len(header)), _from_end(texts, len(header)))
    }
    schema = dict.fromkeys(header, pl.String()) | {RECORD: pl.UInt32(), LINE: pl.UInt32()}
    return pl.DataFrame(list(rows), schema=schema, orient="row").sort(RECORD)


def _splits(text: str, delimiter: str) -> list[list[str | None]]:
    """Cells by every delimiter, and where there are quotes also by those outside of them."""
    line = text.rstrip("\r\n")
    every = line.split(delimiter)
    found = [every] if '"' not in line else [every, list(_outside_quotes(every, delimiter))]
    return [[_tidy(cell) for cell in cells] for cells in found]


def _outside_quotes(parts: Iterable[str], delimiter: str) -> Iterable[str]:
    """Parts joined where a cell that begins with a quote has not ended."""
    cell = ""
    for part in parts:
        cell = f"{cell}{delimiter}{part}" if cell else part
        if not cell.startswith('"') or (len(cell) > 1 and cell.endswith('"')):
            yield cell
            cell = ""
    if cell:
        yield cell


def _tidy(cell: str) -> str | None:
    return unicodedata.normalize("NFC", cell).strip().strip('"').strip() or None


def _from_start(cells: list[str | None], columns: int) -> tuple[str | None, ...]:
    return tuple((cells + [None] * columns)[:columns])


def _from_end(cells: list[str | None], columns: int) -> tuple[str | None, ...]:
    return tuple(([None] * columns + cells)[-columns:])
