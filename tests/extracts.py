"""Extracts written by hand for the tests of loading, a data directory to load them into, and what became of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from config import DataDirectory, Settings
from etl import load as loading
from etl import warehouse
from etl.contracts.contacts import COLUMNS
from etl.lock import warehouse_lock
from etl.report import FileReport

HEADER = tuple(column.name for column in COLUMNS)
UNITS = """kod;kodtyp;enhet;forvaltning;giltig_fran;giltig_till
SE2321000131-E000000000101;hsaid;Ögon Sahlgrenska;SU;;
SE2321000131-E000000000102;hsaid;Ögon Borås;SÄS;;
501010;sjukhuskod;Ögon Sahlgrenska;SU;;
501050;sjukhuskod;Ögon Borås;SÄS;;
Sahlgrenska Universitetssjukhuset;namn;Ögon Sahlgrenska;SU;;
"""
WAITING = {
    "beslut_datum": "2026-01-06T08:00:00",
    "matperiod": "2026-02-28",
    "mvo_kod": "511",
    "vardgaranti": "JA",
    "regionkod": "51",
    "hsaid_vardenhet": "SE2321000131-E000000000101",
    "fas": "2",
    "status": "VANTANDE",
}
COMPLETED = WAITING | {"start_datum": "2026-02-10T08:00:00", "status": "GENOMFORD"}

Row = dict[str, str]


def waiting(**cells: str) -> Row:
    return WAITING | cells


def completed(**cells: str) -> Row:
    return COMPLETED | cells


def numbered(rows: Sequence[Row]) -> list[Row]:
    """Give every row that has none a vardkontakt_id of its own."""
    return [{"vardkontakt_id": f"K-{place:05d}"} | row for place, row in enumerate(rows, start=1)]


def write_extract(path: Path, rows: Sequence[Row], header: Sequence[str] = HEADER) -> Path:
    """A UTF-8 file with `;` and CRLF, as the region's own extracts."""
    lines = [";".join(header), *(";".join(row.get(name, "") for name in header) for row in numbered(rows))]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode())
    return path


@dataclass(frozen=True)
class Region:
    """A data directory with two units, and shortcuts to what a load left in it."""

    root: Path

    @property
    def data(self) -> DataDirectory:
        return DataDirectory(self.root)

    def write(self, name: str, rows: Sequence[Row], header: Sequence[str] = HEADER) -> Path:
        return write_extract(self.root.parent / "extracts" / name, rows, header)

    def load(self, path: Path, **options: Any) -> FileReport:
        """Load one file as the command does, without publishing."""
        warehouse.prepare(self.data)
        request = loading.LoadRequest([path], **options)
        with warehouse_lock(self.data):
            chosen = loading.options_for(self.data, Settings(data_dir=self.root), request)
            return loading.load_file(self.data, path, chosen, lambda _rows: None)

    def loads(self, rows: Sequence[Row], header: Sequence[str] = HEADER, **options: Any) -> FileReport:
        """Write the rows to a file of a fresh name and load it."""
        place = len(list((self.root.parent / "extracts").glob("*"))) + 1
        return self.load(self.write(f"uttag{place}.csv", rows, header), **options)

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of the private warehouse."""
        return _rows(self.data.warehouse, sql)

    def served(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of the published marts."""
        pointer = self.data.published()
        assert pointer is not None
        return _rows(self.data.marts(pointer.version), sql)

    def change(self, sql: str) -> None:
        """Change the private warehouse behind the product's back."""
        with duckdb.connect(self.data.warehouse) as connection:
            connection.execute(sql)

    def figures(self, version: str) -> list[tuple[Any, ...]]:
        """The attainment table of one published version."""
        return _rows(self.data.marts(version), "select * from attainment order by all")

    def reasons(self) -> dict[int, set[str]]:
        """Record → its reasons, of every row in quarantine."""
        return {record: set(reasons) for record, reasons in self.query("select record, reasons from quarantine")}

    def quarantined_cells(self) -> list[dict[str, Any]]:
        """The stored cells of every row in quarantine, by record."""
        return [json.loads(row) for (row,) in self.query('select "row" from quarantine order by record')]


def _rows(database: Path, sql: str) -> list[tuple[Any, ...]]:
    connection = duckdb.connect(database, read_only=True)
    try:
        return connection.sql(sql).fetchall()
    finally:
        connection.close()


def new_region(folder: Path, units: str = UNITS) -> Region:
    """An empty data directory with its enheter.csv."""
    root = folder / "data"
    root.mkdir(parents=True)
    (root / "enheter.csv").write_text(units, encoding="utf-8")
    return Region(root)
