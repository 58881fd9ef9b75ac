"""Makes the register and brings it to the present form; nothing else does."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from register import databases
from register.faults import NotMade, NotPossible, OldSchema, Unreachable, why
from register.store import Register

MIGRATIONS = Path(__file__).resolve().parent / "migrations"


def migrate(register: Register) -> None:
    """Bring the register to the program's form in one transaction: killed half-way it has the form it had.

    A SQLite file is made with mode 0600 in a folder with 0700. Raises `RegisterFault`, `OldSchema` where the register
    is newer.
    """
    try:
        if register.exists():
            return
    except OldSchema as fault:
        if fault.newer:
            raise
    try:
        if register.file is not None:
            databases.make_file(register.file)
        with register.writers.begin() as connection:
            upgrade(connection)
    except (OSError, sqlite3.Error) as error:
        raise NotPossible(f"Registret ({register.place}) går inte att skapa: {why(error)}.") from error
    except DBAPIError as error:
        raise Unreachable(register.place) from error


def upgrade(connection: Connection, form: str = "head") -> None:
    """Run the migrations up to a form."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, form)


def back_up(register: Register, file: Path) -> None:
    """A consistent copy (0600) of a SQLite register while people write; raises `RegisterFault`."""
    if register.file is None:
        raise NotPossible("Ett register i PostgreSQL säkerhetskopieras med pg_dump.")
    if not register.exists():
        raise NotMade
    try:
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        with closing(sqlite3.connect(register.file)) as source, closing(sqlite3.connect(file)) as copy:
            source.backup(copy)
    except (OSError, sqlite3.Error) as error:
        raise NotPossible(f"Kopian {file} går inte att skriva: {why(error)}.") from error
