"""Unit-days as a grid of small numbers: what hundreds of thousands of readings add up to, in milliseconds.

Days that are read alike are of one kind, and a region's year has a few dozen kinds. A grid holds the number of each
day's kind, a row per unit and a column per day, so that any sum is a count of numbers and a new registration changes
one row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.cross_followup import readings
from analysis.green_cross import Palette

Unit = tuple[str, str]  # administration, unit
Codes = NDArray[np.int64]

PLACE = ["administration", "unit"]
ALIKE = [
    "cases", "is_conflict", "definition", "is_counted", "is_expected", "is_registered", "is_derived", "is_late",
    "has_went_well", "is_past",
]  # fmt: skip
NO_DAY = 0


@dataclass(frozen=True)
class Grid:
    """Units' days up to a day, numbered by kind.

    first: the day of the first column; rows: the row of each unit; kinds: one row per kind, as
    `cross_followup.readings` without unit and date; codes: units × days, NO_DAY or 1 + the kind's row.
    """

    first: dt.date
    rows: Mapping[Unit, int]
    kinds: pl.DataFrame
    codes: Codes

    def of(self, units: Sequence[Unit], last: dt.date, first: dt.date | None = None) -> Part:
        """The days of these units between two days, both inclusive."""
        begin = max(0, (first - self.first).days) if first else 0
        end = max(begin, (last - self.first).days + 1)
        codes = self.codes[[self.rows[unit] for unit in units], begin:end]
        return Part(self.first + dt.timedelta(days=begin), units, self.kinds, np.asfortranarray(codes))


@dataclass(frozen=True)
class Part:
    """Some units' days of a grid, in the order of `units`; the codes lie day by day, as they are counted."""

    first: dt.date
    units: Sequence[Unit]
    kinds: pl.DataFrame
    codes: Codes

    @property
    def begin(self) -> dt.date | None:
        """The first day that any of the units has; None of none."""
        columns = np.flatnonzero((self.codes != NO_DAY).any(axis=0))
        return self._date(int(columns[0])) if len(columns) else None

    def alike(self) -> pl.DataFrame:
        """The kinds that occur, with `days`, how many, and `date`, the last one."""
        return self._counted(np.zeros((1, 1), dtype=np.int64), "group").drop("group")

    def by_unit(self) -> pl.DataFrame:
        """As `alike`, of each unit: `place` is its place among `units`."""
        return self._counted(np.arange(len(self.units))[:, None], "place")

    def by_month(self) -> pl.DataFrame:
        """As `alike`, of each month: `month` is its first day."""
        start = self.first.replace(day=1)
        dates = np.datetime64(self.first) + np.arange(self.codes.shape[1])
        months = (dates.astype("datetime64[M]") - np.datetime64(start, "M")).astype(np.int64)
        found = self._counted(months[None, :], "month")
        return found.with_columns(month=pl.lit(start).dt.offset_by(pl.format("{}mo", "month")))

    def marks(self) -> pl.DataFrame:
        """Every day that was or may have been harm, with its `date`, and the first and last day of every other kind."""
        is_harm = self._flags(self.kinds["may_be_harm"] | self.kinds["is_harm"])
        is_marked = is_harm[self.codes]
        found = [self._read(self.codes[is_marked], np.nonzero(is_marked)[1])]
        width, columns = len(is_harm), self.codes.shape[1]
        kinds = np.flatnonzero((np.bincount(self.codes.ravel("K"), minlength=width) > 0) & ~is_harm)
        kinds = kinds[kinds != NO_DAY]
        first = columns - 1 - _latest(self.codes[:, ::-1], width)
        found += [self._read(kinds, where[kinds]) for where in (first, _latest(self.codes, width))]
        return pl.concat(found)

    def course(self) -> tuple[Codes, Codes, Codes]:
        """Of each unit and day 1 or 0: whether it is known, has activity, and is registered."""
        is_known = self._flags(self.kinds["cases"] > 0)
        has_activity, is_registered = (self._flags(self.kinds[name]) for name in ("has_activity", "is_registered"))
        return tuple(flags.astype(np.int64)[self.codes] for flags in (is_known, has_activity, is_registered))  # type: ignore[return-value]

    def _counted(self, groups: Codes, name: str) -> pl.DataFrame:
        width = len(self.kinds) + 1
        keys = groups * width + self.codes
        days = np.bincount(keys.ravel("K"), minlength=1)
        latest = _latest(keys, len(days))
        found = np.flatnonzero(days)
        found = found[found % width != NO_DAY]
        counted = self._read(found % width, latest[found])
        return counted.with_columns(pl.Series(name, found // width), pl.Series("days", days[found]))

    def _read(self, codes: Codes, columns: Codes) -> pl.DataFrame:
        dates = pl.Series("date", np.datetime64(self.first) + columns.astype("timedelta64[D]"), dtype=pl.Date)
        return self.kinds[codes - 1].with_columns(dates)

    def _flags(self, of_kinds: pl.Series) -> NDArray[np.bool_]:
        """A flag of each code, NO_DAY among them."""
        return np.concatenate([[False], of_kinds.to_numpy()])

    def _date(self, column: int) -> dt.date:
        return self.first + dt.timedelta(days=column)


def _latest(keys: Codes, width: int) -> Codes:
    """The last column of each key; 0 of one that is nowhere."""
    found = np.zeros(width, dtype=np.int64)
    found[keys.T.ravel()] = np.repeat(np.arange(keys.shape[1]), keys.shape[0])  # the last one written stays
    return found


def laid_over(grid: Grid | None, days: pl.DataFrame, palette: Palette, today: dt.date) -> Grid:
    """The grid with every day of the units in `days`, in the place of what it had of them; None: nothing as yet.

    days: DAY_COLUMNS and `definition`, whole units, each unit's days together.
    """
    days = days.with_columns(is_past=pl.col("date") < today)
    kinds = _with_kinds(None if grid is None else grid.kinds, days, palette, today)
    numbered = days.select(*PLACE, number=(pl.col("administration").rle_id() + pl.col("unit").rle_id()).rle_id())
    units = numbered.filter(pl.col("number").is_first_distinct()).select(PLACE).rows()
    rows = dict(grid.rows) if grid else {}
    for unit in units:
        rows.setdefault(unit, len(rows))
    begins = [date for date in (days["date"].min(), grid.first if grid else None) if isinstance(date, dt.date)]
    first = min(begins, default=today)
    codes = np.zeros((len(rows), (today - first).days + 1), dtype=np.int64)
    if grid is not None:
        codes[: len(grid.codes), codes.shape[1] - grid.codes.shape[1] :] = grid.codes
    places = np.array([rows[unit] for unit in units], dtype=np.int64)
    codes[places] = NO_DAY
    coded = days.join(kinds.select(ALIKE).with_row_index("kind", offset=1), on=ALIKE, how="left", maintain_order="left")
    columns = (days["date"].to_numpy() - np.datetime64(first)).astype(np.int64)
    codes[places[numbered["number"].to_numpy()], columns] = coded["kind"].to_numpy()
    return Grid(first, rows, kinds, codes)


def _with_kinds(known: pl.DataFrame | None, days: pl.DataFrame, palette: Palette, today: dt.date) -> pl.DataFrame:
    seen = days.select(*ALIKE, "date").unique(ALIKE)
    if known is not None:
        seen = seen.join(known, on=ALIKE, how="anti")
    read = readings(seen, palette, today).drop("date")
    return read if known is None else pl.concat([known, read])
