"""Decide which categories (sex, age, residence) of the region's groups are hidden, one dimension of a table at a time.

A table is a date, population and phase of a principal, as for the groups themselves; what of it is shown as a total is
decided there (`etl.suppression`) and not changed here. What to hide beside a small category is chosen by
`analysis.category_protection`. Answers are remembered under a hash of their table: a new month costs only itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.category_protection import Groups, hidden_categories
from etl.definitions import ALL
from etl.suppression import TABLE_KEYS, Progress, remember, remembered

KEYS = [*TABLE_KEYS, "dimension"]
METHOD_VERSION = "categories 1"  # part of the hash: a changed method answers anew
MEMORY = "suppression-categories.parquet"


@dataclass(frozen=True)
class Table:
    """One dimension: specialties and their margins (the whole last) by categories and kinds."""

    keys: tuple[object, ...]
    names: list[str]
    categories: list[str]
    groups: Groups
    counts: NDArray[np.int64]

    def key(self, threshold: int) -> str:
        """The hash that remembers its answer."""
        tree = (self.names, self.categories, self.groups.parent.tolist(), self.groups.is_total_hidden.tolist())
        described = repr((METHOD_VERSION, threshold, tree, self.counts.shape)).encode()
        return hashlib.sha256(described + self.counts.tobytes()).hexdigest()

    def cells(self, positions: list[int]) -> Iterator[tuple[object, ...]]:
        """KEYS, specialty and category of positions in the flattened table."""
        for position in positions:
            row, column = divmod(position, len(self.categories))
            yield *self.keys, self.names[row], self.categories[column]


def hidden_category_rows(
    kinds: pl.DataFrame,
    hidden_totals: pl.DataFrame,
    group_of: dict[str, str],
    threshold: int,
    memory: Path,
    progress: Progress = lambda _done, _of: None,
) -> pl.DataFrame:
    """What to hide, as KEYS, specialty and category.

    kinds: KEYS, specialty, category, kind (0, 1, …: what is told apart inside a category) and contacts > 0, of
    specialties without margins. hidden_totals: TABLE_KEYS and specialty, those whose figures for the region are hidden.
    group_of: specialty → its group. threshold: counts of 1 to threshold − 1 are small; 0 hides nothing.
    """
    tables = list(_tables(kinds, hidden_totals, group_of)) if threshold > 1 else []
    known = remembered(memory)
    rows: list[tuple[object, ...]] = []
    is_new = False
    for done, table in enumerate(tables, start=1):
        key = table.key(threshold)
        if key not in known:
            is_new = True
            hidden = hidden_categories(table.counts, table.groups, threshold)
            known[key] = [int(position) for position in np.flatnonzero(hidden)]
        rows += table.cells(known[key])
        progress(done, len(tables))
    if is_new:
        remember(memory, known)
    return pl.DataFrame(rows, schema=kinds.select(*KEYS, "specialty", "category").schema, orient="row")


def _tables(kinds: pl.DataFrame, hidden_totals: pl.DataFrame, group_of: dict[str, str]) -> Iterator[Table]:
    ordered = kinds.sort(*KEYS, "specialty", "category", "kind")
    totals = {
        keys: set(rows["specialty"].to_list())
        for keys, rows in hidden_totals.partition_by(TABLE_KEYS, as_dict=True).items()
    }
    for keys, rows in ordered.partition_by(KEYS, as_dict=True, include_key=False, maintain_order=True).items():
        yield _table(keys, rows, totals.get(keys[:-1], set()), group_of)


def _table(keys: tuple[object, ...], rows: pl.DataFrame, hidden: set[str], group_of: dict[str, str]) -> Table:
    """Specialties in their order, then the margins they are counted in, then the whole."""
    specialties = rows["specialty"].unique(maintain_order=True).to_list()
    margins = sorted({group_of[name] for name in specialties if name in group_of})
    names = [*specialties, *margins, ALL]
    place = {name: index for index, name in enumerate(names)}
    categories = sorted(rows["category"].unique().to_list())
    column = {name: index for index, name in enumerate(categories)}
    parent = np.array([place[group_of.get(name, ALL)] for name in specialties] + [place[ALL]] * len(margins) + [-1])
    counts = np.zeros((len(names), len(categories), rows["kind"].to_numpy().max() + 1), dtype=np.int64)
    at = (
        rows["specialty"].replace_strict(place, return_dtype=pl.Int64).to_numpy(),
        rows["category"].replace_strict(column, return_dtype=pl.Int64).to_numpy(),
        rows["kind"].to_numpy(),
    )
    np.add.at(counts, at, rows["contacts"].to_numpy())
    for index in range(len(names) - 1):  # parts stand before the margins that add them up
        counts[parent[index]] += counts[index]
    is_hidden = np.array([name in hidden for name in names])
    return Table(keys, names, categories, Groups(parent, is_hidden), counts)
