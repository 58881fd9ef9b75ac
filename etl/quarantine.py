"""Rows that are kept out of every figure: what was wrong, and the row itself without anything that names a patient."""

from __future__ import annotations

import json
from collections.abc import Sequence

import duckdb
import polars as pl

from etl import warehouse
from etl.contracts.contract import EXTRA, Contract
from etl.identity_numbers import masked_column
from etl.readers import BrokenRecord
from etl.rules import RuleBook

CONFLICT = "motstridig_dubblett"


class QuarantineSink:
    """Puts rows of one load into quarantine, in the open transaction."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, contract: Contract, load_id: int, key: str) -> None:
        self._connection = connection
        self._contract = contract
        self._load_id = load_id
        self._key = key

    def add_faulty(self, masked: pl.DataFrame, rules: RuleBook) -> None:
        """Rows with a mask, each with every reason and the column it is about."""
        reasons = (
            rules.reasons_by_record(masked)
            .group_by("_record", maintain_order=True)
            .agg(pl.col("reason").alias("reasons"), pl.col("column").str.strip_prefix(EXTRA).alias("columns"))
        )
        self._insert(self._described(masked).join(reasons, on="_record", maintain_order="left"))

    def add_conflicting(self, rows: pl.DataFrame) -> None:
        """Rows that share a key with a row of other content."""
        column = self._contract.key[0] if len(self._contract.key) == 1 else None
        self._insert(
            self._described(rows).with_columns(
                reasons=pl.concat_list(pl.lit(CONFLICT)), columns=pl.concat_list(pl.lit(column, dtype=pl.String))
            )
        )

    def add_broken(self, broken: Sequence[BrokenRecord], delivery_id: int) -> None:
        """Records that could not be split into columns: their text may hold anything, so only its size is kept."""
        self._insert(
            pl.DataFrame(
                {
                    "delivery_id": [delivery_id] * len(broken),
                    "_record": [record.record for record in broken],
                    "_line": [record.line for record in broken],
                    "reasons": [list(record.reasons) for record in broken],
                    "columns": [[None] * len(record.reasons) for record in broken],
                    "row": [json.dumps({"tecken": len(record.text)}) for record in broken],
                },
                schema_overrides={"columns": pl.List(pl.String)},
            )
        )

    def settle(self, verdicts: pl.DataFrame) -> list[int]:
        """Drop quarantined duplicates, add the conflict to those in quarantine already; return their records."""
        column = self._contract.key[0] if len(self._contract.key) == 1 else None
        warehouse.run(self._connection, "delete_settled_quarantine", verdicts, load_id=self._load_id)
        known = warehouse.run(
            self._connection, "add_conflict_reason", verdicts, load_id=self._load_id, reason=CONFLICT, column=column
        )
        return [record for (record,) in known]

    def _described(self, rows: pl.DataFrame) -> pl.DataFrame:
        """`delivery_id, _record, _line, row`: the cells as JSON, identity numbers masked, id columns hashed.

        Only the contract's own columns are kept: free text in unknown columns is stored nowhere.
        """
        columns = self._contract.columns
        ids = {column.name for column in columns if column.role == "id"}
        hashed = rows.with_columns(self._hashed(rows[name]) for name in ids)
        cells = hashed.select(pl.col(c.name) if c.name in ids else masked_column(c.name) for c in columns)
        as_json = cells.select(pl.struct(cells.columns).struct.json_encode().alias("row"))
        return rows.select("delivery_id", "_record", "_line").hstack(as_json)

    def _hashed(self, values: pl.Series) -> pl.Series:
        """The keyed hash of an id column, as hexadecimal text; null stays null."""
        placed = values.to_frame("value").with_row_index("position")
        hashed = warehouse.run(self._connection, "hashed_ids", placed, key=self._key)
        return pl.Series(values.name, [text for (text,) in hashed], dtype=pl.String)

    def _insert(self, rows: pl.DataFrame) -> None:
        warehouse.run(self._connection, "insert_quarantine", rows, load_id=self._load_id)
