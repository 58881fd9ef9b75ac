"""A unit's Green Cross in numbers: its readings, one month's sums, and the harm of the days before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from analysis import cross_followup
from analysis.green_cross import RISK
from dashboard import cross_data, cross_mixed, remembered
from dashboard.cross_layout import month_days
from dashboard.cross_sentences import PeriodNumbers, Risks, SinceHarm
from dashboard.cross_view import CrossView, Unit, last_day
from dashboard.cross_words import AFTER, BEFORE, FUTURE, NOT_DELIVERED

HARM_FACTS = ("skada", "allvarlig_skada")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class CrossMonth:
    """One month of one unit.

    `days`: the known days' readings by date; `blanks`: why the others have none, by date; `definitions`: those the days
    are coloured by, in order; `unit`: the unit's row (UNIT_COLUMNS).
    """

    unit: Row
    days: Mapping[dt.date, Row]
    blanks: Mapping[dt.date, str]
    definitions: Sequence[str]
    numbers: PeriodNumbers
    risks: Risks
    since_harm: SinceHarm | None

    @property
    def dates(self) -> list[dt.date]:
        """Every day of the month."""
        return month_days(self.numbers.month)


def unit_of(view: CrossView) -> Unit:
    """The view's unit: the page shows one."""
    assert view.unit is not None
    return view.unit


def of_view(view: CrossView) -> CrossMonth:
    """The view's month, made once."""
    return remembered.once(("cross month", view.key), lambda: _month(view))


def readings(view: CrossView) -> pl.DataFrame:
    """Every day of the view's unit as `cross_followup.readings`, by date."""
    days = cross_data.unit_days(view.version, view.stamp, view.principal, *unit_of(view))
    palette = cross_data.palette(view.version)
    return cross_followup.readings(cross_mixed.with_definition(view, days), palette, view.today)


def entries(view: CrossView, first: dt.date, last: dt.date) -> pl.DataFrame:
    """What every source says of the view's unit between two days (ENTRY_COLUMNS)."""
    return cross_data.entries(view.version, view.stamp, view.principal, *unit_of(view), first, last)


def harms(read: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """One row per harm day: `date, harms`, events of harm; a day that only a colour tells of holds one.

    read: readings of one unit; events: `cross_followup.events_that_count` of the same days.
    """
    told = events.filter(pl.col("fact").is_in(HARM_FACTS)).group_by("date").agg(harms=pl.col("count").sum())
    days = read.filter("is_harm").select("date").join(told, on="date", how="left")
    return days.select("date", pl.col("harms").fill_null(1).cast(pl.Int64)).sort("date")


def unsure(read: pl.DataFrame) -> pl.DataFrame:
    """The days that may hold harm, or may not."""
    return read.filter(pl.col("may_be_harm") & ~pl.col("is_harm"))


def _month(view: CrossView) -> CrossMonth:
    read = readings(view)
    unit = view.units().row(0, named=True)
    before = (view.month - dt.timedelta(days=1)).replace(day=1)
    said = entries(view, before, view.month_end)
    shown = read.filter(pl.col("date").is_between(view.month, view.month_end), cross_followup.shown_days())
    days = {row["date"]: row for row in shown.iter_rows(named=True)}
    numbers = numbers_of(view, read, said, view.month, view.month_end)
    earlier = numbers_of(view, read, said, before, last_day(before))
    return CrossMonth(
        unit=unit,
        days=days,
        blanks={date: _blank(date, unit, view) for date in month_days(view.month) if date not in days},
        definitions=_definitions(view, shown),
        numbers=numbers,
        risks=_risks(numbers, earlier),
        since_harm=since_harm(view, read),
    )


def _risks(now: PeriodNumbers, earlier: PeriodNumbers) -> Risks:
    is_unsure = any(each.untold or each.conflicts for each in (now, earlier))
    return Risks(now.risks, earlier.risks if earlier.said else None, earlier.month, now.is_running, is_unsure)


def _definitions(view: CrossView, shown: pl.DataFrame) -> list[str]:
    used = cross_mixed.in_order(view, shown["definition"])
    return used or [view.definition_for(unit_of(view)[0], min(view.month_end, view.today))]


def numbers_of(view: CrossView, read: pl.DataFrame, said: pl.DataFrame, month: dt.date, last: dt.date) -> PeriodNumbers:
    """What the unit's days between two dates add up to; `read`: readings, `said`: ENTRY_COLUMNS, of at least those."""
    read = read.filter(pl.col("date").is_between(month, last))
    sums = cross_followup.figures(read).row(0, named=True)
    events = cross_followup.events_that_count(said.filter(pl.col("date").is_between(month, last)), read)
    risks = events.filter(pl.col("fact") == "risk")["count"].sum()
    harm_days = harms(read, events)
    return PeriodNumbers(
        month=month,
        last=last,
        said=sums["said_days"],
        activity=sums["activity"],
        registered=sums["registered"],
        green_low=sums["green_low"],
        green_high=sums["green_high"],
        harms=int(harm_days["harms"].sum()),
        harm_days=len(harm_days),
        unsure=sums["unsure_harm_days"],
        risks=int(risks),
        untold=_may_be_risk(view, read),
        conflicts=sums["conflict_days"],
        is_running=view.today < last,
        is_known=bool((read["cases"] > 0).any()),
    )


def _may_be_risk(view: CrossView, read: pl.DataFrame) -> int:
    """How many days only a colour tells of that may be a risk."""
    palette = cross_data.palette(view.version)
    sets = read.filter("is_registered", ~pl.col("is_told"), ~pl.col("is_conflict"))["cases"].to_list()
    return sum(any(RISK in palette.readings(bit) for bit in _bits(cases)) for cases in sets)


def _bits(cases: int) -> list[int]:
    return [bit for bit in range(cases.bit_length()) if cases >> bit & 1]


def _blank(date: dt.date, unit: Row, view: CrossView) -> str:
    """Why nothing is shown of a day."""
    if date > view.today:
        return FUTURE
    if unit["cross_from"] is not None and date < unit["cross_from"]:
        return BEFORE
    if unit["cross_to"] is not None and date > unit["cross_to"]:
        return AFTER
    return NOT_DELIVERED


def since_harm(view: CrossView, read: pl.DataFrame) -> SinceHarm | None:
    """Harm up to the month's last known day; None where no day is registered by then."""
    read = read.filter(pl.col("date") <= view.month_end)
    known = cross_followup.harm(read, view.today)
    first = read.filter("is_registered")["date"].min()
    if first is None or known.until is None:
        return None
    until = min(known.until, view.month_end)
    latest = known.latest
    later = unsure(read).filter(pl.col("date") > (latest or dt.date.min))["date"]
    return SinceHarm(latest, later.max(), first, until, until == view.today)  # type: ignore[arg-type]
