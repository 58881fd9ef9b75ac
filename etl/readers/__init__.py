"""Files in, text tables out: `open_extract` gives the batches of one file or refuses it."""

from __future__ import annotations

from pathlib import Path

from etl.readers.csv_extract import CsvExtract
from etl.readers.extract import BrokenRecord, ColumnKind, Extract, Refused

__all__ = ["BrokenRecord", "ColumnKind", "Extract", "Refused", "open_extract"]


def open_extract(path: Path, known_columns: frozenset[str] | None = None) -> Extract:
    """Open one file; the format is decided by its bytes, never by its name alone.

    `known_columns`: every column name and alias of every contract; they find the delimiter and title lines.
    Raises `Refused`.
    """
    return CsvExtract(path, known_columns)
