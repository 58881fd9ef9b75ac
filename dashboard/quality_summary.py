"""What stands first on Datakvalitet: how the newest month has come, and what to do about it, most urgent first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from dashboard import freshness, quality_reads, quality_timeline, remembered, swedish
from dashboard.quality_sentences import Standing, Task
from dashboard.quality_timeline import LATE, MISSING
from dashboard.quality_view import AGREEMENT, CHECKS, CODES, GAPS, QUARANTINE, newest_past

NAMED = 3
ToDo = tuple[Task, str, dict[str, str]]


@dataclass(frozen=True)
class Summary:
    """The standing of one huvudman, rows in quarantine, silent units, and what to do with a link for each.

    `tasks` are (task, part of the page, its filters).
    """

    standing: Standing
    held: int
    silent: int
    tasks: Sequence[ToDo]


@remembered.per_version
def summary(version: str, principal: str, today: dt.date) -> Summary:
    """Everything that the summary tells, looked up once a day."""
    newest = quality_timeline.newest_due(quality_timeline.deliveries(version, principal, today), today)
    states = [each.state for each in newest.values()]
    cuts = newest_cuts(version, principal)
    standing = Standing(
        month=freshness.expected_month(today),
        series=len({each.series for each in quality_timeline.deliveries(version, principal, today)}),
        expected=len(states),
        late=states.count(LATE),
        missing=states.count(MISSING),
        disputed=int(cuts["disputed"].sum() or 0),
    )
    silent = newest_silent(version, principal)
    return Summary(
        standing,
        held=int(quality_reads.quality_held(version, principal=principal)["quarantined"].sum() or 0),
        silent=by_unit(silent).height,
        tasks=[
            *_missing(newest),
            *_silent(silent),
            *_disputed(version, principal, cuts),
            *_held(version, principal),
            *_codes(version, principal),
            *_checks(version, principal),
        ],
    )


def newest_silent(version: str, principal: str) -> pl.DataFrame:
    """Units silent at the newest date of each population: population, cutoff_date, administration, unit, …"""
    rows = silent_units(version, principal)
    newest = rows.group_by("population").agg(newest=pl.col("cutoff_date").max())
    dates = newest_dates(version, principal)
    newest = newest.filter(pl.struct("population", "newest").is_in([{"population": p, "newest": d} for p, d in dates]))
    return rows.join(newest, left_on=["population", "cutoff_date"], right_on=["population", "newest"], how="semi")


def silent_units(version: str, principal: str) -> pl.DataFrame:
    """Every silent unit once, without the specialties it had, newest first."""
    return (
        quality_reads.quality_silent_units(version, principal=principal)
        .drop("specialty")
        .unique(maintain_order=True)
        .sort("cutoff_date", "administration", "unit", descending=[True, False, False])
    )


def by_unit(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per silent unit and date, in the order of `rows`: its populations, last_seen and periods_before as lists.

    A unit that has fallen silent among those waiting and those completed is one unit.
    """
    return rows.group_by("cutoff_date", "administration", "unit", maintain_order=True).agg(
        pl.col("population", "last_seen", "periods_before").sort_by("population", descending=True)
    )


def populations(names: Sequence[str]) -> str:
    """väntande och genomförda."""
    return swedish.listed(freshness.POPULATION_NAMES[name].lower() for name in names)


def newest_dates(version: str, principal: str) -> list[tuple[str, dt.date]]:
    """The newest delivered date of each population."""
    return [
        (population, date)
        for population in freshness.POPULATION_NAMES
        if (date := freshness.newest_delivered(version, principal, population)) is not None
    ]


def newest_cuts(version: str, principal: str) -> pl.DataFrame:
    """Comparisons of the newest compared date of each population and cut."""
    rows = quality_reads.quality_cut_dates(version, principal=principal)
    return rows.unique(["population", "cut"], keep="first", maintain_order=True)


def _missing(newest: dict[quality_timeline.Series, quality_timeline.Delivery]) -> Iterator[ToDo]:
    for series, each in newest.items():
        if each.state == MISSING and each.due_on is not None:
            what = f"{series.label}, {swedish.month_and_year(each.period)}"
            yield Task("saknas", what, day=each.due_on), GAPS, {}


def _silent(rows: pl.DataFrame) -> Iterator[ToDo]:
    for (date,), units in by_unit(rows).group_by("cutoff_date", maintain_order=True):
        assert isinstance(date, dt.date)
        said = units.select("administration", "unit", "population").rows()
        names = [f"{unit} ({owner}, {populations(of)})" for owner, unit, of in said]
        yield Task("tyst", _few(names), units.height, date), GAPS, {}


def _disputed(version: str, principal: str, cuts: pl.DataFrame) -> Iterator[ToDo]:
    for row in cuts.filter(pl.col("disputed") > 0).iter_rows(named=True):
        where = {"population": row["population"], "matdatum": row["cutoff_date"].isoformat()}
        found = quality_reads.quality_disputed(
            version, principal=principal, population=row["population"], cutoff_date=row["cutoff_date"]
        ).filter(pl.col("cut") == row["cut"])
        worst = found.row(0, named=True)
        what = f"{swedish.percent(worst['relative'])}, {worst['administration']} mot {row['cut']}"
        yield Task("ifragasatt", what, row["disputed"], row["cutoff_date"]), AGREEMENT, where


def _held(version: str, principal: str) -> Iterator[ToDo]:
    rows = int(quality_reads.quality_held(version, principal=principal)["quarantined"].sum() or 0)
    faults = quality_reads.quality_quarantine(version, principal=principal)
    if rows and len(faults):
        common = faults.group_by("title").agg(pl.col("rows").sum()).sort("rows", "title", descending=[True, False])
        yield Task("karantan", common["title"][0], rows), QUARANTINE, {}


def _codes(version: str, principal: str) -> Iterator[ToDo]:
    rows = quality_reads.quality_codes(version, principal=principal)
    codes = rows.group_by("column_name", "code").agg(pl.col("rows").sum()).sort("rows", "code", descending=True)
    if len(codes):
        yield Task("kod", _few(codes["code"].to_list()), codes.height), CODES, {}


def _checks(version: str, principal: str) -> Iterator[ToDo]:
    rows = quality_reads.quality_outcomes(version, principal=principal).drop_nulls("period")
    if rows.is_empty():
        return
    period = dt.date.fromisoformat(newest_past(rows["period"].cast(pl.String).unique()))
    failed = rows.filter(pl.col("period") == period, pl.col("outcome") == "fel")["check_id"].unique().sort().to_list()
    titles = dict(quality_reads.quality_definitions(version).select("check_id", "title").rows())
    if failed:
        names = _few([titles.get(each, each) for each in failed])
        yield Task("kontroll", names, len(failed), period), CHECKS, {"period": period.isoformat()}


def _few(names: Sequence[str]) -> str:
    """The first three, and that there are more."""
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + f" och {swedish.number_word(more)} till" if more > 0 else swedish.listed(names)
