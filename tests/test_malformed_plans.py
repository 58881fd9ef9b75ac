"""Malformed plans, outcomes, needs and offers: cases of the catalogue of malformed inputs, in CSV and in workbooks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from etl.quarantine_list import lines, meanings, quarantined
from etl.report import FileReport
from tests.extracts import Region, new_region
from tests.plan_rows import PLAN, PLAN_HEADER, counts, need, needs_of, offer, offers_of, plan, plans_of, versions

Cells = Sequence[Any]
NAMES = [name for name in PLAN_HEADER if name in PLAN]
VOLUMES = ("beslutad_volym", "q1", "q2", "q3", "q4")


@pytest.fixture
def region(tmp_path: Path) -> Region:
    return new_region(tmp_path)


def stored_cells(**cells: Any) -> dict[str, Any]:
    """A plan as a workbook stores it: numbers as numbers, days as days."""
    numbers = {name: int(PLAN[name]) for name in (*VOLUMES, "version", "ar", "fas")}
    return PLAN | numbers | {"beslutsdatum": dt.date(2025, 12, 11)} | cells


def workbook(region: Region, *rows: dict[str, Any], name: str = "planer.xlsx", **options: Any) -> Path:
    path = region.root.parent / name
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"} | options) as book:
        fill(book.add_worksheet("Planer"), rows)
    return path


def fill(sheet: Worksheet, rows: Sequence[dict[str, Any]]) -> None:
    sheet.write_row(0, 0, NAMES)
    for number, row in enumerate(rows, start=1):
        sheet.write_row(number, 0, [row[name] for name in NAMES])


def places(region: Region) -> list[tuple[Any, ...]]:
    return region.query("select reasons, columns, cells from quarantine order by record")


def told(report: FileReport) -> dict[str, int]:
    return report.reasons


# Numbers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    ["12,5", "12.5", "12.7", "1 2345", "12 34", "1 234,5", "1.234", "1,234", "1.234,5", "1 23", "0 123", " 12", "12 ",
     "1  234", "1\t234", "1'234"],
)  # fmt: skip
def test_case_33_a_volume_is_never_read_ten_times_wrong(region: Region, cell: str) -> None:
    report = needs_of(region, need(behov=cell))
    assert (counts(report), report.reasons) == ((0, 1, 0), {"ogiltig_volym": 1})


@pytest.mark.parametrize("cell", ["-1", "−1", "NaN", "inf", "1e3", "0x10", "+5", "١٢", "½", "1234567890"])
def test_case_34_a_volume_is_nothing_but_digits(region: Region, cell: str) -> None:
    report = needs_of(region, need(behov=cell))
    assert (counts(report), report.reasons) == ((0, 1, 0), {"ogiltig_volym": 1})


@pytest.mark.parametrize("cell", ["NULL", "-", "–", ".", "#N/A", "okänt", " "])
def test_case_35_a_word_for_nothing_is_no_volume(region: Region, cell: str) -> None:
    assert told(needs_of(region, need(behov=cell))) == {"ogiltig_volym": 1}
    assert told(plans_of(region, plan(beslutad_volym=cell))) == {"ogiltig_volym": 1}


@pytest.mark.parametrize("code", ["0511", "511.0", "51", "5 11", "Ögonsjukvård"])
def test_case_36_a_specialty_is_three_characters_of_the_register(region: Region, code: str) -> None:
    assert told(needs_of(region, need(mvo_kod=code))) == {"okand_mvo": 1}


def test_case_36_leading_zeros_of_a_specialty_are_kept(region: Region) -> None:
    needs_of(region, need(mvo_kod="003"))
    assert region.query("select specialty from needs") == [("003",)]


# Workbooks -------------------------------------------------------------------------------------------------------


def test_a_workbook_of_plans_loads_as_the_same_file_in_csv(region: Region) -> None:
    assert counts(region.load(workbook(region, stored_cells(), stored_cells(plan_id="P-2", fas=3)))) == (2, 0, 0)
    assert counts(plans_of(region, plan(), plan(plan_id="P-2", fas="3"))) == (0, 0, 2)


@pytest.mark.parametrize("cell", ["12,5", "300", "–", "1 234"])
def test_case_49_text_in_a_volume_is_quarantined_with_its_cell(region: Region, cell: str) -> None:
    report = region.load(
        workbook(region, stored_cells(), stored_cells(plan_id="P-2", fas=3, beslutad_volym=9999, q2=cell))
    )
    assert counts(report) == (1, 1, 0)
    [(reasons, columns, cells)] = places(region)
    assert "tal_som_text" in reasons
    assert (set(columns), set(cells)) == ({"q2"}, {"M3"})
    assert quarantined(region.data)["celler"][0].split(", ")[0] == "M3"
    assert any("M3" in line for line in lines(quarantined(region.data), meanings(region.data)))


def test_case_49_an_error_value_is_quarantined_with_its_cell(region: Region) -> None:
    path = region.root.parent / "planer.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        fill(sheet, [stored_cells(), stored_cells(plan_id="P-2", fas=3)])
        sheet.write_formula("L3", "=1/0", None, "#DIV/0!")
        sheet.write_formula("N3", "=A1:B2", None, "#VALUE!")
    assert counts(region.load(path)) == (1, 1, 0)
    assert places(region) == [(["olaslig_cell"] * 2, [None, None], ["L3", "N3"])]


def test_case_49_other_faults_of_a_workbook_tell_their_cell_too(region: Region) -> None:
    region.load(workbook(region, stored_cells(q1=12.5, mottagare="SÄS")))
    assert places(region) == [(["ogiltig_volym", "avsandare_ar_mottagare"], ["q1", "mottagare"], ["L2", "H2"])]


def test_case_50_a_serial_number_without_a_date_format_is_no_day(region: Region) -> None:
    report = region.load(workbook(region, stored_cells(beslutsdatum=46002)))
    assert (counts(report), told(report)) == ((0, 1, 0), {"olasligt_datum": 1})


@pytest.mark.parametrize("from_1904", [False, True])
def test_case_50_a_day_is_right_whichever_year_the_workbook_counts_from(region: Region, from_1904: bool) -> None:
    region.load(workbook(region, stored_cells(), date_1904=from_1904))
    assert versions(region, "decided_on") == [(dt.date(2025, 12, 11),)]


def test_case_50_a_day_with_a_clock_is_the_day(region: Region) -> None:
    moment = dt.datetime(2025, 12, 11, 23, 59)  # noqa: DTZ001 - Excel knows no zones
    region.load(workbook(region, stored_cells(beslutsdatum=moment)))
    assert versions(region, "decided_on") == [(dt.date(2025, 12, 11),)]


def test_case_51_a_totals_row_is_never_counted(region: Region) -> None:
    total = dict.fromkeys(NAMES) | {"plan_id": "Summa", "q1": 600, "beslutad_volym": 2400}
    report = region.load(workbook(region, stored_cells(), stored_cells(plan_id="P-2", fas=3), total))
    assert (counts(report), told(report)) == ((2, 1, 0), {"summarad": 1})
    assert region.query("select sum(q1) from delivery_plans") == [(600,)]


def test_case_51_a_merged_header_is_refused(region: Region) -> None:
    path = region.root.parent / "planer.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        fill(sheet, [stored_cells(beslutsdatum="2025-12-11")])
        sheet.merge_range("L1:O1", "Volym per kvartal")
    report = region.load(path)
    assert (report.status, report.reason) == ("refused", "sammanfogad_rubrik")
    assert report.message is not None
    assert "L1:O1" in report.message


def test_case_51_hidden_rows_load_and_are_counted(region: Region) -> None:
    path = region.root.parent / "planer.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        day = {"beslutsdatum": "2025-12-11"}
        fill(sheet, [stored_cells(**day), stored_cells(**day, plan_id="P-2", fas=3)])
        sheet.set_row(2, options={"hidden": True})
    report = region.load(path)
    assert (counts(report), report.warnings) == ((2, 0, 0), {"dolda_rader": 1})
    assert any("1 dold" in note for note in report.notes)


def test_case_51_a_sheet_of_notes_is_left_and_two_sheets_of_plans_are_refused(region: Region) -> None:
    path = region.root.parent / "planer.xlsx"
    for second in (["Kontakt", "produktionsgruppen"], NAMES):
        with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
            book.add_worksheet("Läs mig").write_row(0, 0, second)
            fill(book.add_worksheet("Planer"), [stored_cells()])
        report = region.load(path)
        if second == NAMES:
            assert (report.status, report.reason) == ("refused", "flera_blad")
        else:
            assert (counts(report), report.warnings) == ((1, 0, 0), {"andra_blad": 1})
            assert "Läs mig" in report.notes[0]


# Plans -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("quarter", ["Q5", "2025-Q1", "0", "5", "1.0", "I", "Q1 2026", "K1-K2"])
def test_case_53_a_quarter_is_one_of_four(region: Region, quarter: str) -> None:
    assert told(offers_of(region, offer(kvartal=quarter))) == {"ogiltigt_kvartal": 1}
    assert told(needs_of(region, need(kvartal=quarter))) == {"ogiltigt_kvartal": 1}


def test_case_53_nobody_sends_to_themselves_under_any_name(region: Region) -> None:
    report = plans_of(region, plan(avsandare="Säs", mottagare="Södra Älvsborgs Sjukhus"))
    assert told(report) == {"avsandare_ar_mottagare": 1}


def test_case_53_a_volume_in_a_quarter_needs_no_decided_year(region: Region) -> None:
    assert counts(plans_of(region, plan(beslutad_volym=""))) == (1, 0, 0)


def test_case_54_a_text_that_a_spreadsheet_would_run_is_stored_as_text(region: Region) -> None:
    plans_of(region, plan(plan_id="'=P-1"))
    assert versions(region, "plan_id") == [("=P-1",)]
