"""HTML tables: the twins of charts. Every value is escaped here or in `states`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from dashboard.states import Cell


@dataclass(frozen=True)
class Column:
    """A heading; numbers are right-aligned."""

    title: str
    is_number: bool = False


@dataclass(frozen=True)
class TableRow:
    """The row's heading, its cells, and how it is set: "vl-sum" for a total, "vl-part" for its parts."""

    heading: Cell
    cells: Sequence[Cell]
    css: str = ""


def text(value: object, css: str = "") -> Cell:
    """A plain text cell; nothing for None."""
    return Cell("" if value is None else escape(str(value)), css)


def link(label: str, query: str) -> Cell:
    """A cell that opens another view of the page."""
    return Cell(f'<a href="?{escape(query)}">{escape(label)}</a>')


def table(name: str, columns: Sequence[Column], rows: Iterable[TableRow]) -> str:
    """A table in a container that scrolls by keyboard too; `name` is its accessible name."""
    head = "".join(
        f'<th scope="col"{" class=vl-number" if column.is_number else ""}>{escape(column.title)}</th>'
        for column in columns
    )
    body = "".join(_row(row) for row in rows)
    return (
        f'<div class="vl-scroll" tabindex="0" role="region" aria-label="{escape(name)}">'
        f'<table class="vl-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _row(row: TableRow) -> str:
    cells = "".join(
        f'<td class="{cell.css}">{cell.html}</td>' if cell.css else f"<td>{cell.html}</td>" for cell in row.cells
    )
    css = f' class="{row.css}"' if row.css else ""
    return f'<tr{css}><th scope="row">{row.heading.html}</th>{cells}</tr>'
