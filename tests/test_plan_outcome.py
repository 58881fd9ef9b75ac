"""One outcome of two reports: who acts knows, both are kept, and no plan takes what is another's."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings

from analysis.plan_outcome import OUTCOMES, reconciled, with_plans
from tests.plan_frames import Row, month, plan_rows, report_rows, reports, versions

SENDER = {"reported_by": "avsandare", "sent": 12, "completed": 7, "returned": 0}
RECEIVER = {"reported_by": "mottagare", "sent": 10, "completed": 8, "returned": 2}
BOTH_SIDES = [f"{name}_by_{side}" for name in OUTCOMES for side in ("sender", "receiver")]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([SENDER, RECEIVER], (12, 8, 2)),
        ([SENDER], (12, 7, 0)),
        ([RECEIVER], (10, 8, 2)),
        ([SENDER | {"sent": 0}, RECEIVER], (0, 8, 2)),  # nought is a report
    ],
)
def test_the_sender_knows_what_was_sent_and_the_receiver_what_was_done(
    rows: list[Row], expected: tuple[int, ...]
) -> None:
    assert reconciled(reports(*rows)).select(OUTCOMES).rows() == [expected]


def test_two_reports_of_the_same_side_are_never_added() -> None:
    with pytest.raises(pl.exceptions.ComputeError):
        reconciled(reports(SENDER, SENDER | {"sent": 3}))


def test_both_reports_and_so_their_difference_are_kept() -> None:
    both, one = reconciled(reports(SENDER, RECEIVER, SENDER | {"month": month(2)})).select(BOTH_SIDES).rows()
    assert both == (12, 10, 7, 8, 0, 2)
    assert one == (12, None, 7, None, 0, None)


def test_an_outcome_belongs_to_the_plan_between_the_two_whatever_its_status() -> None:
    plan = versions({"status": "forslag"})
    found = with_plans(reconciled(reports(SENDER, SENDER | {"phase": 1}, SENDER | {"receiver": "Klarsikt"})), plan)
    assert found.select("phase", "receiver", "plan_id").rows() == [
        (1, "SV", None), (2, "Klarsikt", None), (2, "SV", "P1"),
    ]  # fmt: skip


def test_last_years_outcome_is_not_this_years_plans() -> None:
    found = with_plans(reconciled(reports(SENDER | {"month": month(12, 2025)})), versions({}))
    assert found["plan_id"].to_list() == [None]


@settings(max_examples=40, deadline=None)
@given(plan_rows(), report_rows())
def test_with_and_without_plan_together_are_what_was_reported_by_the_rule(plans: list[Row], rows: list[Row]) -> None:
    said: dict[tuple[object, ...], dict[str, Row]] = {}
    for row in rows:
        said.setdefault((row["sender"], row["receiver"], row["month"]), {})[row["reported_by"]] = row
    expected = {
        "sent": sum((by.get("avsandare") or by["mottagare"])["sent"] for by in said.values()),
        "completed": sum((by.get("mottagare") or by["avsandare"])["completed"] for by in said.values()),
        "returned": sum((by.get("mottagare") or by["avsandare"])["returned"] for by in said.values()),
    }
    found = with_plans(reconciled(reports(*rows)), versions(*plans))
    assert {name: found[name].sum() for name in OUTCOMES} == expected
    pairs = {(row["sender"], row["receiver"]) for row in plans}
    assert set(found.filter(pl.col("plan_id").is_not_null()).select("sender", "receiver").rows()) <= pairs
    assert not set(found.filter(pl.col("plan_id").is_null()).select("sender", "receiver").rows()) & pairs
