"""Loading: what a file's rows become, what a re-delivery replaces, and what the ledger says."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from etl.reference import ReferenceFault
from etl.warehouse import LostKey
from tests.extracts import HEADER, UNITS, Region, completed, new_region, waiting, write_extract

OTHER_UNIT = {"hsaid_vardenhet": "SE2321000131-E000000000102"}


@pytest.fixture
def region(tmp_path: Path) -> Region:
    return new_region(tmp_path)


def test_waiting_is_counted_to_the_cut_off_and_completed_to_the_start_whatever_was_delivered(region: Region) -> None:
    report = region.loads([waiting(vantetid_dagar="7"), completed(vantetid_dagar="35")])
    assert region.query("select population, waited_days from contacts order by 1") == [
        ("genomforda", 35),
        ("vantande", 53),
    ]
    assert report.warnings == {"vantetid_avviker": 1}


@pytest.mark.parametrize(
    ("text", "promised"),
    [
        ("JA", True),
        ("NEJ", False),
        ("1", True),
        ("2", False),
        ("j", True),
        ("n", False),
        ("true", True),
        ("Nej", False),
    ],
)
def test_the_care_guarantee_is_read_in_every_dialect(region: Region, text: str, promised: bool) -> None:
    region.loads([waiting(vardgaranti=text)])
    assert region.query("select care_guarantee from contacts") == [(promised,)]


@pytest.mark.parametrize(("text", "sex"), [("1", 1), ("M", 1), ("2", 2), ("K", 2), ("3", 3), ("", None)])
def test_sex_is_read_as_number_or_letter(region: Region, text: str, sex: int | None) -> None:
    region.loads([waiting(kon=text)])
    assert region.query("select sex from contacts") == [(sex,)]


def test_only_what_figures_need_is_stored_and_the_contact_only_as_a_keyed_hash(region: Region) -> None:
    region.loads([waiting(vardkontakt_id="VGR-HEMLIGT-0001", remiss_id="REM-HEMLIGT-0002", lkf="1480")])
    key = region.data.hash_key.read_text()
    digest = hashlib.sha256(f"{key}VGR-HEMLIGT-0001".encode()).digest()[:16]
    assert region.query("select contact_hash, municipality from contacts") == [(digest, "1480")]
    assert b"HEMLIGT" not in region.data.warehouse.read_bytes()


def test_quarantined_rows_hold_their_ids_as_hashes_and_identity_numbers_masked(region: Region) -> None:
    region.loads([waiting(vardkontakt_id="VGR-HEMLIGT", mvo_kod="191212121212", sjukhusnamn="19121212-1212")])
    [cells] = region.quarantined_cells()
    assert cells["mvo_kod"] == "XXXXXXXXXXXX"
    assert cells["sjukhusnamn"] == "XXXXXXXX-XXXX"
    key = region.data.hash_key.read_text()
    assert cells["vardkontakt_id"] == hashlib.sha256(f"{key}VGR-HEMLIGT".encode()).hexdigest()[:32]


def test_a_record_that_is_no_row_keeps_nothing_but_its_size(region: Region) -> None:
    path = region.write("uttag.csv", [waiting()])
    path.write_bytes(path.read_bytes() + b"HEMLIGT;19121212-1212\r\n")
    report = region.load(path)
    assert (report.records, report.accepted, report.quarantined) == (2, 1, 1)
    assert region.quarantined_cells() == [{"tecken": 21}]
    assert report.parts[-1].period is None


@pytest.mark.parametrize("text", ["2026-02", "202602", "2026-02-28"])
def test_the_period_is_a_month_or_its_last_day(region: Region, text: str) -> None:
    region.loads([waiting(matperiod=text)])
    assert region.query("select cutoff_date from contacts") == [(dt.date(2026, 2, 28),)]


@pytest.mark.parametrize("text", ["2026-02-01", "2026-02-27"])
def test_another_day_of_the_month_is_quarantined_and_replaces_nothing(region: Region, text: str) -> None:
    region.loads([waiting()])
    report = region.loads([waiting(matperiod=text)])
    assert (report.status, report.reasons) == ("loaded", {"matperiod_ej_manadsslut": 1})
    assert region.query("select count(*) from contacts") == [(1,)]


def test_a_month_that_has_not_come_is_quarantined(region: Region) -> None:
    assert region.loads([waiting(matperiod="2099-12-31")]).reasons["matperiod_i_framtiden"] == 1


def test_the_first_code_the_reference_knows_names_the_unit(tmp_path: Path) -> None:
    region = new_region(tmp_path, "kod;kodtyp;enhet;forvaltning\n501010;sjukhuskod;Sjukhuset;SU\nÖgon;namn;Namnet;SU\n")
    region.loads([waiting(sjukhuskod="501010", sjukhusnamn="Ögon"), waiting(sjukhuskod="999999", sjukhusnamn="Ögon")])
    assert region.query("select unit from contacts order by record") == [("Sjukhuset",), ("Namnet",)]


def test_the_source_is_the_region_unless_it_is_named(region: Region) -> None:
    assert region.loads([waiting()]).source == "51"
    assert region.loads([waiting(fas="1")], source="SÄS").source == "SÄS"
    assert region.query("select count(*) from contacts") == [(2,)]


def test_a_file_of_waiting_contacts_never_touches_the_completed(region: Region) -> None:
    region.loads([waiting(), completed()])
    region.loads([waiting(fas="1")])
    assert region.query("select population, phase from contacts order by 1") == [("genomforda", 2), ("vantande", 1)]


@pytest.mark.parametrize("kind", ["vantande", "genomforda"])
def test_the_kind_can_be_named_where_rows_do_not_say_their_status(region: Region, kind: str) -> None:
    header = tuple(name for name in HEADER if name != "status")
    report = region.loads([waiting() if kind == "vantande" else completed()], header, kind=kind)
    assert (report.kind, report.accepted) == (kind, 1)


@pytest.mark.parametrize(("start", "kind"), [("", "vantande"), ("2026-02-10", "genomforda")])
def test_a_file_without_status_is_of_the_kind_its_starts_tell(region: Region, start: str, kind: str) -> None:
    header = tuple(name for name in HEADER if name != "status")
    report = region.loads([waiting(start_datum=start)], header)
    assert (report.kind, report.accepted) == (kind, 1)


def test_a_status_that_contradicts_the_named_kind_is_quarantined(region: Region) -> None:
    report = region.loads([waiting(), completed()], kind="vantande")
    assert (report.accepted, report.reasons) == (1, {"status_av_annat_slag": 1})


def test_a_redelivery_that_drops_a_unit_is_refused_and_names_it(region: Region) -> None:
    region.loads([waiting(), waiting(**OTHER_UNIT)])
    report = region.loads([waiting(fas="1")])
    assert (report.status, report.reason) == ("refused", "saknar_enheter")
    assert report.message is not None
    assert "SE2321000131-E000000000102" in report.message
    assert region.query("select count(*) from contacts where phase = 2") == [(2,)]


def test_a_dropped_unit_can_be_accepted_and_the_ledger_says_so(region: Region) -> None:
    region.loads([waiting(), waiting(**OTHER_UNIT)])
    assert region.loads([waiting(fas="1")], accept="saknar_enheter").status == "replaced"
    assert region.query("select accept_reason from loads order by load_id") == [(None,), ("saknar_enheter",)]


def test_a_unit_whose_rows_are_all_quarantined_counts_as_dropped(region: Region) -> None:
    region.loads([waiting(), waiting(**OTHER_UNIT)])
    assert region.loads([waiting(fas="1"), waiting(fas="9", **OTHER_UNIT)]).reason == "saknar_enheter"


def test_superseded_bytes_are_unchanged_when_they_come_again(region: Region) -> None:
    first = region.write("v1.csv", [waiting()])
    region.load(first)
    region.load(region.write("v2.csv", [waiting(fas="1")]))
    assert region.load(first).status == "unchanged"
    assert region.query("select phase from contacts") == [(1,)]


def test_the_same_bytes_are_never_counted_for_two_sources(region: Region) -> None:
    path = region.write("v1.csv", [waiting()])
    region.load(path)
    other = region.load(path, source="lasarettet")
    assert (other.status, other.source) == ("unchanged", "51")
    assert "Det gäller för källan 51: samma innehåll räknas inte för lasarettet också." in str(other.message)
    assert region.query("select count(*) from contacts") == [(1,)]
    assert region.load(path, source="51").message == region.load(path).message


def test_a_new_reference_lets_the_same_bytes_in_again(region: Region) -> None:
    path = region.write("v1.csv", [waiting(), waiting(hsaid_vardenhet="SE2321000131-E000000000999")])
    assert region.load(path).quarantined == 1
    (region.root / "enheter.csv").write_text(f"{UNITS}SE2321000131-E000000000999;hsaid;Ny enhet;NU;;\n")
    again = region.load(path)
    assert (again.status, again.accepted, again.quarantined) == ("replaced", 2, 0)
    assert region.query("select count(*) from contacts") == [(2,)]


def test_rows_without_readable_period_leave_force_with_the_rest_of_their_file(region: Region) -> None:
    region.loads([waiting(), waiting(matperiod="snart")])
    region.loads([waiting(fas="1")])
    assert region.query("select count(*) from quarantine") == [(0,)]
    assert region.query("select count(*) from deliveries where replaced_by is null") == [(1,)]


def test_unreadable_rows_leave_force_when_their_file_comes_again(region: Region) -> None:
    region.load(region.write("uttag.csv", [waiting(matperiod="2026/02/28"), waiting(regionkod="00")]))
    assert region.query("select count(*) from deliveries where replaced_by is null") == [(2,)]
    region.load(region.write("uttag.csv", [waiting(), waiting()]))
    assert region.query("select count(*) from quarantine") == [(0,)]
    assert region.query("select count(*) from deliveries where replaced_by is null") == [(1,)]


def test_an_unknown_column_may_bear_any_name(region: Region) -> None:
    names = ("unit", "source", "period", "population", "delivery_id", "share")
    rows = [waiting(**dict.fromkeys(names, "x")), waiting(unit="19121212-1212")]
    report = region.loads(rows, (*HEADER, *names))
    assert (report.accepted, report.quarantined) == (1, 1)
    assert region.query("select columns from quarantine") == [(["unit"],)]


def test_a_refused_file_changes_nothing_but_the_ledger(region: Region) -> None:
    region.loads([waiting()])
    report = region.load(write_extract(region.root.parent / "extracts" / "trasig.csv", [{}], ("fas", "annat")))
    assert (report.status, report.records) == ("refused", None)
    assert region.query("select status, reason, path from loads order by load_id") == [
        ("loaded", None, "uttag1.csv"),
        ("refused", "okant_slag", "trasig.csv"),
    ]
    assert region.query("select count(*) from contacts") == [(1,)]


def test_what_is_written_is_readable_by_its_owner_alone(region: Region) -> None:
    region.loads([waiting()])
    assert region.root.stat().st_mode & 0o777 == 0o700
    written = [region.data.warehouse, region.data.hash_key, region.data.lock]
    assert {path.stat().st_mode & 0o777 for path in written} == {0o600}


def test_a_lost_or_foreign_hash_key_stops_the_load_before_anything_is_read(region: Region) -> None:
    path = region.write("v1.csv", [waiting()])
    region.load(path)
    region.data.hash_key.write_text("0" * 32)
    with pytest.raises(LostKey, match="Återställ"):
        region.load(path)
    region.data.hash_key.unlink()
    with pytest.raises(LostKey, match="saknas"):
        region.load(path)


def test_the_data_directory_s_units_win_over_the_product_s_on_a_date(region: Region) -> None:
    overlay = region.root / "reference"
    overlay.mkdir()
    (overlay / "enheter.csv").write_text(
        "kod;kodtyp;enhet;forvaltning\nSE2321000131-E000000000101;hsaid;Annat namn;Annan\n"
    )
    region.loads([waiting()])
    assert region.query("select administration from contacts") == [("SU",)]


@pytest.mark.parametrize(
    ("units", "told"),
    [
        ("kod;kodtyp;enhet\n1;hsaid;A\n", "kolumnen forvaltning saknas"),
        ("kod;kodtyp;enhet;forvaltning\n1;hsa;A;SU\n", "rad 2: kodtyp är ”hsa”"),
        ("kod;kodtyp;enhet;forvaltning\n1;hsaid;;SU\n", "rad 2: kolumnen enhet är tom"),
        ("kod;kodtyp;enhet;forvaltning\n1;hsaid;A\n", "rad 2: 3 fält men rubriken har 4"),
        ("kod;kodtyp;enhet;forvaltning;giltig_fran\n1;hsaid;A;SU;2025-1-1\n", "giltig_fran är ”2025-1-1”"),
        (
            "kod;kodtyp;enhet;forvaltning;giltig_fran;giltig_till\n1;hsaid;A;SU;2025-02-01;2025-01-01\n",
            "giltig_till ligger före giltig_fran",
        ),
        (
            "kod;kodtyp;enhet;forvaltning;giltig_fran;giltig_till\n"
            "1;hsaid;A;SU;;2025-06-30\n2;hsaid;B;SU;;\n1;hsaid;C;NU;2025-06-30;\n",
            "rad 2 och 4 gäller samma tid för hsaid 1",
        ),
    ],
)
def test_a_wrong_unit_file_is_refused_with_its_line(tmp_path: Path, units: str, told: str) -> None:
    region = new_region(tmp_path, units)
    with pytest.raises(ReferenceFault, match=told):
        region.loads([waiting()])


def test_periods_of_a_unit_that_follow_each_other_both_hold(tmp_path: Path) -> None:
    units = (
        "kod;kodtyp;enhet;forvaltning;giltig_fran;giltig_till\n"
        "501010;sjukhuskod;Gamla;SU;;2026-01-31\n501010;sjukhuskod;Nya;SV;2026-02-01;\n"
    )
    region = new_region(tmp_path, units)
    region.loads([waiting(sjukhuskod="501010"), waiting(sjukhuskod="501010", matperiod="2026-01-31")])
    assert region.query("select unit, administration from contacts order by cutoff_date") == [
        ("Gamla", "SU"),
        ("Nya", "SV"),
    ]
