"""A marts file while it is built: the SQL of queries/marts run whole, or for the partitions of one batch at a time.

A file of queries/marts says `create table x` or `create temp table x`. Run whole, that is what happens. Run for a
batch, both make a temporary table, which shadows the marts' own of the same name for every step and check of the batch;
when the batch is done, the rows of those without `temp` take the place of the partitions' rows in the marts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import duckdb
import polars as pl

from config import ROOT

QUERIES = ROOT / "queries"
CREATE = re.compile(r"^create (temp )?table (\w+) as$", re.MULTILINE)
# The order in which a file of queries/marts wants its table's rows, that of its last select.
ORDER = re.compile(r"^order by((?:.|\n)*);\s*$", re.MULTILINE)


class PublishRefused(Exception):
    """A check returned rows: the new marts are thrown away and the old ones stay published."""


@dataclass
class Build:
    """`catalog`: the name of the marts' own database in the connection; parameters: those of queries/marts."""

    connection: duckdb.DuckDBPyConnection
    catalog: str
    parameters: dict[str, object]
    _in_batch: bool = False
    _made: dict[str, bool] = field(default_factory=dict)  # tables of the batch, and whether they stay
    _views: list[str] = field(default_factory=list)
    is_of_nobody: bool = False
    stored: set[str] = field(default_factory=set)  # tables that batches have written to

    def run(self, name: str, more: Mapping[str, object] | None = None) -> None:
        """Run one file of queries/marts with those of the parameters, and of `more`, that it names."""
        sql = (QUERIES / "marts" / f"{name}.sql").read_text(encoding="utf-8")
        named = {key: value for key, value in (self.parameters | dict(more or {})).items() if f"${key}" in sql}
        self.connection.execute(CREATE.sub(self._creation, sql), named)

    def write(self, name: str, rows: pl.DataFrame, *, stays: bool = True) -> None:
        """A table of the frame's rows, which stays in the marts or only while they are built."""
        with self._registered(rows):
            self.execute(f"{self._create(name, stays=stays)} as select * from incoming")  # noqa: S608

    def execute(self, sql: str, **parameters: object) -> None:
        self.connection.execute(sql, parameters or None)

    def frame(self, sql: str) -> pl.DataFrame:
        rows: pl.DataFrame = self.connection.sql(sql).pl()
        return rows

    @contextmanager
    def batch(self, partitions: pl.DataFrame, *, of_nobody: bool = False, stores: bool = True) -> Iterator[None]:
        """Steps inside see only the rows of these partitions (principal, cutoff_date); then they enter the marts.

        of_nobody: no row is read, groups of the dates are all made without anybody, and nothing in the marts gives way.
        """
        self._in_batch = True
        self.is_of_nobody = of_nobody
        dates = partitions.select("principal", "cutoff_date")
        self.write("building", dates.clear() if of_nobody else dates, stays=False)
        self.write("gridded", dates, stays=False)
        try:
            yield
            if stores:
                self._store(dates.clear() if of_nobody else dates)
        finally:
            self._forget()
            self._in_batch = False

    def _store(self, partitions: pl.DataFrame) -> None:
        for name in [name for name, stays in self._made.items() if stays]:
            own = self.own(name)
            self.execute(f"create table if not exists {own} as select * from temp.{name} limit 0")  # noqa: S608
            self.delete(name, partitions)
            self.execute(f"insert into {own} by name select * from temp.{name}")  # noqa: S608
            self.stored.add(name)

    def _forget(self) -> None:
        """The marts' own tables are seen again."""
        for name in self._made:
            self.execute(f"drop table if exists temp.{name}")
        for name in self._views:
            self.execute(f"drop view if exists temp.{name}")
        self._made.clear()
        self._views.clear()

    def delete(self, name: str, partitions: pl.DataFrame) -> None:
        """The partitions' rows leave the marts' table."""
        if partitions.is_empty():
            return
        with self._registered(partitions):
            self.execute(
                f"delete from {self.own(name)} as t using incoming as b "  # noqa: S608 - names from queries/marts
                "where b.principal = t.principal and b.cutoff_date = t.cutoff_date"
            )

    def view(self, name: str, sql: str) -> None:
        """What the name stands for until the batch, or `shadows`, ends."""
        self._views.append(name)
        self.execute(f"create or replace temp view {name} as {sql}")

    def see(self, name: str, partitions: pl.DataFrame) -> None:
        """Only these partitions of the marts' table are seen by its name until the batch, or `shadows`, ends."""
        self.write(f"seen_of_{name}", partitions.select("principal", "cutoff_date"), stays=False)
        self._made[f"seen_of_{name}"] = False
        self.view(
            name,
            f"select t.* from {self.own(name)} as t semi join seen_of_{name} as s "  # noqa: S608
            "on s.principal = t.principal and s.cutoff_date = t.cutoff_date",
        )

    @contextmanager
    def shadows(self) -> Iterator[None]:
        """Views made inside end with it."""
        try:
            yield
        finally:
            self._forget()

    @contextmanager
    def _registered(self, rows: pl.DataFrame) -> Iterator[None]:
        self.connection.register("incoming", rows)
        try:
            yield
        finally:
            self.connection.unregister("incoming")

    def sort(self, name: str, order: str | None = None) -> None:
        """Put the rows of the marts' table in the order that its file wants, or in this one: pages read few blocks."""
        path = QUERIES / "marts" / f"{name}.sql"
        wanted = ORDER.findall(path.read_text(encoding="utf-8")) if order is None and path.exists() else [order]
        if not wanted or wanted[-1] is None:
            return
        columns = re.sub(r"\b\w+\.", "", wanted[-1])
        self.execute(f"create table {self.own('sorted')} as select * from {self.own(name)} order by {columns}")  # noqa: S608
        self.execute(f"drop table {self.own(name)}")
        self.execute(f"alter table {self.own('sorted')} rename to {name}")

    def own(self, name: str) -> str:
        """The marts' table of that name, whatever shadows it."""
        return f'"{self.catalog}".main.{name}'

    def check(self, names: Iterable[str]) -> None:
        """Run files of queries/checks on what is seen. Raises `PublishRefused`."""
        refuse_on_findings(self.connection, names)

    def _creation(self, statement: re.Match[str]) -> str:
        return f"{self._create(statement[2], stays=statement[1] is None)} as"

    def _create(self, name: str, *, stays: bool) -> str:
        if self._in_batch:
            self._made[name] = stays
        kept = stays and not self._in_batch
        return f"create or replace {'' if kept else 'temp '}table {name}"


def refuse_on_findings(connection: duckdb.DuckDBPyConnection, names: Iterable[str] | None = None) -> None:
    """Raise `PublishRefused` where a file of queries/checks, or one of those named, finds a row."""
    found = findings(connection, names)
    if found:
        told = ", ".join(f"{name} ({len(rows)} rader)" for name, rows in found.items())
        raise PublishRefused(
            f"Kontrollerna hittade fel och inget nytt publicerades: {told}. Den förra versionen visas."
        )


def every_check() -> list[str]:
    """The names of all files of queries/checks."""
    return sorted(path.stem for path in (QUERIES / "checks").glob("*.sql"))


def findings(connection: duckdb.DuckDBPyConnection, names: Iterable[str] | None = None) -> dict[str, pl.DataFrame]:
    """The checks that return rows, by name; a row is a failure."""
    found = {}
    for name in every_check() if names is None else names:
        rows = connection.sql((QUERIES / "checks" / f"{name}.sql").read_text(encoding="utf-8")).pl()
        if len(rows):
            found[name] = rows
    return found
