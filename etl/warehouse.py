"""The private warehouse: the only place where patient rows are kept, and how etl opens it."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from config import ROOT, DataDirectory

QUERIES = ROOT / "queries" / "staging"
MEMORY_LIMIT = "500MB"  # beside it, some 900 MB of a load are batches, keys and code
KEY_BYTES = 16  # as 32 characters, key and id fit one block of SHA-256


class LostKey(Exception):
    """The hash key is not the one the loaded contacts were hashed with."""


class WarehouseClosed(Exception):
    """The warehouse cannot be opened; one Swedish line for the user."""


def prepare(data: DataDirectory) -> None:
    """Create the data directory 0700 with the secret hash key; nothing in it is readable by others."""
    os.umask(0o077)
    data.root.mkdir(parents=True, exist_ok=True)
    data.root.chmod(0o700)
    if not data.hash_key.exists():
        _refuse_lost_key(data)
        temporary = data.hash_key.with_suffix(".new")
        temporary.write_text(secrets.token_hex(KEY_BYTES), encoding="ascii")
        temporary.replace(data.hash_key)


def _refuse_lost_key(data: DataDirectory) -> None:
    if data.warehouse.exists():
        raise LostKey(
            f"{data.hash_key.name} saknas men {data.warehouse.name} finns. Återställ nyckeln från säkerhetskopian: "
            "utan den går laddade kontakter inte att känna igen."
        )


def hash_key(data: DataDirectory) -> str:
    return data.hash_key.read_text(encoding="ascii")


@contextmanager
def open_warehouse(data: DataDirectory, *, read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the private warehouse with its tables made; raise `WarehouseClosed` where it is locked."""
    connection = _connect(data.warehouse, read_only=read_only)
    try:
        if not read_only:
            connection.execute(statement("warehouse"))
            _refuse_other_key(connection, data)
        yield connection
    finally:
        connection.close()


@contextmanager
def trial(data: DataDirectory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in a transaction that is always rolled back: nothing is written, not even tables it lacks."""
    connection = _connect(data.warehouse, read_only=False)
    try:
        connection.begin()
        connection.execute(statement("warehouse"))
        _refuse_other_key(connection, data)
        yield connection
    finally:
        with suppress(duckdb.Error):  # a failed statement may have ended it already
            connection.rollback()
        connection.close()


def _connect(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    settings: dict[str, str | bool | int | float | list[str]] = {
        "storage_compatibility_version": "v1.5.0",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "memory_limit": MEMORY_LIMIT,
        "threads": "1",  # batches are small: a second thread costs half as much again and saves no time
        "preserve_insertion_order": "false",
    }
    try:
        return duckdb.connect(path, read_only=read_only, config=settings)
    except duckdb.IOException as error:
        raise WarehouseClosed(_why_closed(path, str(error).splitlines()[0])) from error


def _why_closed(path: Path, told: str) -> str:
    if "set lock" in told:
        return (
            f"{path.name} används av en annan process, troligen en laddning. Vänta tills den är klar och försök igen."
        )
    return f"{path.name} går inte att öppna: {told}"


def remove_spill(data: DataDirectory) -> None:
    """Throw away what a killed load spilled to disk; only for the holder of the lock."""
    shutil.rmtree(data.warehouse.with_name(f"{data.warehouse.name}.tmp"), ignore_errors=True)


def fits_key(connection: duckdb.DuckDBPyConnection, data: DataDirectory) -> bool:
    """Whether the key file is the one that the loaded contacts were hashed with."""
    stored = connection.execute("select fingerprint from key_fingerprint").fetchall()
    return not stored or stored == [(_fingerprint(hash_key(data)),)]


def _refuse_other_key(connection: duckdb.DuckDBPyConnection, data: DataDirectory) -> None:
    connection.execute(
        "insert into key_fingerprint select $fingerprint where not exists (from key_fingerprint)",
        {"fingerprint": _fingerprint(hash_key(data))},
    )
    if not fits_key(connection, data):
        raise LostKey(
            f"{data.hash_key.name} är inte den nyckel som {data.warehouse.name} skrevs med. Återställ den ur "
            "säkerhetskopian: utan den går laddade kontakter inte att känna igen."
        )


def _fingerprint(key: str) -> str:
    return hashlib.sha256(b"fingerprint of " + key.encode("ascii")).hexdigest()


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Everything inside or nothing: commit at the end, roll back on any error."""
    connection.begin()
    try:
        yield
    except BaseException:
        with suppress(duckdb.Error):  # an aborted transaction may already be gone; the first error is the one to tell
            connection.rollback()
        raise
    connection.commit()


def statement(name: str) -> str:
    """The SQL of one file in queries/staging."""
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")


def run(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    incoming: pl.DataFrame,  # noqa: ARG001 - the statement reads it by this name
    **parameters: object,
) -> list[tuple[Any, ...]]:
    """Run one file of queries/staging that reads the frame `incoming`; parameters it does not name are left out.

    A frame that is registered instead stays in memory until the transaction ends: the whole file would.
    """
    sql = statement(name)
    return connection.execute(sql, {key: value for key, value in parameters.items() if f"${key}" in sql}).fetchall()
