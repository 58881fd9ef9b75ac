"""Days of the Green Cross in the database: an entry is its header and all its events, or nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl
from sqlalchemy import ColumnElement, Connection, func, insert, select

from register import answers, versioned
from register.cross import CROSS_COLUMNS, DISTURBANCE, SOURCE, CrossSaved, NewCrossEntry
from register.tables import Base

ENTRIES = Base.metadata.tables["cross_entries"]
EVENTS = Base.metadata.tables["cross_events"]
DAY = ["principal", "administration", "unit", "date"]
READ_COLUMNS: dict[str, pl.DataType] = CROSS_COLUMNS | {"base_version": pl.Int32(), "id": pl.Int64()}

_OF_DAY = ("id", *DAY, "version", "fact", "went_well", "settles", "role", "registered_at")
_OF_EVENT = ("number", "fact", "event_type", "count", "description")
_ENTRY = {name: READ_COLUMNS[name] for name in _OF_DAY}
_EVENT = {"id": pl.Int64()} | {"event_fact" if name == "fact" else name: READ_COLUMNS[name] for name in _OF_EVENT}
_ENTRY_QUERY = select(*(ENTRIES.c[name] for name in _OF_DAY))
_EVENT_QUERY = select(EVENTS.c.entry_id, *(EVENTS.c[name] for name in _OF_EVENT))
_FEW = 2000  # entries that are quicker read row by row


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
        found is not None and header.items() <= found._asdict().items() and events == _events_of(connection, found.id)
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


def _events_of(connection: Connection, entry_id: int) -> list[dict[str, object]]:
    columns = (EVENTS.c[name] for name in _OF_EVENT)
    wanted = select(*columns).where(EVENTS.c.entry_id == entry_id).order_by(EVENTS.c.number)
    return [dict(row) for row in connection.execute(wanted).mappings()]


@dataclass(frozen=True)
class Chosen:
    """Which entries a reading is of; None is all. `unit`: (administration, unit); `first` and `last` are inclusive."""

    principal: str | None = None
    after: int = 0
    unit: tuple[str, str] | None = None
    first: dt.date | None = None
    last: dt.date | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        columns = ENTRIES.c
        conditions: list[ColumnElement[bool]] = [columns.id > self.after]
        if self.principal is not None:
            # Without a unit the ids lead to the few new rows; the key's index would lead through all of a principal's.
            conditions.append((columns.principal if self.unit else columns.principal.concat("")) == self.principal)
        if self.unit is not None:
            conditions += [columns.administration == self.unit[0], columns.unit == self.unit[1]]
        if self.first is not None:
            conditions.append(columns.date >= self.first)
        if self.last is not None:
            conditions.append(columns.date <= self.last)
        return conditions


def read(connection: Connection | None, chosen: Chosen, *, every_version: bool) -> pl.DataFrame:
    """READ_COLUMNS, one row per event and one for a state, in the order they were entered."""
    if connection is None:
        return pl.DataFrame(schema=READ_COLUMNS)
    is_little = chosen.unit is not None or stamp(connection) - chosen.after <= _FEW
    answer, conditions = (answers.few if is_little else answers.many), chosen.conditions()
    entries = answer(connection, _ENTRY_QUERY.where(*conditions), _ENTRY)
    of_entries = _EVENT_QUERY.join(ENTRIES, EVENTS.c.entry_id == ENTRIES.c.id)
    events = answer(connection, of_entries.where(*conditions), _EVENT)
    if not every_version:
        entries = entries.filter(pl.col("version") == pl.col("version").max().over(DAY))
    return _rows(entries, events)


def _rows(entries: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    rows = entries.join(events, on="id", how="left").with_columns(
        source=pl.lit(SOURCE),
        number=pl.col("number").fill_null(1),
        fact=pl.coalesce("fact", "event_fact"),
        is_disturbance=pl.col("event_type").eq(DISTURBANCE).fill_null(value=False),
        count=pl.col("count").fill_null(0),
        colour=pl.lit(None, pl.String),
        colour_definition=pl.lit(None, pl.String),
        base_version=pl.when(pl.col("version") > 1).then(pl.col("version") - 1),
    )
    return rows.select(*READ_COLUMNS).sort("id", "number")
