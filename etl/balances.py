"""Balances of queues: each month's end beside the month before."""

from __future__ import annotations

from etl.build import Build

STEPS = ("queue_days", "completed_days", "queue_months", "group_states", "flows")


def write_balances(build: Build) -> None:
    """Table flows; `attainment` must be there."""
    build.execute("create or replace temp table building as select distinct principal, cutoff_date from periods")
    for step in STEPS:
        build.run(step)
    build.execute("drop table building")
