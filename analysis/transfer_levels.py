"""One specialty and phase solved: the levels in order, each kept while the next is sought."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.transfer_batches import in_batches
from analysis.transfer_choices import pair_of
from analysis.transfer_fairness import competing, fair_floors, smallest_share
from analysis.transfer_goals import (
    FAIRNESS,
    FEWEST_PAIRS,
    LEAST_UNMET,
    Level,
    at_least,
    by_name,
    goals,
    level_of,
)
from analysis.transfer_network import Face, Floats, Network, network
from analysis.transfer_options import QUARTERS, Options
from analysis.transfer_pairs import fewest_pairs
from analysis.transfer_problem import Counts, Mask, Problem
from analysis.transfer_reasons import prices


@dataclass(frozen=True)
class Solved:
    """placed: (senders, places, 4) patients by the quarter they are placed in; met: (senders, 4) by that of their need.

    prices: (places, 4) how many patients more would get a place with one more slot there.
    """

    problem: Problem
    placed: Counts
    met: Counts
    prices: Counts
    levels: tuple[Level, ...]


def usable(problem: Problem) -> Mask:
    """(senders, places, 4): allowed, with room, and somebody waiting."""
    waiting = problem.left.cumsum(axis=1) > 0
    return problem.allowed[:, :, None] & (problem.room > 0)[None] & waiting[:, None, :]


def solved(problem: Problem, options: Options) -> Solved:
    """The proposal for one specialty and phase."""
    flows = network(problem, usable(problem))
    first, _ = Face.of(flows).least(goals(flows)[0].cost)
    worth = prices(problem, *_volumes(flows, first))
    if options.smallest_batch > 1:
        flows, point, levels = in_batches(problem, usable(problem), options)
    else:
        point, levels = _on_the_network(flows, options)
    placed, met = _volumes(flows, point)
    return Solved(problem, placed, met, worth, levels)


def _on_the_network(flows: Network, options: Options) -> tuple[Floats, tuple[Level, ...]]:
    face = Face.of(flows)
    levels: list[Level] = []
    point = np.zeros(flows.rows.shape[1])
    for goal in goals(flows):
        point, face = face.least(goal.cost)
        levels.append(level_of(goal, flows, point))
        if goal.level == LEAST_UNMET and options.fair:
            floors = fair_floors(flows)
            face = at_least(flows, face, floors)
            share = float(smallest_share(flows.problem, floors, competing(flows)))
            levels.append(Level(FAIRNESS, share, share))
    pairs = fewest_pairs(flows, face, point, (), options.pair_nodes)
    levels.append(Level(FEWEST_PAIRS, pairs.value, pairs.bound))
    point, _ = face.only(flows.mask(np.isin(pair_of(flows), pairs.chosen))).least(by_name(flows))
    return point, tuple(levels)


def _volumes(flows: Network, point: Floats) -> tuple[Counts, Counts]:
    placed = flows.placed(point)
    waiting = np.rint(point[flows.n_arcs :]).astype(np.int64).reshape(-1, QUARTERS - 1)
    ends = np.pad(waiting, ((0, 0), (0, 1))) - np.pad(waiting, ((0, 0), (1, 0)))
    return placed, np.asarray(placed.sum(axis=1) + ends, dtype=np.int64)
