"""One month's file of waiting or completed contacts, in the national delivery's columns."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
from numpy.typing import NDArray

from etl.contracts.contacts import COLUMNS
from etl.sample.calibration import (
    BY_CHOICE,
    BY_MEDICINE,
    BY_SOCIETY,
    CHILD_LIMIT,
    CHILD_PSYCHIATRY,
    FOLLOW_UP,
    LIMIT,
    MIDDLE,
    OUTSIDE,
    OVER,
    WITHIN,
    Counts,
)
from etl.sample.levels import Floats, Integers, Level
from etl.sample.patients import people
from etl.sample.plan import Plan, planned_units

EXTRACT_COLUMNS = [column.name for column in COLUMNS]
REGION_CODE = "99"
LONGEST = 700  # days
TAIL = 95.0  # mean days beyond the limit
SOONER = 1.15  # above 1: more of those within the limit have waited a short time
SPLIT_FROM = 25  # planned contacts per unit and month before a cell is split on its units
UNIT_SHARES = {1: (1.0,), 2: (0.6, 1.0), 3: (0.45, 0.78, 1.0)}
EPOCH = dt.date(1970, 1, 1)


class Region:
    """The plan's units: where each cell's contacts may be."""

    def __init__(self, plan: Plan, stopped: str) -> None:
        units = planned_units()
        self.plan = plan
        self.codes = units["kod"]
        numbers: dict[tuple[str, str], list[int]] = {}
        for number, cell in enumerate(units.select("mvo", "forvaltning").iter_rows()):
            numbers.setdefault(cell, []).append(number)
        self.units = [
            numbers[str(mvo), str(part)] for mvo, part in zip(plan.specialty, plan.administration, strict=True)
        ]
        silent = units["enhet"].to_list().index(stopped)
        self.without_stopped = [[number for number in found if number != silent] for found in self.units]


def month_of_contacts(
    region: Region, level: Level, counted: Counts, rng: np.random.Generator, *, stopped: bool
) -> pl.DataFrame:
    """Every contact of the month, typed; `as_extract` makes it a file. stopped: whether the stopped unit is silent."""
    plan, by_class = region.plan, counted.by_class
    cell = np.repeat(np.arange(len(plan)), by_class.sum(axis=1))
    kind_of = np.repeat(np.tile(np.arange(by_class.shape[1]), len(plan)), by_class.ravel())
    order = rng.permutation(len(cell))
    cell, kind_of = cell[order], kind_of[order]
    end = _end_days(level, len(cell), rng)
    waited = _waited(plan, cell, kind_of, end, rng)
    places = region.without_stopped if stopped else region.units
    phase = plan.phase[cell]
    letter = "V" if level.kind == "vantande" else "G"
    return pl.DataFrame(
        {
            "beslut_datum": _dates(end - waited),
            "start_datum": _dates(end) if level.kind == "genomforda" else None,
            "medicinskt_maldatum": _targets(phase, kind_of, end, waited, rng),
            "matperiod": pl.repeat(level.month, len(cell), eager=True),
            "mvo_kod": _taken(plan.specialty, cell),
            "aktivitetskod": _activities(plan, cell, rng),
            "vardgaranti": _taken(np.array(["JA", "NEJ"]), ((kind_of == OUTSIDE) | (phase == FOLLOW_UP)).astype(int)),
            "avvikelsekod": _deviations(kind_of),
            "hsaid_vardenhet": region.codes.gather(_units(places, cell, level.planned, rng)),
            **people(plan, cell, level.month.year, rng),
            "vardkontakt_id": _identities(f"EX-{letter}-{level.month:%Y%m}-", len(cell)),
            "fas": phase,
            "vantetid_dagar": waited,
            "forvaltning": _taken(plan.administration, cell),
        }
    )


def as_extract(contacts: pl.DataFrame, kind: str) -> pl.DataFrame:
    """The 35 columns as text, as a file holds them; columns nobody needs stay empty."""
    same = {
        "regionkod": REGION_CODE,
        "hsaid_region": "SE9999999999-R1",
        "hsaid_vardgivare": "SE9999999999-V1",
        "status": "VANTANDE" if kind == "vantande" else "GENOMFORD",
    }
    filled = contacts.with_columns(
        pl.col("hsaid_vardenhet").alias("hsaid_enhet"), *(pl.lit(value).alias(name) for name, value in same.items())
    )
    empty = [name for name in EXTRACT_COLUMNS if name not in filled.columns]
    complete = filled.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in empty)
    return complete.select(pl.col(EXTRACT_COLUMNS).cast(pl.String))


def _end_days(level: Level, contacts: int, rng: np.random.Generator) -> Integers:
    """The day each wait is counted to: the cut-off, or a weekday of the month; days since 1970."""
    last = (level.month - EPOCH).days
    if level.kind == "vantande":
        return np.full(contacts, last)
    days = np.arange(last - level.month.day + 1, last + 1)
    weekdays = days[(days + 3) % 7 < 5]
    return rng.choice(weekdays, contacts)


def _waited(plan: Plan, cell: Integers, kind_of: Integers, end: Integers, rng: np.random.Generator) -> Integers:
    """Days waited, on the right side of the limit, with most decisions on a weekday."""
    limit = np.where(plan.specialty == CHILD_PSYCHIATRY, CHILD_LIMIT, LIMIT)[cell]
    drawn, tail = rng.random(len(cell)), rng.exponential(TAIL, len(cell))
    free = np.isin(kind_of, (BY_CHOICE, BY_MEDICINE, BY_SOCIETY, OUTSIDE))
    over = (kind_of == OVER) | (free & (rng.random(len(cell)) < 0.5))
    middle = kind_of == MIDDLE
    lowest = np.select([over, middle], [LIMIT + 1, CHILD_LIMIT + 1], 0)
    highest = np.select([over, middle], [LONGEST, LIMIT], limit)
    within = lowest + np.floor((highest - lowest + 1) * drawn**SOONER).astype(np.int64)
    waited = np.where(over, np.minimum(lowest + tail.astype(np.int64), LONGEST), within)
    weekend = np.maximum((end - waited + 3) % 7 - 4, 0)  # Saturday 1, Sunday 2
    later, earlier = waited - (3 - weekend), waited + weekend
    moved = np.where(later >= lowest, later, np.where(earlier <= highest, earlier, waited))
    waited_days: Integers = np.where(weekend > 0, moved, waited)
    return waited_days


def _targets(
    phase: Integers, kind_of: Integers, end: Integers, waited: Integers, rng: np.random.Generator
) -> pl.Series:
    """Follow-up visits: a target on or after the end of the wait when on target, between decision and end when not."""
    ahead = rng.integers(0, 120, len(end))
    behind = -1 - np.floor(rng.random(len(end)) * np.maximum(waited - 1, 0)).astype(np.int64)
    days = end + np.where(kind_of == WITHIN, ahead, behind)
    has_target = (phase == FOLLOW_UP) & (kind_of != OUTSIDE)
    return _dates(days).zip_with(pl.Series(has_target), pl.Series([None], dtype=pl.Date).new_from_index(0, len(end)))


def _units(places: list[list[int]], cell: Integers, planned: Floats, rng: np.random.Generator) -> Integers:
    """A unit for each contact; a cell planned small stays at its first unit every month."""
    split = [len(found) if many >= SPLIT_FROM * len(found) else 1 for found, many in zip(places, planned, strict=True)]
    number = np.array([[*found, 0, 0, 0][:3] for found in places])
    bounds = np.array([[*UNIT_SHARES[parts], 1.0, 1.0][:3] for parts in split])
    choice = (rng.random(len(cell))[:, None] >= bounds[cell][:, :2]).sum(axis=1)
    chosen: Integers = number[cell, np.minimum(choice, np.array(split)[cell] - 1)]
    return chosen


def _activities(plan: Plan, cell: Integers, rng: np.random.Generator) -> pl.Series:
    """Operations and examinations have one of three invented codes of five digits."""
    codes = np.array([[f"{specialty}{number:02d}" for number in (1, 2, 3)] for specialty in plan.specialty]).ravel()
    drawn = _taken(codes, cell * 3 + rng.integers(0, 3, len(cell)))
    has_activity = pl.Series(np.isin(plan.phase[cell], (2, 3)))
    return drawn.zip_with(has_activity, pl.Series([None], dtype=pl.String).new_from_index(0, len(cell)))


def _deviations(kind_of: Integers) -> pl.Series:
    codes = pl.Series([None, "1", "2", "3"], dtype=pl.String)
    return codes.gather(np.select([kind_of == BY_CHOICE, kind_of == BY_MEDICINE, kind_of == BY_SOCIETY], [1, 2, 3], 0))


def _identities(prefix: str, contacts: int) -> pl.Series:
    """Unique in the delivery; the letters keep the digits from being read as an identity number."""
    numbers = pl.int_range(1, contacts + 1, eager=True).alias("number").to_frame()
    written = pl.format("{}{}A", pl.lit(prefix), pl.col("number").cast(pl.String).str.zfill(7))
    return numbers.select(written.alias("vardkontakt_id")).to_series()


def _taken(values: NDArray[np.str_], places: Integers) -> pl.Series:
    return pl.Series(values.tolist()).gather(places)


def _dates(days: Integers) -> pl.Series:
    return pl.Series(days.astype(np.int32)).cast(pl.Date)
