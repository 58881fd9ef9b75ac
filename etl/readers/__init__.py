"""Files in, text tables out: `open_extract` gives the batches of one file or refuses it."""

from __future__ import annotations

from pathlib import Path

from etl.readers.csv_extract import CsvExtract
from etl.readers.extract import BrokenRecord, ColumnKind, Extract, Refused
from etl.readers.formats import ACCEPTED_SUFFIXES, Format, format_of, has_accepted_name
from etl.readers.parquet_extract import ParquetExtract, parquet_types
from etl.readers.xlsx_extract import XlsxExtract

__all__ = [
    "ACCEPTED_SUFFIXES",
    "BrokenRecord",
    "ColumnKind",
    "Extract",
    "Refused",
    "has_accepted_name",
    "open_extract",
    "parquet_types",
]


def open_extract(path: Path, known_columns: frozenset[str] = frozenset()) -> Extract:
    """Open one file; the format is decided by its bytes, never by its name alone.

    `known_columns`: every column name and alias of every contract; they find the delimiter and title lines.
    Raises `Refused`.
    """
    match format_of(path):
        case Format.TEXT:
            return CsvExtract(path, known_columns, is_gzip=False)
        case Format.GZIP:
            return CsvExtract(path, known_columns, is_gzip=True)
        case Format.XLSX:
            return XlsxExtract(path, known_columns)
        case Format.PARQUET:
            return ParquetExtract(path)
