"""Contacts in the national delivery's columns: what is drawn once, when a patient comes, and a file of them."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
from numpy.typing import NDArray

from etl.contracts.contacts import COLUMNS
from etl.sample.levels import CHILD_PSYCHIATRY, FOLLOW_UP, Integers, is_child_psychiatry
from etl.sample.patients import people, stays_longer
from etl.sample.places import Places
from etl.sample.plan import Plan
from etl.sample.waits import BY_CHOICE, BY_MEDICINE, BY_SOCIETY, CHILD_LIMIT, LIMIT, OUTSIDE, WITHIN, days_of

EXTRACT_COLUMNS = [column.name for column in COLUMNS]
REGION_CODE = "99"
TARGET_AHEAD = 120  # days: the most a follow-up visit's target is ahead of the month's end
# A known habit of the region's systems: now and then the decision is dated before the referral.
DECIDED_FIRST, REFERRED_AHEAD = 0.003, 15
PROCEDURES = {"311": ("NFB49", "NGB49"), "511": ("CJE20",)}  # KVÅ: hip, knee, cataract
EXAMINATION, BY_REFERRAL = 3, 1


def newcomers(
    plan: Plan,
    places: Places,
    month: dt.date,
    cell: Integers,
    kind_of: Integers,
    decided: Integers,
    rng: np.random.Generator,
) -> pl.DataFrame:
    """Patients who come to these cells, one row each: columns of the delivery, typed, and what the queue goes by.

    kind_of: how each is counted at the month's end; decided: days since 1970. The queue's columns are `cell`,
    `kind_of`, `decided`, `last_day` (the last on which the patient is within the limit) and `stays` (weight).
    """
    end = np.full(len(cell), days_of(month))
    waited, phase = end - decided, plan.phase[cell]
    target = _targets(kind_of, end, waited, rng)
    has_target = (phase == FOLLOW_UP) & (kind_of != OUTSIDE)
    patients, units = people(plan, cell, month.year, rng), places.columns(cell, rng)
    limit = np.where(is_child_psychiatry(plan), CHILD_LIMIT, LIMIT)[cell]
    return pl.DataFrame(
        {
            "beslut_datum": _dates(decided),
            "medicinskt_maldatum": _dates(target).zip_with(pl.Series(has_target), _nothing(pl.Date, len(cell))),
            "mvo_kod": _taken(plan.specialty, cell),
            "aktivitetskod": _activities(plan, cell, rng),
            **_procedures(plan, cell, rng),
            "vardgaranti": _taken(np.array(["JA", "NEJ"]), _outside_guarantee(plan, cell, kind_of).astype(int)),
            "avvikelsekod": _deviations(kind_of),
            **units,
            **patients,
            "remiss_datum": _referrals(patients["remittenttyp"].to_numpy(), decided, waited, rng),
            "fas": phase,
            "cell": cell,
            "kind_of": kind_of,
            "decided": decided,
            "last_day": np.where(has_target, target, decided + limit),
            "stays": stays_longer(plan, cell, patients["fodelsear"].to_numpy(), month.year, units["hsaid_vardenhet"]),
        }
    )


def numbered(patients: pl.DataFrame, month: dt.date) -> pl.DataFrame:
    """With `vardkontakt_id`, unique by month; the letters keep the digits from being read as an identity number."""
    number = pl.int_range(1, pl.len() + 1).cast(pl.String).str.zfill(7)
    return patients.with_columns(pl.format("EX-K-{}-{}A", pl.lit(f"{month:%Y%m}"), number).alias("vardkontakt_id"))


def as_waiting(patients: pl.DataFrame, month: dt.date) -> pl.DataFrame:
    """The month's queue with its dates; `as_extract` makes it a file."""
    waited = days_of(month) - pl.col("decided")
    return patients.with_columns(
        matperiod=pl.lit(month), start_datum=pl.lit(None, dtype=pl.Date), vantetid_dagar=waited
    )


def as_completed(patients: pl.DataFrame, started: Integers, month: dt.date) -> pl.DataFrame:
    """Those who were seen in the month. started: days since 1970."""
    return patients.with_columns(
        matperiod=pl.lit(month),
        start_datum=pl.lit(_dates(started)),
        vantetid_dagar=pl.lit(pl.Series(started)) - pl.col("decided"),
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


def _targets(kind_of: Integers, end: Integers, waited: Integers, rng: np.random.Generator) -> Integers:
    """On or after the month's end when on target, between the decision and the end when not."""
    ahead = rng.integers(0, TARGET_AHEAD, len(end))
    behind = -1 - np.floor(rng.random(len(end)) * np.maximum(waited - 1, 0)).astype(np.int64)
    targets: Integers = end + np.where(kind_of == WITHIN, ahead, behind)
    return targets


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


def _referrals(referrer: Integers, decided: Integers, waited: Integers, rng: np.random.Generator) -> pl.Series:
    """The day of the referral, where there was one: on the decision's day or before it, seldom after."""
    ahead = np.floor(REFERRED_AHEAD * rng.random(len(decided)) ** 2).astype(np.int64)
    decided_first = rng.random(len(decided)) < DECIDED_FIRST
    days = decided + np.where(decided_first, np.minimum(2, waited), -ahead)
    return _dates(days).zip_with(pl.Series(referrer == BY_REFERRAL), _nothing(pl.Date, len(decided)))


def _deviations(kind_of: Integers) -> pl.Series:
    codes = pl.Series([None, "1", "2", "3"], dtype=pl.String)
    return codes.gather(np.select([kind_of == BY_CHOICE, kind_of == BY_MEDICINE, kind_of == BY_SOCIETY], [1, 2, 3], 0))


def _taken(values: NDArray[np.str_], places: Integers) -> pl.Series:
    return pl.Series(values.tolist()).gather(places)


def _nothing(kind: type[pl.DataType], length: int) -> pl.Series:
    return pl.Series([None], dtype=kind).new_from_index(0, length)


def _dates(days: Integers) -> pl.Series:
    return pl.Series(days.astype(np.int32)).cast(pl.Date)
