"""A run of `load`: which files, each in its own transaction, and what the ledger says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from config import DataDirectory
from etl import ledger, reasons, warehouse
from etl.deliveries import NotConserved
from etl.file_load import FileLoad, MustWait
from etl.file_notes import notes_on
from etl.identity_numbers import masked
from etl.load_options import LoadOptions, LoadRequest, options_for, rules_versions
from etl.mapped_load import options_under, understood
from etl.mappings.opening import opened
from etl.principals import is_made_up, loaded_principal
from etl.progress import Taken
from etl.readers import Extract, Refused, has_accepted_name
from etl.report import FileReport

__all__ = [
    "STORAGE_ERRORS",
    "LoadRequest",
    "find_files",
    "load_extract",
    "load_file",
    "load_files",
    "options_for",
    "rules_versions",
]

# A full disk or memory, met while writing, at COMMIT, or at the next statement after either.
STORAGE_ERRORS = (
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    duckdb.TransactionException,
    duckdb.FatalException,
)


def find_files(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """The files to load in path order, and those that are listed as ignored."""
    found: list[Path] = []
    for path in paths:
        found += [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    ordered = sorted(dict.fromkeys(found))
    return [path for path in ordered if has_accepted_name(path)], [
        path for path in ordered if not has_accepted_name(path)
    ]


def load_files(
    data: DataDirectory,
    files: Sequence[Path],
    options: LoadOptions,
    counter: Callable[[Path, int], Callable[[Taken], None]],
) -> Iterator[FileReport]:
    """Load each file; last those whose principal follows from what the others bring, whatever they are called.

    `counter`: from a file and how many came before it, what is told of its rows.
    """
    waiting: list[Path] = []
    can_wait = replace(options, may_wait=len(files) > 1)
    for done, path in enumerate(files):
        try:
            report = load_file(data, path, can_wait, counter(path, done - len(waiting)))
        except MustWait:
            waiting.append(path)
        else:
            yield report
    for place, path in enumerate(waiting, start=len(files) - len(waiting)):
        report = load_file(data, path, options, counter(path, place))
        if report.status != "unchanged":
            report.notes.append(
                "Lästes efter de andra filerna, eftersom den inte själv säger vilken huvudman den gäller."
            )
        yield report


def load_file(data: DataDirectory, path: Path, options: LoadOptions, progress: Callable[[Taken], None]) -> FileReport:
    """Load one file in its own transaction; a refused file changes nothing but the ledger."""
    sha256 = ""
    try:
        with (
            opened(path, options.mappings, options.kind) as (extract, mapping),
            warehouse.open_warehouse(data) as connection,
        ):
            sha256, options = extract.sha256, options_under(options, mapping)
            before = ledger.accepted_before(connection, sha256, set(options.rules_versions.values()))
            if before is not None and not _can_be_told_now(connection, sha256, options):
                return _unchanged(connection, path, before, options.surroundings.source)
            with warehouse.transaction(connection):
                return load_extract(connection, extract, options, progress)
    except Refused as refusal:
        return _refused(data, path, sha256, refusal)
    except NotConserved as error:
        return _refused(data, path, sha256, Refused("rader_stammer_inte", f"{path.name}: {error}"))
    except (OSError, *STORAGE_ERRORS) as error:
        return _refused(data, path, sha256, Refused("skrivfel_pa_disk", _what_failed(path, error)))


def load_extract(
    connection: duckdb.DuckDBPyConnection, extract: Extract, options: LoadOptions, progress: Callable[[Taken], None]
) -> FileReport:
    """Load one file into an open transaction. Raises `Refused`, `NotConserved`."""
    found = understood(extract, options)
    found.require_types(extract)
    load_id = ledger.next_load_id(connection)
    load = FileLoad(connection, extract, found, options, load_id)
    report = load.run(progress)
    notes = notes_on(extract.path.name, found, report.parts)
    report.path = masked(str(extract.path))
    counted = (f"{rows} rader: {reasons.told(reason)}" for reason, rows in report.warnings.items())
    unknown = load.warned.unknown_principals()
    named = [f"Okänd huvudman: {', '.join(unknown)}."] if unknown else []
    report.notes = [masked(note) for note in (*extract.warnings, *notes.lines, *counted, *named)]
    report.warnings |= notes.codes | extract.warning_codes
    _write(connection, load_id, report, extract.path, extract.sha256, options.rules_versions[found.contract.name])
    return report


def _can_be_told_now(connection: duckdb.DuckDBPyConnection, sha256: str, options: LoadOptions) -> bool:
    """Whether it has become known whose these bytes are, which were loaded for a made-up principal."""
    if options.surroundings.principal is not None or not is_made_up(connection, sha256):
        return False
    if options.may_wait:
        raise MustWait
    return loaded_principal(connection) is not None


def _unchanged(connection: duckdb.DuckDBPyConnection, path: Path, load_id: int, source: str | None) -> FileReport:
    """The report of the load that accepted these bytes, told of this file."""
    report, name = ledger.report_of(connection, load_id)
    report.path, report.status = masked(str(path)), "unchanged"
    report.message = f"Innehållet är redan laddat (laddning {load_id}, {name})."
    if source is not None and report.source is not None and source != report.source:
        report.message += f" Det gäller för källan {report.source}: samma innehåll räknas inte för {source} också."
    return report


def _refused(data: DataDirectory, path: Path, sha256: str, refusal: Refused) -> FileReport:
    report = FileReport(path=masked(str(path)), status="refused", reason=refusal.code, message=masked(refusal.message))
    try:
        with warehouse.open_warehouse(data) as connection, warehouse.transaction(connection):
            _write(connection, ledger.next_load_id(connection), report, path, sha256, "")
    except (OSError, *STORAGE_ERRORS) as error:
        report.notes.append(f"Avvisningen kunde inte skrivas i liggaren: {_first_line(error)}")
    return report


def _write(
    connection: duckdb.DuckDBPyConnection,
    load_id: int,
    report: FileReport,
    path: Path,
    sha256: str,
    rules_version: str,
) -> None:
    ledger.write_load(
        connection,
        load_id,
        report,
        file_name=masked(path.name),
        sha256=sha256,
        rules_version=rules_version,
    )


def _what_failed(path: Path, error: Exception) -> str:
    return (
        f"{path.name}: kunde inte läsas eller lagras ({masked(_first_line(error))}). Kontrollera filen, rättigheterna "
        "och utrymmet på disken och ladda igen; det som redan var laddat är oförändrat."
    )


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
