"""Follow-up of the Green Cross: what a unit's or a group's days and events add up to.

Everything is sums of unit-days, so a group's figure is its units' numerators over their denominators, never a mean of
means. Harm and risk are counted by fact and need no definition; colours need one, and a day that cannot be told under
it makes an interval instead of a guess. A conflict between sources holds all that any of them says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from analysis.cross_days import UNIT_DAY, is_in_rate
from analysis.green_cross import COLOURS, CONFLICT, FACT_CASES, FACTS, NOT_REGISTERED, UNKNOWN, Palette

GREEN = COLOURS.index("gron")
HARM = FACTS.index("skada")
HUNDRED = 100  # days: of a rate of reported risks

READING = {
    "cases": pl.UInt64, "is_conflict": pl.Boolean, "definition": pl.String, "colour": pl.String, "fact": pl.String,
    "is_green": pl.Boolean, "may_be_green": pl.Boolean, "is_harm": pl.Boolean, "may_be_harm": pl.Boolean,
}  # fmt: skip


def readings(days: pl.DataFrame, palette: Palette, today: dt.date) -> pl.DataFrame:
    """The days as they are read under a definition each, in their order.

    days: DAY_COLUMNS and `definition`. Added: `colour` and `fact` ('okand' where it cannot be told, 'konflikt' where
    sources differ, '' where nothing is known), `is_green`, `may_be_green`, `is_harm`, `may_be_harm` (harm is the fact
    skada or worse), `has_activity` (in the denominator of the registration rate) and `is_told` (registered with facts,
    so that its events are known).
    """
    keys = ["cases", "is_conflict", "definition"]
    seen = days.select(keys).unique().rows()
    read = pl.DataFrame([_reading(palette, *key) for key in seen], schema=READING, orient="row")
    return days.join(read, on=keys, how="left", maintain_order="left").with_columns(
        has_activity=is_in_rate(today), is_told=_is_told()
    )


def _is_told() -> pl.Expr:
    return pl.col("is_registered") & ~pl.col("is_conflict") & (pl.col("cases") < 1 << FACT_CASES)


def _reading(palette: Palette, cases: int, is_conflict: bool, definition: str) -> tuple[object, ...]:
    key = (cases, is_conflict, definition)
    if not cases:
        return (*key, "", "", False, False, False, False)
    (lowest, highest), (mildest, worst) = _spans(palette, cases, is_conflict, definition)
    colour = CONFLICT if is_conflict else palette.colour(cases, definition)
    fact = CONFLICT if is_conflict else palette.fact(cases) or UNKNOWN
    is_green, may_be_green = lowest == highest == GREEN, lowest <= GREEN <= highest
    return (*key, colour, fact, is_green, may_be_green, mildest >= HARM, worst >= HARM)


def _spans(palette: Palette, cases: int, is_conflict: bool, definition: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """Lowest and highest rank and fact; in a conflict any one of the cases may be all that happened."""
    if not is_conflict:
        return palette.ranks(cases, definition), palette.fact_range(cases)
    alone = [1 << bit for bit in range(cases.bit_length()) if cases >> bit & 1]
    ranks = [palette.ranks(case, definition) for case in alone]
    facts = [palette.fact_range(case) for case in alone]
    return (
        (min(low for low, _ in ranks), max(high for _, high in ranks)),
        (min(low for low, _ in facts), max(high for _, high in facts)),
    )


def shown_days() -> pl.Expr:
    """Days that are shown by state: known ones; of a unit counted in no rate only what somebody has said."""
    return (pl.col("cases") > 0) & (pl.col("is_counted") | ~pl.col("is_derived"))


def _days(read: pl.DataFrame) -> pl.Expr:
    """How many days a row stands for: one, or `days` of a kind of `cross_grid`."""
    return pl.col("days").cast(pl.Int64) if "days" in read.columns else pl.col("cases").is_not_null().cast(pl.Int64)


def figures(read: pl.DataFrame, by: Sequence[str] = ()) -> pl.DataFrame:
    """The figures of each group of readings, ordered by `by`; one row where `by` is empty.

    read: `readings`, or the kinds of a `cross_grid`, each with its `days` and their last `date`.
    Columns, in unit-days: activity and registered (denominator and numerator of the registration rate), green_low and
    green_high (registered days of counted units that are and that may be green; of `registered`), harm_days,
    unsure_harm_days (may be harm, or may not), conflict_days, unknown_days (no colour under the definition), told_days
    (registered with facts), said_days (registered, counted units or not), went_well_days, late_days, last_known (date
    or null).
    """
    counted = pl.col("has_activity") & pl.col("is_registered")
    sums = {
        "activity": pl.col("has_activity"),
        "registered": counted,
        "green_low": counted & pl.col("is_green"),
        "green_high": counted & pl.col("may_be_green"),
        "harm_days": pl.col("is_harm"),
        "unsure_harm_days": pl.col("may_be_harm") & ~pl.col("is_harm"),
        "conflict_days": pl.col("is_conflict"),
        "unknown_days": pl.col("colour") == UNKNOWN,
        "told_days": pl.col("is_told"),
        "said_days": pl.col("is_registered"),
        "went_well_days": pl.col("has_went_well"),
        "late_days": pl.col("is_late"),
    }
    columns = [
        *((is_so * _days(read)).sum().cast(pl.Int64).alias(name) for name, is_so in sums.items()),
        pl.col("date").filter(pl.col("cases") > 0).max().alias("last_known"),
    ]
    return read.group_by(by).agg(columns).sort(by) if by else read.select(columns)


def share(numerator: int, denominator: int) -> float | None:
    """numerator/denominator, None of nothing."""
    return numerator / denominator if denominator else None


def by_state(read: pl.DataFrame, what: str, by: Sequence[str] = ()) -> pl.DataFrame:
    """Shown days of each state: `by`, `state` and `days`; what: 'colour' | 'fact'. States without a day have no row."""
    return (
        read.filter(shown_days())
        .group_by(*by, pl.col(what).alias("state"))
        .agg(shown=_days(read).sum())
        .rename({"shown": "days"})
        .sort(*by, "state")
    )


@dataclass(frozen=True)
class Harm:
    """Harm days of a unit or a group, in unit-days and in order; `until`: the last day they are known to, None of none.

    `first`: the first day there is.
    """

    dates: tuple[dt.date, ...]
    first: dt.date | None
    until: dt.date | None

    @property
    def latest(self) -> dt.date | None:
        """The latest harm day."""
        return self.dates[-1] if self.dates else None

    @property
    def since(self) -> int | None:
        """Days since the latest harm day; None where there has been none."""
        return (self.until - self.dates[-1]).days if self.dates and self.until else None

    @property
    def between(self) -> list[int]:
        """Days from each harm day to the next: two units on the same day are 0 apart. For a g chart."""
        return [(after - before).days for before, after in zip(self.dates, self.dates[1:], strict=False)]


def harm(read: pl.DataFrame, today: dt.date) -> Harm:
    """The harm days of these readings; a group that is known to yesterday is counted until today."""
    known = read.filter(pl.col("cases") > 0)["date"]
    first, last = known.min(), known.max()
    until = today if isinstance(last, dt.date) and last >= today - dt.timedelta(days=1) else last
    dates = read.filter("is_harm")["date"].sort().to_list()
    return Harm(
        tuple(dates),
        first if isinstance(first, dt.date) else None,
        until if isinstance(until, dt.date) else None,
    )


def events_that_count(entries: pl.DataFrame, days: pl.DataFrame, key: Sequence[str] = tuple(UNIT_DAY)) -> pl.DataFrame:
    """The event rows of days that have events and are no conflict, each event once, with `is_in_rate`.

    entries: `key`, source, fact, count and more, the event rows at least; days: `key`, is_conflict, events, cases,
    is_counted and is_registered. Where several sources agree, or the register's entry settles what they say, one of
    them is kept: the register's, else the first by name. `is_in_rate`: of a counted unit's day registered with facts.
    """
    said = entries.filter(pl.col("fact").ne_missing(FACTS[NOT_REGISTERED]))  # which is no statement beside another
    chosen = said.select(*key, "source").unique().with_columns(is_other=pl.col("source") != "register")
    chosen = chosen.sort("is_other", "source").unique(key, keep="first", maintain_order=True).drop("is_other")
    plain = days.filter(~pl.col("is_conflict"), pl.col("events") > 0)
    return (
        said.filter(pl.col("count") > 0)
        .join(chosen, on=[*key, "source"], how="semi")
        .join(plain.select(*key, is_in_rate=pl.col("is_counted") & _is_told()), on=list(key))
    )  # fmt: skip


def risks_by_month(events: pl.DataFrame, read: pl.DataFrame) -> pl.DataFrame:
    """One row per month of the readings: month (first day), risks (events), rate_risks, told_days, per_hundred.

    events: as `events_that_count`; read: readings, or the kinds of a `cross_grid` by `month`. per_hundred =
    100·rate_risks/told_days, both of counted units' days registered with facts; null of no day. `risks` are those of
    every unit.
    """
    months = read if "month" in read.columns else read.with_columns(month=pl.col("date").dt.truncate("1mo"))
    is_told = pl.col("is_counted") & pl.col("is_told")
    told = months.group_by("month").agg(told_days=(is_told * _days(read)).sum())
    risks = events.filter(pl.col("fact") == "risk").group_by(month=pl.col("date").dt.truncate("1mo"))
    sums = risks.agg(
        risks=pl.col("count").sum().cast(pl.Int64),
        rate_risks=pl.col("count").filter("is_in_rate").sum().cast(pl.Int64),
    )
    per_hundred = pl.when(pl.col("told_days") > 0).then(HUNDRED * pl.col("rate_risks") / pl.col("told_days"))
    return (
        told.join(sums, on="month", how="left")
        .select("month", *(pl.col(name).fill_null(0) for name in ("risks", "rate_risks", "told_days")))
        .with_columns(per_hundred=per_hundred)
        .sort("month")
    )


def event_types(events: pl.DataFrame) -> pl.DataFrame:
    """The events by type, the most common first and those without a type last: event_type, count, share, cumulative."""
    return (
        events.group_by("event_type")
        .agg(pl.col("count").sum().cast(pl.Int64))
        .sort(pl.col("event_type").is_null(), -pl.col("count"), "event_type")
        .with_columns(share=pl.col("count") / pl.col("count").sum())
        .with_columns(cumulative=pl.col("count").cum_sum() / pl.col("count").sum())
    )
