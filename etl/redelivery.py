"""When a re-delivery may not take the place of what it comes after: nothing of it can be used, or parts are gone."""

from __future__ import annotations

import duckdb

from etl import reasons, warehouse
from etl.contracts.contract import Contract
from etl.report import PartReport
from etl.thresholds import LetBy

NOTHING_ACCEPTED, MISSING_UNITS = "inget_godkant", "saknar_enheter"


class Redelivery:
    """One file's deliveries against those they would replace."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, contract: Contract, file_name: str, let_by: LetBy
    ) -> None:
        self._connection = connection
        self._contract = contract
        self._file_name = file_name
        self._let_by = let_by

    def judge(self, part: PartReport, delivery_id: int, replaced_id: int) -> None:
        """Raise `Refused` unless a person lets the reason by."""
        message = self._nothing_accepted(part, replaced_id)
        if message is not None:
            self._let_by.refuse(NOTHING_ACCEPTED, message)
            return
        message = self._units_dropped(part, delivery_id, replaced_id)
        if message is not None:
            self._let_by.refuse(MISSING_UNITS, message)

    def _nothing_accepted(self, part: PartReport, replaced_id: int) -> str | None:
        """How many rows the replaced delivery had is not told: that may be a hidden figure."""
        if part.accepted or not part.records or not self._had_rows(replaced_id):
            return None
        commonest = max(part.reasons, key=lambda code: part.reasons[code], default=None)
        why = f", oftast med orsaken {commonest} ({reasons.reasons()[commonest].title})" if commonest else ""
        return (
            f"{self._file_name}: ingen rad av leveransen för {part.told} kan "
            f"godkännas: {part.quarantined} skulle hamna i karantän{why}. Den tidigare leveransen gäller fortfarande. "
            f"Rätta filen och ladda den igen, eller ladda med --accept {NOTHING_ACCEPTED} om de tidigare raderna "
            "verkligen ska bort."
        )

    def _had_rows(self, replaced_id: int) -> bool:
        found = self._connection.execute(
            "select accepted > 0 from deliveries where delivery_id = $id", {"id": replaced_id}
        ).fetchall()
        return found == [(True,)]

    def _units_dropped(self, part: PartReport, delivery_id: int, replaced_id: int) -> str | None:
        dropped = self._connection.execute(
            warehouse.statement("dropped_units"), {"replaced": replaced_id, "delivery": delivery_id}
        ).fetchall()
        if not dropped:
            return None
        lacks, advice = self._contract.unit_words
        return (
            f"{self._file_name}: leveransen för {part.told} saknar "
            f"{lacks.format(', '.join(unit for (unit,) in dropped))}. {advice}, eller ladda med --accept "
            f"{MISSING_UNITS} om de verkligen ska bort."
        )
