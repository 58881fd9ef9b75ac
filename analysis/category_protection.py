"""Which categories (sex, age, residence) of which groups must be hidden so that no small one can be worked out.

The table is groups (specialties under their margins) by categories. The groups' own totals are shown or hidden
already, by a decision that cannot be changed here, and every shown group holds `threshold` or nobody; so hiding is
chosen by swaps. A swap lets two patients of the same kind in two groups change category with each other: one group
gets one more of category c and one less of d, the other the reverse, and every total, every margin over groups and
everything counted by kind stays what it is. A swap is an alternative table in itself: when its counts are hidden it
proves that they can be others, without solving anything. Every hidden small count is given swaps that take it to the
threshold, the cheapest found, one count after the other; the set is protecting, not proved to be the smallest.

An attacker is assumed to know that a hidden count is at least one, since noughts are shown – save in a group that is
hidden whole: there every category that anybody in the table belongs to is hidden, noughts too.

Where a group's own total is hidden, the group is hidden whole. That keeps the protection of the total: whatever other
totals agree with what is shown of the groups, the patients who would have to move can take their category with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]

MOST_SWAPS = 64  # steps that together take one count to the threshold; a step that is not the last uses up a source
NOWHERE = -1


@dataclass(frozen=True)
class Groups:
    """The tree of groups: specialties (leaves), their margins, the whole last.

    parent: (n,) index of the margin each is counted in, −1 for the whole; is_total_hidden: (n,) decided elsewhere.
    A specialty lies under the whole or under one margin that lies under the whole.
    """

    parent: Counts
    is_total_hidden: Mask

    def above(self, group: int) -> list[int]:
        """The group and the margins it is counted in, the whole last."""
        found = [group]
        while self.parent[found[-1]] != NOWHERE:
            found.append(int(self.parent[found[-1]]))
        return found

    def leaves(self) -> Counts:
        return np.setdiff1d(np.arange(len(self.parent)), self.parent)

    def leaves_under(self, group: int) -> list[int]:
        return [int(leaf) for leaf in self.leaves() if group in self.above(int(leaf))]


def hidden_categories(counts: Counts, groups: Groups, threshold: int) -> Mask:
    """(n, categories) mask of what to hide. counts: (n, categories, kinds), margins included and adding up exactly.

    Afterwards every hidden count of 1 to `threshold` − 1 can be `threshold` or more in a table that agrees with all
    that is shown, and all else that is hidden in a group whose total is shown has at least two values.
    """
    hidden = np.zeros(counts.shape[:2], dtype=bool)
    contacts = counts.sum(axis=2)
    if threshold <= 1 or not (((contacts > 0) & (contacts < threshold)).any() or groups.is_total_hidden.any()):
        return hidden
    return _Table(counts, groups, threshold).solve()


class _Table:
    """What is hidden so far, and what hiding more would cost."""

    def __init__(self, counts: Counts, groups: Groups, threshold: int) -> None:
        self.counts, self.groups, self.threshold = counts, groups, threshold
        self.contacts: Counts = counts.sum(axis=2)
        self.leaves = groups.leaves()
        self.root = int(np.flatnonzero(groups.parent == NOWHERE)[0])
        self.is_used: Mask = self.contacts[self.root] > 0
        self.hidden: Mask = (self.contacts > 0) & (self.contacts < threshold)
        self.whole: Mask = np.zeros(len(counts), dtype=bool)
        self.moved: Mask = np.zeros_like(self.hidden)
        # A margin costs as many as it holds; among equals, fewest patients (all together weigh half of one).
        parts = np.array([len(groups.leaves_under(group)) for group in range(len(counts))])
        self.cost: Floats = parts[:, None] + self.contacts / (2.0 * max(1, int(self.contacts[self.root].sum())))

    def solve(self) -> Mask:
        for group in np.flatnonzero(self.groups.is_total_hidden):
            self._hide_whole(int(group))
        small = self.hidden & (self.contacts > 0) & (self.contacts < self.threshold)
        is_tiny = self.groups.is_total_hidden & (self.contacts.sum(axis=1) < self.threshold)
        for group in np.flatnonzero(is_tiny):
            self._protect_in_hidden_total(int(group))
        # Those that need most first: what is hidden for them serves the others.
        for row, column in sorted(np.argwhere(small & ~is_tiny[:, None]).tolist(), key=self._by_need):
            self._protect(row, column)
        for row, column in np.argwhere(self.hidden & ~self.moved & (self.contacts >= self.threshold)).tolist():
            self._raise(row, column, 1)
        return self.hidden

    def _by_need(self, cell: list[int]) -> tuple[int, int, int]:
        return (int(self.contacts[cell[0], cell[1]]), cell[0], cell[1])

    def _hide_whole(self, group: int) -> None:
        self.whole[group] = True
        self.hidden[group, self.is_used] = True

    def _protect(self, group: int, category: int) -> None:
        """Swaps up to the threshold; where none do, the group, then its margins, then its parts are hidden whole.

        Where too many small swaps would be needed even then, all that is left is hidden: of each group the attacker
        knows its total, `threshold` or more, and nothing of who is in it.
        """
        need = self.threshold - int(self.contacts[group, category])
        for wider in ([], [group], self.groups.above(group), self.groups.leaves_under(group)):
            for each in wider:
                self._hide_whole(each)
            if self._raise(group, category, need):
                return
        for each in range(len(self.counts)):
            self._hide_whole(each)

    def _raise(self, group: int, category: int, need: int) -> bool:
        """Hide what lets one count rise by `need`, the cheapest swaps found; nothing where there are not enough."""
        lowering = self._lowering()
        chosen = np.zeros_like(self.hidden)
        for _ in range(MOST_SWAPS):
            swap = min(self._swaps(group, category, need, lowering, chosen), key=lambda each: each.order, default=None)
            if swap is None:
                return False
            need -= swap.gain
            for cells, is_up in swap.cells():
                chosen[cells] = True
                if not is_up:
                    lowering[cells] -= swap.by_kind
            if need <= 0:
                self.hidden |= chosen
                self.moved |= chosen
                return True
        return False

    def _lowering(self) -> Counts:
        """(n, categories, kinds) how many fewer of each kind the attacker can believe in.

        One patient of the largest kind is kept back, since a hidden count is never nought, save where all is hidden.
        """
        lowering = self.counts.copy()
        group, category = np.nonzero((self.contacts > 0) & ~self.whole[:, None])
        lowering[group, category, lowering[group, category].argmax(axis=1)] -= 1
        return lowering

    def _swaps(self, group: int, up: int, need: int, lowering: Counts, chosen: Mask) -> Iterator[_Swap]:
        """The best swap of every kind of partner: in the same margin, outside it, or the whole itself."""
        can_rise = self.is_used & ((self.contacts > 0) | self.whole[:, None])
        price = np.where(self.hidden | chosen, 0.0, self.cost)
        for leaf in self.groups.leaves_under(group):
            path = self.groups.above(leaf)
            for length in range(1, len(path) + 1):
                own, within = path[:length], path[length] if length < len(path) else NOWHERE
                if group not in own or not can_rise[own, up].all():
                    continue
                giving = lowering[own].min(axis=0)
                giving[up] = 0
                partners = self._partners(own, within)
                swap = self._best(own, partners, (up, need), giving, (lowering, can_rise, price))
                if swap is not None:
                    yield swap

    def _partners(self, own: list[int], within: int) -> list[list[int]]:
        """Paths of the specialties that share the margin `within` and nothing below it; one empty path for none."""
        if within == NOWHERE:
            return [[]]
        paths = [self.groups.above(leaf) for leaf in self.groups.leaves_under(within)]
        return [path[: path.index(within)] for path in paths if not set(path) & set(own)]

    def _best(
        self,
        own: list[int],
        partners: list[list[int]],
        wanted: tuple[int, int],
        giving: Counts,
        known: tuple[Counts, Mask, Floats],
    ) -> _Swap | None:
        """Of all partners and categories to give from, the cheapest that is enough, else the one that gives most."""
        up, need = wanted
        lowering, can_rise, price = known
        if not partners:
            return None
        plenty = np.full(lowering.shape[2], need)
        taking = np.array([lowering[path, up].min(axis=0) if path else plenty for path in partners])
        moves = np.minimum(taking[:, None, :], giving[None, :, :]).sum(axis=2)
        moves *= np.array([can_rise[path].all(axis=0) for path in partners])
        gain = np.minimum(moves, need)
        if not gain.any():
            return None
        paid = np.array([price[path].sum(axis=0) for path in partners])
        cost = paid + paid[:, [up]] + price[own].sum(axis=0) + price[own, up].sum()
        order = np.lexsort(
            (cost.ravel(), np.where(gain.ravel() >= need, 0.0, -gain.ravel() * 1.0), gain.ravel() < need)
        )
        best, down = np.unravel_index(int(order[0]), gain.shape)
        by_kind = _at_most(np.minimum(taking[best], giving[down]), int(gain[best, down]))
        rank = (int(gain[best, down]) < need, -int(gain[best, down]), float(cost[best, down]))
        return _Swap(own, partners[int(best)], up, int(down), by_kind, rank)

    def _protect_in_hidden_total(self, group: int) -> None:
        """A total below the threshold is hidden elsewhere so that it could be larger; its categories must follow.

        Whoever else is believed to be in the group can swap into any of its small categories, when enough patients of
        every kind that may come are in that category of groups hidden whole. Otherwise the margins' categories are.
        """
        if self.is_used.sum() == 1:
            return  # everybody is in one category: it is the total over again, whose protection is its own
        for scope in self.groups.above(group)[1:]:
            if self.whole[scope]:
                continue
            if self._widen(group, scope):
                return
            self._hide_whole(scope)

    def _widen(self, group: int, scope: int) -> bool:
        """Hide specialties under `scope` whole until every small category has room; false when they do not suffice."""
        own = set(self.groups.leaves_under(group))
        leaves = [leaf for leaf in self.groups.leaves_under(scope) if leaf not in own]
        coming = sum(
            (self.counts[leaf].sum(axis=0) for leaf in self.leaves if self.groups.is_total_hidden[leaf]),
            np.zeros(self.counts.shape[2], dtype=np.int64),
        )
        small = np.flatnonzero((self.contacts[group] > 0) & (self.contacts[group] < self.threshold))
        missing = np.tile(np.minimum(coming, self.threshold), (len(small), 1))
        open_leaves = [leaf for leaf in leaves if not self.groups.is_total_hidden[leaf] and self._is_open(leaf, scope)]
        for leaf in open_leaves:
            if self.whole[leaf]:
                missing = np.maximum(missing - self.counts[leaf, small], 0)
        added = []
        while missing.any():
            shown = [leaf for leaf in open_leaves if not self.whole[leaf] and leaf not in added]
            worth = [np.minimum(missing, self.counts[leaf, small]).sum() / (1 + self._price(leaf)) for leaf in shown]
            if not shown or max(worth) == 0:
                return False
            added.append(shown[int(np.argmax(worth))])
            missing = np.maximum(missing - self.counts[added[-1], small], 0)
        for leaf in added:
            self._hide_whole(leaf)
        return True

    def _is_open(self, leaf: int, scope: int) -> bool:
        """The margins between a specialty and the scope are hidden whole too."""
        path = self.groups.above(leaf)
        return bool(self.whole[path[1 : path.index(scope)]].all())

    def _price(self, leaf: int) -> float:
        return float(self.cost[leaf, ~self.hidden[leaf] & self.is_used].sum())


@dataclass(frozen=True)
class _Swap:
    """Up in category `up` and down in `down` along `own`, the reverse along `partner`."""

    own: list[int]
    partner: list[int]
    up: int
    down: int
    by_kind: Counts
    order: tuple[bool, int, float]

    @property
    def gain(self) -> int:
        return int(self.by_kind.sum())

    def cells(self) -> Iterator[tuple[tuple[list[int], int], bool]]:
        """The counts that change, and whether upwards."""
        yield (self.own, self.up), True
        yield (self.own, self.down), False
        if self.partner:
            yield (self.partner, self.down), True
            yield (self.partner, self.up), False


def _at_most(by_kind: Counts, total: int) -> Counts:
    """The first `total` patients, kind by kind."""
    before = np.cumsum(by_kind) - by_kind
    taken: Counts = np.clip(total - before, 0, by_kind)
    return taken
