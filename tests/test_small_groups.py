"""No small group can be worked out: not from one table, not from all of them together."""

from __future__ import annotations

import itertools

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from analysis.cell_suppression import Line, smallest_protecting_set
from etl.suppression import margin_lines, parts_within

THRESHOLD = 5
Rows = dict[tuple[str, str, str], int]


def with_margins(contacts: Rows, group_of: dict[str, str]) -> dict[tuple[str, str, str | None], int]:
    """Every group of a table of (specialty, administration, unit) with its margins, as publish makes them."""
    groups: dict[tuple[str, str, str | None], int] = {}
    for (specialty, administration, unit), count in contacts.items():
        for margin in {specialty, group_of.get(specialty, "Alla"), "Alla"}:
            for place in [(administration, unit), (administration, None), ("Alla", None)]:
                groups[(margin, *place)] = groups.get((margin, *place), 0) + count
    return {group: count for group, count in groups.items() if count}


def bounds(counts: np.ndarray, lines: list[Line], hidden: np.ndarray, cell: int) -> tuple[float, float]:
    """What one hidden count can be, given everything shown: the reference attacker, with SciPy."""
    equations = np.zeros((len(lines), len(counts)))
    for number, line in enumerate(lines):
        equations[number, line.parent] -= 1
        equations[number, list(line.children)] += 1
    box = [(1, None) if is_hidden else (count, count) for count, is_hidden in zip(counts, hidden, strict=True)]
    ends = []
    for direction in (1, -1):
        objective = np.zeros(len(counts))
        objective[cell] = direction
        answer = linprog(objective, A_eq=equations, b_eq=np.zeros(len(lines)), bounds=box)
        ends.append(answer.x[cell] if answer.status == 0 else np.inf)
    return ends[0], ends[1]


def is_protected(counts: np.ndarray, lines: list[Line], hidden: np.ndarray) -> bool:
    for cell in np.flatnonzero(hidden):
        low, high = bounds(counts, lines, hidden, int(cell))
        if high - low < 1e-6 or high < THRESHOLD - 1e-6:
            return False
    return True


tables = st.dictionaries(
    st.tuples(
        st.sampled_from(["101", "105", "221", "311"]), st.sampled_from(["SU", "NU", "SV"]), st.sampled_from("ab")
    ),
    st.integers(0, 12),
    min_size=1,
    max_size=14,
)


@settings(max_examples=60, deadline=None)
@given(contacts=tables)
def test_on_any_table_every_hidden_group_could_be_large_and_none_is_exact(contacts: Rows) -> None:
    group_of = {"101": "Internmedicin", "105": "Internmedicin"}
    groups = with_margins({(s, a, f"{a}-{u}"): n for (s, a, u), n in contacts.items()}, group_of)
    counts = np.array(list(groups.values()), dtype=np.int64)
    lines = margin_lines(groups, group_of)
    hidden = smallest_protecting_set(counts, lines, THRESHOLD)
    assert hidden[(counts > 0) & (counts < THRESHOLD)].all()
    assert is_protected(counts, lines, hidden)


@settings(max_examples=25, deadline=None)
@given(contacts=st.lists(st.integers(0, 9), min_size=4, max_size=4))
def test_the_hidden_set_is_the_smallest_that_protects(contacts: list[int]) -> None:
    groups = with_margins(dict(zip([(s, a, a) for s in "xy" for a in "pq"], contacts, strict=True)), {})
    counts = np.array(list(groups.values()), dtype=np.int64)
    lines = margin_lines(groups, {})
    found = smallest_protecting_set(counts, lines, THRESHOLD)
    primary = np.flatnonzero((counts > 0) & (counts < THRESHOLD))
    others = np.flatnonzero(counts >= THRESHOLD)
    for size in range(int(found.sum()) - len(primary)):
        for more in itertools.combinations(others, size):
            hidden = np.zeros(len(counts), dtype=bool)
            hidden[[*primary, *more]] = True
            assert not is_protected(counts, lines, hidden), f"{size} extra groups protect, {found.sum()} were hidden"


def test_a_table_without_small_groups_hides_nothing() -> None:
    groups = with_margins({("x", "SU", "u"): 5, ("x", "NU", "v"): 70, ("y", "SU", "u"): 0}, {})
    counts = np.array(list(groups.values()), dtype=np.int64)
    assert not smallest_protecting_set(counts, margin_lines(groups, {}), THRESHOLD).any()


def test_two_small_groups_whose_sum_is_known_to_be_small_hide_the_sum_too() -> None:
    counts = np.array([5, 1, 4], dtype=np.int64)  # one and four make five: shown, the sum would say both are small
    hidden = smallest_protecting_set(counts, [Line(0, (1, 2))], THRESHOLD)
    assert hidden.tolist() == [True, True, True]


def test_the_threshold_nought_hides_nothing() -> None:
    assert not smallest_protecting_set(np.array([3, 1, 2]), [Line(0, (1, 2))], 0).any()


def test_of_equally_small_sets_the_one_with_fewest_patients_is_hidden() -> None:
    counts = np.array([1003, 3, 900, 100], dtype=np.int64)
    hidden = smallest_protecting_set(counts, [Line(0, (1, 2, 3))], THRESHOLD)
    assert hidden.tolist() == [False, True, False, True]


def test_a_patient_can_only_be_imagined_elsewhere_among_patients_of_the_same_kind() -> None:
    """Raising (x, p) takes a patient from (x, q), who all waited long, and one from (y, p), who all waited short."""
    kinds_of = {("x", "p"): [3, 0], ("x", "q"): [0, 30], ("y", "p"): [30, 0], ("y", "q"): [20, 20]}
    groups = with_margins({(s, a, a): sum(kinds) for (s, a), kinds in kinds_of.items()}, {})
    by_kind = [with_margins({(s, a, a): kinds[kind] for (s, a), kinds in kinds_of.items()}, {}) for kind in (0, 1)]
    counts = np.array(list(groups.values()), dtype=np.int64)
    kinds = np.array([[by_kind[kind].get(group, 0) for kind in (0, 1)] for group in groups], dtype=np.int64)
    lines = margin_lines(groups, {})
    weights = parts_within(list(groups), lines)
    on_counts_alone = smallest_protecting_set(counts, lines, THRESHOLD, weights=weights)
    with_kinds = smallest_protecting_set(counts, lines, THRESHOLD, kinds=kinds, weights=weights)
    assert (with_kinds | ~on_counts_alone).all()
    assert with_kinds.sum() > on_counts_alone.sum()


@pytest.mark.parametrize("seed", range(3))
def test_the_same_table_hides_the_same_groups_on_every_run(seed: int) -> None:
    generator = np.random.default_rng(seed)
    contacts = {(s, a, f"{a}{u}"): int(generator.poisson(6)) for s in "abcdef" for a in "pqrs" for u in "12"}
    groups = with_margins(contacts, {"a": "g", "b": "g"})
    counts = np.array(list(groups.values()), dtype=np.int64)
    lines = margin_lines(groups, {"a": "g", "b": "g"})
    first = smallest_protecting_set(counts, lines, THRESHOLD)
    assert first.any()
    assert (first == smallest_protecting_set(counts, lines, THRESHOLD)).all()
    assert pl.Series(first).sum() >= ((counts > 0) & (counts < THRESHOLD)).sum()


def test_the_regions_total_is_not_hidden_to_spare_a_few_clinics() -> None:
    contacts = {(s, a, a): 40 for s in "uvwxyz" for a in "pqrst"} | {("x", "p", "p"): 3}
    groups = with_margins(contacts, {})
    counts = np.array(list(groups.values()), dtype=np.int64)
    lines = margin_lines(groups, {})
    hidden = smallest_protecting_set(counts, lines, THRESHOLD, weights=parts_within(list(groups), lines))
    assert not [group for group, gone in zip(groups, hidden, strict=True) if gone and "Alla" in group]
