"""Duplicate keys within a delivery: found by hashes while the file streams, told apart by content."""

from __future__ import annotations

import polars as pl

KEY, KEY_CHECK, CONTENT = "key", "key_check", "content"


class KeyLog:
    """Remembers 28 bytes a row: delivery, record, 128 bits of the key and 64 of the row's content."""

    def __init__(self, key: str | None, content_columns: list[str]) -> None:
        self._key = key
        self._content_columns = content_columns
        self._seen: list[pl.DataFrame] = []

    def add(self, rows: pl.DataFrame) -> None:
        """Take the rows that have a key and belong to a known delivery."""
        if self._key is None:
            return
        delivered = pl.all_horizontal(
            pl.col(name).is_not_null() for name in ("source", "population", "period", self._key)
        )
        content = rows.select(self._content_columns).hash_rows(seed=3).alias(CONTENT)
        self._seen.append(
            rows.select(
                "delivery_id",
                "_record",
                pl.struct("delivery_id", self._key).hash(seed=1).alias(KEY),
                pl.col(self._key).hash(seed=2).alias(KEY_CHECK),
            )
            .hstack([content])
            .filter(rows.select(delivered).to_series())
        )

    def verdicts(self) -> pl.DataFrame:
        """`_record, delivery_id, conflict`: the records that are not the only or the first of their key.

        `conflict` false: equal to an earlier record. True: the same key with different content, every one of them.
        """
        if not self._seen:
            return pl.DataFrame(schema={"_record": pl.UInt32, "delivery_id": pl.Int32, "conflict": pl.Boolean})
        keys = pl.concat(self._seen)
        repeated = keys.filter(keys[KEY].is_duplicated())
        group = [KEY, KEY_CHECK]
        judged = repeated.sort("_record").with_columns(
            conflict=pl.col(CONTENT).n_unique().over(group) > 1,
            first=pl.col("_record") == pl.col("_record").min().over(group),
        )
        return judged.filter(pl.col("conflict") | ~pl.col("first")).select("_record", "delivery_id", "conflict")
