"""When a re-delivery may not take the place of what it comes after: nothing of it can be used, or parts are gone."""

from __future__ import annotations

import duckdb

from etl import reasons, warehouse
from etl.contracts.contract import Contract
from etl.readers import Refused
from etl.report import PartReport

NOTHING_ACCEPTED, MISSING_UNITS = "inget_godkant", "saknar_enheter"


class Redelivery:
    """One file's deliveries against those they would replace. `accepted`: the refusal a person lets by, if any."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, contract: Contract, file_name: str, accepted: str | None
    ) -> None:
        self._connection = connection
        self._contract = contract
        self._file_name = file_name
        self._accepted = accepted

    def judge(self, part: PartReport, delivery_id: int, replaced_id: int) -> str | None:
        """The refusal that was let by, None where there is none. Raises `Refused`."""
        message = self._nothing_accepted(part, replaced_id)
        if message is not None:
            return self._let_by(NOTHING_ACCEPTED, message)
        message = self._units_dropped(part, delivery_id, replaced_id)
        return None if message is None else self._let_by(MISSING_UNITS, message)

    def _let_by(self, code: str, message: str) -> str:
        if self._accepted != code:
            raise Refused(code, message)
        return code

    def _nothing_accepted(self, part: PartReport, replaced_id: int) -> str | None:
        """How many rows the replaced delivery had is not told: that may be a hidden figure."""
        if part.accepted or not part.records or not self._had_rows(replaced_id):
            return None
        commonest = max(part.reasons, key=lambda code: part.reasons[code], default=None)
        why = f", oftast med orsaken {commonest} ({reasons.reasons()[commonest].title})" if commonest else ""
        return (
            f"{self._file_name}: ingen rad av leveransen för {part.period} ({part.kind}, källa {part.source}) kan "
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
            f"{self._file_name}: leveransen för {part.period} ({part.kind}, källa {part.source}) saknar "
            f"{lacks.format(', '.join(unit for (unit,) in dropped))}. {advice}, eller ladda med --accept "
            f"{MISSING_UNITS} om de verkligen ska bort."
        )
