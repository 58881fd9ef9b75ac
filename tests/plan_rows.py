"""Rows of plans, outcomes, needs and offers as an office writes them, for the tests of loading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from etl.contracts import needs, offers, outcomes, plans
from etl.report import FileReport
from tests.extracts import Region, Row

PLAN_HEADER = tuple(column.name for column in plans.COLUMNS)
OUTCOME_HEADER = tuple(column.name for column in outcomes.COLUMNS)
NEED_HEADER = tuple(column.name for column in needs.COLUMNS)
OFFER_HEADER = tuple(column.name for column in offers.COLUMNS)

PLAN = {
    "huvudman": "VGR",
    "plan_id": "P-1",
    "version": "1",
    "ar": "2026",
    "mvo_kod": "511",
    "fas": "2",
    "avsandare": "SÄS",
    "mottagare": "Klarsikt",
    "regi": "avtal",
    "overforing": "extern",
    "beslutad_volym": "1200",
    "q1": "300",
    "q2": "300",
    "q3": "200",
    "q4": "300",
    "beslutsdatum": "2025-12-11",
    "orsak": "ny",
}
OUTCOME = {
    "huvudman": "VGR",
    "ar": "2026",
    "manad": "3",
    "mvo_kod": "511",
    "fas": "2",
    "avsandare": "SÄS",
    "mottagare": "Klarsikt",
    "rapporterad_av": "mottagare",
    "skickade": "90",
    "genomforda": "80",
    "aterlamnade": "2",
}
NEED = {
    "huvudman": "VGR",
    "ar": "2026",
    "mvo_kod": "511",
    "fas": "2",
    "forvaltning": "SÄS",
    "behov": "5200",
    "kapacitet": "3900",
}
OFFER = {
    "huvudman": "VGR",
    "ar": "2026",
    "kvartal": "1",
    "mvo_kod": "511",
    "fas": "2",
    "mottagare": "Klarsikt",
    "regi": "avtal",
    "ledig_volym": "300",
    "omrade": "Göteborg",
    "giltig_till": "2026-12-31",
}


def plan(**cells: str) -> Row:
    return PLAN | cells


def outcome(**cells: str) -> Row:
    return OUTCOME | cells


def need(**cells: str) -> Row:
    return NEED | cells


def offer(**cells: str) -> Row:
    return OFFER | cells


def plans_of(region: Region, *rows: Row, **options: Any) -> FileReport:
    """Load rows of plans as a file of their own."""
    return region.loads(rows, PLAN_HEADER, **options)


def outcomes_of(region: Region, *rows: Row, **options: Any) -> FileReport:
    return region.loads(rows, OUTCOME_HEADER, **options)


def needs_of(region: Region, *rows: Row, **options: Any) -> FileReport:
    return region.loads(rows, NEED_HEADER, **options)


def offers_of(region: Region, *rows: Row, **options: Any) -> FileReport:
    return region.loads(rows, OFFER_HEADER, **options)


def versions(region: Region, columns: str = "plan_id, version") -> list[tuple[Any, ...]]:
    """The stored versions in order."""
    return region.query(f"select {columns} from delivery_plans order by principal, plan_id, version")  # noqa: S608


def counts(report: FileReport) -> tuple[int | None, int | None, int | None]:
    return report.accepted, report.quarantined, report.duplicates


def all_of(cells: Sequence[Row], **same: str) -> list[Row]:
    return [row | same for row in cells]
