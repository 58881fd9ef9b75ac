"""Actions in the database: every version stays, the newest is the action."""

from __future__ import annotations

import polars as pl
from sqlalchemy import Connection, func, insert, select

from register import versioned
from register.cross_actions import ACTION_COLUMNS, NewCrossAction
from register.tables import Base

TABLE = Base.metadata.tables["cross_actions"]
ACTION = ["principal", "administration", "unit", "action_id"]


def stamp(connection: Connection) -> int:
    """The newest version's id, 0 where there is none."""
    return connection.scalar(select(func.coalesce(func.max(TABLE.c.id), 0))) or 0


def action_count(connection: Connection) -> int:
    """How many actions there are: each has one first version."""
    return connection.scalar(select(func.count()).where(TABLE.c.version == 1)) or 0


def add(connection: Connection, action: NewCrossAction) -> int:
    """Write the action's next version unless it is said already; returns the id of what says it."""
    found, row = versioned.newest(connection, TABLE, action.action), action.row()
    is_equal = found is not None and row.items() <= found._asdict().items()
    if versioned.is_said(found, action.base_version, action.role, is_equal=is_equal):
        assert found is not None
        return int(found.id)
    written = connection.execute(insert(TABLE), action.action | row | versioned.next_version(found, action.role))
    return int((written.inserted_primary_key or [0])[0])


def read(
    connection: Connection | None,
    principal: str | None,
    administration: str | None,
    unit: str | None,
    *,
    every_version: bool,
) -> pl.DataFrame:
    """ACTION_COLUMNS in the order they were entered."""
    wanted = select(*(TABLE.c[column] for column in ACTION_COLUMNS)).order_by(TABLE.c.id)
    for name, value in (("principal", principal), ("administration", administration), ("unit", unit)):
        if value is not None:
            wanted = wanted.where(TABLE.c[name] == value)
    rows = [] if connection is None else [tuple(row) for row in connection.execute(wanted)]
    actions = pl.DataFrame(rows, schema=ACTION_COLUMNS, orient="row")
    return actions if every_version else actions.filter(pl.col("version") == pl.col("version").max().over(ACTION))
