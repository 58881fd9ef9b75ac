"""The figures behind a lowered plan: what the region knew when it was decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from etl.sample.calibration import counts
from etl.sample.levels import Level
from etl.sample.plan import Plan
from etl.sample.plan_outcomes import Course
from etl.sample.plan_versions import REACHED, RELIEVED, PlanRow, Version
from etl.sample.waits import MIDDLE, OVER, WITHIN

REACHED_LEVEL = 1.0  # the guarantee as data/definitions/leveransplan.toml has it
# Specialty, phase, administration and month's end → those who wait within 90 days and those counted; None: not known.
Answers = Callable[[str, int, str, dt.date], tuple[int, int] | None]


def answers(plan: Plan, past: list[Level]) -> Answers:
    """What the queues of these months say, by the default definition."""
    months = {level.month: level for level in past}

    def found(specialty: str, phase: int, administration: str, month: dt.date) -> tuple[int, int] | None:
        if month not in months:
            return None
        cells = plan.cells(specialty, administration) & (plan.phase == phase)
        by_class = counts(plan, months[month]).by_class[cells].sum(axis=0)
        return int(by_class[[WITHIN, MIDDLE]].sum()), int(by_class[: OVER + 1].sum())

    return found


def answered(version: Version, courses: list[Course], answers: Answers) -> PlanRow:
    """The columns of the figure that answered the version's principle; none where it has none."""
    before = version.month - dt.timedelta(days=1)
    plan = version.agreement
    if version.reason == RELIEVED:
        received = _received(plan.specialty, plan.phase, plan.sender, courses, before)
        return {"underlag_taljare": received, "underlag_datum": before}
    found = answers(plan.specialty, plan.phase, plan.sender, before) if version.reason == REACHED else None
    if found is None:
        return {}
    within, counted = found
    return {
        "underlag_andel": round(within / counted, 4),
        "underlag_taljare": within,
        "underlag_namnare": counted,
        "underlag_niva": REACHED_LEVEL,
        "underlag_datum": before,
    }


def _received(specialty: str, phase: int, receiver: str, courses: list[Course], until: dt.date) -> int:
    """Patients of others whom the provider has done in the year so far."""
    return sum(
        int(course.counts[1, : until.month].sum())
        for course in courses
        if (course.relation[:2], course.relation[3]) == ((specialty, phase), receiver)
    )
