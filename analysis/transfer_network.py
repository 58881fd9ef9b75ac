"""The transfer problem as a flow network, and minimising one thing after another on it without leaving the optimum.

Patients of a sender and quarter wait on to the next quarter or go to a place in this one; places have room. Rows of
senders and of places are sums over nested groups, so every vertex is whole numbers. A level is kept by complementary
slackness instead of a new row: at its optimum, variables with a reduced cost stay 0 and rows with a dual stay tight,
and what is left is exactly the set of its optimal solutions – again a network (Ahuja, Magnanti & Orlin, "Network
Flows", 1993, chapters 5 and 11). Solved by HiGHS through SciPy.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, vstack

from analysis.transfer_options import QUARTERS
from analysis.transfer_problem import Counts, Mask, Problem

Floats = NDArray[np.float64]

TOLERANCE = 1e-6  # costs are whole numbers, so duals are too: anything between is rounding


class SolverError(Exception):
    """HiGHS found no solution, or one that is not whole: neither can happen on a network."""


@dataclass(frozen=True)
class Network:
    """Variables: `arcs` (n, 3) sender, place, quarter; then waiting (senders × 3) from each quarter to the next.

    rows: (senders × 4 + places × 4, variables); limits: what is needed, and the room.
    """

    problem: Problem
    arcs: Counts
    rows: csr_array
    limits: Floats

    @property
    def n_arcs(self) -> int:
        """How many variables are patients placed."""
        return len(self.arcs)

    def cost(self, of_arcs: Floats | Mask, of_waiting: float = 0.0) -> Floats:
        """A cost per variable from one per arc and one per patient and quarter waited."""
        waiting = np.full(self.rows.shape[1] - self.n_arcs, of_waiting)
        return np.concatenate([np.asarray(of_arcs, dtype=np.float64), waiting])

    def mask(self, of_arcs: Mask) -> Mask:
        """The variables of these arcs, and all waiting."""
        return np.concatenate([of_arcs, np.ones(self.rows.shape[1] - self.n_arcs, dtype=bool)])

    def row(self, of_arcs: Floats | Mask) -> csr_array:
        """One row: the sum over arcs with these factors."""
        return csr_array(self.cost(of_arcs)[None])

    def placed(self, answer: Floats) -> Counts:
        """(senders, places, 4) patients placed. Raises `SolverError` where they are not whole numbers."""
        whole = np.rint(answer).astype(np.int64)
        if np.abs(answer - whole).max(initial=0.0) > TOLERANCE:
            raise SolverError("the answer is not whole numbers")
        placed = np.zeros((len(self.problem.senders), len(self.problem.places), QUARTERS), dtype=np.int64)
        placed[tuple(self.arcs.T)] = whole[: self.n_arcs]
        return placed


def network(problem: Problem, usable: Mask) -> Network:
    """The network over usable (senders, places, 4) arcs."""
    arcs = np.argwhere(usable)
    n_senders, n_places = len(problem.senders), len(problem.places)
    n_arcs, n_waits = len(arcs), n_senders * (QUARTERS - 1)
    ones = np.ones(n_arcs)
    sender_rows = arcs[:, 0] * QUARTERS + arcs[:, 2]
    place_rows = (n_senders + arcs[:, 1]) * QUARTERS + arcs[:, 2]
    waits = np.arange(n_waits)
    leaves = waits // (QUARTERS - 1) * QUARTERS + waits % (QUARTERS - 1)
    columns = np.concatenate([np.tile(np.arange(n_arcs), 2), np.tile(n_arcs + waits, 2)])
    rows = np.concatenate([sender_rows, place_rows, leaves, leaves + 1])
    values = np.concatenate([ones, ones, np.ones(n_waits), -np.ones(n_waits)])
    shape = ((n_senders + n_places) * QUARTERS, n_arcs + n_waits)
    limits = np.concatenate([problem.left.ravel(), problem.room.ravel()]).astype(np.float64)
    return Network(problem, arcs, csr_array(coo_array((values, (rows, columns)), shape=shape)), limits)


@dataclass(frozen=True)
class Face:
    """{x ≥ 0: rows·x ≤ limits, with equality where `tight`, x = 0 where not `open`}."""

    rows: csr_array
    limits: Floats
    tight: Mask
    open: Mask

    @classmethod
    def of(cls, network: Network) -> Face:
        """Everything the network allows."""
        n_rows, n_variables = network.rows.shape
        return cls(network.rows, network.limits, np.zeros(n_rows, dtype=bool), np.ones(n_variables, dtype=bool))

    def with_rows(self, rows: csr_array, limits: Floats, *, tight: bool = False) -> Face:
        """Also rows·x ≤ limits."""
        return Face(
            csr_array(vstack([self.rows, rows])),
            np.concatenate([self.limits, limits]),
            np.concatenate([self.tight, np.full(len(limits), tight)]),
            self.open,
        )

    def only(self, variables: Mask) -> Face:
        """The others are 0."""
        return replace(self, open=self.open & variables)

    def least(self, cost: Floats) -> tuple[Floats, Face]:
        """A vertex where cost·x is least, and the face of all such points."""
        answer = np.zeros(len(cost))
        if not self.open.any():
            return answer, self
        matrix = self.rows[:, self.open]
        loose = ~self.tight
        result = linprog(
            cost[self.open],
            A_ub=matrix[loose],
            b_ub=self.limits[loose],
            A_eq=matrix[self.tight] if self.tight.any() else None,
            b_eq=self.limits[self.tight] if self.tight.any() else None,
            method="highs-ds",
        )
        if result.status != 0:
            raise SolverError(result.message)
        answer[self.open] = result.x
        tight, still_open = self.tight.copy(), self.open.copy()
        tight[loose] = np.abs(result.ineqlin.marginals) > TOLERANCE
        still_open[self.open] = np.abs(result.lower.marginals) <= TOLERANCE
        return answer, replace(self, tight=tight, open=still_open)
