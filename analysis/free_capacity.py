"""What those who offer to receive have left, when the plans in force have taken theirs."""

from __future__ import annotations

import datetime as dt

import polars as pl

REGIME_ORDER = ("egen", "avtal", "annan_region")  # the routine's: own care, own contracts, other regions' contracts
PLACE = ["principal", "year", "quarter", "specialty", "phase", "receiver", "regime"]
FREE_COLUMNS = {
    "principal": pl.String, "year": pl.Int32, "quarter": pl.UInt8, "specialty": pl.String, "phase": pl.UInt8,
    "receiver": pl.String, "regime": pl.String, "area": pl.String, "offered": pl.Int32, "used": pl.Int32,
    "free": pl.Int32,
}  # fmt: skip


def free_capacity(offers: pl.DataFrame, quarters_in_force: pl.DataFrame, today: dt.date) -> pl.DataFrame:
    """One row per quarter, specialty, phase, receiver and regime with an offer (FREE_COLUMNS), in the routine's order.

    offers: PLACE, free_volume, area, valid_to (null: open); quarters_in_force: PLACE and planned, with `in_force`
    rows only or marked by it. `offered` is what is offered; of an offer whose last day is before today only what the
    plans already use of it. `free` = offered − used is negative where plans have taken more than was offered.
    """
    taken = quarters_in_force
    if "in_force" in taken.columns:
        taken = taken.filter("in_force")
    used = taken.group_by(PLACE).agg(used=pl.col("planned").sum())
    is_open = pl.col("valid_to").is_null() | (pl.col("valid_to") >= today)
    volume = pl.col("free_volume")
    offered = offers.group_by(PLACE).agg(
        area=pl.col("area").sort().first(), open=volume.filter(is_open).sum(), expired=volume.filter(~is_open).sum()
    )
    rows = offered.join(used, on=PLACE, how="left").with_columns(pl.col("used").fill_null(0))
    kept = pl.min_horizontal("expired", (pl.col("used") - pl.col("open")).clip(lower_bound=0))
    order = pl.col("regime").replace_strict(REGIME_ORDER, range(len(REGIME_ORDER)), default=len(REGIME_ORDER))
    return (
        rows.with_columns(offered=pl.col("open") + kept)
        .with_columns(free=pl.col("offered") - pl.col("used"))
        .sort("principal", "year", "specialty", "phase", "quarter", order, "receiver", "regime")
        .select(pl.col(name).cast(kind) for name, kind in FREE_COLUMNS.items())
    )
