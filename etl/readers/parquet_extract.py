"""A Parquet file: its types are checked before a row is read, then everything becomes text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from etl.readers.byte_source import file_hash
from etl.readers.extract import LINE, RECORD, BrokenRecord, ColumnKind, Extract, Refused
from etl.readers.header import check_names, fold
from etl.readers.record_frames import EMPTY_RECORD
from etl.readers.text_frames import empty_row, tidy_cells

BATCH_ROWS = 65_536
# What each kind of column may be stored as. Codes keep their leading zeros only as text, so no number will do.
STORED_AS: dict[ColumnKind, tuple[str, ...]] = {
    "text": ("text",),
    "datum": ("text", "datum"),
    "heltal": ("text", "heltal"),
    "volym": ("text", "heltal"),
    "andel": ("text", "heltal", "double"),
    "tidpunkt": ("text", "datum", "timestamp[us]"),
}

Read = TypeVar("Read")


def parquet_types(path: Path) -> dict[str, str]:
    """Column → `text`, `datum`, `heltal` or, for any other, the name of its type; raises `Refused`."""
    with _opened(path) as file:
        return _types(file.schema_arrow)


class ParquetExtract(Extract):
    """The Parquet format of `Extract`: `_line` is the record's number."""

    def __init__(self, path: Path) -> None:
        file = _opened(path)
        self.types = _types(file.schema_arrow)
        super().__init__(path, file_hash(path), "parquet", file.schema_arrow.names)
        self._resources.callback(file.close)
        self._file = file
        self._is_checked = False
        self._rows_read = 0
        check_names(self.header, path.name, 1, frozenset(map(fold, self.header)))  # a schema holds names alone

    def require_types(self, expected: Mapping[str, ColumnKind]) -> None:
        """See `Extract`. Columns not named may then be of any type that has a text."""
        for column, kind in expected.items():
            if column in self.types and self.types[column] not in STORED_AS[kind]:
                raise self._wrong_type(column, " eller ".join(STORED_AS[kind]))
        self._is_checked = True

    def batches(self, columns_hint: Sequence[str] | None = None) -> Iterator[pl.DataFrame]:
        """See `Extract`; without `require_types` only text and dates are taken."""
        wanted = list(self.header if columns_hint is None else columns_hint)
        texts = [self._as_text(column) for column in self.header]
        if not self._file.metadata.num_rows:
            raise Refused("inga_poster", f"{self.path.name} har inga poster. Kontrollera urvalet i uttaget.")
        first = 1
        stored = self._file.iter_batches(BATCH_ROWS)
        while (batch := _read(self.path, partial(next, stored, None))) is not None:
            _read(self.path, partial(batch.validate, full=True))  # UTF-8 is checked nowhere else
            rows = tidy_cells(pl.DataFrame(batch).select(texts)).with_columns(
                pl.int_range(first, first + batch.num_rows, dtype=pl.UInt32).alias(RECORD),
                pl.int_range(first, first + batch.num_rows, dtype=pl.UInt32).alias(LINE),
            )
            first += batch.num_rows
            self._rows_read = first - 1
            empty = rows.select(empty_row(self.header)).to_series()
            for record in rows.filter(empty)[RECORD]:
                self.broken.append(BrokenRecord(record, record, (EMPTY_RECORD,), ""))
            self.refuse_mostly_broken()
            yield rows.filter(~empty).select(*wanted, RECORD, LINE)

    @property
    def share_read(self) -> float:
        """See `Extract`; counted in rows."""
        return float(self._rows_read / max(self._file.metadata.num_rows, 1))

    def _as_text(self, column: str) -> pl.Expr:
        kind, values = self.types[column], pl.col(column)
        if kind == "datum":
            return values.dt.to_string("%Y-%m-%d")
        if kind == "text" or (self._is_checked and _has_text(self._file.schema_arrow.field(column).type)):
            return values.cast(pl.String)
        raise self._wrong_type(column, "text eller datum")

    def _wrong_type(self, column: str, allowed: str) -> Refused:
        return Refused(
            "fel_typ",
            f"{self.path.name}: kolumnen {column} är lagrad som {self.types[column]} men ska vara {allowed}. "
            "Skriv den så, annars går inledande nollor och datum förlorade.",
        )


def _opened(path: Path) -> pq.ParquetFile:
    file = _read(path, partial(pq.ParquetFile, path))
    # Names pass to Polars as C strings, which end at such a character: the rest of the name would be lost.
    cut = [place for place, name in enumerate(file.schema_arrow.names, start=1) if "\0" in name]
    if cut:
        file.close()
        raise Refused(
            "trasig_parquet",
            f"{path.name}: namnet på kolumn {cut[0]} innehåller ett nolltecken. Filen är skadad: överför den igen.",
        )
    return file


def _read(path: Path, step: Callable[[], Read]) -> Read:
    try:
        return step()
    except (pa.ArrowException, OSError) as error:
        raise Refused(
            "trasig_parquet",
            f"{path.name} går inte att läsa som Parquetfil: den är avklippt eller skadad "
            f"({str(error).splitlines()[0]}). Överför filen igen.",
        ) from None


def _types(schema: pa.Schema) -> dict[str, str]:
    return {field.name: _kind(field.type) for field in schema}


def _kind(stored: pa.DataType) -> str:
    if pa.types.is_dictionary(stored):
        stored = stored.value_type
    if pa.types.is_string(stored) or pa.types.is_large_string(stored) or pa.types.is_string_view(stored):
        return "text"
    if pa.types.is_date32(stored):
        return "datum"
    return "heltal" if pa.types.is_integer(stored) else str(stored)


def _has_text(stored: pa.DataType) -> bool:
    """Numbers, times and truth values have; lists, structures and bytes have not."""
    return bool(pa.types.is_primitive(stored) or pa.types.is_decimal(stored))
