"""`status`: what is loaded per source, kind and period, what is served, and whether a version is held."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb

from config import DataDirectory
from etl import plan_findings, publication, warehouse
from etl.report import NO_KIND, NO_PERIOD, NO_SOURCE


def status(data: DataDirectory) -> dict[str, Any]:
    """`published, held, ahead, versions, deliveries, plan_findings`; `ahead`: more is loaded than is served."""
    pointer = data.published()
    content: dict[str, Any] = {
        "published": pointer.version if pointer else None,
        "held": pointer.held if pointer else False,
        "ahead": False,
        "versions": publication.kept_versions(data),
        "deliveries": [],
        "plan_findings": {},
    }
    if pointer is not None and data.marts(pointer.version).exists():
        content["plan_findings"] = plan_findings.counts(data, pointer.version)
    if data.warehouse.exists():
        content["ahead"] = publication.is_ahead(data)
        with warehouse.open_warehouse(data, read_only=True) as connection:
            content["deliveries"] = _deliveries(connection)
    return content


def lines(content: dict[str, Any]) -> list[str]:
    """The same for a person."""
    told = [_publication_line(content)]
    if content["held"]:
        told.append("Versionen är återställd och hålls kvar tills nya rader laddas.")
    if content["ahead"]:
        told.append("Det finns laddade rader som inte är publicerade: kör python -m etl publish.")
    told += [line for line in [plan_findings.line(content["plan_findings"])] if line is not None]
    if not content["deliveries"]:
        told.append("Inget är laddat.")
    for row in content["deliveries"]:
        told += _delivery_lines(row)
    return told


def _delivery_lines(row: dict[str, Any]) -> Iterator[str]:
    """One line of the delivery, and one of its rows that a mapping leaves out, which are of no period."""
    left_out = row.get("left_out") or 0
    place = f"({row['path']}, laddning {row['load_id']})"
    source = f"{row['source'] or NO_SOURCE}, {row['kind'] or NO_KIND}"
    if left_out:
        yield f"{source}: {left_out} rader utelämnade av mappningen {place}"
    records, accepted = row["records"] - left_out, row["accepted"] - left_out
    if records or not left_out:
        yield (
            f"{source}, {row['period'] or NO_PERIOD}, "  # see work.py
            f"{records} poster, {accepted} godkända, {row['quarantined']} i karantän, "
            f"{row['duplicates']} dubbletter{_taken_over(row['taken_over'])} {place}"
        )


def _taken_over(rows: int) -> str:
    """Of crosses later deliveries take over days; what is left stands."""
    return f", {rows} rader ersatta av senare leveranser" if rows else ""


def _publication_line(content: dict[str, Any]) -> str:
    if content["published"] is None:
        return "Inget är publicerat."
    return f"Publicerad version: {content['published']} (kvar på disken: {', '.join(content['versions'])})."


def _deliveries(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    rows = connection.sql(warehouse.statement("deliveries_in_force")).pl()
    return list(rows.iter_rows(named=True))
