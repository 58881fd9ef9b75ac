"""The ledger: every load and what became of it, every delivery and what replaced it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable

import duckdb

from etl import warehouse
from etl.report import FileReport, PartReport


def next_load_id(connection: duckdb.DuckDBPyConnection) -> int:
    return _number(connection, "select coalesce(max(load_id), 0) + 1 from loads")


def next_delivery_id(connection: duckdb.DuckDBPyConnection) -> int:
    return _number(connection, "select coalesce(max(delivery_id), 0) + 1 from deliveries")


def accepted_before(connection: duckdb.DuckDBPyConnection, sha256: str, rules_versions: Iterable[str]) -> int | None:
    """The load that accepted these very bytes under one of the rules that hold, if any; superseded or not.

    A load that accepted nothing because its periods had not been yet is none: the clock may have been wrong, and time
    goes on.
    """
    [(load_id,)] = connection.execute(
        "select max(load_id) from loads "
        "where sha256 = $sha256 and rules_version in $rules_versions and status in ('loaded', 'replaced') "
        "and not (accepted = 0 and exists (from quarantine as q where q.load_id = loads.load_id "
        "and list_contains(q.reasons, $to_come)))",
        {"sha256": sha256, "rules_versions": sorted(rules_versions), "to_come": "matperiod_i_framtiden"},
    ).fetchall()
    return load_id if load_id is None else int(load_id)


def report_of(connection: duckdb.DuckDBPyConnection, load_id: int) -> tuple[FileReport, str]:
    """What was reported when that load was made, and the name of its file."""
    [stored] = connection.sql("select * from loads where load_id = $id", params={"id": load_id}).pl().to_dicts()
    parts = connection.sql(
        "select kind, source, period, records, accepted, quarantined, duplicates, replaces from deliveries "
        "where load_id = $id order by delivery_id",
        params={"id": load_id},
    ).pl()
    taken = ("status", "kind", "source", "period", "encoding", "records", "accepted", "quarantined", "duplicates")
    report = FileReport(path="", mapping=stored["mapping"], **{name: stored[name] for name in taken})
    report.parts = [PartReport(**part) for part in parts.iter_rows(named=True)]
    return report, str(stored["path"])


def write_load(
    connection: duckdb.DuckDBPyConnection,
    load_id: int,
    report: FileReport,
    *,
    file_name: str,
    sha256: str,
    rules_version: str,
) -> None:
    """One ledger row; `report` is masked before it comes here."""
    taken = ("kind", "source", "period", "status", "encoding", "records", "accepted", "quarantined", "duplicates")
    connection.execute(
        warehouse.statement("insert_load"),
        {name: getattr(report, name) for name in (*taken, "reason", "message")}
        | {
            "load_id": load_id,
            "loaded_at": dt.datetime.now(dt.UTC).replace(tzinfo=None),
            "path": file_name,
            "sha256": sha256,
            "accept_reason": report.accepted_refusal,
            "mapping": report.mapping,
            "rules_version": rules_version,
            "warnings": json.dumps(report.warnings) if report.warnings else None,
        },
    )


def write_deliveries(
    connection: duckdb.DuckDBPyConnection, load_id: int, parts: Iterable[tuple[int, str | None, PartReport]]
) -> None:
    """One row per part: `delivery_id`, its population and its counts."""
    for delivery_id, population, part in parts:
        connection.execute(
            "insert into deliveries by name select $delivery_id as delivery_id, $load_id as load_id, "
            "$source as source, $kind as kind, $population as population, $period as period, $records as records, "
            "$accepted as accepted, $quarantined as quarantined, $duplicates as duplicates, $replaces as replaces",
            {
                "delivery_id": delivery_id,
                "load_id": load_id,
                "source": part.source,
                "kind": part.kind,
                "population": population,
                "period": part.period,
                "records": part.records,
                "accepted": part.accepted,
                "quarantined": part.quarantined,
                "duplicates": part.duplicates,
                "replaces": part.replaces,
            },
        )


def _number(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    [(number,)] = connection.execute(sql).fetchall()
    return int(number)
