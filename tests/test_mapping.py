"""A file of another system is read by its mapping as if it were one of ours, and nothing of it is lost."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config import ROOT
from etl.mappings.cells import dated
from etl.mappings.model import Dates
from etl.mappings.reading import MappingFault
from tests.commands import etl
from tests.extracts import Region, new_region, waiting
from tests.mapped_region import HEADER, HOSPITAL, TOTAL, patient, with_mapping, write_list


@pytest.fixture
def region(tmp_path: Path) -> Region:
    return new_region(tmp_path)


@pytest.fixture
def hospital(region: Region) -> Region:
    with_mapping(region, "sjukhuset.toml", HOSPITAL)
    return region


def test_a_hospitals_own_list_is_stored_as_the_national_columns(hospital: Region) -> None:
    report = hospital.load(write_list(hospital, patient("A-1"), patient("A-2", Beslutad="07.01.2026 08:30")))
    assert (report.status, report.kind, report.source, report.accepted) == ("loaded", "vantande", "sjukhuset", 2)
    assert report.mapping == "sjukhuset.toml"
    stored = hospital.query(
        "select cutoff_date, specialty, phase, waited_days, sex, activity from contacts order by all"
    )
    assert stored == [
        (dt.date(2026, 2, 28), "511", 2, 52, 2, "51101"), (dt.date(2026, 2, 28), "511", 2, 53, 2, "51101")
    ]  # fmt: skip
    assert hospital.query("select mapping from loads") == [("sjukhuset.toml",)]


def test_rows_left_out_by_a_filter_are_counted_and_told_and_stored_nowhere(hospital: Region) -> None:
    report = hospital.load(write_list(hospital, patient("A-1"), TOTAL, TOTAL))
    assert (report.records, report.accepted, report.quarantined) == (3, 3, 0)
    assert report.warnings["utelamnad_av_mappning"] == 2
    assert [(part.period, part.records) for part in report.parts] == [(None, 2), (dt.date(2026, 2, 28), 1)]
    assert hospital.query("select count(*) from contacts") == [(1,)]


def test_rows_left_out_stand_in_status_as_what_they_are(hospital: Region) -> None:
    hospital.load(write_list(hospital, patient("A-1"), TOTAL, TOTAL))
    told = etl("status", data=hospital.root).output
    assert "sjukhuset, vantande: 2 rader utelämnade av mappningen (vantelista feb.csv, laddning 1)" in told
    assert "sjukhuset, vantande, 2026-02-28, 1 poster, 1 godkända" in told
    assert "okänd period" not in told


def test_rows_left_out_are_no_source_of_another_principal(hospital: Region) -> None:
    hospital.load(write_list(hospital, patient("A-1"), TOTAL))
    hospital.loads([waiting(regionkod="42")])
    assert etl("publish", data=hospital.root).code == 0
    sources = (ROOT / "queries" / "dashboard" / "freshness.sql").read_text(encoding="utf-8")
    found = {
        principal: [row[1] for row in hospital.served(sources.replace("$principal", f"'{principal}'"))]
        for principal in ("VGR", "Halland")
    }
    assert found == {"VGR": ["sjukhuset"], "Halland": ["42"]}


@pytest.mark.parametrize(
    ("form", "days"),
    [
        ("%d %B %Y", ("6 januari 2026", "28 februari 2026", "28 FEBRUARY 2026")),
        ("%d %b %Y", ("6 jan 2026", "28 feb 2026", "28 Februari 2026")),
        ("%d-%b-%y", ("06-jan-26", "28-feb-26", "28-Feb-26")),
        ("vecka-%d%b%Y", ("vecka-06jan2026", "vecka-28feb2026", "vecka-28FEB2026")),
    ],
)
def test_months_are_read_by_their_swedish_names_and_by_the_english(
    region: Region, form: str, days: tuple[str, ...]
) -> None:
    with_mapping(region, "sjukhuset.toml", HOSPITAL.replace('"%d.%m.%Y"', f'"{form}"'))
    rows = [patient(f"A-{day}", Mätdag=day, Beslutad=days[0]) for day in days[1:]]
    report = region.load(write_list(region, *rows))
    assert (report.accepted, report.quarantined) == (2, 0)
    assert region.query("select distinct cutoff_date, waited_days from contacts") == [(dt.date(2026, 2, 28), 53)]


def test_every_swedish_month_is_read() -> None:
    names = "januari februari mars april maj juni juli augusti september oktober november december"
    for number, name in enumerate(names.split(), 1):
        for written, form in ((name, "%B"), (name[:3], "%b"), (name, "%b")):
            read = pl.DataFrame({"text": [f"3 {written} 2025"]}).select(
                dated(pl.col("text"), Dates.model_validate({"format": f"%d {form} %Y"}))
            )
            assert read.item() == f"2025-{number:02d}-03"


def test_a_file_whose_every_row_is_left_out_is_refused(hospital: Region) -> None:
    report = hospital.load(write_list(hospital, TOTAL))
    assert (report.status, report.reason) == ("refused", "alla_rader_utelamnade")


def test_quarantined_rows_stand_by_the_lines_of_the_source_and_the_columns_of_the_contract(hospital: Region) -> None:
    report = hospital.load(write_list(hospital, TOTAL, patient("A-1"), patient("A-2", Beslutad="31.02.2026")))
    assert report.reasons == {"olasligt_datum": 1}
    # Two title lines, the header, the total, the good row: the sixth line is the bad one.
    assert hospital.query("select record, line, columns from quarantine") == [(3, 6, ["beslut_datum"])]
    assert hospital.quarantined_cells()[0]["beslut_datum"] == "31.02.2026"


def test_conflicting_rows_are_read_again_through_the_mapping(hospital: Region) -> None:
    path = write_list(hospital, patient("A-1"), patient("A-1", Beslutad="07.01.2026"), patient("A-3"), patient("A-3"))
    report = hospital.load(path)
    assert report.reasons == {"motstridig_dubblett": 2}
    assert (report.records, report.accepted, report.quarantined, report.duplicates) == (4, 1, 2, 1)
    assert [cells["beslut_datum"] for cells in hospital.quarantined_cells()] == ["2026-01-06", "2026-01-07"]
    assert hospital.query("select line from quarantine order by line") == [(4,), (5,)]


def test_an_identity_number_in_a_column_that_nothing_reads_stops_its_row(hospital: Region) -> None:
    report = hospital.load(write_list(hospital, patient("A-1"), patient("A-2", Typ="19811218-9876")))
    assert report.reasons == {"personnummer": 1}
    assert "9876" not in str(hospital.query("select * from quarantine"))


def test_the_same_bytes_load_again_only_when_their_own_mapping_has_changed(hospital: Region) -> None:
    path = write_list(hospital, patient("A-1"))
    assert hospital.load(path).status == "loaded"
    assert hospital.load(path).status == "unchanged"
    with_mapping(hospital, "annan.toml", 'kind = "behov"\n[match]\nfile = "behov*.csv"\n')
    assert hospital.load(path).status == "unchanged"
    with_mapping(hospital, "sjukhuset.toml", HOSPITAL.replace('"51101"', '"51102"'))
    assert hospital.load(path).status == "replaced"
    assert hospital.query("select activity from contacts") == [("51102",)]


def test_the_command_line_wins_over_the_mappings_source(hospital: Region) -> None:
    assert hospital.load(write_list(hospital, patient("A-1")), source="prov").source == "prov"


def test_the_mapping_may_be_for_a_workbook_or_a_parquet_file_too(region: Region) -> None:
    with_mapping(region, "sjukhuset.toml", HOSPITAL.replace("*.csv", "*").replace("header_row = 3\n", ""))
    rows = pl.DataFrame([patient("A-1"), TOTAL, patient("A-2", Klinik="Öron")], schema=list(HEADER), orient="row")
    folder = region.root.parent
    rows.write_parquet(folder / "vantelista.parquet")
    rows.write_excel(folder / "vantelista.xlsx")
    for name in ("vantelista.parquet", "vantelista.xlsx"):
        report = region.load(folder / name)
        assert (report.records, report.accepted, report.reasons) == (3, 2, {"okand_mvo": 1}), name
    assert region.query("select line, cells from quarantine") == [(4, ["D4"])]


def test_a_value_that_must_be_listed_and_is_not_stops_its_row(region: Region) -> None:
    with_mapping(region, "sjukhuset.toml", 'values_strict = ["kon"]\n' + HOSPITAL)
    report = region.load(
        write_list(region, patient("A-1"), patient("A-2", **{"Kön": "1"}), patient("A-3", **{"Kön": "3"}))
    )
    assert report.reasons == {"varde_ej_i_mappningen": 1}
    assert region.query("select record, columns from quarantine") == [(3, ["kon"])]


def test_a_filter_whose_column_is_missing_refuses_the_file(region: Region) -> None:
    with_mapping(region, "sjukhuset.toml", HOSPITAL.replace('column = "Typ"', 'column = "Radtyp"'))
    report = region.load(write_list(region, patient("A-1")))
    assert (report.status, report.reason) == ("refused", "saknad_kolumn")
    assert "Radtyp" in str(report.message)


def test_two_mappings_that_ask_as_much_of_a_file_refuse_it_and_are_both_named(hospital: Region) -> None:
    with_mapping(hospital, "kopia.toml", HOSPITAL)
    report = hospital.load(write_list(hospital, patient("A-1")))
    assert (report.status, report.reason) == ("refused", "flera_mappningar")
    assert "kopia.toml" in str(report.message)
    assert "sjukhuset.toml" in str(report.message)


def test_the_mapping_that_asks_most_of_a_file_is_the_one_for_it(hospital: Region) -> None:
    asks_more = HOSPITAL.replace('"Mätdag"]', '"Mätdag", "Remiss"]').replace(
        'source = "sjukhuset"', 'source = "den andra"'
    )
    with_mapping(hospital, "snavare.toml", asks_more)
    assert hospital.load(write_list(hospital, patient("A-1"))).source == "den andra"


def test_a_file_that_no_mapping_is_for_is_read_as_before(hospital: Region) -> None:
    report = hospital.loads([waiting()])
    assert (report.status, report.mapping, report.source) == ("loaded", None, "51")


def test_a_wrong_mapping_stops_the_run_before_any_file(region: Region) -> None:
    with_mapping(region, "fel.toml", HOSPITAL.replace("[rename]", "[renam]"))
    with pytest.raises(MappingFault, match=r"fel\.toml: okänd nyckel renam\. Menade du ”rename”"):
        region.loads([waiting()])


@pytest.mark.parametrize(
    ("days", "matperiod", "cutoff"),
    [
        ("dag", "2026-02-11", dt.date(2026, 2, 11)),
        ("dag", "2026-02", dt.date(2026, 2, 28)),
        ("forsta_dag", "2026-02-01", dt.date(2026, 2, 28)),
        ("forsta_dag", "2026-02-28", dt.date(2026, 2, 28)),
    ],
)
def test_a_mapping_says_which_days_a_snapshot_is_of(region: Region, days: str, matperiod: str, cutoff: dt.date) -> None:
    with_mapping(region, "dagar.toml", f'kind = "vantande"\nmatperiod = "{days}"\n[match]\nfile = "uttag*.csv"\n')
    report = region.loads([waiting(matperiod=matperiod)])
    assert (report.accepted, report.period) == (1, cutoff.isoformat())
    assert region.query("select cutoff_date, waited_days from contacts") == [
        (cutoff, (cutoff - dt.date(2026, 1, 6)).days)
    ]


def test_any_other_day_is_still_quarantined_where_only_the_first_stands_for_its_month(region: Region) -> None:
    with_mapping(region, "dagar.toml", 'kind = "vantande"\nmatperiod = "forsta_dag"\n[match]\nfile = "uttag*.csv"\n')
    assert region.loads([waiting(matperiod="2026-02-02")]).reasons == {"matperiod_ej_manadsslut": 1}


def test_completed_contacts_of_a_daily_snapshot_have_started_in_the_days_own_month(region: Region) -> None:
    with_mapping(region, "dagar.toml", 'kind = "genomforda"\nmatperiod = "dag"\n[match]\nfile = "uttag*.csv"\n')
    started = waiting(matperiod="2026-02-11", status="GENOMFORD", start_datum="2026-02-03")
    report = region.loads([started, started | {"start_datum": "2026-01-30"}])
    assert (report.accepted, report.reasons) == (1, {"start_utanfor_manaden": 1})


def test_each_sender_of_a_file_may_be_a_source_of_its_own(region: Region) -> None:
    told = 'kind = "vantande"\nsource = "lista {sjukhuskod}"\n[match]\nfile = "uttag*.csv"\n'
    with_mapping(region, "var_for_sig.toml", told)
    region.loads([waiting(sjukhuskod="501010"), waiting(sjukhuskod="501010")])
    region.loads([waiting(sjukhuskod="501050", hsaid_vardenhet="SE2321000131-E000000000102")])
    in_force = region.query("select source, accepted from deliveries where replaced_by is null order by source")
    assert in_force == [("lista 501010", 2), ("lista 501050", 1)]


CELLS = st.sampled_from(
    ["", "saknas", "28.02.2026", "31.02.2026", "2026-02-28", "Ögon", "Summa", "A-1", "Kvinna", " Man ", "19811218-9876"]
) | st.text(st.characters(exclude_characters='|"\r\n', codec="utf-8"), max_size=12)
ROWS = st.lists(st.tuples(*[CELLS] * len(HEADER)), min_size=1, max_size=30)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_whatever_stands_in_the_cells_every_line_is_accounted_for(
    hospital: Region, rows: list[tuple[str, ...]]
) -> None:
    good = [patient(f"A-{place}") for place in range(len(rows) + 1)]  # half identity numbers would refuse the file
    report = hospital.load(write_list(hospital, *good, *rows, name="vantelista slump.csv"))
    assert report.status in {"loaded", "replaced", "unchanged"}, report.message
    assert report.records == (report.accepted or 0) + (report.quarantined or 0) + (report.duplicates or 0)
    assert "9876" not in str(hospital.query("select * from quarantine"))
