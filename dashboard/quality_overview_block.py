"""Datakvalitet, overview: four figures, what to do first, and the calendar of deliveries by source and month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from dashboard import (
    parts,
    quality_files,
    quality_parts,
    quality_summary,
    quality_timeline,
    remembered,
    sentences,
    swedish,
)
from dashboard.quality_parts import CALENDAR as FIRST
from dashboard.quality_parts import day, moment, number
from dashboard.quality_sentences import ANSWER, CALENDAR, TASKS, Calendar
from dashboard.quality_summary import Summary
from dashboard.quality_timeline import IN_TIME, LATE, MISSING, STATES, SYMBOLS, Delivery
from dashboard.quality_view import AGREEMENT, GAPS, QUARANTINE, REVISIONS, QualityView
from dashboard.states import Cell
from dashboard.tables import Column, TableRow, table, text

NONE = Cell("–", "vl-muted")
SCHEMA: dict[str, Any] = {
    "source": pl.String, "kind": pl.String, "population": pl.String, "period": pl.Date, "due_on": pl.Date,
    "first_loaded_at": pl.Datetime("us"), "last_loaded_at": pl.Datetime("us"), "days_late": pl.Int64,
    "times_replaced": pl.Int64, "state": pl.String,
}  # fmt: skip


def summary_of(view: QualityView) -> Summary:
    """The standing of the view's huvudman today."""
    return quality_summary.summary(view.version, view.principal, view.today)


def answer(view: QualityView) -> str:
    """How many deliveries are late, missing and disputed, as HTML."""
    return sentences.the_one(ANSWER, summary_of(view).standing)


def draw(view: QualityView) -> None:
    """The figures, the tasks and the calendar."""
    found = summary_of(view)
    st.html(remembered.once(("quality figures", view.key), lambda: figures(view, found)))
    tasks_block(view, found)
    calendar_block(view)


def figures(view: QualityView, found: Summary) -> str:
    """Late and missing of those expected, disputed, silent units, rows in quarantine; each leads to its part."""
    standing = found.standing
    of = f"av {swedish.integer(standing.expected)} leveranser för {swedish.month_and_year(standing.month)}"
    each = [
        ("Sena eller saknade", standing.late + standing.missing, of, GAPS, "Visa luckor"),
        ("Tysta enheter", found.silent, "vid senaste leveransen", GAPS, "Visa enheterna"),
        ("Ifrågasatta jämförelser", standing.disputed, "skiljer mer än tillåtet", AGREEMENT, "Visa snitten"),
        ("Rader i karantän", found.held, "i leveranser som gäller", QUARANTINE, "Visa orsaker"),
    ]
    boxes = "".join(
        f'<section class="vl-figure"><h2>{title}</h2><p class="vl-value"><b>{swedish.integer(value)}</b>'
        f"<span>{escape(words)}</span></p>"
        f'<p class="vl-back"><a href="?{escape(view.link_to(visa))}">{link}</a></p></section>'
        for title, value, words, visa, link in each
    )
    return f'<div class="vl-figures vl-figures-four">{boxes}</div>'


def tasks_block(view: QualityView, found: Summary) -> None:
    """What to do, the most urgent first, each with a way to it."""
    parts.heading("Gör detta först", view.caption("I den ordning det påverkar det som visas på andra sidor"))
    if not found.tasks:
        parts.box("Inget att göra", "<p>Allt väntat har kommit, inget är ifrågasatt och inget ligger i karantän.</p>")
        return
    lines = "".join(
        f'<li>{sentences.the_one(TASKS, task)} <a href="?{escape(view.link_to(visa, **values))}">Visa'
        f'<span class="vl-sr"> {escape(task.what)}</span></a></li>'
        for task, visa, values in found.tasks
    )
    st.html(f'<ol class="vl-steps">{lines}</ol>')


def calendar_block(view: QualityView) -> None:
    """Source and kind by month; the twin has a row for every delivery of the same months."""
    every = quality_timeline.deliveries(view.version, view.principal, view.today)
    found = [each for each in every if each.series.kind not in quality_timeline.YEARLY]
    months = quality_timeline.months_of(found, view.chosen.get("ar", ""), view.today)
    shown = [each for each in found if each.period.replace(day=1) in months]
    states = [each.state for each in shown]
    told = Calendar(len({each.series for each in shown}), states.count(LATE), states.count(MISSING),
                    sum(each.times_replaced > 0 for each in shown))  # fmt: skip
    span = f", {swedish.month_and_year(months[0])} – {swedish.month_and_year(months[-1])}" if months else ""
    finding = sentences.plain(CALENDAR, told)

    def diagram() -> None:
        name = f"{finding}, kalender"
        st.html(remembered.once(("quality calendar", view.key), lambda: grid(view, months, shown, name)))

    parts.block(
        "quality_calendar",
        finding,
        view.caption(f"Leveranser per källa och månad{span}"),
        diagram=diagram,
        twin=lambda: remembered.once(("quality calendar twin", view.key), lambda: twin(shown, f"{finding}, tabell")),
        csv=lambda: quality_files.csv("leveranstider", view, rows(shown)),
        file_name=quality_files.file_name("leveranstider", view),
        first=FIRST,
    )
    parts.note(
        "● i tid · ■ sen · ○ saknas · – väntas.",
        "En månads leverans ska ha kommit den 20 i månaden efter; i efterhand: äldre än källans första inläsning här.",
        "Ersatt: en senare fil gäller i stället, se Ändringar.",
        yearly(every),
    )


def yearly(found: Sequence[Delivery]) -> str:
    """Inläst per år: Behov från 99 (2026 och 2027) – what has no month."""
    years: dict[str, set[str]] = {}
    for each in found:
        if each.series.kind in quality_timeline.YEARLY:
            years.setdefault(each.series.label, set()).add(str(each.period.year))
    named = [f"{label} ({swedish.listed(sorted(own))})" for label, own in sorted(years.items())]
    return f"Inläst per år: {', '.join(named)}." if named else ""


def grid(view: QualityView, months: Sequence[dt.date], shown: Sequence[Delivery], name: str) -> str:
    """A row per series in order of kind and source, a cell per month."""
    cells: dict[quality_timeline.Series, dict[dt.date, list[Delivery]]] = {}
    for each in shown:
        cells.setdefault(each.series, {}).setdefault(each.period.replace(day=1), []).append(each)
    order = sorted(cells, key=lambda series: (series.kind_name, series.source))
    heads = {
        series.label: Cell(f"{escape(series.kind_name)}<small>{escape(series.source)}</small>") for series in order
    }
    rows_of = {series.label: [_cell(view, cells[series].get(month, [])) for month in months] for series in order}
    return quality_parts.calendar(name, "Leverans", months, rows_of, heads)


def _cell(view: QualityView, found: Sequence[Delivery]) -> Cell:
    """● i tid, with a link to what changed where it has been replaced."""
    if not found:
        return NONE
    state = quality_timeline.worst(found)
    replaced = max(found, key=lambda each: each.times_replaced)
    link = ""
    if replaced.times_replaced:
        where = {"kalla": replaced.series.source, "slag": replaced.series.kind, "period": replaced.period.isoformat()}
        link = f'<small><a href="?{escape(view.link_to(REVISIONS, **where))}">ersatt</a></small>'
    mark = f'<i aria-hidden="true">{SYMBOLS[state]}</i> '
    return Cell(f"{mark}{escape(quality_timeline.words(found))}{link}", f"vl-came-{state}")


def twin(shown: Sequence[Delivery], name: str) -> str:
    """One row per delivery, newest first."""
    columns = [
        Column("Period"), Column("Slag"), Column("Källa"), Column("Status"), Column("Skulle komma"),
        Column("Först inläst"), Column("Senast inläst"), Column("Dagar sen", True), Column("Ersatt, gånger", True),
    ]  # fmt: skip
    order = sorted(shown, key=lambda each: (-each.period.toordinal(), each.series.kind_name, each.series.source))
    lines = [
        TableRow(
            day(each.period),
            [text(each.series.kind_name), text(each.series.source),
             Cell(f"{SYMBOLS[each.state]} {STATES[each.state]}", quality_parts.NOWRAP), day(each.due_on),
             moment(each.first), moment(each.last),
             number(each.days_late if each.state in (IN_TIME, LATE) else None), number(each.times_replaced)],
        )
        for each in order
    ]  # fmt: skip
    return table(name, columns, lines)


def rows(shown: Sequence[Delivery]) -> pl.DataFrame:
    """The deliveries as they leave: the columns of SCHEMA."""
    return pl.DataFrame(
        [
            (each.series.source, each.series.kind, each.series.population, each.period, each.due_on, each.first,
             each.last, each.days_late, each.times_replaced, each.state)
            for each in shown
        ],
        schema=SCHEMA, orient="row",
    )  # fmt: skip
