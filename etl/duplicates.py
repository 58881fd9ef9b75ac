"""Duplicate keys within a delivery: found by hashes while the file streams, told apart by content."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import polars as pl

from etl.contracts.contract import Contract
from etl.key_spill import KeySpill

CONFLICT, YEAR_AND_QUARTERS = "motstridig_dubblett", "helar_och_kvartal"
WHOLE = "0"  # the part of a row that stands for all of them
KEY, KEY_CHECK, CONTENT = "key", "key_check", "content"


MOST_IN_MEMORY = 2_000_000  # rows: 64 MB, and some times that while they are written


class KeyLog:
    """Remembers 32 bytes a row: delivery, record, 128 bits of the key and 64 of the row's content.

    connection: of the warehouse, beside which the rows of a very large file are kept.
    """

    def __init__(self, contract: Contract, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._spill: KeySpill | None = None
        self._in_memory = 0
        self._key = list(contract.key)
        self._needed = [*(contract.key if contract.mandatory_key else ()), "source", "population", "period"]
        self._content = contract.content()
        self._seen: list[pl.DataFrame] = []
        self._parts = PartLog(contract.part_column, contract.key) if contract.part_column else None

    def add(self, rows: pl.DataFrame) -> None:
        """Take the rows that have a key and belong to a known delivery."""
        if self._parts is not None:
            self._parts.add(rows)
        keyed = rows.select(
            "delivery_id",
            "_record",
            pl.struct("delivery_id", *self._key).hash(seed=1).alias(KEY),
            pl.struct(self._key).hash(seed=2).alias(KEY_CHECK),
            rows.select(self._content).hash_rows(seed=3).alias(CONTENT),
            pl.all_horizontal(pl.col(self._needed).is_not_null()).alias("comparable"),
        )
        self._seen.append(keyed.filter("comparable").drop("comparable"))
        self._in_memory += self._seen[-1].height
        if self._in_memory > MOST_IN_MEMORY:
            self._make_room()

    def _make_room(self) -> None:
        self._spill = self._spill or KeySpill(self._connection, KEY)
        self._spill.add(pl.concat(self._seen))
        self._seen.clear()
        self._in_memory = 0

    def verdicts(self) -> pl.DataFrame:
        """`_record, delivery_id, reason, column`: the records that are not the only or the first of their key.

        `reason` null: equal to an earlier record. Else: the same key with different content, every one of them.
        """
        if self._spill is None:
            verdicts = self._judged(self._seen)
        else:
            if self._seen:
                self._make_room()
            verdicts = pl.concat([self._judged([part]) for part in self._spill.parts()]).sort("_record")
            self._spill.remove()
        if self._parts is None:
            return verdicts
        wholes = self._parts.verdicts().join(verdicts, on="_record", how="anti")
        return pl.concat([verdicts, wholes])

    def _judged(self, frames: list[pl.DataFrame]) -> pl.DataFrame:
        # Sorted, equal keys are neighbours: a tenth of the memory of a hash table over every key of the file.
        keys = pl.concat([seen.select(KEY) for seen in frames]).to_series().sort()
        repeated = keys.filter(keys == keys.shift(1)).unique().implode()
        group = [KEY, KEY_CHECK]
        judged = (
            pl.concat([seen.filter(pl.col(KEY).is_in(repeated)) for seen in frames])
            .sort("_record")
            .with_columns(
                conflict=pl.col(CONTENT).n_unique().over(group) > 1,
                first=pl.col("_record") == pl.col("_record").min().over(group),
            )
        )
        column = self._key[0] if len(self._key) == 1 else None
        return judged.filter(pl.col("conflict") | ~pl.col("first")).select(
            "_record",
            "delivery_id",
            pl.when("conflict").then(pl.lit(CONFLICT)).alias("reason"),
            pl.when("conflict").then(pl.lit(column, dtype=pl.String)).alias("column"),
        )


class PartLog:
    """Remembers rows for a whole and rows for parts of it, which together would be counted twice."""

    def __init__(self, part_column: str, key: Sequence[str]) -> None:
        self._column = part_column
        self._whole = ["delivery_id", *(name for name in key if name != part_column)]
        self._seen: list[pl.DataFrame] = []

    def add(self, rows: pl.DataFrame) -> None:
        known = rows.filter(pl.all_horizontal(pl.col(*self._whole, "period").is_not_null()))
        self._seen.append(known.select("_record", *self._whole, self._column))

    def verdicts(self) -> pl.DataFrame:
        """As `KeyLog.verdicts`: every whole that has parts too."""
        rows = pl.concat(self._seen)
        is_whole = pl.col(self._column) == WHOLE
        wholes = rows.filter(is_whole).join(rows.filter(~is_whole), on=self._whole, how="semi")
        return wholes.select(
            "_record",
            "delivery_id",
            pl.lit(YEAR_AND_QUARTERS).alias("reason"),
            pl.lit("kvartal").alias("column"),
        )
