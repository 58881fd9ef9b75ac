"""How many contacts a month has in each cell: seasons, a slow trend and a walk of its own, still in the last month."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etl.sample.plan import Plan

KINDS = ("vantande", "genomforda")
COMPLETED_PER_WAITING = 0.35
COMPLETED_SHARE = 0.15  # on the logit scale: those who were seen had waited a little less
# January to December. Queues grow while July rests; Christmas delays what would have been done in time.
QUEUE_SEASON = (1.02, 1.0, 0.98, 0.97, 0.97, 1.0, 1.06, 1.08, 1.04, 1.0, 0.98, 1.02)
COMPLETED_SEASON = (1.0, 1.0, 1.1, 1.0, 1.05, 0.9, 0.45, 0.75, 1.08, 1.12, 1.1, 0.75)
SHARE_SEASON = (-0.1, -0.05, 0.0, 0.03, 0.05, 0.03, -0.08, -0.18, -0.12, 0.0, 0.04, -0.03)
QUEUE_TREND = -0.003  # log per month back in time: queues grow slowly
SHARE_TREND = -0.006  # logit per month back in time: shares rise slowly
SIZE_NOISE = 0.02  # standard deviation of one month's step, log
SHARE_NOISE = 0.05  # the same, logit
MEMORY = 0.93  # of the walk: without it the past would drift out of sight
EMPTY_CHANCE = 0.2  # that a cell of a handful is empty in an earlier month
HANDFUL = 40  # contacts at scale 1
EMPTY_NOW = (("301", "Privat"),)
EMPTY_MONTHS = 2

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Level:
    """One month of one kind: contacts and share within the limit per cell, and the drift of every share.

    planned: contacts of an ordinary month, the same for every month.
    """

    month: dt.date
    kind: str
    contacts: Integers
    share: Floats
    drift: float
    planned: Floats


def generator(seed: int, *parts: int) -> np.random.Generator:
    """A stream of its own for each purpose, so that no file depends on which others are written."""
    return np.random.Generator(np.random.PCG64([seed, *parts]))


def levels(plan: Plan, kind: str, months: list[dt.date], scale: float, seed: int) -> list[Level]:
    """The levels of the months (each month's last day, oldest first); the last one is the plan itself."""
    steps = generator(seed, KINDS.index(kind), 0)
    now, size_walk, share_walk = months[-1], np.zeros(len(plan)), np.zeros(len(plan))
    planned = plan.size * scale * (COMPLETED_PER_WAITING if kind == "genomforda" else 1.0)
    found = []
    for back, month in enumerate(reversed(months)):
        drift = SHARE_TREND * back + _difference(SHARE_SEASON, month, now)
        share = moved(plan.share, drift + share_walk + (COMPLETED_SHARE if kind == "genomforda" else 0.0))
        size = planned * np.exp(QUEUE_TREND * back + size_walk) * _season(kind, month, now)
        contacts = np.rint(size).astype(np.int64)
        contacts[_empty(plan, steps, back)] = 0
        found.append(Level(month, kind, contacts, share, drift, planned))
        size_walk = MEMORY * size_walk + steps.normal(0, SIZE_NOISE, len(plan))
        share_walk = MEMORY * share_walk + steps.normal(0, SHARE_NOISE, len(plan))
    return found[::-1]


def moved(share: Floats, by: Floats | float) -> Floats:
    """Shares moved on the logit scale; none and all stay."""
    odds = np.exp(by)
    moved_share: Floats = share * odds / (share * odds + 1 - share)
    return moved_share


def _season(kind: str, month: dt.date, now: dt.date) -> float:
    if kind == "genomforda":
        return COMPLETED_SEASON[month.month - 1]
    return QUEUE_SEASON[month.month - 1] / QUEUE_SEASON[now.month - 1]


def _difference(season: tuple[float, ...], month: dt.date, now: dt.date) -> float:
    return season[month.month - 1] - season[now.month - 1]


def _empty(plan: Plan, steps: np.random.Generator, back: int) -> NDArray[np.bool_]:
    drawn = (plan.size < HANDFUL) & (steps.random(len(plan)) < EMPTY_CHANCE) & (back > 0)
    for specialty, administration in EMPTY_NOW if back < EMPTY_MONTHS else ():
        drawn |= plan.cells(specialty, administration)
    empty: NDArray[np.bool_] = drawn
    return empty
