"""Malformed extracts of the Green Cross: cases of the catalogue of malformed inputs, by their numbers."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from etl.report import FileReport
from tests.cross_rows import CROSS_HEADER, DAY, colour, cross_region, crosses_of, day, entries, facts
from tests.extracts import Region, Row
from tests.plan_rows import counts

ELSEWHERE = {"datum": "2026-03-09"}  # a neighbour of another day


@pytest.fixture
def region(tmp_path: Path) -> Region:
    return cross_region(tmp_path)


def reasons_of(region: Region, row: Row) -> set[str]:
    """Load the row beside one of another day, which must load; its reasons, none when it loads too."""
    report = crosses_of(region, row, day(**ELSEWHERE))
    assert report.status in {"loaded", "replaced"}, report.message
    assert (report.records, report.accepted) == (2, 1 if report.quarantined else 2)
    return set(report.reasons)


def write(region: Region, text: str, encoding: str = "utf-8") -> Path:
    path = region.root.parent / "korset.csv"
    path.write_bytes(text.encode(encoding))
    return path


def refusal(report: FileReport) -> tuple[str, str | None]:
    return report.status, report.reason


# The file ------------------------------------------------------------------------------------------------------------


LINES = (
    "datum;forvaltning;enhet;handelse;kommentar\r\n"
    "2026-03-02;SU;Avdelning 1;risk;{}\r\n"
    "2026-03-03;SU;Avdelning 1;ingen;\r\n"
)


def test_case_2_a_header_alone_is_no_file(region: Region) -> None:
    assert region.load(write(region, LINES.splitlines()[0] + "\r\n"), principal="VGR").status == "refused"


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-16"])
def test_case_3_to_5_letters_are_intact_in_every_encoding(region: Region, encoding: str) -> None:
    assert region.load(write(region, LINES.format("– “rätt” €"), encoding), principal="VGR").accepted == 2
    assert entries(region, "description")[0] == ("– “rätt” €",)


@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_case_12_the_delimiter_is_found_from_the_header(region: Region, delimiter: str) -> None:
    text = LINES.format("").replace(";", delimiter)
    assert counts(region.load(write(region, text), principal="VGR")) == (2, 0, 0)


def test_case_15_a_file_without_what_happened_is_refused_and_told_what_it_lacks(region: Region) -> None:
    report = crosses_of(region, day(), header=("datum", "forvaltning", "enhet", "belaggning"))
    assert refusal(report) == ("refused", "saknad_kolumn")
    assert "grona_korset men saknar kolumnen handelse" in str(report.message)
    report = crosses_of(region, colour("gul"), header=("datum", "forvaltning", "enhet", "farg"))
    assert "grona_korset men saknar kolumnen definition" in str(report.message)


def test_case_15_colours_and_their_definition_are_enough(region: Region) -> None:
    report = crosses_of(
        region, colour("gul"), header=("huvudman", "datum", "forvaltning", "enhet", "farg", "definition")
    )
    assert counts(report) == (1, 0, 0)


def test_case_16_a_duplicate_header_is_refused(region: Region) -> None:
    assert refusal(crosses_of(region, day(), header=(*CROSS_HEADER, "Enhet"))) == ("refused", "dubbel_kolumn")


def test_case_17_an_unknown_column_is_told_and_stored_nowhere(region: Region) -> None:
    report = crosses_of(region, day(anteckning="ringt anhörig"), header=(*CROSS_HEADER, "anteckning"))
    assert (report.accepted, report.warnings) == (1, {"okand_kolumn": 1})
    assert all(b"ringt" not in path.read_bytes() for path in region.root.iterdir() if path.is_file())


def test_case_17_an_identity_number_in_an_unknown_column_stops_the_row(region: Region) -> None:
    report = crosses_of(region, day(anteckning="19121212-1212"), header=(*CROSS_HEADER, "anteckning"))
    assert report.reasons == {"personnummer": 1}


def test_case_19_to_22_a_broken_record_is_quarantined_and_the_others_load(region: Region) -> None:
    text = LINES.format("") + '2026-03-04;SU;Avdelning 1;risk;a;b\r\n2026-03-05;SU\r\n2026-03-06;SU;"x" y;risk;\r\n'
    report = region.load(write(region, text), principal="VGR")
    assert (report.records, report.accepted, report.quarantined) == (5, 2, 3)


def test_case_23_a_line_break_in_a_comment_is_part_of_it(region: Region) -> None:
    region.load(write(region, LINES.format('"rad 1\nrad 2"')), principal="VGR")
    assert entries(region, "description")[0] == ("rad 1\nrad 2",)


def test_case_26_blank_lines_are_skipped_and_a_line_of_semicolons_is_not(region: Region) -> None:
    report = region.load(write(region, LINES.format("") + "\r\n;;;;\r\n"), principal="VGR")
    assert (report.accepted, report.quarantined) == (2, 1)


def test_our_own_table_of_days_is_refused_and_told_which_one_loads(region: Region) -> None:
    header = (*DAY, "definition", "farg", "antal_handelser", "dataversion")
    for columns in (header, header[:-1]):
        report = crosses_of(region, day(definition="skas", farg="gron"), header=columns)
        assert refusal(report) == ("refused", "okant_slag")
        assert "grona_korset_handelser.csv" in str(report.message)


def test_case_55_a_day_of_a_parquet_file_must_be_a_day(region: Region) -> None:
    path = region.root.parent / "korset.parquet"
    rows = pl.DataFrame([DAY]).with_columns(datum=dt.date(2026, 3, 2))
    rows.write_parquet(path)
    assert counts(region.load(path)) == (1, 0, 0)
    rows.with_columns(datum=45658).write_parquet(path)
    assert refusal(region.load(path)) == ("refused", "fel_typ")


def test_a_workbook_of_crosses_loads_as_the_same_file_in_csv(region: Region) -> None:
    path = region.root.parent / "korset.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [*DAY, "antal"])
        sheet.write_row(1, 0, ["VGR", dt.date(2026, 3, 2), "SU", "Avdelning 1", "risk", 2])
        sheet.write_row(2, 0, ["VGR", dt.date(2026, 3, 3), "SU", "Avdelning 1", "risk", 2.5])
        sheet.write_row(3, 0, ["VGR", None, "Summa", None, None, 4])
    report = region.load(path)
    assert report.reasons == {"ogiltigt_antal": 1, "summarad": 1}
    assert entries(region) == [("Avdelning 1", "2026-03-02", "risk", 2)]
    assert region.query("select cells from quarantine order by record") == [(["F3"],), (["C4"],)]


# The cells -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"enhet": "Ã–ron"}, "dubbelkodad_text"),
        ({"kommentar": "\ufffdgon"}, "ersattningstecken"),
        ({"gick_bra": "bra\x01"}, "styrtecken"),
        ({"datum": "2025-02-30"}, "olasligt_datum"),
        ({"datum": "31/12/2025"}, "olasligt_datum"),
        ({"datum": "20260302"}, "olasligt_datum"),
        ({"datum": "45658"}, "olasligt_datum"),
        ({"datum": "2009-12-31"}, "datum_utanfor_fonstret"),
        ({"datum": ""}, "saknat_varde"),
        ({"enhet": ""}, "saknat_varde"),
        ({"forvaltning": ""}, "saknat_varde"),
        ({"enhet": "NULL"}, "ord_for_tomt"),
        ({"kommentar": "-"}, "ord_for_tomt"),
        ({"forvaltning": "Sjukhuset i norr"}, "okand_forvaltning"),
        ({"enhet": "Avdelning 2"}, "enhet_motsagelse"),
        ({"handelse": "incident"}, "okand_handelse"),
        ({"handelse": "NULL"}, "okand_handelse"),
        ({"handelse": ""}, "varken_handelse_eller_farg"),
        ({"handelse": "", "farg": "gul"}, "farg_utan_definition"),
        ({"handelse": "", "farg": "lila", "definition": "skas"}, "okand_farg"),
        ({"handelse": "", "farg": "gul", "definition": "definition_9"}, "okand_definition"),
        ({"handelse": "", "farg": "orange", "definition": "definition_1"}, "farg_finns_inte"),
        ({"definition": "definition_9"}, "okand_definition"),
        ({"registrerad": "i går"}, "olasligt_datum"),
        ({"version": "1.0"}, "ogiltigt_tal"),
        ({"enhet": "Summa"}, "summarad"),
        ({"forvaltning": "Alla"}, "summarad"),
    ],
)
def test_a_cell_that_cannot_be_used_stops_its_row(region: Region, cells: dict[str, str], reason: str) -> None:
    assert reasons_of(region, day() | cells) == {reason}


@pytest.mark.parametrize("count", ["0", "1000", "-1", "−1", "1,5", "2.0", "NaN", "1e3", "0x10", "två", "-", " 1"])
def test_case_33_to_35_a_number_of_events_is_a_whole_number_from_1_to_999(region: Region, count: str) -> None:
    assert reasons_of(region, day("risk", antal=count)) == {"ogiltigt_antal"}


def test_case_30_a_day_to_come_is_stopped_and_today_is_not(region: Region, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VARDLAGET_TODAY", "2026-03-09")
    assert reasons_of(region, day(datum="2026-03-10")) == {"datum_i_framtiden"}
    assert reasons_of(region, day(datum="9999-12-31")) == {"datum_i_framtiden", "datum_utanfor_fonstret"}
    assert entries(region, "date::varchar") == [("2026-03-09",)]


@pytest.mark.parametrize("clock", [" 08:00:00", "T23:59", " 00:00"])
def test_case_29_the_date_counts_and_the_clock_never_does(region: Region, clock: str) -> None:
    assert reasons_of(region, day(datum=f"2026-03-02{clock}")) == set()
    assert entries(region, "date::varchar")[0] == ("2026-03-02",)


def test_case_11_a_decomposed_name_is_the_same_unit(tmp_path: Path) -> None:
    region = cross_region(tmp_path, "kod;kodtyp;enhet;forvaltning\nSE1;hsaid;Ögon Borås;SÄS\n")
    report = crosses_of(region, day(enhet="O\u0308gon Bora\u030as", forvaltning="SA\u0308S"))
    assert (report.warnings, entries(region, "administration, unit")) == ({}, [("SÄS", "Ögon Borås")])


def test_case_32_a_row_with_several_faults_has_every_reason(region: Region) -> None:
    crosses_of(region, day("", datum="2026-02-30", antal="x", kommentar="19121212-1212"))
    assert region.reasons() == {1: {"olasligt_datum", "ogiltigt_antal", "personnummer", "varken_handelse_eller_farg"}}


def test_case_38_a_unit_under_the_wrong_forvaltning_is_stopped_and_its_neighbours_are_not(region: Region) -> None:
    assert reasons_of(region, day(enhet="SE2321000131-E000000000202")) == {"enhet_motsagelse"}
    assert entries(region, "unit") == [("Avdelning 1",)]


@pytest.mark.parametrize("column", ["kommentar", "gick_bra", "handelsetyp", "enhet", "forvaltning", "kalla", "huvudman",
                                    "definition", "registrerad_av"])  # fmt: skip
def test_case_41_an_identity_number_stops_the_row_and_is_kept_nowhere(region: Region, column: str) -> None:
    assert "personnummer" in reasons_of(region, day("risk") | {column: "19121212-1212 och 121212+1212"})
    for table in ("quarantine", "loads", "deliveries", "cross_entries", "cross_quarantined_days"):
        assert "1212" not in str(region.query(f"select * from {table}")), table  # noqa: S608


def test_case_42_a_telephone_number_or_address_is_kept_with_a_warning(region: Region) -> None:
    report = crosses_of(
        region,
        day("risk", kommentar="Ring 070-512 34 56"),
        day("risk", gick_bra="Mejla anna@exempel.se", datum="2026-03-03"),
        day("risk", kommentar="Kl 09.30–10.15 den 2026-03-04, rum 1234567890abcdef", datum="2026-03-04"),
        day("risk", kommentar="+46 (0)70 512 34 56", datum="2026-03-05"),
        day("risk", kommentar="anna (at) exempel.se", datum="2026-03-06"),
        day("risk", kommentar="anna SNABEL-A exempel.se", datum="2026-03-07"),
        day("risk", kommentar="tfn 12 34 56", datum="2026-03-08"),
    )
    assert (counts(report), report.warnings) == ((7, 0, 0), {"kontaktuppgift_i_text": 6})


def test_case_54_a_text_that_a_spreadsheet_would_run_is_stored_as_text(region: Region) -> None:
    crosses_of(region, day("risk", kommentar="'=1+1"))
    assert entries(region, "description") == [("=1+1",)]


def test_every_reason_of_a_row_is_stored_with_the_column_to_look_at(region: Region) -> None:
    crosses_of(region, day("", farg="orange", definition="definition_1"), day("skada", antal="0", datum="2026-03-03"))
    assert region.query("select reasons, columns from quarantine order by record") == [
        (["farg_finns_inte"], ["farg"]), (["ogiltigt_antal"], ["antal"]),
    ]  # fmt: skip
    assert facts(region) == []
