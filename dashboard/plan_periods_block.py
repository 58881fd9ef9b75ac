"""Leveransplaner: planned, sent and done per quarter or tertial – chart, table and file."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

import open_files
from dashboard import csv_files, frame, parts, plan_data, plan_headings, plan_words, remembered, swedish
from dashboard.charts.plan_bars_chart import Bar, plan_bars_chart
from dashboard.plan_facts import PASSES, Period, Selection
from dashboard.plan_headings import Periods
from dashboard.plan_view import View
from dashboard.states import Cell, hover
from dashboard.tables import Column, TableRow, table, text


def periods_block(view: View, selection: Selection) -> None:
    """Bullet bars: the plan, what is done of it and what is sent."""
    periods = selection.periods(view.period)
    finding = plan_headings.period_finding(Periods(periods, view.period))
    parts.block(
        "plan_periods",
        finding,
        view.caption(f"Patienter per {view.period} {view.year}, {view.who}"),
        diagram=lambda: _diagram(view, selection, periods, finding),
        twin=lambda: twin(f"{finding}, tabell", selection, periods, view.period),
        csv=lambda: open_files.csv_bytes(open_rows(view, selection)),
        file_name=file_name("leveransplaner", view),
        is_half=True,
    )
    parts.note(note(selection, periods, view.period))


def file_name(name: str, view: View) -> str:
    """The file of a block: table, year and filters."""
    return csv_files.file_name(name, [view.year, *view.chosen.values()])


def open_rows(view: View, selection: Selection) -> pl.DataFrame:
    """The chosen plans' rows of the open table leveransplaner."""
    rows = plan_data.open_quarters(view.version, view.stamp, view.principal, view.year)
    return rows.filter(pl.col("plan_id").is_in(selection.plans["plan_id"].to_list()))


def _diagram(view: View, selection: Selection, periods: Sequence[Period], finding: str) -> None:
    tokens = frame.tokens()
    drawn = remembered.once(
        ("plan periods", view.key, view.today, view.period, tokens.name),
        lambda: plan_bars_chart([bar(each, selection, view.period) for each in periods], tokens),
    )
    said = "; ".join(in_words(each, selection, view.period) for each in periods)
    parts.chart("plan_periods", drawn, view.caption(f"{finding}. {said}"))


def bar(period: Period, selection: Selection, noun: str) -> Bar:
    """One row of the chart."""
    return Bar(
        name=f"{noun.capitalize()} {period.number}",
        planned=period.planned,
        sent=period.sent,
        completed=period.completed,
        words=_short(period, selection),
        hover=hover(f"{noun.capitalize()} {period.number} {selection.whole.year}", _facts(period, selection)),
        is_firm=period.share is not None,
        is_missed=period.is_missed,
    )


def state(period: Period, selection: Selection) -> str:
    """77 % · pågår · april saknas · inget utfall än · ingen plan."""
    if period.share is not None:
        return swedish.percent(period.share)
    if period.completed is None:
        return "inget utfall än" if not period.is_ended else "saknas"
    gaps = [month for month in period.missing if month in selection.whole.gaps]
    if gaps:
        return f"{swedish.listed(swedish.month_name(selection.whole.date(month)) for month in gaps)} saknas"
    return "pågår" if not period.is_ended else "ingen plan"


def _short(period: Period, selection: Selection) -> str:
    """At a bar's end: ▼ says without colour that a finished period stands out."""
    words = state(period, selection)
    return f"▼ {words}" if period.is_missed else words.replace("inget utfall än", "ej rapporterat")


def in_words(period: Period, selection: Selection, noun: str) -> str:
    """kvartal 3: 1 310 av 1 700 genomförda, 77 %."""
    done = "inga uppgifter" if period.completed is None else swedish.integer(period.completed)
    words = f"{noun} {period.number}: {done} av {swedish.integer(period.planned)} planerade genomförda"
    return f"{words}, {state(period, selection)}"


def _facts(period: Period, selection: Selection) -> list[str]:
    lines = [f"plan {plan_words.patients(period.planned)}"]
    if period.completed is not None and period.sent is not None:
        lines += [f"genomförda {swedish.integer(period.completed)}", f"skickade {swedish.integer(period.sent)}",
                  f"återlämnade {swedish.integer(period.returned or 0)}"]  # fmt: skip
    return [*lines, state(period, selection)]


def note(selection: Selection, periods: Sequence[Period], noun: str) -> str:
    """The sign of what stands out, and up to which month the running period is counted."""
    limit = f"▼ avslutat {noun} under {swedish.percent(PASSES)} av planen." if any(p.is_missed for p in periods) else ""
    running = [p for p in periods if p.completed is not None and not p.is_ended]
    until = ""
    if running and selection.last_date is not None:
        until = (
            f"Pågående {noun} räknas till och med {swedish.month_name(selection.last_date)} mot hela {noun}ets plan."
        )
    return f"{limit} {until}".strip()


def twin(name: str, selection: Selection, periods: Sequence[Period], noun: str) -> str:
    """A row per period with sums since January; what is not reported is not nought."""
    titles = ("Plan", "Skickade", "Genomförda", "Återlämnade", "Andel", "Plan hittills", "Genomförda hittills")
    columns = [Column(noun.capitalize()), *(Column(title, is_number=True) for title in titles)]
    rows = []
    planned = done = 0
    for period in periods:
        planned += period.planned
        done += period.completed or 0
        known = period.completed is not None
        cells = [text(swedish.integer(period.planned), "vl-number"), count(period.sent), count(period.completed),
                 count(period.returned), text(state(period, selection), "vl-number"),
                 text(swedish.integer(planned), "vl-number"), count(done if known else None)]  # fmt: skip
        rows.append(TableRow(text(f"{noun.capitalize()} {period.number}"), cells))
    return table(name, columns, rows)


def count(value: int | None) -> Cell:
    """A count; a muted word where it is not reported."""
    return Cell("ej rapporterat", "vl-number vl-muted") if value is None else Cell(swedish.integer(value), "vl-number")
