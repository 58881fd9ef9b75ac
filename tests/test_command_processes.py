"""The tests' way of running a command inside their own process ends as a process of its own does."""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from bench.region import month_ends
from etl.suppression import WORTH_A_POOL
from tests.commands import Ended, etl, etl_process
from tests.extracts import Region, completed, new_region, waiting

Run = Callable[..., Ended]
OTHER_UNIT = {"hsaid_vardenhet": "SE2321000131-E000000000102"}


def history(folder: Path, run: Run) -> list[Ended]:
    """Commands of every exit code, in a directory that is new each time and always has the same name."""
    shutil.rmtree(folder, ignore_errors=True)
    region = new_region(folder)
    good = region.write("bra.csv", [waiting(), completed(), waiting(fas="9")])
    bad = region.write("tom.csv", [], ("fas", "annat"))
    ends = [
        run("load", good, bad, data=region.root),
        run("load", good, "--quiet", data=region.root),
        run("quarantine", data=region.root),
        run("status", data=region.root, VARDLAGET_SUPRESS_BELOW="5"),
        run("load", "finns-inte.csv", data=region.root),
        run("lod", data=region.root),
        run("load", "--help", data=region.root),
        run("rollback", data=region.root),
        locked_out(region, run, good),
    ]
    region.change("delete from contacts where record = 1")
    return [*ends, run("verify", data=region.root)]


def locked_out(region: Region, run: Run, path: Path) -> Ended:
    with region.data.lock.open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return run("load", path, data=region.root)


def test_commands_here_end_as_in_a_process_of_their_own(tmp_path: Path) -> None:
    here, apart = (history(tmp_path / "region", run) for run in (etl, etl_process))
    assert [end.code for end in here] == [1, 0, 0, 2, 2, 2, 0, 2, 3, 4]
    assert here == apart


def test_an_error_of_the_machine_ends_alike(tmp_path: Path) -> None:
    region = new_region(tmp_path)
    path = region.write("uttag.csv", [waiting()])
    region.data.lock.mkdir()
    for words in (("load", path), ("load", path, "--debug")):
        here, apart = (run(*words, data=region.root) for run in (etl, etl_process))
        assert here.code == apart.code == 1
        assert here.errors.splitlines()[-1] == apart.errors.splitlines()[-1]
        assert ("Traceback" in here.errors) == ("Traceback" in apart.errors) == ("--debug" in words)


def test_a_command_leaves_the_process_it_ran_in_as_it_was(tmp_path: Path) -> None:
    before = (dict(os.environ), Path.cwd(), mask())
    region = new_region(tmp_path)
    etl("load", region.write("uttag.csv", [waiting()]), data=region.root, VARDLAGET_SUPPRESS_BELOW="0")
    assert (region.root.stat().st_mode & 0o777, region.data.warehouse.stat().st_mode & 0o777) == (0o700, 0o600)
    assert (dict(os.environ), Path.cwd(), mask()) == before


def test_a_page_shown_before_in_this_process_is_no_part_of_a_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ModuleType("__main__")
    page.__file__ = str(tmp_path / "page.py")
    Path(page.__file__).write_text("raise SystemExit(7)\n", encoding="utf-8")
    monkeypatch.setitem(sys.modules, "__main__", page)
    region = new_region(tmp_path)
    # A table to protect for each date, each unlike the others: enough of them to be worth processes of their own.
    many = [
        waiting(matperiod=f"{month:%Y-%m-%d}", beslut_datum="2024-12-10T08:00:00", **unit)
        for place, month in enumerate(month_ends(WORTH_A_POOL + 1))
        for unit in [dict[str, str]()] * (5 + place) + [OTHER_UNIT]
    ]
    ended = etl("load", region.write("uttag.csv", many), data=region.root)
    assert ended.code == 0, ended.errors
    assert sys.modules["__main__"] is page


def mask() -> int:
    current = os.umask(0o077)
    os.umask(current)
    return current
