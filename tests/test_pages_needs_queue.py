"""What a wanted share asks of a queue: figures worked out by hand, and what is hidden or missing says so."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import needs_queue, needs_view
from dashboard.needs_queue import Goal, Queue

GOAL = Goal(0.9, dt.date(2027, 4, 30), 6)
# 1 000 wait, 600 of 900 within 90 days; 100 join and 120 leave in a month.
QUEUE = Queue("311", 2, "Alla", 90, "visas", "visas", 1000, 600, 900, 300, 100, 120)
COLUMNS = {
    "specialty": pl.String, "phase": pl.UInt8, "administration": pl.String, "limit_days": pl.Int32,
    "contacts": pl.Int32, "denominator": pl.Int32, "numerator": pl.Int32, "over_limit": pl.Int32, "status": pl.String,
    "inflow": pl.Int32, "completed": pl.Int32, "other_removals": pl.Int32, "flow_status": pl.String,
}  # fmt: skip
WANTED = pl.DataFrame({"specialty": ["311"], "phase": [2]}, schema_overrides={"phase": pl.UInt8})


def test_at_least_is_the_inflow_and_those_over_the_limit_who_must_leave() -> None:
    assert QUEUE.to_be_seen(GOAL) == 234  # 600 / (900 − 234) ≥ 0.9
    assert QUEUE.at_least(GOAL) == 139  # 100 + 234 / 6
    assert QUEUE.missing_pace(GOAL) == 19


def test_the_rule_of_thumb_shrinks_the_queue_to_the_one_that_gives_the_share() -> None:
    # 100 / 30.4375 a day × 90 days / −ln 0.1 = 128.4 waiting; 100 + (1000 − 128.4) / 6 = 245.3
    assert QUEUE.rule_of_thumb(GOAL) == 246


def test_there_is_no_rule_of_thumb_for_all_or_without_a_limit_in_days() -> None:
    everybody = replace(GOAL, wanted=1.0)
    assert QUEUE.rule_of_thumb(everybody) is None
    assert QUEUE.at_least(everybody) == 150  # all 300 over the limit
    assert replace(QUEUE, limit_days=None).rule_of_thumb(GOAL) is None
    assert replace(QUEUE, limit_days=None).at_least(GOAL) == 139


def test_a_share_that_is_reached_asks_for_the_inflow_alone() -> None:
    reached = replace(QUEUE, numerator=850, over_limit=50)
    assert reached.at_least(GOAL) == 100
    assert reached.missing_pace(GOAL) == 0


def test_clearance_is_the_queue_over_what_leaves_it() -> None:
    assert QUEUE.clearance_months == pytest.approx(1000 / 120)
    assert replace(QUEUE, left=0).clearance_months == float("inf")


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 900), st.sampled_from([0.8, 0.9, 0.95]), st.integers(1, 18))
def test_a_higher_share_and_a_nearer_date_never_ask_for_less(numerator: int, wanted: float, months: int) -> None:
    queue = replace(QUEUE, numerator=numerator, over_limit=900 - numerator)
    goal = Goal(wanted, dt.date(2027, 4, 30), months)
    higher, nearer = replace(goal, wanted=1.0), replace(goal, months=max(1, months - 1))
    assert (queue.at_least(higher) or 0) >= (queue.at_least(goal) or 0)
    assert (queue.at_least(nearer) or 0) >= (queue.at_least(goal) or 0)


def rows(*given: tuple[object, ...]) -> pl.DataFrame:
    return pl.DataFrame(list(given), schema=COLUMNS, orient="row")


def test_what_is_hidden_or_missing_has_no_figure_and_keeps_its_state() -> None:
    hidden = rows(("311", 2, "RH", 90, None, None, None, None, "dolt", None, None, None, "dolt"))
    [group] = needs_queue.queues(hidden, WANTED, ("RH",))
    assert (group.status, group.waiting, group.at_least(GOAL), group.clearance_months) == ("dolt", None, None, None)
    [absent] = needs_queue.queues(hidden, WANTED, ("SU",))
    assert (absent.status, absent.flow_status, absent.missing_pace(GOAL)) == ("saknas", "saknas", None)


def test_a_queue_that_is_shown_with_a_balance_that_is_not_has_no_need_of_capacity() -> None:
    given = rows(("311", 2, "Alla", 90, 1000, 900, 600, 300, "visas", None, None, None, "saknas"))
    [group] = needs_queue.queues(given, WANTED, ())
    assert group.waiting == 1000
    assert group.at_least(GOAL) is None


def test_the_strictest_limit_is_the_one_and_nothing_is_added_up() -> None:
    of_day = ("311", 2, "Alla")
    flow = (100, 90, 30, "visas")
    given = rows(
        (*of_day, 90, 1000, 900, 600, 300, "visas", *flow), (*of_day, 30, 1000, 900, 400, 500, "visas", *flow),
        ("311", 2, "SU", 90, 500, 500, 300, 200, "visas", *flow),
    )  # fmt: skip
    [group] = needs_queue.queues(given, WANTED, ())
    assert (group.limit_days, group.numerator, group.waiting, group.left) == (30, 400, 1000, 120)
    assert [each.waiting for each in needs_queue.queues(given, WANTED, ("SU",))] == [500]


def test_month_ends_are_last_days_across_a_leap_year() -> None:
    ends = needs_view.month_ends(dt.date(2027, 10, 31))
    assert ends[:5] == [dt.date(2027, 11, 30), dt.date(2027, 12, 31), dt.date(2028, 1, 31), dt.date(2028, 2, 29),
                        dt.date(2028, 3, 31)]  # fmt: skip
    assert needs_view.months_until(dt.date(2027, 10, 31), ends[4]) == 5


@pytest.mark.parametrize(
    ("years", "usual"), [([2025, 2026, 2027], 2027), ([2025, 2026], 2026), ([2024, 2025], 2025), ([2028], 2028)]
)
def test_the_usual_year_is_the_next_one_where_its_needs_are_there(years: list[int], usual: int) -> None:
    assert needs_view.usual_year(years, 2026) == usual
