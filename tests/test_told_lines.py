"""Lines that commands tell: our own dates and counts stay readable, identity numbers in names never do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from etl import check_command, status, work
from etl.identity_numbers import masked
from etl.report import FileReport, PartReport

IDENTITY = "19121212-1212"
COUNTS = range(1000, 10000, 7)


def told_by_load(period: str | None, records: int, path: str = "uttag.csv") -> str:
    return work._loaded_line(FileReport(path, "loaded", "vantande", "vantelista", period, None, records, records, 0, 0))


def told_by_status(period: str | None, records: int) -> str:
    delivery = {"source": "vantelista", "kind": "vantande", "period": period, "records": records, "accepted": records}
    delivery |= {"quarantined": 0, "duplicates": 0, "taken_over": 0, "path": "uttag.csv", "load_id": 1}
    content: dict[str, Any] = {
        "published": None,
        "held": False,
        "ahead": False,
        "plan_findings": {},
        "deliveries": [delivery],
    }
    return status.lines(content)[-1]


@pytest.mark.parametrize("line", [told_by_load, told_by_status])
def test_a_period_and_its_count_are_never_taken_for_an_identity_number(
    line: Callable[[str | None, int], str],
) -> None:
    assert "2026-07-31, 7613 poster" in masked(line("2026-07-31", 7613))
    for count in COUNTS:
        assert masked(line("2026-07-31", count)) == line("2026-07-31", count)


def test_an_identity_number_in_a_file_name_is_still_masked() -> None:
    assert IDENTITY not in masked(told_by_load("2026-07-31", 7613, f"lista {IDENTITY}.csv"))


def test_a_period_that_no_row_tells_is_called_unknown_in_swedish() -> None:
    part = PartReport("vantande", None, None)
    replaced_none = FileReport("uttag.csv", "loaded", None, None, None, None, 61, 61, 0, 0)
    lines = [told_by_load(None, 61), told_by_status(None, 61), part.told, *check_command._of_report(replaced_none)]
    for line in lines:
        assert "känd period" in line
        assert "None" not in line
    assert PartReport("vantande", "a", dt.date(2026, 7, 31)).told == "2026-07-31 (vantande, källa a)"
