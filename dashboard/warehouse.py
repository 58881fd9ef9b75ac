"""Opens the published marts read-only; the only module of the dashboard that knows DuckDB.

A new version is noticed by `os.stat` of the pointer file. Every version is a file of its own name, so a reader
that has begun on one keeps it; it is closed when nobody has read it for a while. `warehouse.duckdb`, which holds
patient rows, is never opened here.

The health address is Streamlit's own: `/_stcore/health` answers `ok` while the process serves.
"""

from __future__ import annotations

import datetime as dt
import functools
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import polars as pl

from config import ROOT, DataDirectory, load_settings

QUERIES = ROOT / "queries" / "dashboard"
IDLE_SECONDS = 120.0
REMEMBERED_FRAMES = 512
READ_ONLY_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "enable_external_access": "false",
    "threads": "1",  # questions are small: a second thread costs more than it saves
}
Parameters = tuple[tuple[str, object], ...]


class NothingPublished(Exception):
    """No marts have been published in the data directory: the first day."""


class MartsUnreadable(Exception):
    """The pointer names a version that cannot be opened."""


@dataclass
class _Version:
    """One open version: its connection, how many reads are under way, and when the last one ended."""

    connection: duckdb.DuckDBPyConnection
    active: int = 0
    used: float = field(default_factory=time.monotonic)


class Warehouse:
    """The open versions of one data directory; safe for many threads."""

    def __init__(self, data: DataDirectory) -> None:
        self.data = data
        self._lock = threading.Lock()
        self._versions: dict[str, _Version] = {}
        self._seen: tuple[int, int, int] | None = None
        self._current = ""

    def current(self) -> str:
        """The published version, opened; raises `NothingPublished` or `MartsUnreadable`."""
        try:
            status = self.data.pointer.stat()
        except FileNotFoundError:
            raise NothingPublished from None
        stamp = (status.st_mtime_ns, status.st_ino, status.st_size)
        with self._lock:
            if stamp != self._seen:
                pointer = self.data.published()
                if pointer is None:
                    return self._last_known()
                self._open(pointer.version)
                self._seen, self._current = stamp, pointer.version
                self._close_idle()
            return self._current

    def _last_known(self) -> str:
        """The version served until the pointer became unreadable; the next publication writes it anew."""
        if not self._current:
            raise MartsUnreadable("pekaren")
        return self._current

    def rows(self, version: str, sql: str, parameters: dict[str, object]) -> pl.DataFrame:
        """Run one query on one version with a cursor of its own."""
        with self._reading(version) as cursor:
            given = {name: list(value) if isinstance(value, tuple) else value for name, value in parameters.items()}
            rows: pl.DataFrame = cursor.sql(sql, params=given or None).pl()
            return rows

    def open_versions(self) -> list[str]:
        """The versions held open now, oldest first."""
        with self._lock:
            return list(self._versions)

    def close(self) -> None:
        """Close every version."""
        with self._lock:
            for opened in self._versions.values():
                opened.connection.close()
            self._versions.clear()
            self._seen = None

    @contextmanager
    def _reading(self, version: str) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._lock:
            opened = self._open(version)
            opened.active += 1
            cursor = opened.connection.cursor()
        try:
            yield cursor
        finally:
            with self._lock:
                cursor.close()
                opened.active -= 1
                opened.used = time.monotonic()

    def _open(self, version: str) -> _Version:
        if version not in self._versions:
            try:
                connection = duckdb.connect(str(self.data.marts(version)), read_only=True, config=READ_ONLY_CONFIG)
            except duckdb.Error as error:
                raise MartsUnreadable(f"marts-{version}: {type(error).__name__}") from error
            self._versions[version] = _Version(connection)
        return self._versions[version]

    def _close_idle(self) -> None:
        now = time.monotonic()
        for name, opened in list(self._versions.items()):
            if name != self._current and opened.active == 0 and now - opened.used > IDLE_SECONDS:
                opened.connection.close()
                del self._versions[name]


@functools.lru_cache(maxsize=1)
def published() -> Warehouse:
    """The warehouse of the settings' data directory, one per process."""
    return Warehouse(load_settings().data)


@functools.cache
def query_text(name: str) -> str:
    """The SQL of `queries/dashboard/<name>.sql`."""
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")


@functools.lru_cache(maxsize=REMEMBERED_FRAMES)
def remembered_rows(version: str, name: str, parameters: Parameters) -> pl.DataFrame:
    """The rows of one query on one version, asked for once: a version never changes, so there is no expiry."""
    return published().rows(version, query_text(name), dict(parameters))


@functools.lru_cache(maxsize=4 * REMEMBERED_FRAMES)
def remembered_rows_between(
    version: str, name: str, parameters: Parameters, first: dt.date, last: dt.date
) -> pl.DataFrame:
    """Those of the rows whose `cutoff_date` is from `first` to `last`."""
    return remembered_rows(version, name, parameters).filter(pl.col("cutoff_date").is_between(first, last))


def forget() -> None:
    """Close the data directory and drop what is remembered of it: the settings have changed."""
    if published.cache_info().currsize:
        published().close()
    published.cache_clear()
    remembered_rows.cache_clear()
    remembered_rows_between.cache_clear()


def query_files() -> list[Path]:
    """Every query of the dashboard."""
    return sorted(QUERIES.glob("*.sql"))
