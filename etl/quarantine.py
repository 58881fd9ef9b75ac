"""Rows that are kept out of every figure: what was wrong, and the row itself without anything that names a patient."""

from __future__ import annotations

import json
from collections.abc import Sequence

import duckdb
import polars as pl

from etl.contracts.columns import Column
from etl.contracts.contract import EXTRA
from etl.identity_numbers import masked_column
from etl.readers import BrokenRecord
from etl.rules import RuleBook

CONFLICT = "motstridig_dubblett"
SCHEMA: dict[str, pl.DataType] = {
    "delivery_id": pl.Int32(),
    "record": pl.Int64(),
    "line": pl.Int64(),
    "reasons": pl.List(pl.String),
    "columns": pl.List(pl.String),
    "row": pl.String(),
}


def quarantined_rows(
    rows: pl.DataFrame,
    rules: RuleBook,
    columns: Sequence[Column],
    connection: duckdb.DuckDBPyConnection,
    key: str,
) -> pl.DataFrame:
    """`delivery_id, record, line, reasons, columns, row` of masked rows that break at least one rule.

    Only the contract's own columns are kept: free text in unknown columns is stored nowhere.
    """
    reasons = (
        rules.reasons_by_record(rows)
        .group_by("_record", maintain_order=True)
        .agg(pl.col("reason"), pl.col("column").str.strip_prefix(EXTRA))
        .rename({"reason": "reasons", "column": "columns"})
    )
    return (
        described_rows(rows, columns, connection, key)
        .join(reasons, on="_record", maintain_order="left")
        .select(
            "delivery_id",
            pl.col("_record").cast(pl.Int64).alias("record"),
            pl.col("_line").cast(pl.Int64).alias("line"),
            "reasons",
            "columns",
            "row",
        )
    )


def described_rows(
    rows: pl.DataFrame, columns: Sequence[Column], connection: duckdb.DuckDBPyConnection, key: str
) -> pl.DataFrame:
    """`delivery_id, _record, _line, row`: the cells as JSON, identity numbers masked, id columns hashed."""
    ids = [column.name for column in columns if column.role == "id"]
    hashed = rows.with_columns(_hashed(rows[name], connection, key) for name in ids)
    cells = hashed.select(masked_column(column.name) if column.name not in ids else column.name for column in columns)
    as_json = cells.select(pl.struct(cells.columns).struct.json_encode().alias("row"))
    return rows.select("delivery_id", "_record", "_line").hstack(as_json)


def broken_rows(broken: Sequence[BrokenRecord], delivery_id: int) -> pl.DataFrame:
    """Records that could not be split into columns: their text may hold anything, so only its size is kept."""
    return pl.DataFrame(
        {
            "delivery_id": [delivery_id] * len(broken),
            "record": [record.record for record in broken],
            "line": [record.line for record in broken],
            "reasons": [list(record.reasons) for record in broken],
            "columns": [[None] * len(record.reasons) for record in broken],
            "row": [json.dumps({"tecken": len(record.text)}) for record in broken],
        },
        schema=SCHEMA,
    )


def _hashed(values: pl.Series, connection: duckdb.DuckDBPyConnection, key: str) -> pl.Series:
    """The keyed hash of an id column, as hexadecimal text; null stays null."""
    connection.register("id_values", values.to_frame("value").with_row_index("position"))
    hashed = connection.sql(
        "select left(sha256($key || value), 32) as hashed from id_values order by position", params={"key": key}
    ).fetchall()
    connection.unregister("id_values")
    return pl.Series(values.name, [row[0] for row in hashed], dtype=pl.String)
