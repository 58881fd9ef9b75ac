"""Connections: SQLite by a file's path, PostgreSQL by its address. Writers come one at a time, readers never wait.

SQLite keeps a write-ahead log: a page that asks for the newest rows never waits for a writer's fsync, and a killed
writer leaves the old state. One writer at a time means that ids rise in the order of commits, which `after=` relies on.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event

SQLITE = "sqlite:///"
PATIENCE = 15  # seconds that a writer waits for the others
WRITERS_LOCK = 4_711_000_001  # PostgreSQL's advisory lock of this register's writers
# A server may be set to confirm before anything is on disk; never for what people enter.
CAREFUL = f"""
    select set_config('lock_timeout', '{PATIENCE}s', true),
        set_config('synchronous_commit', coalesce(nullif(current_setting('synchronous_commit'), 'off'), 'on'), true)
"""
POOL: dict[str, Any] = {"pool_size": 5, "max_overflow": 20, "hide_parameters": True}


def sqlite_file(address: str) -> Path | None:
    """The file of a SQLite address, None for PostgreSQL."""
    return Path(address.removeprefix(SQLITE)) if address.startswith(SQLITE) else None


def engine(address: str) -> Engine:
    """Connections are made at the first use. `writing(engine)` gives those that may write."""
    file = sqlite_file(address)
    made = _postgresql(address) if file is None else _sqlite(file)
    event.listen(made, "begin", _begin)
    return made


def writing(readers: Engine) -> Engine:
    """The same connections, but a transaction waits until it is alone to write."""
    return readers.execution_options(writing=True)


def make_file(file: Path) -> None:
    """An empty SQLite database with mode 0600 in a folder with 0700; one that is there keeps what it holds."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.parent.chmod(0o700)
    with _alone_in(file.parent):  # of two that begin a log at once SQLite refuses one, without patience
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        with closing(sqlite3.connect(file, timeout=PATIENCE)) as connection:
            connection.execute("pragma journal_mode = wal")


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Among processes that ask for the same; a killed one lets go."""
    opened = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


def _begin(connection: Connection) -> None:
    alone = connection.get_execution_options().get("writing", False)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("begin immediate" if alone else "begin")
    elif alone:
        connection.exec_driver_sql(CAREFUL)
        connection.exec_driver_sql(f"select pg_advisory_xact_lock({WRITERS_LOCK})")


def _sqlite(file: Path) -> Engine:
    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"file:{quote(str(file))}?mode=rw",
            uri=True,
            timeout=PATIENCE,
            isolation_level=None,
            check_same_thread=False,
        )
        connection.execute("pragma synchronous = full")  # what was confirmed is there after a power cut too
        connection.execute("pragma recursive_triggers = on")  # REPLACE is a removal as well
        connection.execute("pragma foreign_keys = on")
        return connection

    return create_engine("sqlite://", creator=connect, poolclass=QueuePool, **POOL)


def _postgresql(address: str) -> Engine:
    return create_engine(
        address,
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,
        connect_args={"connect_timeout": 5, "application_name": "vardlaget"},
        **POOL,
    )
