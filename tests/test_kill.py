"""Case 47: kill -9 in staging, around COMMIT and during publish; a full disk (48)."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import ROOT, etl
from tests.extracts import Region, new_region, waiting
from tests.killing import survive_kills, survive_publish_kills, survive_rollback_kills

KILLS = int(os.environ.get("KILLS", "10"))  # in all: of loads, of publications and of rollbacks
OF_EACH_OTHER = KILLS * 3 // 10
# Runs the command with a limit on the size of any file it writes, as a full disk would have.
LIMITED = """
import resource, runpy, sys
limit = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
sys.argv[0] = "etl"
runpy.run_module("etl", run_name="__main__")
"""


def test_case_47_a_load_killed_at_random_moments_leaves_the_old_or_the_new_version_whole(tmp_path: Path) -> None:
    loads = KILLS - 2 * OF_EACH_OTHER
    assert len(survive_kills(tmp_path, loads, seed=47)) == loads


def test_case_47_a_publish_killed_at_random_moments_leaves_a_whole_version(tmp_path: Path) -> None:
    assert len(survive_publish_kills(tmp_path, OF_EACH_OTHER, seed=48)) == OF_EACH_OTHER


def test_a_rollback_killed_at_random_moments_is_made_or_not_made(tmp_path: Path) -> None:
    assert len(survive_rollback_kills(tmp_path, OF_EACH_OTHER, seed=49)) == OF_EACH_OTHER


@pytest.mark.parametrize("room", [40_000, 400_000, 1_500_000])
def test_case_48_a_full_disk_refuses_the_file_and_serves_the_old_data(tmp_path: Path, room: int) -> None:
    region = new_region(tmp_path)
    etl("load", region.write("v1.csv", [waiting()]), data=region.root)
    figures = region.figures("1")
    big = region.write("v2.csv", [waiting(fas="1") for _ in range(60_000)])
    full = load_with_room(region, big, region.data.warehouse.stat().st_size + room)
    assert full.returncode != 0
    assert "Traceback" not in full.stderr
    assert "v2.csv" in full.stderr
    assert region.figures("1") == figures
    assert region.query("select count(*) from contacts") == [(1,)]
    assert sorted(path.name for path in region.root.iterdir() if path.suffix in {".tmp", ".building"}) == []
    retried = etl("load", big, data=region.root)
    assert (retried.code, retried.report["files"][0]["accepted"]) == (0, 60_000)
    assert etl("verify", data=region.root).code == 0


def load_with_room(region: Region, path: Path, room: int) -> subprocess.CompletedProcess[str]:
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[1] == resource.RLIM_INFINITY
    command = [sys.executable, "-c", LIMITED, str(room), "load", str(path), "--data", str(region.root)]
    return subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False, timeout=120)
