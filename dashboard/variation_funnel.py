"""The funnel of one specialty: its förvaltningar or units against a target, and what chance alone would give each.

What is beyond chance against the region is the published verdict. Against the nation it is tested here, over all
förvaltningar or units of the specialty, whatever is chosen on the page.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.chance import beyond_chance
from analysis.funnel import exact_limits, mid_p
from analysis.overdispersion import FEWEST_TO_WINSORISE, adjusted_flag, adjusted_limits, overdispersion
from analysis.shrinkage import moments, shrunken, worst_fifth
from dashboard.variation_verdicts import OVER, UNDER, USUAL

Floats = NDArray[np.float64]
Row = Mapping[str, Any]
REGION, NATION = "regionen", "riket"
FEWEST_TO_ADJUST = FEWEST_TO_WINSORISE
SURE = 0.05
CURVE_POINTS = 60
LEAST_NUMBER = 5  # the axis begins here at the earliest: below it no share is published


@dataclass(frozen=True)
class Spread:
    """Overdispersion of the judged: φ, τ², how many, and the p value of no difference (χ²); None where unknown."""

    phi: float | None
    tau_squared: float | None
    units: int
    p_value: float | None

    @property
    def is_enough(self) -> bool:
        """Ten or more: fewer cannot tell a spread from its own tails."""
        return self.units >= FEWEST_TO_ADJUST and self.phi is not None

    @property
    def is_beyond(self) -> bool:
        """The differences are larger than chance: φ above 1 with p below 0.05."""
        return (self.phi or 0) > 1 and self.p_value is not None and self.p_value < SURE

    @property
    def is_adjusted(self) -> bool:
        return self.is_enough and self.is_beyond


@dataclass(frozen=True)
class Judged:
    """One förvaltning or unit in the funnel; limits are shares at its own number."""

    row: Row
    name: str
    label: str  # the name without the words that all of them begin with
    verdict: str | None
    thin: tuple[float, float]
    dashed: tuple[float, float]
    adjusted: tuple[float, float] | None
    shrunken: float | None
    worst_fifth: float | None
    stands_out: bool  # beyond chance, and outside the adjusted limits too


@dataclass(frozen=True)
class Funnel:
    """All of it: `judged` are the rows with a share, low bases (verdict None) among them."""

    is_units: bool
    target: float
    target_name: str
    judged: Sequence[Judged]
    spread: Spread
    numbers: Sequence[int]
    thin: Floats
    dashed: Floats
    adjusted: Floats | None

    @property
    def places(self) -> int:
        """How many the worst fifth is."""
        return -(-sum(each.verdict is not None for each in self.judged) // 5)


def funnel(rows: Sequence[Row], variation: Row, *, is_units: bool, nation: float | None) -> Funnel | None:
    """The funnel of these rows around the region's share, or around `nation` where it is given.

    `rows`: one per förvaltning or unit of one specialty and cut, with the columns of the published comparisons;
    `variation`: the specialty's own row. None where there is no share or no target.
    """
    shown = [row for row in rows if row["share"] is not None and row["denominator"]]
    region = next((row["target_share"] for row in shown if row["target_share"] is not None), variation["region_share"])
    target = region if nation is None else nation
    if not shown or target is None:
        return None
    counts = np.array([row["numerator"] for row in shown], dtype=float)
    bases = np.array([row["denominator"] for row in shown], dtype=float)
    firm = np.array([row["verdict"] is not None for row in shown])
    spread = _spread(counts[firm], bases[firm], nation, None if is_units or nation is not None else variation)
    numbers = _numbers(bases)
    limits = _limits(target, np.concatenate([bases, numbers]), spread)
    verdicts = _verdicts(shown, counts, bases, firm, nation)
    is_beyond = np.array([verdict in (UNDER, OVER) for verdict in verdicts])
    stand_out = np.zeros_like(is_beyond)
    if spread.is_adjusted:
        stand_out = adjusted_flag(counts, bases, is_beyond, target, spread.tau_squared or 0.0)
    estimates = _shrunken(counts, bases, firm)
    label = "unit" if is_units else "administration"
    judged = _judged(shown, label, verdicts, limits, estimates, stand_out.tolist())
    return Funnel(
        is_units=is_units,
        target=float(target),
        target_name=REGION if nation is None else NATION,
        judged=judged,
        spread=spread,
        numbers=numbers.astype(int).tolist(),
        thin=limits[0][:, len(bases) :],
        dashed=limits[1][:, len(bases) :],
        adjusted=None if limits[2] is None else limits[2][:, len(bases) :],
    )


def _limits(target: float, numbers: Floats, spread: Spread) -> tuple[Floats, Floats, Floats | None]:
    """Thin, dashed and adjusted limits, each (2, numbers); adjusted only where the spread calls for it."""
    thin, dashed = exact_limits(target, numbers)
    return thin, dashed, adjusted_limits(target, numbers, spread.tau_squared or 0.0) if spread.is_adjusted else None


def _judged(
    rows: Sequence[Row],
    label: str,
    verdicts: Sequence[str | None],
    limits: tuple[Floats, Floats, Floats | None],
    estimates: tuple[Sequence[float | None], Sequence[float | None]],
    stand_out: Sequence[bool],
) -> list[Judged]:
    thin, dashed, adjusted = limits
    means, risks = estimates
    names = [str(row[label]) for row in rows]
    beginning = _common_beginning(names)
    return [
        Judged(
            row=row,
            name=name,
            label=name.removeprefix(beginning),
            verdict=verdicts[index],
            thin=_pair(thin, index),
            dashed=_pair(dashed, index),
            adjusted=None if adjusted is None else _pair(adjusted, index),
            shrunken=means[index],
            worst_fifth=risks[index],
            stands_out=stand_out[index],
        )
        for index, (row, name) in enumerate(zip(rows, names, strict=True))
    ]


def _common_beginning(names: Sequence[str]) -> str:
    """Öron-näsa-hals: whole words that every name begins with and that a label can do without."""
    words = [name.split(" ")[:-1] for name in names]
    same = itertools.takewhile(lambda at: len(set(at)) == 1, zip(*words, strict=False))
    return "".join(f"{at[0]} " for at in same) if len(names) > 1 else ""


def shown_of(made: Funnel, chosen: Sequence[str]) -> list[Judged]:
    """The points on the page: units of the chosen förvaltningar; every förvaltning, whatever is chosen."""
    if not made.is_units or not chosen:
        return list(made.judged)
    return [each for each in made.judged if each.row["administration"] in chosen]


def _pair(limits: Floats, index: int) -> tuple[float, float]:
    return float(limits[0, index]), float(limits[1, index])


def _numbers(bases: Floats) -> Floats:
    """Whole numbers evenly apart on the square-root axis, from below the smallest to above the largest."""
    least = max(LEAST_NUMBER, 0.6 * bases.min())
    most = max(1.06 * bases.max(), least + CURVE_POINTS)
    numbers: Floats = np.unique(np.round(np.linspace(float(np.sqrt(least)), float(np.sqrt(most)), CURVE_POINTS) ** 2))
    return numbers


def _spread(counts: Floats, bases: Floats, nation: float | None, variation: Row | None) -> Spread:
    """The published φ and τ² of a specialty's förvaltningar; of units, or against the nation, reckoned here.

    Of units around their pooled share, as the published ones are.
    """
    if variation is not None:
        return Spread(variation["phi"], variation["tau_squared"], variation["judged"] or 0, variation["chance_p"])
    if len(bases) < 2:
        return Spread(None, None, len(bases), None)
    found = overdispersion(counts, bases, nation)
    return Spread(found.phi, found.tau_squared, found.units, found.p_value)


def _verdicts(
    rows: Sequence[Row], counts: Floats, bases: Floats, firm: NDArray[np.bool_], nation: float | None
) -> list[str | None]:
    if nation is None:
        return [row["verdict"] for row in rows]
    is_beyond = np.zeros(len(rows), dtype=bool)
    is_beyond[firm] = beyond_chance(mid_p(counts[firm], bases[firm], nation))
    side = np.where(counts / bases < nation, UNDER, OVER)
    return [
        None if not judged else str(where) if beyond else USUAL
        for judged, beyond, where in zip(firm, is_beyond, side, strict=True)
    ]


def _shrunken(counts: Floats, bases: Floats, firm: NDArray[np.bool_]) -> tuple[list[float | None], list[float | None]]:
    """Shrunken shares, and probabilities of the lowest fifth; None for low bases."""
    means, risks = np.full(len(bases), np.nan), np.full(len(bases), np.nan)
    if firm.sum() > 1:
        mu, m = moments(counts[firm], bases[firm], np.zeros(firm.sum(), dtype=np.int64))
        means[firm] = shrunken(counts[firm], bases[firm], mu[0], m[0])
        if np.isfinite(m[0]):
            risks[firm] = worst_fifth(counts[firm], bases[firm], float(mu[0]), float(m[0]))
    return _or_none(means), _or_none(risks)


def _or_none(values: Floats) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in values]
