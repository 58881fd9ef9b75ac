"""Build the marts from the private warehouse in a file of their own, check them, and point the app at them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import duckdb
import polars as pl

from config import ROOT, DataDirectory, Pointer, Settings, today
from etl import definitions
from etl.cross import write_cross
from etl.equity import write_equity
from etl.plans import write_plans
from etl.publication import forget_old, kept_versions, remove_unfinished, sync, write_pointer
from etl.reference_tables import write_reference
from etl.signals import write_signals
from etl.suppression import CELL_KEYS, TABLE_KEYS, hidden_groups
from etl.suppression import Progress as SuppressionProgress
from register import opened

QUERIES = ROOT / "queries"
KEPT_VERSIONS = 3
MEMORY_LIMIT = "1500MB"

BEFORE_HIDING = (
    "contact_counts",
    "specialty_margins",
    "unit_days",
    "administration_days",
    "group_facts",
    "group_kinds",
    "small_group_tables",
    "delivery_principals",
    "periods",
    "specialty_limits",
    "limit_counts",
    "group_grid",
    "delivered_groups",
    "completed_days",
    "queue_months",
)
AFTER_HIDING = (
    "attainment_groups",
    "attainment",
    "attainment_unit",
    "signals",
    "variation",
    "equity",
    "plans",
    "group_states",
    "deviations",
    "flows",
    "waiting_days_by_specialty",
    "waiting_days_by_date",
    "waiting_bands",
    "cross",
    "national",
    "loads",
    "quarantine_counts",
    "specialties",
    "administrations",
    "principals",
)
OPEN_TABLES = (
    "maluppfyllelse",
    "maluppfyllelse_enhet",
    "variation",
    "jamforelser",
    "vantetidsfordelning",
    "avvikelser",
    "balans",
    "jamlikhet",
    "leveransplaner",
    "leveransplan",
    "leveransutfall",
    "grona_korset",
    "grona_korset_handelser",
    "laddningar",
)

Progress = Callable[[str, int, int], None]


class PublishRefused(Exception):
    """A check returned rows: the new marts are thrown away and the old ones stay published."""


def publish(data: DataDirectory, settings: Settings, progress: Progress = lambda _what, _done, _of: None) -> str:
    """Build, check and publish a new version; return its name. The version before stays served until the last step."""
    version = str(1 + max((int(name) for name in kept_versions(data)), default=0))
    building = data.root / f"marts-{version}.building"
    remove_unfinished(data)
    try:
        _build(data, settings, building, version, suppress_below=settings.suppress_below, progress=progress)
        sync(building)
        building.replace(data.marts(version))
    finally:
        remove_unfinished(data)
    write_pointer(data, Pointer(version))
    forget_old(data, KEPT_VERSIONS)
    return version


def build_unsuppressed(data: DataDirectory, settings: Settings, target: Path) -> None:
    """Marts with every figure whole, for `export --no-suppression`; never published, removed by the caller."""
    _build(data, settings, target, "utan-dolda-grupper", suppress_below=0, progress=lambda _what, _done, _of: None)


def _build(
    data: DataDirectory, settings: Settings, target: Path, version: str, *, suppress_below: int, progress: Progress
) -> None:
    parameters: dict[str, object] = {
        "follow_up_phase": definitions.FOLLOW_UP_PHASE,
        "emergency_phase": definitions.EMERGENCY_PHASE,
        "low_base": settings.low_base,
        "suppress_below": suppress_below,
        "default_principal": settings.huvudman,
    }
    register, day, stamps = opened(settings.register_address), today(), dict[str, int]()
    steps = [*BEFORE_HIDING, "hidden_groups", *AFTER_HIDING]
    hiding = partial(progress, "Skyddar små grupper")
    with _marts(data, target) as connection:
        write_reference(connection, data)
        for done, step in enumerate(steps, start=1):
            if step == "hidden_groups":
                _hide(connection, data, suppress_below, hiding)
            elif step == "signals":
                write_signals(connection)
            elif step == "equity":
                write_equity(connection, data, suppress_below, partial(run, connection, parameters=parameters), hiding)
            elif step == "plans":
                stamps["register_stamp"] = write_plans(connection, register, day, partial(run, connection))
            elif step == "cross":
                crosses = partial(run, connection, parameters=parameters)
                stamps["cross_stamp"] = write_cross(connection, data, register, day, crosses)
            else:
                run(connection, step, parameters)
            progress("Bygger", done, len(steps))
        _write_dataset(connection, settings, version, suppress_below, day, stamps)
        for table in OPEN_TABLES:
            run(connection, f"open_{table}", {})
        refuse_on_findings(connection)


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


def run(connection: duckdb.DuckDBPyConnection, name: str, parameters: dict[str, object] | None = None) -> None:
    """Run one file of queries/marts with those of the parameters it names."""
    sql = (QUERIES / "marts" / f"{name}.sql").read_text(encoding="utf-8")
    named = {key: value for key, value in (parameters or {}).items() if f"${key}" in sql}
    connection.execute(sql, named)


def _hide(
    connection: duckdb.DuckDBPyConnection, data: DataDirectory, threshold: int, progress: SuppressionProgress
) -> None:
    keys = ", ".join([*TABLE_KEYS, *CELL_KEYS])
    groups = connection.sql(f"select {keys}, kind, contacts from small_group_tables").pl()  # noqa: S608 - names from constants
    group_of = dict(
        connection.sql(
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
    connection.register("incoming", hidden)
    connection.execute("create temp table hidden_groups as select * from incoming")
    connection.unregister("incoming")


def _write_dataset(
    connection: duckdb.DuckDBPyConnection,
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
    connection.register("incoming", rows)
    connection.execute("create table dataset as select * from incoming")
    connection.unregister("incoming")


def findings(connection: duckdb.DuckDBPyConnection) -> dict[str, pl.DataFrame]:
    """Every file of queries/checks that returns rows; a row is a failure."""
    found = {}
    for path in sorted((QUERIES / "checks").glob("*.sql")):
        rows = connection.sql(path.read_text(encoding="utf-8")).pl()
        if len(rows):
            found[path.stem] = rows
    return found


def refuse_on_findings(connection: duckdb.DuckDBPyConnection) -> None:
    found = findings(connection)
    if found:
        names = ", ".join(f"{name} ({len(rows)} rader)" for name, rows in found.items())
        raise PublishRefused(
            f"Kontrollerna hittade fel och inget nytt publicerades: {names}. Den förra versionen visas."
        )
