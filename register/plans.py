"""Versions of delivery plans as they are entered and as they are read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import polars as pl

# The columns of a plan version everywhere: extracts, warehouse, marts and register.
PLAN_COLUMNS: dict[str, pl.DataType] = {
    "principal": pl.String(),
    "plan_id": pl.String(),
    "version": pl.Int32(),
    "year": pl.Int32(),
    "specialty": pl.String(),
    "phase": pl.UInt8(),
    "sender": pl.String(),
    "receiver": pl.String(),
    "regime": pl.String(),
    "transfer": pl.String(),
    "decided_volume": pl.Int32(),
    "q1": pl.Int32(),
    "q2": pl.Int32(),
    "q3": pl.Int32(),
    "q4": pl.Int32(),
    "decided_on": pl.Date(),
    "status": pl.String(),
    "reason": pl.String(),
    "anchored_by": pl.String(),
    "motivation": pl.String(),
    "principle_share": pl.Float64(),
    "principle_numerator": pl.Int32(),
    "principle_denominator": pl.Int32(),
    "principle_level": pl.Float64(),
    "principle_date": pl.Date(),
    "role": pl.String(),
    "registered_at": pl.Datetime("us"),
}


@dataclass(frozen=True, kw_only=True)
class NewPlanVersion:
    """One version to write. `base_version`: the newest one the user had seen, None for a new plan.

    The version is higher than the one it builds on (ValueError otherwise); `role` is a role's title, never a person.
    """

    principal: str
    plan_id: str
    version: int
    year: int
    specialty: str
    phase: int
    sender: str
    receiver: str
    regime: str
    transfer: str
    q1: int
    q2: int
    q3: int
    q4: int
    status: str
    role: str
    base_version: int | None
    decided_volume: int | None = None
    decided_on: dt.date | None = None
    reason: str | None = None
    anchored_by: str | None = None
    motivation: str | None = None
    principle_share: float | None = None
    principle_numerator: int | None = None
    principle_denominator: int | None = None
    principle_level: float | None = None
    principle_date: dt.date | None = None

    def __post_init__(self) -> None:
        if self.version <= (self.base_version or 0):
            raise ValueError(f"version {self.version} builds on {self.base_version}")

    @property
    def plan(self) -> tuple[str, str]:
        return self.principal, self.plan_id


ENTERED_COLUMNS = {name: kind for name, kind in PLAN_COLUMNS.items() if name != "registered_at"}


def rows_to_write(versions: Sequence[NewPlanVersion]) -> list[dict[str, Any]]:
    """As Python's own numbers, whichever the caller had; ValueError where a value could not be read back."""
    schema = ENTERED_COLUMNS | {"base_version": pl.Int32()}
    try:
        return pl.DataFrame([asdict(version) for version in versions], schema=schema, orient="row").to_dicts()
    except (pl.exceptions.ComputeError, TypeError, OverflowError):
        raise ValueError("no plan can be so: a value does not fit its column") from None
