"""What a load remembers of its deliveries: how full each column is, which codes nobody knows, what it replaced."""

from __future__ import annotations

import datetime as dt
import itertools
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import warehouse
from etl.purge import purge_contacts
from etl.revisions import COMPARED
from etl.unknown_codes import MOST_CODES
from tests.cross_rows import crosses_of, day
from tests.deciding import ADD_UNIT, decided
from tests.extracts import HEADER, Region, Row, completed, new_region, numbered, waiting
from tests.plan_rows import need, needs_of
from tests.test_load_national import HEADER as NATIONAL_HEADER
from tests.test_load_national import figure

UNKNOWN_UNIT = "SE2321000131-E000000000999"
PERSON = "19121212-1212"  # a test number of Skatteverket


@pytest.fixture
def region(tmp_path: Path) -> Region:
    return new_region(tmp_path)


def completeness(region: Region) -> dict[tuple[int, str], tuple[int, int]]:
    """(delivery, column) → (records, filled)."""
    rows = region.query("from delivery_completeness")
    return {(delivery, column): (records, filled) for delivery, column, records, filled in rows}


def codes(region: Region) -> list[tuple[Any, ...]]:
    return region.query("select column_name, code, rows from delivery_unknown_codes order by all")


def revisions(region: Region) -> list[tuple[Any, ...]]:
    return region.query("from delivery_revisions order by delivery_id, replaced_id")


# --- Completeness -----------------------------------------------------------------------------------------------------


def test_every_record_counts_in_every_column_quarantined_ones_and_copies_too(region: Region) -> None:
    row = waiting(vardkontakt_id="K-1", kon="2")
    region.loads([row, row, waiting(kon="1", mvo_kod="99Z"), waiting(lkf="1480")])
    found = completeness(region)
    assert {column for _, column in found} == set(HEADER)
    assert {records for records, _ in found.values()} == {4}
    assert [found[1, name][1] for name in ("kon", "lkf", "mvo_kod", "start_datum")] == [3, 1, 4, 0]


def test_every_period_and_population_is_counted_by_itself(region: Region) -> None:
    january = {"matperiod": "2026-01-31", "beslut_datum": "2026-01-02"}
    region.loads([waiting(kon="1"), waiting(**january), waiting(**january, kon="2"), completed(kon="")])
    found = completeness(region)
    of_sex = sorted(
        (str(period), kind, *found[delivery, "kon"])
        for delivery, kind, period in region.query("select delivery_id, kind, period from deliveries")
    )
    assert of_sex == [
        ("2026-01-31", "vantande", 2, 1), ("2026-02-28", "genomforda", 1, 0), ("2026-02-28", "vantande", 1, 1),
    ]  # fmt: skip


def test_a_column_that_the_file_lacks_is_empty(region: Region) -> None:
    header = [name for name in HEADER if name != "kon"]
    region.loads([waiting(kon="1")], header)
    assert completeness(region)[1, "kon"] == (1, 0)


optional = st.fixed_dictionaries(
    {},
    optional={
        "kon": st.sampled_from(["1", "2", "9"]),
        "lkf": st.sampled_from(["1480", "x"]),
        "fodelsear": st.just("1950"),
        "matperiod": st.sampled_from(["2026-01-31", "2026-02-28", "", "igår"]),
    },
)


@settings(max_examples=15, deadline=None)
@given(rows=st.lists(optional, min_size=1, max_size=12))
def test_what_is_filled_is_never_more_than_there_are_records_and_no_record_is_forgotten(rows: list[Row]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        region = new_region(Path(folder))
        report = region.loads([waiting(beslut_datum="2026-01-02") | cells for cells in rows])
        if report.status == "refused":
            return
        found = completeness(region)
        assert all(0 <= filled <= records for records, filled in found.values())
        for name in ("kon", "lkf", "fodelsear", "mvo_kod"):
            of_column = [counts for (_, column), counts in found.items() if column == name]
            assert sum(records for records, _ in of_column) == report.records == len(rows)
            expected = len(rows) if name == "mvo_kod" else sum(1 for row in rows if row.get(name))
            assert sum(filled for _, filled in of_column) == expected


# --- Unknown codes ----------------------------------------------------------------------------------------------------


def test_codes_that_nobody_knows_are_counted_by_column(region: Region) -> None:
    region.loads(
        [
            waiting(),
            *(waiting(mvo_kod="9Z9") for _ in range(3)),
            waiting(hsaid_vardenhet=UNKNOWN_UNIT),
            waiting(hsaid_vardenhet=UNKNOWN_UNIT, hsaid_enhet="SE2321000131-E000000000998"),
            waiting(regionkod="77"),
            waiting(fas="7"),
            waiting(kon="U"),
        ]
    )
    assert codes(region) == [
        ("fas", "7", 1),
        ("hsaid_enhet", "SE2321000131-E000000000998", 1),
        ("hsaid_vardenhet", UNKNOWN_UNIT, 1),
        ("kon", "U", 1),
        ("mvo_kod", "9Z9", 3),
        ("regionkod", "77", 1),
    ]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"mvo_kod": "Karin Andersson"}, "mvo_kod"),
        ({"mvo_kod": "Karin"}, "mvo_kod"),
        ({"mvo_kod": PERSON}, "mvo_kod"),
        ({"mvo_kod": "191212"}, "mvo_kod"),
        ({"kon": "kvinna"}, "kon"),
        ({"lkf": "14801"}, "lkf"),
        ({"hsaid_vardenhet": "SE1212121212-E000000000001"}, "hsaid_vardenhet"),
        ({"hsaid_vardenhet": "SE2321000131-P000000000001"}, "hsaid_vardenhet"),
    ],
)
def test_what_may_name_a_person_or_a_patient_is_counted_without_its_value(
    region: Region, cells: dict[str, str], column: str
) -> None:
    region.loads([waiting(), waiting(**cells)])
    assert (column, None, 1) in codes(region)
    assert all(code is None for _, code, _ in codes(region))


def test_the_name_of_a_hospital_is_no_code(region: Region) -> None:
    region.loads([waiting(), waiting(hsaid_vardenhet="SE2321000131-X", sjukhusnamn="Doktor Anderssons mottagning")])
    told = region.query("select code from delivery_unknown_codes")
    assert "Andersson" not in str(told)


def test_the_commonest_codes_are_told_and_the_others_are_one_row(region: Region) -> None:
    rare = [waiting(hsaid_vardenhet=f"SE2321000131-E{n:012}") for n in range(900, 900 + MOST_CODES + 7)]
    common = [waiting(hsaid_vardenhet="SE2321000131-E999999999999") for _ in range(3)]
    region.loads([waiting() for _ in range(2)] + rare + common)
    told = {code: rows for _, code, rows in codes(region)}
    assert len(told) == MOST_CODES + 1
    assert told["SE2321000131-E999999999999"] == 3
    assert told[None] == 8
    assert sum(told.values()) == len(rare) + 3


# --- Revisions --------------------------------------------------------------------------------------------------------


def test_what_a_redelivery_adds_removes_and_changes_is_counted(region: Region) -> None:
    ids = [f"K-{n}" for n in range(6)]
    region.loads([waiting(vardkontakt_id=name) for name in ids])
    region.loads(
        [
            waiting(vardkontakt_id="K-0"),
            waiting(vardkontakt_id="K-1", avvikelsekod="1"),
            waiting(vardkontakt_id="K-2", avvikelsekod="1", kon="2"),
            waiting(vardkontakt_id="K-3", kon="1", sjukhusnamn="Ett nytt namn"),
            waiting(vardkontakt_id="K-9"),
        ]
    )
    assert revisions(region) == [(2, 1, 6, 5, 1, 2, 3, 1, None)]
    assert region.query("select column_name, rows_changed from delivery_revision_columns order by all") == [
        ("avvikelsekod", 2), ("kon", 2),
    ]  # fmt: skip


def test_a_delivery_that_is_replaced_twice_leaves_both_revisions(region: Region) -> None:
    for deviation in ("", "1", "2"):
        region.loads([waiting(vardkontakt_id="K-1", avvikelsekod=deviation), waiting(vardkontakt_id="K-2")])
    assert revisions(region) == [(2, 1, 2, 2, 0, 0, 1, 1, None), (3, 2, 2, 2, 0, 0, 1, 1, None)]


def test_a_first_delivery_and_a_refused_one_revise_nothing(region: Region) -> None:
    region.loads([waiting(), waiting(hsaid_vardenhet="SE2321000131-E000000000102")])
    assert region.loads([waiting()]).status == "refused"
    assert revisions(region) == []


def test_a_unit_that_the_reference_moved_is_a_change(region: Region) -> None:
    region.loads([waiting(vardkontakt_id="K-1")])
    units = region.root / "enheter.csv"
    units.write_text(units.read_text(encoding="utf-8").replace("Ögon Sahlgrenska;SU", "Ögon Mölndal;SU"), "utf-8")
    region.loads([waiting(vardkontakt_id="K-1")])
    assert region.query("select column_name, rows_changed from delivery_revision_columns") == [("enhet", 1)]


def test_rows_that_were_purged_cannot_be_compared_and_that_is_said(region: Region) -> None:
    old = {"matperiod": "2020-01-31", "beslut_datum": "2020-01-02"}
    region.loads([waiting(**old), waiting(**old)])
    with warehouse.open_warehouse(region.data) as connection:
        purge_contacts(connection, 36)
    region.loads([waiting(**old, avvikelsekod="1")])
    assert revisions(region) == [(2, 1, 2, 1, None, None, None, None, "gallrad")]


def test_purging_keeps_what_is_known_of_old_deliveries(region: Region) -> None:
    old = {"matperiod": "2020-01-31", "beslut_datum": "2017-01-02"}
    region.loads([waiting(**old, vardkontakt_id="K-1", mvo_kod="9Z9"), waiting(**old, vardkontakt_id="K-2")])
    region.loads([waiting(**old, vardkontakt_id="K-1", mvo_kod="9Z9"), waiting(**old, vardkontakt_id="K-3")])
    tables = [
        "delivery_completeness", "delivery_unknown_codes", "delivery_revisions", "delivery_revision_columns",
        "delivery_oddities",
    ]  # fmt: skip
    before = [region.query(f"from {name} order by all") for name in tables]
    with warehouse.open_warehouse(region.data) as connection:
        purge_contacts(connection, 36)
    assert [region.query(f"from {name} order by all") for name in tables] == before
    assert [len(rows) > 0 for rows in before] == [True, True, True, False, True]


def test_national_figures_are_compared_by_their_key(region: Region) -> None:
    header = NATIONAL_HEADER
    region.loads([figure(namnare="1000", taljare="620"), figure(fas="2"), figure(fas="3")], header)
    region.loads([figure(namnare="1000", taljare="625"), figure(fas="2"), figure(fas="4")], header)
    assert revisions(region) == [(2, 1, 3, 3, 1, 1, 1, 1, None)]
    assert region.query("select column_name, rows_changed from delivery_revision_columns") == [("taljare", 1)]


def test_needs_are_compared_by_their_key_an_empty_quarter_too(region: Region) -> None:
    needs_of(region, need(kvartal="", behov="100"), need(mvo_kod="221", behov="50"))
    needs_of(region, need(kvartal="", behov="120"), need(mvo_kod="221", behov="50"))
    assert revisions(region) == [(2, 1, 2, 2, 0, 0, 1, 1, None)]
    assert region.query("select column_name, rows_changed from delivery_revision_columns") == [("behov", 1)]


def test_a_cross_that_takes_over_days_tells_how_many_rows_left(region: Region) -> None:
    crosses_of(region, *(day(datum=f"2026-03-0{n}") for n in (1, 2, 3)))
    crosses_of(region, day("risk", datum="2026-03-02"))
    assert revisions(region) == [(2, 1, 1, None, None, None, None, None, "dagvis")]


def test_every_table_that_deliveries_replace_each_other_in_has_what_its_rows_are_compared_by(region: Region) -> None:
    from etl.contracts import CONTRACTS  # noqa: PLC0415 - only here

    replacing = {c.table for c in CONTRACTS if not c.append_only and not c.replaces_days}
    assert set(COMPARED) == replacing
    region.loads([waiting()])
    columns = region.query("select table_name, column_name from duckdb_columns()")
    for table, compared in COMPARED.items():
        stored = {name for of_table, name in columns if of_table == table}
        assert {*compared.key, *compared.columns} <= stored


TOLD_COLUMNS = {"avvikelsekod": ["", "1", "2"], "kon": ["", "1", "2"], "mvo_kod": ["511", "221"], "fas": ["1", "2"]}
contents = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in TOLD_COLUMNS.items()})
extracts = st.dictionaries(st.sampled_from([f"K-{n}" for n in range(8)]), contents, min_size=1)


@settings(max_examples=20, deadline=None)
@given(before=extracts, after=extracts)
def test_a_revision_is_what_a_comparison_in_plain_python_finds(before: dict[str, Row], after: dict[str, Row]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        region = new_region(Path(folder))
        files = [[waiting(vardkontakt_id=name, **row) for name, row in rows.items()] for rows in (before, after)]
        if numbered(files[0]) == numbered(files[1]):
            files[1].append(waiting(vardkontakt_id="K-99"))
            after = after | {"K-99": {}}
        for rows in files:
            region.loads(rows)
        both = before.keys() & after.keys()
        changed = [name for name in both if before[name] != after[name]]
        expected = (
            len(before), len(after), len(after.keys() - both), len(before.keys() - both), len(changed),
            len(both) - len(changed),
        )  # fmt: skip
        assert [row[2:8] for row in revisions(region)] == [expected]
        columns = Counter(
            column
            for name, column in itertools.product(changed, TOLD_COLUMNS)
            if before[name][column] != after[name][column]
        )
        found = region.query("select column_name, rows_changed from delivery_revision_columns")
        assert dict(found) == dict(columns)


# --- Oddities ---------------------------------------------------------------------------------------------------------


def test_contacts_that_are_possible_and_yet_odd_are_counted(region: Region) -> None:
    region.loads(
        [
            waiting(beslut_datum="2024-02-28"),
            waiting(beslut_datum="2024-02-29"),
            waiting(avvikelsekod="1", vardgaranti="NEJ", beslut_datum="2025-01-02"),
            waiting(avvikelsekod="3", vardgaranti="NEJ"),
            waiting(avvikelsekod="1", beslut_datum=str(dt.date(2026, 2, 28) - dt.timedelta(days=90))),
            waiting(avvikelsekod="1", beslut_datum=str(dt.date(2026, 2, 28) - dt.timedelta(days=91))),
            waiting(avvikelsekod="1", fas="4"),
        ]
    )
    assert region.query("select measure, threshold_days, rows from delivery_oddities order by measure") == [
        ("lang_vantan", 730, 1),
        ("mov_utan_garanti", None, 1),
        ("pvv_inom_grans", 90, 1),
        ("pvv_utan_garanti", None, 1),
    ]


def test_a_stewards_decision_counts_codes_and_odd_contacts_anew(region: Region) -> None:
    long_wait = waiting(hsaid_vardenhet=UNKNOWN_UNIT, beslut_datum="2023-01-02")
    region.loads([waiting(), long_wait, waiting(hsaid_vardenhet=UNKNOWN_UNIT[:-1] + "8")])
    odd = "select rows from delivery_oddities where measure = 'lang_vantan'"
    assert (len(codes(region)), region.query(odd)) == (2, [(0,)])
    assert decided(region, **ADD_UNIT).rows == 1
    assert [code for _, code, _ in codes(region)] == [UNKNOWN_UNIT[:-1] + "8"]
    assert region.query(odd) == [(1,)]
