"""Files in, text tables out: `open_extract` gives the batches of one file or refuses it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from etl.readers.csv_extract import CsvExtract
from etl.readers.extract import BrokenRecord, ColumnKind, Extract, Refused
from etl.readers.formats import ACCEPTED_SUFFIXES, Format, format_of, has_accepted_name
from etl.readers.options import AS_FOUND, ReaderOptions
from etl.readers.parquet_extract import ParquetExtract, parquet_types
from etl.readers.xlsx_extract import XlsxExtract

__all__ = [
    "ACCEPTED_SUFFIXES",
    "BrokenRecord",
    "ColumnKind",
    "Extract",
    "ReaderOptions",
    "Refused",
    "has_accepted_name",
    "open_extract",
    "parquet_types",
]


def open_extract(path: Path, known_columns: frozenset[str] = frozenset(), options: ReaderOptions = AS_FOUND) -> Extract:
    """Open one file; the format is decided by its bytes, never by its name alone.

    `known_columns`: every column name and alias of every contract; they find the delimiter and title lines.
    `options`: what a mapping says of the file. Raises `Refused`.
    """
    found = format_of(path)
    extract = _OPENERS[found](path, known_columns, options)
    if found in (Format.XLSX, Format.PARQUET) and path.suffix.lower() != f".{found.value}":
        extract.warnings.append(f"{path.name} är i själva verket en {found.value}-fil och lästes som en sådan.")
    return extract


_OPENERS: dict[Format, Callable[[Path, frozenset[str], ReaderOptions], Extract]] = {
    Format.TEXT: partial(CsvExtract, is_gzip=False),
    Format.GZIP: partial(CsvExtract, is_gzip=True),
    Format.XLSX: XlsxExtract,
    Format.PARQUET: lambda path, _known, _options: ParquetExtract(path),
}
