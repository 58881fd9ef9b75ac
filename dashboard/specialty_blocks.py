"""The blocks of one specialty on the Variation page: its förvaltningar, its units, and its share over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import polars as pl
import streamlit as st

import open_files
from dashboard import frame, parts, reads, remembered, swedish, trend
from dashboard.charts import share_chart, trend_chart
from dashboard.charts.share_chart import Mark
from dashboard.cuts import series_of
from dashboard.states import HIDDEN, LOW_BASE, MISSING, NOBODY, Cell, count_cell, days_cell, facts, hover, share_cell
from dashboard.tables import Column, TableRow, table, text
from dashboard.variation_blocks import file_name
from dashboard.variation_view import View

ALL = "Alla"
MOST_LINES = 2
Row = Mapping[str, Any]


def draw(view: View, attainment: pl.DataFrame) -> None:
    """The one chosen specialty: its state where it has no figures, otherwise its blocks."""
    name = name_of(view)
    back_link(view)
    region = attainment.filter(pl.col("specialty") == view.specialties[0], pl.col("administration") == ALL)
    if region.is_empty() or region["status"][0] == NOBODY:
        empty(view, name)
        return
    administrations_block(view, name, attainment)
    units_block(view, name)
    trend_block(view, name)


def back_link(view: View) -> None:
    """The way back to all specialties."""
    st.html(f'<p class="vl-back"><a href="?{escape(view.base)}">Visa alla specialiteter</a></p>')


def empty(view: View, name: str) -> None:
    """Nobody in the selection: a sentence and two ways out."""
    links = f'<p><a href="?{escape(view.base)}">Visa alla specialiteter</a> · <a href="?">Rensa filter</a></p>'
    words = view.words
    what = f"Ingen är {words.who}" if words.is_waiting else f"Det finns inga {words.who}"
    parts.box(
        f"Inga {words.noun} med det här urvalet",
        f"<p>{escape(what)} inom {escape(name)} {escape(words.moment)}.</p>{links}",
    )


def administrations_block(view: View, name: str, attainment: pl.DataFrame) -> None:
    """Every förvaltning of the specialty: n, share, median, 90th percentile, over the limit."""
    code = view.specialties[0]
    rows = attainment.filter(pl.col("specialty") == code).to_dicts()
    region = next((row for row in rows if row["administration"] == ALL), None)
    share = region["share"] if region else None
    shown = [row for row in rows if row["administration"] != ALL]
    marks = [_mark(row, str(row["administration"]), view, share) for row in shown]
    finding = f"{name}: {_finding(shown, share)}"

    def diagram() -> None:
        tokens = frame.tokens()
        percent = None if share is None else share * 100
        figure = remembered.once(
            ("administrations", view.key, tokens.name), lambda: share_chart.share_chart(marks, percent, tokens)
        )
        parts.chart("administrations", figure, f"{finding}. {_alt(marks)}")

    parts.block(
        "administrations",
        finding,
        f"{view.words.who_attained}, per förvaltning, {view.words.moment}",
        diagram=diagram,
        twin=lambda: _twin(
            f"{name} per förvaltning, tabell", "Förvaltning", [*shown, *([region] if region else [])], view
        ),
        csv=lambda: open_files.csv_bytes(
            reads.open_attainment(view.version, specialties=view.specialties, administrations=(), **view.cut)
        ),
        file_name=file_name("maluppfyllelse", view),
        opened=True,
    )
    parts.note(
        "Median, 90:e percentil och antal gäller alla, även dem som definitionen räknar bort. De står i tabellen."
    )


def units_block(view: View, name: str) -> None:
    """The units of the specialty, in the chosen förvaltningar or in all."""
    units = reads.attainment_by_unit(version=view.version, specialty=view.specialties[0], **view.cut)
    chosen = view.shown_administrations
    units = units.filter(pl.col("administration").is_in(chosen))
    if units.is_empty():
        return
    rows = units.to_dicts()
    where = f" i {swedish.listed(view.administrations)}" if view.administrations else ""
    marks = [_mark(row, str(row["unit"]), view, None) for row in rows]

    def diagram() -> None:
        tokens = frame.tokens()
        figure = remembered.once(("units", view.key, tokens.name), lambda: share_chart.share_chart(marks, None, tokens))
        parts.chart("units", figure, f"{name}, enheter{where}. {_alt(marks)}")

    parts.block(
        "units",
        f"{swedish.number_word(len(rows)).capitalize()} enhet{'er' if len(rows) != 1 else ''}{where}",
        f"{view.words.who_attained}, per enhet, {view.words.moment}",
        diagram=diagram,
        twin=lambda: _twin(f"{name} per enhet, tabell", "Enhet", rows, view, label="unit"),
        csv=lambda: open_files.csv_bytes(
            reads.open_attainment_unit(
                view.version, specialty=view.specialties[0], administrations=view.administrations, **view.cut
            )
        ),
        file_name=file_name("maluppfyllelse_enhet", view),
    )


def trend_block(view: View, name: str) -> None:
    """The specialty's share over up to 36 months: the region, or the chosen förvaltningar beside it."""
    wanted = (*view.administrations[:MOST_LINES], ALL)
    series, phases, specialty = series_of(view.cut), (view.cut["phase"],), view.specialties[0]
    rows = reads.attainment_over_time(
        view.version, phases=phases, specialty=specialty, administrations=wanted, **series
    )
    named = [("regionen" if each == ALL else each, trend.series(rows, "administration", each)) for each in wanted]
    is_compared = len(named) > 1
    lines = [
        trend.line(label, found, view.words, is_reference=is_compared and label == "regionen") for label, found in named
    ]
    months = trend.months(rows)
    change = trend.year_change(named[0][1])
    finding = f"{name}, {named[0][0]}: {change} på ett år" if change else f"{name} över tid"
    span = f"{swedish.month_and_year(months[0])} – {swedish.month_and_year(months[-1])}"

    def diagram() -> None:
        tokens = frame.tokens()
        figure = remembered.once(
            ("trend", view.key, tokens.name),
            lambda: trend_chart.trend_chart(months, lines, trend.bands(named[0][1]), tokens),
        )
        parts.chart("trend", figure, f"{finding}. {view.words.who_attained}, {span}.")

    parts.block(
        "trend",
        finding,
        f"{view.words.who_attained}, {span}",
        diagram=diagram,
        twin=lambda: trend.twin(f"{name} per månad, tabell", named, view.words),
        csv=lambda: open_files.csv_bytes(
            reads.open_attainment_over_time(
                view.version, phases=phases, specialty=specialty, administrations=wanted, **series
            )
        ),
        file_name=file_name("maluppfyllelse_manader", view),
    )
    missed = len(view.administrations) > MOST_LINES
    parts.note(
        trend.axis_note(trend_chart.axis_range(lines)[0]),
        "Linjen bryts där en månad saknar siffra: ingen leverans, dolt eller ingen att räkna.",
        f"Diagrammet visar {swedish.number_word(MOST_LINES)} förvaltningar och regionen." if missed else "",
    )


def _mark(row: Row, name: str, view: View, region: float | None) -> Mark:
    share = row["share"]
    lines = facts(row, view.words, region)
    return Mark(
        name=name,
        administration=str(row["administration"]),
        percent=None if share is None else share * 100,
        is_low_base=row["status"] == LOW_BASE,
        words=_label(row, view),
        hover=hover(name, lines),
        is_chosen="unit" not in row and row["administration"] in view.administrations,
    )


def _label(row: Row, view: View) -> str:
    """29 %  118 av 412 · dolt · saknas · ingen väntar: the text at the right of a row."""
    status = row["status"]
    if status == HIDDEN:
        return "dolt: för få patienter"
    if status == MISSING:
        return "saknas: ingen leverans"
    if status == NOBODY:
        return view.words.nobody
    if row["share"] is None:
        return f"ingen andel, n = {swedish.integer(row['contacts'] or 0)}"
    sign = " °" if status == LOW_BASE else ""
    of = f"{swedish.integer(row['numerator'])} av {swedish.integer(row['denominator'])}"
    return f"<b>{swedish.percent(row['share'])}{sign}</b>  {of}"


def _finding(rows: Sequence[Row], region: float | None) -> str:
    firm = sorted(
        (row for row in rows if row["share"] is not None and row["status"] != LOW_BASE), key=lambda row: row["share"]
    )
    if not firm:
        return "inga andelar att visa"
    if len(firm) == 1:
        return f"{swedish.percent(firm[0]['share'])} i {firm[0]['administration']}"
    low, high = firm[0], firm[-1]
    ends = [f"{swedish.percent(row['share'])} i {row['administration']}" for row in (low, high)]
    spread = f"från {ends[0]} till {ends[1]}"
    return spread if region is None else f"{spread}, regionen {swedish.percent(region)}"


def _alt(marks: Sequence[Mark]) -> str:
    return "; ".join(f"{mark.name} {mark.words.replace('<b>', '').replace('</b>', '')}" for mark in marks)


def _twin(title: str, first: str, rows: Sequence[Row], view: View, label: str = "administration") -> str:
    words = view.words
    columns = [
        Column(first),
        Column("Antal", True),
        Column(words.noun.capitalize(), True),
        Column(words.within.capitalize(), True),
        Column("Andel", True),
        Column("Över gränsen", True),
        Column("Median", True),
        Column("En av tio minst", True),
    ]
    found = []
    for row in rows:
        cells: list[Cell] = [
            count_cell(row, "contacts"),
            count_cell(row, "denominator"),
            count_cell(row, "numerator"),
            share_cell(row, words),
            count_cell(row, "over_limit"),
            days_cell(row, "median_days"),
            days_cell(row, "p90_days"),
        ]
        is_region = row["administration"] == ALL
        found.append(TableRow(text("Regionen" if is_region else row[label]), cells, "vl-sum" if is_region else ""))
    return table(title, columns, found)


def name_of(view: View) -> str:
    """The chosen specialty's short name."""
    rows = reads.specialties(view.version, principal=view.cut["principal"])
    return str(dict(rows.select("specialty", "short_name").rows())[view.specialties[0]])
