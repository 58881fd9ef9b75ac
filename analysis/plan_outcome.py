"""What senders and receivers report of the same patients, made into one outcome; both reports are kept.

Who acts knows best: the sender how many were sent, the receiver how many were done and given back.
"""

from __future__ import annotations

import polars as pl

BETWEEN = ["principal", "year", "specialty", "phase", "sender", "receiver"]
OUTCOMES = ["sent", "completed", "returned"]
REPORTERS = {"avsandare": "sender", "mottagare": "receiver"}
KNOWS_BEST = {"sent": "sender", "completed": "receiver", "returned": "receiver"}
OUTCOME_COLUMNS = {
    "principal": pl.String, "year": pl.Int32, "month": pl.Date, "specialty": pl.String, "phase": pl.UInt8,
    "sender": pl.String, "receiver": pl.String, "sent": pl.Int32, "completed": pl.Int32, "returned": pl.Int32,
    "sent_by_sender": pl.Int32, "sent_by_receiver": pl.Int32, "completed_by_sender": pl.Int32,
    "completed_by_receiver": pl.Int32, "returned_by_sender": pl.Int32, "returned_by_receiver": pl.Int32,
}  # fmt: skip


def reconciled(reports: pl.DataFrame) -> pl.DataFrame:
    """One row per month and pair (OUTCOME_COLUMNS), ordered by its key.

    reports: principal, month (its last day), specialty, phase, sender, receiver, reported_by ('avsandare' |
    'mottagare'), sent, completed, returned; at most one of a month, pair and side, else polars' ComputeError: what two
    deliveries say of the same is never added. `sent` is the sender's where there is one, else the receiver's;
    `completed` and `returned` the receiver's, else the sender's.
    """
    key = ["principal", "month", "specialty", "phase", "sender", "receiver"]
    reported = reports.group_by(key).agg(
        _said(name, reporter).alias(f"{name}_by_{side}")
        for name in OUTCOMES
        for reporter, side in REPORTERS.items()
    )  # fmt: skip
    chosen = {
        name: pl.coalesce(f"{name}_by_{best}", f"{name}_by_{'receiver' if best == 'sender' else 'sender'}").fill_null(0)
        for name, best in KNOWS_BEST.items()
    }
    return (
        reported.with_columns(year=pl.col("month").dt.year(), **chosen)
        .select(pl.col(name).cast(kind) for name, kind in OUTCOME_COLUMNS.items())
        .sort(key)
    )


def _said(name: str, reporter: str) -> pl.Expr:
    """What one side reports; null where it has reported nothing."""
    return pl.col(name).filter(pl.col("reported_by") == reporter).item(allow_empty=True)


def with_plans(outcomes: pl.DataFrame, versions: pl.DataFrame) -> pl.DataFrame:
    """The outcomes with `plan_id` after `receiver`: the plan between the two, null where there never was one."""
    joined = outcomes.join(plans_between(versions), on=BETWEEN, how="left", maintain_order="left")
    first = ["principal", "year", "month", "specialty", "phase", "sender", "receiver", "plan_id"]
    return joined.select(*first, pl.exclude(first))


def plans_between(versions: pl.DataFrame) -> pl.DataFrame:
    """`plan_id` of each BETWEEN that any version names, whatever its status.

    Where two plans are of the same year, specialty, phase and pair (one written by hand beside a loaded one), the
    outcome belongs to the one that is agreed, else the first by name: nothing done is counted twice.
    """
    plans = versions.sort("version").group_by("principal", "plan_id").agg(
        pl.col(BETWEEN[1:]).last(), is_agreed=(pl.col("status") == "overenskommen").any()
    )  # fmt: skip
    return (
        plans.sort("plan_id")
        .sort("is_agreed", descending=True, maintain_order=True)
        .unique(BETWEEN, keep="first", maintain_order=True)
        .select(*BETWEEN, "plan_id")
    )
