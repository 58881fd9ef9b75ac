"""`check`: everything that `load` would do with a file, told and then rolled back."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from config import DataDirectory, Settings
from etl import ledger, warehouse
from etl import load as loading
from etl.check_rows import first_rows
from etl.date_advice import told_under
from etl.deliveries import NotConserved
from etl.identity_numbers import masked
from etl.load_options import LoadOptions, LoadRequest, options_for
from etl.lock import warehouse_lock
from etl.mapped_load import Understood, options_under, understood
from etl.mappings.opening import opened
from etl.readers import Extract, Refused
from etl.report import FileReport


@dataclass(frozen=True)
class Reading:
    """How the file is read and what each of its columns is. `columns`: in the file → in the contract.

    `missing`: optional columns of the contract; `absent`: columns that the mapping names and the file lacks.
    """

    kind: str
    mapping: str | None
    title: str | None
    encoding: str
    delimiter: str | None
    header_row: int
    columns: dict[str, list[str]]
    made: dict[str, str]
    band_columns: int
    ignored: list[str]
    missing: list[str]
    absent: list[str]
    rows: list[dict[str, str]]


@dataclass(frozen=True)
class KeptOut:
    """Rows that would be quarantined for one reason; `told`: what it means and what to do about it."""

    reason: str
    column: str | None
    rows: int
    first_lines: list[int]
    told: str


@dataclass(frozen=True)
class Replaced:
    """A delivery that the file would take the place of."""

    kind: str
    source: str | None
    population: str | None
    period: dt.date | None
    load_id: int
    records: int
    path: str
    loaded_at: dt.datetime


@dataclass
class CheckedFile:
    """One file: how it is read, and what `load` would report; `report` is None where it did not come so far."""

    path: str
    reading: Reading | None = None
    report: FileReport | None = None
    reason: str | None = None
    message: str | None = None
    unchanged_since: int | None = None
    kept_out: list[KeptOut] = field(default_factory=list)
    replaces: list[Replaced] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"report": self.report.as_json() if self.report is not None else None}


def check_files(
    data: DataDirectory, settings: Settings, files: Sequence[Path], request: LoadRequest
) -> Iterator[CheckedFile]:
    """Each file against what is loaded now, as if it were the only one. Raises `WarehouseBusy`."""
    with _warehouse_to_try_in(data) as trial:
        options = options_for(data, settings, request, warehouse.hash_key(trial))
        for path in files:
            yield check_file(trial, path, options)


def check_file(data: DataDirectory, path: Path, options: LoadOptions) -> CheckedFile:
    """One file, loaded into the warehouse of `data` and rolled back."""
    checked = CheckedFile(masked(str(path)))
    try:
        with opened(path, options.mappings, options.kind) as (extract, mapping):
            checked.reading = _reading(extract, options_under(options, mapping))
        with (
            opened(path, options.mappings, options.kind) as (extract, mapping),
            warehouse.trial(data) as connection,
        ):
            _try(connection, extract, options_under(options, mapping), checked)
    except Refused as refusal:
        checked.reason, checked.message = refusal.code, masked(refusal.message)
    except NotConserved as error:
        checked.reason, checked.message = "rader_stammer_inte", masked(str(error))
    except (OSError, *loading.STORAGE_ERRORS) as error:
        checked.reason, checked.message = "skrivfel_pa_disk", masked(str(error).splitlines()[0])
    return checked


def _try(connection: duckdb.DuckDBPyConnection, extract: Extract, options: LoadOptions, checked: CheckedFile) -> None:
    checked.unchanged_since = ledger.accepted_before(connection, extract.sha256, options.rules_versions.values())
    load_id = ledger.next_load_id(connection)
    checked.report = loading.load_extract(connection, extract, options, lambda _: None)
    parameters = {"load_id": load_id}
    kept_out = connection.execute(warehouse.statement("quarantined_lines"), parameters).fetchall()
    checked.kept_out = [
        KeptOut(reason, column, rows, lines, told_under(reason, column, options.mapping))
        for reason, column, rows, lines in kept_out
    ]
    replaced = connection.execute(warehouse.statement("replaced_loads"), parameters).fetchall()
    checked.replaces = [Replaced(*row) for row in replaced]


def _reading(extract: Extract, options: LoadOptions) -> Reading:
    found = understood(extract, options)
    found.require_types(extract)
    mapping, application = found.mapping, found.application
    header_row, rows = first_rows(extract, found)
    return Reading(
        kind=options.kind or (mapping.kind if mapping is not None else "+".join(found.contract.kinds)),
        mapping=mapping.name if mapping is not None else None,
        title=mapping.title if mapping is not None else None,
        encoding=extract.encoding,
        delimiter=extract.delimiter,
        header_row=header_row,
        columns=found.read_columns,
        made=application.constants if application is not None else {},
        band_columns=application.band_count if application is not None else 0,
        ignored=list(found.unread),
        missing=_missing(found),
        absent=application.missing if application is not None else [],
        rows=rows,
    )


def _missing(found: Understood) -> list[str]:
    """Columns that the contract would take beside those that came."""
    return [name for name in found.columns.missing_optional if name != "huvudman"]


@contextmanager
def _warehouse_to_try_in(data: DataDirectory) -> Iterator[DataDirectory]:
    """The real warehouse under its lock, where there is one; else an empty one that is thrown away."""
    with ExitStack() as stack:
        if data.warehouse.exists():
            stack.enter_context(warehouse_lock(data))
            yield data
            return
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="vardlaget-check-"))
        trial = DataDirectory(Path(folder))
        warehouse.prepare(trial)
        yield trial
