"""What went well: the texts of one unit, and of a group how many days have one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import polars as pl
import streamlit as st

import open_files
from dashboard import cross_data, frame, parts, remembered, sentences, states, swedish
from dashboard import cross_followup_words as words
from dashboard.charts.cross_month_chart import Month, cross_month_chart
from dashboard.cross_followup_facts import Followup
from dashboard.cross_followup_sentences import WELL
from dashboard.cross_view import CrossView
from dashboard.tables import Column, TableRow, table, text


def well_block(view: CrossView, found: Followup) -> None:
    """What went well: the texts of one unit; of a group the number of days that have one."""
    finding = sentences.plain(WELL, words.days(view, found))
    if not words.days(view, found).well:
        parts.heading(finding, words.caption(view, found, "Anteckningar om det som gick bra"))
        return
    notes = well_notes(view, found) if view.unit else []
    parts.block(
        "cross_well",
        finding,
        words.caption(view, found, "Dagar med en anteckning om det som gick bra"),
        diagram=lambda: _draw(view, found, finding, notes),
        twin=lambda: well_twin(f"{finding}, tabell", found, notes),
        csv=lambda: open_files.csv_bytes(words.open_rows(view, open_well(view, found, notes))),
        file_name=words.file_name("gick_bra", view, found),
        first="Lista" if view.unit else parts.DIAGRAM,
    )
    if not view.unit:
        parts.note("Texterna visas bara på enhetens egen sida.")


def well_notes(view: CrossView, found: Followup) -> list[tuple[dt.date, str]]:
    """The texts of the view's unit, the latest day first; each text of a day once."""
    assert view.unit is not None
    rows = cross_data.entries(view.version, view.stamp, view.principal, *view.unit, found.first, found.last)
    noted = rows.filter(pl.col("went_well").is_not_null()).select("date", "went_well").unique(maintain_order=True)
    return noted.sort("date", descending=True, maintain_order=True).rows()


def well_list(notes: Sequence[tuple[dt.date, str]]) -> str:
    """The texts with their days."""
    lines = "".join(f"<div>{text(note).html}<small>{swedish.long_date(day)}</small></div>" for day, note in notes)
    return f'<div class="vl-list">{lines}</div>'


def _draw(view: CrossView, found: Followup, finding: str, notes: Sequence[tuple[dt.date, str]]) -> None:
    if view.unit:
        st.html(well_list(notes))
        return
    tokens = frame.tokens()
    months = [Month(month, days, states.hover(swedish.month_and_year(month), [f"{swedish.days(days)} med anteckning"]))
              for month, days in found.well]  # fmt: skip
    drawn = remembered.once(("cross well", view.key, tokens.name), lambda: cross_month_chart(months, tokens))
    said = "; ".join(f"{swedish.month_and_year(month)} {days}" for month, days in found.well)
    parts.chart("cross_well", drawn, view.caption(f"{finding}. {said}"))


def well_twin(name: str, found: Followup, notes: Sequence[tuple[dt.date, str]]) -> str:
    """A row per text, or per month of a group."""
    if notes:
        rows = [TableRow(text(day.isoformat()), [text(note)]) for day, note in notes]
        return table(name, [Column("Dag"), Column("Det som gick bra")], rows)
    months = [TableRow(text(swedish.month_and_year(month)), [text(swedish.integer(days), "vl-number")])
              for month, days in found.well]  # fmt: skip
    return table(name, [Column("Månad"), Column("Dagar med anteckning", is_number=True)], months)


def open_well(view: CrossView, found: Followup, notes: Sequence[tuple[dt.date, str]]) -> pl.DataFrame:
    """The texts of one unit, or the days of each month of a group."""
    if view.unit:
        rows = pl.DataFrame(notes, schema={"datum": pl.Date, "gick_bra": pl.String}, orient="row")
    else:
        rows = pl.DataFrame(
            [(f"{month:%Y-%m}", days) for month, days in found.well],
            schema={"manad": pl.String, "dagar": pl.Int64},
            orient="row",
        )
    return rows.select(**words.whose_columns(view), **{name: pl.col(name) for name in rows.columns})
