"""Versions of plans are only ever added: whatever is loaded in whatever order, none is changed or counted twice."""

from __future__ import annotations

import datetime as dt
import itertools
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import register
from config import Settings
from etl.status import status
from etl.verify import faults
from register.migration import migrate
from register.tables import SCHEMA_TABLE
from tests.extracts import Region, Row, new_region
from tests.plan_rows import PLAN_HEADER, counts, plan, plans_of, versions

LOWERED = {"orsak": "minskat_behov:uppnadd_vardgaranti", "q4": "100"}


@pytest.fixture
def region(tmp_path: Path) -> Region:
    return new_region(tmp_path)


def test_versions_of_one_plan_come_file_by_file(region: Region) -> None:
    assert plans_of(region, plan()).status == "loaded"
    assert plans_of(region, plan(version="2", **LOWERED)).status == "loaded"
    assert versions(region, "version, q4") == [(1, 300), (2, 100)]


def test_an_equal_version_is_a_duplicate_in_the_file_and_in_the_warehouse(region: Region) -> None:
    assert counts(plans_of(region, plan(), plan(avsandare="Säs", beslutad_volym="1 200", version="01"))) == (1, 0, 1)
    assert counts(plans_of(region, plan(status="överenskommen"), plan(), plan(plan_id="P-2", fas="1"))) == (1, 0, 2)
    assert versions(region) == [("P-1", 1), ("P-2", 1)]


def test_who_entered_a_version_and_when_does_not_make_it_another(region: Region) -> None:
    plans_of(region, plan())
    again = plan(registrerad_av="Vårdgarantiservice", registrerad="2026-01-02 08:00")
    assert counts(plans_of(region, again)) == (0, 0, 1)


def test_another_row_under_the_same_key_is_quarantined_and_the_stored_one_stays(region: Region) -> None:
    plans_of(region, plan())
    report = plans_of(region, plan(q1="1"), plan())
    assert (counts(report), report.reasons) == ((0, 1, 1), {"annan_version_finns": 1})
    assert versions(region, "q1") == [(300,)]


def test_two_different_rows_of_one_version_in_a_file_are_both_quarantined(region: Region) -> None:
    report = plans_of(region, plan(), plan(), plan(q1="1"), plan(plan_id="P-2", fas="1"))
    assert (counts(report), report.reasons) == ((1, 3, 0), {"annan_version_finns": 3})
    assert [cells["q1"] for cells in region.quarantined_cells()] == ["300", "300", "1"]


def test_a_row_in_quarantine_stands_in_no_ones_way(region: Region) -> None:
    report = plans_of(region, plan(q1="1e3"), plan(), plan(plan_id="P-2", q1="x"))
    assert counts(report) == (1, 2, 0)
    assert versions(region, "q1") == [(300,)]


def test_a_second_plan_between_the_same_two_is_quarantined(region: Region) -> None:
    report = plans_of(region, plan(), plan(plan_id="P-2"), plan(plan_id="P-3", ar="2025"))
    assert (counts(report), report.reasons) == ((2, 1, 0), {"andra_plan_id": 1})
    report = plans_of(region, plan(plan_id="P-0"), plan(plan_id="P-0", version="2", **LOWERED))
    assert (counts(report), report.reasons) == ((0, 2, 0), {"andra_plan_id": 2})
    assert versions(region) == [("P-1", 1), ("P-3", 1)]


@pytest.mark.parametrize(
    "cells", [{"ar": "2025"}, {"mvo_kod": "311"}, {"fas": "1"}, {"avsandare": "SU"}, {"mottagare": "NU"}]
)
def test_a_plan_is_about_one_thing_for_ever(region: Region, cells: Row) -> None:
    report = plans_of(region, plan(version="2", **LOWERED, **cells), plan())
    assert (counts(report), report.reasons) == ((1, 1, 0), {"plan_id_om_annat": 1})
    report = plans_of(region, plan(version="3", **LOWERED, **cells))
    assert (counts(report), report.reasons) == ((0, 1, 0), {"plan_id_om_annat": 1})
    assert versions(region) == [("P-1", 1)]


def test_the_terms_of_a_plan_may_change(region: Region) -> None:
    other = plan(version="2", regi="egen", overforing="intern", **LOWERED)
    assert counts(plans_of(region, plan(), other)) == (2, 0, 0)


def test_principals_have_plans_of_their_own(region: Region) -> None:
    assert counts(plans_of(region, plan(), plan(huvudman="Halland", q1="1"))) == (2, 0, 0)


def test_plans_of_several_years_in_a_file_are_several_deliveries(region: Region) -> None:
    report = plans_of(region, plan(), plan(plan_id="P-2", ar="2025"))
    assert report.period == "2025-12-31/2026-12-31"
    assert [(part.kind, part.records) for part in report.parts] == [("leveransplan", 1)] * 2


# A file that comes again ------------------------------------------------------------------------------------------


def test_a_file_under_its_own_name_replaces_nothing_but_its_quarantine(region: Region) -> None:
    path = region.write("planer.csv", [plan(), plan(plan_id="P-2", fas="1", q1="x")], PLAN_HEADER)
    assert counts(region.load(path)) == (1, 1, 0)
    assert region.load(path).status == "unchanged"
    region.write("planer.csv", [plan(), plan(plan_id="P-2", fas="1"), plan(plan_id="P-3", fas="9")], PLAN_HEADER)
    report = region.load(path)
    assert (report.status, counts(report)) == ("loaded", (1, 1, 1))
    assert versions(region) == [("P-1", 1), ("P-2", 1)]
    assert [cells["plan_id"] for cells in region.quarantined_cells()] == ["P-3"]
    assert faults(region.data) == []


def test_another_file_leaves_the_quarantine_of_the_first(region: Region) -> None:
    plans_of(region, plan(q1="x"))
    plans_of(region, plan())
    assert len(region.quarantined_cells()) == 1
    assert faults(region.data) == []


def test_the_state_tells_deliveries_that_brought_rows(region: Region) -> None:
    path = region.write("planer.csv", [plan(q1="x")], PLAN_HEADER)
    region.load(path)
    region.write("planer.csv", [plan()], PLAN_HEADER)
    region.load(path)
    assert [(row["kind"], row["period"], row["accepted"]) for row in status(region.data)["deliveries"]] == [
        ("leveransplan", dt.date(2026, 12, 31), 1)
    ]


# The register ----------------------------------------------------------------------------------------------------


def entered(region: Region, **cells: object) -> None:
    """One version in the region's register, as a form enters it."""
    store = register.opened(Settings(data_dir=region.root).register_address)
    migrate(store)
    values: dict[str, object] = {
        "principal": "VGR", "plan_id": "P-1", "version": 1, "year": 2026, "specialty": "511", "phase": 2,
        "sender": "SÄS", "receiver": "Klarsikt", "regime": "avtal", "transfer": "extern", "decided_volume": 1200,
        "q1": 300, "q2": 300, "q3": 200, "q4": 300, "decided_on": dt.date(2025, 12, 11), "status": "overenskommen",
        "reason": "ny", "role": "Vårdgarantiservice", "base_version": None, "principle_share": 2 / 3,
    }  # fmt: skip
    store.add_plan_versions([register.NewPlanVersion(**(values | cells))])  # type: ignore[arg-type]


def test_a_version_of_the_register_is_a_duplicate_and_another_under_its_key_is_quarantined(region: Region) -> None:
    entered(region)
    report = plans_of(region, plan(underlag_andel="0,6667"), plan(version="2", **LOWERED))
    assert counts(report) == (1, 0, 1)
    report = plans_of(region, plan(q1="1", underlag_andel="0,6667"), plan(plan_id="P-2"))
    assert report.reasons == {"annan_version_finns": 1, "andra_plan_id": 1}
    assert versions(region) == [("P-1", 2)]


def test_a_register_of_another_form_refuses_plans_in_one_line_and_nothing_else(region: Region) -> None:
    entered(region)
    store = register.opened(Settings(data_dir=region.root).register_address)
    with store.writers.begin() as connection:
        connection.exec_driver_sql(f"update {SCHEMA_TABLE} set version_num = 'from the future'")  # noqa: S608
    report = plans_of(region, plan())
    assert (report.status, report.reason) == ("refused", "registret_gar_inte_att_lasa")
    assert report.message is not None
    assert len(report.message.splitlines()) == 1


# Laws ------------------------------------------------------------------------------------------------------------

histories = st.lists(
    st.tuples(st.sampled_from(["P-1", "P-2", "P-3"]), st.integers(1, 3), st.integers(0, 300)),
    min_size=1, max_size=9, unique_by=lambda version: version[:2],
)  # fmt: skip


def rows_of(history: Sequence[tuple[str, int, int]]) -> list[Row]:
    """Consistent versions: each plan has its own phase."""
    return [plan(plan_id=name, version=str(version), fas=name[-1], q1=str(q1)) for name, version, q1 in history]


def everything(region: Region) -> list[tuple[object, ...]]:
    return region.query("select * exclude (delivery_id, record) from delivery_plans order by all")


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(histories, st.data())
def test_any_split_in_any_order_gives_the_same_table_and_twice_changes_nothing(
    history: list[tuple[str, int, int]], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(rows_of(history)))
    repeated = [*shuffled, *data.draw(st.lists(st.sampled_from(shuffled), max_size=3))]
    cuts = sorted(data.draw(st.sets(st.integers(1, len(repeated)), max_size=3)) | {0, len(repeated)})
    with tempfile.TemporaryDirectory() as folder:
        whole, split = new_region(Path(folder) / "whole"), new_region(Path(folder) / "split")
        plans_of(whole, *rows_of(history))
        reports = [plans_of(split, *repeated[start:end]) for start, end in itertools.pairwise(cuts)]
        assert everything(split) == everything(whole)
        assert sum(report.accepted or 0 for report in reports if report.status == "loaded") == len(history)
        again = plans_of(split, *repeated, repeated[0])
        assert counts(again) == (0, 0, len(repeated) + 1)
        assert everything(split) == everything(whole)
