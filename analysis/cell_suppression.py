"""Which counts in a table of additive margins must be hidden so that no small one can be worked out.

The problem is complementary cell suppression; it is solved to a smallest set with a mixed-integer programme whose
constraints are found by playing the attacker (Fischetti & Salazar-González, Management Science 2001 47:7: the model
with attacker sub-problems and duality cuts). The attacker knows every shown count, every margin, and that a hidden
count is at least one, since zeros are shown. He also knows what is counted *inside* a shown group (within the limit,
in a band of days …), so a patient may only be imagined elsewhere among patients of the same kind: the moves are
looked for kind by kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from analysis.alternative_tables import Attacker, Floats, Mask, Puzzle
from analysis.linear_programme import Programme

Counts = NDArray[np.int64]

# An attacker's alternative table moves no count further upwards than this many thresholds: enough for every
# protection a table needs, and it keeps the duality cuts tight.
MOVE_LIMIT = 2
ROUNDS_FOR_THE_SMALLEST = 10


@dataclass(frozen=True)
class Line:
    """One published sum: `parent` is the index of the total, `children` those of its parts."""

    parent: int
    children: tuple[int, ...]


def smallest_protecting_set(
    counts: Counts,
    lines: Sequence[Line],
    threshold: int,
    *,
    kinds: Counts | None = None,
    weights: Counts | None = None,
) -> Mask:
    """Hide every count of 1 to `threshold` − 1 and the lightest set of others so that none can be computed.

    counts: (n,) non-negative integers; lines: sums that hold exactly among them; kinds: (n, k), the same counts
    split by what else is published about them (default: nothing); weights: (n,) what hiding each one costs (default:
    one, so that the set is the smallest). Returns an (n,) mask. Afterwards, for every hidden count, the tables that
    agree with all that is shown give it at least two values, and at least one value of `threshold` or more. Among
    equally light sets the one that hides fewest patients is taken.
    """
    hidden = np.zeros(len(counts), dtype=bool)
    if threshold <= 1 or not ((counts > 0) & (counts < threshold)).any():
        return hidden
    class_of = _classes_of_equal_counts(counts, lines)
    by_kind = counts[:, None] if kinds is None else kinds
    costs = np.ones(len(counts), dtype=np.int64) if weights is None else weights
    problem = _Problem.over_classes(counts, by_kind, costs, lines, class_of, threshold)
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


def _lowering(kinds: Counts) -> Floats:
    """How many fewer of each kind the attacker can believe a count to hold, largest kinds first.

    One patient of the largest kind is kept back: a hidden count is never nought.
    """
    lowering = kinds[:, np.argsort(-kinds.sum(axis=0), kind="stable")].astype(float)
    lowering[np.arange(len(lowering)), lowering.argmax(axis=1)] -= 1.0
    return lowering


class _Problem:
    """Classes of equal counts, the sums among them, and the programme that chooses which to hide."""

    def __init__(self, counts: Counts, kinds: Counts, costs: Floats, sums: csr_array, threshold: int) -> None:
        self.counts = counts
        self.lowering_by_kind = _lowering(kinds)
        self.sums = sums
        self.threshold = threshold
        self.primary: Mask = counts < threshold
        self.lowering: Floats = (counts - 1).astype(float)  # how much lower the attacker can believe a count to be
        self.missing: Floats = np.maximum(threshold - counts, 1).astype(float)
        # The lightest set first; among equals, fewest patients (all patients together weigh half a unit).
        self.cost: Floats = costs + counts / (2.0 * float(counts.sum()))
        self.chooser = self._chooser()

    @classmethod
    def over_classes(
        cls,
        counts: Counts,
        kinds: Counts,
        costs: Counts,
        lines: Sequence[Line],
        class_of: NDArray[np.int64],
        threshold: int,
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
        class_kinds = np.zeros((n_classes, kinds.shape[1]), dtype=np.int64)
        class_kinds[class_of[class_of >= 0]] = kinds[class_of >= 0]
        class_costs = np.bincount(class_of[class_of >= 0], costs[class_of >= 0].astype(float), n_classes).astype(float)
        return cls(class_counts, class_kinds, class_costs, matrix, threshold)

    def solve(self) -> Mask:
        """The smallest set against an attacker who sees the counts, then the smallest addition to it, round by
        round, against one who also sees kinds: nothing hidden is given back, so the second search is short.

        A table whose first search does not end in ROUNDS_FOR_THE_SMALLEST is added to as well, and what the additions
        turn out not to need is shown again; a smaller set may then exist.
        """
        hidden = self._smallest_set()
        rounds, last_smallest = 0, hidden
        while cuts := self._broken_by(hidden, self.lowering[:, None]):
            rounds += 1
            if rounds <= ROUNDS_FOR_THE_SMALLEST:
                last_smallest = hidden = self._next_set(cuts, keep=None)
            else:
                hidden = self._next_set(cuts, keep=hidden)
        hidden = self._without_needless(hidden, hidden & ~last_smallest)
        safe = np.zeros(len(hidden), dtype=bool)  # what could move once can still move when more is hidden
        while cuts := self._broken_by(hidden, self.lowering_by_kind, safe):
            hidden = self._next_set(cuts, keep=hidden)
        return hidden

    def _next_set(self, cuts: list[tuple[Floats, float]], keep: Mask | None) -> Mask:
        for weights, at_least in {(w.tobytes(), b): (w, b) for w, b in cuts}.values():
            self.chooser.add_row(np.flatnonzero(weights), weights[weights != 0.0], at_least)
        if keep is not None:
            self.chooser.raise_low(np.flatnonzero(keep))
        return self._smallest_set()

    def _without_needless(self, hidden: Mask, doubtful: Mask) -> Mask:
        """Show again, the costliest first, those of the doubtful counts that protect nothing."""
        for cell in sorted(np.flatnonzero(doubtful), key=lambda each: -self.cost[each]):
            fewer = hidden.copy()
            fewer[cell] = False
            if not self._broken_by(fewer, self.lowering[:, None]):
                hidden = fewer
        return hidden

    def _smallest_set(self) -> Mask:
        chosen: Mask = self.chooser.solve()[: len(self.counts)] > 0.5
        return chosen

    def _broken_by(
        self, hidden: Mask, lowering_by_kind: Floats, safe: Mask | None = None
    ) -> list[tuple[Floats, float]]:
        """The attacker's cuts; what he proves movable is added to `safe`."""
        puzzle = Puzzle(self.sums, self.primary, self.missing, float(MOVE_LIMIT * self.threshold))
        attacker = Attacker(puzzle, hidden, lowering_by_kind, safe)
        cuts = attacker.cuts()
        if safe is not None:
            safe[attacker.hidden] = True
            safe[[cell for cell, _, _ in cuts]] = False
        return [(weights, at_least) for _, weights, at_least in cuts]

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
