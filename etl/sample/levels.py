"""How many wait and how many are seen in each cell of a month: seasons, a slow trend and a walk of its own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etl.sample.plan import UNIT_SHARES, Plan
from etl.sample.planted import STOPPED_CELL, STOPPED_MONTHS, STOPPED_PART
from etl.sample.truths import Floats, left_to_chance, region_shares, true_shares, with_odds

KINDS = ("vantande", "genomforda")
CHILD_PSYCHIATRY = "931"
FOLLOW_UP, ACUTE = 4, 5
ACUTE_COMPLETED = 0.35  # acute contacts a month, per planned contact
# Seen a month, per patient waiting: what a queue that decays evenly needs for its share within the limit, and a little
# less, since those within it are seen later than others.
TURNOVER, CHILD_TURNOVER = (0.1, 0.45), (0.3, 0.9)
LATER = 0.95
# January to December. Queues grow while July rests; Christmas delays what would have been done in time.
QUEUE_SEASON = (1.02, 1.0, 0.98, 0.97, 0.97, 1.0, 1.06, 1.08, 1.04, 1.0, 0.98, 1.02)
COMPLETED_SEASON = (1.0, 1.0, 1.1, 1.0, 1.05, 0.9, 0.45, 0.75, 1.08, 1.12, 1.1, 0.75)
SHARE_SEASON = (-0.1, -0.05, 0.0, 0.03, 0.05, 0.03, -0.08, -0.18, -0.12, 0.0, 0.04, -0.03)
QUEUE_TREND = -0.003  # log per month back in time: queues grow slowly
REGION_NOISE = 0.02  # standard deviation of a phase's own month, logit
SIZE_NOISE = 0.02  # standard deviation of one month's step, log
SHARE_NOISE = 0.05  # the same, logit
MEMORY = 0.93  # of the walk: without it the past would drift out of sight
LUCK_MEMORY = 0.85  # those who wait are mostly those who waited the month before, so their luck lasts
IN_DENOMINATOR = 0.89  # of all contacts: the luck of a draw is theirs
EMPTY_CHANCE = 0.2  # that a cell of a handful is empty in an earlier month
HANDFUL = 40  # contacts at scale 1
# A cell planned this small has as many contacts at every scale as at the default one: a low base stays a low base.
SMALL, DEFAULT_SCALE = 100, 0.2
FEWEST = 8  # completed a month in any other cell: fewer would be hidden, and hide their neighbours with them
EMPTY_NOW = (("301", "Privat"),)
EMPTY_MONTHS = 2

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Level:
    """One month: how many wait and share within the limit per cell, how many are seen, each phase's drift (logit).

    planned: contacts of an ordinary month, the same for every month.
    """

    month: dt.date
    contacts: Integers
    share: Floats
    completed: Integers
    drift: dict[int, float]
    planned: Floats


def generator(seed: int, *parts: int) -> np.random.Generator:
    """A stream of its own for each purpose, so that no file depends on which others are written."""
    return np.random.Generator(np.random.PCG64([seed, *parts]))


def levels(plan: Plan, months: list[dt.date], scale: float, seed: int) -> list[Level]:
    """The levels of the months (each month's last day, oldest first); the last one is the plan itself."""
    planned = plan.size * np.where(plan.size < SMALL, DEFAULT_SCALE, scale)
    waiting_steps, completed_steps = generator(seed, 0, 0), generator(seed, 1, 0)
    now, walk = months[-1], np.zeros((3, len(plan)))
    luck = generator(seed, 8, 0).normal(0, 1, len(plan))
    found = []
    for back, month in enumerate(reversed(months)):
        drift = _drift(back, month, now, generator(seed, 9, back))
        size = planned * np.exp(QUEUE_TREND * back + walk[0]) * _reporting(plan, back)
        contacts = np.rint(size * QUEUE_SEASON[month.month - 1] / QUEUE_SEASON[now.month - 1]).astype(np.int64)
        contacts[(plan.phase == ACUTE) | _empty(plan, waiting_steps, back)] = 0
        share = _shares(plan, back, drift, walk[1], luck, contacts)
        turned = turnover(plan, true_shares(plan, back))
        seen = planned * np.exp(QUEUE_TREND * back + walk[2]) * _reporting(plan, back) * turned
        completed = _completed(plan, seen * COMPLETED_SEASON[month.month - 1])
        completed[_empty(plan, completed_steps, back)] = 0
        found.append(Level(month, contacts, share, completed, drift, planned))
        step = np.array([SIZE_NOISE, SHARE_NOISE])[:, None] * waiting_steps.normal(0, 1, (2, len(plan)))
        walk = MEMORY * walk + np.vstack([step, completed_steps.normal(0, SIZE_NOISE, len(plan))])
        fresh = generator(seed, 8, back + 1).normal(0, 1, len(plan))
        luck = LUCK_MEMORY * luck + np.sqrt(1 - LUCK_MEMORY**2) * fresh
    return found[::-1]


def turnover(plan: Plan, share: Floats) -> Floats:
    """Seen in an ordinary month, per patient waiting, in queues with these shares within the limit."""
    child = is_child_psychiatry(plan)
    decay = -np.log(1 - np.clip(share, 0.01, 0.99)) * np.where(child, 1, LATER / 3)
    seen = np.where(child, np.clip(decay, *CHILD_TURNOVER), np.clip(decay, *TURNOVER))
    turned: Floats = np.where(plan.phase == ACUTE, ACUTE_COMPLETED, seen)
    return turned


def is_child_psychiatry(plan: Plan) -> NDArray[np.bool_]:
    """The cells whose limit is 30 days; its follow-up visits have a target date as all others."""
    found: NDArray[np.bool_] = (plan.specialty == CHILD_PSYCHIATRY) & (plan.phase != FOLLOW_UP)
    return found


def _reporting(plan: Plan, back: int) -> Floats:
    """The part of each cell that reports: one unit has fallen silent, and nobody else takes its patients."""
    units, part = UNIT_SHARES[max(UNIT_SHARES)], STOPPED_PART
    stopped = plan.cells(*STOPPED_CELL) if back < STOPPED_MONTHS else np.zeros(len(plan), dtype=bool)
    reporting: Floats = np.where(stopped, 1 - units[part], 1.0)
    return reporting


def _completed(plan: Plan, size: Floats) -> Integers:
    handful = np.rint(plan.size * DEFAULT_SCALE)
    many: Integers = np.where(plan.size < HANDFUL, handful, np.maximum(np.rint(size), FEWEST)).astype(np.int64)
    return many


def _shares(plan: Plan, back: int, drift: dict[int, float], walk: Floats, luck: Floats, contacts: Integers) -> Floats:
    """True shares, the phase's drift and the cell's walk; in cells left to chance the luck of a draw instead."""
    noise = left_to_chance(plan)
    by = np.array([drift[int(phase)] for phase in plan.phase]) + np.where(noise, 0.0, walk)
    shares = moved(true_shares(plan, back), by)
    counted = np.maximum(contacts * IN_DENOMINATOR, 1)
    error = luck * np.sqrt(np.maximum(shares * (1 - shares), 0.0) / counted)
    drawn: Floats = np.where(noise, np.clip(shares + error, 0.0, 1.0), shares)
    return drawn


def _drift(back: int, month: dt.date, now: dt.date, rng: np.random.Generator) -> dict[int, float]:
    """How far each phase's shares are from the last month's: history, season and the month's own luck."""
    past, last = region_shares(back), region_shares(0)
    luck = rng.normal(0, REGION_NOISE, len(past)) * (back > 0)
    season = _difference(SHARE_SEASON, month, now)
    return {
        phase: float(_logit(past[phase]) - _logit(last[phase]) + season + luck[number])
        for number, phase in enumerate(sorted(past))
    }


def _logit(share: float) -> float:
    return float(np.log(share / (1 - share)))


def moved(share: Floats, by: Floats | float) -> Floats:
    """Shares moved on the logit scale; none and all stay."""
    return with_odds(share, np.exp(by))


def _difference(season: tuple[float, ...], month: dt.date, now: dt.date) -> float:
    return season[month.month - 1] - season[now.month - 1]


def _empty(plan: Plan, steps: np.random.Generator, back: int) -> NDArray[np.bool_]:
    drawn = (plan.size < HANDFUL) & (steps.random(len(plan)) < EMPTY_CHANCE) & (back > 0)
    for specialty, administration in EMPTY_NOW if back < EMPTY_MONTHS else ():
        drawn |= plan.cells(specialty, administration)
    empty: NDArray[np.bool_] = drawn
    return empty
