"""Linear and mixed-integer programmes with HiGHS: rows can be added, and a next objective starts from the last."""

from __future__ import annotations

import highspy
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


# Counted in branches and not in seconds, so that the same table has the same answer on any machine. Tables of a whole
# region need some tens; the limit is there for the table nobody has seen yet.
MOST_NODES = 2000


class SolverError(Exception):
    """HiGHS found no solution."""


class Programme:
    """Minimise cost·x over low ≤ x ≤ high and the rows added; the first `n_integer` variables are whole numbers.

    One thread and a fixed seed: the same rows in the same order give the same answer on every run.
    """

    def __init__(self, cost: Floats, low: Floats, high: Floats, n_integer: int = 0) -> None:
        self.solver = highspy.Highs()  # type: ignore[no-untyped-call]
        self.solver.silent()
        self.solver.setOptionValue("threads", 1)
        self.solver.setOptionValue("random_seed", 1)
        n_variables = len(cost)
        self.solver.addVars(n_variables, low.astype(float), high.astype(float))
        self.solver.changeColsCost(n_variables, np.arange(n_variables, dtype=np.int32), cost.astype(float))
        if n_integer:
            self.solver.setOptionValue("mip_rel_gap", 0.0)
            self.solver.setOptionValue("mip_max_nodes", MOST_NODES)
            self.solver.changeColsIntegrality(
                n_integer,
                np.arange(n_integer, dtype=np.int32),
                np.full(n_integer, highspy.HighsVarType.kInteger),
            )

    def add_row(self, columns: NDArray[np.integer], values: Floats, low: float, high: float = np.inf) -> None:
        """Demand low ≤ Σ values·x[columns] ≤ high."""
        self.solver.addRow(low, high, len(columns), columns.astype(np.int32), values.astype(float))

    def bound(self, low: Floats, high: Floats) -> None:
        """Replace the bounds of every variable."""
        columns = np.arange(len(low), dtype=np.int32)
        self.solver.changeColsBounds(len(low), columns, low.astype(float), high.astype(float))

    def raise_low(self, columns: NDArray[np.integer]) -> None:
        """From now on these variables are one."""
        ones = np.ones(len(columns))
        self.solver.changeColsBounds(len(columns), columns.astype(np.int32), ones, ones)

    def solve(self) -> Floats:
        """The minimising x, or the best found within MOST_NODES branches; `SolverError` where there is none."""
        self.solver.run()
        if self.solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            raise SolverError(self.solver.modelStatusToString(self.solver.getModelStatus()))
        return np.array(self.solver.getSolution().col_value)

    def solve_towards(self, column: int, direction: float) -> Floats:
        """The x that moves one variable as far as possible in `direction`; every other cost is zero."""
        self.solver.changeColCost(column, -direction)
        answer = self.solve()
        self.solver.changeColCost(column, 0.0)
        return answer

    def row_prices(self) -> Floats:
        """Dual values of the rows at the last optimum: change of the minimum per unit of the row's bound."""
        return np.array(self.solver.getSolution().row_dual)
