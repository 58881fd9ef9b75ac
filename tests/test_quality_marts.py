"""The published tables of quality: what came when, what was wrong with it, what replaced it, what fell silent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from config import DataDirectory, Settings
from etl import export, publish, warehouse
from etl.definitions import DefinitionFileError
from etl.quality_definitions import quality_rules
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


@pytest.fixture(scope="module")
def calendar(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Marts]:
    """Marts of four sources that deliver each in their way, published the day after April was due."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VARDLAGET_TODAY", PUBLISHED_ON)
        region = new_region(tmp_path_factory.mktemp("calendar"))
        files = [
            ("tid", queue("2026-01-31"), "2026-02-20 22:59:00"),  # a minute to midnight in Sweden
            ("tid", queue("2026-02-28"), "2026-03-20 23:01:00"),  # a minute past
            ("tid", queue("2026-03-31", 33), "2026-04-30 08:00:00"),
            ("lucka", queue("2026-01-31") + queue("2026-03-31"), "2026-05-01 08:00:00"),
            ("ersatt", queue("2026-03-31", 34), "2026-04-10 08:00:00"),
            ("ersatt", queue("2026-03-31", 31), "2026-04-20 08:00:00"),
            ("ersatt", queue("2026-03-31", 32), "2026-04-30 08:00:00"),
            ("båda", queue("2026-02-28") + done("2026-02-28"), "2026-03-01 08:00:00"),
            ("båda", done("2026-03-31"), "2026-04-19 08:00:00"),
            ("båda", queue("2026-03-31", 35), "2026-04-25 08:00:00"),
        ]
        for load_id, (source, rows, moment) in enumerate(files, start=1):
            region.loads(rows, source=source)
            came(region, load_id, moment)
        with published(region) as marts:
            yield marts


def timeliness(marts: Marts, source: str, columns: str) -> list[tuple[Any, ...]]:
    sql = f"select {columns} from timeliness where source = $1 order by kind, period"  # noqa: S608
    return marts.execute(sql, [source]).fetchall()


def test_a_delivery_is_due_on_the_20th_of_the_month_after_and_late_the_day_after(calendar: Marts) -> None:
    found = timeliness(calendar, "tid", "principal, period, due_on, days_late, times_replaced, status")
    assert found == [
        ("VGR", dt.date(2026, 1, 31), dt.date(2026, 2, 20), 0, 0, "i_tid"),
        ("VGR", dt.date(2026, 2, 28), dt.date(2026, 3, 20), 1, 0, "sen"),
        ("VGR", dt.date(2026, 3, 31), dt.date(2026, 4, 20), 10, 0, "sen"),
        ("VGR", dt.date(2026, 4, 30), dt.date(2026, 5, 20), 1, 0, "saknas"),
    ]


def test_a_month_between_two_that_came_is_missing_and_history_is_not_late(calendar: Marts) -> None:
    assert timeliness(calendar, "lucka", "period::varchar, status, days_late, first_loaded_at is null") == [
        ("2026-01-31", "efterhand", None, False),
        ("2026-02-28", "saknas", 62, True),
        ("2026-03-31", "efterhand", None, False),
        ("2026-04-30", "saknas", 1, True),
    ]


def test_the_first_time_counts_however_often_it_is_replaced(calendar: Marts) -> None:
    first, last = dt.datetime(2026, 4, 10, 8), dt.datetime(2026, 4, 30, 8)  # noqa: DTZ001 - as stored
    [came_in, _] = timeliness(calendar, "ersatt", "first_loaded_at, last_loaded_at, times_replaced, days_late, status")
    assert came_in == (first, last, 2, 0, "i_tid")


def counts(month: str, population: str = "vantande") -> list[Row]:
    row = {"huvudman": "Provlandet", "matdatum": month, "population": population, "forvaltning": "Norra"}
    return [row | {"mvo_kod": "511", "fas": "2", "fran_dagar": "0", "till_dagar": "90", "antal": "40"}]


COUNTED = ("huvudman", "matdatum", "population", "forvaltning", "mvo_kod", "fas", "fran_dagar", "till_dagar", "antal")
END = '[[avslutad]]\nkalla = "{}"\nfran = 2026-04-01\n'


def test_counts_are_expected_once_their_source_has_come_three_months_in_a_row(region: Region) -> None:
    sent = {"rytm": ("2026-01-31", "2026-02-28", "2026-03-31"), "ibland": ("2025-12-31", "2026-01-31", "2026-03-31")}
    for source, months in sent.items():
        region.loads([row for month in months for row in counts(month)], COUNTED, source=source)
    region.loads(counts("2026-03-31", "genomforda"), COUNTED, source="rytm")
    with published(region) as marts:
        columns = "population, period::varchar, due_on::varchar, status"
        assert timeliness(marts, "rytm", columns) == [
            ("vantande", "2026-01-31", "2026-02-20", "efterhand"),
            ("vantande", "2026-02-28", "2026-03-20", "efterhand"),
            ("genomforda", "2026-03-31", None, "efterhand"),
            ("vantande", "2026-03-31", "2026-04-20", "efterhand"),
            ("vantande", "2026-04-30", "2026-05-20", "saknas"),
        ]
        assert {row[2:] for row in timeliness(marts, "ibland", columns)} == {(None, "efterhand")}


def test_a_source_that_is_declared_ended_is_missing_no_more(region: Region) -> None:
    region.loads(queue("2026-02-28"), source="slut")
    region.loads(queue("2026-02-28", 31), source="kvar")
    folder = region.root / "definitions"
    folder.mkdir(exist_ok=True)
    (folder / "avslutade_kallor.toml").write_text(END.format("slut"), encoding="utf-8")
    with published(region) as marts:
        missing = "select source, period::varchar from timeliness where status = 'saknas' order by all"
        assert marts.sql(missing).fetchall() == [
            ("kvar", "2026-03-31"), ("kvar", "2026-04-30"), ("slut", "2026-03-31"),
        ]  # fmt: skip
    (folder / "avslutade_kallor.toml").write_text(END.format("slut").replace("fran", "frän"), encoding="utf-8")
    with pytest.raises(DefinitionFileError, match="avslutade_kallor"):
        publish.publish(region.data, Settings(data_dir=region.root), whole=True)


def test_each_population_is_late_by_itself(calendar: Marts) -> None:
    found = timeliness(calendar, "båda", "kind, period::varchar, days_late, status")
    assert [row for row in found if row[1] == "2026-03-31"] == [
        ("genomforda", "2026-03-31", 0, "i_tid"), ("vantande", "2026-03-31", 5, "sen"),
    ]  # fmt: skip


def test_dq0_wants_both_populations(calendar: Marts) -> None:
    found = findings(calendar, "DQ0", "source, period::varchar, kind, outcome, told")
    of_march = [
        (source, kind, outcome, told) for source, period, kind, outcome, told in found if period == "2026-03-31"
    ]
    assert [row for row in of_march if row[0] in ("båda", "tid")] == [
        ("båda", "genomforda", "ok", "Genomförda är levererade."),
        ("båda", "vantande", "ok", "Väntande är levererade."),
        ("tid", "genomforda", "fel", "Genomförda är inte levererade för månaden."),
        ("tid", "vantande", "ok", "Väntande är levererade."),
    ]


def test_what_is_not_due_yet_is_not_missing(region: Region, monkeypatch: pytest.MonkeyPatch) -> None:
    region.loads(queue("2026-03-31"))
    monkeypatch.setenv("VARDLAGET_TODAY", "2026-05-20")
    assert asked(region, "select period from timeliness where status = 'saknas'") == []


# --- The checks -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def flawed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Marts]:
    """Marts of one delivery with a fault of every kind: 90 contacts without, 98 of a hundred told their sex."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VARDLAGET_TODAY", PUBLISHED_ON)
        region = new_region(tmp_path_factory.mktemp("flawed"))
        month = "2026-04-30"
        region.loads(
            [
                *queue(month, 85, kon="1"),
                *queue(month, 2, kon="2", fas=""),
                *queue(month, 1, kon="1", vardgaranti=""),
                *queue(month, 2, kon="1", mvo_kod="9Z9"),
                *queue(month, 1, kon="9"),
                *queue(month, 2, kon="1", beslut_datum="2026-05-02"),
                *queue(month, 3, kon="1", beslut_datum="2023-01-02"),
                *queue(month, 2, kon="1", avvikelsekod="1", vardgaranti="NEJ"),
                *queue(month, 2),
            ]
        )
        with published(region) as marts:
            yield marts


def findings(marts: Marts, check: str, columns: str = "subject, value, outcome, told") -> list[tuple[Any, ...]]:
    return marts.sql(f"select {columns} from quality_checks where check_id = '{check}' order by all").fetchall()  # noqa: S608


def test_dq1_counts_what_lacks_a_mandatory_value(flawed: Marts) -> None:
    assert findings(flawed, "DQ1") == [
        ("fas", 2.0, "fel", "2 poster saknar fas."),
        ("vardgaranti", 1.0, "fel", "1 post saknar vardgaranti."),
    ]


def test_dq2_counts_codes_that_are_unknown_or_of_another_form(flawed: Marts) -> None:
    assert findings(flawed, "DQ2") == [
        ("kon", 1.0, "fel", "1 post har i kon ett värde som är okänt eller har fel form."),
        ("mvo_kod", 2.0, "fel", "2 poster har i mvo_kod ett värde som är okänt eller har fel form."),
    ]


def test_dq3_counts_dates_that_cannot_be_and_points_out_long_waits(flawed: Marts) -> None:
    assert findings(flawed, "DQ3") == [
        ("beslut_datum", 2.0, "fel", "2 poster har i beslut_datum ett datum som inte är möjligt."),
        ("beslut_datum", 3.0, "info", "3 poster har väntat mer än 730 dagar."),
    ]


def test_dq4_asks_for_a_share_of_each_column(flawed: Marts) -> None:
    found = {subject: rest for subject, *rest in findings(flawed, "DQ4")}
    assert found["kon"] == [0.98, "ok", "kon är ifylld i 98\u00a0% av posterna; minst 98\u00a0% begärs."]
    assert found["lkf"] == [0.0, "fel", "lkf är ifylld i 0\u00a0% av posterna; minst 95\u00a0% begärs."]
    assert set(found) == {"kon", "lkf", "fodelsear", "aktivitetskod", "remiss_datum"}


def test_dq5_wants_deviations_that_are_logical(flawed: Marts) -> None:
    assert findings(flawed, "DQ5", "value, outcome, told") == [
        (0.0, "ok", "Ingen post har MOV utan vårdgaranti."),
        (2.0, "fel", "2 poster har PVV inom 90 dagar."),
        (2.0, "fel", "2 poster har PVV utan vårdgaranti."),
    ]


def test_every_check_has_a_title_and_reasons_that_exist(flawed: Marts) -> None:
    told = flawed.sql("select check_id, title, text from quality_definitions order by check_id").fetchall()
    assert [check for check, _, _ in told] == [f"DQ{n}" for n in range(7)]
    assert all(title and text for _, title, text in told)
    named = [reason for (reason,) in flawed.sql("select reason from reasons where action = 'Q'").fetchall()]
    rules = quality_rules(DataDirectory(Path("finns-inte")))
    listed = [reason for check in rules.kontroll for reason in check.orsaker]
    assert len(listed) == len(set(listed))
    assert set(listed) <= set(named)


def test_an_unknown_code_is_told_for_its_delivery(flawed: Marts) -> None:
    assert flawed.sql("from unknown_codes order by all").fetchall() == [
        ("VGR", "51", "vantande", dt.date(2026, 4, 30), "kon", "9", 1),
        ("VGR", "51", "vantande", dt.date(2026, 4, 30), "mvo_kod", "9Z9", 2),
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


# --- Units that fall silent -------------------------------------------------------------------------------------------


MONTH_ENDS = ("2025-11-30", "2025-12-31", "2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30")
CONTACTS = {
    "silent": [0, 20, 25, 20, 0, 0],
    "seen again": [30, 30, 30, 0, 0, 22],
    "too few": [25, 20, 19, 0, 0, 0],
    "too seldom": [0, 25, 25, 0, 25, 0],
    "someone left": [25, 25, 25, 6, 6, 6],
    "always there": [25] * 6,
}


def test_a_unit_with_enough_in_three_periods_and_none_since_is_silent(region: Region) -> None:
    codes = {unit: f"SE2321000131-E0000000003{place:02}" for place, unit in enumerate(CONTACTS)}
    header, *_ = (region.root / "enheter.csv").read_text(encoding="utf-8").splitlines()
    lines = [header, *(f"{code};hsaid;{unit};SU;;" for unit, code in codes.items())]
    (region.root / "enheter.csv").write_text("\n".join(lines), encoding="utf-8")
    rows = (
        queue(month, number, hsaid_vardenhet=codes[unit])
        for unit, numbers in CONTACTS.items()
        for month, number in zip(MONTH_ENDS, numbers, strict=True)
    )
    region.loads([row for of_unit in rows for row in of_unit], accept="saknar_enheter")
    found = asked(region, "select unit, cutoff_date::varchar, last_seen::varchar, periods_before from silent_units")
    assert sorted(found) == [
        ("seen again", "2026-02-28", "2026-01-31", 3), ("seen again", "2026-03-31", "2026-01-31", 3),
        ("silent", "2026-03-31", "2026-02-28", 3), ("silent", "2026-04-30", "2026-02-28", 3),
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
