"""The levels when each pair and quarter has a smallest batch: mixed-integer, one level after another.

The network without batches is solved first. Where a plan with batches is found that is as good as it in some levels,
those are proven without more search, and only the level after is searched for. What cannot be proven within
LEVEL_NODES branches is told with its bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from scipy.sparse import coo_array, csr_array, hstack

from analysis.transfer_choices import Answer, Choice, choose, pair_and_quarter_of, pair_of
from analysis.transfer_fairness import agreed, competing, fair_floors, smallest_share, wanted
from analysis.transfer_goals import FAIRNESS, FEWEST_PAIRS, Goal, Level, at_least, by_name, goals
from analysis.transfer_network import Face, Floats, Network, network
from analysis.transfer_options import Options
from analysis.transfer_pairs import fewest_pairs
from analysis.transfer_problem import Counts, Mask, Problem

LEVEL_NODES = 500


def with_room_for(problem: Problem, usable: Mask, batch: int) -> Mask:
    """(senders, places, 4): the usable arcs of pairs and quarters where a batch is possible at all."""
    possible = usable.copy()
    for receiver in np.unique(problem.receivers):
        own = problem.receivers == receiver
        room = (usable[:, own] * problem.room[None, own]).sum(axis=1)
        enough = np.minimum(problem.left.cumsum(axis=1), room) >= batch
        possible[:, own] &= enough[:, None, :]
    return possible


@dataclass(frozen=True)
class _State:
    """The plans still in question, the best one so far, and what the levels came to."""

    face: Face
    point: Floats
    levels: tuple[Level, ...]


def in_batches(problem: Problem, usable: Mask, options: Options) -> tuple[Network, Floats, tuple[Level, ...]]:
    """The network of what is possible, the plan as a point on it, and its levels."""
    flows = network(problem, with_room_for(problem, usable, options.smallest_batch))
    batch = Choice(pair_and_quarter_of(flows), options.smallest_batch)
    least_unmet, *rest = goals(flows)
    every = Face.of(flows)
    state, floors = _State(every, np.zeros(flows.rows.shape[1]), ()), np.zeros(len(problem.senders), dtype=np.int64)
    if options.fair:
        state = _in_order(flows, state, [least_unmet], batch)
        state, floors = _fair(flows, state, batch)
        state = _in_order(flows, state, rest, batch)
    else:
        state = _in_order(flows, state, [least_unmet, *rest], batch)
    pairs = fewest_pairs(flows, state.face, state.point, [batch], options.pair_nodes)
    chosen = _chosen(flows, at_least(flows, every, floors), batch, pairs.others[0])
    chosen = chosen.only(flows.mask(np.isin(pair_of(flows), pairs.chosen)))
    for goal in goals(flows):
        _, chosen = chosen.least(goal.cost)
    point, _ = chosen.least(by_name(flows))
    return flows, point, (*state.levels, Level(FEWEST_PAIRS, pairs.value, pairs.bound))


def _in_order(flows: Network, state: _State, wanted_goals: Sequence[Goal], batch: Choice) -> _State:
    relaxed = [(state.face, state.point)]
    for goal in wanted_goals:
        point, face = relaxed[-1][0].least(goal.cost)
        relaxed.append((face, point))
    for reached in reversed(range(len(wanted_goals))):
        face = relaxed[reached][0]
        found = choose(flows, face, [batch], wanted_goals[reached].cost, LEVEL_NODES)
        if found is not None:
            break
    levels = [
        _level(flows, goal, float(goal.cost @ point), float(goal.cost @ point))
        for goal, (_, point) in zip(wanted_goals[:reached], relaxed[1:], strict=False)
    ]
    state = _next(flows, _State(face, state.point, (*state.levels, *levels)), wanted_goals[reached], batch, found)
    for goal in wanted_goals[reached + 1 :]:
        found = choose(flows, state.face, [batch], goal.cost, LEVEL_NODES)
        state = _next(flows, state, goal, batch, found)
    return state


def _next(flows: Network, state: _State, goal: Goal, batch: Choice, found: Answer | None) -> _State:
    """Keep what was found, or the best that can be done with the batches there are."""
    bound = float(goal.cost @ state.face.least(goal.cost)[0]) if found is None else found.bound
    used = np.unique(batch.group[state.point[: flows.n_arcs] > 0.5]) if found is None else found.chosen[0]
    point, _ = _chosen(flows, state.face, batch, used).least(goal.cost)
    value = float(goal.cost @ point)
    face = state.face.with_rows(csr_array(goal.cost[None]), np.array([float(round(value))]), tight=True)
    return _State(face, point, (*state.levels, _level(flows, goal, value, ceil(bound - 1e-6))))


def _level(flows: Network, goal: Goal, value: float, bound: float) -> Level:
    return Level(goal.level, goal.told(flows, value), goal.told(flows, bound))


def _chosen(flows: Network, face: Face, batch: Choice, used: Counts) -> Face:
    """With a batch or more where the groups are used, and nothing elsewhere."""
    arcs = np.flatnonzero(np.isin(batch.group, used))
    rows = np.searchsorted(used, batch.group[arcs])
    shape = (len(used), flows.rows.shape[1])
    matrix = csr_array(coo_array((-np.ones(len(arcs)), (rows, arcs)), shape=shape))
    narrowed = face.only(flows.mask(np.isin(batch.group, used)))
    return narrowed.with_rows(matrix, np.full(len(used), -float(batch.least)))


def _fair(flows: Network, state: _State, batch: Choice) -> tuple[_State, Counts]:
    """The smallest share as large as can be; where it can be what it is without batches, no more is searched."""
    problem, senders = flows.problem, competing(flows)
    best = smallest_share(problem, fair_floors(flows), senders)
    floors = wanted(problem, best, senders)
    found = choose(flows, at_least(flows, state.face, floors), [batch], np.zeros(flows.rows.shape[1]), LEVEL_NODES)
    if found is not None:
        point, _ = _chosen(flows, at_least(flows, state.face, floors), batch, found.chosen[0]).least(by_name(flows))
        share = bound = float(best)
    else:
        point, bound = _most_even(flows, state, batch, senders)
        placed = np.bincount(flows.arcs[:, 0], weights=np.rint(point[: flows.n_arcs]), minlength=len(senders))
        smallest = smallest_share(problem, placed.astype(np.int64), senders)
        floors, share = wanted(problem, smallest, senders), float(smallest)
        bound = share if bound - share < 1e-6 else min(bound, float(best))
    return _State(at_least(flows, state.face, floors), point, (*state.levels, Level(FAIRNESS, share, bound))), floors


def _most_even(flows: Network, state: _State, batch: Choice, senders: Mask) -> tuple[Floats, float]:
    """One more variable, which no sender's share is below, made as large as can be; and its bound."""
    problem, face = flows.problem, state.face
    need, met = problem.need.sum(axis=1), agreed(problem)
    face = Face(
        csr_array(hstack([face.rows, csr_array((face.rows.shape[0], 1))])),
        face.limits,
        face.tight,
        np.append(face.open, True),
    )
    for sender in np.flatnonzero(senders):
        share = csr_array([[float(need[sender])]])
        row = csr_array(hstack([-flows.row(flows.arcs[:, 0] == sender), share]))
        face = face.with_rows(row, np.array([float(met[sender])]))
    cost = np.zeros(face.rows.shape[1])
    cost[-1] = -1.0
    found = choose(flows, face, [batch], cost, LEVEL_NODES, whole=True)
    return (state.point, 1.0) if found is None else (found.point[:-1], -found.bound)
