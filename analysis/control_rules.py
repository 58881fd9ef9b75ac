"""The rules that tell a signal from usual variation, for every kind of control chart.

First match wins: (1) outside the limits; (2) `run_length` strictly rising or falling values; (3) two of three beyond
the near limit (two thirds of the way) on one side: those beyond are marked, also when one of them is outside;
(4) `run_length` on one side of the centre, where a point on the centre breaks the run. Nothing spans a gap or the start
of a segment. Source: NHS England, Making Data Count.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Signs = npt.NDArray[np.int8]
Mask = npt.NDArray[np.bool_]

RUN_LENGTH = 7
OUTSIDE, TREND, NEAR_LIMIT, ONE_SIDE = 1, 2, 3, 4
LASTING = 5  # only where residuals are charted
ROUNDING = 1e-12  # of the largest value: below it a difference is the computer's, not the data's


def signals(
    residual: Floats, reach: Floats, values: Floats, follows: Mask, run_length: int = RUN_LENGTH
) -> tuple[Signs, Signs]:
    """Rule and side of every point: `residual` against ± `reach`, trends in `values`; all of shape (points,).

    `follows`: whether a point and the one before it both exist in one segment. Side is 0 where the rule is.
    """
    with np.errstate(invalid="ignore"):
        side_of_centre = np.nan_to_num(np.sign(residual)).astype(np.int8)
        margin = ROUNDING * np.nan_to_num(np.abs(residual) + reach)
        outside = np.where(np.abs(residual) > reach + margin, side_of_centre, 0)
        beyond_near = np.where(np.abs(residual) > reach * 2 / 3 + margin, side_of_centre, 0)
    found = (
        (OUTSIDE, outside),
        (TREND, _trends(values, follows, run_length)),
        (NEAR_LIMIT, _two_of_three(beyond_near, follows)),
        (ONE_SIDE, np.where(_in_run(side_of_centre, follows, run_length), side_of_centre, 0)),
    )
    rule, side = np.zeros(len(residual), np.int8), np.zeros(len(residual), np.int8)
    for number, sides in reversed(found):
        rule = np.where(sides != 0, number, rule)
        side = np.where(sides != 0, sides, side)
    return rule.astype(np.int8), side.astype(np.int8)


def lasting(rule: Signs, side: Signs, from_level: Floats, follows: Mask) -> tuple[Signs, Signs]:
    """A signal among residuals lasts until the value is back at its level: rule 5 with the signal's side.

    An AR(1) expects the month after a fall to be low too, so a lasting fall is no news to its residuals; yet the value
    is not what it was. `from_level`: value − level, (points,). Carried only where the value is on the signal's side.
    """
    rule, side = rule.copy(), side.copy()
    for place in np.flatnonzero(rule).tolist():
        later = place + 1
        while later < len(rule) and follows[later] and not rule[later] and from_level[later] * side[place] > 0:
            rule[later], side[later] = LASTING, side[place]
            later += 1
    return rule, side


def _trends(values: Floats, follows: Mask, run_length: int) -> Signs:
    """±1 for every point of `run_length` strictly rising or falling values."""
    steps = np.zeros(len(values), np.int8)
    if len(values) < 2:
        return steps
    change = without_rounding(np.diff(values), values)
    steps[1:] = np.where(follows[1:], np.nan_to_num(np.sign(change)), 0)
    kept = np.where(_in_run(steps, np.ones(len(steps), np.bool_), run_length - 1), steps, 0).astype(np.int8)
    return np.where(kept != 0, kept, np.append(kept[1:], 0)).astype(np.int8)


def _two_of_three(beyond: npt.NDArray[Any], follows: Mask) -> Signs:
    """Those beyond the near limit that stand in a window of three with two or more beyond it on the same side."""
    marked = np.zeros(len(beyond), np.int8)
    if len(beyond) < 3:
        return marked
    is_whole = follows[1:-1] & follows[2:]
    for side in (1, -1):
        hits = beyond == side
        full = is_whole & (hits[:-2].astype(np.int8) + hits[1:-1] + hits[2:] >= 2)
        in_window = np.zeros(len(beyond), np.bool_)
        for offset in range(3):
            in_window[offset : len(beyond) - 2 + offset] |= full
        marked[in_window & hits] = side
    return marked


def _in_run(signs: Signs, follows: Mask, length: int) -> Mask:
    """Points in a run of at least `length` equal signs, none of them 0, each following the one before."""
    if not len(signs):
        return np.zeros(0, np.bool_)
    begins = np.ones(len(signs), np.bool_)
    begins[1:] = (signs[1:] != signs[:-1]) | ~follows[1:]
    runs = np.cumsum(begins) - 1
    return np.asarray((np.bincount(runs)[runs] >= length) & (signs != 0))


def without_rounding(difference: Floats, of: Floats) -> Floats:
    """Differences that only rounding makes are 0: a constant series varies nothing, and a point may lie on the mean."""
    largest = float(np.nanmax(np.abs(of))) if not np.isnan(of).all() else 0.0
    return np.where(np.abs(difference) <= ROUNDING * largest, 0.0, difference)
