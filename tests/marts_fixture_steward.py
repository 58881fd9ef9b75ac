"""Fixture rows of a steward's decisions that have been tried, and of what can be let by."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl

PERIOD = dt.date(2026, 10, 31)
MADE = dt.datetime(2026, 11, 18, 8, 30)  # noqa: DTZ001 - UTC without zone, as the register has it
APPLIED: dict[str, Any] = {
    "decision_id": pl.Int64, "token": pl.String, "made_at": pl.Datetime("us"), "applied_at": pl.Datetime("us"),
    "principal": pl.String, "role": pl.String, "action": pl.String, "source": pl.String, "kind": pl.String,
    "period": pl.Date, "reason": pl.String, "column_name": pl.String, "code": pl.String, "outcome": pl.String,
    "rows": pl.Int64, "duplicates": pl.Int64, "message": pl.String, "is_replaced": pl.Boolean,
}  # fmt: skip


def steward_tables() -> dict[str, pl.DataFrame]:
    """steward_applied: a discard that was done (token "kasserade"); steward_reasons: one reason can be let by."""
    done = (1, "kasserade", MADE, MADE + dt.timedelta(days=1), None, "Dataförvaltare", "discard", "99", "vantande",
            PERIOD, "okand_enhet", "hsaid_vardenhet", None, "utford", 3, 0,
            "3 rader kasserade: de räknas som karantän, och deras innehåll är borta.", False)  # fmt: skip
    return {
        "steward_applied": pl.DataFrame([done], schema=APPLIED, orient="row"),
        "steward_reasons": pl.DataFrame(
            {"kind": ["vantande"], "reason": ["remiss_efter_matdatum"], "column_name": ["remiss_datum"]}
        ),
    }
