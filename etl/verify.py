"""`verify`: does what is stored and served add up? A row found is a fault."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import polars as pl

from config import DataDirectory
from etl import warehouse
from etl.identity_numbers import holds_one, masked

OLDER = (
    "Lagret är skrivet av en äldre version av Vårdläget och kan inte kontrolleras: kör python -m etl publish och sedan "
    "verify igen."
)


@dataclass(frozen=True)
class Fault:
    """`check` names the file of the check; `rows` how many rows it found; `told` one Swedish line."""

    check: str
    rows: int
    told: str


def faults(data: DataDirectory) -> list[Fault]:
    """Every fault in the data directory: files that are missing, warehouse, published marts."""
    found = _missing_files(data)
    if data.warehouse.exists():
        with warehouse.open_warehouse(data, read_only=True) as connection:
            try:
                found += _warehouse_faults(connection, data)
            except (duckdb.CatalogException, duckdb.BinderException):
                found.append(Fault("warehouse", 1, OLDER))
    pointer = data.published()
    if pointer is not None and data.marts(pointer.version).exists():
        found += _marts_faults(data, pointer.version)
    return found


def _missing_files(data: DataDirectory) -> list[Fault]:
    found = []
    pointer = data.published()
    if pointer is None and data.pointer.exists():
        told = f"{data.pointer.name} går inte att läsa: python -m etl publish skriver om den."
        found.append(Fault("pointer", 1, told))
    if pointer is not None and not data.marts(pointer.version).exists():
        found.append(Fault("marts", 1, f"Den publicerade versionen {pointer.version} finns inte på disken."))
    if data.warehouse.exists() and not data.hash_key.exists():
        found.append(
            Fault("hash_key", 1, f"{data.hash_key.name} saknas: nya laddningar kan inte känna igen kontakter.")
        )
    return found


def _warehouse_faults(connection: duckdb.DuckDBPyConnection, data: DataDirectory) -> list[Fault]:
    found = []
    if data.hash_key.exists() and not warehouse.fits_key(connection, data):
        found.append(Fault("hash_key", 1, f"{data.hash_key.name} är inte den nyckel som kontakterna laddades med."))
    for path in sorted((warehouse.QUERIES / "checks").glob("*.sql")):
        rows = connection.sql(path.read_text(encoding="utf-8")).pl()
        if rows.height:
            found.append(_fault(path.stem, rows))
    leaked = [row for (row,) in connection.execute('select "row" from quarantine').fetchall() if holds_one(row)]
    if leaked:
        found.append(Fault("quarantine_is_masked", len(leaked), f"{len(leaked)} rader i karantänen är inte maskerade."))
    return found


def _marts_faults(data: DataDirectory, version: str) -> list[Fault]:
    from etl.publish import findings  # noqa: PLC0415 - the marts' code is slow to load and needed here only

    connection = duckdb.connect(data.marts(version), read_only=True)
    try:
        return [_fault(check, rows) for check, rows in findings(connection).items()]
    finally:
        connection.close()


def _fault(check: str, rows: pl.DataFrame) -> Fault:
    first = ", ".join(f"{name} {value}" for name, value in rows.row(0, named=True).items())
    return Fault(check, rows.height, masked(f"{check}: {rows.height} rader, den första: {first}"))
