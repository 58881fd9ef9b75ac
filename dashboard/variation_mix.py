"""Shares with the same mix of specialties for every förvaltning, and pairs whose order the mix turns round.

Direct standardisation: each specialty's own share, weighted by the region's patients in the specialties that the
förvaltning has. Only published figures go in; a hidden group is left out and the coverage says how much is left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.standardisation import Reversal, reversals, standardised
from dashboard.states import HIDDEN, SHOWN
from dashboard.variation_verdicts import ALL

Floats = NDArray[np.float64]
FEWEST_SPECIALTIES = 2  # of one there is no mix to even out


@dataclass(frozen=True)
class Mixed:
    """One förvaltning: its published total, and its share with the region's mix; `coverage` 0–1 of the region's mix."""

    total: Mapping[str, Any]
    standardised: float
    coverage: float
    specialties: int

    @property
    def name(self) -> str:
        return str(self.total["administration"])


@dataclass(frozen=True)
class Turned:
    """A pair whose order turns: `first` has the lower total and is higher in `better` of `common` specialties."""

    first: str
    second: str
    crude: tuple[float, float]
    standardised: tuple[float, float]
    better: int
    common: int

    @property
    def is_in_most(self) -> bool:
        return 2 * self.better > self.common


@dataclass(frozen=True)
class Mix:
    """Every förvaltning that can be standardised, those that cannot, and the pairs whose order turns."""

    mixed: Sequence[Mixed]
    left_out: Sequence[str]
    hidden_groups: int
    turned: Sequence[Turned]


def mix(attainment: pl.DataFrame, undivided: Sequence[str], administrations: Sequence[str]) -> Mix:
    """The mix of one cut; `undivided` are the specialties without margins, `administrations` every förvaltning."""
    cells = {(row["specialty"], row["administration"]): row for row in attainment.iter_rows(named=True)}
    weights = np.array([_base(cells.get((specialty, ALL))) for specialty in undivided])
    counts, bases = _arrays(cells, undivided, administrations)
    firm = np.array([[_is_firm(cells.get((code, name))) for code in undivided] for name in administrations], dtype=bool)
    mixed = []
    for index, name in enumerate(administrations):
        total, has = cells.get((ALL, name)), firm[index] & (weights > 0)
        if _is_firm(total) and has.sum() >= FEWEST_SPECIALTIES:
            share = standardised(counts[index, has], bases[index, has], weights[has])
            coverage = float(weights[has].sum() / weights.sum())
            mixed.append(Mixed(total or {}, float(share), coverage, int(has.sum())))
    known = {each.name for each in mixed}
    has_rows = {administration for _, administration in cells}
    return Mix(
        mixed=mixed,
        left_out=[name for name in administrations if name not in known and name in has_rows],
        hidden_groups=sum(
            row["status"] == HIDDEN for (code, name), row in cells.items() if name != ALL and code in undivided
        ),
        turned=_turned(cells, counts, bases, administrations),
    )


def _turned(
    cells: Mapping[tuple[str, str], Mapping[str, Any]], counts: Floats, bases: Floats, administrations: Sequence[str]
) -> list[Turned]:
    totals = [cells.get((ALL, name)) for name in administrations]
    total_n = np.array([_base(row) for row in totals])
    total_x = np.array([row["numerator"] if row is not None and _base(row) else 0 for row in totals], dtype=float)
    return [_pair(each, counts, bases, administrations) for each in reversals(counts, bases, total_x, total_n)]


def _pair(found: Reversal, counts: Floats, bases: Floats, administrations: Sequence[str]) -> Turned:
    common = (bases[found.higher] > 0) & (bases[found.lower] > 0)
    shares = counts[:, common] / np.maximum(bases[:, common], 1)
    return Turned(
        first=administrations[found.lower],
        second=administrations[found.higher],
        crude=(found.crude[1], found.crude[0]),
        standardised=(found.standardised[1], found.standardised[0]),
        better=int((shares[found.lower] > shares[found.higher]).sum()),
        common=found.strata,
    )


def _arrays(
    cells: Mapping[tuple[str, str], Mapping[str, Any]], undivided: Sequence[str], administrations: Sequence[str]
) -> tuple[Floats, Floats]:
    """Counts and bases (förvaltningar, specialties); 0 where there is no share to show."""
    found = [[cells.get((code, name)) for code in undivided] for name in administrations]
    bases = np.array([[_base(row) for row in of] for of in found], dtype=float)
    counts = [[row["numerator"] if row is not None and _base(row) else 0 for row in of] for of in found]
    return np.array(counts, dtype=float), bases


def _base(row: Mapping[str, Any] | None) -> float:
    return float(row["denominator"]) if row is not None and row["share"] is not None and row["denominator"] else 0.0


def _is_firm(row: Mapping[str, Any] | None) -> bool:
    return row is not None and row["status"] == SHOWN and row["share"] is not None
