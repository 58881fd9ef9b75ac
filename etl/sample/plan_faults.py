"""Rows of plans and outcomes that no load accepts; they are extra, and no figure changes by them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import polars as pl

from etl.sample.agreements import Agreement
from etl.sample.plan_versions import AGREED_MONTH, PlanRow, Version, versions

UNKNOWN_SENDER = "Västkliniken"
CHANGED_MONTH = 5


@dataclass(frozen=True)
class OutcomeFault:
    """In that month of every year: rows copied from good ones with one name changed, so that the reason follows."""

    month: int
    reason: str
    rows: int
    name: str | None  # of the sender; None: the receiver's own


@dataclass(frozen=True)
class PlanFault:
    """One version that no load accepts, in the file of a month (its first day)."""

    month: dt.date
    reason: str
    row: PlanRow


OUTCOME_FAULTS = (
    OutcomeFault(8, "avsandare_ar_mottagare", 1, None),
    OutcomeFault(9, "okand_avsandare", 2, UNKNOWN_SENDER),
)


def plan_faults(agreed: list[Agreement], seed: int) -> list[PlanFault]:
    """Of one year: quarters above what is decided, a sender that is its receiver, a change without a reason."""
    first, quiet = agreed[0], next(plan for plan in agreed if _is_quiet(plan, seed))
    december = dt.date(first.year - 1, AGREED_MONTH, 1)
    above = _new(first, 901, seed, sender="RH", receiver="Privat", specialty="241")
    alone = _new(first, 902, seed, sender="SU", receiver="SU", specialty="141")
    [unchanged] = versions(quiet, seed)
    silent = replace(unchanged, number=2, decided=unchanged.decided + 10, motive=None).row()
    return [
        PlanFault(december, "kvartal_over_beslut", above | {"beslutad_volym": sum(first.placed) - 1}),
        PlanFault(december, "avsandare_ar_mottagare", alone),
        PlanFault(
            dt.date(first.year, CHANGED_MONTH, 1),
            "version_utan_orsak",
            silent | {"orsak": None, "beslutsdatum": dt.date(first.year, CHANGED_MONTH, 12)},
        ),
    ]


def with_outcome_faults(rows: pl.DataFrame, month: int) -> pl.DataFrame:
    """The month's rows followed by the planted ones."""
    faults = [fault for fault in OUTCOME_FAULTS if fault.month == month]
    named = [pl.lit(fault.name) if fault.name else pl.col("mottagare") for fault in faults]
    broken = [rows.head(fault.rows).with_columns(avsandare=name) for fault, name in zip(faults, named, strict=True)]
    return pl.concat([rows, *broken])


def _is_quiet(plan: Agreement, seed: int) -> bool:
    return len(list(versions(plan, seed))) == 1


def _new(plan: Agreement, number: int, seed: int, *, sender: str, receiver: str, specialty: str) -> PlanRow:
    """A plan of its own between two that have none."""
    other = replace(plan, number=number, sender=sender, receiver=receiver, specialty=specialty, phase=1, steps=())
    version: Version = next(iter(versions(other, seed)))
    return version.row()
