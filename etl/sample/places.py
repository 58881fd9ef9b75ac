"""Where a contact is: the unit of its cell, by size, and the hospital the unit belongs to."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from etl.sample.levels import Integers
from etl.sample.plan import NO_HOSPITAL, UNIT_SHARES, Plan, planned_units, unit_reference
from etl.sample.truths import Floats

SPLIT_FROM = 60  # planned contacts per unit and month before a cell is split on its units


class Region:
    """The plan and its units: where each cell's contacts may be."""

    def __init__(self, plan: Plan, silent: str) -> None:
        units = planned_units()
        self.plan = plan
        reference = unit_reference()
        codes = dict(reference.filter(kodtyp="sjukhuskod").select("enhet", "kod").iter_rows())
        hospitals = [name if name in codes else NO_HOSPITAL[1] for name in units["sjukhus"]]
        self.units = units.select(
            pl.col("kod").alias("hsaid_vardenhet"),
            pl.Series("sjukhuskod", [codes.get(name, NO_HOSPITAL[0]) for name in hospitals]),
            pl.Series("sjukhusnamn", hospitals),
            pl.col("forvaltning"),
        )
        self._silent = units["enhet"].to_list().index(silent)
        self.silent_unit: str = units["kod"][self._silent]
        numbers: dict[tuple[str, str], list[int]] = {}
        for number, cell in enumerate(units.select("mvo", "forvaltning").iter_rows()):
            numbers.setdefault(cell, []).append(number)
        self._found = [
            numbers[str(mvo), str(part)] for mvo, part in zip(plan.specialty, plan.administration, strict=True)
        ]

    def places(self, planned: Floats, *, silent: bool) -> Places:
        """The places of a month. planned: its ordinary contacts per cell; silent: one unit does not report."""
        found = [[number for number in cell if not (silent and number == self._silent)] for cell in self._found]
        return Places(self.units, found, planned)


class Places:
    """The units of one month's cells; a cell planned small stays at its first unit every month."""

    def __init__(self, units: pl.DataFrame, found: list[list[int]], planned: Floats) -> None:
        self._units = units
        split = [len(cell) if many >= SPLIT_FROM * len(cell) else 1 for cell, many in zip(found, planned, strict=True)]
        self._number = np.array([[*cell, 0, 0, 0][:3] for cell in found])
        self._bounds = np.array([[*np.cumsum(UNIT_SHARES[parts]), 1.0, 1.0][:3] for parts in split])
        self._last: NDArray[np.int64] = np.array(split) - 1

    def columns(self, cell: Integers, rng: np.random.Generator) -> dict[str, pl.Series]:
        """`hsaid_vardenhet`, `sjukhuskod`, `sjukhusnamn` and `forvaltning` of contacts in these cells."""
        choice = (rng.random(len(cell))[:, None] >= self._bounds[cell][:, :2]).sum(axis=1)
        chosen = self._number[cell, np.minimum(choice, self._last[cell])]
        return {name: self._units[name].gather(chosen) for name in self._units.columns}
