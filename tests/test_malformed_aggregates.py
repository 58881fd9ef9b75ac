"""Malformed files of counts per band: cases of the catalogue of malformed inputs, by their numbers."""

from __future__ import annotations

import datetime as dt
import unicodedata
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter

from config import today
from etl.report import FileReport
from tests.extracts import Region, Row, new_region
from tests.plan_rows import counts
from tests.test_load_aggregates import BAND, HEADER, band

NAMES = [name for name in HEADER if name in BAND]


@pytest.fixture
def region(tmp_path: Path) -> Region:
    return new_region(tmp_path)


def reasons_of(region: Region, *rows: Row) -> list[set[str]]:
    """The reasons of each row, each of a specialty of its own, loaded beside one that must load."""
    apart = [band(specialitet=f"Specialitet {place}") | row for place, row in enumerate(rows)]
    header = list(dict.fromkeys([*HEADER, *(name for row in rows for name in row)]))
    report = region.loads([*apart, band()], header)
    assert report.status in {"loaded", "replaced"}, report.message
    kept_out = region.reasons()
    assert len(kept_out) == report.quarantined
    assert len(rows) + 1 not in kept_out
    return [kept_out.get(record, set()) for record in range(1, len(rows) + 1)]


def text(*rows: Row) -> str:
    return "\r\n".join(";".join(row[name] for name in NAMES) for row in (dict(zip(NAMES, NAMES, strict=True)), *rows))


def load_text(region: Region, content: str, encoding: str = "utf-8", name: str = "antal.csv") -> FileReport:
    path = region.root.parent / name
    path.write_bytes((content + "\r\n").encode(encoding))
    return region.load(path)


def stored(region: Region, columns: str = "contacts") -> list[tuple[Any, ...]]:
    return region.query(f"select {columns} from aggregates order by all")  # noqa: S608


# The file --------------------------------------------------------------------------------------------------------


def test_case_2_a_header_alone_is_no_file(region: Region) -> None:
    assert load_text(region, text()).status == "refused"


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-16"])
def test_case_3_to_5_letters_are_intact_in_every_encoding(region: Region, encoding: str) -> None:
    load_text(region, text(band(forvaltning="Östra – “Väst” €")), encoding)
    assert stored(region, "administration") == [("Östra – “Väst” €",)]


@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_case_12_the_delimiter_is_found_from_the_header(region: Region, delimiter: str) -> None:
    assert load_text(region, text(band()).replace(";", delimiter)).accepted == 1


def test_case_13_columns_in_another_order_keep_their_names(region: Region) -> None:
    region.loads([band()], HEADER[::-1])
    assert stored(region, "from_days, to_days, contacts") == [(0, 90, 12)]


def test_case_14_columns_swapped_in_the_data_refuse_the_file(region: Region) -> None:
    rows = [band(forvaltning=f"F{place}") | {"fas": "vantande", "population": "1"} for place in range(500)]
    report = region.loads(rows, HEADER)
    assert (report.status, report.reason) == ("refused", "okanda_koder")
    assert region.query("select count(*) from deliveries") == [(0,)]


def test_case_15_a_missing_column_is_named_and_another_spelling_is_taken_with_a_warning(region: Region) -> None:
    lacking = region.loads([band()], [name for name in HEADER if name != "fran_dagar"])
    assert (lacking.status, lacking.reason) == ("refused", "saknad_kolumn")
    assert "aggregat men saknar kolumnen fran_dagar" in (lacking.message or "")
    report = load_text(region, text(band()).replace("fran_dagar", "Från dagar", 1))
    assert (report.accepted, report.warnings["kolumn_under_annat_namn"]) == (1, 1)


def test_case_16_a_duplicate_header_is_refused(region: Region) -> None:
    assert load_text(region, text(band()).replace("till_dagar", "antal", 1)).reason == "dubbel_kolumn"


def test_case_17_an_unknown_column_is_told_and_stored_nowhere(region: Region) -> None:
    report = region.loads([band(anteckning="Vid behov ring Åsa")], (*HEADER, "anteckning"))
    assert (report.accepted, report.warnings["okand_kolumn"]) == (1, 1)
    assert b"ring" not in region.data.warehouse.read_bytes()


def test_case_19_to_22_a_broken_record_is_quarantined_and_the_others_load(region: Region) -> None:
    short, long = "Exempellandet;2026-02-17;vantande", text(band(fas="2")).split("\r\n")[1] + ";;"
    stray = text(band(fas="3", specialitet='x"y')).split("\r\n")[1]
    report = load_text(region, "\r\n".join([text(band(fas="4")), short, long, stray, text(band()).split("\r\n")[1]]))
    assert (report.records, report.accepted, report.quarantined) == (5, 2, 3)


def test_case_26_blank_lines_are_skipped_and_a_line_of_semicolons_is_not(region: Region) -> None:
    report = load_text(region, text(band()) + "\r\n\r\n" + ";" * (len(NAMES) - 1))
    assert (report.records, report.accepted, report.reasons) == (2, 1, {"tom_post": 1})


def test_case_27_a_footer_is_a_control_total(region: Region) -> None:
    assert load_text(region, text(band()) + "\r\nAntal rader: 1").accepted == 1
    assert load_text(region, text(band()) + "\r\nAntal rader: 2", name="tva.csv").reason == "kontrolltal_avviker"


def test_case_55_a_parquet_file_has_days_and_counts_as_such(region: Region) -> None:
    path = region.root.parent / "antal.parquet"
    own = {"matdatum": dt.date(2026, 2, 17), "fran_dagar": 0, "till_dagar": 90, "antal": 12}
    rows = pl.DataFrame([{name: BAND[name] for name in NAMES} | own])
    rows.write_parquet(path)
    assert region.load(path).accepted == 1
    rows.with_columns(antal=pl.lit(12.5)).write_parquet(path)
    assert region.load(path).reason == "fel_typ"


# Values ----------------------------------------------------------------------------------------------------------


def test_case_8_to_10_text_that_lost_letters_is_quarantined(region: Region) -> None:
    broken = {"Ã–stra": "dubbelkodad_text", "\ufffdstra": "ersattningstecken", "Öst\x01ra": "styrtecken"}
    columns = ("forvaltning", "enhet", "specialitet", "huvudman")
    found = reasons_of(region, *({column: cell} for column in columns for cell in broken))
    assert found == [{reason} for _ in columns for reason in broken.values()]


def test_case_11_a_decomposed_name_is_the_same_place(region: Region) -> None:
    rows = [band(forvaltning="Östra"), band(91, None, forvaltning=unicodedata.normalize("NFD", "Östra"))]
    region.loads(rows, HEADER)
    assert stored(region, "distinct administration") == [("Östra",)]


def test_case_28_a_day_is_written_in_one_way(region: Region) -> None:
    days = ("2025-02-30", "31/12/2024", "2025-1-2", "20250102", "45658", "2026-02")
    assert reasons_of(region, *({"matdatum": day} for day in days)) == [{"olasligt_datum"}] * len(days)


def test_case_29_a_day_has_no_clock_but_midnight(region: Region) -> None:
    clocks = ("2026-02-17T08:00:00", "2026-02-17 23:59", "2026-02-17 00:00:00")
    found = reasons_of(region, *({"matdatum": clock} for clock in clocks))
    assert found == [{"klockslag_i_datum"}, {"klockslag_i_datum"}, set()]


def test_case_30_a_day_is_within_the_window_that_ends_today(region: Region) -> None:
    tomorrow = today() + dt.timedelta(days=1)
    days: dict[str, set[str]] = {
        "infinity": {"olasligt_datum"},
        "9999-12-31": {"matdatum_i_framtiden"},
        tomorrow.isoformat(): {"matdatum_i_framtiden"},
        "0001-01-01": {"datum_utanfor_fonstret"},
        "1900-01-01": {"datum_utanfor_fonstret"},
        "2009-12-31": {"datum_utanfor_fonstret"},
        "2010-01-01": set(),
        today().isoformat(): set(),
    }
    assert reasons_of(region, *({"matdatum": day} for day in days)) == list(days.values())


def test_case_32_a_row_with_several_faults_has_every_reason(region: Region) -> None:
    several = {"antal": "x", "fas": "9", "mvo_kod": "51", "matdatum": "igår"}
    assert reasons_of(region, several) == [{"ogiltig_volym", "ogiltig_kod", "okand_mvo", "olasligt_datum"}]


def test_case_33_a_count_is_never_read_ten_times_wrong(region: Region) -> None:
    wrong = ("1,5", "1.5", "1 234,5", "1.234", "1,234", "12 34", " 12", "1'234")
    right = ("1 234", "1\u00a0234", "1\u202f234")
    found = reasons_of(region, *({"antal": count} for count in (*wrong, *right)))
    assert found == [{"ogiltig_volym"}] * len(wrong) + [set()] * len(right)
    assert stored(region) == [(12,), (1234,), (1234,), (1234,)]


def test_case_34_a_count_and_an_edge_are_nothing_but_digits(region: Region) -> None:
    signs = ("-1", "−1", "NaN", "inf", "1e3", "0x10", "12.7", "+5")
    of_counts = [{"antal": sign} for sign in signs]
    of_edges = [{"fran_dagar": sign} for sign in signs]
    found = reasons_of(region, *of_counts, *of_edges)
    assert found == [{"ogiltig_volym"}] * len(signs) + [{"ogiltigt_tal"}] * len(signs)


def test_case_35_a_word_for_nothing_is_no_value_without_a_mapping(region: Region) -> None:
    words = ("NULL", "-", ".", "#N/A", "okänt", " ")
    found = reasons_of(region, *({"antal": word} for word in words), *({"enhet": word} for word in words))
    assert found == [{"ogiltig_volym"}] * len(words) + [{"ord_for_tomt"}] * len(words)


def test_case_36_a_specialty_code_is_one_of_the_register(region: Region) -> None:
    codes = ("0511", "511.0", "51", "5 11", "Ögonsjukvård", "Internmedicin")
    assert reasons_of(region, *({"mvo_kod": code} for code in codes)) == [{"okand_mvo"}] * len(codes)


def test_case_36_leading_zeros_of_a_specialty_are_kept(region: Region) -> None:
    region.loads([band(mvo_kod="003")], HEADER)
    assert stored(region, "specialty") == [("003",)]


def test_case_39_an_equal_row_is_kept_once_and_contradicting_ones_not_at_all(region: Region) -> None:
    report = region.loads([band(), band(), band(fas="2"), band(fas="2", antal="13")], HEADER)
    assert (report.accepted, report.duplicates, report.reasons) == (1, 1, {"motstridig_dubblett": 2})


def test_case_40_a_backfill_is_one_delivery_a_day(region: Region) -> None:
    days = ["2026-02-03", "2026-02-10", "2026-02-17"]
    report = region.loads([band(matdatum=day) for day in days], HEADER)
    assert (report.period, [str(part.period) for part in report.parts]) == ("2026-02-03/2026-02-17", days)
    named = region.load(region.write("antal_2025-12-31.csv", [band(antal="1")], HEADER))
    assert named.warnings["datum_i_filnamnet_avviker"]


def test_case_41_an_identity_number_stops_the_row_and_is_kept_nowhere(region: Region) -> None:
    numbers = ("19121212-1212", "121212+1212", "19 12 12 12-1212", "19121272-1219")
    columns = ("forvaltning", "enhet", "specialitet", "huvudman", "anteckning")
    rows = [{column: f"Patient {number}"} for column in columns for number in numbers]
    assert all("personnummer" in found for found in reasons_of(region, *rows))
    kept = region.data.warehouse.read_bytes()
    assert not [number for number in numbers if number.encode() in kept]


def test_case_42_a_telephone_number_is_no_identity_number(region: Region) -> None:
    assert reasons_of(region, {"enhet": "Mottagning 070-512 34 56"}) == [set()]


def test_case_44_the_same_file_twice_or_under_another_name_changes_nothing(region: Region) -> None:
    load_text(region, text(band()))
    assert load_text(region, text(band())).status == "unchanged"
    assert load_text(region, text(band()), name="annat.csv").status == "unchanged"


def test_case_45_a_corrected_day_is_replaced_and_an_older_one_may_come_later(region: Region) -> None:
    region.loads([band()], HEADER)
    assert region.loads([band(antal="13")], HEADER).status == "replaced"
    assert region.loads([band(matdatum="2026-02-10")], HEADER).status == "loaded"
    assert stored(region, "cutoff_date::varchar, contacts") == [("2026-02-10", 12), ("2026-02-17", 13)]


def test_case_54_a_text_that_a_spreadsheet_would_run_is_stored_as_text(region: Region) -> None:
    region.loads([band(forvaltning=f"{sign}Norra") for sign in "+=@"], HEADER)
    assert stored(region, "administration") == [("+Norra",), ("=Norra",), ("@Norra",)]


# Workbooks -------------------------------------------------------------------------------------------------------


def workbook(region: Region, *rows: dict[str, Any], **options: Any) -> Path:
    path = region.root.parent / "antal.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"} | options) as book:
        sheet = book.add_worksheet("Antal")
        sheet.write_row(0, 0, NAMES)
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, [row.get(name) for name in NAMES])
    return path


def cells(**told: Any) -> dict[str, Any]:
    own = {"matdatum": dt.date(2026, 2, 17), "fas": 1, "fran_dagar": 0, "till_dagar": 90, "antal": 12}
    return BAND | own | told


@pytest.mark.parametrize("cell", ["12,5", "–", "12"])
def test_case_49_text_for_a_count_is_quarantined_with_its_cell(region: Region, cell: str) -> None:
    report = region.load(workbook(region, cells(), cells(forvaltning="Södra", antal=cell)))
    assert (report.accepted, "tal_som_text" in report.reasons) == (1, True)
    [(where,)] = region.query("select distinct unnest(cells) from quarantine")
    assert where == f"{chr(ord('A') + NAMES.index('antal'))}3"


@pytest.mark.parametrize("from_1904", [False, True])
def test_case_50_a_day_is_right_whichever_year_the_workbook_counts_from(region: Region, from_1904: bool) -> None:
    region.load(workbook(region, cells(), date_1904=from_1904))
    assert stored(region, "cutoff_date") == [(dt.date(2026, 2, 17),)]


def test_case_51_a_totals_row_is_the_margin_or_waits_in_quarantine(region: Region) -> None:
    report = region.load(workbook(region, cells(), cells(forvaltning="Summa"), {"huvudman": "Summa", "antal": 24}))
    assert counts(report) == (2, 1, 0)
    assert stored(region, "administration, contacts") == [("Alla", 12), ("Norra", 12)]
