"""Which version of a plan holds in which quarter, and what was done of it: situations by hand, laws by chance."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.plan_outcome import reconciled
from analysis.plan_versions import QUARTER_COLUMNS, in_force, quarters, year_plans
from tests.plan_frames import DAYS, Row, month, months_of, plan_rows, report_rows, reports, versions

IN_MAY = dt.date(2026, 5, 20)
WITHDRAWN = {"version": 2, "status": "aterkallad"}
Holding = tuple[int | None, int | None, int | None, int | None]


def holding(*rows: Row, today: dt.date = IN_MAY) -> Holding:
    """The version in force in each quarter of the only plan."""
    found = dict(in_force(versions(*rows), today).select("quarter", "version").rows())
    return found.get(1), found.get(2), found.get(3), found.get(4)


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ({"version": 2, "decided_on": dt.date(2026, 5, 2)}, (1, 2, 2, 2)),  # the first quarter keeps what it was
        ({"version": 2, "decided_on": dt.date(2026, 3, 31)}, (2, 2, 2, 2)),  # decided on its last day: it counts
        ({"version": 2, "decided_on": dt.date(2026, 4, 1)}, (1, 2, 2, 2)),
        ({"version": 2, "decided_on": dt.date(2026, 9, 1)}, (1, 2, 2, 2)),  # a day to come: the latest agreed
        ({"version": 2, "decided_on": None}, (2, 2, 2, 2)),  # counts from the first day of the year
        ({"version": 2, "status": "forslag", "decided_on": dt.date(2026, 2, 1)}, (1, 1, 1, 1)),
        (WITHDRAWN | {"decided_on": dt.date(2026, 4, 10)}, (1, None, None, None)),
        (WITHDRAWN | {"decided_on": dt.date(2026, 2, 10)}, (None, None, None, None)),
        ({"version": 7, "decided_on": dt.date(2026, 2, 1)}, (7, 7, 7, 7)),  # numbers may have holes
    ],
)
def test_the_version_that_holds_is_the_one_agreed_when_the_quarter_ended(later: Row, expected: Holding) -> None:
    assert holding({}, later) == holding(later, {}) == expected


def test_a_withdrawn_plan_may_be_agreed_again() -> None:
    again = {"version": 3, "decided_on": dt.date(2026, 5, 15)}
    assert holding({}, WITHDRAWN | {"decided_on": dt.date(2026, 2, 10)}, again) == (None, 3, 3, 3)


def test_a_quarter_has_ended_the_day_after_its_last() -> None:
    late = {"version": 2, "decided_on": dt.date(2026, 4, 2)}
    assert holding({}, late, today=dt.date(2026, 3, 31)) == (2, 2, 2, 2)
    assert holding({}, late, today=dt.date(2026, 4, 1)) == (1, 2, 2, 2)


def test_a_plan_that_is_only_proposed_holds_nowhere_and_still_has_its_quarters() -> None:
    proposed = versions({"status": "forslag"})
    made = quarters(proposed, reconciled(reports()), [], IN_MAY)
    assert made.select("quarter", "in_force", "planned", "cumulative_planned").rows() == [
        (1, False, 30, None), (2, False, 30, None), (3, False, 10, None), (4, False, 25, None),
    ]  # fmt: skip


def test_a_reported_month_without_a_row_is_nothing_done_and_an_unreported_one_is_unknown() -> None:
    other = {"sender": "NU", "month": month(4)}
    done: list[Row] = [{"month": month(1)}, {"month": month(2), "completed": 4}, other]
    made = quarters(versions({}), reconciled(reports(*done)), months_of(done), IN_MAY)
    assert made.select("completed", "cumulative_completed", "attainment").rows() == [
        (12, 12, 0.4), (0, 12, 0.0), (None, None, None), (None, None, None),
    ]  # fmt: skip


def test_a_quarter_without_reports_leaves_a_gap_and_the_sum_goes_on_after_it() -> None:
    done: list[Row] = [{"month": month(1)}, {"month": month(9), "completed": 5}]
    made = quarters(versions({}), reconciled(reports(*done)), months_of(done), dt.date(2026, 10, 2))
    assert made["cumulative_completed"].to_list() == [8, None, 13, None]
    assert made["cumulative_planned"].to_list() == [30, 60, 70, 95]


def test_nothing_planned_has_no_share_of_it_done() -> None:
    done = [{"month": month(1)}]
    made = quarters(versions({"q1": 0}), reconciled(reports(*done)), months_of(done), IN_MAY)
    assert made.row(0, named=True)["completed"] == 8
    assert made.row(0, named=True)["attainment"] is None


def test_what_is_done_of_a_withdrawn_plan_stands_on_its_highest_version() -> None:
    done = [{"month": month(2)}]
    plan = versions({}, WITHDRAWN | {"decided_on": dt.date(2026, 1, 5)})
    first = quarters(plan, reconciled(reports(*done)), months_of(done), IN_MAY).filter(pl.col("quarter") == 1)
    assert first.select("version", "in_force", "completed", "attainment").rows() == [
        (1, False, None, None), (2, False, 8, None),
    ]  # fmt: skip


def test_a_second_plan_between_the_same_two_takes_no_outcome_from_the_agreed_one() -> None:
    plan = versions({"plan_id": "A", "status": "forslag"}, {"plan_id": "B"})
    done = [{"month": month(1)}]
    made = quarters(plan, reconciled(reports(*done)), months_of(done), IN_MAY)
    assert made.filter(pl.col("quarter") == 1).select("plan_id", "completed").rows() == [("A", 0), ("B", 8)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([{}], (1, 100, 95, 5, 95)),
        ([{"decided_volume": None}], (1, None, 95, None, 95)),
        ([{}, {"version": 2, "decided_volume": 120, "q4": 40, "decided_on": dt.date(2026, 5, 2)}],
         (2, 120, 110, 10, 110)),
        ([{}, {"version": 2, "q1": 0, "decided_on": dt.date(2026, 5, 2)}], (2, 100, 65, 35, 95)),
        ([{}, {"version": 2, "status": "forslag", "q4": 0}], (1, 100, 95, 5, 95)),
        ([{}, WITHDRAWN | {"decided_on": dt.date(2026, 5, 2)}], (None, None, None, None, 30)),
        ([{"status": "forslag"}], (None, None, None, None, 0)),
    ],
)  # fmt: skip
def test_a_plan_of_the_year_is_what_is_placed_and_what_is_outside(
    rows: list[Row], expected: tuple[int | None, ...]
) -> None:
    plan = versions(*rows)
    made = year_plans(plan, quarters(plan, reconciled(reports()), [], IN_MAY))
    told = made.select("agreed_version", "decided_volume", "placed", "outside", "planned_year").rows()
    assert told == [expected]


@settings(max_examples=40, deadline=None)
@given(plan_rows(), DAYS)
def test_at_most_one_version_holds_in_a_quarter_and_it_is_the_one_the_rule_names(rows: list[Row], day: dt.date) -> None:
    expected = set()
    for plan in {row["plan_id"] for row in rows}:
        for quarter in (1, 2, 3, 4):
            last = month(3 * quarter)
            candidates = {}
            for row in rows:
                if row["plan_id"] == plan and row["status"] != "forslag":
                    decided = row["decided_on"] or dt.date(2026, 1, 1)
                    if last >= day or decided <= last:
                        candidates[row["version"]] = row["status"]
            if candidates and candidates[max(candidates)] == "overenskommen":
                expected.add((plan, quarter, max(candidates)))
    found = in_force(versions(*rows), day).select("plan_id", "quarter", "version").rows()
    assert len(found) == len(expected)
    assert set(found) == expected


@settings(max_examples=30, deadline=None)
@given(plan_rows(), report_rows(), DAYS, st.randoms())
def test_quarters_are_the_same_in_whatever_order_rows_come(
    rows: list[Row], done: list[Row], day: dt.date, chance: object
) -> None:
    shuffled, mixed = list(rows), list(done)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    first = quarters(versions(*rows), reconciled(reports(*done)), months_of(done), day)
    again = quarters(versions(*shuffled), reconciled(reports(*mixed)), months_of(done), day)
    assert first.equals(again)
    assert first.schema == QUARTER_COLUMNS


@settings(max_examples=40, deadline=None)
@given(plan_rows(), report_rows(), DAYS)
def test_quarters_add_up_to_the_year_and_lose_nothing(rows: list[Row], done: list[Row], day: dt.date) -> None:
    plan, outcomes = versions(*rows), reconciled(reports(*done))
    made = quarters(plan, outcomes, months_of(done), day)
    held = made.filter("in_force")
    for (_plan,), of_plan in held.group_by("plan_id"):
        planned, completed = 0, 0
        for row in of_plan.sort("quarter").iter_rows(named=True):
            planned, completed = planned + row["planned"], completed + (row["completed"] or 0)
            assert row["cumulative_planned"] == planned
            assert row["cumulative_completed"] == (None if row["completed"] is None else completed)
    with_plan = outcomes.join(plan.select("sender", "receiver").unique(), on=["sender", "receiver"])
    for name in ("sent", "completed", "returned"):
        assert made[name].sum() == with_plan[name].sum()
    years = year_plans(plan, made)
    assert years["planned_year"].sum() == held["planned"].sum()
    assert years["completed"].sum() == with_plan["completed"].sum()
    decided = years.filter(pl.col("decided_volume").is_not_null())
    assert (decided["placed"] + decided["outside"]).equals(decided["decided_volume"], check_names=False)
