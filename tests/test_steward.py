"""A data steward's decisions: what enters, what leaves, and that figures are those of a file that was right at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config import Settings
from etl import load as loading
from etl import verify, warehouse
from etl.steward import apply_decisions
from etl.steward_work import Applied
from register import DECISION_COLUMNS, Register, opened
from register.migration import migrate
from tests.extracts import UNITS, Region, Row, completed, new_region, waiting
from tests.registering import new_decision

LATE = "2026-03-05"
UNKNOWN = "SE2321000131-E000000000999"
NEW_UNIT = {
    "action": "add_unit",
    "reason": None,
    "code": UNKNOWN,
    "code_kind": "hsaid",
    "unit": "Ögon Skövde",
    "administration": "SKAS",
    "valid_from": dt.date(2020, 1, 1),
}


@pytest.fixture
def region(tmp_path: Path) -> Region:
    return new_region(tmp_path)


def register_of(region: Region) -> Register:
    register = opened(Settings(data_dir=region.root).register_address)
    migrate(register)
    return register


def decided(region: Region, **changes: Any) -> list[Applied]:
    """Register a decision and carry out all that is undecided, as `apply` does, without publishing."""
    register = register_of(region)
    newest = region.query("select max(load_id) from loads")[0][0]
    register.add_steward_decision(new_decision(**({"seen_load": newest} | changes)))
    return applied(region)


def applied(region: Region) -> list[Applied]:
    settings = Settings(data_dir=region.root)
    surroundings = loading.options_for(region.data, settings, loading.LoadRequest([])).surroundings
    return list(apply_decisions(region.data, surroundings, register_of(region).steward_decisions()))


def counts(region: Region) -> list[tuple[Any, ...]]:
    return region.query("select records, accepted, quarantined, duplicates from deliveries order by delivery_id")


def sound(region: Region) -> None:
    assert verify.faults(region.data) == []


def contacts(region: Region) -> list[tuple[Any, ...]]:
    """Every stored contact as the figures see it, whatever delivery it came with."""
    return region.query("select * exclude (delivery_id) from contacts order by record")


def test_released_rows_count_as_if_they_had_been_right(region: Region, tmp_path: Path) -> None:
    rows = [waiting(), waiting(remiss_datum=LATE), waiting(remiss_datum=LATE, mvo_kod="000")]
    region.loads(rows)
    assert counts(region) == [(3, 1, 2, 0)]
    [done] = decided(region)
    assert (done.outcome, done.rows, done.duplicates) == ("utford", 1, 0)
    assert done.message == "1 rad räknas nu, 1 rad har fler fel och är kvar i karantän."
    assert counts(region) == [(3, 2, 1, 0)]
    right = new_region(tmp_path / "right")
    right.loads([waiting(), waiting(remiss_datum="2026-01-05")])
    assert [row[:-2] for row in contacts(region)] == [row[:-2] for row in contacts(right)]
    sound(region)
