"""What a later file of crosses takes over, what waits with a day that is not whole, and what is said twice."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from etl.purge import purge_contacts
from etl.quarantine_list import lines, meanings, quarantined
from etl.status import lines as status_lines
from etl.status import status
from etl.verify import OLDER, faults
from etl.warehouse import open_warehouse
from tests.commands import etl, exported
from tests.cross_rows import CROSS_HEADER, colour, cross_region, crosses_of, day, entries, facts, ledger
from tests.extracts import Region, Row
from tests.plan_rows import counts

IDENTITY = "ring 19121212-1212"


@pytest.fixture
def region(tmp_path: Path) -> Region:
    return cross_region(tmp_path)


def days(*numbers: int, handelse: str = "ingen", **cells: str) -> list[Row]:
    """Days of March."""
    return [day(handelse, datum=f"2026-03-{n:02d}", **cells) for n in numbers]


# What a later file takes over ----------------------------------------------------------------------------------------


def test_a_later_file_takes_over_its_days_and_leaves_the_others(region: Region) -> None:
    crosses_of(region, *days(1, 2, 3))
    report = crosses_of(region, *days(2, handelse="skada"), *days(2, handelse="risk"))
    assert (report.status, report.parts[0].replaces) == ("replaced", 1)
    assert facts(region) == ["ingen", "skada", "risk", "ingen"]
    assert ledger(region) == [(3, 1, 0, 0, None), (2, 0, 0, 0, None)]
    assert faults(region.data) == []


def test_a_delivery_of_which_nothing_is_left_is_replaced(region: Region) -> None:
    crosses_of(region, *days(1, 2))
    crosses_of(region, *days(1, handelse="risk"))
    assert crosses_of(region, *days(2, 3, handelse="risk")).status == "replaced"
    assert ledger(region) == [(2, 2, 0, 0, 3), (1, 0, 0, 0, None), (2, 0, 0, 0, None)]
    assert faults(region.data) == []


@pytest.mark.parametrize(
    "other", [{"enhet": "Avdelning 2", "forvaltning": "SÄS"}, {"kalla": "annan"}, {"huvudman": "Halland"}]
)
def test_nothing_of_another_unit_source_or_principal_is_touched(region: Region, other: dict[str, str]) -> None:
    crosses_of(region, *days(1))
    assert crosses_of(region, *days(1, handelse="skada", **other)).status == "loaded"
    assert sorted(facts(region)) == ["ingen", "skada"]


def test_a_file_of_two_months_takes_over_days_of_both(region: Region) -> None:
    crosses_of(region, *days(1, 31), day(datum="2026-04-01"))
    report = crosses_of(region, *days(31, handelse="risk"), day("risk", datum="2026-04-01"))
    assert (report.status, report.period) == ("replaced", "2026-03-31/2026-04-30")
    assert facts(region) == ["ingen", "risk", "risk"]
    assert ledger(region) == [(2, 1, 0, 0, None), (1, 1, 0, 0, 4), (1, 0, 0, 0, None), (1, 0, 0, 0, None)]


def test_a_day_of_which_nothing_is_accepted_takes_nothing_over(region: Region) -> None:
    crosses_of(region, *days(1, 2))
    report = crosses_of(region, *days(1, handelse="risk", kommentar=IDENTITY), *days(2, handelse="risk"))
    assert (report.status, report.accepted, report.quarantined) == ("replaced", 1, 1)
    assert facts(region) == ["ingen", "risk"]
    assert crosses_of(region, *days(1, handelse="skada", kommentar=IDENTITY)).status == "loaded"
    assert facts(region) == ["ingen", "risk"]
    assert faults(region.data) == []


def test_the_same_bytes_again_change_nothing(region: Region) -> None:
    path = region.write("korset.csv", days(1), CROSS_HEADER)
    assert [region.load(path).status for _ in range(2)] == ["loaded", "unchanged"]
    units = region.root / "enheter.csv"
    units.write_text(units.read_text(encoding="utf-8").replace(";vardag", ";alla"), encoding="utf-8")
    assert region.load(path).status == "replaced"
    assert facts(region) == ["ingen"]


# Days that are not whole ---------------------------------------------------------------------------------------------


def test_a_day_without_one_of_its_rows_waits_whole(region: Region) -> None:
    report = crosses_of(region, *days(1, 2), *days(2, handelse="skada", kommentar=IDENTITY), *days(2, handelse="risk"))
    assert report.reasons == {"dag_ofullstandig": 2, "personnummer": 1}
    assert region.reasons() == {2: {"dag_ofullstandig"}, 3: {"personnummer"}, 4: {"dag_ofullstandig"}}
    assert entries(region, "date::varchar") == [("2026-03-01",)]


def test_another_unit_of_the_same_day_does_not_wait(region: Region) -> None:
    crosses_of(region, *days(1, kommentar=IDENTITY), *days(1, enhet="Avdelning 2", forvaltning="SÄS"))
    assert entries(region, "unit") == [("Avdelning 2",)]


def test_a_row_under_the_wrong_forvaltning_holds_the_units_own_day_back(region: Region) -> None:
    report = crosses_of(region, day(), day("skada", forvaltning="SÄS"), day(datum="2026-03-03"))
    assert report.reasons == {"dag_ofullstandig": 1, "enhet_motsagelse": 1}
    assert entries(region, "date::varchar") == [("2026-03-03",)]


def test_a_corrected_day_leaves_the_quarantine(region: Region) -> None:
    crosses_of(region, *days(1, kommentar=IDENTITY), *days(2, kommentar=IDENTITY), *days(3))
    assert crosses_of(region, *days(1, kommentar="ring")).status == "loaded"
    assert region.query("select record, \"row\"::json ->> 'datum' from quarantine") == [(2, "2026-03-02")]
    assert ledger(region)[0] == (1, 0, 2, 1, None)
    crosses_of(region, *days(2, 3))
    assert ledger(region)[0] == (1, 1, 2, 2, 3)
    assert quarantined(region.data).is_empty()
    assert faults(region.data) == []


def test_a_day_that_is_wrong_again_is_told_once(region: Region) -> None:
    for text in (IDENTITY, f"{IDENTITY}!"):
        crosses_of(region, *days(1, kommentar=text))
    assert quarantined(region.data)["laddning"].to_list() == [2]
    assert ledger(region) == [(0, 0, 1, 1, 2), (0, 0, 1, 0, None)]


def test_a_unit_moved_to_its_forvaltning_leaves_the_quarantine(region: Region) -> None:
    crosses_of(region, day(forvaltning="SÄS"), day(forvaltning="Sås", datum="2026-03-03"))
    assert region.reasons() == {1: {"enhet_motsagelse"}, 2: {"okand_forvaltning"}}
    crosses_of(region, day(), day(datum="2026-03-03"))
    assert quarantined(region.data).is_empty()
    assert region.query("select count(*) from cross_quarantined_days") == [(0,)]


def test_rows_about_no_day_leave_with_the_rest_of_their_file(region: Region) -> None:
    crosses_of(region, *days(1), *days(2, enhet=""), day(datum="2026-02-30"))
    assert [row for row in ledger(region) if row[2]] == [(0, 0, 2, 0, None)]
    crosses_of(region, *days(1, handelse="risk"))
    assert quarantined(region.data).is_empty()
    assert faults(region.data) == []


# What is said twice --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["ingen", "ingen_verksamhet", "ej_registrerad"])
def test_an_equal_state_is_a_duplicate(region: Region, state: str) -> None:
    report = crosses_of(region, day(state), day(state, registrerad="2026-03-02"), day(state))
    assert (counts(report), report.warnings) == ((1, 0, 2), {})


def test_a_state_that_says_something_more_is_kept(region: Region) -> None:
    report = crosses_of(region, day(), day(gick_bra="Ronden kom i tid"))
    assert (counts(report), report.warnings) == ((2, 0, 0), {})


def test_equal_events_are_several_with_a_warning(region: Region) -> None:
    report = crosses_of(region, *(day("risk") for _ in range(3)), day("risk", handelsetyp="fall"), colour("gul"))
    assert (counts(report), report.warnings) == ((5, 0, 0), {"lika_handelser": 2})


def test_equal_events_of_different_days_are_nothing_to_warn_of(region: Region) -> None:
    assert crosses_of(region, *days(1, 2, 3, handelse="risk")).warnings == {}


@pytest.mark.parametrize(
    ("said", "rows"),
    [
        (("ingen", "risk"), 1),
        (("ingen_verksamhet", "skada"), 1),
        (("ingen", "ingen_verksamhet"), 2),
        (("ej_registrerad", "ingen", "risk"), 2),
        (("risk", "skada"), 0),
    ],
)
def test_a_day_that_contradicts_itself_is_kept_with_a_warning(region: Region, said: tuple[str, ...], rows: int) -> None:
    report = crosses_of(region, *map(day, said))
    assert (report.accepted, report.warnings) == (len(said), {"motsagande_dag": rows} if rows else {})


def test_a_colour_that_is_an_event_contradicts_a_state_and_one_that_may_be_none_does_not(region: Region) -> None:
    assert crosses_of(region, day(), colour("gul")).warnings == {"motsagande_dag": 1}
    assert crosses_of(region, day(), colour("gron", "definition_1")).warnings == {}


# The commands --------------------------------------------------------------------------------------------------------


def test_the_ledger_of_a_partly_taken_over_delivery_is_told(region: Region) -> None:
    crosses_of(region, *days(1, 2, 3))
    crosses_of(region, *days(2, handelse="risk"))
    told = status_lines(status(region.data))
    assert any("3 godkända" in line and "1 rader ersatta av senare leveranser" in line for line in told)


def test_the_quarantine_tells_what_to_do(region: Region) -> None:
    crosses_of(region, *days(1, kommentar=IDENTITY), *days(1))
    told = lines(quarantined(region.data), meanings(region.data))
    assert any("leverera hela dagen igen" in line for line in told)
    assert "1212" not in str(quarantined(region.data).rows())


def test_load_purge_verify_and_export_agree_about_crosses(region: Region) -> None:
    old = [day("skada", datum="2021-03-01"), day(datum="2021-03-02", kommentar=IDENTITY)]
    first = region.write("korset_1.csv", [*old, *days(1, 2)], CROSS_HEADER)
    second = region.write("korset_2.csv", days(2, handelse="risk"), CROSS_HEADER)
    loaded = etl("load", first, second, data=region.root)
    assert loaded.code == 0, loaded.errors
    told = [(file["kind"], file["period"], file["status"], file["records"]) for file in loaded.report["files"]]
    assert told == [
        ("grona_korset", "2021-03-31/2026-03-31", "loaded", 4), ("grona_korset", "2026-03-31", "replaced", 1),
    ]  # fmt: skip
    with open_warehouse(region.data) as connection:
        purge_contacts(connection, keep_months=12)
    assert facts(region) == ["skada", "ingen", "risk"]
    assert region.quarantined_cells() == [{}]
    assert faults(region.data) == []
    loads = exported(region.root)["laddningar"].filter(slag="grona_korset")
    assert loads.select("kalla", "period", "poster", "godkanda", "karantan", "ersatter").rows() == [
        ("51", "2021-03-31", "2", "1", "1", None), ("51", "2026-03-31", "2", "2", "0", None),
        ("51", "2026-03-31", "1", "1", "0", "1"),
    ]  # fmt: skip


def test_a_warehouse_from_before_crosses_is_told_of_and_made_ready_by_the_next_load(region: Region) -> None:
    crosses_of(region, *days(1))
    with duckdb.connect(region.data.warehouse) as connection:
        for column in ("taken_over", "released"):
            connection.execute(f"alter table deliveries drop column {column}")
        for table in ("cross_entries", "cross_quarantined_days"):
            connection.execute(f"drop table {table}")
    assert [row["accepted"] for row in status(region.data)["deliveries"]] == [1]
    assert [fault.told for fault in faults(region.data)] == [OLDER]
    assert crosses_of(region, *days(2)).status == "loaded"
    assert facts(region) == ["ingen"]
