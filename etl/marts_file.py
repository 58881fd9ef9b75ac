"""The file of a marts version while it is built: opened beside the private warehouse, and what it says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import polars as pl

from config import DataDirectory, Settings
from etl.build import Build

MEMORY_LIMIT = "1200MB"


@contextmanager
def open_build(data: DataDirectory, target: Path, parameters: dict[str, object]) -> Iterator[Build]:
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
        yield Build(connection, _catalog(connection), parameters)
        connection.execute("detach warehouse")
        connection.execute("checkpoint")
    finally:
        connection.close()


def _catalog(connection: duckdb.DuckDBPyConnection) -> str:
    [(name,)] = connection.sql("select current_database()").fetchall()
    return str(name)


def write_dataset(
    build: Build,
    settings: Settings,
    version: str,
    suppress_below: int,
    day: date,
    stamps: dict[str, int],
) -> None:
    """Table dataset, one row: version, settings and day of the publication, and the register's stamps."""
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
