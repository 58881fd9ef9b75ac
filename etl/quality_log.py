"""What a load remembers of its deliveries' quality, in its own transaction: never a row, never what names a patient."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import polars as pl

from etl import warehouse
from etl.completeness import Completeness
from etl.contracts.contract import Contract
from etl.quality_definitions import Odd
from etl.unknown_codes import write_unknown_codes


class QualityLog:
    """One file's deliveries: completeness while they stream, codes and oddities when all of them are stored."""

    def __init__(self, contract: Contract) -> None:
        self._has_contacts = contract.table == "contacts"
        self._completeness = Completeness(contract)

    def add(self, rows: pl.DataFrame) -> None:
        """Take a batch with its `delivery_id`."""
        self._completeness.add(rows)

    def write(self, connection: duckdb.DuckDBPyConnection, deliveries: Sequence[int], odd: Odd) -> None:
        """Write what is known, after the rows of `deliveries` are settled."""
        self._completeness.write(connection)
        write_unknown_codes(connection, deliveries)
        if self._has_contacts:
            connection.execute(
                warehouse.statement("insert_oddities"),
                {
                    "first": min(deliveries),
                    "longest": odd.langsta_vantan_dagar,
                    "chosen_after": odd.pvv_over_dagar,
                    "phases": odd.pvv_faser,
                },
            )
