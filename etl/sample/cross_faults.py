"""Rows of crosses that no load accepts; they are of a unit that never registers, and no figure changes by them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import polars as pl

from etl.sample.cross_units import NEVER_REGISTERS

NOBODYS: dict[str, str | int] = {"forvaltning": "Västra sjukhusen", "enhet": "Vårdavdelning 1"}


@dataclass(frozen=True)
class CrossFault:
    """Rows in the file of the common source, so many months before the last, on the days `days` of the month."""

    back: int
    reason: str
    days: tuple[int, ...]
    cells: dict[str, str | int] = field(default_factory=dict)


# A day that lacks its worst event would be too green: with one row refused, so is the day's other.
CROSS_FAULTS = (
    CrossFault(0, "okand_forvaltning", (8, 9), NOBODYS | {"handelse": "ingen"}),
    CrossFault(0, "okand_handelse", (10,), {"handelse": "tillbud"}),
    CrossFault(1, "farg_finns_inte", (12, 13), {"farg": "orange", "definition": "definition_1"}),
    CrossFault(2, "ogiltigt_antal", (6,), {"handelse": "risk", "antal": 0}),
    CrossFault(2, "dag_ofullstandig", (6,), {"handelse": "utan_skada_eller_risk", "antal": 1}),
)


def with_cross_faults(told: pl.DataFrame, source: str, back: int) -> pl.DataFrame:
    """The file's rows followed by the planted ones."""
    if source != "Korset":
        return told
    month: dt.date = told["datum"].dt.month_start()[0]
    broken = [
        {"forvaltning": "SÄS", "enhet": NEVER_REGISTERS, "datum": month.replace(day=day), "kalla": source} | fault.cells
        for fault in CROSS_FAULTS
        if fault.back == back
        for day in fault.days
    ]
    return pl.concat([told, pl.DataFrame(broken, schema=told.schema)]) if broken else told
