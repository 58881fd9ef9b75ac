"""The published tables of quality: what came when, what was wrong with it, what replaced it, what fell silent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from config import Settings
from etl import export, publish, warehouse
from etl.quality_definitions import quality_rules
from etl.reasons import reasons
from tests.extracts import Region, Row, completed, new_region, waiting

PUBLISHED_ON = "2026-05-21"
SAHLGRENSKA, BORAS = "SE2321000131-E000000000101", "SE2321000131-E000000000102"
Marts = duckdb.DuckDBPyConnection


@pytest.fixture
def region(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Region:
    monkeypatch.setenv("VARDLAGET_TODAY", PUBLISHED_ON)
    return new_region(tmp_path)


def queue(month: str, contacts: int = 30, /, **cells: str) -> list[Row]:
    """Contacts that wait at a month's end, 40 days each."""
    until = dt.date.fromisoformat(month)
    row = {"matperiod": month, "beslut_datum": str(until - dt.timedelta(days=40))}
    return [waiting(**(row | cells)) for _ in range(contacts)]


def done(month: str, contacts: int = 30, /, **cells: str) -> list[Row]:
    until = dt.date.fromisoformat(month)
    row = {"matperiod": month, "beslut_datum": str(until - dt.timedelta(days=40)), "start_datum": month}
    return [completed(**(row | cells)) for _ in range(contacts)]


def came(region: Region, load_id: int, moment: str) -> None:
    """Let a load have been made at another time (UTC)."""
    with warehouse.open_warehouse(region.data) as connection:
        connection.execute(
            "update loads set loaded_at = $moment where load_id = $id", {"moment": moment, "id": load_id}
        )


def published(region: Region, **settings: Any) -> Marts:
    version = publish.publish(region.data, Settings(data_dir=region.root, **settings))
    return duckdb.connect(str(region.data.marts(version)), read_only=True)


def asked(region: Region, sql: str, **settings: Any) -> list[tuple[Any, ...]]:
    """Publish, ask, and close."""
    with published(region, **settings) as marts:
        return marts.sql(sql).fetchall()


def outcomes(region: Region, check: str, columns: str = "subject, value, outcome, told") -> list[tuple[Any, ...]]:
    return asked(region, f"select {columns} from quality_checks where check_id = '{check}' order by all")  # noqa: S608


# --- When it came -----------------------------------------------------------------------------------------------------


def test_a_delivery_is_due_on_the_20th_of_the_month_after_and_late_the_day_after(region: Region) -> None:
    region.loads(queue("2026-01-31"))
    region.loads(queue("2026-02-28"))
    region.loads(queue("2026-03-31"))
    came(region, 1, "2026-02-20 22:59:00")  # a minute to midnight in Sweden
    came(region, 2, "2026-03-20 23:01:00")  # a minute past
    came(region, 3, "2026-04-30 08:00:00")
    found = asked(region, "select principal, source, period, due_on, days_late, times_replaced, status from timeliness")
    assert found == [
        ("VGR", "51", dt.date(2026, 1, 31), dt.date(2026, 2, 20), 0, 0, "i_tid"),
        ("VGR", "51", dt.date(2026, 2, 28), dt.date(2026, 3, 20), 1, 0, "sen"),
        ("VGR", "51", dt.date(2026, 3, 31), dt.date(2026, 4, 20), 10, 0, "sen"),
        ("VGR", "51", dt.date(2026, 4, 30), dt.date(2026, 5, 20), 1, 0, "saknas"),
    ]


def test_what_is_not_due_yet_is_not_missing(region: Region, monkeypatch: pytest.MonkeyPatch) -> None:
    region.loads(queue("2026-03-31"))
    monkeypatch.setenv("VARDLAGET_TODAY", "2026-05-20")
    assert asked(region, "select period from timeliness where status = 'saknas'") == []


def test_a_month_between_two_that_came_is_missing(region: Region) -> None:
    region.loads(queue("2026-01-31") + queue("2026-03-31"))
    told = asked(region, "select period::varchar, status, days_late, first_loaded_at from timeliness order by period")
    assert [row[:2] for row in told] == [
        ("2026-01-31", "efterhand"), ("2026-02-28", "saknas"), ("2026-03-31", "efterhand"), ("2026-04-30", "saknas"),
    ]  # fmt: skip
    assert told[1][2:] == (62, None)
    assert told[0][2] is None


def test_the_first_time_counts_however_often_it_is_replaced(region: Region) -> None:
    for n in range(3):
        region.loads(queue("2026-03-31", 30 + n))
        came(region, n + 1, f"2026-04-{10 + 10 * n} 08:00:00")
    found = asked(
        region,
        "select first_loaded_at, last_loaded_at, times_replaced, status from timeliness where status <> 'saknas'",
    )
    assert found == [(dt.datetime(2026, 4, 10, 8), dt.datetime(2026, 4, 30, 8), 2, "i_tid")]  # noqa: DTZ001 - as stored


def test_a_source_is_late_by_its_own_clock_and_each_population_by_itself(region: Region) -> None:
    region.loads(queue("2026-03-31"), source="norr")
    region.loads(queue("2026-03-31", hsaid_vardenhet=BORAS) + done("2026-03-31", hsaid_vardenhet=BORAS), source="söder")
    came(region, 1, "2026-04-01 08:00:00")
    came(region, 2, "2026-04-22 08:00:00")
    found = asked(region, "select source, kind, status from timeliness where period = '2026-03-31'")
    assert found == [
        ("norr", "vantande", "i_tid"),
        ("söder", "genomforda", "efterhand"),
        ("söder", "vantande", "efterhand"),
    ]


# --- The checks -------------------------------------------------------------------------------------------------------


def test_dq0_wants_both_populations(region: Region) -> None:
    region.loads(queue("2026-03-31") + done("2026-03-31") + queue("2026-04-30"))
    found = outcomes(region, "DQ0", "period::varchar, kind, outcome, told")
    assert found == [
        ("2026-03-31", "genomforda", "ok", "Genomförda är levererade."),
        ("2026-03-31", "vantande", "ok", "Väntande är levererade."),
        ("2026-04-30", "genomforda", "fel", "Genomförda är inte levererade för månaden."),
        ("2026-04-30", "vantande", "ok", "Väntande är levererade."),
    ]


def test_dq1_counts_what_lacks_a_mandatory_value(region: Region) -> None:
    region.loads(queue("2026-04-30") + queue("2026-04-30", 2, fas="") + queue("2026-04-30", 1, vardgaranti=""))
    assert outcomes(region, "DQ1") == [
        ("fas", 2.0, "fel", "2 poster saknar fas."),
        ("vardgaranti", 1.0, "fel", "1 post saknar vardgaranti."),
    ]


def test_dq2_counts_codes_that_are_unknown_or_of_another_form(region: Region) -> None:
    region.loads(queue("2026-04-30") + queue("2026-04-30", 2, mvo_kod="9Z9") + queue("2026-04-30", 1, kon="9"))
    assert outcomes(region, "DQ2", "subject, value, outcome") == [("kon", 1.0, "fel"), ("mvo_kod", 2.0, "fel")]


def test_dq3_counts_dates_that_cannot_be_and_points_out_long_waits(region: Region) -> None:
    late = queue("2026-04-30", 2, beslut_datum="2026-05-02")
    region.loads(queue("2026-04-30") + late + queue("2026-04-30", 3, beslut_datum="2023-01-02"))
    assert outcomes(region, "DQ3") == [
        ("beslut_datum", 2.0, "fel", "2 poster har i beslut_datum ett datum som inte är möjligt."),
        ("beslut_datum", 3.0, "info", "3 poster har väntat mer än 730 dagar."),
    ]


def test_dq4_asks_for_a_share_of_each_column(region: Region) -> None:
    rows = queue("2026-04-30", 98, kon="1") + queue("2026-04-30", 2)
    region.loads(rows)
    found = {subject: rest for subject, *rest in outcomes(region, "DQ4")}
    assert found["kon"] == [0.98, "ok", "kon är ifylld i 98\u00a0% av posterna; minst 98\u00a0% begärs."]
    assert found["lkf"] == [0.0, "fel", "lkf är ifylld i 0\u00a0% av posterna; minst 95\u00a0% begärs."]
    assert set(found) == {demand.kolumn for demand in quality_rules(region.data).krav}


def test_dq5_wants_deviations_that_are_logical(region: Region) -> None:
    region.loads(queue("2026-04-30") + queue("2026-04-30", 2, avvikelsekod="1", vardgaranti="NEJ"))
    assert outcomes(region, "DQ5", "value, outcome, told") == [
        (0.0, "ok", "Ingen post har MOV utan vårdgaranti."),
        (2.0, "fel", "2 poster har PVV inom 90 dagar."),
        (2.0, "fel", "2 poster har PVV utan vårdgaranti."),
    ]


def test_dq6_points_out_a_forvaltning_whose_figures_are_out_of_the_ordinary(region: Region) -> None:
    slow = queue("2026-04-30", 30, hsaid_vardenhet=BORAS, beslut_datum="2025-01-02")
    region.loads(queue("2026-04-30") + slow)
    assert outcomes(region, "DQ6", "subject, source, unit, value, outcome, told") == [
        ("SU", None, "andel", 1.0, "ok", "Fas 2: andelen inom gränsen är 100\u00a0%, inom 50–100\u00a0%."),
        ("SU", None, "dagar", 40.0, "ok", "Fas 2: medianen är 40 dagar, inom 1–365 dagar."),
        ("SÄS", None, "andel", 0.0, "fel", "Fas 2: andelen inom gränsen är 0\u00a0%, utanför 50–100\u00a0%."),
        ("SÄS", None, "dagar", 483.0, "fel", "Fas 2: medianen är 483 dagar, utanför 1–365 dagar."),
    ]


def test_a_faultless_delivery_passes_every_check_of_its_rows(region: Region) -> None:
    filled = {"kon": "1", "lkf": "1480", "fodelsear": "1950", "aktivitetskod": "AB1", "remiss_datum": "2026-01-02"}
    region.loads(queue("2026-04-30", **filled) + done("2026-04-30", **filled))
    found = asked(region, "select check_id, outcome, count(*) from quality_checks group by all order by all")
    assert found == [
        ("DQ0", "ok", 2), ("DQ1", "ok", 2), ("DQ2", "ok", 2), ("DQ3", "ok", 4), ("DQ4", "ok", 10), ("DQ5", "ok", 6),
        ("DQ6", "ok", 4),
    ]  # fmt: skip


def test_a_delivery_from_before_odd_contacts_were_counted_says_so(region: Region) -> None:
    region.loads(queue("2026-04-30"))
    with warehouse.open_warehouse(region.data) as connection:
        for table in ("completeness", "unknown_codes", "oddities", "revisions", "revision_columns"):
            connection.execute(f"drop table delivery_{table}")
    [(value, outcome, told)] = outcomes(region, "DQ5", "value, outcome, told")
    assert (value, outcome) == (None, "info")
    assert "laddad tidigare" in told


def test_only_the_delivery_in_force_is_judged(region: Region) -> None:
    region.loads(queue("2026-04-30") + queue("2026-04-30", 2, mvo_kod="9Z9"))
    region.loads(queue("2026-04-30"))
    assert outcomes(region, "DQ2", "value, outcome") == [(0.0, "ok")]
    assert asked(region, "from unknown_codes") == []


def test_every_check_has_a_title_and_reasons_that_exist(region: Region) -> None:
    region.loads(queue("2026-04-30"))
    told = asked(region, "select check_id, title, text from quality_definitions order by check_id")
    assert [check for check, _, _ in told] == [f"DQ{n}" for n in range(7)]
    assert all(title and text for _, title, text in told)
    rules = quality_rules(region.data)
    named = [reason for check in rules.kontroll for reason in check.orsaker]
    assert len(named) == len(set(named))
    assert all(reasons()[reason].action == "Q" for reason in named)


# --- Units that fall silent -------------------------------------------------------------------------------------------


MONTH_ENDS = ("2025-11-30", "2025-12-31", "2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30")


def silent(region: Region, boras: Sequence[int], **settings: Any) -> list[tuple[Any, ...]]:
    """Months of Sahlgrenska, and of Borås as many contacts as told; what is silent."""
    for month, contacts in zip(MONTH_ENDS, boras, strict=False):
        region.loads(queue(month) + queue(month, contacts, hsaid_vardenhet=BORAS))
    return asked(
        region,
        "select unit, cutoff_date::varchar, last_seen::varchar, periods_before from silent_units order by all",
        **settings,
    )


def test_a_unit_with_enough_in_three_periods_and_none_now_is_silent(region: Region) -> None:
    assert silent(region, [20, 25, 20, 0]) == [("Ögon Borås", "2026-02-28", "2026-01-31", 3)]


@pytest.mark.parametrize(
    "boras", [[20, 25, 19, 0], [25, 19, 25, 25], [0, 25, 25, 0], [25, 25, 0, 25, 0], [25, 25, 25, 1]]
)
def test_a_unit_with_too_few_or_too_seldom_or_someone_left_is_not(region: Region, boras: list[int]) -> None:
    assert silent(region, boras) == []


def test_a_unit_stays_silent_until_it_is_seen_again(region: Region) -> None:
    assert silent(region, [30, 30, 30, 0, 0, 22]) == [
        ("Ögon Borås", "2026-02-28", "2026-01-31", 3), ("Ögon Borås", "2026-03-31", "2026-01-31", 3),
    ]  # fmt: skip


# --- Where a figure comes from ----------------------------------------------------------------------------------------


def test_the_file_behind_a_date_is_the_one_in_force(region: Region) -> None:
    region.loads(queue("2026-04-30", 30) + done("2026-03-31"))
    region.loads(queue("2026-04-30", 31))
    hashes = dict(region.query("select load_id, sha256 from loads"))
    found = asked(
        region, "select principal, population, cutoff_date::varchar, load_id, path, sha256, mapping from lineage"
    )
    assert found == [
        ("VGR", "genomforda", "2026-03-31", 1, "uttag1.csv", hashes[1], None),
        ("VGR", "vantande", "2026-04-30", 2, "uttag2.csv", hashes[2], None),
    ]


def test_an_unknown_code_is_told_for_its_delivery(region: Region) -> None:
    region.loads(queue("2026-04-30") + queue("2026-04-30", 2, mvo_kod="9Z9") + queue("2026-04-30", 1, mvo_kod="Okänd"))
    assert asked(
        region, "select principal, source, kind, period::varchar, column_name, code, rows from unknown_codes"
    ) == [
        ("VGR", "51", "vantande", "2026-04-30", "mvo_kod", "9Z9", 2),
        ("VGR", "51", "vantande", "2026-04-30", "mvo_kod", "(övriga)", 1),
    ]


def test_a_delivery_that_nothing_of_can_be_used_is_still_its_sources(region: Region) -> None:
    region.loads(queue("2026-03-31"), source="norr")
    region.loads(queue("2026-04-30", 2, mvo_kod="9Z9"), source="norr")
    assert asked(region, "select distinct principal from completeness") == [("VGR",)]


# --- Open tables ------------------------------------------------------------------------------------------------------


def test_the_open_tables_tell_the_same(region: Region, tmp_path: Path) -> None:
    region.loads(queue("2026-04-30", 40))
    region.loads(queue("2026-04-30", 40, avvikelsekod="1") + queue("2026-04-30", 10))
    with published(region) as marts:
        rows = [len(marts.sql(f"from {name}").fetchall()) for name in ("quality_checks", "completeness", "revisions")]
    export.export_tables(region.data, Settings(data_dir=region.root), tmp_path / "out", file_format="csv")
    tables = [
        pl.read_csv(tmp_path / "out" / f"{name}.csv", separator=";", infer_schema=False)
        for name in ("datakvalitet", "fullstandighet", "revideringar")
    ]
    assert [table.height for table in tables] == rows
    assert {(table.columns[0], table.columns[-1]) for table in tables} == {("huvudman", "dataversion")}
    told = tables[2].row(0, named=True)
    assert [told[name] for name in ("poster_fore", "poster_efter", "tillkomna", "andrade", "oforandrade")] == [
        "40", "50", "10", "40", "0",
    ]  # fmt: skip
