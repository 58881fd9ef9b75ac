"""Plan versions in the database: read in the order they were entered, written by whoever saw the last one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import polars as pl
from sqlalchemy import Connection, func, insert, select

from register.faults import Conflict
from register.plans import PLAN_COLUMNS, NewPlanVersion, rows_to_write
from register.tables import Base

TABLE = Base.metadata.tables["plan_versions"]
READ_COLUMNS: dict[str, pl.DataType] = PLAN_COLUMNS | {"id": pl.Int64()}


def stamp(connection: Connection) -> int:
    """The newest id, 0 where there is none."""
    return connection.scalar(select(func.coalesce(func.max(TABLE.c.id), 0))) or 0


def read(connection: Connection | None, principal: str | None, after: int) -> pl.DataFrame:
    """READ_COLUMNS of every version after the stamp `after`, in the order they were entered."""
    wanted = select(*(TABLE.c[column] for column in READ_COLUMNS)).where(TABLE.c.id > after).order_by(TABLE.c.id)
    if principal is not None:
        wanted = wanted.where(TABLE.c.principal == principal)
    rows = [] if connection is None else [tuple(row) for row in connection.execute(wanted)]
    return pl.DataFrame(rows, schema=READ_COLUMNS, orient="row")


def add(connection: Connection, versions: Sequence[NewPlanVersion]) -> int:
    _refuse_seen(connection, versions)
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    if versions:
        connection.execute(insert(TABLE), [row | {"registered_at": now} for row in rows_to_write(versions)])
    return stamp(connection)


def _refuse_seen(connection: Connection, versions: Sequence[NewPlanVersion]) -> None:
    """Of a plan with several versions in one call, each builds on the one before."""
    newest: dict[tuple[str, str], int] = {}
    for version in versions:
        if version.plan not in newest:
            _refuse_conflict(connection, version)
        elif version.base_version != newest[version.plan]:
            raise ValueError(f"version {version.version} of {version.plan_id} does not build on the one before")
        newest[version.plan] = version.version


def _refuse_conflict(connection: Connection, version: NewPlanVersion) -> None:
    columns = TABLE.c
    found = connection.execute(
        select(columns.version, columns.registered_at, columns.role)
        .where(columns.principal == version.principal, columns.plan_id == version.plan_id)
        .order_by(columns.version.desc())
        .limit(1)
    ).one_or_none()
    if found is not None and found.version > (version.base_version or 0):
        raise Conflict(version.plan_id, found.version, found.registered_at, found.role)
