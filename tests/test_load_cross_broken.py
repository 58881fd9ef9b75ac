"""A day of which a record is broken, or does not say whose it is, waits whole: it would be shown milder than it was."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from etl.quarantine_list import quarantined
from etl.report import FileReport
from etl.verify import faults
from tests.cross_rows import DAY, cross_region, crosses_of, day, entries, facts
from tests.extracts import Region

HEADER = "datum;forvaltning;enhet;handelse;handelsetyp;antal;farg;definition;gick_bra;kommentar"
WHOLE = "2026-03-09;SU;Avdelning 1;ingen;;;;;;"  # of another day: it is never held


@pytest.fixture
def region(tmp_path: Path) -> Region:
    return cross_region(tmp_path)


def load(
    region: Region, *lines: str, header: str = HEADER, name: str = "korset", source: str | None = None
) -> FileReport:
    path = region.root.parent / f"{name}.csv"
    path.write_bytes(("\r\n".join([header, *lines]) + "\r\n").encode())
    return region.load(path, principal="VGR", source=source)


def days_of(region: Region) -> list[tuple[str, str]]:
    return entries(region, "date::varchar, fact")


BROKEN = [
    ("2026-03-02;SU;Avdelning 1;skada;;1;;;;fall; höft", "for_manga_kolumner"),
    ('2026-03-02;SU;Avdelning 1;allvarlig_skada;;1;;;;y "citat" z', "felaktigt_citattecken"),
    ('2026-03-02;SU;Avdelning 1;allvarlig_skada;;1;;;;"y', "oavslutat_citattecken"),
    ('2026-03-02;SU;"Avdelning 1";allvarlig_skada;;1;;;;"a;b" c', "felaktigt_citattecken"),
    ('"2026-03-02";"SU";"AVDELNING  1";allvarlig_skada;;1;;;;a;b', "for_manga_kolumner"),
    ("2026-03-02;SU;Avdelning 1;allvarlig_skada", "for_fa_kolumner"),
    ("2026-03-02;su;SE2321000131-E000000000201;skada;;1;;;;fall; höft", "for_manga_kolumner"),
    ("2026-03-02;;Avdelning 1;skada;;1;;;;fall; höft", "for_manga_kolumner"),
    ("2026-03-02;SÄS;Avdelning 1;skada;;1;;;;fall; höft", "for_manga_kolumner"),
    ("2026-03-02 ;Nordsjukhuset;Avdelning 1;skada;;1;;;;fall; höft", "for_manga_kolumner"),
]


@pytest.mark.parametrize(("record", "reason"), BROKEN)
@pytest.mark.parametrize("state", ["ingen", "risk"])
def test_a_broken_record_holds_its_day_back(region: Region, record: str, reason: str, state: str) -> None:
    report = load(region, WHOLE, record, f"2026-03-02;SU;Avdelning 1;{state};;;;;;")
    assert report.reasons == {reason: 1, "dag_ofullstandig": 1}
    assert days_of(region) == [("2026-03-09", "ingen")]
    assert faults(region.data) == []


def test_a_right_day_is_not_replaced_by_what_is_left_of_it(region: Region) -> None:
    load(region, "2026-03-02;SU;Avdelning 1;skada;;1;;;;fall", name="rätt")
    load(region, BROKEN[0][0], "2026-03-02;SU;Avdelning 1;risk;;;;;;")
    assert facts(region) == ["skada"]


@pytest.mark.parametrize(
    "columns", ["kommentar;datum;enhet;forvaltning;handelse", "kommentar;registrerad;datum;enhet;forvaltning;handelse"]
)
@pytest.mark.parametrize("text", ["fall; höft", 'y "citat" z', '"y', '"a; b" c'])
def test_a_day_that_stands_after_the_fault_is_held_too(region: Region, columns: str, text: str) -> None:
    moment = "2026-03-04 10:00;" if "registrerad" in columns else ""
    rows = [f"{text};{moment}2026-03-02;Avdelning 1;SU;skada", f";{moment}2026-03-02;Avdelning 1;SU;ingen"]
    load(region, *rows, f";{moment}2026-03-09;Avdelning 1;SU;ingen", header=columns)
    assert days_of(region) == [("2026-03-09", "ingen")]


@pytest.mark.parametrize("other", ["2026-03-02;SÄS;Avdelning 2;ingen;;;;;;", "2026-03-03;SU;Avdelning 1;ingen;;;;;;"])
def test_a_broken_record_holds_no_other_unit_or_day(region: Region, other: str) -> None:
    assert load(region, BROKEN[0][0], other).accepted == 1


@pytest.mark.parametrize(
    "record", ["2026-03-02", ";;;;;;;;;;;;;", "hej; hopp", '"', "2026-13-02;SU;Avdelning 1;skada;;1;;;;fall; höft"]
)
def test_a_broken_record_that_tells_of_no_day_leaves_the_others_alone(region: Region, record: str) -> None:
    report = load(region, record, WHOLE)
    assert (report.accepted, report.quarantined) == (1, 1)


def test_a_file_of_broken_records_alone_holds_nothing(region: Region) -> None:
    report = load(region, BROKEN[0][0])
    assert (report.records, report.accepted, report.quarantined) == (1, 0, 1)


def test_the_text_of_a_broken_record_is_kept_nowhere(region: Region) -> None:
    load(
        region,
        "2026-03-02;SU;Avdelning 1;skada;;1;;;;Eva Lindgren; 19121212-1212",
        "2026-03-02;SU;Avdelning 1;ingen;;;;;;",
    )
    load(
        region,
        "Eva Lindgren; 19121212-1212;2026-03-02;SU;Avdelning 1;skada",
        "2026-03-02;SU;Avdelning 1;ingen;;;;;;",
        name="b",
    )
    for table in ("quarantine", "loads", "deliveries", "cross_entries", "cross_quarantined_days"):
        stored = str(region.query(f"select * from {table}"))  # noqa: S608
        assert "1212-" not in stored, table
        assert "Lindgren" not in stored, table


def test_a_broken_record_leaves_the_quarantine_when_its_day_comes_whole(region: Region) -> None:
    load(region, WHOLE, BROKEN[0][0], "2026-03-02;SU;Avdelning 1;risk;;;;;;")
    load(
        region,
        '2026-03-02;SU;Avdelning 1;skada;;1;;;;"fall; höft"',
        "2026-03-02;SU;Avdelning 1;risk;;;;;;",
        name="rättad",
    )
    assert quarantined(region.data).is_empty()
    assert days_of(region) == [("2026-03-02", "skada"), ("2026-03-02", "risk"), ("2026-03-09", "ingen")]
    assert faults(region.data) == []


def test_a_broken_row_of_a_workbook_holds_its_day_back(region: Region) -> None:
    path = region.root.parent / "korset.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [*DAY, "kommentar"])
        sheet.write_row(1, 0, ["VGR", "2026-03-02", "SU", "Avdelning 1", "skada", "fall", "höft"])
        sheet.write_row(2, 0, ["VGR", "2026-03-02", "SU", "Avdelning 1", "ingen"])
    assert region.load(path).reasons == {"for_manga_kolumner": 1, "dag_ofullstandig": 1}
    assert facts(region) == []


# Whose the day is ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cells", [{"forvaltning": ""}, {"forvaltning": "Norr"}, {"forvaltning": "", "enhet": "avdelning 1"}]
)
def test_a_row_that_does_not_say_whose_it_is_holds_the_units_day(region: Region, cells: dict[str, str]) -> None:
    report = crosses_of(region, day(), day("allvarlig_skada", **cells), day(datum="2026-03-09"))
    assert report.reasons["dag_ofullstandig"] == 1
    assert entries(region, "date::varchar") == [("2026-03-09",)]


def test_a_row_without_forvaltning_holds_the_day_of_a_unit_that_nobody_knows(region: Region) -> None:
    crosses_of(region, day(enhet="Avd  X"), day("skada", enhet="avd x", forvaltning=""))
    assert facts(region) == []


@pytest.mark.parametrize("column", ["kalla", "huvudman"])
def test_a_row_whose_source_or_principal_is_an_identity_number_holds_the_day(region: Region, column: str) -> None:
    crosses_of(region, day(), day("allvarlig_skada", **{column: "19121212-1212"}))
    assert facts(region) == []
    assert faults(region.data) == []


def test_a_row_without_forvaltning_leaves_the_quarantine_when_the_day_comes_whole(region: Region) -> None:
    crosses_of(region, day(), day("skada", forvaltning=""))
    crosses_of(region, day(), day("skada"))
    assert quarantined(region.data).is_empty()
    assert sorted(facts(region)) == ["ingen", "skada"]
