"""Balances of queues: each month's end beside the month before, of the months that have changed.

What a queue got and lost is counted from contacts of two months. The counts, whole and of hidden groups too, are
remembered in `balances.parquet`, private as the warehouse, under the stamps of both months; so where only a state
changes (another administration turns out to have delivered in part) no contact is read again.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from config import DataDirectory
from etl.build import Build
from etl.partitions import KEYS, Changed

MEMORY = "balances.parquet"
AT_A_TIME = 12  # months
COUNTING = ("queue_days", "completed_days", "queue_months")
BEFORE = ["principal", "month_before"]
OF_GROUPS_CHANGED = """
    select a.* from {attainment} as a
    semi join groups_changed as g
        on g.principal = a.principal and g.phase = a.phase and g.specialty = a.specialty
    where a.cutoff_date = last_day(a.cutoff_date)
"""
# Balances of these groups in other months than those that are made anew whole.
SAME_MONTH = "m.principal = t.principal and m.cutoff_date = t.cutoff_date"
GROUPS_CHANGED = f"""
    delete from {{flows}} as t
    where not exists (from written_months as m where {SAME_MONTH})
        and exists (
            select 1 from groups_changed as g
            where g.principal = t.principal and g.phase = t.phase and g.specialty = t.specialty
        )
"""  # noqa: S608 - names from here


def write_balances(build: Build, data: DataDirectory, changed: Changed, key: str) -> pl.DataFrame:
    """Table flows anew for months that have changed, or whose month before has, and for groups that came or went.

    key: of program, reference and settings. `attainment` must be finished and temporary table groups_changed be there.
    Returns KEYS of the months.
    """
    months = _months(changed.partitions, key)
    touched = pl.concat([changed.built.select(KEYS), changed.gone.select(KEYS)])
    before = touched.rename({"cutoff_date": "month_before"})
    now = pl.concat(
        [months.join(touched, on=KEYS, how="semi"), months.join(before, on=BEFORE, how="semi")]
    ).unique(KEYS, maintain_order=True).sort(KEYS)  # fmt: skip
    principals = build.frame("select distinct principal from groups_changed")
    needed = pl.concat([now, months.join(principals, on="principal", how="semi")]).unique(KEYS).sort(KEYS)
    counted = _counted(build, data.root / MEMORY, months, needed)
    build.write("written_months", now.select(KEYS), stays=False)
    for some in _some(now):
        _write_months(build, some, counted)
    if not now.height:
        _write_months(build, now, counted)
    if not principals.is_empty():
        _write_groups(build, counted)
    build.delete("flows", changed.gone)
    return now.select(KEYS)


def _months(partitions: pl.DataFrame, key: str) -> pl.DataFrame:
    """KEYS, month_before and the stamp of both, of every partition at a month's end."""
    date = pl.col("cutoff_date")
    of_before = date.dt.offset_by("-1mo").dt.month_end()
    months = partitions.filter(date == date.dt.month_end()).with_columns(month_before=of_before)
    before = partitions.select("principal", month_before="cutoff_date", stamp_before="stamp")
    return months.join(before, on=["principal", "month_before"], how="left", maintain_order="left").select(
        *KEYS,
        "month_before",
        stamp=pl.concat_str(pl.lit(key), "stamp", pl.col("stamp_before").fill_null("-"), separator=" "),
    )


def _counted(build: Build, memory: Path, months: pl.DataFrame, needed: pl.DataFrame) -> pl.DataFrame:
    """What the queues of the needed months got and lost; what is not remembered is counted and remembered."""
    known = pl.read_parquet(memory) if memory.exists() else None
    if known is not None:
        known = known.join(months, on=[*KEYS, "stamp"], how="semi")
        needed = needed.join(known.select(KEYS).unique(), on=KEYS, how="anti", maintain_order="left")
    made = [_count(build, some) for some in _some(needed)]
    if known is None:
        made = made or [_count(build, needed)]
    counted = pl.concat([*([known] if known is not None else []), *made])
    if made:
        new = memory.with_suffix(".new")
        counted.write_parquet(new)
        new.chmod(0o600)
        new.replace(memory)
    return counted


def _count(build: Build, months: pl.DataFrame) -> pl.DataFrame:
    before = months.select("principal", cutoff_date="month_before")
    with build.batch(pl.concat([months.select(KEYS), before]).unique(), stores=False):
        for step in COUNTING:
            build.run(step)
        counted = build.frame("from queue_months")
    # A month without anything waiting or done is remembered too, as one row without group.
    return months.select(*KEYS, "stamp").join(counted, on=KEYS, how="left", maintain_order="left")


def _some(months: pl.DataFrame) -> Iterator[pl.DataFrame]:
    yield from months.iter_slices(AT_A_TIME)


def _write_months(build: Build, months: pl.DataFrame, counted: pl.DataFrame) -> None:
    before = months.select("principal", cutoff_date="month_before")
    with build.batch(months):
        build.see("attainment", pl.concat([months.select(KEYS), before]).unique())
        _run(build, counted.join(months, on=KEYS, how="semi"))
        build.execute(f"delete from flows as t where not exists (from building as m where {SAME_MONTH})")  # noqa: S608


def _write_groups(build: Build, counted: pl.DataFrame) -> None:
    with build.batch(counted.select(KEYS).clear()):
        build.view("attainment", OF_GROUPS_CHANGED.format(attainment=build.own("attainment")))
        _run(build, counted)
        build.execute(f"delete from flows as t where exists (from written_months as m where {SAME_MONTH})")  # noqa: S608
        build.execute(GROUPS_CHANGED.format(flows=build.own("flows")))


def _run(build: Build, counted: pl.DataFrame) -> None:
    build.write("queue_months", counted.drop("stamp").drop_nulls("specialty"), stays=False)
    build.run("group_states")
    build.run("flows")
