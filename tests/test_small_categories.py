"""No small number of women, of one age or from one area can be worked out from a group's other figures."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from analysis.category_protection import Groups, hidden_categories

THRESHOLD = 5
PARENT = [4, 4, 5, 5, 5, -1]  # two specialties in a margin, two (and the margin) under the whole


def table(cells: list[list[list[int]]]) -> np.ndarray:
    """(6, categories, kinds) of four specialties, with the margin and the whole."""
    leaves = np.array(cells, dtype=np.int64)
    return np.concatenate([leaves, leaves[:2].sum(axis=0)[None], leaves.sum(axis=0)[None]])


def groups(hidden_totals: tuple[int, ...] = ()) -> Groups:
    return Groups(np.array(PARENT), np.isin(np.arange(6), hidden_totals))


class Attacker:
    """Knows by kind every shown count, total and margin; a hidden count is one or more unless all are hidden."""

    def __init__(self, counts: np.ndarray, hidden: np.ndarray, hidden_totals: tuple[int, ...] = ()) -> None:
        self.counts, self.hidden, self.totals = counts, hidden, hidden_totals
        used = counts[5].sum(axis=1) > 0
        self.low = np.where((hidden | ~used).all(axis=1), 0, 1)
        self.shape = (4, *counts.shape[1:])
        self.equal: list[tuple[np.ndarray, float]] = []
        self.least: list[tuple[np.ndarray, float]] = []
        for group, members in enumerate([[0], [1], [2], [3], [0, 1], [0, 1, 2, 3]]):
            self._know(group, members)

    def _know(self, group: int, members: list[int]) -> None:
        if group not in self.totals:
            for kind in range(self.shape[2]):
                self.equal.append((self._row(members, None, kind), self.counts[group, :, kind].sum()))
        for category in range(self.shape[1]):
            if self.hidden[group, category]:
                self.least.append((self._row(members, category, None), float(self.low[group])))
            else:
                for kind in range(self.shape[2]):
                    self.equal.append((self._row(members, category, kind), self.counts[group, category, kind]))

    def _row(self, members: list[int], category: int | None, kind: int | None) -> np.ndarray:
        row = np.zeros(self.shape)
        categories = slice(None) if category is None else slice(category, category + 1)
        row[members, categories, slice(None) if kind is None else slice(kind, kind + 1)] = 1
        return row.ravel()

    def reach(self, group: int, category: int) -> tuple[float, float]:
        members = [[0], [1], [2], [3], [0, 1], [0, 1, 2, 3]][group]
        wanted = self._row(members, category, None)
        ends = []
        for direction in (1, -1):
            found = linprog(
                direction * wanted,
                A_eq=np.array([row for row, _ in self.equal]),
                b_eq=[value for _, value in self.equal],
                A_ub=-np.array([row for row, _ in self.least]),
                b_ub=[-value for _, value in self.least],
            )
            assert found.status == 0, found.message
            ends.append(direction * found.fun)
        return ends[0], ends[1]


def is_safe(counts: np.ndarray, hidden: np.ndarray, hidden_totals: tuple[int, ...] = ()) -> bool:
    attacker = Attacker(counts, hidden, hidden_totals)
    for group, category in np.argwhere(hidden):
        contacts = counts[group, category].sum()
        low, high = attacker.reach(group, category)
        if 0 < contacts < THRESHOLD and high < THRESHOLD - 1e-6:
            return False
        if contacts and group not in hidden_totals and high - low < 1e-6:
            return False
    return True


cells = st.lists(
    st.lists(
        st.lists(st.one_of(st.integers(0, 3), st.integers(0, 12)), min_size=2, max_size=2), min_size=3, max_size=3
    ),
    min_size=4,
    max_size=4,
)


def with_shown_totals(cells: list[list[list[int]]], hidden_totals: tuple[int, ...] = ()) -> np.ndarray:
    """The table with enough patients in every specialty that holds anybody and whose total is shown."""
    for specialty, rows in enumerate(cells):
        total = sum(map(sum, rows))
        if specialty not in hidden_totals and 0 < total < THRESHOLD:
            rows[total % 3][0] += THRESHOLD
    return table(cells)


@settings(max_examples=100, deadline=None)
@given(cells=cells)
def test_on_any_table_every_hidden_count_could_be_large_and_none_is_exact(cells: list[list[list[int]]]) -> None:
    counts = with_shown_totals(cells)
    hidden = hidden_categories(counts, groups(), THRESHOLD)
    contacts = counts.sum(axis=2)
    assert hidden[(contacts > 0) & (contacts < THRESHOLD)].all()
    assert is_safe(counts, hidden)


@settings(max_examples=100, deadline=None)
@given(cells=cells, tiny=st.tuples(st.integers(0, 2), st.integers(0, 1), st.integers(1, 4)), in_margin=st.booleans())
def test_a_hidden_total_takes_its_categories_with_it_and_they_are_safe(
    cells: list[list[list[int]]], tiny: tuple[int, int, int], in_margin: bool
) -> None:
    """Two totals are hidden, as the groups' own table decides: the smaller of them could be large."""
    hidden_totals = (0, 1) if in_margin else (2, 3)
    category, kind, patients = tiny
    cells[hidden_totals[0]] = [[0, 0], [0, 0], [0, 0]]
    cells[hidden_totals[0]][category][kind] = patients
    cells[hidden_totals[1]][0][0] += 2 * THRESHOLD
    counts = with_shown_totals(cells, hidden_totals)
    hidden = hidden_categories(counts, groups(hidden_totals), THRESHOLD)
    assert hidden[list(hidden_totals)][:, counts[5].sum(axis=1) > 0].all()
    assert is_safe(counts, hidden, hidden_totals)


def test_a_small_count_hides_the_fewest_patients_beside_it() -> None:
    counts = table([[[3], [40], [500]], [[60], [70], [80]], [[9], [400], [300]], [[90], [800], [900]]])
    hidden = hidden_categories(counts, groups(), THRESHOLD)
    assert np.argwhere(hidden).tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]


def test_a_table_without_small_counts_hides_nothing() -> None:
    counts = table([[[5], [40], [0]], [[60], [70], [80]], [[9], [400], [300]], [[90], [800], [900]]])
    assert not hidden_categories(counts, groups(), THRESHOLD).any()


def test_nobody_in_any_group_is_shown_as_nobody() -> None:
    counts = table([[[1], [4], [0]], [[60], [70], [0]], [[9], [400], [0]], [[90], [800], [0]]])
    hidden = hidden_categories(counts, groups(), THRESHOLD)
    assert hidden[0, :2].all()
    assert not hidden[:, 2].any()


def test_a_group_whose_small_counts_fill_it_is_hidden_whole_with_its_noughts() -> None:
    counts = table([[[1], [4], [0]], [[60], [70], [80]], [[9], [400], [300]], [[90], [800], [900]]])
    assert hidden_categories(counts, groups(), THRESHOLD)[0].all()


@pytest.mark.parametrize("threshold", [0, 1])
def test_the_threshold_nought_hides_nothing(threshold: int) -> None:
    counts = table([[[1], [4], [0]], [[60], [70], [80]], [[9], [400], [300]], [[90], [800], [900]]])
    assert not hidden_categories(counts, groups(), threshold).any()
