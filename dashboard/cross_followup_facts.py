"""The follow-up of a unit or a group: twelve months of days and events added up, ready to be drawn.

Only sums are kept; the days themselves, hundreds of thousands for a region, are numbers in `cross_followup_ground`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from analysis import cross_fatigue, cross_followup
from analysis.cross_fatigue import Fatigue
from analysis.cross_followup import Harm
from analysis.cross_grid import Part
from dashboard import cross_data, cross_followup_ground, cross_mixed, cross_month_facts, remembered, swedish
from dashboard.cross_followup_ground import Ground
from dashboard.cross_sentences import SinceHarm
from dashboard.cross_view import CrossView, Unit

MONTHS = 12
PLACE = ["administration", "unit"]
OTHER_TYPE = "Annan typ"
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
    ground = cross_followup_ground.of_view(view)
    places: list[Unit] = [unit for unit in view.units().select(PLACE).rows() if unit in ground.grid.rows]
    every = ground.grid.of(places, min(view.month_end, view.today))
    first = max(months_back(view.month, MONTHS - 1), (every.begin or view.month).replace(day=1))
    part = ground.grid.of(places, min(view.month_end, view.today), first)
    events = _events(view, ground, first)
    read, months, marks, course = part.alike(), part.by_month(), every.marks(), every.course()
    return Followup(
        first=first,
        last=min(view.month_end, view.today),
        whole=cross_followup.figures(read).row(0, named=True),
        units=_unit_rows(view, every, part, events),
        colours=_states(read, "colour"),
        facts=_states(read, "fact"),
        harm=cross_followup.harm(marks, view.today),
        since=cross_month_facts.since_harm(view, marks),
        fatigues=_fatigues(view, dict(zip(places, cross_fatigue.of_course(every.first, *course), strict=True))),
        together=cross_fatigue.together(every.first, *course),
        risks=cross_followup.risks_by_month(events, months),
        types=cross_followup.event_types(_typed(view, events)),
        well=_well(months),
        definitions=cross_mixed.in_order(view, read.filter("is_registered")["definition"].unique()),
    )


def _events(view: CrossView, ground: Ground, first: dt.date) -> pl.DataFrame:
    """Every event of the view's units in the period, once."""
    within = ground.events.filter(pl.col("date").is_between(first, view.month_end))
    if view.unit is None and not (view.administration or view.hospital or view.clinic):
        return within
    return within.join(view.units().select(PLACE), on=PLACE, how="semi")


def _typed(view: CrossView, events: pl.DataFrame) -> pl.DataFrame:
    """The events by the type that is shown: what only deliveries name is free text, of one unit's own view."""
    if view.unit is not None:
        return events
    known = cross_data.event_types(view.version).filter("is_known")["event_type"]
    is_other = pl.col("event_type").is_not_null() & ~pl.col("event_type").is_in(known.implode())
    return events.with_columns(pl.when(is_other).then(pl.lit(OTHER_TYPE)).otherwise("event_type").alias("event_type"))


def _unit_rows(view: CrossView, every: Part, part: Part, events: pl.DataFrame) -> list[Row]:
    """A row for each unit with a known day in the period."""
    until = pl.col("until")
    is_current = until >= view.today - dt.timedelta(days=1)
    known = every.by_unit().filter(pl.col("cases") > 0).group_by("place")
    harm = known.agg(latest_harm=pl.col("date").filter("is_harm").max(), until=pl.col("date").max())
    risks = events.filter(pl.col("fact") == "risk").group_by(PLACE).agg(risks=pl.col("count").sum().cast(pl.Int64))
    names = pl.DataFrame(part.units, schema=dict.fromkeys(PLACE, pl.String), orient="row").with_row_index("place")
    rows = (
        cross_followup.figures(part.by_unit(), ["place"])
        .filter(pl.col("last_known").is_not_null())
        .join(harm.with_columns(until=pl.when(is_current).then(pl.lit(view.today)).otherwise(until)), on="place")
        .join(names.cast({"place": pl.Int64}), on="place")
        .drop("place")
        .join(risks, on=PLACE, how="left")
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


def _fatigues(view: CrossView, found: Mapping[Unit, Fatigue | None]) -> dict[Unit, Fatigue]:
    """The fatigue of each unit that still has a cross at the period's end, in the order of the table."""
    end = min(view.month_end, view.today)
    running = view.units().filter(
        pl.col("cross_from").is_not_null(), pl.col("cross_to").is_null() | (pl.col("cross_to") >= end)
    )
    units = [(row["administration"], row["unit"]) for row in _in_order(running.select(*PLACE, "sort_order"))]
    return {unit: fatigue for unit in units if (fatigue := found.get(unit)) is not None}


def _well(months: pl.DataFrame) -> list[tuple[dt.date, int]]:
    noted = pl.col("days").filter("has_went_well").sum()
    return months.group_by("month").agg(noted).sort("month").rows()
