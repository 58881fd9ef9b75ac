"""What was planted in the sample's delivery plans, for facit.json."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from etl.sample import needs, plan_outcomes
from etl.sample.agreements import Agreement
from etl.sample.plan_faults import OUTCOME_FAULTS, plan_faults
from etl.sample.plan_files import PlanYear
from etl.sample.plan_versions import AGREED, Version
from etl.sample.planted import REDELIVERED

Planted = list[dict[str, Any]]


def with_plans(facit: dict[str, Any], years: list[PlanYear], months: list[dt.date]) -> dict[str, Any]:
    """The same facit with plans, what does not agree and who has not reported, known at the last month's end."""
    again = [f"leveransutfall/leveransutfall_{REDELIVERED:%Y-%m}_v2.csv"] if REDELIVERED in months else []
    return facit | {
        "omleveranser": [*facit["omleveranser"], *again],
        "karantan": [*facit["karantan"], *_quarantined(years, months)],
        "planer": [_plan(plan, known) for year in years for plan, known in _known(year, months[-1])],
        "planfynd": [found for year in years for found in _findings(year, months)],
        "utfall_saknas": [
            {"mottagare": receiver, "period": f"{year.year}-{month:02d}"}
            for year in years
            for receiver, month in [plan_outcomes.SILENT[year.year % 2]]
            if _delivered(year, months, (month,))
        ],
    }


def _quarantined(years: list[PlanYear], months: list[dt.date]) -> Planted:
    """As facit's other quarantined rows; `period` is the delivery's, a plan's the last month of its year."""
    versions = [
        {"slag": "leveransplan", "period": f"{year.year}-12", "orsak": fault.reason, "rader": 1}
        for year in years
        for fault in plan_faults(year.agreed, year.seed)
        if fault.month <= months[-1]
    ]
    outcomes = [
        {"slag": "leveransutfall", "period": f"{month:%Y-%m}", "orsak": fault.reason, "rader": fault.rows}
        for month in months
        for fault in OUTCOME_FAULTS
        if fault.month == month.month and any(month.year == year.year for year in years)
    ]
    return [*versions, *outcomes]


def _known(year: PlanYear, last: dt.date) -> Iterator[tuple[Agreement, list[Version]]]:
    for plan, versions in zip(year.agreed, year.versions, strict=True):
        known = [version for version in versions if version.month <= last]
        if known:
            yield plan, known


def _plan(plan: Agreement, versions: list[Version]) -> dict[str, Any]:
    """What was meant with a plan: `andel` is what is done of what is in force, in the long run."""
    return {
        "plan_id": plan.plan_id,
        "ar": plan.year,
        "mvo": plan.specialty,
        "fas": plan.phase,
        "avsandare": plan.sender,
        "mottagare": plan.receiver,
        "andel": plan.attained,
        "status": versions[-1].status,
        "versioner": [version.reason for version in versions],
        "utanfor": versions[-1].decided - sum(versions[-1].placed),
    }


def _findings(year: PlanYear, months: list[dt.date]) -> Planted:
    """What a publication finds by laying the files of a year beside each other."""
    in_force = [plan for plan, versions in _known(year, months[-1]) if any(v.status == AGREED for v in versions)]
    planned = {(plan.receiver, plan.specialty, plan.phase) for plan in in_force}
    without_need = {key for key in planned if key[1:] == needs.NOT_TOLD}
    found = [
        *(("plan_utan_behov", *key) for key in without_need),
        *(("plan_utan_kapacitet", *key) for key in planned & {needs.NOT_OFFERED}),
        *(("overtecknad_kapacitet", *key) for key in planned & {needs.OVERDRAWN}),
    ]
    (specialty, phase, _, receiver), sent_in, _ = plan_outcomes.WITHOUT_PLAN[year.year % 2]
    if _delivered(year, months, sent_in):
        found.append(("utfall_utan_plan", receiver, specialty, phase))
    return [
        {"fynd": code, "ar": year.year, "mottagare": receiver, "mvo": specialty, "fas": phase}
        for code, receiver, specialty, phase in found
    ]


def _delivered(year: PlanYear, months: list[dt.date], of_year: tuple[int, ...]) -> bool:
    return any(month.year == year.year and month.month in of_year for month in months)
