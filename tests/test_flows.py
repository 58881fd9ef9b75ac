"""Balances and deviations through the real build: by hand, with gaps, and after old rows are purged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.commands import etl
from tests.extracts import Region, Row, completed, new_region, waiting

SU, BORAS = "SE2321000131-E000000000101", "SE2321000131-E000000000102"
JANUARY, FEBRUARY = "2022-01-31", "2022-02-28"
OLD, LATER, NEW = "2021-12-01", "2021-12-05", "2022-02-10"


def queue(unit: str, month: str, decided: str, patients: int, **cells: str) -> list[Row]:
    row = waiting(hsaid_vardenhet=unit, matperiod=month, beslut_datum=decided, **cells)
    return [dict(row) for _ in range(patients)]


def done(unit: str, decided: str, patients: int, **cells: str) -> list[Row]:
    row = completed(hsaid_vardenhet=unit, matperiod=FEBRUARY, beslut_datum=decided, start_datum="2022-02-20", **cells)
    return [dict(row) for _ in range(patients)]


BEFORE_IN_BORAS = queue(BORAS, JANUARY, OLD, 6)
REGION = [
    *queue(SU, JANUARY, OLD, 10), *queue(SU, FEBRUARY, OLD, 3), *done(SU, OLD, 4),
    *queue(SU, JANUARY, LATER, 5), *queue(SU, FEBRUARY, LATER, 6), *done(SU, LATER, 2),
    *queue(SU, FEBRUARY, NEW, 7), *done(SU, NEW, 1),
    *queue(BORAS, FEBRUARY, OLD, 8), *done(BORAS, "2022-02-01", 6),
]  # fmt: skip


OTHERS = [
    *done(SU, OLD, 3, fas="1"), *queue(SU, FEBRUARY, OLD, 30, fas="1"),
    *queue(SU, FEBRUARY, NEW, 6, fas="5"),
    *queue(SU, JANUARY, OLD, 6, mvo_kod="201"),
    *queue(SU, JANUARY, OLD, 3, mvo_kod="201", avvikelsekod="1", vardgaranti="NEJ"),
    *queue(SU, JANUARY, OLD, 2, mvo_kod="201", avvikelsekod="2"),
    *queue(SU, JANUARY, OLD, 1, mvo_kod="201", avvikelsekod="3"),
]  # fmt: skip


@pytest.fixture
def region(tmp_path: Path) -> Region:
    return new_region(tmp_path)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Region:
    """Everything delivered, loaded once; for tests that only look."""
    found = new_region(tmp_path_factory.mktemp("whole"))
    load(found, [*BEFORE_IN_BORAS, *REGION, *OTHERS])
    return found


def load(region: Region, rows: list[Row]) -> None:
    numbered = [row | {"vardkontakt_id": f"K{place}"} for place, row in enumerate(rows)]
    ended = etl("load", region.write("uttag.csv", numbered), data=region.root)
    assert ended.code == 0, ended.output + ended.errors


def mart(region: Region, sql: str, **parameters: object) -> list[tuple[Any, ...]]:
    pointer = region.data.published()
    assert pointer is not None
    with duckdb.connect(str(region.data.marts(pointer.version)), read_only=True) as marts:
        return marts.execute(sql, parameters).fetchall()


def balances(region: Region, month: str = FEBRUARY, phase: int = 2) -> dict[str, tuple[Any, ...]]:
    rows = mart(
        region,
        "select administration, opening, inflow, completed, other_removals, unexplained, closing, status from flows "
        "where specialty = '511' and cutoff_date = $month and phase = $phase",
        month=month,
        phase=phase,
    )
    return {row[0]: row[1:] for row in rows}


def test_a_balance_follows_cohorts_and_a_margin_its_own(whole: Region) -> None:
    assert balances(whole) == {
        "SU": (15, 8, 7, 3, 3, 16, "visas"),
        "SÄS": (6, 6, 6, 0, 2, 8, "visas"),
        "Alla": (21, 14, 13, 1, 3, 24, "visas"),  # the three who left SU and two of those found in SÄS cancel
    }


def test_the_first_month_has_no_queue_before_it(whole: Region) -> None:
    assert set(balances(whole, JANUARY).values()) == {(None, None, None, None, None, None, "saknas")}


def test_a_balance_is_hidden_when_any_of_its_groups_is(whole: Region) -> None:
    assert balances(whole, phase=1)["SU"] == (None, None, None, None, None, None, "dolt")


def test_emergency_care_has_no_balance(whole: Region) -> None:
    assert mart(whole, "select distinct phase from flows order by phase") == [(1,), (2,)]
    assert (5,) in mart(whole, "select distinct phase from deviations")


def test_deviations_are_of_all_contacts_whatever_is_measured(whole: Region) -> None:
    found = mart(
        whole,
        "select contacts, patient_chosen, medical, status from deviations "
        "where administration = 'SU' and specialty = '201' and cutoff_date = $month and population = 'vantande'",
        month=JANUARY,
    )
    assert found == [(12, 3, 3, "lagt_underlag")]


def test_a_missing_delivery_is_no_queue_come_from_nowhere(region: Region) -> None:
    load(region, REGION)
    states = {name: figures[-1] for name, figures in balances(region).items()}
    assert states == {"SU": "visas", "SÄS": "saknas", "Alla": "saknas"}


def test_purging_changes_no_balance_and_keeps_days_of_decision_apart_from_the_counts(region: Region) -> None:
    other = [row | {"aktivitetskod": "AA001", "kva_kod": "AA001"} for row in queue(SU, FEBRUARY, OLD, 5)]
    load(region, [*BEFORE_IN_BORAS, *REGION, *other])
    figures = {name: mart(region, f"from {name} order by all") for name in ("attainment", "flows", "deviations")}
    assert etl("purge", data=region.root).report["contacts"] == len([*BEFORE_IN_BORAS, *REGION, *other])
    assert etl("publish", data=region.root).code == 0
    assert {name: mart(region, f"from {name} order by all") for name in figures} == figures
    kept = {name for (name,) in region.query("select column_name from (describe purged_completions)")}
    assert not kept & {"unit", "waited_days", "deviation", "start_date"}
    assert etl("verify", data=region.root).code == 0


def test_months_purged_before_days_were_kept_are_missing_and_not_wrong(region: Region) -> None:
    load(region, [*BEFORE_IN_BORAS, *REGION])
    etl("purge", data=region.root)
    with duckdb.connect(str(region.data.warehouse)) as connection:
        connection.execute("delete from purged_completions")
        connection.execute("update purged_contacts set is_new = null")
    assert etl("publish", data=region.root).code == 0
    assert {figures[-1] for figures in balances(region).values()} == {"saknas"}
