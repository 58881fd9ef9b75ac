"""Decide which groups of every table are hidden: each date, population and phase of a principal is one table.

The margins of a table are unit ⊂ administration ⊂ Alla and specialty ⊂ group ⊂ Alla; which counts a small group needs
hidden beside it is solved by `analysis.cell_suppression`. An answer is remembered under a hash of its table, so that a
new month costs only itself.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.cell_suppression import Line, smallest_protecting_set
from etl.build import Build
from etl.definitions import ALL

TABLE_KEYS = ["principal", "cutoff_date", "population", "phase"]
CELL_KEYS = ["specialty", "administration", "unit"]
METHOD_VERSION = "5"  # part of the hash: a changed method answers anew
MOST_REMEMBERED = 20_000  # tables: decades of months, some tens of megabytes
WORTH_A_POOL = 12  # tables; below this, starting processes costs more than it saves

Cell = tuple[str, str, str | None]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Table:
    """One table of groups: its cells in a fixed order, their contacts by kind, the hash that remembers its answer."""

    keys: tuple[object, ...]
    cells: tuple[Cell, ...]
    contacts_by_kind: NDArray[np.int64]
    key: str


def write_hidden(build: Build, memory: Path, threshold: int, progress: Progress) -> None:
    """Temporary table hidden_groups, decided from small_group_tables."""
    keys = ", ".join([*TABLE_KEYS, *CELL_KEYS])
    groups = build.frame(f"select {keys}, kind, contacts from small_group_tables")  # noqa: S608 - names from constants
    group_of = dict(
        build.connection.sql(
            "select specialty, specialty_group from specialty_reference where specialty_group is not null"
        ).fetchall()
    )
    build.write("hidden_groups", hidden_groups(groups, group_of, threshold, memory, progress), stays=False)


def hidden_groups(
    groups: pl.DataFrame,
    group_of: dict[str, str],
    threshold: int,
    memory: Path,
    progress: Progress = lambda _done, _of: None,
) -> pl.DataFrame:
    """The groups to hide, as TABLE_KEYS and CELL_KEYS.

    groups: TABLE_KEYS, CELL_KEYS (unit null above units), kind (0, 1, …: what is told apart inside a group) and
    contacts > 0. group_of: specialty → its group. threshold: groups of 1 to threshold − 1 are small; 0 hides nothing.
    """
    tables = list(_tables(groups, group_of, threshold)) if threshold > 1 else []
    kept = remembered(memory)
    new = {table.key: table for table in tables if table.key not in kept}
    answers = _solve(list(new.values()), group_of, threshold, progress)
    known = kept | answers
    if answers:
        remember(memory, known)
    rows = [(*table.keys, *table.cells[index]) for table in tables for index in known[table.key]]
    schema = groups.select(*TABLE_KEYS, *CELL_KEYS).schema
    return pl.DataFrame(rows, schema=schema, orient="row")


def _tables(groups: pl.DataFrame, group_of: dict[str, str], threshold: int) -> Iterator[Table]:
    """Only tables that hold a small group; the others hide nothing."""
    ordered = groups.sort(*TABLE_KEYS, *CELL_KEYS, "kind", nulls_last=True)
    parts = ordered.partition_by(TABLE_KEYS, as_dict=True, include_key=False, maintain_order=True)
    for keys, table in parts.items():
        position = table.select(pl.struct(CELL_KEYS).rle_id()).to_series().to_numpy()
        contacts_by_kind = np.zeros((position.max() + 1, table["kind"].to_numpy().max() + 1), dtype=np.int64)
        contacts_by_kind[position, table["kind"].to_numpy()] = table["contacts"].to_numpy()
        if contacts_by_kind.sum(axis=1).min() < threshold:
            cells = tuple(table.select(CELL_KEYS).unique(maintain_order=True).iter_rows())
            yield Table(keys, cells, contacts_by_kind, _hash(cells, contacts_by_kind, group_of, threshold))


def _hash(cells: tuple[Cell, ...], contacts: NDArray[np.int64], group_of: dict[str, str], threshold: int) -> str:
    grouping = sorted({(cell[0], group_of.get(cell[0], "")) for cell in cells})
    description = repr((METHOD_VERSION, threshold, cells, grouping, contacts.shape)).encode()
    return hashlib.sha256(description + contacts.tobytes()).hexdigest()


def margin_lines(cells: Iterable[Cell], group_of: dict[str, str]) -> list[Line]:
    """Every published sum of one table: over units, over administrations, over a group's specialties, over all."""
    position = {cell: index for index, cell in enumerate(cells)}
    parts: dict[tuple[str, Cell], list[int]] = {}
    for cell, index in position.items():
        specialty, administration, unit = cell
        if unit is not None:
            parts.setdefault(("organisation", (specialty, administration, None)), []).append(index)
        elif administration != ALL:
            parts.setdefault(("organisation", (specialty, ALL, None)), []).append(index)
        if specialty != ALL:
            margin = group_of.get(specialty, ALL)
            parts.setdefault(("specialty", (margin, administration, unit)), []).append(index)
    return [Line(position[parent], tuple(indexes)) for (_, parent), indexes in parts.items()]


def parts_within(cells: Sequence[Cell], lines: list[Line]) -> NDArray[np.int64]:
    """How many undivided groups each group holds: hiding a total costs as much as hiding all that it sums up.

    Fewest groups alone would hide the region's figure to save a handful of clinics.
    """
    children: dict[int, tuple[int, ...]] = {}
    for line in lines:
        children.setdefault(line.parent, line.children)

    @cache
    def parts(cell: int) -> int:
        return sum(map(parts, children[cell])) if cell in children else 1

    return np.array([parts(cell) for cell in range(len(cells))], dtype=np.int64)


def _answer(table: Table, group_of: dict[str, str], threshold: int) -> list[int]:
    contacts = table.contacts_by_kind.sum(axis=1)
    lines = margin_lines(table.cells, group_of)
    weights = parts_within(table.cells, lines)
    hidden = smallest_protecting_set(contacts, lines, threshold, kinds=table.contacts_by_kind, weights=weights)
    return [int(index) for index in np.flatnonzero(hidden)]


def _solve(tables: list[Table], group_of: dict[str, str], threshold: int, progress: Progress) -> dict[str, list[int]]:
    """Table hash → positions of its hidden cells; on all cores when there are many tables."""
    workers = min(len(tables), os.cpu_count() or 1)
    if len(tables) < WORTH_A_POOL or workers == 1:
        return {
            table.key: _counted(_answer(table, group_of, threshold), progress, done, len(tables))
            for done, table in enumerate(tables, start=1)
        }
    answers: dict[str, list[int]] = {}
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        futures = {table.key: pool.submit(_answer, table, group_of, threshold) for table in tables}
        for done, (key, future) in enumerate(futures.items(), start=1):
            answers[key] = _counted(future.result(), progress, done, len(tables))
    return answers


def _counted(answer: list[int], progress: Progress, done: int, of: int) -> list[int]:
    progress(done, of)
    return answer


def remembered(memory: Path) -> dict[str, list[int]]:
    """Table hash → positions that are hidden, as `remember` left them."""
    if not memory.exists():
        return {}
    return dict(pl.read_parquet(memory).select("key", "hidden").iter_rows())


def remember(memory: Path, answers: dict[str, list[int]]) -> None:
    """Replace what is remembered in one step, without the oldest of very many; private as the warehouse."""
    answers = dict(list(answers.items())[-MOST_REMEMBERED:])
    rows = pl.DataFrame(
        {"key": list(answers), "hidden": list(answers.values())},
        schema={"key": pl.String, "hidden": pl.List(pl.Int64)},
    )
    new = memory.with_suffix(".new")
    rows.write_parquet(new)
    new.chmod(0o600)
    new.replace(memory)
