"""Build the marts from the private warehouse in a file of their own, check them, and point the app at them.

What is built how: a partition is a principal and a cut-off date, both populations together.

ONCE: small temporary tables over every date, which the other steps read: `care` (what is delivered where, instead of
counting every contact), `partition_deliveries`, margins, groups, `periods`.
PARTITIONED (in `etl.partition_steps`): run for some partitions at a time, so that memory does not grow with the
warehouse and what has not changed is not built again. A step here reads the rows of the partitions in the temporary
table `building` only (`semi join building`), what other PARTITIONED steps made of them, what ONCE made, reference and
limits; never another date. Every table it makes has the columns `principal` and `cutoff_date`; its rows take the place
of the partitions' rows in the marts. Checks that, too, look at no other date stand in BATCH_CHECKS.
ACROSS_DATES: balances (the month before) and changes (1, 3, 4, 12 months before), from the finished partitions.
WHOLE: anything else, built anew at each publication from the finished tables and the ledger; small, or quick to read.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from config import DataDirectory, Pointer, Settings, today
from etl import definitions
from etl.balances import write_balances
from etl.build import Build, PublishRefused, findings, refuse_on_findings
from etl.care import recount_care
from etl.changes import write_changes
from etl.cross import write_cross
from etl.marts_file import open_build, write_dataset
from etl.partition_steps import BATCH_CHECKS, build_partitions
from etl.partitions import Built, build_key, built_of, write_built
from etl.plans import write_plans
from etl.publication import forget_old, kept_versions, remove_unfinished, sync, write_pointer
from etl.quality import write_quality
from etl.reference_tables import write_reference
from etl.renewal import check_rest, copy_marts, drop_whole, find_changes, put_in_order
from register import opened

__all__ = ["OPEN_TABLES", "PublishRefused", "build_unsuppressed", "findings", "publish", "refuse_on_findings"]

KEPT_VERSIONS = 3

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
    with open_build(data, target, parameters) as build:
        if before is not None:
            drop_whole(build)
        write_reference(build.connection, data)
        tell = partial(write_dataset, build, settings, version, suppress_below, today())
        tell({})
        for step in ONCE:
            build.run(step)
        changed = find_changes(build, before)
        build_partitions(build, data, suppress_below, changed, progress)
        months, compared = write_balances(build, data, changed, key), write_changes(build, changed)
        increments = put_in_order(build, changed, before)
        tell(_build_whole(build, data, settings))
        for table in OPEN_TABLES:
            build.run(f"open_{table}")
        check_rest(build, changed, months, compared, set(BATCH_CHECKS))
        write_built(build, Built(key, changed.partitions, increments))


def _built_alike(newest: Path | None, key: str) -> Built | None:
    """What the newest marts were built of, where the rest of what figures follow from is the same."""
    built = None if newest is None else built_of(newest)
    return built if built is not None and built.key == key else None


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
