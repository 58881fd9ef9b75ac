"""How many contacts a month has in each cell: seasons, a slow trend and a walk of its own, still in the last month."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etl.sample.plan import UNIT_SHARES, Plan
from etl.sample.planted import STOPPED_CELL, STOPPED_MONTHS, STOPPED_PART
from etl.sample.truths import Floats, left_to_chance, region_shares, true_shares

KINDS = ("vantande", "genomforda")
ACUTE = 5
COMPLETED_PER_WAITING = 0.35
COMPLETED_SHARE = 0.15  # on the logit scale: those who were seen had waited a little less
# January to December. Queues grow while July rests; Christmas delays what would have been done in time.
QUEUE_SEASON = (1.02, 1.0, 0.98, 0.97, 0.97, 1.0, 1.06, 1.08, 1.04, 1.0, 0.98, 1.02)
COMPLETED_SEASON = (1.0, 1.0, 1.1, 1.0, 1.05, 0.9, 0.45, 0.75, 1.08, 1.12, 1.1, 0.75)
SHARE_SEASON = (-0.1, -0.05, 0.0, 0.03, 0.05, 0.03, -0.08, -0.18, -0.12, 0.0, 0.04, -0.03)
QUEUE_TREND = -0.003  # log per month back in time: queues grow slowly
REGION_NOISE = 0.02  # standard deviation of a phase's own month, logit
SIZE_NOISE = 0.02  # standard deviation of one month's step, log
SHARE_NOISE = 0.05  # the same, logit
MEMORY = 0.93  # of the walk: without it the past would drift out of sight
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
    """One month of one kind: contacts and share within the limit per cell, and the drift of each phase (logit).

    planned: contacts of an ordinary month, the same for every month.
    """

    month: dt.date
    kind: str
    contacts: Integers
    share: Floats
    drift: dict[int, float]
    planned: Floats


def generator(seed: int, *parts: int) -> np.random.Generator:
    """A stream of its own for each purpose, so that no file depends on which others are written."""
    return np.random.Generator(np.random.PCG64([seed, *parts]))


def levels(plan: Plan, kind: str, months: list[dt.date], scale: float, seed: int) -> list[Level]:
    """The levels of the months (each month's last day, oldest first); the last one is the plan itself."""
    steps = generator(seed, KINDS.index(kind), 0)
    now, size_walk, share_walk = months[-1], np.zeros(len(plan)), np.zeros(len(plan))
    planned = _planned(plan, kind, scale)
    found = []
    for back, month in enumerate(reversed(months)):
        drift = _drift(back, month, now, generator(seed, 9, back))
        size = planned * np.exp(QUEUE_TREND * back + size_walk) * _season(kind, month, now) * _reporting(plan, back)
        contacts = _contacts(plan, kind, size, steps, back)
        chance = generator(seed, 8, KINDS.index(kind), back).normal(0, 1, len(plan))
        share = _shares(plan, kind, back, drift, share_walk, chance, contacts)
        found.append(Level(month, kind, contacts, share, drift, planned))
        size_walk = MEMORY * size_walk + steps.normal(0, SIZE_NOISE, len(plan))
        share_walk = MEMORY * share_walk + steps.normal(0, SHARE_NOISE, len(plan))
    return found[::-1]


def _reporting(plan: Plan, back: int) -> Floats:
    """The part of each cell that reports: one unit has fallen silent, and nobody else takes its patients."""
    units, part = UNIT_SHARES[max(UNIT_SHARES)], STOPPED_PART
    stopped = plan.cells(*STOPPED_CELL) if back < STOPPED_MONTHS else np.zeros(len(plan), dtype=bool)
    reporting: Floats = np.where(stopped, 1 - units[part], 1.0)
    return reporting


def _planned(plan: Plan, kind: str, scale: float) -> Floats:
    scaled = plan.size * np.where(plan.size < SMALL, DEFAULT_SCALE, scale)
    if kind == "vantande":
        return np.where(plan.phase == ACUTE, 0.0, scaled)
    return np.where(plan.size < HANDFUL, scaled, scaled * COMPLETED_PER_WAITING)


def _contacts(plan: Plan, kind: str, size: Floats, steps: np.random.Generator, back: int) -> Integers:
    contacts = np.rint(size).astype(np.int64)
    if kind == "genomforda":
        many = np.maximum(contacts, FEWEST)
        contacts = np.where(plan.size < HANDFUL, np.rint(plan.size * DEFAULT_SCALE).astype(np.int64), many)
    contacts[_empty(plan, steps, back)] = 0
    return contacts


def _shares(
    plan: Plan, kind: str, back: int, drift: dict[int, float], walk: Floats, chance: Floats, contacts: Integers
) -> Floats:
    """True shares, the phase's drift and the cell's walk; in cells left to chance the luck of a draw instead."""
    noise = left_to_chance(plan)
    by = np.array([drift[int(phase)] for phase in plan.phase]) + np.where(noise, 0.0, walk)
    shares = moved(true_shares(plan, back), by + (COMPLETED_SHARE if kind == "genomforda" else 0.0))
    error = chance * np.sqrt(np.maximum(shares * (1 - shares), 0.0) / np.maximum(contacts, 1))
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
