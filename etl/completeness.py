"""How much of each column of a file is filled in, per delivery, counted while it streams."""

from __future__ import annotations

from collections import defaultdict

import duckdb
import polars as pl

from etl import warehouse
from etl.contracts.contract import Contract

OF_BANDS = {"fran_dagar", "till_dagar", "antal"}  # a line of several bands has none of them, an open band no last day


class Completeness:
    """Records and filled cells per delivery and column of the contract; those that the file lacks are empty."""

    def __init__(self, contract: Contract) -> None:
        left_out = OF_BANDS if contract.table == "aggregates" else set()
        self._columns = [column.name for column in contract.columns if column.name not in left_out]
        self._filled: dict[int, list[int]] = defaultdict(lambda: [0] * len(self._columns))
        self._records: dict[int, int] = defaultdict(int)

    def add(self, rows: pl.DataFrame) -> None:
        """Count every record that could be read into columns, whatever becomes of it."""
        # Nulls of a whole column are known without looking at it: most batches are of one delivery.
        for delivery_id in rows["delivery_id"].unique():
            own = rows if rows["delivery_id"].n_unique() == 1 else rows.filter(pl.col("delivery_id") == delivery_id)
            counted = [own.height - own[name].null_count() for name in self._columns]
            self._records[delivery_id] += own.height
            self._filled[delivery_id] = [a + b for a, b in zip(self._filled[delivery_id], counted, strict=True)]

    def write(self, connection: duckdb.DuckDBPyConnection) -> None:
        """One row per delivery and column, in the open transaction."""
        rows = [
            (delivery_id, column, self._records[delivery_id], filled)
            for delivery_id, counts in self._filled.items()
            for column, filled in zip(self._columns, counts, strict=True)
        ]
        schema = {"delivery_id": pl.Int32, "column_name": pl.String, "records": pl.Int64, "filled": pl.Int64}
        warehouse.run(connection, "insert_completeness", pl.DataFrame(rows, schema=schema, orient="row"))
