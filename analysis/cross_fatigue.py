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

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.control_charts import D2, FEWEST_POINTS, Chart, laney

Grid = NDArray[np.int64]  # units × days
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

    until: the latest known day; counts: of its whole windows, the latest first; below_limit: under the lower limit,
    with enough windows and days; dropped: at least 15 percentage points under the 84 days before.
    """

    until: dt.date
    counts: tuple[Counts, ...]
    latest: Rate
    before: Rate
    below_limit: bool
    dropped: bool

    @property
    def windows(self) -> tuple[Window, ...]:
        """The whole windows, the oldest first; made when they are asked for."""
        return _windows(self.until, self.counts)

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
        is_long = len(self.counts) >= FEWEST_POINTS or self.before.activity >= FEWEST_BEFORE
        return self.latest.activity >= FEWEST_LATEST and is_long

    @property
    def lower(self) -> float | None:
        """The lower limit of the latest window, never under 0; None with fewer than thirteen windows."""
        if len(self.counts) < FEWEST_POINTS or self.chart.is_trial[-1] or self.chart.lower[-1] != self.chart.lower[-1]:
            return None
        return max(0.0, float(self.chart.lower[-1]))


def fatigues(read: pl.DataFrame) -> dict[tuple[str, str], Fatigue]:
    """The signal of every unit of one principal, by (administration, unit), ordered as they are.

    read: administration, unit, date, cases, has_activity, is_registered; the days of a unit stand together. A unit of
    which nothing is known has none.
    """
    units = read.select("administration", "unit").unique(maintain_order=True)
    placed = read.join(units.with_row_index("place"), on=["administration", "unit"], how="left")
    found = of_course(*_course(placed, len(units)))
    return {(unit[0], unit[1]): each for unit, each in zip(units.rows(), found, strict=True) if each is not None}


def fatigue(read: pl.DataFrame) -> Fatigue | None:
    """The signal of days taken together, of one unit or a whole group: its windows end on its latest known day."""
    return together(*_course(read.with_columns(place=0), 1))


def together(first: dt.date, known: Grid, activity: Grid, registered: Grid) -> Fatigue | None:
    """As `of_course`, of all units taken together."""
    active = activity * (known > 0)
    sums = (each.sum(axis=0, keepdims=True) for each in (known, active, registered * (active > 0)))
    [found] = of_course(first, *sums)
    return found


def of_course(first: dt.date, known: Grid, activity: Grid, registered: Grid) -> list[Fatigue | None]:
    """The signal of each unit, of units × days from `first`; None of a unit of which nothing is known.

    known, activity, registered: how many are known, have activity, are registered, of days in that place.
    """
    is_known = known > 0
    if not is_known.size:
        return [None] * len(known)
    begins, ends = is_known.argmax(axis=1), is_known.shape[1] - is_known[:, ::-1].argmax(axis=1)
    of_windows = (ends - begins) // WINDOW
    borders = np.maximum(0, ends[:, None] - WINDOW * np.arange(MOST_WINDOWS + 1))
    counted = [_between(each * is_known, borders) for each in (registered * (activity > 0), activity)]
    found: list[Fatigue | None] = [None] * len(known)
    wholes, days = np.minimum(of_windows, MOST_WINDOWS).tolist(), (ends - 1).tolist()
    for place in np.flatnonzero(is_known.any(axis=1)).tolist():
        most = max(wholes[place], 1 + BEFORE // WINDOW)
        counts = tuple(zip(*(each[place][:most] for each in counted), strict=True))
        found[place] = judged(first + dt.timedelta(days=days[place]), wholes[place], counts)
    return found


def _between(counts: Grid, borders: Grid) -> list[list[int]]:
    """The sums of each row from each border to the one before it."""
    sums = np.concatenate([np.zeros((len(counts), 1), dtype=np.int64), counts.cumsum(axis=1)], axis=1)
    at = np.take_along_axis(sums, borders, axis=1)
    between: list[list[int]] = (at[:, :-1] - at[:, 1:]).tolist()
    return between


def _course(placed: pl.DataFrame, units: int) -> tuple[dt.date, Grid, Grid, Grid]:
    """The days of `place` 0, 1, … as counts of units × days."""
    known = placed.filter(pl.col("cases") > 0)
    dates = known["date"].to_numpy()
    if not len(dates):
        nothing = np.zeros((units, 0), dtype=np.int64)
        return dt.date.min, nothing, nothing, nothing
    where = known["place"].to_numpy(), (dates - dates.min()).astype(np.int64)
    made = []
    for flags in (pl.lit(value=True), pl.col("has_activity"), pl.col("has_activity") & pl.col("is_registered")):
        counts = np.zeros((units, int(where[1].max()) + 1), dtype=np.int64)
        np.add.at(counts, where, known.select((pl.col("cases") > 0) & flags).to_series().to_numpy())
        made.append(counts)
    return dates.min().astype(object), made[0], made[1], made[2]


@functools.lru_cache(maxsize=16384)
def judged(until: dt.date, whole: int, counts: tuple[Counts, ...]) -> Fatigue:
    """The signal of (registered, activity) of the latest 28 days, the 28 before and so on, `whole` of them windows.

    At least four are given. Remembered, since a registration changes one unit of hundreds.
    """
    past = counts[1 : 1 + BEFORE // WINDOW]
    latest, before = Rate(*counts[0]), Rate(sum(each for each, _ in past), sum(each for _, each in past))
    below = False
    if latest.activity >= FEWEST_LATEST and _may_be_below(counts[:whole][::-1]):
        chart = charted(_windows(until, counts[:whole]))
        below = bool(chart.firm_rule[-1] == 1 and chart.side[-1] == -1)
    return Fatigue(until, counts[:whole], latest, before, below, _dropped(latest, before))


def _windows(until: dt.date, counts: tuple[Counts, ...]) -> tuple[Window, ...]:
    places = reversed(range(len(counts)))
    return tuple(Window(until - dt.timedelta(days=WINDOW * place), Rate(*counts[place])) for place in places)


@functools.lru_cache(maxsize=4096)
def charted(windows: tuple[Window, ...]) -> Chart:
    """The p′ chart of the windows."""
    return laney([each.rate.registered for each in windows], [each.rate.activity for each in windows])


def _may_be_below(windows: tuple[Counts, ...]) -> bool:
    """Whether the last window is near or under its lower limit: a chart for each of hundreds of units takes seconds.

    The limit of `laney` in units of σᵢ, a little wide so that the chart itself always decides what is close.
    """
    if len(windows) < FEWEST_POINTS:
        return False
    registered = sum(told for told, _ in windows)
    activity = sum(active for _, active in windows)
    if not 0 < registered < activity:
        return False
    level = registered / activity
    spread = math.sqrt(level * (1 - level))
    z = [(told / n - level) * math.sqrt(n) / spread if n else math.nan for told, n in windows]
    moving = [apart for pair in itertools.pairwise(z) if not math.isnan(apart := abs(pair[1] - pair[0]))]
    return bool(moving) and z[-1] < -3 * sum(moving) / len(moving) / D2 + NEAR


def _dropped(latest: Rate, before: Rate) -> bool:
    if latest.activity < FEWEST_LATEST or before.activity < FEWEST_BEFORE:
        return False
    apart = before.registered * latest.activity - latest.registered * before.activity
    return 100 * apart >= DROP * latest.activity * before.activity  # whole numbers: no rounding at the limit
