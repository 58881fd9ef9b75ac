"""Shares over time for a page: lines and bands of the chart, the table twin and the months a year apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from dashboard import frame, parts, remembered, swedish
from dashboard.charts.trend_chart import Band, Line, axis_range, bands_of, trend_chart, with_events
from dashboard.cuts import Words
from dashboard.states import Cell, count_cell, hover, share_cell
from dashboard.tables import Column, TableRow, table, text

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Months:
    """Some series over the same months: rows by value, and the chart's lines in the same order."""

    dates: Sequence[dt.date]
    names: Mapping[Any, str]
    rows: Mapping[Any, Sequence[Row]]
    lines: Sequence[Line]

    @property
    def span(self) -> str:
        """november 2024 – oktober 2026."""
        if not self.dates:
            return "inga månader"
        first, last = swedish.month_and_year(self.dates[0]), swedish.month_and_year(self.dates[-1])
        return first if first == last else f"{first} – {last}"

    @property
    def axis_note(self) -> str:
        """A cut axis says so."""
        lowest = axis_range(self.lines)[0]
        return f"Axeln börjar vid {lowest}\u00a0%." if lowest else ""

    @property
    def missing(self) -> list[str | None]:
        """What is missing each month, in words."""
        first = next(iter(self.rows.values()))
        return [missing_words(row) for row in first]

    def year_apart(self, value: object) -> tuple[Row, Row] | None:
        """The same month a year earlier and the last month, where both have a share."""
        rows = self.rows[value]
        if not rows or rows[-1]["share"] is None:
            return None
        earlier = (row for row in rows if row["share"] is not None and _is_year_before(row, rows[-1]))
        before = next(earlier, None)
        return None if before is None else (before, rows[-1])


def missing_words(row: Row) -> str | None:
    """SÄS, NU: the förvaltningar that are missing in a month, or the whole delivery."""
    names = row["missing_administrations"]
    return swedish.few_of(names) if names else None if row["is_delivered"] else "leveransen"


def months_of(
    rows: pl.DataFrame, column: str, names: Mapping[Any, str], words: Words, reference: object = None
) -> Months:
    """The series of the frame by the values of `column`; `reference` is dashed when others stand beside it."""
    ordered = rows.sort("cutoff_date").to_dicts()
    series = {value: [row for row in ordered if row[column] == value] for value in names}
    lines = [
        _line(name, series[value], words, is_reference=value == reference and len(names) > 1)
        for value, name in names.items()
    ]
    dates = [row["cutoff_date"] for row in next(iter(series.values()))]
    return Months(dates, names, series, lines)


def draw(key: Hashable, months: Months, alt: str, events: Sequence[Band] = ()) -> None:
    """The chart; `key` is what it depends on besides the theme."""
    tokens = frame.tokens()
    figure = remembered.once(
        (key, tokens.name),
        lambda: trend_chart(months.dates, months.lines, with_events(bands_of(months.missing), events), tokens),
    )
    parts.chart("trend", figure, alt)


def events_of(rows: pl.DataFrame, months: Months) -> list[Band]:
    """The months that each event touches; the events are those given, from read rows."""
    bands = []
    for row in rows.iter_rows(named=True):
        first, last = _month(row["from_date"]), _month(row["to_date"] or row["from_date"])
        touched = [index for index, date in enumerate(months.dates) if first <= _month(date) <= last]
        if touched:
            bands.append(Band(touched[0], touched[-1], "", row["title"]))
    return bands


def twin(name: str, months: Months, words: Words, events: Sequence[Band] = ()) -> str:
    """Months down, newest first; share and n per series."""
    columns = [Column("Månad")]
    for title in months.names.values():
        columns += [Column(title[:1].upper() + title[1:], True), Column("n", True)]
    columns += [Column("Saknas"), *([Column("Händelse")] if events else [])]
    rows = []
    for index in reversed(range(len(months.dates))):
        cells: list[Cell] = []
        for found in months.rows.values():
            cells += [share_cell(found[index], words), count_cell(found[index], "denominator")]
        cells.append(text(months.missing[index]))
        if events:
            cells.append(text(swedish.listed(each.event for each in events if each.first <= index <= each.last)))
        rows.append(TableRow(text(months.dates[index].isoformat()), cells))
    return table(name, columns, rows)


def _line(name: str, rows: Sequence[Row], words: Words, *, is_reference: bool) -> Line:
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
    definition = words.definition_name[:1].lower() + words.definition_name[1:]
    return [*lines, f"{swedish.long_date(row['cutoff_date'])}, {definition}"]


def _month(date: dt.date) -> tuple[int, int]:
    return date.year, date.month


def _is_year_before(earlier: Row, later: Row) -> bool:
    first, last = earlier["cutoff_date"], later["cutoff_date"]
    return bool(first.year == last.year - 1 and first.month == last.month)
