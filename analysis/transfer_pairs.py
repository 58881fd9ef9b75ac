"""Fewest pairs of sender and receiver among the plans that are as good in every level before.

A fixed-charge transport problem, hard when it is large. A problem with few possible pairs is given to HiGHS whole, up
to a number of branches. A larger one is searched: pairs are settled one after another along linear relaxations, then
HiGHS chooses the best among the pairs found and a few more, round after round. Then the bound is the relaxation's, in
which a pair costs as much as its fullest quarter is full. Limits are counts, never seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, hstack, vstack

from analysis.transfer_choices import Choice, choose, most_on, pair_of
from analysis.transfer_network import Face, Floats, Network, SolverError
from analysis.transfer_problem import Counts, Mask

PAIRS_AT_ONCE = 32  # up to here HiGHS mostly proves the fewest in a tenth of a second
ROUNDS, PAIRS_PER_ROUND = 4, 8
SETTLED_SHARE = 0.5  # how full a pair is in the relaxation before it is settled …
SETTLED_AT_ONCE = 0.7  # … but always the fullest three tenths


@dataclass(frozen=True)
class Pairs:
    """The arcs of the chosen pairs and of each other choice, how many pairs, and how few there could be at best."""

    chosen: Counts
    others: tuple[Counts, ...]
    value: int
    bound: int


def fewest_pairs(flows: Network, face: Face, start: Floats, choices: Sequence[Choice], nodes: int) -> Pairs:
    """start: a point of the face that obeys the choices, to fall back on."""
    pairs = pair_of(flows)
    possible = np.unique(pairs[face.open[: flows.n_arcs]])
    used = np.unique(pairs[start[: flows.n_arcs] > 0.5])
    best = Pairs(used, _kept(flows, start, choices), len(used), 0)
    size = 1 + len(choices)  # a smallest batch makes every pair as hard as several
    if len(possible) * size <= PAIRS_AT_ONCE:
        return _chosen(flows, face, possible, choices, nodes, best)
    if not choices:
        settled = _settled(flows, face)
        best = Pairs(settled, (), len(settled), 0)
    for number in range(ROUNDS):
        rest = np.setdiff1d(possible, best.chosen)
        more = rest[number :: max(1, len(rest) * size // PAIRS_PER_ROUND)]
        best = _chosen(flows, face, np.union1d(best.chosen, more), choices, 1, best)
    return replace(best, bound=min(best.value, _least_possible(flows, face)))


def _kept(flows: Network, point: Floats, choices: Sequence[Choice]) -> tuple[Counts, ...]:
    return tuple(np.unique(choice.group[point[: flows.n_arcs] > 0.5]) for choice in choices)


def _chosen(flows: Network, face: Face, among: Counts, choices: Sequence[Choice], nodes: int, best: Pairs) -> Pairs:
    pairs = pair_of(flows)
    narrowed = face.only(flows.mask(np.isin(pairs, among)))
    free = np.zeros(flows.rows.shape[1])
    found = choose(flows, narrowed, [Choice(pairs, 0, 1.0), *choices], free, nodes)
    if found is None:
        return best
    bound = max(best.bound, int(np.ceil(found.bound - 1e-6)))
    if len(found.chosen[0]) > best.value:
        return replace(best, bound=bound)
    return Pairs(found.chosen[0], found.chosen[1:], len(found.chosen[0]), bound)


def _settled(flows: Network, face: Face) -> Counts:
    """Pairs by diving: what is well filled in the relaxation is settled and free of charge from then on."""
    pairs = pair_of(flows)
    most = _most_per_pair(flows, face.open)
    settled = np.zeros(len(most), dtype=bool)
    while True:
        charge = np.where(settled, 0.0, 1.0 / most)
        point, _ = face.least(flows.cost(charge[pairs]))
        volume = np.bincount(pairs, weights=point[: flows.n_arcs], minlength=len(most))
        full = np.where(settled, 0.0, volume / most)
        if full.max(initial=0.0) <= 1e-6:
            return np.flatnonzero(volume > 0.5)
        settled |= full >= min(SETTLED_SHARE, float(np.quantile(full[full > 1e-6], SETTLED_AT_ONCE)) - 1e-9)


def _most_per_pair(flows: Network, is_open: Mask) -> Floats:
    """(pairs,) patients at most in the year; 1 where none."""
    pairs, open_arcs = pair_of(flows), is_open[: flows.n_arcs]
    by_room = np.bincount(pairs[open_arcs], weights=most_on(flows)[open_arcs], minlength=int(pairs.max(initial=0)) + 1)
    senders = np.zeros(len(by_room), dtype=np.int64)
    senders[pairs] = flows.arcs[:, 0]
    in_need = flows.problem.left.sum(axis=1)[senders]
    return np.asarray(np.maximum(np.minimum(by_room, in_need), 1.0), dtype=np.float64)


def _least_possible(flows: Network, face: Face) -> int:
    variables = np.flatnonzero(face.open)
    arcs = variables[variables < flows.n_arcs]
    names, group = np.unique(pair_of(flows)[arcs], return_inverse=True)
    each = np.arange(len(arcs))
    values = np.concatenate([1.0 / most_on(flows)[arcs], -np.ones(len(arcs))])
    cells = (np.tile(each, 2), np.concatenate([each, len(variables) + group]))
    links = csr_array(coo_array((values, cells), shape=(len(arcs), len(variables) + len(names))))
    padded = csr_array(hstack([face.rows[:, variables], csr_array((face.rows.shape[0], len(names)))]))
    result = linprog(
        np.concatenate([np.zeros(len(variables)), np.ones(len(names))]),
        A_ub=vstack([padded[~face.tight], links]),
        b_ub=np.concatenate([face.limits[~face.tight], np.zeros(len(arcs))]),
        A_eq=padded[face.tight] if face.tight.any() else None,
        b_eq=face.limits[face.tight] if face.tight.any() else None,
        method="highs-ds",
    )
    if result.status != 0:
        raise SolverError(result.message)
    return int(np.ceil(result.fun - 1e-6))
