"""A proposed delivery plan: the gap between senders and receivers placed where there is room, in the routine's order.

Levels, each as good as it can be before the next is looked at: least unmet; (fairness, if chosen); most in own regime;
most on own contracts; least delay; fewest pairs. Agreed plans are fixed first and never lowered. Pure: frames in,
frames out; the same rows in any order give the same proposal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis import season
from analysis.transfer_levels import Solved, solved
from analysis.transfer_options import PROBLEM, QUARTERS, REGIMES, Options, Travel
from analysis.transfer_problem import problems
from analysis.transfer_reasons import reason

__all__ = ["Options", "Proposal", "Travel", "as_versions", "by_season", "difference", "propose"]

_KEY = {"specialty": pl.String, "phase": pl.UInt8}
_PAIR = {**_KEY, "sender": pl.String, "receiver": pl.String}
PLACEMENTS = {**_PAIR, "regime": pl.String, "need_quarter": pl.UInt8, "quarter": pl.UInt8, "volume": pl.Int64}
NEEDS = {
    **_KEY,
    "sender": pl.String,
    "quarter": pl.UInt8,
    "need": pl.Int64,
    "agreed": pl.Int64,
    "placed": pl.Int64,
    "unmet": pl.Int64,
    "reason": pl.String,
}
RECEIVERS = {
    **_KEY,
    "receiver": pl.String,
    "regime": pl.String,
    "area": pl.String,
    "quarter": pl.UInt8,
    "offered": pl.Int64,
    "agreed": pl.Int64,
    "placed": pl.Int64,
    "free": pl.Int64,
    "price": pl.Int64,
}
LEVELS = {**_KEY, "level": pl.String, "value": pl.Float64, "bound": pl.Float64, "proven": pl.Boolean}
CONFLICTS = {
    **_KEY,
    "kind": pl.String,
    "provider": pl.String,
    "quarter": pl.UInt8,
    "agreed": pl.Int64,
    "available": pl.Int64,
    "excess": pl.Int64,
}


@dataclass(frozen=True)
class Proposal:
    """What is proposed beyond the agreed plans, and why not more. Volumes are patients; rows in full order.

    placements: specialty, phase, sender, receiver, regime, need_quarter (when the need arises), quarter (when the
    patients are to be received), volume > 0. needs: per sender and quarter of need: need = agreed (counted against it)
    + placed + unmet; reason (transfer_reasons.REASONS) where some are unmet, else null. receivers: per place offered
    and quarter: offered = agreed (counted there) + placed + free; price: how many patients more, in all, would get a
    place with one more slot there (0 or 1). levels: value and bound of each level per specialty and phase
    (transfer_levels.Level), proven where they are the same. conflicts: agreed volume beyond need (kind 'behov', of a
    sender) or beyond room (kind 'kapacitet', of a receiver); available null where nothing at all was told.
    exact_prices: False with a smallest batch, where the prices are those of the same problem without it.
    """

    placements: pl.DataFrame
    needs: pl.DataFrame
    receivers: pl.DataFrame
    levels: pl.DataFrame
    conflicts: pl.DataFrame
    exact_prices: bool

    @property
    def unmet(self) -> pl.DataFrame:
        """The rows of `needs` where somebody is without a place."""
        return self.needs.filter(pl.col("unmet") > 0)

    @property
    def binding(self) -> pl.DataFrame:
        """The rows of `receivers` where one more slot would give somebody a place."""
        return self.receivers.filter(pl.col("price") > 0)

    @property
    def volume_by_regime(self) -> pl.DataFrame:
        """specialty, phase, regime, volume placed: one row per regime in the routine's order, 0 where none."""
        regimes = pl.DataFrame({"regime": REGIMES})
        keys = self.needs.select(PROBLEM).unique().sort(PROBLEM)
        volumes = self.placements.group_by(*PROBLEM, "regime").agg(pl.col("volume").sum())
        every = keys.join(regimes, how="cross", maintain_order="left_right")
        found = every.join(volumes, on=[*PROBLEM, "regime"], how="left", maintain_order="left")
        return found.with_columns(pl.col("volume").fill_null(0))


def propose(
    needs: pl.DataFrame, offers: pl.DataFrame, agreed: pl.DataFrame, travel: Travel, options: Options
) -> Proposal:
    """Place the gap of every specialty and phase.

    needs: NEED_COLUMNS, volume = the gap before agreed plans (a surplus counts as 0). offers: OFFER_COLUMNS, volume =
    free before agreed plans, area may be null. agreed: AGREED_COLUMNS, plans in force. Columns are in
    `transfer_options`; others are ignored, rows of the same key are added. Raises ValueError for missing values, an
    unknown regime or quarter.
    """
    answers = [solved(problem, options) for problem in problems(needs, offers, agreed, travel, options)]
    return Proposal(
        placements=_frame((row for answer in answers for row in _placements(answer)), PLACEMENTS),
        needs=_frame((row for answer in answers for row in _needs(answer)), NEEDS),
        receivers=_frame((row for answer in answers for row in _receivers(answer)), RECEIVERS),
        levels=_frame((row for answer in answers for row in _levels(answer)), LEVELS),
        conflicts=_frame((row for answer in answers for row in _conflicts(answer)), CONFLICTS),
        exact_prices=options.smallest_batch <= 1,
    )


def difference(present: pl.DataFrame, proposal: Proposal) -> pl.DataFrame:
    """specialty, phase, sender, receiver, quarter, agreed, addition, proposed = agreed + addition, in full order.

    present: AGREED_COLUMNS. One row per pair and quarter where either is above 0.
    """
    keys = [*_PAIR, "quarter"]
    agreed = present.group_by(keys).agg(agreed=pl.col("volume").sum().cast(pl.Int64))
    addition = proposal.placements.group_by(keys).agg(addition=pl.col("volume").sum())
    both = agreed.cast({"phase": pl.UInt8, "quarter": pl.UInt8}).join(addition, on=keys, how="full", coalesce=True)
    told = both.with_columns(pl.col("agreed", "addition").fill_null(0))
    told = told.with_columns(proposed=pl.col("agreed") + pl.col("addition"))
    return told.filter(pl.col("proposed") > 0).select(*keys, "agreed", "addition", "proposed").sort(keys)


def as_versions(proposal: Proposal, present: pl.DataFrame) -> pl.DataFrame:
    """The plans that get more, as the quarter volumes of a next version: one row per pair, in full order.

    present: one row per plan: plan_id, version (its newest), specialty, phase, sender, receiver, regime,
    decided_volume (null: not told), q1–q4 in force. Returns the same columns – plan_id and version null for a pair
    without a plan – and addition (patients in all). Each q is the present one and what is placed, never less; the
    decided volume grows by the addition, so that what is outside the plan stays as it was.
    """
    quarters = [f"q{quarter}" for quarter in range(1, QUARTERS + 1)]
    added = _added_quarters(proposal).rename({name: f"added_{name}" for name in quarters})
    plans = added.join(present.cast({"phase": pl.UInt8}), on=list(_PAIR), how="left", suffix="_present")
    addition = pl.sum_horizontal(f"added_{name}" for name in quarters)
    decided = pl.when(pl.col("plan_id").is_null()).then(addition).otherwise(pl.col("decided_volume") + addition)
    return plans.select(
        "plan_id",
        "version",
        *_PAIR,
        pl.coalesce("regime_present", "regime").alias("regime"),
        decided.cast(pl.Int32).alias("decided_volume"),
        *((pl.col(name).fill_null(0) + pl.col(f"added_{name}")).cast(pl.Int32).alias(name) for name in quarters),
        addition.cast(pl.Int32).alias("addition"),
    ).sort(list(_PAIR))


def by_season(annual: int, quarter_shares: Sequence[float]) -> list[int]:
    """A year's volume as four quarters in proportion to a unit's own shares; they add up to it exactly."""
    return [int(volume) for volume in season.split(annual, np.asarray(quarter_shares, dtype=np.float64))]


def _added_quarters(proposal: Proposal) -> pl.DataFrame:
    """One row per pair: its main regime (the routine's first among equals) and q1–q4 placed."""
    order = pl.col("regime").replace_strict({regime: place for place, regime in enumerate(REGIMES)})
    regimes = (
        proposal.placements.group_by(*_PAIR, "regime")
        .agg(pl.col("volume").sum())
        .sort(pl.col("volume"), order, descending=[True, False])
        .group_by(list(_PAIR), maintain_order=True)
        .agg(pl.col("regime").first())
    )
    volumes = proposal.placements.group_by(list(_PAIR)).agg(
        pl.col("volume").filter(pl.col("quarter") == quarter).sum().alias(f"q{quarter}")
        for quarter in range(1, QUARTERS + 1)
    )
    return volumes.join(regimes, on=list(_PAIR))


def _frame(rows: Iterator[tuple[object, ...]], schema: dict[str, type[pl.DataType]]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def _placements(answer: Solved) -> Iterator[tuple[object, ...]]:
    problem = answer.problem
    volumes: Counter[tuple[str, str, str, int, int]] = Counter()
    for sender, place, since, quarter, volume in _first_come(answer):
        where = problem.places[place]
        volumes[problem.senders[sender], where.receiver, where.regime, since + 1, quarter + 1] += volume
    for key, volume in sorted(volumes.items()):
        yield (problem.specialty, problem.phase, *key, volume)


def _first_come(answer: Solved) -> Iterator[tuple[int, int, int, int, int]]:
    """sender, place, quarter of need, quarter, patients: those who have waited longest are received first."""
    waiting = answer.met.copy()
    for sender, quarter, place in np.argwhere(answer.placed.swapaxes(1, 2)):
        volume = int(answer.placed[sender, place, quarter])
        for since in range(quarter + 1):
            taken = min(volume, int(waiting[sender, since]))
            waiting[sender, since] -= taken
            volume -= taken
            if taken:
                yield int(sender), int(place), since, int(quarter), taken


def _needs(answer: Solved) -> Iterator[tuple[object, ...]]:
    problem = answer.problem
    rest = problem.room - answer.placed.sum(axis=0)
    for sender, name in enumerate(problem.senders):
        for quarter in range(QUARTERS):
            need, left, met = (int(part[sender, quarter]) for part in (problem.need, problem.left, answer.met))
            why = reason(problem, rest, sender, quarter) if left > met else None
            yield (problem.specialty, problem.phase, name, quarter + 1, need, need - left, met, left - met, why)


def _receivers(answer: Solved) -> Iterator[tuple[object, ...]]:
    problem = answer.problem
    received = answer.placed.sum(axis=0)
    for index, place in enumerate(problem.places):
        for quarter in range(QUARTERS):
            offered, taken, placed, price = (
                int(part[index, quarter]) for part in (problem.offered, problem.taken, received, answer.prices)
            )
            told = (place.receiver, place.regime, place.area, quarter + 1)
            yield (problem.specialty, problem.phase, *told, offered, taken, placed, offered - taken - placed, price)


def _levels(answer: Solved) -> Iterator[tuple[object, ...]]:
    for level in answer.levels:
        key = (answer.problem.specialty, answer.problem.phase)
        yield (*key, level.level, level.value, level.bound, level.proven)


def _conflicts(answer: Solved) -> Iterator[tuple[object, ...]]:
    for found in answer.problem.conflicts:
        key = (answer.problem.specialty, answer.problem.phase)
        yield (*key, found.kind, found.provider, found.quarter, found.agreed, found.available, found.excess)
