"""Counts per band of waiting time: what is stored, whose it is, and what a later file replaces."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl import warehouse
from tests.extracts import Region, Row, new_region, waiting

HEADER = (
    "huvudman", "matdatum", "population", "forvaltning", "enhet", "mvo_kod", "specialitet", "fas", "fran_dagar",
    "till_dagar", "antal",
)  # fmt: skip
BAND = {
    "vardkontakt_id": "", "huvudman": "Exempellandet", "matdatum": "2026-02-17", "population": "vantande",
    "forvaltning": "Norra", "specialitet": "Ortopedi", "fas": "1", "fran_dagar": "0", "till_dagar": "90", "antal": "12",
}  # fmt: skip


@pytest.fixture
def region(tmp_path: Path) -> Region:
    return new_region(tmp_path)


def band(first: int = 0, last: int | None = 90, **cells: str) -> Row:
    return BAND | {"fran_dagar": str(first), "till_dagar": "" if last is None else str(last)} | cells


def test_a_band_is_stored_with_its_whole_key(region: Region) -> None:
    report = region.loads([band(), band(91, None, antal="1 234")], HEADER)
    assert (report.kind, report.source, report.period, report.accepted) == (
        "aggregat", "Exempellandet", "2026-02-17", 2
    )  # fmt: skip
    assert region.query("select * exclude (delivery_id, cutoff_date) from aggregates order by from_days") == [
        ("Exempellandet", "vantande", "Norra", None, "Ortopedi", 1, 0, 90, 12, "figures", None, 1),
        ("Exempellandet", "vantande", "Norra", None, "Ortopedi", 1, 91, None, 1234, "figures", None, 2),
    ]


@pytest.mark.parametrize(
    ("cells", "specialty"),
    [
        ({"mvo_kod": "511"}, "511"),
        ({"mvo_kod": "Alla"}, "Alla"),
        ({"specialitet": " Trauma &  Orthopaedics "}, "Trauma & Orthopaedics"),
        ({"specialitet": "All Specialties"}, "Alla"),
        ({"specialitet": "Totalt"}, "Alla"),
        ({"specialitet": "Allmän kirurgi"}, "Allmän kirurgi"),
        ({"specialitet": ""}, "Alla"),
    ],
)
def test_a_specialty_is_a_known_code_else_the_text_else_all(region: Region, cells: Row, specialty: str) -> None:
    region.loads([band() | cells], HEADER)
    assert region.query("select specialty from aggregates") == [(specialty,)]


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        ({"forvaltning": "Summa"}, ("Alla", None)),
        ({"forvaltning": "All Boards"}, ("Alla", None)),
        ({"enhet": "Avdelning 3"}, ("Norra", "Avdelning 3")),
        ({"enhet": "Alla enheter"}, ("Norra", None)),
    ],
)
def test_a_row_for_all_of_a_kind_says_so_in_one_word(region: Region, cells: Row, place: tuple[str, str | None]) -> None:
    region.loads([band() | cells], HEADER)
    assert region.query("select administration, unit from aggregates") == [place]


def test_whose_the_counts_are_stands_in_the_row_or_on_the_command_line(region: Region) -> None:
    without = [name for name in HEADER if name != "huvudman"]
    region.loads([band(huvudman="51"), band(91, None, huvudman="vgr")], HEADER, principal="Irland")
    region.loads([band()], without, principal="Irland")
    assert region.query("select source, principal, records from deliveries order by all") == [
        ("51", "VGR", 2), ("Irland", "Irland", 1)
    ]  # fmt: skip


def test_counts_that_nobody_says_whose_they_are_wait_in_quarantine(region: Region) -> None:
    without = [name for name in HEADER if name != "huvudman"]
    path = region.write("vems.csv", [band()], without)
    assert region.load(path).reasons == {"saknar_huvudman": 1}
    assert region.load(path, principal="Irland").accepted == 1
    assert region.query("select count(*) from quarantine") == [(0,)]


def test_a_principal_that_nobody_knows_is_kept_and_named(region: Region) -> None:
    report = region.loads([band(huvudman="Exempelandet")], HEADER)
    assert report.warnings == {"huvudman_utan_register": 1}
    assert "Okänd huvudman: Exempelandet." in report.notes


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"population": "VANTANDE"}, "ogiltig_kod"),
        ({"fas": "6"}, "ogiltig_kod"),
        ({"mvo_kod": "51"}, "okand_mvo"),
        ({"forvaltning": ""}, "saknat_varde"),
        ({"antal": ""}, "saknat_varde"),
        ({"fran_dagar": ""}, "saknat_varde"),
        ({"till_dagar": "-1"}, "ogiltigt_tal"),
        ({"fran_dagar": "91", "till_dagar": "90"}, "ogiltigt_band"),
        ({"matdatum": "2099-01-31"}, "matdatum_i_framtiden"),
        ({"matdatum": "2009-12-31"}, "datum_utanfor_fonstret"),
        ({"matdatum": "2026-02"}, "olasligt_datum"),
        ({"forvaltning": "19121212-1212"}, "personnummer"),
        ({"huvudman": "19121212-1212"}, "personnummer"),
        ({"enhet": "19121212-1212"}, "personnummer"),
        ({"specialitet": "patient 19121212-1212"}, "personnummer"),
    ],
)
def test_a_count_that_cannot_be_trusted_is_quarantined(region: Region, cells: Row, reason: str) -> None:
    report = region.loads([band() | cells, band(forvaltning="Södra")], HEADER)
    assert (report.accepted, report.reasons) == (1, {reason: 1})
    assert "1212" not in str(region.query("select * from quarantine, deliveries"))


def test_a_cell_that_is_no_population_makes_no_delivery_of_its_own(region: Region) -> None:
    region.loads([band(population="41"), band(population="12"), band()], HEADER)
    assert region.query("select population, records from deliveries order by all") == [("vantande", 1), (None, 2)]


def test_a_redelivery_replaces_its_date_and_population_only(region: Region) -> None:
    rows = [band(), band(population="genomforda"), band(matdatum="2026-02-10")]
    region.loads(rows, HEADER)
    assert region.loads([band(antal="7")], HEADER).status == "replaced"
    assert region.query("select cutoff_date::varchar, population, contacts from aggregates order by all") == [
        ("2026-02-10", "vantande", 12), ("2026-02-17", "genomforda", 12), ("2026-02-17", "vantande", 7)
    ]  # fmt: skip


@pytest.mark.parametrize("lost", [{"forvaltning": "Södra"}, {"enhet": "Avdelning 3"}])
def test_a_redelivery_without_a_place_that_was_there_is_refused_until_a_person_accepts(
    region: Region, lost: Row
) -> None:
    region.loads([band(), band() | lost], HEADER)
    refused = region.loads([band(antal="13")], HEADER)
    assert (refused.status, refused.reason) == ("refused", "saknar_enheter")
    assert (lost.get("enhet") or lost["forvaltning"]) in (refused.message or "")
    assert region.loads([band(antal="14")], HEADER, accept="saknar_enheter").status == "replaced"


def test_an_equal_row_again_is_a_duplicate_and_a_contradicting_one_takes_its_group_along(region: Region) -> None:
    rows = [band(), band(91, None), band(forvaltning=" Norra "), band(forvaltning="Södra")]
    report = region.loads(rows, HEADER)
    assert (report.accepted, report.duplicates, report.quarantined) == (3, 1, 0)
    report = region.loads([*rows, band(antal="99"), band(antal="13", fas="2")], HEADER)
    assert (report.accepted, report.duplicates) == (2, 0)
    assert report.reasons == {"motstridig_dubblett": 3, "bandgrupp_ofullstandig": 1}


def test_a_band_that_cannot_be_read_takes_its_group_along_and_no_other(region: Region) -> None:
    rows = [band(antal="tolv"), band(91, None), band(fas="2"), band(91, None, fas="2")]
    report = region.loads(rows, HEADER)
    assert (report.accepted, report.reasons) == (2, {"ogiltig_volym": 1, "bandgrupp_ofullstandig": 1})
    assert region.query("select distinct phase from aggregates") == [(2,)]


@pytest.mark.parametrize("second", [(90, 180), (30, 40), (0, None)])
def test_bands_with_a_day_in_common_are_all_quarantined(region: Region, second: tuple[int, int | None]) -> None:
    report = region.loads([band(), band(*second), band(200, 300), band(forvaltning="Södra")], HEADER)
    assert (report.accepted, report.reasons) == (1, {"band_overlappar": 3})


def test_days_that_no_band_of_the_delivery_covers_are_pointed_out(region: Region) -> None:
    report = region.loads([band(0, 90), band(121, None), band(0, 90, forvaltning="Södra")], HEADER)
    assert (report.accepted, report.warnings["band_med_lucka"]) == (3, 2)


def test_a_band_that_others_have_and_a_group_lacks_is_no_gap(region: Region) -> None:
    rows = [band(0, 90), band(121, None), *(band(*days, forvaltning="Södra") for days in ((0, 90), (91, 120)))]
    assert "band_med_lucka" not in region.loads(rows, HEADER).warnings


def test_counts_and_contacts_of_one_source_never_touch_each_other(region: Region) -> None:
    region.loads([band(huvudman="VGR", matdatum="2026-02-28")], HEADER)
    region.loads([waiting()])
    assert region.query("select (select count(*) from aggregates), (select count(*) from contacts)") == [(1, 1)]


def test_the_table_of_bands_that_the_product_exports_is_not_taken_for_an_extract(region: Region) -> None:
    header = (*HEADER, "status", "dataversion")
    report = region.loads([band(status="visas", dataversion="20260301")], header)
    assert (report.status, report.reason) == ("refused", "okant_slag")
    assert "självt har exporterat" in (report.message or "")


def test_the_kind_can_be_named(region: Region) -> None:
    assert region.loads([band()], HEADER, kind="aggregat").accepted == 1
    assert region.loads([band(antal="5")], HEADER, kind="riket").reason in {"saknad_kolumn", "okant_slag"}


def test_a_warehouse_from_before_gets_the_table(region: Region) -> None:
    region.loads([waiting()])
    with warehouse.open_warehouse(region.data) as connection:
        connection.execute("drop table aggregates")
    assert region.loads([band()], HEADER).accepted == 1


counts = st.one_of(st.integers(0, 5000).map(str), st.sampled_from(["", "-3", "1 234", "1,5", "NaN", "12 34"]))
lines = st.builds(
    lambda place, first, width, count: band(first, first + width if width else None, forvaltning=place, antal=count),
    st.sampled_from(["Norra", "Södra", "Alla", ""]),
    st.sampled_from([0, 31, 91, 181]),
    st.sampled_from([0, 29, 59, 200]),
    counts,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(lines, min_size=1, max_size=12))
def test_every_row_and_every_count_is_somewhere(tmp_path_factory: pytest.TempPathFactory, rows: list[Row]) -> None:
    region = new_region(tmp_path_factory.mktemp("region"))
    report = region.loads(rows, HEADER)
    assert report.records == len(rows)
    assert len(rows) == (report.accepted or 0) + (report.quarantined or 0) + (report.duplicates or 0)
    stored = region.query("select record, contacts from aggregates")
    assert dict(stored) == {record: int(rows[record - 1]["antal"].replace(" ", "")) for record, _ in stored}
    kept_out = {record for (record,) in region.query("select record from quarantine")}
    assert len(stored) == report.accepted
    assert not kept_out & {record for record, _ in stored}
