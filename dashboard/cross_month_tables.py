"""A unit's days and events as tables and files: the table twin, the days' CSV, and an events file that loads again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import polars as pl
import streamlit as st

import open_files
from analysis.green_cross import CONFLICT, FACTS
from dashboard import cross_data, cross_month_facts, cross_month_grid, cross_words, csv_files, swedish
from dashboard.cross_month_facts import CrossMonth, Row
from dashboard.cross_view import CrossView
from dashboard.states import Cell
from dashboard.tables import Column, TableRow, table, text


def twin(view: CrossView, month: CrossMonth, name: str) -> str:
    """A row per day of the month: weekday, week, state, definition, events, what else is known."""
    columns = [Column("Datum"), Column("Veckodag"), Column("Vecka", True), Column("Läge"), Column("Definition"),
               Column("Händelser", True), Column("Anmärkning")]  # fmt: skip
    return table(name, columns, (_row(view, month, date) for date in month.dates))


def _row(view: CrossView, month: CrossMonth, date: dt.date) -> TableRow:
    row = month.days.get(date)
    state = cross_month_grid.state(view, month, date)
    title = view.definition_titles()[row["definition"]] if row is not None else ""
    cells = [
        text(cross_words.weekday(date)),
        Cell(str(date.isocalendar().week), "vl-number"),
        text(state) if row is None else Cell(f"{cross_words.box(row['colour'])}{text(state).html}"),
        text(title),
        Cell(_events(row), "vl-number"),
        text(", ".join(_remarks(view, date, row))),
    ]
    return TableRow(Cell(date.isoformat(), "vl-nowrap"), cells)


def _events(row: Row | None) -> str:
    """A number only where the events are told: a colour or two sources that differ tell none."""
    return swedish.integer(row["events"]) if row is not None and row["is_told"] else ""


def _remarks(view: CrossView, date: dt.date, row: Row | None) -> Iterable[str]:
    if cross_words.holiday_words(date):
        yield cross_words.holiday_words(date)
    if date == view.today:
        yield "i dag"
    if row is not None and row["is_late"]:
        yield "registrerad i efterhand"
    if row is not None and row["has_went_well"]:
        yield "något gick bra"


def day_rows(view: CrossView, read: pl.DataFrame) -> pl.DataFrame:
    """Readings as rows of the open table grona_korset; handelse is empty where it cannot be told."""
    return read.filter(pl.col("cases") > 0).select(
        huvudman="principal", datum="date", forvaltning="administration", enhet="unit",
        handelse=pl.when(pl.col("fact").is_in(FACTS)).then("fact"), definition="definition", farg="colour",
        antal_handelser=pl.when(pl.col("colour") != CONFLICT).then("events"),
        dataversion=pl.lit(cross_data.data_label(view.version, view.stamp)),
    )  # fmt: skip


def event_rows(view: CrossView, first: dt.date, last: dt.date) -> pl.DataFrame:
    """What every source says of the unit's days, in the columns of the extract grona_korset: it loads again."""
    return cross_month_facts.entries(view, first, last).select(
        huvudman="principal", datum="date", forvaltning="administration", enhet="unit", handelse="fact",
        handelsetyp="event_type",
        antal=pl.when(pl.col("count") > 0).then("count"), farg="colour", definition="colour_definition",
        gick_bra="went_well", kommentar="description", kalla="source", registrerad_av="role",
        registrerad=pl.col("registered_at").dt.truncate("1s"), version="version", avgor="settles",
        dataversion=pl.lit(cross_data.data_label(view.version, view.stamp)),
    )  # fmt: skip


def file_name(table_name: str, view: CrossView, *parts: object) -> str:
    """grona_korset_2026-10_sas_dagkirurgen-borgsele_egen.csv."""
    administration, unit = cross_month_facts.unit_of(view)
    return csv_files.file_name(table_name, [*parts, administration, unit])


def events_button(view: CrossView, first: dt.date, last: dt.date) -> None:
    """The unit's own events as a file in the extract's columns: it loads again."""
    st.download_button(
        "Händelser, CSV",
        data=lambda: open_files.csv_bytes(event_rows(view, first, last)),
        file_name=file_name("grona_korset_handelser", view, f"{last:%Y-%m}"),
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        key=f"events_{view.visa}_{first}",
        type="tertiary",
        help="Händelserna som en fil som går att läsa in igen",
    )
