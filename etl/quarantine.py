"""Rows that are kept out of every figure: what was wrong, and the row itself without anything that names a patient."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

import duckdb
import polars as pl

from etl import warehouse
from etl.contracts.contract import EXTRA, Contract
from etl.identity_numbers import masked_column, masked_text
from etl.mappings.model import BANDS, CONTROL, SOURCE, SUM_OVER
from etl.readers import BrokenRecord
from etl.roles import Roles
from etl.rules import RuleBook

NO_ROLE = "(ingen känd roll)"  # in place of a text that may be a person's name


class QuarantineSink:
    """Puts rows of one load into quarantine, in the open transaction."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        contract: Contract,
        load_id: int,
        key: str,
        roles: Roles,
        letters: Mapping[str, str],
    ) -> None:
        """`letters`: in a workbook, column → the letter of the sheet that it stands under."""
        self._connection = connection
        self._contract = contract
        self._load_id = load_id
        self._key = key
        self._roles = roles
        self._letters = dict(letters)

    def add_faulty(self, masked: pl.DataFrame, rules: RuleBook) -> None:
        """Rows with a mask, each with every reason, the column it is about and the cell of a workbook."""
        letter = pl.col("column").replace_strict(self._letters, default=None, return_dtype=pl.String)
        reasons = (
            rules.reasons_by_record(masked)
            .join(masked.select("_record", "_line"), on="_record", maintain_order="left")
            .with_columns((letter + pl.col("_line").cast(pl.String)).alias("cell"))
            .group_by("_record", maintain_order=True)
            .agg(
                pl.col("reason").alias("reasons"),
                # An unknown column is named by the file, and its name may hold anything.
                masked_text(pl.col("column").str.strip_prefix(EXTRA)).alias("columns"),
                pl.col("cell").alias("cells"),
            )
        )
        self._insert(self._described(masked).join(reasons, on="_record", maintain_order="left"))

    def add_conflicting(self, rows: pl.DataFrame) -> None:
        """Rows with one `reason` and `column`: they share a key with a row of other content."""
        told = rows.select(
            pl.concat_list("reason").alias("reasons"),
            pl.concat_list("column").alias("columns"),
            pl.concat_list(pl.lit(None, dtype=pl.String)).alias("cells"),
        )
        self._insert(self._described(rows).hstack(told))

    def add_broken(self, broken: Sequence[BrokenRecord], deliveries: Sequence[int]) -> None:
        """Records that could not be split into columns: their text may hold anything, so only its size is kept."""
        self._insert(
            pl.DataFrame(
                {
                    "delivery_id": list(deliveries),
                    "_record": [record.record for record in broken],
                    "_line": [record.line for record in broken],
                    "reasons": [list(record.reasons) for record in broken],
                    "columns": [[None] * len(record.reasons) for record in broken],
                    "cells": [list(record.cells) or [None] * len(record.reasons) for record in broken],
                    "row": [json.dumps({"tecken": len(record.text)}) for record in broken],
                },
                schema_overrides={"columns": pl.List(pl.String), "cells": pl.List(pl.String)},
            )
        )

    def settle(self, verdicts: pl.DataFrame) -> list[int]:
        """Drop quarantined duplicates, add the conflict to those in quarantine already; return their records."""
        warehouse.run(self._connection, "delete_settled_quarantine", verdicts, load_id=self._load_id)
        known = warehouse.run(self._connection, "add_conflict_reason", verdicts, load_id=self._load_id)
        return [record for (record,) in known]

    def _described(self, rows: pl.DataFrame) -> pl.DataFrame:
        """`delivery_id, _record, _line, row`: the cells as JSON, identity numbers masked, ids hashed, roles for names.

        Only the contract's own columns are kept: free text in unknown columns is stored nowhere.
        """
        columns = self._contract.columns
        ids = {column.name for column in columns if column.role == "id"}
        offices = [column.name for column in columns if column.role == "office"]
        hashed = rows.with_columns(
            *(self._hashed(rows[name]) for name in ids), *(self._titled(rows[name]) for name in offices)
        )
        cells = hashed.select(
            *(pl.col(c.name) if c.name in ids else masked_column(c.name) for c in columns), *_mapped_cells(rows)
        )
        as_json = cells.select(pl.struct(cells.columns).struct.json_encode().alias("row"))
        return rows.select("delivery_id", "_record", "_line").hstack(as_json)

    def _hashed(self, values: pl.Series) -> pl.Series:
        """The keyed hash of an id column, as hexadecimal text; null stays null."""
        placed = values.to_frame("value").with_row_index("position")
        hashed = warehouse.run(self._connection, "hashed_ids", placed, key=self._key)
        return pl.Series(values.name, [text for (text,) in hashed], dtype=pl.String)

    def _titled(self, values: pl.Series) -> pl.Series:
        """The role in each cell; what is none may be a name, and is not kept."""
        return self._roles.titled(values).fill_null(NO_ROLE).set(values.is_null(), None)

    def _insert(self, rows: pl.DataFrame) -> None:
        warehouse.run(self._connection, "insert_quarantine", rows, load_id=self._load_id)


def _mapped_cells(rows: pl.DataFrame) -> Iterator[pl.Expr]:
    """What a mapping made of columns that are not the contract's, as text: by it the row can be read again."""
    told = pl.col(BANDS).list.eval(pl.element().struct.json_encode()).list.join(",")
    as_text = {BANDS: pl.concat_str(pl.lit("["), told, pl.lit("]"))}
    for name in (BANDS, CONTROL, SUM_OVER, SOURCE):
        if name in rows.columns and rows[name].null_count() < rows.height:
            yield masked_text(as_text.get(name, pl.col(name))).alias(name)
