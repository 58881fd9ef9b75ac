"""What the blocks of Datakvalitet share: a table with its file, a calendar of cells, and cells in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

import polars as pl
import streamlit as st

from dashboard import freshness, parts, quality_files, remembered, swedish
from dashboard.quality_view import QualityView
from dashboard.states import Cell
from dashboard.tables import Column, TableRow, table, text

NUMBER = "vl-number"
NOWRAP = "vl-nowrap"
FIRST_ROWS = 50
CALENDAR = "Kalender"


@dataclass(frozen=True)
class Listing:
    """A block that is a table: how it is told, its HTML, and the rows of its file."""

    key: str
    finding: str
    subtitle: str
    html: Callable[[], str]
    file: str
    rows: Callable[[], pl.DataFrame]


def listing(view: QualityView, block: Listing) -> None:
    """A heading with the CSV button, and the table: it is its own twin."""
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"head_{block.key}"):
        parts.heading(block.finding, view.caption(block.subtitle))
        with st.container(horizontal=True, key=f"tools_{block.key}", width="content"):
            parts.csv_button(
                block.key,
                lambda: quality_files.csv(block.file, view, block.rows()),
                quality_files.file_name(block.file, view),
            )
    st.html(remembered.once((block.key, view.key), block.html))


def number(value: int | None, css: str = NUMBER) -> Cell:
    """1 204; nothing where nothing is told."""
    return text("" if value is None else swedish.integer(value), css)


def told_number(value: int | None) -> Cell:
    """A count, or "dolt" where it would tell a hidden figure."""
    return text("dolt", f"{NUMBER} vl-hidden") if value is None else number(value)


def day(value: dt.date | None) -> Cell:
    """2026-10-31: tables are ISO."""
    return text("" if value is None else value.isoformat(), NOWRAP)


def moment(value: dt.datetime | None) -> Cell:
    """2026-11-20 07:30 in Stockholm."""
    return text("" if value is None else swedish.local_time(value), NOWRAP)


def kind(name: str | None) -> str:
    """Väntande, Leveransutfall: a kind of extract in words."""
    return freshness.KIND_NAMES.get(name or "", name or "okänt")


def tag(words: str, css: str = "") -> Cell:
    """Words in a frame; the colour says nothing that they do not."""
    return Cell(f'<span class="vl-tag {css}">{escape(words)}</span>')


def calendar(
    name: str,
    corner: str,
    months: Sequence[dt.date],
    rows: Mapping[str, Sequence[Cell]],
    heads: Mapping[str, Cell],
    *,
    is_number: bool = False,
) -> str:
    """Rows by month, each cell in words with its look; `heads` are the rows' headings where they are more than text.

    Where there is no room for all months, the newest are those in sight and the older are scrolled to.
    """
    lines = [TableRow(heads.get(title, text(title)), cells) for title, cells in rows.items()]
    columns = [Column(f"{swedish.short_month(month)} {month:%y}", is_number) for month in months]
    html = table(name, [Column(corner), *columns], lines)
    return html.replace('class="vl-scroll"', 'class="vl-scroll vl-from-newest"', 1).replace(
        'class="vl-table"', 'class="vl-table vl-calendar"', 1
    )


def more_link(view: QualityView, of: int, what: str) -> str:
    """A link that shows the rest of a long table, or only its beginning again; "" where all stands there."""
    if of <= FIRST_ROWS:
        return ""
    words = f"Visa de {FIRST_ROWS} första" if view.shows_all else f"Visa alla {swedish.integer(of)} {what}"
    query = view.link(rader="" if view.shows_all else "alla")
    return f'<p class="vl-back"><a href="?{escape(query)}">{words}</a></p>'


def shown(view: QualityView, rows: pl.DataFrame) -> pl.DataFrame:
    """All rows, or the first of a long table."""
    return rows if view.shows_all else rows.head(FIRST_ROWS)
