"""The tables an attacker could believe in when some counts are hidden, and the proofs that there are none other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from analysis.linear_programme import Programme

Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]

TOLERANCE = 1e-6
HAIR = 1e-3


@dataclass(frozen=True)
class Puzzle:
    """What the attacker has before him, over n counts.

    sums: (lines, n) with 1 for a total and −1 for its parts, each row adding up to nought; primary: (n,) the counts
    that are themselves small; missing: (n,) how far each is from the threshold; most: how far any may be raised.
    """

    sums: csr_array
    primary: Mask
    missing: Floats
    most: float


class Attacker:
    """Knows all that is shown; looks for hidden counts that cannot move, and proves it by duality."""

    def __init__(self, puzzle: Puzzle, hidden: Mask, lowering_by_kind: Floats, safe: Mask | None = None) -> None:
        """lowering_by_kind: (n, k) how many fewer of each kind he can believe; safe: (n,) counts known to move."""
        self.puzzle = puzzle
        self.lowering_by_kind = lowering_by_kind
        self.hidden = np.flatnonzero(hidden)
        sums = puzzle.sums[:, self.hidden].tocsr()
        self.lines = np.flatnonzero(np.diff(sums.indptr))
        self.parts, self.totals = (sums < 0).astype(float), (sums > 0).astype(float)
        self.highest = np.full(len(self.hidden), puzzle.most)
        self.moves = Programme(cost=np.zeros(len(self.hidden)), low=np.zeros(len(self.hidden)), high=self.highest)
        for line in self.lines:
            entries = slice(sums.indptr[line], sums.indptr[line + 1])
            self.moves.add_row(sums.indices[entries], sums.data[entries], 0.0, 0.0)
        self.safe = np.zeros(len(self.hidden), dtype=bool) if safe is None else safe[self.hidden]
        self.moved = self.safe.copy()  # by some alternative table seen so far

    def cuts(self) -> list[tuple[int, Floats, float]]:
        """(count, weights per count, at least): rows this choice breaks; none when every hidden count is safe."""
        primary = self.puzzle.primary[self.hidden]
        missing = self.puzzle.missing[self.hidden]
        found = self._cuts_for_those_that_cannot_rise(np.flatnonzero(primary & ~self.safe), missing)
        for direction in (-1.0, 1.0):
            self._try_to_move(direction)
        return found + self._cuts_for_those_that_cannot_rise(np.flatnonzero(~self.moved), np.ones(len(missing)))

    def _cuts_for_those_that_cannot_rise(
        self, wanted: NDArray[np.int64], need: Floats
    ) -> list[tuple[int, Floats, float]]:
        return [self._cut(position, float(need[position])) for position in self._stuck(wanted, need)]

    def _stuck(self, wanted: NDArray[np.int64], need: Floats) -> list[int]:
        """A count rises by the sum of what each kind lets it rise; those that do not reach their need."""
        left = need.copy()
        waiting = set(wanted.tolist())
        for lowering in self.lowering_by_kind.T:
            if not waiting:
                break
            seen = self._only_kind(lowering)
            for position in sorted(waiting - self._without_room(lowering)):
                if seen[position] < left[position] - TOLERANCE:
                    np.maximum(seen, self._push(position, 1.0), out=seen)
            left -= seen
            waiting = {position for position in waiting if left[position] > TOLERANCE}
        return sorted(waiting)

    def _without_room(self, lowering: Floats) -> set[int]:
        """Counts that cannot rise at all, since nothing else hidden in one of their lines can give way: most of a rare
        kind, found without solving anything.
        """
        free = lowering[self.hidden]
        room = self.parts @ free + self.totals @ self.highest
        line, position = self.parts.nonzero()
        return set(position[room[line] - free[position] <= TOLERANCE].tolist())

    def _only_kind(self, lowering: Floats) -> Floats:
        """Let only patients of one kind move; returns the rises seen so far, which are none."""
        self.moves.bound(-lowering[self.hidden], self.highest)
        return np.zeros(len(self.hidden))

    def _try_to_move(self, direction: float) -> None:
        for lowering in self.lowering_by_kind.T:
            if self.moved.all():
                return
            self._only_kind(lowering)
            for position in np.flatnonzero(~self.moved):
                if not self.moved[position]:
                    self._push(int(position), direction)

    def _push(self, position: int, direction: float) -> Floats:
        table = self.moves.solve_towards(position, direction)
        self.moved |= np.abs(table) > TOLERANCE
        return table

    def _cut(self, position: int, need: float) -> tuple[int, Floats, float]:
        """By duality the count cannot rise by `need` unless the weights of what is hidden reach it: demand that."""
        cell = int(self.hidden[position])
        weights = np.minimum(sum(self._proof(position, lowering) for lowering in self.lowering_by_kind.T), need)
        weights[weights < TOLERANCE] = 0.0
        if self.puzzle.primary[cell]:
            weights[cell] = 0.0
            return cell, weights, need
        weights[cell] = -need  # a count that need not be hidden asks for protection only where it is
        return cell, weights, 0.0

    def _proof(self, position: int, lowering: Floats) -> Floats:
        """Weights per count that bound how far the count can rise, whatever is hidden."""
        short = self.lowering_by_kind.shape[1] == 1
        prices = self._prices_of_fewest(position, lowering) if short else self._prices_of_hidden(position, lowering)
        gain: Floats = self.puzzle.sums.T @ prices
        gain[self.hidden[position]] += 1.0
        gain[np.abs(gain) < TOLERANCE] = 0.0
        weights: Floats = np.maximum(gain, 0.0) * self.puzzle.most + np.maximum(-gain, 0.0) * lowering
        return weights

    def _prices_of_fewest(self, position: int, lowering: Floats) -> Floats:
        """Of the many proofs the one with fewest counts, found by letting shown counts move a hair: the bound then runs
        through as few of them as can be. Without that, hundreds of rounds name nearly the same hundred counts.
        """
        is_hidden = np.isin(np.arange(len(lowering)), self.hidden)
        self.nearby.bound(np.where(is_hidden, -lowering, -HAIR), np.where(is_hidden, self.puzzle.most, HAIR))
        self.nearby.solve_towards(int(self.hidden[position]), 1.0)
        return self.nearby.row_prices()

    def _prices_of_hidden(self, position: int, lowering: Floats) -> Floats:
        """Any proof will do where what is hidden stays hidden: the rounds are few, the kinds many."""
        self._only_kind(lowering)
        self._push(position, 1.0)
        prices = np.zeros(self.puzzle.sums.shape[0])
        prices[self.lines] = self.moves.row_prices()
        return prices

    @cached_property
    def nearby(self) -> Programme:
        """All counts, shown ones too, with the sums among them."""
        sums = self.puzzle.sums
        none = np.zeros(sums.shape[1])
        programme = Programme(cost=none, low=none, high=none)
        for line in range(sums.shape[0]):
            entries = slice(sums.indptr[line], sums.indptr[line + 1])
            programme.add_row(sums.indices[entries], sums.data[entries], 0.0, 0.0)
        return programme
