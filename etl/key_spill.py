"""Keys of a file that holds more rows than memory should: on disk, in parts that each hold every row of their keys."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

PARTS_BITS = 6  # 64 parts: 100 million keys are 1.6 million in each


class KeySpill:
    """Frames of one schema of whole numbers, appended to a file for each part of the column `key` (UInt64).

    The folder is the warehouse's own for what does not fit in memory; a killed load's is thrown away by the next.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, key: str) -> None:
        [(path,)] = connection.execute(
            "select path from duckdb_databases() where database_name = current_database()"
        ).fetchall()
        folder = Path(path).with_name(f"{Path(path).name}.tmp")
        folder.mkdir(exist_ok=True)
        self._folder = Path(tempfile.mkdtemp(dir=folder))
        self._key = key
        self._schema: pl.Schema | None = None

    def add(self, rows: pl.DataFrame) -> None:
        """Append the rows, each to its part."""
        self._schema = rows.schema
        part = pl.col(self._key) // 2 ** (64 - PARTS_BITS)
        for (place,), some in rows.group_by(part):
            with self._file(int(str(place))).open("ab") as file:
                file.write(some.to_numpy(structured=True).tobytes())

    def parts(self) -> Iterator[pl.DataFrame]:
        """The rows of each part; equal keys are never in two."""
        schema = self._schema or pl.Schema()
        kind = np.dtype([(name, pl.Series(dtype=of).to_numpy().dtype) for name, of in schema.items()])
        for place in range(2**PARTS_BITS):
            if self._file(place).exists():
                yield pl.DataFrame(np.fromfile(self._file(place), dtype=kind), schema=schema)

    def remove(self) -> None:
        """Nothing is left on disk."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _file(self, place: int) -> Path:
        return self._folder / f"{place}.keys"
