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
from etl.sample.levels import ACUTE, Integers, Level
from etl.sample.patients import people
from etl.sample.places import Places
from etl.sample.plan import Plan
from etl.sample.truths import Floats

EXTRACT_COLUMNS = [column.name for column in COLUMNS]
REGION_CODE = "99"
LONGEST = 700  # days
TAILS = (25.0, 210.0)  # shortest and longest mean of the days beyond the limit
FREE_OVER = 0.6  # of those no definition counts: over the limit
SOONER = 1.15  # above 1: more of those within the limit have waited a short time
AT_ONCE = 0.9  # of acute contacts: seen the same day
# A known habit of the region's systems: now and then the decision is dated before the referral.
DECIDED_FIRST, REFERRED_AHEAD = 0.003, 15
PROCEDURES = {"311": ("NFB49", "NGB49"), "511": ("CJE20",)}  # KVÅ: hip, knee, cataract
EXAMINATION, BY_REFERRAL = 3, 1
EPOCH = dt.date(1970, 1, 1)


def month_of_contacts(
    plan: Plan, places: Places, level: Level, counted: Counts, rng: np.random.Generator
) -> pl.DataFrame:
    """Every contact of the month, typed; `as_extract` makes it a file."""
    by_class = counted.by_class
    cell = np.repeat(np.arange(len(plan)), by_class.sum(axis=1))
    kind_of = np.repeat(np.tile(np.arange(by_class.shape[1]), len(plan)), by_class.ravel())
    order = rng.permutation(len(cell))
    cell, kind_of = cell[order], kind_of[order]
    end = _end_days(level, len(cell), rng)
    waited = _waited(plan, level, cell, kind_of, end, rng)
    phase = plan.phase[cell]
    patients = people(plan, cell, level.month.year, rng)
    letter = "V" if level.kind == "vantande" else "G"
    return pl.DataFrame(
        {
            "beslut_datum": _dates(end - waited),
            "start_datum": _dates(end) if level.kind == "genomforda" else None,
            "medicinskt_maldatum": _targets(phase, kind_of, end, waited, rng),
            "matperiod": pl.repeat(level.month, len(cell), eager=True),
            "mvo_kod": _taken(plan.specialty, cell),
            "aktivitetskod": _activities(plan, cell, rng),
            **_procedures(plan, cell, rng),
            "vardgaranti": _taken(np.array(["JA", "NEJ"]), _outside_guarantee(plan, cell, kind_of).astype(int)),
            "avvikelsekod": _deviations(kind_of),
            **places.columns(cell, rng),
            **patients,
            "remiss_datum": _referrals(patients["remittenttyp"].to_numpy(), end, waited, rng),
            "vardkontakt_id": _identities(f"EX-{letter}-{level.month:%Y%m}-", len(cell)),
            "fas": phase,
            "vantetid_dagar": waited,
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
    filled = contacts.with_columns(pl.lit(value).alias(name) for name, value in same.items())
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


def _waited(
    plan: Plan, level: Level, cell: Integers, kind_of: Integers, end: Integers, rng: np.random.Generator
) -> Integers:
    """Days waited, on the right side of the limit, with most decisions on a weekday."""
    limits = np.where(plan.specialty == CHILD_PSYCHIATRY, CHILD_LIMIT, LIMIT)
    drawn, tail = rng.random(len(cell)), rng.exponential(_tails(level, limits)[cell])
    free = np.isin(kind_of, (BY_CHOICE, BY_MEDICINE, BY_SOCIETY, OUTSIDE))
    over = (kind_of == OVER) | (free & (rng.random(len(cell)) < FREE_OVER))
    middle = kind_of == MIDDLE
    lowest = np.select([over, middle], [LIMIT + 1, CHILD_LIMIT + 1], 0)
    highest = np.select([over, middle], [LONGEST, LIMIT], limits[cell])
    within = lowest + np.floor((highest - lowest + 1) * drawn**SOONER).astype(np.int64)
    waited = np.where(over, np.minimum(lowest + tail.astype(np.int64), LONGEST), within)
    weekend = np.maximum((end - waited + 3) % 7 - 4, 0)  # Saturday 1, Sunday 2
    later, earlier = waited - (3 - weekend), waited + weekend
    moved = np.where(later >= lowest, later, np.where(earlier <= highest, earlier, waited))
    planned: Integers = np.where(weekend > 0, moved, waited)
    acute: Integers = np.where(plan.phase[cell] == ACUTE, (drawn > AT_ONCE).astype(np.int64), planned)
    return acute


def _tails(level: Level, limits: Integers) -> Floats:
    """Mean days beyond the limit: the fewer within it, the longer the others wait, as in a queue that decays evenly."""
    shares = np.clip(level.share, 0.01, 0.99)
    means: Floats = np.clip(-limits / np.log(1 - shares), *TAILS)
    return means


def _targets(
    phase: Integers, kind_of: Integers, end: Integers, waited: Integers, rng: np.random.Generator
) -> pl.Series:
    """Follow-up visits: a target on or after the end of the wait when on target, between decision and end when not."""
    ahead = rng.integers(0, 120, len(end))
    behind = -1 - np.floor(rng.random(len(end)) * np.maximum(waited - 1, 0)).astype(np.int64)
    days = end + np.where(kind_of == WITHIN, ahead, behind)
    has_target = (phase == FOLLOW_UP) & (kind_of != OUTSIDE)
    return _dates(days).zip_with(pl.Series(has_target), _nothing(pl.Date, len(end)))


def _activities(plan: Plan, cell: Integers, rng: np.random.Generator) -> pl.Series:
    """Operations and examinations have one of three invented codes of five digits."""
    codes = np.array([[f"{specialty}{number:02d}" for number in (1, 2, 3)] for specialty in plan.specialty]).ravel()
    drawn = _taken(codes, cell * 3 + rng.integers(0, 3, len(cell)))
    has_activity = pl.Series(np.isin(plan.phase[cell], (2, 3)))
    return drawn.zip_with(has_activity, _nothing(pl.String, len(cell)))


def _procedures(plan: Plan, cell: Integers, rng: np.random.Generator) -> dict[str, pl.Series]:
    """`kva_kod` and `aktivitet_kva` of the operations whose specialty has a well-known one."""
    known = [
        PROCEDURES.get(str(mvo), ("",)) if phase == 2 else ("",)
        for mvo, phase in zip(plan.specialty, plan.phase, strict=True)
    ]
    codes = np.array([[found[0], found[-1]] for found in known]).ravel()
    drawn = _taken(codes, cell * 2 + rng.integers(0, 2, len(cell))).replace("", None)
    return {"kva_kod": drawn, "aktivitet_kva": drawn}


def _outside_guarantee(plan: Plan, cell: Integers, kind_of: Integers) -> NDArray[np.bool_]:
    """The guarantee is for first visits and treatment; child psychiatry's stricter one for examinations too."""
    covered = np.isin(plan.phase, (1, 2)) | ((plan.phase == EXAMINATION) & (plan.specialty == CHILD_PSYCHIATRY))
    outside: NDArray[np.bool_] = (kind_of == OUTSIDE) | ~covered[cell]
    return outside


def _referrals(referrer: Integers, end: Integers, waited: Integers, rng: np.random.Generator) -> pl.Series:
    """The day of the referral, where there was one: on the decision's day or before it, seldom after."""
    ahead = np.floor(REFERRED_AHEAD * rng.random(len(end)) ** 2).astype(np.int64)
    decided_first = rng.random(len(end)) < DECIDED_FIRST
    days = end - waited + np.where(decided_first, np.minimum(2, waited), -ahead)
    return _dates(days).zip_with(pl.Series(referrer == BY_REFERRAL), _nothing(pl.Date, len(end)))


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


def _nothing(kind: type[pl.DataType], length: int) -> pl.Series:
    return pl.Series([None], dtype=kind).new_from_index(0, length)


def _dates(days: Integers) -> pl.Series:
    return pl.Series(days.astype(np.int32)).cast(pl.Date)
