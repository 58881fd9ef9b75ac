"""Lines with a column per band: what a mapping makes of them, what is stored of each, and how bands become days."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.wait_bands import BandUnit, band_days
from etl.report import FileReport
from tests.extracts import Region, new_region

MAPPING = """
kind = "aggregat"
source = "landet"
huvudman = "Landet"
sum_over = ["Age"]
control = "Total"
{more}
[match]
columns = ["Day", "Hospital", "0-6 Months"]
[reader]
null = ["NA"]
[rename]
Day = "matdatum"
Hospital = "forvaltning"
[constants]
population = "vantande"
fas = "1"
[bands]
unit = "months"
pattern = '^(\\d+)-(\\d+) Months'
open_pattern = '^(\\d+) Months \\+'
"""
HEADER = "Day,Hospital,Age,0-6 Months,6-12 Months,12 Months +,Total"
EDGES = [(0, 182), (183, 365), (366, None)]


@pytest.fixture
def region(tmp_path: Path) -> Region:
    return new_region(tmp_path)


def load(region: Region, *lines: str, more: str = "", header: str = HEADER, name: str = "wide.csv") -> FileReport:
    folder = region.root / "mappings"
    folder.mkdir(exist_ok=True)
    (folder / "landet.toml").write_text(MAPPING.replace("{more}", more), encoding="utf-8")
    path = region.root.parent / name
    path.write_text("\r\n".join((header, *(f"2026-02-17,{line}" for line in lines))) + "\r\n", encoding="utf-8")
    return region.load(path)


def test_a_line_is_one_record_with_a_row_for_each_of_its_bands(region: Region) -> None:
    report = load(region, "Norra,0-15,593,116,4,713", "Norra,16-64,1,0,2,3")
    assert (report.records, report.accepted, report.source, report.mapping) == (2, 2, "landet", "landet.toml")
    bands = region.query(
        "select from_days, to_days, contacts from aggregates where role = 'figures' order by record, 1"
    )
    assert bands == [
        (*edge, count) for counts in ((593, 116, 4), (1, 0, 2)) for edge, count in zip(EDGES, counts, strict=True)
    ]
    assert region.query("select accepted from deliveries") == [(2,)]


def test_a_lines_own_sum_is_a_control_and_never_a_figure(region: Region) -> None:
    report = load(region, "Norra,0-15,593,116,4,713", "Norra,16-64,1,0,2,30")
    assert report.warnings["radsumma_avviker"] == 1
    assert region.query(
        "select from_days, to_days, contacts, cut from aggregates where role = 'control' order by record"
    ) == [(0, None, 713, "Radens egen summa (Total)"), (0, None, 30, "Radens egen summa (Total)")]


def test_a_second_cut_is_stored_as_one_and_has_no_control(region: Region) -> None:
    load(region, "Norra,0-15,593,116,4,713", more='role = "jamforelse"\ncut = "Riksserien"')
    assert region.query("select distinct role, cut from aggregates") == [("comparison", "Riksserien")]


def test_counts_that_are_told_to_be_missing_are_not_zero(region: Region) -> None:
    report = load(region, "Norra,0-15,NA,NA,NA,NA", "Södra,0-15,0,0,0,0")
    assert (report.accepted, report.quarantined) == (2, 0)
    assert region.query("select administration, sum(contacts), count(*) from aggregates where role = 'figures' "
                        "group by administration order by 1") == [("Norra", None, 3), ("Södra", 0, 3)]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("0-15,593,NA,4,597", "saknat_varde"),
        ("0-15,593,x,4,597", "ogiltig_volym"),
        ("0-15,593,-1,4,596", "ogiltig_volym"),
        ("0-15,593,116,4,alla", "ogiltig_volym"),
        ("19121212-1212,593,116,4,713", "personnummer"),
    ],
)
def test_a_line_with_one_bad_count_is_quarantined_whole_and_can_be_read_again(
    region: Region, line: str, reason: str
) -> None:
    report = load(region, f"Norra,{line}", "Södra,0-15,1,2,3,6")
    assert (report.accepted, report.reasons) == (1, {reason: 1})
    [cells] = region.quarantined_cells()
    assert cells["forvaltning"] == "Norra"
    assert json.loads(cells["_bands"])[0]["antal"] == "593"
    assert "1212-1212" not in str(cells)


def test_lines_of_one_key_are_told_apart_by_what_they_are_added_over(region: Region) -> None:
    lines = [
        "Norra,0-15,1,2,3,6",
        "Norra,16-64,1,2,3,6",
        "Norra,0-15,1,2,3,6",
        "Södra,0-15,1,1,1,3",
        "Södra,0-15,1,1,2,4",
    ]
    report = load(region, *lines)
    assert (report.accepted, report.duplicates, report.reasons) == (2, 1, {"motstridig_dubblett": 2})
    assert region.query("select count(distinct record) from aggregates") == [(2,)]
    assert json.loads(region.quarantined_cells()[0]["_bands"])[2] == {"from_days": 366, "to_days": None, "antal": "1"}


def test_bands_of_a_mapping_that_leave_a_gap_are_pointed_out(region: Region) -> None:
    header = HEADER.replace("6-12 Months", "9-12 Months")
    assert load(region, "Norra,0-15,1,2,3,6", header=header).warnings["band_med_lucka"] == 1


# How bands become days -------------------------------------------------------------------------------------------


def test_weeks_and_months_are_the_days_that_the_contract_says() -> None:
    assert [band_days("weeks", *band) for band in ((0, 1), (1, 2), (17, 18), (18, None))] == [
        (0, 7), (8, 14), (120, 126), (127, None)
    ]  # fmt: skip
    assert [band_days("months", *band) for band in ((0, 3), (3, 6), (6, 12), (18, None))] == [
        (0, 91), (92, 182), (183, 365), (548, None)
    ]  # fmt: skip
    assert band_days("days", 31, 60) == (31, 60)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["weeks", "months"]), st.sets(st.integers(1, 200), min_size=1, max_size=8))
def test_bands_that_share_an_edge_share_no_day_and_leave_none_out(unit: BandUnit, edges: set[int]) -> None:
    ordered = [0, *sorted(edges)]
    days = [band_days(unit, low, high) for low, high in zip(ordered, [*ordered[1:], None], strict=True)]
    assert days[0][0] == 0
    assert days[-1][1] is None
    assert [last + 1 for _, last in days[:-1] if last is not None] == [first for first, _ in days[1:]]


@pytest.mark.parametrize("band", [("weeks", 3, 3), ("months", 4, 2), ("days", 5, 4), ("days", -1, 4)])
def test_a_band_without_a_day_is_none(band: tuple[BandUnit, int, int]) -> None:
    with pytest.raises(ValueError, match="–"):
        band_days(*band)


FIXED = """
kind = "aggregat"
source = "landet"
huvudman = "Landet"
[match]
columns = ["Dag", "Sjukhus"]
[rename]
Dag = "matdatum"
Sjukhus = "forvaltning"
[constants]
population = "vantande"
fas = "1"
[bands]
unit = "days"
columns = { "0-30" = [0, 30], "31-90" = [31, 90] }
"""


def load_fixed(region: Region, header: str, cells: str, more: str = "") -> FileReport:
    folder = region.root / "mappings"
    folder.mkdir(exist_ok=True)
    (folder / "landet.toml").write_text(more + FIXED, encoding="utf-8")
    path = region.root.parent / "fasta.csv"
    path.write_text(f"Dag;Sjukhus;{header}\n2026-02-28;Norra;{cells}\n", encoding="utf-8")
    return region.load(path)


@pytest.mark.parametrize(
    "name",
    ["91+", "> 90", "Over 90", "91 och mer", ">90 dager", "91-180", "91-", "91 dagar eller mer", "Resten"],
)
def test_a_column_of_counts_that_no_band_reads_refuses_the_file(region: Region, name: str) -> None:
    report = load_fixed(region, f"0-30;31-90;{name}", "5;6;7")
    assert (report.status, report.reason) == ("refused", "band_utan_mappning")
    assert name in str(report.message)
    assert "ignore" in str(report.message)


def test_a_band_whose_file_has_only_some_of_its_counts_is_still_suspected(region: Region) -> None:
    assert load_fixed(region, "0-30;31-90;91+", "5;6;7\n2026-02-28;Södra;5;6;<5").reason == "band_utan_mappning"


@pytest.mark.parametrize(
    ("column", "cell", "more"),
    [("Total", "11", 'ignore = ["Total"]'), ("91+", "7", 'ignore = ["91+"]'), ("Kod", "0101", ""), ("Not 1", "ny", "")],
)
def test_a_column_that_is_ignored_or_holds_no_counts_refuses_nothing(
    region: Region, column: str, cell: str, more: str
) -> None:
    report = load_fixed(region, f"0-30;31-90;{column}", f"5;6;{cell}", f"{more}\n")
    assert (report.status, report.accepted) == ("loaded", 1)


def test_a_band_that_the_mapping_names_and_the_file_lacks_refuses_the_file(region: Region) -> None:
    report = load_fixed(region, "0-30", "5")
    assert (report.status, report.reason) == ("refused", "saknad_kolumn")
    assert "31-90" in str(report.message)


def test_bands_by_name_and_by_pattern_are_read_together(region: Region) -> None:
    folder = region.root / "mappings"
    folder.mkdir()
    by_name, either = FIXED[FIXED.index("columns = {") :], "columns = { Resten = [91] }\npattern = '^(\\d+)-(\\d+)$'\n"
    (folder / "landet.toml").write_text(FIXED.replace(by_name, either), encoding="utf-8")
    path = region.root.parent / "bada.csv"
    path.write_text("Dag;Sjukhus;0-30;31-90;Resten\n2026-02-28;Norra;5;6;7\n", encoding="utf-8")
    assert region.load(path).accepted == 1
    bands = "select from_days, to_days, contacts from aggregates where role = 'figures' order by 1"
    assert region.query(bands) == [(0, 30, 5), (31, 90, 6), (91, None, 7)]
