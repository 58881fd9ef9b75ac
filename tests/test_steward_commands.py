"""A steward's decisions by the commands: before the files of a load, by apply alone, and whoever kills them."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.commands import ROOT, etl
from tests.deciding import ADD_UNIT, LATE, UNKNOWN, apply, counts, decide, refuse_faults, register_of
from tests.extracts import Region, new_region, waiting


@pytest.fixture
def region(tmp_path: Path) -> Region:
    """Loaded, not published: one contact, two that are released when it is decided, one at an unknown unit."""
    region = new_region(tmp_path)
    rows = [waiting(), waiting(remiss_datum=LATE), waiting(remiss_datum=LATE), waiting(hsaid_vardenhet=UNKNOWN)]
    region.loads(rows)
    return region


def test_apply_carries_out_publishes_and_says_what_it_did(region: Region) -> None:
    register_of(region)
    decide(region)
    done = etl("apply", data=region.root)
    assert done.code == 0
    assert "Beslut 1 (släpp fram rader): 2 rader räknas nu." in done.output
    assert done.report["published"] == "1"
    [told] = done.report["decisions"]
    assert (told["decision_id"], told["outcome"], told["rows"]) == (1, "utford", 2)
    again = etl("apply", data=region.root)
    assert (again.code, again.report["decisions"], again.report["published"]) == (0, [], None)
    assert "Inga beslut väntar." in again.output


def test_a_decision_that_cannot_be_carried_out_is_told_and_published(region: Region) -> None:
    register_of(region)
    decide(region, reason="ankomst_efter_matdatum", column_name=None)
    failed = etl("apply", data=region.root)
    assert (failed.code, failed.report["decisions"][0]["outcome"]) == (1, "inte_utford")
    assert "Inga rader i karantän väntar" in failed.errors
    assert failed.report["published"] == "1"


def test_load_carries_out_decisions_before_its_files_and_lifts_a_hold(region: Region) -> None:
    march = region.write("mars.csv", [waiting(hsaid_vardenhet=UNKNOWN, matperiod="2026-03-31")])
    etl("publish", data=region.root)
    etl("publish", data=region.root)
    etl("rollback", data=region.root)
    register_of(region)
    decide(region, **ADD_UNIT)
    loaded = etl("load", march, data=region.root)
    assert loaded.code == 0
    assert loaded.output.index("Beslut 1 (lägg till enhet)") < loaded.output.index("mars.csv")
    assert (loaded.report["files"][0]["accepted"], loaded.report["lifted_hold"]) == (1, True)


def test_a_register_that_cannot_be_read_stops_no_file(region: Region) -> None:
    register_of(region)
    region.data.register.write_bytes(b"no database")
    march = region.write("mars.csv", [waiting(matperiod="2026-03-31")])
    loaded = etl("load", march, data=region.root)
    assert loaded.report["files"][0]["status"] == "loaded"
    assert "Förvaltarens beslut kunde inte läsas" in loaded.errors
    assert etl("apply", data=region.root).code == 2


def test_a_killed_apply_has_carried_out_each_decision_wholly_or_not_at_all(tmp_path: Path) -> None:
    region = new_region(tmp_path)
    region.loads([waiting(remiss_datum=LATE)] * 240 + [waiting(hsaid_vardenhet=UNKNOWN)] * 240)
    register_of(region)
    decide(region, reason="personnummer", column_name=None)
    took = carried_out_until(region, None)
    decide(region)
    decide(region, **ADD_UNIT)
    for part in (0.5, 0.7, 0.8, 0.9):
        carried_out_until(region, part * took)
        [(done,)] = region.query("select count(*) from applied_decisions where outcome = 'utford'")
        assert counts(region) == [(480, 240 * done, 480 - 240 * done, 0)]
        refuse_faults(region)
    apply(region)
    assert counts(region) == [(480, 480, 0, 0)]


def carried_out_until(region: Region, seconds: float | None) -> float:
    """Start `apply` and kill it after so long, or when it begins to publish; how long it took."""
    command = [sys.executable, "-m", "etl", "apply", "--data", str(region.root)]
    began = time.monotonic()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            passed = time.monotonic() - began
            if (seconds is not None and passed > seconds) or any(region.root.glob("marts-*")):
                process.send_signal(signal.SIGKILL)
                break
            time.sleep(0.01)
    for unfinished in region.root.glob("marts-*"):
        unfinished.unlink()
    return passed
