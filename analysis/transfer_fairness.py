"""Fairness between senders: the smallest share of need met as large as can be, then the next smallest, and so on.

Who can get how many at the same time is a polymatroid: a wish is possible exactly when a flow carries it, and every
possible wish can be part of a plan that leaves fewest unmet. So shares are raised together until some sender can get
no more; that one is settled and the others go on (Federgruen & Groenevelt, "The greedy procedure for resource
allocation problems", Operations Research 34:6, 1986). Met are those placed and those agreed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import maximum_flow

from analysis.transfer_network import Network
from analysis.transfer_options import QUARTERS
from analysis.transfer_problem import Counts, Mask, Problem


def competing(flows: Network) -> Mask:
    """(senders,) those who have need left and a place to go: others cannot be helped by sharing."""
    has_place = np.zeros(len(flows.problem.senders), dtype=bool)
    has_place[flows.arcs[:, 0]] = True
    return np.asarray(has_place & (flows.problem.left.sum(axis=1) > 0), dtype=bool)


def agreed(problem: Problem) -> Counts:
    """(senders,) need met by agreed plans."""
    return np.asarray((problem.need - problem.left).sum(axis=1), dtype=np.int64)


def smallest_share(problem: Problem, placed: Counts, senders: Mask) -> Fraction:
    """Of these senders; placed: (senders,). 1 where there are none."""
    met, need = agreed(problem) + placed, problem.need.sum(axis=1)
    shares = [Fraction(int(met[sender]), int(need[sender])) for sender in np.flatnonzero(senders)]
    return min(shares, default=Fraction(1))


def wanted(problem: Problem, share: Fraction, senders: Mask) -> Counts:
    """(senders,) patients to place for each of these senders to have at least the share of its need met."""
    need = problem.need.sum(axis=1)
    met = -(-share.numerator * need // share.denominator)
    return np.asarray(np.where(senders, np.maximum(met - agreed(problem), 0), 0), dtype=np.int64)


def fair_floors(flows: Network) -> Counts:
    """(senders,) patients each must get at least for the shares to be as even as can be."""
    problem = flows.problem
    carrier = _Carrier.of(flows)
    raised = competing(flows)
    floors = np.zeros(len(problem.senders), dtype=np.int64)
    while raised.any():
        steps = _steps(problem, raised)
        low, high = 0, len(steps)  # steps[low] is possible, steps[high] is not
        while high - low > 1:
            middle = (low + high) // 2
            possible = carrier.carries(_raised(problem, floors, steps[middle], raised))
            low, high = (middle, high) if possible else (low, middle)
        floors = _raised(problem, floors, steps[low], raised)
        if high == len(steps):
            return floors
        climbs = _raised(problem, floors, steps[high], raised) > floors
        raised &= ~climbs & carrier.has_more(floors)
    return floors


def _steps(problem: Problem, raised: Mask) -> list[Fraction]:
    """Every share that one of the senders can have, from the smallest."""
    need, met, left = problem.need.sum(axis=1), agreed(problem), problem.left.sum(axis=1)
    return sorted(
        {
            Fraction(int(met[sender]) + more, int(need[sender]))
            for sender in np.flatnonzero(raised)
            for more in range(int(left[sender]) + 1)
        }
    )


def _raised(problem: Problem, floors: Counts, share: Fraction, raised: Mask) -> Counts:
    wishes = np.minimum(wanted(problem, share, raised), problem.left.sum(axis=1))
    return np.asarray(np.maximum(floors, wishes), dtype=np.int64)


@dataclass(frozen=True)
class _Carrier:
    """Nodes: source, senders, sender × quarter, place × quarter, sink; `limits[source, sender]` is what is asked."""

    limits: csr_array
    n_senders: int

    @classmethod
    def of(cls, flows: Network) -> _Carrier:
        problem = flows.problem
        n_senders, n_places = len(problem.senders), len(problem.places)
        first = 1 + n_senders
        needs = first + np.arange(n_senders * QUARTERS)
        rooms = first + n_senders * QUARTERS + np.arange(n_places * QUARTERS)
        sink = first + (n_senders + n_places) * QUARTERS
        sender, place, quarter = flows.arcs.T
        waits = needs.reshape(n_senders, QUARTERS)[:, :-1].ravel()
        plenty = int(problem.left.sum()) + 1
        edges = [
            (np.zeros(n_senders, dtype=np.int64), 1 + np.arange(n_senders), np.full(n_senders, plenty)),
            (1 + np.repeat(np.arange(n_senders), QUARTERS), needs, problem.left.ravel()),
            (waits, waits + 1, np.full(len(waits), plenty)),
            (needs[sender * QUARTERS + quarter], rooms[place * QUARTERS + quarter], np.full(flows.n_arcs, plenty)),
            (rooms, np.full(len(rooms), sink), problem.room.ravel()),
        ]
        tails, heads, values = (np.concatenate(parts) for parts in zip(*edges, strict=True))
        return cls(csr_array(coo_array((values.astype(np.int32), (tails, heads)), shape=(sink + 1,) * 2)), n_senders)

    def carries(self, asked: Counts) -> bool:
        """Whether every sender can get what is asked at the same time."""
        limits = self.limits.copy()
        limits.data[limits.indptr[0] : limits.indptr[1]] = asked
        return bool(maximum_flow(limits, 0, limits.shape[0] - 1).flow_value == asked.sum())

    def has_more(self, floors: Counts) -> Mask:
        """(senders,) who could get one more on top of the floors."""
        return np.array([self.carries(floors + row) for row in np.eye(self.n_senders, dtype=np.int64)], dtype=bool)
