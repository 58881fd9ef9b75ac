"""From a proposal to versions of plans, and from proposed versions to agreed ones. No agreed volume is ever changed.

A proposal becomes the next version of the plan between the two, or a new plan. What is already proposed with the same
volumes is not proposed again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from analysis import transfer_plan
from analysis.transfer_plan import Proposal
from dashboard.plan_change_draft import opened_plan
from dashboard.plan_names import new_plan_id
from register import NewPlanVersion

QUARTERS = ("q1", "q2", "q3", "q4")
PAIR = ["specialty", "phase", "sender", "receiver"]
PROPOSED, AGREED, WITHDRAWN = "forslag", "overenskommen", "aterkallad"
Row = Mapping[str, Any]


def standing(versions: pl.DataFrame) -> pl.DataFrame:
    """One row per plan as `transfer_plan.as_versions` takes them, and its newest version's status.

    versions: PLAN_COLUMNS of one huvudman and year. q1–q4 and decided_volume are those of the latest agreed version; 0
    where there is none or it is withdrawn. version: the newest of any status; latest_*: what that one says.
    """
    in_order = versions.sort("plan_id", "version")
    decided = in_order.filter(pl.col("status") != PROPOSED).group_by("plan_id").last()
    held = decided.filter(pl.col("status") == AGREED).select("plan_id", "decided_volume", *QUARTERS, is_agreed=True)
    latest = in_order.group_by("plan_id").last().select(
        "plan_id", "version", *PAIR, "regime", "transfer", latest_status="status",
        **{f"latest_{name}": pl.col(name) for name in (*QUARTERS, "reason", "decided_volume")},
    )  # fmt: skip
    rows = latest.join(held, on="plan_id", how="left").with_columns(pl.col("is_agreed").fill_null(value=False))
    none = ~pl.col("is_agreed")
    return rows.with_columns(
        pl.when(none).then(0).otherwise(pl.col(name)).cast(pl.Int32).alias(name)
        for name in ("decided_volume", *QUARTERS)
    ).sort("plan_id")


def proposed(
    proposal: Proposal, versions: pl.DataFrame, *, principal: str, year: int, role: str
) -> list[NewPlanVersion]:
    """The versions that make the proposal's placements plans with status 'forslag', in full order.

    versions: PLAN_COLUMNS of the huvudman and year. A plan whose newest version already proposes the same is left out.
    """
    plans = standing(versions).unique(PAIR, keep="first", maintain_order=True)  # a pair has one plan
    by_id = {row["plan_id"]: row for row in plans.iter_rows(named=True)}
    taken = set(versions["plan_id"])
    found = []
    for row in transfer_plan.as_versions(proposal, plans).iter_rows(named=True):
        plan = by_id.get(row["plan_id"])
        if plan is not None and is_equal(plan, row):
            continue
        plan_id = row["plan_id"] or free_name(year, row, taken)
        taken.add(plan_id)
        is_new = plan is None or not plan["is_agreed"]
        found.append(
            NewPlanVersion(
                principal=principal, plan_id=plan_id, version=1 if plan is None else plan["version"] + 1, year=year,
                specialty=row["specialty"], phase=row["phase"], sender=row["sender"], receiver=row["receiver"],
                regime=row["regime"],
                transfer=("intern" if row["regime"] == "egen" else "extern") if plan is None else plan["transfer"],
                decided_volume=row["decided_volume"], q1=row["q1"], q2=row["q2"], q3=row["q3"], q4=row["q4"],
                status=PROPOSED, reason="ny" if is_new else "okat_behov", role=role,
                base_version=None if plan is None else plan["version"],
            )
        )  # fmt: skip
    return found


def is_equal(plan: Row, row: Row) -> bool:
    """Whether the plan's newest version is an open proposal of the same volumes."""
    same = all(plan[f"latest_{name}"] == row[name] for name in (*QUARTERS, "decided_volume"))
    return plan["latest_status"] == PROPOSED and same


def free_name(year: int, row: Row, taken: set[str]) -> str:
    """The plan's name; a number after it where another plan already has it."""
    name = new_plan_id(year, row["specialty"], row["phase"], row["sender"], row["receiver"])
    names = [name, *(f"{name}-{number}" for number in range(2, len(taken) + 3))]
    return next(each for each in names if each not in taken)


def open_proposals(versions: pl.DataFrame) -> pl.DataFrame:
    """The plans of `standing` whose newest version is a proposal, with `addition` and `is_raise`.

    is_raise: no quarter is proposed below what is agreed, so that it can be agreed without the principles of lowering.
    """
    return standing(versions).filter(pl.col("latest_status") == PROPOSED).with_columns(
        addition=pl.sum_horizontal(pl.col(f"latest_{name}") - pl.col(name) for name in QUARTERS),
        is_raise=pl.all_horizontal(pl.col(f"latest_{name}") >= pl.col(name) for name in QUARTERS),
    )  # fmt: skip


def agreed(
    versions: pl.DataFrame, plan_ids: Sequence[str], *, role: str, anchored_by: str, today: dt.date
) -> list[NewPlanVersion]:
    """The next version of each plan: what its open proposal says, now agreed. Others than open raises are left out.

    A quarter that has ended keeps what was in force: what is agreed too late for it stays decided, outside the plan.
    """
    raises = open_proposals(versions).filter("is_raise", pl.col("plan_id").is_in(plan_ids))
    newest = {(row["plan_id"], row["version"]): row for row in versions.iter_rows(named=True)}
    kept = ("principal", "plan_id", "year", "specialty", "phase", "sender", "receiver", "regime", "transfer",
            "decided_volume", "reason", "motivation")  # fmt: skip
    found = []
    for plan_id, number in raises.select("plan_id", "version").iter_rows():
        row = newest[plan_id, number]
        q1, q2, q3, q4 = opened_plan(versions.filter(pl.col("plan_id") == plan_id), today).volumes
        found.append(
            NewPlanVersion(
                **{name: row[name] for name in kept},
                q1=q1,
                q2=q2,
                q3=q3,
                q4=q4,
                version=number + 1,
                base_version=number,
                status=AGREED,
                decided_on=today,
                anchored_by=anchored_by,
                role=role,
            )
        )
    return found
