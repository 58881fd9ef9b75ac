"""A register's connections: transactions in a register of the program's form, and why there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from register import databases
from register.faults import NotMade, OldSchema, Unreachable
from register.tables import SCHEMA_TABLE, SCHEMAS

Written = TypeVar("Written")


class Connected:
    """Safe to share between threads. Raises `OldSchema` and `Unreachable`.

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
        with self.transaction() as connection:
            return connection is not None

    def close(self) -> None:
        """Give the connections back; the next use opens new ones."""
        self.readers.dispose()

    def write(self, what: str, work: Callable[[Connection], Written]) -> Written:
        """Do the work in one transaction, alone; what is returned is confirmed.

        Raises `NotMade` before the first migration, ValueError ("no `what` can be so") for what the database refuses.
        """
        try:
            return self._write(work)
        except (IntegrityError, DataError):
            try:  # another program may have written past our lock: then the work sees it now
                return self._write(work)
            except (IntegrityError, DataError) as error:
                # The first line names the rule; PostgreSQL's next one is the whole row, with what people wrote in it.
                raise ValueError(f"no {what} can be so: {str(error.orig).splitlines()[0]}") from None

    def _write(self, work: Callable[[Connection], Written]) -> Written:
        with self.transaction(writing=True) as connection:
            if connection is None:
                raise NotMade
            return work(connection)

    @contextmanager
    def transaction(self, *, writing: bool = False) -> Iterator[Connection | None]:
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
