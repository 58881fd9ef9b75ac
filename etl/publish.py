"""Build the marts from the private warehouse in a file of their own, check them, and point the app at them.

What is built how: a partition is a principal and a cut-off date, both populations together.

ONCE: small temporary tables over every date, which the other steps read: `care` (what is delivered where, instead of
counting every contact), `partition_deliveries`, margins, groups, `periods`.
PARTITIONED: run for some partitions at a time, so that memory does not grow with the warehouse and what has not changed
is not built again. A step here reads the rows of the partitions in the temporary table `building` only (`semi join
building`), what other PARTITIONED steps made of them, what ONCE made, reference and limits; never another date. Every
table it makes has the columns `principal` and `cutoff_date`; its rows take the place of the partitions' rows in the
marts. Checks that, too, look at no other date stand in BATCH_CHECKS.
ACROSS_DATES: balances (the month before) and changes (1, 3, 4, 12 months before), from the finished partitions.
WHOLE: anything else, built anew at each publication from the finished tables and the ledger; small, or quick to read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import duckdb
import polars as pl

from config import DataDirectory, Pointer, Settings, today
from etl import definitions
from etl.balances import write_balances
from etl.build import Build, PublishRefused, findings
from etl.care import recount_care
from etl.cross import write_cross
from etl.cuts import write_cut_comparisons
from etl.equity import write_equity
from etl.partitions import Built, Changed, batches, build_key, built_of, write_built
from etl.plans import write_plans
from etl.publication import forget_old, kept_versions, remove_unfinished, sync, write_pointer
from etl.quality import write_quality
from etl.reference_tables import write_reference
from etl.regrid import keep_those_without_row
from etl.renewal import check_rest, copy_marts, drop_whole, find_changes, put_in_order, untouched
from etl.signals import write_changes, write_comparisons
from etl.suppression import CELL_KEYS, TABLE_KEYS, hidden_groups
from etl.suppression import Progress as SuppressionProgress
from register import opened

__all__ = ["OPEN_TABLES", "PublishRefused", "build_unsuppressed", "findings", "publish"]

KEPT_VERSIONS = 3
MEMORY_LIMIT = "1200MB"

ONCE = (
    "aggregate_tellings",
    "aggregate_places",
    "care",
    "partition_deliveries",
    "specialty_margins",
    "delivery_principals",
    "periods",
    "aggregate_delivered",
    "banded_dates",
    "care_groups",
    "equity_categories",
)
PARTITIONED = (
    "contact_counts",
    "aggregate_cells",
    "aggregate_groups",
    "aggregate_facts",
    "aggregate_edges",
    "aggregate_bands",
    "unit_days",
    "administration_days",
    "group_facts",
    "group_kinds",
    "small_group_tables",
    "specialty_limits",
    "limit_counts",
    "group_grid",
    "aggregate_limit_counts",
    "delivered_groups",
    "hidden_groups",
    "attainment_groups",
    "attainment",
    "attainment_unit",
    "band_intervals",
    "comparisons",
    "variation",
    "equity",
    "group_states",
    "deviations",
    "waiting_days_by_specialty",
    "waiting_days_by_date",
    "waiting_bands",
    "cut_comparisons",
)
ACROSS_DATES = ("flows", "changes")
WHOLE = (
    "plans",
    "cross",
    "national",
    "loads",
    "quarantine_counts",
    "steward_applied",
    "specialties",
    "administrations",
    "principals",
    "quality",
)
# Checks that look at one date at a time; the others look at several, or at what is WHOLE, and come last.
BATCH_CHECKS = (
    "bands_equal_their_group",
    "categories_equal_their_group",
    "comparisons_stand_on_shown_groups",
    "cuts_stand_on_shown_groups",
    "figures_stand_only_where_they_are_shown",
    "intervals_hold_their_group",
    "margins_equal_their_parts",
    "small_categories_are_hidden",
    "small_groups_are_hidden",
    "units_equal_their_administration",
)
OPEN_TABLES = (
    "maluppfyllelse",
    "maluppfyllelse_enhet",
    "variation",
    "jamforelser",
    "vantetidsfordelning",
    "bandintervall",
    "snittjamforelser",
    "avvikelser",
    "balans",
    "jamlikhet",
    "leveransplaner",
    "leveransplan",
    "leveransutfall",
    "grona_korset",
    "grona_korset_handelser",
    "laddningar",
    "datakvalitet",
    "fullstandighet",
    "revideringar",
)

Progress = Callable[[str, int, int], None]


def publish(
    data: DataDirectory,
    settings: Settings,
    progress: Progress = lambda _what, _done, _of: None,
    *,
    whole: bool = False,
) -> str:
    """Build, check and publish a new version; return its name. The version before stays served until the last step.

    whole: build every partition, also those that the newest marts have.
    """
    newest = max((int(name) for name in kept_versions(data)), default=0)
    version = str(1 + newest)
    building = data.root / f"marts-{version}.building"
    remove_unfinished(data)
    try:
        earlier = None if whole or not newest else data.marts(str(newest))
        _build(data, settings, building, version, settings.suppress_below, progress, earlier)
        sync(building)
        building.replace(data.marts(version))
    finally:
        remove_unfinished(data)
    write_pointer(data, Pointer(version))
    forget_old(data, KEPT_VERSIONS)
    return version


def build_unsuppressed(data: DataDirectory, settings: Settings, target: Path) -> None:
    """Marts with every figure whole, for `export --no-suppression`; never published, removed by the caller."""
    _build(data, settings, target, "utan-dolda-grupper", 0, lambda _what, _done, _of: None, None)


def _build(
    data: DataDirectory,
    settings: Settings,
    target: Path,
    version: str,
    suppress_below: int,
    progress: Progress,
    newest: Path | None,
) -> None:
    parameters: dict[str, object] = {
        "follow_up_phase": definitions.FOLLOW_UP_PHASE,
        "emergency_phase": definitions.EMERGENCY_PHASE,
        "low_base": settings.low_base,
        "suppress_below": suppress_below,
        "default_principal": settings.huvudman,
    }
    recount_care(data)
    key = build_key(data, parameters)
    before = _built_alike(newest, key)
    if newest is not None and before is not None:
        copy_marts(newest, target)
    with _marts(data, target) as connection:
        build = Build(connection, _catalog(connection), parameters)
        if before is not None:
            drop_whole(build)
        write_reference(build.connection, data)
        write_dataset = partial(_write_dataset, build, settings, version, suppress_below, today())
        write_dataset({})
        for step in ONCE:
            build.run(step)
        changed = find_changes(build, before)
        _build_partitions(build, data, suppress_below, changed, progress)
        months, compared = write_balances(build, data, changed, key), write_changes(build, changed)
        increments = put_in_order(build, changed, before)
        write_dataset(_build_whole(build, data, settings))
        for table in OPEN_TABLES:
            build.run(f"open_{table}")
        check_rest(build, changed, months, compared, set(BATCH_CHECKS))
        write_built(build, Built(key, changed.partitions, increments))


def _built_alike(newest: Path | None, key: str) -> Built | None:
    """What the newest marts were built of, where the rest of what figures follow from is the same."""
    built = None if newest is None else built_of(newest)
    return built if built is not None and built.key == key else None


def _build_partitions(
    build: Build, data: DataDirectory, suppress_below: int, changed: Changed, progress: Progress
) -> None:
    parts = list(batches(changed.built)) or ([changed.built] if changed.is_whole else [])
    for done, partitions in enumerate(parts):
        with build.batch(partitions):
            build.view("gridded_groups", "from care_groups")
            _build_batch(build, data, suppress_below, partial(_in_turn, progress, done, len(parts) + 1))
            build.check(BATCH_CHECKS)
    if build.frame("from groups_changed limit 1").is_empty():
        return
    with build.batch(untouched(changed), of_nobody=True):
        build.view("gridded_groups", "from regridded_groups")
        _build_batch(build, data, suppress_below, progress)


def _build_batch(build: Build, data: DataDirectory, suppress_below: int, progress: Progress) -> None:
    for done, step in enumerate(PARTITIONED):
        hiding = partial(_within, progress, done)
        if step == "hidden_groups":
            _hide(build, data, suppress_below, hiding)
        elif step == "comparisons":
            write_comparisons(build)
        elif step == "equity":
            write_equity(build, data, suppress_below, hiding)
        elif step == "cut_comparisons":
            write_cut_comparisons(build, data, suppress_below, hiding)
        else:
            build.run(step)
        if step == "delivered_groups" and build.is_of_nobody:
            keep_those_without_row(build)
        progress("Bygger", done + 1, len(PARTITIONED))


def _build_whole(build: Build, data: DataDirectory, settings: Settings) -> dict[str, int]:
    """Every step of WHOLE; returns the register's stamps."""
    register, day, stamps = opened(settings.register_address), today(), dict[str, int]()
    for step in WHOLE:
        if step == "plans":
            stamps["register_stamp"] = write_plans(build.connection, register, day, build.run)
        elif step == "cross":
            stamps["cross_stamp"] = write_cross(build.connection, data, register, day, build.run)
        elif step == "quality":
            write_quality(build, data, settings, day)
        else:
            build.run(step)
    return stamps


def _in_turn(progress: Progress, turn: int, turns: int, what: str, done: int, of: int) -> None:
    """One batch of several; the last turn is what comes after them."""
    progress(what, turn * of + done, turns * of)


def _within(progress: Progress, step: int, done: int, of: int) -> None:
    """A part of one step."""
    progress("Skyddar små grupper", step * of + done, len(PARTITIONED) * of)


@contextmanager
def _marts(data: DataDirectory, target: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A new marts file with the warehouse attached read-only; what is temporary spills beside it, never elsewhere."""
    connection = duckdb.connect(
        target,
        config={
            "storage_compatibility_version": "v1.5.0",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "memory_limit": MEMORY_LIMIT,
            "temp_directory": str(target.with_suffix(".spill")),
        },
    )
    try:
        connection.execute(f"attach '{str(data.warehouse).replace(chr(39), chr(39) * 2)}' as warehouse (read_only)")
        yield connection
        connection.execute("detach warehouse")
        connection.execute("checkpoint")
    finally:
        connection.close()


def _catalog(connection: duckdb.DuckDBPyConnection) -> str:
    [(name,)] = connection.sql("select current_database()").fetchall()
    return str(name)


def _hide(build: Build, data: DataDirectory, threshold: int, progress: SuppressionProgress) -> None:
    keys = ", ".join([*TABLE_KEYS, *CELL_KEYS])
    groups = build.frame(f"select {keys}, kind, contacts from small_group_tables")  # noqa: S608 - names from constants
    group_of = dict(
        build.connection.sql(
            "select specialty, specialty_group from specialty_reference where specialty_group is not null"
        ).fetchall()
    )
    hidden = hidden_groups(
        groups,
        group_of,
        threshold,
        memory=data.root / "suppression.parquet",
        progress=progress,
    )
    build.write("hidden_groups", hidden, stays=False)


def _write_dataset(
    build: Build,
    settings: Settings,
    version: str,
    suppress_below: int,
    day: date,
    stamps: dict[str, int],
) -> None:
    rows = pl.DataFrame(
        {
            "version": [version],
            "published_at": [datetime.now(UTC).replace(tzinfo=None, microsecond=0)],
            "suppress_below": [suppress_below],
            "low_base": [settings.low_base],
            "default_definition_waiting": [settings.default_definition_vantande],
            "default_definition_completed": [settings.default_definition_genomforda],
            "default_principal": [settings.huvudman],
            "published_on": [day],
            **{name: [stamp] for name, stamp in stamps.items()},
        },
        schema_overrides={
            "default_principal": pl.String,
            "suppress_below": pl.Int32,
            "low_base": pl.Int32,
            **dict.fromkeys(stamps, pl.Int64),
        },
    )
    build.write("dataset", rows)
