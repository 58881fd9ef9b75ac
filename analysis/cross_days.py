"""The days of Green Crosses: what every source says of a unit's day, put together without merging anything.

A day that sources tell differently is a conflict, never a sum. A past day that nobody has told of is `ej_registrerad`
where the unit was expected to register it and `ingen_verksamhet` where it was not, but only as far as is known: what
has not been delivered yet, or was stopped, is not the same as what was not registered.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from analysis.cross_statements import (
    ENTRY_COLUMNS,
    NOT_REGISTERED_MASK,
    REGISTER,
    REGISTERS,
    UNIT,
    fingerprint,
    said_of_days,
    settled_days,
    stated_days,
    with_firsts,
)
from analysis.green_cross import NO_ACTIVITY, Palette
from analysis.swedish_calendar import working_days

__all__ = [
    "DAY_COLUMNS",
    "ENTRY_COLUMNS",
    "REGISTER",
    "REGISTERS",
    "UNIT",
    "UNIT_COLUMNS",
    "UNIT_DAY",
    "coverage",
    "days",
    "fingerprint",
    "first_moments",
    "is_in_rate",
    "newest_of",
    "with_known_to",
]

EVERY_DAY, WORKING_DAYS = "alla", "vardag"
UNIT_DAY = [*UNIT, "date"]
NO_ACTIVITY_MASK = 1 << NO_ACTIVITY
SILENT = (0, NOT_REGISTERED_MASK, NO_ACTIVITY_MASK)

# One row per unit that registers, or that anything is told of; `known_to` null: yesterday.
UNIT_COLUMNS: dict[str, pl.DataType] = {
    "principal": pl.String(),
    "administration": pl.String(),
    "unit": pl.String(),
    "hospital": pl.String(),
    "clinic": pl.String(),
    "cross_from": pl.Date(),
    "cross_to": pl.Date(),
    "opening": pl.String(),
    "known_to": pl.Date(),
    "sort_order": pl.Int32(),
}
# One row per unit and day; `cases` is a set of `green_cross` cases, 0 where nothing is known of the day.
DAY_COLUMNS: dict[str, pl.DataType] = {
    "principal": pl.String(),
    "administration": pl.String(),
    "unit": pl.String(),
    "date": pl.Date(),
    "cases": pl.UInt64(),
    "events": pl.Int32(),
    "is_expected": pl.Boolean(),
    "is_counted": pl.Boolean(),
    "is_registered": pl.Boolean(),
    "is_derived": pl.Boolean(),
    "is_conflict": pl.Boolean(),
    "is_late": pl.Boolean(),
    "has_went_well": pl.Boolean(),
    "sources": pl.String(),
}


def days(
    entries: pl.DataFrame,
    units: pl.DataFrame,
    palette: Palette,
    today: dt.date,
    *,
    first: dt.date | None = None,
    last: dt.date | None = None,
    begins: pl.DataFrame | None = None,
    firsts: pl.DataFrame | None = None,
    stopped: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """One row per unit and day (DAY_COLUMNS), sorted by principal, administration, unit and date.

    entries: ENTRY_COLUMNS, the newest version of what the register holds; units: UNIT_COLUMNS, one row per unit; the
    entries of other units are left out. A unit's days go from cross_from or its first entry, the earlier, to cross_to
    or its last entry, the later, and never past `today`; without cross_to to `today`. `first` and `last` bound what is
    given; where `entries` do not hold a unit's first, `begins` (UNIT and `begin` Date) tells it. `firsts`
    (`first_moments`): when days of the register were first registered; without it a corrected day is never late.
    `stopped` (UNIT_DAY): days that a source tells of in rows that were not taken in; unexpected ones are not known.
    KeyError: an entry has a fact that there is none of, or a colour that its definition never gives.
    """
    numbered = units.sort(UNIT).with_row_index("id")
    said = said_of_days(entries.join(numbered.select(*UNIT, "id"), on=UNIT, how="inner"), palette)
    said = said if firsts is None else with_firsts(said, firsts, numbered)
    stated = settled_days(stated_days(said), said, entries, numbered)
    grid = _grid(numbered, stated, begins, today, first, last)
    nothing, untold = pl.col("cases").is_null(), _untold(today)
    return (
        _with_stopped(grid, stopped, numbered)
        .join(stated, on=["id", "date"], how="left", maintain_order="left")
        .with_columns(cases=pl.coalesce("cases", untold), is_derived=nothing & (untold != 0))
        .with_columns(
            is_registered=~pl.col("cases").is_in(SILENT),
            is_counted=pl.col("cross_from").is_not_null(),
            events=pl.col("events").fill_null(0),
            sources=pl.col("sources").fill_null(""),
            **{name: pl.col(name).fill_null(value=False) for name in ("is_conflict", "is_late", "has_went_well")},
        )
        .join(numbered.select("id", *UNIT), on="id", how="left", maintain_order="left")
        .select(pl.col(name).cast(kind) for name, kind in DAY_COLUMNS.items())
    )


def is_in_rate(today: dt.date) -> pl.Expr:
    """Which days of DAY_COLUMNS are the denominator of the registration rate; is_registered are those of its numerator.

    Days that are known, of units that are counted, with activity expected or something registered; today only once it
    is registered.
    """
    has_activity = pl.col("is_expected") & (pl.col("cases") != NO_ACTIVITY_MASK)
    is_past = pl.col("date") < today
    return (
        pl.col("is_counted")
        & (pl.col("cases") != 0)
        & ((is_past & has_activity) | pl.col("is_registered"))
        & (pl.col("date") <= today)
    )


def with_known_to(units: pl.DataFrame, entries: pl.DataFrame, coverage: pl.DataFrame) -> pl.DataFrame:
    """The units with `known_to` by what is delivered.

    entries: ENTRY_COLUMNS; coverage: `principal, source, known_to`. A unit that is told of by deliveries only is known
    to the last day that the newest of its sources covers; one that is entered in the register, or that no delivery
    tells of, to yesterday (null).
    """
    told = (
        entries.select(*UNIT, "source")
        .unique()
        .join(coverage, on=["principal", "source"], how="left")
        .group_by(UNIT)
        .agg(
            is_entered=(pl.col("source") == REGISTER).any(),
            covered=pl.col("known_to").filter(pl.col("source") != REGISTER).max(),
        )
    )
    known = pl.when(~pl.col("is_entered")).then(pl.col("covered")).cast(pl.Date)
    return (
        units.drop("known_to", strict=False)
        .join(told, on=UNIT, how="left", maintain_order="left")
        .with_columns(known_to=known)
        .select(pl.col(name).cast(kind) for name, kind in UNIT_COLUMNS.items())
    )


def first_moments(versions: pl.DataFrame) -> pl.DataFrame:
    """UNIT_DAY and `first_at`: when each day was first registered, of every version that the register has."""
    firsts = versions.filter(pl.col("version") == 1)
    return firsts.group_by(UNIT_DAY).agg(first_at=pl.col("registered_at").min())


def newest_of(versions: pl.DataFrame) -> pl.DataFrame:
    """The newest version of each day, of every version that the register has."""
    return versions.filter(pl.col("version") == pl.col("version").max().over(UNIT_DAY))


def coverage(entries: pl.DataFrame) -> pl.DataFrame:
    """`principal, source, known_to`: the last day of the month of the latest date that a source has delivered."""
    return (
        entries.filter(pl.col("source") != REGISTER)
        .group_by("principal", "source")
        .agg(known_to=pl.col("date").max().dt.month_end())
        .sort("principal", "source")
    )


def _grid(
    numbered: pl.DataFrame,
    stated: pl.DataFrame,
    begins: pl.DataFrame | None,
    today: dt.date,
    first: dt.date | None,
    last: dt.date | None,
) -> pl.DataFrame:
    """Every day of every unit: `id, date, cross_from, known_to, is_expected`, by unit and date."""
    told = stated.group_by("id").agg(told_from=pl.col("date").min(), told_to=pl.col("date").max())
    known = numbered.join(told, on="id", how="left", maintain_order="left").with_columns(begin=None)
    if begins is not None:
        known = known.drop("begin").join(begins, on=UNIT, how="left", maintain_order="left")
    begin = pl.min_horizontal("cross_from", "told_from", pl.col("begin").cast(pl.Date))
    end = pl.when(pl.col("cross_to").is_not_null()).then(pl.max_horizontal("cross_to", "told_to")).otherwise(today)
    spans = (
        known.with_columns(begin=begin, end=pl.min_horizontal(end, pl.lit(min(today, last or today))))
        .drop_nulls("begin")
        .with_columns(begin=pl.max_horizontal("begin", pl.lit(first or dt.date.min)))
        .filter(pl.col("begin") <= pl.col("end"))
    )
    grid = spans.with_columns(date=pl.date_ranges("begin", "end")).explode("date")
    is_within = pl.col("date").is_between("cross_from", pl.col("cross_to").fill_null(dt.date.max))
    is_open = (pl.col("opening") != WORKING_DAYS) | pl.col("is_working_day")
    return grid.join(_calendar(grid), on="date", how="left", maintain_order="left").select(
        "id", "date", "cross_from", "known_to", is_expected=is_within.fill_null(value=False) & is_open
    )


def _with_stopped(grid: pl.DataFrame, stopped: pl.DataFrame | None, numbered: pl.DataFrame) -> pl.DataFrame:
    """The grid with `is_stopped`."""
    if stopped is None or stopped.is_empty():
        return grid.with_columns(is_stopped=pl.lit(value=False))
    known = stopped.select(UNIT_DAY).unique().join(numbered.select(*UNIT, "id"), on=UNIT)
    marked = known.select("id", "date", is_stopped=pl.lit(value=True))
    told = grid.join(marked, on=["id", "date"], how="left", maintain_order="left")
    return told.with_columns(pl.col("is_stopped").fill_null(value=False))


def _calendar(grid: pl.DataFrame) -> pl.DataFrame:
    first, last = grid["date"].min(), grid["date"].max()
    if not isinstance(first, dt.date) or not isinstance(last, dt.date):
        return pl.DataFrame(schema={"date": pl.Date, "is_working_day": pl.Boolean})
    return working_days(first, last)


def _untold(today: dt.date) -> pl.Expr:
    """The case of a day that no source tells of: 0 as long as nobody could know, and where what was told is stopped."""
    is_past = (pl.col("date") < today) & (pl.col("date") <= pl.col("known_to").fill_null(today))
    is_known = is_past & (pl.col("is_expected") | ~pl.col("is_stopped"))
    case = pl.when("is_expected").then(NOT_REGISTERED_MASK).otherwise(NO_ACTIVITY_MASK)
    return pl.when(is_known).then(case).otherwise(0).cast(pl.UInt64)
