"""Datakvalitet, completeness: how many rows have a value, column by column and month by month."""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
import streamlit as st

from dashboard import frame, parts, quality_files, quality_parts, quality_reads, remembered, sentences, swedish
from dashboard.charts.trend_chart import Line, trend_chart
from dashboard.quality_headings import COLUMN, FILLED, Filled
from dashboard.quality_headings import Column as Measured
from dashboard.quality_parts import CALENDAR, day, kind, number
from dashboard.quality_view import QualityView
from dashboard.states import Cell, hover
from dashboard.tables import Column, TableRow, link, table, text

MONTHS = 12
FALL = 0.05  # of the rows: a column this much under its own median is less filled than usual
NONE = Cell("–", "vl-number vl-muted")


@dataclass(frozen=True)
class Filling:
    """One column: the share of rows with a value per period, the newest last, and how far it has fallen."""

    column: str
    shares: Sequence[tuple[dt.date, float | None]]

    @property
    def now(self) -> float | None:
        return self.shares[-1][1] if self.shares else None

    @property
    def fall(self) -> float:
        """Under the median of the periods before; 0 where there is nothing to compare with."""
        before = [share for _, share in self.shares[:-1] if share is not None]
        if self.now is None or len(before) < 3:
            return 0.0
        return max(0.0, statistics.median(before) - self.now)

    @property
    def has_fallen(self) -> bool:
        return self.fall > FALL


def draw(view: QualityView) -> None:
    """The calendar of columns, or the months of the one that is chosen."""
    found = rows_of(view)
    if found.is_empty():
        parts.box("Ingen fyllnad är mätt", "<p>Välj en annan källa eller ett annat slag.</p>")
    elif view.chosen.get("kolumn"):
        column_block(view, found.filter(pl.col("column_name") == view.chosen["kolumn"]))
    else:
        calendar_block(view, found)


def rows_of(view: QualityView) -> pl.DataFrame:
    """column_name, period, records, filled, share of the chosen source, kind and population."""
    return quality_reads.quality_completeness(
        view.version, principal=view.principal, source=view.chosen.get("kalla", ""), kind=view.chosen.get("slag", ""),
        population=view.chosen.get("population") or None,
    )  # fmt: skip


def fillings(found: pl.DataFrame, periods: Sequence[dt.date]) -> list[Filling]:
    """The columns, those that have fallen most first, then the least filled."""
    shares = {
        (column, period): share for column, period, share in found.select("column_name", "period", "share").rows()
    }
    columns = found["column_name"].unique(maintain_order=True)
    every = [Filling(name, [(period, shares.get((name, period))) for period in periods]) for name in columns]
    return sorted(every, key=lambda each: (-each.fall if each.has_fallen else 0, each.now or 0, each.column))


def calendar_block(view: QualityView, found: pl.DataFrame) -> None:
    """Columns by period; the twin has a row for each."""
    periods = sorted(found["period"].unique().to_list())[-MONTHS:]
    each = fillings(found, periods)
    finding = sentences.plain(FILLED, Filled(len(each), [one.column for one in each if one.has_fallen]))
    recent = found.filter(pl.col("period").is_in(periods))

    def diagram() -> None:
        st.html(remembered.once(("quality filled", view.key), lambda: _calendar(view, each, periods, finding)))

    parts.block(
        "quality_filled",
        finding,
        view.caption(f"Andel rader med värde per kolumn, {_whose(view)}, senaste perioderna"),
        diagram=diagram,
        twin=lambda: remembered.once(("filled twin", view.key), lambda: _twin(recent, f"{finding}, tabell")),
        csv=lambda: quality_files.csv("fyllnad", view, _whole(view, found)),
        file_name=quality_files.file_name("fyllnad", view),
        first=CALENDAR,
    )
    parts.note(f"▼ mer än {swedish.points(round(FALL * 100))} under kolumnens egen median för perioderna före.")


def _calendar(view: QualityView, each: Sequence[Filling], periods: Sequence[dt.date], name: str) -> str:
    heads = {one.column: link(one.column, view.link(kolumn=one.column)) for one in each}
    cells = {one.column: [_cell(one, index) for index in range(len(periods))] for one in each}
    return quality_parts.calendar(f"{name}, kalender", "Kolumn", periods, cells, heads, is_number=True)


def _cell(one: Filling, index: int) -> Cell:
    share = one.shares[index][1]
    if share is None:
        return NONE
    is_fallen = Filling(one.column, one.shares[: index + 1]).has_fallen
    sign = '<i aria-hidden="true">▼</i><span class="vl-sr">lägre än vanligt: </span> ' if is_fallen else ""
    return Cell(f"{sign}{swedish.percent(share)}", f"vl-number {'vl-came-sen' if is_fallen else ''}")


def _twin(found: pl.DataFrame, name: str) -> str:
    columns = [
        Column("Kolumn"),
        Column("Period"),
        Column("Rader", True),
        Column("Ifyllda", True),
        Column("Andel", True),
    ]
    lines = [
        TableRow(
            text(row["column_name"]),
            [day(row["period"]), number(row["records"]), number(row["filled"]),
             text("" if row["share"] is None else swedish.percent(row["share"]), "vl-number")],
        )
        for row in found.iter_rows(named=True)
    ]  # fmt: skip
    return table(name, columns, lines)


def column_block(view: QualityView, found: pl.DataFrame) -> None:
    """One column over all its periods."""
    column = view.chosen["kolumn"]
    periods: list[dt.date] = found["period"].to_list()
    [one] = fillings(found, periods)
    finding = sentences.plain(COLUMN, Measured(column, one.now, one.has_fallen))
    title = view.caption(f"Andel rader med värde i {column}, {_whose(view)}")
    tokens = frame.tokens()
    line = Line(column, [None if share is None else share * 100 for _, share in one.shares], _hovers(one))
    parts.block(
        "quality_column",
        finding,
        title,
        diagram=lambda: parts.chart(
            "filled",
            remembered.once(("filled chart", view.key, tokens.name), lambda: trend_chart(periods, [line], [], tokens)),
            f"{finding}. {title}",
        ),
        twin=lambda: _twin(found, f"{finding}, tabell"),
        csv=lambda: quality_files.csv("fyllnad", view, _whole(view, found)),
        file_name=quality_files.file_name("fyllnad", view),
    )
    st.html(f'<p class="vl-back"><a href="?{view.link(kolumn="").replace("&", "&amp;")}">Visa alla kolumner</a></p>')


def _hovers(one: Filling) -> list[str]:
    return [
        hover(swedish.month_and_year(period), ["inte mätt" if share is None else f"{swedish.percent(share)} ifyllt"])
        for period, share in one.shares
    ]


def _whose(view: QualityView) -> str:
    return f"{kind(view.chosen.get('slag')).lower()} från {view.chosen.get('kalla')}"


def _whole(view: QualityView, found: pl.DataFrame) -> pl.DataFrame:
    """The rows with whose they are, for the file."""
    return found.with_columns(
        source=pl.lit(view.chosen.get("kalla")), kind=pl.lit(view.chosen.get("slag")),
        population=pl.lit(view.chosen.get("population") or None, pl.String),
    )  # fmt: skip
