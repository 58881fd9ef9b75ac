"""The levels of a proposal: what is made as small as can be, in which order, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.transfer_network import Face, Floats, Network
from analysis.transfer_options import QUARTERS
from analysis.transfer_problem import Counts

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
class Goal:
    """A level on the network: cost per variable, as whole numbers; to be as small as can be."""

    level: str
    cost: Floats

    def told(self, flows: Network, cost: float) -> int:
        """What a sum of costs means in the level's own unit."""
        placed_or_waited = round(abs(cost))
        return int(flows.problem.left.sum()) - placed_or_waited if self.level == LEAST_UNMET else placed_or_waited


def goals(flows: Network) -> tuple[Goal, ...]:
    """The levels in order, without fairness and pairs."""
    place = flows.arcs[:, 1]
    return (
        Goal(LEAST_UNMET, -flows.cost(np.ones(flows.n_arcs))),
        Goal(OWN_REGIME, -flows.cost(flows.problem.of_regime("egen")[place])),
        Goal(OWN_CONTRACTS, -flows.cost(flows.problem.of_regime("avtal")[place])),
        Goal(LEAST_DELAY, flows.cost(np.zeros(flows.n_arcs), of_waiting=1.0)),
    )


def level_of(goal: Goal, flows: Network, point: Floats) -> Level:
    """The level at a point where it is proven."""
    value = goal.told(flows, float(goal.cost @ point))
    return Level(goal.level, value, value)


def at_least(flows: Network, face: Face, floors: Counts) -> Face:
    """Every sender gets as many as its floor; floors: (senders,)."""
    for sender in np.flatnonzero(floors):
        face = face.with_rows(-flows.row(flows.arcs[:, 0] == sender), np.array([-float(floors[sender])]))
    return face


def by_name(flows: Network) -> Floats:
    """A cost by which the first senders by name go to the first places and quarters: no choice is left to chance."""
    sender, place, quarter = flows.arcs.T
    n_places = len(flows.problem.places)
    return flows.cost(np.asarray((quarter + 1.0) - (sender + 1.0) * (n_places - place) * (QUARTERS + 1)))
