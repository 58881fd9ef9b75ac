"""What is left of what receivers offer, in the order of the routine."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from analysis.free_capacity import FREE_COLUMNS, free_capacity
from analysis.plan_outcome import reconciled
from analysis.plan_versions import quarters
from tests.plan_frames import Row, reports, versions

TODAY = dt.date(2026, 5, 20)
PASSED, OPEN = dt.date(2026, 5, 19), dt.date(2026, 5, 20)
OFFER = {
    "principal": "VGR", "year": 2026, "quarter": 3, "specialty": "311", "phase": 2, "receiver": "SV",
    "regime": "egen", "free_volume": 25, "area": "Västra", "valid_to": None,
}  # fmt: skip
OFFER_SCHEMA = {
    "principal": pl.String, "year": pl.Int32, "quarter": pl.UInt8, "specialty": pl.String, "phase": pl.UInt8,
    "receiver": pl.String, "regime": pl.String, "free_volume": pl.Int32, "area": pl.String, "valid_to": pl.Date,
}  # fmt: skip


def left(offers: list[Row], *plans: Row) -> pl.DataFrame:
    given = pl.DataFrame([OFFER | offer for offer in offers], schema=OFFER_SCHEMA)
    made = quarters(versions(*plans), reconciled(reports()), [], TODAY)
    return free_capacity(given, made, TODAY)


@pytest.mark.parametrize(
    ("offers", "plans", "expected"),
    [
        ([{}], [], (25, 0, 25)),
        ([{}], [{"q3": 10}], (25, 10, 15)),
        ([{}], [{"q3": 30}], (25, 30, -5)),
        ([{}], [{"q3": 10, "status": "forslag"}], (25, 0, 25)),  # proposals take nothing
        ([{}], [{"q3": 10}, {"q3": 4, "version": 2}], (25, 4, 21)),  # only the version in force
        ([{}], [{"q3": 10}, {"q3": 4, "plan_id": "P2", "sender": "NU"}], (25, 14, 11)),
        ([{}], [{"q3": 10, "regime": "avtal"}], (25, 0, 25)),
        ([{"valid_to": OPEN}], [{"q3": 10}], (25, 10, 15)),
        ([{"valid_to": PASSED}], [{"q3": 10}], (10, 10, 0)),  # what is used stays, the rest is not offered any more
        ([{"valid_to": PASSED}], [{"q3": 30}], (25, 30, -5)),
        ([{}, {"free_volume": 5, "valid_to": PASSED}], [{"q3": 10}], (25, 10, 15)),
    ],
)
def test_what_is_left_is_what_is_offered_less_what_agreed_plans_take(
    offers: list[Row], plans: list[Row], expected: tuple[int, int, int]
) -> None:
    assert left(offers, *plans).select("offered", "used", "free").rows() == [expected]


def test_own_care_comes_first_then_own_contracts_then_other_regions() -> None:
    offers: list[Row] = [
        {"regime": "annan_region", "receiver": "Grannregion"}, {"regime": "avtal", "receiver": "Klarsikt"}, {},
    ]  # fmt: skip
    found = left(offers)
    assert found["regime"].to_list() == ["egen", "avtal", "annan_region"]
    assert found.schema == FREE_COLUMNS


def test_a_plan_without_an_offer_takes_from_none() -> None:
    assert left([], {"q3": 10}).is_empty()
