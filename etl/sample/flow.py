"""The queue from month to month: who stays, who is seen, who leaves otherwise and who comes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from etl.sample import planted
from etl.sample.calibration import apart_shares, counts
from etl.sample.contacts import as_completed, as_waiting, newcomers, numbered
from etl.sample.levels import ACUTE, Integers, Level, generator, turnover
from etl.sample.places import Region
from etl.sample.plan import Plan
from etl.sample.truths import Floats
from etl.sample.waits import (
    BY_CHOICE,
    LONGEST,
    MIDDLE,
    OUTSIDE,
    WITHIN,
    class_of,
    days_between,
    days_of,
    decided_lately,
    decided_long_ago,
    seen,
    weekday,
)

CLASSES = OUTSIDE + 1
UNDELIVERED = 3  # months before the first delivered one, in which the queue finds its form
LEAVING = 0.018  # of those who waited: died, moved, declined
APART_STAY = 0.84  # from one month to the next, of those no definition counts
KEPT_LATE = 6.0  # weight to stay of those in child psychiatry who were over 30 days already
LONG_WAIT, LONG_MEMORY = 300, 100.0  # days: beyond it the chance to be seen grows
AT_ONCE = 0.9  # of acute contacts: seen the same day


@dataclass(frozen=True)
class Month:
    """One month's contacts, typed: those who wait at its end and those who were seen in it."""

    level: Level
    waiting: pl.DataFrame
    completed: pl.DataFrame


def queue_months(region: Region, levels: list[Level], seed: int) -> Iterator[Month]:
    """The months after the first level, oldest first; the first one is the queue they begin with."""
    waiting: pl.DataFrame | None = None
    for number, level in enumerate(levels):
        silent = len(levels) - number <= planted.STOPPED_MONTHS
        rng = generator(seed, 2, level.month.year * 12 + level.month.month)
        step = _Step(region, level, silent=silent, rng=rng)
        if waiting is None:
            waiting = step.beginning()
            continue
        waiting, completed = step.moved(waiting)
        yield Month(level, as_waiting(waiting, level.month), completed)


class _Step:
    """From one month's queue to the next, by the counts that the sample is recognised by."""

    def __init__(self, region: Region, level: Level, *, silent: bool, rng: np.random.Generator) -> None:
        self._plan, self._level, self._rng = region.plan, level, rng
        self._places = region.places(level.planned, silent=silent)
        self._silent = region.silent_unit if silent else None
        self._wanted = counts(region.plan, level).by_class

    def beginning(self) -> pl.DataFrame:
        """A queue without a past."""
        cell, kind_of = _repeated(self._wanted)
        decided = decided_long_ago(self._plan, self._level.share, cell, kind_of, days_of(self._level.month), self._rng)
        return numbered(self._come(cell, kind_of, decided), self._level.month)

    def moved(self, before: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The queue at the month's end, and those who were seen in the month."""
        plan, level, rng = self._plan, self._level, self._rng
        before = before.filter(days_of(level.month) - pl.col("decided") <= LONGEST)
        before = before.filter(pl.col("hsaid_vardenhet") != self._silent) if self._silent else before
        cell = before["cell"].to_numpy()
        now = class_of(plan, before, days_of(level.month))
        available = _per_class(plan, cell, now)
        removed = rng.binomial(available.sum(axis=1), LEAVING)
        staying = self._staying(available, removed)
        stays = _chosen(cell * CLASSES + now, staying.ravel(), self._patience(before, now))
        gone = before.filter(~stays)
        left = _chosen(gone["cell"].to_numpy(), removed, rng.random(gone.height))
        seen_now = gone.filter(~left)
        started = seen(seen_now["last_day"].to_numpy(), level.share[seen_now["cell"].to_numpy()], level.month, rng)
        come = self._newcomers(self._wanted - staying)
        passing, passed = self._passing(level.completed - np.bincount(seen_now["cell"], minlength=len(plan)))
        fresh = numbered(pl.concat([come, passing]), level.month)
        completed = pl.concat([seen_now, fresh.slice(come.height)])
        waiting = pl.concat([before.filter(stays), fresh.head(come.height)])
        return waiting, as_completed(completed, np.concatenate([started, passed]), level.month)

    def _staying(self, available: Integers, removed: Integers) -> Integers:
        """How many of each cell and class stay: of the late all that are wanted, else what inflow leaves room for."""
        wanted = self._wanted
        staying = np.minimum(available, wanted)
        apart = self._rng.binomial(wanted[:, BY_CHOICE:], APART_STAY)
        staying[:, BY_CHOICE:] = np.minimum(available[:, BY_CHOICE:], apart)
        inflow = np.maximum(self._level.completed + removed + wanted.sum(axis=1) - available.sum(axis=1), 0)
        come = np.rint(inflow * (1 - _seen_at_once(turnover(self._plan, self._level.share)))).astype(np.int64)
        new = np.clip(come - (wanted - staying)[:, 1:].sum(axis=1), 0, wanted[:, WITHIN])
        staying[:, WITHIN] = np.minimum(available[:, WITHIN], wanted[:, WITHIN] - new)
        return staying

    def _patience(self, patients: pl.DataFrame, now: Integers) -> Floats:
        """A random order of who stays: the larger, the sooner."""
        waited = days_of(self._level.month) - patients["decided"].to_numpy()
        late_before = (now == MIDDLE) & (patients["last_day"].to_numpy() < days_of(self._level.month.replace(day=1)))
        weight = patients["stays"].to_numpy() * np.where(late_before, KEPT_LATE, 1.0)
        weight = weight * np.exp(-np.maximum(waited - LONG_WAIT, 0) / LONG_MEMORY)
        patience: Floats = np.log(self._rng.random(len(waited))) / weight
        return patience

    def _newcomers(self, new: Integers) -> pl.DataFrame:
        cell, kind_of = _repeated(new)
        return self._come(cell, kind_of, decided_lately(self._plan, cell, kind_of, self._level.month, self._rng))

    def _passing(self, missing: Integers) -> tuple[pl.DataFrame, Integers]:
        """Those who come and are seen in the month, and on which day."""
        plan, month, rng = self._plan, self._level.month, self._rng
        cell = np.repeat(np.arange(len(plan)), np.maximum(missing, 0))
        end, first = days_of(month), days_of(month.replace(day=1))
        days = np.sort(
            weekday(days_between(first, np.full((2, len(cell)), end).ravel(), rng), first, end).reshape(2, -1), 0
        )
        at_once = np.maximum(days[1] - (rng.random(len(cell)) > AT_ONCE), first)
        decided = np.where(plan.phase[cell] == ACUTE, at_once, days[0])
        drawn = rng.random(len(cell))[:, None]
        bounds = np.cumsum(apart_shares(plan), axis=1)[cell]
        apart = (drawn < bounds).sum(axis=1)
        kind_of = np.where(apart > 0, OUTSIDE + 1 - apart, WITHIN)
        return self._come(cell, kind_of, decided), days[1]

    def _come(self, cell: Integers, kind_of: Integers, decided: Integers) -> pl.DataFrame:
        return newcomers(self._plan, self._places, self._level.month, cell, kind_of, decided, self._rng)


def _seen_at_once(turned: Floats) -> Floats:
    """Of those who come in a month: seen before its end, in a queue that decays evenly."""
    share: Floats = 1 - (1 - np.exp(-turned)) / turned
    return share


def _repeated(by_class: Integers) -> tuple[Integers, Integers]:
    """Cell and class of each contact of a table of counts."""
    cells, classes = by_class.shape
    cell = np.repeat(np.arange(cells), by_class.sum(axis=1))
    return cell, np.repeat(np.tile(np.arange(classes), cells), by_class.ravel())


def _per_class(plan: Plan, cell: Integers, now: Integers) -> Integers:
    table: Integers = np.bincount(cell * CLASSES + now, minlength=len(plan) * CLASSES).reshape(-1, CLASSES)
    return table


def _chosen(group: Integers, many: Integers, order: Floats) -> NDArray[np.bool_]:
    """The `many` of each group that come last in `order`."""
    ordered = np.lexsort((-order, group))
    ranked = group[ordered]
    starts = np.searchsorted(ranked, ranked)
    chosen = np.zeros(len(group), dtype=bool)
    chosen[ordered] = np.arange(len(group)) - starts < many[ranked]
    return chosen
