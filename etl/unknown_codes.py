"""Codes that no reference knows, counted from the rows in quarantine: nothing that may name a patient or a person."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import polars as pl

from etl import warehouse
from etl.identity_numbers import holds_one

MOST_CODES = 200  # per delivery and column; the others are one row without code


def write_unknown_codes(connection: duckdb.DuckDBPyConnection, deliveries: Sequence[int]) -> None:
    """Count them anew for these deliveries, in the open transaction: after a load, and after a steward's decision."""
    parameters = {"deliveries": list(deliveries), "first": min(deliveries), "most": MOST_CODES}
    found = connection.execute(warehouse.statement("unknown_codes"), parameters).fetchall()
    told = [(*key, None if code is None or holds_one(code) else code, rows) for *key, code, rows in found]
    schema = {"delivery_id": pl.Int32, "column_name": pl.String, "code": pl.String, "rows": pl.Int64}
    connection.execute(
        "delete from delivery_unknown_codes where delivery_id in (select unnest($deliveries::integer[]))",
        {"deliveries": list(deliveries)},
    )
    warehouse.run(connection, "insert_unknown_codes", pl.DataFrame(told, schema=schema, orient="row"))
