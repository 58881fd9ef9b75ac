"""Decisions in the database: every one stays, in the order they were made; one may withdraw another."""

from __future__ import annotations

import datetime as dt

import polars as pl
from sqlalchemy import Connection, func, insert, select

from register.faults import DecisionWithdrawn
from register.steward import DECISION_COLUMNS, NewDecision
from register.tables import Base

TABLE = Base.metadata.tables["steward_decisions"]


def stamp(connection: Connection) -> int:
    """The newest decision's id, 0 where there is none."""
    return connection.scalar(select(func.coalesce(func.max(TABLE.c.id), 0))) or 0


def add(connection: Connection, decision: NewDecision) -> int:
    """Write the decision unless this very form has written it; returns its id. The clock is asked inside the lock."""
    found = connection.scalar(select(TABLE.c.id).where(TABLE.c.token == decision.token))
    if found is not None:
        return int(found)
    if decision.withdraws is not None:
        _refuse_withdrawn(connection, decision.withdraws)
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    written = connection.execute(insert(TABLE), decision.row() | {"made_at": now})
    return int((written.inserted_primary_key or [0])[0])


def read(connection: Connection | None, after: int) -> pl.DataFrame:
    """DECISION_COLUMNS of the decisions after the stamp `after`, in the order they were made."""
    wanted = select(*(TABLE.c[column] for column in DECISION_COLUMNS)).where(TABLE.c.id > after).order_by(TABLE.c.id)
    rows = [] if connection is None else [tuple(row) for row in connection.execute(wanted)]
    return pl.DataFrame(rows, schema=DECISION_COLUMNS, orient="row")


def _refuse_withdrawn(connection: Connection, decision_id: int) -> None:
    earlier = connection.execute(
        select(TABLE.c.made_at, TABLE.c.role).where(TABLE.c.withdraws == decision_id)
    ).one_or_none()
    if earlier is not None:
        raise DecisionWithdrawn(decision_id, earlier.made_at, earlier.role)
