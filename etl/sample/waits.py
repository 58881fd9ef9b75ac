"""On which days patients of the sample are decided and seen: weekdays, on the right side of their limit."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
from numpy.typing import NDArray

from etl.sample.levels import FOLLOW_UP, Integers, is_child_psychiatry
from etl.sample.plan import Plan
from etl.sample.truths import Floats

LIMIT, CHILD_LIMIT = 90, 30
# How a contact is counted, in the order of Counts.by_class.
WITHIN, MIDDLE, OVER, BY_CHOICE, BY_MEDICINE, BY_SOCIETY, OUTSIDE = range(7)
LONGEST = 700  # days
TAILS = (25.0, 210.0)  # shortest and longest mean of the days beyond the limit
FREE_OVER = 0.6  # of those no definition counts: over the limit
SOONER = 1.15  # above 1: more of those within the limit have waited a short time
LATE_SHARE, LATE_DAYS = 0.008, 25  # of newcomers: decided before the month but registered in it
LATE_OVER = 45.0  # mean days beyond the limit of those who are over it when they come
EPOCH = dt.date(1970, 1, 1)


def days_of(day: dt.date) -> int:
    """Days since 1970."""
    return (day - EPOCH).days


def class_of(plan: Plan, patients: pl.DataFrame, end: int) -> Integers:
    """How each patient is counted at `end`; a deviation stays what it was when the patient came."""
    columns = ("cell", "kind_of", "decided", "last_day")
    cell, kind_of, decided, last_day = (patients[name].to_numpy() for name in columns)
    child = is_child_psychiatry(plan)[cell]
    beyond = np.where(child & (end - decided <= LIMIT), MIDDLE, OVER)
    by_time = np.where(end > last_day, beyond, WITHIN)
    found: Integers = np.where(kind_of >= BY_CHOICE, kind_of, by_time)
    return found


def decided_long_ago(
    plan: Plan, share: Floats, cell: Integers, kind_of: Integers, end: int, rng: np.random.Generator
) -> Integers:
    """Decisions of a queue that is there from the start."""
    limits = np.where(is_child_psychiatry(plan), CHILD_LIMIT, LIMIT)
    drawn, tail = rng.random(len(cell)), rng.exponential(_tails(share, limits)[cell])
    over = (kind_of == OVER) | ((kind_of >= BY_CHOICE) & (rng.random(len(cell)) < FREE_OVER))
    middle = kind_of == MIDDLE
    lowest = np.select([over, middle], [LIMIT + 1, CHILD_LIMIT + 1], 0)
    highest = np.select([over, middle], [LONGEST, LIMIT], limits[cell])
    within = lowest + np.floor((highest - lowest + 1) * drawn**SOONER).astype(np.int64)
    waited = np.where(over, np.minimum(lowest + tail.astype(np.int64), LONGEST), within)
    return end - _off_weekends(waited, lowest, highest, end)


def decided_lately(plan: Plan, cell: Integers, kind_of: Integers, month: dt.date, rng: np.random.Generator) -> Integers:
    """Decisions of those who are new in the month's queue: in the month, but for the few who are registered late."""
    end, first = days_of(month), days_of(month.replace(day=1))
    visits, child = plan.phase[cell] == FOLLOW_UP, is_child_psychiatry(plan)[cell]
    latest = np.where((kind_of == OVER) & visits, end - 10, end)  # a target that has passed lies after the decision
    inside = weekday(days_between(first, latest, rng), first, end)
    late = (kind_of == WITHIN) & ~child & (rng.random(len(cell)) < LATE_SHARE)
    before = weekday(days_between(first - LATE_DAYS, np.full(len(cell), first - 1), rng), first - LATE_DAYS, first - 1)
    middle = days_between(end - LIMIT, np.full(len(cell), first - 1), rng)
    over = end - LIMIT - 1 - rng.exponential(LATE_OVER, len(cell)).astype(np.int64)
    decided: Integers = np.select(
        [(kind_of == OVER) & ~visits, kind_of == MIDDLE, late], [over, middle, before], inside
    )
    return decided


def seen(last_day: Integers, in_time: Floats, month: dt.date, rng: np.random.Generator) -> Integers:
    """The day in the month when those who waited before it are seen.

    last_day: the last within each one's limit; in_time: the chance to keep a limit that falls in the month.
    """
    end, first = days_of(month), days_of(month.replace(day=1))
    turning = (last_day >= first) & (last_day < end)
    kept = rng.random(len(last_day)) < in_time
    lowest = np.where(turning & ~kept, last_day + 1, first)
    highest = np.where(turning & kept, last_day, end)
    return weekday(days_between(lowest, highest, rng), first, end)


def days_between(lowest: Integers | int, highest: Integers, rng: np.random.Generator) -> Integers:
    """Any of the days from the lowest to the highest."""
    days: Integers = lowest + np.floor((highest - lowest + 1) * rng.random(len(highest))).astype(np.int64)
    return days


def weekday(day: Integers, first: int, last: int) -> Integers:
    """The nearest weekday that is not outside `first`–`last`."""
    saturday, sunday = (day + 3) % 7 == 5, (day + 3) % 7 == 6
    moved: Integers = day - saturday + sunday
    moved = np.where(moved < first, day + 2, moved)
    inside: Integers = np.where(moved > last, day - 2, moved)
    return inside


def _off_weekends(waited: Integers, lowest: Integers, highest: Integers, end: int) -> Integers:
    """Waits from a weekday where that changes no count."""
    weekend = np.maximum((end - waited + 3) % 7 - 4, 0)  # Saturday 1, Sunday 2
    later, earlier = waited - (3 - weekend), waited + weekend
    moved = np.where(later >= lowest, later, np.where(earlier <= highest, earlier, waited))
    planned: Integers = np.where(weekend > 0, moved, waited)
    return planned


def _tails(share: Floats, limits: NDArray[np.int64]) -> Floats:
    """Mean days beyond the limit: the fewer within it, the longer the others wait, as in a queue that decays evenly."""
    means: Floats = np.clip(-limits / np.log(1 - np.clip(share, 0.01, 0.99)), *TAILS)
    return means
