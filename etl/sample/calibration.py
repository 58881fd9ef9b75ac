"""Counts of a month by how a contact is counted, made to add up to the totals that the sample is recognised by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etl.sample.levels import CHILD_PSYCHIATRY, FOLLOW_UP, Integers, Level, is_child_psychiatry, moved
from etl.sample.plan import Plan
from etl.sample.truths import Floats

MIDDLE_SHARE = 0.7  # of those in child psychiatry over 30 days: how many are still within 90
INTERNAL_MEDICINE = ("101", "105", "107", "108", "111", "161")
# Shares in the last month. Region: within 90 days (phase 4: on target); child psychiatry: within 30 days.
REGION_TARGETS = {1: 0.66, 2: 0.61, 4: 0.72}
CHILD_TARGETS = {1: 0.81, 2: 0.43, 3: 0.58, 4: 0.72}
INTERNAL_TARGETS = {"SU": 0.48, "NU": 0.60, "SkaS": 0.79, "SÄS": 0.71, "SV": 0.91}
# Shares of all contacts that no default definition counts.
PATIENT_CHOICE, MEDICAL, SOCIAL, NO_GUARANTEE, NO_TARGET = 0.06, 0.03, 0.01, 0.02, 0.06
LOW_BASE = 100  # contacts at scale 1: cells below keep their counts


@dataclass(frozen=True)
class Counts:
    """Contacts per cell and class: integers of shape (cells, 7)."""

    by_class: Integers


def counts(plan: Plan, level: Level) -> Counts:
    """Exact counts: deviations first, then those within the limit of the rest."""
    apart = np.rint(apart_shares(plan) * level.contacts[:, None]).astype(np.int64)
    kept = level.contacts - apart.sum(axis=1)
    within = _recognised(plan, level, kept, np.rint(level.share * kept).astype(np.int64))
    middle = _middle(plan, kept - within)
    return Counts(np.column_stack([within, middle, kept - within - middle, apart]))


def apart_shares(plan: Plan) -> Floats:
    """By choice, by medicine, by society, outside; follow-up visits have no deviations, but some have no target."""
    visits = (plan.phase == FOLLOW_UP)[:, None]
    child = (plan.specialty == CHILD_PSYCHIATRY)[:, None]
    shares = np.array([PATIENT_CHOICE, MEDICAL, 0, NO_GUARANTEE]) + child * np.array([0, 0, SOCIAL, 0])
    found: Floats = np.where(visits, np.array([0, 0, 0, NO_TARGET]), shares)
    return found


def _recognised(plan: Plan, level: Level, kept: Integers, within: Integers) -> Integers:
    """Move counts between within and over until groups and totals have their shares; fixed cells stay."""
    child, firm = plan.specialty == CHILD_PSYCHIATRY, plan.size >= LOW_BASE
    for phase, share in CHILD_TARGETS.items():
        scope = child & (plan.phase == phase)
        within = _balanced(within, kept, scope, _aim(share, level.drift[phase], kept[scope]))
    internal = np.isin(plan.specialty, INTERNAL_MEDICINE) & (plan.phase == 1)
    for administration, share in INTERNAL_TARGETS.items():
        scope = internal & (plan.administration == administration)
        within = _balanced(within, kept, scope & firm, _aim(share, level.drift[1], kept[scope]), scope)
    for phase, share in REGION_TARGETS.items():
        scope = plan.phase == phase
        free = scope & firm & ~child & ~plan.fixed
        # The region's limit is 90 days (phase 4: the target date) for child psychiatry too.
        middle = _middle(plan, kept - within)[scope].sum() if phase != FOLLOW_UP else 0
        within = _balanced(within, kept, free, _aim(share, level.drift[phase], kept[scope]) - int(middle), scope)
    return within


def _aim(share: float, drift: float, kept: Integers) -> int:
    return round(float(moved(np.array([share]), drift)[0]) * int(kept.sum()))


def _middle(plan: Plan, over: Integers) -> Integers:
    middle: Integers = np.where(is_child_psychiatry(plan), np.rint(MIDDLE_SHARE * over), 0).astype(np.int64)
    return middle


def _balanced(
    within: Integers, kept: Integers, free: NDArray[np.bool_], aim: int, scope: NDArray[np.bool_] | None = None
) -> Integers:
    """The same counts with those of `scope` adding up to `aim`, by steps in proportion to the room of `free` cells."""
    gap = aim - int(within[free if scope is None else scope].sum())
    room = np.where(free, kept - within if gap > 0 else within, 0)
    gap_size = min(abs(gap), int(room.sum()))
    if gap_size == 0:
        return within
    moved_within: Integers = within + np.sign(gap) * _largest_remainder(room * (gap_size / room.sum()), gap_size)
    return moved_within


def _largest_remainder(parts: Floats, total: int) -> Integers:
    """Integers near `parts` that add up to `total`."""
    whole = np.floor(parts).astype(np.int64)
    nearest = np.argsort(whole - parts, kind="stable")[: total - int(whole.sum())]
    whole[nearest] += 1
    return whole
