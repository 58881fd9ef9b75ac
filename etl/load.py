"""A run of `load`: which files, each in its own transaction, the ledger, and the marts afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from config import DataDirectory, Settings
from etl import ledger, reference, warehouse
from etl.contracts import CONTRACTS
from etl.contracts.contract import Surroundings
from etl.contracts.header import Columns, known_names, recognise
from etl.file_load import FileLoad, LoadOptions
from etl.identity_numbers import masked
from etl.readers import Extract, Refused, has_accepted_name, open_extract
from etl.report import FileReport


@dataclass(frozen=True)
class LoadRequest:
    """The command line of `load`."""

    paths: Sequence[Path]
    source: str | None = None
    kind: str | None = None
    principal: str | None = None
    accept: str | None = None


def find_files(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """The files to load in path order, and those that are listed as ignored."""
    found: list[Path] = []
    for path in paths:
        found += [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    ordered = sorted(dict.fromkeys(found))
    loadable = [path for path in ordered if has_accepted_name(path)]
    return loadable, [path for path in ordered if path not in set(loadable)]


def options_for(data: DataDirectory, settings: Settings, request: LoadRequest) -> LoadOptions:
    """Read the reference once for the whole run. Raises `ReferenceFault`."""
    surroundings = Surroundings(
        specialties=reference.specialties(data),
        principals=reference.principals(data),
        units=reference.units(data),
        source=request.source,
        population=request.kind if request.kind in {"vantande", "genomforda"} else None,
        principal=request.principal or settings.huvudman,
    )
    return LoadOptions(
        surroundings=surroundings,
        rules_version=rules_version(data),
        hash_key=warehouse.hash_key(data),
        kind=request.kind,
        accept=request.accept,
    )


def rules_version(data: DataDirectory) -> str:
    """Changes when a reference file or a contract does: only then are the same bytes loaded again."""
    contracts = ",".join(f"{contract.name}{contract.version}" for contract in CONTRACTS)
    return f"{contracts}:{reference.fingerprint(data)[:16]}"


def load_file(
    connection: duckdb.DuckDBPyConnection, path: Path, options: LoadOptions, progress: Callable[[int], None]
) -> FileReport:
    """Load one file in its own transaction; a refused file changes nothing but the ledger."""
    sha256 = ""
    try:
        with open_extract(path, known_names(CONTRACTS)) as extract:
            sha256 = extract.sha256
            before = ledger.accepted_before(connection, sha256, options.rules_version)
            if before is not None:
                return _unchanged(path, extract, before)
            with warehouse.transaction(connection):
                return _load_extract(connection, extract, options, progress)
    except Refused as refusal:
        return _refused(connection, path, sha256, options, refusal)


def _load_extract(
    connection: duckdb.DuckDBPyConnection, extract: Extract, options: LoadOptions, progress: Callable[[int], None]
) -> FileReport:
    contract, columns = recognise(extract.path.name, extract.header, CONTRACTS, options.kind)
    load_id = ledger.next_load_id(connection)
    load = FileLoad(connection, extract, contract, columns, options, load_id)
    report = load.run(progress)
    report.path = masked(str(extract.path))
    report.notes = [masked(note) for note in (*extract.warnings, *_header_notes(columns))]
    ledger.write_load(
        connection,
        load_id,
        report,
        file_name=masked(extract.path.name),
        sha256=extract.sha256,
        rules_version=options.rules_version,
        accept_reason=options.accept,
    )
    return report


def _header_notes(columns: Columns) -> list[str]:
    notes = [f"Kolumnen ”{given}” lästes som {name}." for given, name in columns.aliased.items()]
    if columns.extra:
        notes.append(f"Okända kolumner lästes inte in: {', '.join(columns.extra)}.")
    return notes


def _unchanged(path: Path, extract: Extract, before: tuple[int, str]) -> FileReport:
    load_id, name = before
    return FileReport(
        path=masked(str(path)),
        status="unchanged",
        encoding=extract.encoding,
        records=0,
        accepted=0,
        quarantined=0,
        duplicates=0,
        message=f"Innehållet är redan laddat (laddning {load_id}, {name}).",
    )


def _refused(
    connection: duckdb.DuckDBPyConnection, path: Path, sha256: str, options: LoadOptions, refusal: Refused
) -> FileReport:
    report = FileReport(path=masked(str(path)), status="refused", reason=refusal.code, message=masked(refusal.message))
    with warehouse.transaction(connection):
        ledger.write_load(
            connection,
            ledger.next_load_id(connection),
            report,
            file_name=masked(path.name),
            sha256=sha256,
            rules_version=options.rules_version,
            accept_reason=options.accept,
        )
    return report
