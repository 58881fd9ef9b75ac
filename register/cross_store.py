"""Days of the Green Cross in the database: an entry is its header and all its events, or nothing."""

from __future__ import annotations

import datetime as dt

import polars as pl
from sqlalchemy import ColumnElement, Connection, func, insert, select

from register import versioned
from register.cross import CROSS_COLUMNS, DISTURBANCE, SOURCE, CrossSaved, NewCrossEntry
from register.tables import Base

ENTRIES = Base.metadata.tables["cross_entries"]
EVENTS = Base.metadata.tables["cross_events"]
DAY = ["principal", "administration", "unit", "date"]
READ_COLUMNS: dict[str, pl.DataType] = CROSS_COLUMNS | {"base_version": pl.Int32(), "id": pl.Int64()}
HEADER = ["id", *DAY, "version", "base_version", "fact", "went_well", "settles", "role", "registered_at"]
EVENT = ["number", "fact", "event_type", "count", "description"]


def stamp(connection: Connection) -> int:
    """The newest entry's id, 0 where there is none."""
    return connection.scalar(select(func.coalesce(func.max(ENTRIES.c.id), 0))) or 0


def day_count(connection: Connection) -> int:
    """How many days have been registered: each has one first version."""
    return connection.scalar(select(func.count()).where(ENTRIES.c.version == 1)) or 0


def add(connection: Connection, entry: NewCrossEntry) -> CrossSaved:
    """Write the day's next version unless it is said already; raises `CrossConflict`."""
    found = versioned.newest(connection, ENTRIES, entry.day)
    header, events = entry.header(), entry.event_rows()
    is_equal = (
        found is not None and header.items() <= found._asdict().items() and events == _events(connection, found.id)
    )
    if versioned.is_said(found, entry.base_version, entry.role, is_equal=is_equal):
        assert found is not None
        return CrossSaved(found.version, found.id, found.registered_at, was_there=True)
    row = entry.day | header | versioned.next_version(found, entry.role)
    [entry_id] = connection.execute(insert(ENTRIES), row).inserted_primary_key or [0]
    if events:
        belongs = {"entry_id": entry_id, "event_count": len(events)}
        connection.execute(insert(EVENTS), [belongs | event for event in events])
    return CrossSaved(row["version"], entry_id, row["registered_at"], was_there=False)


def _events(connection: Connection, entry_id: int) -> list[dict[str, object]]:
    wanted = select(*(EVENTS.c[name] for name in EVENT)).where(EVENTS.c.entry_id == entry_id).order_by(EVENTS.c.number)
    return [dict(row) for row in connection.execute(wanted).mappings()]


def read(connection: Connection | None, conditions: list[ColumnElement[bool]], *, every_version: bool) -> pl.DataFrame:
    """READ_COLUMNS, one row per event and one for a state, in the order they were entered."""
    columns = [ENTRIES.c[name] for name in HEADER] + [EVENTS.c[name].label(f"event_{name}") for name in EVENT]
    wanted = (
        select(*columns)
        .select_from(ENTRIES.outerjoin(EVENTS, EVENTS.c.entry_id == ENTRIES.c.id))
        .where(*conditions)
        .order_by(ENTRIES.c.id, EVENTS.c.number)
    )
    rows = [] if connection is None else [tuple(row) for row in connection.execute(wanted)]
    entered = pl.DataFrame(rows, schema=_ENTERED, orient="row")
    if not every_version:
        entered = entered.filter(pl.col("version") == pl.col("version").max().over(DAY))
    is_state = pl.col("event_number").is_null()
    return entered.with_columns(
        pl.lit(SOURCE).alias("source"),
        pl.col("event_number").fill_null(1).alias("number"),
        pl.coalesce("fact", "event_fact").alias("fact"),
        pl.col("event_event_type").eq(DISTURBANCE).fill_null(value=False).alias("is_disturbance"),
        pl.col("event_event_type").alias("event_type"),
        pl.when(is_state).then(0).otherwise("event_count").cast(pl.Int32).alias("count"),
        pl.lit(None, pl.String).alias("colour"),
        pl.lit(None, pl.String).alias("colour_definition"),
        pl.col("event_description").alias("description"),
    ).select(*READ_COLUMNS)


_ENTERED = {name: READ_COLUMNS[name] for name in HEADER} | {f"event_{name}": READ_COLUMNS[name] for name in EVENT}


def chosen(
    principal: str | None, after: int, unit: tuple[str, str] | None, first: dt.date | None, last: dt.date | None
) -> list[ColumnElement[bool]]:
    """The conditions of a reading."""
    columns = ENTRIES.c
    conditions: list[ColumnElement[bool]] = [columns.id > after] if after else []
    if principal is not None:
        # Without a unit the ids lead to the few new rows; the key's index would lead through all of a principal's.
        conditions.append((columns.principal if unit else columns.principal.concat("")) == principal)
    if unit is not None:
        conditions += [columns.administration == unit[0], columns.unit == unit[1]]
    if first is not None:
        conditions.append(columns.date >= first)
    if last is not None:
        conditions.append(columns.date <= last)
    return conditions
