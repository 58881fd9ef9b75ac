"""Datakvalitet, quarantine: faults by reason, source, kind, period and column; never a row, never a value."""

from __future__ import annotations

from html import escape

import polars as pl
import streamlit as st

from dashboard import parts, quality_files, quality_reads, remembered, sentences, steward, swedish
from dashboard.quality_headings import HELD, Held
from dashboard.quality_parts import day, kind, number
from dashboard.quality_view import QualityView
from dashboard.states import Cell
from dashboard.tables import Column, TableRow, table, text

REASONS = "Orsaker"


def draw(view: QualityView) -> None:
    """The reasons with the greatest first, and the form where a steward decides."""
    found = view.of_choice(quality_reads.quality_quarantine(view.version, principal=view.principal))
    if found.is_empty():
        parts.box("Inga rader i karantän", "<p>Alla rader i de valda leveranserna räknas.</p>")
    else:
        quarantine_block(view, found)
    steward.steward_block(view.version, view.principal)


def by_reason(found: pl.DataFrame) -> pl.DataFrame:
    """title, advice, rows and the columns at fault of each reason, the commonest first."""
    return (
        found.group_by("reason", "title", "advice")
        .agg(pl.col("rows").sum(), columns=pl.col("column_name").drop_nulls().unique().sort().str.join(", "))
        .sort("rows", "title", descending=[True, False])
    )


def quarantine_block(view: QualityView, found: pl.DataFrame) -> None:
    """A bar per reason; the twin has a row per source, kind, period, reason and column."""
    reasons = by_reason(found)
    held = quality_reads.quality_held(view.version, principal=view.principal)
    rows = int(held["quarantined"].sum() or 0)
    told = Held(rows, int(reasons["rows"].sum()), reasons.height, str(reasons["title"][0]))
    finding = sentences.plain(HELD, told)

    def diagram() -> None:
        st.html(remembered.once(("quality reasons", view.key), lambda: _reasons(view, reasons, f"{finding}, orsaker")))

    parts.block(
        "quality_quarantine",
        finding,
        view.caption("Rader som inte räknas förrän de är rättade eller beslutade, i leveranser som gäller"),
        diagram=diagram,
        twin=lambda: remembered.once(("quality held", view.key), lambda: _twin(found, f"{finding}, tabell")),
        csv=lambda: quality_files.csv("karantan", view, found),
        file_name=quality_files.file_name("karantan", view),
        first=REASONS,
    )
    parts.note(
        f"{swedish.integer(rows)} rader i karantän hos huvudmannen; en rad med flera fel räknas en gång per fel.",
        "Raderna själva visas aldrig här; de hämtas maskerade med python -m etl quarantine.",
    )


def _reasons(view: QualityView, reasons: pl.DataFrame, name: str) -> str:
    every = int(reasons["rows"].sum())
    columns = [Column("Orsak"), Column("Fel", True), Column("Andel av felen"), Column("Kolumn"),
               Column("Vad du kan göra")]  # fmt: skip
    lines = [
        TableRow(
            Cell(f'<a href="?{escape(view.link(orsak=row["reason"], kolumn=""))}">{escape(row["title"])}</a>'),
            [number(row["rows"]), _bar(row["rows"] / every), text(row["columns"] or "hela raden"),
             text(row["advice"])],
        )
        for row in reasons.iter_rows(named=True)
    ]  # fmt: skip
    return table(name, columns, lines)


def _bar(share: float) -> Cell:
    bar = f'<div class="vl-bullet" aria-hidden="true"><i style="width:{share * 100:.1f}%"></i></div>'
    return Cell(f'{bar}<span class="vl-sr">{swedish.percent(share)}</span>', "vl-barcell")


def _twin(found: pl.DataFrame, name: str) -> str:
    columns = [Column("Orsak"), Column("Rader", True), Column("Kolumn"), Column("Slag"), Column("Källa"),
               Column("Period")]  # fmt: skip
    lines = [
        TableRow(
            text(row["title"]),
            [number(row["rows"]), text(row["column_name"] or "hela raden"), text(kind(row["kind"])),
             text(row["source"]), day(row["period"]) if row["period"] else text("okänd")],
        )
        for row in found.iter_rows(named=True)
    ]  # fmt: skip
    return table(name, columns, lines)
