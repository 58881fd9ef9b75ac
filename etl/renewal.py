"""What a publication has to build: everything, or what differs from the newest marts, which are then copied first."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import polars as pl

from etl.build import Build, every_check
from etl.partitions import KEYS, Built, Changed, batches, changed_since
from etl.regrid import find_groups_changed, remove_rows_of_nobody

# Nothing of these is kept: they say themselves when they have rows of a date, and are small.
AGGREGATED = "select distinct principal from groups_changed semi join warehouse.aggregates using (principal)"
NO_GROUPS = "create or replace temp table groups_changed as from care_groups limit 0"
# Dates that are built later are added last: so many times, then the rows are put in their tables' order again.
SORTED_EVERY = 26
ORDERS = {
    "comparisons": "principal, population, phase, definition, cutoff_date, limit_days, unit nulls first, specialty",
    "changes": "principal, cutoff_date, horizon, earlier_date, definition, phase, specialty, administration",
    "change_families": "principal, cutoff_date, horizon, earlier_date, definition",
}
# Checks of a date and those before it that it is compared with.
ACROSS_DATES_CHECKS = (
    "balances_close",
    "changes_stand_on_shown_groups",
    "flows_tell_nothing_hidden",
    "specialties_equal_their_margin",
)


def copy_marts(newest: Path, target: Path) -> None:
    """The marts that are built further upon; private as they were."""
    shutil.copyfile(newest, target)
    target.chmod(0o600)


def drop_whole(build: Build) -> None:
    """Of marts that are built further upon, only what is built by partitions stays."""
    build.stored |= {name for (name,) in build.connection.sql("from built_tables").fetchall()}
    views = build.connection.sql(
        "select view_name from duckdb_views() where not internal and database_name = current_database()"
    ).fetchall()
    tables = build.connection.sql(
        "select table_name from duckdb_tables() where database_name = current_database()"
    ).fetchall()
    for (name,) in views:
        build.execute(f"drop view {build.own(name)}")
    for (name,) in tables:
        if name not in build.stored:
            build.execute(f"drop table {build.own(name)}")


def find_changes(build: Build, before: Built | None) -> Changed:
    """What to build; partitions that are gone, and rows of nobody that must be made anew, leave the marts at once.

    ONCE must be run. Leaves temporary tables untouched (partitions), groups_changed and regridded_groups.
    """
    changed = changed_since(build, before)
    build.execute(NO_GROUPS)
    if changed.is_whole:
        return changed
    if _find_groups_changed(build, changed):
        aggregated = build.frame(AGGREGATED)
        if aggregated.height:
            changed = replace(changed, built=_with_all_of(aggregated, changed))
            _find_groups_changed(build, changed)
        remove_rows_of_nobody(build)
    for name in build.stored:
        build.delete(name, changed.gone)
    return changed


def _find_groups_changed(build: Build, changed: Changed) -> int:
    build.write("untouched", untouched(changed).select(KEYS), stays=False)
    return find_groups_changed(build)


def _with_all_of(principals: pl.DataFrame, changed: Changed) -> pl.DataFrame:
    theirs = changed.partitions.join(principals, on="principal", how="semi")
    return pl.concat([changed.built, theirs]).unique(KEYS).sort(KEYS)


def put_in_order(build: Build, changed: Changed, before: Built | None) -> int:
    """Sort the tables' rows where they were added in many parts. Returns how many times rows were added since."""
    increments = 0 if before is None else before.increments + 1
    is_one_batch = before is None and len(list(batches(changed.built))) < 2
    if is_one_batch or 0 < increments < SORTED_EVERY:
        return increments
    for name in sorted(build.stored):
        build.sort(name, ORDERS.get(name))
    return 0


def untouched(changed: Changed) -> pl.DataFrame:
    """The partitions that stay as they were."""
    return changed.partitions.join(changed.built, on=KEYS, how="anti", maintain_order="left")


def check_rest(build: Build, changed: Changed, months: pl.DataFrame, compared: pl.DataFrame, done: set[str]) -> None:
    """The checks that no batch has run: over the dates made anew, or over everything. Raises `PublishRefused`.

    months: KEYS of the balances made; compared: KEYS and earlier_date of the changes made.
    """
    rest = [name for name in every_check() if name not in done]
    if changed.is_whole:
        build.check(rest)
        return
    before = months.with_columns(pl.col("cutoff_date").dt.offset_by("-1mo").dt.month_end())
    earlier = compared.select("principal", cutoff_date="earlier_date")
    parts = [changed.built.select(KEYS), months, before, compared.select(KEYS), earlier]
    with build.shadows():
        for name in ("attainment", "deviations"):
            build.see(name, pl.concat(parts).unique())
        build.see("flows", months)
        for name in ("changes", "change_families"):
            build.see(name, compared.select(KEYS).unique())
        build.check(name for name in rest if name in ACROSS_DATES_CHECKS)
    build.check(name for name in rest if name not in ACROSS_DATES_CHECKS)
