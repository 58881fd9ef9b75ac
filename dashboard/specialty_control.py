"""Attainment per förvaltning over time as control charts: what is shown, judged and said of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from analysis.control_charts import Chart, laney, xmr
from dashboard import swedish
from dashboard.specialty_view import View
from dashboard.states import HIDDEN, LOW_BASE, MISSING, NOBODY

Row = Mapping[str, Any]
ALL = "Alla"


@dataclass(frozen=True)
class Series:
    """One förvaltning's months, oldest first, their chart, and the events that concern it."""

    administration: str
    rows: Sequence[Row]
    chart: Chart
    events: Sequence[Row]

    @property
    def verdict(self) -> int | None:
        """+1 higher than usual, −1 lower, 0 as usual, None when it cannot be said."""
        return self.chart.verdict

    @property
    def months_in_a_row(self) -> int:
        """How many of the last months have a signal to the same side."""
        sides = np.where(self.chart.firm_rule != 0, self.chart.side, 0)[::-1]
        if not len(sides) or sides[0] == 0:
            return 0
        other = np.flatnonzero(sides != sides[0])
        return int(other[0]) if len(other) else len(sides)

    @property
    def has_missing_last(self) -> bool:
        return self.rows[-1]["share"] is None


@dataclass(frozen=True)
class Control:
    """The series in the order they are drawn, and the förvaltningar that are not, by state."""

    dates: Sequence[dt.date]
    series: Sequence[Series]
    left_out: Mapping[str, Sequence[str]]

    def named(self, verdict: int | None) -> list[str]:
        """The förvaltningar with this verdict, in the order drawn."""
        return [each.administration for each in self.series if each.verdict == verdict]

    @property
    def residual(self) -> list[Series]:
        """Those charted as residuals of an AR(1)."""
        return [each for each in self.series if each.chart.is_residual]

    @property
    def span(self) -> str:
        """november 2024 – oktober 2026."""
        if not self.dates:
            return "inga månader"
        first, last = swedish.month_and_year(self.dates[0]), swedish.month_and_year(self.dates[-1])
        return first if first == last else f"{first} – {last}"


def of_view(view: View, months: pl.DataFrame, events: pl.DataFrame) -> Control:
    """Charts of every förvaltning that has a firm share now (or whose latest delivery is missing)."""
    by_name = months.sort("cutoff_date").partition_by("administration", as_dict=True)
    concerned = _concerning(view, events)
    series: list[Series] = []
    left_out: dict[str, list[str]] = {}
    for name in view.shown_administrations:
        rows = by_name[(name,)].to_dicts() if (name,) in by_name else []
        state = _state(rows, name, view.thresholds.low_base)
        if state:
            left_out.setdefault(state, []).append(name)
        elif any(row["share"] is not None for row in rows):
            own = [event for event in concerned if event["administration"] in (None, ALL, name)]
            series.append(Series(name, rows, _chart(view, rows, own), own))
    dates = sorted(set(months["cutoff_date"].to_list()))
    return Control(dates, sorted(series, key=lambda each: each.verdict != -1), left_out)


def is_missing(row: Row, administration: str) -> bool:
    """Whether the month's delivery of the förvaltning is missing, rather than that it does not offer the care."""
    named = str(row["missing_administrations"] or "").split(", ")
    return not row["is_delivered"] or administration in named


def _state(rows: Sequence[Row], name: str, low_base: int) -> str:
    """Why a förvaltning has no panel; "" when it has one."""
    if not rows:
        return ""
    shown = [row for row in rows if row["share"] is not None]
    last = rows[-1]
    if last["status"] == MISSING and shown and is_missing(last, name):
        return "" if shown[-1]["denominator"] >= low_base else LOW_BASE
    return str(last["status"]) if last["status"] in (LOW_BASE, HIDDEN, NOBODY) else ""


def _concerning(view: View, events: pl.DataFrame) -> list[Row]:
    cut = view.cut
    return [
        event
        for event in events.to_dicts()
        if event["population"] in (None, ALL, cut["population"])
        and event["phase"] in (None, cut["phase"])
        and event["specialty"] in (None, ALL, view.specialty)
    ]


def _chart(view: View, rows: Sequence[Row], events: Sequence[Row]) -> Chart:
    """p′ with residuals where months share patients, or XmR as Making Data Count draws it."""
    starts = [start for event in events if event["rebases"] if (start := _first_after(rows, event)) is not None]
    if view.chart.value[0] == "xmr":
        return xmr(_numbers(rows, "share"), starts=starts)
    is_shown = [row["share"] is not None for row in rows]
    counted = np.where(is_shown, _numbers(rows, "numerator"), np.nan)
    return laney(counted, _numbers(rows, "denominator"), starts=starts, is_snapshot=view.words.is_waiting)


def _first_after(rows: Sequence[Row], event: Row) -> int | None:
    last_day = event["to_date"] or event["from_date"]
    return next((index for index, row in enumerate(rows) if row["cutoff_date"] > last_day), None)


def _numbers(rows: Sequence[Row], column: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([np.nan if row[column] is None else row[column] for row in rows], dtype=np.float64)
