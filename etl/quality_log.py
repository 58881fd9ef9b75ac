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
        self._completeness = Completeness(contract)

    def add(self, rows: pl.DataFrame) -> None:
        """Take a batch with its `delivery_id`."""
        self._completeness.add(rows)

    def write(self, connection: duckdb.DuckDBPyConnection, deliveries: Sequence[int], odd: Odd) -> None:
        """Write what is known, after the rows of `deliveries` are settled."""
        self._completeness.write(connection)
        count_anew(connection, deliveries, odd)


def count_anew(connection: duckdb.DuckDBPyConnection, deliveries: Sequence[int], odd: Odd) -> None:
    """Codes and oddities of deliveries whose rows have just been stored, or have left quarantine by a decision."""
    write_unknown_codes(connection, deliveries)
    connection.execute(
        "delete from delivery_oddities where delivery_id in (select unnest($deliveries::integer[]))",
        {"deliveries": list(deliveries)},
    )
    connection.execute(
        warehouse.statement("insert_oddities"),
        {
            "deliveries": list(deliveries),
            "first": min(deliveries),
            "longest": odd.langsta_vantan_dagar,
            "chosen_after": odd.pvv_over_dagar,
            "phases": odd.pvv_faser,
        },
    )
