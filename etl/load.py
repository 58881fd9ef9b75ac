"""A run of `load`: which files, each in its own transaction, and what the ledger says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import duckdb

from config import DataDirectory, Settings
from etl import cross_definitions, ledger, reasons, reference, warehouse
from etl.contracts import CONTRACTS, cross_words
from etl.contracts.aggregates import Aggregates
from etl.contracts.agreements import Agreements
from etl.contracts.contract import Surroundings
from etl.contracts.header import known_names, recognise, stored_kinds
from etl.deliveries import NotConserved
from etl.file_load import FileLoad, LoadOptions, MustWait
from etl.file_notes import notes_on
from etl.identity_numbers import masked
from etl.plan_log import registered_versions
from etl.principals import is_made_up, loaded_principal
from etl.providers import PROVIDER_FILE, provider_names
from etl.readers import Extract, Refused, has_accepted_name, open_extract
from etl.report import FileReport
from etl.roles import ROLE_FILE, roles

# A full disk or memory, met while writing, at COMMIT, or at the next statement after either.
STORAGE_ERRORS = (
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    duckdb.TransactionException,
    duckdb.FatalException,
)
POPULATION_KINDS = ("vantande", "genomforda")


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
    return [path for path in ordered if has_accepted_name(path)], [
        path for path in ordered if not has_accepted_name(path)
    ]


def options_for(data: DataDirectory, settings: Settings, request: LoadRequest) -> LoadOptions:
    """Read the reference once for the whole run. Raises `ReferenceFault`."""
    definitions = cross_definitions.cross_definitions(data)
    surroundings = Surroundings(
        specialties=reference.specialties(data),
        principals=reference.principals(data),
        units=reference.units(data),
        source=masked(request.source) if request.source else None,
        population=request.kind if request.kind in POPULATION_KINDS else None,
        principal=masked(request.principal) if request.principal else settings.huvudman,
        providers=provider_names(data),
        roles=roles(data),
        palette=cross_definitions.palette_of(definitions),
        validity=cross_definitions.validity(definitions),
        event_types=cross_definitions.event_types(data),
    )
    return LoadOptions(
        surroundings=surroundings,
        rules_versions=rules_versions(data, surroundings.principal, surroundings.source),
        hash_key=warehouse.hash_key(data),
        registered=partial(registered_versions, settings.register_address),
        kind=request.kind,
        accept=request.accept,
    )


def rules_versions(data: DataDirectory, principal: str | None, source: str | None) -> dict[str, str]:
    """Contract → what its rules follow from: only when that changes are the same bytes loaded again.

    Plans, outcomes, needs, offers and crosses also follow providers, roles and whose they are said to be; crosses also
    the definitions of colours, the types of events and the source, which decides what is a conflict.
    """
    patients = [contract for contract in CONTRACTS if not isinstance(contract, Agreements | Aggregates)]
    versions = ",".join(f"{contract.name}{contract.version}" for contract in patients)
    shared = f"{versions}:{reference.fingerprint(data)[:16]}"
    more = [*data.overlays("reference", PROVIDER_FILE), *data.overlays("definitions", ROLE_FILE)]
    read = f"{reference.fingerprint(data, more)[:16]}:{principal or ''}"
    definitions = cross_definitions.cross_definitions(data)
    palette, validity = cross_definitions.palette_of(definitions), cross_definitions.validity(definitions)
    words = cross_words.fingerprint(palette, validity, cross_definitions.event_types(data))
    return {
        contract.name: shared
        if contract in patients
        else f"{contract.name}{contract.version}:{read}{f':{words[:16]}:{source}' if contract.replaces_days else ''}"
        for contract in CONTRACTS
    }


def load_files(
    data: DataDirectory,
    files: Sequence[Path],
    options: LoadOptions,
    counter: Callable[[str, int], Callable[[int], None]],
) -> Iterator[FileReport]:
    """Load each file; last those whose principal follows from what the others bring, whatever they are called.

    `counter`: from a file's name and how many came before it, what is told of its rows.
    """
    waiting: list[Path] = []
    can_wait = replace(options, may_wait=len(files) > 1)
    for done, path in enumerate(files):
        try:
            report = load_file(data, path, can_wait, counter(path.name, done - len(waiting)))
        except MustWait:
            waiting.append(path)
        else:
            yield report
    for place, path in enumerate(waiting, start=len(files) - len(waiting)):
        report = load_file(data, path, options, counter(path.name, place))
        if report.status != "unchanged":
            report.notes.append(
                "Lästes efter de andra filerna, eftersom den inte själv säger vilken huvudman den gäller."
            )
        yield report


def load_file(data: DataDirectory, path: Path, options: LoadOptions, progress: Callable[[int], None]) -> FileReport:
    """Load one file in its own transaction; a refused file changes nothing but the ledger."""
    sha256 = ""
    try:
        with open_extract(path, known_names(CONTRACTS)) as extract, warehouse.open_warehouse(data) as connection:
            sha256 = extract.sha256
            before = ledger.accepted_before(connection, sha256, set(options.rules_versions.values()))
            if before is not None and not _can_be_told_now(connection, sha256, options):
                return _unchanged(connection, path, before)
            with warehouse.transaction(connection):
                return _load_extract(connection, extract, options, progress)
    except Refused as refusal:
        return _refused(data, path, sha256, refusal)
    except NotConserved as error:
        return _refused(data, path, sha256, Refused("rader_stammer_inte", f"{path.name}: {error}"))
    except (OSError, *STORAGE_ERRORS) as error:
        return _refused(data, path, sha256, Refused("skrivfel_pa_disk", _what_failed(path, error)))


def _load_extract(
    connection: duckdb.DuckDBPyConnection, extract: Extract, options: LoadOptions, progress: Callable[[int], None]
) -> FileReport:
    contract, columns = recognise(extract.path.name, extract.header, CONTRACTS, options.kind)
    extract.require_types(stored_kinds(contract, columns))
    load_id = ledger.next_load_id(connection)
    load = FileLoad(connection, extract, contract, columns, options, load_id)
    report = load.run(progress)
    notes = notes_on(extract.path.name, columns, report.parts)
    report.path = masked(str(extract.path))
    counted = (f"{rows} rader: {reasons.told(reason)}" for reason, rows in report.warnings.items())
    unknown = load.warned.unknown_principals()
    named = [f"Okänd huvudman: {', '.join(unknown)}."] if unknown else []
    report.notes = [masked(note) for note in (*extract.warnings, *notes.lines, *counted, *named)]
    report.warnings |= notes.codes | extract.warning_codes
    _write(connection, load_id, report, extract.path, extract.sha256, options.rules_versions[contract.name])
    return report


def _can_be_told_now(connection: duckdb.DuckDBPyConnection, sha256: str, options: LoadOptions) -> bool:
    """Whether it has become known whose these bytes are, which were loaded for a made-up principal."""
    if options.surroundings.principal is not None or not is_made_up(connection, sha256):
        return False
    if options.may_wait:
        raise MustWait
    return loaded_principal(connection) is not None


def _unchanged(connection: duckdb.DuckDBPyConnection, path: Path, load_id: int) -> FileReport:
    """The report of the load that accepted these bytes, told of this file."""
    report, name = ledger.report_of(connection, load_id)
    report.path, report.status = masked(str(path)), "unchanged"
    report.message = f"Innehållet är redan laddat (laddning {load_id}, {name})."
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
