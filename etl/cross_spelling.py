"""Units that enheter.csv does not know, spelt one way however a source writes their case."""

from __future__ import annotations

import duckdb
import polars as pl

from etl import warehouse
from etl.contracts.cross_places import FOLDED, folded_unit

OWNER = ("principal", "source", "administration")


def stored_units(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """OWNER and `unit` of everything that is loaded, the oldest first."""
    stored: pl.DataFrame = connection.sql(warehouse.statement("stored_cross_units")).pl()
    return stored


class UnitSpellings:
    """The spelling of each unit that was there first: in the warehouse, else in the file."""

    def __init__(self, stored: pl.DataFrame) -> None:
        """`stored`: OWNER and `unit`, the oldest first."""
        self._known = _first(stored)

    def spelt(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows with `unit` spelt as it was first, where nobody else knows it."""
        unknown = rows.filter(~pl.col("unit_is_known"), pl.col("unit").is_not_null()).select(*OWNER, "unit")
        if unknown.is_empty():
            return rows
        self._known = _first(pl.concat([self._known.select(*OWNER, "unit"), unknown]))
        spelt = self._known.rename({"unit": "_spelt"})
        named = rows.with_columns(folded_unit(pl.col("unit")).alias(FOLDED)).join(
            spelt, on=[*OWNER, FOLDED], how="left", nulls_equal=True, maintain_order="left"
        )
        first = pl.when(~pl.col("unit_is_known")).then(pl.coalesce("_spelt", "unit")).otherwise("unit")
        return named.with_columns(first.alias("unit")).drop("_spelt", FOLDED)


def _first(units: pl.DataFrame) -> pl.DataFrame:
    folded = units.with_columns(folded_unit(pl.col("unit")).alias(FOLDED))
    return folded.unique([*OWNER, FOLDED], keep="first", maintain_order=True)
