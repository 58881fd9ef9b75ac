"""Shares over time for a page: lines and bands for the chart, the table twin and the finding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from dashboard import swedish
from dashboard.charts.trend_chart import Band, Line, bands_of
from dashboard.cuts import Words
from dashboard.states import Cell, count_cell, hover, share_cell
from dashboard.tables import Column, TableRow, table, text

Row = Mapping[str, Any]


def months(rows: pl.DataFrame) -> list[dt.date]:
    """The months of the frame, oldest first."""
    return sorted(rows["cutoff_date"].unique().to_list())


def series(rows: pl.DataFrame, column: str, value: object) -> list[dict[str, Any]]:
    """One series of the frame, oldest month first."""
    return rows.filter(pl.col(column) == value).sort("cutoff_date").to_dicts()


def line(name: str, rows: Sequence[Row], words: Words, *, is_reference: bool = False) -> Line:
    """A chart line; a month without a shown share is a gap."""
    percents = [None if row["share"] is None else row["share"] * 100 for row in rows]
    hovers = [hover(f"{name}, {swedish.month_and_year(row['cutoff_date'])}", _facts(row, words)) for row in rows]
    return Line(name, percents, hovers, is_reference)


def _facts(row: Row, words: Words) -> list[str]:
    if row["share"] is None:
        return [str(row["status"])]
    lines = [f"{swedish.percent(row['share'])} {words.within}", words.counted(row["numerator"], row["denominator"])]
    if row["missing_administrations"]:
        lines.append(f"{row['missing_administrations']} saknas")
    return [
        *lines,
        f"{swedish.long_date(row['cutoff_date'])}, {words.definition_name[:1].lower()}{words.definition_name[1:]}",
    ]


def bands(rows: Sequence[Row]) -> list[Band]:
    """Where a delivery is missing, from any one series of the frame."""
    return bands_of([row["missing_administrations"] or (None if row["is_delivered"] else "leveransen") for row in rows])


def twin(name: str, named: Sequence[tuple[str, Sequence[Row]]], words: Words) -> str:
    """Months down, newest first; share and n per series."""
    columns = [Column("Månad")]
    for title, _ in named:
        columns += [Column(title, True), Column("n", True)]
    columns.append(Column("Saknas"))
    rows = []
    for index in reversed(range(len(named[0][1]))):
        cells: list[Cell] = []
        for _, found in named:
            cells += [share_cell(found[index], words), count_cell(found[index], "denominator")]
        first = named[0][1][index]
        missing = first["missing_administrations"] or ("" if first["is_delivered"] else "hela leveransen")
        rows.append(TableRow(text(first["cutoff_date"].isoformat()), [*cells, text(missing)]))
    return table(name, columns, rows)


def year_change(rows: Sequence[Row]) -> str:
    """upp 3 procentenheter · ned 1 procentenhet · oförändrat, against the same month a year earlier; "" without one."""
    if not rows or rows[-1]["share"] is None:
        return ""
    now = rows[-1]
    before = next(
        (r for r in rows if _is_year_before(r["cutoff_date"], now["cutoff_date"]) and r["share"] is not None), None
    )
    if before is None:
        return ""
    difference = swedish.whole_percent(now["share"]) - swedish.whole_percent(before["share"])
    if difference == 0:
        return "oförändrat"
    return f"{'upp' if difference > 0 else 'ned'} {swedish.points(difference)}"


def _is_year_before(earlier: dt.date, later: dt.date) -> bool:
    return earlier.year == later.year - 1 and earlier.month == later.month


def axis_note(lowest: int) -> str:
    """A cut axis says so."""
    return f"Axeln börjar vid {lowest} %." if lowest else ""
