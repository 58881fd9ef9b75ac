"""Yes or no on groups of arcs – is the pair used, is anything placed there this quarter – on top of the network.

Only the choices are whole-number variables. Once they are made, what is left is a network with bounds on nested
groups, whose vertices are whole by themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import coo_array, csr_array, hstack, vstack

from analysis.transfer_network import Face, Floats, Network
from analysis.transfer_options import QUARTERS
from analysis.transfer_problem import Counts

SOLVER_FAILED = 4


@dataclass(frozen=True)
class Choice:
    """group: (arcs,) the number of each arc's group; a chosen group places `least` patients or more, others none."""

    group: Counts
    least: int
    cost: float = 0.0


def pair_of(flows: Network) -> Counts:
    """(arcs,) the number of the sender and receiver of each arc."""
    receivers = flows.problem.receivers
    return np.asarray(flows.arcs[:, 0] * (receivers.max(initial=0) + 1) + receivers[flows.arcs[:, 1]], dtype=np.int64)


def pair_and_quarter_of(flows: Network) -> Counts:
    """(arcs,) the number of the sender, receiver and quarter of each arc."""
    return pair_of(flows) * QUARTERS + flows.arcs[:, 2]


def most_on(flows: Network) -> Floats:
    """(arcs,) patients who could at most go there: those who wait by then, and the room."""
    sender, place, quarter = flows.arcs.T
    waiting = flows.problem.left.cumsum(axis=1)
    return np.asarray(np.minimum(waiting[sender, quarter], flows.problem.room[place, quarter]), dtype=np.float64)


@dataclass(frozen=True)
class Answer:
    """A point of the face, what it costs, what no point can cost less than, and the groups chosen for each choice."""

    point: Floats
    value: float
    bound: float
    chosen: tuple[Counts, ...]


def choose(
    flows: Network, face: Face, choices: Sequence[Choice], cost: Floats, nodes: int, *, whole: bool = False
) -> Answer | None:
    """The point and choices of least cost, or the best found within so many branches; None where none was found.

    whole: patients are whole numbers too, for rows that are not of a network.
    """
    variables = np.flatnonzero(face.open)
    arcs = variables[variables < flows.n_arcs]
    groups = [np.unique(choice.group[arcs]) for choice in choices]
    n_chosen = sum(map(len, groups))
    point = np.zeros(face.rows.shape[1])
    if not len(arcs):
        return Answer(point, 0.0, 0.0, tuple(groups))
    padded = csr_array(hstack([face.rows[:, variables], csr_array((face.rows.shape[0], n_chosen))]))
    links = _links(most_on(flows)[arcs], [choice.group[arcs] for choice in choices], choices, groups, len(variables))
    of_groups = [np.full(len(group), choice.cost) for choice, group in zip(choices, groups, strict=True)]
    is_whole = np.ones(len(variables) + n_chosen)
    is_whole[: len(variables)] = (variables < flows.n_arcs) & whole
    result = _milp(
        np.concatenate([cost[variables], *of_groups]),
        [
            LinearConstraint(padded, np.where(face.tight, face.limits, -np.inf), face.limits),
            LinearConstraint(links, -np.inf, np.zeros(links.shape[0])),
        ],
        is_whole,
        Bounds(0.0, np.concatenate([np.full(len(variables), np.inf), np.ones(n_chosen)])),
        nodes,
    )
    if result.x is None:
        return None
    point[variables] = result.x[: len(variables)]
    ends = np.cumsum([len(variables), *map(len, groups)])
    chosen = tuple(
        group[result.x[first:last] > 0.5] for group, first, last in zip(groups, ends, ends[1:], strict=False)
    )
    return Answer(point, float(result.fun), float(result.mip_dual_bound), chosen)


def _milp(
    cost: Floats, constraints: list[LinearConstraint], is_whole: Floats, bounds: Bounds, nodes: int
) -> OptimizeResult:
    for presolve in (True, False):  # HiGHS now and then fails with its own simplification of a problem it can solve
        options = {"node_limit": nodes, "mip_rel_gap": 0.0, "presolve": presolve}
        result = milp(cost, constraints=constraints, integrality=is_whole, bounds=bounds, options=options)
        if result.status != SOLVER_FAILED or result.x is not None:
            break
    return result


def _links(
    most: Floats, group_of: list[Counts], choices: Sequence[Choice], groups: list[Counts], n_variables: int
) -> csr_array:
    """Rows ≤ 0: an arc ≤ most · its group's choice; least · choice ≤ what the group places."""
    n_arcs, first = len(most), n_variables
    n_columns = n_variables + sum(map(len, groups))
    each = np.arange(n_arcs)
    blocks = []
    for choice, group, names in zip(choices, group_of, groups, strict=True):
        column = first + np.searchsorted(names, group)
        values, cells = np.concatenate([np.ones(n_arcs), -most]), (np.tile(each, 2), np.concatenate([each, column]))
        blocks.append(csr_array(coo_array((values, cells), shape=(n_arcs, n_columns))))
        if choice.least > 1:
            rows = np.arange(len(names))
            values = np.concatenate([-np.ones(n_arcs), np.full(len(names), float(choice.least))])
            cells = (np.concatenate([column - first, rows]), np.concatenate([each, first + rows]))
            blocks.append(csr_array(coo_array((values, cells), shape=(len(names), n_columns))))
        first += len(names)
    return csr_array(vstack(blocks))
