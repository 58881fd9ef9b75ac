"""Rows of the Green Cross as a local system exports them, and units that keep one, for the tests of loading."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from etl.contracts import green_cross
from etl.report import FileReport
from tests.extracts import Region, Row, new_region

CROSS_HEADER = tuple(column.name for column in green_cross.COLUMNS if column.name != "dataversion")
CROSS_UNITS = """kod;kodtyp;enhet;forvaltning;giltig_fran;giltig_till;sjukhus;klinik;kors_fran;kors_till;oppet
SE2321000131-E000000000101;hsaid;Ögon Sahlgrenska;SU;;;;;;;
SE2321000131-E000000000201;hsaid;Avdelning 1;SU;;;Östra;Medicin;2026-01-01;;alla
SE2321000131-E000000000202;hsaid;Avdelning 2;SÄS;;;Borås;Kirurgi;2026-01-01;;vardag
SE2321000131-E000000000203;hsaid;Flyttad;SU;;2026-02-28;;;;;
SE2321000131-E000000000204;hsaid;Flyttad;SÄS;2026-03-01;;;;2026-03-01;;
"""
DAY = {
    "huvudman": "VGR", "datum": "2026-03-02", "forvaltning": "SU", "enhet": "Avdelning 1", "handelse": "ingen",
}  # fmt: skip


def cross_region(folder: Path, units: str = CROSS_UNITS) -> Region:
    return new_region(folder, units)


def day(handelse: str = "ingen", **cells: str) -> Row:
    """A row about 2 March of Avdelning 1, SU, unless told otherwise."""
    return DAY | {"handelse": handelse} | cells


def colour(farg: str, definition: str = "definition_2", **cells: str) -> Row:
    """A row of a source that knows only colours."""
    return day("", farg=farg, definition=definition, **cells)


def crosses_of(region: Region, *rows: Row, header: Sequence[str] = CROSS_HEADER, **options: Any) -> FileReport:
    """Load rows of crosses as a file of their own."""
    return region.loads(rows, header, **options)


def entries(region: Region, columns: str = "unit, date::varchar, fact, count") -> list[tuple[Any, ...]]:
    """The stored rows in the order of source, unit, day and place."""
    return region.query(
        f"select {columns} from cross_entries order by source, administration, unit, date, number"  # noqa: S608
    )


def facts(region: Region) -> list[str]:
    """What is said of the days, in order."""
    return [fact for (fact,) in entries(region, "fact")]


def ledger(region: Region) -> list[tuple[Any, ...]]:
    """Every delivery: accepted, taken over, quarantined, released, and what replaced it."""
    return region.query(
        "select accepted, coalesce(taken_over, 0), quarantined, coalesce(released, 0), replaced_by from deliveries "
        "order by delivery_id"
    )
