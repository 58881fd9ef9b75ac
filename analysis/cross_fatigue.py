"""Fatigue: a unit that registers clearly more seldom than it used to, and may need support.

The registration rate of the latest 28 days against its own lower p′ limit (Laney, `analysis.control_charts`), or
against the 84 days before. A rate counts days with activity only.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from analysis.control_charts import FEWEST_POINTS, Chart, laney

WINDOW, BEFORE = 28, 84  # days
MOST_WINDOWS = 26  # two years: what a ward was before that is no longer its usual
FEWEST_LATEST, FEWEST_BEFORE = 10, 40  # days with activity
DROP = 15  # percentage points


@dataclass(frozen=True)
class Rate:
    """Registered days of days with activity."""

    registered: int
    activity: int

    @property
    def share(self) -> float | None:
        """0–1, None of no days."""
        return self.registered / self.activity if self.activity else None


@dataclass(frozen=True)
class Window:
    """28 days in a row: their last day and rate."""

    last: dt.date
    rate: Rate


@dataclass(frozen=True)
class Fatigue:
    """The latest 28 days of a unit against its own past.

    windows: oldest first, whole ones only; chart: their p′ chart, limits in shares and not clipped; below_limit: under
    the lower limit, with enough windows and days; dropped: at least 15 percentage points under the 84 days before.
    """

    windows: tuple[Window, ...]
    chart: Chart
    latest: Rate
    before: Rate
    below_limit: bool
    dropped: bool

    @property
    def is_signal(self) -> bool:
        """Whether any rule holds."""
        return self.below_limit or self.dropped

    @property
    def has_enough(self) -> bool:
        """Whether any rule could be tried: ten days with activity, and 40 before or thirteen windows."""
        is_long = len(self.windows) >= FEWEST_POINTS or self.before.activity >= FEWEST_BEFORE
        return self.latest.activity >= FEWEST_LATEST and is_long

    @property
    def lower(self) -> float | None:
        """The lower limit of the latest window, never under 0; None with fewer than thirteen windows."""
        if len(self.windows) < FEWEST_POINTS or self.chart.is_trial[-1] or self.chart.lower[-1] != self.chart.lower[-1]:
            return None
        return max(0.0, float(self.chart.lower[-1]))


def fatigue(read: pl.DataFrame) -> Fatigue:
    """The signal of one unit's readings, or of several's added: date, cases, has_activity, is_registered.

    Windows are counted back from the latest known day.
    """
    windows = registration_windows(read)
    chart = laney([each.rate.registered for each in windows], [each.rate.activity for each in windows])
    latest = windows[-1].rate if windows else _rate(read, 0, WINDOW)
    before = _rate(read, WINDOW, WINDOW + BEFORE)
    is_tried = bool(windows) and latest.activity >= FEWEST_LATEST
    below = is_tried and bool(chart.firm_rule[-1] == 1 and chart.side[-1] == -1)
    return Fatigue(windows, chart, latest, before, below, _dropped(latest, before))


def registration_windows(read: pl.DataFrame) -> tuple[Window, ...]:
    """The whole windows of 28 days back from the latest known day, oldest first, at most two years of them."""
    known = read.filter(pl.col("cases") > 0)["date"]
    first, last = known.min(), known.max()
    if not isinstance(first, dt.date) or not isinstance(last, dt.date):
        return ()
    whole = min(((last - first).days + 1) // WINDOW, MOST_WINDOWS)
    place = (pl.lit(last) - pl.col("date")).dt.total_days() // WINDOW
    counts = {
        int(number): Rate(int(registered), int(activity))
        for number, registered, activity in read.filter("has_activity")
        .group_by(place.alias("place"))
        .agg(pl.col("is_registered").sum(), pl.len())
        .iter_rows()
    }
    return tuple(
        Window(last - dt.timedelta(days=WINDOW * number), counts.get(number, Rate(0, 0)))
        for number in reversed(range(whole))
    )


def _rate(read: pl.DataFrame, start: int, end: int) -> Rate:
    """The rate of days `start` to `end` (exclusive) back from the latest known day, which is 0."""
    last = read.filter(pl.col("cases") > 0)["date"].max()
    ago = (pl.lit(last, dtype=pl.Date) - pl.col("date")).dt.total_days()
    chosen = read.filter("has_activity", ago.is_between(start, end - 1))
    return Rate(int(chosen["is_registered"].sum()), chosen.height)


def _dropped(latest: Rate, before: Rate) -> bool:
    if latest.activity < FEWEST_LATEST or before.activity < FEWEST_BEFORE:
        return False
    apart = before.registered * latest.activity - latest.registered * before.activity
    return 100 * apart >= DROP * latest.activity * before.activity  # whole numbers: no rounding at the limit
