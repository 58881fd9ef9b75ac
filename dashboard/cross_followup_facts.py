"""The follow-up of a unit or a group: twelve months of days and events added up, ready to be drawn.

Only sums are kept; the days themselves, hundreds of thousands for a region, are read anew when a registration is made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from analysis import cross_fatigue, cross_followup
from analysis.cross_days import UNIT, UNIT_DAY
from analysis.cross_fatigue import Fatigue
from analysis.cross_followup import Harm
from dashboard import cross_data, cross_latest, cross_mixed, cross_month_facts, cross_reads, remembered, swedish
from dashboard.cross_sentences import SinceHarm
from dashboard.cross_view import CrossView, Unit

MONTHS = 12
PLACE, NUMBER = ["administration", "unit"], "unit_number"
KEY = (NUMBER, "date")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Followup:
    """What twelve months of the view's units add up to.

    `first` and `last` bound the period; `whole` is `cross_followup.figures` of all units, and `units` has a row of them
    per unit, by förvaltning and name, with `latest_harm`, `since_harm`, `until` and `risks`. Of all time up to the
    period's end are `harm`, `since`, `fatigues` (units that still have a cross) and `together` (all days taken
    together). `colours` and `facts` are days by state; `risks` as `cross_followup.risks_by_month`, `types` as
    `cross_followup.event_types`; `well`: the days of each month with something that went well.
    """

    first: dt.date
    last: dt.date
    whole: Row
    units: Sequence[Row]
    colours: Mapping[str, int]
    facts: Mapping[str, int]
    harm: Harm
    since: SinceHarm | None
    fatigues: Mapping[Unit, Fatigue]
    together: Fatigue | None
    risks: pl.DataFrame
    types: pl.DataFrame
    well: Sequence[tuple[dt.date, int]]
    definitions: Sequence[str]

    @property
    def span(self) -> str:
        """november 2025–oktober 2026."""
        months = [swedish.month_and_year(date) for date in (self.first, self.last)]
        return months[0] if months[0] == months[1] else "–".join(months)

    @property
    def signals(self) -> list[tuple[Unit, Fatigue]]:
        """The units that register more seldom than they used to."""
        return [(unit, fatigue) for unit, fatigue in self.fatigues.items() if fatigue.is_signal]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known of the period."""
        return self.whole["last_known"] is None


def of_view(view: CrossView) -> Followup:
    """The follow-up of the view, made once for each registration."""
    return remembered.once(("cross followup", view.key), lambda: _of_view(view))


def months_back(month: dt.date, count: int) -> dt.date:
    """The first day of the month so many months before."""
    number = month.year * 12 + month.month - 1 - count
    return dt.date(number // 12, number % 12 + 1, 1)


def _of_view(view: CrossView) -> Followup:
    names, every = _readings(view)
    first = max(months_back(view.month, MONTHS - 1), _first_month(every, view.month))
    read = every.filter(pl.col("date") >= first)
    events = _events(view, names, read, first)
    return Followup(
        first=first,
        last=min(view.month_end, view.today),
        whole=cross_followup.figures(read).row(0, named=True),
        units=_unit_rows(view, names, every, read, events),
        colours=_states(read, "colour"),
        facts=_states(read, "fact"),
        harm=cross_followup.harm(every, view.today),
        since=cross_month_facts.since_harm(view, every),
        fatigues=_fatigues(view, names, every),
        together=cross_fatigue.fatigue(every),
        risks=cross_followup.risks_by_month(events, read, KEY),
        types=cross_followup.event_types(events),
        well=_well(read),
        definitions=cross_mixed.in_order(view, read.filter("is_registered")["definition"].unique()),
    )


def _readings(view: CrossView) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The view's units by number, and every day of theirs up to the month's end under the definitions of the view.

    From here on days are known by their unit's number: names of hundreds of thousands of rows cost more than the rest.
    """
    days = cross_data.days(view.version, view.stamp, view.principal)
    numbered = days.with_columns(cross_followup.unit_numbers())
    names = numbered.filter(pl.col(NUMBER).is_first_distinct()).select(NUMBER, *PLACE)
    chosen = names.join(view.units().select(PLACE), on=PLACE, how="semi")
    is_own = pl.col(NUMBER).is_in(chosen[NUMBER].implode()) if len(chosen) < len(names) else pl.lit(value=True)
    own = numbered.filter(is_own, pl.col("date") <= view.month_end)
    palette = cross_data.palette(view.version)
    read = cross_followup.readings(cross_mixed.with_definition(view, own), palette, view.today)
    return chosen, read.drop(*UNIT, "sources")


def _first_month(every: pl.DataFrame, month: dt.date) -> dt.date:
    first = every["date"].min()
    return first.replace(day=1) if isinstance(first, dt.date) else month


def _events(view: CrossView, names: pl.DataFrame, read: pl.DataFrame, first: dt.date) -> pl.DataFrame:
    """Every event of the period once, with what has been registered since the publication."""
    last = view.month_end
    known = cross_reads.cross_events(view.version, principal=view.principal, first=first, last=last)
    newer = cross_latest.newer_entries(view.version, view.stamp).filter(
        pl.col("principal") == view.principal, pl.col("date").is_between(first, last)
    )
    kept = known.join(newer.select(*UNIT_DAY, "source").unique(), on=[*UNIT_DAY, "source"], how="anti")
    rows = pl.concat([kept, newer.filter(pl.col("count") > 0).select(kept.columns)], how="vertical_relaxed")
    return cross_followup.events_that_count(rows.join(names, on=PLACE).drop(UNIT), read, KEY)


def _unit_rows(
    view: CrossView, names: pl.DataFrame, every: pl.DataFrame, read: pl.DataFrame, events: pl.DataFrame
) -> list[Row]:
    """A row for each unit with a known day in the period."""
    until = pl.col("until")
    is_current = until >= view.today - dt.timedelta(days=1)
    known = every.filter(pl.col("cases") > 0)
    harm = known.group_by(NUMBER).agg(latest_harm=pl.col("date").filter("is_harm").max(), until=pl.col("date").max())
    risks = events.filter(pl.col("fact") == "risk").group_by(NUMBER).agg(risks=pl.col("count").sum().cast(pl.Int64))
    rows = (
        cross_followup.figures(read, [NUMBER])
        .filter(pl.col("last_known").is_not_null())
        .join(harm.with_columns(until=pl.when(is_current).then(pl.lit(view.today)).otherwise(until)), on=NUMBER)
        .join(risks, on=NUMBER, how="left")
        .join(names, on=NUMBER)
        .join(view.units().select(*PLACE, "hospital", "clinic", "cross_from", "sort_order"), on=PLACE, how="left")
        .with_columns(pl.col("risks").fill_null(0), since_harm=(until - pl.col("latest_harm")).dt.total_days())
    )
    return _in_order(rows)


def _in_order(rows: pl.DataFrame) -> list[Row]:
    """By förvaltning, in the order of the reference, then by name: never by how it went."""
    place = pl.col("sort_order").min().over("administration").alias("place")
    return sorted(
        rows.with_columns(place).iter_rows(named=True),
        key=lambda row: (row["place"], swedish.sort_key(row["administration"]), swedish.sort_key(row["unit"])),
    )


def _states(read: pl.DataFrame, what: str) -> dict[str, int]:
    return dict(cross_followup.by_state(read, what).select("state", "days").iter_rows())


def _fatigues(view: CrossView, names: pl.DataFrame, every: pl.DataFrame) -> dict[Unit, Fatigue]:
    """The fatigue of each unit that still has a cross at the period's end, in the order of the table."""
    end = min(view.month_end, view.today)
    running = view.units().filter(
        pl.col("cross_from").is_not_null(), pl.col("cross_to").is_null() | (pl.col("cross_to") >= end)
    )
    found = cross_fatigue.numbered_fatigues(every)
    rows = _in_order(running.select(*PLACE, "sort_order").join(names, on=PLACE))
    return {(row["administration"], row["unit"]): found[row[NUMBER]] for row in rows if row[NUMBER] in found}


def _well(read: pl.DataFrame) -> list[tuple[dt.date, int]]:
    noted = read.filter("has_went_well").group_by(month=pl.col("date").dt.truncate("1mo")).agg(days=pl.len())
    days = dict(noted.iter_rows())
    months = read["date"].dt.truncate("1mo").unique().sort().to_list()
    return [(month, days.get(month, 0)) for month in months]
