"""Fatigue: a unit that registers clearly more seldom than it used to, and may need support.

The registration rate of the latest 28 days against its own lower p′ limit (Laney, `analysis.control_charts`), or
against the 84 days before. A rate counts days with activity only.
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import math
from dataclasses import dataclass

import polars as pl

from analysis.control_charts import D2, FEWEST_POINTS, Chart, laney
from analysis.cross_followup import unit_numbers

Counts = tuple[int, int]  # registered days, days with activity

WINDOW, BEFORE = 28, 84  # days
MOST_WINDOWS = 26  # two years: what a ward was before that is no longer its usual
FEWEST_LATEST, FEWEST_BEFORE = 10, 40  # days with activity
DROP = 15  # percentage points
NEAR = 0.01  # of σᵢ: far more than rounding


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

    until: the latest known day; windows: oldest first, whole ones only; below_limit: under the lower limit, with enough
    windows and days; dropped: at least 15 percentage points under the 84 days before.
    """

    until: dt.date
    windows: tuple[Window, ...]
    latest: Rate
    before: Rate
    below_limit: bool
    dropped: bool

    @property
    def chart(self) -> Chart:
        """The windows' p′ chart, limits in shares and not clipped; made when it is asked for."""
        return charted(self.windows)

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


def fatigues(read: pl.DataFrame) -> dict[tuple[str, str], Fatigue]:
    """The signal of every unit of one principal, by (administration, unit), ordered as they are.

    read: administration, unit, date, cases, has_activity, is_registered; the days of a unit stand together. A unit of
    which nothing is known has none.
    """
    numbered = read.with_columns(unit_numbers())
    firsts = numbered.filter(pl.col("unit_number").is_first_distinct())
    names = {number: unit for number, *unit in firsts.select("unit_number", "administration", "unit").iter_rows()}
    return {(names[number][0], names[number][1]): found for number, found in numbered_fatigues(numbered).items()}


def fatigue(read: pl.DataFrame) -> Fatigue | None:
    """The signal of days taken together, of one unit or a whole group: its windows end on its latest known day."""
    return numbered_fatigues(read.with_columns(unit_number=pl.lit(0, pl.UInt32))).get(0)


def numbered_fatigues(numbered: pl.DataFrame) -> dict[int, Fatigue]:
    """The signal of every unit by its `unit_number`, for days that have one; rising."""
    known = numbered.lazy().filter(pl.col("cases") > 0).select("unit_number", "date", "has_activity", "is_registered")
    span = known.group_by("unit_number").agg(first=pl.col("date").min(), last=pl.col("date").max()).collect()
    counts = (
        known.filter("has_activity")
        .join(span.lazy(), on="unit_number")
        .group_by("unit_number", place=((pl.col("last") - pl.col("date")).dt.total_days() // WINDOW).cast(pl.Int32))
        .agg(pl.col("is_registered").sum(), pl.len())
        .filter(pl.col("place") < MOST_WINDOWS)
        .collect()
    )
    rates: dict[int, dict[int, Counts]] = {}
    for number, place, registered, activity in counts.iter_rows():
        rates.setdefault(number, {})[place] = (registered, activity)
    found = {}
    for number, first, last in span.sort("unit_number").iter_rows():
        whole, own = min(((last - first).days + 1) // WINDOW, MOST_WINDOWS), rates.get(number, {})
        places = range(max(whole, 1 + BEFORE // WINDOW))
        found[number] = judged(last, whole, tuple(own.get(place, (0, 0)) for place in places))
    return found


@functools.lru_cache(maxsize=16384)
def judged(until: dt.date, whole: int, counts: tuple[Counts, ...]) -> Fatigue:
    """The signal of (registered, activity) of the latest 28 days, the 28 before and so on, `whole` of them windows.

    At least four are given. Remembered, since a registration changes one unit of hundreds.
    """
    windows = tuple(
        Window(until - dt.timedelta(days=WINDOW * place), Rate(*counts[place])) for place in reversed(range(whole))
    )
    past = counts[1 : 1 + BEFORE // WINDOW]
    latest, before = Rate(*counts[0]), Rate(sum(each for each, _ in past), sum(each for _, each in past))
    below = False
    if latest.activity >= FEWEST_LATEST and _may_be_below(windows):
        chart = charted(windows)
        below = bool(chart.firm_rule[-1] == 1 and chart.side[-1] == -1)
    return Fatigue(until, windows, latest, before, below, _dropped(latest, before))


@functools.lru_cache(maxsize=4096)
def charted(windows: tuple[Window, ...]) -> Chart:
    """The p′ chart of the windows."""
    return laney([each.rate.registered for each in windows], [each.rate.activity for each in windows])


def _may_be_below(windows: tuple[Window, ...]) -> bool:
    """Whether the last window is near or under its lower limit: a chart for each of hundreds of units takes seconds.

    The limit of `laney` in units of σᵢ, a little wide so that the chart itself always decides what is close.
    """
    if len(windows) < FEWEST_POINTS:
        return False
    registered = sum(each.rate.registered for each in windows)
    activity = sum(each.rate.activity for each in windows)
    if not 0 < registered < activity:
        return False
    level = registered / activity
    spread = math.sqrt(level * (1 - level))
    z = [
        (each.rate.registered / n - level) * math.sqrt(n) / spread if (n := each.rate.activity) else math.nan
        for each in windows
    ]
    moving = [apart for pair in itertools.pairwise(z) if not math.isnan(apart := abs(pair[1] - pair[0]))]
    return bool(moving) and z[-1] < -3 * sum(moving) / len(moving) / D2 + NEAR


def _dropped(latest: Rate, before: Rate) -> bool:
    if latest.activity < FEWEST_LATEST or before.activity < FEWEST_BEFORE:
        return False
    apart = before.registered * latest.activity - latest.registered * before.activity
    return 100 * apart >= DROP * latest.activity * before.activity  # whole numbers: no rounding at the limit
