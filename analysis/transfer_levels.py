"""One specialty and phase solved: the levels in order, each kept while the next is sought."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from analysis.transfer_network import Face, Floats, Network, network
from analysis.transfer_options import QUARTERS, Options
from analysis.transfer_problem import Counts, Mask, Problem
from analysis.transfer_reasons import prices

LEAST_UNMET, FAIRNESS, OWN_REGIME, OWN_CONTRACTS, LEAST_DELAY, FEWEST_PAIRS = (
    "minst_otillgodosett",
    "rattvisa",
    "egen_regi",
    "egna_avtal",
    "minst_fordrojning",
    "farst_par",
)


@dataclass(frozen=True)
class Level:
    """What a level came to. value: patients (minst_otillgodosett: left without a place; egen_regi, egna_avtal: placed
    there), patient-quarters (minst_fordrojning), pairs (farst_par) or the smallest share 0–1 (rattvisa); bound: what no
    proposal can beat, given the levels before. Proven where they are the same.
    """

    level: str
    value: float
    bound: float

    @property
    def proven(self) -> bool:
        """Nothing better exists."""
        return abs(self.value - self.bound) < 1e-9


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


def solved(problem: Problem, _options: Options) -> Solved:
    """The proposal for one specialty and phase."""
    flows = network(problem, usable(problem))
    levels = []
    face = Face.of(flows)
    answer = np.zeros(flows.rows.shape[1])
    for name, cost in _costs(flows):
        answer, face = face.least(cost)
        value = round(float(abs(cost @ answer)))
        value = int(problem.left.sum()) - value if name == LEAST_UNMET else value
        levels.append(Level(name, value, value))
    answer, _ = face.least(flows.cost(by_name(flows)))
    placed = flows.placed(answer)
    met = _met(flows, answer, placed)
    return Solved(problem, placed, met, prices(problem, placed, met), tuple(levels))


def by_name(flows: Network) -> Floats:
    """A cost per arc by which the first senders by name go to the first places: no optimum is left to chance."""
    sender, place, quarter = flows.arcs.T
    n_places = len(flows.problem.places)
    return np.asarray(-((sender + 1.0) * (n_places - place) * (QUARTERS + 1) - (quarter + 1.0)), dtype=np.float64)


def _costs(flows: Network) -> Iterator[tuple[str, Floats]]:
    place = flows.arcs[:, 1]
    yield LEAST_UNMET, flows.cost(-np.ones(flows.n_arcs))
    yield OWN_REGIME, -flows.cost(flows.problem.of_regime("egen")[place])
    yield OWN_CONTRACTS, -flows.cost(flows.problem.of_regime("avtal")[place])
    yield LEAST_DELAY, flows.cost(np.zeros(flows.n_arcs), of_waiting=1.0)


def _met(flows: Network, answer: Floats, placed: Counts) -> Counts:
    waiting = np.rint(answer[flows.n_arcs :]).astype(np.int64).reshape(-1, QUARTERS - 1)
    ends = np.pad(waiting, ((0, 0), (0, 1))) - np.pad(waiting, ((0, 0), (1, 0)))
    return np.asarray(placed.sum(axis=1) + ends, dtype=np.int64)
