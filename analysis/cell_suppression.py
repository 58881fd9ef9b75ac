"""Which counts in a table of additive margins must be hidden so that no small one can be worked out.

The problem is complementary cell suppression; it is solved to a smallest set with a mixed-integer programme whose
constraints are found by playing the attacker (Fischetti & Salazar-González, Management Science 2001 47:7: the model
with attacker sub-problems and duality cuts). The attacker knows every shown count, every margin, and that a hidden
count is at least one, since zeros are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from analysis.linear_programme import Programme

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]

# An attacker's alternative table moves no count further upwards than this many thresholds: enough for every
# protection a table needs, and it keeps the duality cuts tight.
MOVE_LIMIT = 2
MAX_ROUNDS = 200
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Line:
    """One published sum: `parent` is the index of the total, `children` those of its parts."""

    parent: int
    children: tuple[int, ...]


class UnprotectableError(Exception):
    """No protecting set was found; margins may be hidden too, so one always exists and this is a defect."""


def smallest_protecting_set(counts: Counts, lines: Sequence[Line], threshold: int) -> Mask:
    """Hide every count of 1 to `threshold` − 1 and the fewest others so that none can be computed.

    counts: (n,) non-negative integers; lines: sums that hold exactly among them. Returns an (n,) mask.
    Afterwards, for every hidden count, the tables that agree with all shown counts give it at least two values, and
    at least one value of `threshold` or more. Among equally small sets the one that hides fewest patients is taken.
    """
    hidden = np.zeros(len(counts), dtype=bool)
    if threshold <= 1 or not ((counts > 0) & (counts < threshold)).any():
        return hidden
    class_of = _classes_of_equal_counts(counts, lines)
    problem = _Problem.over_classes(counts, lines, class_of, threshold)
    positive = class_of >= 0
    hidden[positive] = problem.solve()[class_of[positive]]
    return hidden


def _classes_of_equal_counts(counts: Counts, lines: Sequence[Line]) -> NDArray[np.int64]:
    """A total with one non-zero part equals it: they are hidden or shown together. Zeros belong to class −1."""
    root = list(range(len(counts)))

    def find(cell: int) -> int:
        while root[cell] != cell:
            root[cell] = root[root[cell]]
            cell = root[cell]
        return cell

    for line in lines:
        parts = [child for child in line.children if counts[child] > 0]
        if len(parts) == 1:
            root[find(parts[0])] = find(line.parent)
    roots = np.array([find(cell) for cell in range(len(counts))])
    class_of = np.searchsorted(np.unique(roots[counts > 0]), roots)
    class_of[counts == 0] = -1
    return class_of


class _Problem:
    """Classes of equal counts, the sums among them, and the programme that chooses which to hide."""

    def __init__(self, counts: Counts, sizes: Counts, sums: csr_array, threshold: int) -> None:
        self.counts = counts
        self.sums = sums
        self.threshold = threshold
        self.primary: Mask = counts < threshold
        self.lowering: Floats = (counts - 1).astype(float)  # how much lower the attacker can believe a count to be
        self.missing: Floats = np.maximum(threshold - counts, 1).astype(float)
        # Fewest groups first; among equally many, fewest patients (all patients together weigh half a group).
        self.cost: Floats = sizes + sizes * counts / (2.0 * float((sizes * counts).sum()))
        self.chooser = self._chooser()

    @classmethod
    def over_classes(
        cls, counts: Counts, lines: Sequence[Line], class_of: NDArray[np.int64], threshold: int
    ) -> _Problem:
        """Rewrite the lines over classes; lines that have become equal are kept once."""
        distinct = {
            (
                int(class_of[line.parent]),
                tuple(sorted(int(class_of[part]) for part in line.children if counts[part])),
            )
            for line in lines
        }
        sums = sorted((parent, parts) for parent, parts in distinct if len(parts) > 1)
        n_classes = int(class_of.max()) + 1
        entries = [
            (number, column, sign)
            for number, (parent, parts) in enumerate(sums)
            for column, sign in [(parent, 1.0), *((part, -1.0) for part in parts)]
        ]
        rows, columns, signs = zip(*entries, strict=True) if entries else ((), (), ())
        matrix = csr_array(coo_array((signs, (rows, columns)), shape=(len(sums), n_classes), dtype=float))
        class_counts = np.zeros(n_classes, dtype=np.int64)
        class_counts[class_of[class_of >= 0]] = counts[class_of >= 0]
        sizes = np.bincount(class_of[class_of >= 0], minlength=n_classes)
        return cls(class_counts, sizes, matrix, threshold)

    def solve(self) -> Mask:
        """Alternate between the smallest set under the constraints known and the attacker who adds some."""
        n_classes = len(self.counts)
        for _ in range(MAX_ROUNDS):
            hidden: Mask = self.chooser.solve()[:n_classes] > 0.5
            cuts = _Attacker(self, hidden).cuts()
            if not cuts:
                return hidden
            for weights, at_least in cuts:
                self.chooser.add_row(np.flatnonzero(weights), weights[weights != 0.0], at_least)
        raise UnprotectableError(f"no protecting set in {MAX_ROUNDS} rounds")

    def _chooser(self) -> Programme:
        """One binary per class (hidden) and one variable per line (holds something hidden).

        What every line needs: never exactly one hidden member, and room for a small part to reach the threshold.
        """
        n_classes, n_lines = len(self.counts), self.sums.shape[0]
        programme = Programme(
            cost=np.concatenate([self.cost, np.zeros(n_lines)]),
            low=np.concatenate([self.primary.astype(float), np.zeros(n_lines)]),
            high=np.ones(n_classes + n_lines),
            n_integer=n_classes,
        )
        for number in range(n_lines):
            members = self.sums.indices[self.sums.indptr[number] : self.sums.indptr[number + 1]]
            signs = self.sums.data[self.sums.indptr[number] : self.sums.indptr[number + 1]]
            self._demand_two(programme, members, n_classes + number)
            self._demand_room(programme, int(members[signs > 0][0]), members[signs < 0])
        return programme

    @staticmethod
    def _demand_two(programme: Programme, members: NDArray[np.int32], holds_hidden: int) -> None:
        for member in members:
            programme.add_row(np.array([holds_hidden, member]), np.array([1.0, -1.0]), 0.0)
        programme.add_row(np.append(members, holds_hidden), np.append(np.ones(len(members)), -2.0), 0.0)

    def _demand_room(self, programme: Programme, parent: int, parts: NDArray[np.int32]) -> None:
        if self.primary[parent]:
            return
        for part in parts[self.primary[parts]]:
            missing = self.missing[part]
            others = parts[parts != part]
            room = np.minimum(self.lowering[others], missing)
            programme.add_row(np.append(others, parent), np.append(room, missing), float(missing))


class _Attacker:
    """Knows all that is shown; looks for hidden counts that cannot move, and proves it by duality."""

    def __init__(self, problem: _Problem, hidden: Mask) -> None:
        self.problem = problem
        self.hidden_classes = np.flatnonzero(hidden)
        sums = problem.sums[:, self.hidden_classes].tocsr()
        self.lines = np.flatnonzero(np.diff(sums.indptr))
        self.moves = Programme(
            cost=np.zeros(len(self.hidden_classes)),
            low=-problem.lowering[self.hidden_classes],
            high=np.full(len(self.hidden_classes), float(MOVE_LIMIT * problem.threshold)),
            n_integer=0,
        )
        for line in self.lines:
            entries = slice(sums.indptr[line], sums.indptr[line + 1])
            self.moves.add_row(sums.indices[entries], sums.data[entries], 0.0, 0.0)
        self.lowest = np.zeros(len(self.hidden_classes))  # over all alternative tables seen so far
        self.highest = np.zeros(len(self.hidden_classes))

    def cuts(self) -> list[tuple[Floats, float]]:
        """Rows (weights per class, at least) that this choice breaks; none when every hidden count is safe."""
        found = []
        primary = self.problem.primary[self.hidden_classes]
        for position in np.flatnonzero(primary):
            found.append(self._cut_unless_it_rises(int(position), self._missing(position)))
        for position in np.flatnonzero(~primary):
            if not self._moves(position):
                self._push(int(position), -1.0)
            if not self._moves(position):
                found.append(self._cut_unless_it_rises(int(position), 1.0))
        distinct = {(weights.tobytes(), at_least): (weights, at_least) for weights, at_least in filter(None, found)}
        return list(distinct.values())

    def _missing(self, position: np.int64) -> float:
        return float(self.problem.missing[self.hidden_classes[position]])

    def _moves(self, position: np.int64) -> bool:
        return bool(self.highest[position] - self.lowest[position] > TOLERANCE)

    def _push(self, position: int, direction: float) -> None:
        table = self.moves.solve_towards(position, direction)
        np.minimum(self.lowest, table, out=self.lowest)
        np.maximum(self.highest, table, out=self.highest)

    def _cut_unless_it_rises(self, position: int, need: float) -> tuple[Floats, float] | None:
        """No table raises a count by `need` unless what is hidden weighs that much: the dual prices are the weights."""
        if self.highest[position] < need - TOLERANCE:
            self._push(position, 1.0)
        if self.highest[position] >= need - TOLERANCE:
            return None
        problem, cell = self.problem, int(self.hidden_classes[position])
        prices = np.zeros(problem.sums.shape[0])
        prices[self.lines] = self.moves.row_prices()
        gain: Floats = problem.sums.T @ prices
        gain[cell] += 1.0
        weights = np.maximum(gain, 0.0) * MOVE_LIMIT * problem.threshold + np.maximum(-gain, 0.0) * problem.lowering
        weights = np.minimum(weights, need)
        weights[(weights < TOLERANCE) | (np.arange(len(weights)) == cell)] = 0.0
        if problem.primary[cell]:
            return weights, need
        weights[cell] = -need  # a count that need not be hidden asks for protection only where it is
        return weights, 0.0
