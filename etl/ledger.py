"""The ledger: every load and what became of it, every delivery and what replaced it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable

import duckdb

from etl.report import FileReport, PartReport

ACCEPTED = ("loaded", "replaced")


def next_load_id(connection: duckdb.DuckDBPyConnection) -> int:
    return _number(connection, "select coalesce(max(load_id), 0) + 1 from loads")


def next_delivery_id(connection: duckdb.DuckDBPyConnection) -> int:
    return _number(connection, "select coalesce(max(delivery_id), 0) + 1 from deliveries")


def accepted_before(connection: duckdb.DuckDBPyConnection, sha256: str, rules_version: str) -> tuple[int, str] | None:
    """`load_id, file name` of the load that accepted these very bytes under the same rules, if any."""
    rows = connection.execute(
        "select load_id, path from loads where sha256 = $sha256 and rules_version = $rules_version "
        "and status in ('loaded', 'replaced') order by load_id desc limit 1",
        {"sha256": sha256, "rules_version": rules_version},
    ).fetchall()
    return (int(rows[0][0]), str(rows[0][1])) if rows else None


def write_load(
    connection: duckdb.DuckDBPyConnection,
    load_id: int,
    report: FileReport,
    *,
    file_name: str,
    sha256: str,
    rules_version: str,
    accept_reason: str | None,
) -> None:
    """One ledger row; `report` is masked before it comes here."""
    connection.execute(
        "insert into loads values ($load_id, $loaded_at, $path, $sha256, $kind, $source, $period, $status, $encoding, "
        "$records, $accepted, $quarantined, $duplicates, $reason, $message, $accept_reason, $rules_version, $warnings)",
        {
            "load_id": load_id,
            "loaded_at": dt.datetime.now(dt.UTC).replace(tzinfo=None),
            "path": file_name,
            "sha256": sha256,
            "kind": report.kind,
            "source": report.source,
            "period": report.period,
            "status": report.status,
            "encoding": report.encoding,
            "records": report.records,
            "accepted": report.accepted,
            "quarantined": report.quarantined,
            "duplicates": report.duplicates,
            "reason": report.reason,
            "message": report.message,
            "accept_reason": accept_reason,
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
            "insert into deliveries values ($delivery_id, $load_id, $source, $kind, $population, $period, "
            "$records, $accepted, $quarantined, $duplicates, $replaces, null)",
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
