"""Deliveries with rows in quarantine, and the surroundings in which their rows are judged once more."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import duckdb
import polars as pl

from etl import warehouse
from etl.contracts.contract import Surroundings
from etl.mappings.catalogue import Mappings


@dataclass(frozen=True)
class QuarantinedDelivery:
    """A delivery in force with `rows` quarantined rows of one reason.

    `principal`: one or several, comma between; `mapping`: the name of the mapping file that it was read by.
    """

    delivery_id: int
    load_id: int
    source: str | None
    kind: str | None
    population: str | None
    period: dt.date | None
    principal: str | None
    mapping: str | None
    rows: int

    def owns(self, rows: pl.DataFrame) -> pl.Expr:
        """Whether a row's principal can be told: a row that does not say it needs a delivery of one only."""
        if "huvudman" not in rows.columns or (self.principal and "," not in self.principal):
            return pl.lit(value=True)
        return pl.col("huvudman").is_not_null()


def deliveries_with(
    connection: duckdb.DuckDBPyConnection, reason: str, column: str | None = None
) -> list[QuarantinedDelivery]:
    """Those in force with rows of the reason that wait for a decision."""
    found = connection.execute(
        warehouse.statement("steward_deliveries"), {"reason": reason, "column_name": column}
    ).fetchall()
    return [QuarantinedDelivery(*row) for row in found]


def surroundings_of(base: Surroundings, delivery: QuarantinedDelivery, mappings: Mappings) -> Surroundings:
    """What the delivery's file was judged by, as far as its ledger tells; reference and mapping as they are now."""
    principal = delivery.principal if delivery.principal and "," not in delivery.principal else None
    return replace(
        base,
        source=delivery.source,
        population=None,
        unstated_population=delivery.population,
        principal=principal,
        loaded_principal=principal,
        known_principals=frozenset(base.principals["principal"]) | ({principal} if principal else set()),
        extra_columns=(),
        mapping=next((mapping for mapping in mappings.every if mapping.name == delivery.mapping), None),
    )
