"""The files of the sample's delivery plans: needs, offers, versions and outcomes, and the rows that no load accepts."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import polars as pl
import xlsxwriter

from etl.sample import needs, plan_outcomes, plan_versions
from etl.sample.agreements import Agreement, agreements
from etl.sample.plan import Plan
from etl.sample.plan_answers import Answers, answered
from etl.sample.plan_faults import plan_faults, with_outcome_faults
from etl.sample.plan_versions import PlanRow, Version
from etl.sample.planted import REDELIVERED

FIRST_PLANNED = 2011  # its plans are decided in 2010, from which on dates are taken to be dates
NEXT_YEAR_FROM = 8  # the month in which a new year begins to be prepared
LATE_RECEIVER, TOLD_IN_TIME = "Kustortopedi", 0.6  # who had registered so much of what was delivered twice
MADE = dt.datetime(2010, 1, 1)  # noqa: DTZ001 - what a workbook says of itself, the same on every day
Found = tuple[str, str, bytes]  # kind, the file's name and its content


@dataclass(frozen=True)
class PlanYear:
    """All of one year, whatever is known of it yet."""

    plan: Plan
    year: int
    scale: float
    seed: int

    @cached_property
    def agreed(self) -> list[Agreement]:
        return agreements(self.year, self.scale, self.seed)

    @cached_property
    def versions(self) -> list[list[Version]]:
        """Of each plan, oldest first."""
        return [list(plan_versions.versions(plan, self.seed)) for plan in self.agreed]

    @cached_property
    def courses(self) -> list[plan_outcomes.Course]:
        """Of each plan that came into force, and what was done without one."""
        with_plan = [
            plan_outcomes.course(plan, in_force, self.seed)
            for plan, in_force in zip(self.agreed, map(plan_versions.planned, self.versions), strict=True)
            if any(in_force)
        ]
        return [*with_plan, plan_outcomes.without_plan(self.year, self.scale)]


def plan_files(years: list[PlanYear], months: list[dt.date], answers: Answers) -> Iterator[Found]:
    """Every file known at the last month's end. months: last days, of which outcomes are delivered."""
    last = months[-1]
    for year in years:
        yield from _prepared(year)
    yield from _version_files(years, answers, last)
    for month in months:
        of_year = next((year for year in years if year.year == month.year), None)
        if of_year is not None:
            yield from _outcome_files(of_year, month)


def _prepared(year: PlanYear) -> Iterator[Found]:
    found = needs.needs(year.plan, year.agreed, year.year, year.scale)
    yield "behov", f"behov_{year.year}.csv", _csv(needs.need_rows(found, year.year))
    rows = pl.DataFrame([version.row() for each in year.versions for version in each], infer_schema_length=None)
    offers = needs.offer_rows(found, needs.most_used(rows), year.year, year.scale, year.seed)
    yield "kapacitet", f"kapacitet_{year.year}.xlsx", _workbook(offers)


def _version_files(years: list[PlanYear], answers: Answers, last: dt.date) -> Iterator[Found]:
    """One file per month in which any version was decided or proposed."""
    by_month: dict[dt.date, list[PlanRow]] = {}
    for year in years:
        for version in (version for each in year.versions for version in each):
            if version.month <= last:
                row = version.row() | answered(version, year.courses, answers)
                by_month.setdefault(version.month, []).append(row)
        for fault in plan_faults(year.agreed, year.seed):
            if fault.month <= last:
                by_month.setdefault(fault.month, []).append(fault.row)
    for month, rows in sorted(by_month.items()):
        frame = pl.DataFrame(rows, schema=plan_versions.COLUMNS)
        yield "leveransplan", f"leveransplan_{month:%Y-%m}.csv", _csv(frame)


def _outcome_files(year: PlanYear, month: dt.date) -> Iterator[Found]:
    delivered = with_outcome_faults(plan_outcomes.reports(year.courses, month), month.month)
    name = f"leveransutfall_{month:%Y-%m}"
    if month != REDELIVERED:
        yield "leveransutfall", f"{name}.csv", _csv(delivered)
        return
    late = (pl.col("mottagare") == LATE_RECEIVER) & (pl.col("rapporterad_av") == plan_outcomes.RECEIVER)
    told = (pl.col("genomforda") * TOLD_IN_TIME).floor().cast(pl.Int64)
    first = delivered.with_columns(genomforda=pl.when(late).then(told).otherwise("genomforda"))
    yield "leveransutfall", f"{name}.csv", _csv(first)
    yield "leveransutfall", f"{name}_v2.csv", _csv(delivered)


def plan_years(plan: Plan, months: list[dt.date], scale: float, seed: int) -> list[PlanYear]:
    """The year of the last month, the one before where its months are delivered, and the next when it is prepared."""
    last = months[-1]
    first = max(months[0].year, last.year - 1, FIRST_PLANNED)
    after = last.year + (last.month >= NEXT_YEAR_FROM)
    return [PlanYear(plan, year, scale, seed) for year in range(first, after + 1)]


def _csv(rows: pl.DataFrame) -> bytes:
    return rows.write_csv(separator=";").encode()


def _workbook(rows: pl.DataFrame) -> bytes:
    """One sheet with numbers as numbers and dates as dates; no day or clock of its own."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": MADE})
        rows.write_excel(workbook=workbook, worksheet="Kapacitet", dtype_formats={pl.Date: "yyyy-mm-dd"})
    return buffer.getvalue()
