"""Whose a file is that does not say it: the same whatever files are called; a name nobody knows is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from config import Settings
from etl import load as loading
from etl import warehouse
from etl.lock import warehouse_lock
from etl.report import FileReport
from etl.verify import faults
from tests.commands import etl
from tests.extracts import Region, new_region, waiting
from tests.plan_rows import NEED_HEADER, PLAN_HEADER, counts, need, needs_of, plan, plans_of, versions

UNSAID = [name for name in PLAN_HEADER if name != "huvudman"]


@pytest.fixture
def region(tmp_path: Path) -> Region:
    return new_region(tmp_path)


def loaded(region: Region, *paths: Path) -> dict[str, FileReport]:
    """A run over several files, in the order of its report."""
    warehouse.prepare(region.data)
    with warehouse_lock(region.data):
        options = loading.options_for(region.data, Settings(data_dir=region.root), loading.LoadRequest(paths))
        reports = loading.load_files(region.data, paths, options, lambda _name, _done: lambda _rows: None)
        return {Path(report.path).name: report for report in reports}


def test_plans_wait_for_the_contacts_that_tell_whose_they_are(region: Region) -> None:
    folder = region.root.parent / "extracts"
    region.write("a_planer.csv", [plan()], UNSAID)
    region.write("b_behov.csv", [need(), need(huvudman="", fas="1")], NEED_HEADER)
    region.write("c_behov.csv", [need(ar="2025")], NEED_HEADER)
    region.write("vantande.csv", [waiting()])
    ended = etl("load", folder, data=region.root)
    assert ended.code == 0, ended.errors
    files = {Path(file["path"]).name: file for file in ended.report["files"]}
    assert list(files) == ["c_behov.csv", "vantande.csv", "a_planer.csv", "b_behov.csv"]
    assert [any("efter de andra" in note for note in file["notes"]) for file in files.values()] == [0, 0, 1, 1]
    assert versions(region, "principal") == [("VGR",)]
    assert region.query("select distinct principal from needs") == [("VGR",)]
    again = etl("load", folder, data=region.root)
    assert {file["status"] for file in again.report["files"]} == {"unchanged"}


def test_what_was_stored_for_nobody_is_read_anew_when_the_contacts_come(region: Region) -> None:
    plans = region.write("a_planer.csv", [plan()], UNSAID)
    needs = region.write("b_behov.csv", [need(huvudman="")], NEED_HEADER)
    contacts = region.write("vantande.csv", [waiting()])
    loaded(region, plans, needs)
    assert versions(region, "principal") == [("Regionen",)]
    assert {report.status for report in loaded(region, plans, needs).values()} == {"unchanged"}
    reports = loaded(region, plans, needs, contacts)
    assert [counts(report) for report in reports.values()] == [(1, 0, 0)] * 3
    assert versions(region, "principal") == [("VGR",)]
    assert region.query("select principal from needs") == [("VGR",)]
    assert faults(region.data) == []
    assert {report.status for report in loaded(region, plans, needs, contacts).values()} == {"unchanged"}


def test_a_principal_that_nobody_knows_is_kept_and_named(region: Region) -> None:
    report = needs_of(region, need(huvudman="Hallnad"), need(huvudman="Halland"))
    assert (report.accepted, report.warnings) == (2, {"huvudman_utan_register": 1})
    assert "Okänd huvudman: Hallnad." in report.notes
    assert needs_of(region, need(huvudman="", ar="2025"), principal="Vestra").warnings == {"huvudman_utan_register": 1}
    assert needs_of(region, need(huvudman="Hallnad", ar="2025")).warnings == {}


def test_warnings_count_only_rows_that_stay(region: Region) -> None:
    unsaid = plan(huvudman="")
    assert plans_of(region, unsaid, unsaid, unsaid | {"plan_id": "P-2", "q1": "x"}).warnings == {"okand_huvudman": 1}
    report = plans_of(region, unsaid, unsaid | {"version": "1", "q2": "1"})
    assert (report.accepted, report.warnings) == (0, {})
