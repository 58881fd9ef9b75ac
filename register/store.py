"""The register as etl and the pages use it: read what was entered, add versions, be told when someone was first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache

import polars as pl
from sqlalchemy import Connection, func, insert, inspect, select, text
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from register import databases
from register.faults import Conflict, NotMade, OldSchema, Unreachable
from register.plans import PLAN_COLUMNS, NewPlanVersion, rows_to_write
from register.tables import SCHEMA_TABLE, SCHEMAS, Base

TABLE = Base.metadata.tables["plan_versions"]
READ_COLUMNS: dict[str, pl.DataType] = PLAN_COLUMNS | {"id": pl.Int64()}


@lru_cache(maxsize=32)
def opened(address: str) -> Register:
    """The register at an address (`settings.register_address`); one set of connections per process and address."""
    return Register(address)


class Register:
    """Safe to share between threads. Raises `OldSchema` and `Unreachable`; one that is not made reads as empty.

    `forms`: those this program knows, its own last.
    """

    def __init__(self, address: str, forms: Sequence[str] = SCHEMAS) -> None:
        self.address, self.forms = address, forms
        self.file = databases.sqlite_file(address)
        self.readers = databases.engine(address)
        self.writers = databases.writing(self.readers)
        self.place = str(self.file or self.readers.url.set(query={}).render_as_string(hide_password=True))
        self._inode: tuple[int, int] | None = None
        self._made = False

    def exists(self) -> bool:
        """Whether the register has been made at all."""
        with self._connected() as connection:
            return connection is not None

    def stamp(self) -> int:
        """The newest id, 0 when empty or not made; one indexed look-up."""
        with self._connected() as connection:
            return 0 if connection is None else _stamp(connection)

    def plan_versions(self, principal: str | None = None, *, after: int = 0) -> pl.DataFrame:
        """PLAN_COLUMNS and `id` of every version entered after the stamp `after`, in the order they were entered."""
        wanted = select(*(TABLE.c[column] for column in READ_COLUMNS)).where(TABLE.c.id > after).order_by(TABLE.c.id)
        if principal is not None:
            wanted = wanted.where(TABLE.c.principal == principal)
        with self._connected() as connection:
            rows = [] if connection is None else [tuple(row) for row in connection.execute(wanted)]
        return pl.DataFrame(rows, schema=READ_COLUMNS, orient="row")

    def add_plan_versions(self, versions: Sequence[NewPlanVersion]) -> int:
        """Write all or none in one transaction; returns the new stamp.

        Raises `Conflict` where a plan has got a version the user had not seen, `NotMade` before the first migration,
        ValueError for what no plan can have.
        """
        try:
            with self._connected(writing=True) as connection:
                return _add(_made(connection), versions)
        except (IntegrityError, DataError) as error:
            with self._connected() as connection:  # another program may have written past our lock
                _refuse_seen(_made(connection), versions)
            # The first line names the rule; PostgreSQL's next one is the whole row, with what people wrote in it.
            raise ValueError(f"no plan can be so: {str(error.orig).splitlines()[0]}") from None

    def close(self) -> None:
        """Give the connections back; the next use opens new ones."""
        self.readers.dispose()

    @contextmanager
    def _connected(self, *, writing: bool = False) -> Iterator[Connection | None]:
        """A transaction in a register of the right form, None where none has been made."""
        if not self._file_is_there():
            yield None
            return
        try:
            with (self.writers if writing else self.readers).begin() as connection:
                yield connection if self._has_our_form(connection) else None
        except (IntegrityError, DataError):
            raise
        except (DBAPIError, PoolTimeout) as error:
            raise Unreachable(self.place) from error

    def _file_is_there(self) -> bool:
        """A file put back from a backup is another file: connections to the old one are dropped."""
        if self.file is None:
            return True
        try:
            status = self.file.stat()
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError as error:
            raise Unreachable(self.place) from error
        if self._inode != (status.st_dev, status.st_ino):
            self.readers.dispose()
            self._inode, self._made = (status.st_dev, status.st_ino), False
        return True

    def _has_our_form(self, connection: Connection) -> bool:
        self._made = self._made or inspect(connection).has_table(SCHEMA_TABLE)
        found = connection.scalar(text(f"select version_num from {SCHEMA_TABLE}")) if self._made else None  # noqa: S608
        if found not in (None, self.forms[-1]):
            raise OldSchema(found, newer=found not in self.forms)
        return found is not None


def _made(connection: Connection | None) -> Connection:
    if connection is None:
        raise NotMade
    return connection


def _stamp(connection: Connection) -> int:
    return connection.scalar(select(func.coalesce(func.max(TABLE.c.id), 0))) or 0


def _add(connection: Connection, versions: Sequence[NewPlanVersion]) -> int:
    _refuse_seen(connection, versions)
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    if versions:
        connection.execute(insert(TABLE), [row | {"registered_at": now} for row in rows_to_write(versions)])
    return _stamp(connection)


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
